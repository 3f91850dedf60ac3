import * as fs from 'fs';
import * as path from 'path';
import { CfnOutput, CfnParameter, Duration, Stack, StackProps, Stage, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import {
  AlbWithWaf, AuroraCapacity, AutoScalingService, BackupPlan, CloudFrontAccess, CloudFrontOrigin, CloudFrontWithWaf,
  CompliantAurora, DatabaseCredentials, DatabaseRotation, Framework, Lifecycle, LogArchive, LogBucket, NameLimit, OriginSecret,
  SecureBucket, SecureVpc, WebAcl, WebAclScope, Workload, WorkloadMonitoring,
} from '../../src';
import { certificateOf, domainNameOf, domainOf } from '../inputs';
import { Settings } from '../settings';

/** The Region of CloudFront, so that all resources are in one stack. */
const REGION = 'us-east-1';

/** Commands that install the application. */
const BOOTSTRAP = path.join(__dirname, 'app', 'bootstrap');

const ENVIRONMENTS = { [Lifecycle.PRODUCTION]: 'prod', [Lifecycle.EPHEMERAL]: 'test' };

/** Financial transactions under PCI DSS: a customer portal on EC2 behind CloudFront, with Aurora MySQL. */
export class TransactionsPlatform extends Stage {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const environment = ENVIRONMENTS[settings.lifecycle];
    Workload.on(this, {
      name: 'transactions',
      suffix: settings.suffix,
      lifecycle: settings.lifecycle,
      frameworks: [Framework.PCI_DSS_4_0_1],
      regions: [REGION],
      namePattern: `{type}-${environment}-{suffix}`,
      tags: { Environment: environment, Application: 'transactions', CostCenter: 'transaction-processing' },
    });
    new TransactionsStack(this, 'Transactions', { ...settings, stackName: `transactions-${settings.suffix}`, env: { region: REGION, account: settings.account } });
  }
}

