import * as kms from 'aws-cdk-lib/aws-kms';
import { KeyUse } from './key-use';

const ALLOWED = new WeakMap<kms.IKey, Set<KeyUse>>();

/** Adds the statements of each use to a key's policy, once. A key imported by ARN keeps the policy it has. */
export function allowKeyUse(key: kms.IKey, ...uses: KeyUse[]): void {
  const allowed = ALLOWED.get(key) ?? new Set();
  ALLOWED.set(key, allowed);
  for (const use of uses.filter((candidate) => !allowed.has(candidate))) {
    allowed.add(use);
    use._statements(key).forEach((statement) => key.addToResourcePolicy(statement));
  }
}
