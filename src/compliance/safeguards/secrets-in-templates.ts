import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, listOf } from '../predicates/intrinsics';
import { fails, HOLDS, undetermined } from '../predicates/outcome';
import { Clarity, clarityOf, clarityOfVariable, isSecretName, isSecretProperty, isTokenName, secretIn } from '../predicates/secrets';
import { remembered, writtenText } from '../predicates/text';
import { variablesIn } from '../predicates/variables';
import { secretAttributeIn, writtenValues } from '../predicates/written';
import { Json, RenderedResource } from '../rendered';

const REMEDY = 'store the value in Secrets Manager, and refer to it by a dynamic reference or its ARN';
const LINK = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds';

const SECRET_REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure):/;
/** Properties with text that a service runs, or hands to an application. */
const FREE_TEXT = /^(UserData|Environment\w*|Variables|Command|EntryPoint|Definition\w*|BuildSpec|ZipFile|Content|DefaultArguments|Metadata)\b/;
const isFreeText = remembered((key) => FREE_TEXT.test(key));

/** Types whose attributes have a secret, which an output can show. */
const WITH_SECRET_ATTRIBUTE = new Set(['AWS::Cognito::UserPoolClient', 'AWS::IAM::AccessKey']);

const OWN_VARIABLES = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function', 'AWS::ECS::TaskDefinition']);

