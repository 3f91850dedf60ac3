import { Duration, ReferenceStrength, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { refuse } from '../validation';
import { keyPolicy } from './key-policy';
import { KeyUse } from './key-use';
import { WorkloadKey } from './workload-key';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { Workload } from '../workload/workload';

/** Properties of WorkloadKeyReplica. */
export interface WorkloadKeyReplicaProps {
  /** The multi-Region key that it is a replica of, in another Region. */
  readonly primary: WorkloadKey;
  /**
   * Alias, without the `alias/` prefix.
   * @default - none
   */
  readonly alias?: string;
  /**
   * Who manages the replica, without using it. A replica has a policy of its own.
   * @default - the account, which delegates by IAM policies
   */
  readonly administrators?: iam.IPrincipal[];
  /**
   * Who uses the replica on data directly, without a service in between and without managing it.
   * @default - nobody; services use it as `allow` says
   */
  readonly users?: iam.IPrincipal[];
}

/**
 * A multi-Region key in another Region: what is encrypted under the primary decrypts under it, as disaster recovery needs.
 * Rotation is the primary's (KMS Developer Guide, Multi-Region keys).
 */
export class WorkloadKeyReplica extends Construct {
  /** The replica, for constructs in its Region. */
  public readonly key: kms.IKey;

  /** @throws ValidationError when the primary is no multi-Region key, or in the same Region */
  constructor(scope: Construct, id: string, props: WorkloadKeyReplicaProps) {
    super(scope, id);
    const { primary, alias, administrators, users } = props;
    const { retainsData, removalPolicy } = Workload.of(this);
    requireName(this, 'alias', alias, NameLimit.KEY_ALIAS);
    this.requireReplicable(primary);
    const policy = keyPolicy(this, { administrators, users });
    const replica = new kms.CfnReplicaKey(this, 'Replica', {
      // A strong reference would bring a function to each of the two stacks to hand over the ARN.
      primaryKeyArn: Stack.consumeReference(primary.key.keyArn, ReferenceStrength.WEAK),
      keyPolicy: policy,
      pendingWindowInDays: Duration.days(retainsData ? 30 : 7).toDays(),
    });
    replica.applyRemovalPolicy(removalPolicy);
    this.key = kms.Key.fromKeyArn(this, 'Key', replica.attrArn);
    // An imported key takes no statements; this one is made here.
    Object.defineProperty(this.key, 'policy', { value: policy });
    if (alias) this.key.addAlias(alias);
  }

  /** Allows a use of the replica. Constructs that are given the key do so by themselves. */
  public allow(use: KeyUse): void {
    allowKeyUse(this.key, use);
  }

  private requireReplicable({ key, node }: WorkloadKey) {
    if ((key.node.defaultChild as kms.CfnKey).multiRegion !== true) refuse(this, `primary '${node.path}' is no multi-Region key, need one with multiRegion`);
    const { region } = Stack.of(this);
    if (!Token.isUnresolved(region) && region === Stack.of(key).region) {
      refuse(this, `replica is in ${region} like its primary '${node.path}', need another Region`);
    }
  }
}
