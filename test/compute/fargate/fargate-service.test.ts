import { App, Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { FargateService, FargateServiceProps, Lifecycle, Workload } from '../../../src';
import { scannerText } from '../../../src/core/parts/scanner-text';
import { recommendedAlarms, RecommendedAlarm } from '../../../src/core/workload/registry';
import { refusal } from '../../refusal';
import { acknowledgedBelow, allFindingsOf, EVERY_FRAMEWORK, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';

const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
const DIGEST = `sha256:${'a'.repeat(64)}`;

function vpcIn(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    privateSubnetIds: ['subnet-private-1', 'subnet-private-2'],
    privateSubnetRouteTableIds: ['rtb-private-1', 'rtb-private-2'],
    publicSubnetIds: ['subnet-public-1', 'subnet-public-2'],
    publicSubnetRouteTableIds: ['rtb-public-1', 'rtb-public-2'],
  });
}

function serviceIn(stack: Stack, props: Partial<FargateServiceProps> = {}): FargateService {
  return new FargateService(stack, 'Service', { ...(props.cluster ? {} : { vpc: vpcIn(stack) }), image: IMAGE, ...props });
}

function templateWith(props: Partial<FargateServiceProps>, use: (service: FargateService) => void = () => {}) {
  const stack = testStack();
  use(serviceIn(stack, props));
  return templateOf(stack);
}

/** Puts a service behind a load balancer of aws-cdk-lib. */
function behindLoadBalancer(service: FargateService): elbv2.ApplicationTargetGroup {
  const stack = Stack.of(service);
  const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: service.cluster.vpc });
  const listener = alb.addListener('Listener', { port: 80, open: false });
  return listener.addTargets('Target', { port: service.port, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service] });
}

function containersOf(template: ReturnType<typeof templateOf>): any[] {
  return (Object.values(template.findResources('AWS::ECS::TaskDefinition'))[0] as any).Properties.ContainerDefinitions;
}

function policyOf(template: ReturnType<typeof templateOf>, id: RegExp): any[] {
  const policies = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([name]) => id.test(name));
  return policies.flatMap(([, policy]) => (policy as any).Properties.PolicyDocument.Statement);
}

describe('a service at its defaults', () => {
  test.each(Object.values(Lifecycle))('has no findings in lifecycle %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => serviceIn(stack))).toEqual([]);
  });

  test('runs in a cluster of its own with enhanced Container Insights', () => {
    templateWith({}).hasResourceProperties('AWS::ECS::Cluster', {
      ClusterName: Match.absent(),
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
      Configuration: Match.absent(),
      CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    });
  });

  test('runs a container without root, privilege, capabilities and a writable root file system', () => {
    const [container, ...others] = containersOf(templateWith({}));
    expect(others).toEqual([]);
    expect(container).toMatchObject({
      Name: 'app',
      User: '1000:1000',
      Privileged: false,
      ReadonlyRootFilesystem: true,
      StopTimeout: 30,
      Memory: 1024,
      PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp', Name: 'http', AppProtocol: 'http' }],
      LinuxParameters: {
        InitProcessEnabled: true,
        Capabilities: { Drop: ['ALL'] },
        Tmpfs: [{ ContainerPath: '/tmp', Size: 64, MountOptions: ['rw', 'noexec', 'nosuid', 'nodev', 'mode=1777'] }],
      },
    });
    expect(container.Environment).toBeUndefined();
    expect(container.MountPoints).toBeUndefined();
  });

  test('has tasks of half a vCPU and 1 GiB on Linux and x86', () => {
    templateWith({}).hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '512',
      Memory: '1024',
      EphemeralStorage: Match.absent(),
      RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'LINUX' },
      Volumes: Match.absent(),
    });
  });

  test('keeps its tasks in private subnets without public addresses, over all zones, and rolls failed deployments back', () => {
    templateWith({}).hasResourceProperties('AWS::ECS::Service', {
      DesiredCount: Match.absent(),
      LaunchType: Match.absent(),
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
      PlatformVersion: 'LATEST',
      AvailabilityZoneRebalancing: 'ENABLED',
      PropagateTags: 'SERVICE',
      EnableECSManagedTags: true,
      EnableExecuteCommand: Match.absent(),
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100, MaximumPercent: 200,
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: ['subnet-private-1', 'subnet-private-2'] } },
    });
  });

  test('lets nothing in and only HTTPS out', () => {
    const template = templateWith({});
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: Match.anyValue() }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('logs to an encrypted group that is kept, without ever blocking', () => {
    const template = templateWith({});
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365, KmsKeyId: Match.anyValue() }, DeletionPolicy: 'RetainExceptOnCreate' });
    expect(containersOf(template)[0].LogConfiguration).toMatchObject({
      LogDriver: 'awslogs', Options: { 'mode': 'non-blocking', 'max-buffer-size': `${25 * 1024 * 1024}b`, 'awslogs-stream-prefix': 'ecs' },
    });
  });

  test('leaves nothing behind in a workload that is thrown away', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    serviceIn(stack);
    expect(JSON.stringify(templateOf(stack).toJSON())).not.toContain('Retain"');
  });

  test('has roles for the tasks of this account alone, and permission to write to its log group alone', () => {
    const template = templateWith({});
    template.resourceCountIs('AWS::IAM::Role', 2);
    template.allResourcesProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      Policies: Match.absent(),
      AssumeRolePolicyDocument: {
        Statement: [{
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecs:eu-west-2:123456789012:*']] } },
          },
        }],
      },
    });
    const statements = policyOf(template, /./);
    expect(statements).toEqual([{
      Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [expect.stringMatching('LogGroup'), 'Arn'] },
    }]);
  });

  test('starts no task before its execution role may pull, log and read', () => {
    const [{ DependsOn }] = Object.values(templateWith({}).findResources('AWS::ECS::Service')) as any[];
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching('ExecutionRolePolicy')]));
  });

  test('scales between 2 and 10 tasks on 70 % CPU and 80 % memory', () => {
    const template = templateWith({});
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 10 });
    for (const [type, value] of [['ECSServiceAverageCPUUtilization', 70], ['ECSServiceAverageMemoryUtilization', 80]]) {
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        TargetTrackingScalingPolicyConfiguration: { PredefinedMetricSpecification: { PredefinedMetricType: type }, TargetValue: value },
      });
    }
  });

  test('recommends alarms on CPU, memory and missing tasks', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(service).each((alarm) => alarms.push(alarm));
    expect(alarms.map(({ id, threshold }) => [id, threshold])).toEqual([['CpuHigh', 90], ['MemoryHigh', 90], ['TasksMissing', 1]]);
    expect(alarms.every(({ construct }) => construct === service)).toBe(true);
    expect((alarms[2].metric as cloudwatch.MathExpression).expression).toBe('desired - running');
  });

  test('synthesizes in a stack without a Region and without a workload', () => {
    const stack = new Stack(new App(), 'Stack');
    serviceIn(stack);
    const template = templateOf(stack);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'RetainExceptOnCreate' });
    expect(Workload.of(stack).name).toBeUndefined();
  });
});

