import * as rds from 'aws-cdk-lib/aws-rds';
import { instancesOf } from './aurora-cluster';
import { ResolvedAuroraProps } from './resolve-aurora-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { acknowledgeDatabaseFindings } from '../shared/database-acknowledgements';

/** Acknowledges the findings that a cluster has by design or by its lifecycle. A prop that loosens a default is reported. */
export function acknowledgeAuroraFindings(cluster: rds.DatabaseClusterBase, parameters: rds.ParameterGroup, resolved: ResolvedAuroraProps): void {
  const resource = cluster.node.defaultChild as rds.CfnDBCluster;
  for (const instance of instancesOf(cluster)) {
    acknowledgeFindings(instance, 'AWS Backup backs up the cluster, which is registered with the backup plan of its workload; its instances hold no data',
      'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  }
  acknowledgeFindings(resource, 'Aurora backs up the cluster continuously for the retention that the frameworks require; a backup plan of the workload is additional',
    'RDS.ClusterInBackupPlan');
  acknowledgeDatabaseFindings(parameters, [resource], resolved);
  if (resolved.engine.engineFamily === 'MYSQL' && !resolved.backtrackWindow) {
    acknowledgeFindings(resource, 'Point-in-time recovery restores data to the second; backtracking is not available in every Region and rewinds the whole cluster',
      'RDS.ClusterBacktracked', 'AwsSolutions-RDS14');
  }
  if (resolved.isUnprotectedByLifecycle) {
    acknowledgeFindings(resource, 'Deletion protection is disabled because ephemeral workloads are deleted with their stack', 'RDS.ClusterDeletionProtected',
      'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled', 'HIPAA.Security-RDSInstanceDeletionProtectionEnabled');
  }
  if (resolved.isSingleByLifecycle) {
    acknowledgeFindings(resource, 'Ephemeral workloads have no second instance; Aurora stores the data in three Availability Zones', 'RDS.ClusterMultiAz');
  }
}
