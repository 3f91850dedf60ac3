import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { instancesOf } from './aurora-cluster';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { Workload } from '../../core/workload/workload';
import { acceptDatabaseFindings } from '../shared/database-acknowledgements';
import { defaultPort } from '../shared/database-network';

interface Requested {
  /** That the cluster listens on. */
  readonly port: number;
  /** Whether it can be rewound in place. */
  readonly isBacktracked: boolean;
  /** As it was asked for; undefined where the lifecycle decided. */
  readonly deletionProtection?: boolean;
  /** As they were asked for; undefined where the lifecycle decided. */
  readonly readers?: number;
}

/**
 * Accepts what scanners hold against a part of the cluster though it is the cluster's, and what is no shortfall of it.
 * What was loosened by a prop is never accepted.
 */
export function acceptAuroraFindings(scope: Construct, cluster: rds.DatabaseClusterBase, parameters: rds.ParameterGroup, requested: Requested): void {
  const resource = cluster.node.defaultChild!;
  const engine = cluster.engine!;
  for (const instance of instancesOf(cluster)) {
    acknowledgeFindings(instance, 'AWS Backup backs up Aurora by the cluster, which registers itself with the backup plan of its workload; an instance holds no data',
      'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  }
  acknowledgeFindings(resource, 'Aurora backs the cluster up continuously for the days that the frameworks ask for; a backup plan of the workload adds to that',
    'RDS.ClusterInBackupPlan');
  acceptDatabaseFindings(parameters, [resource as rds.CfnDBCluster], requested.port, defaultPort(engine));
  if (engine.engineFamily === 'MYSQL' && !requested.isBacktracked) {
    acknowledgeFindings(resource, 'Point-in-time recovery undoes a mistake to the second; backtracking is not offered in every Region and rewinds all data at once',
      'RDS.ClusterBacktracked', 'AwsSolutions-RDS14');
  }
  if (Workload.of(scope).retainsData) return;
  if (requested.deletionProtection === undefined) {
    acknowledgeFindings(resource, 'An ephemeral workload is thrown away with its stack, so the cluster must not refuse to be deleted', 'RDS.ClusterDeletionProtected',
      'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled', 'HIPAA.Security-RDSInstanceDeletionProtectionEnabled');
  }
  if (requested.readers === undefined) {
    acknowledgeFindings(resource, 'An ephemeral workload does without a second instance; Aurora keeps the data itself in three zones', 'RDS.ClusterMultiAz');
  }
}
