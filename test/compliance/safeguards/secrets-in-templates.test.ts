import { SECRETS_IN_TEMPLATES } from '../../../src/compliance/safeguards/secrets-in-templates';
import { Beside, it_, NO_VALUE, NOT_JUDGED, PARAMETER, PASSES, triples } from '../triples';

const CLUSTER = { type: 'AWS::RDS::DBCluster' };
const SERVER = { type: 'AWS::EC2::Instance' };
const DYNAMIC = '{{resolve:secretsmanager:ledger:SecretString:password}}';
const MAPPED = { Passwords: { dev: { password: 'correct-horse' }, prod: { password: DYNAMIC } } };
const CUSTOM = { Custom: ['Custom::Password', {}] } as const;
const password = (MasterUserPassword: unknown, mappings?: object, beside?: Beside) => it_({ MasterUserPassword }, beside, { ...CLUSTER, mappings });
const CLEAR = 'MasterUserPassword is in clear, must be a dynamic reference to a secret';
const SECRET = { Secret: ['AWS::SecretsManager::Secret', {}] } as const;
const variables = (Variables: object, beside: Beside = SECRET) => it_({ Environment: { Variables } }, beside, { type: 'AWS::Lambda::Function' });
const parameter = (Name: unknown, Value: unknown) => it_({ Type: 'String', Name, Value });
// Written in parts, so that scanners of this repository do not find them.
const KEY_ID = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
const script = (text: string) => it_({ UserData: { 'Fn::Base64': text } }, {}, SERVER);
const machine = (DefinitionString: unknown, mappings?: object) => it_({ DefinitionString }, {}, { type: 'AWS::StepFunctions::StateMachine', mappings });
const CLIENT_SECRET = { 'Fn::GetAtt': ['Client', 'ClientSecret'] };
const job = (Environment: unknown, mappings?: object) => it_({ ContainerProperties: { Environment } }, {}, { type: 'AWS::Batch::JobDefinition', mappings });

const action = (Configuration: object, beside?: Beside) => it_({ Stages: [{ Actions: [{ Configuration }] }] }, beside, { type: 'AWS::CodePipeline::Pipeline' });
const ACTION = 'Stages.Actions.Configuration';

const LOOKUPS = [...'abcdefg'].map((key) => [key, { 'Fn::FindInMap': ['Stages', PARAMETER, key] }] as const);
const STAGES = Object.fromEntries(['dev', 'prod'].map((stage) => [stage, Object.fromEntries(LOOKUPS.map(([key]) => [key, `${stage}-${key}`]))]));
const ENVIRONMENT_OF_LOOKUPS = it_({ Environment: { Variables: Object.fromEntries(LOOKUPS) } }, {}, { mappings: { Stages: STAGES } });

