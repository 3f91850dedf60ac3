import { modelOfResources, rowsOf } from './support';

/** A parameter without a default. */
const OPEN = { Ref: 'P' };
const CLIENTS = 'unknown:clients of It';

/** Exposure of a resource with the logical id `It`, and the sources of connections to it. */
function of(type: string, properties: object, beside: Parameters<typeof modelOfResources>[0] = {}): string[] {
  const { inventory, flows } = modelOfResources({ It: [type, properties], ...beside });
  return [inventory.components.find(({ id }) => id === 'It')!.exposure, ...flows.filter(({ to }) => to.includes('It')).flatMap(({ from }) => from)];
}

describe('endpoints that a service provides', () => {
  test.each<[string, object, string[]]>([
    ['AWS::EKS::Cluster', {}, ['internet', 'internet:']],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { EndpointPublicAccess: false } }, ['account']],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { EndpointPublicAccess: OPEN } }, ['not determined', CLIENTS]],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: OPEN }, ['not determined', CLIENTS]],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { EndpointPublicAccess: true, PublicAccessCidrs: ['203.0.113.0/24'] } }, ['account', 'address range:203.0.113.0/24']],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { PublicAccessCidrs: ['203.0.113.0/24', '0.0.0.0/0'] } }, ['internet', 'address range:203.0.113.0/24', 'internet:']],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { PublicAccessCidrs: [OPEN] } }, ['not determined', 'address range:${P}']],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { PublicAccessCidrs: OPEN } }, ['not determined', CLIENTS]],
    ['AWS::MWAA::Environment', { WebserverAccessMode: 'PUBLIC_ONLY' }, ['internet', 'internet:']],
    ['AWS::MWAA::Environment', { WebserverAccessMode: 'PRIVATE_ONLY' }, ['account']],
    ['AWS::MWAA::Environment', {}, ['not determined', CLIENTS]],
    ['AWS::Transfer::Server', { EndpointType: 'PUBLIC' }, ['internet', 'internet:']],
    ['AWS::Transfer::Server', { EndpointType: 'VPC' }, ['account']],
    ['AWS::Transfer::Server', { EndpointType: OPEN }, ['not determined', CLIENTS]],
    ['AWS::Transfer::Server', {}, ['not determined', CLIENTS]],
    ['AWS::OpenSearchService::Domain', {}, ['internet', 'internet:']],
    ['AWS::OpenSearchService::Domain', { VPCOptions: { SubnetIds: ['subnet-1'] } }, ['account']],
    ['AWS::OpenSearchService::Domain', { VPCOptions: OPEN }, ['not determined', CLIENTS]],
    ['AWS::Elasticsearch::Domain', {}, ['internet', 'internet:']],
    ['AWS::AppSync::GraphQLApi', {}, ['internet', 'internet:']],
    ['AWS::AppSync::GraphQLApi', { Visibility: 'PRIVATE' }, ['account']],
    ['AWS::AppSync::GraphQLApi', { Visibility: OPEN }, ['not determined', CLIENTS]],
    ['AWS::AppSync::Api', {}, ['internet', 'internet:']],
    ['AWS::AppRunner::Service', {}, ['internet', 'internet:']],
    ['AWS::AppRunner::Service', { NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: false } } }, ['account']],
    ['AWS::AppRunner::Service', { NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: OPEN } } }, ['not determined', CLIENTS]],
    ['AWS::ElasticBeanstalk::Environment', {}, ['not determined', CLIENTS]],
    ['AWS::ElasticBeanstalk::Environment', { Tier: { Name: 'Worker', Type: 'SQS/HTTP' } }, ['account']],
    ['AWS::ElasticBeanstalk::Environment', { OptionSettings: [{ Namespace: 'aws:ec2:vpc', OptionName: 'ELBScheme', Value: 'internal' }] }, ['account']],
    ['AWS::Route53::HostedZone', { Name: 'example.com' }, ['internet', 'internet:']],
    ['AWS::Route53::HostedZone', { Name: 'example.com', VPCs: [] }, ['internet', 'internet:']],
    ['AWS::Route53::HostedZone', { Name: 'internal', VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'eu-west-2' }] }, ['account']],
    ['AWS::Route53::HostedZone', { Name: 'example.com', VPCs: OPEN }, ['not determined', CLIENTS]],
    ['AWS::EC2::ClientVpnEndpoint', { TransitGatewayConfiguration: { TransitGatewayId: 'tgw-1' } }, ['internet', 'internet:']],
    // Without a target network, an endpoint accepts no connection.
    ['AWS::EC2::ClientVpnEndpoint', {}, ['not determined', CLIENTS]],
    ['AWS::GlobalAccelerator::Accelerator', {}, ['not determined', CLIENTS]],
    // A type that no table describes.
    ['AWS::RoboMaker::Robot', {}, ['not determined']],
  ])('of %s with %j', (type, properties, expected) => {
    expect(of(type, properties)).toEqual(expected);
  });

  test('say what encrypts them only where a property or the protocol shows it', () => {
    const rows = rowsOf(modelOfResources({
      Airflow: ['AWS::MWAA::Environment', { WebserverAccessMode: 'PUBLIC_ONLY' }],
      Files: ['AWS::Transfer::Server', { EndpointType: 'PUBLIC' }],
      Open: ['AWS::OpenSearchService::Domain'],
      Search: ['AWS::OpenSearchService::Domain', { DomainEndpointOptions: { EnforceHTTPS: true } }],
      Web: ['AWS::ElasticBeanstalk::Environment'],
    }));
    expect(rows).toEqual([
      'request: internet: > Airflow | HTTPS 443 | not determined',
      'request: internet: > Files | TCP 22 | encrypted',
      'request: internet: > Open | HTTPS 443 | not determined',
      'request: internet: > Search | HTTPS 443 | encrypted',
      'request: unknown:clients of Web > Web | not determined not determined | not determined',
    ]);
  });
});

