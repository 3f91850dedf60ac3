import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { NameLimit } from './name-limit';
import { requireName } from './naming';
import { KeyLayout, Workload } from './workload';

/** What a key protects. A workload has a key for each, or one for all, by its `keys` prop. */
export enum DataClass {
  /** Databases, streams and secrets. */
  DATA = 'data',
  /** Buckets. */
  STORAGE = 'storage',
  /** Log groups, alarms and their topics. */
  LOGS = 'logs',
}

/** What the account may do to a key without ever using it on data. */
const ADMINISTRATION = [
  'kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias', 'kms:DescribeKey', 'kms:UpdateKeyDescription', 'kms:EnableKey', 'kms:DisableKey',
  'kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'kms:ListKeyPolicies', 'kms:GetKeyRotationStatus', 'kms:EnableKeyRotation', 'kms:DisableKeyRotation',
  'kms:RotateKeyOnDemand', 'kms:ListKeyRotations', 'kms:ListGrants', 'kms:RevokeGrant', 'kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource',
  'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:ReplicateKey', 'kms:UpdatePrimaryRegion',
];

/** Properties of WorkloadKey. */
export interface WorkloadKeyProps {
  /**
   * Alias, without the `alias/` prefix.
   * @default - none
   */
  readonly alias?: string;
}

/** A customer managed key that rotates, and that only the services whose use was declared may use. */
export class WorkloadKey extends Construct {
  /** The key of a construct's stack for a class of data, made on first use. */
  public static of(scope: IConstruct, dataClass: DataClass): WorkloadKey {
    const workload = Workload.of(scope);
    const stack = Stack.of(scope);
    const type = workload.keys === KeyLayout.SINGLE ? 'kms-key' : `${dataClass}-key`;
    const id = workload.keys === KeyLayout.SINGLE ? 'Key' : `${dataClass[0].toUpperCase()}${dataClass.slice(1)}Key`;
    const existing = stack.node.tryFindChild(id) as WorkloadKey | undefined;
    if (existing) return existing;
    return new WorkloadKey(stack, id, { alias: workload.name && workload.physicalName(type, NameLimit.KEY_ALIAS) });
  }

  /** The key, for everything this construct does not model. */
  public readonly key: kms.Key;

  constructor(scope: Construct, id: string, props: WorkloadKeyProps = {}) {
    super(scope, id);
    const workload = Workload.of(this);
    requireName(this, 'alias', props.alias, NameLimit.KEY_ALIAS);
    this.key = new kms.Key(this, 'Key', {
      alias: props.alias,
      enableKeyRotation: true,
      pendingWindow: Duration.days(workload.retainsData ? 30 : 7),
      removalPolicy: workload.removalPolicy,
      policy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          sid: 'AccountAdministration',
          principals: [new iam.AccountRootPrincipal()],
          actions: ADMINISTRATION,
          resources: ['*'],
        })],
      }),
    });
  }
}
