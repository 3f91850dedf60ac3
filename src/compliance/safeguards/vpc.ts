import { ResourceSafeguard } from '../model/safeguard';
import { isWorld } from '../predicates/cidr';
import { branchesOf, oncePerPeers } from '../predicates/indexed';
import { isOneOf, isSet, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, HOLDS, mustBe, mustExist, mustNotBe, Outcome } from '../predicates/outcome';
import { hasFunction } from '../predicates/text';
import { Json, pointers, RenderedResource } from '../rendered';

/** Safeguards of Amazon VPC: flow logs, endpoints, gateways and VPN connections. */
export const VPC: ResourceSafeguard[] = [
  {
    id: 'VPC.FlowLogged',
    on: ['AWS::EC2::VPC'],
    statement: 'VPC flow logs are enabled',
    rationale: 'Flow logs show which addresses connected to what, during and after an attack',
    remedy: 'add a flow log to the VPC',
    sources: { securityHub: ['EC2.6'], cdkNag: ['VPCFlowLogsEnabled'], prowler: ['vpc_flow_logs_enabled'] },
    // The control requires at least rejected traffic.
    judge: (vpc) => mustExist(
      pointers(vpc, 'AWS::EC2::FlowLog', 'ResourceId').some(({ properties }) => isOneOf(properties.TrafficType, 'ALL', 'REJECT')),
      'no AWS::EC2::FlowLog with TrafficType ALL or REJECT has this VPC as its ResourceId',
    ),
  },
  {
    id: 'VPC.DefaultSecurityGroupClosed',
    on: ['AWS::EC2::VPC'],
    statement: 'the default security group has no rules',
    rationale: 'A resource without a security group gets the default group, and its rules are rarely reviewed',
    remedy: 'set `restrictDefaultSecurityGroup` on the VPC',
    sources: { securityHub: ['EC2.2'], cdkNag: ['VPCDefaultSecurityGroupClosed'] },
    judge: (vpc) => mustExist(
      pointers(vpc, 'Custom::VpcRestrictDefaultSG', 'DefaultSecurityGroupId').length,
      'no Custom::VpcRestrictDefaultSG takes the rules out of its default security group',
    ),
  },
  {
    id: 'VPC.NoInternetRoute',
    on: ['AWS::EC2::Route'],
    statement: 'no route leads from all addresses to an internet gateway',
    rationale: 'A route to an internet gateway makes every resource of the subnet with a public address reachable',
    remedy: 'route through a NAT gateway or VPC endpoints. Subnets of internet-facing load balancers and of NAT gateways need the route: acknowledge it there',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
    sources: { cdkNag: ['VPCNoUnrestrictedRouteToIGW'] },
    judge: ({ properties: { GatewayId, DestinationCidrBlock, DestinationIpv6CidrBlock } }) => GatewayId === undefined ? HOLDS : allOf(
      mustNotBe('DestinationCidrBlock', isWorld(DestinationCidrBlock) ? '0.0.0.0/0' : DestinationCidrBlock, '0.0.0.0/0'),
      mustNotBe('DestinationIpv6CidrBlock', isWorld(DestinationIpv6CidrBlock) ? '::/0' : DestinationIpv6CidrBlock, '::/0'),
    ),
  },
  {
    id: 'VPC.SubnetNoPublicIp',
    on: ['AWS::EC2::Subnet'],
    statement: 'the subnet does not assign public IP addresses',
    rationale: 'Resources in the subnet would get public addresses without anyone asking for them',
    remedy: 'set `mapPublicIpOnLaunch` to false',
    sources: { securityHub: ['EC2.15'], cdkNag: ['VPCSubnetAutoAssignPublicIpDisabled'] },
    judge: ({ properties }) => allOf(
      mustNotBe('MapPublicIpOnLaunch', properties.MapPublicIpOnLaunch, true),
      mustNotBe('AssignIpv6AddressOnCreation', properties.AssignIpv6AddressOnCreation, true),
    ),
  },
  {
    id: 'VPC.EcrApiEndpoint',
    on: ['AWS::EC2::VPC'],
    statement: 'the VPC has an interface endpoint for the ECR API',
    rationale: 'Without the endpoint, requests to ECR leave the VPC, and an image pull needs a path to the internet',
    remedy: 'set `endpoints.calledServices` of `SecureVpc`, or add the interface endpoint `ECR`',
    sources: { securityHub: ['EC2.55'] },
    judge: (vpc) => pullsFromEcr(vpc) ? mustHaveEndpoint(vpc, 'ecr.api') : undefined,
  },
  {
    id: 'VPC.EcrDockerEndpoint',
    on: ['AWS::EC2::VPC'],
    statement: 'the VPC has an interface endpoint for the ECR Docker registry',
    rationale: 'Without the endpoint, image layers pass outside the VPC',
    remedy: 'set `endpoints.calledServices` of `SecureVpc`, or add the interface endpoint `ECR_DOCKER`',
    sources: { securityHub: ['EC2.56'] },
    judge: (vpc) => pullsFromEcr(vpc) ? mustHaveEndpoint(vpc, 'ecr.dkr') : undefined,
  },
  {
    id: 'VPC.SsmEndpoint',
    on: ['AWS::EC2::VPC'],
    statement: 'the VPC has an interface endpoint for Systems Manager',
    rationale: 'Without the endpoint, instances need a path to the internet to be managed and patched',
    remedy: 'set `endpoints.calledServices` of `SecureVpc`, or add the interface endpoint `SSM`',
    sources: { securityHub: ['EC2.57'] },
    judge: (vpc) => hasInstances(vpc) ? mustHaveEndpoint(vpc, 'ssm') : undefined,
  },
  {
    id: 'VPC.InternetGatewaysBlocked',
    on: ['AWS::EC2::VPCBlockPublicAccessOptions'],
    statement: 'VPC Block Public Access blocks inbound traffic of internet gateways',
    rationale: 'One setting stops inbound traffic from the internet, whatever routes and security groups allow',
    remedy: 'set `internetGatewayBlockMode` to `block-bidirectional` or `block-ingress`',
    sources: { securityHub: ['EC2.172'] },
    judge: ({ properties }) => mustNotBe('InternetGatewayBlockMode', properties.InternetGatewayBlockMode, 'off'),
  },
  {
    id: 'EC2.NetworkAclUsed',
    on: ['AWS::EC2::NetworkAcl'],
    statement: 'the network ACL is associated with a subnet',
    rationale: 'An unused network ACL looks like protection and filters nothing',
    remedy: 'associate it with a subnet, or remove it',
    sources: { securityHub: ['EC2.16'], prowler: ['ec2_networkacl_unused'] },
    judge: (acl) => mustExist(
      pointers(acl, 'AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId').length, 'no AWS::EC2::SubnetNetworkAclAssociation references it'),
  },
  {
    id: 'EC2.ElasticIpUsed',
    on: ['AWS::EC2::EIP'],
    statement: 'the Elastic IP address is associated',
    rationale: 'An address without a resource costs money and can be attached unnoticed',
    remedy: 'associate the address, or release it',
    sources: { securityHub: ['EC2.12'] },
    judge: (address) => mustExist(
      isSet(address.properties.InstanceId)
      || pointers(address, 'AWS::EC2::NatGateway', 'AllocationId').length
      || pointers(address, 'AWS::EC2::EIPAssociation', 'AllocationId').length
      || pointers(address, 'AWS::EC2::EIPAssociation', 'EIP').length
      || pointers(address, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'SubnetMappings').length,
      'no instance, NAT gateway, load balancer or association uses it',
    ),
  },
  {
    id: 'EC2.NetworkInterfaceSourceChecked',
    on: ['AWS::EC2::NetworkInterface'],
    statement: 'source/destination checking is enabled',
    rationale: 'Without the check, an instance can forward and forge the traffic of others',
    remedy: 'set `sourceDestCheck`',
    sources: { securityHub: ['EC2.180'] },
    judge: ({ properties }) => mustNotBe('SourceDestCheck', properties.SourceDestCheck, false),
  },
  {
    id: 'EC2.TransitGatewayAttachmentsApproved',
    on: ['AWS::EC2::TransitGateway'],
    statement: 'the transit gateway does not accept VPC attachments automatically',
    rationale: 'Automatic acceptance connects any VPC that asks to the network',
    remedy: 'set `autoAcceptSharedAttachments` to `disable`',
    sources: { securityHub: ['EC2.23'], prowler: ['ec2_transitgateway_auto_accept_vpc_attachments'] },
    judge: ({ properties }) => mustNotBe('AutoAcceptSharedAttachments', properties.AutoAcceptSharedAttachments, 'enable'),
  },
  {
    id: 'EC2.ClientVpnLogged',
    on: ['AWS::EC2::ClientVpnEndpoint'],
    statement: 'client connection logging is enabled',
    rationale: 'The logs show which user connected from where',
    remedy: 'set `logging`',
    sources: { securityHub: ['EC2.51'], prowler: ['ec2_client_vpn_endpoint_connection_logging_enabled'] },
    judge: ({ properties }) => mustBe('ConnectionLogOptions.Enabled', properties.ConnectionLogOptions?.Enabled, true),
  },
  {
    id: 'EC2.VpnLogged',
    on: ['AWS::EC2::VPNConnection'],
    statement: 'both tunnels of the VPN connection have logging enabled',
    rationale: 'The logs show failed and unexpected tunnel negotiations',
    remedy: 'set `logOptions` of both tunnels, which replaces the connection',
    sources: { securityHub: ['EC2.171'] },
    judge: ({ properties: { VpnTunnelOptionsSpecifications = [] } }) => allOf(...[0, 1].map((tunnel) => mustBe(
      `VpnTunnelOptionsSpecifications[${tunnel}].LogOptions.CloudwatchLogOptions.LogEnabled`,
      VpnTunnelOptionsSpecifications[tunnel]?.LogOptions?.CloudwatchLogOptions?.LogEnabled, true))),
  },
  {
    id: 'EC2.VpnIkev2',
    on: ['AWS::EC2::VPNConnection'],
    statement: 'both tunnels of the VPN connection use IKEv2',
    rationale: 'IKEv1 has weaker key exchange and authentication',
    remedy: 'set `ikeVersions` of both tunnels to `ikev2`, which replaces the connection',
    sources: { securityHub: ['EC2.183'] },
    judge: ({ properties: { VpnTunnelOptionsSpecifications = [] } }) => allOf(...[0, 1].map((tunnel) => mustBe(
      `VpnTunnelOptionsSpecifications[${tunnel}].IKEVersions`,
      listOf(VpnTunnelOptionsSpecifications[tunnel]?.IKEVersions).map(({ Value }) => Value).join(',') || undefined, 'ikev2'))),
  },
];

