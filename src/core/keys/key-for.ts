import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { allowKeyUse } from './allow-key-use';
import { KeyUse } from './key-use';
import { DataClass, WorkloadKey } from './workload-key';

/**
 * The key that a construct encrypts with: the one it was given, else its stack's for the class of data; its policy allows the uses.
 * A key imported by ARN keeps the policy it has.
 */
export function keyFor(scope: IConstruct, given: kms.IKey | undefined, dataClass: DataClass, ...uses: KeyUse[]): kms.IKey {
  const key = given ?? WorkloadKey.of(scope, dataClass).key;
  allowKeyUse(key, ...uses);
  return key;
}
