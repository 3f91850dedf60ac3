import { App, Duration, Fn, Stack, TimeZone } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  BackupCopy, BackupPlan, BackupPlanProps, BackupResourceType, BackupRule, BackupVault, BackupDayOfWeek, Framework, Lifecycle, Workload,
  WorkloadMonitoring,
} from '../../../src';
import { backedUpResources } from '../../../src/core/workload/registry';
import { refusal } from '../../refusal';
import { allFindingsOf, findingsAtDefaults, templateOf, testStack } from '../../support';

const CLUSTER = 'arn:aws:rds:eu-west-2:123456789012:cluster:ledger';
const { fromArn, fromTag } = backup.BackupResource;
const EVERY_TYPE = [
  BackupResourceType.AURORA, BackupResourceType.RDS, BackupResourceType.DYNAMODB, BackupResourceType.EBS, BackupResourceType.EC2,
  BackupResourceType.EFS, BackupResourceType.S3,
];

function declareCluster(stack: Stack, encryptionKey?: kms.IKey) {
  backedUpResources(stack).add({ construct: stack, resource: fromArn(CLUSTER), encryptionKey });
}

function planned(props: BackupPlanProps = {}, lifecycle = Lifecycle.PRODUCTION): Template {
  const stack = testStack({ lifecycle });
  declareCluster(stack);
  new BackupPlan(stack, 'Backup', props);
  return templateOf(stack);
}

function rulesOf(template: Template): any[] {
  return Object.values(template.findResources('AWS::Backup::BackupPlan'))[0].Properties.BackupPlan.BackupPlanRule;
}

/** Statements of the role that backs up, as text, so that a search covers every action and resource. */
function statementsOf(template: Template, role = '^BackupRole(Copy)?Policy'): any[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => new RegExp(role).test(id))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

function resourcesFor(template: Template, action: string, role?: string): string[] {
  return statementsOf(template, role).filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [Resource].flat())
    .map((resource) => resource['Fn::Join']?.[1].map((part: any) => part.Ref ? `<${part.Ref}>` : part).join('') ?? resource);
}

