import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BundledLambda } from '../../core/parts/bundled-lambda';
import { FunctionNetwork } from '../../core/parts/function-network';
import { allowReadingSecret } from '../../core/parts/secret-reading';
import { refuse } from '../../core/validation';

/** Regions whose authorities the function knows: assets/lambda/rotate-database.lambda/certificates.pem. */
export const CERTIFIED_REGIONS = [
  'af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2',
  'ap-southeast-3', 'ap-southeast-4', 'ca-central-1', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1',
  'eu-west-2', 'eu-west-3', 'me-central-1', 'me-south-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
];

interface Rotated {
  readonly secret: secretsmanager.ISecret;
  readonly key: kms.IKey;
  readonly rotateAfter: Duration;
  readonly immediately: boolean;
  readonly network: FunctionNetwork;
  readonly description: string;
  readonly failure: string;
  readonly alternating?: AlternatingUsers;
}

/** Two users that take turns. */
export interface AlternatingUsers {
  /** Secret of the administrator, who makes the second one. */
  readonly administrator: secretsmanager.ISecret;
  /** The first one. */
  readonly username: string;
  /** What the first one may do where the function of the library makes it; empty where somebody else does. */
  readonly privileges: string[];
  /** Of the database. */
  readonly host: string;
}

/**
 * Rotates a secret by the function of the library: it is in the template, so that all of it is judged, it logs to an encrypted group, and it speaks to the
 * database over TLS with the certificate verified or not at all.
 */
export function rotateByFunction(scope: Construct, rotated: Rotated): secretsmanager.CfnRotationSchedule {
  const { secret, key, rotateAfter, network, description, failure, alternating } = rotated;
  const { region, account } = Stack.of(scope);
  if (!Token.isUnresolved(region) && !CERTIFIED_REGIONS.includes(region)) {
    refuse(scope, `credentials rotate by a function in ${region}, need DatabaseRotation.HOSTED: the function does not know the certificate authority of that Region`);
  }
  const { function: handler, role } = new BundledLambda(scope, 'RotationFunction', {
    name: 'rotate-database', description: `${description}, ${scope.node.path}`, failure, timeout: Duration.minutes(1), network,
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
    resources: [secret.secretArn],
  }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': secret.secretArn } },
  }));
  if (alternating) {
    const { administrator, username, host, privileges } = alternating;
    allowReadingSecret(role, administrator);
    handler.addEnvironment('DATABASE_USER', username);
    handler.addEnvironment('DATABASE_HOST', host);
    handler.addEnvironment('PRIVILEGES', JSON.stringify(privileges));
  }
  handler.addPermission('SecretsManager', { principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'), sourceAccount: account });
  const schedule = new secretsmanager.CfnRotationSchedule(scope, 'Rotation', {
    secretId: secret.secretArn,
    rotationLambdaArn: handler.functionArn,
    rotationRules: { scheduleExpression: `rate(${rotateAfter.toDays()} days)` },
    rotateImmediatelyOnUpdate: rotated.immediately ? undefined : false,
  });
  // The first rotation begins with the schedule: by then it may be called, and has its way to the database.
  schedule.node.addDependency(handler.node.findChild('SecretsManager'), ...network.securityGroups);
  return schedule;
}
