import { IConstruct } from 'constructs';

const RTTI = Symbol.for('jsii.rtti');
const LIBRARY = 'cdk-regulated.';
const MADE = new WeakSet<IConstruct>();

/** Notes a construct that the hardening made. */
export function markOwn<T extends IConstruct>(construct: T): T {
  MADE.add(construct);
  return construct;
}

/** Whether a scope is a construct of the library, or in one. Such constructs have safe defaults of their own. */
export function isOwn(scope: IConstruct): boolean {
  return scope.node.scopes.some((each) => MADE.has(each) || classesOf(each).some(isOfLibrary));
}

/** The class of a construct and its base classes. */
function classesOf(construct: IConstruct): object[] {
  const classes: object[] = [];
  for (let one = construct.constructor; typeof one === 'function'; one = Object.getPrototypeOf(one)) classes.push(one);
  return classes;
}

// jsii compiles the published name into each public class.
function isOfLibrary(one: object): boolean {
  return (Reflect.get(one, RTTI) as { fqn?: string } | undefined)?.fqn?.startsWith(LIBRARY) === true;
}