describe('rules', () => {
  test('the plan backs up every day, and keeps what it made for 35 days in production', () => {
    expect(rulesOf(planned())).toEqual([{
      RuleName: 'Daily',
      ScheduleExpression: 'cron(0 5 * * ? *)',
      Lifecycle: { DeleteAfterDays: 35 },
      TargetBackupVault: { 'Fn::GetAtt': [expect.stringMatching('^BackupVault'), 'BackupVaultName'] },
    }]);
  });

  test('in ephemeral each kind of rule keeps what it made no longer than the frameworks ask', () => {
    const rules = [BackupRule.daily(), BackupRule.weekly(), BackupRule.continuous()];
    expect(rulesOf(planned({ rules }, Lifecycle.EPHEMERAL)).map(({ Lifecycle: { DeleteAfterDays } }) => DeleteAfterDays)).toEqual([7, 7, 7]);
  });

  test('each kind has a schedule and a retention of its own', () => {
    const rules = [
      BackupRule.hourly(Duration.hours(4)), BackupRule.daily(), BackupRule.weekly(), BackupRule.monthly(), BackupRule.continuous(),
    ];
    expect(rulesOf(planned({ rules }))
      .map((rule) => [rule.RuleName, rule.ScheduleExpression, rule.Lifecycle.DeleteAfterDays, rule.EnableContinuousBackup]))
      .toEqual([
        ['Hourly', 'cron(0 0/4 * * ? *)', 35, undefined],
        ['Daily', 'cron(0 5 * * ? *)', 35, undefined],
        ['Weekly', 'cron(0 5 ? * SUN *)', 90, undefined],
        ['Monthly', 'cron(0 5 1 * ? *)', 365, undefined],
        ['Continuous', 'cron(0 5 * * ? *)', 35, true],
      ]);
  });

  test('time, windows, retention and cold storage are taken', () => {
    const rules = [
      BackupRule.weekly({
        weekDay: BackupDayOfWeek.FRIDAY,
        hour: 22,
        timeZone: TimeZone.EUROPE_LONDON,
        startWindow: Duration.hours(2),
        completionWindow: Duration.hours(10),
        deleteAfter: Duration.days(120),
        moveToColdStorageAfter: Duration.days(30),
      }),
      BackupRule.monthly({ day: 15 }),
    ];
    const [weekly, monthly] = rulesOf(planned({ rules }));
    expect(weekly).toMatchObject({
      ScheduleExpression: 'cron(0 22 ? * FRI *)',
      ScheduleExpressionTimezone: 'Europe/London',
      StartWindowMinutes: 120,
      CompletionWindowMinutes: 600,
      Lifecycle: { DeleteAfterDays: 120, MoveToColdStorageAfterDays: 30 },
    });
    expect(monthly.ScheduleExpression).toBe('cron(0 5 15 * ? *)');
  });

  test('a copy is kept as long as its original by default, and the role can create it', () => {
    const stack = testStack({ regions: ['eu-west-2', 'eu-west-1'] });
    declareCluster(stack);
    const here = new BackupVault(stack, 'Second').vault;
    const there = backup.BackupVault.fromBackupVaultArn(stack, 'Third', 'arn:aws:backup:eu-west-1:123456789012:backup-vault:third');
    new BackupPlan(stack, 'Backup', {
      rules: [BackupRule.daily({
        copies: [
          BackupCopy.toVault(here),
          BackupCopy.toVault(there, { deleteAfter: Duration.days(200), moveToColdStorageAfter: Duration.days(100) }),
        ],
      })],
    });
    const template = templateOf(stack);
    expect(rulesOf(template)[0].CopyActions.map(({ Lifecycle: lifecycle }: any) => lifecycle))
      .toEqual([{ DeleteAfterDays: 35 }, { DeleteAfterDays: 200, MoveToColdStorageAfterDays: 100 }]);
    expect(resourcesFor(template, 'backup:CopyIntoBackupVault')).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching('^SecondVault'), 'BackupVaultArn'] }, 'arn:aws:backup:eu-west-1:123456789012:backup-vault:third',
    ]);
    expect(resourcesFor(template, 'kms:CreateGrant')).toContain('arn:<AWS::Partition>:kms:eu-west-1:123456789012:key/*');
  });
});

describe('vault', () => {
  test('is made with a name, or given', () => {
    planned({ backupVaultName: 'ledger-backup-vault-dev' }).hasResourceProperties('AWS::Backup::BackupVault', { BackupVaultName: 'ledger-backup-vault-dev' });
    const stack = testStack();
    const vault = backup.BackupVault.fromBackupVaultName(stack, 'Theirs', 'theirs');
    declareCluster(stack);
    expect(new BackupPlan(stack, 'Backup', { vault }).vault).toBe(vault);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Backup::BackupVault', 0);
    expect(rulesOf(template)[0].TargetBackupVault).toBe('theirs');
  });
});

describe('plan', () => {
  test('is called after the workload, and after its path where there is none', () => {
    planned().hasResourceProperties('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanName: 'ledger-backup-plan-dev' } });
    const stack = new Stack(new App(), 'Agnostic');
    declareCluster(stack);
    new BackupPlan(stack, 'Backup');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanName: Match.stringLikeRegexp('^Agnostic-Backup-.{8}$') } });
    template.hasResource('AWS::Backup::BackupVault', { DeletionPolicy: 'RetainExceptOnCreate' });
  });
});

