import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { KeyUse } from './key-use';
import { requireEncryptionKey } from './require-encryption-key';
import { DataClass, WorkloadKey } from './workload-key';

/**
 * The encryption key of a construct: the given key, otherwise the key of the stack for the class of data. Its policy permits the uses.
 * The policy of a key imported by ARN does not change. A key that AWS services cannot encrypt with is refused.
 */
export function keyFor(scope: IConstruct, given: kms.IKey | undefined, dataClass: DataClass, ...uses: KeyUse[]): kms.IKey {
  requireEncryptionKey(scope, 'encryptionKey', given);
  const key = given ?? WorkloadKey.of(scope, dataClass).key;
  allowKeyUse(key, ...uses);
  return key;
}
