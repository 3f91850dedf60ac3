import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { modelOf, modelOfResources, rowsOf } from './support';
import { SENDERS, SWITCHES } from '../../../src/compliance/evidence/flows/output-senders';
import { OUTPUTS } from '../../../src/compliance/evidence/flows/output-types';

type Resources = Parameters<typeof modelOfResources>[0];

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const BUCKET: Resources = { Target: ['AWS::S3::Bucket', {}] };
const TOPIC: Resources = { Target: ['AWS::SNS::Topic', {}] };
const LAMBDA: Resources = { Target: ['AWS::Lambda::Function', {}] };
const STREAM: Resources = { Target: ['AWS::Kinesis::Stream', {}] };
const rows = (resources: Resources) => rowsOf(modelOfResources(resources));
const receipt = (actions: object, more: object = { Enabled: true }): Resources[string] => ['AWS::SES::ReceiptRule', { Rule: { Actions: [actions], ...more } }];
const inventory = (Enabled: boolean, id = 'Target') => ({ Enabled, Destination: { BucketArn: arn(id), Format: 'CSV' } });

test.each<[string, Resources, string]>([
  ['mail in a bucket', { It: receipt({ S3Action: { BucketName: { Ref: 'Target' } } }), ...BUCKET }, 'stream: It > Target | not determined | not determined'],
  ['mail for a function', { It: receipt({ LambdaAction: { FunctionArn: arn('Target') } }), ...LAMBDA }, 'stream: It > Target | not determined | not determined'],
  ['mail for a topic', { It: receipt({ SNSAction: { TopicArn: { Ref: 'Target' } } }), ...TOPIC }, 'stream: It > Target | not determined | not determined'],
  ['mail of a rule that is not enabled', { It: receipt({ S3Action: { BucketName: { Ref: 'Target' } } }, {}), ...BUCKET }, 'stream: It > Target | not determined | not determined | blocked: Rule.Enabled is not true'],
  ['inventory reports', { It: ['AWS::S3::Bucket', { InventoryConfigurations: [inventory(true)] }], ...BUCKET }, 'log delivery: It > Target | not determined | not determined'],
  ['inventory reports that are off', { It: ['AWS::S3::Bucket', { InventoryConfigurations: [inventory(false)] }], ...BUCKET }, 'log delivery: It > Target | not determined | not determined | blocked: InventoryConfigurations.Enabled is false'],
  ['an analysis of storage classes', {
    It: ['AWS::S3::Bucket', { AnalyticsConfigurations: [{ StorageClassAnalysis: { DataExport: { Destination: { BucketArn: arn('Target') } } } }] }], ...BUCKET,
  }, 'log delivery: It > Target | not determined | not determined'],
  ['results of queries', { It: ['AWS::Athena::WorkGroup', { WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: { 'Fn::Sub': 's3://${Target}/results' } } } }], ...BUCKET }, 'api call: It > Target | HTTP, HTTPS 80, 443 | not determined'],
  ['metrics', { It: ['AWS::CloudWatch::MetricStream', { FirehoseArn: arn('Target') }], Target: ['AWS::KinesisFirehose::DeliveryStream', {}] }, 'stream: It > Target | not determined | not determined'],
  ['triggers of a user pool', { It: ['AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: arn('Target') } }], ...LAMBDA }, 'event: It > Target | not determined | not determined'],
  ['the identity provider of a user pool', {
    It: ['AWS::Cognito::UserPool', {}], Provider: ['AWS::Cognito::UserPoolIdentityProvider', { UserPoolId: { Ref: 'It' }, ProviderDetails: { oidc_issuer: 'https://login.example.com' } }],
  }, 'request: It > endpoint:https://login.example.com | HTTPS 443 | encrypted'],
  ['an authorizer', {
    It: ['AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }],
    ...LAMBDA,
    Authorizer: ['AWS::ApiGateway::Authorizer', { RestApiId: { Ref: 'It' }, AuthorizerUri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Target.Arn}/invocations' } }],
  }, 'request: It > Target | HTTPS 443 | encrypted'],
  ['messages of devices', { It: ['AWS::IoT::TopicRule', { TopicRulePayload: { Actions: [{ Kinesis: { StreamName: { Ref: 'Target' } } }] } }], ...STREAM }, 'stream: It > Target | not determined | not determined'],
  ['messages for a server', { It: ['AWS::IoT::TopicRule', { TopicRulePayload: { Actions: [{ Http: { Url: 'http://intake.example.com' } }] } }] }, 'stream: It > endpoint:http://intake.example.com | HTTP 80 | not encrypted'],
  ['files of users', { It: ['AWS::Transfer::Server', { EndpointType: 'VPC' }], User: ['AWS::Transfer::User', { ServerId: { 'Fn::GetAtt': ['It', 'ServerId'] }, HomeDirectory: { 'Fn::Sub': '/${Target}/in' } }], ...BUCKET }, 'api call: It > Target | HTTP, HTTPS 80, 443 | not determined'],
  ['connection logs of a VPN', { It: ['AWS::EC2::ClientVpnEndpoint', { ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: { Ref: 'Target' } } }], Target: ['AWS::Logs::LogGroup', {}] }, 'log delivery: It > Target | not determined | not determined'],
  ['broker logs that are off', { It: ['AWS::MSK::Cluster', { LoggingInfo: { BrokerLogs: { S3: { Enabled: false, Bucket: { Ref: 'Target' } } } } }], ...BUCKET }, 'log delivery: It > Target | not determined | not determined | blocked: LoggingInfo.BrokerLogs.S3.Enabled is not true'],
  ['logs of builds that are off', { It: ['AWS::CodeBuild::Project', { LogsConfig: { S3Logs: { Status: 'DISABLED', Location: { Ref: 'Target' } } } }], ...BUCKET }, 'log delivery: It > Target | not determined | not determined | blocked: LogsConfig.S3Logs.Status is DISABLED'],
  ['an archive of a bus', { It: ['AWS::Events::EventBus', { Name: 'orders' }], Archive: ['AWS::Events::Archive', { SourceArn: arn('It') }] }, 'event: It > Archive | not determined | not determined'],
  ['audit logs of Amazon DocumentDB', { It: ['AWS::DocDB::DBCluster', { DBClusterIdentifier: 'loans', EnableCloudwatchLogsExports: ['audit'] }] }, 'log delivery: It > resource:/aws/docdb/loans/audit | not determined | not determined'],
  ['copies of snapshots', { It: ['AWS::Redshift::Cluster', { DestinationRegion: 'eu-west-1' }] }, 'replication: It > resource:It in eu-west-1 | not determined | not determined'],
  ['the primary cluster of a global database', { It: ['AWS::RDS::DBCluster', { GlobalClusterIdentifier: { Ref: 'Global' }, MasterUsername: 'u' }], Global: ['AWS::RDS::GlobalCluster', {}] }, 'replication: It > Global | not determined | not determined'],
  ['requests of a domain that accepts HTTP', {
    It: ['AWS::Lambda::Function', { Role: arn('Role') }],
    Target: ['AWS::OpenSearchService::Domain', { VPCOptions: {} }],
    Role: ['AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'es:ESHttpGet', Resource: arn('Target') }] } }] }],
  }, 'api call: It > Target | HTTP, HTTPS 80, 443 | not determined'],
])('%s is a connection', (_, resources, expected) => {
  expect(rows(resources).filter((row) => /: It >/.test(row))).toEqual([expected]);
});

test('a secondary cluster of a global database, and sources of other kinds, send data to the resource', () => {
  expect(rows({ It: ['AWS::RDS::DBCluster', { GlobalClusterIdentifier: 'theirs' }] })).toEqual(['replication: resource:theirs > It | not determined | not determined']);
  expect(rows({ It: ['AWS::FSx::FileSystem', { LustreConfiguration: { ImportPath: { 'Fn::Sub': 's3://${Target}/in' } } }], ...BUCKET })).toEqual(['replication: Target > It | not determined | not determined']);
  expect(rows({ Budget: ['AWS::Budgets::Budget', { NotificationsWithSubscribers: [{ Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: 'Target' } }] }] }], ...TOPIC }))
    .toEqual(['event: aws service:budgets.amazonaws.com > Target | not determined | not determined']);
});

