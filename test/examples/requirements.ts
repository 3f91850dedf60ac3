import { tooWide } from './policies';
import { behind, literals, mentions, PlatformStack, pointsAt, Resource, statementsOf, tagsOf } from './support';

/** A platform as it was synthesized, and what it is to be held to. */
export interface Judged {
  readonly lifecycle: string;
  readonly suffix: string;
  readonly stacks: PlatformStack[];
  /** Keys of the tags that everything taggable must have. */
  readonly tags: readonly string[];
  /** Days that its log groups keep. */
  readonly logRetentionDays: number;
}

/** What falls short of a requirement, and where. */
export interface Shortfall {
  readonly resource: Resource;
  readonly what: string;
}

export interface Requirement {
  readonly id: string;
  readonly sentence: string;
  readonly shortfalls: (platform: Judged) => Shortfall[];
}

/** Types with data of their own. */
const STATEFUL = [
  'AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::Logs::LogGroup',
  'AWS::Backup::BackupVault', 'AWS::Kinesis::Stream', 'AWS::SecretsManager::Secret',
];

const isMember = ({ type, properties }: Resource) => type === 'AWS::RDS::DBInstance' && properties.DBClusterIdentifier !== undefined;

/** The members of a database cluster have no data of their own. */
export const isStateful = (resource: Resource) => STATEFUL.includes(resource.type) && !isMember(resource);

/** The property that names a resource, where it is not one of its type: `AWS::S3::Bucket` has BucketName. */
const NAME_PROPERTIES: Record<string, string> = {
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::RDS::DBClusterParameterGroup': 'DBClusterParameterGroupName',
  'AWS::Logs::ResourcePolicy': 'PolicyName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateName',
  'AWS::Config::ConfigurationRecorder': 'Name',
  'AWS::Config::DeliveryChannel': 'Name',
  // Of an API's own stages.
  'AWS::ApiGateway::Stage': '',
};

/** Properties that name something else than the resource they are of, or name it inside another one only. */
const NAMES_OF_OTHERS = [
  'BackupVaultName', 'BucketName', 'CACertificateIdentifier', 'CloudWatchLogsLogGroupName', 'ClusterName', 'DatabaseName', 'DBInstanceIdentifier', 'DBClusterIdentifier',
  'DBName', 'DBSubnetGroupName', 'DBParameterGroupName', 'DBClusterParameterGroupName', 'DomainName', 'FunctionName', 'HostedZoneName', 'LogGroupName',
  'MetricName', 'OptionGroupName', 'PolicyName', 'PropertyName', 'RoleName', 'S3BucketName', 'ServiceName', 'SourceDBInstanceIdentifier', 'StageName', 'StreamName',
];


function resourcesOf({ stacks }: { stacks: PlatformStack[] }, ...types: string[]): Resource[] {
  return stacks.flatMap((stack) => (types.length ? stack.of(...types) : stack.resources));
}

function where(resources: Resource[], holds: (resource: Resource) => boolean, what: string | ((resource: Resource) => string)): Shortfall[] {
  return resources.filter((resource) => !holds(resource)).map((resource) => ({ resource, what: typeof what === 'string' ? what : what(resource) }));
}

/** Resources whose names are set, with the text of the name. */
export function physicalNames(platform: { stacks: PlatformStack[] }): { resource: Resource; property: string; name: string }[] {
  return resourcesOf(platform).filter(({ type }) => type.startsWith('AWS::')).flatMap((resource) => {
    const property = nameProperty(resource);
    const value = property && resource.properties[property];
    const name = literals(value).join('');
    return property && name && !hasIdOfAnother(value) ? [{ resource, property, name }] : [];
  });
}

/** Whether a name has in it what CloudFormation named another resource, and so is as distinct as that. */
function hasIdOfAnother(name: any): boolean {
  if (name === null || typeof name !== 'object') return false;
  if ('Fn::GetAtt' in name || (typeof name.Ref === 'string' && !name.Ref.startsWith('AWS::'))) return true;
  return Object.values(name).some(hasIdOfAnother);
}

function nameProperty({ type, properties }: Resource): string | undefined {
  const short = type.split('::')[2];
  return NAME_PROPERTIES[type] ?? [`${short}Name`, 'Name'].find((property) => property in properties);
}

