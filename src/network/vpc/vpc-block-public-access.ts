import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { refuse } from '../../core/validation';

/** What internet gateways let pass (Amazon EC2 API Reference, ModifyVpcBlockPublicAccessOptions). */
export enum InternetGatewayBlock {
  /** Nothing in either direction. */
  BIDIRECTIONAL = 'block-bidirectional',
  /** Only what NAT gateways and egress-only internet gateways send, and the answers to it. */
  INGRESS = 'block-ingress',
}

/** What a network or subnet may do that is excluded from the block (Amazon EC2 API Reference, CreateVpcBlockPublicAccessExclusion). */
export enum InternetGatewayExclusion {
  /** Traffic in both directions, for example of a public load balancer. */
  BIDIRECTIONAL = 'allow-bidirectional',
  /** Outbound traffic, for example of NAT gateways. */
  EGRESS = 'allow-egress',
}

/** Properties of VpcBlockPublicAccess. */
export interface VpcBlockPublicAccessProps {
  /**
   * What internet gateways let pass.
   * @default InternetGatewayBlock.BIDIRECTIONAL
   */
  readonly block?: InternetGatewayBlock;
}

/**
 * Shuts the internet gateways of all networks of the account in the stack's Region, those outside of the stack included, whatever
 * their routes say. An account has one of it in a Region.
 */
export class VpcBlockPublicAccess extends Construct {
  /** The setting, for everything this construct does not model. */
  public readonly options: ec2.CfnVPCBlockPublicAccessOptions;
  private readonly block: InternetGatewayBlock;

  constructor(scope: Construct, id: string, props: VpcBlockPublicAccessProps = {}) {
    super(scope, id);
    this.block = props.block ?? InternetGatewayBlock.BIDIRECTIONAL;
    this.options = new ec2.CfnVPCBlockPublicAccessOptions(this, 'Options', { internetGatewayBlockMode: this.block });
  }

  /**
   * Excludes a network from the block.
   * @param vpc to exclude
   * @param exclusion what it may do
   * @throws ValidationError when the exclusion is for outbound traffic, which a block of inbound traffic leaves open anyway
   */
  public excludeVpc(vpc: ec2.IVpc, exclusion: InternetGatewayExclusion): void {
    this.exclude(`Vpc${vpc.node.addr}`, exclusion, { vpcId: vpc.vpcId });
  }

  /**
   * Excludes subnets from the block, for example the public ones of a load balancer.
   * @param subnets to exclude
   * @param exclusion what they may do
   * @throws ValidationError when the exclusion is for outbound traffic, which a block of inbound traffic leaves open anyway
   */
  public excludeSubnets(subnets: ec2.ISubnet[], exclusion: InternetGatewayExclusion): void {
    subnets.forEach((subnet) => this.exclude(`Subnet${subnet.node.addr}`, exclusion, { subnetId: subnet.subnetId }));
  }

  private exclude(id: string, exclusion: InternetGatewayExclusion, target: { vpcId?: string; subnetId?: string }) {
    if (exclusion === InternetGatewayExclusion.EGRESS && this.block === InternetGatewayBlock.INGRESS) {
      refuse(this, `exclusion is ${exclusion} with ${this.block}, need ${InternetGatewayBlock.BIDIRECTIONAL} or ${InternetGatewayExclusion.BIDIRECTIONAL}`);
    }
    // The exclusion comes first, so that traffic it is for is never cut.
    this.options.addResourceDependency(new ec2.CfnVPCBlockPublicAccessExclusion(this, id, { internetGatewayExclusionMode: exclusion, ...target }));
  }
}
