import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { faultsOf } from './changes';
import { Contract } from './contract';
import { Site, sitesOf, valueAt, withValue } from './sites';
import { ENV, newApp, synthesized } from './stacks';
import { NamedArguments, Subject, subjectsOf } from './subjects';
import { Api, ApiType, ApiValue } from '../../scripts/public-api';
import * as library from '../../src';
import { MEMBERS } from '../../src/validation/shapes';
import { EVERY_FRAMEWORK } from '../support';

/** A construct of the library, or one that it exposes. */
export interface Exposure {
  /** For example `SecureVpc.vpc`. */
  readonly name: string;
  readonly contract: Contract;
  readonly variant: string;
  /** Name of the property; undefined for the construct itself. */
  readonly property?: string;
  /** Whether it is the first variant that exposes it. */
  readonly isFirst: boolean;
}

/** A call that takes a construct, and a construct that it can take. */
export interface Pair {
  /** For example `VpcFlowLogs (defaults): props.vpc = SecureVpc.vpc (defaults)`. */
  readonly name: string;
  readonly subject: Subject;
  /** Variant of the arguments. */
  readonly variant: string;
  /** Variant of the object that has the method. */
  readonly object?: string;
  readonly site: Site;
  readonly exposure: Exposure;
  /** Whether all arguments of the variant are passed, or what is required and the construct. */
  readonly isWhole: boolean;
}

/** What is made first. */
export type Order = 'taken first' | 'taker first';

export const ORDERS: readonly Order[] = ['taken first', 'taker first'];

/** How the stacks of a pair depend on each other. */
export type Direction = 'taker to taken' | 'taken to taker' | 'none';

/** How a pair ended. */
export interface PairOutcome {
  readonly pair: Pair;
  readonly order: Order;
  /** Whether it cannot be made in one stack either, or is refused for a reason that has been reviewed. */
  readonly isRefused: boolean;
  readonly direction: Direction;
  /** What is wrong. */
  readonly faults: string[];
}

// Interfaces that are in no props struct, and one that has too few members of its own.
const ARGUMENT_MEMBERS: Record<string, readonly string[]> = {
  IApplicationTargetGroup: ['registerConnectable', 'targetGroupArn'],
  IConnectable: ['connections'],
  IConstruct: ['node'],
  IDatabaseClient: ['addEnvironment', 'addSecretField', 'connections', 'grantPrincipal'],
  IGrantable: ['grantPrincipal'],
  IHttpTarget: ['attachToApplicationTargetGroup', 'connections', 'healthCheckPath', 'port'],
  IManagedInstances: ['grantPrincipal', 'node'],
  ISubnet: ['routeTable', 'subnetId'],
  IUserPoolDomain: ['baseUrl'],
};
// Not of constructs.
const NO_CONSTRUCTS: ReadonlySet<string> = new Set(['IPolicyValidationContext']);
// They read only.
const NO_TAKERS: ReadonlySet<string> = new Set(['Workload.of', 'Hardened.supports']);
const WRAPPED: Record<string, { readonly type: string; readonly wrap: (value: any) => unknown }> = {
  IRuleTarget: { type: 'ITopic', wrap: (topic) => new targets.SnsTopic(topic) },
  Secret: { type: 'ISecret', wrap: (secret) => ecs.Secret.fromSecretsManager(secret) },
};
/** Pairs that two stacks cannot have, with the error that says so. */
const REVIEWED: readonly { readonly pair: RegExp; readonly error: RegExp }[] = [
  // The policy of the bucket names the distribution, and the distribution refers to the bucket.
  { pair: /^CloudFrontOrigin\.bucket .*: bucket = /, error: /^origin\.bucket must be in stack 'Taker\d+', got '.*' in stack 'Taken'$/ },
  // Rules of the listener contain the secret, and its rotation changes them.
  { pair: /^CloudFrontAccess\.secretHeader .*: secret = /, error: /^exposure\.cloudFront\.secret must be in stack 'Taker\d+', got '.*' in stack 'Taken'$/ },
  // The dashboard reads the alarms of the stack that would use the topic.
  { pair: / = WorkloadMonitoring\.topic /, error: /topic of WorkloadMonitoring 'Taken\/Taken' must not be used in stack 'Taker\d+', whose alarms the dashboard reads: / },
];
const TAKEN = 'Taken';
/** Pairs in one app. */
const GROUP_SIZE = 25;

