import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AutoScalingService, Lifecycle, LogBucket, PatchOperatingSystem, PatchSchedule, PatchScheduleProps } from '../../../src';
import { recommendedAlarms, RecommendedAlarm } from '../../../src/core/workload/registry';
import { vpcIn } from '../../compute/auto-scaling/instances';
import { allFindingsOf, EVERY_FRAMEWORK, findingsAtDefaults, templateOf, testStack } from '../../support';

const TAGS = { environment: 'production' };

function scheduleIn(stack: Stack, props: Partial<PatchScheduleProps> = {}): PatchSchedule {
  return new PatchSchedule(stack, 'Patching', { targetTags: TAGS, ...props });
}

function templateWith(props: Partial<PatchScheduleProps>): Template {
  const stack = testStack();
  scheduleIn(stack, props);
  return templateOf(stack);
}

const one = (template: Template, type: string): any => {
  const resources = Object.values(template.findResources(type));
  expect(resources).toHaveLength(1);
  return (resources[0] as any).Properties;
};

function alarmsOf(stack: Stack): RecommendedAlarm[] {
  const alarms: RecommendedAlarm[] = [];
  recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
  return alarms;
}

describe('a patch schedule at its defaults', () => {
  test.each(Object.values(Lifecycle))('has no findings in lifecycle %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => scheduleIn(stack))).toEqual([]);
  });

  test('opens a window on Sundays from 2 to 6 UTC, in whose last hour nothing begins', () => {
    expect(one(templateWith({}), 'AWS::SSM::MaintenanceWindow')).toMatchObject({
      Name: 'ledger-patching-window-dev', Schedule: 'cron(0 2 ? * SUN *)', ScheduleTimezone: 'Etc/UTC', Duration: 4, Cutoff: 1, AllowUnassociatedTargets: false,
    });
  });

  test('installs patches on half of its tagged instances at once, and stops at the first failure', () => {
    const template = templateWith({});
    expect(one(template, 'AWS::SSM::MaintenanceWindowTarget')).toMatchObject({
      ResourceType: 'INSTANCE',
      Targets: [{ Key: 'tag:environment', Values: ['production'] }, { Key: 'tag:PatchGroup', Values: ['ledger-patching-group-dev'] }],
    });
    expect(one(template, 'AWS::SSM::MaintenanceWindowTask')).toMatchObject({
      TaskType: 'RUN_COMMAND',
      TaskArn: 'AWS-RunPatchBaseline',
      MaxConcurrency: '50%',
      MaxErrors: '0',
      CutoffBehavior: 'CONTINUE_TASK',
      Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: expect.stringMatching(/Target/) }] }],
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ['Install'], RebootOption: ['RebootIfNeeded'] }, TimeoutSeconds: 600 } },
    });
  });

  test('approves security patches and bug fixes of Amazon Linux 2023 after 7 days', () => {
    const { OperatingSystem, PatchGroups, ApprovalRules } = one(templateWith({}), 'AWS::SSM::PatchBaseline');
    expect([OperatingSystem, PatchGroups]).toEqual(['AMAZON_LINUX_2023', ['ledger-patching-group-dev']]);
    const rules = ApprovalRules.PatchRules.map(({ ApproveAfterDays, ComplianceLevel, PatchFilterGroup }: any) => (
      [ApproveAfterDays, ComplianceLevel, ...PatchFilterGroup.PatchFilters.map(({ Key, Values }: any) => `${Key} ${Values}`)]));
    expect(rules).toEqual([
      [7, 'CRITICAL', 'CLASSIFICATION Security', 'SEVERITY Critical,Important'],
      [7, 'HIGH', 'CLASSIFICATION Security', 'SEVERITY Medium,Low'],
      [7, 'MEDIUM', 'CLASSIFICATION Bugfix'],
    ]);
  });

  test('runs one document, on its instances with the tag, for this account alone', () => {
    const template = templateWith({});
    const arnOf = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });
    expect(one(template, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ssm.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLikeIfExists: { 'aws:SourceArn': arnOf(':ssm:eu-west-2:123456789012:*') },
      },
    }]);
    const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap((policy: any) => policy.Properties.PolicyDocument.Statement);
    const sends = statements.filter(({ Action }) => Action === 'ssm:SendCommand');
    expect(sends.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'ssm:resourceTag/environment': 'production', 'ssm:resourceTag/PatchGroup': 'ledger-patching-group-dev' } }, undefined,
    ]);
    expect(sends.map(({ Resource }) => Resource)).toEqual([
      arnOf(':ec2:eu-west-2:123456789012:instance/*'), arnOf(':ssm:eu-west-2::document/AWS-RunPatchBaseline'),
    ]);
    const everywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(everywhere.sort()).toEqual(['ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:ListCommandInvocations', 'ssm:ListCommands', 'tag:GetResources']);
  });

  test('begins nothing before its role may', () => {
    const [{ DependsOn }] = Object.values(templateWith({}).findResources('AWS::SSM::MaintenanceWindowTask')) as any[];
    expect(DependsOn).toEqual([expect.stringMatching(/^PatchingRolePolicy/), expect.stringMatching(/^PatchingRolePolicyWithoutResource/)]);
  });

  test('recommends alarms on missing patches and on runs that failed', () => {
    const stack = testStack();
    scheduleIn(stack);
    expect(alarmsOf(stack).map(({ id, threshold, evaluationPeriods }) => [id, threshold, evaluationPeriods])).toEqual([['PatchesMissing', 1, 1], ['PatchingFailed', 1, 1]]);
    const metrics = alarmsOf(stack).map(({ metric }) => metric as cloudwatch.Metric);
    expect(metrics.map(({ namespace, metricName, statistic }) => [namespace, metricName, statistic])).toEqual([['AWS/Events', 'TriggeredRules', 'Sum'], ['AWS/Events', 'TriggeredRules', 'Sum']]);
    const patterns = Object.values(templateOf(stack).findResources('AWS::Events::Rule')).map((rule: any) => rule.Properties.EventPattern);
    expect(patterns).toEqual([
      {
        'source': ['aws.ssm'],
        'detail-type': ['Configuration Compliance State Change'],
        'detail': { 'compliance-type': ['Patch'], 'compliance-status': ['non_compliant'], 'patch-baseline-id': [{ Ref: expect.stringMatching(/^PatchingBaseline/) }] },
      },
      {
        'source': ['aws.ssm'],
        'detail-type': ['Maintenance Window Execution State-change Notification'],
        'detail': { 'window-id': [{ Ref: expect.stringMatching(/^PatchingWindow/) }], 'status': ['FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED_OVERLAPPING'] },
      },
    ]);
  });

  test('synthesizes in a stack without a Region and without a workload, under names of its own', () => {
    const stack = new Stack(new App(), 'Stack');
    scheduleIn(stack);
    const template = templateOf(stack);
    expect(one(template, 'AWS::SSM::MaintenanceWindow').Name).toMatch(/^Stack-Patching.*-window$/);
    expect(one(template, 'AWS::SSM::PatchBaseline').PatchGroups[0]).toMatch(/-group$/);
  });
});

