import * as rds from 'aws-cdk-lib/aws-rds';
import { ResolvedPostgresProps } from './resolve-postgres-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { acknowledgeDatabaseFindings } from '../shared/database-acknowledgements';

/** Acknowledges the findings that instances have by design or by their lifecycle. A prop that loosens a default is reported. */
export function acknowledgePostgresFindings(instances: rds.CfnDBInstance[], parameters: rds.ParameterGroup, resolved: ResolvedPostgresProps): void {
  const [primary] = instances;
  acknowledgeDatabaseFindings(parameters, instances, resolved);
  acknowledgeFindings(primary, 'Amazon RDS backs up the instance continuously for the retention that the frameworks require; a backup plan of the workload is additional',
    'RDS.InstanceInBackupPlan', 'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  if (resolved.isUnprotectedByLifecycle) {
    instances.forEach((instance) => acknowledgeFindings(instance, 'Deletion protection is disabled because ephemeral workloads are deleted with their stack',
      'RDS.InstanceDeletionProtected', 'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled',
      'HIPAA.Security-RDSInstanceDeletionProtectionEnabled'));
  }
  if (resolved.isSingleByLifecycle) {
    acknowledgeFindings(primary, 'Ephemeral workloads have no standby because their data can be created again', 'RDS.InstanceMultiAz', 'AwsSolutions-RDS3',
      'NIST.800.53.R5-RDSMultiAZSupport', 'HIPAA.Security-RDSMultiAZSupport');
  }
}
