import { ResourceSafeguard } from '../model/safeguard';
import { requiresImdsV2 } from '../predicates/imds';
import { given, isSet, listOf } from '../predicates/intrinsics';
import { mustBe, mustExist, mustHave } from '../predicates/outcome';

const ON_CONFIGURATIONS = ['AWS::AutoScaling::LaunchConfiguration'];
const ON_GROUPS = ['AWS::AutoScaling::AutoScalingGroup'];

/** Safeguards of Amazon EC2 Auto Scaling groups and launch configurations. */
export const AUTO_SCALING_GROUPS: ResourceSafeguard[] = [
  {
    id: 'AutoScaling.LaunchConfigurationImdsV2',
    on: ON_CONFIGURATIONS,
    statement: 'instance metadata requires IMDSv2',
    rationale: 'IMDSv1 lets a forged request from the application steal the credentials of the instance',
    remedy: 'set `requireImdsv2`',
    sources: { securityHub: ['AutoScaling.3'], cdkNag: ['EC2IMDSv2Enabled'], prowler: ['autoscaling_group_launch_configuration_requires_imdsv2'] },
    judge: ({ properties }) => requiresImdsV2(properties.MetadataOptions),
  },
  {
    id: 'AutoScaling.LaunchConfigurationNoPublicIp',
    on: ON_CONFIGURATIONS,
    statement: 'launched instances have no public IP address',
    rationale: 'A public address exposes the instance to the internet',
    remedy: 'set `associatePublicIpAddress` to false',
    sources: { securityHub: ['Autoscaling.5'], cdkNag: ['AutoScalingLaunchConfigPublicIpDisabled'] },
    judge: ({ properties }) => mustBe('AssociatePublicIpAddress', properties.AssociatePublicIpAddress, false),
  },
  {
    id: 'AutoScaling.GroupHealthByLoadBalancer',
    on: ON_GROUPS,
    statement: 'the group uses load balancer health checks',
    rationale: 'An instance that runs but fails requests would not be replaced',
    remedy: 'set `healthChecks` to those of the load balancer',
    sources: { securityHub: ['AutoScaling.1'], cdkNag: ['AutoScalingGroupELBHealthCheckRequired'] },
    judge: ({ properties }) => ['TargetGroupARNs', 'LoadBalancerNames'].some((name) => listOf(properties[name]).length)
      ? mustExist(String(properties.HealthCheckType).split(',').includes('ELB'), `HealthCheckType is ${properties.HealthCheckType ?? 'not set'}, must be ELB`)
      : undefined,
  },
  {
    id: 'AutoScaling.GroupMultiAz',
    on: ON_GROUPS,
    statement: 'the group covers more than one Availability Zone',
    rationale: 'A group in one Availability Zone is unavailable when that zone fails',
    remedy: 'select subnets in at least two Availability Zones',
    sources: { securityHub: ['AutoScaling.2'] },
    judge: ({ properties: { AvailabilityZones, VPCZoneIdentifier } }) => given(VPCZoneIdentifier)
      ? mustHave('VPCZoneIdentifier', VPCZoneIdentifier, 2)
      : mustHave('AvailabilityZones', AvailabilityZones, 2),
  },
  {
    id: 'AutoScaling.GroupInstanceTypes',
    on: ON_GROUPS,
    statement: 'the group uses more than one instance type',
    rationale: 'A single instance type may have no capacity when instances are replaced',
    remedy: 'set `mixedInstancesPolicy` with at least two types',
    sources: { securityHub: ['AutoScaling.6'] },
    judge: ({ properties: { MixedInstancesPolicy } }) => mustHave('MixedInstancesPolicy Overrides', MixedInstancesPolicy?.LaunchTemplate?.Overrides, 2),
  },
  {
    id: 'AutoScaling.GroupLaunchTemplate',
    on: ON_GROUPS,
    statement: 'the group uses a launch template',
    rationale: 'Launch configurations get no new features, such as IMDSv2 by default',
    remedy: 'set `launchTemplate`',
    sources: { securityHub: ['AutoScaling.9'] },
    judge: ({ properties }) => mustExist(
      isSet(properties.LaunchTemplate) || isSet(properties.MixedInstancesPolicy), 'neither LaunchTemplate nor MixedInstancesPolicy is set'),
  },
];
