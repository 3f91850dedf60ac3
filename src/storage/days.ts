import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { refuse } from '../core/errors';

/** A duration in days, as S3 counts; undefined for one that only a deployment resolves. */
export function daysOf(scope: Construct, prop: string, duration: Duration): number | undefined {
  if (duration.isUnresolved()) return undefined;
  const days = duration.toDays({ integral: false });
  if (!Number.isInteger(days)) refuse(scope, `${prop} is ${duration.toHumanString()}, need whole days`);
  return days;
}
