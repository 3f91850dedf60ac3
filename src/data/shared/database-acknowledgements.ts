import { CfnResource } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

/** Accepts what scanners hold against every database of the library though it is no shortfall of it. */
export function acceptDatabaseFindings(parameters: rds.ParameterGroup, databases: CfnResource[], port: number, usualPort: number): void {
  acknowledgeFindings(parameters.node.defaultChild!,
    'The parameters change by deployment of the reviewed template; a subscription to their events is one for a whole account and Region',
    'RDS.ParameterGroupEventsNotified');
  if (port !== usualPort) return;
  databases.forEach((database) => acknowledgeFindings(database, 'Only security groups that were let in by name reach the port, so another number would hide it from nobody',
    'RDS.PortNotDefault', 'AwsSolutions-RDS11'));
}
