import { Duration } from 'aws-cdk-lib';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ConfigurationParameters, LogArchive, LogBucket, PatchOperatingSystem, PatchSchedule, SecureParameter, SecureParameters, WorkloadMonitoring } from '../../src';
import { topic } from '../contract/surroundings';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  const archive = new LogArchive(stack, 'Archive', { bucket: new LogBucket(stack, 'Archived').bucket });
  archive.ship('App', new logs.LogGroup(stack, 'App'));
  new PatchSchedule(stack, 'Patching', { targetTags: { Patched: 'yes' }, operatingSystems: [PatchOperatingSystem.AMAZON_LINUX_2023] });
  const parameters = new SecureParameters(stack, 'Parameters', { parameters: { 'cookie-key': SecureParameter.generated({ rotateAfter: Duration.days(30) }) } });
  parameters.onNewValue('Changed', new targets.SnsTopic(topic(stack)), 'cookie-key');
  new ConfigurationParameters(stack, 'Configuration', { values: { currency: 'EUR' } });
  new WorkloadMonitoring(stack, 'Monitoring');
  expect(outlineOf(stack)).toEqual({
    constructs: ['BundledLambda', 'ConfigurationParameters', 'Construct', 'LogArchive', 'LogBucket', 'PatchSchedule', 'SecureParameters', 'WorkloadKey', 'WorkloadMonitoring'],
    alarms: [
      'DeliveryLate: AWS/Firehose DeliveryToS3.DataFreshness DeliveryStreamName=<ArchiveStreamE2DDD4D5> Maximum per 300 s default 900, default periods',
      'DeliveryFailed: AWS/Firehose DeliveryToS3.Success DeliveryStreamName=<ArchiveStreamE2DDD4D5> Average per 300 s LessThanThreshold 1, default periods',
      'RecordsThrottled: AWS/Firehose ThrottledRecords DeliveryStreamName=<ArchiveStreamE2DDD4D5> Sum per 300 s default 1, default periods',
      'AppDeliveryErrors: AWS/Logs DeliveryErrors DestinationType=Firehose FilterName=<ArchiveAppD50F5EF0> LogGroupName=<AppF1B96344> Sum per 300 s default 1, default periods',
      'AppDeliveryThrottled: AWS/Logs DeliveryThrottling DestinationType=Firehose FilterName=<ArchiveAppD50F5EF0> LogGroupName=<AppF1B96344> Sum per 300 s default 1, default periods',
      'PatchesMissing: AWS/Events TriggeredRules RuleName=<PatchingNonCompliance1E31E953> Sum per 300 s GreaterThanOrEqualToThreshold 1, 1 periods',
      'PatchingFailed: AWS/Events TriggeredRules RuleName=<PatchingFailedRunsF57DA44F> Sum per 300 s GreaterThanOrEqualToThreshold 1, 1 periods',
      'Failed: AWS/Lambda Errors FunctionName=<ParametersHandlerFunction5F5E8B5B> Sum per 300 s default 1, 1 periods',
    ],
    descriptions: [
      'AWS::CloudWatch::Alarm ArchiveAlarmsAppDeliveryErrors',
      'AWS::CloudWatch::Alarm ArchiveAlarmsAppDeliveryThrottled',
      'AWS::CloudWatch::Alarm ArchiveAlarmsDeliveryFailed',
      'AWS::CloudWatch::Alarm ArchiveAlarmsDeliveryLate',
      'AWS::CloudWatch::Alarm ArchiveAlarmsRecordsThrottled',
      'AWS::CloudWatch::Alarm ParametersHandlerAlarmsFailed',
      'AWS::CloudWatch::Alarm PatchingAlarmsPatchesMissing',
      'AWS::CloudWatch::Alarm PatchingAlarmsPatchingFailed',
      'AWS::CloudWatch::CompositeAlarm MonitoringCompositeAlarm',
      'AWS::Events::Rule ParametersChanged',
      'AWS::Events::Rule ParameterscookiekeyRotation',
      'AWS::Events::Rule PatchingFailedRuns',
      'AWS::Events::Rule PatchingNonCompliance',
      'AWS::IAM::Role ArchiveDeliveryRole',
      'AWS::IAM::Role ArchiveSubscriptionRole',
      'AWS::IAM::Role PatchingRole',
      'AWS::Lambda::Function ParametersHandlerFunction',
      'AWS::SSM::MaintenanceWindow PatchingWindow',
      'AWS::SSM::MaintenanceWindowTask PatchingInstall',
      'AWS::SSM::PatchBaseline PatchingBaselineAmazonLinux2023',
    ],
    logicalIds: [
      'AppF1B96344',
      'ArchiveAlarmsAppDeliveryErrors6DBB1289',
      'ArchiveAlarmsAppDeliveryThrottled5CA8B541',
      'ArchiveAlarmsDeliveryFailedABA75673',
      'ArchiveAlarmsDeliveryLate7A0E22E0',
      'ArchiveAlarmsRecordsThrottledAD3E0142',
      'ArchiveAppD50F5EF0',
      'ArchiveDeliveryRoleC77E30EA',
      'ArchiveDeliveryRolePolicyC9C12FA0',
      'ArchiveErrorLogGroup32C69C65',
      'ArchiveErrorLogStream1C829681',
      'ArchiveStreamE2DDD4D5',
      'ArchiveSubscriptionRoleB6DD1D86',
      'ArchiveSubscriptionRolePolicy16467140',
      'ArchivedBucketB5F1F73D',
      'ArchivedBucketPolicy98ECF400',
      'Configurationcurrency56FA66FA',
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
      'MonitoringCompositeAlarmE219FA57',
      'MonitoringDashboard0C3675C6',
      'MonitoringTopic2EDA8B02',
      'MonitoringTopicPolicy7D521A0C',
      'ParametersChanged38EA1232',
      'ParametersHandlerAlarmsFailedBD0E85E6',
      'ParametersHandlerFailures6A731384',
      'ParametersHandlerFailuresPolicy014A7A69',
      'ParametersHandlerFunction5F5E8B5B',
      'ParametersHandlerFunctioncookiekeyRotation9D558A4E',
      'ParametersHandlerLogGroup38A73C47',
      'ParametersHandlerRole2D9A342C',
      'ParametersHandlerRolePolicy809FCD6A',
      'ParametersHandlerRolePolicyWithoutResourceF40EDEC7',
      'Parameterscookiekey5226282B',
      'ParameterscookiekeyRotationA1845924',
      'PatchingAlarmsPatchesMissing7E818445',
      'PatchingAlarmsPatchingFailedB16DC838',
      'PatchingBaselineAmazonLinux20236B4B088C',
      'PatchingFailedRunsF57DA44F',
      'PatchingInstall24A27256',
      'PatchingNonCompliance1E31E953',
      'PatchingRoleD247F854',
      'PatchingRolePolicyFDFA98E5',
      'PatchingRolePolicyWithoutResourceDAF64D9F',
      'PatchingTargetFE51BF23',
      'PatchingWindowAB910A6C',
    ],
    keyUses: {
      LogsKeyFE4C4A83: ['AllowViafirehose', 'AllowViafirehoseGrants', 'AllowCloudWatchLogs', 'AllowViasqs', 'AllowViasqsGrants', 'AllowCloudWatchAlarms'],
      DataKey2A0DE9E6: ['AllowViassm', 'AllowViassmGrants'],
    },
    trust: {
      ArchiveDeliveryRoleC77E30EA: ['firehose.amazonaws.com; StringEquals sts:ExternalId; StringEqualsIfExists aws:SourceAccount; ArnLikeIfExists aws:SourceArn'],
      ArchiveSubscriptionRoleB6DD1D86: ['logs.amazonaws.com; StringLike aws:SourceArn'],
      PatchingRoleD247F854: ['ssm.amazonaws.com; StringEquals aws:SourceAccount; ArnLikeIfExists aws:SourceArn'],
      ParametersHandlerRole2D9A342C: ['lambda.amazonaws.com'],
    },
  });
});
