import { EC2_BASELINE } from './flows/ec2-baseline';
import { LOAN } from './flows/loan';
import { PAYMENT } from './flows/payment';
import { PIPELINE } from './flows/pipeline';
import { TemplateReader } from './flows/reader';
import { TRANSACTIONS } from './flows/transactions';
import { modelOfPlatform, modelOfResources, rowsOf, updateRows } from './support';

/** Every resource of these types permits a connection. */
const OPENING = [
  'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::FlowLog',
  'AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule', 'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::CloudFront::Distribution', 'AWS::ApiGateway::Method', 'AWS::Lambda::Permission', 'AWS::SecretsManager::RotationSchedule', 'AWS::Logs::Delivery',
  'AWS::Logs::SubscriptionFilter', 'AWS::WAFv2::LoggingConfiguration', 'AWS::CloudTrail::Trail', 'AWS::Config::DeliveryChannel',
  'AWS::KinesisFirehose::DeliveryStream', 'AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection',
];

describe.each([
  ['loan', 'eu-west-2', LOAN, [2, 0]],
  ['payment', 'us-east-1', PAYMENT, [2, 0]],
  ['pipeline', 'us-east-1', PIPELINE, [0, 1]],
  ['transactions', 'us-east-1', TRANSACTIONS, [1, 0]],
  ['ec2-baseline', 'us-west-1', EC2_BASELINE, [2, 0]],
])('the %s platform', (name, region, expected, counts) => {
  const model = modelOfPlatform(name, region);
  const { flows, inventory: { components, parties, configuration }, resources } = model;

  test('flows are those that a reader finds', () => {
    if (process.env.UPDATE_FLOWS) updateRows(name, rowsOf(model));
    expect(rowsOf(model)).toEqual(expected);
  });

  const reader = new TemplateReader(resources, region);

  test('flows are those that a second reader of the templates finds: none is missing, none is invented', () => {
    const derived = flows.filter(({ kind }) => TemplateReader.KINDS.includes(kind)).flatMap(({ kind, from, to, protocol, ports }) => (
      from.flatMap((source) => to.map((target) => `${kind}: ${source} > ${target}${kind === 'network' ? ` | ${protocol} ${ports}` : ''}`))));
    expect([...new Set(derived)].sort()).toEqual(reader.read());
  });

  test('readers of streams call them, and every listener is reached on its port', () => {
    const calls = new Set(flows.filter(({ kind }) => kind === 'api call' || kind === 'stream').flatMap(({ from, to }) => from.flatMap((source) => to.map((target) => `${source} > ${target}`))));
    expect(reader.streamReaders().filter((call) => !calls.has(call))).toEqual([]);
    const reached = new Set(flows.flatMap(({ to, ports }) => to.map((target) => `${target} ${ports}`)));
    expect(reader.listeners().filter((listener) => !reached.has(listener))).toEqual([]);
    expect([reader.listeners().length, reader.streamReaders().length]).toEqual(counts);
  });

  test('every rule, listener, endpoint, subscription, delivery and backup opens a flow', () => {
    const opened = new Set(flows.flatMap(({ openedBy }) => openedBy.map(({ id }) => id)));
    expect(Object.entries(resources).filter(([id, { Type }]) => OPENING.includes(Type) && !opened.has(id)).map(([id]) => id)).toEqual([]);
  });

  test('sources, targets and gateways of flows are components or parties, and what opens them is a resource', () => {
    const known = new Set([...components, ...parties].map(({ id }) => id));
    expect(flows.flatMap(({ from, to, via = [] }) => [...from, ...to, ...via]).filter((id) => !known.has(id))).toEqual([]);
    expect(flows.filter(({ openedBy }) => openedBy.length === 0 || openedBy.some(({ id }) => !(id in resources)))).toEqual([]);
  });

  test('components and configuration are all resources, each once', () => {
    const counted = Object.values(configuration).reduce((sum, count) => sum + count, components.length);
    expect(counted).toBe(Object.keys(resources).length);
    expect(new Set(components.map(({ id }) => id)).size).toBe(components.length);
    expect(new Set(flows.map(({ id }) => id)).size).toBe(flows.length);
  });
});

