import { App, Fn, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { LeastPrivilegeRole } from '../../src/core/parts/least-privilege-role';
import { templateOf, testStack } from '../support';

const TASKS = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
const bucketArn = (index: number) => `arn:aws:s3:::a-bucket-with-a-name-that-has-63-characters-as-the-longest-${index}`;
const read = (resource: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] });
const sid = (index: number) => new iam.PolicyStatement({ sid: `Statement${index}`, actions: ['sqs:SendMessage'], resources: ['*'], principals: [TASKS] });

/** Documents of the policies of a role, in the order of their logical ids. */
function documentsOf(stack: Stack): Array<{ Statement: any[] }> {
  return Object.values(templateOf(stack).findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => Properties.PolicyDocument);
}

describe('a role with more permissions than one policy can hold', () => {
  function roleWith(statements: iam.PolicyStatement[]) {
    const stack = testStack();
    const role = new LeastPrivilegeRole(stack, 'Role', { assumedBy: TASKS });
    const added = statements.map((statement) => role.addToPrincipalPolicy(statement));
    return { stack, role, added };
  }

  test('has them in several', () => {
    const { stack, role, added } = roleWith(Array.from({ length: 60 }, (_, index) => read(bucketArn(index + 10))));
    expect(role.ownPolicies.map(({ node }) => node.id)).toEqual(['Policy', 'Policy2']);
    expect(added.at(-1)!.policyDependable).toBe(role.ownPolicies[1]);
    const documents = documentsOf(stack);
    documents.forEach((document) => expect(JSON.stringify(document).length).toBeLessThanOrEqual(6144));
    expect(documents.flatMap(({ Statement }) => Statement.map(({ Resource }) => Resource)).sort())
      .toEqual(Array.from({ length: 60 }, (_, index) => bucketArn(index + 10)));
  });

  test('counts values that only the deployment knows', () => {
    const { role } = roleWith(Array.from({ length: 40 }, (_, index) => read(Fn.importValue(`rule-${index}`))));
    expect(role.ownPolicies).toHaveLength(2);
  });

  test('has statements in one policy that aws-cdk-lib merges', () => {
    const stack = new Stack(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': true } }), 'Stack');
    const role = new LeastPrivilegeRole(stack, 'Role', { assumedBy: TASKS });
    for (let index = 0; index < 60; index++) role.addToPrincipalPolicy(read(bucketArn(index + 10)));
    expect(role.ownPolicies).toHaveLength(1);
  });
});

test.each<[what: string, path: string, bytes: number, build: (stack: Stack) => void]>([
  ['container definitions', 'Task', 65_536, (stack) => new ecs.CfnTaskDefinition(stack, 'Task', {
    containerDefinitions: [{ name: 'app', image: 'app', environment: [{ name: 'A', value: 'x'.repeat(65_536) }] }],
  })],
  ['policy document', 'Policy', 6144, (stack) => new iam.CfnManagedPolicy(stack, 'Policy', {
    policyDocument: new iam.PolicyDocument({ statements: Array.from({ length: 60 }, (_, index) => read(bucketArn(index))) }),
  })],
  ['key policy', 'Key', 32_768, (stack) => new kms.CfnKey(stack, 'Key', { keyPolicy: { Statement: Array.from({ length: 300 }, (_, index) => sid(index).toStatementJson()) } })],
  ['environment variables', 'Function', 4096, (stack) => new lambda.CfnFunction(stack, 'Function', {
    code: { zipFile: '' }, role: 'role', environment: { variables: { A: 'x'.repeat(4096) } },
  })],
  ['policy document', 'BucketPolicy', 20_480, (stack) => new s3.CfnBucketPolicy(stack, 'BucketPolicy', {
    bucket: 'bucket', policyDocument: new iam.PolicyDocument({ statements: Array.from({ length: 200 }, (_, index) => sid(index)) }),
  })],
  ['policy document', 'QueuePolicy', 8192, (stack) => new sqs.CfnQueuePolicy(stack, 'QueuePolicy', {
    queues: ['queue'], policyDocument: new iam.PolicyDocument({ statements: Array.from({ length: 80 }, (_, index) => sid(index)) }),
  })],
])('%s of %s of more than %i bytes are refused', (what, path, bytes, build) => {
  const stack = testStack();
  build(stack);
  expect(() => templateOf(stack)).toThrow(new RegExp(`\\[Stack\\] ${what} of 'Stack/${path}' must be at most ${bytes} bytes, got at least \\d+`));
});

test('values that only the deployment knows count with the fewest bytes that they can have', () => {
  const variables = (length: number) => ({ A: 'x'.repeat(length), REGION: Stack.of(testStack()).region, ARN: Fn.importValue('arn') });
  const build = (length: number) => () => {
    const stack = testStack();
    new lambda.CfnFunction(stack, 'Function', { code: { zipFile: '' }, role: 'role', environment: { variables: variables(length) } });
    templateOf(stack);
  };
  expect(build(4_077)).not.toThrow();
  expect(build(4_078)).toThrow(/ got at least 4097$/m);
});
