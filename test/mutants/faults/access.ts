import { ABSENT, additionsTo, Fault, faultsIn } from '../template';

const AUTHENTICATE = 'Actions[0].AuthenticateCognitoConfig.OnUnauthenticatedRequest';

const NOTHING = { SizeConstraintStatement: { FieldToMatch: { Body: {} }, ComparisonOperator: 'LT', Size: 0 } };

export const ACCESS: Fault[] = [
  ...faultsIn('Amazon API Gateway', 'private-api-for-an-endpoint', [
    ['private API for every VPC endpoint', 'Api', 'Policy.Statement[1].Condition', { StringNotLike: { 'aws:SourceVpce': 'vpce-*' } }],
    ['private API for every VPC', 'Api', 'Policy.Statement[1]', { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*', Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } }],
  ]),
  ...faultsIn('Amazon API Gateway', 'private-api-for-a-vpc', [['private API without a condition', 'Api', 'Policy.Statement[0].Condition', ABSENT]]),
  ...faultsIn('Amazon API Gateway', 'mutual-tls', [
    ['mutual TLS and the default endpoint', 'Api', 'DisableExecuteApiEndpoint', false],
    ['mutual TLS and the default endpoint by default', 'Api', 'DisableExecuteApiEndpoint', ABSENT],
  ]),
  ...faultsIn('Elastic Load Balancing', 'rule-that-authenticates', [['users who are not signed in are forwarded', 'Rule', AUTHENTICATE, 'allow']]),
  ...faultsIn('AWS WAF', 'waf-that-allows-a-partner', [
    ['all addresses of IPv4 are allowed', 'Set', 'Addresses', ['0.0.0.0/1', '128.0.0.0/1']],
    ['half of the internet is allowed', 'Set', 'Addresses[1]', '128.0.0.0/1'],
    ['every path is allowed', 'Acl', 'Rules[0].Statement', { ByteMatchStatement: { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'STARTS_WITH', SearchString: '/' } }],
    ['everything but nothing is allowed', 'Acl', 'Rules[0].Statement', { NotStatement: { Statement: NOTHING } }],
    ['managed rules for no request', 'Acl', 'Rules[1].Statement.ManagedRuleGroupStatement.ScopeDownStatement', NOTHING],
    ['limit of the rate for no request', 'Acl', 'Rules[2].Statement.RateBasedStatement.ScopeDownStatement', NOTHING],
  ]),
  ...faultsIn('Amazon S3', 'bucket-for-own-origin', [
    ['bucket for every origin', 'Bucket', 'CorsConfiguration.CorsRules[0].AllowedOrigins', ['*']],
    ['bucket for every origin with TLS', 'Bucket', 'CorsConfiguration.CorsRules[0].AllowedOrigins[0]', 'https://*'],
  ]),
  ...faultsIn('Amazon CloudFront', 'headers-for-own-origin', [['headers for every origin', 'Headers', 'ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowOrigins.Items', ['*']]]),
  ...faultsIn('Amazon CloudFront', 'cloudfront-s3', [
    ['managed headers for every origin', 'Distribution', 'DistributionConfig.DefaultCacheBehavior.ResponseHeadersPolicyId', '5cc3b908-e619-4b99-88e5-2cf7f45965bd'],
  ]),
  ...faultsIn('Amazon CloudWatch', 'log-group', [['logs that are only delivered', 'Group', 'LogGroupClass', 'DELIVERY']]),
  ...faultsIn('Amazon SageMaker', 'endpoint-that-captures', [
    ['captured data with the key of the bucket', 'Config', 'DataCaptureConfig.KmsKeyId', ABSENT],
    ['results with the key of the bucket', 'Config', 'AsyncInferenceConfig', { OutputConfig: { S3OutputPath: 's3://results' } }],
  ]),
  ...faultsIn('Amazon RDS', 'rds-postgres', [['expired certificate authority', 'Database', 'CACertificateIdentifier', 'rds-ca-2019']]),
  ...faultsIn('Amazon RDS', 'rds-postgres', [['major version without standard support', 'Database', 'EngineVersion', '13.23']]),
  ...faultsIn('Amazon RDS', 'rds-mysql', [['MySQL 8.0', 'Database', 'EngineVersion', '8.0.44']]),
  ...additionsTo('Amazon ElastiCache', 'rds-postgres', [
    ['Redis OSS 5', 'AWS::ElastiCache::ReplicationGroup', { ReplicationGroupDescription: 'c', Engine: 'redis', EngineVersion: '5.0.6' }],
  ]),
  ...additionsTo('Amazon DocumentDB', 'rds-postgres', [
    ['expired certificate authority', 'AWS::DocDB::DBInstance', { DBClusterIdentifier: 'c', DBInstanceClass: 'db.r6g.large', CACertificateIdentifier: 'rds-ca-2019' }],
  ]),
];
