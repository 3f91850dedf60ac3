import { App, CfnResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { onlyOne, serviceIn, templateWith, userDataOf, vpcIn } from './instances';
import { AutoScalingService, AutoScalingServiceProps, CompliantPostgres, InstanceHealthCheck, KeyLayout, Lifecycle, SecureVpc } from '../../../src';
import { SAFEGUARDS } from '../../../src/compliance/safeguards';
import { calledServices, RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { acknowledgedBelow, allFindingsOf, EVERY_FRAMEWORK, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';

const SINGLE = [new ec2.InstanceType('m7g.large')];

const launchData = (template: ReturnType<typeof templateOf>) => onlyOne(template, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData;
const groupOf = (template: ReturnType<typeof templateOf>) => onlyOne(template, 'AWS::AutoScaling::AutoScalingGroup');

function statementsOf(template: ReturnType<typeof templateOf>, id = /./): any[] {
  const policies = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([name]) => id.test(name));
  return policies.flatMap(([, policy]) => (policy as any).Properties.PolicyDocument.Statement);
}

function behindLoadBalancer(service: AutoScalingService): elbv2.ApplicationTargetGroup {
  const alb = new elbv2.ApplicationLoadBalancer(service, 'Alb', { vpc: vpcIn(new Stack(service.node.root, 'Other')) });
  return alb.addListener('Listener', { port: 80, open: false })
    .addTargets('Target', { port: service.port, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service] });
}

describe('a service at its defaults', () => {
  test.each(Object.values(Lifecycle))('has no findings in lifecycle %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => serviceIn(stack))).toEqual([]);
  });

  test('answers the metadata service with a session token only, one hop away', () => {
    expect(launchData(templateWith({})).MetadataOptions).toEqual({ HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  });

  test('boots from 20 GiB of gp3 under a key of the customer, which go with the instance', () => {
    const template = templateWith({});
    const [{ DeviceName, Ebs }, ...others] = launchData(template).BlockDeviceMappings;
    expect(others).toEqual([]);
    expect([DeviceName, Ebs]).toEqual(['/dev/xvda', {
      VolumeSize: 20, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true, KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^StorageKey/), 'Arn'] },
    }]);
  });

  test('lets the service-linked role of EC2 Auto Scaling use that key, by way of EC2 and for volumes alone', () => {
    const keys = Object.entries(templateWith({}).findResources('AWS::KMS::Key'));
    const [, { Properties: { KeyPolicy } }] = keys.find(([id]) => id.startsWith('StorageKey'))! as any;
    // A policy that names the role is rejected in an account without it.
    const everyone = { AWS: '*' };
    const viaEc2 = {
      StringEquals: {
        'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling']] },
        'kms:CallerAccount': '123456789012',
        'kms:ViaService': 'ec2.eu-west-2.amazonaws.com',
      },
    };
    expect(KeyPolicy.Statement.slice(1)).toEqual([
      expect.objectContaining({ Principal: everyone, Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext']), Condition: viaEc2 }),
      expect.objectContaining({ Principal: everyone, Action: 'kms:CreateGrant', Condition: { ...viaEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
    ]);
  });

  test('has no key pair, no public address and detailed metrics', () => {
    const data = launchData(templateWith({}));
    expect(data).toMatchObject({ Monitoring: { Enabled: true }, EbsOptimized: true });
    expect([data.KeyName, data.NetworkInterfaces]).toEqual([undefined, undefined]);
    expect(groupOf(templateWith({})).Properties.VPCZoneIdentifier).toEqual(['subnet-private-1', 'subnet-private-2']);
  });

  test('takes the newest Amazon Linux 2023 at every launch, and no instance lives longer than 30 days', () => {
    const template = templateWith({});
    expect(launchData(template).ImageId).toBe('resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64');
    expect(groupOf(template).Properties.MaxInstanceLifetime).toBe(30 * 24 * 3600);
  });

  test('has two to four instances of two types in two zones, that hold 70 % CPU', () => {
    const template = templateWith({});
    expect(groupOf(template).Properties).toMatchObject({
      MinSize: '2',
      MaxSize: '4',
      DefaultInstanceWarmup: 300,
      MetricsCollection: [{ Granularity: '1Minute' }],
      MixedInstancesPolicy: {
        LaunchTemplate: { Overrides: [{ InstanceType: 't3.medium' }, { InstanceType: 't3a.medium' }] },
        InstancesDistribution: { OnDemandAllocationStrategy: 'prioritized', OnDemandPercentageAboveBaseCapacity: 100 },
      },
    });
    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      PolicyType: 'TargetTrackingScaling',
      EstimatedInstanceWarmup: 300,
      TargetTrackingConfiguration: { PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' }, TargetValue: 70 },
    });
  });

  test('keeps its instances if only the load balancer finds them unhealthy, and reports that', () => {
    const stack = testStack();
    behindLoadBalancer(serviceIn(stack, { deployment: { healthCheck: InstanceHealthCheck.INSTANCE } }));
    expect(groupOf(templateOf(stack)).Properties).toMatchObject({ HealthCheckType: 'EC2', HealthCheckGracePeriod: 300 });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toContain('AutoScaling.GroupHealthByLoadBalancer');
  });

  test('is asked by the load balancer whether it is healthy, after five minutes', () => {
    expect(groupOf(templateWith({})).Properties).toMatchObject({ HealthCheckType: 'ELB', HealthCheckGracePeriod: 300 });
  });

  test('waits for every instance, and rolls back where one does not come up', () => {
    const { CreationPolicy, UpdatePolicy } = groupOf(templateWith({}));
    expect(CreationPolicy).toEqual({ ResourceSignal: { Count: 2, Timeout: 'PT15M' } });
    expect(UpdatePolicy).toMatchObject({
      AutoScalingRollingUpdate: { MinInstancesInService: 2, MaxBatchSize: 1, WaitOnResourceSignals: true, PauseTime: 'PT15M' },
      AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true },
    });
    expect(UpdatePolicy.AutoScalingRollingUpdate.SuspendProcesses).toEqual(expect.arrayContaining(['HealthCheck', 'ReplaceUnhealthy', 'AlarmNotification', 'ScheduledActions']));
  });

  test('lets nothing in and only HTTPS out', () => {
    const template = templateWith({});
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: Match.anyValue() }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('has three encrypted log groups that are kept, and may write to them alone', () => {
    const template = templateWith({});
    template.resourceCountIs('AWS::Logs::LogGroup', 3);
    template.allResources('AWS::Logs::LogGroup', { Properties: Match.objectLike({ RetentionInDays: 365, KmsKeyId: Match.anyValue() }), DeletionPolicy: 'RetainExceptOnCreate' });
    const [writes, ...others] = statementsOf(template).filter(({ Action }) => [Action].flat().includes('logs:PutLogEvents'));
    expect(others).toEqual([]);
    expect(writes).toMatchObject({ Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], Resource: [{}, {}, {}] });
  });

  test('leaves nothing behind in a workload that is thrown away', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    serviceIn(stack);
    expect(JSON.stringify(templateOf(stack).toJSON())).not.toContain('Retain"');
  });

  test('has a role for EC2 without inline and without AWS managed policies', () => {
    templateWith({}).hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      Policies: Match.absent(),
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }] },
    });
  });

  // AWS Managed Policy Reference, AmazonSSMManagedInstanceCore, version 2.
  test('may do what AmazonSSMManagedInstanceCore allows, save for reading parameters', () => {
    const core = [
      'ssm:DescribeAssociation', 'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetDocument', 'ssm:DescribeDocument', 'ssm:GetManifest',
      'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutInventory', 'ssm:PutComplianceItems', 'ssm:PutConfigurePackageResult',
      'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus', 'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
      'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint', 'ec2messages:GetMessages',
      'ec2messages:SendReply',
    ];
    const actions = statementsOf(templateWith({})).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(ssm|ssmmessages|ec2messages):/.test(action)).sort()).toEqual(core.sort());
    expect(actions.filter((action) => !/^(ssm|ssmmessages|ec2messages|logs):/.test(action)).sort())
      .toEqual(['cloudformation:SignalResource', 'cloudwatch:PutMetricData', 'ec2:DescribeTags']);
  });

  test('names a resource wherever the API knows one, and one namespace for metrics', () => {
    const statements = statementsOf(templateWith({}));
    const everywhere = statements.filter(({ Resource }) => [Resource].flat().includes('*'));
    expect(everywhere.flatMap(({ Action }) => Action).filter((action) => !/^(ssmmessages|ec2messages):/.test(action)).sort()).toEqual([
      'cloudwatch:PutMetricData', 'ec2:DescribeTags', 'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetManifest', 'ssm:ListAssociations',
      'ssm:PutConfigurePackageResult', 'ssm:PutInventory',
    ]);
    expect(everywhere.find(({ Action }) => Action === 'cloudwatch:PutMetricData').Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'CWAgent' } });
    const parts = JSON.stringify(statements);
    for (const resource of [':ec2:eu-west-2:123456789012:instance/*', ':ssm:eu-west-2:123456789012:association/*', ':ssm:eu-west-2::document/*']) expect(parts).toContain(resource);
  });

  test('launches no instance before its role may do what it has to', () => {
    const { DependsOn } = groupOf(templateWith({}));
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^ServiceRolePolicy[0-9A-F]{8}$/), expect.stringMatching(/^ServiceRolePolicyWithoutResource/)]));
  });

  test('launches no instance before there is a way out', () => {
    const stack = testStack();
    serviceIn(stack, { vpc: new SecureVpc(stack, 'Network').vpc });
    expect(groupOf(templateOf(stack)).DependsOn).toContainEqual(expect.stringMatching(/DefaultRoute/));
  });

  test('hands the tags of the workload to instances, volumes and the template', () => {
    const stack = testStack({ tags: { environment: 'production' } });
    serviceIn(stack);
    const template = templateOf(stack);
    const tag = { Key: 'environment', Value: 'production' };
    expect(launchData(template).TagSpecifications.map(({ ResourceType, Tags }: any) => [ResourceType, Tags])).toEqual([
      ['instance', expect.arrayContaining([tag])], ['volume', expect.arrayContaining([tag])],
    ]);
    expect(groupOf(template).Properties.Tags).toContainEqual({ ...tag, PropagateAtLaunch: true });
  });

  test('recommends alarms on CPU, memory, disk, status checks and missing instances', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(service).each((alarm) => alarms.push(alarm));
    expect(alarms.map(({ id, threshold, evaluationPeriods }) => [id, threshold, evaluationPeriods])).toEqual([
      ['CpuHigh', 90, 10], ['MemoryHigh', 90, 10], ['DiskHigh', 85, 10], ['StatusCheckFailed', 1, undefined], ['InstancesMissing', 1, 15],
    ]);
    const metrics = alarms.slice(0, 4).map(({ metric }) => metric as cloudwatch.Metric);
    expect(metrics.map(({ namespace, metricName, statistic }) => [namespace, metricName, statistic])).toEqual([
      ['AWS/EC2', 'CPUUtilization', 'Average'], ['CWAgent', 'mem_used_percent', 'Maximum'], ['CWAgent', 'disk_used_percent', 'Maximum'],
      ['AWS/EC2', 'StatusCheckFailed', 'Maximum'],
    ]);
    expect((alarms[4].metric as cloudwatch.MathExpression).expression).toBe('desired - inService');
  });

  test('synthesizes in a stack without a Region and without a workload', () => {
    const stack = new Stack(new App(), 'Stack');
    serviceIn(stack);
    expect(JSON.stringify(launchData(templateOf(stack)))).toContain('resolve:ssm:');
  });
});

