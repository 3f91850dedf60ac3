import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { CRYPTOGRAPHIC_ACTIONS, ENCRYPTION_ACTIONS } from './key-policy';
import { requireArguments, requireString } from '../validation';
import { domainSuffixOf, viaService } from '../workload/partition';

const VIA = new Map<string, KeyUse>();
const AUTO_SCALING_ROLE = 'autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
/** A wildcard matches no host name: the condition of the statement compares whole texts. */
const SERVICE_LABEL = { need: 'the first label of the host name of a service, such as kinesis', pattern: /[a-z0-9]([a-z0-9-]*[a-z0-9])?/, maxLength: 63 };
/** A wildcard for the whole ARN would permit every distribution of every account. */
const DISTRIBUTION_ARN = {
  need: 'the ARN of a distribution, optionally with wildcards in the account and the id',
  pattern: /arn:[a-z-]+:cloudfront::(?:\d{12}|[\d?]*\*[\d?*]*):distribution\/[A-Z0-9*?]+/,
};

/**
 * A use of a key that its policy permits: the service principal and its conditions.
 * Principals of the account use a key only through an AWS service (`kms:ViaService`).
 *
 * @example
 * const keys = new WorkloadKey(this, 'Events');
 * keys.allow(KeyUse.CLOUDWATCH_LOGS);
 * // Principals of the account can use the key through Amazon DynamoDB.
 * keys.allow(KeyUse.via('dynamodb'));
 */