describe('a task', () => {
  test.each([
    [256, 512], [256, 1024], [256, 2048], [512, 1024], [512, 4096], [1024, 2048], [1024, 8192], [2048, 4096], [2048, 16384], [4096, 8192],
    [4096, 30720], [8192, 16384], [8192, 61440], [16384, 32768], [16384, 122880],
  ])('may have %d CPU units with %d MiB', (cpu, memoryLimitMiB) => {
    templateWith({ task: { cpu, memoryLimitMiB } }).hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: `${cpu}`, Memory: `${memoryLimitMiB}` });
  });

  test.each([
    [{ cpu: 300 }, 'task.cpu must be one of 256, 512, 1024, 2048, 4096, 8192, 16384, got 300'],
    [{ cpu: 256, memoryLimitMiB: 4096 }, 'task.memoryLimitMiB must be 512 or 1024 to 2048 in steps of 1024 with cpu 256, got 4096'],
    [{ cpu: 512, memoryLimitMiB: 512 }, 'task.memoryLimitMiB must be 1024 to 4096 in steps of 1024 with cpu 512, got 512'],
    [{ cpu: 1024, memoryLimitMiB: 2500 }, 'task.memoryLimitMiB must be 2048 to 8192 in steps of 1024 with cpu 1024, got 2500'],
    [{ cpu: 1024 }, 'task.memoryLimitMiB must be 2048 to 8192 in steps of 1024 with cpu 1024, got 1024'],
    [{ cpu: 8192, memoryLimitMiB: 17408 }, 'task.memoryLimitMiB must be 16384 to 61440 in steps of 4096 with cpu 8192, got 17408'],
    [{ cpu: 16384, memoryLimitMiB: 131072 }, 'task.memoryLimitMiB must be 32768 to 122880 in steps of 8192 with cpu 16384, got 131072'],
    [{ ephemeralStorageGiB: 20 }, 'task.ephemeralStorageGiB must be an integer from 21 to 200, got 20'],
    [{ ephemeralStorageGiB: 201 }, 'task.ephemeralStorageGiB must be an integer from 21 to 200, got 201'],
    [{ ephemeralStorageGiB: 30.5 }, 'task.ephemeralStorageGiB must be an integer from 21 to 200, got 30.5'],
  ])('of %j is refused', (task, message) => {
    expect(() => serviceIn(testStack(), { task })).toThrow(new Error(message));
  });

  test('may take its size from a parameter', () => {
    const cpu = Lazy.number({ produce: () => 1024 });
    const memoryLimitMiB = Lazy.number({ produce: () => 2048 });
    const ephemeralStorageGiB = Lazy.number({ produce: () => 30 });
    templateWith({ task: { cpu, memoryLimitMiB, ephemeralStorageGiB } }).hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '1024', Memory: '2048', EphemeralStorage: { SizeInGiB: 30 },
    });
  });

  test('may take its memory alone from a parameter', () => {
    const memoryLimitMiB = Lazy.number({ produce: () => 2048 });
    templateWith({ task: { memoryLimitMiB } }).hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: '512', Memory: '2048' });
  });

  test('runs on Graviton with more disk, encrypted with a key of its own', () => {
    const stack = testStack();
    const ephemeralStorageKey = new kms.Key(stack, 'Key');
    serviceIn(stack, { task: { cpuArchitecture: ecs.CpuArchitecture.ARM64, ephemeralStorageGiB: 50, ephemeralStorageKey } });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      RuntimePlatform: { CpuArchitecture: 'ARM64' }, EphemeralStorage: { SizeInGiB: 50 },
    });
    template.hasResourceProperties('AWS::ECS::Cluster', {
      Configuration: { ManagedStorageConfiguration: { FargateEphemeralStorageKmsKeyId: Match.anyValue() } },
    });
  });
});