describe('selection', () => {
  test('is everything that the workload declares before and after the plan, in one selection', () => {
    const stack = testStack();
    declareCluster(stack);
    const plan = new BackupPlan(stack, 'Backup');
    backedUpResources(stack).add({ construct: stack, resource: fromArn('arn:aws:dynamodb:eu-west-2:123456789012:table/orders') });
    expect(plan.selection).toBeDefined();
    expect(plan.role).toBeDefined();
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Backup::BackupSelection', 1);
    template.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: {
        SelectionName: 'Workload',
        Resources: [CLUSTER, 'arn:aws:dynamodb:eu-west-2:123456789012:table/orders'],
        ListOfTags: Match.absent(),
        IamRoleArn: stack.resolve(plan.role!.roleArn),
      },
    });
  });

  test('is left out, with its role, while there is nothing to protect', () => {
    const stack = testStack();
    const plan = new BackupPlan(stack, 'Backup', { restoreTesting: {} });
    expect([plan.selection, plan.role]).toEqual([undefined, undefined]);
    templateOf(stack).resourceCountIs('AWS::Backup::BackupSelection', 0);
  });

  test('is further resources by ARN and by tag, and those alone when the workload is left out', () => {
    const template = planned({
      selection: {
        workload: false,
        resources: [
          fromArn('arn:aws:rds:eu-west-2:123456789012:db:old'),
          fromTag('backup', 'daily'),
          fromTag('tier', 'gold', backup.TagOperation.STRING_EQUALS),
        ],
        resourceTypes: [BackupResourceType.EFS],
      },
    });
    template.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: {
        Resources: ['arn:aws:rds:eu-west-2:123456789012:db:old'],
        ListOfTags: [
          { ConditionKey: 'backup', ConditionType: 'STRINGEQUALS', ConditionValue: 'daily' },
          { ConditionKey: 'tier', ConditionType: 'STRINGEQUALS', ConditionValue: 'gold' },
        ],
      },
    });
    expect(resourcesFor(template, 'elasticfilesystem:Backup')).toEqual(['arn:<AWS::Partition>:elasticfilesystem:eu-west-2:123456789012:file-system/*']);
    expect(resourcesFor(template, 'rds:CreateDBSnapshot')).toContain('arn:aws:rds:eu-west-2:123456789012:db:old');
  });

  test('knows the kind of a resource of the app by what its ARN refers to', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const resources = [
      backup.BackupResource.fromRdsDatabaseCluster(new rds.DatabaseCluster(stack, 'Cluster', {
        engine: rds.DatabaseClusterEngine.AURORA_MYSQL, vpc, writer: rds.ClusterInstance.serverlessV2('writer'),
      })),
      backup.BackupResource.fromRdsDatabaseInstance(new rds.DatabaseInstance(stack, 'Instance', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc })),
      backup.BackupResource.fromDynamoDbTable(new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } })),
      backup.BackupResource.fromEfsFileSystem(new efs.FileSystem(stack, 'Files', { vpc })),
      fromArn(new s3.Bucket(stack, 'Bucket').bucketArn),
      fromArn('arn:aws:ec2:eu-west-2:123456789012:volume/vol-1'),
      fromArn('arn:aws:ec2:eu-west-2:123456789012:instance/i-1'),
    ];
    resources.forEach((resource) => backedUpResources(stack).add({ construct: stack, resource }));
    new BackupPlan(stack, 'Backup');
    const template = templateOf(stack);
    for (const action of [
      'rds:CreateDBClusterSnapshot', 'rds:CreateDBSnapshot', 'dynamodb:StartAwsBackupJob', 'elasticfilesystem:Backup', 's3:GetBucketAcl',
      'ec2:CreateSnapshot', 'ec2:CreateImage',
    ]) {
      expect([action, resourcesFor(template, action).length]).not.toEqual([action, 0]);
    }
    const [bucket] = resourcesFor(template, 's3:GetBucketAcl');
    expect(bucket).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^Bucket'), 'Arn'] });
  });

  test('accepts an ARN that is a token together with the kind of resource', () => {
    const resource = fromArn(Fn.select(0, Fn.split(',', Fn.ref('Arns'))));
    const selection = { workload: false, resources: [resource], resourceTypes: [BackupResourceType.DYNAMODB] };
    const template = planned({ selection, restoreTesting: {} });
    template.hasResourceProperties('AWS::Backup::BackupSelection', { BackupSelection: { Resources: [{ 'Fn::Select': Match.anyValue() }] } });
    expect(resourcesFor(template, 'dynamodb:CreateBackup')).toEqual(['arn:<AWS::Partition>:dynamodb:eu-west-2:123456789012:table/*']);
  });

  test('of another stack is reached by reference, without a finding', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger', frameworks: [Framework.AWS_FSBP] });
    const env = { account: '123456789012', region: 'eu-west-2' };
    const data = new Stack(app, 'Data', { env });
    const bucket = new s3.Bucket(data, 'Bucket');
    backedUpResources(data).add({ construct: bucket, resource: fromArn(bucket.bucketArn) });
    const operations = new Stack(app, 'Operations', { env });
    new BackupPlan(operations, 'Backup');
    templateOf(operations).hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: [{ 'Fn::ImportValue': Match.stringLikeRegexp('^Data:ExportsOutputFnGetAttBucket') }] },
    });
    expect(allFindingsOf(app).filter(({ path }) => path.startsWith('Operations'))).toEqual([]);
  });

  test('in another Region needs a plan there, and has one where each Region does', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger', frameworks: [Framework.AWS_FSBP] });
    const [london, dublin] = ['eu-west-2', 'eu-west-1'].map((region) => new Stack(app, region, { env: { account: '123456789012', region } }));
    backedUpResources(dublin).add({ construct: dublin, resource: fromArn('arn:aws:rds:eu-west-1:123456789012:cluster:copy') });
    new BackupPlan(london, 'Backup');
    expect(() => templateOf(london)).toThrow("specify a BackupPlan in eu-west-1: 'eu-west-1' is there, and this plan protects eu-west-2");
    new BackupPlan(dublin, 'Backup');
    templateOf(dublin).hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: ['arn:aws:rds:eu-west-1:123456789012:cluster:copy'] },
    });
  });
});

