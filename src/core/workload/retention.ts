import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The shortest retention of CloudWatch Logs of at least a number of days. */
export function retentionOfAtLeast(days: number): RetentionDays {
  const offered = Object.values(RetentionDays).filter((value): value is RetentionDays => typeof value === 'number');
  return offered.sort((a, b) => a - b).find((value) => value >= days) ?? RetentionDays.INFINITE;
}
