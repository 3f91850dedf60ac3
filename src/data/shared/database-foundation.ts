import { Names, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { databaseLogGroups, LogChoices } from './database-logs';
import { databaseSecurityGroups } from './database-network';
import { DatabaseNetworkOptions, DatabaseTlsVersion } from './database-options';
import { parametersOf } from './database-parameters';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { NameLimit } from '../../core/workload/name-limit';

const { maxLength: MAX_IDENTIFIER } = NameLimit.DATABASE;

interface Requested {
  readonly vpc: ec2.IVpc;
  readonly engine: rds.IEngine;
  readonly network: DatabaseNetworkOptions & { readonly minimumTls: DatabaseTlsVersion };
  readonly port: number;
  readonly logging: LogChoices;
  /** Further parameters, which win. */
  readonly parameters?: { [name: string]: string };
  readonly encryptionKey?: kms.IKey;
  readonly identifier?: string;
  /** What the names of the log groups begin with, before the identifier. */
  readonly logsOf: '/aws/rds/cluster' | '/aws/rds/instance';
}

interface Foundation {
  /** Key of storage, snapshots, Performance Insights and the administrator's secret. */
  readonly key: kms.IKey;
  /** The same by reference, so that aws-cdk-lib adds nothing to its policy. */
  readonly keyReference: kms.IKey;
  readonly securityGroups: ec2.ISecurityGroup[];
  readonly connections: ec2.Connections;
  readonly parameterGroup: rds.ParameterGroup;
  /** As Amazon RDS stores it. */
  readonly identifier: string;
  readonly logGroups: { [type: string]: logs.LogGroup };
}

/** What stands before a database, a cluster or an instance, is made. */
export function databaseFoundation(scope: Construct, requested: Requested): Foundation {
  const { vpc, engine, network, port, logging, encryptionKey, logsOf } = requested;
  const key = keyFor(scope, encryptionKey, DataClass.DATA, KeyUse.RDS, KeyUse.SECRETS_MANAGER);
  const securityGroups = databaseSecurityGroups(scope, vpc, network.securityGroups);
  const identifier = stored(requested.identifier ?? Names.uniqueResourceName(scope, { maxLength: MAX_IDENTIFIER, separator: '-' }));
  return {
    key,
    keyReference: kms.Key.fromKeyArn(scope, 'KeyReference', key.keyArn),
    securityGroups,
    connections: new ec2.Connections({ securityGroups, defaultPort: ec2.Port.tcp(port) }),
    parameterGroup: new rds.ParameterGroup(scope, 'Parameters', {
      engine,
      description: `Parameters of ${scope.node.path}`,
      parameters: { ...parametersOf(scope, engine, network.minimumTls, logging.audit), ...requested.parameters },
    }),
    identifier,
    logGroups: databaseLogGroups(scope, `${logsOf}/${identifier}`, logging),
  };
}

/** Lets a database wait for its log groups: Amazon RDS makes the ones that it does not find. */
export function dependOnLogGroups(database: Construct, logGroups: { [type: string]: logs.LogGroup }): void {
  Object.values(logGroups).forEach((logGroup) => database.node.defaultChild!.node.addDependency(logGroup));
}

// Amazon RDS stores identifiers in lower case and names the log groups after what it stores.
function stored(identifier: string): string {
  return Token.isUnresolved(identifier) ? identifier : identifier.toLowerCase();
}
