import { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AlbWithWafProps, IHttpTarget } from '../../src';

/** Something that answers HTTP on 8080. */
export class Target extends Construct implements IHttpTarget {
  public readonly port = 8080;
  public readonly healthCheckPath = '/health';
  public readonly connections: ec2.Connections;

  constructor(scope: Construct, id: string, vpc: ec2.IVpc) {
    super(scope, id);
    this.connections = new ec2.Connections({ securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false })] });
  }

  public attachToApplicationTargetGroup(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    targetGroup.registerConnectable(this, ec2.Port.tcp(this.port));
    return { targetType: elbv2.TargetType.IP };
  }
}

/** A VPC of two zones that is there already. */
export function importedVpc(scope: Construct): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-12345678',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    publicSubnetIds: ['subnet-public-a', 'subnet-public-b'],
    publicSubnetRouteTableIds: ['rtb-public-a', 'rtb-public-b'],
    privateSubnetIds: ['subnet-private-a', 'subnet-private-b'],
    privateSubnetRouteTableIds: ['rtb-private-a', 'rtb-private-b'],
  });
}

/** An imported certificate. */
export function certificateIn(scope: Construct, region: string, id = `Certificate-${region}`): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(scope, id, `arn:aws:acm:${region}:123456789012:certificate/${id}`);
}

/** Everything that a load balancer needs, imported, so that nothing else is in the template. */
export function imported(stack: Stack): AlbWithWafProps {
  return {
    vpc: importedVpc(stack),
    certificate: certificateIn(stack, 'eu-west-2'),
    accessLogs: s3.Bucket.fromBucketName(stack, 'Logs', 'ledger-logs'),
  };
}
