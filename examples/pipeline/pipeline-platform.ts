import { CfnOutput, Duration, Stack, StackProps, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { EVENT } from './event-schema';
import { processorImage } from './processor-image';
import {
  BackupPlan, ComplianceChecks, CompliantPostgres, DataClass, DatabaseCredentials, DatabaseRotation, FargateService, Framework, KeyLayout,
  KinesisIngestApi, ManagedRuleGroup, NameLimit, RuleAction, SecureVpc, ThreatDetection, WebAcl, Workload, WorkloadKey, WorkloadMonitoring,
} from '../../src';
import { Settings } from '../settings';

const CIDR = '10.0.0.0/16';

/** Data pipeline at FedRAMP Moderate in any Region: events from an API pass a Kinesis stream and are stored in PostgreSQL exactly once. */
export class PipelinePlatform extends Stage {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { suffix, account, pipelineRegion: region = 'us-east-1', pipelineReplicaRegion: replicaRegion } = settings;
    Workload.on(this, {
      name: 'pipeline',
      suffix,
      lifecycle: settings.lifecycle,
      frameworks: [Framework.FEDRAMP_MODERATE_R5],
      regions: [region, ...replicaRegion ? [replicaRegion] : []],
      keys: KeyLayout.SINGLE,
      tags: { Environment: suffix, Compliance: 'FedRAMP-Moderate' },
    });
    const replica = replicaRegion
      ? new Stack(this, 'Replica', { stackName: `pipeline-replica-${suffix}`, env: { region: replicaRegion, account } })
      : undefined;
    new PipelineStack(this, 'Pipeline', { ...settings, replica, stackName: `pipeline-${suffix}`, env: { region, account } });
  }
}

interface PipelineStackProps extends Settings, StackProps {
  /** Stack in the Region of the replicated backups. */
  readonly replica?: Stack;
}

class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const workload = Workload.of(this);
    const named = (type: string, limit?: NameLimit) => workload.physicalName(type, { limit });

    const { image, container, pulledFrom } = processorImage(this, props);

    const { vpc } = new SecureVpc(this, 'Network', {
      vpcName: named('vpc'),
      cidr: CIDR,
      subnets: {
        publicCidrs: ['10.0.0.0/24', '10.0.1.0/24'],
        privateCidrs: ['10.0.10.0/24', '10.0.11.0/24'],
        isolatedCidrs: ['10.0.20.0/24', '10.0.21.0/24'],
      },
      endpoints: { interfaceServices: pulledFrom },
    });

    // Events contain free text: body rules would block some of them as attacks, and all events larger than 8 KB.
    const webAcl = new WebAcl(this, 'WebAcl', {
      webAclName: named('web-acl', NameLimit.WEB_ACL),
      managedRuleGroups: [
        ManagedRuleGroup.IP_REPUTATION,
        ManagedRuleGroup.KNOWN_BAD_INPUTS,
        ManagedRuleGroup.COMMON.withOptions({ overrides: { SizeRestrictions_BODY: RuleAction.COUNT } }),
      ],
    });
    ComplianceChecks.acknowledge(webAcl.cfnWebAcl, {
      id: 'WAF.RulesBlock', reason: 'events can be larger than 8 KB: the request validator of the API checks the body against the schema of events',
    });
    const ingest = new KinesisIngestApi(this, 'Ingest', {
      webAcl,
      streamOptions: { streamName: named('stream') },
      request: { schema: EVENT },
      endpoint: { restApiName: named('api') },
      logs: { dataTraceReason: props.dataTraceReason, accountRole: props.apiGatewayRole },
    });

    const rotation = DatabaseCredentials.rotationIn(this.region);
    const database = new CompliantPostgres(this, 'Database', {
      vpc,
      instanceIdentifier: named('db', NameLimit.DATABASE),
      engineVersion: postgresVersion(props),
      instanceType: new ec2.InstanceType(props.postgresClass ?? 't3.micro'),
      databaseName: 'pipeline',
      backup: props.replica && {
        replication: { region: props.replica.region, encryptionKey: WorkloadKey.of(props.replica, DataClass.DATA).key },
      },
      credentials: DatabaseCredentials.generated({
        username: DatabaseCredentials.generatedUsername(), secretName: named('db-credentials'), rotation,
      }),
    });

    const user = database.addUser('ProcessorUser', {
      username: 'processor',
      secretName: named('processor-credentials'),
      rotation,
      // The application creates its schema. The function that Secrets Manager publishes creates no user.
      privileges: rotation === DatabaseRotation.FUNCTION ? ['CREATE ON DATABASE pipeline'] : undefined,
    });

    const processor = new FargateService(this, 'Processor', {
      vpc,
      clusterName: named('cluster', NameLimit.ECS),
      serviceName: named('data-processor', NameLimit.ECS),
      logGroupName: `/ecs/${named('data-processor')}`,
      image,
      container,
      port: 8080,
      task: { cpu: 256, memoryLimitMiB: 512 },
      // One task reads the only shard. A second task is on standby, or shares the shards after a split.
      scaling: { minCapacity: workload.retainsData ? 2 : 1, maxCapacity: 4 },
    });
    processor.consumeStream(ingest.stream);
    processor.scaleOnStream('Stream', ingest.stream, { recordsPerTask: 500, iteratorAge: Duration.minutes(1) });
    database.allowConnectionsFrom(processor, { secret: user, readsSecret: true, environmentPrefix: 'DATABASE' });

    const monitoring = new WorkloadMonitoring(this, 'Monitoring', {
      dashboardName: named('dashboard', NameLimit.DASHBOARD),
      emails: props.alarmEmail ? [props.alarmEmail] : undefined,
    });
    new BackupPlan(this, 'Backup', { topic: monitoring.topic });
    if (props.threatDetection) new ThreatDetection(this, 'ThreatDetection', { findings: { topic: monitoring.topic } });

    const subnets = (tier: ec2.ISubnet[]) => tier.map(({ subnetId }) => subnetId).join(',');
    for (const [output, value] of Object.entries({
      VpcId: vpc.vpcId,
      PublicSubnetIds: subnets(vpc.publicSubnets),
      PrivateSubnetIds: subnets(vpc.privateSubnets),
      KinesisStreamName: ingest.stream.streamName,
      KinesisStreamArn: ingest.stream.streamArn,
      RdsEndpoint: database.instance.dbInstanceEndpointAddress,
      DbSecretArn: database.secret.secretArn,
      EcsClusterArn: processor.cluster.clusterArn,
      TaskDefinitionArn: processor.taskDefinition.taskDefinitionArn,
      ApiGatewayId: ingest.api.restApiId,
      ApiGatewayUrl: ingest.stage.urlForPath(),
      ApiGatewayEndpoint: ingest.url,
    })) new CfnOutput(this, output, { value });
  }
}

function postgresVersion({ postgresVersion: version }: Settings): rds.PostgresEngineVersion {
  return version === undefined ? rds.PostgresEngineVersion.VER_16_13 : rds.PostgresEngineVersion.of(version, version.split('.')[0]);
}
