import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ResolvedAutoScalingProps } from './resolve-auto-scaling-props';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { shortenNameTag } from '../../core/parts/name-tag';
import { descriptionFor, SECURITY_GROUP_DESCRIPTION } from '../../core/workload/description';

/** A security group without inbound rules, which allows the outbound traffic in the props. */
export function instanceSecurityGroup(scope: Construct, { vpc, network }: ResolvedAutoScalingProps): ec2.SecurityGroup {
  const description = descriptionFor(`Instances of ${scope.node.path}`, SECURITY_GROUP_DESCRIPTION);
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
  network.outboundHttps.forEach((peer) => securityGroup.addEgressRule(peer, ec2.Port.HTTPS, 'HTTPS: AWS endpoints and package repositories'));
  network.outboundHttp.forEach((peer) => securityGroup.addEgressRule(peer, ec2.Port.HTTP, 'HTTP: package repositories'));
  return securityGroup;
}

/** The launch template: IMDSv2 only, no key pair, no public address, an encrypted volume that is deleted with the instance. */
export function instanceTemplate(
  scope: Construct, props: ResolvedAutoScalingProps, role: iam.IRole, userData: ec2.UserData, securityGroup: ec2.ISecurityGroup,
): ec2.LaunchTemplate {
  const template = new ec2.LaunchTemplate(scope, 'LaunchTemplate', {
    instanceType: props.instanceTypes[0],
    machineImage: props.machineImage,
    role,
    userData,
    securityGroup,
    detailedMonitoring: props.detailedMonitoring,
    ebsOptimized: true,
    requireImdsv2: true,
    httpEndpoint: true,
    httpPutResponseHopLimit: props.metadataHopLimit,
    blockDevices: [rootDevice(scope, props)],
  });
  shortenNameTag(template);
  if (props.isNewestImage) {
    // The validation of aws-cdk-lib has no bare id for this rule. In releases that match the prefixed id across the app, this also hides a malformed
    // image id, which EC2 refuses.
    acknowledgeFindings(template.node.defaultChild!, 'EC2 resolves the parameter at each launch, so that new instances have the newest image (EC2 User Guide, '
      + 'Use a Systems Manager parameter instead of an AMI ID)', 'CloudFormation-Validate::E1152');
  }
  return template;
}

function rootDevice(scope: Construct, { volume, spot }: ResolvedAutoScalingProps): ec2.BlockDevice {
  const { sizeGiB, deviceName, iops, throughput, encryptionKey } = volume;
  // EC2 Auto Scaling launches Spot Instances of a launch template with its own role (EC2 Auto Scaling User Guide, Required AWS KMS key policy for use with
  // encrypted volumes). The EC2 User Guide requires that of Spot Instances too, for encrypted images.
  const uses = [KeyUse.AUTO_SCALING, ...spot ? [KeyUse.EC2_SPOT] : []];
  return {
    deviceName,
    volume: ec2.BlockDeviceVolume.ebs(sizeGiB, {
      volumeType: ec2.EbsDeviceVolumeType.GP3,
      encrypted: true,
      kmsKey: keyFor(scope, encryptionKey, DataClass.STORAGE, ...uses),
      deleteOnTermination: true,
      iops,
      throughput,
    }),
  };
}
