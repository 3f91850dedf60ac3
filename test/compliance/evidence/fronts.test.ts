import { modelOfResources, rowsOf } from './support';

type Resources = Parameters<typeof modelOfResources>[0];

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const rows = (resources: Resources) => rowsOf(modelOfResources(resources));
const balancer = (properties: object = {}): Resources[string] => ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', ...properties }];
const listener = (properties: object = {}): Resources[string] => [
  'AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Lb' }, Port: 443, Protocol: 'HTTPS', DefaultActions: [{ Type: 'fixed-response' }], ...properties },
];
const group = (...SecurityGroupIngress: object[]): Resources[string] => ['AWS::EC2::SecurityGroup', { SecurityGroupIngress, SecurityGroupEgress: [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }] }];

describe('listeners', () => {
  const inGroup = balancer({ SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] });

  test.each<[string, object, string[]]>([
    ['all traffic', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, [
      'network: internet: > Lb | TCP 443 | encrypted',
      'network: internet: > Lb | all all | not determined',
    ]],
    ['a range of ports', { IpProtocol: 'tcp', FromPort: 1, ToPort: 1000, CidrIp: '203.0.113.0/24' }, [
      'network: address range:203.0.113.0/24 > Lb | TCP 1-1000 | not determined',
      'network: address range:203.0.113.0/24 > Lb | TCP 443 | encrypted',
    ]],
    ['a range without the port', { IpProtocol: 'tcp', FromPort: 500, ToPort: 1000, CidrIp: '203.0.113.0/24' }, [
      'network: address range:203.0.113.0/24 > Lb | TCP 500-1000 | not determined',
      'network: internet: > Lb | TCP 443 | encrypted | blocked: no rule of a security group in the templates admits the port',
    ]],
    ['the ports of another protocol', { IpProtocol: 'udp', FromPort: 0, ToPort: 65535, CidrIp: '203.0.113.0/24' }, [
      'network: address range:203.0.113.0/24 > Lb | UDP all | not determined',
      'network: internet: > Lb | TCP 443 | encrypted | blocked: no rule of a security group in the templates admits the port',
    ]],
    ['ports that a deployment decides', { IpProtocol: 'tcp', FromPort: { Ref: 'P' }, ToPort: { Ref: 'P' }, CidrIp: '203.0.113.0/24' }, [
      'network: address range:203.0.113.0/24 > Lb | TCP 443 | encrypted',
      'network: address range:203.0.113.0/24 > Lb | TCP not determined | not determined',
    ]],
  ])('are reached by the sources of a rule for %s', (_, rule, expected) => {
    expect(rows({ Lb: inGroup, Listener: listener(), Group: group(rule) })).toEqual(expected);
  });

  test('are reached from a security group that is not in the templates, not from the internet', () => {
    expect(rows({ Lb: balancer({ SecurityGroups: ['sg-1'] }), Listener: listener() })).toEqual([
      'network: security group:sg-1 > Lb | TCP 443 | encrypted',
      'network: security group:sg-1 > Lb | not determined not determined | not determined',
    ]);
  });

  test.each<[string, object, string, string]>([
    ['internal', { Scheme: 'internal' }, 'account', 'address range:VPC'],
    ['internet-facing', {}, 'internet', 'internet:'],
    ['of a scheme that a deployment decides', { Scheme: { Ref: 'P' } }, 'not determined', 'unknown:clients of Lb'],
  ])('of a load balancer without a security group that is %s', (_, properties, exposure, client) => {
    const model = modelOfResources({ Lb: balancer(properties), Listener: listener({ Port: 53, Protocol: 'TCP_UDP' }) });
    expect(rowsOf(model)).toEqual([`network: ${client} > Lb | TCP, UDP 53 | not determined`]);
    expect(model.inventory.components.map((component) => component.exposure)).toEqual([exposure]);
  });

  test('forward to targets that are not in the templates', () => {
    const [, ...forwarded] = rows({
      Lb: balancer({ Scheme: 'internal' }),
      Listener: listener({ Protocol: 'TCP', DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }] }),
      Targets: ['AWS::ElasticLoadBalancingV2::TargetGroup', { Protocol: 'TCP', Port: 8443, TargetType: 'ip', Targets: [{ Id: '10.0.0.7' }] }],
    }).reverse();
    expect(forwarded).toEqual(['request: Lb > resource:10.0.0.7 | TCP 8443 | not determined']);
  });
});

