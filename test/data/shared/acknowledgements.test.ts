import { Duration } from 'aws-cdk-lib';
import { CompliantAuroraProps, CompliantPostgresProps, Lifecycle } from '../../../src';
import { acknowledgedBelow, testStack } from '../../support';
import { aurora, MYSQL, postgres } from '../support';

const { EPHEMERAL, PRODUCTION } = Lifecycle;
const PORT = ['AwsSolutions-RDS11', 'RDS.PortNotDefault'];
const BACKTRACK = ['AwsSolutions-RDS14', 'RDS.ClusterBacktracked'];
const PROTECTION = ['AwsSolutions-RDS10', 'HIPAA.Security-RDSInstanceDeletionProtectionEnabled', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled'];
const BACKUP_PLAN = ['HIPAA.Security-RDSInBackupPlan', 'NIST.800.53.R5-RDSInBackupPlan'];
const MULTI_AZ = ['AwsSolutions-RDS3', 'HIPAA.Security-RDSMultiAZSupport', 'NIST.800.53.R5-RDSMultiAZSupport', 'RDS.InstanceMultiAz'];

describe('findings that a cluster acknowledges', () => {
  test.each<[string, Partial<CompliantAuroraProps>, Lifecycle, string[]]>([
    ['at its defaults', {}, PRODUCTION, PORT],
    ['Aurora MySQL', { engine: MYSQL }, PRODUCTION, [...PORT, ...BACKTRACK]],
    ['Aurora MySQL with backtracking', { engine: MYSQL, backup: { backtrackWindow: Duration.hours(1) } }, PRODUCTION, PORT],
    ['at another port', { network: { port: 5433 } }, PRODUCTION, []],
    ['ephemeral', {}, EPHEMERAL, [...PORT, ...PROTECTION, 'RDS.ClusterDeletionProtected', 'RDS.ClusterMultiAz']],
    ['ephemeral with deletion protection and a reader', { backup: { deletionProtection: true }, readers: 1 }, EPHEMERAL, PORT],
    ['without deletion protection and readers', { backup: { deletionProtection: false }, readers: 0 }, PRODUCTION, PORT],
  ])('%s', (_, props, lifecycle, expected) => {
    const acknowledged = acknowledgedBelow(aurora(props, testStack({ lifecycle })));
    expect(acknowledged['Cluster/Resource']).toEqual([...expected, 'RDS.ClusterInBackupPlan'].sort());
    expect(acknowledged['Cluster/Writer/Resource']).toEqual(BACKUP_PLAN);
    expect(acknowledged['Parameters/Resource']).toEqual(['RDS.ParameterGroupEventsNotified']);
  });
});

describe('findings that an instance acknowledges', () => {
  test.each<[string, Partial<CompliantPostgresProps>, Lifecycle, string[]]>([
    ['at its defaults', {}, PRODUCTION, PORT],
    ['at another port', { network: { port: 5433 } }, PRODUCTION, []],
    ['ephemeral', {}, EPHEMERAL, [...PORT, ...PROTECTION, ...MULTI_AZ, 'RDS.InstanceDeletionProtected']],
    ['ephemeral with deletion protection and a standby', { backup: { deletionProtection: true }, multiAz: true }, EPHEMERAL, PORT],
    ['without deletion protection and a standby', { backup: { deletionProtection: false }, multiAz: false }, PRODUCTION, PORT],
  ])('%s', (_, props, lifecycle, expected) => {
    const acknowledged = acknowledgedBelow(postgres(props, testStack({ lifecycle })));
    expect(acknowledged['Instance/Resource']).toEqual([...expected, ...BACKUP_PLAN, 'RDS.InstanceInBackupPlan'].sort());
    expect(acknowledged['Parameters/Resource']).toEqual(['RDS.ParameterGroupEventsNotified']);
  });
});