/** Every pair of the public API, and interfaces that are not recognized. */
export function pairsOf(api: Api, contracts: Map<string, Contract>): { pairs: Pair[]; unknown: string[] } {
  const exposures = [...contracts.values()].flatMap((contract) => exposuresOf(api, contract));
  const unknown = new Set<string>();
  const takers = subjectsOf(api, contracts).filter(({ name }) => !NO_TAKERS.has(name));
  const pairs = takers.flatMap((subject) => placesOf(api, subject).flatMap((place): Pair[] => {
    const { site } = place;
    const type = WRAPPED[site.type.name]?.type ?? site.type.name;
    if (/^I[A-Z]/.test(type) && !membersOf(type)) unknown.add(type);
    // One thing at a time differs from the defaults.
    const differs = Number(place.isWhole) + Number(place.object !== undefined && place.object !== 'defaults');
    return exposures.filter(({ exposure, value }) => fits(type, value) && (type !== 'IConstruct' || !exposure.property) && (differs === 0 || (differs === 1 && exposure.isFirst))).map(({ exposure }) => {
      const of = [...place.object ? [`of ${place.object}`] : [], place.isWhole ? place.variant : 'least'].join(', ');
      return { name: `${subject.name} (${of}): ${site.path.join('.')} = ${exposure.name} (${exposure.variant})`, subject, exposure, ...place };
    });
  }));
  return { pairs, unknown: [...unknown].sort() };
}

/** Pairs that take the same construct, and can be made in one app. */
export function groupsOf(pairs: Pair[]): Pair[][] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const key = `${pair.exposure.contract.type.name} ${pair.exposure.variant}`;
    groups.set(key, [...groups.get(key) ?? [], pair]);
  }
  return [...groups.values()].flatMap((group) => Array.from({ length: Math.ceil(group.length / GROUP_SIZE) }, (_, index) => (
    group.slice(index * GROUP_SIZE, (index + 1) * GROUP_SIZE))));
}

/** Outcomes of pairs that take the same construct. */
export function outcomesOf(api: Api, pairs: Pair[], order: Order): PairOutcome[] {
  if (pairs.length === 0) return [];
  const { outcomes, failed, error } = attemptOf(api, pairs, order);
  if (outcomes) return outcomes.map((outcome) => ({ ...outcome, faults: outcome.faults.length ? newFaultsOf(api, outcome, pairs) : [] }));
  if (pairs.length > 1 && failed.size) {
    const alone = [...failed.keys()].map((pair) => [pair]);
    return [...alone, pairs.filter((pair) => !failed.has(pair))].flatMap((some) => outcomesOf(api, some, order));
  }
  if (pairs.length > 1) {
    const half = Math.floor(pairs.length / 2);
    return [pairs.slice(0, half), pairs.slice(half)].flatMap((some) => outcomesOf(api, some, order));
  }
  const outcome = { pair: pairs[0], order, direction: 'none' as const, faults: [error!.message.split('\n')[0]] };
  const faults = isReviewed(outcome.pair, outcome.faults[0]) ? [] : newFaultsOf(api, outcome);
  return [{ ...outcome, isRefused: faults.length === 0, faults }];
}

function exposuresOf(api: Api, contract: Contract): { exposure: Exposure; value: unknown }[] {
  const declared = api.classes.find(({ name }) => name === contract.type.name)!;
  if (!declared.isConstruct || !contract.variants) return [];
  const seen = new Set<string>();
  return Object.keys(contract.variants).flatMap((variant) => {
    const construct = taken(new Stacks().stack(TAKEN), contract, variant);
    return [undefined, ...declared.properties].flatMap((property) => {
      const name = property ? `${contract.type.name}.${property}` : contract.type.name;
      const value = valueOf(construct, property);
      if (value === undefined) return [];
      const isFirst = !seen.has(name);
      seen.add(name);
      return [{ exposure: { name, contract, variant, property, isFirst }, value }];
    });
  });
}

