import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { fipsVariant, isMissing } from './endpoint-availability';
import { interfaceEndpointPolicies } from './interface-endpoint-policy';
import { usesFips } from '../../core/parts/fips';
import { shortenNameTag } from '../../core/parts/name-tag';
import { interfaceEndpointsIn } from '../../core/parts/reach';
import { mustBe, refuse, requireArguments, requireEntry, requireProps, requireSubnets } from '../../core/validation';
import { calledServices } from '../../core/workload/registry';

/** Services that have an endpoint, by app and id of the VPC: an app can import a VPC twice. */
const SERVICES = new WeakMap<IConstruct, Map<string, Set<string>>>();

/** Properties of InterfaceEndpoints. */
export interface InterfaceEndpointsProps {
  /** VPC of the endpoints. It can be imported; without its `vpcCidrBlock`, `allowFrom` is required. */
  readonly vpc: ec2.IVpc;
  /**
   * Services to create endpoints for, even if the Region is not known to have the endpoint. An empty list adds none.
   * @allowsEmpty
   * @default - the services that the constructs of the workload call from the VPC
   */
  readonly services?: ec2.InterfaceVpcEndpointAwsService[];
  /**
   * Whether each service that the constructs of the workload call from the VPC gets an endpoint. Constructs that are declared later count.
   * @default - true if `services` is not set
   */
  readonly calledServices?: boolean;
  /**
   * Subnets of the endpoints, one per Availability Zone.
   * @default - the private subnets; without them, the isolated subnets; without both, the public subnets
   */
  readonly subnets?: ec2.SubnetSelection;
  /**
   * Peer that can connect to the endpoints on port 443.
   * @default - the CIDR block of the VPC
   */
  readonly allowFrom?: ec2.IPeer;
  /**
   * Whether endpoint policies allow only principals of this account to call run-time actions, and only on resources of this account if the service supports
   * `aws:ResourceAccount`. Use `addToPolicy` of an endpoint for further permissions.
   * @default true
   */
  readonly limitToAccount?: boolean;
  /**
   * Whether `services` get FIPS 140 validated endpoints, for services for which aws-cdk-lib has one. Applications must then call their host names, for
   * example with `AWS_USE_FIPS_ENDPOINT=true`. Services that constructs call get the endpoint that they call.
   * @default - true in Regions of the United States if a framework of the workload requires validated cryptography
   */
  readonly fips?: boolean;
}

/**
 * Interface endpoints for AWS services in a VPC, with private DNS. They accept HTTPS from the VPC, for principals of this account.
 *
 * @example
 * const endpoints = new InterfaceEndpoints(this, 'Endpoints', {
 *   vpc: network.vpc,
 *   services: InterfaceEndpoints.CONTAINER_SERVICES,
 *   allowFrom: ec2.Peer.ipv4('10.20.0.0/16'),
 * });
 */
export class InterfaceEndpoints extends Construct {
  /** Services that containers on AWS Fargate call: images, logs, secrets, parameters, keys, traces, ECS Exec, and temporary credentials. */
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
  /** Endpoints by the short name of the service, for example `ecr.dkr` or `kms-fips`. */
  public readonly endpoints: { [service: string]: ec2.InterfaceVpcEndpoint } = {};
  private readonly options: ResolvedProps;

