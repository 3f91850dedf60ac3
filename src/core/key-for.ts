import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { KeyUse } from './key-use';
import { DataClass, WorkloadKey } from './workload-key';

const ALLOWED = Symbol.for('cdk-regulated.KeyUses');

/**
 * The key that a construct encrypts with: the one it was given, else its stack's for the class of data; its policy allows the uses.
 * A key imported by ARN keeps the policy it has.
 */
export function keyFor(scope: IConstruct, given: kms.IKey | undefined, dataClass: DataClass, ...uses: KeyUse[]): kms.IKey {
  const key = given ?? WorkloadKey.of(scope, dataClass).key;
  const allowed: Set<KeyUse> = (key as any)[ALLOWED] ?? new Set();
  Object.defineProperty(key, ALLOWED, { value: allowed, configurable: true });
  for (const use of uses.filter((candidate) => !allowed.has(candidate))) {
    allowed.add(use);
    use.statements(key).forEach((statement) => key.addToResourcePolicy(statement));
  }
  return key;
}
