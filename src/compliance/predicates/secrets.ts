import { jsonOf, remembered, writtenText } from './text';
import { secretAttributeIn, writtenValues } from './written';
import { Json, RenderedResource, RenderedTemplate } from '../rendered';
import { isCustom } from '../worlds/expressions';
import { isIntrinsic, targetOf } from '../worlds/intrinsics';

/** A dynamic reference to a secret that is in one piece, or in one of its keys. */
const SECRET_REFERENCE = /\{\{resolve:(?:ssm-secure|secretsmanager):(?:(?!\}\}).)*\}\}/g;
/** Keys of a secret that say where a database is and who uses it (AWS Secrets Manager User Guide, JSON structure of AWS Secrets Manager secrets). */
const NO_SECRET_KEY = /:SecretString:(username|engine|host|port|dbname|dbInstanceIdentifier|dbClusterIdentifier)(:[^:]*)*\}\}$/;

/** Properties whose value is a secret, in the CloudFormation resource specification. */
const SECRET_PROPERTY = new RegExp(`^(${[
  '(\\w*[a-z])?(Passwords?|Passphrase|PrivateKey|ClientSecret)', 'AuthToken', 'SecretString', 'OAuthToken', 'OauthToken', 'AccessToken', 'RepositoryAccessToken', 'JwtToken',
  'RefreshToken', 'SecretToken', 'HECToken', 'ApiToken', 'AzureBlobSasToken', 'SecretKey', 'ApiSecretKey', 'SecretAccessKey', 'PreSharedKey', 'AuthKey', 'TokenKey', 'ApiKey',
  'ApiKeyValue', 'ApiKeySecret', 'AuthorizationApiKeyValue', 'AppSecret', 'WalletSecret', 'SharedSecret', 'ConsumerSecret', 'BasicAuthCredentials', 'KmsKeyMaterial',
].join('|')})$`);
/** Secrets in properties with a name that others have, too. */
const SECRET_PATH = /(^Token|EndpointConfiguration\.AccessKey)$/;
/** Units of time, in properties with the name of what they measure: `TokenValidityUnits.AccessToken` of an app client. */
const NO_SECRET_PATH = /^TokenValidityUnits\./;
/** Properties that ask a service for a secret, or say what it does with one: `ManageMasterUserPassword`, `AllowUsersToChangePassword`. One is the id of a key: `RemovePrivateKey`. */
const NO_SECRET = /^(Manage|Generate|Return|Remove|Allow|Require|Enable|Disable|Rotate|Reset|Change)[A-Z]/;

/** Names of environment variables and parameters that hold secrets. */
const SECRET_NAME = new RegExp(`(^|[^a-z])(${[
  'pass(word|wd|phrase)?', 'pwd', 'secret([_.-]?access)?([_.-]?key)?', 'api[_.-]?key', 'private[_.-]?key', '(access|auth|bearer)[_.-]?token', 'client[_.-]?secret', 'credentials?',
].join('|')})$`, 'i');
const SECRET_CAMEL = /(Password|Passphrase|Secret|SecretKey|ApiKey|PrivateKey|AccessToken|AuthToken|ClientSecret|Credentials)$/;
const TOKEN_NAME = /(^|[^a-z])token$|[a-z]Token$/i;
const TOKEN = /^(?=.*\d)(?=.*[a-z])[\w.-]{10,}$/i;
/**
 * A name, ARN, path, URL without a password, number or flag states where a secret is, or how to handle it. So do a variable of CodePipeline (`#{…}`), an expression of
 * Step Functions (`{% … %}`), and a placeholder of an input transformer of EventBridge (`<…>`).
 */
