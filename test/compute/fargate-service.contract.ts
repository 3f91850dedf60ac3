import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as logs from 'aws-cdk-lib/aws-logs';
import { FargateService } from '../../src';
import { contract } from '../contract/contract';
import { alarm, cluster, image, key, metric, secret, stream, targetGroup, vpc } from '../contract/surroundings';

const container = () => ({
  user: '1001:1001',
  readonlyRootFilesystem: true,
  scratchPaths: ['/tmp', '/run'],
  scratchSize: Size.mebibytes(32),
  scratchExecutable: true,
  droppedCapabilities: [ecs.Capability.ALL],
  command: ['serve'],
  entryPoint: ['/app'],
  healthCheck: { command: ['CMD', '/app', 'health'] },
  stopTimeout: Duration.seconds(60),
});

function consumer(stack: Stack): kinesis.IStreamConsumer {
  return kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', 'arn:aws:kinesis:eu-west-2:123456789012:stream/elsewhere/consumer/ledger:1700000000');
}

export default contract(FargateService, {
  variants: {
    'defaults': (stack) => ({ vpc: vpc(stack), image: image() }),
    'everything': (stack) => ({
      vpc: vpc(stack),
      image: image(),
      clusterName: 'ledger',
      serviceName: 'ledger-api',
      logGroupName: '/ledger/api',
      port: 8443,
      healthCheckPath: '/health',
      environment: { STAGE: 'dev' },
      secrets: { TOKEN: ecs.Secret.fromSecretsManager(secret(stack)) },
      task: { cpu: 1024, memoryLimitMiB: 4096, cpuArchitecture: ecs.CpuArchitecture.ARM64, ephemeralStorageGiB: 40, ephemeralStorageKey: key(stack, 'DiskKey') },
      container: container(),
      scaling: {
        minCapacity: 2,
        maxCapacity: 6,
        targetCpuUtilizationPercent: 60,
        targetMemoryUtilizationPercent: 60,
        scaleInCooldown: Duration.minutes(5),
        scaleOutCooldown: Duration.minutes(1),
      },
      logging: { retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack, 'LogKey'), mode: ecs.AwsLogDriverMode.NON_BLOCKING, maxBufferSize: Size.mebibytes(10) },
      deployment: {
        rollBackOnErrors: true, alarms: [alarm(stack)], healthCheckGracePeriod: Duration.seconds(90), minHealthyPercent: 100, maxHealthyPercent: 150,
      },
      network: { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, outboundHttps: [ec2.Peer.ipv4('10.0.0.0/8')], fipsEndpoints: true },
      serviceConnect: { namespace: 'ledger.local', dnsName: 'api' },
      tracing: { image: image(), memoryLimitMiB: 300 },
      executeCommand: true,
    }),
    'a cluster elsewhere, on Spot': (stack) => ({
      cluster: cluster(stack), image: image(), spot: { onDemandBase: 1, onDemandWeight: 1, spotWeight: 3 },
    }),
    'Service Connect with TLS': (stack) => ({
      vpc: vpc(stack),
      image: image(),
      serviceConnect: { namespace: 'ledger.local', tls: { awsPcaAuthorityArn: 'arn:aws:acm-pca:eu-west-2:123456789012:certificate-authority/01234567-89ab-cdef-0123-456789abcdef' } },
    }),
  },
  methods: {
    addEnvironment: { variants: { variable: () => ['COLOUR', 'blue'] } },
    addSecret: { variants: { field: (stack) => ['PASSWORD', secret(stack), { field: 'password' }] } },
    addSecretField: { variants: { field: (stack) => ['PASSWORD', secret(stack), 'password'] } },
    addSidecar: {
      variants: {
        everything: (stack) => ['proxy', {
          image: image(),
          memoryLimitMiB: 128,
          essential: false,
          environment: { STAGE: 'dev' },
          secrets: { TOKEN: ecs.Secret.fromSecretsManager(secret(stack)) },
          container: container(),
        }],
      },
    },
    scaleOnRequests: { variants: { requests: (stack) => [targetGroup(stack), 1000] } },
    scaleOnSchedule: { variants: { schedule: () => ['Morning', { schedule: appscaling.Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 4 }] } },
    scaleOnMetric: { variants: { metric: () => ['Orders', metric(), 100] } },
    consumeStream: { variants: { everything: (stack) => [stream(stack), { environmentVariable: 'EVENTS', consumer: consumer(stack) }] } },
    scaleOnStream: {
      variants: {
        everything: (stack) => ['Events', stream(stack), {
          iteratorAge: Duration.minutes(2), recordsPerTask: 500, throughputPerTask: Size.mebibytes(1), cooldown: Duration.minutes(3),
        }],
      },
    },
    rollBackOn: { variants: { alarm: (stack) => [alarm(stack)] } },
    attachToApplicationTargetGroup: { variants: { 'target group': (stack) => [targetGroup(stack)] } },
  },
});
