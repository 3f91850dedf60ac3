import { listOf } from './intrinsics';
import { Clarity, clarityOf, clarityOfVariable, isMasked, isSecretProperty, mayHaveSecret, secretIn } from './secrets';
import { remembered, writtenText } from './text';
import { isVariables } from './variables';
import { secretAttributeIn, writtenValues } from './written';
import { Json, RenderedResource } from '../rendered';

/** Properties with text that a service runs, or hands to an application. */
const FREE_TEXT = /^(UserData|Environment\w*|Variables|Command|EntryPoint|Definition\w*|BuildSpec|ZipFile|Content|DefaultArguments|Metadata)\b/;
const isFreeText = remembered((key) => FREE_TEXT.test(key));
/** Properties with a document of a service, and metadata, from which CloudFormation helper scripts write files. */
const isDocument = remembered((key) => /^(Definition(Body)?|Content|Metadata)$/.test(key));

/** Types whose attributes have a secret, which an output can show. */
const WITH_SECRET_ATTRIBUTE = new Set(['AWS::Cognito::UserPoolClient', 'AWS::IAM::AccessKey']);

/** What the text of a resource has. */
interface Scanned {
  /** Properties that are secrets. */
  readonly secretProperties: ReadonlyArray<{ readonly path: string; readonly clarity: Clarity }>;
  /** The finding about the first secret in a text. */
  readonly secretValue?: string;
  /** Whether the resource has text that a service runs, or hands to an application. */
  readonly hasFreeText: boolean;
  /** Whether a property can have variables that a program reads. */
  readonly mayHaveVariables: boolean;
}

