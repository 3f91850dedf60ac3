import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isUnresolved, refuse, requireKey, requireKnown } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** A parameter below a path. */
export interface ParameterName {
  /** Below the path. */
  readonly name: string;
  readonly fullName: string;
  /** Id of the construct that makes the parameter. */
  readonly id: string;
}

const DECLARED = new WeakMap<IConstruct, Map<string, Map<string, IConstruct>>>();

/** Parameters of the account and Region of a construct by name, in its app or stage: a name is there once (Systems Manager API, PutParameter). */
function declaredIn(scope: IConstruct): Map<string, IConstruct> {
  const around = Stage.of(scope) ?? scope.node.root;
  const stack = Stack.of(scope);
  // Stacks without an account or a Region can go to different ones.
  const environment = isUnresolved(stack.account) || isUnresolved(stack.region) ? stack.node.path : stack.environment;
  const environments = DECLARED.get(around) ?? new Map<string, Map<string, IConstruct>>();
  DECLARED.set(around, environments);
  const declared = environments.get(environment) ?? new Map<string, IConstruct>();
  environments.set(environment, declared);
  return declared;
}

/** The given path, by default that of the workload: `/<name>/<suffix>`. */
export function resolvePath(scope: IConstruct, given: string | undefined): string {
  const { name, suffix } = Workload.of(scope);
  if (given === undefined && name === undefined) refuse(scope, "specify path outside of a workload, for example path: '/payment/dev'");
  const path = given ?? ['', name, suffix].filter((part) => part !== undefined).join('/');
  // aws-cdk-lib derives the ARN of a parameter from its name.
  requireKnown(scope, 'path', path);
  requireName(scope, 'path', path, NameLimit.PARAMETER);
  return path;
}

/**
 * The names of parameters below a path.
 * @param prop that has the parameters, for error messages
 */
export function resolveNames(scope: IConstruct, prop: string, path: string, parameters: { [name: string]: unknown }): ParameterName[] {
  const names = Object.keys(parameters).map((name) => ({ name, fullName: `${path}/${name}`, id: name.replace(/\//g, '--') }));
  if (names.length === 0) refuse(scope, `${prop} must not be empty`);
  for (const [index, { name, fullName, id }] of names.entries()) {
    requireName(scope, `name of ${prop}.${name}`, fullName, NameLimit.PARAMETER);
    const other = names.findIndex((each) => each.id === id);
    if (other < index) refuse(scope, `${prop} must have names that differ in more than / and --, got '${names[other].name}' and '${name}'`);
  }
  return names;
}

/**
 * Refuses names below the path that no parameter has.
 * @param argument that has the names, for error messages
 */
export function requireExisting(scope: IConstruct, argument: string, names: readonly string[], existing: Iterable<string>): void {
  const known = [...existing];
  for (const [index, name] of names.entries()) {
    requireKey(scope, argument === 'names' ? `names[${index}]` : argument, 'the name of a parameter', known, name);
  }
}

/** Refuses names that another construct has in the account and Region. Called when all other props are checked. */
export function declareNames(scope: IConstruct, names: readonly ParameterName[]): void {
  const declared = declaredIn(scope);
  for (const { fullName } of names) {
    if (declared.has(fullName)) refuse(scope, `parameter '${fullName}' already exists in this stage, for '${declared.get(fullName)!.node.path}'`);
  }
  names.forEach(({ fullName }) => declared.set(fullName, scope));
}