test('a rule for UDP does not lead to a listener for TCP', () => {
  expect(rows({
    Lb: balancer({ SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }), Listener: listener(), Group: group({ IpProtocol: 'udp', FromPort: 443, ToPort: 443, CidrIp: '203.0.113.0/24' }),
  })).toEqual([
    'network: address range:203.0.113.0/24 > Lb | UDP 443 | not determined',
    'network: internet: > Lb | TCP 443 | encrypted | blocked: no rule of a security group in the templates admits the port',
  ]);
});

describe('Classic Load Balancers', () => {
  const classic = (properties: object, beside: Resources = {}) => modelOfResources({ Lb: ['AWS::ElasticLoadBalancing::LoadBalancer', properties], Instance: ['AWS::EC2::Instance', {}], ...beside });
  const POLICY = { PolicyName: 'p', PolicyType: 'SSLNegotiationPolicyType', Attributes: [{ Name: 'Reference-Security-Policy', Value: 'ELBSecurityPolicy-TLS-1-2-2017-01' }] };

  test('have listeners and instances', () => {
    expect(rowsOf(classic({
      SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
      Instances: [{ Ref: 'Instance' }],
      Listeners: [{ LoadBalancerPort: '443', Protocol: 'HTTPS', InstancePort: '8080' }, { LoadBalancerPort: '80', Protocol: 'http', InstancePort: '8443', InstanceProtocol: 'HTTPS' }],
    }, { Group: group({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }) }))).toEqual([
      'request: Lb > Instance | HTTP 8080 | not encrypted',
      'request: Lb > Instance | HTTPS 8443 | encrypted',
      'network: internet: > Lb | TCP 443 | encrypted',
      'network: internet: > Lb | TCP 80 | not encrypted | blocked: no rule of a security group in the templates admits the port',
    ]);
  });

  test.each<[object, string]>([
    [{ Protocol: 'SSL', PolicyNames: ['p'] }, 'TLS 1.2'],
    [{ Protocol: 'HTTPS' }, 'TLS 1.0'],
    // A policy of ciphers and protocols.
    [{ Protocol: 'HTTPS', PolicyNames: ['other'] }, 'not determined'],
    [{ Protocol: 'HTTP' }, 'none'],
    [{ Protocol: 'TCP' }, 'not determined'],
    [{ Protocol: { Ref: 'P' } }, 'not determined'],
  ])('with %j have the lowest version %s', (properties, floor) => {
    const { crypto: { inTransit } } = classic({ Listeners: [{ LoadBalancerPort: '443', InstancePort: '80', ...properties }], Policies: [POLICY] });
    expect(inTransit.map((one) => [one.component, one.endpoint, one.floor])).toEqual([['Lb', 'listener on port 443', floor]]);
  });

  test('forward to groups of instances that register with them', () => {
    expect(rowsOf(modelOfResources({
      Lb: ['AWS::ElasticLoadBalancing::LoadBalancer', { Scheme: 'internal', Listeners: [{ LoadBalancerPort: '3306', Protocol: 'TCP', InstancePort: '3306' }] }],
      Group: ['AWS::AutoScaling::AutoScalingGroup', { LoadBalancerNames: [{ Ref: 'Lb' }] }],
    }))).toEqual(['request: Lb > Group | TCP 3306 | not determined', 'network: address range:VPC > Lb | TCP 3306 | not determined']);
  });
});

