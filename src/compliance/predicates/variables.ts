import { given, listOf } from './intrinsics';
import { remembered } from './text';
import { Json, RenderedResource } from '../rendered';

/** Properties whose keys, or whose items with a name and a value, are variables that a program reads. */
const isVariables = remembered((key) => (
  /^(Environment(Variables|Map)?|Variables|DefaultArguments|NonOverridableArguments|ConnectionProperties|OriginCustomHeaders|OptionSettings|RuntimeEnvironmentVariables)$/.test(key)));

/** A variable that a program reads. */
interface Variable {
  /** Property that has the variables. */
  readonly path: string;
  readonly name: Json;
  readonly value: Json;
}

/**
 * The variables in a value of a template, as they are written: in every branch, and with the default and the allowed values of parameters.
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
    found.push(...isVariables(key) ? branchesOf(part).flatMap((branch) => pairsOf(resource, branch, at)) : variablesIn(resource, part, at));
  }
  return found;
}

function pairsOf(resource: RenderedResource, variables: Json, path: string): Variable[] {
  if (variables === null || typeof variables !== 'object') return [];
  if (!Array.isArray(variables) && Object.keys(variables).some(isVariables)) return variablesIn(resource, variables, path);
  const pairs: Json[][] = Array.isArray(variables)
    ? variables.flatMap(branchesOf).filter(given)
      .map(({ Name, Key, HeaderName, OptionName, Value, HeaderValue, Type }) => [Name ?? Key ?? HeaderName ?? OptionName, Value ?? HeaderValue, Type])
    : Object.entries<Json>(variables);
  // A variable of this type has the name of a secret or parameter (AWS CodeBuild User Guide, Environment variables).
  return pairs.map(([name, value, type]) => [name, ['SECRETS_MANAGER', 'PARAMETER_STORE'].includes(type) ? undefined : value])
    .flatMap(([name, value]) => literalsOf(resource, name).flatMap((one) => (
      literalsOf(resource, value).map((each) => ({ path, name: one, value: each })))));
}

function branchesOf(value: Json): Json[] {
  const branches = value?.['Fn::If'];
  return Array.isArray(branches) ? branches.slice(1).flatMap(branchesOf) : [value];
}

function literalsOf(resource: RenderedResource, value: Json): Json[] {
  return branchesOf(value).flatMap((branch) => typeof branch?.Ref === 'string' ? [branch, ...givenTo(resource, branch)] : [branch]);
}

/** The values of a parameter that are in the template: its default and its allowed values. */
export function givenTo(resource: RenderedResource, value: Json): Json[] {
  const { Default, AllowedValues } = (typeof value?.Ref === 'string' && resource.template.parameter(value.Ref)) || {};
  return [Default, ...listOf(AllowedValues)];
}