const POINTER = /^(arn:.*|[\w/+=.@-]*\/[\w/+=.@-]*|[#$]\{.*\}|\{%.*%\}|<[\w.-]+>|\d+|true|false|https?:\/\/[^:@\s]+|)$/i;

/** The name of a parameter or export that states where a secret is. */
const STATES_WHERE = /(arn|name|id|path|ur[il])$/i;

/** The name of a parameter with the name or address of a user. */
const NAMES_USER = /(user|login|e?mail)$/i;

/** Values that are secrets by their form. Source: AWS access keys, PEM (RFC 7468), URLs with a password (RFC 3986), tokens of GitHub, GitLab, Slack and Stripe. */
const SECRET_VALUES: ReadonlyArray<readonly [kind: string, pattern: RegExp]> = [
  ['an AWS access key', /\b(AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@$'"]+:(?!\$\{)[^\s:/@$'"{}]{3,}@/i],
  ['a token', /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|(sk|rk)_live_\w{16,})/],
];
const PASSWORD = /(?<![a-z])(?:password|passwd|secret_?access_?key)(["']?)\s*[=:]\s*(?!\$|\{\{|<|"?\$|'?\$)(["']?)([^\s"'$<{][^\s"'$]{5,})/gi;
/** An expression of a program without quotes: a call, an item, a property of what a program calls its input, or a variable as an argument. */
const EXPRESSION = /^([a-z_][\w.]*[([]|(event|os|process|self|this|args|config|settings|env|params|props|req|request)\.\w|[a-z_]+[,)])/i;

/** What each of the patterns has a part of. One search is enough for most texts. */
const SIGN_OF_A_SECRET = /AKIA|ASIA|PRIVATE KEY|:\/\/|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|_live_|passw|secret/i;

/** A value of a property or variable that is in clear, with what is known of it. */
export type Clarity = 'clear' | 'protected' | 'unknown';

const isSecretNameOfProperty = remembered((name) => SECRET_PROPERTY.test(name) && !NO_SECRET.test(name));

/** Whether a text has a dynamic reference that CloudFormation resolves to a secret. */
export function resolvesSecret(text: string): boolean {
  return (text.match(SECRET_REFERENCE) ?? []).some((reference) => !NO_SECRET_KEY.test(reference));
}

/** Whether the name of a property, or the path to it, says that its value is a secret. */
export function isSecretProperty(name: string, path: () => string): boolean {
  return isSecretNameOfProperty(name) && !NO_SECRET_PATH.test(path()) || /^(Token|AccessKey)$/.test(name) && SECRET_PATH.test(path());
}

/** Whether the name of a variable or parameter says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_CAMEL.test(name);
}

/** Whether the value of a variable with the name of a secret can be one, and does not say where the secret is. */
function canBeSecret(value: Json): boolean {
  return typeof value === 'string' && !POINTER.test(value) && !value.includes('{{resolve:');
}

/** Whether the name of a variable says that its value is a token. */
export function isTokenName(name: string): boolean {
  return TOKEN_NAME.test(name);
}

/** Whether a variable with this name and value has a secret in clear. The value of a token consists of letters and numbers without a meaning. */
function isSecretVariable(name: string, value: Json): boolean {
  return canBeSecret(value) && (isSecretName(name) || isTokenName(name) && TOKEN.test(value));
}

/** Whether a text has a part that each secret with a known form has. */
export function mayHaveSecret(text: string): boolean {
  return SIGN_OF_A_SECRET.test(text);
}

/** What kind of secret a text is or has, by its form. */
export function secretIn(text: string): string | undefined {
  if (!mayHaveSecret(text)) return undefined;
  // The name of a secret in a dynamic reference is none.
  const literal = text.replace(/\{\{resolve:[^}]*\}\}/g, '{{}}');
  return SECRET_VALUES.find(([, pattern]) => pattern.test(literal))?.[0] ?? (hasPassword(literal) ? 'a password' : undefined);
}

// JSON has no value without quotes, so a name after a key in quotes is a variable of a program.
function hasPassword(text: string): boolean {
  return [...text.matchAll(PASSWORD)].some(([, keyQuote, quote, value]) => quote || !(EXPRESSION.test(value) || keyQuote && /^[a-z_]+[\]},)]*$/i.test(value)));
}

/** Whether the value of a secret property is in clear in the template. A dynamic reference is resolved by CloudFormation and not stored. */
export function clarityOf(resource: RenderedResource, value: Json): Clarity {
  return strictest(writtenValues(resource, value).map((one) => clarityOfOne(resource, one)));
}

/** Whether a variable with the name of a secret has its value in clear: a literal, or what another principal than the program can read. */
export function clarityOfVariable(resource: RenderedResource, name: string, value: Json): Clarity {
  if (!isSecretName(name) && !isTokenName(name)) return isMaskedReference(resource, value) ? 'clear' : 'protected';
  return strictest(writtenValues(resource, value).map((one) => clarityOfNamed(resource, name, one)));
}

/** Whether a parameter has NoEcho, and by its name neither says where a secret is nor who uses it. */
export function isMasked(template: RenderedTemplate, name: string): boolean {
  return String(template.parameter(name)?.NoEcho) === 'true' && !STATES_WHERE.test(name) && !NAMES_USER.test(name);
}

/** Whether a value is that of a parameter with NoEcho in one of its branches. Its author declares it as sensitive, whatever the name of the variable is. */
function isMaskedReference(resource: RenderedResource, value: Json): boolean {
  return writtenValues(resource, value).some((one) => typeof targetOf(one)[0] === 'string' && isMasked(resource.template, targetOf(one)[0]!));
}

function clarityOfOne(resource: RenderedResource, value: Json): Clarity {
  if (value === undefined || value === null || value?.Ref === 'AWS::NoValue') return 'protected';
  if (typeof value === 'string') return clarityOfText(value);
  if (typeof value === 'boolean') return 'protected';
  if (typeof value !== 'object') return 'clear';
  if (typeof value.Ref === 'string') {
    if (isCustom(resource.template.resource(value.Ref)?.type)) return 'unknown';
    const parameter = resource.template.parameter(value.Ref);
    // A default is in the template. The console and the API show a parameter without NoEcho, and a parameter of Systems Manager, which is none of type SecureString.
    const isHidden = !parameter || String(parameter.NoEcho) === 'true' && parameter.Default === undefined && !/^AWS::SSM::/.test(parameter.Type);
    return isHidden ? 'protected' : 'clear';
  }
  if (value['Fn::GetAtt']) return isOfCode(resource, value) ? 'unknown' : 'protected';
  const json = jsonOf(value);
  if (json !== null && typeof json === 'object' && json !== value) return clarityOfJson(resource, json);
  const text = writtenText(value);
  if (text.includes('{{resolve:')) return clarityOfText(text);
  if (/\w{3,}/.test(text.replace(/\$\{[^}]*\}/g, ''))) return 'clear';
  const references = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name === '?' ? 'unknown' : clarityOfOne(resource, { Ref: name }));
  return strictest(references);
}