describe('the container', () => {
  test('runs with the configured options', () => {
    const [container] = containersOf(templateWith({
      port: 9000,
      container: {
        user: 'app:app',
        readonlyRootFilesystem: false,
        scratchPaths: ['/tmp', '/var/cache/app'],
        scratchSize: Size.mebibytes(128),
        droppedCapabilities: [ecs.Capability.NET_RAW],
        command: ['serve'],
        entryPoint: ['/entry'],
        stopTimeout: Duration.seconds(120),
        healthCheck: { command: ['CMD', '/health'] },
      },
    }));
    expect(container).toMatchObject({
      User: 'app:app',
      ReadonlyRootFilesystem: false,
      Command: ['serve'],
      EntryPoint: ['/entry'],
      StopTimeout: 120,
      HealthCheck: { Command: ['CMD', '/health'] },
      PortMappings: [{ ContainerPort: 9000 }],
      LinuxParameters: {
        Capabilities: { Drop: ['NET_RAW'] }, Tmpfs: [{ ContainerPath: '/tmp', Size: 128 }, { ContainerPath: '/var/cache/app', Size: 128 }],
      },
    });
  });

  test('may have nothing to write to', () => {
    expect(containersOf(templateWith({ container: { scratchPaths: [] } }))[0].LinuxParameters.Tmpfs).toBeUndefined();
  });

  test('reports scratch paths with executable files', () => {
    const stack = testStack();
    serviceIn(stack, { container: { scratchExecutable: true } });
    expect(containersOf(templateOf(stack))[0].LinuxParameters.Tmpfs[0].MountOptions).toEqual(['rw', 'exec', 'nosuid', 'nodev', 'mode=1777']);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['ECS.TaskTmpfsNoExec']);
  });

  test.each([
    [{ user: 'a b' }, "container.user must be user, user:group, uid or uid:gid, got 'a b'"],
    [{ user: '' }, "container.user must be user, user:group, uid or uid:gid, got ''"],
    [{ scratchPaths: ['tmp'] }, "container.scratchPaths must be absolute paths below / that do not end in /, got 'tmp'"],
    [{ scratchPaths: ['/'] }, "container.scratchPaths must be absolute paths below / that do not end in /, got '/'"],
    [{ scratchPaths: ['/tmp/'] }, "container.scratchPaths must be absolute paths below / that do not end in /, got '/tmp/'"],
    [{ scratchPaths: ['/tmp/../etc'] }, "container.scratchPaths must be absolute paths below / that do not end in /, got '/tmp/../etc'"],
    [{ scratchPaths: ['/tmp', '/tmp'] }, "container.scratchPaths must be a list without duplicates, got ['/tmp', '/tmp']"],
    [{ stopTimeout: Duration.seconds(121) }, 'container.stopTimeout must be a whole number of seconds from 2 to 120, got 2 minutes 1 second'],
  ])('with %j is refused', (container, message) => {
    expect(() => serviceIn(testStack(), { container })).toThrow(new Error(message));
  });

  test('may not fill its memory with scratch paths', () => {
    expect(() => serviceIn(testStack(), { container: { scratchPaths: ['/a', '/b'], scratchSize: Size.mebibytes(512) } }))
      .toThrow('task.memoryLimitMiB must leave at least 1030 MiB for the container and its scratchSize, got 1024 MiB');
  });

  test('may take a user and scratch paths from a parameter', () => {
    const token = Lazy.string({ produce: () => '/data' });
    const [{ User, LinuxParameters }] = containersOf(templateWith({ container: { user: token, scratchPaths: [token] } }));
    expect([User, LinuxParameters.Tmpfs[0].ContainerPath]).toEqual(['/data', '/data']);
  });

  test.each([
    [{ user: 'root' }, 'ECS.TaskNotRoot'],
    [{ user: '0:0' }, 'ECS.TaskNotRoot'],
    [{ readonlyRootFilesystem: false }, 'ECS.TaskReadOnlyRoot'],
  ])('with %j is reported, not refused', (container, rule) => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack, { container });
    expect(allFindingsOf(stack.node.root as App).map((finding) => finding.rule)).toEqual([rule]);
  });
});

describe('environment variables and secrets of the container', () => {
  test('goes by variables, accepted as no secrets, and by secrets by reference', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:db-AbCdEf');
    const service = serviceIn(stack, { environment: { LEVEL: 'info' }, secrets: { TOKEN: ecs.Secret.fromSecretsManager(secret) } });
    service.addEnvironment('HOST', 'db');
    service.addEnvironment('HOST', 'db');
    service.addSecret('PASSWORD', secret, { field: 'password' });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const [container] = containersOf(templateOf(stack));
    expect(container.Environment).toEqual([{ Name: 'LEVEL', Value: 'info' }, { Name: 'HOST', Value: 'db' }]);
    expect(container.Secrets).toEqual([
      { Name: 'TOKEN', ValueFrom: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:db-AbCdEf' },
      { Name: 'PASSWORD', ValueFrom: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:db-AbCdEf:password::' },
    ]);
  });

  test('is readable by the execution role, decryption by way of Secrets Manager included, without touching the key', () => {
    const stack = testStack();
    const key = new kms.Key(stack, 'Key');
    const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: key });
    const before = JSON.stringify(stack.resolve((key.node.defaultChild as kms.CfnKey).keyPolicy));
    serviceIn(stack).addSecret('PASSWORD', secret, { field: 'password' });
    expect(JSON.stringify(stack.resolve((key.node.defaultChild as kms.CfnKey).keyPolicy))).toBe(before);
    const statements = policyOf(templateOf(stack), /ExecutionRolePolicy/);
    expect(statements).toEqual(expect.arrayContaining([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: expect.stringMatching('^Secret') } },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [expect.stringMatching('^Key'), 'Arn'] },
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
      },
    ]));
  });

  test('may be a secret that is known by its name', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    service.addSecret('TOKEN', secretsmanager.Secret.fromSecretNameV2(stack, 'Named', 'token'));
    const [statement] = policyOf(templateOf(stack), /ExecutionRolePolicy/).filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    expect(JSON.stringify(statement.Resource)).toContain(':secretsmanager:eu-west-2:123456789012:secret:token-??????');
  });

  test('is refused where a name is taken', () => {
    const stack = testStack();
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'token');
    const service = serviceIn(stack, { environment: { HOST: 'a' }, secrets: { TOKEN: ecs.Secret.fromSecretsManager(secret) } });
    expect(() => service.addEnvironment('HOST', 'b')).toThrow("environment variable 'HOST' already exists in this container");
    expect(() => service.addEnvironment('TOKEN', 'b')).toThrow("secret 'TOKEN' already exists in this container");
    expect(() => service.addSecret('HOST', secret)).toThrow("environment variable 'HOST' already exists in this container");
    expect(() => service.addSecret('TOKEN', secret)).toThrow("secret 'TOKEN' already exists in this container");
  });
});

describe('an image', () => {
  test('in a repository may be pulled, by digest, from there alone', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'loan');
    serviceIn(stack, { image: ecs.ContainerImage.fromEcrRepository(repository, DIGEST) });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const template = templateOf(stack);
    expect(JSON.stringify(containersOf(template)[0].Image)).toContain(`/loan@${DIGEST}`);
    expect(policyOf(template, /ExecutionRolePolicyWithoutResource/)).toEqual([
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
    expect(policyOf(template, /ExecutionRolePolicy(?!Without)/)).toEqual(expect.arrayContaining([{
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecr:eu-west-2:123456789012:repository/loan']] },
    }]));
  });
});