describe('the instances', () => {
  test('of one type are launched from the template alone, and found compliant but for the choice of types', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack, { instanceTypes: SINGLE });
    const findings = allFindingsOf(stack.node.root as App);
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(['AutoScaling.GroupInstanceTypes']);
    const template = templateOf(stack);
    expect(groupOf(template).Properties).toMatchObject({ LaunchTemplate: { LaunchTemplateId: {} } });
    expect(groupOf(template).Properties.MixedInstancesPolicy).toBeUndefined();
    expect(launchData(template)).toMatchObject({ InstanceType: 'm7g.large', ImageId: expect.stringMatching(/arm64$/) });
  });

  test.each<[Partial<AutoScalingServiceProps>, string]>([
    [{ instanceTypes: [] }, 'instanceTypes must not be empty'],
    [{ instanceTypes: [...SINGLE, ...SINGLE] }, 'instanceTypes must be a list without duplicates, got [an InstanceType, an InstanceType]'],
    [{ instanceTypes: [...SINGLE, new ec2.InstanceType('m7i.large')] }, "instanceTypes must be types of one architecture, because they share an image, got ['m7g.large', 'm7i.large']"],
    [{ volume: { sizeGiB: 7 } }, 'volume.sizeGiB must be an integer from 8 to 65536, got 7'],
    [{ volume: { iops: 2999 } }, 'volume.iops must be an integer from 3000 to 80000, got 2999'],
    [{ volume: { throughput: 1001 } }, 'volume.throughput must be at most a quarter of the IOPS, 750 for 3000, got 1001'],
    [{ metadataHopLimit: 65 }, 'metadataHopLimit must be an integer from 1 to 64, got 65'],
    [{ port: 0 }, 'port must be an integer from 1 to 65535, got 0'],
    [{ healthCheckPath: 'health' }, "healthCheckPath must be a path of at most 1,024 characters that begins with /, got 'health'"],
    [{ groupName: 'a:b' }, "groupName must be an Auto Scaling group name of A-Z a-z 0-9 . - _, got 'a:b'"],
    [{ machineImage: ec2.MachineImage.latestWindows(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE) },
      'machineImage must be a Linux image, got a Windows image: instances start with a shell script'],
    [{ logging: { files: { App: '/a' } } }, "logging.files must be a map whose names have lower-case letters, digits and single hyphens, a letter first, got 'App'"],
    [{ logging: { files: { app: 'a.log' } } }, "logging.files.app must be an absolute path, got 'a.log'"],
  ])('of %j are refused', (props, message) => {
    expect(() => serviceIn(testStack(), props)).toThrow(new Error(message));
  });

  test('have the image, disk, key and group name that are asked for', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    serviceIn(stack, {
      machineImage: ec2.MachineImage.genericLinux({ 'eu-west-2': 'ami-12345678' }),
      volume: { sizeGiB: 50, iops: 4000, throughput: 250, deviceName: '/dev/sda1', encryptionKey },
      groupName: 'ledger-asg-dev',
      metadataHopLimit: 2,
      detailedMonitoring: false,
    });
    const template = templateOf(stack);
    expect(launchData(template)).toMatchObject({
      ImageId: 'ami-12345678',
      BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 50, Iops: 4000, Throughput: 250, KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] } } }],
      MetadataOptions: { HttpPutResponseHopLimit: 2 },
      Monitoring: { Enabled: false },
    });
    expect(groupOf(template).Properties.AutoScalingGroupName).toBe('ledger-asg-dev');
    expect(JSON.stringify(template.findResources('AWS::KMS::Key'))).toContain('AWSServiceRoleForAutoScaling');
  });

  test('a hop limit of 2 for metadata, and metrics every five minutes, are reported', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack, { metadataHopLimit: 2, detailedMonitoring: false });
    expect(allFindingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual(['EC2.LaunchTemplateDetailedMonitoring', 'EC2.LaunchTemplateHopLimit']);
  });

  test('may have a size that only a deployment knows', () => {
    const token = (value: number) => Lazy.number({ produce: () => value });
    const instanceTypes = [new ec2.InstanceType(Lazy.string({ produce: () => 'm7i.large' }))];
    const scaling = { minCapacity: token(2), maxCapacity: token(6), desiredCapacity: 3 };
    const template = templateWith({ instanceTypes, volume: { sizeGiB: token(30) }, scaling });
    expect(launchData(template)).toMatchObject({ InstanceType: 'm7i.large', BlockDeviceMappings: [{ Ebs: { VolumeSize: 30 } }] });
    expect(groupOf(template)).toMatchObject({ Properties: { MinSize: '2', MaxSize: '6' }, CreationPolicy: { ResourceSignal: { Count: 3 } } });
  });

  test('that are Spot use the key of their volumes by the role of Auto Scaling and that of Spot', () => {
    const rolesOf = (template: ReturnType<typeof templateWith>) => Object.values<any>(template.findResources('AWS::KMS::Key'))
      .flatMap(({ Properties: { KeyPolicy: { Statement } } }) => Statement).filter(({ Sid }: any) => /^Allow(AutoScaling|Ec2Spot)/.test(Sid)).map(({ Sid }) => Sid);
    expect(rolesOf(templateWith({ spot: {} }))).toEqual(['AllowAutoScaling', 'AllowAutoScalingGrants', 'AllowEc2Spot', 'AllowEc2SpotGrants']);
    expect(rolesOf(templateWith({}))).toEqual(['AllowAutoScaling', 'AllowAutoScalingGrants']);
  });

  test('may be Spot above a base', () => {
    const template = templateWith({ spot: {} });
    expect(groupOf(template).Properties).toMatchObject({
      CapacityRebalance: true,
      MixedInstancesPolicy: {
        InstancesDistribution: { OnDemandBaseCapacity: 2, OnDemandPercentageAboveBaseCapacity: 0, SpotAllocationStrategy: 'price-capacity-optimized' },
      },
    });
    expect(groupOf(templateWith({ instanceTypes: SINGLE, spot: { onDemandBase: 1, onDemandPercentAboveBase: 25 } })).Properties.MixedInstancesPolicy)
      .toMatchObject({ InstancesDistribution: { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 25 } });
  });

  test.each([
    [{ onDemandBase: -1 }, 'spot.onDemandBase must be an integer of at least 0, got -1'],
    [{ onDemandPercentAboveBase: 101 }, 'spot.onDemandPercentAboveBase must be an integer from 0 to 100, got 101'],
  ])('that are Spot with %j are refused', (spot, message) => {
    expect(() => serviceIn(testStack(), { spot })).toThrow(new Error(message));
  });

  test('may wait in a warm pool where they are of one type', () => {
    templateWith({ instanceTypes: SINGLE, warmPool: { minSize: 1, reuseOnScaleIn: true } }).hasResourceProperties('AWS::AutoScaling::WarmPool', {
      MinSize: 1, InstanceReusePolicy: { ReuseOnScaleIn: true },
    });
    const message = 'warmPool must be used with one instance type, got 2';
    expect(() => serviceIn(testStack(), { warmPool: {} })).toThrow(new Error(message));
    expect(() => serviceIn(testStack(), { warmPool: {}, instanceTypes: SINGLE, spot: {} })).toThrow(new Error('specify either warmPool or spot, not both'));
  });

  test('write logs to the configured groups with the configured retention', () => {
    const template = templateWith({ logging: { files: { 'web-access': '/var/log/httpd/access_log' }, logGroupPrefix: '/ledger-dev', retention: 731 } });
    const names = Object.values(template.findResources('AWS::Logs::LogGroup')).map(({ Properties }: any) => [Properties.LogGroupName, Properties.RetentionInDays]);
    expect(names).toEqual([['/ledger-dev/bootstrap', 731], ['/ledger-dev/audit', 731], ['/ledger-dev/ssm', 731], ['/ledger-dev/web-access', 731]]);
  });

  test('return the group of a file by its name', () => {
    const service = serviceIn(testStack(), { logging: { files: { 'web-access': '/var/log/httpd/access_log' } } });
    expect(service.logGroup('web-access')).toBe(service.node.findChild('WebAccessLogGroup'));
    expect(() => service.logGroup('access')).toThrow("name must be a log group of the service (bootstrap, audit, ssm, web-access), got 'access'");
  });

  test('may reach package repositories by HTTP where that is asked for', () => {
    const template = templateWith({ network: { outboundHttp: [ec2.Peer.anyIpv4()], outboundHttps: [ec2.Peer.ipv4('10.0.0.0/16')] } });
    const egress = onlyOne(template, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress;
    expect(egress.map(({ CidrIp, FromPort }: any) => [CidrIp, FromPort])).toEqual([['10.0.0.0/16', 443], ['0.0.0.0/0', 80]]);
  });

  test('run in isolated subnets where the network has no private ones, and never in public ones', () => {
    const attributes = { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a', 'eu-west-2b'], publicSubnetIds: ['subnet-public-1', 'subnet-public-2'] };
    const stack = testStack();
    serviceIn(stack, { vpc: ec2.Vpc.fromVpcAttributes(stack, 'Isolated', { ...attributes, isolatedSubnetIds: ['subnet-isolated-1', 'subnet-isolated-2'] }) });
    expect(groupOf(templateOf(stack)).Properties.VPCZoneIdentifier).toEqual(['subnet-isolated-1', 'subnet-isolated-2']);
    const other = testStack();
    expect(() => serviceIn(other, { vpc: ec2.Vpc.fromVpcAttributes(other, 'Public', attributes) }))
      .toThrow('vpc must have private or isolated subnets in at least 1 Availability Zone, got 0');
  });

  test('call the services that the interface endpoints of their network are for', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    service.addSecret('TOKEN', secretsmanager.Secret.fromSecretNameV2(stack, 'Token', 'token'));
    const called: string[] = [];
    calledServices(stack).each((call) => called.push(call.service.shortName));
    expect(called).toEqual(['ssm', 'ssmmessages', 'ec2messages', 'logs', 'monitoring', 'ec2', 'cloudformation', 'secretsmanager']);
  });

  test('run in the subnets that are asked for', () => {
    const template = templateWith({ network: { vpcSubnets: { availabilityZones: ['eu-west-2a'] } } });
    expect(groupOf(template).Properties.VPCZoneIdentifier).toEqual(['subnet-private-1']);
  });
});

