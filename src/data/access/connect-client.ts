import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { DatabaseConnectionOptions } from './database-connection';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { usesFips } from '../../core/parts/fips';
import { allowReadingSecret } from '../../core/parts/secret-reading';
import { refuse } from '../../core/validation';
import { calledServices } from '../../core/workload/registry';

const DEFAULT_USER = 'app';

/** What a client has to know of a database. */
export interface DatabaseEndpoint {
  /** Of the writer, or of the proxy. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
  /** Of the readers, where they have a host of their own. */
  readonly readerHost?: string;
  /** First database, where one was made. */
  readonly databaseName?: string;
  /** Called on first use, as it may add to the template. */
  readonly caBundleUrl: () => string;
  /** Network that it is in, and its clients. */
  readonly vpc: ec2.IVpc;
  /** Whose default port clients are let in to. */
  readonly connections: ec2.Connections;
  /** Whether clients may sign in with IAM authentication. */
  readonly iamAuthentication: boolean;
  /** Whether clients may sign in with a password. */
  readonly passwords: boolean;
  /** Lets a client sign in as a database user with IAM authentication. */
  readonly grantConnect: (client: iam.IGrantable, databaseUser: string) => iam.Grant;
}

/** Opens the network, lets the client sign in, and tells it host, port, names and certificate bundle. */
export function connectClient(scope: IConstruct, endpoint: DatabaseEndpoint, client: IDatabaseClient, options: DatabaseConnectionOptions): void {
  const { secret, readsSecret, environmentPrefix: prefix = 'DB' } = options;
  requireSignIn(scope, endpoint, options);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(prefix)) {
    refuse(scope, `environmentPrefix is '${prefix}', need letters, digits and underscores, no digit first`);
  }
  endpoint.connections.allowDefaultPortFrom(client, 'Database client');
  client.addEnvironment(`${prefix}_HOST`, endpoint.host);
  client.addEnvironment(`${prefix}_PORT`, `${endpoint.port}`);
  client.addEnvironment(`${prefix}_CA_BUNDLE_URL`, endpoint.caBundleUrl());
  if (endpoint.readerHost) client.addEnvironment(`${prefix}_READER_HOST`, endpoint.readerHost);
  if (endpoint.databaseName) client.addEnvironment(`${prefix}_NAME`, endpoint.databaseName);
  if (secret && readsSecret) {
    client.addEnvironment(`${prefix}_SECRET_ARN`, secret.secretArn);
    allowReadingSecret(client, secret);
    calledServices(scope).add({ vpc: endpoint.vpc, service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, fips: usesFips(scope) });
    return;
  }
  if (secret) {
    client.addSecret(`${prefix}_USER`, secret, 'username');
    client.addSecret(`${prefix}_PASSWORD`, secret, 'password');
    return;
  }
  const databaseUser = options.databaseUser ?? DEFAULT_USER;
  endpoint.grantConnect(client, databaseUser);
  client.addEnvironment(`${prefix}_USER`, databaseUser);
}

function requireSignIn(scope: IConstruct, endpoint: DatabaseEndpoint, { databaseUser, secret, readsSecret }: DatabaseConnectionOptions) {
  if (readsSecret && !secret) refuse(scope, 'readsSecret is true without a secret, need the secret that the client reads');
  if (secret && databaseUser !== undefined) {
    refuse(scope, `databaseUser is '${databaseUser}' beside a secret, need one of them: the user signs in with IAM, the secret holds a user of its own`);
  }
  if (secret && !endpoint.passwords) {
    refuse(scope, 'a secret is given for a database behind a proxy, need IAM authentication: the proxy takes no passwords');
  }
  if (!secret && !endpoint.iamAuthentication) {
    refuse(scope, 'IAM authentication is off and no secret is given, need iamAuthentication, or the secret that the client signs in with');
  }
  if (databaseUser !== undefined && !Token.isUnresolved(databaseUser) && !/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(databaseUser)) {
    refuse(scope, `databaseUser is '${databaseUser}', need 1 to 63 letters, digits and underscores, no digit first: a wildcard would let it connect as anybody`);
  }
}