function taken(stack: Stack, contract: Contract, variant: string): any {
  return stack.node.tryFindChild(TAKEN) ?? new contract.type(stack, TAKEN, contract.variants![variant](stack));
}

/** An exposed construct; the first of a list or a map. */
function valueOf(construct: any, property?: string): unknown {
  const value = property ? construct[property] : construct;
  const isCollection = Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  const exposed: unknown = isCollection ? Object.values(value)[0] : value;
  return typeof exposed === 'object' && exposed !== null ? exposed : undefined;
}

function membersOf(type: string): readonly string[] | undefined {
  return ARGUMENT_MEMBERS[type] ?? MEMBERS[type];
}

function fits(type: string, value: any): boolean {
  const own = (library as any)[type];
  if (typeof own === 'function') return value instanceof own;
  return membersOf(type)?.every((member) => member in value) ?? false;
}

/** Places of a call at which it takes a construct: with what is required, and in the whole arguments of every variant. */
function placesOf(api: Api, subject: Subject): Pick<Pair, 'variant' | 'object' | 'site' | 'isWhole'>[] {
  const seen = new Set<string>();
  const objects = subject.objects.length ? subject.objects : [undefined];
  return (subject.variants ?? []).flatMap((variant) => sitesOf(api, { name: subject.name, parameters: subject.takes }, subject.build(new Stacks().stack('Taker'), variant))
    .filter(({ isSet, type }) => isSet && isOfConstruct(type))
    .flatMap((site) => {
      const forms = seen.has(site.key) ? [true] : [false, true];
      seen.add(site.key);
      return objects.flatMap((object) => forms.map((isWhole) => ({ variant, object, site, isWhole })));
    }));
}

function isOfConstruct({ kind, name }: ApiType): boolean {
  if (kind !== 'instance' && kind !== 'object') return false;
  const own = (library as any)[name];
  return name in WRAPPED || (own ? own.prototype instanceof Construct : /^I[A-Z]/.test(name) && !NO_CONSTRUCTS.has(name));
}

/** Arguments with what is required, and what is at a path. */
function least(api: Api, declared: ApiValue[], args: NamedArguments, [name, ...rest]: (string | number)[]): NamedArguments {
  const kept = declared.filter((each) => (!each.optional || each.name === name) && args[each.name] !== undefined);
  return Object.fromEntries(kept.map((each) => [each.name, leastOf(api, each.type, args[each.name], each.name === name ? rest : [])]));
}

function leastOf(api: Api, type: ApiType, value: any, [index, ...rest]: (string | number)[]): unknown {
  if (type.kind === 'struct') return least(api, api.structs.get(type.name)!.props, value, index === undefined ? [] : [index, ...rest]);
  if (index === undefined) return value;
  return type.kind === 'list' ? [leastOf(api, type.item!, value[index], rest)] : { [index]: leastOf(api, type.item!, value[index], rest) };
}

/** Makes stacks of an app under one workload. */
class Stacks {
  private readonly app = newApp();

  public constructor() {
    library.Workload.on(this.app, { name: 'ledger', suffix: 'dev', frameworks: EVERY_FRAMEWORK });
  }

  public stack(id: string): Stack {
    return this.app.node.tryFindChild(id) as Stack ?? new Stack(this.app, id, { env: ENV });
  }

  /** Findings as `path: rule`, and references to resources that the templates lack. */
  public synth(): string[] {
    const { templates, findings } = synthesized(this.app);
    return [...Object.entries(templates).flatMap(([name, template]) => faultsOf({ [name]: template }).map((fault) => `${name}/: ${fault}`)), ...findings];
  }
}

interface Attempt {
  readonly outcomes?: PairOutcome[];
  /** Pairs that cannot be made. */
  readonly failed: Map<Pair, Error>;
  /** Why they cannot be made, or synthesized together. */
  readonly error?: Error;
}