/** Safeguards of secrets in the text of templates. */
export const SECRETS_IN_TEMPLATES: ResourceSafeguard[] = [
  {
    id: 'Template.NoPassword',
    on: ['*'],
    statement: 'properties that are secrets have no literal value',
    rationale: 'A template is stored in version control, in the assets bucket and in CloudFormation, and is readable for every principal that can describe the stack',
    remedy: REMEDY,
    severity: 'critical',
    link: LINK,
    sources: {},
    always: true,
    judge: (resource) => {
      const { secretProperties: found } = scan(resource);
      if (found.length === 0) return undefined;
      const clear = found.find(({ clarity }) => clarity === 'clear');
      if (clear) return fails(`${clear.path} is in clear, must be a dynamic reference to a secret`);
      const unknown = found.find(({ clarity }) => clarity === 'unknown');
      return unknown ? undetermined(unknown.path) : HOLDS;
    },
  },
  {
    id: 'Template.NoSecretValue',
    on: ['*'],
    statement: 'no text in the resource is a key, a token or a URL with a password',
    rationale: 'A credential in user data, a command, a definition or an environment variable is readable for everyone who can read the resource',
    remedy: REMEDY,
    severity: 'critical',
    link: LINK,
    sources: {},
    always: true,
    judge: (resource) => {
      const { secretValue, hasFreeText } = scan(resource);
      if (secretValue !== undefined) return fails(secretValue);
      // Evidence lists resources with text of the user's own. Other properties are searched, too.
      return hasFreeText ? HOLDS : undefined;
    },
  },
  {
    id: 'Template.NoSecretVariable',
    on: ['*'],
    statement: 'variables and arguments with the name of a secret have no literal value',
    rationale: 'Variables, arguments and headers are readable for every principal that can describe the resource',
    remedy: REMEDY,
    severity: 'high',
    link: LINK,
    sources: {},
    always: true,
    judge: (resource) => {
      const variables = variablesIn(resource, resource.template.asWritten(resource), '')
        // The environment of functions and tasks has a safeguard of its own.
        .filter(({ path, name }) => (typeof name === 'string' || name === undefined) && !(OWN_VARIABLES.has(resource.type) && /^Environment\b|\.Environment$/.test(path)));
      if (variables.length === 0) return undefined;
      const found = (clarity: Clarity) => variables.find(({ name, value }) => name !== undefined && clarityIn(resource, name, value) === clarity);
      const clear = found('clear');
      if (clear) return fails(`${clear.path} has ${clear.name} in clear, must be a reference to a secret`);
      const unknown = found('unknown');
      if (unknown) return undetermined(`${unknown.name} of ${unknown.path}`);
      const unnamed = variables.find(({ name }) => name === undefined);
      return unnamed ? undetermined(unnamed.path) : HOLDS;
    },
  },
  {
    id: 'Lambda.FunctionNoSecretsInEnvironment',
    on: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
    statement: 'environment variables hold no secrets',
    rationale: 'Environment variables are readable for every principal with `lambda:GetFunctionConfiguration`',
    remedy: 'pass the ARN of a secret, and read it in the function',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-encryption',
    sources: {},
    always: true,
    judge: (resource) => {
      const variables = resource.properties.Environment?.Variables ?? {};
      const hasReference = SECRET_REFERENCE.test(JSON.stringify(resource.template.asWritten(resource)?.Environment ?? ''));
      // The values of other variables are not read: each parameter would double the combinations to judge.
      const named = Object.keys(variables).filter((name) => hasReference || isSecretName(name) || isTokenName(name))
        .map((name) => {
          const value = anyValue(variables[name]);
          return { name, clarity: SECRET_REFERENCE.test(writtenText(value)) ? 'clear' : clarityOfVariable(resource, name, value) };
        });
      const found = named.find(({ clarity }) => clarity === 'clear');
      if (found) return fails(`Environment.Variables has ${found.name}, must be a reference that the function resolves`);
      const unknown = named.find(({ clarity }) => clarity === 'unknown');
      return unknown ? undetermined(`Environment.Variables.${unknown.name}`) : HOLDS;
    },
  },
  {
    id: 'SSM.ParameterSecretEncrypted',
    on: ['AWS::SSM::Parameter'],
    statement: 'parameters of type String hold no secrets',
    rationale: 'CloudFormation cannot create SecureString parameters: the value of the template is stored and shown in clear',
    remedy: 'use a secret of Secrets Manager, or create the SecureString outside the template',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html',
    sources: {},
    always: true,
    judge: (resource) => {
      const { Name, Value } = resource.properties;
      anyValue(Value);
      const name = writtenText(Name).split('/').pop()!;
      // A value that is no secret under any name.
      if (clarityOfVariable(resource, 'secret', Value) === 'protected') return (anyValue(Name), HOLDS);
      const clarity = isSecretName(name) ? clarityOfVariable(resource, name, Value) : 'protected';
      if (clarity === 'clear') return fails(`Value of ${name} is in clear, must be a secret of Secrets Manager`);
      return clarity === 'unknown' ? undetermined(`Value of ${name}`) : HOLDS;
    },
  },
];

// A parameter of a nested stack with NoEcho stays hidden.
function clarityIn(resource: RenderedResource, name: string, value: Json): Clarity {
  if (resource.type !== 'AWS::CloudFormation::Stack' || typeof value === 'string') return clarityOfVariable(resource, name, value);
  return isSecretName(name) ? clarityOf(resource, value) : 'protected';
}

/** What the text of a resource has. */
interface Scanned {
  /** Properties that are secrets. */
  readonly secretProperties: ReadonlyArray<{ readonly path: string; readonly clarity: Clarity }>;
  /** The finding about the first secret in a text. */
  readonly secretValue?: string;
  /** Whether the resource has text that a service runs, or hands to an application. */
  readonly hasFreeText: boolean;
}

const SCANNED = new WeakMap<RenderedResource, Scanned>();

