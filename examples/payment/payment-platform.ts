import { CfnOutput, Duration, Stack, StackProps, Stage, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import {
  AlbWithWaf, AuditTrail, AuroraCapacity, BackupCopy, BackupPlan, BackupRule, CompliantAurora, ConfigBaseline, ConfigRecording,
  ConfigurationParameters, DatabaseCredentials, DatabaseRotation, DataClass, FargateService, Framework, LogBucket, NameLimit, SecureBucket, SecureVpc,
  WebAcl, Workload, WorkloadKey, WorkloadMonitoring,
} from '../../src';
import { certificateOf, domainOf } from '../inputs';
import { Settings } from '../settings';

const { KMS, STS, ECS_AGENT } = ec2.InterfaceVpcEndpointAwsService;
const REGION = 'us-east-1';
const RECOVERY_REGION = 'us-west-2';
const A_YEAR = Duration.days(365);

/**
 * Tag for the relation of a system component to the cardholder data environment: key and two of its values. The categories are from the PCI
 * Security Standards Council's Guidance for PCI DSS Scoping and Network Segmentation. PCI DSS 12.5.1 and 12.5.2 require inventory and scope.
 */
const PCI_SCOPE = { tag: 'PciScope', inside: 'cde', securityImpacting: 'security-impacting' };

/** Card payments under PCI DSS: a web application on Fargate with Aurora PostgreSQL, and backup copies in us-west-2. */
export class PaymentPlatform extends Stage {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    Workload.on(this, {
      name: 'payment',
      suffix: settings.suffix,
      lifecycle: settings.lifecycle,
      frameworks: [Framework.PCI_DSS_4_0_1, Framework.AWS_FSBP],
      regions: [REGION, RECOVERY_REGION],
      tags: {
        Environment: settings.suffix, CostCenter: 'payment-processing', DataClassification: 'cardholder-data', [PCI_SCOPE.tag]: PCI_SCOPE.inside,
      },
    });
    new PaymentStack(this, 'Payment', { ...settings, stackName: `payment-${settings.suffix}`, env: { region: REGION, account: settings.account } });
  }
}

class PaymentStack extends Stack {
  constructor(scope: Construct, id: string, props: Settings & StackProps) {
    super(scope, id, props);
    const workload = Workload.of(this);
    const named = (type: string, limit?: NameLimit) => workload.physicalName(type, { limit });
    for (const [data, type] of [[DataClass.DATA, 'rds-key'], [DataClass.STORAGE, 's3-key'], [DataClass.LOGS, 'cloudwatch-key']] as const) {
      WorkloadKey.on(this, data, { alias: named(type, NameLimit.KEY_ALIAS) });
    }

    const { vpc } = new SecureVpc(this, 'Network', {
      vpcName: named('vpc'),
      maxAzs: 3,
      // The application calls AWS KMS and AWS STS and runs the ECS agent. The constructs declare all other services.
      endpoints: { calledServices: true, interfaceServices: [KMS, STS, ECS_AGENT] },
    });

    const accessLogs = new LogBucket(this, 'LogBucket', { lifecycle: { glacierAfter: Duration.days(90), expireAfter: A_YEAR } });
    const staticAssets = new SecureBucket(this, 'StaticAssets', {
      accessLogs: accessLogs.bucket,
      lifecycle: { infrequentAccessAfter: Duration.days(30), expireNoncurrentAfter: Duration.days(90) },
    });
    const audit = new SecureBucket(this, 'Audit', {
      accessLogs: accessLogs.bucket,
      lifecycle: { glacierAfter: Duration.days(90), expireNoncurrentAfter: A_YEAR },
      objectLock: { retention: A_YEAR },
    });
    const trail = new AuditTrail(this, 'Trail', {
      trailName: named('trail', NameLimit.TRAIL),
      bucket: audit.bucket,
      events: { objectsOf: [staticAssets.bucket] },
      logs: { logGroupName: `/aws/cloudtrail/${named('trail')}` },
    });

    const database = new CompliantAurora(this, 'Database', {
      vpc,
      clusterIdentifier: named('aurora-cluster', NameLimit.DATABASE),
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 }),
      databaseName: 'payments',
      capacity: AuroraCapacity.provisioned(ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM)),
      readers: 2,
      credentials: DatabaseCredentials.generated({ rotation: DatabaseRotation.FUNCTION }),
    });

    const configuration = new ConfigurationParameters(this, 'Configuration', {
      values: { 'limits/amount': '10000' },
    });
    const service = new FargateService(this, 'Service', {
      vpc,
      clusterName: named('cluster', NameLimit.ECS),
      logGroupName: `/aws/ecs/${named('app')}`,
      image: ecs.ContainerImage.fromRegistry(props.image ?? 'public.ecr.aws/nginx/nginx-unprivileged:stable'),
      task: { cpu: 1024, memoryLimitMiB: 2048 },
      environment: { STATIC_BUCKET: staticAssets.bucket.bucketName },
      secrets: { AMOUNT_LIMIT: configuration.reference('limits/amount') },
      tracing: {},
    });
    database.allowConnectionsFrom(service, { databaseUser: 'payment_app' });
    staticAssets.grantRead(service);

    const edge = new AlbWithWaf(this, 'Edge', {
      vpc,
      loadBalancerName: named('alb', NameLimit.LOAD_BALANCER),
      certificate: certificateOf(this, props),
      domain: domainOf(this, props),
      accessLogs: accessLogs.bucket,
      webAcl: new WebAcl(this, 'Firewall', { webAclName: named('web-acl', NameLimit.WEB_ACL) }),
    });
    edge.routeTo(service);

    const monitoring = new WorkloadMonitoring(this, 'Monitoring', {
      topicName: named('alarms', NameLimit.TOPIC),
      dashboardName: named('dashboard', NameLimit.DASHBOARD),
      emails: props.alarmEmail ? [props.alarmEmail] : undefined,
    });
    const month = Duration.days(30);
    new BackupPlan(this, 'Backup', {
      backupVaultName: named('backup-vault', NameLimit.BACKUP_VAULT),
      topic: monitoring.topic,
      rules: [BackupRule.daily({
        deleteAfter: month,
        copies: [BackupCopy.toRegion(RECOVERY_REGION, { deleteAfter: month, backupVaultName: named('recovery-vault', NameLimit.BACKUP_VAULT) })],
      })],
      objectives: { recoveryPoint: Duration.days(1), recoveryPointElsewhere: Duration.days(1) },
    });
    // Environments share the only recorder of an account and Region.
    const config = new ConfigBaseline(this, 'Config', { recording: ConfigRecording.ofAccount() });
    for (const construct of [accessLogs, audit, trail, monitoring, config]) Tags.of(construct).add(PCI_SCOPE.tag, PCI_SCOPE.securityImpacting);

    for (const [output, value] of Object.entries({
      albDnsName: edge.loadBalancer.loadBalancerDnsName,
      clusterEndpoint: database.cluster.clusterEndpoint.hostname,
      staticBucketName: staticAssets.bucket.bucketName,
      auditBucketName: audit.bucket.bucketName,
    })) new CfnOutput(this, output, { value });
  }
}
