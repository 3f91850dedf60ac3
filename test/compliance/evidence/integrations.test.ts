import { modelOfResources, rowsOf } from './support';

type Resources = Parameters<typeof modelOfResources>[0];

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const rows = (resources: Resources) => rowsOf(modelOfResources(resources));
const THIRD = '111122223333';

const LAMBDA: Resources = { Target: ['AWS::Lambda::Function', {}] };
const STREAM: Resources = { Target: ['AWS::Kinesis::Stream', {}] };
const BUCKET: Resources = { Target: ['AWS::S3::Bucket', {}] };
const dataSource = (properties: object): Resources => ({
  It: ['AWS::AppSync::GraphQLApi', { Visibility: 'PRIVATE' }], Source: ['AWS::AppSync::DataSource', { ApiId: { 'Fn::GetAtt': ['It', 'ApiId'] }, ...properties }],
});
const destination = (name: string, properties: object): Resources => ({ It: ['AWS::KinesisFirehose::DeliveryStream', { [`${name}DestinationConfiguration`]: properties }] });
const endpoint = (properties: object): Resources => ({
  It: ['AWS::DMS::ReplicationInstance', {}],
  Endpoint: ['AWS::DMS::Endpoint', properties],
  Task: ['AWS::DMS::ReplicationTask', { ReplicationInstanceArn: { Ref: 'It' }, SourceEndpointArn: 'arn:aws:dms:eu-west-2:1:endpoint:S', TargetEndpointArn: { Ref: 'Endpoint' } }],
});
const connection = (ConnectionProperties: object): Resources => ({ It: ['AWS::Glue::Connection', { ConnectionInput: { ConnectionProperties } }] });
const rule = (target: object): Resources => ({
  It: ['AWS::Route53Resolver::ResolverEndpoint', { Direction: 'OUTBOUND' }], Rule: ['AWS::Route53Resolver::ResolverRule', { ResolverEndpointId: { Ref: 'It' }, TargetIps: [target] }],
});