export class KeyUse {
  /**
   * CloudWatch Logs, for log groups of the account in the key's Region (CloudWatch Logs User Guide, Encrypt log data using AWS KMS). The documented policy
   * also names kms:DescribeKey, which has no encryption context (Service Authorization Reference, AWS Key Management Service). In China Regions, the principal
   * ends in `.amazonaws.com.cn` (serverless, issue 12087, Principal for CloudWatch Subscription Filter incorrect in China).
   */
  public static readonly CLOUDWATCH_LOGS = new KeyUse('CloudWatchLogs', (sid, { partition, region, account }) => [new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(`logs.${region}.${domainSuffixOf(region)}`)],
    actions: ENCRYPTION_ACTIONS,
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
  })]);

  /** CloudWatch alarms that publish to an encrypted topic (SNS Developer Guide, Enable compatibility between event sources and encrypted topics). */
  public static readonly CLOUDWATCH_ALARMS = KeyUse.byService('CloudWatchAlarms', 'cloudwatch.amazonaws.com');

  /**
   * EventBridge, which publishes to an encrypted topic as the target of a rule. The statement has no condition, because EventBridge sends no source account
   * to AWS KMS (SNS Developer Guide, Key management).
   */
  public static readonly EVENTBRIDGE = new KeyUse('EventBridge', (sid) => [new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
  })]);

  /** AWS Backup, which publishes the events of a vault to an encrypted topic (AWS Backup Developer Guide, Notification options). */
  public static readonly BACKUP_NOTIFICATIONS = KeyUse.byService('BackupNotifications', 'backup.amazonaws.com');

  /**
   * CloudTrail, for trails of the account. It encrypts log files in the encryption context of a trail, and decrypts to update a trail whose bucket
   * has a bucket key
   * (CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail).
   */
  public static readonly CLOUDTRAIL = new KeyUse('CloudTrail', (sid, { partition, account }) => {
    const trails = `arn:${partition}:cloudtrail:*:${account}:trail/*`;
    const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
    return [
      new iam.PolicyStatement({
        sid,
        principals,
        actions: ['kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { ArnLike: { 'aws:SourceArn': trails, 'kms:EncryptionContext:aws:cloudtrail:arn': trails } },
      }),
      new iam.PolicyStatement({
        sid: `${sid}Setup`, principals, actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: ['*'], conditions: { ArnLike: { 'aws:SourceArn': trails } },
      }),
    ];
  });

  /** AWS Config, which delivers to an encrypted bucket or topic (AWS Config Developer Guide, Permissions for the KMS key). */
  public static readonly CONFIG = KeyUse.byService('Config', 'config.amazonaws.com');

  /**
   * Services that deliver their logs through CloudWatch Logs, such as VPC flow logs and AWS WAF, to an encrypted bucket
   * (CloudWatch Logs User Guide, Amazon S3 bucket server-side encryption).
   */
  public static readonly LOG_DELIVERY = new KeyUse('LogDelivery', (sid, { partition, region, account }) => [new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: CRYPTOGRAPHIC_ACTIONS,
    resources: ['*'],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
    },
  })]);

  /** CloudFront, which delivers access logs from us-east-1 to a bucket in any Region (CloudWatch Logs User Guide, Logs sent to Amazon S3). */
  public static readonly CLOUDFRONT_LOG_DELIVERY = new KeyUse('CloudFrontLogDelivery', (sid, { partition, account }) => [new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: CRYPTOGRAPHIC_ACTIONS,
    resources: ['*'],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:us-east-1:${account}:delivery-source:*` },
    },
  })]);

  /**
   * Volumes of instances that Amazon EC2 Auto Scaling launches with its service-linked role
   * (EC2 Auto Scaling User Guide, Required AWS KMS key policy for use with encrypted volumes).
   */
  public static readonly AUTO_SCALING = KeyUse.ofVolumes('AutoScaling', AUTO_SCALING_ROLE);

  /**
   * Volumes of Spot Instances that Amazon EC2 launches with its service-linked role, and encrypted images and snapshots of their volumes (EC2 User Guide,
   * Service-linked role for Spot Instance requests, Grant access to customer managed keys for use with encrypted AMIs and EBS snapshots).
   */
  public static readonly EC2_SPOT = KeyUse.ofVolumes('Ec2Spot', 'spot.amazonaws.com/AWSServiceRoleForEC2Spot');

  /**
   * Amazon EC2 Auto Scaling, which publishes launches and terminations to an encrypted topic
   * (EC2 Auto Scaling User Guide, Amazon SNS notification options, Key policy for an encrypted Amazon SNS topic).
   */
  public static readonly AUTO_SCALING_NOTIFICATIONS = new KeyUse('AutoScalingNotifications', (sid, stack) => [new iam.PolicyStatement({
    sid,
    ...serviceLinkedRole(stack, AUTO_SCALING_ROLE, { 'kms:ViaService': viaService('sns', stack.region) }),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
  })]);

  /** Amazon RDS and Aurora storage, snapshots and Performance Insights. */
  public static readonly RDS = KeyUse.via('rds');

  /** Secrets of AWS Secrets Manager. */
  public static readonly SECRETS_MANAGER = KeyUse.via('secretsmanager');

  /** Objects of Amazon S3. */
  public static readonly S3 = KeyUse.via('s3');

  /** Recovery points of AWS Backup. */
  public static readonly BACKUP = KeyUse.via('backup');

  /**
   * Principals of the account through an AWS service (condition key `kms:ViaService`).
   * @param service first label of the host name of the service, for example `kinesis`: 1 to 63 lower-case letters, digits and hyphens
   * @throws ValidationError if the service is no label of a host name
   */
  public static via(service: string): KeyUse {
    requireString(undefined, 'service', service, SERVICE_LABEL);
    const use = VIA.get(service) ?? new KeyUse(`Via-${service}`, (sid, { region }) => {
      const via = { 'kms:ViaService': viaService(service, region) };
      const principals = [new iam.AccountRootPrincipal()];
      return [
        new iam.PolicyStatement({
          sid, principals, actions: CRYPTOGRAPHIC_ACTIONS, resources: ['*'], conditions: { StringEquals: via },
        }),
        new iam.PolicyStatement({
          sid: `${sid}Grants`,
          principals,
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          conditions: { StringEquals: via, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
      ];
    });
    VIA.set(service, use);
    return use;
  }

  /**
   * CloudFront, which reads encrypted objects for one distribution (CloudFront Developer Guide, Restrict access to an Amazon S3 origin). The page does not
   * say whether CloudFront sends the source account to AWS KMS.
   * @param distributionArn ARN of the distribution, optionally with wildcards in the account and the id
   * @example
   * const key = new WorkloadKey(this, 'Pages');
   * key.allow(KeyUse.cloudFront('arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL'));
   */
  public static cloudFront(distributionArn: string): KeyUse {
    return new KeyUse('CloudFront', (_, stack) => {
      requireArguments(stack, 'KeyUse.cloudFront', { distributionArn });
      requireString(stack, 'distributionArn', distributionArn, DISTRIBUTION_ARN);
      return [new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { StringEqualsIfExists: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': distributionArn } },
      })];
    });
  }

  /** Volumes that a service-linked role encrypts. The policy of the AWS managed key for EBS has the same conditions, without the role. */
  private static ofVolumes(name: string, role: string): KeyUse {
    return new KeyUse(name, (sid, stack) => {
      const viaEc2 = serviceLinkedRole(stack, role, { 'kms:ViaService': viaService('ec2', stack.region) });
      return [
        new iam.PolicyStatement({ sid, ...viaEc2, actions: CRYPTOGRAPHIC_ACTIONS, resources: ['*'] }),
        new iam.PolicyStatement({
          sid: `${sid}Grants`,
          principals: viaEc2.principals,
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          conditions: { ...viaEc2.conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
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
   * Key policy statements that permit it.
   * @param scope a construct in the key's stack
   * @internal
   */
  public _statements(scope: IConstruct): iam.PolicyStatement[] {
    return this.render(`Allow${this.name.replace(/[^A-Za-z0-9]/g, '')}`, Stack.of(scope));
  }
}

/**
 * A service-linked role, by a condition: KMS rejects a policy that names a role that does not exist yet. The root of the account would delegate to the
 * IAM policy of the role, which has no permission for customer managed keys and cannot be changed. The wildcard grants the permission to the role itself.
 */
function serviceLinkedRole({ partition, account }: Stack, role: string, use: Record<string, string | string[]>) {
  return {
    principals: [new iam.AnyPrincipal()],
    conditions: { StringEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/aws-service-role/${role}`, 'kms:CallerAccount': account, ...use } },
  };
}
