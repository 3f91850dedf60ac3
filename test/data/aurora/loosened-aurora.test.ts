import { App, Duration } from 'aws-cdk-lib';
import { CompliantAuroraProps, DatabaseAudit, Lifecycle } from '../../../src';
import { EVERY_FRAMEWORK, findingsOf, testStack } from '../../support';
import { aurora, MYSQL } from '../support';

describe('A prop that loosens a default of a cluster is reported', () => {
  test.each<[string, Partial<CompliantAuroraProps>, string[]]>([
    ['no IAM authentication', { iamAuthentication: false }, ['RDS.ClusterIamAuthenticated']],
    ['no TLS on PostgreSQL', { parameters: { 'rds.force_ssl': '0' } }, ['RDS.ClusterTlsForced']],
    ['no TLS on MySQL', { engine: MYSQL, parameters: { require_secure_transport: 'OFF' } }, ['RDS.ClusterTlsForced']],
    ['no logs', { logs: { exports: [] } }, ['RDS.AuroraPostgresLogExported', 'RDS.ClusterLogsExported']],
    ['no audit log', { engine: MYSQL, logs: { exports: ['error', 'general', 'slowquery'] } },
      ['RDS.AuroraMysqlAuditExported', 'RDS.ClusterLogsExported']],
    ['no audit', { engine: MYSQL, logs: { audit: DatabaseAudit.NONE } }, ['RDS.AuroraMysqlAudited']],
    ['few days of backup', { backup: { retention: Duration.days(1) } }, ['RDS.ClusterBackupRetained']],
    ['no deletion protection', { backup: { deletionProtection: false } }, ['RDS.ClusterDeletionProtected']],
    ['no reader', { readers: 0 }, ['RDS.ClusterMultiAz']],
    ['no minor upgrades', { readers: 1, maintenance: { autoMinorVersionUpgrade: false } },
      ['RDS.ClusterMinorVersionsUpgraded', 'RDS.InstanceMinorVersionsUpgraded', 'RDS.InstanceMinorVersionsUpgraded']],
    ['no enhanced monitoring', { readers: 1, monitoring: { enhancedInterval: Duration.seconds(0) } }, ['RDS.InstanceMonitored', 'RDS.InstanceMonitored']],
  ])('%s', (_, props, rules) => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    aurora(props, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual(rules);
  });

  test.each<[string, Partial<CompliantAuroraProps>, string]>([
    ['no reader', { readers: 0 }, 'RDS.ClusterMultiAz'],
    ['no deletion protection', { backup: { deletionProtection: false } }, 'RDS.ClusterDeletionProtected'],
  ])('%s that a prop sets in an ephemeral workload', (_, props, rule) => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK, lifecycle: Lifecycle.EPHEMERAL });
    aurora(props, stack);
    expect(findingsOf(stack.node.root as App).map((finding) => finding.rule)).toEqual([rule]);
  });
});
