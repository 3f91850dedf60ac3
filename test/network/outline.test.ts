import { DnsFirewall, DnsQueryLogs, InterfaceEndpoints, SecureVpc, VpcBlockPublicAccess } from '../../src';
import { vpc } from '../contract/surroundings';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  new SecureVpc(stack, 'Network', { natGateways: 2 });
  new InterfaceEndpoints(stack, 'Endpoints', { vpc: vpc(stack) });
  new DnsFirewall(stack, 'Firewall', { vpc: vpc(stack) });
  new DnsQueryLogs(stack, 'Queries', { vpc: vpc(stack) });
  new VpcBlockPublicAccess(stack, 'BlockPublicAccess');
  expect(outlineOf(stack)).toEqual({
    constructs: ['DnsFirewall', 'DnsQueryLogs', 'InterfaceEndpoints', 'SecureVpc', 'VpcBlockPublicAccess', 'VpcFlowLogs', 'WorkloadKey'],
    alarms: [
      'Nat1PortAllocationErrors: AWS/NATGateway ErrorPortAllocation NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s default 1, default periods',
      "Nat1PacketsDropped: 100 * dropped / (outward + inward) [dropped = AWS/NATGateway PacketsDropCount NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s; outward = AWS/NATGateway PacketsInFromSource NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s; inward = AWS/NATGateway PacketsInFromDestination NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s] per 300 s, label 'Packets dropped (%)' GreaterThanThreshold 0.01, default periods",
      'Nat2PortAllocationErrors: AWS/NATGateway ErrorPortAllocation NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s default 1, default periods',
      "Nat2PacketsDropped: 100 * dropped / (outward + inward) [dropped = AWS/NATGateway PacketsDropCount NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s; outward = AWS/NATGateway PacketsInFromSource NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s; inward = AWS/NATGateway PacketsInFromDestination NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s] per 300 s, label 'Packets dropped (%)' GreaterThanThreshold 0.01, default periods",
    ],
    descriptions: [
      'AWS::EC2::SecurityGroup EndpointsSecurityGroup',
      'AWS::EC2::SecurityGroup EndpointsSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup EndpointsSecurityGroup SecurityGroupIngress',
      'AWS::Lambda::Function CustomVpcRestrictDefaultSGCustomResourceProviderHandler',
    ],
    logicalIds: [
      'BlockPublicAccessOptions913BAC47',
      'CustomVpcRestrictDefaultSGCustomResourceProviderHandlerDC833E5E',
      'CustomVpcRestrictDefaultSGCustomResourceProviderLogGroup8F67996D',
      'CustomVpcRestrictDefaultSGCustomResourceProviderLogPolicy064780FE',
      'CustomVpcRestrictDefaultSGCustomResourceProviderRole26592FE0',
      'EndpointsSecurityGroup252B86E5',
      'FirewallAssociationFCDA9379',
      'FirewallRuleGroup3380B3A2',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
      'NetworkDynamoDbEndpoint09DBFF17',
      'NetworkFlowLogsFlowLog1B5B8A3A',
      'NetworkFlowLogsLogGroup625EB2BC',
      'NetworkFlowLogsRoleBD754996',
      'NetworkFlowLogsRolePolicy60CC333E',
      'NetworkIsolatedNetworkAcl2ECCAC6C',
      'NetworkIsolatedNetworkAclDefaultAssociationStackNetworkVpcisolatedSubnet1DC9F8CB0D03F2F7D',
      'NetworkIsolatedNetworkAclDefaultAssociationStackNetworkVpcisolatedSubnet20ADA9CA241179038',
      'NetworkIsolatedNetworkAclDefaultAssociationStackNetworkVpcisolatedSubnet3BA6D007FF7D15332',
      'NetworkIsolatedNetworkAclFromVpc357CDA45',
      'NetworkIsolatedNetworkAclToVpc5D78B240',
      'NetworkS3EndpointDED08CEB',
      'NetworkVpc7FB7348F',
      'NetworkVpcIGW6BEA7B02',
      'NetworkVpcRestrictDefaultSecurityGroupCustomResource491E144D',
      'NetworkVpcVPCGW8F3799B5',
      'NetworkVpcisolatedSubnet1RouteTable412ED87A',
      'NetworkVpcisolatedSubnet1RouteTableAssociation2AF38785',
      'NetworkVpcisolatedSubnet1Subnet188D06DD',
      'NetworkVpcisolatedSubnet2RouteTableAssociationD39A14F4',
      'NetworkVpcisolatedSubnet2RouteTableDF72DDF9',
      'NetworkVpcisolatedSubnet2Subnet811E27B8',
      'NetworkVpcisolatedSubnet3RouteTable84C3B1D1',
      'NetworkVpcisolatedSubnet3RouteTableAssociation3F406B4A',
      'NetworkVpcisolatedSubnet3Subnet8C51A120',
      'NetworkVpcprivateSubnet1DefaultRoute026EC3C9',
      'NetworkVpcprivateSubnet1RouteTableABBAAF01',
      'NetworkVpcprivateSubnet1RouteTableAssociation4A0BC0F2',
      'NetworkVpcprivateSubnet1Subnet9EC58498',
      'NetworkVpcprivateSubnet2DefaultRoute85168916',
      'NetworkVpcprivateSubnet2RouteTable53A5479A',
      'NetworkVpcprivateSubnet2RouteTableAssociation22F8344A',
      'NetworkVpcprivateSubnet2Subnet6E5E8804',
      'NetworkVpcprivateSubnet3DefaultRouteC9A352FA',
      'NetworkVpcprivateSubnet3RouteTable8F14EDD2',
      'NetworkVpcprivateSubnet3RouteTableAssociation20B8B113',
      'NetworkVpcprivateSubnet3SubnetC252FE86',
      'NetworkVpcpublicSubnet1DefaultRoute19622567',
      'NetworkVpcpublicSubnet1EIPC41EF705',
      'NetworkVpcpublicSubnet1NATGateway939C8F7E',
      'NetworkVpcpublicSubnet1RouteTableAssociation203B743E',
      'NetworkVpcpublicSubnet1RouteTableDFE49ED6',
      'NetworkVpcpublicSubnet1Subnet00617657',
      'NetworkVpcpublicSubnet2DefaultRouteF6C22611',
      'NetworkVpcpublicSubnet2EIPFC8511D4',
      'NetworkVpcpublicSubnet2NATGatewayCA65A467',
      'NetworkVpcpublicSubnet2RouteTable216E89B0',
      'NetworkVpcpublicSubnet2RouteTableAssociationA4B52C34',
      'NetworkVpcpublicSubnet2SubnetDCAA7C9A',
      'NetworkVpcpublicSubnet3DefaultRouteB75369CF',
      'NetworkVpcpublicSubnet3RouteTableAssociation70793AFA',
      'NetworkVpcpublicSubnet3RouteTableC81D91ED',
      'NetworkVpcpublicSubnet3SubnetB6CE113A',
      'QueriesAssociation71DCC200',
      'QueriesConfigA539318D',
      'QueriesLogGroup3E18CADF',
      'QueriesLogGroupPolicyResourcePolicyC07AF624',
    ],
    keyUses: {
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs'],
    },
    trust: {
      NetworkFlowLogsRoleBD754996: ['vpc-flow-logs.amazonaws.com; StringEquals aws:SourceAccount; ArnLike aws:SourceArn'],
      CustomVpcRestrictDefaultSGCustomResourceProviderRole26592FE0: ['lambda.amazonaws.com'],
    },
  });
});
