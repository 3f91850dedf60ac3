import { delivery } from './delivery';
import { awsService, End } from './flow-book';
import { containersOfJobs } from './images';
import { Sources } from './sources';
import { isOfOtherAccount, outsideHost, wireOfUrl } from './wire';
import { given, isTrue, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';

interface Delivery {
  /** Source of the logs; omitted for the resource itself. */
  readonly of?: Json;
  readonly to: Json;
  readonly why: string;
}

type Derivation = (properties: Json) => Delivery[];

const to = (why: string, ...paths: readonly string[]): Derivation => (properties) => paths.flatMap((path) => at(properties, path))
  .map((target) => ({ to: target, why }));

/** Deliveries of logs, by type. Properties are those of the CloudFormation template reference. */
const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  'AWS::EC2::FlowLog': ({ ResourceId, LogDestination, LogGroupName }) => [{ of: ResourceId, to: LogDestination ?? LogGroupName, why: 'Flow logs' }],
  'AWS::WAFv2::LoggingConfiguration': ({ ResourceArn, LogDestinationConfigs }) => listOf(LogDestinationConfigs).map((target) => ({ of: ResourceArn, to: target, why: 'Requests that the web ACL inspects' })),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ LoadBalancerAttributes }) => {
    const attribute = (key: string) => listOf(LoadBalancerAttributes).find(({ Key }) => Key === key)?.Value;
    return ['access_logs', 'connection_logs', 'health_check_logs'].filter((log) => isTrue(attribute(`${log}.s3.enabled`)))
      .map((log) => ({ to: attribute(`${log}.s3.bucket`), why: `${log.replace(/_/g, ' ').replace(/^./, (first) => first.toUpperCase())}` }));
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': ({ AccessLoggingPolicy: policy }) => isTrue(policy?.Enabled) ? [{ to: policy.S3BucketName, why: 'Access logs' }] : [],
  'AWS::CloudTrail::Trail': to('Events of the trail', 'S3BucketName', 'CloudWatchLogsLogGroupArn'),
  'AWS::S3::Bucket': to('Server access logs', 'LoggingConfiguration.DestinationBucketName'),
  'AWS::Config::DeliveryChannel': to('Configuration snapshots and history', 'S3BucketName'),
  'AWS::ApiGateway::Stage': ({ RestApiId, AccessLogSetting }) => [{ of: RestApiId, to: AccessLogSetting?.DestinationArn, why: 'Access logs' }],
  'AWS::ApiGatewayV2::Stage': ({ ApiId, AccessLogSettings }) => [{ of: ApiId, to: AccessLogSettings?.DestinationArn, why: 'Access logs' }],
  'AWS::ECS::Cluster': to('Sessions of ECS Exec', 'Configuration.ExecuteCommandConfiguration.LogConfiguration.CloudWatchLogGroupName', 'Configuration.ExecuteCommandConfiguration.LogConfiguration.S3BucketName'),
  'AWS::Lambda::Function': to('Output of the function', 'LoggingConfig.LogGroup'),
  'AWS::CloudFront::Distribution': to('Standard logs', 'DistributionConfig.Logging.Bucket'),
  'AWS::KinesisFirehose::DeliveryStream': (properties) => Object.values<Json>(properties).filter((value) => given(value?.CloudWatchLoggingOptions) && isTrue(value.CloudWatchLoggingOptions.Enabled))
    .map(({ CloudWatchLoggingOptions }) => ({ to: CloudWatchLoggingOptions.LogGroupName, why: 'Errors of deliveries' })),
  'AWS::Logs::SubscriptionFilter': ({ LogGroupName, DestinationArn }) => [{ of: LogGroupName, to: DestinationArn, why: 'Subscription of the log group' }],
  'AWS::Pipes::Pipe': to('Executions', 'LogConfiguration.CloudwatchLogsLogDestination.LogGroupArn', 'LogConfiguration.FirehoseLogDestination.DeliveryStreamArn', 'LogConfiguration.S3LogDestination.BucketName'),
  'AWS::StepFunctions::StateMachine': to('Executions', 'LoggingConfiguration.Destinations.CloudWatchLogsLogGroup.LogGroupArn'),
  'AWS::NetworkFirewall::LoggingConfiguration': ({ FirewallArn, LoggingConfiguration }) => listOf(LoggingConfiguration?.LogDestinationConfigs)
    .flatMap(({ LogDestination, LogType }) => Object.values<Json>(LogDestination ?? {}).slice(0, 1).map((target) => ({ of: FirewallArn, to: target, why: `${textOf(LogType)} logs` }))),
  'AWS::OpenSearchService::Domain': ({ LogPublishingOptions }) => Object.entries<Json>(LogPublishingOptions ?? {}).filter(([, option]) => option?.Enabled === undefined || isTrue(option.Enabled))
    .map(([name, option]) => ({ to: option?.CloudWatchLogsLogGroupArn, why: name })),
  'AWS::Redshift::Cluster': to('Audit logs', 'LoggingProperties.BucketName'),
  'AWS::ElastiCache::ReplicationGroup': to('Logs of the engine', 'LogDeliveryConfigurations.DestinationDetails.CloudWatchLogsDetails.LogGroup', 'LogDeliveryConfigurations.DestinationDetails.KinesisFirehoseDetails.DeliveryStream'),
  // Source: Amazon RDS User Guide, "Viewing OS metrics using CloudWatch Logs".
  'AWS::RDS::DBInstance': ({ MonitoringInterval }) => Number(MonitoringInterval) > 0 ? [{ to: 'RDSOSMetrics', why: 'Enhanced Monitoring' }] : [],
  'AWS::SSM::MaintenanceWindowTask': (properties) => {
    const command = 'TaskInvocationParameters.MaintenanceWindowRunCommandParameters';
    return at(properties, `${command}.OutputS3BucketName`).concat(at(properties, `${command}.CloudWatchOutputConfig.CloudWatchLogGroupName`))
      .map((target) => ({ of: properties.WindowId, to: target, why: 'Output of the task' }));
  },
};

