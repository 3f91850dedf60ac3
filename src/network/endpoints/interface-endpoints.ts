import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { fipsVariant, isMissing } from './endpoint-availability';
import { interfaceEndpointPolicies } from './interface-endpoint-policy';
import { usesFips } from '../../core/parts/fips';
import { refuse } from '../../core/validation';
import { calledServices } from '../../core/workload/registry';

/** Properties of InterfaceEndpoints. */
export interface InterfaceEndpointsProps {
  /** The network. One that was imported without its `vpcCidrBlock` needs `allowFrom`. */
  readonly vpc: ec2.IVpc;
  /**
   * Services to reach without leaving the network, whether or not their Region is known to have endpoints of them.
   * @default - what the workload's constructs call from the network
   */
  readonly services?: ec2.InterfaceVpcEndpointAwsService[];
  /**
   * Whether what the workload's constructs call from the network gets an endpoint as well, constructs declared later included.
   * @default - where `services` is left out
   */
  readonly calledServices?: boolean;
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
   * Whether endpoint policies admit only principals of this account, for what workloads call at run time, and to resources of this account where
   * the service tells them apart. Permissions that a workload needs on top are added with `addToPolicy` of its endpoint.
   * @default true
   */
  readonly limitToAccount?: boolean;
  /**
   * Whether `services` are the FIPS 140 validated endpoints, of those for which aws-cdk-lib knows one. Workloads must call their host names then, as
   * the AWS SDKs do with `AWS_USE_FIPS_ENDPOINT=true`. What constructs call has the endpoint that they call.
   * @default - where the workload's frameworks ask for validated cryptography, in Regions of the United States
   */
  readonly fips?: boolean;
}

/**
 * Private endpoints of AWS services in a network, imported ones included: HTTPS from within the network only, under the services'
 * host names, for principals of this account.
 */
export class InterfaceEndpoints extends Construct {
  /** What containers on AWS Fargate may call: their image, logs, secrets, parameters, keys, traces, ECS Exec and temporary credentials. */
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
  /** The endpoints by the services' short names, for example `ecr.dkr` or `kms-fips`. */
  public readonly endpoints: { [service: string]: ec2.InterfaceVpcEndpoint } = {};
  private readonly limitToAccount: boolean;

  /** @throws ValidationError when a service is given twice */
  constructor(scope: Construct, id: string, private readonly props: InterfaceEndpointsProps) {
    super(scope, id);
    const { vpc, services = [], limitToAccount = true } = props;
    const names = services.map(({ shortName }) => shortName);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) refuse(this, `services has '${twice}' twice, need each service once`);

    this.limitToAccount = limitToAccount;
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Interface endpoints of AWS services',
      allowAllOutbound: false,
    });
    this.securityGroup.addIngressRule(props.allowFrom ?? ec2.Peer.ipv4(addressesOf(vpc)), ec2.Port.HTTPS, 'HTTPS from the network');
    const fips = usesFips(this, props.fips);
    services.forEach((service) => this.endpointOf(fips ? fipsVariant(this, service) : service));
    if (props.calledServices ?? props.services === undefined) this.followCalls();
  }

  private followCalls() {
    calledServices(this).each((call) => {
      const service = call.fips ? fipsVariant(this, call.service) : call.service;
      if (call.vpc.vpcId === this.props.vpc.vpcId && !isMissing(this, service)) this.endpointOf(service);
    });
  }

  private endpointOf(service: ec2.InterfaceVpcEndpointAwsService) {
    if (this.endpoints[service.shortName]) return;
    const endpoint = new ec2.InterfaceVpcEndpoint(this, service.shortName, {
      vpc: this.props.vpc,
      service,
      subnets: this.props.subnets,
      securityGroups: [this.securityGroup],
      open: false,
      privateDnsEnabled: true,
    });
    if (this.limitToAccount) interfaceEndpointPolicies(this, service.shortName).forEach((statement) => endpoint.addToPolicy(statement));
    this.endpoints[service.shortName] = endpoint;
  }
}

/** The literal block of a network of the app, whose `vpcCidrBlock` is a reference that no scanner of security groups can judge. */
function addressesOf(vpc: ec2.IVpc): string {
  const { defaultChild } = vpc.node;
  return (defaultChild instanceof ec2.CfnVPC ? defaultChild.cidrBlock : undefined) ?? vpc.vpcCidrBlock;
}