describe('safeguards of secrets in templates', () => triples(SECRETS_IN_TEMPLATES, {
  'Template.NoPassword': {
    accepts: 'a value that only a deployment gives is not in the template',
    holds: [
      password(DYNAMIC), password({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:password::}}']] }), password('{{resolve:ssm-secure:name}}'),
      password({ Ref: 'AWS::StackName' }), password({ 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' }), password({ 'Fn::If': ['C', DYNAMIC, NO_VALUE] }),
    ],
    fails: [
      [password('correct-horse'), CLEAR], [password({ 'Fn::If': ['C', DYNAMIC, 'correct-horse'] }), CLEAR], [password('{{resolve:ssm:name}}'), CLEAR],
      [password({ 'Fn::Sub': 'correct-${AWS::Region}' }), CLEAR], [password({ 'Fn::Join': ['', ['correct-', 'horse']] }), CLEAR],
      [it_({ Users: [{ Username: 'u', Password: 'correct-horse' }] }, {}, { type: 'AWS::AmazonMQ::Broker' }), 'Users[0].Password is in clear, must be a dynamic reference to a secret'],
      [it_({ SecretString: '{"password":"x"}' }, {}, { type: 'AWS::SecretsManager::Secret' }), 'SecretString is in clear, must be a dynamic reference to a secret'],
    ],
    open: [
      ...['ManageMasterUserPassword', 'ManageMasterPassword', 'ManageAdminPassword', 'AllowUsersToChangePassword', 'RequireNewPassword'].map((name) => [it_({ [name]: true }, {}, CLUSTER), NOT_JUDGED] as const),
      [password(NO_VALUE), PASSES], [it_({ AuthToken: true }, {}, CLUSTER), PASSES], [it_({ AuthToken: 1 }, {}, CLUSTER), 'AuthToken is in clear, must be a dynamic reference to a secret'],
      [password({ 'Fn::FindInMap': ['Passwords', PARAMETER, 'password'] }, MAPPED), CLEAR], [password({ 'Fn::Select': [PARAMETER, [DYNAMIC, 'correct-horse']] }), CLEAR],
      [password({ 'Fn::Select': [PARAMETER, [DYNAMIC, DYNAMIC]] }), PASSES],
      [password({ 'Fn::GetAtt': ['Custom', 'Password'] }, {}, CUSTOM), 'MasterUserPassword resolves only at deployment, must be a literal value'],
      [password({ 'Fn::GetAtt': ['Stored', 'Value'] }, {}, { Stored: ['AWS::SSM::Parameter', { Type: 'String', Value: 'correct-horse' }] }), CLEAR],
      [it_({ AuthenticationMode: { Type: 'password', Passwords: ['correct-horse-battery'] } }, {}, { type: 'AWS::MemoryDB::User' }),
        'AuthenticationMode.Passwords[0] is in clear, must be a dynamic reference to a secret'],
      [it_({ TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'days' } }, {}, { type: 'AWS::Cognito::UserPoolClient' }), NOT_JUDGED],
      [it_({ Token: 'app-password' }, {}, { type: 'AWS::CodeBuild::SourceCredential' }), 'Token is in clear, must be a dynamic reference to a secret'],
      [password({ 'Fn::ImportValue': 'password' }), 'MasterUserPassword resolves only at deployment, must be a literal value'],
    ],
  },
  'Template.NoSecretValue': {
    accepts: 'a value that only a deployment gives is not in the template',
    holds: [
      script('#!/bin/bash\naws s3 ls'), script('export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id x)'), script('curl https://user@example.com/'),
      it_({ Environment: { Variables: { URL: 'postgres://app:${PASSWORD}@db:5432/app' } } }, {}, { type: 'AWS::Lambda::Function' }),
      // The name of a secret.
      it_({ Environment: { Variables: { SOURCE: '{{resolve:secretsmanager:source-password:SecretString:password}}' } } }, {}, { type: 'AWS::Synthetics::Canary' }),
      script('psql --password={{resolve:secretsmanager:my-secret-access-key:SecretString:password}}'),
      // Variables of a program.
      ...[
        'login(user, password=password, timeout=10)', '{"user": user, "password": password}', 'password = os.environ["DB_PASSWORD"]', 'password = event.password',
        'password = get_secret(name)', 'const password = process.env.DB_PASSWORD;',
      ].map(script),
    ],
    fails: [
      [script(`export AWS_ACCESS_KEY_ID=${KEY_ID}`), 'UserData has an AWS access key, must be a reference to a secret'],
      [script('-----BEGIN RSA PRIVATE KEY-----\nMII'), 'UserData has a private key, must be a reference to a secret'],
      [script('psql postgres://app:hunter22@db:5432/app'), 'UserData has a URL with a password, must be a reference to a secret'],
      [it_({ UserData: { 'Fn::Base64': { 'Fn::Join': ['\n', ['#!/bin/bash', 'export PASSWORD=correct-horse']] } } }, {}, SERVER), 'UserData has a password, must be a reference to a secret'],
      ...['password = "correct"', "{'password': 'correct'}", 'jdbc:sqlserver://db;password=correct;', 'password: correct7', '--password=correct'].map((text) => (
        [script(text), 'UserData has a password, must be a reference to a secret'] as const)),
      [it_({ Definition: { States: { Run: { Result: { password: 'correct-horse' } } } } }, {}, { type: 'AWS::StepFunctions::StateMachine' }),
        'Definition.States.Run.Result.password has a password, must be a reference to a secret'],
      [machine({ 'Fn::ToJsonString': { Result: { password: 'correct-horse' } } }), 'DefinitionString has a password, must be a reference to a secret'],
      [machine({ 'Fn::FindInMap': ['Passwords', 'dev', PARAMETER] }, { Passwords: { dev: { text: 'password=correct-horse' } } }), 'DefinitionString has a password, must be a reference to a secret'],
      [it_({ Environment: { Variables: { OIDC: CLIENT_SECRET } } }, {}, { type: 'AWS::Lambda::Function' }),
        'Environment.Variables.OIDC has the ClientSecret of Client, must be a reference to a secret'],
      [it_({ UserData: { 'Fn::Base64': { 'Fn::Sub': 'export K=${Key.SecretAccessKey}' } } }, {}, SERVER), 'UserData has the SecretAccessKey of Key, must be a reference to a secret'],
      [it_({ Tags: [{ Key: 'k', Value: KEY_ID }] }, {}, SERVER), 'Tags[0].Value has an AWS access key, must be a reference to a secret'],
    ],
    open: [
      [it_({ SecretString: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } }, {}, { type: 'AWS::SecretsManager::Secret' }), NOT_JUDGED],
      [it_({ ClientSecret: CLIENT_SECRET }, {}, { type: 'AWS::Events::Connection' }), NOT_JUDGED],
      [it_({}, {}, SERVER), NOT_JUDGED], [script('export PASSWORD=$1'), PASSES], [it_({ UserData: PARAMETER }, {}, SERVER), PASSES],
    ],
  },
  'Lambda.FunctionNoSecretsInEnvironment': {
    holds: [
      variables({}), variables({ DB_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-2:1:secret:x', SECRET_NAME: 'ledger/db', API_KEY_ID: 'x', PASSWORD_MIN_LENGTH: '14' }),
      variables({ DB_SECRET: { Ref: 'Secret' }, CREDENTIALS: { 'Fn::GetAtt': ['Secret', 'Arn'] }, DB_PASSWORD: '/ledger/db/password' }), it_({}),
      // More values of parameters than combinations that are judged.
      ENVIRONMENT_OF_LOOKUPS,
    ],
    fails: ['DB_PASSWORD', 'dbPassword', 'API_KEY', 'client_secret', 'STRIPE_SECRET_KEY', 'authToken'].map((name) => [
      variables({ A: 'b', [name]: 'correct-horse' }), `Environment.Variables has ${name}, must be a reference that the function resolves`,
    ] as const),
    open: [
      [variables({ DB_PASSWORD: { 'Fn::If': ['C', 'correct-horse', NO_VALUE] } }),
        'Environment.Variables has DB_PASSWORD, must be a reference that the function resolves, if condition C is true'],
      [variables({ URL: DYNAMIC }), 'Environment.Variables has URL, must be a reference that the function resolves'],
      [variables({ DB_PASSWORD: '' }), PASSES],
      [variables({ DB_PASSWORD: { 'Fn::Select': [PARAMETER, ['/ledger/password', 'correct-horse']] } }),
        'Environment.Variables has DB_PASSWORD, must be a reference that the function resolves, if item 1 of ["/ledger/password","correct-horse"] is selected'],
      [variables({ DB_PASSWORD: { 'Fn::Base64': 'correct-horse' } }), 'Environment.Variables has DB_PASSWORD, must be a reference that the function resolves'],
      [variables({ CLIENT_SECRET }), 'Environment.Variables has CLIENT_SECRET, must be a reference that the function resolves'],
      [variables({ DB_PASSWORD: { 'Fn::GetAtt': ['Custom', 'Password'] } }, CUSTOM), 'Environment.Variables.DB_PASSWORD resolves only at deployment, must be a literal value'],
      [variables({ API_TOKEN: PARAMETER }), 'Environment.Variables.API_TOKEN resolves only at deployment, must be a literal value'],
      [variables({ PAGE_TOKEN: 'next', NEXT_TOKEN: { 'Fn::GetAtt': ['Secret', 'Id'] } }), PASSES],
      [variables({ DB_PASSWORD: PARAMETER }), 'Environment.Variables.DB_PASSWORD resolves only at deployment, must be a literal value'],
      [variables({ DB_SECRET: { 'Fn::ImportValue': 'ledger-DbSecretArn' }, API_KEY: { 'Fn::Sub': '${AWS::StackName}-api-key' } }), PASSES],
    ],
  },
  'SSM.ParameterSecretEncrypted': {
    holds: [parameter('/ledger/url', 'https://example.com'), parameter('/ledger/password', 'arn:aws:secretsmanager:eu-west-2:1:secret:x'), parameter('/ledger/password-length', '14')],
    fails: [[parameter('/ledger/db/password', 'correct-horse'), 'Value of password is in clear, must be a secret of Secrets Manager']],
    open: [[parameter('/ledger/db/password', { 'Fn::GetAtt': ['Secret', 'Arn'] }), PASSES], [parameter(undefined, 'x'), PASSES]],
  },
  'Template.NoSecretVariable': {
    accepts: 'variables that only a deployment gives are not in the template',
    holds: [
      job([{ Name: 'STAGE', Value: 'prod' }, { Name: 'DB_SECRET', Value: 'arn:aws:secretsmanager:x' }]), job([{ Name: 'DB_PASSWORD', Value: DYNAMIC }]), job([{ Name: 'PAGE_TOKEN', Value: 'next' }]),
      it_({ Environment: { EnvironmentVariables: [{ Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: 'token12345' }] } }, {}, { type: 'AWS::CodeBuild::Project' }),
    ],
    fails: [
      [job([{ Name: 'STAGE', Value: 'prod' }, { Name: 'DB_PASSWORD', Value: 'correct-horse' }]), 'ContainerProperties.Environment has DB_PASSWORD in clear, must be a reference to a secret'],
      [job([{ Name: 'API_TOKEN', Value: 'x9f8g7h6j5k4' }]), 'ContainerProperties.Environment has API_TOKEN in clear, must be a reference to a secret'],
      [job({ 'Fn::If': ['C', [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }], NO_VALUE] }), 'ContainerProperties.Environment has DB_PASSWORD in clear, must be a reference to a secret'],
      [it_({ DefaultArguments: { '--db_password': 'correct-horse' } }, {}, { type: 'AWS::Glue::Job' }), 'DefaultArguments has --db_password in clear, must be a reference to a secret'],
      [it_({ Environment: { EnvironmentVariables: [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }] } }, {}, { type: 'AWS::CodeBuild::Project' }),
        'Environment.EnvironmentVariables has DB_PASSWORD in clear, must be a reference to a secret'],
    ],
    open: [
      [job([{ Name: 'DB_PASSWORD', Value: { 'Fn::FindInMap': ['Passwords', PARAMETER, 'password'] } }], MAPPED), 'ContainerProperties.Environment has DB_PASSWORD in clear, must be a reference to a secret'],
      [job([{ Name: 'DB_PASSWORD', Value: { 'Fn::Sub': 'correct-horse' } }]), 'ContainerProperties.Environment has DB_PASSWORD in clear, must be a reference to a secret'],
      ...Object.entries({
        'AWS::KinesisAnalyticsV2::Application': { PropertyMap: { db_password: 'correct-horse' } },
        'AWS::Cognito::UserPoolIdentityProvider': { ProviderDetails: { client_secret: 'correct-horse' } },
        'AWS::Batch::JobDefinition': { Env: [{ Name: 'db_password', Value: 'correct-horse' }] },
        'AWS::KafkaConnect::Connector': { ConnectorConfiguration: { 'connection.password': 'correct-horse' } },
        'AWS::EMR::Cluster': { ConfigurationProperties: { 'db-password': 'correct-horse' } },
        'AWS::EMRServerless::Application': { RuntimeConfiguration: [{ Classification: 'spark', Properties: { password: 'correct-horse' } }] },
        'AWS::MWAA::Environment': { AirflowConfigurationOptions: { smtp_password: 'correct-horse' } },
        'AWS::Glue::Trigger': { Actions: [{ Arguments: { '--db_password': 'correct-horse' } }] },
        'AWS::Events::Rule': { Targets: [{ HttpParameters: { HeaderParameters: { 'x-api-key': 'correct-horse' } } }] },
        'AWS::KinesisFirehose::DeliveryStream': { RequestConfiguration: { CommonAttributes: [{ AttributeName: 'api-key', AttributeValue: 'correct-horse' }] } },
        'AWS::CloudFront::Distribution': { Origins: [{ OriginCustomHeaders: [{ HeaderName: 'X-Api-Key', HeaderValue: 'correct-horse' }] }] },
        'AWS::EC2::LaunchTemplate': { DockerLabels: { DB_PASSWORD: 'correct-horse' } },
        'AWS::CloudFormation::Stack': { Parameters: { db_password: 'correct-horse' } },
        'AWS::ECS::TaskDefinition': { ContainerDefinitions: [{ LogConfiguration: { Options: { apikey: 'correct-horse' } } }] },
        'AWS::CloudFormation::StackSet': { Parameters: [{ ParameterKey: 'DbPassword', ParameterValue: 'correct-horse' }] },
        'AWS::SageMaker::AppImageConfig': { ContainerEnvironmentVariables: [{ Key: 'DB_PASSWORD', Value: 'correct-horse' }] },
        'AWS::WorkSpacesWeb::IdentityProvider': { IdentityProviderDetails: { client_secret: 'correct-horse' } },
        'AWS::StepFunctions::StateMachine': { Definition: { States: { Run: { Parameters: { Overrides: { ContainerOverrides: [{ Environment: [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }] }] } } } } } },
        'AWS::CodePipeline::CustomActionType': { Configuration: { ParameterOverrides: '{"DbPassword":"correct-horse"}' } },
      }).map(([type, properties]) => [
        it_(properties, {}, { type }), expect.stringMatching(/^[\w.]+ has [\w.-]+ in clear, must be a reference to a secret$/),
      ] as const),
      ...[{ 'Fn::GetAtt': ['Custom', 'Variables'] }, { 'STAGE': 'prod', 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://acme/variables.json' } } }].map((Variables) => [
        it_({ Variables }, { Custom: ['Custom::Variables', {}] }, { type: 'AWS::ApiGateway::Stage' }), 'Variables resolves only at deployment, must be a literal value',
      ] as const),
      ...[
        action({ EnvironmentVariables: '[{"name":"STAGE","value":"prod"},{"name":"DB_PASSWORD","value":"correct-horse","type":"PLAINTEXT"}]' }),
        action({ EnvironmentVariables: { 'Fn::If': ['C', '[{"name":"DB_PASSWORD","value":"correct-horse"}]', NO_VALUE] } }),
        action({ EnvironmentVariables: { 'Fn::Join': ['', ['[{"name":"STAGE","value":"', { Ref: 'AWS::StackName' }, '"},{"name":"DB_PASSWORD","value":"correct-horse"}]']] } }),
      ].map((one) => [one, `${ACTION}.EnvironmentVariables has DB_PASSWORD in clear, must be a reference to a secret`] as const),
      [machine('{"States":{"Run":{"Parameters":{"Overrides":{"ContainerOverrides":[{"Environment":[{"Name":"DB_PASSWORD","Value":"correct-horse"}]}]}}}}}'),
        'DefinitionString.States.Run.Parameters.Overrides.ContainerOverrides.Environment has DB_PASSWORD in clear, must be a reference to a secret'],
      [it_({ Targets: [{ Input: '{"containerOverrides":[{"environment":[{"name":"DB_PASSWORD","value":"correct-horse"}]}]}' }] }, {}, { type: 'AWS::Events::Rule' }),
        'Targets.Input.containerOverrides.environment has DB_PASSWORD in clear, must be a reference to a secret'],
      // Where the secret is: its name, a variable of the pipeline, an expression, a placeholder.
      [action({ EnvironmentVariables: '[{"name":"DB_PASSWORD","value":"ledger:password","type":"SECRETS_MANAGER"},{"name":"API_TOKEN","value":"#{Source.Token1234567}"}]' }), PASSES],
      [action({ EnvironmentVariables: { 'Fn::Sub': '[{"name":"DB_SECRET","value":"${Secret}"}]' } }, SECRET), PASSES],
      [machine('{"States":{"Run":{"Arguments":{"Password":"{% $states.input.password %}","Token.$":"$.token"}}}}'), PASSES],
      [it_({ InputTemplate: '{"environment":[{"name":"API_KEY","value":"<apiKey>"}]}' }, {}, { type: 'AWS::Events::Rule' }), PASSES],
      [action({ EnvironmentVariables: '[not JSON' }), NOT_JUDGED], [action({ UserParameters: 'a text' }), NOT_JUDGED],
      [it_({ Headers: ['Authorization', { Ref: 'AWS::StackName' }] }, {}, { type: 'AWS::CloudFront::CachePolicy' }), NOT_JUDGED],
      [it_({ Parameters: { DbPassword: { Ref: 'AWS::StackName' } } }, {}, { type: 'AWS::CloudFormation::Stack' }), PASSES],
      [it_({}, {}, SERVER), NOT_JUDGED], [variables({ DB_PASSWORD: 'correct-horse' }), NOT_JUDGED], [job([{ Name: 'DB_PASSWORD', Value: PARAMETER }]), 'DB_PASSWORD of ContainerProperties.Environment resolves only at deployment, must be a literal value'],
    ],
  },
}));