describe('an event bus', () => {
  const rule = (more: object): Resources[string] => ['AWS::Events::Rule', { EventPattern: { source: ['orders'] }, ...more }];

  test('sends the events that match to its rules, and a rule to a bus of another account', () => {
    const model = modelOf({
      Stack: {
        Resources: {
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
          Own: { Type: 'AWS::Events::Rule', Properties: rule({ EventBusName: { Ref: 'Bus' }, Targets: [{ Arn: 'arn:aws:events:eu-west-1:444455556666:event-bus/central' }] })[1] },
          Default: { Type: 'AWS::Events::Rule', Properties: rule({ State: 'DISABLED' })[1] },
          Theirs: { Type: 'AWS::Events::Rule', Properties: rule({ EventBusName: 'arn:aws:events:eu-west-2:111122223333:event-bus/shared' })[1] },
          Timer: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)' } },
        },
      },
    }, 'eu-west-2');
    expect(rowsOf(model)).toEqual([
      'event: Bus > Own | not determined | not determined',
      'event: Own > resource:arn:aws:events:eu-west-1:444455556666:event-bus/central | not determined | not determined',
      'event: aws service:events.amazonaws.com > Default | not determined | not determined | blocked: State is DISABLED',
      'event: resource:arn:aws:events:eu-west-2:111122223333:event-bus/shared > Theirs | not determined | not determined',
    ]);
  });

  test('of another account is a third party where the account of the stack is known', () => {
    const central = 'arn:aws:events:eu-west-1:444455556666:event-bus/central';
    const parties = (account: string) => modelOf({ Stack: { Resources: { Own: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Arn: central }] } } } } }, 'eu-west-2', account)
      .inventory.parties.map(({ isThirdParty }) => isThirdParty);
    expect([parties('111122223333'), parties('444455556666')]).toEqual([[true], [false]]);
  });
});

