import { isPrivate, isWorld } from '../../predicates/cidr';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';
import { Placement } from '../inventory/placement';
import { References } from '../inventory/references';

const GATEWAYS = ['GatewayId', 'NatGatewayId', 'EgressOnlyInternetGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'NetworkInterfaceId', 'VpcEndpointId', 'InstanceId',
  'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn'];

/** Properties that give instances a public address. */
const INTERFACES = ['NetworkInterfaces.AssociatePublicIpAddress', 'LaunchTemplateData.NetworkInterfaces.AssociatePublicIpAddress', 'LaunchTemplateData.AssociatePublicIpAddress'];

/** Properties that open components to the internet. Properties are those of the CloudFormation template reference. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Scheme'],
  'AWS::ElasticLoadBalancing::LoadBalancer': ['Scheme'],
  'AWS::RDS::DBCluster': ['PubliclyAccessible'],
  'AWS::RDS::DBInstance': ['PubliclyAccessible'],
  'AWS::Redshift::Cluster': ['PubliclyAccessible'],
  'AWS::RedshiftServerless::Workgroup': ['PubliclyAccessible'],
  'AWS::DMS::ReplicationInstance': ['PubliclyAccessible'],
  'AWS::AmazonMQ::Broker': ['PubliclyAccessible'],
  'AWS::ApiGateway::RestApi': ['EndpointConfiguration.Types'],
  'AWS::EKS::Cluster': ['ResourcesVpcConfig.EndpointPublicAccess'],
  'AWS::MSK::Cluster': ['BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type'],
  'AWS::MWAA::Environment': ['WebserverAccessMode'],
  'AWS::Transfer::Server': ['EndpointType'],
  'AWS::EC2::Instance': INTERFACES,
  'AWS::AutoScaling::AutoScalingGroup': INTERFACES,
  'AWS::OpenSearchService::Domain': ['VPCOptions'],
  'AWS::Elasticsearch::Domain': ['VPCOptions'],
  'AWS::AppSync::GraphQLApi': ['Visibility'],
  'AWS::AppRunner::Service': ['NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible'],
  'AWS::ECS::Service': ['NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp'],
};

/** Whether network interfaces in public subnets have a public address. Properties and defaults are those of the CloudFormation template reference. */
const PUBLIC_ADDRESS: Readonly<Record<string, (properties: Json) => boolean | undefined>> = {
  'AWS::RDS::DBCluster': ({ PubliclyAccessible }) => isOn(PubliclyAccessible, false),
  // Instances without the property are public or not, as their VPC is. Source: Amazon RDS API Reference, CreateDBInstance.
  'AWS::RDS::DBInstance': ({ PubliclyAccessible }) => isOn(PubliclyAccessible, true),
  'AWS::Redshift::Cluster': ({ PubliclyAccessible }) => isOn(PubliclyAccessible, false),
  'AWS::RedshiftServerless::Workgroup': ({ PubliclyAccessible }) => isOn(PubliclyAccessible, undefined),
  'AWS::DMS::ReplicationInstance': ({ PubliclyAccessible }) => isOn(PubliclyAccessible, true),
  'AWS::AmazonMQ::Broker': ({ PubliclyAccessible }) => isOn(PubliclyAccessible, false),
  'AWS::MSK::Cluster': (properties) => valueOf(at(properties, 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type')[0], (type) => type === 'SERVICE_PROVIDED_EIPS', false),
  'AWS::ECS::Service': (properties) => valueOf(at(properties, 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp')[0], (assign) => assign === 'ENABLED', false),
  // Elastic IP addresses make an endpoint in a VPC public. Source: AWS::Transfer::Server EndpointDetails, property AddressAllocationIds.
  'AWS::Transfer::Server': ({ EndpointDetails }) => valueOf(EndpointDetails?.AddressAllocationIds, (ids) => listOf(ids).length > 0, false),
  // Their interfaces have private addresses. What the service provides outside of the VPC is a connection of its own.
  ...Object.fromEntries(['AWS::Lambda::Function', 'AWS::EC2::VPCEndpoint', 'AWS::RDS::DBProxy', 'AWS::RDS::DBProxyEndpoint', 'AWS::EKS::Cluster', 'AWS::MWAA::Environment',
    'AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain', 'AWS::AppRunner::Service', 'AWS::ApiGatewayV2::VpcLink', 'AWS::CodeBuild::Project', 'AWS::EC2::ClientVpnEndpoint',
    'AWS::EFS::FileSystem', 'AWS::FSx::FileSystem', 'AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::CacheCluster', 'AWS::ElastiCache::ServerlessCache', 'AWS::MemoryDB::Cluster',
    'AWS::DocDB::DBCluster', 'AWS::Glue::Connection', 'AWS::MSK::VpcConnection', 'AWS::Route53Resolver::ResolverEndpoint'].map((type) => [type, () => false])),
};

const isOn = (value: Json, unset: boolean | undefined) => valueOf(value, isTrue, unset);

/** The meaning of a value; undefined where a deployment decides it. */
function valueOf(value: Json, meaning: (value: Json) => boolean, unset: boolean | undefined): boolean | undefined {
  if (!given(value)) return unset;
  return isUnresolved(value) ? undefined : meaning(value);
}

/** Routes and network ACLs of subnets. */
export class Routes {
  /** Route tables with a default route to a gateway that is not in the templates. */
  private readonly open = new Set<RenderedResource>();
  private readonly defaults = new Map<RenderedResource, RenderedResource[]>();
  private readonly tables = new Map<RenderedResource, RenderedResource>();
  private readonly acls = new Map<RenderedResource, RenderedResource>();

  constructor(private readonly references: References, private readonly placement: Placement) {
    for (const route of references.all('AWS::EC2::Route')) {
      const { properties } = route;
      const table = references.one(properties.RouteTableId, route);
      if (!table || !(isWorld(properties.DestinationCidrBlock) || isWorld(properties.DestinationIpv6CidrBlock))) continue;
      const gateways = GATEWAYS.flatMap((name) => given(properties[name]) ? references.in(properties[name], route) : []);
      if (gateways.length === 0) this.open.add(table);
      this.defaults.set(table, [...this.defaults.get(table) ?? [], ...gateways]);
    }
    for (const link of references.all('AWS::EC2::SubnetRouteTableAssociation')) this.link(link, 'RouteTableId', this.tables);
    for (const link of references.all('AWS::EC2::SubnetNetworkAclAssociation')) this.link(link, 'NetworkAclId', this.acls);
  }

  /**
   * Gateways on the way of a component to the internet; empty if its subnets have no default route. Undefined if its subnets, their routes or the gateways
   * are not in the templates.
   */
  public toInternet(component: RenderedResource): RenderedResource[] | undefined {
    const subnets = this.placement.subnetsOf(component);
    if (subnets.length === 0 || subnets.some((subnet) => !this.tables.has(subnet) || this.open.has(this.tables.get(subnet)!))) return undefined;
    return [...new Set(subnets.flatMap((subnet) => this.defaults.get(this.tables.get(subnet)!) ?? []))];
  }

  /** Whether a component accepts connections from the internet; undefined if the templates do not show it. */
  public isPublic(component: RenderedResource): boolean | undefined {
    const { type, properties } = component;
    if (type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' || type === 'AWS::ElasticLoadBalancing::LoadBalancer') {
      if (isUnresolved(properties.Scheme)) return undefined;
      // Internet-facing is the default of Elastic Load Balancing.
      return properties.Scheme !== 'internal';
    }
    const hasAddress = OPENERS[type] === INTERFACES ? this.isInstancePublic(component) : (PUBLIC_ADDRESS[type] ?? (() => true))(properties);
    if (!hasAddress) return hasAddress;
    const gateways = this.toInternet(component);
    return gateways?.some((gateway) => gateway.type === 'AWS::EC2::InternetGateway');
  }

  // Without the property, the subnet decides. An address of IPv6 is public.
  private isInstancePublic(component: RenderedResource): boolean | undefined {
    const properties = this.placement.withTemplate(component);
    const values = INTERFACES.flatMap((path) => at(properties, path));
    if (values.length === 0 || values.some(isTrue)) return true;
    if (values.some(isUnresolved)) return undefined;
    const hasIpv6 = this.placement.subnetsOf(component).some((subnet) => isTrue(subnet.properties.AssignIpv6AddressOnCreation))
      || ['NetworkInterfaces', 'LaunchTemplateData.NetworkInterfaces'].flatMap((path) => at(properties, path))
        .some(({ Ipv6AddressCount, Ipv6Addresses }) => given(Ipv6AddressCount) || given(Ipv6Addresses));
    return hasIpv6 || this.references.all('AWS::EC2::EIP', 'AWS::EC2::EIPAssociation')
      .some((address) => this.references.in([address.properties.InstanceId, address.properties.NetworkInterfaceId], address).includes(component));
  }

  /** Whether a property that opens a component to the internet, or closes it, resolves only at deployment. */
  public isDecidedAtDeployment(component: RenderedResource): boolean {
    const { type } = component;
    const properties = this.placement.withTemplate(component);
    return (OPENERS[type] ?? []).some((path) => at(properties, path).some(isUnresolved) || at(properties, path.split('.').slice(0, -1).join('.')).some(isUnresolved));
  }

  /** Gateway endpoint of the templates for the prefix list of a service, on the way of a component. */
  public gatewayEndpoints(component: RenderedResource): RenderedResource[] {
    const tables = this.placement.subnetsOf(component).flatMap((subnet) => this.tables.get(subnet) ?? []);
    return this.references.all('AWS::EC2::VPCEndpoint').filter((endpoint) => endpoint.properties.VpcEndpointType !== 'Interface'
      && this.references.in(endpoint.properties.RouteTableIds, endpoint).some((table) => tables.includes(table)));
  }

  /** Subnets that route to a gateway endpoint. */
  public subnetsOfEndpoint(endpoint: RenderedResource): RenderedResource[] {
    const tables = this.references.in(endpoint.properties.RouteTableIds, endpoint);
    return [...this.tables].filter(([, table]) => tables.includes(table)).map(([subnet]) => subnet);
  }

  /**
   * The network ACL that keeps packets between the internet and all subnets of a component away. Undefined if there is none, or if it has entries that only
   * a deployment decides.
   */
  public aclAgainstInternet(component: RenderedResource, isEgress: boolean): RenderedResource | undefined {
    const acls = this.placement.subnetsOf(component).map((subnet) => this.acls.get(subnet));
    const [first] = acls;
    if (!first || acls.some((acl) => acl !== first)) return undefined;
    const entries = this.references.all('AWS::EC2::NetworkAclEntry').filter((entry) => this.references.one(entry.properties.NetworkAclId, entry) === first
      && isTrue(entry.properties.Egress) === isEgress);
    const admits = entries.some(({ properties: { RuleAction, CidrBlock, Ipv6CidrBlock } }) => isUnresolved(RuleAction)
      || (RuleAction === 'allow' && listOf([CidrBlock, Ipv6CidrBlock]).some((cidr) => isUnresolved(cidr) ? !given(cidr['Fn::GetAtt']) : isWorld(cidr) || !isPrivate(cidr))));
    return admits ? undefined : first;
  }

  private link(link: RenderedResource, property: string, into: Map<RenderedResource, RenderedResource>) {
    const subnet = this.references.one(link.properties.SubnetId, link);
    const target = this.references.one(link.properties[property], link);
    if (subnet && target) into.set(subnet, target);
  }
}
