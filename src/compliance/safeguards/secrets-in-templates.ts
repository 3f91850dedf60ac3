import { ResourceSafeguard } from '../model/safeguard';
import { anyValue } from '../predicates/intrinsics';
import { fails, HOLDS, undetermined } from '../predicates/outcome';
import { scan } from '../predicates/secret-texts';
import { Clarity, clarityOf, clarityOfVariable, isMasked, isSecretName, isTokenName, resolvesSecret } from '../predicates/secrets';
import { writtenText } from '../predicates/text';
import { Variable, variablesIn } from '../predicates/variables';
import { Json, RenderedResource } from '../rendered';

const REMEDY = 'store the value in Secrets Manager, and refer to it by a dynamic reference or its ARN';
const LINK = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds';

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
    statement: 'no text in the resource and no output is a key, a token or a URL with a password',
    rationale: 'A credential in user data, a command, a definition, an environment variable or an output is readable for everyone who can read the resource or the stack',
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
      if (!scan(resource).mayHaveVariables) return undefined;
      const variables = variablesIn(resource, resource.template.asWritten(resource), '')
        // The environment of functions and tasks has a safeguard of its own.
        .filter(({ path, name }) => (typeof name === 'string' || name === undefined) && !(OWN_VARIABLES.has(resource.type) && /^Environment\b|\.Environment$/.test(path)));
      if (variables.length === 0) return undefined;
      const found = (clarity: Clarity) => variables.find((variable) => variable.name !== undefined && clarityIn(resource, variable) === clarity);
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
      // The values of other variables are not read: each parameter would double the combinations to judge.
      const isRead = canHaveSecret(resource, resource.template.asWritten(resource)?.Environment);
      const named = Object.keys(variables).filter((name) => isRead || isSecretName(name) || isTokenName(name))
        .map((name) => {
          const value = anyValue(variables[name]);
          return { name, clarity: resolvesSecret(writtenText(value)) ? 'clear' : clarityOfVariable(resource, name, value) };
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
      // A parameter with NoEcho is a secret under any name.
      const clarity = clarityOfVariable(resource, isSecretName(name) ? name : '', Value);
      if (clarity === 'clear') return fails(`Value of ${name} is in clear, must be a secret of Secrets Manager`);
      return clarity === 'unknown' ? undetermined(`Value of ${name}`) : HOLDS;
    },
  },
];

// A variable with any name can have a dynamic reference to a secret, or a parameter with NoEcho.
function canHaveSecret({ template }: RenderedResource, environment: Json): boolean {
  const text = JSON.stringify(environment ?? '');
  return resolvesSecret(text) || [...text.matchAll(/"Ref":"(\w+)"|\$\{(\w+)\}/g)].some(([, reference, placeholder]) => isMasked(template, reference ?? placeholder));
}

// A parameter of a nested stack with NoEcho stays hidden.
function clarityIn(resource: RenderedResource, { name, value, isKept }: Variable): Clarity {
  if (isKept) return isSecretName(name) ? clarityOf(resource, value) : 'protected';
  if (resource.type !== 'AWS::CloudFormation::Stack' || typeof value === 'string') return clarityOfVariable(resource, name, value);
  return isSecretName(name) ? clarityOf(resource, value) : 'protected';
}
