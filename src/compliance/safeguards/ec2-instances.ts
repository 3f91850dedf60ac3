import { ResourceSafeguard } from '../model/safeguard';
import { coveredByBackup } from '../predicates/backup';
import { requiresImdsV2 } from '../predicates/imds';
import { anyValue, given, isOneOf, isSet, listOf, mayBe } from '../predicates/intrinsics';
import { allOf, called, fails, HOLDS, mustBe, mustBeAtMost, mustBeSet, mustExist, mustNotBe, Outcome } from '../predicates/outcome';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_INSTANCES = ['AWS::EC2::Instance'];
const ON_TEMPLATES = ['AWS::EC2::LaunchTemplate'];
const ON_CONFIGURATIONS = ['AWS::AutoScaling::LaunchConfiguration'];

/** Resources other than instances that use a launch template. Source: CloudFormation resource specification. */
const USERS_OF_TEMPLATES = [
  ['AWS::AutoScaling::AutoScalingGroup', 'LaunchTemplate'], ['AWS::AutoScaling::AutoScalingGroup', 'MixedInstancesPolicy'], ['AWS::EKS::Nodegroup', 'LaunchTemplate'],
  ['AWS::EC2::SpotFleet', 'SpotFleetRequestConfigData'], ['AWS::EC2::EC2Fleet', 'LaunchTemplateConfigs'], ['AWS::Batch::ComputeEnvironment', 'ComputeResources'],
] as const;
/** Types that are EBS-optimized if asked for. All others are always or never. Source: "Amazon EBS-optimized instance types" (Amazon EC2 User Guide). */
const OPTIONALLY_OPTIMIZED = [
  'c1.xlarge', 'c3.xlarge', 'c3.2xlarge', 'c3.4xlarge', 'g2.2xlarge', 'i2.xlarge', 'i2.2xlarge', 'i2.4xlarge', 'm1.large', 'm1.xlarge', 'm2.2xlarge', 'm2.4xlarge',
  'm3.xlarge', 'm3.2xlarge', 'r3.xlarge', 'r3.2xlarge', 'r3.4xlarge',
];

