import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DatabaseCredentials, DatabaseRotation, GeneratedPasswordOptions } from './database-credentials';
import {
  mustBe, refuse, requireArgument, requireDuration, requireKnown, requireProps, requireSameRegion, requireString, requireSubnets,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { requireNoReservedWord } from '../shared/reserved-words';

/** Name of the administrator when no other is set. */
export const DEFAULT_USERNAME = 'dbadmin';

/** User names that Amazon RDS reserves. */
export const RESERVED_NAMES = ['rdsadmin', 'rdsrepladmin', 'rdsproxyadmin', 'rds_superuser'];

const STRUCTS = { managed: 'ManagedCredentialsOptions', generated: 'GeneratedCredentialsOptions', fromSecret: 'SecretCredentialsOptions' };
const DEFAULT_ROTATION_DAYS = 30;
const MAX_ROTATION_DAYS = 1000;

/** A generated password and its rotation. */
export interface ResolvedPassword {
  readonly secretName?: string;
  readonly rotateAfter: Duration;
  readonly rotationSubnets: ec2.SubnetSelection;
  readonly rotation: DatabaseRotation;
}

/** The credentials of an administrator. */
export interface ResolvedCredentials {
  /** Undefined only when the name is in a snapshot. */
  readonly username?: string;
  /** Undefined when Amazon RDS manages the password, or it is in an existing secret. */
  readonly password?: ResolvedPassword;
  /** The existing secret. */
  readonly secret?: secretsmanager.ISecret;
  /** Factory of DatabaseCredentials, for error messages. */
  readonly factory: DatabaseCredentials['_factory'];
}

/** Applies the defaults and refuses what Amazon RDS refuses (RDS API, CreateDBCluster and CreateDBInstance). */
export function resolveCredentials(
  scope: Construct, credentials: DatabaseCredentials, vpc: ec2.IVpc, engine: rds.IEngine, snapshotIdentifier: string | undefined,
): ResolvedCredentials {
  const { _factory: factory, _options: options, _secret: secret } = credentials;
  const isManaged = factory === 'managed';
  requireProps(scope, STRUCTS[factory], options, 'credentials');
  if (secret) {
    requireArgument(scope, 'credentials.secret', 'ISecret', secret);
    // CloudFormation resolves the reference in the Region of the stack.
    requireSameRegion(scope, 'credentials.secret', 'a secret', secret);
  }
  const { username } = options;
  const maxLength = engine.engineType === 'postgres' ? 63 : 16;
  requireString(scope, 'credentials.username', username, {
    need: `1 to ${maxLength} letters and digits, starting with a letter`, pattern: /[A-Za-z][A-Za-z0-9]*/, maxLength,
  });
  if (username !== undefined && RESERVED_NAMES.includes(username.toLowerCase())) {
    mustBe(scope, 'credentials.username', 'a name that Amazon RDS does not reserve', username);
  }
  requireNoReservedWord(scope, 'credentials.username', username, engine);
  if (snapshotIdentifier !== undefined && isManaged && username !== undefined) {
    refuse(scope, 'specify either credentials.username or backup.snapshotIdentifier, not both');
  }
  if (snapshotIdentifier !== undefined && !isManaged && username === undefined) {
    mustBe(scope, 'credentials.username', 'the administrator name in the snapshot', username);
  }
  return {
    username: snapshotIdentifier === undefined ? username ?? DEFAULT_USERNAME : username,
    password: factory === 'generated' ? resolvePassword(scope, 'credentials', options, vpc) : undefined,
    secret,
    factory,
  };
}

/** Applies the defaults and refuses what Secrets Manager or the rotation function cannot do. */
export function resolvePassword(scope: Construct, prop: string, options: GeneratedPasswordOptions, vpc: ec2.IVpc): ResolvedPassword {
  const rotateAfter = options.rotateAfter ?? Workload.of(scope).numbers.credentialRotation ?? Duration.days(DEFAULT_ROTATION_DAYS);
  const rotation = options.rotation ?? DatabaseRotation.HOSTED;
  requireName(scope, `${prop}.secretName`, options.secretName, NameLimit.SECRET);
  requireKnown(scope, `${prop}.rotateAfter`, rotateAfter);
  requireDuration(scope, `${prop}.rotateAfter`, rotateAfter, { unit: 'days', max: MAX_ROTATION_DAYS });
  requireKnown(scope, `${prop}.rotation`, rotation);
  // A function has no public address, so that a public subnet gives it no route to Secrets Manager (Lambda Developer Guide, Internet access).
  const rotationSubnets = requireSubnets(scope, `${prop}.rotationSubnets`, vpc, options.rotationSubnets, {
    kind: 'private', fallback: { subnets: vpc.privateSubnets.length ? vpc.privateSubnets : vpc.isolatedSubnets },
  });
  const { region } = Stack.of(scope);
  if (rotation === DatabaseRotation.FUNCTION && DatabaseCredentials.rotationIn(region) !== rotation) {
    mustBe(scope, `${prop}.rotation`, `DatabaseRotation.HOSTED in ${region}, whose certificate authority the function does not have`, rotation);
  }
  return { secretName: options.secretName, rotateAfter, rotationSubnets, rotation };
}
