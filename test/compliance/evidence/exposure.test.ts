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