/** Destinations of streams, by property: resources, and servers with a URL. */
const FIREHOSE_STORES = [
  'ExtendedS3DestinationConfiguration.BucketARN', 'S3DestinationConfiguration.BucketARN', 'AmazonopensearchserviceDestinationConfiguration.DomainARN', 'ElasticsearchDestinationConfiguration.DomainARN',
  'RedshiftDestinationConfiguration.ClusterJDBCURL', 'IcebergDestinationConfiguration.CatalogConfiguration.CatalogArn',
];
const FIREHOSE_SERVERS = [
  'HttpEndpointDestinationConfiguration.EndpointConfiguration.Url', 'SplunkDestinationConfiguration.HECEndpoint', 'SnowflakeDestinationConfiguration.AccountUrl',
  'AmazonOpenSearchServerlessDestinationConfiguration.CollectionEndpoint', 'AmazonopensearchserviceDestinationConfiguration.ClusterEndpoint', 'ElasticsearchDestinationConfiguration.ClusterEndpoint',
];

/** Options of log drivers with the address of a server. Source: Docker Documentation, "Configure logging drivers". */
const SERVERS_OF_DRIVERS = ['splunk-url', 'gelf-address', 'syslog-address', 'fluentd-address'];

/** Types that export logs, with the beginning of the names of their log groups. */
const DATABASES = [
  ['AWS::RDS::DBCluster', '/aws/rds/cluster'], ['AWS::RDS::DBInstance', '/aws/rds/instance'], ['AWS::DocDB::DBCluster', '/aws/docdb'], ['AWS::Neptune::DBCluster', '/aws/neptune'],
] as const;