describe('distributions', () => {
  const distribution = (origin: object, more: object = {}): Resources[string] => ['AWS::CloudFront::Distribution', {
    DistributionConfig: { Enabled: true, DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' }, Origins: [{ DomainName: { 'Fn::GetAtt': ['Lb', 'DNSName'] }, ...origin }], ...more },
  }];
  const requests = (resources: Resources) => rows({ Lb: balancer({ Scheme: 'internal' }), ...resources }).filter((row) => row.includes('> Lb'));

  test.each<[string, object, string]>([
    ['http-only', { OriginProtocolPolicy: 'http-only', HTTPPort: 8080 }, 'HTTP 8080 | not encrypted'],
    ['https-only', { OriginProtocolPolicy: 'https-only' }, 'HTTPS 443 | encrypted'],
    ['match-viewer', { OriginProtocolPolicy: 'match-viewer', HTTPSPort: 8443 }, 'HTTP, HTTPS 80, 8443 | not determined'],
    ['unknown', { OriginProtocolPolicy: { Ref: 'P' } }, 'not determined not determined | not determined'],
  ])('use the protocol and the port of a VPC origin whose policy is %s', (_, VpcOriginEndpointConfig, expected) => {
    expect(requests({
      Cdn: distribution({ VpcOriginConfig: { VpcOriginId: { Ref: 'Origin' } } }),
      Origin: ['AWS::CloudFront::VpcOrigin', { VpcOriginEndpointConfig: { Arn: { Ref: 'Lb' }, ...VpcOriginEndpointConfig } }],
    })).toEqual([`request: Cdn > Lb | ${expected}`]);
  });

  test('do not show the protocol of a VPC origin that is not in the templates', () => {
    expect(requests({ Cdn: distribution({ VpcOriginConfig: { VpcOriginId: 'vo-1' } }) })).toEqual(['request: Cdn > Lb | not determined not determined | not determined']);
  });

  test('invoke functions at the edge, and accept nothing while they are disabled', () => {
    expect(rows({
      Edge: ['AWS::Lambda::Function', {}],
      Version: ['AWS::Lambda::Version', { FunctionName: { Ref: 'Edge' } }],
      Cdn: ['AWS::CloudFront::Distribution', {
        DistributionConfig: { Enabled: false, DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only', LambdaFunctionAssociations: [{ EventType: 'viewer-request', LambdaFunctionARN: { Ref: 'Version' } }] } },
      }],
    })).toEqual([
      'event: Cdn > Edge | not determined | not determined | blocked: Enabled is false',
      'request: internet: > Cdn | HTTPS 443 | encrypted | blocked: Enabled is false',
    ]);
  });
});

describe('APIs', () => {
  const api: Resources[string] = ['AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }];
  const integration = (properties: object): Resources[string] => ['AWS::ApiGatewayV2::Integration', { ApiId: { Ref: 'Api' }, IntegrationType: 'HTTP_PROXY', ...properties }];

  test.each<[string, unknown, string]>([
    ['a port', 'https://up.example.com:8443/x', 'endpoint:https://up.example.com:8443/x | HTTPS 8443 | encrypted'],
    ['no port', 'http://up.example.com/a:1', 'endpoint:http://up.example.com/a:1 | HTTP 80 | not encrypted'],
    ['a port after an attribute', { 'Fn::Join': ['', ['http://', { 'Fn::GetAtt': ['Lb', 'DNSName'] }, ':8080/x']] }, 'Lb | HTTP 8080 | not encrypted'],
    ['a parameter', { Ref: 'P' }, 'endpoint:${P} | not determined not determined | not determined'],
  ])('integrate URIs with %s', (_, IntegrationUri, expected) => {
    expect(rows({ Api: api, Lb: balancer({ Scheme: 'internal' }), It: integration({ IntegrationUri }) })[0]).toBe(`request: Api > ${expected}`);
  });

  test.each<[object, string]>([
    [{}, 'HTTP 8080 | not encrypted'],
    [{ TlsConfig: { ServerNameToVerify: 'example.com' } }, 'HTTPS 8080 | encrypted'],
  ])('connect to a listener with %j', (more, expected) => {
    expect(rows({ Api: api, Lb: balancer({ Scheme: 'internal' }), Listener: listener({ Port: 8080, Protocol: 'HTTP' }), It: integration({ IntegrationUri: { Ref: 'Listener' }, ...more }) }))
      .toContain(`request: Api > Lb | ${expected}`);
  });

  const domain = (SecurityPolicy: string): Resources => ({
    Domain: ['AWS::ApiGatewayV2::DomainName', { DomainName: 'api.example.com', DomainNameConfigurations: [{ SecurityPolicy }] }],
    Mapping: ['AWS::ApiGatewayV2::ApiMapping', { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default' }],
  });

  test('are called at their domain names, with the TLS floor of the domain name', () => {
    const model = modelOfResources({ Api: api, ...domain('TLS_1_2') });
    expect(model.flows.map(({ from, why, openedBy }) => [from, why, openedBy.map(({ id }) => id)])).toEqual([[
      ['internet:'], 'Callers of the API through its domain name; Callers of the API', ['Api', 'Domain', 'Mapping'],
    ]]);
    expect(model.crypto.inTransit.map(({ endpoint, floor, shownBy }) => [endpoint, floor, shownBy])).toEqual([
      ['domain name api.example.com', 'TLS 1.2', 'SecurityPolicy TLS_1_2'],
      ['endpoint of the component', 'not determined', 'API Gateway has HTTPS endpoints only (Amazon API Gateway FAQs)'],
    ]);
  });

  test.each<[string, Resources, string, string[]]>([
    ['a domain name', domain('TLS_1_2'), 'internet', ['request: internet: > Api | HTTPS 443 | encrypted']],
    ['no domain name in the templates', {}, 'not determined', ['request: unknown:clients of Api > Api | HTTPS 443 | encrypted']],
  ])('without their default endpoint and with %s', (_, beside, exposure, expected) => {
    const model = modelOfResources({ Api: ['AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true }], ...beside });
    expect(rowsOf(model)).toEqual(expected);
    expect(model.inventory.components.map((component) => component.exposure)).toEqual([exposure]);
  });

  test('of the type PRIVATE are called through VPC endpoints, also through those that are not in the templates', () => {
    expect(rows({ Api: ['AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }] })).toEqual(['request: endpoint:VPC endpoints that call Api > Api | HTTPS 443 | encrypted']);
  });
});

test.each<[string, unknown, string]>([
  ['no policy', undefined, 'default policy, full access'],
  ['a policy for everyone', { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }, 'policy with full access'],
  ['a policy for everyone of the organization', { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }] }, 'policy of its own'],
  ['a policy for one action', { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }] }, 'policy of its own'],
  ['a policy of a deployment', { Ref: 'P' }, 'policy not determined'],
])('the connection through a VPC endpoint with %s says what the policy allows', (_, PolicyDocument, expected) => {
  const { flows } = modelOfResources({ It: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-west-2.kms', PolicyDocument }] });
  expect(flows.map(({ why }) => why)).toEqual([`Interface endpoint, ${expected}`]);
});

test('an endpoint service of another account is a third party, and one of the templates a component', () => {
  const { flows, inventory: { parties } } = modelOfResources({
    Theirs: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0' }],
    Service: ['AWS::EC2::VPCEndpointService', {}],
    Ours: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': 'com.amazonaws.vpce.${AWS::Region}.${Service}' } }],
  });
  expect(flows.map(({ from, to, ports, encryption }) => [from, to, ports, encryption])).toEqual([
    [['Ours'], ['Service'], 'not determined', 'not determined'],
    [['Theirs'], ['endpoint:com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0'], 'not determined', 'not determined'],
  ]);
  expect(parties.map(({ kind, isThirdParty }) => [kind, isThirdParty])).toEqual([['endpoint', true]]);
});

describe('calls of APIs', () => {
  const call = (type: string, properties: object = {}, beside: Resources = {}) => rows({
    It: [type, properties],
    Caller: ['AWS::Lambda::Function', { Role: arn('Role') }],
    Role: ['AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'x:Call', Resource: arn('It') }] } }] }],
    ...beside,
  }).filter((row) => row.includes('Caller > It'));

  test.each(['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::DynamoDB::Table', 'AWS::AutoScaling::AutoScalingGroup'])('of %s are as the client decides, because its endpoints accept HTTP', (type) => {
    expect(call(type)).toEqual(['api call: Caller > It | HTTP, HTTPS 80, 443 | not determined']);
  });

  test('of a bucket whose policy denies requests without TLS, and of a service with HTTPS endpoints only, are encrypted', () => {
    const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn('It'), { 'Fn::Join': ['', [arn('It'), '/*']] }], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }];
    expect(call('AWS::S3::Bucket', {}, { Policy: ['AWS::S3::BucketPolicy', { Bucket: { Ref: 'It' }, PolicyDocument: { Statement } }] })).toEqual(['api call: Caller > It | HTTPS 443 | encrypted']);
    expect(call('AWS::SecretsManager::Secret')).toEqual(['api call: Caller > It | HTTPS 443 | encrypted']);
  });
});