test.each<[string, Resources, string]>([
  ['a function as data source', { ...dataSource({ LambdaConfig: { LambdaFunctionArn: arn('Target') } }), ...LAMBDA }, 'request: It > Target | HTTPS 443 | encrypted'],
  ['a server as data source', dataSource({ HttpConfig: { Endpoint: 'http://api.example.com' } }), 'request: It > endpoint:http://api.example.com | HTTP 80 | not encrypted'],
  ['a domain as data source', dataSource({ OpenSearchServiceConfig: { Endpoint: 'https://search.example.com' } }), 'request: It > endpoint:https://search.example.com | HTTPS 443 | encrypted'],
  ['a stream of a table', { It: ['AWS::DynamoDB::Table', { KinesisStreamSpecification: { StreamArn: arn('Target') } }], ...STREAM }, 'stream: It > Target | not determined | not determined'],
  ['the dead-letter queue of a bus', { It: ['AWS::Events::EventBus', { DeadLetterConfig: { Arn: arn('Target') } }], ...STREAM }, 'event: It > Target | not determined | not determined'],
  ['JDBC', connection({ JDBC_CONNECTION_URL: 'jdbc:postgresql://db.example.com:5432/x' }), 'request: It > endpoint:jdbc:postgresql://db.example.com:5432/x | TCP 5432 | not determined'],
  ['JDBC that requires TLS', connection({ JDBC_CONNECTION_URL: 'jdbc:mysql://db.example.com:3306', JDBC_ENFORCE_SSL: 'true' }), 'request: It > endpoint:jdbc:mysql://db.example.com:3306 | TCP 3306 | encrypted'],
  ['a DNS server', rule({ Ip: '203.0.113.53' }), 'request: It > address range:203.0.113.53 | DNS 53 | not encrypted'],
  ['a DNS server with HTTPS', rule({ Ip: '10.0.0.2', Protocol: 'DoH' }), 'request: It > address range:10.0.0.2 | HTTPS 443 | encrypted'],
  ['a DNS server whose protocol a deployment decides', rule({ Ip: '10.0.0.2', Port: 5353, Protocol: { Ref: 'P' } }), 'request: It > address range:10.0.0.2 | DNS 5353 | not determined'],
  ['an HTTP task', { It: ['AWS::StepFunctions::StateMachine', { DefinitionString: '{"Parameters":{"ApiEndpoint":"https://api.example.com:8443/x"}}' }] }, 'request: It > endpoint:https://api.example.com:8443/x | HTTPS 8443 | encrypted'],
  ['an HTTP task of a definition', { It: ['AWS::StepFunctions::StateMachine', { Definition: { States: { Call: { Parameters: { ApiEndpoint: 'https://api.example.com' } } } } }] }, 'request: It > endpoint:https://api.example.com | HTTPS 443 | encrypted'],
  ['a partner', { It: ['AWS::Transfer::Connector', { Url: 'sftp://partner.example.com:2222' }] }, 'request: It > endpoint:sftp://partner.example.com:2222 | SFTP 2222 | encrypted'],
  ['a partner without TLS', { It: ['AWS::Transfer::Connector', { Url: 'http://as2.example.com' }] }, 'request: It > endpoint:http://as2.example.com | HTTP 80 | not encrypted'],
  ['a zero-ETL integration', { It: ['AWS::RDS::DBInstance', { DBClusterIdentifier: 'c' }], I: ['AWS::RDS::Integration', { SourceArn: { 'Fn::GetAtt': ['It', 'DBInstanceArn'] }, TargetArn: 'arn:aws:redshift:x' }] }, 'replication: It > resource:arn:aws:redshift:x | not determined | not determined'],
  ['HTTP endpoints of Firehose', destination('HttpEndpoint', { EndpointConfiguration: { Url: 'https://intake.example.com' } }), 'stream: It > endpoint:https://intake.example.com | HTTPS 443 | encrypted'],
  ['Splunk', destination('Splunk', { HECEndpoint: 'https://splunk.example.com:8088' }), 'stream: It > endpoint:https://splunk.example.com:8088 | HTTPS 8088 | encrypted'],
  ['Snowflake', destination('Snowflake', { AccountUrl: 'https://a.snowflakecomputing.com' }), 'stream: It > endpoint:https://a.snowflakecomputing.com | HTTPS 443 | encrypted'],
  ['the backup of a stream', { ...destination('Splunk', { S3Configuration: { BucketARN: arn('Target') } }), ...BUCKET }, 'stream: It > Target | not determined | not determined'],
  ['the function that transforms records', { ...destination('ExtendedS3', { ProcessingConfiguration: { Processors: [{ Type: 'Lambda', Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: arn('Target') }] }] } }), ...LAMBDA }, 'stream: It > Target | not determined | not determined'],
  ['a migration with TLS', endpoint({ EngineName: 'postgres', ServerName: 'db.example.com', Port: 5432, SslMode: 'verify-full' }), 'replication: It > endpoint:db.example.com | TCP 5432 | encrypted'],
  ['a migration without TLS', endpoint({ EngineName: 'postgres', ServerName: 'db.example.com', Port: 5432 }), 'replication: It > endpoint:db.example.com | TCP 5432 | not encrypted'],
  ['a migration whose TLS a deployment decides', endpoint({ EngineName: 'postgres', ServerName: 'db.example.com', SslMode: { Ref: 'P' } }), 'replication: It > endpoint:db.example.com | TCP not determined | not determined'],
  ['a migration to a bucket', { ...endpoint({ EngineName: 's3', S3Settings: { BucketName: { Ref: 'Target' } } }), ...BUCKET }, 'replication: It > Target | HTTP, HTTPS 80, 443 | not determined'],
  ['a migration with an address in a secret', endpoint({ EngineName: 'oracle' }), 'replication: It > endpoint:Endpoint | TCP not determined | not determined'],
  ['the executions of a pipe', { It: ['AWS::Pipes::Pipe', { LogConfiguration: { S3LogDestination: { BucketName: { Ref: 'Target' } } } }], ...BUCKET }, 'log delivery: It > Target | not determined | not determined'],
])('%s is a connection', (_, resources, expected) => {
  expect(rows(resources).filter((row) => row.includes(': It >'))).toEqual([expected]);
});