describe('networks', () => {
  const ALL = 'all all | not determined';

  test('a router reaches a gateway through AWS Direct Connect, and the gateway what it is associated with', () => {
    expect(rows({
      Gateway: ['AWS::DirectConnect::DirectConnectGateway', {}],
      Transit: ['AWS::EC2::TransitGateway', {}],
      Link: ['AWS::DirectConnect::TransitVirtualInterface', { ConnectionId: 'dxcon-1', DirectConnectGatewayId: { Ref: 'Gateway' }, BgpPeers: [{ CustomerAddress: '169.254.0.1/30' }] }],
      Public: ['AWS::DirectConnect::PublicVirtualInterface', { ConnectionId: 'dxcon-1' }],
      Association: ['AWS::DirectConnect::DirectConnectGatewayAssociation', { DirectConnectGatewayId: { Ref: 'Gateway' }, AssociatedGatewayId: { Ref: 'Transit' } }],
    })).toEqual([
      `network: Gateway > Transit | ${ALL} | via Association`,
      `network: address range:169.254.0.1/30 > Gateway | ${ALL} | via Link`,
      `network: endpoint:router of dxcon-1 > aws service:public addresses of AWS | ${ALL} | via Public`,
    ]);
  });

  test('a VPC is attached to a core network, and packets of an interface are mirrored', () => {
    expect(rows({
      Vpc: ['AWS::EC2::VPC', {}],
      Core: ['AWS::NetworkManager::CoreNetwork', {}],
      Attachment: ['AWS::NetworkManager::VpcAttachment', { VpcArn: { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Vpc}' }, CoreNetworkId: { 'Fn::GetAtt': ['Core', 'CoreNetworkId'] } }],
      Probe: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internal' }],
      Target: ['AWS::EC2::TrafficMirrorTarget', { NetworkLoadBalancerArn: { Ref: 'Probe' } }],
      Session: ['AWS::EC2::TrafficMirrorSession', { NetworkInterfaceId: 'eni-1', TrafficMirrorTargetId: { Ref: 'Target' } }],
    })).toEqual([
      `network: Vpc > Core | ${ALL} | via Attachment`,
      'network: resource:eni-1 > Probe | UDP 4789 | not determined',
    ]);
  });

  const vpn = (more: object) => rows({ It: ['AWS::EC2::ClientVpnEndpoint', { TransitGatewayConfiguration: {}, ...more }] }).filter((row) => row.startsWith('request'));
  test.each<[string, object, string[]]>([
    ['users of a directory', { AuthenticationOptions: [{ Type: 'directory-service-authentication' }] }, ['request: internet: > It | HTTPS 443 | not determined']],
    ['users, but is disabled', { SelfServicePortal: 'disabled', AuthenticationOptions: [{ Type: 'federated-authentication' }] }, []],
    ['certificates', { AuthenticationOptions: [{ Type: 'certificate-authentication' }] }, []],
    ['users, if a deployment enables it', { SelfServicePortal: { Ref: 'P' }, AuthenticationOptions: [{ Type: 'federated-authentication' }] }, ['request: unknown:clients of It > It | HTTPS 443 | not determined']],
  ])('the self-service portal of a Client VPN endpoint is for %s', (_, properties, expected) => {
    expect(vpn(properties)).toEqual(expected);
  });

  test('AWS Verified Access leads users from the internet to its target', () => {
    expect(rows({
      It: ['AWS::EC2::VerifiedAccessEndpoint', { LoadBalancerOptions: { LoadBalancerArn: { Ref: 'Lb' }, Protocol: 'http', Port: 80 } }],
      Lb: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }],
    })).toEqual(['request: It > Lb | HTTP 80 | not encrypted', 'request: internet: > It | not determined not determined | not determined']);
  });
});

