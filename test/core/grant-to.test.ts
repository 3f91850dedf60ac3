import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ConfigurationParameters, KinesisIngestApi, SecureBucket, SecureParameter, SecureParameters, SecureQueue, WebAcl } from '../../src';
import { PARAMETERS } from '../../src/validation/shapes';
import { refusal } from '../refusal';
import { testStack } from '../support';

type Grant = (grantee: iam.IGrantable) => iam.Grant;

/** Every method that grants a permission to a principal of the app. */
const METHODS: Record<string, (stack: Stack) => Grant> = {
  'SecureBucket.grantRead': (stack) => methodOf(new SecureBucket(stack, 'Bucket'), 'grantRead'),
  'SecureBucket.grantWrite': (stack) => methodOf(new SecureBucket(stack, 'Bucket'), 'grantWrite'),
  'SecureQueue.grantSend': (stack) => methodOf(new SecureQueue(stack, 'Queue'), 'grantSend'),
  'SecureQueue.grantConsume': (stack) => methodOf(new SecureQueue(stack, 'Queue'), 'grantConsume'),
  'KinesisIngestApi.grantIngest': (stack) => methodOf(new KinesisIngestApi(stack, 'Ingest', { webAcl: new WebAcl(stack, 'Acl') }), 'grantIngest'),
  'ConfigurationParameters.grantRead': (stack) => methodOf(configuration(stack), 'grantRead'),
  'ConfigurationParameters.grantReadByPath': (stack) => methodOf(configuration(stack), 'grantReadByPath'),
  'SecureParameters.grantRead': (stack) => methodOf(secrets(stack), 'grantRead'),
};
const REFERENCES: Record<string, (stack: Stack) => Grant> = {
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

test('the methods are those that take a grantee', () => {
  expect(Object.keys(METHODS).sort()).toEqual(Object.keys(PARAMETERS).filter((method) => 'grantee' in PARAMETERS[method]).sort());
});

test.each(Object.entries({ ...METHODS, ...REFERENCES }))('%s refuses principals to which it would grant nothing', (_name, grantIn) => {
  const stack = testStack();
  const grant = grantIn(stack);
  expect(refusal(() => grant(new iam.ServicePrincipal('glue.amazonaws.com')))).toBe(`${NEED}, got a ServicePrincipal`);
  expect(refusal(() => grant(new iam.ArnPrincipal('arn:aws:iam::123456789012:role/reader')))).toBe(`${NEED}, got an ArnPrincipal`);
  expect(refusal(() => grant(roleOf(stack, '999999999999', 'Elsewhere'))))
    .toBe("grantee must be a principal of account 123456789012, got 'Stack/Elsewhere' of account 999999999999");
  expect(grant(roleOf(stack, '123456789012')).success).toBe(true);
  expect(stack.node.findChild('Reader').node.children).toEqual([expect.any(iam.Policy)]);
});

test('the account of a stack without environment is not known', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(new SecureQueue(stack, 'Queue').grantSend(roleOf(stack, '999999999999')).success).toBe(true);
});