describe('names', () => {
  test('are given to the cluster, the service, its task definition and its log group', () => {
    const template = templateWith({ clusterName: 'loan-ecs-cluster-dev', serviceName: 'loan-service-dev', logGroupName: '/aws/ecs/loan-app-dev' });
    template.hasResourceProperties('AWS::ECS::Cluster', { ClusterName: 'loan-ecs-cluster-dev' });
    template.hasResourceProperties('AWS::ECS::Service', { ServiceName: 'loan-service-dev' });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { Family: 'loan-service-dev' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/ecs/loan-app-dev' });
  });

  test.each([
    [{ clusterName: 'a'.repeat(256) }, 'clusterName must be at most 255 characters for a cluster or service, got 256'],
    [{ clusterName: 'a b' }, "clusterName must be a cluster or service name of A-Z a-z 0-9 - _, got 'a b'"],
    [{ serviceName: 'a'.repeat(256) }, 'serviceName must be at most 255 characters for a cluster or service, got 256'],
    [{ serviceName: 'a.b' }, "serviceName must be a cluster or service name of A-Z a-z 0-9 - _, got 'a.b'"],
    [{ logGroupName: 'a b' }, "logGroupName must be a log group name of A-Z a-z 0-9 . / # - _, got 'a b'"],
  ])('such as %j are refused', (props, message) => {
    expect(() => serviceIn(testStack(), props)).toThrow(new Error(message));
  });
});

describe('a port or path', () => {
  test.each([
    [{ port: 0 }, 'port must be an integer from 1 to 65535, got 0'],
    [{ port: 65536 }, 'port must be an integer from 1 to 65535, got 65536'],
    [{ port: 80.5 }, 'port must be an integer from 1 to 65535, got 80.5'],
    [{ healthCheckPath: 'health' }, "healthCheckPath must be a path of at most 1,024 characters that begins with /, got 'health'"],
  ])('of %j is refused', (props, message) => {
    expect(() => serviceIn(testStack(), props)).toThrow(new Error(message));
  });

  test('is known to what routes to it', () => {
    const service = serviceIn(testStack(), { port: 3000, healthCheckPath: '/health' });
    expect([service.port, service.healthCheckPath]).toEqual([3000, '/health']);
  });

  test('may come from a parameter', () => {
    const token = Lazy.string({ produce: () => '/health' });
    expect(serviceIn(testStack(), { healthCheckPath: token, port: Lazy.number({ produce: () => 1 }) }).healthCheckPath).toBe(token);
  });
});

describe('a cluster', () => {
  const clusterIn = (stack: Stack, props: ecs.ClusterProps = {}) => new ecs.Cluster(stack, 'Shared', { vpc: vpcIn(stack), ...props });

  test('that is given is used, and none is made', () => {
    const stack = testStack();
    const cluster = clusterIn(stack);
    expect(serviceIn(stack, { cluster }).cluster).toBe(cluster);
    templateOf(stack).resourceCountIs('AWS::ECS::Cluster', 1);
  });

  test('of the same app gets the capacity providers of Fargate before the service starts', () => {
    const stack = testStack();
    serviceIn(stack, { cluster: clusterIn(stack) });
    const template = templateOf(stack);
    const [[association, { Properties }]] = Object.entries(template.findResources('AWS::ECS::ClusterCapacityProviderAssociations'));
    expect(Properties.CapacityProviders).toEqual(['FARGATE', 'FARGATE_SPOT']);
    expect(Object.values(template.findResources('AWS::ECS::Service'))[0].DependsOn).toContain(association);
  });

  test('of another service has the capacity providers', () => {
    const stack = testStack();
    new FargateService(stack, 'Second', { cluster: serviceIn(stack).cluster, image: IMAGE });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::ECS::ClusterCapacityProviderAssociations', 0);
    template.hasResourceProperties('AWS::ECS::Cluster', { CapacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
  });

  test('that is imported is used', () => {
    const stack = testStack();
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Shared', { clusterName: 'shared', vpc: vpcIn(stack) });
    serviceIn(stack, { cluster });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::ECS::Cluster', 0);
    template.hasResourceProperties('AWS::ECS::Service', { Cluster: 'shared' });
  });

  test('is needed, or a vpc, but not both', () => {
    const stack = testStack();
    expect(() => new FargateService(stack, 'Neither', { image: IMAGE })).toThrow('specify either vpc or cluster, got neither');
    const cluster = clusterIn(stack);
    expect(() => new FargateService(stack, 'Both', { image: IMAGE, cluster, vpc: cluster.vpc }))
      .toThrow(new Error('specify either vpc or cluster, not both'));
    expect(() => new FargateService(stack, 'Named', { image: IMAGE, cluster, clusterName: 'mine' }))
      .toThrow(new Error('specify either cluster or clusterName, not both'));
    expect(() => new FargateService(stack, 'Key', { image: IMAGE, cluster, task: { ephemeralStorageKey: new kms.Key(stack, 'Disk') } }))
      .toThrow(new Error('specify either cluster or task.ephemeralStorageKey, not both'));
  });
});

describe('the network', () => {
  test('needs subnets that are not public', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Public', { vpcId: 'vpc-2', availabilityZones: ['eu-west-2a'], publicSubnetIds: ['subnet-1'] });
    expect(() => new FargateService(stack, 'Service', { vpc, image: IMAGE }))
      .toThrow('vpc must have private or isolated subnets in at least 1 Availability Zone, got 0');
  });

  test('may be isolated, with HTTPS to endpoints alone', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Isolated', {
      vpcId: 'vpc-2', availabilityZones: ['eu-west-2a'], isolatedSubnetIds: ['subnet-9'], vpcCidrBlock: '10.0.0.0/16',
    });
    new FargateService(stack, 'Service', {
      vpc,
      image: IMAGE,
      network: { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, outboundHttps: [ec2.Peer.ipv4('10.0.0.0/16')] },
    });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [Match.objectLike({ CidrIp: '10.0.0.0/16', FromPort: 443 })] });
    template.hasResourceProperties('AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-9'] } } });
  });

  test('allows ingress on the port of the service by default, and egress to the configured peers', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    const other = new ec2.SecurityGroup(stack, 'Other', { vpc: service.cluster.vpc, allowAllOutbound: false });
    service.connections.allowDefaultPortFrom(other);
    service.connections.allowTo(other, ec2.Port.tcp(3306));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, ToPort: 8080 });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 3306, ToPort: 3306, GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Service'), 'GroupId'] } });
  });
});

