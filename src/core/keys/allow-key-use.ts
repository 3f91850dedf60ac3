import * as kms from 'aws-cdk-lib/aws-kms';
import { KeyUse } from './key-use';

const ALLOWED = new WeakMap<kms.IKey, Set<KeyUse>>();

/** Adds the statements of each use to a key policy once. The policy of a key imported by ARN does not change. */
export function allowKeyUse(key: kms.IKey, ...uses: KeyUse[]): void {
  const allowed = ALLOWED.get(key) ?? new Set();
  ALLOWED.set(key, allowed);
  for (const use of uses.filter((candidate) => !allowed.has(candidate))) {
    allowed.add(use);
    use._statements(key).forEach((statement) => key.addToResourcePolicy(statement));
  }
}