describe('a component in a public subnet with a security group that admits everyone', () => {
  const NETWORK = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
    Group: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }], SecurityGroupEgress: [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }] }],
    Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
    Table: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
    Link: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } }],
    Gateway: ['AWS::EC2::InternetGateway'],
    Route: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } }],
  } as const;
  const groups = [{ Ref: 'Group' }];
  const subnets = [{ Ref: 'Subnet' }];

  test.each<[string, object, string]>([
    ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { SecurityGroups: groups, ClientSubnets: subnets, SubnetIds: subnets } }, 'vpc'],
    ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { SecurityGroups: groups, SubnetIds: subnets, ConnectivityInfo: { PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } } } }, 'internet'],
    ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { SecurityGroups: groups, SubnetIds: subnets, ConnectivityInfo: { PublicAccess: { Type: OPEN } } } }, 'not determined'],
    ['AWS::DMS::ReplicationInstance', { VpcSecurityGroupIds: groups, SubnetIds: subnets }, 'internet'],
    ['AWS::DMS::ReplicationInstance', { VpcSecurityGroupIds: groups, SubnetIds: subnets, PubliclyAccessible: false }, 'vpc'],
    ['AWS::AmazonMQ::Broker', { SecurityGroups: groups, SubnetIds: subnets }, 'vpc'],
    ['AWS::AmazonMQ::Broker', { SecurityGroups: groups, SubnetIds: subnets, PubliclyAccessible: true }, 'internet'],
    ['AWS::RedshiftServerless::Workgroup', { SecurityGroupIds: groups, SubnetIds: subnets, PubliclyAccessible: false }, 'vpc'],
    ['AWS::RedshiftServerless::Workgroup', { SecurityGroupIds: groups, SubnetIds: subnets, PubliclyAccessible: true }, 'internet'],
    ['AWS::Redshift::Cluster', { VpcSecurityGroupIds: groups, SubnetIds: subnets }, 'vpc'],
    ['AWS::Transfer::Server', { EndpointType: 'VPC', EndpointDetails: { SecurityGroupIds: groups, SubnetIds: subnets } }, 'vpc'],
    ['AWS::Transfer::Server', { EndpointType: 'VPC', EndpointDetails: { SecurityGroupIds: groups, SubnetIds: subnets, AddressAllocationIds: ['eipalloc-1'] } }, 'internet'],
    ['AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: groups, Subnets: subnets } } }, 'vpc'],
    ['AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: groups, Subnets: subnets, AssignPublicIp: 'ENABLED' } } }, 'internet'],
    ['AWS::OpenSearchService::Domain', { VPCOptions: { SecurityGroupIds: groups, SubnetIds: subnets } }, 'vpc'],
    ['AWS::RDS::DBProxy', { VpcSecurityGroupIds: groups, VpcSubnetIds: subnets }, 'vpc'],
    ['AWS::RDS::DBInstance', { VPCSecurityGroups: groups, SubnetIds: subnets, PubliclyAccessible: true }, 'internet'],
  ])('is reached from the internet only with a public address: %s with %j', (type, properties, expected) => {
    expect(of(type, properties, NETWORK)[0]).toBe(expected);
  });
});

