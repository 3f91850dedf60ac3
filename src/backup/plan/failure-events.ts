import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { eventsRole, topicTarget } from '../../core/parts/topic-events';

/**
 * Tells a topic of the jobs of a vault that went wrong. Events and their fields: AWS Backup Developer Guide, Monitoring AWS Backup events
 * using Amazon EventBridge. A vault's own notifications have no event for a failed backup job, only one for every job that is over.
 */
export function tellOfFailures(scope: Construct, vault: backup.IBackupVault, topic: sns.ITopic): events.Rule {
  const role = eventsRole(scope, 'FailureEventsRole', 'Publishes failed backup and copy jobs', topic);
  return new events.Rule(scope, 'FailureEvents', {
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
    targets: [topicTarget(topic, role)],
  });
}
