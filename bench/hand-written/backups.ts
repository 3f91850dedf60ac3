import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { allowService } from './keys';
import { HandWrittenStack, statement } from './stack';

export interface BackupOptions {
  readonly resourceArn: string;
  readonly key: kms.Key;
  readonly vaultName?: string;
  readonly planName?: string;
  readonly retention: Duration;
  readonly copies?: backup.IBackupVault;
  readonly topic: sns.Topic;
  readonly role: (vault: backup.BackupVault) => iam.Role;
}

/** Once a day; what fails is said on the topic. */
export function backUp(stack: HandWrittenStack, { resourceArn, key, vaultName, planName, retention, copies, topic, role }: BackupOptions): void {
  const vault = new backup.BackupVault(stack, 'Vault', { backupVaultName: vaultName, encryptionKey: key, removalPolicy: RemovalPolicy.DESTROY });
  const plan = new backup.BackupPlan(stack, 'Plan', {
    backupPlanName: planName,
    backupVault: vault,
    backupPlanRules: [new backup.BackupPlanRule({
      ruleName: 'Daily',
      scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }),
      deleteAfter: retention,
      copyActions: copies && [{ destinationBackupVault: copies, deleteAfter: retention }],
    })],
  });
  plan.addSelection('Selection', { role: role(vault), resources: [backup.BackupResource.fromArn(resourceArn)], disableDefaultBackupPolicy: true });
  topic.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'EventBridge', principals: [new iam.ServicePrincipal('events.amazonaws.com')], actions: ['sns:Publish'], resources: [topic.topicArn],
  }));
  allowService(stack.logsKey, 'EventBridge', 'events.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], {});
  new events.Rule(stack, 'BackupFailures', {
    description: 'Backup and copy jobs that failed, were aborted or did not start in time',
    eventPattern: {
      source: ['aws.backup'],
      detailType: ['Backup Job State Change', 'Copy Job State Change'],
      detail: {
        $or: [
          { backupVaultName: [vault.backupVaultName], state: ['FAILED', 'ABORTED', 'EXPIRED'] },
          { sourceBackupVaultArn: [vault.backupVaultArn], state: ['FAILED'] },
        ],
      },
    },
    targets: [{ bind: () => ({ arn: topic.topicArn }) }],
  });
  for (const metricName of ['NumberOfBackupJobsFailed', 'NumberOfBackupJobsExpired', 'NumberOfBackupJobsAborted', 'NumberOfCopyJobsFailed', 'NumberOfRestoreJobsFailed']) {
    stack.alarm(metricName, new cloudwatch.Metric({ namespace: 'AWS/Backup', metricName, dimensionsMap: { BackupVaultName: vault.backupVaultName } }), 1);
  }
}

/** Lets AWS Backup use a key through the services whose resources it encrypts. */
export function grantsOf(keyArn: string): iam.PolicyStatement[] {
  return [
    statement(['kms:DescribeKey'], keyArn),
    new iam.PolicyStatement({ actions: ['kms:CreateGrant'], resources: [keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
  ];
}
