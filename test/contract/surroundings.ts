import * as os from 'os';
import * as path from 'path';
import { Stack, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EvidenceFile, EvidenceOptions, IDatabaseClient, IHttpTarget, IManagedInstances, WebAcl } from '../../src';

// What constructs need around them. It is imported, so that nothing of it is in the template. Each is made once for a stack and id.

function once<T extends Construct>(stack: Stack, id: string, make: () => any): T {
  return (made(stack)[id] ??= make()) as T;
}

const MADE = new WeakMap<Stack, Record<string, unknown>>();

function made(stack: Stack): Record<string, unknown> {
  if (!MADE.has(stack)) MADE.set(stack, {});
  return MADE.get(stack)!;
}

/** An ARN in the partition, Region and account of a stack. */
function arn(stack: Stack, service: string, resource: string, region = stack.region): string {
  return `arn:${partition(stack)}:${service}:${region}:123456789012:${resource}`;
}

function partition(stack: Stack): string {
  if (Token.isUnresolved(stack.region)) return stack.partition;
  return stack.region.startsWith('cn-') ? 'aws-cn' : stack.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** A network of two zones with public, private and isolated subnets. */
export function vpc(stack: Stack, id = 'Vpc', vpcId = 'vpc-0123456789abcdef0'): ec2.IVpc {
  return once<any>(stack, id, () => ec2.Vpc.fromVpcAttributes(stack, id, {
    vpcId,
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['a', 'b'].map((zone) => `${Token.isUnresolved(stack.region) ? 'eu-west-2' : stack.region}${zone}`),
    publicSubnetIds: ['subnet-0000000000000000a', 'subnet-0000000000000000b'],
    publicSubnetRouteTableIds: ['rtb-0000000000000000a', 'rtb-0000000000000000b'],
    privateSubnetIds: ['subnet-1111111111111111a', 'subnet-1111111111111111b'],
    privateSubnetRouteTableIds: ['rtb-1111111111111111a', 'rtb-1111111111111111b'],
    isolatedSubnetIds: ['subnet-2222222222222222a', 'subnet-2222222222222222b'],
    isolatedSubnetRouteTableIds: ['rtb-2222222222222222a', 'rtb-2222222222222222b'],
  }));
}

export function key(stack: Stack, id = 'Key', region = stack.region): kms.IKey {
  return once<any>(stack, `${id}-${region}`, () => kms.Key.fromKeyArn(stack, id, arn(stack, 'kms', 'key/01234567-89ab-cdef-0123-456789abcdef', region)));
}

export function bucket(stack: Stack, id = 'Bucket'): s3.IBucket {
  return once<any>(stack, id, () => s3.Bucket.fromBucketName(stack, id, `elsewhere-${id.toLowerCase()}`));
}

/** A bucket in another stack of another Region, under a key. */
export function replicaBucket(stack: Stack): s3.IBucket {
  return once<any>(stack, 'Replica', () => s3.Bucket.fromBucketAttributes(stack, 'Replica', {
    bucketName: 'elsewhere-replica', region: 'eu-west-1', encryptionKey: key(stack, 'ReplicaKey', 'eu-west-1'),
  }));
}

export function role(stack: Stack, id = 'Role'): iam.Role {
  return once<any>(stack, id, () => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
}

export function secret(stack: Stack, id = 'Secret'): secretsmanager.ISecret {
  return once<any>(stack, id, () => secretsmanager.Secret.fromSecretCompleteArn(stack, id, arn(stack, 'secretsmanager', `secret:elsewhere-${id}-abcdef`)));
}

export function topic(stack: Stack, id = 'Topic'): sns.ITopic {
  return once<any>(stack, id, () => sns.Topic.fromTopicArn(stack, id, arn(stack, 'sns', `elsewhere-${id}`)));
}

export function logGroup(stack: Stack): logs.ILogGroup {
  return once<any>(stack, 'LogGroup', () => logs.LogGroup.fromLogGroupName(stack, 'LogGroup', '/elsewhere/log-group'));
}

export function stream(stack: Stack): kinesis.IStream {
  return once<any>(stack, 'Stream', () => kinesis.Stream.fromStreamAttributes(stack, 'Stream', {
    streamArn: arn(stack, 'kinesis', 'stream/elsewhere'), encryptionKey: key(stack),
  }));
}

export function certificate(stack: Stack, region = stack.region, id = 'Certificate'): acm.ICertificate {
  return once<any>(stack, `${id}-${region}`, () => acm.Certificate.fromCertificateArn(stack, id, arn(stack, 'acm', 'certificate/01234567-89ab-cdef-0123-456789abcdef', region)));
}

export function hostedZone(stack: Stack): route53.IHostedZone {
  return once<any>(stack, 'Zone', () => route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }));
}

