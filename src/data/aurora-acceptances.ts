import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { instancesOf } from './aurora-cluster';
import { defaultPort } from './database-network';
import { accept } from '../core/acknowledge';
import { Workload } from '../core/workload';

interface Settings {
  /** That the cluster listens on. */
  readonly port: number;
  /** Whether it can be rewound in place. */
  readonly isBacktracked: boolean;
  /** As it was asked for; undefined where the lifecycle decided. */
  readonly deletionProtection?: boolean;
}

/** Accepts what scanners hold against an instance though it is the cluster's, and what is no shortfall of the cluster. */
export function acceptAuroraFindings(scope: Construct, cluster: rds.DatabaseClusterBase, settings: Settings): void {
  const resource = cluster.node.defaultChild!;
  for (const instance of instancesOf(cluster)) {
    accept(instance, 'AWS Backup backs up Aurora by the cluster, which registers itself with the backup plan of its workload; an instance holds no data',
      'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  }
  if (!Workload.of(scope).retainsData && settings.deletionProtection === undefined) {
    accept(resource, 'An ephemeral workload is thrown away with its stack, so the cluster must not refuse to be deleted',
      'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled', 'HIPAA.Security-RDSInstanceDeletionProtectionEnabled');
  }
  const engine = cluster.engine!;
  if (engine.engineFamily !== 'MYSQL') return;
  if (settings.port === defaultPort(engine)) {
    accept(resource, 'Only security groups that were let in by name reach the port, so another number would hide it from nobody', 'AwsSolutions-RDS11');
  }
  if (!settings.isBacktracked) {
    accept(resource, 'Point-in-time recovery undoes a mistake to the second; backtracking is not offered in every Region and rewinds all data at once',
      'AwsSolutions-RDS14');
  }
}
