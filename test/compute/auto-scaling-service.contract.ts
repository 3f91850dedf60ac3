import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AutoScalingService, InstanceHealthCheck } from '../../src';
import { contract } from '../contract/contract';
import { key, metric, secret, targetGroup, topic, vpc } from '../contract/surroundings';

export default contract(AutoScalingService, {
  variants: {
    'defaults': (stack) => ({ vpc: vpc(stack) }),
    'everything': (stack) => ({
      vpc: vpc(stack),
      bootstrap: ['dnf install -y nginx'],
      instanceTypes: [ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE)],
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
      port: 8443,
      healthCheckPath: '/health',
      livenessCheck: {
        path: '/health/live', interval: Duration.seconds(20), timeout: Duration.seconds(4), unhealthyThreshold: 4,
      },
      environment: { STAGE: 'dev' },
      groupName: 'ledger-web',
      volume: { sizeGiB: 40, encryptionKey: key(stack, 'DiskKey'), deviceName: '/dev/xvda', iops: 4000, throughput: 200 },
      scaling: { desiredCapacity: 3, minCapacity: 2, maxCapacity: 6, targetCpuUtilizationPercent: 60, instanceWarmup: Duration.minutes(3) },
      warmPool: { minSize: 1, reuseOnScaleIn: false, poolState: autoscaling.PoolState.STOPPED },
      logging: {
        files: { app: '/var/log/app/*.log' }, retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack, 'LogKey'), logGroupPrefix: '/ledger/web',
      },
      deployment: {
        bootstrapTimeout: Duration.minutes(20),
        minInstancesInService: 2,
        maxBatchSize: 2,
        healthCheck: InstanceHealthCheck.LOAD_BALANCER,
        healthCheckGracePeriod: Duration.minutes(4),
        maxInstanceAge: Duration.days(14),
      },
      network: {
        vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        outboundHttps: [ec2.Peer.ipv4('10.0.0.0/8')],
        outboundHttp: [ec2.Peer.ipv4('10.1.0.0/16')],
      },
      notifications: topic(stack),
      detailedMonitoring: true,
      metadataHopLimit: 2,
    }),
    'Spot instances that scale by steps': (stack) => ({
      vpc: vpc(stack),
      instanceTypes: [ec2.InstanceClass.M6I, ec2.InstanceClass.M5].map((instanceClass) => ec2.InstanceType.of(instanceClass, ec2.InstanceSize.LARGE)),
      scaling: { cpuSteps: { scaleOutAtPercent: 70, scaleInAtPercent: 30 } },
      spot: { onDemandBase: 1, onDemandPercentAboveBase: 25 },
      livenessCheck: { command: 'systemctl is-active httpd' },
    }),
  },
  methods: {
    logGroup: { variants: { standard: () => ['audit'] } },
    addEnvironment: { variants: { variable: () => ['COLOUR', 'blue'] } },
    addSecret: { variants: { field: (stack) => ['PASSWORD', secret(stack), { field: 'password' }] } },
    addSecretField: { variants: { field: (stack) => ['PASSWORD', secret(stack), 'password'] } },
    allowParameters: { variants: { path: () => ['/ledger/web'] } },
    scaleOnBusinessHours: {
      variants: { everything: () => ['Office', { minCapacity: 3, startTime: '08:00', endTime: '18:00', timeZone: 'Europe/London', weekDays: '1-5' }] },
    },
    scaleOnSchedule: { variants: { schedule: () => ['Morning', { schedule: autoscaling.Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 3 }] } },
    scaleOnRequests: {
      on: (stack) => {
        const service = stack.node.tryFindChild('Made') as AutoScalingService | undefined ?? new AutoScalingService(stack, 'Made', { vpc: vpc(stack) });
        targetGroup(stack, elbv2.TargetType.INSTANCE).addTarget(service);
        return service;
      },
      variants: { requests: () => [1000] },
    },
    scaleOnMetric: { variants: { metric: () => ['Orders', metric(), 100] } },
    attachToApplicationTargetGroup: { variants: { 'target group': (stack) => [targetGroup(stack, elbv2.TargetType.INSTANCE)] } },
  },
});
