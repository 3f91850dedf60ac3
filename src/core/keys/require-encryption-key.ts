import { CfnKey, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { isUnresolved, refuse, requireSameRegion } from '../validation';

/**
 * Refuses a key that AWS services do not encrypt with: one of another Region (KMS Developer Guide, Multi-Region keys), and one that is asymmetric or for HMAC
 * (KMS Developer Guide, Asymmetric keys; HMAC keys). The type of an imported key is not known. `undefined` passes.
 */
export function requireEncryptionKey(scope: IConstruct, prop: string, key: IKeyRef | undefined): void {
  if (!key) return;
  requireSameRegion(scope, prop, 'a key', key);
  requireSymmetric(scope, prop, key);
}

/** Refuses an asymmetric key and an HMAC key. Imported keys and tokens pass. */
export function requireSymmetric(scope: IConstruct, prop: string, key: IKeyRef): void {
  const resource = key.node?.defaultChild;
  const { keySpec = 'SYMMETRIC_DEFAULT' } = CfnKey.isCfnKey(resource) ? resource : {};
  if (!isUnresolved(keySpec) && keySpec !== 'SYMMETRIC_DEFAULT') refuse(scope, `${prop} must be a symmetric encryption key, got '${key.node.path}' of type ${keySpec}`);
}
