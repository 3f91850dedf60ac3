import { Duration, Names } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { DatabaseRotation, GeneratedPasswordOptions } from './database-credentials';
import { EXCLUDED_CHARACTERS } from './generated-secret';
import { AlternatingUsers, rotateByFunction } from './rotation-function';
import { FunctionNetwork } from '../../core/parts/function-network';
import { requireDuration } from '../../core/validation';
import { calledServices, recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

const DEFAULT_ROTATION_DAYS = 30;
const MAX_ROTATION_DAYS = 1000;
/** Lambda API, CreateFunction, FunctionName. */
const MAX_FUNCTION_NAME = 64;
const SUFFIX = '-rotation';

/** What rotates, and where. */
export interface RotatedSecret {
  readonly secret: secretsmanager.ISecret;
  /** Key of the secret. */
  readonly key: kms.IKey;
  readonly options: GeneratedPasswordOptions;
  /** What `options` is called by who gave it, for errors. */
  readonly prop: string;
  /** Whose password it is. */
  readonly whose: string;
  readonly engine: rds.IEngine;
  readonly vpc: ec2.IVpc;
  /** Who may open a connection to the database. */
  readonly connections: ec2.Connections;
  /** What is there before the first rotation. */
  readonly database: IConstruct;
  /** Where two users take turns. */
  readonly alternating?: AlternatingUsers;
  /** Whether the first rotation comes with the schedule: not for a user that somebody is yet to make. @default true */
  readonly immediately?: boolean;
}

/** Rotates a secret by a function that reaches the database and Secrets Manager and nothing else. */
export function rotateSecret(scope: Construct, rotated: RotatedSecret): void {
  const { options, prop, whose, vpc, connections, immediately = true } = rotated;
  const rotateAfter = options.rotateAfter ?? Workload.of(scope).numbers.credentialRotation ?? Duration.days(DEFAULT_ROTATION_DAYS);
  const description = `Rotation of the ${whose} password`;
  const failure = `The password of the ${whose} could not be rotated: it gets older than it may.`;
  requireDuration(scope, `${prop}.rotateAfter`, rotateAfter, { unit: 'days', min: 1, max: MAX_ROTATION_DAYS });
  const securityGroup = new ec2.SecurityGroup(scope, 'RotationSecurityGroup', { vpc, description, allowAllOutbound: false });
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
  connections.allowDefaultPortFrom(securityGroup, description);
  // The function calls it by its usual host name: what Secrets Manager publishes takes no other.
  calledServices(scope).add({ vpc, service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
  const network = {
    vpc,
    subnets: options.rotationSubnets ?? { subnets: vpc.privateSubnets.length ? vpc.privateSubnets : vpc.isolatedSubnets },
    securityGroups: [securityGroup],
  };
  const rotate = options.rotation === DatabaseRotation.FUNCTION ? rotateByFunction : rotateHosted;
  rotate(scope, { ...rotated, rotateAfter, immediately, network, description, failure }).node.addDependency(rotated.database);
}

interface Scheduled extends RotatedSecret {
  readonly rotateAfter: Duration;
  readonly immediately: boolean;
  readonly network: FunctionNetwork;
  readonly failure: string;
}

function rotateHosted(scope: Construct, { secret, engine, alternating, ...rotated }: Scheduled): secretsmanager.RotationSchedule {
  const { network, immediately, failure } = rotated;
  // It is known by its name alone, for the template does not have it.
  const functionName = `${Names.uniqueResourceName(scope, { maxLength: MAX_FUNCTION_NAME - SUFFIX.length, separator: '-' })}${SUFFIX}`;
  const options = {
    functionName,
    vpc: network.vpc,
    vpcSubnets: network.subnets,
    securityGroups: network.securityGroups,
    excludeCharacters: EXCLUDED_CHARACTERS,
  };
  const schedule = secret.addRotationSchedule('Rotation', {
    automaticallyAfter: rotated.rotateAfter,
    rotateImmediatelyOnUpdate: immediately ? undefined : false,
    hostedRotation: hostedRotation(engine.engineFamily === 'MYSQL', options, alternating?.administrator),
  });
  recommendedAlarms(scope).add({
    construct: scope,
    id: 'RotationFailed',
    description: failure,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: functionName }, statistic: 'Sum', period: Duration.minutes(5),
    }),
    threshold: 1,
    evaluationPeriods: 1,
  });
  return schedule;
}

function hostedRotation(isMySql: boolean, options: secretsmanager.SingleUserHostedRotationOptions, masterSecret?: secretsmanager.ISecret) {
  const { mysqlSingleUser, mysqlMultiUser, postgreSqlSingleUser, postgreSqlMultiUser } = secretsmanager.HostedRotation;
  if (!masterSecret) return (isMySql ? mysqlSingleUser : postgreSqlSingleUser)(options);
  return (isMySql ? mysqlMultiUser : postgreSqlMultiUser)({ ...options, masterSecret });
}
