import { App, Stack } from 'aws-cdk-lib';
import { everyPlatform } from './every-platform';
import { literals, mentions, platform, pointsAt, Resource, statementsOf, tagsOf } from './support';
import { LoanPlatform } from '../../examples/loan/loan-platform';
import { Lifecycle } from '../../src';

everyPlatform('loan', {
  tags: ['Environment', 'CostCenter', 'ComplianceLevel'],
  outputs: ['AlbDnsName', 'DbEndpoint', 'EcsClusterName', 'LogBucketName', 'VpcId'],
  openPorts: [80, 443],
  stateful: ['AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault'],
  atLeast: { names: 6, taggable: 41, logGroups: 6 },
});

const [dev] = platform('loan');
const [prod] = platform('loan', { lifecycle: 'production', suffix: 'prod' });

const attribute = ({ properties }: Resource, key: string, list = 'LoadBalancerAttributes') => properties[list].find(({ Key }: any) => Key === key)?.Value;

describe.each([['ephemeral', dev, 'dev'], ['production', prod, 'prod']])('the loan platform, %s', (lifecycle, stack, suffix) => {
  const cluster = stack.one('AWS::RDS::DBCluster');
  const alb = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const service = stack.one('AWS::ECS::Service');
  const task = stack.one('AWS::ECS::TaskDefinition');
  const taskRole = stack.of('AWS::IAM::Role').find((role) => pointsAt(task.properties.TaskRoleArn, role))!;
  const subnets = (kind: string) => stack.of('AWS::EC2::Subnet').filter((subnet) => tagsOf(subnet)['aws-cdk:subnet-type'] === kind);
  const logBucket = stack.of('AWS::S3::Bucket').find((bucket) => pointsAt(attribute(alb, 'access_logs.s3.bucket'), bucket))!;

  test('LOAN-13: outputs VpcId, AlbDnsName, EcsClusterName, DbEndpoint and LogBucketName', () => {
    expect(Object.keys(stack.template.Outputs).sort()).toEqual(['AlbDnsName', 'DbEndpoint', 'EcsClusterName', 'LogBucketName', 'VpcId']);
    expect(pointsAt(stack.template.Outputs.VpcId.Value, stack.one('AWS::EC2::VPC'))).toBe(true);
    expect(stack.template.Outputs.AlbDnsName.Value).toEqual({ 'Fn::GetAtt': [alb.id, 'DNSName'] });
    expect(stack.template.Outputs.EcsClusterName.Value).toEqual({ Ref: stack.one('AWS::ECS::Cluster').id });
    expect(stack.template.Outputs.DbEndpoint.Value).toEqual({ 'Fn::GetAtt': [cluster.id, 'Endpoint.Address'] });
    expect(pointsAt(stack.template.Outputs.LogBucketName.Value, logBucket)).toBe(true);
  });

  test('LOAN-10: the tags have the values of the workload', () => {
    expect(tagsOf(cluster)).toMatchObject({ Environment: suffix, CostCenter: 'loan-processing', ComplianceLevel: 'high' });
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
    expect(service.properties.DesiredCount).toBeUndefined();
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
    expect(JSON.stringify(task.properties)).not.toMatch(/password/i);
  });
});

test('LOAN-11: a stack of the platform in another Region is an error at synth', () => {
  const app = new App();
  const stage = new LoanPlatform(app, 'loan-dev', { lifecycle: Lifecycle.EPHEMERAL, suffix: 'dev' });
  new Stack(stage, 'Copy', { env: { region: 'us-east-1' } });
  expect(() => app.synth()).toThrow("Region of stack 'loan-dev/Copy' must be one of eu-west-2, got us-east-1: workload 'loan' allows no other");
});