describe('the number of instances', () => {
  // A number in the template resets a group that has scaled.
  test.each<[string, AutoScalingServiceProps['scaling'], string | undefined]>([
    ['is not in the template', undefined, undefined],
    ['is not in the template where it is the minimum', { minCapacity: 3, desiredCapacity: 3 }, undefined],
    ['is in the template where a new group has another one', { minCapacity: 2, desiredCapacity: 3 }, '3'],
  ])('%s', (_, scaling, expected) => {
    const { Properties, UpdatePolicy, CreationPolicy } = groupOf(templateWith({ scaling }));
    expect(Properties.DesiredCapacity).toBe(expected);
    expect(CreationPolicy.ResourceSignal.Count).toBe(scaling?.desiredCapacity ?? 2);
    expect(UpdatePolicy.AutoScalingScheduledAction).toEqual({ IgnoreUnmodifiedGroupSizeProperties: true });
  });

  test('follows CPU by steps where those are asked for', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack, { scaling: { cpuSteps: { scaleOutAtPercent: 70, scaleInAtPercent: 30 }, instanceWarmup: Duration.minutes(4) } });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const template = templateOf(stack);
    const [[groupId]] = Object.entries(template.findResources('AWS::AutoScaling::AutoScalingGroup'));
    const policies = Object.entries(template.findResources('AWS::AutoScaling::ScalingPolicy')).map(([id, { Properties }]) => ({ id, ...Properties }));
    const step = {
      AutoScalingGroupName: { Ref: groupId }, PolicyType: 'StepScaling', AdjustmentType: 'ChangeInCapacity', MetricAggregationType: 'Average',
    };
    expect(policies).toEqual([
      { id: expect.stringContaining('ScaleOut'), ...step, EstimatedInstanceWarmup: 240, StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }] },
      { id: expect.stringContaining('ScaleIn'), ...step, StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment: -1 }] },
    ]);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }: any) => Properties);
    expect(alarms.map((one) => [one.ComparisonOperator, one.Threshold, one.MetricName, one.Period, one.EvaluationPeriods]).sort()).toEqual([
      ['GreaterThanOrEqualToThreshold', 70, 'CPUUtilization', 60, 3], ['LessThanOrEqualToThreshold', 30, 'CPUUtilization', 60, 3],
    ]);
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual(policies.map(({ id }) => [{ Ref: id }]));
    expect(alarms.map(({ AlarmDescription }) => AlarmDescription)).toEqual([
      'Adds one instance at a CPU utilization of 70 % or more.', 'Removes one instance at a CPU utilization of 30 % or less.',
    ]);
  });

  test.each<[AutoScalingServiceProps['scaling'], string]>([
    [{ minCapacity: 5 }, 'scaling.minCapacity must be at most 4 (maxCapacity), got 5'],
    [{ desiredCapacity: 5 }, 'scaling.desiredCapacity must be at most 4 (maxCapacity), got 5'],
    [{ desiredCapacity: 2.5 }, 'scaling.desiredCapacity must be an integer from 0 to 2147483647, got 2.5'],
    [{ targetCpuUtilizationPercent: 0 }, 'scaling.targetCpuUtilizationPercent must be a number greater than 0 and at most 100, got 0'],
    [{ cpuSteps: { scaleInAtPercent: 70, scaleOutAtPercent: 70 } }, 'scaling.cpuSteps.scaleInAtPercent must be less than 70 (scaleOutAtPercent), got 70'],
    [{ cpuSteps: { scaleInAtPercent: 30, scaleOutAtPercent: 170 } }, 'scaling.cpuSteps.scaleOutAtPercent must be a number greater than 0 and at most 100, got 170'],
    [{ cpuSteps: { scaleInAtPercent: 0, scaleOutAtPercent: 70 } }, 'scaling.cpuSteps.scaleInAtPercent must be a number greater than 0 and at most 100, got 0'],
    [{ cpuSteps: { scaleInAtPercent: 30, scaleOutAtPercent: 70 }, targetCpuUtilizationPercent: 50 },
      'specify either scaling.targetCpuUtilizationPercent or scaling.cpuSteps, not both'],
  ])('of %j is refused', (scaling, message) => {
    expect(() => serviceIn(testStack(), { scaling })).toThrow(new Error(message));
  });

  test('changes at times, with a metric and with requests', () => {
    const template = templateWith({ scaling: { targetCpuUtilizationPercent: 50, instanceWarmup: Duration.minutes(2) } }, (service) => {
      service.scaleOnSchedule('Night', { schedule: autoscaling.Schedule.cron({ hour: '20', minute: '0' }), timeZone: 'Etc/UTC', minCapacity: 1 });
      service.scaleOnMetric('Backlog', new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'MessagesPerInstance' }), 10);
      behindLoadBalancer(service);
      service.scaleOnRequests(1000);
    });
    template.hasResourceProperties('AWS::AutoScaling::ScheduledAction', { Recurrence: '0 20 * * *', TimeZone: 'Etc/UTC', MinSize: 1 });
    const targets = Object.values(template.findResources('AWS::AutoScaling::ScalingPolicy')).map(({ Properties }: any) => Properties.TargetTrackingConfiguration);
    expect(targets.map(({ TargetValue }) => TargetValue).sort()).toEqual([10, 1000, 50]);
    expect(groupOf(template).Properties.DefaultInstanceWarmup).toBe(120);
  });

  test('follows requests behind a load balancer only', () => {
    const service = serviceIn(testStack());
    expect(() => service.scaleOnRequests(10)).toThrow('scaleOnRequests must be called after the service is behind a load balancer: call routeTo first');
    behindLoadBalancer(service);
    expect(() => service.scaleOnRequests(0)).toThrow(new Error('requestsPerInstance must be a number greater than 0, got 0'));
    service.scaleOnRequests(10);
    expect(() => service.scaleOnRequests(20)).toThrow(new Error("scaling policy 'Requests' already exists in this service"));
  });
});

