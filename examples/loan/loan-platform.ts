import { CfnOutput, Duration, Stack, StackProps, Stage } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import {
  AlbWithWaf, AuroraCapacity, BackupPlan, CompliantAurora, FargateService, Framework, KeyLayout, LogBucket, NameLimit, SecureVpc, Workload,
  WorkloadMonitoring,
} from '../../src';
import { certificateOf, domainOf } from '../inputs';
import { Settings } from '../settings';

const REGION = 'eu-west-2';

/** Loan processing: a web application on Fargate with Aurora MySQL, in eu-west-2 only. */
export class LoanPlatform extends Stage {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    Workload.on(this, {
      name: 'loan',
      suffix: settings.suffix,
      lifecycle: settings.lifecycle,
      frameworks: [Framework.AWS_FSBP, Framework.NIST_800_53_R5],
      regions: [REGION],
      keys: KeyLayout.SINGLE,
      tags: { Environment: settings.suffix, CostCenter: 'loan-processing', ComplianceLevel: 'high' },
    });
    new LoanStack(this, 'Loan', { ...settings, stackName: `loan-${settings.suffix}`, env: { region: REGION, account: settings.account } });
  }
}

class LoanStack extends Stack {
  constructor(scope: Construct, id: string, props: Settings & StackProps) {
    super(scope, id, props);
    const workload = Workload.of(this);
    const named = (type: string) => workload.physicalName(type);

    const network = new SecureVpc(this, 'Network', {
      vpcName: named('vpc'),
      cidr: '10.0.0.0/16',
      subnets: {
        publicCidrs: ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'],
        privateCidrs: ['10.0.10.0/24', '10.0.11.0/24', '10.0.12.0/24'],
        isolatedCidrs: ['10.0.20.0/24', '10.0.21.0/24', '10.0.22.0/24'],
      },
    });
    const { vpc } = network;

    const logBucket = new LogBucket(this, 'LogBucket', { lifecycle: { glacierAfter: Duration.days(90) } });

    const database = new CompliantAurora(this, 'Database', {
      vpc,
      clusterIdentifier: workload.physicalName('aurora-cluster', { limit: NameLimit.DATABASE }),
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: auroraMysqlVersion(props) }),
      databaseName: 'loans',
      capacity: AuroraCapacity.serverless({ minAcu: 0.5, maxAcu: 4 }),
      logs: { exports: ['audit', 'error', 'general', 'slowquery'] },
    });

    const service = new FargateService(this, 'Service', {
      vpc,
      clusterName: workload.physicalName('ecs-cluster', { limit: NameLimit.ECS }),
      logGroupName: `/aws/ecs/${named('app')}`,
      image: ecs.ContainerImage.fromRegistry(props.image ?? 'public.ecr.aws/nginx/nginx-unprivileged:stable'),
      port: 8080,
      scaling: { minCapacity: 2, maxCapacity: 10, targetCpuUtilizationPercent: 70, targetMemoryUtilizationPercent: 80 },
    });
    database.allowConnectionsFrom(service, { databaseUser: 'loan_app' });

    const edge = new AlbWithWaf(this, 'Edge', {
      vpc,
      loadBalancerName: workload.physicalName('alb', { limit: NameLimit.LOAD_BALANCER }),
      certificate: certificateOf(this, props),
      domain: domainOf(this, props),
      accessLogs: logBucket.bucket,
    });
    edge.routeTo(service);

    const monitoring = new WorkloadMonitoring(this, 'Monitoring', {
      dashboardName: workload.physicalName('dashboard', { limit: NameLimit.DASHBOARD }),
      emails: props.alarmEmail ? [props.alarmEmail] : undefined,
    });
    new BackupPlan(this, 'Backup', { topic: monitoring.topic });

    for (const [output, value] of Object.entries({
      VpcId: vpc.vpcId,
      AlbDnsName: edge.loadBalancer.loadBalancerDnsName,
      EcsClusterName: service.cluster.clusterName,
      DbEndpoint: database.cluster.clusterEndpoint.hostname,
      LogBucketName: logBucket.bucket.bucketName,
    })) new CfnOutput(this, output, { value });
  }
}

// 3.10 is the long-term support line of Aurora MySQL 3 (Aurora User Guide, Aurora MySQL long-term support releases).
function auroraMysqlVersion({ auroraMysqlVersion: version }: Settings): rds.AuroraMysqlEngineVersion {
  return version === undefined ? rds.AuroraMysqlEngineVersion.VER_3_10_4 : rds.AuroraMysqlEngineVersion.of(version, '8.0');
}
