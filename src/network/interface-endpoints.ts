import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { interfaceEndpointPolicy } from './interface-endpoint-policy';
import { refuse } from '../core/errors';

/** Properties of InterfaceEndpoints. */
export interface InterfaceEndpointsProps {
  /** The network. One that was imported without its `vpcCidrBlock` needs `allowFrom`. */
  readonly vpc: ec2.IVpc;
  /**
   * Services to reach without leaving the network.
   * @default InterfaceEndpoints.CONTAINER_SERVICES
   */
  readonly services?: ec2.InterfaceVpcEndpointAwsService[];
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
  /**
   * Whether endpoint policies admit only principals of this account, and only what workloads call at run time. Permissions that a
   * workload needs on top are added with `addToPolicy` of its endpoint.
   * @default true
   */
  readonly limitToAccount?: boolean;
  /**
   * Whether to take the FIPS 140 validated endpoints of those services for which aws-cdk-lib knows one. Workloads must call their host
   * names then, as the AWS SDKs do with `AWS_USE_FIPS_ENDPOINT=true`.
   * @default false
   */
  readonly fips?: boolean;
}

/**
 * Private endpoints of AWS services in a network, imported ones included: HTTPS from within the network only, under the services' usual
 * host names, for principals of this account.
 */
export class InterfaceEndpoints extends Construct {
  /** What a container on AWS Fargate calls: its image, logs, secrets, parameters, keys, traces, ECS Exec and temporary credentials. */
  public static readonly CONTAINER_SERVICES = [
    ec2.InterfaceVpcEndpointAwsService.ECR,
    ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
    ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    ec2.InterfaceVpcEndpointAwsService.KMS,
    ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    ec2.InterfaceVpcEndpointAwsService.SSM,
    ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES,
    ec2.InterfaceVpcEndpointAwsService.STS,
    ec2.InterfaceVpcEndpointAwsService.XRAY,
  ];

  /** Security group of the endpoints. */
  public readonly securityGroup: ec2.SecurityGroup;
  /** The endpoints by the services' short names, for example `ecr.dkr`. */
  public readonly endpoints: { [service: string]: ec2.InterfaceVpcEndpoint } = {};

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const services = props.services ?? InterfaceEndpoints.CONTAINER_SERVICES;
    const names = services.map(({ shortName }) => shortName);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) refuse(this, `services has '${twice}' twice, need each service once`);

    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Interface endpoints of AWS services',
      allowAllOutbound: false,
    });
    this.securityGroup.addIngressRule(props.allowFrom ?? ec2.Peer.ipv4(addressesOf(props.vpc)), ec2.Port.HTTPS, 'HTTPS from the network');
    for (const service of services) {
      const endpoint = new ec2.InterfaceVpcEndpoint(this, service.shortName, {
        vpc: props.vpc,
        service: props.fips ? fipsVariant(service) : service,
        subnets: props.subnets,
        securityGroups: [this.securityGroup],
        open: false,
        privateDnsEnabled: true,
      });
      const policy = interfaceEndpointPolicy(this, service.shortName);
      if (policy && props.limitToAccount !== false) endpoint.addToPolicy(policy);
      this.endpoints[service.shortName] = endpoint;
    }
  }
}

/** The literal block of a network of the app, whose `vpcCidrBlock` is a reference that no scanner of security groups can judge. */
function addressesOf(vpc: ec2.IVpc): string {
  const { defaultChild } = vpc.node;
  return (defaultChild instanceof ec2.CfnVPC ? defaultChild.cidrBlock : undefined) ?? vpc.vpcCidrBlock;
}

function fipsVariant(service: ec2.InterfaceVpcEndpointAwsService): ec2.InterfaceVpcEndpointAwsService {
  const known: ec2.InterfaceVpcEndpointAwsService[] = Object.values(ec2.InterfaceVpcEndpointAwsService);
  return known.find(({ shortName }) => shortName === `${service.shortName}-fips`) ?? service;
}