/** Safeguards of Amazon EC2 instances, volumes and launch templates. */
export const EC2_INSTANCES: ResourceSafeguard[] = [
  {
    id: 'EC2.InstanceImdsV2',
    on: ON_INSTANCES,
    statement: 'instance metadata requires IMDSv2',
    rationale: 'IMDSv1 lets a forged request from the application steal the credentials of the instance',
    remedy: 'set `requireImdsv2`',
    sources: { securityHub: ['EC2.8'], cdkNag: ['EC2IMDSv2Enabled'], prowler: ['ec2_instance_imdsv2_enabled'] },
    judge: (instance) => requiresImdsV2({
      HttpTokens: inherited(instance, ({ MetadataOptions }) => MetadataOptions?.HttpTokens),
      HttpEndpoint: inherited(instance, ({ MetadataOptions }) => MetadataOptions?.HttpEndpoint),
    }),
  },
  {
    id: 'EC2.InstanceNoPublicIp',
    on: ON_INSTANCES,
    statement: 'the instance has no public IP address',
    rationale: 'A public address exposes the instance to the internet',
    remedy: 'set `associatePublicIpAddress` to false, which replaces the instance',
    sources: { securityHub: ['EC2.9'], cdkNag: ['EC2InstanceNoPublicIp'] },
    judge: (instance) => allOf(noPublicIp(instance.properties), noElasticIp(instance)),
  },
  {
    id: 'EC2.InstanceInVpc',
    on: ON_INSTANCES,
    statement: 'the instance is launched in a specified subnet',
    rationale: 'Without a subnet, the instance starts in the default VPC, which has public subnets',
    remedy: 'set `vpc`, which replaces the instance',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-vpc.html',
    sources: { cdkNag: ['EC2InstancesInVPC'] },
    judge: (instance) => mustExist(
      isSet(instance.properties.SubnetId) || isSet(inherited(instance, ({ NetworkInterfaces }) => NetworkInterfaces)), 'neither SubnetId nor NetworkInterfaces is set'),
  },
  {
    id: 'EC2.InstanceProfileAttached',
    on: ON_INSTANCES,
    statement: 'the instance has an instance profile',
    rationale: 'Without a role, programs on the instance need access keys, which leak',
    remedy: 'set `role`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
    sources: { cdkNag: ['EC2InstanceProfileAttached'], prowler: ['ec2_instance_profile_attached'] },
    judge: (instance) => mustBeSet('IamInstanceProfile', inherited(instance, ({ IamInstanceProfile }) => IamInstanceProfile)),
  },
  {
    id: 'EC2.InstanceDetailedMonitoring',
    on: ON_INSTANCES,
    statement: 'detailed monitoring is enabled',
    rationale: 'Metrics each minute show failures and unusual load sooner',
    remedy: 'set `detailedMonitoring`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html',
    sources: { cdkNag: ['EC2InstanceDetailedMonitoringEnabled'], prowler: ['ec2_instance_detailed_monitoring_enabled'] },
    judge: (instance) => mustBe('Monitoring', instance.properties.Monitoring ?? inherited(instance, ({ Monitoring }) => Monitoring)?.Enabled, true),
  },
  {
    id: 'EC2.InstanceEbsOptimized',
    on: ON_INSTANCES,
    statement: 'the instance is EBS-optimized',
    rationale: 'Disk traffic competes with network traffic, and both become slow under load',
    remedy: 'set `ebsOptimized`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ebs-optimized.html',
    sources: { cdkNag: ['EC2EBSOptimizedInstance'] },
    judge: (instance) => isSometimesOptimized(inherited(instance, ({ InstanceType }) => InstanceType))
      ? mustBe('EbsOptimized', inherited(instance, ({ EbsOptimized }) => EbsOptimized), true)
      : HOLDS,
  },
  {
    id: 'EC2.InstanceOneInterface',
    on: ON_INSTANCES,
    statement: 'the instance has one network interface',
    rationale: 'A second interface can connect two networks that are separated',
    remedy: 'keep one entry in `networkInterfaces`, which replaces the instance',
    sources: { securityHub: ['EC2.17'] },
    judge: ({ properties }) => listOf(properties.NetworkInterfaces).length > 1
      ? fails(`NetworkInterfaces has ${properties.NetworkInterfaces.length} items, must have at most 1`)
      : HOLDS,
  },
  {
    id: 'EC2.InstanceVolumesEncrypted',
    on: [...ON_INSTANCES, ...ON_CONFIGURATIONS],
    statement: 'instance volumes are encrypted',
    rationale: 'Encryption protects data if a volume or its snapshot is accessed outside the instance',
    remedy: 'set `encrypted` on every block device',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
    sources: { cdkNag: ['EC2EBSVolumeEncrypted'], prowler: ['ec2_ebs_volume_encryption'] },
    judge: (instance) => volumesEncrypted(inherited(instance, ({ BlockDeviceMappings }) => BlockDeviceMappings)),
  },
  {
    id: 'EC2.VolumeEncrypted',
    on: ['AWS::EC2::Volume'],
    statement: 'the volume is encrypted',
    rationale: 'Encryption protects data if the volume or its snapshot is accessed outside the instance',
    remedy: 'set `encrypted`',
    sources: { securityHub: ['EC2.3'], cdkNag: ['EC2EBSVolumeEncrypted'], prowler: ['ec2_ebs_volume_encryption'] },
    judge: ({ properties }) => mustBe('Encrypted', properties.Encrypted, true),
  },
  {
    id: 'EC2.VolumeInBackupPlan',
    on: ['AWS::EC2::Volume'],
    statement: 'a backup plan covers the volume',
    rationale: 'Without backups, deleted or encrypted data is lost',
    remedy: 'select the volume, or one of its tags, in a backup plan',
    sources: { securityHub: ['EC2.28'], cdkNag: ['EC2EBSInBackupPlan'], prowler: ['ec2_ebs_volume_protected_by_backup_plan'] },
    judge: (volume) => coveredByBackup(volume),
  },
  {
    id: 'EC2.LaunchTemplateImdsV2',
    on: ON_TEMPLATES,
    statement: 'instance metadata requires IMDSv2',
    rationale: 'IMDSv1 lets a forged request from the application steal the credentials of the instance',
    remedy: 'set `requireImdsv2`',
    sources: { securityHub: ['EC2.170'], cdkNag: ['EC2IMDSv2Enabled'] },
    judge: ({ properties: { LaunchTemplateData: data } }) => requiresImdsV2(data?.MetadataOptions),
  },
  {
    id: 'EC2.LaunchTemplateNoPublicIp',
    on: ON_TEMPLATES,
    statement: 'launched instances have no public IP address',
    rationale: 'A public address exposes the instance to the internet',
    remedy: 'set `associatePublicIpAddress` to false',
    sources: { securityHub: ['EC2.25'], prowler: ['ec2_launch_template_no_public_ip'] },
    judge: ({ properties }) => noPublicIp(properties.LaunchTemplateData),
  },
  {
    id: 'EC2.LaunchTemplateVolumesEncrypted',
    on: ON_TEMPLATES,
    statement: 'volumes of launched instances are encrypted',
    rationale: 'Encryption protects data if a volume or its snapshot is accessed outside the instance',
    remedy: 'set `encrypted` on every block device',
    sources: { securityHub: ['EC2.181'] },
    judge: (template) => isOverridden(template, 'BlockDeviceMappings') ? undefined : volumesEncrypted(template.properties.LaunchTemplateData?.BlockDeviceMappings),
  },
  {
    id: 'EC2.LaunchTemplateHopLimit',
    on: ON_TEMPLATES,
    statement: 'instance metadata responses have a hop limit of 1',
    rationale: 'With more hops, containers and forwarded requests reach the credentials of the instance',
    remedy: 'set `httpPutResponseHopLimit` to 1',
    sources: { securityHub: ['AutoScaling.4'] },
    // If omitted, the limit is that of the image, 2 for Amazon Linux 2023 (EC2 User Guide, Instance metadata option precedence).
    judge: ({ properties: { LaunchTemplateData: data } }) => isOneOf(data?.MetadataOptions?.HttpEndpoint, 'disabled')
      ? HOLDS
      : mustBeAtMost('MetadataOptions.HttpPutResponseHopLimit', data?.MetadataOptions?.HttpPutResponseHopLimit, 1),
  },
  {
    id: 'EC2.LaunchTemplateDetailedMonitoring',
    on: ON_TEMPLATES,
    statement: 'launched instances have detailed monitoring',
    rationale: 'Metrics each minute show failures and unusual load sooner',
    remedy: 'set `detailedMonitoring`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html',
    sources: { cdkNag: ['EC2InstanceDetailedMonitoringEnabled'], prowler: ['ec2_instance_detailed_monitoring_enabled'] },
    judge: (template) => isOverridden(template, 'Monitoring') ? undefined : mustBe('Monitoring.Enabled', template.properties.LaunchTemplateData?.Monitoring?.Enabled, true),
  },
];

