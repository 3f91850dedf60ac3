import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { topicTarget } from '../../core/parts/topic-events';

/**
 * Publishes failed jobs of a vault to a topic. Events and their fields: AWS Backup Developer Guide, Monitoring AWS Backup events using Amazon
 * EventBridge. A vault's own notifications have no event for failed backup jobs only.
 */
export function notifyOfFailures(scope: Construct, vault: backup.IBackupVault, topic: sns.ITopic): void {
  new events.Rule(scope, 'FailureEvents', {
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
    targets: [topicTarget(scope, topic)],
  });
}
