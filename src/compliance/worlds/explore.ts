import { Json, macrosIn } from './intrinsics';

/** The result of a safeguard for a resource. An unresolved value is unknown, never a pass. */
export type Outcome =
  | { readonly result: 'holds' }
  | { readonly result: 'fails' | 'unknown'; readonly finding: string };

type Unknown = Exclude<Outcome, { readonly result: 'holds' }>;

/** A resource that has values. */
interface Named {
  readonly logicalId: string;
}

/** A resource that can be absent in a world. */
interface Conditional extends Named {
  readonly template: { isPresent(resource: unknown): boolean };
}

/** Where a stack is deployed. */
interface Environment {
  readonly account: string;
  readonly region: string;
}

/** Combinations of conditions and parameters that are judged for a resource. */
const MOST_WORLDS = 64;

/** The value that a condition, a parameter or a lookup has in a world. */
export interface Option<T> {
  readonly value: T;
  /** The value as a finding names it, for example `condition IsProduction is false`. Omitted if it says nothing. */
  readonly label?: string;
}

interface Choice {
  readonly options: ReadonlyArray<Option<unknown>>;
  taken: number;
}

/** A read of a value that only a deployment resolves. */
interface UnknownRead {
  readonly resource: Named;
  readonly path: string;
  readonly value: Json;
}

interface World {
  /** Values that were asked for, in this order. */
  readonly choices: Map<string, Choice>;
  reads: UnknownRead[];
  /** Reads that only look for references, which are not recorded. */
  quiet: boolean;
}

const TOO_MANY: Outcome = { result: 'unknown', finding: `the result depends on more than ${MOST_WORLDS} combinations of conditions and parameters` };

let world: World | undefined;

/**
 * The value of a variable in the world that is explored. A variable that was not asked for before has each of its values in one world more.
 * Outside an exploration, the first value.
 */
export function choose<T>(variable: string, options: ReadonlyArray<Option<T>>): T {
  if (!world || options.length === 1) return options[0].value;
  let choice = world.choices.get(variable);
  if (!choice) world.choices.set(variable, choice = { options, taken: 0 });
  return choice.options[choice.taken].value as T;
}

/**
 * The template that a name refers to. Templates of several environments can have the same export: each is a world, unless the environment of the stack that reads
 * it shows which one it is.
 */
export function oneOf<T extends { readonly stack: Environment & { readonly templateFile: string } }>(
  name: string, { account, region }: Environment, templates: readonly T[],
): T | undefined {
  const near = templates.filter(({ stack }) => stack.account === account && stack.region === region);
  const [first, ...others] = near.length ? near : templates;
  if (others.length === 0) return first;
  return choose(name, [first, ...others].map((value) => ({ value, label: `${name} is that of ${value.stack.templateFile}` })));
}

/** Records the read of a value that only a deployment resolves. */
export function recordUnknown(resource: Named, path: string, value: Json): void {
  if (world && !world.quiet) world.reads.push({ resource, path, value });
}

/**
 * Declares that the fact is the same for every value that a deployment can give. Without it, a safeguard that reads an unknown value never holds.
 * Returns the value.
 */
export function anyValue<T>(value: T): T {
  if (world && world.reads.length > 0) world.reads = world.reads.filter((read) => read.value !== value);
  return value;
}

/** Reads what a finding names: not as it is in the explored world, so that the name makes no worlds and no record. */
export function forName<T>(read: () => T): T {
  const explored = world;
  world = undefined;
  try {
    return read();
  } finally {
    world = explored;
  }
}

/** Reads without a record: of a reference, not of a value. */
export function quietly<T>(read: () => T): T {
  if (!world || world.quiet) return read();
  world.quiet = true;
  try {
    return read();
  } finally {
    world.quiet = false;
  }
}

/**
 * Judges in every world: in every combination of the conditions, parameters and lookups that the judge reads. It fails if it fails in one world. It is unknown
 * if it is unknown in one, reads a value that only a deployment resolves, or throws. It does not apply if it applies in no world.
 */
