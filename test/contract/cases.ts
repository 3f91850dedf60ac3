import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { badValuesFor, CONSTRUCT_IDS, UNTYPED_TOKEN } from './bad-values';
import { Site, sitesOf, valueAt, withValue } from './sites';
import { appStack } from './stacks';
import { Subject } from './subjects';
import { Api } from '../../scripts/public-api';

/** A call with one thing about it changed. */
export interface Case {
  /** For example `SecureBucket with everything: props.bucketName = ''`. */
  readonly name: string;
  readonly subject: Subject;
  readonly variant: string;
  /** Names of which the error message must contain one; none where any message will do. */
  readonly names: string[];
  /** Whether the value is a token of the declared type. */
  readonly isToken: boolean;
  /** Whether it makes more resources beside those of its variant, which must not conflict with them. */
  readonly isRepeated?: boolean;
  /** Whether its templates must be those of the variant. */
  readonly isUnchanged?: boolean;
  readonly run: Run;
}

type Run = (stack: ReturnType<typeof appStack>) => void;

/** What a contract does not set or cannot make. */
export interface Gap {
  readonly domain: string;
  readonly message: string;
}

/**
 * Cases of a subject, and what its contract lacks.
 * @param all whether every value is tried at every place
 */
export function casesOf(api: Api, subject: Subject, all = false): { cases: Case[]; gaps: Gap[] } {
  const { variants, domain, name } = subject;
  if (!variants) return { cases: [], gaps: [{ domain, message: `${name} has no contract in test/${domain}/**/*.contract.ts` }] };
  const gaps: Gap[] = [];
  const chosen = new Map<string, { variant: string; site: Site }>();
  for (const variant of variants) {
    try {
      for (const site of sitesOf(api, subject, subject.build(appStack(), variant))) {
        const { site: earlier } = chosen.get(site.key) ?? {};
        if (!earlier || (site.isSet && !earlier.isSet)) chosen.set(site.key, { variant, site });
      }
    } catch (error) {
      gaps.push({ domain, message: `${name}: the arguments of variant '${variant}' cannot be made: ${(error as Error).message}` });
    }
  }
  for (const [key, { site }] of chosen) if (!site.isSet && !subject.refuses.includes(key)) gaps.push({ domain, message: `${name}: no variant sets ${key}` });
  const ofVariants = variants.flatMap((variant) => [...repeatCase(subject, variant), laterCase(subject, variant)]);
  return { cases: [...valueCases(subject, chosen, all), ...ofVariants, ...idCases(subject)], gaps };
}

/** The call as a variant has it. */
export function baseRun(subject: Subject, variant: string): Run {
  return (stack) => subject.run(stack, subject.build(stack, variant));
}

function valueCases(subject: Subject, chosen: Map<string, { variant: string; site: Site }>, all: boolean): Case[] {
  const tried = [...chosen.values()].filter(({ site }) => !subject.untried.includes(site.key));
  return tried.flatMap(({ variant, site }) => badValuesFor(site, subject.name, all).map(({ label, value, isToken }) => ({
    name: `${subject.name} (${variant}): ${site.path.join('.')} = ${label}`,
    subject,
    variant,
    names: namesOf(subject, site, label),
    isToken: isToken === true && !subject.refuses.includes(site.key),
    run: (stack) => {
      const args = subject.build(stack, variant);
      subject.run(stack, withValue(args, site.path, value(stack, valueAt(args, site.path))));
    },
  })));
}

// The construct that takes what a factory made checks it, and can name the factory. Of options that are not known as a whole, it knows its own prop only.
function namesOf(subject: Subject, { path, names }: Site, label: string): string[] {
  if (!subject.isFactory || path.length > 1) return names;
  return label === UNTYPED_TOKEN.label ? [] : [...names, subject.name.split('.').at(-1)!];
}

function repeatCase(subject: Subject, variant: string): Case[] {
  if (subject.isFactory) return [];
  return [{
    name: `${subject.name} (${variant}): twice`,
    subject,
    variant,
    names: [],
    isToken: false,
    isRepeated: true,
    run: (stack) => {
      const args = subject.build(stack, variant);
      subject.run(stack, args);
      subject.run(stack, typeof args.id === 'string' ? { ...args, id: `${args.id}Again` } : args, stack, 'Again');
    },
  }];
}

// An app can go on with the lists and objects that it passed.
function laterCase(subject: Subject, variant: string): Case {
  return {
    name: `${subject.name} (${variant}): arguments that change later`,
    subject,
    variant,
    names: [],
    isToken: false,
    isUnchanged: true,
    run: (stack) => {
      const args = copied(subject.build(stack, variant));
      subject.run(stack, args);
      for (const value of Object.values(args)) spoil(value);
    },
  };
}

function isPlain(value: any): boolean {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

// Contracts share lists and objects.
function copied(value: any): any {
  if (!isPlain(value)) return value;
  return Array.isArray(value) ? value.map(copied) : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copied(each)]));
}

function spoil(value: any): void {
  if (!isPlain(value) || Object.isFrozen(value)) return;
  for (const [key, each] of Object.entries(value)) {
    spoil(each);
    value[key] = null;
  }
}

function idCases(subject: Subject): Case[] {
  if (!subject.isConstruct) return [];
  const variants = subject.variants!.slice(0, 2);
  const of = (label: string, run: (stack: ReturnType<typeof appStack>, args: object) => void): Case[] => variants.map((variant) => ({
    name: `${subject.name} (${variant}): ${label}`,
    subject,
    variant,
    names: [],
    isToken: false,
    run: (stack) => run(stack, subject.build(stack, variant)),
  }));
  return [
    ...CONSTRUCT_IDS.flatMap((id) => of(`id = ${id.length > 40 ? `${id.length} characters` : `'${id}'`}`, (stack, args) => subject.run(stack, args, stack, id))),
    ...of('12 levels of scopes', (stack, args) => {
      let scope = stack as Construct;
      for (let level = 1; level <= 12; level++) scope = new Construct(scope, `ScopeOfTwentyFiveLetters${level}`);
      subject.run(stack, args, scope);
    }),
  ];
}
