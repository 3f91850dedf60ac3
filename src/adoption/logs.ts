import { Construct } from 'constructs';
import { Context } from './context';
import { markOwn } from './own';
import { LogBucket } from '../core/buckets/log-bucket';

const ID = 'HardenedDefaults';

/** The construct of a stack for what the hardening adds to it. */
function ownScope({ stack }: Context): Construct {
  return (stack.node.tryFindChild(ID) as Construct | undefined) ?? markOwn(new Construct(stack, ID));
}

/** The bucket of a stack for access logs, created on first use. */
export function logBucketOf(context: Context): LogBucket {
  const scope = ownScope(context);
  return (scope.node.tryFindChild('Logs') as LogBucket | undefined) ?? new LogBucket(scope, 'Logs');
}