export function securityGroup(stack: Stack): ec2.ISecurityGroup {
  return once<any>(stack, 'SecurityGroup', () => ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-0123456789abcdef0'));
}

export function alarm(stack: Stack): cloudwatch.IAlarm {
  return once<any>(stack, 'Alarm', () => cloudwatch.Alarm.fromAlarmArn(stack, 'Alarm', arn(stack, 'cloudwatch', 'alarm:elsewhere')));
}

export function metric(): cloudwatch.IMetric {
  return new cloudwatch.Metric({ namespace: 'Elsewhere', metricName: 'Orders' });
}

export function webAcl(stack: Stack): any {
  return once<any>(stack, 'WebAcl', () => WebAcl.fromWebAclArn(stack, 'ImportedWebAcl', arn(stack, 'wafv2', 'regional/webacl/elsewhere/01234567-89ab-cdef-0123-456789abcdef')));
}

export function image(): ecs.ContainerImage {
  return ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:stable');
}

export function cluster(stack: Stack): ecs.ICluster {
  return once<any>(stack, 'Cluster', () => ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'elsewhere', vpc: vpc(stack), securityGroups: [] }));
}

/** A listener of a load balancer elsewhere. */
export function listener(stack: Stack, id = 'Listener', number = '0123456789abcdef'): elbv2.IApplicationListener {
  return once<any>(stack, id, () => elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, id, {
    listenerArn: arn(stack, 'elasticloadbalancing', `listener/app/elsewhere/0123456789abcdef/${number}`), securityGroup: securityGroup(stack),
  }));
}

/** A target group of its own. */
export function targetGroup(stack: Stack, targetType = elbv2.TargetType.IP): elbv2.ApplicationTargetGroup {
  return once<any>(stack, 'TargetGroup', () => {
    const group = new elbv2.ApplicationTargetGroup(stack, 'TargetGroup', { vpc: vpc(stack), port: 8080, targetType });
    const balancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Balancer', {
      loadBalancerArn: arn(stack, 'elasticloadbalancing', 'loadbalancer/app/elsewhere/0123456789abcdef'),
      securityGroupId: 'sg-0123456789abcdef0',
      vpc: vpc(stack),
    });
    new elbv2.ApplicationListener(stack, 'OwnListener', { loadBalancer: balancer, port: 443, certificates: [certificate(stack)], open: false, defaultTargetGroups: [group] });
    return group;
  });
}

/** Something that answers HTTP on 8080. */
export class HttpTarget extends Construct implements IHttpTarget {
  public readonly port = 8080;
  public readonly healthCheckPath = '/health';
  public readonly connections: ec2.Connections;

  public constructor(stack: Stack, id: string) {
    super(stack, id);
    this.connections = new ec2.Connections({ securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', { vpc: vpc(stack), allowAllOutbound: false })] });
  }

  public attachToApplicationTargetGroup(group: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    group.registerConnectable(this, ec2.Port.tcp(this.port));
    return { targetType: elbv2.TargetType.IP };
  }
}

export function httpTarget(stack: Stack): HttpTarget {
  return once<any>(stack, 'Target', () => new HttpTarget(stack, 'Target'));
}

/** Something that connects to a database. */
class DatabaseClient extends Construct implements IDatabaseClient {
  public readonly connections: ec2.Connections;
  public readonly grantPrincipal: iam.IPrincipal;

  public constructor(stack: Stack, id: string) {
    super(stack, id);
    this.connections = new ec2.Connections({ securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', { vpc: vpc(stack), allowAllOutbound: false })] });
    this.grantPrincipal = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  }

  public addEnvironment(): void {}

  public addSecretField(): void {}
}

export function databaseClient(stack: Stack): IDatabaseClient {
  return once<any>(stack, 'Client', () => new DatabaseClient(stack, 'Client'));
}

/** Instances that Systems Manager manages. */
class ManagedInstances extends Construct implements IManagedInstances {
  public readonly grantPrincipal: iam.IPrincipal;

  public constructor(stack: Stack, id: string) {
    super(stack, id);
    this.grantPrincipal = role(stack);
  }
}

export function managedInstances(stack: Stack): IManagedInstances {
  return once<any>(stack, 'Instances', () => new ManagedInstances(stack, 'Instances'));
}

/** Every option of the evidence. */
export const EVIDENCE: EvidenceOptions = {
  files: [EvidenceFile.MATRIX],
  folder: path.join(os.tmpdir(), 'contract-evidence'),
  systemName: 'Payments',
  owner: 'Payments team',
  certificationPackageOverviewUri: 'https://example.com/overview.json',
  compareWith: path.join(__dirname, '../compliance/evidence.fixture'),
  prices: { publishedOn: '2026-09', priceOf: () => ({ usd: 0.1, source: 'agreement' }) },
  usage: {
    acuAboveMinimum: 1,
    loadBalancerCapacityUnits: 2,
    logGib: 5,
    databaseGib: 20,
    backupGib: 20,
    metricsPerInstance: 3,
    millionRequests: 2,
    millionDataEvents: 2,
    configurationItems: 2000,
    configEvaluations: 20_000,
  },
};