describe('role', () => {
  test('is assumed by AWS Backup, has no AWS managed policy, and names what it backs up', () => {
    const template = planned();
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'backup.amazonaws.com' } })] },
      ManagedPolicyArns: Match.absent(),
      Policies: Match.absent(),
    });
    expect(resourcesFor(template, 'rds:CreateDBClusterSnapshot').sort())
      .toEqual(['arn:<AWS::Partition>:rds:eu-west-2:123456789012:cluster-snapshot:awsbackup:*', CLUSTER]);
    expect(resourcesFor(template, 'rds:DeleteDBClusterSnapshot')).toEqual(['arn:<AWS::Partition>:rds:eu-west-2:123456789012:cluster-snapshot:awsbackup:*']);
    expect(resourcesFor(template, 'tag:GetResources')).toEqual(['*']);
  });

  test('has permissions for the listed keys only', () => {
    const stack = testStack();
    declareCluster(stack, kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1'));
    new BackupPlan(stack, 'Backup', { restoreTesting: {} });
    const template = templateOf(stack);
    expect(resourcesFor(template, 'kms:CreateGrant')).toEqual([{ 'Fn::GetAtt': [expect.stringMatching('^DataKey'), 'Arn'] }, 'arn:aws:kms:eu-west-2:123456789012:key/1']);
    expect(resourcesFor(template, 'kms:Decrypt', '^BackupRestoreTestingRole')).toEqual(['arn:aws:kms:eu-west-2:123456789012:key/1']);
  });

  test('has permissions for unlisted keys for AWS resources only', () => {
    const grants = statementsOf(planned()).filter(({ Action }) => Action === 'kms:CreateGrant');
    expect(grants.length).toBe(2);
    grants.forEach(({ Condition }) => expect(Condition).toEqual({ Bool: { 'kms:GrantIsForAWSResource': 'true' } }));
  });

  test('has a policy within the size that IAM takes, with every kind in the plan', () => {
    const template = planned({ selection: { resourceTypes: EVERY_TYPE }, restoreTesting: {} });
    for (const role of ['^BackupRolePolicy', '^BackupRestoreTestingRolePolicy']) {
      const policies = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => new RegExp(role).test(id));
      policies.forEach(([, { Properties }]) => expect(JSON.stringify(Properties.PolicyDocument).replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"').length)
        .toBeLessThan(6144));
    }
  });
});

