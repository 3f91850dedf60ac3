import { CfnElement, Duration, Fn } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupCopy, BackupPlan, BackupPlanProps, BackupResourceType, BackupRule } from '../../src';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

const tag = backup.BackupResource.fromTag('backup', 'daily');
const arn = backup.BackupResource.fromArn('arn:aws:rds:eu-west-2:123456789012:cluster:ledger');
const make = (props: BackupPlanProps, stack = testStack()) => new BackupPlan(stack, 'Backup', props);
const selectionOf = (...resources: backup.BackupResource[]) => {
  const stack = testStack();
  make({ selection: { workload: false, resources, resourceTypes: [BackupResourceType.AURORA] } }, stack);
  return Object.values(templateOf(stack).findResources('AWS::Backup::BackupSelection'))[0].Properties.BackupSelection;
};

test('the name of a vault elsewhere must be known at synthesis', () => {
  const copies = [BackupCopy.toRegion('eu-west-1', { backupVaultName: Fn.ref('Vault') })];
  expect(refusal(() => make({ selection: { workload: false, resources: [arn] }, rules: [BackupRule.daily({ copies })] })))
    .toBe('rules[0].copies[0].backupVaultName must be known at synthesis, got a token');
});

test('a refused copy leaves no resource', () => {
  const stack = testStack();
  const copies = [BackupCopy.toRegion('eu-west-1', { backupVaultName: Fn.ref('Vault') })];
  expect(refusal(() => make({ rules: [BackupRule.daily({ copies })] }, stack))).toContain('backupVaultName');
  expect(stack.node.findAll().filter((each) => CfnElement.isCfnElement(each))).toEqual([]);
});

test('objectives with other keys are not read', () => {
  const objectives = { recoveryPoint: Duration.days(1), note: 'agreed in May' };
  expect(refusal(() => make({ objectives, selection: { workload: false, resources: [arn] } }))).toBeUndefined();
});

test('keys of the metadata of a restore test must not be empty', () => {
  const restoreTesting = (overrides: Record<string, string>) => () => make({
    selection: { workload: false, resources: [arn] }, restoreTesting: { metadata: { Aurora: overrides } },
  });
  expect(refusal(restoreTesting({ '': 'test' }))).toBe('restoreTesting.metadata.Aurora must be a map with keys that are not empty, got {  }');
  expect(refusal(restoreTesting({ dbSubnetGroupName: 'test' }))).toBeUndefined();
});

test('a selection has only the kinds of resources that it selects', () => {
  expect(Object.keys(selectionOf(tag)).sort()).toEqual(['IamRoleArn', 'ListOfTags', 'SelectionName']);
  expect(Object.keys(selectionOf(arn)).sort()).toEqual(['IamRoleArn', 'Resources', 'SelectionName']);
  expect(selectionOf(arn, tag)).toMatchObject({
    Resources: ['arn:aws:rds:eu-west-2:123456789012:cluster:ledger'],
    ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }],
  });
});

test.each([
  ['daily rules', [BackupRule.daily()], ['SNAPSHOT']],
  ['a daily and a continuous rule', [BackupRule.daily(), BackupRule.continuous()], ['SNAPSHOT', 'CONTINUOUS']],
])('a restore test of a plan with %s restores the recovery points that it makes', (_, rules, types) => {
  const stack = testStack();
  make({ rules, selection: { workload: false, resources: [arn] }, restoreTesting: {} }, stack);
  const { RecoveryPointSelection } = Object.values(templateOf(stack).findResources('AWS::Backup::RestoreTestingPlan'))[0].Properties;
  expect([...RecoveryPointSelection.RecoveryPointTypes].sort()).toEqual([...types].sort());
});
