import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ResolvedPostgresProps } from './resolve-postgres-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { isUnresolved } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { createLogGroups, dependOnLogGroups } from '../shared/database-foundation';

/** Creates replicas after their own log groups. A replica inherits the key, the administrator and the databases of its source. */
export function createReplicas(
  scope: Construct, resolved: ResolvedPostgresProps, props: rds.DatabaseInstanceReadReplicaProps,
): rds.DatabaseInstanceReadReplica[] {
  return Array.from({ length: resolved.readReplicas }, (_, i) => {
    const parent = new Construct(scope, `Replica${i + 1}`);
    const instanceIdentifier = numbered(resolved.identifier, i + 1);
    const logGroups = createLogGroups(parent, instanceIdentifier, resolved);
    const replica = new rds.DatabaseInstanceReadReplica(parent, 'Instance', { ...props, instanceIdentifier });
    dependOnLogGroups(replica, logGroups);
    acknowledgeReplicaFindings(replica.node.defaultChild as rds.CfnDBInstance);
    return replica;
  });
}

function numbered(identifier: string, number: number): string {
  const name = `${identifier}-replica-${number}`;
  return isUnresolved(identifier) ? name : cut(name, NameLimit.DATABASE.maxLength);
}

function acknowledgeReplicaFindings(replica: rds.CfnDBInstance) {
  acknowledgeFindings(replica, 'A replica in the Region of its source is encrypted with the key of the source; AWS CloudFormation requires that its template sets neither',
    'AwsSolutions-RDS2', 'NIST.800.53.R5-RDSStorageEncrypted', 'PCI.DSS.321-RDSStorageEncrypted',
    'HIPAA.Security-RDSStorageEncrypted');
  acknowledgeFindings(replica, 'A replica can be created again from its source, which is backed up and has the standby',
    'RDS.InstanceInBackupPlan', 'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan', 'RDS.InstanceMultiAz', 'AwsSolutions-RDS3',
    'NIST.800.53.R5-RDSMultiAZSupport', 'HIPAA.Security-RDSMultiAZSupport');
}
