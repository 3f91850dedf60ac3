import { App, Stack } from 'aws-cdk-lib';
import { everyPlatform } from './every-platform';
import { behind, literals, mentions, platform, pointsAt, Resource, statementsOf, tagsOf } from './support';
import { PaymentPlatform } from '../../examples/payment/payment-platform';
import { Lifecycle } from '../../src';

const TAGS = ['Environment', 'CostCenter', 'DataClassification', 'PciScope'];
const OUTPUTS = ['albDnsName', 'auditBucketName', 'clusterEndpoint', 'staticBucketName'];

everyPlatform('payment', {
  tags: TAGS,
  outputs: OUTPUTS,
  openPorts: [80, 443],
  stateful: [
    'AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault', 'AWS::SecretsManager::Secret',
  ],
  atLeast: { names: 15, taggable: 60, logGroups: 4 },
  exempt: [{
    requirement: 'ALL-12',
    of: /^payment-us-west-2-.*\/BackupVault\w+: has no alarm on NumberOfBackupJobsFailed$/,
    why: 'nothing is backed up to the vault in the other Region but copied to it; a failed copy alarms in the Region that it comes from',
  }],
});

const attribute = ({ properties }: Resource, key: string) => properties.LoadBalancerAttributes.find(({ Key }: any) => Key === key)?.Value;

const ofPlatform = (context: Record<string, string>) => {
  const stacks = platform('payment', context);
  const named = (name: string) => stacks.find(({ artifact }) => artifact.stackName === name)!;
  return { stacks, stack: named(`payment-${context.suffix}`), recovery: named(`payment-us-west-2-${context.suffix}`) };
};

