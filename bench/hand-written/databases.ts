import * as path from 'path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { securityGroup } from './network';
import { HandWrittenStack, statement, writeLogs } from './stack';

export const POSTGRES_PARAMETERS = {
  'rds.force_ssl': '1',
  'ssl_min_protocol_version': 'TLSv1.2',
  'log_connections': '1',
  'log_disconnections': '1',
  'shared_preload_libraries': 'pg_stat_statements,pgaudit',
  'pgaudit.log': 'ddl,role',
  'pgaudit.role': 'rds_pgaudit',
};

/** Of every instance, in a cluster or not. */
export const INSTANCE = { publiclyAccessible: false, caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1, autoMinorVersionUpgrade: true };

/** Of every database, cluster or instance. */
export function databaseProps(vpc: ec2.Vpc, group: ec2.SecurityGroup, key: kms.IKey, role: iam.IRole) {
  return {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    securityGroups: [group],
    storageEncryptionKey: key,
    iamAuthentication: true,
    monitoringInterval: Duration.minutes(1),
    monitoringRole: role,
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
  };
}

export function monitoringRole(stack: HandWrittenStack, ...statements: iam.PolicyStatement[]): iam.Role {
  const write = statement(['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], stack.arn('logs', 'log-group', 'RDSOSMetrics:*'));
  return stack.role('DatabaseMonitoringRole', 'monitoring.rds.amazonaws.com', ...statements.length > 0 ? statements : [write]);
}

/** Two users that take turns, of which the function makes the first. */
interface Alternating {
  readonly administrator: secretsmanager.ISecret;
  readonly environment: Record<string, string>;
}

/**
 * Rotates a secret, with an alarm.
 * @returns the group of the function, which is to be let in at the database
 */
export function rotate(
  stack: HandWrittenStack, vpc: ec2.Vpc, secret: secretsmanager.ISecret, key: kms.IKey, description: string, id = 'Rotation', alternating?: Alternating,
): ec2.SecurityGroup {
  const group = securityGroup(stack, `${id}SecurityGroup`, vpc, description);
  group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
  const logGroup = stack.logGroup(`${id}Logs`);
  const failures = new sqs.Queue(stack, `${id}Failures`, {
    encryptionMasterKey: stack.logsKey, retentionPeriod: Duration.days(14), enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY,
  });
  const secrets = (actions: string[], of: secretsmanager.ISecret, keyActions: string[]) => [
    statement(actions, of.secretArn),
    new iam.PolicyStatement({
      actions: keyActions,
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${stack.region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': of.secretArn } },
    }),
  ];
  const role = new iam.Role(stack, `${id}Role`, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  stack.policy(`${id}RolePolicy`, role,
    writeLogs(logGroup),
    statement(['sqs:SendMessage'], failures.queueArn),
    statement(['kms:Decrypt', 'kms:GenerateDataKey'], stack.logsKey.keyArn),
    statement([...ADDRESSES, ...INTERFACES], stack.arn('ec2', '*/*', '').slice(0, -1)),
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: [...ADDRESSES, ...INTERFACES, ...DESCRIPTIONS],
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': stack.arn('lambda', 'function', '*') } },
    }),
    ...secrets(
      ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      secret, ['kms:Decrypt', 'kms:GenerateDataKey']),
    ...alternating ? secrets(['secretsmanager:GetSecretValue'], alternating.administrator, ['kms:Decrypt']) : []);
  stack.policy(`${id}RolePolicyWithoutResource`, role, statement([...DESCRIPTIONS, 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'));
  const rotator = new lambda.Function(stack, `${id}Function`, {
    description,
    code: lambda.Code.fromAsset(path.resolve('assets', 'lambda', 'rotate-database.lambda')),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    memorySize: 256,
    timeout: Duration.minutes(1),
    role: role.withoutPolicyUpdates(),
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    securityGroups: [group],
    tracing: lambda.Tracing.ACTIVE,
    deadLetterQueue: failures,
    logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
    environment: alternating?.environment,
  });
  const permission = new lambda.CfnPermission(stack, `${id}Permission`, {
    action: 'lambda:InvokeFunction', functionName: rotator.functionArn, principal: 'secretsmanager.amazonaws.com', sourceAccount: stack.account,
  });
  new secretsmanager.CfnRotationSchedule(stack, id, {
    secretId: secret.secretArn, rotationLambdaArn: rotator.functionArn, rotationRules: { scheduleExpression: 'rate(90 days)' },
  }).node.addDependency(permission);
  stack.alarm(`${id}Failed`, rotator.metricErrors(), 1);
  return group;
}

const ADDRESSES = ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];
const INTERFACES = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'];
const DESCRIPTIONS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

export function connectAs(stack: HandWrittenStack, cluster: rds.DatabaseCluster, user: string): iam.PolicyStatement {
  return statement(['rds-db:connect'], stack.arn('rds-db', 'dbuser', `${cluster.clusterResourceIdentifier}/${user}`));
}

/** What an application needs to know to connect. */
export function connectionOf(stack: HandWrittenStack, cluster: rds.DatabaseCluster, port: number, name: string, user: string) {
  return {
    DB_HOST: cluster.clusterEndpoint.hostname,
    DB_PORT: `${port}`,
    DB_READER_HOST: cluster.clusterReadEndpoint.hostname,
    DB_NAME: name,
    DB_USER: user,
    DB_CA_BUNDLE_URL: caBundleUrl(stack),
  };
}

export function caBundleUrl({ region }: HandWrittenStack): string {
  return `https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`;
}