class TransactionsStack extends Stack {
  constructor(scope: Construct, id: string, props: Settings & StackProps) {
    super(scope, id, props);
    const workload = Workload.of(this);
    const named = (type: string) => workload.physicalName(type);

    const { vpc } = new SecureVpc(this, 'Network', { vpcName: named('vpc'), maxAzs: 3 });

    // PCI DSS 10.5.1: twelve months of audit history.
    const auditBucket = new LogBucket(this, 'AuditBucket', { lifecycle: { glacierAfter: Duration.days(90), expireAfter: Duration.days(365) } });
    const staticBucket = new SecureBucket(this, 'StaticBucket', { bucketName: named(`s3-static-${this.account}`), accessLogs: auditBucket.bucket });

    const database = new CompliantAurora(this, 'Database', {
      vpc,
      clusterIdentifier: workload.physicalName('aurora-cluster', { limit: NameLimit.DATABASE }),
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_4 }),
      databaseName: 'transactions',
      capacity: AuroraCapacity.provisioned(ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE)),
      readers: 1,
      credentials: DatabaseCredentials.generated({
        secretName: named('secret-database'), rotateAfter: Duration.days(30), rotation: DatabaseRotation.FUNCTION,
      }),
      backup: { retention: Duration.days(7) },
    });

    const artifact = artifactOf(this);
    const service = new AutoScalingService(this, 'Service', {
      vpc,
      groupName: named('asg'),
      instanceTypes: [ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.LARGE)],
      healthCheckPath: '/health',
      bootstrap: fs.readdirSync(BOOTSTRAP).sort().map((file) => fs.readFileSync(path.join(BOOTSTRAP, file), 'utf-8')),
      environment: { APP_ARTIFACT: `s3://${artifact.bucket}/${artifact.key}`, APP_ARTIFACT_SHA256: artifact.sha256 },
      scaling: { minCapacity: 2, maxCapacity: 9, cpuSteps: { scaleOutAtPercent: 70, scaleInAtPercent: 30 } },
      // /health queries the database, so that it must not decide which instances are replaced.
      livenessCheck: { path: '/health/live' },
      logging: { files: { app: '/var/log/transactions/*.log' }, logGroupPrefix: `/${named('log-group')}` },
    });
    service.scaleOnBusinessHours('BusinessHours', { minCapacity: 3, startTime: '08:00', endTime: '18:00', timeZone: 'America/New_York' });
    const secret = database.addUser('ApplicationUser', {
      username: 'transactions',
      secretName: named('secret-application'),
      rotateAfter: Duration.days(30),
      rotation: DatabaseRotation.FUNCTION,
      privileges: ['SELECT, INSERT, CREATE ON transactions.*'],
    });
    database.allowConnectionsFrom(service, { secret });
    const rule = 'AutoScalingGroupELBHealthCheckRequired';
    const group = service.group.node.defaultChild!;
    const reason = 'The health check of the load balancer includes the database, whose outage must not replace instances; a liveness check on each instance does';
    Validations.of(group).acknowledge(...['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].map((pack) => ({ id: `${pack}-${rule}`, reason })));
    // Instances fail to launch if the database does not respond in the first minutes.
    service.group.node.addDependency(database.cluster);
    service.role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['s3:GetObject'], resources: [`arn:${this.partition}:s3:::${artifact.bucket}/${artifact.key}`],
    }));

    const logBucket = new LogBucket(this, 'LogBucket', { lifecycle: { expireAfter: Duration.days(90) } });
    const archive = new LogArchive(this, 'LogArchive', { bucket: logBucket.bucket, prefix: 'application' });
    archive.ship('Application', service.logGroups.app);

    const domain = domainOf(this, props);
    const certificate = certificateOf(this, props);
    const edge = new AlbWithWaf(this, 'Edge', {
      vpc,
      loadBalancerName: workload.physicalName('alb', { limit: NameLimit.LOAD_BALANCER }),
      exposure: { cloudFront: CloudFrontAccess.secretHeader(new OriginSecret(this, 'OriginSecret', { rotateAfter: Duration.days(30) })) },
      certificate,
      domain: domain && { ...domain, domainName: `origin.${domain.domainName}` },
      accessLogs: auditBucket.bucket,
    });
    edge.routeTo(service);

    const cdn = new CloudFrontWithWaf(this, 'Cdn', {
      origin: CloudFrontOrigin.loadBalancer(edge),
      certificate,
      domain: domain ?? { domainName: domainNameOf(this) },
      webAcl: new WebAcl(this, 'Firewall', { webAclName: workload.physicalName('web-acl', { limit: NameLimit.WEB_ACL }), scope: WebAclScope.CLOUDFRONT, rateLimit: 1000 }),
      accessLogs: auditBucket.bucket,
    });
    cdn.routeWhen('/static/*', CloudFrontOrigin.bucket(staticBucket.bucket));

    const monitoring = new WorkloadMonitoring(this, 'Monitoring', {
      topicName: workload.physicalName('topic-critical-alerts', { limit: NameLimit.TOPIC }),
      dashboardName: workload.physicalName('dashboard', { limit: NameLimit.DASHBOARD }),
      emails: props.alarmEmail ? [props.alarmEmail] : undefined,
    });
    monitoring.addLogMetricFilter('ApplicationErrors', {
      logGroup: service.logGroups.app,
      filterPattern: logs.FilterPattern.stringValue('$.level', '=', 'error'),
      description: 'The application logs errors.',
      threshold: 5,
    });
    monitoring.addAlarm('TransactionsFailing', {
      metric: new cloudwatch.Metric({
        namespace: 'Transactions', metricName: 'TransactionErrors', dimensionsMap: { service: 'transactions' }, statistic: cloudwatch.Stats.SUM,
      }),
      description: 'Transactions fail although they are in order: the database does not take them.',
      threshold: 5,
    });
    new BackupPlan(this, 'Backup', { topic: monitoring.topic });

    for (const [output, value] of Object.entries({
      VpcId: vpc.vpcId,
      DistributionDomainName: cdn.dnsName,
      AlbDnsName: edge.dnsName,
      DbEndpoint: database.cluster.clusterEndpoint.hostname,
      LogBucketName: logBucket.bucket.bucketName,
      StaticBucketName: staticBucket.bucket.bucketName,
      AlertTopicArn: monitoring.topic.topicArn,
    })) new CfnOutput(this, output, { value });
  }
}

/** Package of the application (`npm run package`) in an existing bucket. Instances download it when they boot. */
function artifactOf(stack: Stack): { bucket: string; key: string; sha256: string } {
  const bucket = new CfnParameter(stack, 'ArtifactBucket', {
    description: 'Bucket with the application, transactions.tgz, under keys that S3 manages', allowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  });
  const sha256 = new CfnParameter(stack, 'ArtifactSha256', { description: 'Its SHA-256 digest; anything else is not installed', allowedPattern: '^[0-9a-f]{64}$' });
  return { bucket: bucket.valueAsString, key: 'transactions.tgz', sha256: sha256.valueAsString };
}