// The name of a user and the address of a server beside the password are no secrets.
function clarityOfJson(resource: RenderedResource, json: Json): Clarity {
  const parts = partsOf(json);
  const named = parts.filter(([name]) => isSecretName(name) || isTokenName(name));
  return strictest((named.length ? named : parts).map(([, part]) => clarityOfOne(resource, part)));
}

function partsOf(json: Json, name = ''): Array<[name: string, value: Json]> {
  if (json === null || typeof json !== 'object' || isIntrinsic(json)) return [[name, json]];
  return Object.entries<Json>(json).flatMap(([key, part]) => partsOf(part, Array.isArray(json) ? name : key));
}

function clarityOfNamed(resource: RenderedResource, name: string, value: Json): Clarity {
  if (typeof value === 'string') return isSecretVariable(name, value) || /\{\{resolve:ssm:/.test(value) ? 'clear' : 'protected';
  if (value === null || typeof value !== 'object' || value.Ref === 'AWS::NoValue') return 'protected';
  if (typeof value.Ref === 'string') return clarityOfReference(resource, value.Ref);
  if (secretAttributeIn(value)) return 'clear';
  const [, attribute] = targetOf(value);
  if (attribute !== undefined || resource.template.referenced(value)) return isOfCode(resource, value) ? 'unknown' : 'protected';
  const text = writtenText(value);
  if (/\{\{resolve:(secretsmanager|ssm-secure):/.test(text)) return 'protected';
  // Text around references is the name of a secret.
  if (value['Fn::Sub'] !== undefined || value['Fn::Join'] !== undefined) {
    return strictest([...text.matchAll(/\$\{([^}]*)\}/g)].map(([, id]) => resource.template.parameter(id) ? clarityOfReference(resource, id) : 'protected'));
  }
  return STATES_WHERE.test(writtenText(value['Fn::ImportValue'])) ? 'protected' : 'unknown';
}

// A parameter can have the ARN or the name of a secret, which its own name or its default shows.
function clarityOfReference({ template }: RenderedResource, name: string): Clarity {
  const parameter = template.parameter(name);
  if (isCustom(template.resource(name)?.type)) return 'unknown';
  if (!parameter) return template.resource(name) || name.startsWith('AWS::') ? 'protected' : 'unknown';
  if (String(parameter.NoEcho) === 'true') return 'clear';
  const isPointer = STATES_WHERE.test(name) || parameter.Default !== undefined && POINTER.test(parameter.Default) && !/^AWS::SSM::/.test(parameter.Type);
  return isPointer ? 'protected' : isSecretName(name) ? 'clear' : 'unknown';
}

/** Whether the code behind a custom resource, or the template of a nested stack, decides a value. */
export function isOfCode({ template }: RenderedResource, value: Json): boolean {
  const type = template.resource(targetOf(value)[0]!)?.type;
  return isCustom(type) || type === 'AWS::CloudFormation::Stack';
}

function clarityOfText(text: string): Clarity {
  // A plain parameter of Systems Manager is readable in clear.
  if (/\{\{resolve:ssm:/.test(text)) return 'clear';
  return text === '' || /\{\{resolve:(secretsmanager|ssm-secure):/.test(text) ? 'protected' : 'clear';
}

function strictest(all: readonly Clarity[]): Clarity {
  return all.find((one) => one === 'clear') ?? all.find((one) => one === 'unknown') ?? 'protected';
}
