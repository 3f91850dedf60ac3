import { createHash } from 'crypto';
import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { isUnresolved, refuse, requireArguments, requireDuration, requireKnown, requireProps } from '../validation';
import { keyPolicy } from './key-policy';
import { KeyUse } from './key-use';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { Workload } from '../workload/workload';
import { KeyLayout } from '../workload/workload-props';

/** KMS API Reference, EnableKeyRotation, RotationPeriodInDays. */
const ROTATION_DAYS = { min: 90, max: 2560 };

/** Class of data that a key protects. The `keys` prop of the workload sets whether each class has its own key. */
export enum DataClass {
  /** Databases, streams and secrets. */
  DATA = 'data',
  /** Buckets and volumes. */
  STORAGE = 'storage',
  /** Log groups, alarms and their topics. */
  LOGS = 'logs',
}

/** Properties of WorkloadKey. */
export interface WorkloadKeyProps {
  /**
   * Alias, without the `alias/` prefix.
   * @default - no alias; `<name>-<class>-key-<suffix>` for the key of the stack that a workload is declared in, or that is named `<name>-<suffix>`. In other
   * stacks of the workload, `<name>-<class>-key-<hash>-<suffix>` with a hash of the stack name
   */
  readonly alias?: string;
  /**
   * Rotation period of the key material, 90 to 2,560 days (KMS API Reference, EnableKeyRotation).
   * @default - 365 days
   */
  readonly rotationPeriod?: Duration;
  /**
   * Key administrators, without permission to use the key. They must include the role that CloudFormation deploys with, because KMS rejects a key
   * policy that prevents its caller from changing it again (KMS Developer Guide, Default key policy). The root user of the account is always one,
   * so that the key remains manageable.
   * @default - the account, which delegates with IAM policies
   * @example
   * const custodian = iam.Role.fromRoleName(this, 'Custodian', 'key-custodian');
   * // The role of CloudFormation must be able to update the key.
   * const deployer = iam.Role.fromRoleArn(this, 'Deployer', 'arn:aws:iam::123456789012:role/cdk-hnb659fds-cfn-exec-role-123456789012-eu-west-2');
   * new WorkloadKey(this, 'Cards', { administrators: [custodian, deployer] });
   */
  readonly administrators?: iam.IPrincipal[];
  /**
   * Key users: principals that encrypt and decrypt directly, not through an AWS service. They cannot manage the key.
   * @default - no key users; AWS services use the key as `allow` permits
   */
  readonly users?: iam.IPrincipal[];
  /**
   * Whether the key can be replicated to other Regions. An existing key cannot be converted
   * (KMS Developer Guide, Multi-Region keys).
   * @default false
   */
  readonly multiRegion?: boolean;
}

/**
 * A customer managed key with rotation. Its policy permits only declared uses.
 *
 * @example
 * const cards = new WorkloadKey(this, 'Cards', { alias: 'ledger/cards' });
 * new CompliantAurora(this, 'Database', { vpc: network.vpc, encryptionKey: cards.key });
 */
export class WorkloadKey extends Construct {
  /**
   * Declares the key of a stack for a class of data, instead of the one that is created on first use.
   * @throws ValidationError when the key already exists
   * @example
   * const signer = new iam.Role(this, 'Signer', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
   * WorkloadKey.on(this, DataClass.DATA, { rotationPeriod: Duration.days(180), users: [signer] });
   * new CompliantAurora(this, 'Ledger', { vpc: network.vpc });
   */
  public static on(scope: IConstruct, dataClass: DataClass, props: WorkloadKeyProps = {}): WorkloadKey {
    requireArguments(scope, 'WorkloadKey.on', { scope, dataClass, props });
    const { owner, id, type, workload } = placeOf(scope, dataClass);
    const existing = owner.node.tryFindChild(id);
    if (existing) refuse(existing, `WorkloadKey '${id}' already exists in this scope: call WorkloadKey.on before the first construct that uses the key`);
    return new WorkloadKey(owner, id, { ...props, alias: props.alias ?? defaultAlias(workload, owner, type) });
  }