/** Deliveries of logs, and of the data of streams to their destinations. */
export function logFlows({ references, book, components }: Sources): void {
  for (const [type, derive] of Object.entries(DERIVATIONS)) {
    for (const resource of references.all(type)) {
      for (const { of, to: target, why } of derive(resource.properties)) add(resource, of, target, why);
    }
  }
  addContainers();
  addDatabases();
  addQueryLogs();
  addVendedLogs();
  references.all('AWS::KinesisFirehose::DeliveryStream').forEach(addStream);

  function add(resource: RenderedResource, of: Json, target: Json, why: string, kind: 'log delivery' | 'stream' = 'log delivery', openedBy = [resource]) {
    if (!given(target) && kind === 'log delivery') return;
    const sources: End[] = given(of) ? orOutside(references.components(of, resource), of, resource) : components.has(resource) ? [resource] : [];
    const targets: End[] = given(target) ? orOutside(references.components(target, resource), target, resource) : [resource];
    const blockedBy = resource.type === 'AWS::CloudTrail::Trail' && String(resource.properties.IsLogging) === 'false' ? 'IsLogging is false' : undefined;
    book.add({ kind, from: sources, to: targets, ...delivery(targets[0], references), why, openedBy, blockedBy });
  }

  function addStream(stream: RenderedResource) {
    const { properties } = stream;
    const of = (paths: readonly string[]) => paths.flatMap((path) => at(properties, path));
    of(FIREHOSE_STORES).forEach((target) => add(stream, undefined, target, 'Destination of the stream', 'stream'));
    of(FIREHOSE_SERVERS).forEach((url) => {
      const name = references.text(url, stream);
      book.add({ kind: 'stream', from: [stream], to: [outsideHost(name, 'Destination of a stream')], ...wireOfUrl(name, 'Destination'), why: 'Destination of the stream', openedBy: [stream] });
    });
    of(['KinesisStreamSourceConfiguration.KinesisStreamARN', 'MSKSourceConfiguration.MSKClusterARN']).forEach((source) => add(stream, source, undefined, 'Source of the stream', 'stream'));
    for (const destination of Object.entries<Json>(properties).flatMap(([name, value]) => name.endsWith('DestinationConfiguration') ? value : [])) {
      at(destination, 'S3Configuration.BucketARN').concat(at(destination, 'S3BackupConfiguration.BucketARN')).forEach((bucket) => add(stream, undefined, bucket, 'Backup of records, or of those that could not be delivered', 'stream'));
      at(destination, 'ProcessingConfiguration.Processors.Parameters').filter(({ ParameterName }) => ParameterName === 'LambdaArn').forEach(({ ParameterValue }) => add(stream, undefined, ParameterValue, 'Transformation of records', 'stream'));
    }
  }

  // Containers write to the group of their log driver.
  function addContainers() {
    for (const service of references.all('AWS::ECS::Service')) {
      const task = references.in(service.properties.TaskDefinition, service).find(({ type }) => type === 'AWS::ECS::TaskDefinition');
      for (const { LogConfiguration } of listOf(task?.properties.ContainerDefinitions)) {
        if (task) addOutput(service, LogConfiguration, task);
      }
    }
    for (const [job, { LogConfiguration }] of containersOfJobs(references)) addOutput(job, LogConfiguration, job);
  }

  function addOutput(component: RenderedResource, configuration: Json, opening: RenderedResource) {
    for (const server of SERVERS_OF_DRIVERS.map((name) => configuration?.Options?.[name]).filter(given)) {
      const url = references.text(server, opening);
      book.add({ kind: 'log delivery', from: [component], to: [outsideHost(url, 'Server of a log driver')], ...wireOfUrl(url, 'the option of the log driver is'), why: 'Output of containers', openedBy: [opening] });
    }
    const group = configuration?.Options?.['awslogs-group'];
    if (!given(group)) return;
    const [target] = orOutside(references.components(group, opening), group, opening);
    book.add({ kind: 'log delivery', from: [component], to: [target], ...delivery(target, references), why: 'Output of containers', openedBy: [opening] });
  }

  // Log groups of exports have names of their own. Source: Amazon RDS User Guide, "Publishing database logs to Amazon CloudWatch Logs"; Amazon DocumentDB
  // Developer Guide, "Auditing Amazon DocumentDB events"; Amazon Neptune User Guide, "Publishing Neptune logs to Amazon CloudWatch Logs".
  function addDatabases() {
    for (const [type, prefix] of DATABASES) {
      for (const database of references.all(type)) {
        const name = textOf(database.properties.DBClusterIdentifier ?? database.properties.DBInstanceIdentifier ?? '');
        const groups = references.all('AWS::Logs::LogGroup');
        for (const log of listOf(database.properties.EnableCloudwatchLogsExports).map(textOf)) {
          const wanted = `${prefix}/${name}/${log}`;
          const own = groups.find((group) => textOf(group.properties.LogGroupName) === wanted || mentionsDatabase(group, database, log));
          const target: End = own ?? { kind: 'resource', name: name ? wanted : `${prefix}/*/${log}`, purpose: 'Log group that the service creates' };
          book.add({ kind: 'log delivery', from: [database], to: [target], ...delivery(target, references), why: `Export of the ${log} log`, openedBy: [database] });
        }
      }
    }
  }

  function mentionsDatabase(group: RenderedResource, database: RenderedResource, log: string): boolean {
    return references.in(group.properties.LogGroupName, group).includes(database) && textOf(group.properties.LogGroupName).endsWith(`/${log}`);
  }

  function addQueryLogs() {
    for (const link of references.all('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation')) {
      const config = references.one(link.properties.ResolverQueryLogConfigId, link);
      if (config) add(link, link.properties.ResourceId, config.properties.DestinationArn, 'DNS queries', 'log delivery', [link, config]);
    }
  }

  function addVendedLogs() {
    for (const link of references.all('AWS::Logs::Delivery')) {
      const source = references.one(link.properties.DeliverySourceName, link);
      const destination = references.one(link.properties.DeliveryDestinationArn, link);
      if (source && destination) {
        const { ResourceArn: from } = source.properties;
        const { DestinationResourceArn: into } = destination.properties;
        const sources = orOutside(references.components(from, source), from, source);
        const targets = orOutside(references.components(into, destination), into, destination);
        book.add({ kind: 'log delivery', from: sources, to: targets, ...delivery(targets[0], references), why: textOf(source.properties.LogType), openedBy: [link, source, destination] });
      }
    }
  }

  function orOutside(found: readonly RenderedResource[], value: Json, from: RenderedResource): End[] {
    if (found.length > 0) return [found[0]];
    const name = references.text(value, from);
    return [/\.amazonaws\.com$/.test(name)
      ? awsService(name)
      : { kind: 'resource', name, purpose: 'Destination or source of data that is not in the templates', isThirdParty: /^https?:/.test(name) || isOfOtherAccount(name, from) }];
  }
}