describe('failures', () => {
  test('of this vault reach a topic of its own without a role', () => {
    const stack = testStack();
    const { topic, vault } = new BackupPlan(stack, 'Backup');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'source': ['aws.backup'],
        'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
        'detail': {
          $or: [
            { backupVaultName: [stack.resolve(vault.backupVaultName)], state: ['FAILED', 'ABORTED', 'EXPIRED'] },
            { sourceBackupVaultArn: [stack.resolve(vault.backupVaultArn)], state: ['FAILED'] },
          ],
        },
      },
      Targets: [{ Arn: stack.resolve(topic.topicArn), Id: 'Target0', RoleArn: Match.absent() }],
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: 'Deny' }), {
          Sid: 'AllowEventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: stack.resolve(topic.topicArn),
        }],
      },
    });
  });

  test('reach a topic of yours, encrypted or not', () => {
    const stack = testStack();
    const topic = new sns.Topic(stack, 'Plain');
    expect(new BackupPlan(stack, 'Backup', { topic }).topic).toBe(topic);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', { Topics: [stack.resolve(topic.topicArn)], PolicyDocument: { Statement: [Match.objectLike({ Sid: 'AllowEventBridge' })] } });
  });
});

describe('restore testing', () => {
  test('restores the latest recovery point of each resource every week, a selection for each kind', () => {
    const stack = testStack();
    declareCluster(stack);
    const { vault } = new BackupPlan(stack, 'Backup', { restoreTesting: {} });
    backedUpResources(stack).add({ construct: stack, resource: fromArn(`${CLUSTER}-2`) });
    backedUpResources(stack).add({ construct: stack, resource: fromArn('arn:aws:dynamodb:eu-west-2:123456789012:table/orders') });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Backup::RestoreTestingPlan', {
      RestoreTestingPlanName: Match.stringLikeRegexp('^[A-Za-z0-9_]{1,50}$'),
      ScheduleExpression: 'cron(0 12 ? * SUN *)',
      RecoveryPointSelection: {
        Algorithm: 'LATEST_WITHIN_WINDOW',
        IncludeVaults: [stack.resolve(vault.backupVaultArn)],
        RecoveryPointTypes: ['SNAPSHOT'],
        SelectionWindowDays: 30,
      },
    });
    template.resourceCountIs('AWS::Backup::RestoreTestingSelection', 2);
    template.hasResourceProperties('AWS::Backup::RestoreTestingSelection', {
      ProtectedResourceType: 'Aurora', ProtectedResourceArns: [CLUSTER, `${CLUSTER}-2`], ValidationWindowHours: 1,
    });
    expect(resourcesFor(template, 'rds:RestoreDBClusterFromSnapshot', '^BackupRestoreTestingRolePolicy')).toContain('arn:<AWS::Partition>:rds:eu-west-2:123456789012:subgrp:*');
  });

  test('takes its times, and where to restore', () => {
    const template = planned({
      rules: [BackupRule.continuous()],
      restoreTesting: {
        schedule: events.Schedule.cron({ day: '1', hour: '3', minute: '30' }),
        selectionWindow: Duration.days(7),
        validationWindow: Duration.hours(4),
        metadata: { Aurora: { dbSubnetGroupName: 'test' } },
      },
    });
    template.hasResourceProperties('AWS::Backup::RestoreTestingPlan', {
      ScheduleExpression: 'cron(30 3 1 * ? *)',
      RecoveryPointSelection: { RecoveryPointTypes: ['CONTINUOUS', 'SNAPSHOT'], SelectionWindowDays: 7 },
    });
    template.hasResourceProperties('AWS::Backup::RestoreTestingSelection', {
      RestoreMetadataOverrides: { dbSubnetGroupName: 'test' }, ValidationWindowHours: 4,
    });
  });

  test('takes all resources of a kind that is selected by tag', () => {
    planned({ restoreTesting: {}, selection: { resources: [fromTag('backup', 'daily')], resourceTypes: [BackupResourceType.AURORA] } })
      .hasResourceProperties('AWS::Backup::RestoreTestingSelection', { ProtectedResourceArns: ['*'] });
  });

  test('with more resources of a kind than a selection takes is an error', () => {
    const stack = testStack();
    new BackupPlan(stack, 'Backup', { restoreTesting: {} });
    for (let index = 0; index < 31; index++) backedUpResources(stack).add({ construct: stack, resource: fromArn(`${CLUSTER}-${index}`) });
    expect(() => templateOf(stack)).toThrow('restoreTesting must have at most 30 resources of type Aurora, got 31');
  });
});

