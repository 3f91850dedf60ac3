import { AuditTrail, ConfigBaseline, ConfigRecording, LogBucket, ThreatDetection } from '../../src';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  new AuditTrail(stack, 'Trail', { storage: { accessLogs: new LogBucket(stack, 'AccessLogs').bucket } });
  new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
  new ThreatDetection(stack, 'Threats', { findings: { enabled: true } });
  expect(outlineOf(stack)).toEqual({
    constructs: ['AuditTrail', 'ConfigBaseline', 'LogBucket', 'ThreatDetection', 'WorkloadKey'],
    alarms: [
      'RootUsed: ledger-dev-LogMetrics RootUsed Sum per 300 s default 1, 1 periods, account-wide',
      'UnauthorizedCalls: ledger-dev-LogMetrics UnauthorizedCalls Sum per 300 s default 1, 1 periods, account-wide',
      'SignInWithoutMfa: ledger-dev-LogMetrics SignInWithoutMfa Sum per 300 s default 1, 1 periods, account-wide',
      'IamPolicyChanged: ledger-dev-LogMetrics IamPolicyChanged Sum per 300 s default 1, 1 periods, account-wide',
      'TrailChanged: ledger-dev-LogMetrics TrailChanged Sum per 300 s default 1, 1 periods, account-wide',
      'SignInFailed: ledger-dev-LogMetrics SignInFailed Sum per 300 s default 1, 1 periods, account-wide',
      'KeyDisabled: ledger-dev-LogMetrics KeyDisabled Sum per 300 s default 1, 1 periods, account-wide',
      'BucketPolicyChanged: ledger-dev-LogMetrics BucketPolicyChanged Sum per 300 s default 1, 1 periods, account-wide',
      'ConfigChanged: ledger-dev-LogMetrics ConfigChanged Sum per 300 s default 1, 1 periods, account-wide',
      'SecurityGroupChanged: ledger-dev-LogMetrics SecurityGroupChanged Sum per 300 s default 1, 1 periods, account-wide',
      'NetworkAclChanged: ledger-dev-LogMetrics NetworkAclChanged Sum per 300 s default 1, 1 periods, account-wide',
      'GatewayChanged: ledger-dev-LogMetrics GatewayChanged Sum per 300 s default 1, 1 periods, account-wide',
      'RouteTableChanged: ledger-dev-LogMetrics RouteTableChanged Sum per 300 s default 1, 1 periods, account-wide',
      'VpcChanged: ledger-dev-LogMetrics VpcChanged Sum per 300 s default 1, 1 periods, account-wide',
      'OrganizationChanged: ledger-dev-LogMetrics OrganizationChanged Sum per 300 s default 1, 1 periods, account-wide',
    ],
    descriptions: [
      'AWS::Events::Rule ThreatsAccessAnalyzerFindings',
      'AWS::Events::Rule ThreatsGuardDutyFindings',
      'AWS::IAM::Role TrailLogRole',
    ],
    logicalIds: [
      'AccessLogsBucketCD784A59',
      'AccessLogsBucketPolicy3D5B5143',
      'ConfigIncomingSshDisabledA038AEB1',
      'Configawsfsbp20871E79A',
      'Configawsfsbp7A80CAB0',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
      'StorageKeyAlias35051FCE',
      'StorageKeyEEC2391F',
      'ThreatsAccessAnalyzerFindings29383810',
      'ThreatsAnalyzer4B9C8CB4',
      'ThreatsDetector05847B97',
      'ThreatsGuardDutyFindingsF526DF86',
      'ThreatsHub9D4D067E',
      'ThreatsStandardawsfoundationalsecuritybestpracticesv100424A27B0',
      'ThreatsTopic2061B409',
      'ThreatsTopicPolicy5E449FA0',
      'Trail8987F129',
      'TrailBucketPolicyChangedFilterBB976D65',
      'TrailConfigChangedFilter6C7BA7B6',
      'TrailGatewayChangedFilterE125E33A',
      'TrailIamPolicyChangedFilter66FC85B7',
      'TrailKeyDisabledFilterA8001D17',
      'TrailLogGroup4CBE3AF5',
      'TrailLogRole71841C4C',
      'TrailLogRolePolicyF4087E30',
      'TrailLogsBucket6BA0A629',
      'TrailLogsBucketPolicy9F6491BE',
      'TrailNetworkAclChangedFilter771C91CA',
      'TrailOrganizationChangedFilter04FB05A9',
      'TrailRootUsedFilter902DC4B5',
      'TrailRouteTableChangedFilter7E511045',
      'TrailSecurityGroupChangedFilter8F4AC100',
      'TrailSignInFailedFilterE849B4CD',
      'TrailSignInWithoutMfaFilter22305009',
      'TrailTrailChangedFilter790512DE',
      'TrailUnauthorizedCallsFilter85C7DC25',
      'TrailVpcChangedFilterA6724204',
    ],
    keyUses: {
      StorageKeyEEC2391F: ['AllowCloudTrail', 'AllowCloudTrailSetup', 'AllowVias3', 'AllowVias3Grants'],
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs', 'AllowEventBridge'],
    },
    trust: {
      TrailLogRole71841C4C: ['cloudtrail.amazonaws.com'],
    },
  });
});