describe('a deployment', () => {
  test('replaces instances with the configured options', () => {
    const template = templateWith({
      scaling: { minCapacity: 3, maxCapacity: 9 },
      deployment: {
        bootstrapTimeout: Duration.minutes(5),
        minInstancesInService: 1,
        maxBatchSize: 3,
        healthCheckGracePeriod: Duration.minutes(1),
        maxInstanceAge: Duration.days(7),
      },
    });
    const { CreationPolicy, UpdatePolicy, Properties } = groupOf(template);
    expect(CreationPolicy.ResourceSignal).toEqual({ Count: 3, Timeout: 'PT5M' });
    expect(UpdatePolicy.AutoScalingRollingUpdate).toMatchObject({ MinInstancesInService: 1, MaxBatchSize: 3, PauseTime: 'PT5M' });
    expect(Properties).toMatchObject({ HealthCheckGracePeriod: 60, MaxInstanceLifetime: 7 * 24 * 3600 });
  });

  test.each<[AutoScalingServiceProps['deployment'], number]>([
    [{}, 300],
    [{ bootstrapTimeout: Duration.minutes(5) }, 300],
    [{ bootstrapTimeout: Duration.minutes(40) }, 2400],
    [{ bootstrapTimeout: Duration.minutes(40), healthCheckGracePeriod: Duration.minutes(10) }, 600],
  ])('with %j does not replace an instance whose commands still run', (deployment, seconds) => {
    expect(groupOf(templateWith({ deployment })).Properties.HealthCheckGracePeriod).toBe(seconds);
  });

  test('leaves room for a new instance where the group cannot grow', () => {
    const { UpdatePolicy } = groupOf(templateWith({ scaling: { minCapacity: 2, maxCapacity: 2 } }));
    expect(UpdatePolicy.AutoScalingRollingUpdate.MinInstancesInService).toBe(1);
  });

  test.each<[AutoScalingServiceProps['deployment'], string]>([
    [{ minInstancesInService: 4 }, 'deployment.minInstancesInService must be an integer from 0 to 3, got 4'],
    [{ maxBatchSize: 0 }, 'deployment.maxBatchSize must be an integer of at least 1, got 0'],
    [{ maxInstanceAge: Duration.days(366) }, 'deployment.maxInstanceAge must be a whole number of days from 1 to 365, got 366 days'],
  ])('with %j is refused', (deployment, message) => {
    expect(() => serviceIn(testStack(), { deployment })).toThrow(new Error(message));
  });

  test('is published to the alarm topic, and EC2 Auto Scaling can use the key of the topic', () => {
    const stack = testStack({ keys: KeyLayout.SINGLE });
    serviceIn(stack, { notifications: new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'TopicKey') }) });
    const template = templateOf(stack);
    expect(groupOf(template).Properties.NotificationConfigurations).toEqual([{
      TopicARN: { Ref: expect.stringMatching(/^Topic/) },
      NotificationTypes: expect.arrayContaining(['autoscaling:EC2_INSTANCE_LAUNCH', 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR', 'autoscaling:EC2_INSTANCE_TERMINATE', 'autoscaling:EC2_INSTANCE_TERMINATE_ERROR']),
    }]);
    const [, key] = Object.entries(template.findResources('AWS::KMS::Key')).find(([id]) => id.startsWith('TopicKey'))! as any;
    expect(key.Properties.KeyPolicy.Statement).toContainEqual(expect.objectContaining({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Principal: { AWS: '*' },
      Condition: {
        StringEquals: expect.objectContaining({ 'aws:PrincipalArn': expect.anything(), 'kms:CallerAccount': '123456789012', 'kms:ViaService': 'sns.eu-west-2.amazonaws.com' }),
      },
    }));
  });
});