describe('plans of a workload', () => {
  test('are one per account and Region, beside plans for further resources', () => {
    const stack = testStack();
    new BackupPlan(stack, 'Backup');
    expect(refusal(() => new BackupPlan(stack, 'Again')))
      .toBe("BackupPlan 'Stack/Backup' already exists in this workload: specify selection.workload false in one of them");
    const gold = new BackupPlan(stack, 'Gold', { selection: { workload: false, resources: [fromArn(CLUSTER)] } });
    expect(templateOf(stack).findResources('AWS::Backup::BackupSelection')).toEqual({
      [stack.getLogicalId(gold.selection!)]: expect.objectContaining({
        Properties: { BackupPlanId: stack.resolve(gold.plan.backupPlanId), BackupSelection: { IamRoleArn: stack.resolve(gold.role!.roleArn), Resources: [CLUSTER], SelectionName: 'Workload' } },
      }),
    });
  });
});

describe.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('in %s', (lifecycle) => {
  test('there are no findings with something to protect, monitoring included', () => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      new WorkloadMonitoring(stack, 'Monitoring');
      new BackupPlan(stack, 'Backup');
      declareCluster(stack);
    })).toEqual([]);
  });

  test('there are no findings with every kind of resource, restore testing and copies', () => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const there = backup.BackupVault.fromBackupVaultArn(stack, 'There', 'arn:aws:backup:eu-west-1:123456789012:backup-vault:third');
      new BackupPlan(stack, 'Backup', {
        rules: [BackupRule.daily({ copies: [BackupCopy.toVault(there)] }), BackupRule.continuous()],
        restoreTesting: {},
        selection: { resources: [fromTag('backup', 'daily'), fromArn('arn:aws:s3:::ledger')], resourceTypes: EVERY_TYPE },
      });
    })).toEqual([]);
  });

  test('a plan that protects nothing is reported', () => {
    expect(findingsAtDefaults(lifecycle, (stack) => new BackupPlan(stack, 'Backup')).map(({ rule }) => rule)).toEqual(['Backup.PlanSelectsResources']);
  });
});

test.each([
  ['us-gov-west-1', ['restoreTesting cannot be deployed in us-gov-west-1: CloudFormation had no AWS::Backup::RestoreTestingPlan there when this version was released '
    + '[ack: cdk-regulated:noRestoreTesting]']],
  ['eu-west-2', []],
  [undefined, []],
])('restore tests in Region %s have the warnings %j', (region, warnings) => {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  Workload.on(stack, { name: 'ledger', suffix: 'dev' });
  new BackupPlan(stack, 'Backup', { selection: { resources: [fromArn(CLUSTER)] }, restoreTesting: {} });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('restoreTesting')).map(({ entry }) => entry.data)).toEqual(warnings);
});
