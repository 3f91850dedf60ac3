import { att, bucket, bucketPolicy, KEY_ARN, policy, r, ref, sound, sub } from '../sound-parts';

const INVOKE = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const privateApi = (...statements: object[]) => ({ Api: r('AWS::ApiGateway::RestApi', { Name: 'api', EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] }, Policy: policy(...statements) }) });
const SECURE_DOMAIN = { DomainName: 'api.example.com', RegionalCertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/c', EndpointConfiguration: { Types: ['REGIONAL'] }, SecurityPolicy: 'TLS_1_2' };
const responseHeaders = (CorsConfig?: object) => ({ Headers: r('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'headers', CorsConfig } }) });
const METRICS = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: false, MetricName: 'm' };
const UPLOADS = { ByteMatchStatement: { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'STARTS_WITH', SearchString: '/uploads', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } };
const CORS = { AccessControlAllowCredentials: false, AccessControlAllowHeaders: { Items: ['*'] }, AccessControlAllowMethods: { Items: ['GET'] }, OriginOverride: true };

/** Templates beside the limit of what lets callers in. */
export const ACCESS = [
  ...sound('Amazon API Gateway', 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html', {
    'private-api-for-an-endpoint': privateApi({ ...INVOKE, Effect: 'Allow' }, { ...INVOKE, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
    'private-api-for-a-vpc': privateApi({ ...INVOKE, Effect: 'Allow', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    'private-api-for-a-role': privateApi({ ...INVOKE, Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:role/caller' } }),
    'rest-api-for-addresses': {
      Api: r('AWS::ApiGateway::RestApi', { Name: 'api', Policy: policy({ ...INVOKE, Effect: 'Allow' }, { ...INVOKE, Effect: 'Deny', Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }) }),
    },
    'mutual-tls': {
      Api: r('AWS::ApiGateway::RestApi', { Name: 'api', DisableExecuteApiEndpoint: true }),
      Domain: r('AWS::ApiGateway::DomainName', { ...SECURE_DOMAIN, MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' } }),
      Mapping: r('AWS::ApiGateway::BasePathMapping', { DomainName: ref('Domain'), RestApiId: ref('Api'), Stage: 'prod' }),
    },
    'domain-without-mutual-tls': {
      Api: r('AWS::ApiGateway::RestApi', { Name: 'api' }),
      Domain: r('AWS::ApiGateway::DomainName', SECURE_DOMAIN),
      Mapping: r('AWS::ApiGateway::BasePathMapping', { DomainName: ref('Domain'), RestApiId: ref('Api'), Stage: 'prod' }),
    },
  }),
  ...sound('Elastic Load Balancing', 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html', {
    'rule-that-authenticates': {
      Rule: r('AWS::ElasticLoadBalancingV2::ListenerRule', {
        ListenerArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/a/1/2',
        Priority: 1,
        Conditions: [{ Field: 'path-pattern', Values: ['/account/*'] }],
        Actions: [
          { Type: 'authenticate-cognito', Order: 1, AuthenticateCognitoConfig: { UserPoolArn: 'arn:aws:cognito-idp:eu-west-2:123456789012:userpool/p', UserPoolClientId: 'c', UserPoolDomain: 'd', OnUnauthenticatedRequest: 'authenticate' } },
          { Type: 'forward', Order: 2, TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/t/1' },
        ],
      }),
    },
  }),
  ...sound('AWS WAF', 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html', {
    'waf-that-allows-a-partner': {
      Set: r('AWS::WAFv2::IPSet', { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24', '198.51.100.7/32'] }),
      Acl: r('AWS::WAFv2::WebACL', {
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: METRICS,
        Rules: [
          { Name: 'partner', Priority: 0, Action: { Allow: {} }, VisibilityConfig: METRICS, Statement: { IPSetReferenceStatement: { Arn: att('Set') } } },
          { Name: 'common', Priority: 1, OverrideAction: { None: {} }, VisibilityConfig: METRICS, Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet', ScopeDownStatement: { NotStatement: { Statement: UPLOADS } } } } },
          { Name: 'rate', Priority: 2, Action: { Block: {} }, VisibilityConfig: METRICS, Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP', ScopeDownStatement: UPLOADS } } },
        ],
      }),
      Logs: r('AWS::WAFv2::LoggingConfiguration', { ResourceArn: att('Acl'), LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-acme'] }),
    },
  }),
  ...sound('Amazon S3', 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html', {
    'bucket-for-own-origin': {
      Bucket: { ...bucket(), Properties: { ...bucket().Properties, LoggingConfiguration: { DestinationBucketName: 'logs' }, CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['https://www.example.com'] }] } } },
      Policy: bucketPolicy('Bucket'),
    },
  }),
  ...sound('Amazon CloudFront', 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html', {
    'headers-for-own-origin': responseHeaders({ ...CORS, AccessControlAllowOrigins: { Items: ['https://www.example.com'] } }),
    'headers-without-cors': responseHeaders(),
  }),
  ...sound('Amazon CloudWatch', 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html', {
    'log-group-of-infrequent-access': { Group: r('AWS::Logs::LogGroup', { LogGroupClass: 'INFREQUENT_ACCESS', RetentionInDays: 400, KmsKeyId: KEY_ARN }) },
  }),
  ...sound('Amazon SageMaker AI', 'https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html', {
    'endpoint-that-captures': {
      Config: r('AWS::SageMaker::EndpointConfig', {
        KmsKeyId: KEY_ARN,
        ProductionVariants: [{ VariantName: 'v', ModelName: 'm', InitialInstanceCount: 2, InstanceType: 'ml.m5.large' }],
        DataCaptureConfig: { DestinationS3Uri: 's3://captured', InitialSamplingPercentage: 100, CaptureOptions: [{ CaptureMode: 'Input' }], KmsKeyId: KEY_ARN },
      }),
    },
  }),
  ...sound('Amazon SNS', 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html', {
    'topic-for-the-account-of-a-stack': {
      Topic: r('AWS::SNS::Topic', { KmsMasterKeyId: KEY_ARN }),
      Policy: r('AWS::SNS::TopicPolicy', {
        Topics: [ref('Topic')],
        PolicyDocument: policy(
          { Effect: 'Allow', Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') }, Action: 'sns:Publish', Resource: ref('Topic') },
          { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish', Resource: ref('Topic'), Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } } },
          { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: ref('Topic') },
          { Effect: 'Allow', Principal: { AWS: att('Role') }, Action: 'sns:Publish', Resource: ref('Topic') },
          { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: ref('Topic'), Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        ),
      }),
      Role: r('AWS::IAM::Role', { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }) }),
      // As the AWS CDK subscribes a queue and a function.
      Queue: r('AWS::SQS::Queue', { KmsMasterKeyId: KEY_ARN }),
      QueuePolicy: r('AWS::SQS::QueuePolicy', {
        Queues: [ref('Queue')],
        PolicyDocument: policy(
          { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: att('Queue'), Condition: { ArnEquals: { 'aws:SourceArn': ref('Topic') } } },
          { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: att('Queue'), Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        ),
      }),
      Permission: r('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'sns.amazonaws.com', SourceArn: ref('Topic') }),
    },
  }),
];
