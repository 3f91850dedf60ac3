import { allow, att, bucket, bucketPolicy, KEY_ARN, r, ref, sound, sub } from '../sound-parts';

const RULE = { ApproveAfterDays: 7, EnableNonSecurity: false, ComplianceLevel: 'CRITICAL', PatchFilterGroup: { PatchFilters: [{ Key: 'CLASSIFICATION', Values: ['Security'] }] } };
const patch = (more: object = {}) => r('AWS::SSM::MaintenanceWindowTask', {
  WindowId: 'mw-1',
  TaskType: 'RUN_COMMAND',
  TaskArn: 'AWS-RunPatchBaseline',
  Priority: 1,
  MaxConcurrency: '10%',
  MaxErrors: '1',
  Targets: [{ Key: 'WindowTargetIds', Values: ['t'] }],
  TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ['Install'], RebootOption: ['RebootIfNeeded'], ...more } } },
});
const FEATURES = ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS'].map((Name) => ({ Name, Status: 'ENABLED' }));
const RUNTIME = { Name: 'RUNTIME_MONITORING', Status: 'ENABLED', AdditionalConfiguration: ['EKS_ADDON_MANAGEMENT', 'ECS_FARGATE_AGENT_MANAGEMENT', 'EC2_AGENT_MANAGEMENT'].map((Name) => ({ Name, Status: 'ENABLED' })) };

export const OPERATIONS = [
  ...sound('AWS CloudTrail', 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html', {
    cloudtrail: {
      Trail: r('AWS::CloudTrail::Trail', {
        S3BucketName: ref('Bucket'),
        IsLogging: true,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        EnableLogFileValidation: true,
        KMSKeyId: KEY_ARN,
        CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-2:123456789012:log-group:trail:*',
        CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/trail',
      }),
      Bucket: bucket(),
      Policy: bucketPolicy('Bucket',
        allow('s3:GetBucketAcl', att('Bucket'), { Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceArn': sub('arn:aws:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/t') } } }),
        allow('s3:PutObject', sub('${Bucket.Arn}/AWSLogs/${AWS::AccountId}/*'), { Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': sub('arn:aws:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/t') } } })),
    },
  }),
  ...sound('AWS Config', 'https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html', {
    'config-recorder': {
      Recorder: r('AWS::Config::ConfigurationRecorder', { RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true }, RoleARN: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig') }),
      Channel: r('AWS::Config::DeliveryChannel', { S3BucketName: 'config-logs' }),
    },
    'config-rule': { Rule: r('AWS::Config::ConfigRule', { Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' } }) },
  }),
  ...sound('Amazon GuardDuty', 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html', {
    guardduty: { Detector: r('AWS::GuardDuty::Detector', { Enable: true, FindingPublishingFrequency: 'FIFTEEN_MINUTES', Features: [...FEATURES, RUNTIME] }) },
  }),
  ...sound('AWS Systems Manager', 'https://docs.aws.amazon.com/systems-manager/latest/userguide/security-best-practices.html', {
    'ssm-patch-task': { Task: patch() },
    'ssm-patch-baseline': { Baseline: r('AWS::SSM::PatchBaseline', { Name: 'b', OperatingSystem: 'AMAZON_LINUX_2023', ApprovalRules: { PatchRules: [RULE] } }) },
    'ssm-parameter': { Parameter: r('AWS::SSM::Parameter', { Name: '/orders/table', Type: 'String', Value: 'orders' }) },
    'ssm-parameter-with-secret-arn': { Parameter: r('AWS::SSM::Parameter', { Name: '/orders/secret-arn', Type: 'String', Value: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:s' }) },
    'ssm-document': { Document: r('AWS::SSM::Document', { DocumentType: 'Command', Content: { schemaVersion: '2.2', mainSteps: [{ action: 'aws:runShellScript', name: 'uptime', inputs: { runCommand: ['uptime'] } }] } }) },
  }),
  ...sound('Amazon CloudWatch', 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html', {
    'log-group': { Group: r('AWS::Logs::LogGroup', { LogGroupName: '/orders', RetentionInDays: 400, KmsKeyId: KEY_ARN }) },
    'alarm': { Alarm: r('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:eu-west-2:123456789012:t'], MetricName: 'Errors', Namespace: 'AWS/Lambda', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', ActionsEnabled: true }) },
  }),
  ...sound('AWS IAM Access Analyzer', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html', {
    'access-analyzer': { Analyzer: r('AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' }) },
  }),
  ...sound('Amazon Macie', 'https://docs.aws.amazon.com/macie/latest/user/getting-started.html', {
    macie: { Session: r('AWS::Macie::Session', { Status: 'ENABLED', FindingPublishingFrequency: 'FIFTEEN_MINUTES' }) },
  }),
  ...sound('AWS DataSync', 'https://docs.aws.amazon.com/datasync/latest/userguide/configure-logging.html', {
    'datasync-task': { Task: r('AWS::DataSync::Task', { SourceLocationArn: 'arn:aws:datasync:eu-west-2:123456789012:location/a', DestinationLocationArn: 'arn:aws:datasync:eu-west-2:123456789012:location/b', CloudWatchLogGroupArn: 'arn:aws:logs:eu-west-2:123456789012:log-group:g', Options: { LogLevel: 'TRANSFER', VerifyMode: 'ONLY_FILES_TRANSFERRED' } }) },
  }),
  ...sound('Amazon Connect', 'https://docs.aws.amazon.com/connect/latest/adminguide/security-best-practices.html', {
    'connect-instance': { Instance: r('AWS::Connect::Instance', { IdentityManagementType: 'CONNECT_MANAGED', Attributes: { InboundCalls: true, OutboundCalls: true, ContactflowLogs: true } }) },
  }),
];
