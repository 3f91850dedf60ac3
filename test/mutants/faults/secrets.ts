import { Fault, faultsIn, Row, Template } from '../template';

const SERVICE = 'Secrets in templates';
const REFERENCE = '{{resolve:secretsmanager:acme:SecretString:password}}';
const LITERAL = 'correct-horse-battery';

/** Resources with a reference to a secret where the faults have a literal text. */
const REFERENCES: Template = {
  Resources: {
    Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'eu-west-2_acme', GenerateSecret: true, TokenValidityUnits: { AccessToken: 'minutes' } } },
    Provider: {
      Type: 'AWS::Cognito::UserPoolIdentityProvider',
      Properties: { UserPoolId: 'eu-west-2_acme', ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: { client_id: 'acme', client_secret: REFERENCE } },
    },
    Credential: { Type: 'AWS::CodeBuild::SourceCredential', Properties: { AuthType: 'BASIC_AUTH', ServerType: 'BITBUCKET', Token: REFERENCE, Username: 'acme' } },
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
        HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://example.com', AccessKey: REFERENCE }, S3Configuration: { BucketARN: 'arn:aws:s3:::acme' } },
      },
    },
    Splunk: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
        SplunkDestinationConfiguration: { HECEndpoint: 'https://example.com', HECToken: REFERENCE, S3Configuration: { BucketARN: 'arn:aws:s3:::acme' } },
      },
    },
    User: { Type: 'AWS::MemoryDB::User', Properties: { UserName: 'app', AuthenticationMode: { Type: 'password', Passwords: [REFERENCE] } } },
    Flink: {
      Type: 'AWS::KinesisAnalyticsV2::Application',
      Properties: { ApplicationConfiguration: { EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'db', PropertyMap: { db_password: REFERENCE } }] } } },
    },
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/t.json', Parameters: { DbPassword: REFERENCE } } },
    Job: { Type: 'AWS::Glue::Job', Properties: { GlueVersion: '5.0', Command: { Name: 'glueetl' }, DefaultArguments: { '--db_password': REFERENCE } } },
    Pod: {
      Type: 'AWS::Batch::JobDefinition',
      Properties: { EksProperties: { PodProperties: { HostNetwork: false, Containers: [{ Image: 'acme:1.2', Env: [{ Name: 'DB_PASSWORD', Value: REFERENCE }] }] } } },
    },
    Connector: {
      Type: 'AWS::KafkaConnect::Connector',
      Properties: {
        ConnectorConfiguration: { connection_password: REFERENCE },
        KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' },
        KafkaClusterEncryptionInTransit: { EncryptionType: 'TLS' },
        LogDelivery: { WorkerLogDelivery: { CloudWatchLogs: { Enabled: true, LogGroup: 'acme' } } },
      },
    },
    Hive: { Type: 'AWS::EMR::Cluster', Properties: { Configurations: [{ Classification: 'hive-site', ConfigurationProperties: { 'connection-password': REFERENCE } }] } },
    Spark: { Type: 'AWS::EMRServerless::Application', Properties: { RuntimeConfiguration: [{ Classification: 'spark', Properties: { password: REFERENCE } }] } },
    Airflow: { Type: 'AWS::MWAA::Environment', Properties: { AirflowConfigurationOptions: { smtp_password: REFERENCE } } },
    Start: { Type: 'AWS::Glue::Trigger', Properties: { Actions: [{ JobName: 'acme', Arguments: { '--db_password': REFERENCE } }] } },
    Call: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ HttpParameters: { HeaderParameters: { 'x-api-key': REFERENCE } } }] } },
    Attributes: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: { HttpEndpointDestinationConfiguration: { RequestConfiguration: { CommonAttributes: [{ AttributeName: 'api-key', AttributeValue: REFERENCE }] } } },
    },
    Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Origins: [{ OriginCustomHeaders: [{ HeaderName: 'X-Api-Key', HeaderValue: REFERENCE }] }] } } },
    Product: { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct', Properties: { ProvisioningParameters: [{ Key: 'DbPassword', Value: REFERENCE }] } },
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: '{}' } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs22.x', Environment: { Variables: { DB_PASSWORD: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:acme', URL: 'https://example.com' } } },
    },
  },
};

const PLACES: ReadonlyArray<readonly [name: string, resource: string, path: string]> = [
  ['secret of an identity provider', 'Provider', 'ProviderDetails.client_secret'], ['token of a source', 'Credential', 'Token'],
  ['key of an HTTP endpoint', 'Stream', 'HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey'],
  ['token of Splunk', 'Splunk', 'SplunkDestinationConfiguration.HECToken'], ['password in a list', 'User', 'AuthenticationMode.Passwords[0]'],
  ['property of a program', 'Flink', 'ApplicationConfiguration.EnvironmentProperties.PropertyGroups[0].PropertyMap.db_password'],
  ['parameter of a nested stack', 'Nested', 'Parameters.DbPassword'], ['argument of a job', 'Job', 'DefaultArguments.--db_password'],
  ['variable of a pod', 'Pod', 'EksProperties.PodProperties.Containers[0].Env[0].Value'], ['variable of a function', 'Function', 'Environment.Variables.DB_PASSWORD'],
  ['configuration of a connector', 'Connector', 'ConnectorConfiguration.connection_password'],
  ['configuration of Hive', 'Hive', 'Configurations[0].ConfigurationProperties.connection-password'],
  ['configuration of Spark', 'Spark', 'RuntimeConfiguration[0].Properties.password'], ['option of Airflow', 'Airflow', 'AirflowConfigurationOptions.smtp_password'],
  ['argument of a trigger', 'Start', 'Actions[0].Arguments.--db_password'], ['header of a target', 'Call', 'Targets[0].HttpParameters.HeaderParameters.x-api-key'],
  ['attribute of a request', 'Attributes', 'HttpEndpointDestinationConfiguration.RequestConfiguration.CommonAttributes[0].AttributeValue'],
  ['header of an origin', 'Site', 'DistributionConfig.Origins[0].OriginCustomHeaders[0].HeaderValue'],
  ['parameter of a product', 'Product', 'ProvisioningParameters[0].Value'],
];

export const SECRETS: Fault[] = [
  ...faultsIn(SERVICE, REFERENCES, [
    ...PLACES.map((place): Row => [...place, LITERAL]),
    ...PLACES.filter(([, resource]) => resource !== 'Nested').map(([name, resource, path]): Row => (
      [`${name} of a parameter of Systems Manager`, resource, path, '{{resolve:ssm:/acme/password}}'])),
    ['definition as an object', 'Machine', 'DefinitionString', { 'Fn::ToJsonString': { Result: { password: LITERAL } } }],
    ['secret of another resource under any name', 'Function', 'Environment.Variables.URL', { 'Fn::GetAtt': ['Client', 'ClientSecret'] }],
    ['text without variables', 'Job', 'DefaultArguments.--db_password', { 'Fn::Sub': LITERAL }],
    ['encoded text', 'Function', 'Environment.Variables.DB_PASSWORD', { 'Fn::Base64': LITERAL }],
    ['text in parts', 'Job', 'DefaultArguments.--db_password', { 'Fn::Join': ['-', ['correct', 'horse', 'battery']] }],
  ]),
];
