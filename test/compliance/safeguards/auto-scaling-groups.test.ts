import { AUTO_SCALING_GROUPS } from '../../../src/compliance/safeguards/auto-scaling-groups';
import { exactly, it_, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const FROM_TEMPLATE = { LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } };
const ASG = { MinSize: '1', MaxSize: '2' };
const mixed = (...types: string[]) => ({
  ...ASG, MixedInstancesPolicy: { LaunchTemplate: { Overrides: types.map((InstanceType) => ({ InstanceType })) } },
});

describe('safeguards of Amazon EC2 Auto Scaling', () => triples(AUTO_SCALING_GROUPS, {
  'AutoScaling.LaunchConfigurationImdsV2': exactly('MetadataOptions.HttpTokens', 'required', 'optional'),
  'AutoScaling.LaunchConfigurationNoPublicIp': exactly('AssociatePublicIpAddress', false, true),
  'AutoScaling.GroupHealthByLoadBalancer': {
    holds: [
      it_({ ...ASG, TargetGroupARNs: ['t'], HealthCheckType: 'ELB' }),
      it_({ ...ASG, LoadBalancerNames: ['l'], HealthCheckType: 'ELB' }),
    ],
    fails: [
      [it_({ ...ASG, TargetGroupARNs: ['t'] }), 'HealthCheckType is not set, must be ELB'],
      [it_({ ...ASG, TargetGroupARNs: ['t'], HealthCheckType: 'EC2' }), 'HealthCheckType is EC2, must be ELB'],
    ],
    open: [[it_(ASG), NOT_JUDGED], [it_({ ...ASG, TargetGroupARNs: ['t'], HealthCheckType: 'EC2,ELB' }), PASSES]],
  },
  'AutoScaling.GroupMultiAz': {
    holds: [it_({ ...ASG, VPCZoneIdentifier: ['a', 'b'] }), it_({ ...ASG, AvailabilityZones: ['a', 'b'] })],
    fails: [
      [it_({ ...ASG, VPCZoneIdentifier: ['a'], AvailabilityZones: ['a', 'b'] }), 'VPCZoneIdentifier has 1 item, must have at least 2'],
      [it_(ASG), 'AvailabilityZones has 0 items, must have at least 2'],
    ],
    open: [[it_({ ...ASG, AvailabilityZones: PARAMETER }), undetermined('AvailabilityZones')], [it_({ ...ASG, AvailabilityZones: { 'Fn::GetAZs': '' } }), PASSES]],
  },
  'AutoScaling.GroupInstanceTypes': {
    holds: [it_(mixed('t3.large', 't3a.large'))],
    fails: [[it_(ASG), 'MixedInstancesPolicy Overrides has 0 items, must have at least 2'], [it_(mixed('t3.large')), 'MixedInstancesPolicy Overrides has 1 item, must have at least 2']],
    open: [[it_({ ...ASG, MixedInstancesPolicy: { LaunchTemplate: { Overrides: PARAMETER } } }), undetermined('MixedInstancesPolicy Overrides')]],
  },
  'AutoScaling.GroupLaunchTemplate': {
    holds: [it_({ ...ASG, ...FROM_TEMPLATE }), it_(mixed())],
    fails: [[it_(ASG), 'neither LaunchTemplate nor MixedInstancesPolicy is set']],
    open: [[it_({ ...ASG, LaunchTemplate: PARAMETER }), PASSES]],
  },
}));