  /**
   * The key of a stack for a class of data, created on first use.
   * @example
   * const key = WorkloadKey.of(this, DataClass.LOGS);
   * key.allow(KeyUse.CLOUDWATCH_LOGS);
   * new logs.LogGroup(this, 'Audit', { encryptionKey: key.key, retention: Workload.of(this).logRetention });
   */
  public static of(scope: IConstruct, dataClass: DataClass): WorkloadKey {
    requireArguments(scope, 'WorkloadKey.of', { scope, dataClass });
    const { owner, id } = placeOf(scope, dataClass);
    const existing = owner.node.tryFindChild(id);
    if (!existing) return WorkloadKey.on(scope, dataClass);
    if (!(existing instanceof WorkloadKey)) {
      refuse(existing, `construct '${existing.node.path}' must have another id, got '${id}', which is reserved for the key of the workload`);
    }
    return existing;
  }

  /**
   * Whether the id of the key of a stack is free, or that of the key.
   * @internal
   */
  public static _isReserved(scope: IConstruct, dataClass: DataClass): boolean {
    const { owner, id } = placeOf(scope, dataClass);
    const existing = owner.node.tryFindChild(id);
    return existing === undefined || existing instanceof WorkloadKey;
  }

  /** The underlying key. */
  public readonly key: kms.Key;

  /** @throws ValidationError when a prop is invalid, or the key policy could not be changed again */
  constructor(scope: Construct, id: string, props: WorkloadKeyProps = {}) {
    super(scope, id);
    requireProps(this, 'WorkloadKeyProps', props);
    const { retainsData, removalPolicy, regions, name } = Workload.of(this);
    const { alias, rotationPeriod, administrators, users, multiRegion } = props;
    requireName(this, 'alias', alias, NameLimit.KEY_ALIAS);
    // aws-cdk-lib compares the value with the limits of KMS.
    requireKnown(this, 'rotationPeriod', rotationPeriod);
    requireDuration(this, 'rotationPeriod', rotationPeriod, { unit: 'days', ...ROTATION_DAYS });
    if (multiRegion && regions?.length === 1) refuse(this, `multiRegion must be false, got true: workload '${name}' allows data in ${regions[0]} only`);
    this.key = new kms.Key(this, 'Key', {
      alias,
      enableKeyRotation: true,
      rotationPeriod,
      multiRegion,
      pendingWindow: Duration.days(retainsData ? 30 : 7),
      removalPolicy,
      policy: keyPolicy(this, { administrators, users, multiRegion, regions }),
    });
  }

  /**
   * Permits a use of the key. Constructs that receive the key do this themselves.
   * @example
   * const records = new WorkloadKey(this, 'Records');
   * records.allow(KeyUse.via('kinesis'));
   * records.allow(KeyUse.BACKUP);
   */
  public allow(use: KeyUse): void {
    requireArguments(this, 'WorkloadKey.allow', { use });
    allowKeyUse(this.key, use);
  }
}

/** Location of the key: the stack, or the scope of the workload where that is inside the stack. */
function placeOf(scope: IConstruct, dataClass: DataClass) {
  const workload = Workload.of(scope);
  const stack = Stack.of(scope);
  const owner = (workload.scope.node.scopes.includes(stack) ? workload.scope : stack) as Construct;
  return workload.keys === KeyLayout.SINGLE
    ? { workload, owner, id: 'Key', type: 'kms-key' }
    : { workload, owner, id: `${dataClass[0].toUpperCase()}${dataClass.slice(1)}Key`, type: `${dataClass}-key` };
}

// An alias is unique in an account and Region. It must not depend on other stacks of the workload, because CloudFormation cannot create an alias that another
// stack still has. Stack names have the same scope and are unique.
function defaultAlias(workload: Workload, owner: Construct, type: string): string | undefined {
  if (workload.name === undefined) return undefined;
  if (isMainStack(workload, owner)) return workload.physicalName(type, { limit: NameLimit.KEY_ALIAS });
  const { stackName } = Stack.of(owner);
  const hash = createHash('sha256').update(isUnresolved(stackName) ? owner.node.path : stackName).digest('hex').slice(0, 8);
  return workload.physicalName(`${type}-${hash}`, { limit: NameLimit.KEY_ALIAS });
}

/** Whether the workload is declared in the stack, or above stacks of which this one has its name. */
function isMainStack({ scope, name, suffix }: Workload, owner: Construct): boolean {
  const isInStack = scope.node.scopes.some((each) => Stack.isStack(each));
  return isInStack ? owner === scope : Stack.of(owner).stackName === [name, suffix].filter(Boolean).join('-');
}