describe('scaling', () => {
  test('has the configured limits and targets', () => {
    const template = templateWith({
      scaling: {
        minCapacity: 3,
        maxCapacity: 30,
        targetCpuUtilizationPercent: 50,
        targetMemoryUtilizationPercent: 60,
        scaleInCooldown: Duration.minutes(10),
        scaleOutCooldown: Duration.minutes(1),
      },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 3, MaxCapacity: 30 });
    for (const TargetValue of [50, 60]) {
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        TargetTrackingScalingPolicyConfiguration: { TargetValue, ScaleInCooldown: 600, ScaleOutCooldown: 60 },
      });
    }
  });

  test('keeps the number of tasks that scaling has set in a deployment', () => {
    templateWith({ scaling: { minCapacity: 4 } }).hasResourceProperties('AWS::ECS::Service', { DesiredCount: Match.absent() });
  });

  test('may take its limits from parameters', () => {
    const [minCapacity, maxCapacity, target] = [1, 2, 50].map((value) => Lazy.number({ produce: () => value }));
    templateWith({ scaling: { minCapacity, maxCapacity, targetCpuUtilizationPercent: target } })
      .hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 1, MaxCapacity: 2 });
  });

  test.each([
    [{ minCapacity: 11 }, 'scaling.minCapacity must be at most 10 (maxCapacity), got 11'],
    [{ minCapacity: 3, maxCapacity: 2 }, 'scaling.minCapacity must be at most 2 (maxCapacity), got 3'],
    [{ minCapacity: -1 }, 'scaling.minCapacity must be an integer from 0 to 2147483647, got -1'],
    [{ maxCapacity: 2.5 }, 'scaling.maxCapacity must be an integer from 1 to 2147483647, got 2.5'],
    [{ targetCpuUtilizationPercent: 0 }, 'scaling.targetCpuUtilizationPercent must be a number greater than 0 and at most 100, got 0'],
    [{ targetMemoryUtilizationPercent: 101 }, 'scaling.targetMemoryUtilizationPercent must be a number greater than 0 and at most 100, got 101'],
  ])('of %j is refused', (scaling, message) => {
    expect(() => serviceIn(testStack(), { scaling })).toThrow(new Error(message));
  });

  test('follows requests, a schedule and a metric', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    const targetGroup = behindLoadBalancer(service);
    service.scaleOnRequests(targetGroup, 500);
    service.scaleOnSchedule('Morning', { schedule: appscaling.Schedule.cron({ hour: '7', minute: '0' }), minCapacity: 6 });
    service.scaleOnMetric('Backlog', new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'BacklogPerTask' }), 20);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 500, PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' } },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 20, CustomizedMetricSpecification: { MetricName: 'BacklogPerTask' } },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { ScheduledActions: [{ ScalableTargetAction: { MinCapacity: 6 } }] });
    expect(() => service.scaleOnRequests(targetGroup, 0)).toThrow('requestsPerTarget must be a number greater than 0, got 0');
    expect(() => service.scaleOnRequests(targetGroup, Lazy.number({ produce: () => 1 }))).toThrow(new Error("scaling policy 'Requests' already exists in this service"));
  });
});

describe('Spot', () => {
  test('runs what is above the least', () => {
    const template = templateWith({ spot: {}, scaling: { minCapacity: 3 } });
    template.hasResourceProperties('AWS::ECS::Cluster', { CapacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
    template.hasResourceProperties('AWS::ECS::Service', {
      LaunchType: Match.absent(),
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Base: 3, Weight: 0 }, { CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
    });
  });

  test('runs the configured share', () => {
    templateWith({ spot: { onDemandBase: 1, onDemandWeight: 1, spotWeight: 3 } }).hasResourceProperties('AWS::ECS::Service', {
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Base: 1, Weight: 1 }, { CapacityProvider: 'FARGATE_SPOT', Weight: 3 }],
    });
  });

  test.each([
    [{ onDemandBase: -1 }, 'spot.onDemandBase must be an integer from 0 to 100000, got -1'],
    [{ onDemandBase: 100_001 }, 'spot.onDemandBase must be an integer from 0 to 100000, got 100001'],
    [{ onDemandWeight: 1_001 }, 'spot.onDemandWeight must be an integer from 0 to 1000, got 1001'],
    [{ spotWeight: 0.5 }, 'spot.spotWeight must be an integer from 0 to 1000, got 0.5'],
    [{ spotWeight: 0 }, 'spot.onDemandWeight or spot.spotWeight must be greater than 0, got 0 for both'],
  ])('with %j is refused', (spot, message) => {
    expect(() => serviceIn(testStack(), { spot })).toThrow(new Error(message));
  });
});

describe('logging', () => {
  test('takes a retention, a key, a mode and a buffer', () => {
    const stack = testStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1');
    serviceIn(stack, { logging: { retention: logs.RetentionDays.TEN_YEARS, encryptionKey, maxBufferSize: Size.mebibytes(1) } });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 3653, KmsKeyId: encryptionKey.keyArn });
    template.resourceCountIs('AWS::KMS::Key', 0);
    expect(containersOf(template)[0].LogConfiguration.Options).toMatchObject({ 'max-buffer-size': '1048576b' });
  });

  test('may block', () => {
    const { Options } = containersOf(templateWith({ logging: { mode: ecs.AwsLogDriverMode.BLOCKING } }))[0].LogConfiguration;
    expect(Options).toMatchObject({ mode: 'blocking' });
    expect(Options['max-buffer-size']).toBeUndefined();
  });
});

