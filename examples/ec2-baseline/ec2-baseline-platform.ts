import { CfnOutput, Duration, Stack, StackProps, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import {
  AlbWithWaf, AuditTrail, AutoScalingService, BackupPlan, CompliantPostgres, ConfigBaseline, ConfigRecording, DatabaseRotation, Framework, KeyLayout,
  LogBucket, NameLimit, PatchSchedule, SecureBucket, SecureParameter, SecureParameters, SecureVpc, Workload, WorkloadMonitoring,
} from '../../src';
import { certificateOf, domainOf } from '../inputs';
import { Settings } from '../settings';

const REGION = 'us-west-1';
const { SSM, SSM_MESSAGES, EC2_MESSAGES } = ec2.InterfaceVpcEndpointAwsService;
const TARGETS = { environment: 'production' };

/** Installs the web server with a page for health checks. */
const WEB_SERVER = [
  'dnf install -y httpd',
  "echo 'ok' > /var/www/html/health",
  'systemctl enable --now httpd',
];

/** Secure EC2 baseline: web servers behind a load balancer with PostgreSQL, CloudTrail, AWS Config and weekly patching. */
export class Ec2BaselinePlatform extends Stage {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    Workload.on(this, {
      name: 'ec2-baseline',
      suffix: settings.suffix,
      lifecycle: settings.lifecycle,
      frameworks: [Framework.AWS_FSBP],
      regions: [REGION],
      keys: KeyLayout.SINGLE,
      tags: { ...TARGETS, managed_by: 'cdk' },
    });
    new Ec2BaselineStack(this, 'Baseline', {
      ...settings, stackName: `ec2-baseline-${settings.suffix}`, env: { region: REGION, account: settings.account },
    });
  }
}

class Ec2BaselineStack extends Stack {
  constructor(scope: Construct, id: string, props: Settings & StackProps) {
    super(scope, id, props);
    const workload = Workload.of(this);
    const named = (type: string, limit?: NameLimit) => workload.physicalName(type, { limit });

    const { vpc } = new SecureVpc(this, 'Network', {
      vpcName: named('vpc'),
      cidr: '10.0.0.0/16',
      natGateways: 2,
      subnets: {
        publicCidrs: ['10.0.1.0/24', '10.0.2.0/24'],
        privateCidrs: ['10.0.10.0/24', '10.0.11.0/24'],
        isolatedCidrs: ['10.0.20.0/24', '10.0.21.0/24'],
      },
      // Systems Manager is called through VPC endpoints, not over the internet.
      endpoints: { interfaceServices: [SSM, SSM_MESSAGES, EC2_MESSAGES] },
    });

    const requests = new LogBucket(this, 'RequestLogs', { lifecycle: { expireAfter: Duration.days(90) } });
    const logging = new LogBucket(this, 'Logging', { accessLogs: requests.bucket, lifecycle: { expireAfter: Duration.days(90) } });
    const application = new SecureBucket(this, 'Application', { accessLogs: logging.bucket });

    const trail = new AuditTrail(this, 'Trail', { trailName: named('trail', NameLimit.TRAIL), bucket: logging.bucket, prefix: 'cloudtrail' });
    const config = new ConfigBaseline(this, 'Config', {
      recording: props.configRecorder === undefined
        ? ConfigRecording.into(logging.bucket, { prefix: 'config', recorderName: named('config-recorder') })
        : ConfigRecording.ofAccount({ recorderName: props.configRecorder }),
      rules: ['S3_BUCKET_PUBLIC_READ_PROHIBITED', 'ENCRYPTED_VOLUMES', 'RDS_STORAGE_ENCRYPTED'].map((identifier) => ({ identifier })),
    });

    const web = new AutoScalingService(this, 'Web', {
      vpc,
      groupName: named('asg', NameLimit.AUTO_SCALING_GROUP),
      machineImage: props.baselineImage === undefined ? undefined : ec2.MachineImage.resolveSsmParameterAtLaunch(props.baselineImage),
      port: 80,
      healthCheckPath: '/health',
      bootstrap: WEB_SERVER,
      volume: { sizeGiB: 20 },
      scaling: { minCapacity: 2, maxCapacity: 4, desiredCapacity: 2 },
      network: { outboundHttp: [ec2.Peer.anyIpv4()] },
      logging: {
        files: { access: '/var/log/httpd/access_log', error: '/var/log/httpd/error_log' },
        logGroupPrefix: `/ec2/${named('web')}`,
      },
    });
    web.allowParameters('/production');

    const edge = new AlbWithWaf(this, 'Edge', {
      vpc,
      loadBalancerName: named('alb', NameLimit.LOAD_BALANCER),
      certificate: certificateOf(this, props),
      domain: domainOf(this, props),
      accessLogs: logging.bucket,
    });
    // Patching reboots instances, one of two at a time. A reboot takes less than five minutes.
    edge.routeTo(web, { unhealthyThreshold: 10 });

    const database = new CompliantPostgres(this, 'Database', {
      vpc,
      instanceIdentifier: named('db', NameLimit.DATABASE),
      engineVersion: postgresVersion(props),
      instanceType: new ec2.InstanceType('t3.medium'),
      databaseName: 'app',
      storage: { allocatedGib: 100 },
      backup: { retention: Duration.days(30), preferredWindow: '03:00-04:00' },
      maintenance: { window: 'Sun:04:00-Sun:05:00' },
    });
    const user = database.addUser('WebUser', {
      username: 'web',
      rotation: DatabaseRotation.FUNCTION,
      privileges: ['CREATE ON DATABASE app'],
    });
    database.allowConnectionsFrom(web, { secret: user, readsSecret: true });
    const credentials = new SecureParameters(this, 'DatabaseParameters', {
      path: props.databaseParameterPath ?? '/production/database',
      parameters: { username: SecureParameter.ofSecret(user, 'username'), password: SecureParameter.ofSecret(user, 'password') },
    });
    credentials.grantRead(web);

    const patches = new PatchSchedule(this, 'Patches', {
      targetTags: TARGETS,
      schedule: 'cron(0 2 ? * SUN *)',
      duration: Duration.hours(4),
      cutoff: Duration.hours(1),
      maxConcurrency: '50%',
      maxErrors: '0',
      outputBucket: logging.bucket,
    });
    patches.include(web);

    const monitoring = new WorkloadMonitoring(this, 'Monitoring', {
      dashboardName: named('dashboard', NameLimit.DASHBOARD),
      emails: props.alarmEmail ? [props.alarmEmail] : undefined,
    });
    new BackupPlan(this, 'Backup', { topic: monitoring.topic });

    for (const [output, value] of Object.entries({
      VpcId: vpc.vpcId,
      AlbDnsName: edge.dnsName,
      RdsEndpoint: database.instance.dbInstanceEndpointAddress,
      CloudtrailName: trail.trailName,
      S3LoggingBucket: logging.bucket.bucketName,
      S3ApplicationBucket: application.bucket.bucketName,
      ConfigRecorderName: config.recorderName,
    })) new CfnOutput(this, output, { value });
  }
}

// The newest 15.x in aws-cdk-lib. Amazon RDS no longer offers 15.4.
function postgresVersion({ baselinePostgresVersion: version }: Settings): rds.PostgresEngineVersion {
  return version === undefined ? rds.PostgresEngineVersion.VER_15_17 : rds.PostgresEngineVersion.of(version, version.split('.')[0]);
}
