import { FrameworkProps } from './framework-props';
import { isUnresolved, refuse as refuseIn, shown } from '../../validation/refuse';
import { isSafeguard } from '../safeguards/topics';
import { noSafeguard, similarPhrase } from '../similar';

export type Check = (prop: string, value: unknown) => void;

export const TEXT: Check = (prop, value) => {
  if (typeof value !== 'string' || value === '') refuse(`${prop} must be a string of at least 1 character, got ${shown(value)}`);
  if (isUnresolved(value)) refuse(`${prop} must be known at synthesis, got a token`);
};
export const BOOLEAN: Check = (prop, value) => {
  if (typeof value !== 'boolean') refuse(`${prop} must be true or false, got ${shown(value)}`);
};
// `requireNumbers` and `ownSafeguards` check the values.
const ANY: Check = () => {};
/** A control of a framework. */
export const CONTROL: Check = structOf({ id: TEXT, title: TEXT, safeguards: listOf(TEXT) });
const FRAMEWORK: Readonly<Record<string, Check>> = {
  id: TEXT,
  title: TEXT,
  source: TEXT,
  numbers: optional(structOf({ logRetention: ANY, backupRetention: ANY, credentialRotation: ANY })),
  controls: listOf(CONTROL),
  validatedCryptography: optional(BOOLEAN),
  safeguards: ANY,
  configRules: optional(listOf(structOf({
    name: TEXT,
    identifier: TEXT,
    controls: listOf(TEXT),
    parameters: optional(mapOf(TEXT)),
    onlyIn: optional(listOf(TEXT)),
    notIn: optional(listOf(TEXT)),
  }))),
  securityHubStandards: optional(listOf(TEXT)),
};

/**
 * Refuses props of a framework that plain JavaScript and other languages do not check. What is computed on first use is not read.
 * @param own ids of the safeguards of the framework
 */
export function requireFramework(props: FrameworkProps, own: () => readonly string[]): void {
  if (typeof props !== 'object' || props === null) refuse(`props must be a FrameworkProps, got ${String(props)}`);
  requireKeys('props', props, FRAMEWORK);
  const isGiven = (prop: string) => !Object.getOwnPropertyDescriptor(props, prop)?.get;
  for (const [prop, check] of Object.entries(FRAMEWORK)) {
    if (isGiven(prop)) check(prop, props[prop as keyof FrameworkProps]);
  }
  if (isGiven('controls')) requireReferences(props, own);
}

function requireReferences({ controls, configRules, numbers, validatedCryptography }: FrameworkProps, own: () => readonly string[]): void {
  if (controls.length === 0 && !Object.values(numbers ?? {}).some(Boolean) && !validatedCryptography) {
    refuse('controls must not be empty in a framework without numbers and without validatedCryptography');
  }
  const ids = controls.map(({ id }) => id);
  requireUnique('controls', ids);
  controls.forEach(({ safeguards }, index) => {
    requireUnique(`controls[${index}].safeguards`, safeguards);
    const unheard = safeguards.find((id) => !isSafeguard(id) && !own().includes(id));
    if (unheard !== undefined) refuse(`controls[${index}].safeguards must be ids of safeguards, ${noSafeguard(unheard, own())}`);
  });
  requireUnique('configRules', (configRules ?? []).map(({ name }) => name));
  configRules?.forEach((rule, index) => {
    const unheard = rule.controls.find((id) => !ids.includes(id));
    if (unheard !== undefined) refuse(`configRules[${index}].controls must be ids of controls of the framework, got '${unheard}'${similarPhrase(unheard, ids)}`);
  });
}

/** Refuses a list that has an id twice. */
export function requireUnique(prop: string, ids: readonly string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) refuse(`${prop} must have no duplicates, got '${repeated}' twice`);
}

/** Throws an error without a construct. */
export function refuse(message: string): never {
  refuseIn(undefined, message);
}

/** A whole number. */
export function numberOf(least: number, most: number): Check {
  return (prop, value) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) refuse(`${prop} must be an integer from ${least} to ${most}, got ${shown(value)}`);
  };
}

/** One of a few texts. */
export function oneOf(values: readonly string[]): Check {
  return (prop, value) => {
    if (!values.includes(value as string)) refuse(`${prop} must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}, got ${shown(value)}`);
  };
}

export function listOf(check: Check): Check {
  return (prop, value) => {
    if (isUnresolved(value)) refuse(`${prop} must be known at synthesis, got a token`);
    if (!Array.isArray(value)) refuse(`${prop} must be a list, got ${shown(value)}`);
    // `forEach` of a list leaves out its holes.
    Array.from(value as unknown[]).forEach((item, index) => check(`${prop}[${index}]`, item));
  };
}

/** An object of these keys. */
export function structOf(members: Readonly<Record<string, Check>>): Check {
  return (prop, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${prop || 'content'} must be an object, got ${shown(value)}`);
    requireKeys(prop, value as object, members);
    for (const [name, check] of Object.entries(members)) check(prop ? `${prop}.${name}` : name, (value as Record<string, unknown>)[name]);
  };
}

function mapOf(check: Check): Check {
  return (prop, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${prop} must be a map, got ${shown(value)}`);
    for (const [name, each] of Object.entries(value as object)) check(`${prop}.${name}`, each);
  };
}

// A mistyped optional key would have no effect.
function requireKeys(prop: string, value: object, members: Readonly<Record<string, Check>>): void {
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(members, key));
  if (unknown !== undefined) refuse(`${prop || 'content'} must have only the keys ${Object.keys(members).join(', ')}, got '${unknown}'`);
}

export function optional(check: Check): Check {
  return (prop, value) => {
    if (value !== undefined && value !== null) check(prop, value);
  };
}