// Properties that the instance omits come from its launch template.
function inherited(instance: RenderedResource, pick: (properties: Json) => Json): Json {
  const own = pick(instance.properties);
  const from = instance.properties.LaunchTemplate;
  const template = instance.template.referenced(from?.LaunchTemplateId ?? from?.LaunchTemplateName)
    ?? instance.template.named(ON_TEMPLATES[0], from?.LaunchTemplateName);
  return own ?? pick(template?.properties.LaunchTemplateData ?? {});
}

// The property of a launch template that only instances use, each of which has its own: the instances are judged.
function isOverridden(template: RenderedResource, property: string): boolean {
  const instances = pointers(template, ON_INSTANCES[0], 'LaunchTemplate');
  const isUsedElsewhere = USERS_OF_TEMPLATES.some(([type, name]) => pointers(template, type, name).length > 0);
  return instances.length > 0 && !isUsedElsewhere && instances.every(({ properties }) => isSet(properties[property]));
}

// A type that only a deployment knows may be one of them.
function isSometimesOptimized(type: Json): boolean {
  return given(type) && mayBe(type, ...OPTIONALLY_OPTIMIZED);
}

function noPublicIp(launch: Json): Outcome {
  return allOf(...listOf(launch?.NetworkInterfaces).map(({ AssociatePublicIpAddress }, index) => (
    mustNotBe(`NetworkInterfaces[${index}].AssociatePublicIpAddress`, AssociatePublicIpAddress, true))));
}

// An Elastic IP address is associated with the instance, or with a network interface that is attached to it.
function noElasticIp(instance: RenderedResource): Outcome {
  const { template, properties } = instance;
  const attached = [
    ...listOf(properties.NetworkInterfaces).map(({ NetworkInterfaceId }) => template.referenced(anyValue(NetworkInterfaceId))),
    ...pointers(instance, 'AWS::EC2::NetworkInterfaceAttachment', 'InstanceId').map((one) => one.template.referenced(one.properties.NetworkInterfaceId)),
  ].filter((one) => one !== undefined);
  const [address] = [
    ...['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation'].flatMap((type) => pointers(instance, type, 'InstanceId')),
    ...attached.flatMap((one) => pointers(one, 'AWS::EC2::EIPAssociation', 'NetworkInterfaceId')),
  ];
  return address ? fails(`${address.logicalId} associates an Elastic IP address, must not`) : HOLDS;
}

function volumesEncrypted(devices: Json): Outcome {
  const volumes = listOf(devices).filter(({ Ebs }) => given(Ebs));
  if (volumes.length === 0) return fails('BlockDeviceMappings has no EBS volume, must have volumes with Encrypted true');
  return allOf(...volumes.map(({ DeviceName, Ebs }) => mustBe(`Encrypted of ${called(DeviceName)}`, Ebs.Encrypted, true)));
}
