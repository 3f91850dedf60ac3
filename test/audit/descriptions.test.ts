import { AuditTrail, ConfigBaseline, ConfigRecording, LogBucket, ThreatDetection } from '../../src';
import { alarmTable, described } from '../descriptions';
import { testStack } from '../support';

const stack = testStack();
new AuditTrail(stack, 'Trail', { storage: { accessLogs: new LogBucket(stack, 'AccessLogs').bucket } });
new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
new ThreatDetection(stack, 'Threats', { findings: { enabled: true } });

test('the alarms that the constructs recommend', () => {
  expect(alarmTable(stack)).toEqual([
    'RootUsed: ledger-dev-LogMetrics RootUsed Sum per 300 s default 1, 1 periods',
    'UnauthorizedCalls: ledger-dev-LogMetrics UnauthorizedCalls Sum per 300 s default 1, 1 periods',
    'SignInWithoutMfa: ledger-dev-LogMetrics SignInWithoutMfa Sum per 300 s default 1, 1 periods',
    'IamPolicyChanged: ledger-dev-LogMetrics IamPolicyChanged Sum per 300 s default 1, 1 periods',
    'TrailChanged: ledger-dev-LogMetrics TrailChanged Sum per 300 s default 1, 1 periods',
    'SignInFailed: ledger-dev-LogMetrics SignInFailed Sum per 300 s default 1, 1 periods',
    'KeyDisabled: ledger-dev-LogMetrics KeyDisabled Sum per 300 s default 1, 1 periods',
    'BucketPolicyChanged: ledger-dev-LogMetrics BucketPolicyChanged Sum per 300 s default 1, 1 periods',
    'ConfigChanged: ledger-dev-LogMetrics ConfigChanged Sum per 300 s default 1, 1 periods',
    'SecurityGroupChanged: ledger-dev-LogMetrics SecurityGroupChanged Sum per 300 s default 1, 1 periods',
    'NetworkAclChanged: ledger-dev-LogMetrics NetworkAclChanged Sum per 300 s default 1, 1 periods',
    'GatewayChanged: ledger-dev-LogMetrics GatewayChanged Sum per 300 s default 1, 1 periods',
    'RouteTableChanged: ledger-dev-LogMetrics RouteTableChanged Sum per 300 s default 1, 1 periods',
    'VpcChanged: ledger-dev-LogMetrics VpcChanged Sum per 300 s default 1, 1 periods',
    'OrganizationChanged: ledger-dev-LogMetrics OrganizationChanged Sum per 300 s default 1, 1 periods',
  ]);
});

test('the resources that have a description', () => {
  expect(described(stack)).toEqual([
    'AWS::Events::Rule ThreatsAccessAnalyzerFindings',
    'AWS::Events::Rule ThreatsGuardDutyFindings',
    'AWS::IAM::Role ThreatsFindingsRole',
    'AWS::IAM::Role TrailLogRole',
  ]);
});
