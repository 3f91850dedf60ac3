import { Duration, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { isUnresolved, refuse, requireArguments, requireProps } from '../validation';
import { keyPolicy } from './key-policy';
import { KeyUse } from './key-use';
import { WorkloadKey } from './workload-key';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { partitionOf } from '../workload/partition';
import { Workload } from '../workload/workload';

/** Properties of WorkloadKeyReplica. */
export interface WorkloadKeyReplicaProps {
  /** Multi-Region key in another Region. */
  readonly primary: WorkloadKey;
  /**
   * Alias, without the `alias/` prefix.
   * @default - no alias
   */
  readonly alias?: string;
  /**
   * Key administrators, without permission to use the replica. A replica has its own key policy.
   * @default - the account, which delegates with IAM policies
   */
  readonly administrators?: iam.IPrincipal[];
  /**
   * Key users: principals that encrypt and decrypt directly, not through an AWS service. They cannot manage the replica.
   * @default - no key users; AWS services use the replica as `allow` permits
   */
  readonly users?: iam.IPrincipal[];
}

/**
 * A replica of a multi-Region key in another Region. It decrypts data that was encrypted with the primary key.
 * Rotation is configured on the primary key (KMS Developer Guide, Multi-Region keys).
 *
 * @example
 * const primary = new WorkloadKey(this, 'Primary', { multiRegion: true });
 * const recovery = new Stack(this, 'Recovery', { env: { region: 'eu-west-1' } });
 * const replica = new WorkloadKeyReplica(recovery, 'Replica', { primary, alias: 'ledger/recovery' });
 * replica.allow(KeyUse.RDS);
 */
export class WorkloadKeyReplica extends Construct {
  /** The replica key, for constructs in its Region. */
  public readonly key: kms.IKey;

  /** @throws ValidationError when the primary is not a multi-Region key, or is in the same Region or another partition */
  constructor(scope: Construct, id: string, props: WorkloadKeyReplicaProps) {
    super(scope, id);
    requireProps(this, 'WorkloadKeyReplicaProps', props);
    const { primary, alias, administrators, users } = props;
    const { retainsData, removalPolicy } = Workload.of(this);
    requireName(this, 'alias', alias, NameLimit.KEY_ALIAS);
    this.requireReplicable(primary);
    const policy = keyPolicy(this, { administrators, users });
    const replica = new kms.CfnReplicaKey(this, 'Replica', {
      // A strong reference adds a function to both stacks.
      primaryKeyArn: Stack.consumeReference(primary.key.keyArn, ReferenceStrength.WEAK),
      keyPolicy: policy,
      pendingWindowInDays: Duration.days(retainsData ? 30 : 7).toDays(),
    });
    replica.applyRemovalPolicy(removalPolicy);
    this.key = kms.Key.fromKeyArn(this, 'Key', replica.attrArn);
    // An imported key has no policy to add statements to.
    Object.defineProperty(this.key, 'policy', { value: policy });
    if (alias) this.key.addAlias(alias);
  }

  /** Permits a use of the replica. Constructs that receive the key do this themselves. */
  public allow(use: KeyUse): void {
    requireArguments(this, 'WorkloadKeyReplica.allow', { use });
    allowKeyUse(this.key, use);
  }

  private requireReplicable({ key, node }: WorkloadKey) {
    if ((key.node.defaultChild as kms.CfnKey).multiRegion !== true) refuse(this, `primary must be a multi-Region key, got '${node.path}'`);
    const { region } = Stack.of(this);
    const [own, other] = [partitionOf(region), partitionOf(Stack.of(key).region)];
    if (own !== undefined && other !== undefined && own !== other) refuse(this, `primary must be a key in partition ${own}, got '${node.path}' in partition ${other}`);
    if (!isUnresolved(region) && region === Stack.of(key).region) {
      refuse(this, `Region of the replica must differ from the Region of its primary, got ${region}`);
    }
  }
}
