import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { FargateNetwork } from './fargate-options';
import { FargateServiceProps } from './fargate-service-props';
import { capacityProviders, TaskCounts } from './service-scaling';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { requirePrivateSubnets } from '../shared/target-props';

/** A security group that lets nothing in, and HTTPS out. */
export function taskSecurityGroup(scope: Construct, vpc: ec2.IVpc, { outboundHttps = [ec2.Peer.anyIpv4()] }: FargateNetwork): ec2.SecurityGroup {
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc, description: `Tasks of ${scope.node.path}`, allowAllOutbound: false,
  });
  outboundHttps.forEach((peer) => securityGroup.addEgressRule(peer, ec2.Port.tcp(443), 'HTTPS: AWS endpoints and image registries'));
  return securityGroup;
}

/** The service, without public addresses, that replaces its tasks a few at a time. */
export function rollingService(
  scope: Construct, cluster: ecs.ICluster, taskDefinition: ecs.FargateTaskDefinition, securityGroup: ec2.ISecurityGroup, counts: TaskCounts,
  { serviceName, spot, network = {}, deployment = {} }: FargateServiceProps,
): ecs.FargateService {
  requireName(scope, 'serviceName', serviceName, NameLimit.ECS);
  const { minHealthyPercent = 100, maxHealthyPercent = 200, healthCheckGracePeriod } = deployment;
  requireRoom(scope, minHealthyPercent, maxHealthyPercent);
  if (!network.vpcSubnets) requirePrivateSubnets(scope, cluster.vpc, 'tasks');
  const service = new ecs.FargateService(scope, 'Service', {
    cluster,
    taskDefinition,
    serviceName,
    desiredCount: counts.desiredCount,
    assignPublicIp: false,
    vpcSubnets: network.vpcSubnets,
    securityGroups: [securityGroup],
    capacityProviderStrategies: spot && capacityProviders(scope, spot, counts),
    platformVersion: ecs.FargatePlatformVersion.LATEST,
    availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
    circuitBreaker: { enable: true, rollback: true },
    minHealthyPercent,
    maxHealthyPercent,
    healthCheckGracePeriod,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
    enableECSManagedTags: true,
  });
  // A task that starts before its execution role may read a secret fails, and the deployment with it.
  service.node.addDependency(taskDefinition.executionRole!);
  return service;
}

/** Above 100 %, for zones are balanced by starting a task before another is stopped (ECS Developer Guide, service rebalancing). */
function requireRoom(scope: Construct, minHealthyPercent: number, maxHealthyPercent: number): void {
  if (!Token.isUnresolved(minHealthyPercent) && (minHealthyPercent < 0 || minHealthyPercent > 100)) {
    refuse(scope, `minHealthyPercent is ${minHealthyPercent}, need 0 to 100`);
  }
  if (!Token.isUnresolved(maxHealthyPercent) && (maxHealthyPercent <= 100 || maxHealthyPercent > 200)) {
    refuse(scope, `maxHealthyPercent is ${maxHealthyPercent}, need more than 100 and at most 200`);
  }
}