// Secrets are looked for in the template as it is written: in every branch, and in the defaults of parameters. One search serves all safeguards and worlds.
function scan(resource: RenderedResource): Scanned {
  const known = SCANNED.get(resource);
  if (known) return known;
  const secretProperties: Array<{ readonly path: string; readonly clarity: Clarity }> = [];
  let secretValue: string | undefined;
  let hasFreeText = false;
  const examine = (value: Json, keys: readonly string[]) => {
    hasFreeText ||= keys.some(isFreeText);
    if (secretValue !== undefined) return;
    const kind = secretOf(resource, value) ?? secretInEncoded(resource, keys, value) ?? secretOfResource(keys, value)
      ?? (keys.some(isFreeText) ? secretOfParameter(resource, value) : undefined);
    if (kind) secretValue = `${pathOf(keys)} has ${kind}, must be a reference to a secret`;
  };
  forEachLeaf(resource.template.asWritten(resource), (name, value, keys) => {
    examine(value, keys);
    if (!isSecretProperty(name, () => pathOf(keys))) return;
    secretProperties.push({ path: pathOf(keys), clarity: clarityOf(resource, value) });
  });
  const outputs = WITH_SECRET_ATTRIBUTE.has(resource.type) ? Object.entries<Json>(resource.template.outputs) : [];
  for (const [name, output] of outputs) {
    // Each principal that can describe the stack sees its outputs.
    const secret = secretAttributeIn(output?.Value);
    if (secret?.endsWith(` of ${resource.logicalId}`)) secretValue ??= `Outputs.${name}.Value has the ${secret}, must be a reference to a secret`;
  }
  forEachLeaf(resource.template.metadata(resource), (_name, value, keys) => examine(value, keys), ['Metadata']);
  const scanned = { secretProperties, secretValue, hasFreeText };
  SCANNED.set(resource, scanned);
  return scanned;
}

function pathOf(keys: readonly string[]): string {
  return keys.join('.').replace(/\.\[/g, '[');
}

/**
 * Visits every value.
 * @param visit gets the property of the value or of the list around it, which is empty inside a function; the value; and the properties around it, with
 * indexes as `[0]`
 */
function forEachLeaf(root: Json, visit: (name: string, value: Json, keys: readonly string[]) => void, keys: string[] = []): void {
  const walk = (value: Json, name: string) => {
    if (value === null || typeof value !== 'object') {
      if (value !== undefined) visit(name, value, keys);
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item, index) => inside(`[${index}]`, item, name));
      return;
    }
    const properties = Object.keys(value);
    if (properties.length === 1 && (properties[0] === 'Ref' || properties[0].startsWith('Fn::'))) {
      visit(name, value, keys);
      // The first argument of `Fn::If` is the name of a condition.
      for (const part of listOf(value[properties[0]]).slice(properties[0] === 'Fn::If' ? 1 : 0)) walk(part, '');
      return;
    }
    for (const property of properties) inside(property, value[property], property);
  };
  const inside = (key: string, value: Json, name: string) => {
    keys.push(key);
    walk(value, name);
    keys.pop();
  };
  walk(root, '');
}

function secretOf(resource: RenderedResource, value: Json): string | undefined {
  if (typeof value === 'string') return secretIn(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (value['Fn::ToJsonString'] !== undefined) return secretIn(JSON.stringify(value['Fn::ToJsonString']));
  return [value, ...writtenValues(resource, value)].filter((text) => typeof text === 'string' || isText(text)).map((text) => secretIn(writtenText(text))).find(Boolean);
}

// A property for a secret is where the secret of another resource belongs.
function secretOfResource(keys: readonly string[], value: Json): string | undefined {
  const secret = value !== null && typeof value === 'object' && !isSecretProperty(keys.at(-1) ?? '', () => pathOf(keys)) ? secretAttributeIn(value) : undefined;
  return secret && `the ${secret}`;
}

// NoEcho hides a parameter, and not the text that has its value. A variable that is the parameter alone is judged by its name.
function secretOfParameter({ template }: RenderedResource, value: Json): string | undefined {
  if (!isText(value)) return undefined;
  const text = writtenText(value);
  if (/^\$\{[^}]*\}$/.test(text)) return undefined;
  const name = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, id]) => id).find((id) => isSecretName(id) && String(template.parameter(id)?.NoEcho) === 'true');
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