const VPC = ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }] as const;
const group = (ingress: object[], egress?: object[]) => ['AWS::EC2::SecurityGroup', {
  GroupDescription: 'A group', VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: ingress, ...(egress && { SecurityGroupEgress: egress }),
}] as const;
const NOTHING = [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }];
const lambda = (security: string) => ['AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [security, 'GroupId'] }] } }] as const;

test('the second reader finds a connection that the flows lack, and one that they invent', () => {
  const { flows, resources } = modelOfPlatform('pipeline', 'us-east-1');
  const derived = new Set(flows.map(({ kind, from: [source], to: [target] }) => `${kind}: ${source} > ${target}`));
  const replicated = Object.fromEntries(Object.entries(resources).map(([id, body]) => (
    [id, body.Type === 'AWS::SecretsManager::Secret' ? { ...body, Properties: { ...body.Properties, ReplicaRegions: [{ Region: 'us-west-2' }] } } : body])));
  expect(new TemplateReader(replicated, 'us-east-1').read().filter((row) => row.startsWith('replication') && !derived.has(row))).toHaveLength(2);
  const withoutBackup = Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => Type !== 'AWS::Backup::BackupSelection'));
  const read = new TemplateReader(withoutBackup, 'us-east-1').read();
  expect([...derived].filter((row) => row.startsWith('backup') && !read.includes(row))).toHaveLength(1);
});

test('a rule that names a group without the matching rule is blocked, in both directions', () => {
  expect(rowsOf(modelOfResources({
    Vpc: VPC,
    A: group([], NOTHING),
    B: group(
      [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: { Ref: 'A' } }],
      [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, DestinationSecurityGroupId: { Ref: 'A' } }],
    ),
    One: lambda('A'),
    Two: lambda('B'),
  }))).toEqual([
    'network: One > Two | TCP 5432 | not determined | blocked: A has no egress rule for it',
    'network: Two > One | TCP 80 | not determined | blocked: A has no ingress rule for it',
  ]);
});

test('the default egress rule, ranges, prefix lists and groups outside the templates are flows', () => {
  expect(rowsOf(modelOfResources({
    Vpc: VPC,
    A: group([
      { IpProtocol: '-1', CidrIp: '192.0.2.0/24' },
      { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } },
      { IpProtocol: 'tcp', FromPort: 1024, ToPort: 65535, CidrIp: '10.0.0.0/16' },
      { IpProtocol: 'tcp', FromPort: { Ref: 'Port' }, ToPort: { Ref: 'Port' }, SourcePrefixListId: 'pl-1' },
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, SourceSecurityGroupId: 'sg-other' },
    ]),
    One: lambda('A'),
    Other: ['AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: ['sg-1'] } }],
  }))).toEqual([
    'network: One > internet: | all all | not determined',
    'network: Vpc > One | TCP 1024-65535 | not determined',
    'network: Vpc > One | UDP 53 | not determined',
    'network: address range:192.0.2.0/24 > One | all all | not determined',
    'network: prefix list:pl-1 > One | TCP not determined | not determined',
    'network: security group:sg-1 > Other | not determined not determined | not determined',
    'network: security group:sg-other > One | TCP 22 | not determined',
  ]);
});

test.each([
  [[{ Ref: 'Policy' }, 'https-only'], 'HTTP 80 | not determined'],
  [[{ Ref: 'Policy' }, 'allow-all'], 'HTTP 80 | not encrypted'],
  [['redirect-to-https', 'https-only'], 'HTTP 80 | not encrypted'],
  [['https-only', 'https-only'], undefined],
])('viewers of a distribution with the policies %j', ([first, second], expected) => {
  const DistributionConfig = { DefaultCacheBehavior: { ViewerProtocolPolicy: first }, CacheBehaviors: [{ ViewerProtocolPolicy: second }] };
  const rows = rowsOf(modelOfResources({ It: ['AWS::CloudFront::Distribution', { DistributionConfig }] }));
  expect(rows).toEqual(['request: internet: > It | HTTPS 443 | encrypted', ...expected ? [`request: internet: > It | ${expected}`] : []]);
});

test('a prefix list of the templates with all addresses is the internet', () => {
  expect(rowsOf(modelOfResources({
    List: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '::/0' }] }],
    A: group([{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, SourcePrefixListId: { Ref: 'List' } }], NOTHING),
  }))).toEqual(['network: internet: > A | TCP 22 | not determined']);
});