const databases = (platform: Judged) => resourcesOf(platform, 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance').filter(isStateful);
const groupsOf = ({ properties }: Resource): any[] => properties.VpcSecurityGroupIds ?? properties.VPCSecurityGroups ?? [];
const databaseGroups = (platform: Judged) => databases(platform)
  .flatMap((database) => groupsOf(database).map((reference) => behind(reference, database.stack, platform.stacks)!));

function isKey(value: any, { stack }: Resource, { stacks }: Judged): boolean {
  const resource = behind(value, stack, stacks);
  return resource !== undefined && ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::KMS::Alias'].includes(resource.type);
}

/** Where the stores of data name their keys; a bucket may have a key of S3, for not every writer of logs knows another. */
const KEYS_OF: Record<string, (properties: any) => any[]> = {
  'AWS::RDS::DBCluster': (properties) => [properties.KmsKeyId],
  'AWS::RDS::DBInstance': ({ DBClusterIdentifier, KmsKeyId }) => (DBClusterIdentifier ? [] : [KmsKeyId]),
  'AWS::SNS::Topic': (properties) => [properties.KmsMasterKeyId],
  'AWS::SQS::Queue': (properties) => [properties.KmsMasterKeyId],
  'AWS::Backup::BackupVault': (properties) => [properties.EncryptionKeyArn],
  'AWS::Kinesis::Stream': (properties) => [properties.StreamEncryption?.KeyId],
  'AWS::SecretsManager::Secret': (properties) => [properties.KmsKeyId],
  'AWS::CloudTrail::Trail': (properties) => [properties.KMSKeyId],
  'AWS::EC2::LaunchTemplate': ({ LaunchTemplateData: { BlockDeviceMappings } }) => (BlockDeviceMappings ?? [{}]).map(({ Ebs }: any) => Ebs?.Encrypted && Ebs.KmsKeyId),
};

function denyPlainHttp(platform: Judged, type: string, policyType: string, of: (policy: Resource, resource: Resource) => boolean): Shortfall[] {
  return where(resourcesOf(platform, type), (resource) => resource.stack.of(policyType).filter((policy) => of(policy, resource)).flatMap(statementsOf)
    .some(({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false'), 'does not deny plain HTTP');
}

/** What a database's parameter group says so that it rejects unencrypted connections. */
function forcesTls(database: Resource, { stacks }: Judged): boolean {
  const { DBClusterParameterGroupName, DBParameterGroupName } = database.properties;
  const parameters = behind(DBClusterParameterGroupName ?? DBParameterGroupName, database.stack, stacks)?.properties.Parameters ?? {};
  return parameters.require_secure_transport === 'ON' || String(parameters['rds.force_ssl']) === '1';
}

/** Rules of security groups that let the whole internet in, with their group. */
export function openRules(platform: { stacks: PlatformStack[] }): { rule: any; group: Resource }[] {
  return resourcesOf(platform, 'AWS::EC2::SecurityGroup').flatMap((group) => [
    ...(group.properties.SecurityGroupIngress ?? []),
    ...group.stack.of('AWS::EC2::SecurityGroupIngress').map(({ properties }) => properties).filter(({ GroupId }) => pointsAt(GroupId, group)),
  ].filter(({ CidrIp, CidrIpv6 }) => CidrIp === '0.0.0.0/0' || CidrIpv6 === '::/0').map((rule) => ({ rule, group })));
}

/** Whether a rule opens the front door: one of a public load balancer's two ports. */
function isFrontDoor({ rule, group }: { rule: any; group: Resource }): boolean {
  return rule.FromPort === rule.ToPort && [80, 443].includes(rule.FromPort) && group.stack.of('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .some(({ properties }) => properties.Scheme === 'internet-facing' && properties.SecurityGroups.some((reference: any) => pointsAt(reference, group)));
}

/** Properties that take a reference to a secret and do not show its value (RDS User Guide; CloudFormation User Guide, Dynamic references). */
const SECRET_REFERENCES = ['MasterUserPassword', 'MasterUsername'];

function secrets({ properties }: Resource): string[] {
  const found = literals(properties).filter((text) => /AKIA[0-9A-Z]{16}|-----BEGIN/.test(text)).map(() => 'has key material');
  const elsewhere = Object.fromEntries(Object.entries(properties).filter(([key]) => !SECRET_REFERENCES.includes(key)));
  found.push(...literals(elsewhere).filter((text) => text.includes('{{resolve:')).map((text) => `has ${text}, and everyone who can describe the resource sees the value`));
  const { MasterUserPassword, SecretString, ContainerDefinitions } = properties;
  if (MasterUserPassword && !literals(MasterUserPassword).join('').startsWith('{{resolve:secretsmanager:')) found.push('has a password');
  if (SecretString) found.push('has the value of a secret');
  for (const { Name } of (ContainerDefinitions ?? []).flatMap(({ Environment }: any) => Environment ?? [])) {
    if (/password/i.test(Name)) found.push(`has ${Name} in the environment`);
  }
  return found;
}

function isProtected({ properties }: Resource): boolean {
  return properties.DeletionProtection === true || properties.DeletionProtectionEnabled === true
    || properties.LoadBalancerAttributes?.find(({ Key }: any) => Key === 'deletion_protection.enabled')?.Value === 'true';
}

const PROTECTABLE = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::ElasticLoadBalancingV2::LoadBalancer'];

function lifecycleShortfalls(platform: Judged): Shortfall[] {
  const resources = resourcesOf(platform);
  if (platform.lifecycle === 'production') {
    return [
      ...where(resources.filter(isStateful), ({ deletionPolicy }) => ['Snapshot', 'RetainExceptOnCreate'].includes(deletionPolicy ?? ''), 'goes with the stack, or stays when its creation is rolled back'),
      ...where(resources.filter(isStateful), ({ updateReplacePolicy }) => ['Retain', 'Snapshot'].includes(updateReplacePolicy ?? ''), 'goes when it is replaced'),
      ...where(resources.filter((resource) => PROTECTABLE.includes(resource.type) && !isMember(resource)), isProtected, 'has no deletion protection'),
      ...where(resourcesOf(platform, 'Custom::S3AutoDeleteObjects'), () => false, 'empties a bucket'),
      ...platform.stacks.filter(({ artifact }) => !artifact.terminationProtection).map(({ resources: [resource] }) => ({ resource, what: 'is in a stack without termination protection' })),
    ];
  }
  return [
    ...where(resources, ({ deletionPolicy, updateReplacePolicy }) => [deletionPolicy, updateReplacePolicy].every((policy) => !policy || policy === 'Delete'), 'outlives the stack'),
    ...where(resources, (resource) => !isProtected(resource), 'has deletion protection'),
    ...where(resourcesOf(platform, 'AWS::S3::Bucket'), (bucket) => bucket.stack.of('Custom::S3AutoDeleteObjects')
      .filter(({ properties }) => pointsAt(properties.BucketName, bucket)).length === 1, 'is not emptied'),
    ...platform.stacks.filter(({ artifact }) => artifact.terminationProtection).map(({ resources: [resource] }) => ({ resource, what: 'is in a stack with termination protection' })),
  ];
}

/** Metrics that there must be an alarm on for each resource of a type. */
const WATCHED: Record<string, string[]> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count', 'UnHealthyHostCount'],
  'AWS::RDS::DBCluster': ['CPUUtilization', 'FreeableMemory', 'DatabaseConnections'],
  'AWS::RDS::DBInstance': ['CPUUtilization', 'FreeableMemory', 'DatabaseConnections', 'FreeStorageSpace'],
  'AWS::ECS::Service': ['CPUUtilization', 'MemoryUtilization', 'RunningTaskCount'],
  'AWS::AutoScaling::AutoScalingGroup': ['CPUUtilization'],
  'AWS::Kinesis::Stream': ['GetRecords.IteratorAgeMilliseconds', 'WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded'],
  'AWS::EC2::NatGateway': ['ErrorPortAllocation'],
  'AWS::Backup::BackupVault': ['NumberOfBackupJobsFailed'],
};

function alarmShortfalls(platform: Judged): Shortfall[] {
  const alarms = resourcesOf(platform, 'AWS::CloudWatch::Alarm');
  const unwatched = Object.entries(WATCHED).flatMap(([type, metrics]) => resourcesOf(platform, type)
    .filter((resource) => !isMember(resource))
    .flatMap((resource) => metrics.filter((metric) => !alarms.some((alarm) => alarm.stack === resource.stack && mentions(alarm.properties, resource)
      && literals(alarm.properties.Metrics ?? alarm.properties.MetricName).includes(metric)))
      .map((metric) => ({ resource, what: `has no alarm on ${metric}` }))));

  const rollingBack = (alarm: Resource) => alarm.stack.of('AWS::ECS::Service')
    .some(({ properties }) => (properties.DeploymentConfiguration?.Alarms?.AlarmNames ?? []).some((name: any) => pointsAt(name, alarm)));
  const targetsOf = (alarm: Resource) => (alarm.properties.AlarmActions ?? []).map((action: any) => behind(action, alarm.stack, platform.stacks));
  const scaling = (alarm: Resource) => targetsOf(alarm).length > 0 && targetsOf(alarm).every((target: any) => /ScalingPolicy$/.test(target?.type));
  // The members of a composite alarm have sent notifications already.
  const telling = [...alarms, ...resourcesOf(platform, 'AWS::CloudWatch::CompositeAlarm').filter((alarm) => targetsOf(alarm).length > 0)]
    .filter((alarm) => !rollingBack(alarm) && !scaling(alarm));
  const silent = where(telling, (alarm) => targetsOf(alarm).length > 0 && targetsOf(alarm)
    .every((target: any) => target?.type === 'AWS::SNS::Topic' && isKey(target.properties.KmsMasterKeyId, target, platform)), 'tells no encrypted topic');

  // An alarm can only tell a topic of its own Region.
  const regions = new Set(telling.map(({ stack }) => stack.artifact.environment.region));
  const topics = [...new Set(telling.flatMap(targetsOf))] as Resource[];
  const [dashboard, ...moreDashboards] = resourcesOf(platform, 'AWS::CloudWatch::Dashboard');
  return [
    ...unwatched,
    ...silent,
    ...topics.slice(regions.size).map((resource) => ({ resource, what: 'is one more topic for alarms' })),
    ...moreDashboards.map((resource) => ({ resource, what: 'is one more dashboard' })),
    ...(dashboard ? [] : [{ resource: platform.stacks[0].resources[0], what: 'is in a platform without a dashboard' }]),
  ];
}

/** Requirements that hold for every platform, read from its templates. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'ALL-01',
    sentence: 'the suffix is in every physical name that is set',
    shortfalls: (platform) => [
      ...physicalNames(platform).filter(({ name }) => !name.includes(platform.suffix)).map(({ resource, property, name }) => ({ resource, what: `${property} is ${name}` })),
      ...resourcesOf(platform).filter(({ type }) => type.startsWith('AWS::')).flatMap((resource) => Object.keys(resource.properties)
        .filter((key) => /(Name|Identifier)$/.test(key) && key !== nameProperty(resource) && !NAMES_OF_OTHERS.includes(key) && literals(resource.properties[key]).length > 0)
        .map((key) => ({ resource, what: `${key} is set, and is not listed as a physical name or another value` }))),
      ...platform.stacks.filter(({ artifact }) => !artifact.stackName.includes(platform.suffix)).map(({ artifact, resources: [resource] }) => ({ resource, what: `stack is ${artifact.stackName}` })),
    ],
  },
  {
    id: 'ALL-02',
    sentence: 'every taggable resource has the required tags, and so has what it launches',
    shortfalls: (platform) => {
      const has = (tags: Record<string, string>) => platform.tags.every((key) => tags[key]);
      const listed = (list: any[]) => Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
      return [
        ...where(resourcesOf(platform).filter(({ taggable }) => taggable), (resource) => has(tagsOf(resource)), 'lacks a tag'),
        ...where(resourcesOf(platform, 'AWS::ECS::Service'), ({ properties }) => properties.PropagateTags === 'SERVICE' && properties.EnableECSManagedTags === true, 'does not tag its tasks'),
        ...where(resourcesOf(platform, 'AWS::AutoScaling::AutoScalingGroup'), ({ properties }) => has(listed(properties.Tags.filter(({ PropagateAtLaunch }: any) => PropagateAtLaunch))), 'does not tag its instances'),
        ...where(resourcesOf(platform, 'AWS::EC2::LaunchTemplate'), ({ properties }) => ['instance', 'volume'].every((type) => has(listed(
          (properties.LaunchTemplateData.TagSpecifications ?? []).filter(({ ResourceType }: any) => ResourceType === type).flatMap(({ Tags }: any) => Tags)))), 'does not tag what it launches'),
      ];
    },
  },
  {
    id: 'ALL-03',
    sentence: 'keys rotate, have an alias and a pending window by lifecycle',
    shortfalls: (platform) => [
      ...where(resourcesOf(platform, 'AWS::KMS::Key'), ({ properties }) => properties.EnableKeyRotation === true, 'does not rotate'),
      ...where(resourcesOf(platform, 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey'), ({ properties }) => properties.PendingWindowInDays === (platform.lifecycle === 'ephemeral' ? 7 : 30), 'has another pending window'),
      ...where(resourcesOf(platform, 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey'), (key) => key.stack.of('AWS::KMS::Alias').some(({ properties }) => pointsAt(properties.TargetKeyId, key)), 'has no alias'),
    ],
  },
  {
    id: 'ALL-03',
    sentence: 'key policies allow only services to use a key, each under a condition',
    shortfalls: (platform) => resourcesOf(platform, 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey').flatMap((resource) => statementsOf(resource)
      .filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().some((action) => /Decrypt|Encrypt|GenerateDataKey|CreateGrant/.test(action)))
      // Amazon EventBridge sends no condition keys to AWS KMS (SNS Developer Guide, Key management).
      .filter(({ Principal }) => Principal.Service !== 'events.amazonaws.com')
      .filter(({ Principal, Condition }) => !Condition || !(Principal.Service ?? Condition.StringEquals?.['kms:ViaService']))
      .map(({ Sid, Action }) => ({ resource, what: `${Sid} allows ${Action} to more than a service under a condition` }))),
  },
  {
    id: 'ALL-03',
    sentence: 'every store of data is encrypted',
    shortfalls: (platform) => [
      ...where(resourcesOf(platform, 'AWS::S3::Bucket'), ({ properties }) => properties.BucketEncryption !== undefined, 'is not encrypted'),
      ...where(databases(platform), ({ properties }) => properties.StorageEncrypted === true, 'is not encrypted'),
      ...where(resourcesOf(platform, ...Object.keys(KEYS_OF)), (resource) => KEYS_OF[resource.type](resource.properties).every((key) => isKey(key, resource, platform)), 'has no key of the platform'),
    ],
  },
  {
    id: 'ALL-04',
    sentence: 'buckets, topics and queues deny plain HTTP, databases reject unencrypted connections, plain listeners only redirect',
    shortfalls: (platform) => [
      ...denyPlainHttp(platform, 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', (policy, bucket) => pointsAt(policy.properties.Bucket, bucket)),
      ...denyPlainHttp(platform, 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', (policy, topic) => mentions(policy.properties.Topics, topic)),
      ...denyPlainHttp(platform, 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', (policy, queue) => mentions(policy.properties.Queues, queue)),
      ...where(databases(platform), (database) => forcesTls(database, platform), 'takes unencrypted connections'),
      ...where(resourcesOf(platform, 'AWS::ElasticLoadBalancingV2::Listener').filter(({ properties }) => properties.Protocol !== 'HTTPS'),
        ({ properties }) => properties.DefaultActions.every(({ Type, RedirectConfig }: any) => Type === 'redirect' && RedirectConfig.Protocol === 'HTTPS'), 'answers over plain HTTP'),
      ...where(resourcesOf(platform, 'AWS::CloudFront::Distribution'), ({ properties: { DistributionConfig } }) => [DistributionConfig.DefaultCacheBehavior, ...DistributionConfig.CacheBehaviors ?? []]
        .every(({ ViewerProtocolPolicy }) => ['redirect-to-https', 'https-only'].includes(ViewerProtocolPolicy)), 'answers over plain HTTP'),
    ],
  },
  {
    id: 'ALL-05',
    sentence: 'no policy allows every action, of all services or of one; Resource * stands where the API knows no resource, with the reason recorded',
    shortfalls: (platform) => resourcesOf(platform).flatMap((resource) => tooWide(resource).map((what) => ({ resource, what }))),
  },
  {
    id: 'ALL-06',
    sentence: 'only public load balancers are open to the internet, at 80 and 443; databases have no way out',
    shortfalls: (platform) => [
      ...openRules(platform).filter((open) => !isFrontDoor(open)).map(({ rule, group }) => ({ resource: group, what: `is open to the internet from ${rule.FromPort} to ${rule.ToPort}` })),
      ...where(resourcesOf(platform, 'AWS::EC2::SecurityGroupIngress').filter(({ properties }) => properties.CidrIp === '0.0.0.0/0' || properties.CidrIpv6 === '::/0'),
        ({ stack, properties }) => stack.of('AWS::EC2::SecurityGroup').some((group) => pointsAt(properties.GroupId, group)), 'opens a security group that is not in its stack'),
      ...where(databases(platform), (database) => groupsOf(database).length > 0, 'has no security group'),
      ...where(databaseGroups(platform), ({ properties }) => properties.SecurityGroupEgress?.length === 1 && properties.SecurityGroupEgress[0].CidrIp === '255.255.255.255/32', 'lets the database out'),
      ...resourcesOf(platform, 'AWS::EC2::SecurityGroupEgress').filter(({ stack, properties }) => databaseGroups(platform).some((group) => group === behind(properties.GroupId, stack, platform.stacks)))
        .map((resource) => ({ resource, what: 'lets the database out' })),
    ],
  },
  {
    id: 'ALL-07',
    sentence: 'no secret in the templates or their outputs',
    shortfalls: (platform) => [
      ...resourcesOf(platform).flatMap((resource) => secrets(resource).map((what) => ({ resource, what }))),
      ...platform.stacks.flatMap(({ template, resources: [resource] }) => literals(template.Outputs).filter((text) => /\{\{resolve:|password|secret/i.test(text))
        .map((text) => ({ resource, what: `is in a stack with the output ${text}` }))),
      ...platform.stacks.flatMap(({ template, resources: [resource] }) => literals([template.Parameters, template.Mappings, template.Metadata])
        .filter((text) => /AKIA[0-9A-Z]{16}|-----BEGIN/.test(text)).map(() => ({ resource, what: 'is in a stack with key material' }))),
    ],
  },
  {
    id: 'ALL-08',
    sentence: 'every log group has the retention asked for',
    shortfalls: (platform) => where(resourcesOf(platform, 'AWS::Logs::LogGroup'), ({ properties }) => properties.RetentionInDays === platform.logRetentionDays,
      ({ properties }) => `keeps ${properties.RetentionInDays} days`),
  },
  {
    id: 'ALL-08',
    sentence: 'every log group has a key of the platform',
    shortfalls: (platform) => where(resourcesOf(platform, 'AWS::Logs::LogGroup'), (group) => isKey(group.properties.KmsKeyId, group, platform), 'has no key'),
  },
  { id: 'ALL-09', sentence: 'what the lifecycle keeps is kept, and nothing else', shortfalls: lifecycleShortfalls },
  {
    id: 'ALL-11',
    sentence: 'all traffic of every VPC is logged to an encrypted group, its default security group is closed',
    shortfalls: (platform) => where(resourcesOf(platform, 'AWS::EC2::VPC'), (vpc) => vpc.stack.of('AWS::EC2::FlowLog').some(({ properties }) => pointsAt(properties.ResourceId, vpc)
      && properties.TrafficType === 'ALL' && properties.LogDestinationType === 'cloud-watch-logs'
      && vpc.stack.of('AWS::Logs::LogGroup').some((group) => mentions(properties, group) && isKey(group.properties.KmsKeyId, group, platform)))
      && vpc.stack.of('Custom::VpcRestrictDefaultSG').filter(({ properties }) => pointsAt(properties.DefaultSecurityGroupId, vpc)).length === 1,
    'has traffic that is not logged, or an open default security group'),
  },
  { id: 'ALL-12', sentence: 'alarms on what the platform depends on go to one encrypted topic, and there is one dashboard', shortfalls: alarmShortfalls },
];