describe('an entrance to the network from the internet', () => {
  const of_ = (resources: Parameters<typeof modelOfResources>[0]) => {
    const model = modelOfResources(resources);
    return { rows: rowsOf(model), exposures: Object.fromEntries(model.inventory.components.map(({ id, exposure }) => [id, exposure])), model };
  };

  test('by a hosted zone is a DNS query, which is not encrypted', () => {
    expect(of_({ Zone: ['AWS::Route53::HostedZone', { Name: 'example.com' }] }).rows).toEqual(['request: internet: > Zone | DNS 53 | not encrypted']);
  });

  test('by a Client VPN leads to the networks that its rules name', () => {
    const rule = (TargetNetworkCidr: unknown, more = {}) => ['AWS::EC2::ClientVpnAuthorizationRule', { ClientVpnEndpointId: { Ref: 'Vpn' }, TargetNetworkCidr, ...more }] as const;
    const { rows, exposures, model } = of_({
      Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
      Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
      Vpn: ['AWS::EC2::ClientVpnEndpoint', { VpcId: { Ref: 'Vpc' }, VpnPort: 1194, TransportProtocol: 'tcp' }],
      Target: ['AWS::EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: { Ref: 'Vpn' }, SubnetId: { Ref: 'Subnet' } }],
      Own: rule({ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, { Description: 'Operators' }),
      Office: rule('192.168.0.0/16'),
      World: rule('0.0.0.0/0'),
    });
    expect(rows).toEqual([
      'network: Vpn > Vpc | all all | not determined',
      'network: Vpn > address range:192.168.0.0/16 | all all | not determined',
      'network: Vpn > internet: | all all | not determined',
      'network: internet: > Vpn | TCP 1194 | encrypted',
    ]);
    expect(exposures).toMatchObject({ Vpn: 'internet', Vpc: 'account' });
    expect(model.flows.map(({ why }) => why)).toEqual(['Operators', 'Authorization rule of the VPN', 'Authorization rule of the VPN', 'Clients of the VPN']);
    expect(model.flows[3].openedBy.map(({ id }) => id)).toEqual(['Target', 'Vpn']);
    expect(model.inventory.configuration).toMatchObject({ 'AWS::EC2::ClientVpnAuthorizationRule': 3, 'AWS::EC2::ClientVpnTargetNetworkAssociation': 1 });
    expect(model.crypto.inTransit).toEqual([{ component: 'Vpn', endpoint: 'endpoint of the component', floor: 'not determined', fips: 'not determined', shownBy: 'TLS of OpenVPN, with the server certificate of the endpoint' }]);
  });

  test('by a Client VPN whose properties a deployment decides is not determined', () => {
    expect(of_({ Vpn: ['AWS::EC2::ClientVpnEndpoint', { VpnPort: OPEN, TransportProtocol: OPEN }] }).rows)
      .toEqual(['network: unknown:clients of Vpn > Vpn | not determined not determined | encrypted']);
    expect(of_({ Vpn: ['AWS::EC2::ClientVpnEndpoint', { TransitGatewayConfiguration: {} }] }).rows).toEqual(['network: internet: > Vpn | UDP 443 | encrypted']);
  });

  const listener = (more: object) => ['AWS::GlobalAccelerator::Listener', { AcceleratorArn: { 'Fn::GetAtt': ['It', 'AcceleratorArn'] }, PortRanges: [{ FromPort: 443, ToPort: 443 }], ...more }] as const;
  const endpoints = (more: object) => ['AWS::GlobalAccelerator::EndpointGroup', { ListenerArn: { 'Fn::GetAtt': ['Listener', 'ListenerArn'] }, ...more }] as const;

  test('by an accelerator leads to its endpoints', () => {
    const { rows, exposures, model } = of_({
      It: ['AWS::GlobalAccelerator::Accelerator'],
      Listener: listener({ PortRanges: [{ FromPort: 443, ToPort: 443 }, { FromPort: 8000, ToPort: 8010 }] }),
      Group: endpoints({ EndpointConfigurations: [{ EndpointId: { Ref: 'Balancer' } }, { EndpointId: 'eipalloc-1' }], PortOverrides: [{ ListenerPort: 443, EndpointPort: 8443 }] }),
      Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }],
    });
    expect(rows).toEqual([
      'network: It > Balancer, resource:eipalloc-1 | TCP 8000-8010 | not determined',
      'network: It > Balancer, resource:eipalloc-1 | TCP 8443 | not determined',
      'network: internet: > It | TCP 443 | not determined',
      'network: internet: > It | TCP 8000-8010 | not determined',
    ]);
    expect(exposures).toEqual({ It: 'internet', Balancer: 'account' });
    expect(model.inventory.configuration).toEqual({ 'AWS::GlobalAccelerator::EndpointGroup': 1, 'AWS::GlobalAccelerator::Listener': 1 });
  });

  test.each<[string, object, object, object, string[], string]>([
    ['that is disabled', { Enabled: false }, {}, {}, ['network: internet: > It | TCP 443 | not determined | blocked: Enabled is false'], 'account'],
    ['that a deployment enables', { Enabled: OPEN }, { Protocol: 'UDP' }, {}, ['network: unknown:clients of It > It | UDP 443 | not determined'], 'not determined'],
    ['with ports that a deployment decides', {}, { PortRanges: OPEN, Protocol: OPEN }, {}, ['network: internet: > It | not determined not determined | not determined'], 'internet'],
    ['with one port that a deployment decides', {}, { PortRanges: [{ FromPort: OPEN, ToPort: 80 }] }, {}, ['network: internet: > It | TCP not determined | not determined'], 'internet'],
    ['with endpoints that a deployment decides', {}, {}, { EndpointConfigurations: OPEN }, ['network: internet: > It | TCP 443 | not determined'], 'internet'],
    ['with overrides that a deployment decides', {}, {}, { EndpointConfigurations: [{ EndpointId: 'i-1' }], PortOverrides: [{ ListenerPort: 443, EndpointPort: OPEN }] },
      ['network: It > resource:i-1 | TCP not determined | not determined', 'network: internet: > It | TCP 443 | not determined'], 'internet'],
  ])('by an accelerator %s', (_, properties, ofListener, ofGroup, expected, exposure) => {
    const { rows, exposures } = of_({ It: ['AWS::GlobalAccelerator::Accelerator', properties], Listener: listener(ofListener), Group: endpoints(ofGroup) });
    expect(rows).toEqual(expected);
    expect(exposures.It).toBe(exposure);
  });
});

