/** Metrics with the same dimensions, as their service emits them. */
export interface EmittedMetrics {
  readonly namespace: string;
  /** The statistics that are meaningful, by metric. */
  readonly metrics: Readonly<Record<string, RegExp>>;
  /** The values of the dimensions. What is unknown until the deployment is in angle brackets. */
  readonly dimensions: Readonly<Record<string, RegExp>>;
  readonly source: string;
}

const SUM = /^Sum$/;
const MAXIMUM = /^Maximum$/;
const AVERAGE = /^Average$/;
const MINIMUM = /^Minimum$/;
const LATENCY = /^(Average|Maximum|p\d+(\.\d+)?)$/;
/** A name, not an ARN. */
const NAME = /^(?!arn:)[^:]+$/;
const WRITER = /^WRITER$/;
const BALANCER = /^(<\w+\.LoadBalancerFullName>|app\/[^/]+\/[^/]+)$/;
const TARGETS = /^(<\w+\.TargetGroupFullName>|targetgroup\/[^/]+\/[^/]+)$/;

const ALB = 'Elastic Load Balancing User Guide, CloudWatch metrics for your Application Load Balancer';
const AURORA = 'Aurora User Guide, Amazon CloudWatch metrics for Amazon Aurora, and CloudWatch dimensions for Aurora';
const BACKUP = 'AWS Backup Developer Guide, AWS Backup metrics with Amazon CloudWatch';
const KINESIS = 'Kinesis Data Streams Developer Guide, Monitor the Amazon Kinesis Data Streams service with Amazon CloudWatch, Basic stream-level metrics';
const WAF = 'AWS WAF Developer Guide, AWS WAF metrics and dimensions';

