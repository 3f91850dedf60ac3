import { dimensionSetsOf } from './arns';
import { Authorization, faultsOf, readAuthorization } from './authorization';
import { EmittedMetrics, METRICS } from './emitted-metrics';
import { metricFaults, metricsOf, rowsOf } from './metrics';
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
  }, 60_000);

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

describe('an account on its first day', () => {
  const resources = DEPLOYMENTS.flatMap(({ name, templates }) => Object.values(templates).flatMap((template) => (
    Object.entries<any>(template.Resources ?? {}).map(([id, { Type, Properties = {} }]) => ({ name: `${name}/${id}`, type: Type as string, properties: Properties })))));

  // Lambda keeps 100 of the concurrency of an account unreserved, and a new account can have a quota of 10 (Lambda Developer Guide, Lambda quotas).
  test('has no quota for reserved concurrency, and no function has one', () => {
    const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
    expect(functions.filter(({ properties }) => 'ReservedConcurrentExecutions' in properties).map(({ name }) => name)).toEqual([]);
    expect(functions.length).toBeGreaterThan(40);
  });

  // A number in the template resets what has scaled. A construct with another number than its minimum has it by its prop.
  test('and an update change the number of no task and no instance', () => {
    const numbered = resources.filter(({ properties }) => 'DesiredCount' in properties || 'DesiredCapacity' in properties);
    expect(numbered.map(({ name }) => name.split('/')[0]).filter((name) => !name.startsWith('AutoScalingService (everything)'))).toEqual([]);
    expect(resources.filter(({ type }) => ['AWS::AutoScaling::AutoScalingGroup', 'AWS::ECS::Service'].includes(type)).length).toBeGreaterThan(20);
  });

  // IAM and AWS KMS refuse a principal that does not exist (IAM User Guide, AWS JSON policy elements: Principal).
  test('has no service-linked roles, and no policy has one as principal', () => {
    const roles = STATEMENTS.flatMap(({ where, principals }) => (principals.AWS ?? []).filter((principal) => principal.includes(':role/aws-service-role/')).map((principal) => `${where}: ${principal}`));
    expect(roles).toEqual([]);
    expect(STATEMENTS.filter(({ conditions }) => conditions.some(({ key, values }) => key === 'aws:PrincipalArn' && values.join().includes(':role/aws-service-role/'))).length).toBeGreaterThan(10);
  });
});