test('a target that is an API destination leads to its server, and a connection to its authorization server', () => {
  const { flows, inventory: { parties } } = modelOfResources({
    Rule: ['AWS::Events::Rule', { Targets: [{ Arn: arn('Destination') }] }],
    Destination: ['AWS::Events::ApiDestination', { ConnectionArn: arn('Connection'), InvocationEndpoint: 'https://api.example.com/*' }],
    Connection: ['AWS::Events::Connection', { AuthParameters: { OAuthParameters: { AuthorizationEndpoint: 'https://login.example.com/token' } } }],
  });
  expect(flows.map(({ from, to, ports, encryption, openedBy }) => [...from, ...to, ports, encryption, ...openedBy.map(({ id }) => id)])).toEqual([
    ['Rule', 'endpoint:https://api.example.com/*', '443', 'encrypted', 'Destination', 'Rule'],
    ['aws service:events.amazonaws.com', 'endpoint:https://login.example.com/token', '443', 'encrypted', 'Connection'],
  ]);
  expect(parties.filter(({ isThirdParty }) => isThirdParty).map(({ id }) => id)).toEqual(['endpoint:https://api.example.com/*', 'endpoint:https://login.example.com/token']);
});

test('tasks of AWS DataSync and MSK Replicator move data from their source to their target', () => {
  const resources: Resources = {
    Nfs: ['AWS::DataSync::LocationNFS', { ServerHostname: 'nfs.example.com' }],
    Files: ['AWS::DataSync::LocationS3', { S3BucketArn: arn('Bucket') }],
    Bucket: ['AWS::S3::Bucket', {}],
    Task: ['AWS::DataSync::Task', { SourceLocationArn: { Ref: 'Nfs' }, DestinationLocationArn: { Ref: 'Files' } }],
    Cluster: ['AWS::MSK::Cluster', {}],
    Replicator: ['AWS::MSK::Replicator', { ReplicationInfoList: [{ SourceKafkaClusterArn: { Ref: 'Cluster' }, TargetKafkaClusterArn: 'arn:aws:kafka:eu-west-1:1:cluster/b' }] }],
  };
  expect(rows(resources)).toEqual([
    'replication: Cluster > resource:arn:aws:kafka:eu-west-1:1:cluster/b | not determined | not determined',
    'replication: endpoint:nfs.example.com > Bucket | not determined | not determined',
  ]);
  expect(modelOfResources(resources).flows.map(({ why }) => why).sort()).toEqual(['Replicator Replicator', 'Task Task']);
});

test('log destinations, subscriptions of the account and bootstrap servers have their names', () => {
  expect(rows({
    Logs: ['AWS::Logs::LogGroup', {}],
    Stream: ['AWS::Kinesis::Stream', {}],
    Destination: ['AWS::Logs::Destination', { TargetArn: arn('Stream') }],
    Filter: ['AWS::Logs::SubscriptionFilter', { LogGroupName: { Ref: 'Logs' }, DestinationArn: arn('Destination') }],
    Policy: ['AWS::Logs::AccountPolicy', { PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: '{"DestinationArn":"arn:aws:logs:eu-west-2:111122223333:destination:central"}' }],
    Function: ['AWS::Lambda::Function', {}],
    Mapping: ['AWS::Lambda::EventSourceMapping', { FunctionName: { Ref: 'Function' }, SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['a.example.com:9092', 'b.example.com:9092'] } } }],
    Other: ['AWS::Lambda::EventSourceMapping', { FunctionName: { Ref: 'Function' }, SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['c.example.com:9092', 'c.example.com:9094'] } } }],
  })).toEqual([
    'log delivery: Logs > Stream | not determined | not determined',
    'log delivery: aws service:logs.amazonaws.com (log groups of the account) > resource:arn:aws:logs:eu-west-2:111122223333:destination:central | not determined | not determined',
    'event: endpoint:a.example.com:9092, endpoint:b.example.com:9092 > Function | TCP 9092 | not determined',
    'event: endpoint:c.example.com:9092, endpoint:c.example.com:9094 > Function | TCP not determined | not determined',
  ]);
});