describe('a listener that redirects', () => {
  const REDIRECT = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } };
  const whyOf = (actions: unknown, beside: Parameters<typeof modelOfResources>[0] = {}, ofBalancer = {}) => modelOfResources({
    Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', ...ofBalancer }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, Protocol: 'HTTP', DefaultActions: actions }],
    ...beside,
  }).flows.filter(({ to }) => to.includes('Balancer')).map(({ why, encryptedBy }) => [why, encryptedBy]);
  const rule = (action: unknown) => ({ Rule: ['AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: { Ref: 'Listener' }, Actions: [action] }] }) as const;
  const says = (text: string) => [[`Listener of the load balancer, which ${text}`, `HTTP listener, which ${text}`]];

  test.each<[string, unknown, object, string[][]]>([
    ['to HTTPS', [REDIRECT], {}, says('redirects to HTTPS on port 443')],
    ['to HTTPS on the port of the request', [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS' } }], {}, says('redirects to HTTPS')],
    ['with a rule that redirects, too', [REDIRECT], rule(REDIRECT), says('redirects to HTTPS on port 443')],
    ['with a rule that forwards', [REDIRECT], rule({ Type: 'forward' }), says('redirects to HTTPS on port 443, except where Rule applies')],
    ['to another path', [{ Type: 'redirect', RedirectConfig: { Path: '/new' } }], {}, [['Listener of the load balancer', 'HTTP listener']]],
    ['nowhere', [{ Type: 'forward' }], {}, [['Listener of the load balancer', 'HTTP listener']]],
  ])('says so: %s', (_, actions, beside, expected) => {
    expect(whyOf(actions, beside as Parameters<typeof modelOfResources>[0])).toEqual(expected);
  });

  test('says so beside the description of the rule of a security group', () => {
    const group = { Group: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0', Description: 'Any client' }] }] } as const;
    expect(whyOf([REDIRECT], group, { SecurityGroups: [{ Ref: 'Group' }] }))
      .toEqual([['Any client; Listener of the load balancer, which redirects to HTTPS on port 443', 'HTTP listener, which redirects to HTTPS on port 443']]);
  });
});