test('an internal load balancer that admits all addresses is reached from its VPC, a public one from the internet', () => {
  const model = modelOfResources({
    Vpc: VPC,
    A: group([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }], NOTHING),
    Internal: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', SecurityGroups: [{ Ref: 'A' }] }],
    Public: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [{ Ref: 'A' }] }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Public' }, Port: 443, Protocol: 'HTTPS' }],
    Unused: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Public' }, Port: 80, Protocol: 'HTTP' }],
  });
  expect(rowsOf(model)).toEqual([
    'network: Vpc > Internal | TCP 443 | not determined',
    'network: internet: > Public | TCP 443 | encrypted',
    'network: internet: > Public | TCP 80 | not encrypted | blocked: no rule of a security group in the templates admits the port',
  ]);
  expect(model.inventory.components.filter(({ exposure }) => exposure === 'internet').map(({ id }) => id)).toEqual(['Public']);
  expect(model.crypto.inTransit.map(({ endpoint, floor }) => `${endpoint}: ${floor}`)).toEqual(['listener on port 443: TLS 1.0', 'listener on port 80: none']);
});

test('subscriptions, streams, redrive policies, replication and copies are flows', () => {
  const get = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
  expect(rowsOf(modelOfResources({
    Topic: ['AWS::SNS::Topic', { Subscription: [{ Protocol: 'http', Endpoint: 'http://example.com' }] }],
    Mail: ['AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'team@example.com' }],
    Queue: ['AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: get('Dead') } }],
    Dead: ['AWS::SQS::Queue'],
    ToQueue: ['AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: get('Queue') }],
    Stream: ['AWS::Kinesis::Stream'],
    Reader: ['AWS::Lambda::Function'],
    Mapping: ['AWS::Lambda::EventSourceMapping', { FunctionName: { Ref: 'Reader' }, EventSourceArn: get('Stream') }],
    Bucket: ['AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [{ Destination: { Bucket: 'arn:aws:s3:::records-copy' } }] } }],
    Secret: ['AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: 'eu-west-1' }] }],
    Copy: ['AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: { Ref: 'Source' } }],
    Source: ['AWS::RDS::DBInstance'],
  }))).toEqual([
    'replication: Bucket > resource:arn:aws:s3:::records-copy | not determined | not determined',
    'event: Queue > Dead | not determined | not determined',
    'replication: Secret > resource:Secret in eu-west-1 | not determined | not determined',
    'replication: Source > Copy | not determined | not determined',
    'stream: Stream > Reader | not determined | not determined',
    'event: Topic > Queue | not determined | not determined',
    'event: Topic > endpoint:http://example.com | HTTP | not encrypted',
    'event: Topic > endpoint:team@example.com | email | not determined',
  ]);
});

test('policies that admit other accounts, everyone or an identity provider are flows, and those parties are third parties', () => {
  const { inventory: { parties, components }, ...model } = modelOfResources({
    Bucket: ['AWS::S3::Bucket'],
    Policy: ['AWS::S3::BucketPolicy', {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 's3:GetObject', Resource: '*' },
          { Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: '*' },
        ],
      },
    }],
    Role: ['AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: { Federated: 'accounts.example.com' }, Action: 'sts:AssumeRoleWithWebIdentity' },
        ],
      },
    }],
  });
  expect(rowsOf({ ...model, inventory: { parties, components, configuration: {} } })).toEqual([
    'api call: account:111122223333 > Bucket | HTTP, HTTPS 80, 443 | not determined',
    'api call: identity provider:accounts.example.com > Role | HTTPS 443 | encrypted',
    'api call: internet: > Bucket | HTTP, HTTPS 80, 443 | not determined',
  ]);
  expect(parties.map(({ id, isThirdParty, usedBy }) => [id, isThirdParty, usedBy])).toEqual([
    ['account:111122223333', true, ['Bucket']], ['identity provider:accounts.example.com', true, ['Role']], ['internet:', true, ['Bucket']],
  ]);
  expect(components.map(({ id, exposure }) => `${id}: ${exposure}`)).toEqual(['Bucket: internet', 'Role: account']);
});

const LISTENER = { LoadBalancerArn: { Ref: 'Balancer' }, Port: 443, Protocol: 'TLS', DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }] };