describe('the neighbours', () => {
  test('a load balancer reaches the instances at their port and nothing else', () => {
    const template = templateWith({ port: 80 }, behindLoadBalancer);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 80, ToPort: 80, SourceSecurityGroupId: Match.anyValue() });
    expect(groupOf(template).Properties.TargetGroupARNs).toHaveLength(1);
  });

  test('a database opens its network, and sets the variables for signing in', () => {
    const stack = testStack();
    const { vpc } = new SecureVpc(stack, 'Network');
    const service = serviceIn(stack, { vpc });
    new CompliantPostgres(stack, 'Database', { vpc, databaseName: 'ledger' }).allowConnectionsFrom(service, { databaseUser: 'ledger_app' });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Service'), 'GroupId'] }, FromPort: 5432, ToPort: 5432 });
    for (const line of ["DB_HOST='<Database", "DB_NAME='ledger'", "DB_USER='ledger_app'", "DB_CA_BUNDLE_URL='https://"]) expect(userDataOf(template)).toContain(line);
    expect(statementsOf(template).filter(({ Action }) => Action === 'rds-db:connect')).toHaveLength(1);
  });

  // EC2.57 requires the endpoint in addition to a NAT gateway.
  test.each<[string, { calledServices?: boolean }, string[]]>([
    ['does not create endpoints', {}, ['VPC.SsmEndpoint']],
    ['creates endpoints of the called services', { calledServices: true }, []],
  ])('a SecureVpc that %s has the findings that its remedy mends', (_, endpoints, expected) => {
    const stack = testStack();
    serviceIn(stack, { vpc: new SecureVpc(stack, 'Network', { endpoints }).vpc });
    expect(findingsOf(stack.node.root as App).filter(({ plugin }) => plugin === 'ComplianceChecks').map(({ rule }) => rule)).toEqual(expected);
    expect(SAFEGUARDS.find(({ id }) => id === 'VPC.SsmEndpoint')!.remedy).toBe('set `endpoints.calledServices` of `SecureVpc`, or add the interface endpoint `SSM`');
  });

  test('a secret is handed over by reference, with the permission to read it and to decrypt with its key', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    const encryptionKey = new kms.Key(stack, 'SecretKey');
    service.addSecret('DB_PASSWORD', new secretsmanager.Secret(stack, 'Secret', { encryptionKey }), { field: 'password' });
    service.addSecret('TOKEN', secretsmanager.Secret.fromSecretNameV2(stack, 'Token', 'token'));
    const template = templateOf(stack);
    const script = userDataOf(template);
    expect(script).toMatch(/^DB_PASSWORD_SECRET_ARN='<Secret[0-9A-F]{8}>'$/m);
    expect(script).toMatch(/^DB_PASSWORD_SECRET_FIELD='password'$/m);
    expect(script).toMatch(/^TOKEN_SECRET_ARN='arn:.*:secret:token'$/m);
    expect(script).not.toContain('resolve:secretsmanager');
    const reads = statementsOf(template, /^ServiceRolePolicy/).filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    expect(JSON.stringify(reads.map(({ Resource }) => Resource))).toMatch(/"Ref":"Secret[0-9A-F]{8}".*token-\?{6}/);
    expect(statementsOf(template).find(({ Action }) => Action === 'kms:Decrypt')).toMatchObject({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^SecretKey/), 'Arn'] }, Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
    });
  });

  test('parameters are read below the path that is allowed, and the finding about it is accepted', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack).allowParameters('/production');
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const [reads, ...others] = statementsOf(templateOf(stack)).filter(({ Action }) => JSON.stringify(Action).includes('ssm:GetParameter'));
    expect(others).toEqual([]);
    expect(reads).toMatchObject({
      Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ssm:eu-west-2:123456789012:parameter/production/*']] },
    });
  });

  test.each([['production', 'production'], ['/shop/production', 'shop/production'], ['shop/production', 'shop/production']])(
    'parameters below %s are those of the path, with or without a slash before it', (path, resource) => {
      const stack = testStack();
      serviceIn(stack).allowParameters(path);
      expect(JSON.stringify(statementsOf(templateOf(stack)))).toContain(`:parameter/${resource}/*`);
    });

  test.each(['/', '', '/production/', '/*'])('parameters below %j are refused', (path) => {
    expect(() => serviceIn(testStack()).allowParameters(path)).toThrow(new Error(
      `path must be a path such as /production: letters, digits, periods, hyphens and underscores between slashes, got '${path}'`));
  });
});

describe('findings that the group and its launch template acknowledge', () => {
  const POLICY = ['AwsSolutions-EC26', 'HIPAA.Security-EC2IMDSv2Enabled', 'NIST.800.53.R5-EC2IMDSv2Enabled'];
  const acknowledgedOf = (props: Partial<AutoScalingServiceProps>, stack = testStack()) => {
    const service = serviceIn(stack, props);
    const found = acknowledgedBelow(service);
    const of = (type: string) => service.node.findAll().filter((construct) => (construct as CfnResource).cfnResourceType === type)
      .flatMap(({ node }) => found[node.path.slice(service.node.path.length + 1)] ?? []);
    return { group: of('AWS::AutoScaling::AutoScalingGroup'), template: of('AWS::EC2::LaunchTemplate') };
  };

  test('at its defaults: several instance types, no notifications, and the newest image', () => {
    expect(acknowledgedOf({})).toEqual({ group: ['AwsSolutions-AS3', ...POLICY].sort(), template: ['CloudFormation-Validate::E1152'] });
  });

  test('with one instance type, notifications and a fixed image', () => {
    const stack = testStack();
    expect(acknowledgedOf({ instanceTypes: SINGLE, notifications: new sns.Topic(stack, 'Topic'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-2': 'ami-1' }) }, stack))
      .toEqual({ group: [], template: [] });
  });
});
