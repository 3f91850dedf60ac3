import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Context } from './context';
import { partsOf } from './parts';
import { allowKeyUse } from '../core/keys/allow-key-use';
import { CRYPTOGRAPHIC_ACTIONS } from '../core/keys/key-policy';
import { KeyUse } from '../core/keys/key-use';
import { DataClass, WorkloadKey } from '../core/keys/workload-key';
import { viaService } from '../core/workload/partition';

const ALLOWED = new WeakMap<kms.IKey, Set<string>>();

/** The key of the workload, with uses that its policy permits. Where a construct of the app has the id of the key, the key is in the construct of the hardening. */
export function keyOf({ scope, stack }: Context, dataClass: DataClass, ...uses: KeyUse[]): kms.Key {
  const { key } = WorkloadKey._isReserved(scope, dataClass) ? WorkloadKey.of(scope, dataClass) : ownKey(partsOf(stack), dataClass);
  allowKeyUse(key, ...uses);
  return key;
}

function ownKey(scope: Construct, dataClass: DataClass): WorkloadKey {
  const id = `${dataClass[0].toUpperCase()}${dataClass.slice(1)}Key`;
  return (scope.node.tryFindChild(id) as WorkloadKey | undefined) ?? new WorkloadKey(scope, id);
}

/**
 * The key of the workload, for a service that existing principals of the account use without permissions for a key. The key policy permits the principals
 * that the service authorizes, as the policies of AWS managed keys do (AWS KMS Developer Guide, AWS managed keys).
 * @param service first label of the host name of the service, for example `s3`
 */
export function keyOfAccount(context: Context, dataClass: DataClass, service: string): kms.Key {
  const key = keyOf(context, dataClass);
  const services = ALLOWED.get(key) ?? new Set();
  ALLOWED.set(key, services);
  if (services.has(service)) return key;
  services.add(service);
  const { account, region } = Stack.of(key);
  const conditions = { 'kms:CallerAccount': account, 'kms:ViaService': viaService(service, region) };
  const principals = [new iam.AnyPrincipal()];
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: `AllowThrough-${service}`, principals, actions: CRYPTOGRAPHIC_ACTIONS, resources: ['*'], conditions: { StringEquals: conditions },
  }));
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: `AllowGrantsThrough-${service}`,
    principals,
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { StringEquals: conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  }));
  return key;
}
