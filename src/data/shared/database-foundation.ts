import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ResolvedDatabaseProps } from './resolve-database-props';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { descriptionFor, SECURITY_GROUP_DESCRIPTION } from '../../core/workload/description';

/** Resources that a database needs first. */
export interface DatabaseFoundation {
  /** Key of storage, snapshots, Performance Insights and the administrator's secret. */
  readonly key: kms.IKey;
  /** The same key by reference, so that aws-cdk-lib adds nothing to its policy. */
  readonly keyReference: kms.IKey;
  readonly securityGroups: ec2.ISecurityGroup[];
  readonly connections: ec2.Connections;
  readonly parameterGroup: rds.ParameterGroup;
  /** By log type. */
  readonly logGroups: { [type: string]: logs.LogGroup };
}

/** Creates the key, the network and the log groups of a database. */
export function createFoundation(scope: Construct, resolved: ResolvedDatabaseProps): DatabaseFoundation {
  const { vpc, engine, port, encryptionKey, parameters, identifier } = resolved;
  const key = keyFor(scope, encryptionKey, DataClass.DATA, KeyUse.RDS, KeyUse.SECRETS_MANAGER);
  const securityGroups = resolved.securityGroups
    ?? [new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'Database', allowAllOutbound: false })];
  return {
    key,
    keyReference: kms.Key.fromKeyArn(scope, 'KeyReference', key.keyArn),
    securityGroups,
    connections: new ec2.Connections({ securityGroups, defaultPort: ec2.Port.tcp(port) }),
    parameterGroup: new rds.ParameterGroup(scope, 'Parameters', {
      engine,
      // Amazon RDS documents no limit; the one of a security group is the narrowest that it has for descriptions.
      description: descriptionFor(`Parameters of ${scope.node.path}`, SECURITY_GROUP_DESCRIPTION),
      parameters,
    }),
    logGroups: createLogGroups(scope, identifier, resolved),
  };
}

/**
 * Log groups of a database or a replica. They are created first, because Amazon RDS creates missing log groups without encryption or retention.
 */
export function createLogGroups(scope: Construct, identifier: string, resolved: ResolvedDatabaseProps): { [type: string]: logs.LogGroup } {
  return Object.fromEntries(resolved.logTypes.map((type) => [type, encryptedLogGroup(scope, `Log-${type}`, {
    logGroupName: `${resolved.logsOf}/${identifier}/${type}`,
    retention: resolved.logRetention,
  })]));
}

/** Makes a database wait for its log groups. */
export function dependOnLogGroups(database: Construct, logGroups: { [type: string]: logs.LogGroup }): void {
  Object.values(logGroups).forEach((logGroup) => database.node.defaultChild!.node.addDependency(logGroup));
}
