import { coveredByBackup } from './databases';
import { allOf, fails, given, HOLDS, listOf, mustBe, mustBeSet, mustExist, mustHave, mustNotBe, Outcome } from '../outcome';
import { Json, RenderedResource } from '../rendered';
import { ResourceSafeguard } from '../safeguard';

const ON_INSTANCES = ['AWS::EC2::Instance'];
const ON_TEMPLATES = ['AWS::EC2::LaunchTemplate'];
const ON_CONFIGURATIONS = ['AWS::AutoScaling::LaunchConfiguration'];
const ON_GROUPS = ['AWS::AutoScaling::AutoScalingGroup'];

/** Facts about instances, their volumes and the groups that launch them. */
export const SERVERS: ResourceSafeguard[] = [
  {
    id: 'EC2.InstanceImdsV2',
    on: ON_INSTANCES,
    statement: 'instance metadata asks for a session token',
    remedy: 'set `requireImdsv2`',
    sources: { securityHub: ['EC2.8'], cdkNag: ['EC2IMDSv2Enabled'], prowler: ['ec2_instance_imdsv2_enabled'] },
    judge: (instance) => mustBe('MetadataOptions.HttpTokens', inherited(instance, ({ MetadataOptions }) => MetadataOptions?.HttpTokens), 'required'),
  },
  {
    id: 'EC2.InstanceNoPublicIp',
    on: ON_INSTANCES,
    statement: 'the instance has no public address',
    remedy: 'set `associatePublicIpAddress` to false',
    sources: { securityHub: ['EC2.9'], cdkNag: ['EC2InstanceNoPublicIp'] },
    judge: ({ properties }) => noPublicIp(properties),
  },
  {
    id: 'EC2.InstanceInVpc',
    on: ON_INSTANCES,
    statement: 'the instance is in a subnet that was chosen for it',
    remedy: 'set `vpc`',
    sources: { cdkNag: ['EC2InstancesInVPC'] },
    judge: ({ properties }) => mustExist(
      given(properties.SubnetId) || listOf(properties.NetworkInterfaces).length, 'neither SubnetId nor NetworkInterfaces is set'),
  },
  {
    id: 'EC2.InstanceProfileAttached',
    on: ON_INSTANCES,
    statement: 'the instance has a role',
    remedy: 'set `role`',
    sources: { cdkNag: ['EC2InstanceProfileAttached'], prowler: ['ec2_instance_profile_attached'] },
    judge: (instance) => mustBeSet('IamInstanceProfile', inherited(instance, ({ IamInstanceProfile }) => IamInstanceProfile)),
  },
  {
    id: 'EC2.InstanceDetailedMonitoring',
    on: ON_INSTANCES,
    statement: 'metrics of the instance come every minute',
    remedy: 'set `detailedMonitoring`',
    sources: { cdkNag: ['EC2InstanceDetailedMonitoringEnabled'], prowler: ['ec2_instance_detailed_monitoring_enabled'] },
    judge: ({ properties }) => mustBe('Monitoring', properties.Monitoring, true),
  },
  {
    id: 'EC2.InstanceEbsOptimized',
    on: ON_INSTANCES,
    statement: 'the instance has bandwidth of its own to its volumes',
    remedy: 'set `ebsOptimized`',
    sources: { cdkNag: ['EC2EBSOptimizedInstance'] },
    judge: ({ properties }) => mustBe('EbsOptimized', properties.EbsOptimized, true),
  },
  {
    id: 'EC2.InstanceOneInterface',
    on: ON_INSTANCES,
    statement: 'the instance is in one network only',
    remedy: 'leave one of `networkInterfaces`',
    sources: { securityHub: ['EC2.17'] },
    judge: ({ properties }) => listOf(properties.NetworkInterfaces).length > 1
      ? fails(`NetworkInterfaces has ${properties.NetworkInterfaces.length} items, need at most 1`)
      : HOLDS,
  },
  {
    id: 'EC2.InstanceVolumesEncrypted',
    on: [...ON_INSTANCES, ...ON_CONFIGURATIONS],
    statement: 'volumes of the instance are encrypted',
    remedy: 'set `encrypted` on every block device',
    sources: { cdkNag: ['EC2EBSVolumeEncrypted'], prowler: ['ec2_ebs_volume_encryption'] },
    judge: (instance) => volumesEncrypted(inherited(instance, ({ BlockDeviceMappings }) => BlockDeviceMappings)),
  },
  {
    id: 'EC2.VolumeEncrypted',
    on: ['AWS::EC2::Volume'],
    statement: 'the volume is encrypted',
    remedy: 'set `encrypted`',
    sources: { securityHub: ['EC2.3'], cdkNag: ['EC2EBSVolumeEncrypted'], prowler: ['ec2_ebs_volume_encryption'] },
    judge: ({ properties }) => mustBe('Encrypted', properties.Encrypted, true),
  },
  {
    id: 'EC2.VolumeInBackupPlan',
    on: ['AWS::EC2::Volume'],
    statement: 'the volume is in a backup plan',
    remedy: 'select it in a backup plan, by itself or by a tag',
    sources: { securityHub: ['EC2.28'], cdkNag: ['EC2EBSInBackupPlan'], prowler: ['ec2_ebs_volume_protected_by_backup_plan'] },
    judge: (volume) => coveredByBackup(volume),
  },
  {
    id: 'EC2.LaunchTemplateImdsV2',
    on: ON_TEMPLATES,
    statement: 'instance metadata asks for a session token',
    remedy: 'set `requireImdsv2`',
    sources: { securityHub: ['EC2.170'], cdkNag: ['EC2IMDSv2Enabled'] },
    judge: ({ properties: { LaunchTemplateData: data } }) => mustBe('MetadataOptions.HttpTokens', data?.MetadataOptions?.HttpTokens, 'required'),
  },
  {
    id: 'EC2.LaunchTemplateNoPublicIp',
    on: ON_TEMPLATES,
    statement: 'what the template launches has no public address',
    remedy: 'set `associatePublicIpAddress` to false',
    sources: { securityHub: ['EC2.25'], prowler: ['ec2_launch_template_no_public_ip'] },
    judge: ({ properties }) => noPublicIp(properties.LaunchTemplateData),
  },
  {
    id: 'EC2.LaunchTemplateVolumesEncrypted',
    on: ON_TEMPLATES,
    statement: 'volumes that the template makes are encrypted',
    remedy: 'set `encrypted` on every block device',
    sources: { securityHub: ['EC2.181'] },
    judge: ({ properties }) => volumesEncrypted(properties.LaunchTemplateData?.BlockDeviceMappings),
  },
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

// What an instance does not say itself it takes from its launch template.
function inherited(instance: RenderedResource, pick: (properties: Json) => Json): Json {
  const own = pick(instance.properties);
  const from = instance.properties.LaunchTemplate;
  const template = instance.template.referenced(from?.LaunchTemplateId ?? from?.LaunchTemplateName);
  return own ?? pick(template?.properties.LaunchTemplateData ?? {});
}

function noPublicIp(launch: Json): Outcome {
  return allOf(...listOf(launch?.NetworkInterfaces).map(({ AssociatePublicIpAddress }, index) => (
    mustNotBe(`NetworkInterfaces[${index}].AssociatePublicIpAddress`, AssociatePublicIpAddress, true))));
}

function volumesEncrypted(devices: Json): Outcome {
  const volumes = listOf(devices).filter(({ Ebs }) => given(Ebs));
  if (volumes.length === 0) return fails('BlockDeviceMappings has no EBS volume, need each with Encrypted true');
  return allOf(...volumes.map(({ DeviceName, Ebs }) => mustBe(`Encrypted of ${DeviceName}`, Ebs.Encrypted, true)));
}
