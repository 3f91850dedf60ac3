import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DatabaseCredentials, GeneratedCredentialsOptions } from './database-credentials';
import { refuse } from '../core/errors';
import { calledServices } from '../core/registry';
import { Workload } from '../core/workload';

const DEFAULT_USERNAME = 'dbadmin';
const DEFAULT_ROTATION_DAYS = 30;
const MAX_ROTATION_DAYS = 1000;

/** What aws-cdk-lib leaves out of the passwords that it generates for databases: characters that break connection strings. */
const EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

/** How a new database signs its administrator in, in the words of aws-cdk-lib. */
export function administratorOf(
  scope: Construct, credentials: DatabaseCredentials, key: kms.IKey,
): { readonly credentials: rds.Credentials; readonly manageMasterUserPassword?: boolean } {
  const username = credentials.username ?? DEFAULT_USERNAME;
  return credentials.isManaged
    ? { manageMasterUserPassword: true, credentials: rds.Credentials.fromUsername(username, { encryptionKey: key }) }
    : { credentials: rds.Credentials.fromSecret(generatedSecret(scope, username, credentials.options, key), username) };
}

/** The secret of an administrator. The key comes by reference, so that aws-cdk-lib adds nothing to its policy. */
export function generatedSecret(scope: Construct, username: string, options: GeneratedCredentialsOptions, key: kms.IKey): rds.DatabaseSecret {
  const secret = new rds.DatabaseSecret(scope, 'Secret', {
    username,
    secretName: options.secretName,
    encryptionKey: key,
    excludeCharacters: EXCLUDED_CHARACTERS,
  });
  secret.applyRemovalPolicy(Workload.of(scope).removalPolicy);
  return secret;
}

/** Rotates a secret by the function that Secrets Manager publishes, which reaches the database and Secrets Manager and nothing else. */
export function rotateSecret(
  scope: Construct,
  secret: secretsmanager.ISecret,
  options: GeneratedCredentialsOptions,
  engine: rds.IEngine,
  vpc: ec2.IVpc,
  database: ec2.Connections,
): void {
  const rotateAfter = options.rotateAfter ?? Duration.days(Workload.of(scope).numbers.credentialRotationDays ?? DEFAULT_ROTATION_DAYS);
  const days = rotateAfter.toDays();
  if (days < 1 || days > MAX_ROTATION_DAYS) {
    refuse(scope, `credentials rotate after ${days} days, need 1 to ${MAX_ROTATION_DAYS} days`);
  }
  const securityGroup = new ec2.SecurityGroup(scope, 'RotationSecurityGroup', {
    vpc,
    description: 'Rotation of the database administrator password',
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
  database.allowDefaultPortFrom(securityGroup, 'Rotation of the administrator password');
  // The function calls it by its usual host name: what Secrets Manager publishes takes no other.
  calledServices(scope).add({ vpc, service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
  const rotation = engine.engineFamily === 'MYSQL'
    ? secretsmanager.HostedRotation.mysqlSingleUser
    : secretsmanager.HostedRotation.postgreSqlSingleUser;
  secret.addRotationSchedule('Rotation', {
    automaticallyAfter: rotateAfter,
    hostedRotation: rotation({
      vpc,
      vpcSubnets: options.rotationSubnets ?? { subnets: vpc.privateSubnets.length ? vpc.privateSubnets : vpc.isolatedSubnets },
      securityGroups: [securityGroup],
      excludeCharacters: EXCLUDED_CHARACTERS,
    }),
  });
}
