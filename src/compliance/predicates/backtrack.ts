/**
 * Regions without Aurora backtracking (AWS Knowledge Center, Turn on backtrack in an Aurora MySQL cluster; China and AWS GovCloud (US) Regions: AWS Config rule
 * aurora-mysql-backtracking-enabled).
 */
const WITHOUT_BACKTRACK = [
  'af-south-1', 'ap-east-1', 'cn-north-1', 'cn-northwest-1', 'eu-north-1', 'eu-south-1', 'me-south-1', 'sa-east-1', 'us-gov-east-1', 'us-gov-west-1',
];

/** Whether Aurora MySQL has no backtracking in a Region. */
export function lacksBacktrack(region: string): boolean {
  return WITHOUT_BACKTRACK.includes(region);
}
