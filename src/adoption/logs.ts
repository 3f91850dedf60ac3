import { Context } from './context';
import { markOwn } from './own';
import { childOf, partsOf } from './parts';
import { LogBucket } from '../core/buckets/log-bucket';

/** The bucket of a stack for access logs, created on first use. */
export function logBucketOf({ stack }: Context): LogBucket {
  // The CDK leaves `Default` out of logical ids.
  const scope = markOwn(childOf(partsOf(stack), 'Default'));
  return (scope.node.tryFindChild('Logs') as LogBucket | undefined) ?? new LogBucket(scope, 'Logs');
}