const TASK = 'AWS::ECS::TaskDefinition';
const ECR_IMAGE = /\.dkr\.ecr\./;

const isOpen = (value: Json) => isUnresolved(value) || hasFunction(value);

/** Task definitions that can be without a service and can have an image of Amazon ECR. */
const looseTasksIn = oncePerPeers((templates) => templates.flatMap((template) => template.all(TASK)).filter((task) => {
  const mayPull = branchesOf(task.template.asWritten(task)?.ContainerDefinitions)
    .some((container) => isOpen(container) || isOpen(container.Image) || ECR_IMAGE.test(container.Image));
  return mayPull && !servicesOf(task).some(({ template, attributes: { Condition } }) => Condition === undefined && !template.nesting);
}));

/** Whether tasks in a VPC pull from Amazon ECR. The VPC of a task definition without a service is not known. */
function pullsFromEcr(vpc: RenderedResource): boolean {
  const isPulling = ({ properties }: RenderedResource) => listOf(properties.ContainerDefinitions)
    .some(({ Image }) => ECR_IMAGE.test(JSON.stringify(Image)));
  return inSubnetsOf(vpc, 'AWS::ECS::Service', 'NetworkConfiguration').some(({ template, properties }) => {
    const task = template.referenced(properties.TaskDefinition);
    return task?.type === TASK && isPulling(task);
  }) || looseTasksIn(vpc.template).some((task) => task.template.isPresent(task) && isPulling(task) && servicesOf(task).length === 0);
}

function servicesOf(task: RenderedResource): RenderedResource[] {
  return pointers(task, 'AWS::ECS::Service', 'TaskDefinition');
}

function hasInstances(vpc: RenderedResource): boolean {
  return [['AWS::AutoScaling::AutoScalingGroup', 'VPCZoneIdentifier'], ['AWS::EC2::Instance', 'SubnetId'], ['AWS::EC2::Instance', 'NetworkInterfaces']]
    .some(([type, property]) => inSubnetsOf(vpc, type, property).length > 0);
}

/** Resources of a type that reference a subnet of a VPC in a property. */
function inSubnetsOf(vpc: RenderedResource, type: string, property: string): RenderedResource[] {
  return pointers(vpc, 'AWS::EC2::Subnet', 'VpcId').flatMap((subnet) => pointers(subnet, type, property));
}

function mustHaveEndpoint(vpc: RenderedResource, service: string): Outcome {
  return mustExist(
    pointers(vpc, 'AWS::EC2::VPCEndpoint', 'VpcId').some(({ properties: { ServiceName = '' } }) => JSON.stringify(ServiceName).includes(`.${service}"`)),
    `no AWS::EC2::VPCEndpoint of it is for ${service}`,
  );
}
