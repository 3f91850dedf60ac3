import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

const CRYPTOGRAPHIC_ACTIONS = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey',
];

/**
 * A use of a key that its policy allows: by which service, and for what only.
 * The account's own principals reach a key through a service alone, never directly.
 */
export class KeyUse {
  /** CloudWatch Logs, for log groups of the account in the key's Region (CloudWatch Logs User Guide, Encrypt log data using AWS KMS). */
  public static readonly CLOUDWATCH_LOGS = new KeyUse('CloudWatchLogs', (sid, { partition, region, account }) => [new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: CRYPTOGRAPHIC_ACTIONS,
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
  })]);

  /** CloudWatch alarms, to publish to an encrypted topic (SNS Developer Guide, Enable compatibility between event sources and encrypted topics). */
  public static readonly CLOUDWATCH_ALARMS = KeyUse.byService('CloudWatchAlarms', 'cloudwatch.amazonaws.com');

  /** EventBridge rules, to publish to an encrypted topic or queue. */
  public static readonly EVENTBRIDGE = KeyUse.byService('EventBridge', 'events.amazonaws.com');

  /** AWS Backup, to publish the events of a vault to an encrypted topic (AWS Backup Developer Guide, Notification options). */
  public static readonly BACKUP_NOTIFICATIONS = KeyUse.byService('BackupNotifications', 'backup.amazonaws.com');

  /** Amazon RDS and Aurora storage, snapshots and Performance Insights. */
  public static readonly RDS = KeyUse.via('rds');

  /** Secrets of AWS Secrets Manager. */
  public static readonly SECRETS_MANAGER = KeyUse.via('secretsmanager');

  /** Objects of Amazon S3. */
  public static readonly S3 = KeyUse.via('s3');

  /** Recovery points of AWS Backup. */
  public static readonly BACKUP = KeyUse.via('backup');

  /**
   * The account's principals, by way of a service that calls the key for them (condition key `kms:ViaService`).
   * @param service first part of the service's host name, for example `kinesis`
   */
  public static via(service: string): KeyUse {
    return new KeyUse(`Via-${service}`, (sid, { region }) => {
      const viaService = { 'kms:ViaService': `${service}.${region}.amazonaws.com` };
      const principals = [new iam.AccountRootPrincipal()];
      return [
        new iam.PolicyStatement({
          sid, principals, actions: CRYPTOGRAPHIC_ACTIONS, resources: ['*'], conditions: { StringEquals: viaService },
        }),
        new iam.PolicyStatement({
          sid: `${sid}Grants`,
          principals,
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          conditions: { StringEquals: viaService, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
      ];
    });
  }

  /** A service principal that acts for resources of this account. */
  private static byService(name: string, principal: string): KeyUse {
    return new KeyUse(name, (sid, { account }) => [new iam.PolicyStatement({
      sid,
      principals: [new iam.ServicePrincipal(principal)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    })]);
  }

  private constructor(private readonly name: string, private readonly render: (sid: string, stack: Stack) => iam.PolicyStatement[]) {}

  /**
   * Key policy statements that allow it.
   * @param scope a construct in the key's stack
   */
  public statements(scope: IConstruct): iam.PolicyStatement[] {
    return this.render(`Allow${this.name.replace(/[^A-Za-z0-9]/g, '')}`, Stack.of(scope));
  }
}