describe('behind a load balancer', () => {
  test('it is attached on its port, given time to start, and opened to the load balancer alone', () => {
    const template = templateWith({}, behindLoadBalancer);
    template.hasResourceProperties('AWS::ECS::Service', {
      HealthCheckGracePeriodSeconds: 60,
      LoadBalancers: [{ ContainerName: 'app', ContainerPort: 8080, TargetGroupArn: Match.anyValue() }],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'ip', Port: 8080 });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Alb'), 'GroupId'] } });
  });

  test('a deployment that answers with errors is rolled back', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    behindLoadBalancer(serviceIn(stack));
    const findings = allFindingsOf(stack.node.root as App).filter(({ path }) => path.startsWith('Stack/Service/'));
    expect(findings).toEqual([]);
    const template = templateOf(stack);
    const [id] = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    template.hasResourceProperties('AWS::ECS::Service', { DeploymentConfiguration: { Alarms: { AlarmNames: [{ Ref: id }], Enable: true, Rollback: true } } });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Period: 60,
      TreatMissingData: 'notBreaching',
    });
    expect(JSON.stringify(template.findResources('AWS::CloudWatch::Alarm'))).not.toMatch(/"(Ref|Fn::GetAtt)":\[?"Service/);
  });

  test('a deployment is rolled back on the alarms of the props and on alarms added later', () => {
    const stack = testStack();
    const alarm = (name: string) => cloudwatch.Alarm.fromAlarmArn(stack, name, `arn:aws:cloudwatch:eu-west-2:123456789012:alarm:${name}`);
    const service = serviceIn(stack, { deployment: { alarms: [alarm('first'), alarm('second')], rollBackOnErrors: false } });
    behindLoadBalancer(service);
    const third = alarm('third');
    service.rollBackOn(third);
    expect(refusal(() => service.rollBackOn(third))).toBe("alarm 'Stack/third' already exists in this service");
    const template = templateOf(stack);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: {
        Alarms: { AlarmNames: ['first', 'second', 'third'], Enable: true, Rollback: true },
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
      },
    });
  });

  test('a second target group has an alarm of its own', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    behindLoadBalancer(service);
    const second = new elbv2.ApplicationLoadBalancer(stack, 'Second', { vpc: service.cluster.vpc });
    second.addListener('Listener', { port: 80, open: false }).addTargets('Target', { port: 80, targets: [service] });
    const ids = Object.keys(templateOf(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(ids).toEqual([expect.stringMatching(/^ServiceDeploymentErrors(?!2)/), expect.stringMatching(/^ServiceDeploymentErrors2/)]);
    const dimensions = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Object.fromEntries(
      Properties.Dimensions.map(({ Name, Value }: any) => [Name, scannerText(Value)])));
    expect(dimensions).toEqual([
      { LoadBalancer: expect.stringMatching(/Listener/), TargetGroup: expect.stringMatching(/TargetGroup.*\.TargetGroupFullName>/) },
      { LoadBalancer: expect.stringMatching(/SecondListener/), TargetGroup: expect.stringMatching(/SecondListenerTargetGroup.*\.TargetGroupFullName>/) },
    ]);
  });

  test('an imported target group has no alarm, for its load balancer is not known', () => {
    const stack = testStack();
    serviceIn(stack).attachToApplicationTargetGroup(elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Imported', {
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/loan/1',
    }));
    templateOf(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

describe('a deployment', () => {
  test('takes a grace period and percentages', () => {
    const deployment = { healthCheckGracePeriod: Duration.minutes(3), minHealthyPercent: 50, maxHealthyPercent: 150 };
    templateWith({ deployment }).hasResourceProperties('AWS::ECS::Service', {
      HealthCheckGracePeriodSeconds: 180, DeploymentConfiguration: { MinimumHealthyPercent: 50, MaximumPercent: 150 },
    });
  });

  test.each([
    [{ minHealthyPercent: -1 }, 'deployment.minHealthyPercent must be an integer from 0 to 100, got -1'],
    [{ minHealthyPercent: 101 }, 'deployment.minHealthyPercent must be an integer from 0 to 100, got 101'],
    [{ maxHealthyPercent: 100 }, 'deployment.maxHealthyPercent must be an integer from 101 to 200, got 100'],
    [{ maxHealthyPercent: 201 }, 'deployment.maxHealthyPercent must be an integer from 101 to 200, got 201'],
  ])('with %j is refused', (deployment, message) => {
    expect(() => serviceIn(testStack(), { deployment })).toThrow(new Error(message));
  });

  test.each([
    [{ maxHealthyPercent: 149 }, { minCapacity: 2 }, 'at least 150 with 2 tasks (minCapacity 2, maxCapacity 10) and minHealthyPercent 100', 149],
    [{ maxHealthyPercent: 199 }, { minCapacity: 1, maxCapacity: 1 }, 'at least 200 with 1 task (minCapacity 1, maxCapacity 1) and minHealthyPercent 100', 199],
    [{ maxHealthyPercent: 199 }, { minCapacity: 0 }, 'at least 200 with 1 task (minCapacity 0, maxCapacity 10) and minHealthyPercent 100', 199],
    [{ maxHealthyPercent: 101 }, { minCapacity: 99, maxCapacity: 200 }, 'at least 102 with 99 tasks (minCapacity 99, maxCapacity 200) and minHealthyPercent 100', 101],
    [{ minHealthyPercent: 51, maxHealthyPercent: 140 }, { minCapacity: 2 }, 'at least 150 with 2 tasks (minCapacity 2, maxCapacity 10) and minHealthyPercent 51', 140],
  ])('with %j that could not progress with %j tasks is refused', (deployment, scaling, need, got) => {
    expect(() => serviceIn(testStack(), { deployment, scaling }))
      .toThrow(new Error(`deployment.maxHealthyPercent must be ${need}: a deployment could neither start nor stop a task, got ${got}`));
  });

  test('that could not progress with the tasks of a schedule is refused', () => {
    const service = serviceIn(testStack(), { deployment: { maxHealthyPercent: 150 }, scaling: { minCapacity: 2 } });
    const night = (minCapacity: number) => service.scaleOnSchedule(`Night${minCapacity}`, { schedule: appscaling.Schedule.cron({ hour: '22', minute: '0' }), minCapacity });
    expect(() => night(1)).toThrow(new Error(
      'deployment.maxHealthyPercent must be at least 200 with 1 task (minCapacity 1, maxCapacity 10) and minHealthyPercent 100: a deployment could neither start nor stop a task, got 150'));
    expect(() => night(2)).not.toThrow();
  });

  test.each([
    [{ maxHealthyPercent: 150 }, { minCapacity: 2 }],
    [{ maxHealthyPercent: 101 }, { minCapacity: 100, maxCapacity: 200 }],
    [{ minHealthyPercent: 50, maxHealthyPercent: 101 }, { minCapacity: 2 }],
    [{ minHealthyPercent: 0, maxHealthyPercent: 101 }, { minCapacity: 1 }],
    [{ maxHealthyPercent: 101 }, { minCapacity: Lazy.number({ produce: () => 1 }), maxCapacity: 2 }],
  ])('with %j and %j tasks is accepted', (deployment, scaling) => {
    expect(() => serviceIn(testStack(), { deployment, scaling })).not.toThrow();
  });

  test('may take its percentages from parameters', () => {
    const [minHealthyPercent, maxHealthyPercent] = [10, 110].map((value) => Lazy.number({ produce: () => value }));
    templateWith({ deployment: { minHealthyPercent, maxHealthyPercent } })
      .hasResourceProperties('AWS::ECS::Service', { DeploymentConfiguration: { MinimumHealthyPercent: 10, MaximumPercent: 110 } });
  });
});

describe('a sidecar', () => {
  test('runs under the same rules, and takes its memory from the service', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'token');
    const service = serviceIn(stack);
    service.addSidecar('proxy', {
      image: IMAGE,
      memoryLimitMiB: 256,
      essential: false,
      environment: { MODE: 'on' },
      secrets: { TOKEN: ecs.Secret.fromSecretsManager(secret) },
      container: { user: '101:101' },
    });
    service.addSidecar('agent', { image: IMAGE, memoryLimitMiB: 128 });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const [app, proxy, agent] = containersOf(templateOf(stack));
    expect([app.Memory, proxy.Memory, agent.Memory]).toEqual([640, 256, 128]);
    expect([app.Essential, proxy.Essential, agent.Essential]).toEqual([true, false, true]);
    expect(proxy).toMatchObject({
      Name: 'proxy',
      User: '101:101',
      ReadonlyRootFilesystem: true,
      Privileged: false,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      Environment: [{ Name: 'MODE', Value: 'on' }],
      Secrets: [{ Name: 'TOKEN' }],
      LogConfiguration: app.LogConfiguration,
    });
    expect(agent.User).toBe('1000:1000');
  });

  test('acknowledges environment variables only if it has some', () => {
    const service = serviceIn(testStack());
    service.addSidecar('agent', { image: IMAGE, memoryLimitMiB: 128 });
    const acknowledged = () => acknowledgedBelow(service.taskDefinition).Resource ?? [];
    expect(acknowledged()).not.toContain('AwsSolutions-ECS2');
    service.addSidecar('proxy', { image: IMAGE, memoryLimitMiB: 128, environment: { MODE: 'on' } });
    expect(acknowledged()).toContain('AwsSolutions-ECS2');
  });

  test('is refused where the task has no memory for it, or a name is taken', () => {
    const service = serviceIn(testStack());
    expect(() => service.addSidecar('small', { image: IMAGE, memoryLimitMiB: 64 }))
      .toThrow('sidecar.memoryLimitMiB must be at least 70 with scratchSize for each of the scratchPaths, got 64');
    expect(() => serviceIn(testStack()).addSidecar('big', { image: IMAGE, memoryLimitMiB: 1000 }))
      .toThrow("task.memoryLimitMiB must leave at least 70 MiB for the container and its scratchSize, got 24 MiB with sidecar 'big'");
    const secret = secretsmanager.Secret.fromSecretNameV2(service, 'Secret', 'token');
    expect(() => service.addSidecar('proxy', {
      image: IMAGE, memoryLimitMiB: 256, environment: { TOKEN: 'a' }, secrets: { TOKEN: ecs.Secret.fromSecretsManager(secret) },
    })).toThrow('specify either sidecar.environment.TOKEN or sidecar.secrets.TOKEN, not both');
  });
});

