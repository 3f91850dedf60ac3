import { Authorization, faultsOf, readAuthorization } from './authorization';
import { PRINCIPALS, principalFaults, usesOf } from './principals';
import { Statement, statementsOf } from './statements';
import { apiDeployments, platformDeployments } from './templates';

const DEPLOYMENTS = [...platformDeployments(), ...apiDeployments()];
const STATEMENTS = DEPLOYMENTS.flatMap(statementsOf);

/** How many different values some statements have. */
const count = (values: (statement: Statement) => string[]) => new Set(STATEMENTS.flatMap(values)).size;

const COUNTS = {
  statements: STATEMENTS.length,
  actions: count(({ actions }) => actions),
  conditionKeys: count(({ conditions }) => conditions.map(({ key }) => key)),
  resources: count(({ resources }) => resources),
};

/** Statements of one policy of a resource. */
function statementsIn(type: string, properties: object): Statement[] {
  return statementsOf({ name: 'sample', templates: { Stack: { Resources: { Policy: { Type: type, Properties: properties }, Secret: { Type: 'Custom::Unknown' } } } } });
}

describe('policies of the platforms and of every call of the public API', () => {
  let authorization: Authorization;

  beforeAll(async () => {
    authorization = await readAuthorization(STATEMENTS);
  });

  test(`${COUNTS.statements} statements with ${COUNTS.actions} actions, ${COUNTS.conditionKeys} condition keys and ${COUNTS.resources} resources are as AWS publishes them`, () => {
    expect(STATEMENTS.flatMap((statement) => faultsOf(statement, authorization))).toEqual([]);
  });

  test('they are of every kind, and at least as many as when this test was written', () => {
    expect(new Set(STATEMENTS.map(({ kind }) => kind))).toEqual(new Set(['identity', 'trust', 'resource', 'endpoint']));
    expect(COUNTS.statements).toBeGreaterThan(2000);
    expect(COUNTS.actions).toBeGreaterThan(200);
    expect(COUNTS.conditionKeys).toBeGreaterThan(20);
    expect(COUNTS.resources).toBeGreaterThan(200);
  });

  const QUEUE = 'arn:aws:sqs:eu-west-2:123456789012:orders';

  test.each<[string, object, string[]]>([
    ['an unknown action', { Action: ['sqs:SendMessage', 'sqs:SendMessages'], Resource: QUEUE }, ['unknown action sqs:SendMessages']],
    ['an action of an unknown service', { Action: ['sqs:SendMessage', 'sqss:SendMessage'], Resource: QUEUE }, ['unknown action sqss:SendMessage']],
    ['a key of another service', { Action: 'sqs:SendMessage', Resource: QUEUE, Condition: { StringEquals: { 's3:authType': 'REST-HEADER' } } }, ['sqs:SendMessage does not support s3:authType']],
    ['a tag that an action does not send', { Action: 'sqs:SendMessage', Resource: QUEUE, Condition: { StringEquals: { 'aws:RequestTag/team': 'a' } } }, ['sqs:SendMessage does not support aws:RequestTag/team']],
    ['a wildcard that is compared literally', { Action: 'sqs:SendMessage', Resource: QUEUE, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::*' } } }, [
      'StringEquals compares aws:SourceArn with arn:aws:s3:::* literally',
    ]],
    ['a resource of another type', { Action: 's3:PutObject', Resource: 'arn:aws:s3:::bucket' }, ['s3:PutObject does not apply to arn:aws:s3:::bucket', 'no action applies to arn:aws:s3:::bucket']],
    ['an action beside others', { Action: ['s3:PutObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::bucket/*' }, ['s3:ListBucket does not apply to arn:aws:s3:::bucket/*']],
    ['a resource beside others', { Action: 's3:PutObject', Resource: ['arn:aws:s3:::bucket/*', QUEUE] }, [`no action applies to ${QUEUE}`]],
    ['events of a log group without its streams', { Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:eu-west-2:123456789012:log-group:a' }, [
      'logs:PutLogEvents does not apply to arn:aws:logs:eu-west-2:123456789012:log-group:a', 'no action applies to arn:aws:logs:eu-west-2:123456789012:log-group:a',
    ]],
    ['a wildcard', { Action: 'sqs:SendMessage', Resource: '*' }, ['sqs:SendMessage does not apply to *']],
    ['a wildcard beside a resource', { Action: 'sqs:SendMessage', Resource: [QUEUE, '*'] }, ['sqs:SendMessage does not apply to *']],
    ['a resource of an action that knows none', { Action: 'logs:DescribeLogGroups', Resource: 'arn:aws:logs:eu-west-2:123456789012:log-group:*' }, [
      'logs:DescribeLogGroups does not apply to arn:aws:logs:eu-west-2:123456789012:log-group:*', 'no action applies to arn:aws:logs:eu-west-2:123456789012:log-group:*',
    ]],
    ['metrics of any namespace', { Action: 'cloudwatch:PutMetricData', Resource: '*' }, ['cloudwatch:PutMetricData does not apply to *']],
    ['an unknown resource', { Action: 'sqs:SendMessage', Resource: { Ref: 'Secret' } }, ['the ARN of <Secret> is unknown: see ARN_TEMPLATES']],
  ])('%s is found', async (_, statement, faults) => {
    const statements = statementsIn('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: { Effect: 'Allow', ...statement } } });
    const found = statements.flatMap((each) => faultsOf(each, authorization));
    expect(found).toEqual(faults.map((fault) => `sample/Stack/Policy of AWS::IAM::ManagedPolicy: ${fault}`));
  });

  test('the wildcard of a key policy is the key, to which other actions do not apply', () => {
    const statements = statementsIn('AWS::KMS::Key', { KeyPolicy: { Statement: [{ Sid: 'Use', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:ListKeys'], Resource: '*' }] } });
    expect(statements.flatMap((each) => faultsOf(each, authorization))).toEqual(['sample/Stack/Policy of AWS::KMS::Key (Use): kms:ListKeys does not apply to *']);
  });

  test('policies that are text are read', () => {
    const [statement] = statementsIn('AWS::Logs::ResourcePolicy', { PolicyDocument: { 'Fn::Join': ['', ['{"Statement":[{"Effect":"Allow","Action":"logs:Put', 'Log","Resource":"*"}]}']] } });
    expect(statement).toMatchObject({ kind: 'resource', actions: ['logs:PutLog'], resources: ['*'] });
  });
});

describe('service principals, services in kms:ViaService and encryption contexts', () => {
  const uses = STATEMENTS.flatMap((statement) => (statement.principals.Service ?? []).flatMap((principal) => usesOf(principal, statement)));

  test(`${uses.length} statements for service principals, and all others, say what the tables say`, () => {
    expect(STATEMENTS.flatMap(principalFaults)).toEqual([]);
    expect(uses.length).toBeGreaterThan(500);
  });

  test('the library has every use in the table of principals', () => {
    expect(PRINCIPALS.filter((use) => !uses.includes(use)).map(({ principal, on, actions }) => `${principal} on ${on}: ${actions}`)).toEqual([]);
  });

  const TASKS = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } };
  const OWN_ACCOUNT = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };
  const conditionOf = (sourceArn: string) => ({ StringEquals: OWN_ACCOUNT, ArnLike: { 'aws:SourceArn': sourceArn } });
  const unlisted = ['ecs-tasks.amazonaws.com is not in the table with these actions and conditions'];
  const USE = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:Decrypt', Resource: '*' };

  test.each<[string, string, object, string[]]>([
    ['a service with its conditions is permitted', 'AssumeRolePolicyDocument', { ...TASKS, Condition: conditionOf('arn:aws:ecs:eu-west-2:123456789012:*') }, []],
    ['a service without its conditions is found', 'AssumeRolePolicyDocument', TASKS, unlisted],
    ['a service without one condition is found', 'AssumeRolePolicyDocument', { ...TASKS, Condition: { StringEquals: OWN_ACCOUNT } }, unlisted],
    ['a source of another account is found', 'AssumeRolePolicyDocument', { ...TASKS, Condition: conditionOf('arn:aws:ecs:eu-west-2:111122223333:*') }, unlisted],
    ['a source of another service is found', 'AssumeRolePolicyDocument', { ...TASKS, Condition: conditionOf('arn:aws:lambda:eu-west-2:123456789012:*') }, unlisted],
    ['a condition that holds without a key that is always sent is found', 'AssumeRolePolicyDocument', {
      ...TASKS, Condition: { StringEqualsIfExists: OWN_ACCOUNT, ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-west-2:123456789012:*' } },
    }, unlisted],
    ['an unknown principal is found', 'AssumeRolePolicyDocument', { ...TASKS, Principal: { Service: 'ecs-task.amazonaws.com' } }, [
      'ecs-task.amazonaws.com is not in the table with these actions and conditions',
    ]],
    ['an unknown service in kms:ViaService is found', 'KeyPolicy', { ...USE, Condition: { StringEquals: { 'kms:ViaService': 'ebs.eu-west-2.amazonaws.com' } } }, [
      'ebs.eu-west-2.amazonaws.com is not in the table of kms:ViaService',
    ]],
    ['an encryption context of another service is found', 'KeyPolicy', {
      ...USE, Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-west-2.amazonaws.com', 'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:a' } },
    }, ['kms:EncryptionContext:SecretARN of arn:aws:secretsmanager:eu-west-2:123456789012:secret:a is not in the table of encryption contexts']],
    ['a statement for everyone is found', 'KeyPolicy', { ...USE, Principal: '*' }, ['allows principals of every account']],
  ])('%s', (_, property, statement, faults) => {
    const type = property === 'KeyPolicy' ? 'AWS::KMS::Key' : 'AWS::IAM::Role';
    expect(statementsIn(type, { [property]: { Statement: [statement] } }).flatMap(principalFaults)).toEqual(faults.map((fault) => `sample/Stack/Policy of ${type}: ${fault}`));
  });
});
