import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BundledLambda } from '../../core/parts/bundled-lambda';
import { FunctionNetwork } from '../../core/parts/function-network';
import { allowReadingSecret } from '../../core/parts/secret-reading';
import { descriptionFor, FUNCTION_DESCRIPTION } from '../../core/workload/description';
import { viaService } from '../../core/workload/partition';

interface Rotated {
  readonly secret: secretsmanager.ISecret;
  readonly keyReference: kms.IKey;
  readonly rotateAfter: Duration;
  readonly immediately: boolean;
  readonly network: FunctionNetwork;
  readonly description: string;
  readonly failure: string;
  readonly alternating?: AlternatingUsers;
}

/** Two users that alternate. */
export interface AlternatingUsers {
  /** Secret of the administrator, who creates the second user. */
  readonly administrator: secretsmanager.ISecret;
  /** Name of the first user. */
  readonly username: string;
  /** Privileges of the first user if the library's function creates it; otherwise empty. */
  readonly privileges: string[];
  /** Host of the database. */
  readonly host: string;
}

/**
 * Rotates a secret with the library's function. The function is in the template, so that the compliance check covers it. It logs to an encrypted group
 * and verifies the certificate of the database on every connection.
 */
export function rotateByFunction(scope: Construct, rotated: Rotated): secretsmanager.CfnRotationSchedule {
  const { secret, keyReference, network, description, failure, alternating } = rotated;
  const { region, account } = Stack.of(scope);
  const { function: handler, role } = new BundledLambda(scope, 'RotationFunction', {
    name: 'rotate-database',
    description: descriptionFor(`${description}, ${scope.node.path}`, FUNCTION_DESCRIPTION),
    failure,
    timeout: Duration.minutes(1),
    network,
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
    resources: [secret.secretArn],
  }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyReference.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': viaService('secretsmanager', region), 'kms:EncryptionContext:SecretARN': secret.secretArn } },
  }));
  if (alternating) {
    const { administrator, username, host, privileges } = alternating;
    allowReadingSecret(role, administrator);
    handler.addEnvironment('DATABASE_USER', username);
    handler.addEnvironment('DATABASE_HOST', host);
    handler.addEnvironment('PRIVILEGES', JSON.stringify(privileges));
  }
  handler.addPermission('SecretsManager', { principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'), sourceAccount: account });
  const days = rotated.rotateAfter.toDays();
  const schedule = new secretsmanager.CfnRotationSchedule(scope, 'Rotation', {
    secretId: secret.secretArn,
    rotationLambdaArn: handler.functionArn,
    rotationRules: { scheduleExpression: `rate(${days} ${days === 1 ? 'day' : 'days'})` },
    rotateImmediatelyOnUpdate: rotated.immediately ? undefined : false,
  });
  // The schedule starts the first rotation, which needs the permission and the route to the database.
  schedule.node.addDependency(handler.node.findChild('SecretsManager'), ...network.securityGroups);
  return schedule;
}