test('mail arrives with TLS where the rule requires it', () => {
  const { flows, crypto } = modelOfResources({ It: receipt({ S3Action: { BucketName: { Ref: 'Target' } } }, { Enabled: true, TlsPolicy: 'Require' }), ...BUCKET });
  expect(flows.filter(({ to }) => to.includes('It')).map(({ from, protocol, ports, encryption }) => [from, protocol, ports, encryption])).toEqual([[['unknown:clients of It'], 'SMTP', '25', 'encrypted']]);
  expect(crypto.inTransit.filter(({ component }) => component === 'It').map(({ shownBy }) => shownBy)).toEqual(['TlsPolicy is Require']);
});

test('every path of the tables is one of the specification of CloudFormation', () => {
  const spec = loadAwsServiceSpecSync();
  // Properties of a type whose names a template chooses have none in the specification.
  const isFree = (path: string) => path.startsWith('AWS::Cognito::UserPoolIdentityProvider ProviderDetails.');
  const found = new Map<string, Set<string>>();
  const pathsOf = (type: string): Set<string> => {
    const known = found.get(type);
    if (known) return known;
    const paths = new Set<string>();
    found.set(type, paths);
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
    if (resource) walk(resource.properties, '', new Set(), paths);
    return paths;
  };
  function walk(properties: Readonly<Record<string, { readonly type: unknown }>>, prefix: string, seen: ReadonlySet<string>, paths: Set<string>) {
    for (const [name, { type }] of Object.entries(properties)) {
      const path = prefix ? `${prefix}.${name}` : name;
      paths.add(path);
      for (const id of referencesIn(type).filter((reference) => !seen.has(reference))) walk(spec.get('typeDefinition', id).properties, path, new Set([...seen, id]), paths);
    }
  }
  const used = [
    ...Object.entries(OUTPUTS).flatMap(([type, outputs]) => outputs.flatMap(([, , ...paths]) => paths.map((path) => `${type} ${path.replace('<', '')}`))),
    ...Object.entries(SENDERS).filter(([, sender]) => !sender.endsWith('.amazonaws.com')).map(([type, property]) => `${type} ${property}`),
    ...Object.entries(SWITCHES).flatMap(([type, switches]) => switches.map(([, property]) => `${type} ${property}`)),
  ];
  expect(used.filter((path) => !isFree(path) && !pathsOf(path.split(' ')[0]).has(path.split(' ')[1]))).toEqual([]);
  expect([...Object.keys(SENDERS), ...Object.keys(SWITCHES)].filter((type) => !(type in OUTPUTS))).toEqual([]);
});

/** Ids of the definitions that a type of a property names. */
function referencesIn(type: any): string[] {
  if (type === null || typeof type !== 'object') return [];
  return [...type.type === 'ref' ? [type.reference.$ref] : [], ...referencesIn(type.element), ...(type.types ?? []).flatMap(referencesIn)];
}
