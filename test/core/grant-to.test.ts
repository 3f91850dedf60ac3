import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ConfigurationParameters, SecureParameter, SecureParameters, SecureQueue } from '../../src';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

type Grant = (grantee: iam.IGrantable) => iam.Grant;

// `test/contract/public-api.test.ts` calls every method that takes a grantee.
const GRANTS: Record<string, (stack: Stack) => Grant> = {
  'a queue': (stack) => methodOf(new SecureQueue(stack, 'Queue'), 'grantSend'),
  'a reference to a parameter': (stack) => methodOf(configuration(stack).reference('currency'), 'grantRead'),
  'a reference to an encrypted parameter': (stack) => methodOf(secrets(stack).reference('password'), 'grantRead'),
};
const NEED = 'grantee must be a role, user or group, because other principals have no identity-based policy';

function configuration(stack: Stack): ConfigurationParameters {
  return new ConfigurationParameters(stack, 'Configuration', { values: { currency: 'EUR' } });
}

function secrets(stack: Stack): SecureParameters {
  return new SecureParameters(stack, 'Secrets', { parameters: { password: SecureParameter.generated() } });
}

function methodOf(object: any, method: string): Grant {
  return (grantee) => object[method](grantee);
}

function roleOf(stack: Stack, account: string, id = 'Reader'): iam.IRole {
  return iam.Role.fromRoleArn(stack, id, `arn:aws:iam::${account}:role/reader`);
}

function serviceRole(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Sender', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

test.each(Object.entries(GRANTS))('%s refuses principals to which it would grant nothing', (_name, grantIn) => {
  const stack = testStack();
  const grant = grantIn(stack);
  expect(refusal(() => grant(new iam.ServicePrincipal('glue.amazonaws.com')))).toBe(`${NEED}, got a ServicePrincipal`);
  expect(refusal(() => grant(new iam.ArnPrincipal('arn:aws:iam::123456789012:role/reader')))).toBe(`${NEED}, got an ArnPrincipal`);
  expect(refusal(() => grant(roleOf(stack, '999999999999', 'Elsewhere'))))
    .toBe("grantee must be a principal of account 123456789012, got 'Stack/Elsewhere' of account 999999999999");
  expect(grant(roleOf(stack, '123456789012')).success).toBe(true);
  expect(stack.node.findChild('Reader').node.children).toEqual([expect.any(iam.Policy)]);
});

test.each<[string, (stack: Stack) => iam.IRole]>([
  ['imported with mutable: false', (stack) => iam.Role.fromRoleArn(stack, 'Reader', 'arn:aws:iam::123456789012:role/reader', { mutable: false })],
  ['without policy updates', (stack) => serviceRole(stack).withoutPolicyUpdates()],
])('a role %s gets no policy, and the synthesis warns', (_, roleIn) => {
  const stack = testStack();
  const role = roleIn(stack);
  new SecureQueue(stack, 'Queue').grantSend(role);
  templateOf(stack).resourceCountIs('AWS::IAM::Policy', 0);
  expect(Annotations.fromStack(stack).findWarning('/Stack/Queue', Match.anyValue()).map(({ entry }) => entry.data)).toEqual([
    'kms:GenerateDataKey, kms:Decrypt', 'sqs:SendMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl',
  ].map((actions) => `the app does not change the policies of '${role.node.path}': permit ${actions} there [ack: cdk-regulated:permissionNotAdded]`));
});

test('a role of the app gets a policy, without a warning', () => {
  const stack = testStack();
  new SecureQueue(stack, 'Queue').grantSend(serviceRole(stack));
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('permissionNotAdded'))).toEqual([]);
});

test('the account of a stack without environment is not known', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(new SecureQueue(stack, 'Queue').grantSend(roleOf(stack, '999999999999')).success).toBe(true);
});
