import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CallContract, Contract } from './contract';
import { Api, ApiClass, ApiMethod, ApiValue } from '../../scripts/public-api';

const TESTS = path.resolve(__dirname, '..');

const SCOPE: ApiValue = { name: 'scope', type: { kind: 'instance', name: 'IConstruct' }, optional: false, doc: '', tags: new Set() };

/** Arguments of a call by the names of its parameters. */
export type NamedArguments = Record<string, any>;

/** A constructor, method or static factory of the public API that takes arguments. */
export interface Subject {
  /** For example `SecureBucket`, `SecureBucket.grantRead`. */
  readonly name: string;
  readonly domain: string;
  readonly parameters: ApiValue[];
  /** Parameters other than the scope and the id. */
  readonly takes: ApiValue[];
  /** Names of the variants; undefined where there is no contract. */
  readonly variants?: string[];
  /** Props that are always refused. */
  readonly refuses: string[];
  /** Keys of the places that get no other values. */
  readonly untried: string[];
  readonly contract?: Contract;
  /** Whether it makes a value that a construct takes. */
  readonly isFactory: boolean;
  /** Whether it is a constructor of a construct. */
  readonly isConstruct: boolean;
  /** Variants of the object that has the method; the first is what `run` uses. Empty where there is none to make. */
  readonly objects: string[];
  /** Makes the object that has the method, where it is one. */
  prepare(stack: Stack, variant?: string): void;
  /** Arguments of a variant. */
  build(stack: Stack, variant: string): NamedArguments;
  /** Calls it; a construct is made in a scope under an id. */
  run(stack: Stack, args: NamedArguments, scope?: Construct, id?: string): void;
}

/** Contracts by the name of their class. */
export function readContracts(): Map<string, Contract> {
  const files = fs.readdirSync(TESTS, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.contract.ts')).sort();
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const contracts = files.map((file): Contract => require(path.join(TESTS, file)).default);
  return new Map(contracts.map((contract) => [contract.type.name, contract]));
}

/** Everything in the public API that takes arguments, with its contract where there is one. */
export function subjectsOf(api: Api, contracts: Map<string, Contract>): Subject[] {
  return api.classes.flatMap((declared) => {
    const contract = contracts.get(declared.name);
    const methods = declared.methods.filter(({ parameters }) => parameters.length > 0);
    return [
      ...declared.parameters === undefined ? [] : [constructorOf(declared, declared.parameters, contract)],
      ...methods.map((method) => callOf(declared, method, contract, (method.isStatic ? contract?.statics : contract?.methods)?.[method.name])),
    ];
  });
}

function constructorOf(declared: ApiClass, parameters: ApiValue[], contract: Contract | undefined): Subject {
  return {
    name: declared.name,
    domain: declared.domain,
    parameters,
    takes: parameters,
    variants: contract?.variants && Object.keys(contract.variants),
    refuses: [],
    untried: [],
    contract,
    isConstruct: declared.isConstruct,
    isFactory: !declared.isConstruct,
    objects: [],
    prepare: () => {},
    build: (stack, variant) => parameters.length ? { [parameters[0].name]: contract!.variants![variant](stack) } : {},
    run: (stack, args, scope = stack, id = 'Subject') => {
      const props = parameters.map(({ name }) => args[name]);
      if (declared.isConstruct) new contract!.type(scope, id, ...props);
      else contract!.use?.(stack, new contract!.type(...props));
    },
  };
}

function callOf(declared: ApiClass, method: ApiMethod, contract: Contract | undefined, call: CallContract | undefined): Subject {
  const { parameters } = method;
  const name = `${declared.name}.${method.name}`;
  const all = method.isStatic && method.takesScope ? [SCOPE, ...parameters] : parameters;
  const objects = new WeakMap<Stack, any>();
  const scopes = new WeakMap<Stack, any>();
  const scopeIn = (stack: Stack) => {
    if (!scopes.has(stack)) scopes.set(stack, call!.on?.(stack) ?? stack);
    return scopes.get(stack);
  };
  const objectIn = (stack: Stack, variant?: string) => {
    if (!objects.has(stack)) objects.set(stack, call!.on?.(stack) ?? objectOf(declared, contract!, stack, variant));
    return objects.get(stack);
  };
  return {
    name,
    domain: declared.domain,
    parameters: all,
    takes: parameters.filter((parameter) => !(method.takesScope && parameter.name === 'id')),
    variants: call && Object.keys(call.variants),
    refuses: call?.refuses ?? [],
    untried: call?.untried ?? [],
    contract,
    isConstruct: false,
    isFactory: call?.use !== undefined,
    objects: method.isStatic ? [] : call?.on ? ['defaults'] : Object.keys(contract?.variants ?? {}),
    prepare: (stack, variant) => {
      if (!method.isStatic) objectIn(stack, variant);
    },
    build: (stack, variant) => {
      const args = call!.variants[variant](stack);
      const named = parameters.map(({ name: parameter, rest }, index) => [parameter, rest ? args.slice(index) : args[index]]);
      if (method.isStatic && method.takesScope) named.unshift([SCOPE.name, scopeIn(stack)]);
      return Object.fromEntries(named.filter(([, value]) => value !== undefined));
    },
    run: (stack, args) => {
      const values = parameters.flatMap(({ name: parameter, rest }) => rest && Array.isArray(args[parameter]) ? args[parameter] : [args[parameter]]);
      if (method.isStatic) {
        const value = contract!.type[method.name](...method.takesScope ? [SCOPE.name in args ? args[SCOPE.name] : scopeIn(stack)] : [], ...values);
        call!.use?.(stack, value);
      } else {
        const value = objectIn(stack)[method.name](...values);
        call!.use?.(stack, value);
      }
    },
  };
}

/** The object of a contract, for constructs one for a stack. */
function objectOf({ isConstruct }: ApiClass, contract: Contract, stack: Stack, variant = 'defaults'): any {
  if (!isConstruct) return new contract.type(contract.variants![variant](stack));
  return stack.node.tryFindChild('Made') ?? new contract.type(stack, 'Made', contract.variants![variant](stack));
}
