import { Token, UnscopedValidationError } from 'aws-cdk-lib';
import { FrameworkProps } from './control';

type Check = (prop: string, value: unknown) => void;

const TEXT: Check = (prop, value) => {
  if (typeof value !== 'string' || value === '') refuse(`${prop} must be a text, got ${shown(value)}`);
  if (Token.isUnresolved(value)) refuse(`${prop} must be known at synthesis, got a token`);
};
const BOOLEAN: Check = (prop, value) => {
  if (typeof value !== 'boolean') refuse(`${prop} must be true or false, got ${shown(value)}`);
};
const FRAMEWORK: Readonly<Record<string, Check>> = {
  id: TEXT,
  title: TEXT,
  source: TEXT,
  controls: listOf(structOf({ id: TEXT, title: TEXT, safeguards: listOf(TEXT) })),
  validatedCryptography: optional(BOOLEAN),
  configRules: optional(listOf(structOf({
    name: TEXT, identifier: TEXT, controls: listOf(TEXT), onlyIn: optional(listOf(TEXT)), notIn: optional(listOf(TEXT)),
  }))),
  securityHubStandards: optional(listOf(TEXT)),
};

/** Refuses props of a framework that plain JavaScript and other languages do not check. What is computed on first use is not read. */
export function requireFramework(props: FrameworkProps): void {
  if (typeof props !== 'object' || props === null) refuse(`props must be a FrameworkProps, got ${String(props)}`);
  for (const [prop, check] of Object.entries(FRAMEWORK)) {
    if (!Object.getOwnPropertyDescriptor(props, prop)?.get) check(prop, props[prop as keyof FrameworkProps]);
  }
}

/** Throws an error without a construct. */
export function refuse(message: string): never {
  throw new UnscopedValidationError('FrameworkProps' as never, message);
}

function listOf(check: Check): Check {
  return (prop, value) => {
    if (Token.isUnresolved(value)) refuse(`${prop} must be known at synthesis, got a token`);
    if (!Array.isArray(value)) refuse(`${prop} must be a list, got ${shown(value)}`);
    (value as unknown[]).forEach((item, index) => check(`${prop}[${index}]`, item));
  };
}

function structOf(members: Readonly<Record<string, Check>>): Check {
  return (prop, value) => {
    if (typeof value !== 'object' || value === null) refuse(`${prop} must be an object, got ${shown(value)}`);
    for (const [name, check] of Object.entries(members)) check(`${prop}.${name}`, (value as Record<string, unknown>)[name]);
  };
}

function optional(check: Check): Check {
  return (prop, value) => {
    if (value !== undefined && value !== null) check(prop, value);
  };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value) ?? String(value);
}
