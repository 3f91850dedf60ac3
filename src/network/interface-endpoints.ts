import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { refuse } from '../core/errors';

/** Properties of InterfaceEndpoints. */
export interface InterfaceEndpointsProps {
  /** The network. One that was imported needs its `vpcCidrBlock`, or `allowFrom`. */
  readonly vpc: ec2.IVpc;
  /** Services to reach without leaving the network. */
  readonly services: ec2.InterfaceVpcEndpointAwsService[];
  /**
   * Subnets to put the endpoints in, one for each zone.
   * @default - the private subnets
   */
  readonly subnets?: ec2.SubnetSelection;
  /**
   * Who may reach the endpoints, on port 443.
   * @default - the addresses of the network
   */
  readonly allowFrom?: ec2.IPeer;
}

/** Private endpoints of AWS services in a network: one security group, private DNS, HTTPS from within the network only. */
export class InterfaceEndpoints extends Construct {
  /** Security group of the endpoints. */
  public readonly securityGroup: ec2.SecurityGroup;
  /** The endpoints by the services' short names, for example `ecr.dkr`. */
  public readonly endpoints: { [service: string]: ec2.InterfaceVpcEndpoint } = {};

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const names = props.services.map(({ shortName }) => shortName);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) refuse(this, `services has '${twice}' twice, need each service once: private DNS serves one endpoint of a service in a network`);

    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: `Interface endpoints in ${Stack.of(this).stackName}`,
      allowAllOutbound: false,
    });
    this.securityGroup.addIngressRule(props.allowFrom ?? ec2.Peer.ipv4(props.vpc.vpcCidrBlock), ec2.Port.HTTPS, 'HTTPS from the network');
    for (const service of props.services) {
      this.endpoints[service.shortName] = new ec2.InterfaceVpcEndpoint(this, service.shortName, {
        vpc: props.vpc,
        service,
        subnets: props.subnets,
        securityGroups: [this.securityGroup],
        open: false,
        privateDnsEnabled: true,
      });
    }
  }
}