  /** @throws ValidationError if a prop is not valid, a service is listed twice, or the selection matches no subnet */
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    this.options = resolve(this, props);
    const { vpc, services, allowFrom, followsCalls } = this.options;

    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Interface endpoints of AWS services',
      allowAllOutbound: false,
    });
    this.securityGroup.addIngressRule(allowFrom, ec2.Port.HTTPS, 'HTTPS from the network');
    services.forEach((service) => this.endpointFor(service));
    if (followsCalls) this.followCalls();
    this.node.addValidation({ validate: () => this.conflicts() });
  }

  /**
   * The endpoint of a service, or its FIPS 140 validated endpoint. Services that constructs call have their endpoints as soon as the construct is declared.
   * @throws ValidationError when the service has no endpoint here
   * @example
   * const endpoints = new InterfaceEndpoints(this, 'Endpoints', {
   *   vpc: network.vpc,
   *   services: [ec2.InterfaceVpcEndpointAwsService.KMS],
   * });
   * endpoints.endpoint(ec2.InterfaceVpcEndpointAwsService.KMS).addToPolicy(new iam.PolicyStatement({
   *   principals: [new iam.AccountRootPrincipal()],
   *   actions: ['kms:ListAliases'],
   *   resources: ['*'],
   * }));
   */
  public endpoint(service: ec2.InterfaceVpcEndpointAwsService): ec2.InterfaceVpcEndpoint {
    requireArguments(this, 'InterfaceEndpoints.endpoint', { service });
    const validated = this.endpoints[fipsVariant(this, service).shortName];
    return validated ?? requireEntry(this, 'service', 'a service with an endpoint', this.endpoints, service.shortName);
  }

  /** Endpoints that were created without this construct. The second one fails: `already a conflicting DNS domain`. */
  private conflicts(): string[] {
    const { vpc } = this.options;
    const inVpc = interfaceEndpointsIn(vpc).filter(({ privateDnsEnabled }) => privateDnsEnabled === true);
    return Object.entries(this.endpoints).flatMap(([service, { node: { defaultChild } }]) => inVpc
      .filter((other) => other !== defaultChild && other.serviceName === (defaultChild as ec2.CfnVPCEndpoint).serviceName)
      .map((other) => `endpoint of service '${service}' already exists in VPC '${vpc.node.path}', as '${other.node.scope!.node.path}': remove one of them`));
  }

  private followCalls() {
    calledServices(this).each((call) => {
      const service = call.fips ? fipsVariant(this, call.service) : call.service;
      if (call.vpc.vpcId === this.options.vpc.vpcId && !isMissing(this, service)) this.endpointFor(service, true);
    });
  }

  private endpointFor(service: ec2.InterfaceVpcEndpointAwsService, isCalled = false) {
    if (this.endpoints[service.shortName]) return;
    const { vpc, subnets, limitToAccount } = this.options;
    const inVpc = servicesIn(this, vpc);
    if (inVpc.has(service.shortName)) {
      // A VPC has one endpoint with private DNS per service (VPC User Guide, Interface endpoints: private DNS).
      if (!isCalled) refuse(this, `endpoint of service '${service.shortName}' already exists in VPC '${vpc.node.path}'`);
      return;
    }
    inVpc.add(service.shortName);
    const endpoint = new ec2.InterfaceVpcEndpoint(this, service.shortName, {
      vpc,
      service,
      subnets,
      securityGroups: [this.securityGroup],
      open: false,
      privateDnsEnabled: true,
    });
    if (limitToAccount) interfaceEndpointPolicies(this, service.shortName).forEach((statement) => endpoint.addToPolicy(statement));
    shortenNameTag(endpoint);
    this.endpoints[service.shortName] = endpoint;
  }
}

function servicesIn({ node: { root } }: IConstruct, { vpcId }: ec2.IVpc): Set<string> {
  const vpcs = SERVICES.get(root) ?? new Map<string, Set<string>>();
  SERVICES.set(root, vpcs);
  const services = vpcs.get(vpcId) ?? new Set<string>();
  vpcs.set(vpcId, services);
  return services;
}

interface ResolvedProps {
  readonly vpc: ec2.IVpc;
  readonly services: ec2.InterfaceVpcEndpointAwsService[];
  readonly followsCalls: boolean;
  readonly subnets?: ec2.SubnetSelection;
  readonly allowFrom: ec2.IPeer;
  readonly limitToAccount: boolean;
}

function resolve(scope: Construct, props: InterfaceEndpointsProps): ResolvedProps {
  requireProps(scope, 'InterfaceEndpointsProps', props);
  const { vpc, services = [], subnets, limitToAccount = true } = props;
  const names = services.map(({ shortName }) => shortName);
  if (new Set(names).size < names.length) mustBe(scope, 'services', 'a list without duplicates', names);
  requireSubnets(scope, 'subnets', vpc, subnets);
  const fips = usesFips(scope, props.fips);
  return {
    vpc,
    services: fips ? services.map((service) => fipsVariant(scope, service)) : services,
    followsCalls: props.calledServices ?? props.services === undefined,
    subnets,
    allowFrom: props.allowFrom ?? ec2.Peer.ipv4(cidrOf(vpc) ?? mustBe(scope, 'allowFrom', 'an IPeer if vpc has no vpcCidrBlock', props.allowFrom)),
    limitToAccount,
  };
}

/** The CIDR block of a VPC, as a literal for a VPC of the app, because scanners of security groups cannot judge `vpcCidrBlock`, which is a reference. */
function cidrOf(vpc: ec2.IVpc): string | undefined {
  const { defaultChild } = vpc.node;
  const literal = defaultChild instanceof ec2.CfnVPC ? defaultChild.cidrBlock : undefined;
  try {
    return literal ?? vpc.vpcCidrBlock;
  } catch {
    // An imported VPC throws if its CIDR block was not given.
    return undefined;
  }
}
