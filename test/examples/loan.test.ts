import { App, Stack } from 'aws-cdk-lib';
import { mentions, platform, pointsAt, PlatformStack, Resource, statementsOf, tagsOf } from './support';
import { LoanPlatform } from '../../examples/loan/loan-platform';
import { Lifecycle } from '../../src';

const NAME_PROPERTIES: Record<string, string> = {
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::RDS::DBClusterParameterGroup': 'DBClusterParameterGroupName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::ResourcePolicy': 'PolicyName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::WAFv2::WebACL': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SecretsManager::Secret': 'Name',
};

const STATEFUL = ['AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault'];

const [dev] = platform('loan');
const [prod] = platform('loan', { lifecycle: 'production', suffix: 'prod' });

const physicalNames = ({ resources }: PlatformStack) => resources
  .map(({ type, properties }) => properties[NAME_PROPERTIES[type]])
  .filter((name): name is string => typeof name === 'string');

const literals = (value: any): string[] => (typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(literals) : []);

const attribute = ({ properties }: Resource, key: string, list = 'LoadBalancerAttributes') => properties[list].find(({ Key }: any) => Key === key)?.Value;

describe.each([['ephemeral', dev, 'dev'], ['production', prod, 'prod']])('the loan platform, %s', (lifecycle, stack, suffix) => {
  const cluster = stack.one('AWS::RDS::DBCluster');
  const alb = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const service = stack.one('AWS::ECS::Service');
  const task = stack.one('AWS::ECS::TaskDefinition');
  const taskRole = stack.of('AWS::IAM::Role').find((role) => pointsAt(task.properties.TaskRoleArn, role))!;
  const subnets = (kind: string) => stack.of('AWS::EC2::Subnet').filter((subnet) => tagsOf(subnet)['aws-cdk:subnet-type'] === kind);
  const securityGroupsOf = (references: any[]) => stack.of('AWS::EC2::SecurityGroup').filter((group) => references.some((reference) => pointsAt(reference, group)));
  const logBucket = stack.of('AWS::S3::Bucket').find((bucket) => pointsAt(attribute(alb, 'access_logs.s3.bucket'), bucket))!;

  test('ALL-01: the suffix is in every physical name that is set', () => {
    const names = physicalNames(stack);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !name.includes(suffix))).toEqual([]);
    expect(stack.artifact.stackName).toContain(suffix);
  });

  test('ALL-01: two suffixes share no physical name', () => {
    const [other] = platform('loan', { lifecycle, suffix: 'pr-123' });
    expect(physicalNames(other).filter((name) => physicalNames(stack).includes(name))).toEqual([]);
  });

  test('ALL-02, LOAN-10: every taggable resource has the tags Environment, CostCenter and ComplianceLevel', () => {
    const taggable = stack.resources.filter((resource) => resource.taggable);
    expect(taggable.length).toBeGreaterThan(40);
    expect(taggable.filter((resource) => !['Environment', 'CostCenter', 'ComplianceLevel'].every((key) => tagsOf(resource)[key])).map(({ id }) => id)).toEqual([]);
    expect(service.properties).toMatchObject({ PropagateTags: 'SERVICE', EnableECSManagedTags: true });
  });

  test('ALL-03: keys rotate, have an alias, a pending window by lifecycle and a policy that names only the services that use them', () => {
    const key = stack.one('AWS::KMS::Key');
    expect(key.properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: lifecycle === 'ephemeral' ? 7 : 30 });
    expect(pointsAt(stack.one('AWS::KMS::Alias').properties.TargetKeyId, key)).toBe(true);
    for (const { Sid, Principal, Action, Condition } of statementsOf(key)) {
      if (Sid === 'AccountAdministration') {
        expect([Action].flat().filter((action: string) => /Decrypt|Encrypt|GenerateDataKey|CreateGrant/.test(action))).toEqual([]);
      } else {
        expect(Principal.Service ?? Condition.StringEquals['kms:ViaService']).toBeDefined();
        expect(Condition).toBeDefined();
      }
    }
  });

  test('ALL-03: every store of data is encrypted', () => {
    const key = stack.one('AWS::KMS::Key');
    expect(cluster.properties.StorageEncrypted).toBe(true);
    expect(pointsAt(cluster.properties.KmsKeyId, key)).toBe(true);
    for (const bucket of stack.of('AWS::S3::Bucket')) expect(bucket.properties.BucketEncryption).toBeDefined();
    for (const topic of stack.of('AWS::SNS::Topic')) expect(pointsAt(topic.properties.KmsMasterKeyId, key)).toBe(true);
    for (const vault of stack.of('AWS::Backup::BackupVault')) expect(pointsAt(vault.properties.EncryptionKeyArn, key)).toBe(true);
  });

  test('ALL-04: buckets and topics deny plain HTTP, the database rejects unencrypted connections', () => {
    const denies = (policy: Resource) => statementsOf(policy)
      .some(({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false');
    for (const bucket of stack.of('AWS::S3::Bucket')) {
      expect(stack.of('AWS::S3::BucketPolicy').filter((policy) => pointsAt(policy.properties.Bucket, bucket)).some(denies)).toBe(true);
    }
    for (const topic of stack.of('AWS::SNS::Topic')) {
      expect(stack.of('AWS::SNS::TopicPolicy').filter((policy) => mentions(policy.properties.Topics, topic)).some(denies)).toBe(true);
    }
    const parameters = stack.of('AWS::RDS::DBClusterParameterGroup').find((group) => pointsAt(cluster.properties.DBClusterParameterGroupName, group))!;
    expect(parameters.properties.Parameters.require_secure_transport).toBe('ON');
  });

  test('ALL-05: no statement allows every action, of all services or of one; Resource * has a recorded reason', () => {
    for (const resource of stack.resources) {
      for (const { Effect, Action, Resource: on } of statementsOf(resource)) {
        if (Effect !== 'Allow') continue;
        expect([Action].flat().filter((action: string) => /^(\*|[a-z0-9-]+:\*)$/.test(action))).toEqual([]);
        if ([on].flat().includes('*') && resource.type !== 'AWS::KMS::Key') expect(Object.keys(resource.acknowledged)).toContainEqual(expect.stringContaining('IAM5'));
      }
    }
  });

  test('ALL-06: only the load balancer is open to the internet, at 80 and 443; the database has no way out', () => {
    const open = [
      ...stack.of('AWS::EC2::SecurityGroup').flatMap((group) => (group.properties.SecurityGroupIngress ?? []).map((rule: any) => ({ group, rule }))),
      ...stack.of('AWS::EC2::SecurityGroupIngress').map(({ properties: rule }) => ({ group: stack.of('AWS::EC2::SecurityGroup').find((group) => pointsAt(rule.GroupId, group))!, rule })),
    ].filter(({ rule }) => rule.CidrIp === '0.0.0.0/0' || rule.CidrIpv6 === '::/0');
    expect(open.map(({ rule }) => rule.FromPort).sort()).toEqual([443, 80]);
    const [albGroup] = securityGroupsOf(alb.properties.SecurityGroups);
    expect(open.every(({ group }) => group.id === albGroup.id)).toBe(true);

    const databaseGroups = securityGroupsOf(cluster.properties.VpcSecurityGroupIds);
    expect(databaseGroups.length).toBeGreaterThan(0);
    for (const group of databaseGroups) {
      expect(group.properties.SecurityGroupEgress.map(({ CidrIp }: any) => CidrIp)).toEqual(['255.255.255.255/32']);
      expect(stack.of('AWS::EC2::SecurityGroupEgress').filter(({ properties }) => pointsAt(properties.GroupId, group))).toEqual([]);
    }
  });

  test('ALL-07: no secret in the template or its outputs', () => {
    expect(cluster.properties.ManageMasterUserPassword).toBe(true);
    expect(cluster.properties.MasterUserPassword).toBeUndefined();
    expect(literals(stack.template.Outputs).filter((text) => /resolve:|password|secret/i.test(text))).toEqual([]);
    expect(literals(stack.template).filter((text) => /AKIA[0-9A-Z]{16}|-----BEGIN/.test(text))).toEqual([]);
    expect(JSON.stringify(task.properties)).not.toMatch(/password/i);
  });

  test('ALL-08, LOAN-09: every log group has a retention of 365 days and a key', () => {
    const groups = stack.of('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(6);
    for (const { properties } of groups) {
      expect(properties.RetentionInDays).toBe(365);
      expect(pointsAt(properties.KmsKeyId, stack.one('AWS::KMS::Key'))).toBe(true);
    }
  });

  test('ALL-09: what the lifecycle keeps is kept, and nothing else', () => {
    if (lifecycle === 'ephemeral') {
      expect(stack.resources.filter(({ deletionPolicy, updateReplacePolicy }) => [deletionPolicy, updateReplacePolicy].some((policy) => policy && policy !== 'Delete')).map(({ id }) => id)).toEqual([]);
      expect(cluster.properties.DeletionProtection).not.toBe(true);
      expect(attribute(alb, 'deletion_protection.enabled')).not.toBe('true');
      for (const bucket of stack.of('AWS::S3::Bucket')) {
        expect(stack.of('Custom::S3AutoDeleteObjects').filter(({ properties }) => pointsAt(properties.BucketName, bucket))).toHaveLength(1);
      }
    } else {
      const stateful = stack.of(...STATEFUL);
      expect(new Set(stateful.map(({ type }) => type))).toEqual(new Set(STATEFUL));
      expect(stateful.filter(({ deletionPolicy }) => !['Retain', 'Snapshot', 'RetainExceptOnCreate'].includes(deletionPolicy ?? '')).map(({ id }) => id)).toEqual([]);
      expect(cluster.properties.DeletionProtection).toBe(true);
      expect(attribute(alb, 'deletion_protection.enabled')).toBe('true');
      expect(stack.of('Custom::S3AutoDeleteObjects')).toEqual([]);
    }
    expect(stack.artifact.terminationProtection ?? false).toBe(lifecycle === 'production');
  });

  test('ALL-10, LOAN-13: outputs VpcId, AlbDnsName, EcsClusterName, DbEndpoint and LogBucketName', () => {
    expect(Object.keys(stack.template.Outputs).sort()).toEqual(['AlbDnsName', 'DbEndpoint', 'EcsClusterName', 'LogBucketName', 'VpcId']);
    expect(pointsAt(stack.template.Outputs.VpcId.Value, stack.one('AWS::EC2::VPC'))).toBe(true);
    expect(stack.template.Outputs.AlbDnsName.Value).toEqual({ 'Fn::GetAtt': [alb.id, 'DNSName'] });
    expect(stack.template.Outputs.EcsClusterName.Value).toEqual({ Ref: stack.one('AWS::ECS::Cluster').id });
    expect(stack.template.Outputs.DbEndpoint.Value).toEqual({ 'Fn::GetAtt': [cluster.id, 'Endpoint.Address'] });
    expect(pointsAt(stack.template.Outputs.LogBucketName.Value, logBucket)).toBe(true);
  });

  test('ALL-11: all traffic is logged to an encrypted group, the default security group is closed', () => {
    const { properties } = stack.one('AWS::EC2::FlowLog');
    expect(properties).toMatchObject({ TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs' });
    expect(pointsAt(properties.ResourceId, stack.one('AWS::EC2::VPC'))).toBe(true);
    expect(stack.of('AWS::Logs::LogGroup').some((group) => mentions(properties, group))).toBe(true);
    expect(stack.of('Custom::VpcRestrictDefaultSG')).toHaveLength(1);
  });

  test('ALL-12: alarms on what the platform depends on go to one encrypted topic; there is one dashboard', () => {
    const metrics = stack.of('AWS::CloudWatch::Alarm').flatMap(({ properties }) => literals(properties.Metrics ?? properties.MetricName));
    for (const metric of [
      'HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count', 'UnHealthyHostCount', 'CPUUtilization', 'FreeableMemory', 'DatabaseConnections',
      'MemoryUtilization', 'RunningTaskCount', 'ErrorPortAllocation', 'NumberOfBackupJobsFailed',
    ]) expect(metrics).toContain(metric);
    const topic = stack.one('AWS::SNS::Topic');
    const rollingBack = service.properties.DeploymentConfiguration.Alarms.AlarmNames;
    for (const alarm of stack.of('AWS::CloudWatch::Alarm').filter((candidate) => !rollingBack.some((name: any) => pointsAt(name, candidate)))) {
      expect(alarm.properties.AlarmActions.every((action: any) => pointsAt(action, topic))).toBe(true);
    }
    stack.one('AWS::CloudWatch::Dashboard');
  });

  test('LOAN-01: a VPC of three zones with exactly the CIDRs asked for', () => {
    expect(stack.one('AWS::EC2::VPC').properties.CidrBlock).toBe('10.0.0.0/16');
    const cidrs = (kind: string) => subnets(kind).map(({ properties }) => properties.CidrBlock);
    expect(cidrs('Public')).toEqual(['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']);
    expect(cidrs('Private')).toEqual(['10.0.10.0/24', '10.0.11.0/24', '10.0.12.0/24']);
    expect(cidrs('Isolated')).toEqual(['10.0.20.0/24', '10.0.21.0/24', '10.0.22.0/24']);
    for (const kind of ['Public', 'Private', 'Isolated']) {
      expect(subnets(kind).map(({ properties }) => properties.AvailabilityZone)).toEqual([0, 1, 2].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })));
    }
    const routed = stack.of('AWS::EC2::Route').map(({ properties }) => properties.RouteTableId.Ref);
    const isolatedTables = stack.of('AWS::EC2::SubnetRouteTableAssociation')
      .filter(({ properties }) => subnets('Isolated').some((subnet) => pointsAt(properties.SubnetId, subnet))).map(({ properties }) => properties.RouteTableId.Ref);
    expect(isolatedTables).toHaveLength(3);
    expect(isolatedTables.filter((table) => routed.includes(table))).toEqual([]);
  });

  test('LOAN-02: one NAT gateway, in production one for each zone', () => {
    expect(stack.of('AWS::EC2::NatGateway')).toHaveLength(lifecycle === 'ephemeral' ? 1 : 3);
  });

  test('LOAN-03: an ECS cluster on Fargate with enhanced Container Insights', () => {
    expect(stack.one('AWS::ECS::Cluster').properties.ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enhanced' }]);
    expect(task.properties.RequiresCompatibilities).toEqual(['FARGATE']);
  });

  test('LOAN-04: two tasks on port 8080, scaling from 2 to 10 on CPU 70 % and memory 80 %', () => {
    const [container] = task.properties.ContainerDefinitions;
    expect(container.PortMappings).toMatchObject([{ ContainerPort: 8080 }]);
    expect(container.Image).toMatch(/nginx/);
    expect(service.properties.DesiredCount).toBe(2);
    expect(stack.one('AWS::ApplicationAutoScaling::ScalableTarget').properties).toMatchObject({ MinCapacity: 2, MaxCapacity: 10 });
    const targets = stack.of('AWS::ApplicationAutoScaling::ScalingPolicy')
      .map(({ properties }) => properties.TargetTrackingScalingPolicyConfiguration)
      .map(({ PredefinedMetricSpecification, TargetValue }) => [PredefinedMetricSpecification.PredefinedMetricType, TargetValue]);
    expect(targets).toEqual(expect.arrayContaining([['ECSServiceAverageCPUUtilization', 70], ['ECSServiceAverageMemoryUtilization', 80]]));
  });

  test('LOAN-05: Aurora MySQL Serverless v2 from 0.5 to 4 ACU, in a version that AWS offers, or the one that is asked for', () => {
    expect(cluster.properties).toMatchObject({
      Engine: 'aurora-mysql',
      EngineVersion: '8.0.mysql_aurora.3.10.4',
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    });
    for (const { properties } of stack.of('AWS::RDS::DBInstance')) expect(properties.DBInstanceClass).toBe('db.serverless');
    const [asked] = platform('loan', { lifecycle, suffix, auroraMysqlVersion: '8.0.mysql_aurora.3.05.2' });
    expect(asked.one('AWS::RDS::DBCluster').properties.EngineVersion).toBe('8.0.mysql_aurora.3.05.2');
  });

  test('LOAN-06: the database has a key, IAM authentication, 7-day backups, four log exports and a managed password', () => {
    expect(cluster.properties).toMatchObject({
      EnableIAMDatabaseAuthentication: true,
      BackupRetentionPeriod: 7,
      ManageMasterUserPassword: true,
    });
    expect([...cluster.properties.EnableCloudwatchLogsExports].sort()).toEqual(['audit', 'error', 'general', 'slowquery']);
    expect(pointsAt(cluster.properties.MasterUserSecret.KmsKeyId, stack.one('AWS::KMS::Key'))).toBe(true);
  });

  test('LOAN-06: the task may connect as its database user', () => {
    const connects = stack.of('AWS::IAM::ManagedPolicy')
      .filter(({ properties }) => properties.Roles?.some((role: any) => pointsAt(role, taskRole)))
      .flatMap(statementsOf).filter(({ Action }) => [Action].flat().includes('rds-db:connect'));
    expect(connects).toHaveLength(1);
    expect(JSON.stringify(connects[0].Resource)).toContain('DBClusterResourceId');
    expect(JSON.stringify(connects[0].Resource)).not.toContain('*');
  });

  test('LOAN-07: 80 redirects to 443 by 301, TLS 1.3, targets at 8080 checked every 30 s, access logs in the log bucket', () => {
    const listener = (port: number) => stack.of('AWS::ElasticLoadBalancingV2::Listener').find(({ properties }) => properties.Port === port)!.properties;
    expect(listener(80).DefaultActions).toMatchObject([{ Type: 'redirect', RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }]);
    expect(listener(443)).toMatchObject({ Protocol: 'HTTPS', SslPolicy: expect.stringMatching(/^ELBSecurityPolicy-TLS13-1-[23]-/) });
    expect(stack.one('AWS::ElasticLoadBalancingV2::TargetGroup').properties).toMatchObject({ Port: 8080, HealthCheckIntervalSeconds: 30 });
    expect(attribute(alb, 'access_logs.s3.enabled')).toBe('true');
    expect(alb.properties.Scheme).toBe('internet-facing');
    expect(alb.properties.Subnets.every((reference: any) => subnets('Public').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
  });

  test('LOAN-08: the log bucket is versioned, private, moves to Glacier after 90 days and admits load balancer logs only', () => {
    expect(logBucket.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: expect.arrayContaining([expect.objectContaining({ Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }] })]) },
    });
    const writers = stack.of('AWS::S3::BucketPolicy').filter(({ properties }) => pointsAt(properties.Bucket, logBucket)).flatMap(statementsOf)
      .filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('s3:PutObject')).map(({ Principal }) => Principal.Service);
    expect(new Set(writers)).toEqual(new Set(['logdelivery.elasticloadbalancing.amazonaws.com']));
  });

  test('LOAN-09: log groups have the names asked for and exist before the cluster', () => {
    const groups = new Map(stack.of('AWS::Logs::LogGroup').map(({ id, properties }) => [properties.LogGroupName, id]));
    expect(groups.has(`/aws/ecs/loan-app-${suffix}`)).toBe(true);
    for (const log of ['audit', 'error', 'general', 'slowquery']) {
      const group = groups.get(`/aws/rds/cluster/loan-aurora-cluster-${suffix}/${log}`);
      expect(group).toBeDefined();
      expect(cluster.dependsOn).toContain(group);
    }
  });

  test('LOAN-11: the stack is in eu-west-2 and nothing is copied to another Region', () => {
    expect(stack.artifact.environment.region).toBe('eu-west-2');
    const elsewhere = literals(stack.template).filter((text) => /\b(us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d\b/.test(text) && !/eu-west-2/.test(text));
    expect(elsewhere).toEqual([]);
    for (const { properties } of stack.of('AWS::S3::Bucket')) expect(properties.ReplicationConfiguration).toBeUndefined();
    for (const { properties } of stack.of('AWS::Backup::BackupPlan')) expect(JSON.stringify(properties)).not.toContain('CopyActions');
  });

  test('LOAN-12: names are loan-{type}-{suffix}', () => {
    expect(tagsOf(stack.one('AWS::EC2::VPC')).Name).toBe(`loan-vpc-${suffix}`);
    expect(stack.one('AWS::ECS::Cluster').properties.ClusterName).toBe(`loan-ecs-cluster-${suffix}`);
    expect(cluster.properties.DBClusterIdentifier).toBe(`loan-aurora-cluster-${suffix}`);
    expect(alb.properties.Name).toBe(`loan-alb-${suffix}`);
    expect(stack.one('AWS::KMS::Alias').properties.AliasName).toBe(`alias/loan-kms-key-${suffix}`);
  });

  test('LOAN-15: a web ACL with SQL-injection rules protects the load balancer', () => {
    const acl = stack.one('AWS::WAFv2::WebACL');
    expect(JSON.stringify(acl.properties.Rules)).toContain('AWSManagedRulesSQLiRuleSet');
    const { properties } = stack.one('AWS::WAFv2::WebACLAssociation');
    expect(pointsAt(properties.ResourceArn, alb) && pointsAt(properties.WebACLArn, acl)).toBe(true);
  });

  test('LOAN-15: the database is in the backup plan', () => {
    const selected = stack.of('AWS::Backup::BackupSelection').flatMap(({ properties }) => properties.BackupSelection.Resources);
    expect(selected.some((resource: any) => mentions(resource, cluster))).toBe(true);
  });

  test('LOAN-15: a domain brings a certificate, a Route 53 alias and a health check', () => {
    const [withDomain] = platform('loan', { lifecycle, suffix, domainName: 'loans.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', hostedZoneName: 'example.com' });
    expect(withDomain.one('AWS::CertificateManager::Certificate').properties).toMatchObject({ DomainName: 'loans.example.com', ValidationMethod: 'DNS' });
    expect(withDomain.of('AWS::Route53::RecordSet').map(({ properties }) => properties.Type)).toContain('A');
    expect(withDomain.one('AWS::Route53::HealthCheck').properties.HealthCheckConfig).toMatchObject({ Type: 'HTTPS', FullyQualifiedDomainName: 'loans.example.com' });
    expect(stack.of('AWS::CertificateManager::Certificate', 'AWS::Route53::RecordSet')).toEqual([]);
  });

  test('LOAN-15: the credentials are ones that RDS keeps and rotates; the service holds none, it connects by IAM', () => {
    expect(cluster.properties.ManageMasterUserPassword).toBe(true);
    expect(stack.of('AWS::SecretsManager::Secret')).toEqual([]);
    expect(task.properties.ContainerDefinitions[0].Secrets ?? []).toEqual([]);
  });
});

test('LOAN-11: a stack of the platform in another Region is an error at synth', () => {
  const app = new App();
  const stage = new LoanPlatform(app, 'loan-dev', { lifecycle: Lifecycle.EPHEMERAL, suffix: 'dev' });
  new Stack(stage, 'Copy', { env: { region: 'us-east-1' } });
  expect(() => app.synth()).toThrow("stack 'loan-dev/Copy' is in us-east-1, need one of eu-west-2: workload 'loan' keeps its data there");
});
