import { outcomeOf } from '../../src/compliance/judge';
import { someSelectionOf } from '../../src/compliance/predicates/backup-selections';
import { Json, RenderedTemplate } from '../../src/compliance/rendered';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

const SUBNETS = [{ Ref: 'Subnet' }];

function template(file: string, Resources: Json, more: Json = {}): RenderedTemplate {
  return new RenderedTemplate({
    stack: { stackName: file, region: 'eu-west-2', account: '123456789012', templateFile: file },
    file,
    body: { Resources, ...more },
    nested: new Set<string>(),
    nesting: undefined,
    resources: () => Object.keys(Resources).map((logicalId) => ({
      logicalId, path: `${file}#${logicalId}`, isJudged: true, acknowledgementOf: () => undefined, sourceLineOf: () => undefined,
    })),
  });
}

function together(templates: RenderedTemplate[]): RenderedTemplate[] {
  for (const each of templates) each.peers = templates;
  return templates;
}

const it_ = (type: string, Properties: Json = {}) => ({ Type: `AWS::${type}`, Properties });
const selection = (BackupSelection: Json) => it_('Backup::BackupSelection', { BackupSelection });
const tagged = (value: Json, key: Json = 'plan') => ({ ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: key, ConditionValue: value }] });

const STACKS: Record<string, (index: number) => Json> = {
  'a backup selection by reference': () => ({ It: it_('DynamoDB::Table'), S: selection({ Resources: [{ 'Fn::GetAtt': ['It', 'Arn'] }] }) }),
  'a backup selection by tag': (index) => ({ It: it_('DynamoDB::Table', { Tags: [{ Key: 'plan', Value: `p${index}` }] }), S: selection(tagged(`p${index}`)) }),
  'a backup selection by ARN': (index) => ({ It: it_('DynamoDB::Table', { TableName: `t${index}` }), S: selection({ Resources: [{ 'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:*:table/t${index}` }] }) }),
  'a backup selection by the start of a name': (index) => ({ It: it_('RDS::DBCluster', { DBClusterIdentifier: `c${index}-x` }), S: selection({ Resources: [`arn:aws:rds:*:*:cluster:c${index}-*`] }) }),
  'a backup selection of another resource': (index) => ({ It: it_('DynamoDB::Table'), S: selection(tagged(`p${index}`)) }),
  'a VPC with services, instances and databases': () => ({
    Vpc: it_('EC2::VPC'),
    Subnet: it_('EC2::Subnet', { VpcId: { Ref: 'Vpc' } }),
    Table: it_('EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }),
    Association: it_('EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } }),
    Route: it_('EC2::Route', { RouteTableId: { Ref: 'Table' } }),
    SubnetGroup: it_('RDS::DBSubnetGroup', { SubnetIds: SUBNETS }),
    Database: it_('RDS::DBInstance', { DBSubnetGroupName: { Ref: 'SubnetGroup' } }),
    ParameterGroup: it_('RDS::DBParameterGroup'),
    Subscription: it_('RDS::EventSubscription', { SourceType: 'db-cluster' }),
    Task: it_('ECS::TaskDefinition', { ContainerDefinitions: [{ Image: { 'Fn::Sub': '1.dkr.ecr.${AWS::Region}.amazonaws.com/x' } }] }),
    Service: it_('ECS::Service', { TaskDefinition: { Ref: 'Task' }, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: SUBNETS } } }),
    Loose: it_('ECS::TaskDefinition', { ContainerDefinitions: [{ Image: 'public.ecr.aws/nginx/nginx:1' }] }),
    Group: it_('AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: SUBNETS }),
    SecurityGroup: it_('EC2::SecurityGroup'),
    Ingress: it_('EC2::SecurityGroupIngress', { GroupId: { Ref: 'SecurityGroup' } }),
    Warehouse: it_('Redshift::Cluster', { VpcSecurityGroupIds: [{ Ref: 'SecurityGroup' }] }),
    Bus: it_('Events::EventBus', { Name: 'orders' }),
  }),
  'a trail with an alarm': (index) => ({
    Trail: it_('CloudTrail::Trail', { CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-2:123456789012:log-group:trail' }),
    Filter: it_('Logs::MetricFilter', { FilterPattern: '{ $.eventName = ConsoleLogin && $.errorMessage = "Failed authentication" }', MetricTransformations: [{ MetricName: `m${index}`, MetricNamespace: 'x' }] }),
    Alarm: it_('CloudWatch::Alarm', { MetricName: `m${index}`, Namespace: 'x' }),
  }),
};

test.each(Object.entries(STACKS))('the look-ups for %s do not grow with the number of templates', (_, stack) => {
  const asked = (count: number) => {
    const templates = together(Array.from({ length: count }, (__, index) => template(`t${index + 100}`, stack(index + 100))));
    const spies = (['mentions', 'referenced', 'isPresent', 'asWritten'] as const).map((method) => jest.spyOn(RenderedTemplate.prototype, method));
    for (const safeguard of SAFEGUARDS) {
      if (!('on' in safeguard)) continue;
      for (const resource of templates.flatMap((each) => safeguard.on.flatMap((type) => each.subjects(type)))) {
        outcomeOf(safeguard, resource, { numbers: {}, tags: [] } as never);
      }
    }
    const calls = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    spies.forEach((spy) => spy.mockRestore());
    return calls / count;
  };
  expect(asked(40)).toBeLessThanOrEqual(asked(4));
});

describe('a backup selection is found', () => {
  const NAMED = { TableName: 'orders' };
  const found = (properties: Json, body: Json) => {
    const parameters = { Parameters: { P: { Type: 'String', Default: 'x' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'y'] } } };
    const [own] = together([template('own', { It: it_('DynamoDB::Table', properties), S: selection(body) }, parameters)]);
    return someSelectionOf(own.resource('It')!, () => true);
  };
  const P = { Ref: 'P' };

  test.each<[string, Json, Json]>([
    ['a reference', {}, { Resources: [{ 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${It}' }] }],
    ['every resource', {}, { Resources: ['*'] }],
    ['a wildcard in the kind', NAMED, { Resources: ['arn:aws:dynamodb:*:*:t*'] }],
    ['a wildcard in the name', NAMED, { Resources: ['arn:aws:dynamodb:*:*:table/or*s'] }],
    ['a wildcard of a table without a name', {}, { Resources: ['arn:aws:dynamodb:*:*:table/*'] }],
    ['a name that a parameter gives', { TableName: P }, { Resources: ['arn:aws:dynamodb:*:*:table/x'] }],
    ['an ARN that a parameter gives', NAMED, { Resources: [P] }],
    ['a part of an ARN that a parameter gives', NAMED, { Resources: [{ 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${P}' }] }],
    ['the branch of a condition', NAMED, { Resources: { 'Fn::If': ['C', ['arn:aws:dynamodb:*:*:table/orders'], { Ref: 'AWS::NoValue' }] } }],
    ['a tag', { Tags: [{ Key: 'plan', Value: 'daily' }] }, tagged('daily')],
    ['a tag of an object', { Tags: { plan: 'daily' } }, tagged('daily')],
    ['a tag under a condition', { Tags: [{ 'Fn::If': ['C', { Key: 'plan', Value: 'daily' }, { Ref: 'AWS::NoValue' }] }] }, tagged('daily')],
    ['a value that a parameter gives', { Tags: [{ Key: 'plan', Value: 'daily' }] }, tagged(P)],
    ['a value of the resource that a parameter gives', { Tags: [{ Key: 'plan', Value: P }] }, tagged('x')],
    ['a key that a parameter gives', { Tags: [{ Key: 'plan', Value: 'x' }] }, tagged('x', P)],
    ['a key of the resource that a parameter gives', { Tags: [{ Key: P, Value: 'x' }] }, tagged('x')],
    ['conditions alone', { Tags: [{ Key: 'plan', Value: 'daily' }] }, { Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/plan', ConditionValue: 'daily' }] } }],
    ['conditions without equality', {}, { Conditions: { StringNotEquals: [{ ConditionKey: 'plan', ConditionValue: 'none' }] } }],
    ['a whole that a condition decides', {}, { 'Fn::If': ['C', { Resources: ['*'] }, { Ref: 'AWS::NoValue' }] }],
  ])('by %s', (_, properties, body) => {
    expect(found(properties, body)).toBe(true);
  });

  test.each<[string, Json, Json]>([
    ['another name', NAMED, { Resources: ['arn:aws:dynamodb:*:*:table/orders-2'] }],
    ['another start of a name', NAMED, { Resources: ['arn:aws:dynamodb:*:*:table/x*'] }],
    ['another value', { Tags: [{ Key: 'plan', Value: 'daily' }] }, tagged('weekly')],
    ['another key', { Tags: [{ Key: 'plan', Value: P }] }, tagged('x', 'tier')],
    ['conditions on another tag', {}, { Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/plan', ConditionValue: 'daily' }] } }],
    ['no resource', {}, {}],
  ])('not by %s', (_, properties, body) => {
    expect(found(properties, body)).toBe(false);
  });
});
