import { given, isTrue } from './intrinsics';
import { isOfCode } from './secrets';
import { isTextOrFunction, jsonOf, remembered, writtenText } from './text';
import { writtenValues } from './written';
import { Json, RenderedResource } from '../rendered';
import { isIntrinsic, macrosIn } from '../worlds/intrinsics';

const VARIABLES = [
  'Environment', 'EnvironmentVariables', 'EnvironmentMap', 'Env', 'Variables', 'RuntimeEnvironmentVariables', 'DefaultArguments', 'NonOverridableArguments', 'Parameters',
  'ConnectionProperties', 'OriginCustomHeaders', 'OptionSettings', 'PropertyMap', 'ProviderDetails', 'CredentialsMap', 'Options', 'ConnectorConfiguration',
  'ConfigurationProperties', 'SparkProperties', 'PythonProperties', 'AthenaProperties', 'ProfileProperties', 'TokenUrlCustomProperties', 'CustomAuthenticationCredentials',
  'AirflowConfigurationOptions', 'Arguments', 'DefaultRunProperties', 'StageVariables', 'StageVariableOverrides', 'CommonAttributes', 'HyperParameters', 'DriverOpts',
  'HeaderParameters', 'QueryStringParameters', 'BodyParameters', 'Headers', 'CustomHeaders', 'AuthenticationRequestExtraParams', 'ProvisioningParameters',
  'ContainerEnvironmentVariables', 'EnvironmentOverride', 'EnvironmentParameters', 'GlobalParameters', 'ParameterOverrides', 'PipelineParameterList', 'ScriptParameters',
  'StepProperties', 'UserParameters', 'DockerLabels', 'IdentityProviderDetails', 'TokenUrlParametersMap', 'DocumentParameters',
  // In JSON that an API reads: overrides of containers (Amazon ECS API Reference, ContainerOverride).
  'environment',
];
/** Properties whose keys, or whose items with a name and a value, are variables that a program reads. */
export const isVariables = remembered((key) => VARIABLES.includes(key));
/** A text that can be JSON of variables, and one that can be JSON with variables in it. */
const MAY_BE_VARIABLES = /^\s*[[{]/;
const MAY_HAVE_VARIABLES = /^\s*[[{][^]*([Ee]nvironment|Parameters|Arguments|Headers)/;

const NAMES = ['Name', 'Key', 'HeaderName', 'OptionName', 'AttributeName', 'ParameterKey', 'ParameterName', 'name', 'key'];
const VALUES = ['Value', 'HeaderValue', 'AttributeValue', 'ParameterValue', 'DefaultValue', 'value'];

/** A variable that a program reads. */
export interface Variable {
  /** Property that has the variables. */
  readonly path: string;
  /** Undefined for variables of which only a deployment knows the names. */
  readonly name: Json;
  readonly value: Json;
  /** Whether the service keeps the value as a secret. */
  readonly isKept?: boolean;
}

/**
 * The variables in a value of a template, as they are written: in every branch, and with each name that the template has for them.
 * @param path of the value; empty for the properties of the resource
 */
export function variablesIn(resource: RenderedResource, value: Json, path: string): Variable[] {
  const found: Variable[] = [];
  if (value === null || typeof value !== 'object') return found;
  for (const key of Object.keys(value)) {
    const part = value[key];
    const isNamed = isVariables(key) || key === 'Properties' && given(value.Classification);
    const json = isNamed ? undefined : jsonIn(part, MAY_HAVE_VARIABLES);
    // Other texts and numbers have no variables.
    if (!isNamed && json === undefined && (part === null || typeof part !== 'object')) continue;
    const at = Array.isArray(value) || key.startsWith('Fn::') ? path : path ? `${path}.${key}` : key;
    found.push(...isNamed
      ? writtenValues(resource, part).flatMap((branch) => pairsOf(resource, jsonIn(branch, MAY_BE_VARIABLES) ?? branch, at))
      : variablesIn(resource, json ?? part, at));
  }
  return found;
}

/** The JSON in a text. Undefined if it is none with variables. */
function jsonIn(value: Json, form: RegExp): Json {
  return isTextOrFunction(value) && form.test(writtenText(value)) ? jsonOf(value) : undefined;
}

function pairsOf(resource: RenderedResource, variables: Json, path: string): Variable[] {
  if (variables === null || typeof variables !== 'object') return [];
  const unnamed = [variables].flat().flatMap(branchesOf).filter((part) => macrosIn(part) || isOfCode(resource, part));
  if (unnamed.length > 0) return unnamed.map((value) => ({ path, name: undefined, value }));
  if (!Array.isArray(variables) && Object.keys(variables).some(isVariables)) return variablesIn(resource, variables, path);
  const pairs: Json[][] = Array.isArray(variables)
    ? variables.flatMap(branchesOf).filter(given)
      .map((pair) => [first(pair, NAMES), first(pair, VALUES), first(pair, ['Type', 'type']), pair.IsValueSecret])
    : Object.entries<Json>(variables);
  const parts = Array.isArray(variables) ? [] : Object.entries<Json>(variables).filter(([, part]) => !isIntrinsic(part));
  const deeper = variablesIn(resource, Object.fromEntries(parts), path);
  // A variable of this type has the name of a secret or parameter (AWS CodeBuild User Guide, Environment variables).
  const isName = (type: Json) => ['SECRETS_MANAGER', 'PARAMETER_STORE'].includes(type);
  return [...deeper, ...pairs.filter(([name]) => given(name)).flatMap(([name, value, type, isSecret]) => writtenValues(resource, name)
    .map((one) => ({ path, name: one, value: isName(type) ? undefined : value, isKept: isTrue(isSecret) })))];
}

function first(pair: Json, keys: readonly string[]): Json {
  return keys.map((key) => pair[key]).find((part) => part !== undefined);
}

function branchesOf(value: Json): Json[] {
  const branches = value?.['Fn::If'];
  return Array.isArray(branches) ? branches.slice(1).flatMap(branchesOf) : [value];
}