/** Every metric that the library reads, except for those of metric filters, the CloudWatch agent and users. */
export const METRICS: readonly EmittedMetrics[] = [
  {
    namespace: 'AWS/ApiGateway',
    metrics: { '4XXError': /^(Sum|Average)$/, '5XXError': /^(Sum|Average)$/, 'Latency': LATENCY },
    dimensions: { ApiName: NAME, Stage: NAME },
    source: 'API Gateway Developer Guide, Amazon API Gateway dimensions and metrics',
  },
  {
    namespace: 'AWS/ApplicationELB',
    metrics: { HTTPCode_ELB_5XX_Count: SUM, RejectedConnectionCount: SUM },
    dimensions: { LoadBalancer: BALANCER },
    source: ALB,
  },
  {
    namespace: 'AWS/ApplicationELB',
    metrics: { HTTPCode_Target_5XX_Count: SUM, TargetResponseTime: LATENCY, UnHealthyHostCount: MAXIMUM },
    dimensions: { LoadBalancer: BALANCER, TargetGroup: TARGETS },
    source: ALB,
  },
  {
    namespace: 'AWS/AutoScaling',
    metrics: { GroupDesiredCapacity: AVERAGE, GroupInServiceInstances: AVERAGE },
    dimensions: { AutoScalingGroupName: NAME },
    source: 'EC2 Auto Scaling User Guide, Amazon CloudWatch metrics for Amazon EC2 Auto Scaling',
  },
  {
    namespace: 'AWS/Backup',
    metrics: {
      NumberOfBackupJobsAborted: SUM,
      NumberOfBackupJobsExpired: SUM,
      NumberOfBackupJobsFailed: SUM,
      NumberOfCopyJobsFailed: SUM,
      NumberOfRestoreJobsFailed: SUM,
    },
    dimensions: { BackupVaultName: NAME },
    source: BACKUP,
  },
  {
    namespace: 'AWS/CloudFront',
    metrics: { '5xxErrorRate': AVERAGE },
    dimensions: { DistributionId: NAME, Region: /^Global$/ },
    source: 'CloudFront Developer Guide, Types of metrics for CloudFront, Values for getting metrics with the API',
  },
  {
    namespace: 'AWS/EC2',
    metrics: { CPUUtilization: AVERAGE, StatusCheckFailed: MAXIMUM },
    dimensions: { AutoScalingGroupName: NAME },
    source: 'EC2 User Guide, CloudWatch metrics that are available for your instances, Amazon EC2 metric dimensions',
  },
  {
    namespace: 'AWS/ECS',
    metrics: { CPUUtilization: AVERAGE, MemoryUtilization: AVERAGE },
    dimensions: { ClusterName: NAME, ServiceName: NAME },
    source: 'ECS Developer Guide, Amazon ECS CloudWatch metrics',
  },
  {
    namespace: 'AWS/Events',
    metrics: { TriggeredRules: SUM },
    dimensions: { RuleName: NAME },
    source: 'EventBridge User Guide, Monitoring Amazon EventBridge: only RuleName for the default event bus',
  },
  {
    namespace: 'AWS/Firehose',
    metrics: { 'DeliveryToS3.DataFreshness': MAXIMUM, 'DeliveryToS3.Success': AVERAGE, 'ThrottledRecords': SUM },
    dimensions: { DeliveryStreamName: NAME },
    source: 'Amazon Data Firehose Developer Guide, Monitor Amazon Data Firehose with CloudWatch metrics',
  },
  {
    namespace: 'AWS/Kinesis',
    metrics: {
      'GetRecords.IteratorAgeMilliseconds': MAXIMUM,
      'IncomingBytes': SUM,
      'IncomingRecords': SUM,
      'ReadProvisionedThroughputExceeded': AVERAGE,
      'WriteProvisionedThroughputExceeded': AVERAGE,
    },
    dimensions: { StreamName: NAME },
    source: KINESIS,
  },
  {
    namespace: 'AWS/Lambda',
    metrics: { Errors: SUM },
    dimensions: { FunctionName: NAME },
    source: 'Lambda Developer Guide, Types of metrics for Lambda functions',
  },
  {
    namespace: 'AWS/Logs',
    metrics: { DeliveryErrors: SUM, DeliveryThrottling: SUM },
    dimensions: { LogGroupName: NAME, DestinationType: /^Firehose$/, FilterName: NAME },
    source: 'CloudWatch Logs User Guide, Monitoring with CloudWatch metrics, Dimensions for CloudWatch Logs metrics',
  },
  {
    namespace: 'AWS/NATGateway',
    metrics: { ErrorPortAllocation: SUM, PacketsDropCount: SUM, PacketsInFromDestination: SUM, PacketsInFromSource: SUM },
    dimensions: { NatGatewayId: NAME },
    source: 'Amazon VPC User Guide, NAT gateway metrics and dimensions',
  },
  {
    namespace: 'AWS/RDS',
    metrics: { ACUUtilization: AVERAGE, AuroraReplicaLagMaximum: MAXIMUM, AuroraVolumeBytesLeftTotal: MINIMUM },
    dimensions: { DBClusterIdentifier: NAME },
    source: AURORA,
  },
  {
    namespace: 'AWS/RDS',
    metrics: {
      CPUUtilization: AVERAGE, DatabaseConnections: MAXIMUM, FreeLocalStorage: MINIMUM, FreeableMemory: MINIMUM, MaximumUsedTransactionIDs: MAXIMUM,
    },
    dimensions: { DBClusterIdentifier: NAME, Role: WRITER },
    source: AURORA,
  },
  {
    namespace: 'AWS/RDS',
    metrics: {
      CPUUtilization: AVERAGE, DatabaseConnections: MAXIMUM, FreeStorageSpace: MINIMUM, FreeableMemory: MINIMUM, MaximumUsedTransactionIDs: MAXIMUM,
    },
    dimensions: { DBInstanceIdentifier: NAME },
    source: 'RDS User Guide, Amazon CloudWatch metrics for Amazon RDS, and Amazon CloudWatch dimensions for Amazon RDS',
  },
  {
    namespace: 'AWS/RDS',
    metrics: { ReplicaLag: MAXIMUM },
    dimensions: { DBInstanceIdentifier: NAME },
    source: 'RDS User Guide, Working with DB instance read replicas, Monitoring read replication',
  },
  {
    namespace: 'AWS/SQS',
    metrics: { ApproximateAgeOfOldestMessage: MAXIMUM, ApproximateNumberOfMessagesVisible: MAXIMUM },
    dimensions: { QueueName: NAME },
    source: 'SQS Developer Guide, Available CloudWatch metrics for Amazon SQS',
  },
  {
    namespace: 'AWS/WAFV2',
    metrics: { BlockedRequests: SUM },
    dimensions: { Region: /^[a-z]{2}(-[a-z]+)+-\d$/, Rule: /^ALL$/, WebACL: NAME },
    source: WAF,
  },
  { namespace: 'AWS/WAFV2', metrics: { BlockedRequests: SUM }, dimensions: { Rule: /^ALL$/, WebACL: NAME }, source: `${WAF}: no Region for CloudFront` },
  {
    namespace: 'ECS/ContainerInsights',
    metrics: { DesiredTaskCount: AVERAGE, RunningTaskCount: AVERAGE },
    dimensions: { ClusterName: NAME, ServiceName: NAME },
    source: 'CloudWatch User Guide, Amazon ECS Container Insights metrics',
  },
];

/** Metrics that an application of the examples emits: `Metrics` of AWS Lambda Powertools adds the service name as dimension `service`. */
export const APPLICATIONS: readonly EmittedMetrics[] = [
  {
    namespace: 'Transactions',
    metrics: { TransactionErrors: SUM },
    dimensions: { service: /^transactions$/ },
    source: 'examples/transactions/app/src/main.ts',
  },
];
