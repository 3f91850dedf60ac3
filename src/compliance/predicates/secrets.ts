import { remembered, writtenText } from './text';
import { Json } from '../rendered';

/** Properties whose value is a secret, in the CloudFormation resource specification. */
const SECRET_PROPERTY = new RegExp(`^(${[
  '(\\w*[a-z])?Password', 'AuthToken', 'SecretString', 'ClientSecret', 'OAuthToken', 'OauthToken', 'AccessToken', 'PrivateKey', 'SecretKey', 'SecretAccessKey', 'PreSharedKey',
  'ApiKeyValue', 'SharedSecret', 'ConsumerSecret', 'BasicAuthCredentials', 'RefreshToken', 'Passphrase', 'BindPassword', 'KmsKeyMaterial',
].join('|')})$`);
/** Properties that ask a service for a secret: `ManageMasterUserPassword`, `ManageAdminPassword`, `GenerateSecretString`. */
const NO_SECRET = /^(Manage|Generate|Return)[A-Z]/;

/** Names of environment variables and parameters that hold secrets. */
const SECRET_NAME = /(^|[^a-z])(pass(word|wd|phrase)?|pwd|secret(_?access)?(_?key)?|api_?key|private_?key|access_?token|auth_?token|bearer_?token|client_?secret|credentials?)$/i;
const SECRET_CAMEL = /(Password|Passphrase|Secret|SecretKey|ApiKey|PrivateKey|AccessToken|AuthToken|ClientSecret|Credentials)$/;
const TOKEN_NAME = /(^|[^a-z])token$|[a-z]Token$/i;
const TOKEN = /^(?=.*\d)(?=.*[a-z])[\w.-]{10,}$/i;
/** A name, ARN, path, URL without a password, number or flag states where a secret is, or how to handle it. */
const POINTER = /^(arn:.*|[\w/+=.@-]*\/[\w/+=.@-]*|\$\{.*\}|\d+|true|false|https?:\/\/[^:@\s]+|)$/i;

/** Values that are secrets by their form. Source: AWS access keys, PEM (RFC 7468), URLs with a password (RFC 3986), tokens of GitHub, GitLab, Slack and Stripe. */
const SECRET_VALUES: ReadonlyArray<readonly [kind: string, pattern: RegExp]> = [
  ['an AWS access key', /\b(AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@$'"]+:(?!\$\{)[^\s:/@$'"{}]{3,}@/i],
  ['a token', /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|(sk|rk)_live_\w{16,})/],
  ['a password', /(?<![a-z])(password|passwd|secret_?access_?key)["']?\s*[=:]\s*(?!\$|\{\{|<|"?\$|'?\$)["']?[^\s"'$<{][^\s"'$]{5,}/i],
];

/** What each of the patterns has a part of. One search is enough for most texts. */
const SIGN_OF_A_SECRET = /AKIA|ASIA|PRIVATE KEY|:\/\/|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|_live_|passw|secret/i;

/** A value of a property or variable that is in clear, with what is known of it. */
export type Clarity = 'clear' | 'protected' | 'unknown';

/** Whether the name of a property says that its value is a secret. */
export const isSecretProperty = remembered((name) => SECRET_PROPERTY.test(name) && !NO_SECRET.test(name));

/** Whether the name of a variable or parameter says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_CAMEL.test(name);
}

/** Whether the value of a variable with the name of a secret can be one, and does not say where the secret is. */
export function canBeSecret(value: Json): boolean {
  return typeof value === 'string' && !POINTER.test(value) && !value.includes('{{resolve:');
}

/** Whether the name of a variable says that its value is a token. */
export function isTokenName(name: string): boolean {
  return TOKEN_NAME.test(name);
}

/** Whether a variable with this name and value has a secret in clear. The value of a token consists of letters and numbers without a meaning. */
export function isSecretVariable(name: string, value: Json): boolean {
  return canBeSecret(value) && (isSecretName(name) || isTokenName(name) && TOKEN.test(value));
}

/** What kind of secret a text is or has, by its form. */
export function secretIn(text: string): string | undefined {
  if (!SIGN_OF_A_SECRET.test(text)) return undefined;
  return SECRET_VALUES.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Whether the value of a secret property is in clear in the template. A dynamic reference is resolved by CloudFormation and not stored. */
export function clarityOf(value: Json, parameterOf: (name: string) => Json): Clarity {
  if (value === undefined || value === null || value?.Ref === 'AWS::NoValue') return 'protected';
  if (typeof value === 'string') return clarityOfText(value);
  if (typeof value !== 'object') return 'clear';
  if (typeof value.Ref === 'string') {
    const parameter = parameterOf(value.Ref);
    if (!parameter) return 'protected';
    // A default is in the template, and a parameter without NoEcho is shown by the console and the API.
    return String(parameter.NoEcho) === 'true' && parameter.Default === undefined || /^AWS::SSM::|SecureString/.test(String(parameter.Type)) ? 'protected' : 'clear';
  }
  if (value['Fn::GetAtt']) return 'protected';
  const branches = value['Fn::If'];
  if (Array.isArray(branches)) return strictest(branches.slice(1).map((branch) => clarityOf(branch, parameterOf)));
  const text = writtenText(value);
  if (text.includes('{{resolve:')) return clarityOfText(text);
  if (/\w{3,}/.test(text.replace(/\$\{[^}]*\}/g, ''))) return 'clear';
  const references = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name === '?' ? 'unknown' : clarityOf({ Ref: name }, parameterOf));
  return strictest(references);
}

function clarityOfText(text: string): Clarity {
  // A plain parameter of Systems Manager is readable in clear.
  if (/\{\{resolve:ssm:/.test(text)) return 'clear';
  return text === '' || /\{\{resolve:(secretsmanager|ssm-secure):/.test(text) ? 'protected' : 'clear';
}

function strictest(all: readonly Clarity[]): Clarity {
  return all.find((one) => one === 'clear') ?? all.find((one) => one === 'unknown') ?? 'protected';
}