test.each([
  ['Service Connect', { serviceConnect: { namespace: 'ledger' } }],
  ['tracing', { tracing: {} }],
])('%s needs a task memory that is known at synthesis', (_, props) => {
  const memoryLimitMiB = Lazy.number({ produce: () => 2048 });
  expect(() => serviceIn(testStack(), { ...props, task: { memoryLimitMiB } }))
    .toThrow(new Error('task.memoryLimitMiB must be known at synthesis, got a token'));
});

describe('tracing', () => {
  test('sends traces to X-Ray through a collector, and sets its endpoint in the service', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack, { tracing: {} });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const template = templateOf(stack);
    const [app, collector] = containersOf(template);
    expect(app).toMatchObject({
      Memory: 768,
      DependsOn: [{ ContainerName: 'collector', Condition: 'START' }],
      Environment: [
        { Name: 'OTEL_EXPORTER_OTLP_ENDPOINT', Value: 'http://localhost:4318' }, { Name: 'OTEL_EXPORTER_OTLP_PROTOCOL', Value: 'http/protobuf' },
      ],
    });
    expect(collector).toMatchObject({
      Name: 'collector',
      Memory: 256,
      ReadonlyRootFilesystem: true,
      User: '1000:1000',
      Command: ['--config=/etc/ecs/ecs-xray.yaml'],
      HealthCheck: { Command: ['CMD', '/healthcheck'] },
    });
    expect(collector.Image).toMatch(/^public\.ecr\.aws\/aws-observability\/aws-otel-collector:v/);
    expect(policyOf(template, /TaskRolePolicyWithoutResource/)).toEqual([{
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
      Resource: '*',
    }]);
  });

  test('is started again where it fails, and takes the service with it in no case', () => {
    const [, collector] = containersOf(templateWith({ tracing: {} }));
    expect(collector).toMatchObject({ Essential: false, RestartPolicy: { Enabled: true, IgnoredExitCodes: [0] } });
  });

  test('takes an image and its memory', () => {
    const [, collector] = containersOf(templateWith({ tracing: { image: IMAGE, memoryLimitMiB: 128 } }));
    expect(collector).toMatchObject({ Image: 'public.ecr.aws/nginx/nginx-unprivileged:1.29', Memory: 128 });
  });
});

