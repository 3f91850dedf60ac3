/** Resources of the stacks of a platform by id, as `modelOf` names them. */
type Resources = Readonly<Record<string, any>>;

const list = (value: any): any[] => value === undefined ? [] : [value].flat();

/**
 * A second reader of templates: the connections that resources permit, as `kind: from > to`, with protocol and ports for network. It shares no code with the
 * derivation of the evidence, and reads the properties that the platforms use.
 */
export class TemplateReader {
  /** Kinds whose flows are all read. */
  public static readonly KINDS = ['network', 'event', 'stream', 'log delivery', 'replication', 'backup'];

  private readonly found = new Set<string>();

  constructor(private readonly resources: Resources, private readonly region: string) {}

  public read(): string[] {
    this.rules();
    this.endpoints();
    this.events();
    this.logs();
    this.copies();
    return [...this.found].sort();
  }

  private all(...types: string[]): [string, any][] {
    return Object.entries(this.resources).filter(([, { Type }]) => types.includes(Type)).map(([id, { Properties = {} }]) => [id, Properties]);
  }

  private add(kind: string, from: readonly string[], to: readonly string[], detail = ''): void {
    for (const source of from) for (const target of to) this.found.add(`${kind}: ${source} > ${target}${detail}`);
  }

  /** Ids that a value of a resource refers to. Ids of stacks after the first have the name of the stack. */
  private referred(value: any, by: string): string[] {
    const prefix = by.includes('/') ? `${by.split('/')[0]}/` : '';
    const text = JSON.stringify(value ?? null);
    const names = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)|\$\{([A-Za-z0-9]+)/g)].map(([, ref, sub]) => `${prefix}${ref ?? sub}`);
    // The CDK names outputs that other stacks read after the logical id, which ends with a hash.
    const outputs = [...text.matchAll(/"StackName":"([^"]+)".*?"OutputName":"PublishOutput(?:FnGetAtt|Ref)(\w+?[0-9A-F]{8})/g)].map(([, stack, name]) => `${stack}/${name}`);
    return [...new Set([...names, ...outputs])].filter((name) => name in this.resources);
  }

  private of(type: RegExp, value: any, by: string): string[] {
    return this.referred(value, by).filter((id) => type.test(this.resources[id].Type));
  }

  /** Components that a resource belongs to, where something else refers to it: services of a task, groups of a launch template, users of a role. */
  private carriers(id: string): string[] {
    const { Type } = this.resources[id];
    if (!/TaskDefinition|LaunchTemplate|InstanceProfile|IAM::Role/.test(Type)) return [id];
    return Object.keys(this.resources).filter((other) => other !== id && !/Policy|KMS::|LogGroup|Permission/.test(this.resources[other].Type)
      && this.referred(this.resources[other].Properties, other).includes(id)).flatMap((other) => this.carriers(other));
  }

  private members(group: string): string[] {
    const users = Object.keys(this.resources).filter((id) => !/SecurityGroup/.test(this.resources[id].Type)
      && this.referred(this.resources[id].Properties, id).includes(group) && !/Custom::|DBSubnetGroup/.test(this.resources[id].Type));
    return [...new Set(users.flatMap((id) => this.carriers(id)))];
  }

  private rules(): void {
    for (const [group, { SecurityGroupIngress, SecurityGroupEgress }] of this.all('AWS::EC2::SecurityGroup')) {
      for (const rule of list(SecurityGroupIngress)) this.rule(rule, group, group, true);
      for (const rule of list(SecurityGroupEgress)) this.rule(rule, group, group, false);
    }
    for (const [id, rule] of this.all('AWS::EC2::SecurityGroupIngress')) this.rule(rule, this.referred(rule.GroupId, id)[0], id, true);
    for (const [id, rule] of this.all('AWS::EC2::SecurityGroupEgress')) this.rule(rule, this.referred(rule.GroupId, id)[0], id, false);
  }

  private rule(rule: any, group: string, by: string, ingress: boolean): void {
    if (/^(255\.255\.255\.255|127\.0\.0\.1)\/32$/.test(rule.CidrIp)) return;
    const peers = this.peers(rule, by);
    const own = this.members(group);
    const ports = rule.FromPort === rule.ToPort ? `${rule.FromPort}` : `${rule.FromPort}-${rule.ToPort}`;
    this.add('network', ingress ? peers : own, ingress ? own : peers, ` | ${String(rule.IpProtocol).toUpperCase()} ${ports}`);
  }

  private peers(rule: any, by: string): string[] {
    const { CidrIp, CidrIpv6, SourcePrefixListId, DestinationPrefixListId } = rule;
    const group = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId;
    if (group) return this.members(this.referred(group, by)[0]);
    if (SourcePrefixListId ?? DestinationPrefixListId) return [`prefix list:${SourcePrefixListId ?? DestinationPrefixListId}`];
    if (CidrIp === '0.0.0.0/0' || CidrIpv6 === '::/0') return ['internet:'];
    const vpcs = [...this.of(/EC2::VPC$/, CidrIp, by), ...this.all('AWS::EC2::VPC').filter(([, { CidrBlock }]) => CidrBlock === CidrIp).map(([id]) => id)];
    return vpcs.length > 0 ? vpcs : [`address range:${CidrIp ?? CidrIpv6}`];
  }

  private endpoints(): void {
    for (const [id, { ServiceName, VpcEndpointType, RouteTableIds }] of this.all('AWS::EC2::VPCEndpoint')) {
      const name = typeof ServiceName === 'string' ? ServiceName : ServiceName['Fn::Join'][1].map((part: any) => part.Ref === 'AWS::Region' ? this.region : part).join('');
      const subnets = this.all('AWS::EC2::SubnetRouteTableAssociation').filter(([by, { RouteTableId }]) => this.referred(RouteTableIds, id).includes(this.referred(RouteTableId, by)[0]))
        .flatMap(([by, { SubnetId }]) => this.referred(SubnetId, by));
      this.add('network', VpcEndpointType === 'Interface' ? [id] : subnets, [`aws service:${name}`], ` | TCP ${VpcEndpointType === 'Interface' ? '443' : '80, 443'}`);
    }
  }

  private events(): void {
    for (const [id, { TopicArn, Endpoint }] of this.all('AWS::SNS::Subscription')) this.add('event', this.referred(TopicArn, id), this.referred(Endpoint, id));
    for (const [id, { RedrivePolicy }] of this.all('AWS::SQS::Queue')) this.add('event', [id], this.referred(RedrivePolicy?.deadLetterTargetArn, id));
    for (const [id, { DeadLetterConfig }] of this.all('AWS::Lambda::Function')) this.add('event', [id], this.referred(DeadLetterConfig?.TargetArn, id));
    for (const [id, { EventSourceArn, FunctionName }] of this.all('AWS::Lambda::EventSourceMapping')) this.add('stream', this.referred(EventSourceArn, id), this.referred(FunctionName, id));
    for (const [id, { Targets, EventPattern }] of this.all('AWS::Events::Rule')) {
      this.add('event', [id], list(Targets).flatMap(({ Arn }) => this.referred(Arn, id)));
      if (EventPattern) this.add('event', ['aws service:events.amazonaws.com'], [id]);
    }
    for (const [id, { NotificationConfiguration }] of this.all('AWS::S3::Bucket')) {
      if (NotificationConfiguration?.EventBridgeConfiguration) this.add('event', [id], ['aws service:events.amazonaws.com']);
    }
    for (const [id, { SecretId, RotationLambdaARN }] of this.all('AWS::SecretsManager::RotationSchedule')) {
      const secrets = this.referred(SecretId, id).flatMap((target) => /Attachment/.test(this.resources[target].Type) ? this.referred(this.resources[target].Properties.SecretId, target) : [target]);
      this.add('event', secrets, this.referred(RotationLambdaARN, id));
    }
    const actions = this.all('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').flatMap(([id, { AlarmActions, OKActions }]) => (
      [...list(AlarmActions), ...list(OKActions)].flatMap((action) => this.referred(action, id))));
    this.add('event', ['aws service:cloudwatch.amazonaws.com'], actions.flatMap((action) => this.scaled(action)));
    for (const [id, { ServiceToken }] of Object.entries(this.resources).filter(([, { Type }]) => Type.startsWith('Custom::')).map(([name, { Properties }]) => [name, Properties] as const)) {
      this.add('event', ['aws service:cloudformation.amazonaws.com'], this.referred(ServiceToken, id));
    }
  }

  /** What an action of an alarm reaches: a topic, or what a scaling policy scales. */
  private scaled(action: string): string[] {
    const { Type, Properties } = this.resources[action];
    if (!/ScalingPolicy/.test(Type)) return [action];
    const target = this.referred(Properties.AutoScalingGroupName ?? Properties.ScalingTargetId, action)[0];
    return /ScalableTarget/.test(this.resources[target].Type) ? this.of(/ECS::Service/, this.resources[target].Properties.ResourceId, target) : [target];
  }

  private logs(): void {
    const to = (kind: string, ids: string[], value: any, by: string) => this.add(kind, ids, this.of(/LogGroup|S3::Bucket|DeliveryStream/, value, by));
    for (const [id, { ResourceId, LogGroupName, LogDestination }] of this.all('AWS::EC2::FlowLog')) to('log delivery', this.referred(ResourceId, id), [LogGroupName, LogDestination], id);
    for (const [id, { ResourceArn, LogDestinationConfigs }] of this.all('AWS::WAFv2::LoggingConfiguration')) to('log delivery', this.referred(ResourceArn, id), LogDestinationConfigs, id);
    for (const [id, { LoadBalancerAttributes }] of this.all('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      to('log delivery', [id], list(LoadBalancerAttributes).filter(({ Key }) => Key.endsWith('logs.s3.bucket')), id);
    }
    for (const [id, { LoggingConfiguration }] of this.all('AWS::S3::Bucket')) to('log delivery', [id], LoggingConfiguration?.DestinationBucketName, id);
    for (const [id, { S3BucketName, CloudWatchLogsLogGroupArn }] of this.all('AWS::CloudTrail::Trail')) to('log delivery', [id], [S3BucketName, CloudWatchLogsLogGroupArn], id);
    for (const [id, { S3BucketName }] of this.all('AWS::Config::DeliveryChannel')) to('log delivery', [id], S3BucketName, id);
    for (const [id, { RestApiId, AccessLogSetting }] of this.all('AWS::ApiGateway::Stage')) to('log delivery', this.referred(RestApiId, id), AccessLogSetting?.DestinationArn, id);
    for (const [id, { LoggingConfig }] of this.all('AWS::Lambda::Function')) to('log delivery', [id], LoggingConfig?.LogGroup, id);
    for (const [id, { ContainerDefinitions }] of this.all('AWS::ECS::TaskDefinition')) {
      to('log delivery', this.carriers(id), list(ContainerDefinitions).map(({ LogConfiguration }) => LogConfiguration?.Options), id);
    }
    for (const [id, { LogGroupName, DestinationArn }] of this.all('AWS::Logs::SubscriptionFilter')) to('log delivery', this.referred(LogGroupName, id), DestinationArn, id);
    for (const [id, { DeliverySourceName, DeliveryDestinationArn }] of this.all('AWS::Logs::Delivery')) {
      const [source, destination] = [DeliverySourceName, DeliveryDestinationArn].map((value) => this.referred(value, id)[0]);
      to('log delivery', this.referred(this.resources[source].Properties.ResourceArn, source), this.resources[destination].Properties.DestinationResourceArn, destination);
    }
    for (const [id, { LoggingInfo, TaskInvocationParameters, WindowId }] of this.all('AWS::SSM::MaintenanceWindowTask')) {
      const command = TaskInvocationParameters?.MaintenanceWindowRunCommandParameters;
      to('log delivery', this.referred(WindowId, id), [LoggingInfo?.S3Bucket, command?.OutputS3BucketName], id);
    }
    for (const [id, { ExtendedS3DestinationConfiguration: destination }] of this.all('AWS::KinesisFirehose::DeliveryStream')) {
      to('stream', [id], destination.BucketARN, id);
      to('log delivery', [id], destination.CloudWatchLoggingOptions, id);
    }
    for (const [id, database] of this.all('AWS::RDS::DBCluster', 'AWS::RDS::DBInstance')) this.databaseLogs(id, database);
    this.writersOfLogs();
  }

  private databaseLogs(id: string, { EnableCloudwatchLogsExports, DBClusterIdentifier, MonitoringInterval }: any): void {
    const isCluster = this.resources[id].Type === 'AWS::RDS::DBCluster';
    const path = isCluster ? '/aws/rds/cluster/' : '/aws/rds/instance/';
    const groups = this.all('AWS::Logs::LogGroup').filter(([, { LogGroupName }]) => JSON.stringify(LogGroupName ?? '').includes(path));
    if (isCluster || DBClusterIdentifier === undefined) {
      for (const name of list(EnableCloudwatchLogsExports)) {
        this.add('log delivery', [id], groups.filter(([, { LogGroupName }]) => JSON.stringify(LogGroupName).replace(/["\]}]+$/, '').endsWith(`/${name}`)).map(([group]) => group));
      }
    }
    if (MonitoringInterval > 0) this.add('log delivery', [id], ['resource:RDSOSMetrics']);
  }

  /** Instances write to the log groups that a policy of their role names. */
  private writersOfLogs(): void {
    for (const [id, { PolicyDocument, Roles }] of this.all('AWS::IAM::ManagedPolicy')) {
      const groups = list(PolicyDocument.Statement).filter(({ Effect, Action }) => Effect === 'Allow' && list(Action).includes('logs:PutLogEvents'))
        .flatMap(({ Resource }) => this.of(/LogGroup/, Resource, id));
      this.add('log delivery', this.referred(Roles, id).flatMap((role) => this.carriers(role)).filter((who) => /AutoScalingGroup/.test(this.resources[who].Type)), groups);
    }
  }

  /** Identities that a policy lets read the records of a stream, with the components that use them. */
  public streamReaders(): string[] {
    const readers = this.all('AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy').flatMap(([id, { PolicyDocument, Roles }]) => {
      const streams = list(PolicyDocument.Statement).filter(({ Effect, Action }) => Effect === 'Allow' && list(Action).some((action) => /^kinesis:(GetRecords|SubscribeToShard)$/.test(action)))
        .flatMap(({ Resource }) => this.of(/Kinesis::Stream$/, Resource, id));
      return this.referred(Roles, id).flatMap((role) => this.carriers(role)).flatMap((who) => streams.map((stream) => `${who} > ${stream}`));
    });
    return [...new Set(readers)].sort();
  }

  /** Listeners with the port and the load balancer. */
  public listeners(): string[] {
    return this.all('AWS::ElasticLoadBalancingV2::Listener').flatMap(([id, { LoadBalancerArn, Port }]) => this.referred(LoadBalancerArn, id).map((to) => `${to} ${Port}`)).sort();
  }

  private copies(): void {
    for (const [id, { ReplicaRegions }] of this.all('AWS::SecretsManager::Secret')) this.add('replication', [id], list(ReplicaRegions).map(({ Region }) => `resource:${id} in ${Region}`));
    for (const [id, { ReplicationConfiguration }] of this.all('AWS::S3::Bucket')) {
      this.add('replication', [id], list(ReplicationConfiguration?.Rules).flatMap(({ Destination }) => this.referred(Destination, id)));
    }
    for (const [id, { BackupPlanId, BackupSelection }] of this.all('AWS::Backup::BackupSelection')) {
      const [plan] = this.referred(BackupPlanId, id);
      for (const { TargetBackupVault, CopyActions } of list(this.resources[plan].Properties.BackupPlan.BackupPlanRule)) {
        const vaults = this.referred(TargetBackupVault, plan);
        this.add('backup', this.of(/RDS|S3|DynamoDB|EFS|EC2/, BackupSelection.Resources, id), vaults);
        for (const { DestinationBackupVaultArn } of list(CopyActions)) this.add('backup', vaults, this.referred(DestinationBackupVaultArn, plan));
      }
    }
  }
}
