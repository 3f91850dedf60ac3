import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { CompliantPostgresProps } from './compliant-postgres-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { Workload } from '../../core/workload/workload';
import { acceptDatabaseFindings } from '../shared/database-acknowledgements';

/** Accepts what scanners hold against an instance though it is no shortfall of it. What was loosened by a prop is never accepted. */
export function acceptPostgresFindings(
  scope: Construct, instances: rds.CfnDBInstance[], parameters: rds.ParameterGroup, port: number, { backup, multiAz }: CompliantPostgresProps,
): void {
  const [primary] = instances;
  acceptDatabaseFindings(parameters, instances, port, 5432);
  acknowledgeFindings(primary, 'Amazon RDS backs the instance up continuously for the days that the frameworks ask for; a backup plan of the workload adds to that',
    'RDS.InstanceInBackupPlan', 'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  if (Workload.of(scope).retainsData) return;
  if (backup?.deletionProtection === undefined) {
    instances.forEach((instance) => acknowledgeFindings(instance, 'An ephemeral workload is thrown away with its stack, so the instance must not refuse to be deleted',
      'RDS.InstanceDeletionProtected', 'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled',
      'HIPAA.Security-RDSInstanceDeletionProtectionEnabled'));
  }
  if (multiAz === undefined) {
    acknowledgeFindings(primary, 'An ephemeral workload does without a standby: what it holds can be made again', 'RDS.InstanceMultiAz', 'AwsSolutions-RDS3',
      'NIST.800.53.R5-RDSMultiAZSupport', 'HIPAA.Security-RDSMultiAZSupport');
  }
}
