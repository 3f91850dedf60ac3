import { CfnResource } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { defaultPort, ResolvedDatabaseProps } from './resolve-database-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

/** Acknowledges the findings that every database of the library has by design. */
export function acknowledgeDatabaseFindings(parameters: rds.ParameterGroup, databases: CfnResource[], { engine, port }: ResolvedDatabaseProps): void {
  acknowledgeFindings(parameters.node.defaultChild!,
    'Parameters change only by deployment of the reviewed template; an event subscription applies to a whole account and Region',
    'RDS.ParameterGroupEventsNotified');
  if (port !== defaultPort(engine)) return;
  databases.forEach((database) => acknowledgeFindings(database, 'Access is limited by security group; changing the port adds no protection',
    'RDS.PortNotDefault', 'AwsSolutions-RDS11'));
}
