import { DnsFirewall, DnsQueryLogs, InterfaceEndpoints, SecureVpc } from '../../src';
import { vpc } from '../contract/surroundings';
import { alarmTable, described } from '../descriptions';
import { testStack } from '../support';

const stack = testStack();
new SecureVpc(stack, 'Network', { natGateways: 2 });
new InterfaceEndpoints(stack, 'Endpoints', { vpc: vpc(stack) });
new DnsFirewall(stack, 'Firewall', { vpc: vpc(stack) });
new DnsQueryLogs(stack, 'Queries', { vpc: vpc(stack) });

test('the alarms that the constructs recommend', () => {
  expect(alarmTable(stack)).toEqual([
    'Nat1PortAllocationErrors: AWS/NATGateway ErrorPortAllocation NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s default 1, default periods',
    "Nat1PacketsDropped: 100 * dropped / (outward + inward) [dropped = AWS/NATGateway PacketsDropCount NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s; outward = AWS/NATGateway PacketsInFromSource NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s; inward = AWS/NATGateway PacketsInFromDestination NatGatewayId=<NetworkVpcpublicSubnet1NATGateway939C8F7E> Sum per 300 s] per 300 s, label 'Packets dropped (%)' GreaterThanThreshold 0.01, default periods",
    'Nat2PortAllocationErrors: AWS/NATGateway ErrorPortAllocation NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s default 1, default periods',
    "Nat2PacketsDropped: 100 * dropped / (outward + inward) [dropped = AWS/NATGateway PacketsDropCount NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s; outward = AWS/NATGateway PacketsInFromSource NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s; inward = AWS/NATGateway PacketsInFromDestination NatGatewayId=<NetworkVpcpublicSubnet2NATGatewayCA65A467> Sum per 300 s] per 300 s, label 'Packets dropped (%)' GreaterThanThreshold 0.01, default periods",
  ]);
});

test('the resources that have a description', () => {
  expect(described(stack)).toEqual([
    'AWS::EC2::SecurityGroup EndpointsSecurityGroup',
    'AWS::EC2::SecurityGroup EndpointsSecurityGroup SecurityGroupEgress',
    'AWS::EC2::SecurityGroup EndpointsSecurityGroup SecurityGroupIngress',
    'AWS::Lambda::Function CustomVpcRestrictDefaultSGCustomResourceProviderHandler',
  ]);
});
