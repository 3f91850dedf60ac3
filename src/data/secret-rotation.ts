import { Duration, Names } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DatabaseRotation, GeneratedCredentialsOptions } from './database-credentials';
import { EXCLUDED_CHARACTERS } from './generated-secret';
import { rotateByFunction } from './library-rotation';
import { requireDays } from '../core/days';
import { FunctionNetwork } from '../core/function-network';
import { calledServices, recommendedAlarms } from '../core/registry';
import { Workload } from '../core/workload';

const DEFAULT_ROTATION_DAYS = 30;
const MAX_ROTATION_DAYS = 1000;
/** Lambda API, CreateFunction, FunctionName. */
const MAX_FUNCTION_NAME = 64;
const SUFFIX = '-rotation';
const FAILURE = 'The password of the database administrator could not be rotated: it gets older than it may.';

/** What rotates, and where. */
export interface RotatedSecret {
  readonly secret: secretsmanager.ISecret;
  /** Key of the secret. */
  readonly key: kms.IKey;
  readonly options: GeneratedCredentialsOptions;
  readonly engine: rds.IEngine;
  readonly vpc: ec2.IVpc;
  /** Who may open a connection to the database. */
  readonly database: ec2.Connections;
}

/** Rotates a secret by a function that reaches the database and Secrets Manager and nothing else. */
export function rotateSecret(scope: Construct, rotated: RotatedSecret): void {
  const { options, vpc, database } = rotated;
  const rotateAfter = options.rotateAfter ?? Duration.days(Workload.of(scope).numbers.credentialRotationDays ?? DEFAULT_ROTATION_DAYS);
  requireDays(scope, 'credentials.rotateAfter', rotateAfter, 1, MAX_ROTATION_DAYS);
  const securityGroup = new ec2.SecurityGroup(scope, 'RotationSecurityGroup', {
    vpc,
    description: 'Rotation of the database administrator password',
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
  database.allowDefaultPortFrom(securityGroup, 'Rotation of the administrator password');
  // The function calls it by its usual host name: what Secrets Manager publishes takes no other.
  calledServices(scope).add({ vpc, service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
  const network = {
    vpc,
    subnets: options.rotationSubnets ?? { subnets: vpc.privateSubnets.length ? vpc.privateSubnets : vpc.isolatedSubnets },
    securityGroups: [securityGroup],
  };
  if (options.rotation === DatabaseRotation.FUNCTION) rotateByFunction(scope, { ...rotated, rotateAfter, network, failure: FAILURE });
  else rotateHosted(scope, rotated, rotateAfter, network);
}

function rotateHosted(scope: Construct, { secret, engine }: RotatedSecret, automaticallyAfter: Duration, network: FunctionNetwork) {
  const rotation = engine.engineFamily === 'MYSQL' ? secretsmanager.HostedRotation.mysqlSingleUser : secretsmanager.HostedRotation.postgreSqlSingleUser;
  // It is known by its name alone, for the template does not have it.
  const functionName = `${Names.uniqueResourceName(scope, { maxLength: MAX_FUNCTION_NAME - SUFFIX.length, separator: '-' })}${SUFFIX}`;
  secret.addRotationSchedule('Rotation', {
    automaticallyAfter,
    hostedRotation: rotation({
      functionName,
      vpc: network.vpc,
      vpcSubnets: network.subnets,
      securityGroups: network.securityGroups,
      excludeCharacters: EXCLUDED_CHARACTERS,
    }),
  });
  recommendedAlarms(scope).add({
    construct: scope,
    id: 'RotationFailed',
    description: FAILURE,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: functionName }, statistic: 'Sum', period: Duration.minutes(5),
    }),
    threshold: 1,
    evaluationPeriods: 1,
  });
}
