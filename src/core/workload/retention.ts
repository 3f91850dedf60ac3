import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The shortest retention CloudWatch Logs offers that keeps logs at least `days`. */
export function retentionOfAtLeast(days: number): RetentionDays {
  const offered = Object.values(RetentionDays).filter((value): value is RetentionDays => typeof value === 'number');
  return offered.sort((a, b) => a - b).find((value) => value >= days) ?? RetentionDays.INFINITE;
}
