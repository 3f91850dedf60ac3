import { resolve } from 'path';
import { Duration } from 'aws-cdk-lib';
import { DEFAULT_FRAMEWORK, FRAMEWORKS } from './frameworks';
import { parsed, problemOf } from './input/find';
import { UsageError } from './usage-error';
import { requireOwnFrameworks } from '../compliance/framework-ids';
import { Framework } from '../compliance/model/framework';
import { ISafeguard } from '../compliance/model/own-safeguard';
import { OwnSafeguard, ownSafeguards } from '../compliance/own-safeguards';
import { similarPhrase } from '../compliance/similar';
import { Json } from '../compliance/worlds/intrinsics';

/**
 * The safeguards that a module exports: objects with the members of `ISafeguard`, or lists of them.
 * @throws UsageError if the module cannot be loaded, exports no safeguard, or one is invalid
 */
export function safeguardsFrom(file: string): readonly OwnSafeguard[] {
  return said(`--safeguards ${file}`, () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the user names the module
    const exported = Object.values<Json>(require(resolve(file))).flat(2).filter((value) => typeof value?.judge === 'function');
    if (exported.length === 0) throw new UsageError('must export an object with the members of ISafeguard, got none');
    return ownSafeguards(undefined, 'safeguards', [...new Set<ISafeguard>(exported)]);
  });
}

/**
 * A framework that a call names: the id of a built-in one, or a JSON file with the properties of `Framework`, or with those of `Framework.tailored` and the id of the
 * built-in framework in `tailors`.
 * @throws UsageError if there is none, or the file is invalid
 */
function frameworkFrom(text: string, safeguards: readonly OwnSafeguard[]): Framework {
  const builtIn = FRAMEWORKS.find(({ id }) => id === text);
  if (builtIn) return builtIn;
  if (!/[/\\]|\.json$/.test(text)) throw new UsageError(`--framework must be a file, or ${noFramework(text)}`);
  return said(`--framework ${text}`, () => {
    const { body } = parsed(text);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new UsageError('must be a map with the properties of a framework');
    const { tailors, numbers, ...rest } = body;
    const props = {
      ...rest,
      ...(numbers !== undefined && { numbers: numbersIn(numbers) }),
      ...(safeguards.length > 0 && { safeguards: safeguards.map(({ own }) => own) }),
    };
    if (tailors === undefined) return new Framework(props);
    const tailored = FRAMEWORKS.find(({ id }) => id === tailors);
    if (!tailored) throw new UsageError(`tailors must be ${noFramework(String(tailors))}`);
    return tailored.tailored(props);
  });
}

/** The frameworks that a call names, each once. */
export function frameworksFrom(texts: readonly string[], safeguards: readonly OwnSafeguard[]): readonly Framework[] {
  const frameworks = [...new Set(texts.flatMap((text) => text.split(',')).map((text) => frameworkFrom(text.trim(), safeguards)))];
  return said('--framework', () => (requireOwnFrameworks(undefined, frameworks), frameworks));
}

/** The built-in frameworks that a file of known findings names, or the default. */
export function frameworksOfBaseline(file: string, ids: readonly string[]): readonly Framework[] {
  const foreign = ids.find((id) => !FRAMEWORKS.some((framework) => framework.id === id));
  if (foreign !== undefined) throw new UsageError(`--baseline ${file} has findings of the framework '${foreign}': name its file with --framework`);
  return ids.length ? FRAMEWORKS.filter(({ id }) => ids.includes(id)) : [DEFAULT_FRAMEWORK];
}

// The ids, and the one that a text is nearest to.
function noFramework(text: string): string {
  const ids = FRAMEWORKS.map(({ id }) => id);
  return `one of ${ids.join(', ')}, got '${text}'${similarPhrase(text, ids)}`;
}

// `logRetentionDays` is `logRetention`, because JSON has no durations.
function numbersIn(numbers: Json): Json {
  return Object.fromEntries(Object.entries<Json>(numbers).map(([name, value]) => {
    const [, property] = /^(\w+)Days$/.exec(name) ?? [];
    if (property === undefined || typeof value !== 'number') throw new UsageError(`numbers must be logRetentionDays, backupRetentionDays or credentialRotationDays with a number, got '${name}'`);
    return [property, Duration.days(value)];
  }));
}

function said<T>(option: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { line, message } = problemOf(error);
    throw new UsageError(`${option}${line === undefined ? '' : `:${line}`}: ${message.replace(/^the file cannot be read: /, '')}`);
  }
}