describe('a patch schedule', () => {
  test('uses the configured options', () => {
    const template = templateWith({
      targetTags: { environment: 'production', tier: 'web' },
      schedule: 'cron(0 30 3 ? * TUE#2 *)',
      timeZone: 'Europe/Berlin',
      duration: Duration.hours(2),
      cutoff: Duration.hours(0),
      maxConcurrency: '1',
      maxErrors: '10%',
      reboot: false,
      operatingSystems: [PatchOperatingSystem.WINDOWS, PatchOperatingSystem.REDHAT_ENTERPRISE_LINUX],
      approveAfter: Duration.days(0),
    });
    expect(one(template, 'AWS::SSM::MaintenanceWindow')).toMatchObject({
      Schedule: 'cron(0 30 3 ? * TUE#2 *)', ScheduleTimezone: 'Europe/Berlin', Duration: 2, Cutoff: 0,
    });
    expect(one(template, 'AWS::SSM::MaintenanceWindowTarget').Targets).toEqual([
      { Key: 'tag:environment', Values: ['production'] }, { Key: 'tag:tier', Values: ['web'] }, { Key: 'tag:PatchGroup', Values: ['ledger-patching-group-dev'] },
    ]);
    expect(one(template, 'AWS::SSM::MaintenanceWindowTask')).toMatchObject({
      MaxConcurrency: '1',
      MaxErrors: '10%',
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { RebootOption: ['NoReboot'] } } },
    });
    const baselines = Object.values(template.findResources('AWS::SSM::PatchBaseline')).map(({ Properties }: any) => Properties);
    expect(baselines.map(({ OperatingSystem, Name }) => [OperatingSystem, Name])).toEqual([
      ['WINDOWS', 'ledger-patching-baseline-windows-dev'], ['REDHAT_ENTERPRISE_LINUX', 'ledger-patching-baseline-redhat-enterprise-linux-dev'],
    ]);
    const days = baselines.map(({ ApprovalRules }) => ApprovalRules.PatchRules.map(({ ApproveAfterDays }: any) => ApproveAfterDays));
    expect(days).toEqual([[0, 0], [0, 0, 0]]);
    const filters = baselines.map(({ ApprovalRules }) => ApprovalRules.PatchRules.map(({ ComplianceLevel, PatchFilterGroup }: any) => (
      [ComplianceLevel, ...PatchFilterGroup.PatchFilters.map(({ Key, Values }: any) => `${Key} ${Values}`)])));
    expect(filters).toEqual([
      [
        ['CRITICAL', 'CLASSIFICATION CriticalUpdates,SecurityUpdates', 'MSRC_SEVERITY Critical,Important'],
        ['HIGH', 'CLASSIFICATION CriticalUpdates,SecurityUpdates', 'MSRC_SEVERITY Moderate,Low'],
      ],
      [
        ['CRITICAL', 'CLASSIFICATION Security', 'SEVERITY Critical,Important'],
        ['HIGH', 'CLASSIFICATION Security', 'SEVERITY Moderate,Low'],
        ['MEDIUM', 'CLASSIFICATION Bugfix'],
      ],
    ]);
  });

  test('that never restarts an instance, or approves too late, is reported', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    scheduleIn(stack, { reboot: false, approveAfter: Duration.days(45) });
    expect(allFindingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual(['SSM.BaselineApprovesInTime', 'SSM.PatchTaskReboots']);
  });

  test('gives instances its baselines by a tag, and lets them write the output of a run', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK, tags: TAGS });
    const { bucket } = new LogBucket(stack, 'Logs');
    const service = new AutoScalingService(stack, 'Service', { vpc: vpcIn(stack) });
    scheduleIn(stack, { outputBucket: bucket, outputPrefix: 'patches' }).include(service);
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const template = templateOf(stack);
    const tag = { Key: 'PatchGroup', Value: 'ledger-patching-group-dev' };
    expect(one(template, 'AWS::EC2::LaunchTemplate').LaunchTemplateData.TagSpecifications[0].Tags).toContainEqual(tag);
    expect(one(template, 'AWS::AutoScaling::AutoScalingGroup').Tags).toContainEqual({ ...tag, PropagateAtLaunch: true });
    expect(JSON.stringify(template.findResources('AWS::Logs::LogGroup'))).not.toContain('PatchGroup');
    expect(one(template, 'AWS::SSM::MaintenanceWindowTask').TaskInvocationParameters.MaintenanceWindowRunCommandParameters).toMatchObject({
      OutputS3BucketName: { Ref: expect.stringMatching(/^Logs/) }, OutputS3KeyPrefix: 'patches',
    });
    const [, policy] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).find(([id]) => /^ServiceRolePolicy[0-9A-F]{8}$/.test(id))! as any;
    const writes = policy.Properties.PolicyDocument.Statement.filter(({ Action }: any) => String(Action).startsWith('s3:'));
    expect(writes).toEqual([
      { Effect: 'Allow', Action: 's3:GetEncryptionConfiguration', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Logs/), 'Arn'] } },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Logs/), 'Arn'] }, '/patches/*']] } },
    ]);
  });

  test('lets instances encrypt the output with the key of its bucket', () => {
    const stack = testStack();
    const service = new AutoScalingService(stack, 'Service', { vpc: vpcIn(stack) });
    const { bucket } = new LogBucket(stack, 'Logs', { encryptionKey: new kms.Key(stack, 'Key') });
    scheduleIn(stack, { outputBucket: bucket }).include(service);
    const statements = Object.entries(templateOf(stack).findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => /^ServiceRolePolicy/.test(id))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements).toContainEqual({ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } });
  });

  test('gives instances its baselines without an output too', () => {
    const stack = testStack();
    const service = new AutoScalingService(stack, 'Service', { vpc: vpcIn(stack) });
    scheduleIn(stack).include(service);
    expect(JSON.stringify(templateOf(stack).findResources('AWS::IAM::ManagedPolicy'))).not.toContain('s3:');
  });
});
