import { VPC } from '../../../src/compliance/safeguards/vpc';
import { exactly, it_, namedBy, never, NOT_JUDGED, PARAMETER, Triple, triples, undetermined } from '../triples';

const SUBNETS = { Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'It' } }], Elsewhere: ['AWS::EC2::Subnet', { VpcId: 'vpc-1' }] } as const;
type Resources = Record<string, readonly [string, object]>;

const endpoint = (service: string, asked: Resources, others: Resources[] = []): Triple => {
  const missing = `no AWS::EC2::VPCEndpoint of it is for ${service}`;
  const at = (ServiceName: unknown, VpcId: unknown = { Ref: 'It' }) => ({ ...asked, Endpoint: ['AWS::EC2::VPCEndpoint', { ServiceName, VpcId }] as const });
  return {
    holds: [it_({}, at(`com.amazonaws.eu-west-2.${service}`)), it_({}, at({ 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, `.${service}`]] }))],
    fails: [[it_({}, asked), missing], [it_({}, at('com.amazonaws.eu-west-2.logs')), missing], [it_({}, at(undefined)), missing], [it_({}, at(`com.amazonaws.eu-west-2.${service}`, 'vpc-1')), missing]],
    open: [[it_({}), NOT_JUDGED], ...others.map((other) => [it_({}, other), NOT_JUDGED] as const)],
  };
};
const runIn = (subnet: unknown, TaskDefinition: unknown = { Ref: 'Task' }) => ({ ...SUBNETS, Runs: ['AWS::ECS::Service', { TaskDefinition, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet] } } }] as const });
const task = (Image: unknown) => ({ Task: ['AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'app', Image }] }] as const });
const bothTunnels = (finding: string) => [0, 1].map((tunnel) => `VpnTunnelOptionsSpecifications[${tunnel}].${finding}`).join('; ');
const tunnels = (one: object, two: object = one) => it_({ VpnTunnelOptionsSpecifications: [one, two] });
const logged = (LogEnabled: unknown) => ({ LogOptions: { CloudwatchLogOptions: { LogEnabled } } });
const LOG = 'LogOptions.CloudwatchLogOptions.LogEnabled';
const unusedAddress = 'no instance, NAT gateway, load balancer or association uses it';

const NO_FLOW_LOG = 'no AWS::EC2::FlowLog with TrafficType ALL or REJECT has this VPC as its ResourceId';
const flowLog = (TrafficType: unknown, ResourceId: unknown = { Ref: 'It' }) => ({ Log: ['AWS::EC2::FlowLog', { ResourceId, ResourceType: 'VPC', TrafficType }] as const });

describe('safeguards of Amazon VPC', () => triples(VPC, {
  'VPC.FlowLogged': {
    holds: ['ALL', 'REJECT'].map((traffic) => it_({}, flowLog(traffic))),
    fails: [[it_({}), NO_FLOW_LOG], [it_({}, flowLog('ACCEPT')), NO_FLOW_LOG], [it_({}, flowLog('ALL', 'vpc-1')), NO_FLOW_LOG]],
    open: [[it_({}, flowLog(PARAMETER)), NO_FLOW_LOG]],
    differs: { fails: 'cdk-nag ignores the traffic that is logged' },
  },
  'VPC.DefaultSecurityGroupClosed': {
    holds: [it_({}, { Closed: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: { 'Fn::GetAtt': ['It', 'DefaultSecurityGroup'] } }] })],
    fails: [[it_({}), 'no Custom::VpcRestrictDefaultSG takes the rules out of its default security group']],
    open: [[
      it_({}, { Closed: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: PARAMETER }] }),
      'no Custom::VpcRestrictDefaultSG takes the rules out of its default security group',
    ]],
    differs: { holds: 'cdk-nag finds the custom resource only by its construct id' },
  },
  'VPC.NoInternetRoute': {
    holds: [
      it_({ NatGatewayId: 'nat-1', DestinationCidrBlock: '0.0.0.0/0' }),
      it_({ GatewayId: 'vgw-1', DestinationCidrBlock: '10.0.0.0/8' }),
    ],
    fails: [
      [it_({ GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0' }), 'DestinationCidrBlock is "0.0.0.0/0", must be another value'],
      [it_({ GatewayId: { Ref: 'Gateway' }, DestinationIpv6CidrBlock: '::/0' }, { Gateway: ['AWS::EC2::InternetGateway', {}] }),
        'DestinationIpv6CidrBlock is "::/0", must be another value'],
    ],
    open: [[it_({ GatewayId: 'igw-1', DestinationCidrBlock: PARAMETER }), undetermined('DestinationCidrBlock')]],
  },
  'VPC.SubnetNoPublicIp': {
    holds: [it_({}), it_({ MapPublicIpOnLaunch: false, AssignIpv6AddressOnCreation: false })],
    fails: [
      [it_({ MapPublicIpOnLaunch: true }), 'MapPublicIpOnLaunch is true, must be another value'],
      [it_({ MapPublicIpOnLaunch: 'true' }), 'MapPublicIpOnLaunch is "true", must be another value'],
      [it_({ AssignIpv6AddressOnCreation: true }), 'AssignIpv6AddressOnCreation is true, must be another value'],
    ],
    open: [[it_({ MapPublicIpOnLaunch: PARAMETER }), undetermined('MapPublicIpOnLaunch')]],
  },
  'VPC.EcrApiEndpoint': endpoint('ecr.api', task('1.dkr.ecr.eu-west-2.amazonaws.com/app:1'), [
    { ...task('1.dkr.ecr.eu-west-2.amazonaws.com/app:1'), ...runIn({ Ref: 'Elsewhere' }) }, task('nginx'),
  ]),
  'VPC.EcrDockerEndpoint': endpoint('ecr.dkr', { ...task({ 'Fn::Sub': '1.dkr.ecr.eu-west-2.${AWS::URLSuffix}/app:1' }), ...runIn({ Ref: 'Subnet' }) }, [
    { ...task('1.dkr.ecr.eu-west-2.amazonaws.com/app:1'), ...runIn('subnet-1') },
    runIn({ Ref: 'Subnet' }, 'app:1'),
  ]),
  'VPC.SsmEndpoint': endpoint('ssm', { ...SUBNETS, Server: ['AWS::EC2::Instance', { NetworkInterfaces: [{ SubnetId: { Ref: 'Elsewhere' } }, { SubnetId: { Ref: 'Subnet' } }] }] }, [
    { Server: ['AWS::EC2::Instance', {}] },
    { ...SUBNETS, Server: ['AWS::EC2::Instance', { SubnetId: { Ref: 'Elsewhere' } }] },
    { Group: ['AWS::AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: ['subnet-1'] }] },
  ]),
  'VPC.InternetGatewaysBlocked': never('InternetGatewayBlockMode', 'block-ingress', ['off']),
  'EC2.NetworkAclUsed': namedBy('AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId', 'no AWS::EC2::SubnetNetworkAclAssociation references it'),
  'EC2.ElasticIpUsed': {
    holds: [
      it_({ InstanceId: 'i-1' }),
      it_({}, { Nat: ['AWS::EC2::NatGateway', { AllocationId: { 'Fn::GetAtt': ['It', 'AllocationId'] } }] }),
      it_({}, { Association: ['AWS::EC2::EIPAssociation', { AllocationId: { 'Fn::GetAtt': 'It.AllocationId' } }] }),
      it_({}, { Association: ['AWS::EC2::EIPAssociation', { EIP: { Ref: 'It' } }] }),
      it_({}, { Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { SubnetMappings: [{ AllocationId: { 'Fn::Sub': '${It.AllocationId}' } }] }] }),
    ],
    fails: [[it_({}), unusedAddress]],
    open: [[it_({}, { Nat: ['AWS::EC2::NatGateway', { AllocationId: PARAMETER }] }), unusedAddress]],
  },
  'EC2.NetworkInterfaceSourceChecked': never('SourceDestCheck', true, [false, 'false']),
  'EC2.TransitGatewayAttachmentsApproved': never('AutoAcceptSharedAttachments', 'disable', ['enable']),
  'EC2.ClientVpnLogged': exactly('ConnectionLogOptions.Enabled', true, false),
  'EC2.VpnLogged': {
    holds: [tunnels(logged(true))],
    fails: [
      [it_({}), bothTunnels(`${LOG} is not set, must be true`)],
      [tunnels(logged(true), logged(false)), `VpnTunnelOptionsSpecifications[1].${LOG} is false, must be true`],
      [tunnels(logged(true), {}), `VpnTunnelOptionsSpecifications[1].${LOG} is not set, must be true`],
    ],
    open: [[tunnels(logged(PARAMETER)), bothTunnels(undetermined(LOG))]],
  },
  'EC2.VpnIkev2': {
    holds: [tunnels({ IKEVersions: [{ Value: 'ikev2' }] })],
    fails: [
      [it_({}), bothTunnels('IKEVersions is not set, must be ikev2')],
      [tunnels({ IKEVersions: [{ Value: 'ikev2' }] }, { IKEVersions: [{ Value: 'ikev1' }, { Value: 'ikev2' }] }),
        'VpnTunnelOptionsSpecifications[1].IKEVersions is "ikev1,ikev2", must be ikev2'],
    ],
    open: [[tunnels({ IKEVersions: [] }), bothTunnels('IKEVersions is not set, must be ikev2')]],
  },
}));
