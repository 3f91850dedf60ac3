import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Workload, WorkloadKey } from '../../src';
import { allowRole } from '../../src/core/keys/allow-role';
import { templateOf, testStack } from '../support';

const ACCOUNT = '123456789012';

function roleIn(stack: Stack, id = 'Role') {
  return new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
}

const statementsOf = (stack: Stack): any[] => Object.values(templateOf(stack).findResources('AWS::KMS::Key'))[0].Properties.KeyPolicy.Statement.slice(1);

test('a role of the same stack is in the key policy', () => {
  const stack = testStack();
  allowRole(new WorkloadKey(stack, 'Key').key, roleIn(stack), 'kms:Decrypt');
  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] } }, Action: 'kms:Decrypt', Resource: '*' },
  ]);
  templateOf(stack).hasResourceProperties('AWS::IAM::Role', { Tags: Match.absent() });
});

test('a role of another stack is in the key policy by its tag, and the stacks depend on each other in one direction', () => {
  const stack = testStack();
  const other = new Stack(stack.node.root as App, 'Other', { env: { account: ACCOUNT, region: 'eu-west-2' } });
  Workload.on(other, { name: 'ledger' });
  const role = roleIn(other);
  const { key } = new WorkloadKey(stack, 'Key');
  allowRole(key, role, 'kms:Decrypt');
  expect(statementsOf(stack)).toEqual([{
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:root`]] } },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalTag/KeyUserId': 'Other-Role-EC60A981' } },
  }]);
  const template = templateOf(other);
  const [{ Properties: { Tags } }] = Object.values(template.findResources('AWS::IAM::Role'));
  expect(Tags).toContainEqual({ Key: 'KeyUserId', Value: 'Other-Role-EC60A981' });
  template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Stack' }) } }] } });
  expect([other.dependencies, stack.dependencies]).toEqual([[stack], []]);
});

test('an imported key keeps its policy', () => {
  const stack = testStack();
  allowRole(kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-2:${ACCOUNT}:key/1`), roleIn(stack), 'kms:Decrypt');
  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: `arn:aws:kms:eu-west-2:${ACCOUNT}:key/1` }] } });
});
