import { templatesOf } from './evidence/support';
import { variablesIn } from '../../src/compliance/predicates/variables';
import { Json } from '../../src/compliance/rendered';

const [template] = templatesOf({ Stack: { Resources: { It: { Type: 'AWS::Lambda::Function' } } } });
const found = (value: Json) => variablesIn(template.resource('It')!, value, '').map(({ path, name, value: of, isKept }) => [path, name, of, isKept]);

// Properties in the CloudFormation template reference whose content a program reads.
const PROPERTIES = [
  'Environment', 'EnvironmentVariables', 'EnvironmentMap', 'Env', 'Variables', 'RuntimeEnvironmentVariables', 'DefaultArguments', 'NonOverridableArguments', 'Parameters',
  'ConnectionProperties', 'OriginCustomHeaders', 'OptionSettings', 'PropertyMap', 'ProviderDetails', 'CredentialsMap', 'Options', 'ConnectorConfiguration',
  'ConfigurationProperties', 'SparkProperties', 'PythonProperties', 'AthenaProperties', 'ProfileProperties', 'TokenUrlCustomProperties', 'CustomAuthenticationCredentials',
  'AirflowConfigurationOptions', 'Arguments', 'DefaultRunProperties', 'StageVariables', 'StageVariableOverrides', 'CommonAttributes', 'HyperParameters', 'DriverOpts',
  'HeaderParameters', 'QueryStringParameters', 'BodyParameters', 'Headers', 'CustomHeaders', 'AuthenticationRequestExtraParams', 'ProvisioningParameters',
  'ContainerEnvironmentVariables', 'EnvironmentOverride', 'EnvironmentParameters', 'GlobalParameters', 'ParameterOverrides', 'PipelineParameterList', 'ScriptParameters',
  'StepProperties', 'UserParameters', 'DockerLabels', 'IdentityProviderDetails', 'TokenUrlParametersMap', 'DocumentParameters', 'environment',
];

test.each(PROPERTIES)('%s has variables, as a map and as a list', (property) => {
  expect(found({ Config: { [property]: { A: 'b' } } })).toEqual([[`Config.${property}`, 'A', 'b', false]]);
  expect(found({ [property]: [{ Name: 'A', Value: 'b' }] })).toEqual([[property, 'A', 'b', false]]);
  expect(found({ [`${property}X`]: { A: 'b' } })).toEqual([]);
});

test.each(['Name', 'Key', 'HeaderName', 'OptionName', 'AttributeName', 'ParameterKey', 'ParameterName', 'name', 'key'])('an item names its variable by %s', (name) => {
  expect(found({ Environment: [{ [name]: 'A', Value: 'b' }] })).toEqual([['Environment', 'A', 'b', false]]);
});

test.each(['Value', 'HeaderValue', 'AttributeValue', 'ParameterValue', 'DefaultValue', 'value'])('an item has the value of its variable in %s', (value) => {
  expect(found({ Environment: [{ Name: 'A', [value]: 'b' }] })).toEqual([['Environment', 'A', 'b', false]]);
});

test.each<[string, Json, Json[]]>([
  ['the name of a secret', [{ Name: 'A', Value: 'b', Type: 'SECRETS_MANAGER' }], [['Environment', 'A', undefined, false]]],
  ['the name of a parameter', [{ name: 'A', value: 'b', type: 'PARAMETER_STORE' }], [['Environment', 'A', undefined, false]]],
  ['plain text', [{ Name: 'A', Value: 'b', Type: 'PLAINTEXT' }], [['Environment', 'A', 'b', false]]],
  ['a value that the service keeps as a secret', [{ Name: 'A', Value: 'b', IsValueSecret: true }], [['Environment', 'A', 'b', true]]],
  ['no name', [{ Value: 'b' }, null], []],
  ['a macro', { 'A': 'b', 'Fn::Transform': {} }, [['Environment', undefined, { 'A': 'b', 'Fn::Transform': {} }, undefined]]],
  ['variables of its own', { Variables: { A: 'b' } }, [['Environment.Variables', 'A', 'b', false]]],
  ['JSON', '{"A":"b"}', [['Environment', 'A', 'b', false]]],
  ['text', 'A=b', []],
  ['a list in JSON', ' [{"name":"A","value":"b"}]', [['Environment', 'A', 'b', false]]],
  ['a number', 5, []],
])('variables with %s', (_, Environment, expected) => {
  expect(found({ Environment })).toEqual(expected);
});

test('properties of a classification of Amazon EMR are variables', () => {
  expect(found({ Configurations: [{ Classification: 'spark', Properties: { A: 'b' } }, { Properties: { C: 'd' } }] })).toEqual([['Configurations.Properties', 'A', 'b', false]]);
});

test('JSON in other properties has variables if it names them', () => {
  expect(found({ Input: '{"Environment":{"A":"b"}}' })).toEqual([['Input.Environment', 'A', 'b', false]]);
  expect(found({ Input: '{"overrides":[{"environment":[{"name":"A","value":"b"}]}]}' })).toEqual([['Input.overrides.environment', 'A', 'b', false]]);
  expect(found({ Input: 'Environment {"Environment":{"A":"b"}}' })).toEqual([]);
});
