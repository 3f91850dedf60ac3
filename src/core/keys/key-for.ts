import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { KeyUse } from './key-use';
import { DataClass, WorkloadKey } from './workload-key';
import { requireSameRegion } from '../workload/partition';

/**
 * The encryption key of a construct: the given key, otherwise the key of the stack for the class of data. Its policy permits the uses.
 * The policy of a key imported by ARN does not change. A key of another Region is refused.
 */
export function keyFor(scope: IConstruct, given: kms.IKey | undefined, dataClass: DataClass, ...uses: KeyUse[]): kms.IKey {
  // AWS services encrypt with keys of their own Region only (KMS Developer Guide, Multi-Region keys).
  if (given) requireSameRegion(scope, 'encryptionKey', 'a key', given);
  const key = given ?? WorkloadKey.of(scope, dataClass).key;
  allowKeyUse(key, ...uses);
  return key;
}
