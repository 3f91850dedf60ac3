import { Annotations, Stack, Tokenization } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { IConstruct } from 'constructs';
import { DatabaseConnectionOptions } from './access-options';
import { LambdaDatabaseClient } from './lambda-database-client';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { usesFips } from '../../core/parts/fips';
import { allowReadingSecret } from '../../core/parts/secret-reading';
import { Reach, wayOut } from '../../core/parts/way-out';
import { mustBe, refuse, requireAtMostOne, requireKnown, requireProps, requireString } from '../../core/validation';
import { calledServices } from '../../core/workload/registry';

const DEFAULT_USER = 'app';

/** Endpoint and sign-in methods of a database. */
export interface DatabaseEndpoint {
  readonly engine: rds.IEngine;
  /** Host of the writer or the proxy. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
  /** Host of the readers; undefined if they have none. */
  readonly readerHost?: string;
  /** Name of the first database; undefined if none is created. */
  readonly databaseName?: string;
  /** Location of the CA bundle, if it is known. Called on first use, because it can add to the template of the client. */
  readonly caBundleUrl: (client: IConstruct) => string | undefined;
  /** VPC of the database and its clients. */
  readonly vpc: ec2.IVpc;
  /** Connections with the default port for clients. */
  readonly connections: ec2.Connections;
  /** Whether clients can sign in with IAM authentication. */
  readonly iamAuthentication: boolean;
  /** Whether clients can sign in with a password. */
  readonly acceptsPasswords: boolean;
  /** Allows a client to sign in as a database user with IAM authentication. */
  readonly grantConnect: (client: iam.IGrantable, databaseUser: string) => iam.Grant;
}

/** Opens the network for a client, allows it to sign in, and sets host, port, names and CA bundle in its environment. */
export function connectClient(scope: IConstruct, endpoint: DatabaseEndpoint, client: IDatabaseClient, options: DatabaseConnectionOptions): void {
  const { secret, readsSecret, prefix, databaseUser } = resolveConnection(scope, endpoint, client, options);

  // From the side of the client: its stack depends on the stack of the database, and not the other way round.
  client.connections.allowToDefaultPort(endpoint, 'Database client');
  client.addEnvironment(`${prefix}_HOST`, endpoint.host);
  client.addEnvironment(`${prefix}_PORT`, Tokenization.stringifyNumber(endpoint.port));
  passBundle(scope, endpoint, client, `${prefix}_CA_BUNDLE_URL`);
  if (endpoint.readerHost) client.addEnvironment(`${prefix}_READER_HOST`, endpoint.readerHost);
  if (endpoint.databaseName) client.addEnvironment(`${prefix}_NAME`, endpoint.databaseName);
  if (secret && readsSecret) {
    client.addEnvironment(`${prefix}_SECRET_ARN`, secret.secretArn);
    allowReadingSecret(client, secret);
    if (client instanceof LambdaDatabaseClient) client._allowHttps();
    calledServices(scope).add({ vpc: endpoint.vpc, service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, fips: usesFips(scope) });
  } else if (secret) {
    client.addSecretField(`${prefix}_USER`, secret, 'username');
    client.addSecretField(`${prefix}_PASSWORD`, secret, 'password');
  } else {
    endpoint.grantConnect(client, databaseUser);
    client.addEnvironment(`${prefix}_USER`, databaseUser);
  }
}

function passBundle(scope: IConstruct, { caBundleUrl, vpc }: DatabaseEndpoint, client: IDatabaseClient, variable: string) {
  const url = caBundleUrl(client.connections.securityGroups[0] ?? scope);
  if (url === undefined) {
    Annotations.of(scope).addWarningV2(`cdk-regulated:caBundleUnknown:${variable}`,
      `the location of the CA bundle is not known in ${Stack.of(scope).region}: clients get no ${variable}. Include the bundle in the image`);
    return;
  }
  client.addEnvironment(variable, url);
  warnOfUnreachableBundle(scope, vpc, variable);
}

/** The bundle is on a public host without an interface endpoint. */
function warnOfUnreachableBundle(scope: IConstruct, vpc: ec2.IVpc, variable: string) {
  scope.node.addValidation({
    validate: () => {
      const { reach, through } = wayOut(vpc);
      const fix = 'Include the bundle in the image, or add a NAT gateway';
      if (reach === Reach.UNKNOWN) {
        Annotations.of(scope).addWarningV2(`cdk-regulated:caBundleReachUnknown:${variable}`,
          `clients can download the CA bundle at ${variable}, a public host, only through ${through.join(', ')}, whose path to the internet is not in the app. `
          + `${fix}, or acknowledge this warning if the path exists`);
      } else if (reach !== Reach.INTERNET) {
        Annotations.of(scope).addWarningV2(`cdk-regulated:caBundleUnreachable:${variable}`,
          `clients cannot download the CA bundle at ${variable}, a public host: no private or isolated subnet of VPC '${vpc.node.path}' has a route to the internet. `
          + fix);
      }
      return [];
    },
  });
}

function resolveConnection(scope: IConstruct, endpoint: DatabaseEndpoint, client: IDatabaseClient, options: DatabaseConnectionOptions) {
  requireProps(scope, 'DatabaseConnectionOptions', options, 'options');
  const { databaseUser, secret, readsSecret, environmentPrefix: prefix = 'DB' } = options;
  requireAtMostOne(scope, { 'options.databaseUser': databaseUser, 'options.secret': secret });
  if (readsSecret && !secret) mustBe(scope, 'options.secret', 'the secret to read with readsSecret', secret);
  if (secret && !endpoint.acceptsPasswords) refuse(scope, 'specify either options.secret or proxy, not both');
  if (!secret && !endpoint.iamAuthentication) mustBe(scope, 'options.secret', 'a secret where iamAuthentication is false', secret);
  // A wildcard would let the client sign in as every user. Limits: MySQL Reference Manual, Account User Names and Passwords; PostgreSQL documentation,
  // Identifiers and Key Words.
  const maxLength = endpoint.engine.engineFamily === 'MYSQL' ? 32 : 63;
  requireString(scope, 'options.databaseUser', databaseUser, {
    need: `1 to ${maxLength} letters, digits and underscores, not starting with a digit`, pattern: /[A-Za-z_][A-Za-z0-9_]*/, maxLength,
  });
  requireKnown(scope, 'options.environmentPrefix', prefix);
  requireString(scope, 'options.environmentPrefix', prefix, {
    need: 'letters, digits and underscores, not starting with a digit', pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  });
  // Lambda passes no secret by reference.
  return { secret, readsSecret: readsSecret || client instanceof LambdaDatabaseClient, prefix, databaseUser: databaseUser ?? DEFAULT_USER };
}
