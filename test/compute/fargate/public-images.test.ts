import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { FargateService, FargateServiceProps, SecureVpc, SecureVpcProps } from '../../../src';
import { testStack } from '../../support';

const PUBLIC = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
const REST = 'a registry on the internet, and the subnets of the tasks have no route to the internet: the tasks cannot start. '
  + 'Copy the image to a repository in Amazon ECR, or add a NAT gateway';

function warnings(stack: Stack): unknown[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('a registry on the internet')).map(({ id, entry: { data } }) => `${id}: ${data}`);
}

function serviceIn(network: SecureVpcProps, props: Partial<FargateServiceProps> = {}) {
  const stack = testStack();
  const { vpc } = new SecureVpc(stack, 'Network', network);
  return { stack, vpc, service: new FargateService(stack, 'Service', { vpc, image: PUBLIC, ...props }) };
}

function repository(stack: Stack): ecs.ContainerImage {
  return ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Repository', 'ledger'), '1');
}

describe('Images of public registries in a network without a NAT gateway', () => {
  test('are reported: the image, the collector and a sidecar, each with its prop', () => {
    const { stack, service } = serviceIn({ natGateways: 0 }, { tracing: {} });
    service.addSidecar('proxy', { image: ecs.ContainerImage.fromRegistry('envoyproxy/envoy:v1'), memoryLimitMiB: 128 });
    expect(warnings(stack)).toEqual([
      `/Stack/Service/TaskDefinition: image is 'public.ecr.aws/nginx/nginx-unprivileged:1.29', ${REST} [ack: cdk-regulated:imageUnreachable:app]`,
      `/Stack/Service/TaskDefinition: tracing.image is 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0', ${REST} [ack: cdk-regulated:imageUnreachable:collector]`,
      `/Stack/Service/TaskDefinition: image of sidecar 'proxy' is 'envoyproxy/envoy:v1', ${REST} [ack: cdk-regulated:imageUnreachable:proxy]`,
    ]);
  });

  test('are reported with the target of the route, if its path to the internet is not in the app', () => {
    const { stack, vpc } = serviceIn({ natGateways: 0 });
    [...vpc.privateSubnets, ...vpc.isolatedSubnets].forEach(({ routeTable: { routeTableId } }, index) => new ec2.CfnRoute(stack, `Route${index}`, {
      routeTableId, destinationCidrBlock: '0.0.0.0/0', ...(index === 0 ? { networkInterfaceId: 'eni-1' } : { transitGatewayId: 'tgw-1' }),
    }));
    expect(warnings(stack)).toEqual([
      "/Stack/Service/TaskDefinition: image is 'public.ecr.aws/nginx/nginx-unprivileged:1.29', a registry on the internet, and the subnets of the tasks reach it only "
      + 'through a network interface, a transit gateway, whose path to the internet is not in the app. Copy the image to a repository in Amazon ECR, or add a NAT gateway, '
      + 'or acknowledge this warning if the path exists [ack: cdk-regulated:imageReachUnknown:app]',
    ]);
  });

  test.each(['nginx:1', 'library/nginx:1', 'docker.io/library/nginx:1', 'registry-1.docker.io/library/nginx:1', 'ghcr.io/a/b:1', 'quay.io/a/b:1', 'gcr.io/a/b:1',
    'registry.k8s.io/pause:1', 'registry.gitlab.com/a/b:1', 'mcr.microsoft.com/a:1', 'mylocalhost/nginx:1', 'localhosts/nginx:1'])(
    'are reported for %s', (name) => {
      expect(warnings(serviceIn({ natGateways: 0 }, { image: ecs.ContainerImage.fromRegistry(name) }).stack)).toHaveLength(1);
    });

  test.each(['123456789012.dkr.ecr.eu-west-2.amazonaws.com/ledger:1', 'registry.example.com/ledger:1', 'localhost/ledger:1', 'registry:5000/ledger:1'])(
    'are not %s', (name) => {
      expect(warnings(serviceIn({ natGateways: 0 }, { image: ecs.ContainerImage.fromRegistry(name) }).stack)).toEqual([]);
    });

  test('are not those of a repository of the account', () => {
    const stack = testStack();
    const { vpc } = new SecureVpc(stack, 'Network', { natGateways: 0 });
    new FargateService(stack, 'Service', { vpc, image: repository(stack) });
    expect(warnings(stack)).toEqual([]);
  });

  test('are reported in isolated subnets of a network with a NAT gateway', () => {
    const { stack } = serviceIn({}, { network: { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } } });
    expect(warnings(stack)).toHaveLength(1);
  });
});

describe('Images of public registries are not reported', () => {
  test('with a NAT gateway', () => {
    expect(warnings(serviceIn({}).stack)).toEqual([]);
  });

  test('with a route of the app, which can be added later', () => {
    const { stack, vpc } = serviceIn({ natGateways: 0 });
    new ec2.CfnRoute(stack, 'Central', {
      routeTableId: vpc.privateSubnets[0].routeTable.routeTableId, destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-0123456789abcdef0',
    });
    expect(warnings(stack)).toEqual([]);
  });

  test('in an imported network, whose routes are not known', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'], privateSubnetIds: ['subnet-1'] });
    new FargateService(stack, 'Service', { vpc, image: PUBLIC });
    expect(warnings(stack)).toEqual([]);
  });
});