test('fronts without a security group are reached from the internet, and forward to what they name', () => {
  expect(rowsOf(modelOfResources({
    Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network' }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', LISTENER],
    Targets: ['AWS::ElasticLoadBalancingV2::TargetGroup', { Protocol: 'TCP', Port: 8443, Targets: [{ Id: { Ref: 'Server' } }] }],
    Server: ['AWS::EC2::Instance'],
    Cdn: ['AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' },
        Origins: [{ DomainName: 'old.example.com', CustomOriginConfig: { OriginProtocolPolicy: 'http-only' } }, { DomainName: { 'Fn::GetAtt': ['Files', 'DomainName'] }, S3OriginConfig: {} }],
      },
    }],
    Files: ['AWS::S3::Bucket'],
    Api: ['AWS::ApiGatewayV2::Api'],
    Integration: ['AWS::ApiGatewayV2::Integration', { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Handler', 'Arn'] } }],
    Handler: ['AWS::Lambda::Function'],
    Url: ['AWS::Lambda::Url', { TargetFunctionArn: { Ref: 'Handler' }, AuthType: 'NONE' }],
  }))).toEqual([
    'request: Api > Handler | HTTPS 443 | encrypted',
    'request: Balancer > Server | TCP 8443 | not determined',
    'request: Cdn > Files | HTTP, HTTPS 80, 443 | not determined',
    'request: Cdn > endpoint:old.example.com | HTTP 80 | not encrypted',
    'request: internet: > Api | HTTPS 443 | encrypted',
    'network: internet: > Balancer | TCP 443 | encrypted',
    'request: internet: > Cdn | HTTPS 443 | encrypted',
    'request: internet: > Cdn | HTTP 80 | not encrypted',
    'request: internet: > Handler | HTTP, HTTPS 80, 443 | not determined',
  ]);
});

test('without a default route, egress to all addresses stays in the VPC; a network ACL without public entries blocks it', () => {
  const subnet = (more: object = {}) => ({
    Vpc: VPC,
    Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
    Table: ['AWS::EC2::RouteTable'],
    Link: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } }],
    A: group([], [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }]),
    One: ['AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: [{ Ref: 'A' }], SubnetIds: [{ Ref: 'Subnet' }] } }],
    ...more,
  }) as Parameters<typeof modelOfResources>[0];
  const route = { Gateway: ['AWS::EC2::NatGateway'], Route: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Gateway' } }] };
  const acl = {
    Acl: ['AWS::EC2::NetworkAcl'],
    AclLink: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'Subnet' }, NetworkAclId: { Ref: 'Acl' } }],
    Entry: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { Ref: 'Acl' }, Egress: true, RuleAction: 'allow', CidrBlock: '10.0.0.0/16' }],
  };
  expect(rowsOf(modelOfResources(subnet()))).toEqual(['network: One > Vpc | TCP 443 | not determined']);
  expect(rowsOf(modelOfResources(subnet(route)))).toEqual(['network: One > internet: | TCP 443 | not determined | via Gateway']);
  for (const [property, type] of [
    ['GatewayId', 'EC2::InternetGateway'], ['EgressOnlyInternetGatewayId', 'EC2::EgressOnlyInternetGateway'], ['TransitGatewayId', 'EC2::TransitGateway'],
    ['VpcPeeringConnectionId', 'EC2::VPCPeeringConnection'], ['NetworkInterfaceId', 'EC2::NetworkInterface'], ['VpcEndpointId', 'EC2::VPCEndpoint'],
    ['InstanceId', 'EC2::Instance'], ['CarrierGatewayId', 'EC2::CarrierGateway'], ['CoreNetworkArn', 'NetworkManager::CoreNetwork'],
  ]) {
    const through = { Gateway: [`AWS::${type}`], Route: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', [property]: { Ref: 'Gateway' } }] };
    expect(rowsOf(modelOfResources(subnet(through))).filter((row) => row.startsWith('network: One > internet'))).toEqual([expect.stringContaining('via Gateway')]);
  }
  expect(rowsOf(modelOfResources(subnet({ ...route, ...acl })))).toEqual([
    'network: One > internet: | TCP 443 | not determined | via Gateway | blocked: Acl has no entry that admits it',
  ]);
});

// A template that CloudFormation would refuse must not keep the evidence from being written.
test.each([[null], ['x'], [7], [[null]], [{}], [{ Ref: 'Nothing' }], [{ 'Fn::Join': 7 }], [{ 'Fn::GetAtt': ['Nothing', { Ref: 'Name' }] }]])('every property may be %j', (odd) => {
  for (const [name, region] of [['transactions', 'us-east-1'], ['pipeline', 'us-east-1']]) {
    const { resources } = modelOfPlatform(name, region);
    const changed = Object.entries(resources).map(([id, { Type, Properties = {} }]) => (
      [id, [Type, Object.fromEntries(Object.keys(Properties).map((property) => [property, odd]))]] as const));
    expect(modelOfResources(Object.fromEntries(changed)).inventory.components.length).toBe(modelOfPlatform(name, region).inventory.components.length);
  }
});
