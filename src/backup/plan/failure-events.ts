import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { encryptedTopic } from '../../core/parts/encrypted-topic';
import { topicTarget } from '../../core/parts/topic-events';

/**
 * The topic to which failed jobs of a vault are published, by default a new one. Events and their fields: AWS Backup Developer Guide, Monitoring AWS Backup events using Amazon
 * EventBridge. A vault's own notifications have no event for failed backup jobs only.
 */
export function failureTopic(scope: Construct, vault: backup.IBackupVault, topic: sns.ITopic = encryptedTopic(scope, 'Topic')): sns.ITopic {
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
  return topic;
}