describe('Service Connect', () => {
  test('offers the port in a namespace, and leaves the proxy memory', () => {
    const template = templateWith({ serviceConnect: { namespace: 'ledger', dnsName: 'api' } });
    template.hasResourceProperties('AWS::ECS::Service', {
      ServiceConnectConfiguration: {
        Enabled: true,
        Namespace: 'ledger',
        Services: [{ PortName: 'http', ClientAliases: [{ DnsName: 'api', Port: 8080 }] }],
        LogConfiguration: { LogDriver: 'awslogs' },
      },
    });
    expect(containersOf(template)[0].Memory).toBe(960);
  });

  test('encrypts between proxies with certificates of a private CA', () => {
    const awsPcaAuthorityArn = 'arn:aws:acm-pca:eu-west-2:123456789012:certificate-authority/1';
    templateWith({ serviceConnect: { namespace: 'ledger', tls: { awsPcaAuthorityArn } } }).hasResourceProperties('AWS::ECS::Service', {
      ServiceConnectConfiguration: { Services: [{ Tls: { IssuerCertificateAuthority: { AwsPcaAuthorityArn: awsPcaAuthorityArn } } }] },
    });
  });
});

describe('ECS Exec', () => {
  test('records its sessions in an encrypted group, and opens the key to the task alone', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack, { executeCommand: true });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ECS::Service', { EnableExecuteCommand: true });
    template.hasResourceProperties('AWS::ECS::Cluster', {
      Configuration: {
        ExecuteCommandConfiguration: {
          KmsKeyId: Match.anyValue(),
          Logging: 'OVERRIDE',
          LogConfiguration: { CloudWatchEncryptionEnabled: true, CloudWatchLogGroupName: { Ref: Match.stringLikeRegexp('SessionLogGroup') } },
        },
      },
    });
    expect(JSON.stringify(template.findResources('AWS::KMS::Key'))).not.toContain('kms:*');
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([{
          Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: { 'Fn::GetAtt': [Match.stringLikeRegexp('TaskRole'), 'Arn'] } },
        }]),
      },
    });
    expect(policyOf(template, /TaskRolePolicy(?!Without)/)).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching('SessionLogGroup'), 'Arn'] },
      },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': [expect.stringMatching('Key'), 'Arn'] } },
    ]);
  });

  test('has somewhere to write below a root file system that is read-only', () => {
    const template = templateWith({ executeCommand: true });
    const volumes = { 'managed-agents': '/managed-agents', 'ssm-state': '/var/lib/amazon/ssm', 'ssm-logs': '/var/log/amazon/ssm' };
    expect(containersOf(template)[0].MountPoints)
      .toEqual(Object.entries(volumes).map(([SourceVolume, ContainerPath]) => ({ SourceVolume, ContainerPath, ReadOnly: false })));
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { Volumes: Object.keys(volumes).map((Name) => ({ Name })) });
    expect(policyOf(template, /TaskRolePolicyWithoutResource/)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'],
        Resource: '*',
      },
      { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' },
    ]);
  });

  test('works in a given cluster that records its sessions, without a key', () => {
    const stack = testStack();
    const cluster = new ecs.Cluster(stack, 'Shared', {
      vpc: vpcIn(stack),
      executeCommandConfiguration: {
        logging: ecs.ExecuteCommandLogging.OVERRIDE, logConfiguration: { cloudWatchLogGroup: new logs.LogGroup(stack, 'Sessions') },
      },
    });
    serviceIn(stack, { cluster, executeCommand: true });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ECS::Service', { EnableExecuteCommand: true });
    expect(policyOf(template, /TaskRolePolicy/).flatMap(({ Action }) => Action)).not.toContain('kms:Decrypt');
  });

  test('is refused in a given cluster that does not record its sessions', () => {
    const stack = testStack();
    const recordsNothing = new ecs.Cluster(stack, 'Shared', { vpc: vpcIn(stack) });
    const message = 'cluster must record sessions in a log group where executeCommand is true, '
      + 'got one without a cloudWatchLogGroup in its executeCommandConfiguration';
    expect(() => serviceIn(stack, { cluster: recordsNothing, executeCommand: true })).toThrow(new Error(message));
    const toBucket = new ecs.Cluster(stack, 'ToBucket', {
      vpc: recordsNothing.vpc,
      executeCommandConfiguration: {
        logging: ecs.ExecuteCommandLogging.OVERRIDE, logConfiguration: { s3Bucket: new s3.Bucket(stack, 'Bucket') },
      },
    });
    expect(() => new FargateService(stack, 'Other', { image: IMAGE, cluster: toBucket, executeCommand: true })).toThrow(new Error(message));
    const toDefault = new ecs.Cluster(stack, 'ToDefault', { vpc: recordsNothing.vpc, executeCommandConfiguration: { logging: ecs.ExecuteCommandLogging.DEFAULT } });
    expect(() => new FargateService(stack, 'Third', { image: IMAGE, cluster: toDefault, executeCommand: true })).toThrow(new Error(message));
  });
});

test('permissions of the tasks are granted to their role, in a managed policy', () => {
  const stack = testStack();
  const service = serviceIn(stack);
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1');
  key.grant(service, 'kms:Sign');
  const template = templateOf(stack);
  expect(policyOf(template, /TaskRolePolicy/)).toEqual([{ Effect: 'Allow', Action: 'kms:Sign', Resource: key.keyArn }]);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});
