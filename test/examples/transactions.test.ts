import { everyPlatform } from './every-platform';
import { behind, literals, mentions, platform, PlatformStack, pointsAt, Resource, statementsOf, tagsOf } from './support';

const TAGS = ['Environment', 'Application', 'CostCenter'];
const SECRET_HEADER = 'the value that a load balancer compares and CloudFront sends has to stand with them; it is resolved at deployment, generated and rotated';

everyPlatform('transactions', {
  tags: TAGS,
  outputs: ['AlbDnsName', 'AlertTopicArn', 'DbEndpoint', 'DistributionDomainName', 'LogBucketName', 'StaticBucketName', 'VpcId'],
  openPorts: [],
  stateful: ['AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault', 'AWS::SecretsManager::Secret'],
  atLeast: { names: 20, taggable: 60, logGroups: 8 },
  exempt: [
    { requirement: 'ALL-07', of: /\/EdgeRule\w+: has {{resolve:secretsmanager:/, why: SECRET_HEADER },
    { requirement: 'ALL-07', of: /\/CdnDistribution\w+: has {{resolve:secretsmanager:/, why: SECRET_HEADER },
  ],
});

const CLOUDFRONT = 'pl-3b927c52';
const RULES = ['SecurityGroupIngress', 'SecurityGroupEgress'] as const;

/** Rules of a security group, those that stand alone included. */
function rulesOf(stack: PlatformStack, group: Resource, kind: (typeof RULES)[number]): any[] {
  return [...group.properties[kind] ?? [], ...stack.of(`AWS::EC2::${kind}`).map(({ properties }) => properties).filter(({ GroupId }) => pointsAt(GroupId, group))];
}

describe.each([
  ['ephemeral', { suffix: 'dev', lifecycle: 'ephemeral' }, 'test'], ['production', { suffix: 'prod', lifecycle: 'production' }, 'prod'],
])('the transactions platform, %s', (lifecycle, context, environment) => {
  const { suffix } = context;
  const stacks = platform('transactions', context);
  const [stack] = stacks;
  const alb = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const cluster = stack.one('AWS::RDS::DBCluster');
  const group = stack.one('AWS::AutoScaling::AutoScalingGroup');
  const template = stack.one('AWS::EC2::LaunchTemplate').properties.LaunchTemplateData;
  const listener = stack.one('AWS::ElasticLoadBalancingV2::Listener');
  const { DistributionConfig: distribution } = stack.one('AWS::CloudFront::Distribution').properties;
  const subnets = (kind: string) => stack.of('AWS::EC2::Subnet').filter((subnet) => tagsOf(subnet)['aws-cdk:subnet-type'] === kind);
  const bucketBehind = (output: string) => behind(stack.template.Outputs[output].Value, stack, stacks)!;
  const groupsOf = (references: any[]) => references.map((reference) => behind(reference, stack, stacks)!);
  const [albGroup] = groupsOf(alb.properties.SecurityGroups);
  const [instanceGroup] = groupsOf(template.SecurityGroupIds);
  const secretNamed = (type: string) => stack.of('AWS::SecretsManager::Secret').find(({ properties }) => properties.Name === `secret-${type}-${environment}-${suffix}`)!;
  const attachmentsOf = (secret: Resource) => stack.of('AWS::SecretsManager::SecretTargetAttachment').filter(({ properties }) => pointsAt(properties.SecretId, secret));
  const rotationOf = (secret: Resource) => stack.of('AWS::SecretsManager::RotationSchedule')
    .find(({ properties }) => [secret, ...attachmentsOf(secret)].some((each) => pointsAt(properties.SecretId, each)))!.properties;

  test('everything is in one stack, in us-east-1', () => {
    expect(stacks.map(({ artifact }) => [artifact.stackName, artifact.environment.region])).toEqual([[`transactions-${suffix}`, 'us-east-1']]);
  });

  test('FIN-01: a VPC with three public and three private subnets in three zones, NAT and internet gateways, route tables', () => {
    for (const kind of ['Public', 'Private', 'Isolated']) {
      expect(subnets(kind).map(({ properties }) => properties.AvailabilityZone)).toEqual([0, 1, 2].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })));
    }
    expect(stack.of('AWS::EC2::NatGateway')).toHaveLength(lifecycle === 'production' ? 3 : 1);
    stack.one('AWS::EC2::InternetGateway');
    const defaultRoute = (subnet: Resource) => {
      const table = stack.of('AWS::EC2::SubnetRouteTableAssociation').find(({ properties }) => pointsAt(properties.SubnetId, subnet))!.properties.RouteTableId;
      return stack.of('AWS::EC2::Route').map(({ properties }) => properties).filter(({ RouteTableId }) => RouteTableId.Ref === table.Ref);
    };
    expect(subnets('Public').flatMap(defaultRoute).every(({ GatewayId }) => GatewayId)).toBe(true);
    expect(subnets('Private').map((subnet) => defaultRoute(subnet).filter(({ NatGatewayId }) => NatGatewayId).length)).toEqual([1, 1, 1]);
    expect(subnets('Isolated').flatMap(defaultRoute)).toEqual([]);
  });

  test('FIN-02: instances of type t3.large on Amazon Linux 2023, launched by a template with user data and IMDSv2 only', () => {
    expect(template.InstanceType).toBe('t3.large');
    expect(literals(template.ImageId).join('')).toMatch(/resolve:ssm:.*al2023-ami/);
    expect(template.MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
    const userData = literals(template.UserData).join('');
    expect(userData).toContain('cfn-signal');
    expect(userData).toContain('aws s3 cp --only-show-errors "$APP_ARTIFACT"');
    expect(userData).toContain('APP_ARTIFACT_SHA256=');
    expect(group.properties.VPCZoneIdentifier).toHaveLength(3);
    expect(group.properties.VPCZoneIdentifier.every((reference: any) => subnets('Private').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
  });

  test('FIN-03: scales out at 70 % CPU, in at 30 %, and has at least three instances from 08:00 to 18:00 in New York', () => {
    const thresholds = stack.of('AWS::CloudWatch::Alarm').map(({ properties }) => properties)
      .filter(({ AlarmActions }) => stack.of('AWS::AutoScaling::ScalingPolicy').some((policy) => mentions(AlarmActions, policy)))
      .map(({ MetricName, ComparisonOperator, Threshold }) => [MetricName, ComparisonOperator, Threshold]);
    expect(thresholds.sort()).toEqual([
      ['CPUUtilization', 'GreaterThanOrEqualToThreshold', 70], ['CPUUtilization', 'LessThanOrEqualToThreshold', 30],
    ]);
    const schedule = stack.of('AWS::AutoScaling::ScheduledAction').map(({ properties: { Recurrence, TimeZone, MinSize } }) => [Recurrence, TimeZone, Number(MinSize)]);
    expect(schedule.sort()).toEqual([['0 18 * * 1-5', 'America/New_York', 2], ['0 8 * * 1-5', 'America/New_York', 3]]);
    expect(Number(group.properties.MaxSize)).toBeGreaterThanOrEqual(3);
  });

  test('FIN-04: the load balancer is in the public subnets, uses HTTPS, and requires status 200 from /health', () => {
    expect(alb.properties.Scheme).toBe('internet-facing');
    expect(alb.properties.Subnets.every((reference: any) => subnets('Public').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
    expect(listener.properties).toMatchObject({ Port: 443, Protocol: 'HTTPS', SslPolicy: expect.stringMatching(/TLS13/), Certificates: [{ CertificateArn: { Ref: 'CertificateArn' } }] });
    const targets = stack.one('AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(targets.properties).toMatchObject({ HealthCheckPath: '/health', Matcher: { HttpCode: '200' } });
    expect(group.properties.TargetGroupARNs.some((reference: any) => pointsAt(reference, targets))).toBe(true);
  });

  describe('FIN-06: the application accepts requests only from CloudFront', () => {
    test('the security group of the load balancer allows only CloudFront on port 443', () => {
      expect(alb.properties.SecurityGroups).toHaveLength(1);
      expect(rulesOf(stack, albGroup, 'SecurityGroupIngress').map(({ FromPort, ToPort, IpProtocol, SourcePrefixListId, ...rest }) => (
        [IpProtocol, FromPort, ToPort, SourcePrefixListId, rest.CidrIp, rest.CidrIpv6, rest.SourceSecurityGroupId]))).toEqual([['tcp', 443, 443, CLOUDFRONT, undefined, undefined, undefined]]);
    });

    test('its only listener returns 403 for requests without the secret', () => {
      expect(listener.properties.DefaultActions).toEqual([expect.objectContaining({ Type: 'fixed-response', FixedResponseConfig: expect.objectContaining({ StatusCode: '403' }) })]);
    });

    test('every forwarding rule requires the header of CloudFront, whose value is a reference to a secret', () => {
      const rules = stack.of('AWS::ElasticLoadBalancingV2::ListenerRule');
      expect(rules.length).toBeGreaterThan(0);
      const [{ OriginCustomHeaders }] = distribution.Origins.filter(({ CustomOriginConfig }: any) => CustomOriginConfig);
      const [{ HeaderName, HeaderValue }] = OriginCustomHeaders;
      for (const { properties: { ListenerArn, Conditions } } of rules) {
        expect(pointsAt(ListenerArn, listener)).toBe(true);
        expect(Conditions.filter(({ Field }: any) => Field === 'http-header')).toEqual([
          { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: HeaderName, Values: [HeaderValue] } },
        ]);
      }
      expect(literals(HeaderValue).join('')).toMatch(/^\{\{resolve:secretsmanager:.*:SecretString:::\}\}$/);
      const origin = stack.of('AWS::SecretsManager::Secret').find((each) => mentions(HeaderValue, each))!;
      expect(origin.properties).toMatchObject({ GenerateSecretString: { PasswordLength: 64 } });
      expect(stack.of('AWS::SecretsManager::RotationSchedule').filter(({ properties }) => pointsAt(properties.SecretId, origin))
        .map(({ properties }) => properties.RotationRules.AutomaticallyAfterDays)).toEqual([30]);
    });

    test('only the load balancer can connect to the instances, which have no public address', () => {
      const sources = rulesOf(stack, instanceGroup, 'SecurityGroupIngress');
      expect(sources.map(({ SourceSecurityGroupId, CidrIp, CidrIpv6, SourcePrefixListId }) => [
        pointsAt(SourceSecurityGroupId, albGroup), CidrIp, CidrIpv6, SourcePrefixListId,
      ])).toEqual([[true, undefined, undefined, undefined]]);
      expect(template.NetworkInterfaces ?? []).toEqual([]);
      expect(subnets('Private').every(({ properties }) => !properties.MapPublicIpOnLaunch)).toBe(true);
    });

    test('the distribution uses HTTPS for viewers and origin, with a web ACL with a rate limit and managed rules', () => {
      expect(distribution.ViewerCertificate).toMatchObject({ MinimumProtocolVersion: 'TLSv1.2_2025', AcmCertificateArn: { Ref: 'CertificateArn' } });
      expect(distribution.Origins.flatMap(({ CustomOriginConfig }: any) => CustomOriginConfig ?? [])).toEqual([{ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] }]);
      const acl = behind(distribution.WebACLId, stack, stacks)!;
      expect(acl.properties).toMatchObject({ Scope: 'CLOUDFRONT', Name: `web-acl-${environment}-${suffix}` });
      const statements = acl.properties.Rules.map(({ Statement }: any) => Statement);
      expect(statements.filter(({ RateBasedStatement }: any) => RateBasedStatement)).toEqual([{ RateBasedStatement: expect.objectContaining({ Limit: 1000, AggregateKeyType: 'IP' }) }]);
      expect(statements.flatMap(({ ManagedRuleGroupStatement: { Name } = {} as any }: any) => Name ?? []))
        .toEqual(expect.arrayContaining(['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesSQLiRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet']));
    });

    test('static content is cached, responses of the application are not', () => {
      const [fixed] = distribution.CacheBehaviors;
      expect(fixed).toMatchObject({ PathPattern: '/static/*', CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6', ViewerProtocolPolicy: 'redirect-to-https' });
      expect(distribution.DefaultCacheBehavior).toMatchObject({ CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', ViewerProtocolPolicy: 'redirect-to-https' });
    });
  });

  test('FIN-05: Aurora MySQL 8.0, two instances in different zones, a key, seven days of point-in-time recovery, Performance Insights, TLS required', () => {
    expect(cluster.properties).toMatchObject({
      Engine: 'aurora-mysql',
      EngineVersion: expect.stringMatching(/^8\.0\.mysql_aurora\.3\./),
      StorageEncrypted: true,
      BackupRetentionPeriod: 7,
      PerformanceInsightsEnabled: true,
    });
    expect(behind(cluster.properties.KmsKeyId, stack, stacks)!.type).toBe('AWS::KMS::Key');
    const instances = stack.of('AWS::RDS::DBInstance');
    expect(instances).toHaveLength(2);
    for (const { properties } of instances) expect(properties).toMatchObject({ PubliclyAccessible: false, DBInstanceClass: 'db.r7g.large' });
    expect(instances.map(({ properties }) => properties.AvailabilityZone).sort()).toEqual([0, 1].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })));
    expect(behind(cluster.properties.DBSubnetGroupName, stack, stacks)!.properties.SubnetIds).toHaveLength(3);
    expect(behind(cluster.properties.DBClusterParameterGroupName, stack, stacks)!.properties.Parameters.require_secure_transport).toBe('ON');
  });

  test('FIN-07: only this distribution can read the bucket of static content and use its key', () => {
    const bucket = bucketBehind('StaticBucketName');
    const cdn = stack.one('AWS::CloudFront::Distribution');
    const [policy] = stack.of('AWS::S3::BucketPolicy').filter(({ properties }) => pointsAt(properties.Bucket, bucket));
    const readers = statementsOf(policy).filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('s3:GetObject'));
    expect(readers.map(({ Principal, Condition }) => [Principal.Service, mentions(Condition.StringEquals['aws:SourceArn'], cdn)])).toEqual([['cloudfront.amazonaws.com', true]]);
    const [encryption] = bucket.properties.BucketEncryption.ServerSideEncryptionConfiguration;
    const key = behind(encryption.ServerSideEncryptionByDefault.KMSMasterKeyID, stack, stacks)!;
    const decrypting = statementsOf(key).filter(({ Principal }) => Principal.Service === 'cloudfront.amazonaws.com');
    expect(decrypting.map(({ Action, Condition }) => [Action, mentions(Condition.ArnLike['aws:SourceArn'], cdn)])).toEqual([['kms:Decrypt', true]]);
    const [origin] = distribution.Origins.filter(({ S3OriginConfig }: any) => S3OriginConfig);
    expect(behind(origin.OriginAccessControlId, stack, stacks)!.type).toBe('AWS::CloudFront::OriginAccessControl');
    expect(bucket.properties.PublicAccessBlockConfiguration)
      .toEqual({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true });
  });

  test('FIN-07: application logs are kept for 90 days and audit history for 365, encrypted', () => {
    const expiry = ({ properties }: Resource) => properties.LifecycleConfiguration.Rules.map(({ ExpirationInDays }: any) => ExpirationInDays);
    const logBucket = bucketBehind('LogBucketName');
    expect(expiry(logBucket)).toEqual([90]);
    expect(logBucket.properties.BucketEncryption).toBeDefined();
    const attribute = alb.properties.LoadBalancerAttributes.find(({ Key }: any) => Key === 'access_logs.s3.bucket').Value;
    const audit = behind(attribute, stack, stacks)!;
    expect(expiry(audit)).toEqual([365]);
    expect(mentions(stack.one('AWS::Logs::DeliveryDestination').properties.DestinationResourceArn, audit)).toBe(true);
    const acl = stack.of('AWS::WAFv2::LoggingConfiguration').flatMap(({ properties }) => properties.LogDestinationConfigs);
    const groups = stack.of('AWS::Logs::LogGroup').filter((each) => mentions(acl, each) || /\/audit$/.test(literals(each.properties.LogGroupName ?? '').join('')));
    expect(groups.length).toBeGreaterThan(2);
    for (const { properties } of groups) expect(properties.RetentionInDays).toBeGreaterThanOrEqual(365);
  });

  test.each(['database', 'application'])('FIN-08: the credentials of the %s are generated, and rotated every 30 days by a function', (type) => {
    const secret = secretNamed(type);
    expect(secret.properties).toMatchObject({ GenerateSecretString: { SecretStringTemplate: expect.anything(), GenerateStringKey: 'password' } });
    const rotation = rotationOf(secret);
    expect(rotation.RotationRules).toEqual({ ScheduleExpression: 'rate(30 days)' });
    const rotator = behind(rotation.RotationLambdaARN, stack, stacks)!;
    expect(rotator.type).toBe('AWS::Lambda::Function');
    expect(rotator.properties.VpcConfig.SubnetIds).toHaveLength(3);
  });

  test('FIN-08: instances can read the secret of the application by reference, but not that of the administrator', () => {
    const userData = literals(template.UserData).join('');
    expect(userData).toContain('DB_PASSWORD_SECRET_ARN');
    expect(userData).not.toContain('{{resolve:');
    const [application] = attachmentsOf(secretNamed('application'));
    const others = [secretNamed('database'), ...attachmentsOf(secretNamed('database'))];
    expect(mentions(template.UserData, application)).toBe(true);
    expect(others.some((other) => mentions(template.UserData, other))).toBe(false);
    const profile = behind(template.IamInstanceProfile.Arn ?? template.IamInstanceProfile.Name, stack, stacks)!;
    const instanceRole = behind(profile.properties.Roles[0], stack, stacks)!;
    const reads = stack.of('AWS::IAM::ManagedPolicy').filter(({ properties }) => properties.Roles?.some((role: any) => pointsAt(role, instanceRole)))
      .flatMap(statementsOf).filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'));
    expect(reads.map(({ Resource: on }) => pointsAt(on, application))).toEqual([true]);
  });

  test('FIN-08: the application has two alternating users with its privileges, and instances depend on the database', () => {
    expect(mentions(secretNamed('application').properties.GenerateSecretString.SecretStringTemplate, attachmentsOf(secretNamed('database'))[0])).toBe(true);
    const rotator = behind(rotationOf(secretNamed('application')).RotationLambdaARN, stack, stacks)!;
    expect(rotator.properties.Environment.Variables).toMatchObject({ DATABASE_USER: 'transactions', PRIVILEGES: '["SELECT, INSERT, CREATE ON transactions.*"]' });
    const databases = stack.of('AWS::RDS::DBInstance').map(({ id }) => id);
    expect(group.dependsOn).toEqual(expect.arrayContaining(databases));
  });

  test('FIN-09: log groups, a filter for errors, alarms on errors and on a metric of the application, to the topic; logs reach the bucket', () => {
    const names = stack.of('AWS::Logs::LogGroup').map(({ properties }) => properties.LogGroupName);
    expect(names).toContain(`/log-group-${environment}-${suffix}/app`);
    const app = stack.of('AWS::Logs::LogGroup').find(({ properties }) => properties.LogGroupName === `/log-group-${environment}-${suffix}/app`)!;
    const filter = stack.one('AWS::Logs::MetricFilter');
    expect(filter.properties.FilterPattern).toBe('{ $.level = "error" }');
    expect(pointsAt(filter.properties.LogGroupName, app)).toBe(true);
    const topic = behind(stack.template.Outputs.AlertTopicArn.Value, stack, stacks)!;
    expect(topic.properties.TopicName).toBe(`topic-critical-alerts-${environment}-${suffix}`);
    for (const metric of ['ApplicationErrors', 'TransactionErrors', '5xxErrorRate']) {
      const alarms = stack.of('AWS::CloudWatch::Alarm').filter(({ properties }) => properties.MetricName === metric);
      expect(alarms.map(({ properties }) => properties.AlarmActions.some((action: any) => pointsAt(action, topic)))).toEqual([true]);
    }
    const stream = stack.one('AWS::KinesisFirehose::DeliveryStream');
    const shipped = stack.of('AWS::Logs::SubscriptionFilter').map(({ properties }) => [pointsAt(properties.LogGroupName, app), pointsAt(properties.DestinationArn, stream)]);
    expect(shipped).toEqual([[true, true]]);
    expect(mentions(stream.properties.ExtendedS3DestinationConfiguration.BucketARN, bucketBehind('LogBucketName'))).toBe(true);
  });

  test('FIN-10: the roles of the instances and of the rotation may read their own secret and no other', () => {
    const readers = stack.of('AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy').flatMap((policy) => statementsOf(policy)
      .filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue')).map(({ Resource: on }) => on));
    expect(readers.length).toBeGreaterThan(1);
    for (const on of readers) expect([on].flat().every((each: any) => stack.of('AWS::SecretsManager::Secret', 'AWS::SecretsManager::SecretTargetAttachment').some((one) => mentions(each, one)))).toBe(true);
    const profile = behind(template.IamInstanceProfile.Arn ?? template.IamInstanceProfile.Name, stack, stacks)!;
    expect(behind(profile.properties.Roles[0], stack, stacks)!.properties.ManagedPolicyArns ?? []).toEqual([]);
  });

  test('FIN-11: the tags have the values of the workload', () => {
    expect(tagsOf(cluster)).toMatchObject({ Environment: environment, Application: 'transactions', CostCenter: 'transaction-processing' });
    expect(group.properties.Tags.map(({ Key, PropagateAtLaunch }: any) => PropagateAtLaunch && Key)).toEqual(expect.arrayContaining(TAGS));
  });

  test('FIN-12: names are {resource-type}-{environment}-{suffix}', () => {
    const named = (type: string) => `${type}-${environment}-${suffix}`;
    expect(tagsOf(stack.one('AWS::EC2::VPC')).Name).toBe(named('vpc'));
    expect(alb.properties.Name).toBe(named('alb'));
    expect(cluster.properties.DBClusterIdentifier).toBe(named('aurora-cluster'));
    expect(group.properties.AutoScalingGroupName).toBe(named('asg'));
    expect(literals(bucketBehind('StaticBucketName').properties.BucketName).join('')).toMatch(new RegExp(`^s3-static-.*-${environment}-${suffix}$`));
    expect(stack.of('AWS::KMS::Alias').map(({ properties }) => properties.AliasName).sort()).toEqual(['data-key', 'logs-key', 'storage-key'].map((type) => `alias/${named(type)}`));
  });

  test('FIN-12: all resources of ephemeral environments can be deleted', () => {
    const kept = stack.resources.filter(({ deletionPolicy }) => deletionPolicy === 'RetainExceptOnCreate' || deletionPolicy === 'Snapshot');
    expect(kept.length > 0).toBe(lifecycle === 'production');
    expect(cluster.properties.DeletionProtection).toBe(lifecycle === 'production');
  });
});

test('FIN-06: a domain creates certificates and records for the distribution and for the load balancer', () => {
  const [stack] = platform('transactions', { domainName: 'pay.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', hostedZoneName: 'example.com' });
  expect(stack.of('AWS::CertificateManager::Certificate').map(({ properties }) => properties.DomainName).sort()).toEqual(['origin.pay.example.com', 'pay.example.com']);
  expect(stack.of('AWS::Route53::RecordSet').map(({ properties }) => `${properties.Name} ${properties.Type}`).sort())
    .toEqual(['origin.pay.example.com. A', 'pay.example.com. A', 'pay.example.com. AAAA']);
  const { DistributionConfig: { Origins, Aliases } } = stack.one('AWS::CloudFront::Distribution').properties;
  expect(Aliases).toEqual(['pay.example.com']);
  expect(Origins.flatMap(({ CustomOriginConfig, DomainName }: any) => (CustomOriginConfig ? DomainName : []))).toEqual(['origin.pay.example.com']);
});
