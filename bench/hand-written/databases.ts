import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { securityGroup } from './network';
import { HandWrittenStack, statement } from './stack';

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

/** @returns the group of the function, which is to be let in at the database */
export function rotate(
  stack: HandWrittenStack, vpc: ec2.Vpc, secret: secretsmanager.ISecret, description: string, excludeCharacters?: string,
): ec2.SecurityGroup {
  const group = securityGroup(stack, 'RotationSecurityGroup', vpc, description);
  group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
  secret.addRotationSchedule('Rotation', {
    automaticallyAfter: Duration.days(90),
    hostedRotation: secretsmanager.HostedRotation.postgreSqlSingleUser({
      vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [group], excludeCharacters,
    }),
  });
  return group;
}

export function rotationErrors(stack: HandWrittenStack): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', statistic: 'Sum', dimensionsMap: { FunctionName: `${stack.system}-rotation` } });
}

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
