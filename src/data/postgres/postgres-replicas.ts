import { Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { dependOnLogGroups } from '../shared/database-foundation';
import { databaseLogGroups, LogChoices } from '../shared/database-logs';

/** Replicas with their own log groups, made before them. A replica has its key, its administrator and its databases from its source. */
export function createReplicas(
  scope: Construct, count: number, identifier: string, logging: LogChoices, props: rds.DatabaseInstanceReadReplicaProps,
): rds.DatabaseInstanceReadReplica[] {
  return Array.from({ length: count }, (_, i) => {
    const parent = new Construct(scope, `Replica${i + 1}`);
    const instanceIdentifier = numbered(identifier, i + 1);
    const logGroups = databaseLogGroups(parent, `/aws/rds/instance/${instanceIdentifier}`, logging);
    const replica = new rds.DatabaseInstanceReadReplica(parent, 'Instance', { ...props, instanceIdentifier });
    dependOnLogGroups(replica, logGroups);
    acceptReplicaFindings(replica.node.defaultChild as rds.CfnDBInstance);
    return replica;
  });
}

function numbered(identifier: string, number: number): string {
  const name = `${identifier}-replica-${number}`;
  return Token.isUnresolved(identifier) ? name : cut(name, NameLimit.DATABASE.maxLength);
}

function acceptReplicaFindings(replica: rds.CfnDBInstance) {
  acknowledgeFindings(replica, 'A replica in the Region of its source is encrypted as its source is, by the same key; AWS CloudFormation asks to leave both out',
    'RDS.InstanceEncrypted', 'AwsSolutions-RDS2', 'NIST.800.53.R5-RDSStorageEncrypted', 'PCI.DSS.321-RDSStorageEncrypted',
    'HIPAA.Security-RDSStorageEncrypted');
  acknowledgeFindings(replica, 'A replica can be made again from its source at any time, which is what is backed up and outlives the loss of a zone',
    'RDS.InstanceInBackupPlan', 'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan', 'RDS.InstanceMultiAz', 'AwsSolutions-RDS3',
    'NIST.800.53.R5-RDSMultiAZSupport', 'HIPAA.Security-RDSMultiAZSupport');
}