export function explore(judge: () => Outcome | undefined, about?: Conditional): Outcome | undefined {
  const choices = new Map<string, Choice>();
  let result: Outcome | undefined;
  try {
    for (let worlds = 0; ; worlds++) {
      if (worlds === MOST_WORLDS) return result?.result === 'unknown' ? result : TOO_MANY;
      world = { choices, reads: [], quiet: false };
      const outcome = where(outcomeIn(world, judge, about), choices);
      if (outcome?.result === 'fails') return outcome;
      if (result?.result !== 'unknown') result = outcome ?? result;
      if (!advance(choices)) return result;
    }
  } finally {
    world = undefined;
  }
}

function outcomeIn(current: World, judge: () => Outcome | undefined, about: Conditional | undefined): Outcome | undefined {
  try {
    const outcome = judge();
    const absent = outcome === undefined || outcome.result === 'holds';
    const [read] = current.reads;
    const macro = outcome?.result === 'fails' && current.reads.find(({ value }) => macrosIn(value));
    const found = macro ? changeable(outcome.finding, unresolved(macro, about)) : absent && read ? unresolved(read, about) : outcome;
    return found && about && !about.template.isPresent(about) ? undefined : found;
  } catch (error) {
    // By its message, not by `instanceof`: a safeguard of an app can run in another realm, for example in a sandbox for tests.
    const message = (error as Partial<Error> | undefined)?.message ?? String(error);
    return { result: 'unknown', finding: `the check cannot read the resource: ${/call stack/.test(message) ? 'its values refer to each other in a circle' : message}` };
  }
}

// A macro can set what is missing, and replace what is there.
function changeable(finding: string, macro: Unknown): Outcome {
  return { result: 'unknown', finding: `${finding}; ${macro.finding}` };
}

function unresolved({ resource, path, value }: UnknownRead, about: Named | undefined): Unknown {
  const name = resource.logicalId === about?.logicalId ? path : `${path} of ${resource.logicalId}`;
  return { result: 'unknown', finding: `${name} is ${JSON.stringify(value)}, which resolves only at deployment, must be a literal value` };
}

// The world after this one: the last variable that has another value gets it, and the variables after it are asked for again.
function advance(choices: Map<string, Choice>): boolean {
  for (const [variable, choice] of [...choices].reverse()) {
    if (choice.taken + 1 < choice.options.length) {
      choice.taken++;
      return true;
    }
    choices.delete(variable);
  }
  return false;
}

function where(outcome: Outcome | undefined, choices: ReadonlyMap<string, Choice>): Outcome | undefined {
  if (!outcome || outcome.result === 'holds') return outcome;
  const labels = [...choices.values()].flatMap(({ options, taken }) => options[taken].label ?? []);
  return labels.length ? { ...outcome, finding: `${outcome.finding}, if ${labels.join(' and ')}` } : outcome;
}

/** A result, and what distinguishes its world from the first one. */
export interface InWorld<T> {
  readonly result: T;
  /** For example `condition IsProduction is false`. Omitted for the first world. */
  readonly where?: string;
}

/** Computes in the first world, and in the worlds that differ from it in one condition, parameter or lookup that is read; in at most 64 worlds. `left` names the others. */
export function inWorlds<T>(compute: () => T): { readonly results: Array<InWorld<T>>; readonly left: string[] } {
  const first = new Map<string, Choice>();
  const results: Array<InWorld<T>> = [{ result: inWorld(first, compute) }];
  const left: string[] = [];
  for (const [variable, { options }] of [...first]) {
    for (let taken = 1; taken < options.length; taken++) {
      const label = options[taken].label ?? `${variable} has another value`;
      if (results.length === MOST_WORLDS) {
        left.push(label);
        continue;
      }
      const choices = new Map<string, Choice>();
      for (const [name, choice] of first) choices.set(name, { options: choice.options, taken: name === variable ? taken : 0 });
      results.push({ result: inWorld(choices, compute), where: label });
    }
  }
  return { results, left };
}

function inWorld<T>(choices: Map<string, Choice>, compute: () => T): T {
  world = { choices, reads: [], quiet: true };
  try {
    return compute();
  } finally {
    world = undefined;
  }
}