/** Property of a configuration of Amazon EMR, which has variables. */
const CONFIGURATION = 'Properties';
/** The start of JSON with variables, or of a text that starts with what a function puts there. */
const MAY_START_VARIABLES = /^\s*([[{]|\$\{)/;

const SCANNED = new WeakMap<RenderedResource, Scanned>();

/**
 * Looks for secrets in the template as it is written: in every branch, and in the defaults of parameters. One search serves all safeguards and worlds. Outputs of the
 * template count to its first resource without a condition.
 */
export function scan(resource: RenderedResource): Scanned {
  const known = SCANNED.get(resource);
  if (known) return known;
  const secretProperties: Array<{ readonly path: string; readonly clarity: Clarity }> = [];
  let secretValue: string | undefined;
  let hasFreeText = false;
  let mayHaveVariables = false;
  const written = resource.template.asWritten(resource);
  const metadata = resource.template.metadata(resource);
  // One search in the whole text is faster than one in each value of it.
  const text = JSON.stringify([written, metadata]);
  const [mayBeSecret, mayReadSecret] = [mayHaveSecret(text), /ClientSecret|SecretAccessKey/.test(text)];
  const enter = (property: string) => {
    mayHaveVariables ||= isVariables(property) || property === CONFIGURATION;
  };
  const examine = (value: Json, keys: readonly string[], isFree: boolean) => {
    hasFreeText ||= isFree;
    if (secretValue !== undefined || !mayBeSecret && isPlain(resource, keys, value)) return;
    const kind = secretOf(resource, value) ?? secretOfDocument(resource, keys, value) ?? secretInEncoded(resource, keys, value)
      ?? (mayReadSecret ? secretOfResource(keys, value) : undefined)
      ?? (isFree ? secretOfText(resource, value) : undefined);
    if (kind) secretValue = `${pathOf(keys)} has ${kind}, must be a reference to a secret`;
  };
  forEachLeaf(written, (name, value, keys, isFree) => {
    mayHaveVariables ||= typeof value === 'string' && MAY_START_VARIABLES.test(value);
    examine(value, keys, isFree);
    if (!isSecretProperty(name, () => pathOf(keys))) return;
    secretProperties.push({ path: pathOf(keys), clarity: clarityOf(resource, value) });
  }, { enter });
  secretValue ??= secretInOutputs(resource);
  forEachLeaf(metadata, (_name, value, keys, isFree) => examine(value, keys, isFree), { around: 'Metadata' });
  const scanned = { secretProperties, secretValue, hasFreeText, mayHaveVariables };
  SCANNED.set(resource, scanned);
  return scanned;
}

// Each principal that can describe the stack sees its outputs, and NoEcho masks none of them (AWS CloudFormation User Guide, Outputs and Parameters).
function secretInOutputs(resource: RenderedResource): string | undefined {
  const { template, logicalId, type } = resource;
  const subjects = template.subjects('*');
  // One that every deployment has.
  const isFirst = (subjects.find(({ attributes }) => attributes.Condition === undefined) ?? subjects[0]) === resource;
  if (!isFirst && !WITH_SECRET_ATTRIBUTE.has(type)) return undefined;
  for (const [name, output] of Object.entries<Json>(template.outputs)) {
    const attribute = secretAttributeIn(output?.Value);
    const kind = attribute?.endsWith(` of ${logicalId}`) ? `the ${attribute}` : isFirst ? secretInOutput(resource, name, output?.Value) : undefined;
    if (kind) return `Outputs.${name}.Value has ${kind}, must be a reference to a secret`;
  }
  return undefined;
}

function secretInOutput(resource: RenderedResource, name: string, value: Json): string | undefined {
  let found: string | undefined;
  forEachLeaf({ Value: value }, (_name, part) => {
    found ??= secretOf(resource, part) ?? secretOfParameter(resource, part);
  });
  return found ?? (clarityOfVariable(resource, name, value) === 'clear' ? 'a secret in clear' : undefined);
}

function pathOf(keys: readonly string[]): string {
  return keys.join('.').replace(/\.\[/g, '[');
}

/**
 * Visits every value.
 * @param visit gets the property of the value or of the list around it, which is empty inside a function; the value; the properties around it, with indexes as
 * `[0]`; and whether one of them has text that a service runs, or hands to an application
 */
function forEachLeaf(root: Json, visit: (name: string, value: Json, keys: readonly string[], isFree: boolean) => void, { around, enter }: {
  /** Property that has the root. */
  readonly around?: string;
  /** Gets each property. */
  readonly enter?: (property: string) => void;
} = {}): void {
  const keys: string[] = [];
  const walk = (value: Json, name: string, isFree: boolean) => {
    if (value === null || typeof value !== 'object') {
      if (value !== undefined) visit(name, value, keys, isFree);
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item, index) => inside(`[${index}]`, item, name, isFree));
      return;
    }
    const properties = Object.keys(value);
    if (properties.length === 1 && (properties[0] === 'Ref' || properties[0].startsWith('Fn::'))) {
      visit(name, value, keys, isFree);
      // The first argument of `Fn::If` is the name of a condition.
      for (const part of listOf(value[properties[0]]).slice(properties[0] === 'Fn::If' ? 1 : 0)) walk(part, '', isFree);
      return;
    }
    for (const property of properties) {
      enter?.(property);
      inside(property, value[property], property, isFree || isFreeText(property));
    }
  };
  const inside = (key: string, value: Json, name: string, isFree: boolean) => {
    keys.push(key);
    walk(value, name, isFree);
    keys.pop();
  };
  if (around === undefined) walk(root, '', false);
  else inside(around, root, '', isFreeText(around));
}

// In a resource whose text shows no sign of a secret, a secret can only be where functions, parameters or Base64 hide it.
function isPlain({ template }: RenderedResource, keys: readonly string[], value: Json): boolean {
  if (value === null || typeof value !== 'object') return keys.at(-1) !== 'UserData';
  return typeof value.Ref === 'string' && template.parameter(value.Ref) === undefined;
}

function secretOf(resource: RenderedResource, value: Json): string | undefined {
  if (typeof value === 'string') return secretIn(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (value['Fn::ToJsonString'] !== undefined) return secretIn(JSON.stringify(value['Fn::ToJsonString']));
  return [value, ...writtenValues(resource, value)].filter((text) => typeof text === 'string' || isText(text)).map((text) => secretIn(writtenText(text))).find(Boolean);
}

// A document is the same as an object and as a text of JSON.
function secretOfDocument(resource: RenderedResource, keys: readonly string[], value: Json): string | undefined {
  if (!keys.slice(0, -1).some(isDocument)) return undefined;
  return writtenValues(resource, value).filter((text) => typeof text === 'string').map((text) => secretIn(JSON.stringify({ [keys.at(-1)!]: text }))).find(Boolean);
}

// A property for a secret is where the secret of another resource belongs.
function secretOfResource(keys: readonly string[], value: Json): string | undefined {
  const secret = value !== null && typeof value === 'object' && !isSecretProperty(keys.at(-1) ?? '', () => pathOf(keys)) ? secretAttributeIn(value) : undefined;
  return secret && `the ${secret}`;
}

// NoEcho hides a parameter, and not the text that has its value. A variable that is the parameter alone is judged with its name.
function secretOfText(resource: RenderedResource, value: Json): string | undefined {
  return isText(value) && !/^\$\{[^}]*\}$/.test(writtenText(value)) ? secretOfParameter(resource, value) : undefined;
}

function secretOfParameter({ template }: RenderedResource, value: Json): string | undefined {
  if (!isText(value) && value?.Ref === undefined) return undefined;
  const name = [...writtenText(value).matchAll(/\$\{([^}]*)\}/g)].map(([, id]) => id).find((id) => isMasked(template, id));
  return name && `the value of the parameter ${name}, which has NoEcho`;
}

// User data of a launch template or instance is Base64.
function secretInEncoded(resource: RenderedResource, keys: readonly string[], value: Json): string | undefined {
  if (keys.at(-1) !== 'UserData') return undefined;
  return writtenValues(resource, value).filter((text) => typeof text === 'string' && /^[A-Za-z0-9+/\s]{8,}={0,2}\s*$/.test(text))
    .map((text) => secretIn(Buffer.from(text, 'base64').toString('utf-8'))).find(Boolean);
}

function isText(value: Json): boolean {
  return value !== null && typeof value === 'object' && ['Fn::Join', 'Fn::Sub', 'Fn::Base64'].some((name) => value[name] !== undefined);
}
