import { Token } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { InstanceNetwork, InstanceVolume } from './auto-scaling-options';
import { AutoScalingServiceProps } from './auto-scaling-service-props';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse } from '../../core/validation';
import { requireWithin } from '../shared/capacity';

/** Types that can stand in for each other: two vendors' processors of the same size. */
const DEFAULT_TYPES = ['t3.medium', 't3a.medium'];

/** The types that a group launches, at least one, all of one architecture. */
export function instanceTypesOf(scope: Construct, { instanceTypes }: AutoScalingServiceProps): ec2.InstanceType[] {
  const types = instanceTypes ?? DEFAULT_TYPES.map((type) => new ec2.InstanceType(type));
  if (types.length === 0) refuse(scope, 'instanceTypes is empty, need one or more');
  const names = types.map(String);
  if (new Set(names).size < names.length) refuse(scope, `instanceTypes is ${names.join(', ')}, need each type once`);
  const architectures = new Set(types.map(architectureOf));
  if (architectures.size > 1) refuse(scope, `instanceTypes is ${names.join(', ')}, need types of one architecture: they share an image`);
  return types;
}

/** A security group that lets nothing in, and out what is named. */
export function instanceSecurityGroup(scope: Construct, vpc: ec2.IVpc, network: InstanceNetwork): ec2.SecurityGroup {
  const { outboundHttps = [ec2.Peer.anyIpv4()], outboundHttp = [] } = network;
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc, description: `Instances of ${scope.node.path}`, allowAllOutbound: false,
  });
  outboundHttps.forEach((peer) => securityGroup.addEgressRule(peer, ec2.Port.HTTPS, 'HTTPS: AWS endpoints and package repositories'));
  outboundHttp.forEach((peer) => securityGroup.addEgressRule(peer, ec2.Port.HTTP, 'HTTP: package repositories'));
  return securityGroup;
}

/** What instances are launched from: IMDSv2 alone, no key pair, no public address, an encrypted volume that goes with the instance. */
export function instanceTemplate(
  scope: Construct, types: ec2.InstanceType[], role: iam.IRole, userData: ec2.UserData, securityGroup: ec2.ISecurityGroup,
  props: AutoScalingServiceProps,
): ec2.LaunchTemplate {
  const { detailedMonitoring = true, metadataHopLimit = 1, volume = {} } = props;
  requireWithin(scope, 'metadataHopLimit', metadataHopLimit, 1, 64);
  const machineImage = props.machineImage ?? newestAmazonLinux(architectureOf(types[0]));
  const template = new ec2.LaunchTemplate(scope, 'LaunchTemplate', {
    instanceType: types[0],
    machineImage,
    role,
    userData,
    securityGroup,
    detailedMonitoring,
    ebsOptimized: true,
    requireImdsv2: true,
    httpEndpoint: true,
    httpPutResponseHopLimit: metadataHopLimit,
    blockDevices: [rootDevice(scope, volume)],
  });
  if (!props.machineImage) {
    // CDK's own validation knows this rule by no bare id. Releases that match the prefixed one in the whole app leave no more unsaid than a
    // malformed id of an image, which EC2 refuses.
    acknowledgeFindings(template.node.defaultChild!, 'EC2 resolves the parameter at each launch, so that new instances have the newest image (EC2 User Guide, '
      + 'Use a Systems Manager parameter instead of an AMI ID)', 'CloudFormation-Validate::E1152');
  }
  if (template.osType === ec2.OperatingSystemType.WINDOWS) refuse(scope, 'machineImage is of Windows, need one of Linux: instances start with a shell script');
  return template;
}

/** Several types, or Spot Instances beside others, need a policy; a single type is in the template. */
export function instancesPolicy(
  scope: Construct, launchTemplate: ec2.LaunchTemplate, types: ec2.InstanceType[], minCapacity: number, { spot }: AutoScalingServiceProps,
): autoscaling.MixedInstancesPolicy | undefined {
  if (types.length === 1 && !spot) return undefined;
  const { onDemandBase = minCapacity, onDemandPercentAboveBase = 0 } = spot ?? {};
  requireWithin(scope, 'onDemandBase', onDemandBase, 0, Number.MAX_SAFE_INTEGER);
  requireWithin(scope, 'onDemandPercentAboveBase', onDemandPercentAboveBase, 0, 100);
  return {
    launchTemplate,
    launchTemplateOverrides: types.map((instanceType) => ({ instanceType })),
    instancesDistribution: {
      onDemandAllocationStrategy: autoscaling.OnDemandAllocationStrategy.PRIORITIZED,
      onDemandBaseCapacity: spot ? onDemandBase : undefined,
      onDemandPercentageAboveBaseCapacity: spot ? onDemandPercentAboveBase : 100,
      spotAllocationStrategy: spot && autoscaling.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
    },
  };
}

function rootDevice(scope: Construct, volume: InstanceVolume): ec2.BlockDevice {
  const { sizeGiB = 20, deviceName = '/dev/xvda', iops, throughput } = volume;
  requireWithin(scope, 'sizeGiB', sizeGiB, 8, 16_384);
  if (iops !== undefined) requireWithin(scope, 'iops', iops, 3_000, 16_000);
  if (throughput !== undefined) requireWithin(scope, 'throughput', throughput, 125, 1_000);
  return {
    deviceName,
    volume: ec2.BlockDeviceVolume.ebs(sizeGiB, {
      volumeType: ec2.EbsDeviceVolumeType.GP3,
      encrypted: true,
      kmsKey: keyFor(scope, volume.encryptionKey, DataClass.STORAGE, KeyUse.AUTO_SCALING),
      deleteOnTermination: true,
      iops,
      throughput,
    }),
  };
}

// Resolved at each launch, not at each deployment: an instance that replaces another one has the patches of its day.
function newestAmazonLinux(architecture: ec2.InstanceArchitecture): ec2.IMachineImage {
  const cpuType = architecture === ec2.InstanceArchitecture.ARM_64 ? ec2.AmazonLinuxCpuType.ARM_64 : ec2.AmazonLinuxCpuType.X86_64;
  return ec2.MachineImage.resolveSsmParameterAtLaunch(ec2.AmazonLinux2023ImageSsmParameter.ssmParameterName({ cpuType }));
}

function architectureOf(type: ec2.InstanceType): ec2.InstanceArchitecture {
  return Token.isUnresolved(type.toString()) ? ec2.InstanceArchitecture.X86_64 : type.architecture;
}
