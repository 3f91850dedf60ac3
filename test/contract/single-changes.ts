import { Stack } from 'aws-cdk-lib';
import { baseRun, Gap } from './cases';
import { Replacement, replacementsBetween } from './replacements';
import { REVIEWED } from './reviewed-replacements';
import { isOfLibrary, secondValuesOf } from './second-values';
import { Site, sitesOf, valueAt, withValue } from './sites';
import { appStack, Templates, templatesOf } from './stacks';
import { NamedArguments, Subject } from './subjects';
import { Api, ApiType } from '../../scripts/public-api';
import { Framework, KeyLayout, Lifecycle, WorkloadProps } from '../../src';

type Run = (stack: Stack) => void;

/** The ways to make one change, of which the first that is not refused is taken. */
export interface SingleChange {
  /** For example `CompliantAurora: props.readers is set`. */
  readonly name: string;
  readonly domain: string;
  /** Where what changes is documented, for example `CompliantAuroraProps.readers`. */
  readonly place: string;
  readonly attempts: Attempt[];
}

interface Attempt {
  readonly before: Run;
  /** The same for all attempts that begin with the same templates. */
  readonly key: string;
  readonly after: Run;
  readonly workload?: Partial<WorkloadProps>;
}

/** How a change ended: the replacements that it leads to; undefined where it is refused. */
export interface SingleOutcome {
  readonly name: string;
  readonly domain: string;
  readonly place: string;
  readonly replaced?: Replacement[];
}

/** Arguments that name another resource instead of changing one. */
const NAMES_ANOTHER = [
  'WorkloadKey.of.dataClass', 'WorkloadKey.on.dataClass', 'CompliantAurora.addUser.id', 'CompliantPostgres.addUser.id', 'WorkloadParts.key.dataClass',
  'WorkloadParts.logGroup.id',
];

/** Every single change of what the variants of a subject set: it is set or removed, and has another value. Construct by construct, those of its workload. */
export function singleChangesOf(api: Api, subject: Subject): { changes: SingleChange[]; gaps: Gap[] } {
  const { variants = [], name, domain } = subject;
  const chosen = new Map<string, { variant: string; site: Site; value: any }>();
  for (const variant of variants) {
    const args = subject.build(appStack(), variant);
    for (const site of sitesOf(api, subject, args)) {
      if (site.isSet && !chosen.has(site.key)) chosen.set(site.key, { variant, site, value: valueAt(args, site.path) });
    }
  }
  const gaps: Gap[] = [];
  const changes = [...chosen.values()].flatMap(({ variant, site, value }) => {
    if ((site.type.kind === 'struct' && !site.optional) || NAMES_ANOTHER.includes(site.place)) return [];
    const found = [...toggleOf(api, subject, variant, site), ...valueChangesOf(subject, variant, site, value)];
    if (found.length === 0 && subject.isConstruct && site.path.length === 2 && !isOfLibrary(site.type)) {
      gaps.push({ domain, message: `${name}: ${site.key} has no second value of ${site.type.name}, see second-values.ts` });
    }
    return found;
  });
  return { changes: [...changes, ...workloadChangesOf(subject)], gaps };
}

function toggleOf(api: Api, subject: Subject, variant: string, site: Site): SingleChange[] {
  if (!site.optional) return [];
  const { path } = site;
  const removed: Attempt = site.type.kind === 'struct'
    ? {
      key: `${subject.name} (${variant} with the least of ${site.key})`,
      before: (stack) => {
        const args = subject.build(stack, variant);
        subject.run(stack, withValue(args, path, leastOf(api, site.type, valueAt(args, path))));
      },
      after: (stack) => subject.run(stack, withValue(subject.build(stack, variant), path, undefined)),
    }
    : changed(subject, variant, (_stack, args) => withValue(args, path, undefined));
  const isAlone = subject.isConstruct && variant !== 'defaults' && path.every((name) => typeof name === 'string');
  const set: Attempt = {
    // Both variants are made, so that the resources around them are the same.
    key: `${subject.name} (defaults beside ${variant})`,
    before: (stack) => {
      subject.build(stack, variant);
      subject.run(stack, subject.build(stack, 'defaults'));
    },
    after: (stack) => {
      const value = leastOf(api, site.type, valueAt(subject.build(stack, variant), path));
      subject.run(stack, withValue(subject.build(stack, 'defaults'), path, value));
    },
  };
  return [{ ...named(subject, site, 'is set'), attempts: [...isAlone ? [set] : [], removed] }];
}

