import * as fs from 'fs';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { FRAMEWORKS, newApp, REGION, Subject } from './synthesis';
import { Lifecycle, Workload } from '../../src';
import * as library from '../../src';
import { findingsOf } from '../../test/support';
import { Api, ApiClass, ApiType, ApiValue } from '../public-api';

/** A prop with a value, as a user writes it, and what to add to the props at their defaults. */
interface Setting {
  readonly text: string;
  readonly props: object;
}

/** The findings of each value of a boolean, enum or duration that is set alone, other props being at their defaults. One synthesis has them all. */
export function findingsWhenLoosened(api: Api, declared: ApiClass, { type, variants }: Subject): Array<readonly [string, readonly string[]]> {
  const { name, parameters } = declared;
  const struct = parameters?.map((parameter) => parameter.type).find(({ kind }) => kind === 'struct');
  if (!struct) return [];
  const subject = { name, type, variants };
  // A value that the construct refuses has no findings. An app with a refused one does not synthesize.
  const accepted = settingsOf(api, api.structs.get(struct.name)!.props).filter(({ props }) => {
    try {
      add(newApp(), 'S', subject, props);
      return true;
    } catch {
      return false;
    }
  });
  const [usual, ...found] = findingsOfAll([{}, ...accepted.map(({ props }) => props)], subject);
  return accepted.map(({ text }, index) => [text, [...found[index]].filter((id) => !usual.has(id)).sort()] as const).filter(([, ids]) => ids.length);
}

function add(app: App, id: string, { name, type, variants }: Subject & { name: string }, props: object): void {
  const stack = new Stack(app, id, { env: { account: '123456789012', region: REGION } });
  Workload.on(stack, { name: `${name.toLowerCase().slice(0, 12)}${id.toLowerCase()}`, suffix: 'dev', lifecycle: Lifecycle.EPHEMERAL, frameworks: FRAMEWORKS, evidence: { files: [] } });
  new type(stack, 'Subject', merged(variants!.defaults(stack) ?? {}, props));
}

/** Findings of a construct with each of the props. One synthesis has them all, unless one of them is refused at the end of the synthesis. */
function findingsOfAll(all: readonly object[], subject: Subject & { name: string }): Array<ReadonlySet<string>> {
  const app = newApp();
  all.forEach((props, index) => add(app, `S${index}`, subject, props));
  const found = all.map(() => new Set<string>());
  try {
    for (const { plugin, rule, path } of findingsOf(app)) {
      const index = /^S(\d+)\/Subject/.exec(path ?? '')?.[1];
      if (plugin === 'ComplianceChecks' && index) found[Number(index)].add(rule);
    }
    return found;
  } catch {
    return all.length > 1 ? all.flatMap((props) => findingsOfAll([props], subject)) : found;
  } finally {
    fs.rmSync(app.outdir, { recursive: true, force: true });
  }
}

function settingsOf(api: Api, props: readonly ApiValue[], depth = 0): Setting[] {
  return props.filter(({ name }) => name !== 'env').flatMap(({ name, type }) => {
    if (type.kind === 'struct') {
      return depth ? [] : settingsOf(api, api.structs.get(type.name)?.props ?? [], 1).map(({ text, props: inner }) => ({ text: `${name}: { ${text} }`, props: { [name]: inner } }));
    }
    return valuesOf(type).map(([text, value]) => ({ text: `${name}: ${text}`, props: { [name]: value } }));
  });
}

function valuesOf({ kind, name, members }: ApiType): Array<[string, unknown]> {
  if (kind === 'boolean') return [['false', false], ['true', true]];
  if (kind === 'Duration') return [['Duration.days(1)', Duration.days(1)]];
  if (kind !== 'enum') return [];
  const own = (library as unknown as Record<string, Record<string, unknown>>)[name];
  // Of enums of the CDK, such as retention times, the first is the lowest.
  return own ? Object.entries(own).map(([member, value]) => [`${name}.${member}`, value]) : (members ?? []).slice(0, 1).map((value) => [JSON.stringify(value), value]);
}

function merged(defaults: object, props: object): object {
  const inner = Object.fromEntries(Object.entries(props).map(([name, value]) => {
    const usual = (defaults as Record<string, unknown>)[name];
    return [name, typeof value === 'object' && typeof usual === 'object' ? { ...usual, ...value } : value];
  }));
  return { ...defaults, ...inner };
}
