import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { keepInAccount, makesAccountSettings } from '../../core/parts/account-setting';
import { mustBe, refuse, requireArguments, requireProps, requireSingle } from '../../core/validation';

/** Traffic that internet gateways block (Amazon EC2 API Reference, ModifyVpcBlockPublicAccessOptions). */
export enum InternetGatewayBlock {
  /** Traffic in both directions. */
  BIDIRECTIONAL = 'block-bidirectional',
  /** Inbound traffic. NAT gateways and egress-only internet gateways can still initiate connections. */
  INGRESS = 'block-ingress',
}

/** Traffic of a VPC or subnet that is excluded from the block (Amazon EC2 API Reference, CreateVpcBlockPublicAccessExclusion). */
export enum InternetGatewayExclusion {
  /** Traffic in both directions, for example of a public load balancer. */
  BIDIRECTIONAL = 'allow-bidirectional',
  /** Outbound traffic, for example of NAT gateways. */
  EGRESS = 'allow-egress',
}

/** Properties of VpcBlockPublicAccess. */
export interface VpcBlockPublicAccessProps {
  /**
   * Traffic that internet gateways block.
   * @default InternetGatewayBlock.BIDIRECTIONAL
   */
  readonly block?: InternetGatewayBlock;
}

/**
 * VPC Block Public Access: blocks the internet gateways of all VPCs of the account in the Region of the stack, including VPCs outside the stack. An
 * account has one such setting per Region, so a stack can have one construct of this type. The setting is retained when the stack is deleted. An ephemeral
 * workload does not make it.
 *
 * @example
 * const block = new VpcBlockPublicAccess(this, 'BlockPublicAccess', { block: InternetGatewayBlock.BIDIRECTIONAL });
 * // The load balancer and the NAT gateways of this VPC need the internet gateway.
 * block.excludeSubnets(network.vpc.publicSubnets, InternetGatewayExclusion.BIDIRECTIONAL);
 */
export class VpcBlockPublicAccess extends Construct {
  /** The setting of the account, for settings that this construct does not have; undefined in ephemeral workloads. */
  public readonly options?: ec2.CfnVPCBlockPublicAccessOptions;
  private readonly block: InternetGatewayBlock;

  /** @throws ValidationError if a prop is not valid, or if the stack has another construct of this type */
  constructor(scope: Construct, id: string, props: VpcBlockPublicAccessProps = {}) {
    super(scope, id);
    requireProps(this, 'VpcBlockPublicAccessProps', props);
    requireSingle(this, 'VpcBlockPublicAccess');
    this.block = props.block ?? InternetGatewayBlock.BIDIRECTIONAL;
    if (!makesAccountSettings(this, 'VPC Block Public Access options')) return;
    this.options = new ec2.CfnVPCBlockPublicAccessOptions(this, 'Options', { internetGatewayBlockMode: this.block });
    keepInAccount(this.options);
  }

  /**
   * Excludes a VPC from the block.
   * @param vpc VPC to exclude
   * @param exclusion traffic to allow
   * @throws ValidationError if the VPC is already excluded, or if the exclusion allows outbound traffic that is not blocked
   * @example
   * const block = new VpcBlockPublicAccess(this, 'BlockPublicAccess');
   * block.excludeVpc(network.vpc, InternetGatewayExclusion.EGRESS);
   */
  public excludeVpc(vpc: ec2.IVpc, exclusion: InternetGatewayExclusion): void {
    requireArguments(this, 'VpcBlockPublicAccess.excludeVpc', { vpc, exclusion });
    this.requireExclusion(exclusion);
    this.exclude('Vpc', vpc, exclusion, { vpcId: vpc.vpcId });
  }

  /**
   * Excludes subnets from the block, for example the public subnets of a load balancer.
   * @param subnets subnets to exclude, at least one
   * @param exclusion traffic to allow
   * @throws ValidationError if a subnet is already excluded, or if the exclusion allows outbound traffic that is not blocked
   */
  public excludeSubnets(subnets: ec2.ISubnet[], exclusion: InternetGatewayExclusion): void {
    requireArguments(this, 'VpcBlockPublicAccess.excludeSubnets', { subnets, exclusion });
    this.requireExclusion(exclusion);
    subnets.forEach((subnet) => this.exclude('Subnet', subnet, exclusion, { subnetId: subnet.subnetId }));
  }

  private requireExclusion(exclusion: InternetGatewayExclusion) {
    if (exclusion === InternetGatewayExclusion.EGRESS && this.block === InternetGatewayBlock.INGRESS) {
      mustBe(this, 'exclusion', `InternetGatewayExclusion.BIDIRECTIONAL because ${InternetGatewayBlock.INGRESS} does not block outbound traffic`, exclusion);
    }
  }

  private exclude(kind: string, { node }: IConstruct, mode: InternetGatewayExclusion, target: { vpcId?: string; subnetId?: string }) {
    const id = `${kind}${node.addr}`;
    if (this.node.tryFindChild(id)) refuse(this, `exclusion of '${node.path}' already exists in this VpcBlockPublicAccess`);
    // CloudFormation makes the exclusion first, so that the excluded traffic is never blocked.
    const exclusion = new ec2.CfnVPCBlockPublicAccessExclusion(this, id, { internetGatewayExclusionMode: mode, ...target });
    this.options?.addResourceDependency(exclusion);
  }
}
