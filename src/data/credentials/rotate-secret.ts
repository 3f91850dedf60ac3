import { Duration, Names } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { DatabaseRotation } from './database-credentials';
import { EXCLUDED_CHARACTERS } from './generated-secret';
import { ResolvedPassword } from './resolve-credentials';
import { AlternatingUsers, rotateByFunction } from './rotation-function';
import { FunctionNetwork } from '../../core/parts/function-network';
import { calledServices, recommendedAlarms } from '../../core/workload/registry';

/** Lambda API, CreateFunction, FunctionName. */
const MAX_FUNCTION_NAME = 64;
const SUFFIX = '-rotation';

/** A secret to rotate. */
export interface RotatedSecret {
  readonly secret: secretsmanager.ISecret;
  /** Key of the secret, by reference. */
  readonly keyReference: kms.IKey;
  readonly password: ResolvedPassword;
  /** Owner of the password, for descriptions. */
  readonly owner: string;
  readonly engine: rds.IEngine;
  readonly vpc: ec2.IVpc;
  /** Connections of the database. */
  readonly connections: ec2.Connections;
  /** Must exist before the first rotation. */
  readonly database: IConstruct;
  /** Undefined for a single user. */
  readonly alternating?: AlternatingUsers;
  /** Whether the first rotation runs during the deployment. A user that does not exist yet cannot be rotated. @default true */
  readonly immediately?: boolean;
}

/** Rotates a secret with a function that can connect only to Secrets Manager and the database. */
export function rotateSecret(scope: Construct, rotated: RotatedSecret): void {
  const { password, owner, vpc, connections, immediately = true } = rotated;
  const description = `Rotation of the ${owner} password`;
  const failure = `The password of the ${owner} was not rotated and can become older than its rotation period.`;
  const securityGroup = new ec2.SecurityGroup(scope, 'RotationSecurityGroup', { vpc, description, allowAllOutbound: false });
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
  // From the side of the function: the security groups of the database can be in a stack that is deployed first.
  securityGroup.connections.allowToDefaultPort({ connections }, description);
  // By the standard host name, not the FIPS one: the hosted function accepts no other. Lambda assigns no public IP address to a function in a VPC.
  calledServices(scope).add({
    vpc, subnets: password.rotationSubnets, service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, hasPublicAddress: false,
  });
  const network = { vpc, subnets: password.rotationSubnets, securityGroups: [securityGroup] };
  const rotate = password.rotation === DatabaseRotation.FUNCTION ? rotateByFunction : rotateHosted;
  rotate(scope, { ...rotated, rotateAfter: password.rotateAfter, immediately, network, description, failure }).node.addDependency(rotated.database);
}

interface Scheduled extends RotatedSecret {
  readonly rotateAfter: Duration;
  readonly immediately: boolean;
  readonly network: FunctionNetwork;
  readonly failure: string;
}

function rotateHosted(scope: Construct, { secret, engine, alternating, ...rotated }: Scheduled): secretsmanager.RotationSchedule {
  const { network, immediately, failure } = rotated;
  // The function is not in the template, so its alarm needs a name that is known before.
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
      namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: functionName }, statistic: cloudwatch.Stats.SUM, period: Duration.minutes(5),
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