describe('metrics of alarms and scaling policies', () => {
  const reads = DEPLOYMENTS.flatMap(metricsOf);
  const of = (namespace: string) => reads.filter((read) => read.namespace === namespace);

  test(`${reads.length} metrics have a namespace, name, statistic and dimensions of the table, a metric filter or an agent`, () => {
    expect(reads.flatMap(metricFaults)).toEqual([]);
    expect(reads.length).toBeGreaterThan(900);
    expect(of('CWAgent').length).toBeGreaterThan(0);
    expect(reads.filter(({ namespace }) => namespace.endsWith('-LogMetrics')).length).toBeGreaterThan(0);
  });

  test('the library reads every metric in the table', () => {
    const isRead = (row: EmittedMetrics, name: string) => reads.some((read) => read.name === name && rowsOf(read).includes(row));
    expect(METRICS.flatMap((row) => Object.keys(row.metrics).filter((name) => !isRead(row, name)).map((name) => `${row.namespace} ${name}`))).toEqual([]);
  });

  test('the dimensions in the table are those with which the CloudWatch console offers the metrics, or documented in addition', () => {
    const others = METRICS.flatMap(({ namespace, metrics, dimensions }) => Object.keys(metrics).map((name) => ({
      text: `${namespace} ${name} by ${Object.keys(dimensions).sort()}`, set: Object.keys(dimensions).sort().join(), sets: dimensionSetsOf(namespace, name),
    }))).filter(({ set, sets }) => sets.length > 0 && !sets.includes(set));
    expect(others.map(({ text }) => text)).toEqual([
      // Each metric of Amazon EC2 has the dimensions of its instance, among them the group (EC2 User Guide, Amazon EC2 metric dimensions).
      'AWS/EC2 StatusCheckFailed by AutoScalingGroupName',
      // "Valid Dimensions: LogGroupName, DestinationType, FilterName" (CloudWatch Logs User Guide, Monitoring with CloudWatch metrics).
      'AWS/Logs DeliveryErrors by DestinationType,FilterName,LogGroupName',
      'AWS/Logs DeliveryThrottling by DestinationType,FilterName,LogGroupName',
      // "Aggregating the metric by instance role" (Aurora User Guide, CloudWatch dimensions for Aurora).
      'AWS/RDS CPUUtilization by DBClusterIdentifier,Role',
      'AWS/RDS DatabaseConnections by DBClusterIdentifier,Role',
      'AWS/RDS FreeableMemory by DBClusterIdentifier,Role',
    ]);
  });

  const alarmOn = (properties: object, others: object = {}) => metricsOf({
    name: 'sample', templates: { Stack: { Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: properties }, ...others } } },
  }).flatMap(metricFaults);
  const ERRORS = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Sum', Dimensions: [{ Name: 'FunctionName', Value: 'rotation' }] };
  const FILTERED = { Namespace: 'ledger', MetricName: 'Refused', Statistic: 'Sum' };
  const filterOf = (MetricName: string) => ({ Filter: { Type: 'AWS::Logs::MetricFilter', Properties: { MetricTransformations: [{ MetricNamespace: 'ledger', MetricName }] } } });
  const AGENT = { Namespace: 'CWAgent', MetricName: 'mem_used_percent', Statistic: 'Maximum', Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'web' }] };
  const agentOf = (dimension: string) => {
    const metrics = { namespace: 'CWAgent', aggregation_dimensions: [[dimension]], metrics_collected: { mem: { measurement: ['mem_used_percent'] } } };
    const UserData = { 'Fn::Base64': `cat <<'CONFIGURATION'\n${JSON.stringify({ metrics })}\nCONFIGURATION` };
    return { Template: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData } } } };
  };
  const WEB = { Namespace: 'AWS/WAFV2', MetricName: 'BlockedRequests', Statistic: 'Sum', Dimensions: [{ Name: 'WebACL', Value: 'web' }, { Name: 'Rule', Value: 'ALL' }] };
  const webAclOf = (MetricName: string) => ({ WebAcl: { Type: 'AWS::WAFv2::WebACL', Properties: { VisibilityConfig: { MetricName } } } });
  const unlisted = (metric: string) => [`sample/Stack/Alarm of AWS::CloudWatch::Alarm: ${metric} is not in the table of metrics`];

  test.each<[string, object, object, string[]]>([
    ['a metric of the table is permitted', ERRORS, {}, []],
    ['a wrong dimension is found', { ...ERRORS, Dimensions: [{ Name: 'Function', Value: 'rotation' }] }, {}, unlisted('AWS/Lambda Errors (Sum) by Function=rotation')],
    ['a missing dimension is found', { ...ERRORS, Dimensions: [] }, {}, unlisted('AWS/Lambda Errors (Sum) by no dimension')],
    ['a dimension too many is found', { ...ERRORS, Dimensions: [...ERRORS.Dimensions, { Name: 'Resource', Value: 'a' }] }, {},
      unlisted('AWS/Lambda Errors (Sum) by FunctionName=rotation, Resource=a')],
    ['an ARN instead of a name is found', { ...ERRORS, Dimensions: [{ Name: 'FunctionName', Value: 'arn:aws:lambda:eu-west-2:123456789012:function:a' }] }, {},
      unlisted('AWS/Lambda Errors (Sum) by FunctionName=arn:aws:lambda:eu-west-2:123456789012:function:a')],
    ['a wrong name is found', { ...ERRORS, MetricName: 'Error' }, {}, unlisted('AWS/Lambda Error (Sum) by FunctionName=rotation')],
    ['a wrong namespace is found', { ...ERRORS, Namespace: 'Lambda' }, {}, unlisted('Lambda Errors (Sum) by FunctionName=rotation')],
    ['a statistic without meaning is found', { ...ERRORS, Statistic: 'Average' }, {}, unlisted('AWS/Lambda Errors (Average) by FunctionName=rotation')],
    ['an input of an expression is found', { Metrics: [{ Expression: 'errors' }, { MetricStat: { Metric: { ...ERRORS, MetricName: 'Error' }, Stat: 'Sum' } }] }, {},
      unlisted('AWS/Lambda Error (Sum) by FunctionName=rotation')],
    ['the metric of a filter is permitted', FILTERED, filterOf('Refused'), []],
    ['a metric that no filter makes is found', FILTERED, filterOf('Rejected'), unlisted('ledger Refused (Sum) by no dimension')],
    ['a metric that the agent aggregates is permitted', AGENT, agentOf('AutoScalingGroupName'), []],
    ['a metric that the agent aggregates otherwise is found', AGENT, agentOf('InstanceType'), unlisted('CWAgent mem_used_percent (Maximum) by AutoScalingGroupName=web')],
    ['a metric of a web ACL is permitted', WEB, webAclOf('web'), []],
    ['another name of a web ACL is found', WEB, webAclOf('edge'), ['sample/Stack/Alarm of AWS::CloudWatch::Alarm: no web ACL has the metric name web']],
  ])('%s', (_, properties, others, faults) => {
    expect(alarmOn(properties, others)).toEqual(faults);
  });
});
