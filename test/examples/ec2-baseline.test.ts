import { App, Stack } from 'aws-cdk-lib';
import { everyPlatform } from './every-platform';
import { literals, mentions, platform, PlatformStack, pointsAt, Resource, statementsOf, tagsOf } from './support';
import { Ec2BaselinePlatform } from '../../examples/ec2-baseline/ec2-baseline-platform';
import { Lifecycle } from '../../src';

const OUTPUTS = ['AlbDnsName', 'CloudtrailName', 'ConfigRecorderName', 'RdsEndpoint', 'S3ApplicationBucket', 'S3LoggingBucket', 'VpcId'];

everyPlatform('ec2-baseline', {
  tags: ['environment', 'managed_by'],
  outputs: OUTPUTS,
  openPorts: [80, 443],
  stateful: ['AWS::S3::Bucket', 'AWS::RDS::DBInstance', 'AWS::SecretsManager::Secret', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault'],
  atLeast: { names: 12, taggable: 60, logGroups: 10 },
});

const [dev] = platform('ec2-baseline');
const [prod] = platform('ec2-baseline', { lifecycle: 'production', suffix: 'prod' });

/** What the tests of the requirements and of the source's table look at. */
function partsOf(stack: PlatformStack) {
  const subnets = (kind: string) => stack.of('AWS::EC2::Subnet').filter((subnet) => tagsOf(subnet)['aws-cdk:subnet-type'] === kind);
  const alb = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const albAttribute = (key: string) => alb.properties.LoadBalancerAttributes.find(({ Key }: any) => Key === key)?.Value;
  const group = stack.one('AWS::AutoScaling::AutoScalingGroup').properties;
  const launch = stack.one('AWS::EC2::LaunchTemplate').properties.LaunchTemplateData;
  const database = stack.one('AWS::RDS::DBInstance').properties;
  const trail = stack.one('AWS::CloudTrail::Trail').properties;
  const securityGroup = (reference: any) => stack.of('AWS::EC2::SecurityGroup').find((one) => pointsAt(reference, one))!;
  const rules = (side: 'Ingress' | 'Egress', of: Resource) => [
    ...of.properties[`SecurityGroup${side}`] ?? [],
    ...stack.of(`AWS::EC2::SecurityGroup${side}`).filter(({ properties }) => pointsAt(properties.GroupId, of)).map(({ properties }) => properties),
  ];
  const bucketOf = (reference: any) => stack.of('AWS::S3::Bucket').find((bucket) => pointsAt(reference, bucket))!;
  const logging = bucketOf(trail.S3BucketName);
  const application = bucketOf(stack.template.Outputs.S3ApplicationBucket.Value);
  const instanceRole = stack.of('AWS::IAM::Role').find(({ id }) => id.startsWith('WebRole'))!;
  const allowed = stack.of('AWS::IAM::ManagedPolicy')
    .filter(({ properties }) => properties.Roles?.some((role: any) => pointsAt(role, instanceRole))).flatMap(statementsOf);
  const key = stack.one('AWS::KMS::Key');
  return {
    ...{ subnets, alb, albAttribute, group, launch, database, trail, logging, application, instanceRole, allowed, key, rules, bucketOf },
    albGroup: securityGroup(alb.properties.SecurityGroups[0]),
    webGroup: securityGroup(launch.SecurityGroupIds[0]),
    databaseGroup: securityGroup(database.VPCSecurityGroups[0]),
    rotationGroup: securityGroup(stack.of('AWS::Lambda::Function').find(({ properties }) => properties.Environment?.Variables.DATABASE_USER)!.properties.VpcConfig.SecurityGroupIds[0]),
  };
}

const isPrivate = ({ properties }: Resource) => Object.values(properties.PublicAccessBlockConfiguration).every((value) => value === true)
  && Object.keys(properties.PublicAccessBlockConfiguration).length === 4;

describe.each([['ephemeral', dev, 'dev'], ['production', prod, 'prod']])('the EC2 baseline, %s', (lifecycle, stack, suffix) => {
  const isRecorded = lifecycle === 'production';
  const { subnets, alb, albAttribute, group, launch, database, trail, logging, ...parts } = partsOf(stack);
  const { application, instanceRole, allowed, key, rules, albGroup, webGroup, databaseGroup, rotationGroup } = parts;
  const listener = (port: number) => stack.of('AWS::ElasticLoadBalancingV2::Listener').find(({ properties }) => properties.Port === port)!.properties;

  test('EC2-01: a VPC in two Availability Zones with the required CIDRs, and a NAT gateway in each', () => {
    expect(stack.one('AWS::EC2::VPC').properties).toMatchObject({ CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true });
    const cidrs = (kind: string) => subnets(kind).map(({ properties }) => properties.CidrBlock);
    expect(cidrs('Public')).toEqual(['10.0.1.0/24', '10.0.2.0/24']);
    expect(cidrs('Private')).toEqual(['10.0.10.0/24', '10.0.11.0/24']);
    expect(cidrs('Isolated')).toEqual(['10.0.20.0/24', '10.0.21.0/24']);
    const nats = stack.of('AWS::EC2::NatGateway');
    expect(nats).toHaveLength(2);
    expect(new Set(nats.map(({ properties }) => subnets('Public').findIndex((subnet) => pointsAt(properties.SubnetId, subnet))))).toEqual(new Set([0, 1]));
    const isolatedTables = stack.of('AWS::EC2::SubnetRouteTableAssociation')
      .filter(({ properties }) => subnets('Isolated').some((subnet) => pointsAt(properties.SubnetId, subnet))).map(({ properties }) => properties.RouteTableId.Ref);
    expect(stack.of('AWS::EC2::Route').filter(({ properties }) => isolatedTables.includes(properties.RouteTableId.Ref))).toEqual([]);
  });

  // AWS Managed Policy Reference, AmazonSSMManagedInstanceCore, version 2; what it says of parameters is below production alone.
  test('EC2-02: instances may do what AmazonSSMManagedInstanceCore allows, ship logs and metrics, and read parameters below /production only', () => {
    const actions = allowed.flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining([
      'ssm:UpdateInstanceInformation', 'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:PutComplianceItems', 'ssm:PutInventory', 'ssm:GetDocument',
      'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
      'ec2messages:GetMessages', 'ec2messages:SendReply', 'ec2messages:AcknowledgeMessage', 'logs:PutLogEvents', 'cloudwatch:PutMetricData',
    ]));
    const reads = allowed.filter(({ Action }) => [Action].flat().some((action) => /^ssm:GetParameter/.test(action)));
    expect(reads.length).toBeGreaterThan(0);
    for (const { Resource: read } of reads) {
      for (const resource of [read].flat()) expect(literals(resource).join('')).toMatch(/:parameter\/production\//);
    }
    expect(instanceRole.properties.AssumeRolePolicyDocument.Statement.map(({ Principal }: any) => Principal)).toEqual([{ Service: 'ec2.amazonaws.com' }]);
    expect(instanceRole.properties.ManagedPolicyArns).toBeUndefined();
  });

  test('EC2-03: user name and password are SecureStrings under the key, copies of the secret of a user that the rotation function creates in the database', () => {
    const parameters = stack.of('Custom::SecureParameter');
    expect(parameters.map(({ properties }) => properties.Name).sort()).toEqual(['/production/database/password', '/production/database/username']);
    const secret = stack.one('AWS::SecretsManager::Secret');
    expect(secret.properties.GenerateSecretString).toMatchObject({ PasswordLength: 32, GenerateStringKey: 'password' });
    const attachment = stack.one('AWS::SecretsManager::SecretTargetAttachment');
    expect([pointsAt(attachment.properties.SecretId, secret), pointsAt(attachment.properties.TargetId, stack.one('AWS::RDS::DBInstance'))]).toEqual([true, true]);
    for (const { properties } of parameters) {
      expect(properties.Name).toBe(`/production/database/${properties.Field}`);
      expect([pointsAt(properties.SecretId, attachment), pointsAt(properties.KeyId, key)]).toEqual([true, true]);
      expect([properties.FixedValue, properties.Length]).toEqual([undefined, undefined]);
    }
    const schedule = stack.one('AWS::SecretsManager::RotationSchedule');
    const creator = stack.of('AWS::Lambda::Function').filter((one) => pointsAt(schedule.properties.RotationLambdaARN, one));
    expect(creator.map(({ properties }) => properties.Environment.Variables)).toMatchObject([{ DATABASE_USER: 'web', PRIVILEGES: '["CREATE ON DATABASE app"]' }]);
    expect(schedule.properties.RotateImmediatelyOnUpdate).toBeUndefined();
    const made = stack.of('AWS::IAM::ManagedPolicy').flatMap(statementsOf).filter(({ Action }) => [Action].flat().includes('ssm:PutParameter'));
    expect(made.flatMap(({ Action }) => Action).filter((action: string) => /^ssm:Get|Decrypt/.test(action))).toEqual([]);
  });

  test('EC2-04: both buckets are encrypted with AES-256, versioned and private, and requests to the application bucket are logged in the other', () => {
    expect(logging.properties.BucketEncryption.ServerSideEncryptionConfiguration).toMatchObject([{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
    // A symmetric key of AWS KMS is one of AES-256 (AWS KMS Developer Guide, SYMMETRIC_DEFAULT key spec).
    expect(application.properties.BucketEncryption.ServerSideEncryptionConfiguration).toMatchObject([{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }]);
    for (const bucket of [logging, application]) {
      expect(bucket.properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(isPrivate(bucket)).toBe(true);
    }
    expect(pointsAt(application.properties.LoggingConfiguration.DestinationBucketName, logging)).toBe(true);
  });

  test('EC2-04: the logging bucket accepts CloudTrail, AWS Config, load balancer and access logs of this account only', () => {
    const writes = stack.of('AWS::S3::BucketPolicy').filter(({ properties }) => pointsAt(properties.Bucket, logging)).flatMap(statementsOf)
      .filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('s3:PutObject'));
    expect(new Set(writes.map(({ Principal }) => Principal.Service))).toEqual(new Set([
      'cloudtrail.amazonaws.com', 'logdelivery.elasticloadbalancing.amazonaws.com', 'logging.s3.amazonaws.com',
      ...isRecorded ? ['config.amazonaws.com'] : [],
    ]));
    for (const { Condition } of writes) expect(literals(Condition).concat(JSON.stringify(Condition)).join()).toMatch(/aws:Source(Account|Arn)/);
  });

  test('EC2-05: a trail of all Regions, validated, with management events, S3 data events and global service events, whose files expire after 90 days', () => {
    expect(trail).toMatchObject({ IsLogging: true, IsMultiRegionTrail: true, EnableLogFileValidation: true, IncludeGlobalServiceEvents: true, S3KeyPrefix: 'cloudtrail' });
    const selectors = JSON.stringify(trail.AdvancedEventSelectors);
    expect(selectors).toContain('"Management"');
    expect(selectors).toContain('AWS::S3::Object');
    // Events of its own deliveries, and of the access logs of these, would never end.
    const requests = parts.bucketOf(logging.properties.LoggingConfiguration.DestinationBucketName);
    const [excluded] = trail.AdvancedEventSelectors.flatMap(({ FieldSelectors }: any) => FieldSelectors)
      .map(({ NotStartsWith }: any) => NotStartsWith).filter(Boolean);
    expect(excluded).toHaveLength(2);
    expect([logging, requests].map((bucket) => excluded.some((arn: any) => mentions(arn, bucket)))).toEqual([true, true]);
    expect(logging.properties.LifecycleConfiguration.Rules).toContainEqual(expect.objectContaining({ Status: 'Enabled', ExpirationInDays: 90 }));
  });

  test('EC2-06: an internet-facing load balancer: 301 to HTTPS, TLS 1.2 at least, HTTP/2, cross-zone, access logs, health checks', () => {
    const targets = stack.one('AWS::ElasticLoadBalancingV2::TargetGroup').properties;
    expect(alb.properties.Scheme).toBe('internet-facing');
    expect(listener(80).DefaultActions).toMatchObject([{ Type: 'redirect', RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }]);
    expect(listener(443)).toMatchObject({ Protocol: 'HTTPS', SslPolicy: expect.stringMatching(/^ELBSecurityPolicy-TLS13-1-[23]-/) });
    expect(listener(443).Certificates).toHaveLength(1);
    expect(['routing.http2.enabled', 'access_logs.s3.enabled'].map(albAttribute)).toEqual(['true', 'true']);
    expect(targets.TargetGroupAttributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
    expect(pointsAt(albAttribute('access_logs.s3.bucket'), logging)).toBe(true);
    expect(targets).toMatchObject({ Port: 80, HealthCheckPath: '/health', HealthCheckIntervalSeconds: 30 });
  });

  test('EC2-10: an instance that reboots after patching is not replaced before five minutes have passed', () => {
    const { HealthCheckIntervalSeconds, UnhealthyThresholdCount } = stack.one('AWS::ElasticLoadBalancingV2::TargetGroup').properties;
    expect([HealthCheckIntervalSeconds * UnhealthyThresholdCount, group.HealthCheckType]).toEqual([300, 'ELB']);
  });

  test('EC2-07: two to four Amazon Linux 2023 instances in private subnets, that the load balancer finds healthy, with httpd', () => {
    expect(group).toMatchObject({ MinSize: '2', MaxSize: '4', HealthCheckType: 'ELB', AutoScalingGroupName: `ec2-baseline-asg-${suffix}` });
    // A new group has its minimum, and an update keeps what scaling has set.
    expect(group.DesiredCapacity).toBeUndefined();
    expect(group.VPCZoneIdentifier).toHaveLength(2);
    expect(group.VPCZoneIdentifier.every((reference: any) => subnets('Private').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
    expect(group.TargetGroupARNs).toHaveLength(1);
    expect(launch.ImageId).toBe('resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64');
    expect(literals(launch.UserData).join('')).toContain('dnf install -y httpd');
    const [own] = platform('ec2-baseline', { lifecycle, suffix, baselineImage: '/images/golden' });
    expect(own.one('AWS::EC2::LaunchTemplate').properties.LaunchTemplateData.ImageId).toBe('resolve:ssm:/images/golden');
  });

  test('EC2-07: 20 GB of gp3 under the key of the platform, gone with the instance; no public address, detailed monitoring, IMDSv2 only', () => {
    const [{ Ebs }] = launch.BlockDeviceMappings;
    expect(Ebs).toMatchObject({ VolumeSize: 20, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true });
    expect(pointsAt(Ebs.KmsKeyId, key)).toBe(true);
    expect(launch).toMatchObject({ Monitoring: { Enabled: true }, MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 } });
    expect([launch.KeyName, launch.NetworkInterfaces]).toEqual([undefined, undefined]);
  });

  test('EC2-08: each security group has exactly the ingress and egress rules of the table', () => {
    const inbound = (of: Resource) => rules('Ingress', of).map(({ CidrIp, SourceSecurityGroupId, FromPort, ToPort }) => [CidrIp ?? SourceSecurityGroupId['Fn::GetAtt'][0], FromPort, ToPort]);
    const outbound = (of: Resource) => rules('Egress', of)
      .map(({ CidrIp, DestinationSecurityGroupId, FromPort, ToPort }) => [CidrIp ?? DestinationSecurityGroupId['Fn::GetAtt'][0], FromPort, ToPort]);
    expect(inbound(albGroup)).toEqual([['0.0.0.0/0', 443, 443], ['0.0.0.0/0', 80, 80]]);
    expect(inbound(webGroup)).toEqual([[albGroup.id, 80, 80]]);
    expect(outbound(webGroup)).toEqual([['0.0.0.0/0', 443, 443], ['0.0.0.0/0', 80, 80], [databaseGroup.id, 5432, 5432]]);
    // The function that creates the database user of the web servers, and rotates its password, connects too.
    expect(inbound(databaseGroup).sort()).toEqual([[rotationGroup.id, 5432, 5432], [webGroup.id, 5432, 5432]].sort());
    expect(outbound(databaseGroup)).toEqual([['255.255.255.255/32', 252, 86]]);
  });

  // The recorder is a setting of the account, which an ephemeral workload does not make.
  if (!isRecorded) {
    test('EC2-09: AWS Config is left as the account has it', () => {
      expect(stack.of('AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel', 'AWS::Config::ConfigRule')).toEqual([]);
    });
  }

  if (isRecorded) {
    test('EC2-09: AWS Config records every type with global ones, delivers below config/, and has three rules', () => {
      expect(stack.one('AWS::Config::ConfigurationRecorder').properties.RecordingGroup).toMatchObject({ AllSupported: true, IncludeGlobalResourceTypes: true });
      const { S3BucketName, S3KeyPrefix } = stack.one('AWS::Config::DeliveryChannel').properties;
      expect([pointsAt(S3BucketName, logging), S3KeyPrefix]).toEqual([true, 'config']);
      const identifiers = stack.of('AWS::Config::ConfigRule').map(({ properties }) => properties.Source.SourceIdentifier);
      expect(identifiers.sort()).toEqual(['ENCRYPTED_VOLUMES', 'RDS_STORAGE_ENCRYPTED', 'S3_BUCKET_PUBLIC_READ_PROHIBITED']);
    });
  }

  test('EC2-09: an existing recorder is reused', () => {
    const [reusing] = platform('ec2-baseline', { lifecycle, suffix, configRecorder: 'default' });
    expect(reusing.of('AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel')).toEqual([]);
    expect(reusing.of('AWS::Config::ConfigRule')).toHaveLength(3);
    expect(reusing.template.Outputs.ConfigRecorderName.Value).toBe('default');
  });

  test('EC2-10: patches are installed on Sundays from 2 to 6, on half of the tagged instances of this suffix at once, until the first error', () => {
    expect(stack.one('AWS::SSM::MaintenanceWindow').properties).toMatchObject({ Schedule: 'cron(0 2 ? * SUN *)', Duration: 4, Cutoff: 1 });
    expect(stack.one('AWS::SSM::MaintenanceWindowTarget').properties.Targets).toEqual([
      { Key: 'tag:environment', Values: ['production'] }, { Key: 'tag:PatchGroup', Values: [`ec2-baseline-patches-group-${suffix}`] },
    ]);
    const { properties } = stack.one('AWS::SSM::MaintenanceWindowTask');
    expect(properties).toMatchObject({ TaskArn: 'AWS-RunPatchBaseline', TaskType: 'RUN_COMMAND', MaxConcurrency: '50%', MaxErrors: '0' });
    expect(properties.TaskInvocationParameters.MaintenanceWindowRunCommandParameters.Parameters.Operation).toEqual(['Install']);
    expect(group.Tags).toContainEqual({ Key: 'environment', Value: 'production', PropagateAtLaunch: true });
    expect(group.Tags).toContainEqual({ Key: 'PatchGroup', Value: `ec2-baseline-patches-group-${suffix}`, PropagateAtLaunch: true });
  });

  test('EC2-11: RDS PostgreSQL 15 in the database subnets, with log exports and enhanced monitoring', () => {
    expect(database).toMatchObject({
      Engine: 'postgres',
      EngineVersion: '15.17',
      DBInstanceClass: 'db.t3.medium',
      AllocatedStorage: '100',
      StorageType: 'gp3',
      StorageEncrypted: true,
      BackupRetentionPeriod: 30,
      PreferredBackupWindow: '03:00-04:00',
      PubliclyAccessible: false,
      MonitoringInterval: 60,
      DeletionProtection: lifecycle === 'production',
    });
    expect(database.PreferredMaintenanceWindow.toLowerCase()).toBe('sun:04:00-sun:05:00');
    expect(pointsAt(database.KmsKeyId, key)).toBe(true);
    expect(database.EnableCloudwatchLogsExports).toContain('postgresql');
    const subnetIds = stack.one('AWS::RDS::DBSubnetGroup').properties.SubnetIds;
    expect(subnetIds).toHaveLength(2);
    expect(subnetIds.every((reference: any) => subnets('Isolated').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
    const [asked] = platform('ec2-baseline', { lifecycle, suffix, baselinePostgresVersion: '15.12' });
    expect(asked.one('AWS::RDS::DBInstance').properties.EngineVersion).toBe('15.12');
  });

  test('EC2-12: all resources, and instances of the group, are tagged environment=production and managed_by', () => {
    const expected = { environment: 'production', managed_by: 'cdk' };
    for (const resource of stack.resources.filter(({ taggable }) => taggable)) expect(tagsOf(resource)).toMatchObject(expected);
    for (const { Tags } of launch.TagSpecifications) {
      expect(Object.fromEntries(Tags.map(({ Key, Value }: any) => [Key, Value]))).toMatchObject(expected);
    }
  });

  test('EC2-13: outputs refer to the resources that their names state', () => {
    const { Outputs } = stack.template;
    expect(Object.keys(Outputs).sort()).toEqual(OUTPUTS);
    expect(pointsAt(Outputs.VpcId.Value, stack.one('AWS::EC2::VPC'))).toBe(true);
    expect(Outputs.AlbDnsName.Value).toEqual({ 'Fn::GetAtt': [alb.id, 'DNSName'] });
    expect(mentions(Outputs.RdsEndpoint.Value, stack.one('AWS::RDS::DBInstance'))).toBe(true);
    expect(pointsAt(Outputs.CloudtrailName.Value, stack.one('AWS::CloudTrail::Trail'))).toBe(true);
    expect(pointsAt(Outputs.S3LoggingBucket.Value, logging)).toBe(true);
    expect(pointsAt(Outputs.S3ApplicationBucket.Value, application)).toBe(true);
    if (isRecorded) expect(pointsAt(Outputs.ConfigRecorderName.Value, stack.one('AWS::Config::ConfigurationRecorder'))).toBe(true);
    else expect(Outputs.ConfigRecorderName.Value).toBe('default');
  });

  // The compliance table of the specification, row by row.
  describe('EC2-14', () => {
    test('Region: us-west-1: all resources in us-west-1', () => {
      expect(stack.artifact.environment.region).toBe('us-west-1');
      expect(literals(stack.template).filter((text) => /\b(us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d\b/.test(text) && !/us-west-1/.test(text) && !text.includes('pki.rds'))).toEqual([]);
    });

    test('IAM Roles for EC2: minimal permissions role attached', () => {
      const profile = stack.one('AWS::IAM::InstanceProfile');
      expect(pointsAt(launch.IamInstanceProfile.Arn, profile) && pointsAt(profile.properties.Roles[0], instanceRole)).toBe(true);
      expect(allowed.flatMap(({ Action }) => Action).filter((action: string) => /^(\*|[a-z0-9-]+:\*)$/.test(action))).toEqual([]);
    });

    test('S3 Access Logging: application bucket logs to logging bucket', () => {
      expect(pointsAt(application.properties.LoggingConfiguration.DestinationBucketName, logging)).toBe(true);
    });

    test('CloudTrail (90 days): multi-region trail with lifecycle policy', () => {
      expect(trail.IsMultiRegionTrail).toBe(true);
      expect(logging.properties.LifecycleConfiguration.Rules).toContainEqual(expect.objectContaining({ Status: 'Enabled', ExpirationInDays: 90 }));
    });

    test('VPC (2 AZs): two zones of the Region', () => {
      const zones = stack.of('AWS::EC2::Subnet').map(({ properties }) => JSON.stringify(properties.AvailabilityZone));
      expect(new Set(zones).size).toBe(2);
    });

    test('NAT Gateways: 2 NAT Gateways (HA design)', () => {
      expect(stack.of('AWS::EC2::NatGateway')).toHaveLength(2);
      expect(stack.of('AWS::EC2::EIP')).toHaveLength(2);
    });

    test('ALB with SSL: HTTPS with TLS 1.2+', () => {
      expect(listener(443)).toMatchObject({ Protocol: 'HTTPS', SslPolicy: expect.stringMatching(/TLS13-1-[23]/) });
    });

    test('Parameter Store: database credentials stored as SecureStrings, which the instances may read', () => {
      expect(stack.of('Custom::SecureParameter').map(({ properties }) => literals(properties.Name).join('')).every((name) => name.startsWith('/production/'))).toBe(true);
      expect(allowed.filter(({ Action }) => [Action].flat().includes('ssm:GetParameter')).length).toBeGreaterThan(0);
      const decrypts = allowed.filter(({ Action, Condition }) => [Action].flat().includes('kms:Decrypt') && Condition?.StringEquals?.['kms:EncryptionContext:PARAMETER_ARN']);
      expect(decrypts).toHaveLength(1);
      expect(pointsAt(decrypts[0].Resource, key)).toBe(true);
    });

    test('EC2 Private Subnets: instances in private tier', () => {
      expect(group.VPCZoneIdentifier.every((reference: any) => subnets('Private').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
      expect(subnets('Private').every(({ properties }) => properties.MapPublicIpOnLaunch === false)).toBe(true);
    });

    test('Encrypted EBS: KMS-encrypted gp3 volumes', () => {
      expect(launch.BlockDeviceMappings.every(({ Ebs }: any) => Ebs.Encrypted && Ebs.VolumeType === 'gp3' && pointsAt(Ebs.KmsKeyId, key))).toBe(true);
    });

    test('Detailed Monitoring: enabled on EC2 instances', () => expect(launch.Monitoring).toEqual({ Enabled: true }));

    test('Least Privilege SGs: strict security group rules', () => {
      for (const inner of [webGroup, databaseGroup]) expect(rules('Ingress', inner).every(({ CidrIp, SourceSecurityGroupId }) => CidrIp === undefined && SourceSecurityGroupId)).toBe(true);
      expect(rules('Ingress', webGroup)).toHaveLength(1);
      expect(rules('Ingress', databaseGroup)).toHaveLength(2);
    });

    if (isRecorded) {
      test('AWS Config: compliance monitoring active', () => {
        expect(stack.of('AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel')).toHaveLength(2);
        expect(stack.of('AWS::Config::ConfigRule')).toHaveLength(3);
      });
    }

    test('SSM Maintenance: weekly patching configured', () => {
      expect(stack.one('AWS::SSM::MaintenanceWindow').properties.Schedule).toMatch(/SUN/);
      expect(stack.one('AWS::SSM::MaintenanceWindowTask').properties.TaskArn).toBe('AWS-RunPatchBaseline');
    });

    test('RDS PostgreSQL: encrypted, backed up, private', () => {
      expect(database).toMatchObject({ Engine: 'postgres', StorageEncrypted: true, BackupRetentionPeriod: 30, PubliclyAccessible: false });
    });

    test('Production Tagging: all resources tagged', () => {
      const untagged = stack.resources.filter(({ taggable }) => taggable).filter((resource) => tagsOf(resource).environment !== 'production');
      expect(untagged.map(({ id }) => id)).toEqual([]);
    });

    test('No Hardcoded Secrets: none in the template', () => {
      expect(literals(stack.template).filter((text) => /AKIA[0-9A-Z]{16}|-----BEGIN/.test(text))).toEqual([]);
      expect([database.MasterUserPassword, database.ManageMasterUserPassword]).toEqual([undefined, true]);
    });

    test('All resources encrypted: KMS and AES256 encryption', () => {
      for (const bucket of stack.of('AWS::S3::Bucket')) {
        const [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }] = bucket.properties.BucketEncryption.ServerSideEncryptionConfiguration;
        expect(['AES256', 'aws:kms']).toContain(SSEAlgorithm);
      }
      expect(pointsAt(database.KmsKeyId, key) && pointsAt(trail.KMSKeyId, key)).toBe(true);
      for (const logGroup of stack.of('AWS::Logs::LogGroup')) expect(pointsAt(logGroup.properties.KmsKeyId, key)).toBe(true);
    });
  });
});

test('EC2-14: Region: a stack of the platform elsewhere is an error at synth', () => {
  const app = new App();
  const stage = new Ec2BaselinePlatform(app, 'ec2-baseline-dev', { lifecycle: Lifecycle.EPHEMERAL, suffix: 'dev' });
  new Stack(stage, 'Copy', { env: { region: 'us-east-1' } });
  expect(() => app.synth()).toThrow("Region of stack 'ec2-baseline-dev/Copy' must be one of us-west-1, got us-east-1: workload 'ec2-baseline' allows no other");
});