describe('networks', () => {
  const VPC: Resources = { Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }] };

  test.each<[string, Resources, string[]]>([
    ['a peering connection', { ...VPC, It: ['AWS::EC2::VPCPeeringConnection', { VpcId: { Ref: 'Vpc' }, PeerVpcId: 'vpc-1', PeerOwnerId: THIRD, PeerRegion: 'us-east-1' }] },
      ['network: Vpc > resource:vpc-1 of account 111122223333 in us-east-1 | all all | not determined | via It']],
    ['a transit gateway', { ...VPC, It: ['AWS::EC2::TransitGatewayAttachment', { VpcId: { Ref: 'Vpc' }, TransitGatewayId: 'tgw-1' }] }, ['network: Vpc > resource:tgw-1 | all all | not determined']],
    ['a peering of transit gateways', {
      Gateway: ['AWS::EC2::TransitGateway', {}], It: ['AWS::EC2::TransitGatewayPeeringAttachment', { TransitGatewayId: { Ref: 'Gateway' }, PeerTransitGatewayId: 'tgw-2', PeerAccountId: { Ref: 'AWS::AccountId' }, PeerRegion: 'us-east-1' }],
    }, ['network: Gateway > resource:tgw-2 in us-east-1 | all all | not determined']],
    ['a VPN connection', {
      ...VPC,
      Device: ['AWS::EC2::CustomerGateway', { IpAddress: '203.0.113.7' }],
      Gateway: ['AWS::EC2::VPNGateway', {}],
      Attachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: { Ref: 'Vpc' }, VpnGatewayId: { Ref: 'Gateway' } }],
      It: ['AWS::EC2::VPNConnection', { CustomerGatewayId: { Ref: 'Device' }, VpnGatewayId: { Ref: 'Gateway' } }],
    }, [
      'network: It > Gateway | all all | not determined',
      'network: Vpc > Gateway | all all | not determined',
      'network: address range:203.0.113.7 > It | UDP, ESP 500, 4500 | encrypted',
    ]],
    ['an endpoint service', {
      Lb: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internal' }],
      It: ['AWS::EC2::VPCEndpointService', { NetworkLoadBalancerArns: [{ Ref: 'Lb' }] }],
      Permissions: ['AWS::EC2::VPCEndpointServicePermissions', { ServiceId: { Ref: 'It' }, AllowedPrincipals: [`arn:aws:iam::${THIRD}:root`, { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' }, '*'] }],
    }, [
      'network: It > Lb | TCP not determined | not determined',
      'network: account:111122223333 > It | TCP not determined | not determined',
      'network: account:all accounts > It | TCP not determined | not determined',
    ]],
  ])('that %s connects are listed', (_, resources, expected) => {
    expect(rows(resources)).toEqual(expected);
  });
});

test.each<[unknown, string[]]>([
  ['arn:aws:sqs:eu-west-2:111122223333:orders', ['resource:arn:aws:sqs:eu-west-2:111122223333:orders | not determined']],
  ['arn:aws:s3:::bucket-of-others/*', ['resource:arn:aws:s3:::bucket-of-others | not determined']],
  ['arn:aws:kms:eu-west-2:111122223333:key/1', ['resource:arn:aws:kms:eu-west-2:111122223333:key/1 | encrypted']],
  [{ 'Fn::Sub': 'arn:aws:ssm:eu-west-2:${AWS::AccountId}:parameter/app/*' }, ['resource:arn:aws:ssm:eu-west-2:${AWS-AccountId}:parameter/app/* | encrypted']],
  // All resources of a type, of an account or of a service.
  ['arn:aws:ec2:eu-west-2:111122223333:instance/*', []],
  ['arn:aws:sqs:eu-west-2:111122223333:*', []],
  ['*', []],
  [{ Ref: 'P' }, []],
])('a grant on %j leads to %j outside the templates', (Resource, expected) => {
  const statement = (Action: string) => ({ Effect: 'Allow', Action, Resource });
  const of = (Action: string) => modelOfResources({
    Caller: ['AWS::Lambda::Function', { Role: arn('Role') }], Role: ['AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [statement(Action)] } }] }],
  }).flows.map(({ to, encryption }) => `${to} | ${encryption}`);
  expect(of('x:Call')).toEqual(expected);
  expect(of('iam:PassRole')).toEqual([]);
});