describe.each([
  ['ephemeral', { suffix: 'dev', lifecycle: 'ephemeral' }], ['production', { suffix: 'prod', lifecycle: 'production' }],
])('the payment platform, %s', (lifecycle, context) => {
  const { suffix } = context;
  const { stacks, stack, recovery } = ofPlatform(context);
  const cluster = stack.one('AWS::RDS::DBCluster');
  const alb = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const service = stack.one('AWS::ECS::Service');
  const task = stack.one('AWS::ECS::TaskDefinition');
  const webAcl = stack.one('AWS::WAFv2::WebACL');
  const [app, collector] = task.properties.ContainerDefinitions;
  const subnets = (kind: string) => stack.of('AWS::EC2::Subnet').filter((subnet) => tagsOf(subnet)['aws-cdk:subnet-type'] === kind);
  const keyNamed = (type: string) => stack.of('AWS::KMS::Key').find((key) => stack.of('AWS::KMS::Alias')
    .some(({ properties }) => properties.AliasName === `alias/payment-${type}-${suffix}` && pointsAt(properties.TargetKeyId, key)))!;
  const bucketBehind = (output: string) => behind(stack.template.Outputs[output].Value, stack, stacks)!;
  const logGroup = (name: string) => stack.of('AWS::Logs::LogGroup').find(({ properties }) => properties.LogGroupName === name)!;

  test('PAY-01: three public and three private subnets in three zones, isolated ones for the database, a NAT gateway per zone in production and one in ephemeral', () => {
    for (const kind of ['Public', 'Private', 'Isolated']) {
      expect(subnets(kind).map(({ properties }) => properties.AvailabilityZone)).toEqual([0, 1, 2].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })));
    }
    const gateways = stack.of('AWS::EC2::NatGateway');
    expect(gateways.map(({ properties }) => behind(properties.SubnetId, stack, stacks)!.properties.AvailabilityZone['Fn::Select'][0]).sort())
      .toEqual(lifecycle === 'production' ? [0, 1, 2] : [0]);
    const group = behind(cluster.properties.DBSubnetGroupName, stack, stacks)!;
    expect(group.properties.SubnetIds).toHaveLength(3);
    expect(group.properties.SubnetIds.every((reference: any) => subnets('Isolated').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
  });

  test('PAY-02: endpoints for S3, images, logs and every other AWS service that the workload calls, for its own principals', () => {
    const endpoints = stack.of('AWS::EC2::VPCEndpoint');
    const services = endpoints.map(({ properties }) => literals(properties.ServiceName).join('').replace(/^com\.amazonaws\.(us-east-1)?\.?/, '').replace(/^\./, ''));
    expect(services.sort()).toEqual(['dynamodb', 'ecr.api', 'ecr.dkr', 'ecs-agent', 'kms', 'logs', 's3', 'secretsmanager', 'ssm', 'sts', 'xray']);
    const inside = endpoints.filter(({ properties }) => properties.VpcEndpointType === 'Interface');
    expect(inside).toHaveLength(9);
    for (const { properties } of inside) {
      expect(properties.PrivateDnsEnabled).toBe(true);
      expect(properties.SubnetIds).toHaveLength(3);
      expect(properties.SubnetIds.every((reference: any) => subnets('Private').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
    }
    for (const endpoint of endpoints) {
      const allowed = statementsOf(endpoint).filter(({ Effect }) => Effect === 'Allow');
      expect(allowed.length).toBeGreaterThan(0);
      expect(allowed.some(({ Condition }) => Condition?.StringEquals?.['aws:PrincipalAccount'])).toBe(true);
    }
  });

  test('PAY-03: two tasks of 1 vCPU and 2 GiB on a read-only root file system behind the load balancer, scaling', () => {
    expect(task.properties).toMatchObject({ Cpu: '1024', Memory: '2048', RequiresCompatibilities: ['FARGATE'] });
    expect(service.properties.DesiredCount).toBeUndefined();
    for (const container of task.properties.ContainerDefinitions) {
      expect(container).toMatchObject({ ReadonlyRootFilesystem: true, Privileged: false, User: '1000:1000' });
      expect(container.MountPoints ?? []).toEqual([]);
      expect(container.LinuxParameters.Tmpfs.map(({ ContainerPath }: any) => ContainerPath)).toEqual(['/tmp']);
    }
    expect(pointsAt(service.properties.LoadBalancers[0].TargetGroupArn, stack.one('AWS::ElasticLoadBalancingV2::TargetGroup'))).toBe(true);
    expect(service.properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
    const target = stack.one('AWS::ApplicationAutoScaling::ScalableTarget');
    expect(target.properties.MinCapacity).toBe(2);
    expect(target.properties.MaxCapacity).toBeGreaterThan(2);
    const policies = stack.of('AWS::ApplicationAutoScaling::ScalingPolicy').filter(({ properties }) => pointsAt(properties.ScalingTargetId, target));
    expect(policies.length).toBeGreaterThanOrEqual(2);
  });

  test('PAY-04: an HTTPS listener with a certificate; HTTP redirects', () => {
    const listener = (port: number) => stack.of('AWS::ElasticLoadBalancingV2::Listener').find(({ properties }) => properties.Port === port)!.properties;
    expect(listener(443)).toMatchObject({ Protocol: 'HTTPS', Certificates: [{ CertificateArn: { Ref: 'CertificateArn' } }], SslPolicy: expect.stringMatching(/TLS13/) });
    expect(listener(80).DefaultActions).toMatchObject([{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }]);
    const { stack: withDomain } = ofPlatform({ ...context, domainName: 'pay.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', hostedZoneName: 'example.com' });
    expect(withDomain.one('AWS::CertificateManager::Certificate').properties).toMatchObject({ DomainName: 'pay.example.com', ValidationMethod: 'DNS' });
  });

  test('PAY-05: the web ACL blocks SQL injection, XSS and floods, and logs without cookies and authorization headers', () => {
    const rules = webAcl.properties.Rules;
    const groups = rules.filter(({ OverrideAction }: any) => OverrideAction?.None)
      .map(({ Statement }: any) => Statement.ManagedRuleGroupStatement.Name);
    expect(groups).toEqual(expect.arrayContaining(['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesSQLiRuleSet']));
    const [limit] = rules.filter(({ Statement }: any) => Statement.RateBasedStatement);
    expect(limit).toMatchObject({ Action: { Block: {} }, Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000 } } });
    const { properties: association } = stack.one('AWS::WAFv2::WebACLAssociation');
    expect(pointsAt(association.ResourceArn, alb) && pointsAt(association.WebACLArn, webAcl)).toBe(true);
    const { properties: logging } = stack.one('AWS::WAFv2::LoggingConfiguration');
    expect(pointsAt(logging.ResourceArn, webAcl)).toBe(true);
    const group = logGroup(`aws-waf-logs-payment-web-acl-${suffix}`);
    expect(mentions(logging.LogDestinationConfigs, group)).toBe(true);
    expect(logging.RedactedFields.map(({ SingleHeader }: any) => SingleHeader.Name).sort()).toEqual(['authorization', 'cookie']);
  });

  test('PAY-06: Aurora PostgreSQL with a writer and two readers, a key, point-in-time recovery and TLS forced', () => {
    const instances = stack.of('AWS::RDS::DBInstance').filter(({ properties }) => pointsAt(properties.DBClusterIdentifier, cluster));
    expect(instances).toHaveLength(3);
    for (const { properties } of instances) expect(properties.PubliclyAccessible).toBe(false);
    expect(cluster.properties).toMatchObject({ Engine: 'aurora-postgresql', StorageEncrypted: true, BackupRetentionPeriod: expect.any(Number) });
    expect(cluster.properties.BackupRetentionPeriod).toBeGreaterThanOrEqual(7);
    expect(pointsAt(cluster.properties.KmsKeyId, keyNamed('rds-key'))).toBe(true);
    const parameters = behind(cluster.properties.DBClusterParameterGroupName, stack, stacks)!.properties.Parameters;
    expect(parameters).toMatchObject({ 'rds.force_ssl': '1', 'ssl_min_protocol_version': 'TLSv1.2' });
  });

  test('PAY-07: three keys, for RDS, S3 and CloudWatch, each with a policy for its own services', () => {
    expect(stack.of('AWS::KMS::Key')).toHaveLength(3);
    const usersOf = (type: string) => new Set(statementsOf(keyNamed(type)).filter(({ Sid }) => Sid !== 'AccountAdministration')
      .map(({ Principal, Condition }) => (Principal.Service ?? Condition.StringEquals['kms:ViaService']).replace(/\.(us-east-1\.)?amazonaws\.com$/, '')));
    expect(usersOf('rds-key')).toEqual(new Set(['rds', 'secretsmanager', 'backup']));
    expect(usersOf('s3-key')).toEqual(new Set(['s3', 'cloudtrail']));
    // Amazon SQS: the dead-letter queue of the rotation function.
    expect(usersOf('cloudwatch-key')).toEqual(new Set(['logs', 'cloudwatch', 'events', 'sqs']));
    for (const type of ['rds-key', 's3-key', 'cloudwatch-key']) {
      const [administration] = statementsOf(keyNamed(type)).filter(({ Sid }) => Sid === 'AccountAdministration');
      expect([administration.Action].flat().filter((action: string) => /Decrypt|Encrypt|GenerateDataKey|CreateGrant/.test(action))).toEqual([]);
    }
  });

  test('PAY-08: the static and the audit bucket are versioned and age; the audit bucket is immutable in production', () => {
    for (const output of ['staticBucketName', 'auditBucketName']) {
      const { properties } = bucketBehind(output);
      expect(properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      const [rule] = properties.LifecycleConfiguration.Rules;
      expect(rule).toMatchObject({ Status: 'Enabled', Transitions: [expect.anything()], NoncurrentVersionExpiration: expect.anything() });
      const [{ ServerSideEncryptionByDefault }] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(pointsAt(ServerSideEncryptionByDefault.KMSMasterKeyID, keyNamed('s3-key'))).toBe(true);
      expect(properties.LoggingConfiguration.DestinationBucketName).toBeDefined();
    }
    const { properties } = bucketBehind('auditBucketName');
    expect([properties.ObjectLockEnabled, properties.ObjectLockConfiguration]).toEqual(lifecycle === 'production'
      ? [true, { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } } }]
      : [undefined, undefined]);
  });

  test('PAY-08: the application reads the static bucket, and writes to neither', () => {
    const bucket = bucketBehind('staticBucketName');
    const actions = stack.of('AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy').flatMap(statementsOf)
      .filter((statement) => [bucket, bucketBehind('auditBucketName')].some(({ id }) => JSON.stringify(statement.Resource).includes(`"${id}"`)))
      .flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.startsWith('s3:')).sort()).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(task.properties.ContainerDefinitions[0].Environment).toContainEqual({ Name: 'STATIC_BUCKET', Value: { Ref: bucket.id } });
  });

  test('PAY-08: API calls of the account are recorded in the audit bucket, with validation', () => {
    const trail = stack.one('AWS::CloudTrail::Trail');
    expect(trail.properties).toMatchObject({ TrailName: `payment-trail-${suffix}`, IsLogging: true, EnableLogFileValidation: true, IsMultiRegionTrail: true });
    expect(pointsAt(trail.properties.S3BucketName, bucketBehind('auditBucketName'))).toBe(true);
    expect(pointsAt(trail.properties.KMSKeyId, keyNamed('s3-key'))).toBe(true);
  });

  test('PAY-09: application, audit, firewall and network logs are kept for exactly 365 days under the CloudWatch key', () => {
    for (const name of [
      `/aws/ecs/payment-app-${suffix}`, `/aws/rds/cluster/payment-aurora-cluster-${suffix}/postgresql`, `aws-waf-logs-payment-web-acl-${suffix}`,
      `/aws/cloudtrail/payment-trail-${suffix}`,
    ]) expect(logGroup(name)).toBeDefined();
    for (const { properties } of stack.of('AWS::Logs::LogGroup')) {
      expect(properties.RetentionInDays).toBe(365);
      expect(pointsAt(properties.KmsKeyId, keyNamed('cloudwatch-key'))).toBe(true);
    }
    expect(cluster.properties.EnableCloudwatchLogsExports).toEqual(['postgresql']);
  });

  test('PAY-10: daily backups for 30 days, copied to an encrypted vault in us-west-2 that the app makes', () => {
    const [rule, ...others] = stack.one('AWS::Backup::BackupPlan').properties.BackupPlan.BackupPlanRule;
    expect(others).toEqual([]);
    expect(rule).toMatchObject({ ScheduleExpression: expect.stringMatching(/^cron\(0 \d+ \* \* \? \*\)$/), Lifecycle: { DeleteAfterDays: 30 } });
    const [copy] = rule.CopyActions;
    expect(copy.Lifecycle).toEqual({ DeleteAfterDays: 30 });
    const vault = recovery.one('AWS::Backup::BackupVault');
    expect(behind(copy.DestinationBackupVaultArn, stack, stacks)).toBe(vault);
    expect(recovery.artifact.environment.region).toBe('us-west-2');
    expect(pointsAt(vault.properties.EncryptionKeyArn, recovery.one('AWS::KMS::Key'))).toBe(true);
    expect(statementsOf(recovery.one('AWS::KMS::Key')).map(({ Condition }) => Condition?.StringEquals?.['kms:ViaService']))
      .toEqual(expect.arrayContaining(['backup.us-west-2.amazonaws.com', 'rds.us-west-2.amazonaws.com']));
    expect(vault.properties.LockConfiguration).toEqual(lifecycle === 'production' ? { MinRetentionDays: 7 } : undefined);
    expect(statementsOf(vault).map(({ Effect }) => Effect)).toEqual(lifecycle === 'production' ? ['Deny', 'Deny'] : []);
    const selected = stack.of('AWS::Backup::BackupSelection').flatMap(({ properties }) => properties.BackupSelection.Resources);
    expect(selected.some((resource: any) => mentions(resource, cluster))).toBe(true);
    expect(recovery.of('AWS::Lambda::Function')).toEqual([]);
  });

  test('PAY-11: no policy of an identity has an action with a wildcard', () => {
    const identities = stacks.flatMap(({ of }) => of('AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy'));
    expect(identities.length).toBeGreaterThan(10);
    expect(identities.flatMap(statementsOf).flatMap(({ Action }) => [Action].flat()).filter((action: string) => action.includes('*'))).toEqual([]);
    expect(identities.flatMap(({ properties }) => literals(properties.ManagedPolicyArns))).toEqual([]);
  });

  test('PAY-12: names are payment-{type}-{suffix}, the outputs are those required', () => {
    expect(tagsOf(stack.one('AWS::EC2::VPC')).Name).toBe(`payment-vpc-${suffix}`);
    expect(stack.one('AWS::ECS::Cluster').properties.ClusterName).toBe(`payment-cluster-${suffix}`);
    expect(cluster.properties.DBClusterIdentifier).toBe(`payment-aurora-cluster-${suffix}`);
    expect(alb.properties.Name).toBe(`payment-alb-${suffix}`);
    expect(webAcl.properties.Name).toBe(`payment-web-acl-${suffix}`);
    expect(stack.one('AWS::Backup::BackupVault').properties.BackupVaultName).toBe(`payment-backup-vault-${suffix}`);
    expect(recovery.one('AWS::Backup::BackupVault').properties.BackupVaultName).toBe(`payment-recovery-vault-${suffix}`);
    expect(Object.keys(stack.template.Outputs).sort()).toEqual(OUTPUTS);
    expect(stack.template.Outputs.albDnsName.Value).toEqual({ 'Fn::GetAtt': [alb.id, 'DNSName'] });
    expect(stack.template.Outputs.clusterEndpoint.Value).toEqual({ 'Fn::GetAtt': [cluster.id, 'Endpoint.Address'] });
    expect(bucketBehind('staticBucketName').id).not.toBe(bucketBehind('auditBucketName').id);
  });

  test('PAY-14: the credentials are in Secrets Manager and rotate; the service signs in by IAM and holds none', () => {
    const secret = stack.one('AWS::SecretsManager::Secret');
    expect(secret.properties.GenerateSecretString).toBeDefined();
    expect(pointsAt(secret.properties.KmsKeyId, keyNamed('rds-key'))).toBe(true);
    expect(literals(cluster.properties.MasterUserPassword).join('')).toMatch(/^\{\{resolve:secretsmanager:/);
    const { properties: rotation } = stack.one('AWS::SecretsManager::RotationSchedule');
    const attachment = behind(rotation.SecretId, stack, stacks)!;
    expect(pointsAt(attachment.properties.SecretId, secret)).toBe(true);
    expect(rotation.RotationRules.ScheduleExpression).toBe('rate(90 days)');
    // The function that Secrets Manager publishes has a log group without key and retention, which remains.
    expect(rotation.HostedRotationLambda).toBeUndefined();
    const rotator = behind(rotation.RotationLambdaARN, stack, stacks)!;
    expect(pointsAt(behind(rotator.properties.LoggingConfig.LogGroup, stack, stacks)!.properties.KmsKeyId, keyNamed('cloudwatch-key'))).toBe(true);
    expect(stack.template.Transform).toBeUndefined();
    expect(mentions(task.properties, secret)).toBe(false);
    expect(JSON.stringify(stack.of('AWS::IAM::ManagedPolicy').flatMap(statementsOf).filter(({ Action }) => Action === 'rds-db:connect').map(({ Resource: on }) => on)))
      .toContain('/payment_app');
  });

  test('PAY-14: alarms, AWS Config rules, SSM parameters and traces', () => {
    expect(stack.of('AWS::CloudWatch::Alarm').length).toBeGreaterThan(20);
    expect(stack.of('AWS::Config::ConformancePack').map(({ properties }) => properties.ConformancePackName)).toContain(`payment-pci-dss-4-0-1-${suffix}`);
    const parameter = stack.one('AWS::SSM::Parameter');
    expect(parameter.properties.Name).toBe(`/payment/${suffix}/limits/amount`);
    expect(app.Secrets.map(({ Name, ValueFrom }: any) => [Name, mentions(ValueFrom, parameter)])).toEqual([['AMOUNT_LIMIT', true]]);
    expect(app.Environment).toContainEqual({ Name: 'OTEL_EXPORTER_OTLP_ENDPOINT', Value: 'http://localhost:4318' });
    expect(collector.Image).toMatch(/aws-otel-collector/);
    const taskRole = behind(task.properties.TaskRoleArn, stack, stacks)!;
    const actions = stack.of('AWS::IAM::ManagedPolicy').filter(({ properties }) => properties.Roles?.some((role: any) => pointsAt(role, taskRole)))
      .flatMap(statementsOf).flatMap(({ Action }) => [Action].flat());
    expect(actions).toContain('xray:PutTraceSegments');
  });

  test('all resources are tagged with their relation to the cardholder data environment', () => {
    const scopes = (type: string) => new Set(stack.of(type).map((resource) => tagsOf(resource).PciScope));
    expect(scopes('AWS::RDS::DBCluster')).toEqual(new Set(['cde']));
    expect(scopes('AWS::SNS::Topic')).toEqual(new Set(['security-impacting']));
    expect(tagsOf(recovery.one('AWS::Backup::BackupVault')).PciScope).toBe('cde');
  });

  test('load balancer logs go to a bucket of access logs', () => {
    expect(attribute(alb, 'access_logs.s3.enabled')).toBe('true');
  });
});

test('a stack of the payment platform in a third Region fails synthesis', () => {
  const app = new App();
  const stage = new PaymentPlatform(app, 'payment-dev', { lifecycle: Lifecycle.EPHEMERAL, suffix: 'dev' });
  new Stack(stage, 'Copy', { env: { region: 'eu-west-1' } });
  expect(() => app.synth()).toThrow("Region of stack 'payment-dev/Copy' must be one of us-east-1, us-west-2, got eu-west-1: workload 'payment' allows no other");
});
