import { given } from './intrinsics';
import { isOfCode } from './secrets';
import { remembered } from './text';
import { writtenValues } from './written';
import { Json, RenderedResource } from '../rendered';
import { macrosIn } from '../worlds/intrinsics';

const VARIABLES = [
  'Environment', 'EnvironmentVariables', 'EnvironmentMap', 'Env', 'Variables', 'RuntimeEnvironmentVariables', 'DefaultArguments', 'NonOverridableArguments', 'Parameters',
  'ConnectionProperties', 'OriginCustomHeaders', 'OptionSettings', 'PropertyMap', 'ProviderDetails', 'CredentialsMap', 'Options', 'ConnectorConfiguration',
  'ConfigurationProperties', 'SparkProperties', 'PythonProperties', 'AthenaProperties', 'ProfileProperties', 'TokenUrlCustomProperties', 'CustomAuthenticationCredentials',
  'AirflowConfigurationOptions', 'Arguments', 'DefaultRunProperties', 'StageVariables', 'StageVariableOverrides', 'CommonAttributes', 'HyperParameters', 'DriverOpts',
  'HeaderParameters', 'QueryStringParameters', 'BodyParameters', 'Headers', 'CustomHeaders', 'AuthenticationRequestExtraParams', 'ProvisioningParameters',
];
/** Properties whose keys, or whose items with a name and a value, are variables that a program reads. */
const isVariables = remembered((key) => VARIABLES.includes(key));

/** A variable that a program reads. */
interface Variable {
  /** Property that has the variables. */
  readonly path: string;
  /** Undefined for variables of which only a deployment knows the names. */
  readonly name: Json;
  readonly value: Json;
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
    // Texts and numbers have no variables.
    if (part === null || typeof part !== 'object') continue;
    const at = Array.isArray(value) || key.startsWith('Fn::') ? path : path ? `${path}.${key}` : key;
    found.push(...isVariables(key) || key === 'Properties' && given(value.Classification) ? branchesOf(part).flatMap((branch) => pairsOf(resource, branch, at)) : variablesIn(resource, part, at));
  }
  return found;
}

function pairsOf(resource: RenderedResource, variables: Json, path: string): Variable[] {
  if (variables === null || typeof variables !== 'object') return [];
  const unnamed = [variables].flat().flatMap(branchesOf).filter((part) => macrosIn(part) || isOfCode(resource, part));
  if (unnamed.length > 0) return unnamed.map((value) => ({ path, name: undefined, value }));
  if (!Array.isArray(variables) && Object.keys(variables).some(isVariables)) return variablesIn(resource, variables, path);
  const pairs: Json[][] = Array.isArray(variables)
    ? variables.flatMap(branchesOf).filter(given)
      .map(({ Name, Key, HeaderName, OptionName, AttributeName, Value, HeaderValue, AttributeValue, Type }) => (
        [Name ?? Key ?? HeaderName ?? OptionName ?? AttributeName, Value ?? HeaderValue ?? AttributeValue, Type]))
    : Object.entries<Json>(variables);
  // A variable of this type has the name of a secret or parameter (AWS CodeBuild User Guide, Environment variables).
  return pairs.map(([name, value, type]) => [name, ['SECRETS_MANAGER', 'PARAMETER_STORE'].includes(type) ? undefined : value])
    .flatMap(([name, value]) => given(name) ? writtenValues(resource, name).map((one) => ({ path, name: one, value })) : []);
}

function branchesOf(value: Json): Json[] {
  const branches = value?.['Fn::If'];
  return Array.isArray(branches) ? branches.slice(1).flatMap(branchesOf) : [value];
}
