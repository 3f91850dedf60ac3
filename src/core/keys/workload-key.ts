import { createHash } from 'crypto';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { refuse, requireDuration } from '../validation';
import { keyPolicy } from './key-policy';
import { KeyUse } from './key-use';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { KeyLayout, Workload } from '../workload/workload';

/** KMS API Reference, EnableKeyRotation, RotationPeriodInDays. */
const ROTATION_DAYS = { min: 90, max: 2560 };

/** What a key protects. A workload has a key for each, or one for all, by its `keys` prop. */
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
   * @default - none; `<name>-<class>-key-<suffix>` for a stack's key of a declared workload
   */
  readonly alias?: string;
  /**
   * Time after which its material is replaced, 90 to 2,560 days (KMS API Reference, EnableKeyRotation).
   * @default - KMS rotates it every 365 days
   */
  readonly rotationPeriod?: Duration;
  /**
   * Who manages the key, without using it. The role that CloudFormation deploys with has to be one, as KMS refuses a policy that keeps whoever sets
   * it from setting it again (KMS Developer Guide, Default key policy). The account's root user always is, so that the key cannot be orphaned.
   * @default - the account, which delegates by IAM policies
   */
  readonly administrators?: iam.IPrincipal[];
  /**
   * Who uses the key on data directly, without a service in between and without managing it.
   * @default - nobody; services use it as `allow` says
   */
  readonly users?: iam.IPrincipal[];
  /**
   * Whether it can be replicated to other Regions, for disaster recovery. A key that exists cannot be changed into one or back
   * (KMS Developer Guide, Multi-Region keys).
   * @default false
   */
  readonly multiRegion?: boolean;
}

/** A customer managed key that rotates, and that only the services whose use was declared may use. */
export class WorkloadKey extends Construct {
  /**
   * Declares the key of a construct's stack for a class of data, in place of the one that would be made on first use.
   * @throws ValidationError when the stack has that key already
   */
  public static on(scope: IConstruct, dataClass: DataClass, props: WorkloadKeyProps = {}): WorkloadKey {
    const { owner, id, type, workload } = placeOf(scope, dataClass);
    const existing = owner.node.tryFindChild(id);
    if (existing) refuse(existing, `'${existing.node.path}' exists already, need WorkloadKey.on before the first construct that encrypts with it`);
    return new WorkloadKey(owner, id, { ...props, alias: props.alias ?? defaultAlias(workload, owner, type) });
  }

  /** The key of a construct's stack for a class of data, made on first use. */
  public static of(scope: IConstruct, dataClass: DataClass): WorkloadKey {
    const { owner, id } = placeOf(scope, dataClass);
    const existing = owner.node.tryFindChild(id);
    if (!existing) return WorkloadKey.on(scope, dataClass);
    if (!(existing instanceof WorkloadKey)) {
      refuse(existing, `'${existing.node.path}' is no WorkloadKey, need another id for it: the workload's key has this one`);
    }
    return existing;
  }

  /** The key, for everything this construct does not model. */
  public readonly key: kms.Key;

  /** @throws ValidationError when a prop is malformed, or nobody could change the key policy again */
  constructor(scope: Construct, id: string, props: WorkloadKeyProps = {}) {
    super(scope, id);
    const { retainsData, removalPolicy, regions, name } = Workload.of(this);
    const { alias, rotationPeriod, administrators, users, multiRegion } = props;
    requireName(this, 'alias', alias, NameLimit.KEY_ALIAS);
    requireDuration(this, 'rotationPeriod', rotationPeriod, { unit: 'days', ...ROTATION_DAYS });
    if (multiRegion && regions?.length === 1) refuse(this, `multiRegion is true, need false: workload '${name}' keeps its data in ${regions[0]}`);
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

  /** Allows a use of the key. Constructs that are given the key do so by themselves. */
  public allow(use: KeyUse): void {
    allowKeyUse(this.key, use);
  }
}

/** Where a workload's key stands: on the stack, or on the workload's scope where that is inside the stack. */
function placeOf(scope: IConstruct, dataClass: DataClass) {
  const workload = Workload.of(scope);
  const stack = Stack.of(scope);
  const owner = (workload.scope.node.scopes.includes(stack) ? workload.scope : stack) as Construct;
  return workload.keys === KeyLayout.SINGLE
    ? { workload, owner, id: 'Key', type: 'kms-key' }
    : { workload, owner, id: `${dataClass[0].toUpperCase()}${dataClass.slice(1)}Key`, type: `${dataClass}-key` };
}

interface Alias {
  readonly name: string;
  readonly stack: Stack;
}

const ALIASES = new WeakMap<Workload, Alias[]>();

// An alias is unique in an account and Region: from the second stack of a workload there on, it carries a hash of where the key stands.
function defaultAlias(workload: Workload, owner: Construct, type: string): string | undefined {
  if (workload.name === undefined) return undefined;
  const name = workload.physicalName(type, NameLimit.KEY_ALIAS);
  const stack = Stack.of(owner);
  const aliases = ALIASES.get(workload) ?? [];
  ALIASES.set(workload, aliases);
  const isTaken = aliases.some((other) => other.name === name
    && mayMeet(other.stack.account, stack.account) && mayMeet(other.stack.region, stack.region));
  aliases.push({ name, stack });
  if (!isTaken) return name;
  const hash = createHash('sha256').update(owner.node.path).digest('hex').slice(0, 8);
  return workload.physicalName(`${type}-${hash}`, NameLimit.KEY_ALIAS);
}

function mayMeet(one: string, other: string): boolean {
  return Token.isUnresolved(one) || Token.isUnresolved(other) || one === other;
}
