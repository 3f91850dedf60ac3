import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { mustBe, mustExist, mustHave } from '../predicates/outcome';

const ON_CONFIGURATIONS = ['AWS::AutoScaling::LaunchConfiguration'];
const ON_GROUPS = ['AWS::AutoScaling::AutoScalingGroup'];

/** Safeguards of Amazon EC2 Auto Scaling groups and launch configurations. */
export const AUTO_SCALING_GROUPS: ResourceSafeguard[] = [
  {
    id: 'AutoScaling.LaunchConfigurationImdsV2',
    on: ON_CONFIGURATIONS,
    statement: 'instance metadata asks for a session token',
    remedy: 'set `requireImdsv2`',
    sources: { securityHub: ['AutoScaling.3'], cdkNag: ['EC2IMDSv2Enabled'], prowler: ['autoscaling_group_launch_configuration_requires_imdsv2'] },
    judge: ({ properties }) => mustBe('MetadataOptions.HttpTokens', properties.MetadataOptions?.HttpTokens, 'required'),
  },
  {
    id: 'AutoScaling.LaunchConfigurationNoPublicIp',
    on: ON_CONFIGURATIONS,
    statement: 'what the configuration launches has no public address',
    remedy: 'set `associatePublicIpAddress` to false',
    sources: { securityHub: ['Autoscaling.5'], cdkNag: ['AutoScalingLaunchConfigPublicIpDisabled'] },
    judge: ({ properties }) => mustBe('AssociatePublicIpAddress', properties.AssociatePublicIpAddress, false),
  },
  {
    id: 'AutoScaling.GroupHealthByLoadBalancer',
    on: ON_GROUPS,
    statement: 'a load balancer decides which of its instances are healthy',
    remedy: 'set `healthChecks` to those of the load balancer',
    sources: { securityHub: ['AutoScaling.1'], cdkNag: ['AutoScalingGroupELBHealthCheckRequired'] },
    judge: ({ properties }) => ['TargetGroupARNs', 'LoadBalancerNames'].some((name) => listOf(properties[name]).length)
      ? mustExist(String(properties.HealthCheckType).split(',').includes('ELB'), `HealthCheckType is ${properties.HealthCheckType ?? 'not set'}, need ELB`)
      : undefined,
  },
  {
    id: 'AutoScaling.GroupMultiAz',
    on: ON_GROUPS,
    statement: 'the group is spread over Availability Zones',
    remedy: 'give it subnets in two zones or more',
    sources: { securityHub: ['AutoScaling.2'] },
    judge: ({ properties: { AvailabilityZones, VPCZoneIdentifier } }) => given(VPCZoneIdentifier)
      ? mustHave('VPCZoneIdentifier', VPCZoneIdentifier, 2)
      : mustHave('AvailabilityZones', AvailabilityZones, 2),
  },
  {
    id: 'AutoScaling.GroupInstanceTypes',
    on: ON_GROUPS,
    statement: 'the group can launch several types of instances',
    remedy: 'set `mixedInstancesPolicy` with two types or more',
    sources: { securityHub: ['AutoScaling.6'] },
    judge: ({ properties: { MixedInstancesPolicy } }) => mustHave('MixedInstancesPolicy Overrides', MixedInstancesPolicy?.LaunchTemplate?.Overrides, 2),
  },
  {
    id: 'AutoScaling.GroupLaunchTemplate',
    on: ON_GROUPS,
    statement: 'instances are launched from a launch template',
    remedy: 'set `launchTemplate`',
    sources: { securityHub: ['AutoScaling.9'] },
    judge: ({ properties }) => mustExist(
      given(properties.LaunchTemplate) || given(properties.MixedInstancesPolicy), 'neither LaunchTemplate nor MixedInstancesPolicy is set'),
  },
];
