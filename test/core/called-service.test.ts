import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import {
  AutoScalingService, CompliantAurora, DatabaseCredentials, Framework, InterfaceEndpoints, SecureVpc, SecureVpcProps, Workload,
} from '../../src';
import { testStack } from '../support';

const { SECRETS_MANAGER } = ec2.InterfaceVpcEndpointAwsService;
const ENGINE = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 });
const WITHOUT_ENDPOINTS = { natGateways: 0, endpoints: { calledServices: false } };

function warnings(stack: Stack): unknown[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('services that their subnets cannot reach'))
    .map(({ id, entry: { data } }) => `${id}: ${data}`);
}

function unreachable(...services: string[]): string[] {
  return [
    '/Stack/Network/Vpc: constructs call services that their subnets cannot reach, because they have neither a route to the internet nor an interface endpoint: '
    + `${services.join(', ')}. Set endpoints.calledServices of SecureVpc, create InterfaceEndpoints in the VPC, or add a NAT gateway `
    + '[ack: cdk-regulated:serviceUnreachable]',
  ];
}

function database(network: SecureVpcProps, rotationSubnets?: ec2.SubnetSelection) {
  const stack = testStack();
  const { vpc } = new SecureVpc(stack, 'Network', network);
  new CompliantAurora(stack, 'Database', { vpc, engine: ENGINE, credentials: DatabaseCredentials.generated({ rotationSubnets }) });
  return { stack, vpc };
}

describe('Generated credentials', () => {
  test.each<[string, SecureVpcProps]>([
    ['without a NAT gateway and endpoints', WITHOUT_ENDPOINTS],
    ['with isolated subnets only', { subnets: { publicCidrs: [], privateCidrs: [] } }],
    ['with an endpoint of another service', { natGateways: 0, endpoints: { interfaceServices: [ec2.InterfaceVpcEndpointAwsService.KMS] } }],
  ])('in a network %s are reported: their rotation cannot reach Secrets Manager', (_, network) => {
    expect(warnings(database(network).stack)).toEqual(unreachable('secretsmanager'));
  });

  test('are reported if their rotation is in isolated subnets beside a NAT gateway', () => {
    expect(warnings(database({}, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }).stack)).toEqual(unreachable('secretsmanager'));
  });

  test.each<[string, SecureVpcProps]>([
    ['a NAT gateway', {}],
    ['endpoints of the called services', { natGateways: 0 }],
    ['the endpoint', { natGateways: 0, endpoints: { interfaceServices: [SECRETS_MANAGER] } }],
    ['the FIPS endpoint', { natGateways: 0, endpoints: { interfaceServices: [SECRETS_MANAGER], fips: true } }],
  ])('are not reported in a network with %s', (_, network) => {
    expect(warnings(database(network).stack)).toEqual([]);
  });

  test('are not reported with an endpoint that is created later, by the library or by aws-cdk-lib', () => {
    const ours = database(WITHOUT_ENDPOINTS);
    new InterfaceEndpoints(ours.stack, 'Endpoints', { vpc: ours.vpc });
    expect(warnings(ours.stack)).toEqual([]);
    const theirs = database(WITHOUT_ENDPOINTS);
    const securityGroups = [new ec2.SecurityGroup(theirs.stack, 'SecurityGroup', { vpc: theirs.vpc, allowAllOutbound: false })];
    theirs.vpc.addInterfaceEndpoint('Secrets', { service: SECRETS_MANAGER, securityGroups, open: false });
    expect(warnings(theirs.stack)).toEqual([]);
  });
});

test('All services that a network without routes and endpoints does not reach are reported once', () => {
  const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
  const { vpc } = new SecureVpc(stack, 'Network', WITHOUT_ENDPOINTS);
  for (const id of ['One', 'Two']) new AutoScalingService(stack, id, { vpc });
  expect(warnings(stack)).toEqual(unreachable('cloudformation', 'ec2', 'ec2messages', 'logs', 'monitoring', 'ssm', 'ssmmessages'));
});

test('Services of an imported network are not reported', () => {
  const stack = testStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-2a', 'eu-west-2b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  });
  new CompliantAurora(stack, 'Database', { vpc, engine: ENGINE, credentials: DatabaseCredentials.generated() });
  expect(Workload.of(stack).name).toBe('ledger');
  expect(warnings(stack)).toEqual([]);
});

describe('The CA bundle of a database', () => {
  const WARNING = 'clients cannot download the CA bundle at DB_CA_BUNDLE_URL, a public host: no private or isolated subnet of VPC \'Stack/Network/Vpc\' has a '
    + 'route to the internet. Include the bundle in the image, or add a NAT gateway [ack: cdk-regulated:caBundleUnreachable:DB_CA_BUNDLE_URL]';

  test.each<[string, SecureVpcProps, unknown[]]>([
    ['is reported in a network without a NAT gateway', { natGateways: 0 }, [WARNING]],
    ['is not reported with a NAT gateway', { natGateways: 1 }, []],
  ])('%s', (_, network, expected) => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    const { vpc } = new SecureVpc(stack, 'Network', network);
    const client = new AutoScalingService(stack, 'Service', { vpc });
    new CompliantAurora(stack, 'Database', { vpc, engine: ENGINE }).allowConnectionsFrom(client);
    expect(Annotations.fromStack(stack).findWarning('/Stack/Database', Match.stringLikeRegexp('CA bundle')).map(({ entry: { data } }) => data)).toEqual(expected);
  });
});