function attemptOf(api: Api, pairs: Pair[], order: Order): Attempt {
  const stacks = new Stacks();
  const { exposure } = pairs[0];
  const failed = new Map<Pair, Error>();
  const tried = (step: (pair: Pair, stack: Stack) => void) => pairs.forEach((pair, index) => {
    if (failed.has(pair)) return;
    try {
      step(pair, stacks.stack(`Taker${index}`));
    } catch (error) {
      failed.set(pair, error as Error);
    }
  });
  const make = () => taken(stacks.stack(TAKEN), exposure.contract, exposure.variant);
  if (order === 'taker first') tried(({ subject, object }, stack) => subject.prepare(stack, object));
  make();
  tried((pair, stack) => take(api, pair, stack, make()));
  if (failed.size) return { failed, error: [...failed.values()][0] };
  try {
    const lines = stacks.synth();
    const source = stacks.stack(TAKEN);
    return {
      failed,
      outcomes: pairs.map((pair, index) => {
        const stack = stacks.stack(`Taker${index}`);
        const direction = stack.dependencies.includes(source) ? 'taker to taken' : source.dependencies.includes(stack) ? 'taken to taker' : 'none';
        const mine = (line: string) => line.startsWith(`${stack.node.path}/`) || (index === 0 && !line.startsWith('Taker'));
        return { pair, order, isRefused: false, direction, faults: lines.filter(mine) };
      }),
    };
  } catch (error) {
    return { failed, error: error as Error };
  }
}

function take(api: Api, { subject, variant, object, site, exposure, isWhole }: Pair, stack: Stack, construct: any): void {
  const whole = subject.build(stack, variant);
  const args = isWhole ? whole : withDefaults(subject, stack, least(api, subject.takes, whole, site.path));
  const at = isWhole ? site.path : site.path.map((each) => typeof each === 'number' ? 0 : each);
  if (valueAt(args, at) === undefined) throw new Error(`${site.key} is not in the arguments`);
  const value = valueOf(construct, exposure.property);
  subject.prepare(stack, object);
  subject.run(stack, withValue(args, at, WRAPPED[site.type.name]?.wrap(value) ?? value));
}

function isReviewed({ name }: Pair, message: string): boolean {
  return REVIEWED.some(({ pair, error }) => pair.test(name) && error.test(message));
}

/** Arguments with the props that the first variant of a construct sets, because some are required together. */
function withDefaults(subject: Subject, stack: Stack, args: NamedArguments): NamedArguments {
  if (!subject.isConstruct) return args;
  const defaults = subject.build(stack, subject.variants![0]);
  return Object.fromEntries(Object.entries(args).map(([name, props]) => [name, { ...defaults[name], ...props }]));
}

/** Faults of a pair that it does not have in one stack. What is taken may have the faults of the other pairs of the app. */
function newFaultsOf(api: Api, { pair, faults }: Pick<PairOutcome, 'pair' | 'faults'>, others: Pair[] = []): string[] {
  const known = findingsInOneStack(api, pair);
  if (!known) return [];
  return others.filter((other) => other !== pair).reduce(
    (left, other) => left.length ? without(left, findingsInOneStack(api, other) ?? []) : left, without(faults, known));
}

function without(faults: string[], known: string[]): string[] {
  const same = known.map(withoutStacks);
  return faults.filter((fault) => !same.includes(withoutStacks(fault)));
}

/** Findings of a pair in one stack; undefined if it cannot be made there either. */
function findingsInOneStack(api: Api, pair: Pair): string[] | undefined {
  const stacks = new Stacks();
  const stack = stacks.stack('Taker0');
  try {
    pair.subject.prepare(stack, pair.object);
    take(api, pair, stack, taken(stack, pair.exposure.contract, pair.exposure.variant));
    const lines = stacks.synth();
    return lines.some((line) => line.endsWith(' is a circle')) ? undefined : lines;
  } catch {
    return undefined;
  }
}

function withoutStacks(line: string): string {
  return line.replace(/\bTaker\d+\b|\bTaken(?=\/Taken)/g, '').replace(/\w{8}\b/g, '');
}