/** A struct with its required props only, since the others change by themselves. */
function leastOf(api: Api, { kind, name }: ApiType, value: any): unknown {
  if (kind !== 'struct') return value;
  const required = api.structs.get(name)!.props.filter(({ optional }) => !optional);
  return Object.fromEntries(required.map((prop) => [prop.name, leastOf(api, prop.type, value[prop.name])]));
}

function valueChangesOf(subject: Subject, variant: string, site: Site, first: any): SingleChange[] {
  const alternatives = secondValuesOf(site.type, first).filter(({ length }) => length);
  return alternatives.map((values, index) => ({
    ...named(subject, site, `has another value${index ? ` (${index + 1})` : ''}`),
    attempts: values.map((value) => changed(subject, variant, (stack, args) => withValue(args, site.path, value(stack, valueAt(args, site.path))))),
  }));
}

function workloadChangesOf(subject: Subject): SingleChange[] {
  if (!subject.isConstruct || !subject.variants) return [];
  const workloads: [keyof WorkloadProps, Partial<WorkloadProps>][] = [
    ['lifecycle', { lifecycle: Lifecycle.EPHEMERAL }],
    ['frameworks', { frameworks: [Framework.FEDRAMP_MODERATE_R5] }],
    ['tags', { tags: { CostCenter: '4711' } }],
    ['name', { name: 'journal' }],
    ['suffix', { suffix: 'test' }],
    ['keys', { keys: KeyLayout.SINGLE }],
  ];
  return subject.variants.slice(0, 2).flatMap((variant) => workloads.map(([prop, workload]) => ({
    name: `${subject.name} (${variant}): ${prop} of its workload`,
    domain: subject.domain,
    place: `WorkloadProps.${prop}`,
    attempts: [{ ...changed(subject, variant, (_stack, args) => args), workload }],
  })));
}

function changed(subject: Subject, variant: string, change: (stack: Stack, args: NamedArguments) => NamedArguments): Attempt {
  return {
    key: `${subject.name} (${variant})`,
    before: baseRun(subject, variant),
    after: (stack) => subject.run(stack, change(stack, subject.build(stack, variant))),
  };
}

function named({ name, domain }: Subject, { path, place }: Site, what: string): Omit<SingleChange, 'attempts'> {
  return { name: `${name}: ${path.join('.')} ${what}`, domain, place };
}

const bases = new Map<string, Templates | undefined>();

/** Makes a change and compares the templates. */
export function singleOutcomeOf({ attempts, ...change }: SingleChange): SingleOutcome {
  for (const { key, before, after, workload } of attempts) {
    if (!bases.has(key)) bases.set(key, templatesFrom(before));
    const [base, templates] = [bases.get(key), templatesFrom(after, workload)];
    if (base && templates) return { ...change, replaced: replacementsBetween(base, templates) };
  }
  return change;
}

function templatesFrom(run: Run, workload?: Partial<WorkloadProps>): Templates | undefined {
  try {
    const stack = appStack(workload, { isChecked: false });
    run(stack);
    return templatesOf(stack);
  } catch {
    return undefined;
  }
}

/** Replacements that are not reviewed. */
export function unreviewedOf(outcomes: SingleOutcome[]): Gap[] {
  return outcomes.flatMap(({ name, domain, place, replaced = [] }) => replaced.filter(({ type }) => !REVIEWED[place]?.replaces.includes(short(type)))
    .map(({ type, logicalId, because, collides }) => ({
      domain,
      message: `${name}: replaces ${logicalId} of type ${type} (${because.join(', ')})${collides ? ', whose name is in use then' : ''}: `
        + `avoid it, or add ${place} to reviewed-replacements.ts`,
    })));
}

/** Replacements in the list that no change leads to any more. */
export function outdatedOf(outcomes: SingleOutcome[]): string[] {
  const found = new Set(outcomes.flatMap(({ place, replaced = [] }) => replaced.map(({ type }) => `${place} ${short(type)}`)));
  return Object.entries(REVIEWED).flatMap(([place, { replaces }]) => replaces.map((type) => `${place} ${type}`)).filter((line) => !found.has(line))
    .map((line) => `reviewed-replacements.ts: no change replaces ${line}`);
}

function short(type: string): string {
  return type.replace('AWS::', '');
}
