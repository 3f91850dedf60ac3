import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, NumberRange, refuse, requireAtMostOne, requireInteger, requireList, requireString, StringLimit } from '../../core/validation';
import { requireCountryCodes } from '../shared/country-codes';

/** Statements of rules, which no other statement contains (AWS WAF API, RateBasedStatement, ManagedRuleGroupStatement, RuleGroupReferenceStatement). */
const OF_RULES = ['rateBasedStatement', 'managedRuleGroupStatement', 'ruleGroupReferenceStatement'];

const OVERSIZE = ['CONTINUE', 'MATCH', 'NO_MATCH'];
const LEVELS = ['LOW', 'MEDIUM', 'HIGH'];

/** Values of properties by name. Source of all limits here: CloudFormation schema of AWS::WAFv2::WebACL. */
const VALUES: Record<string, ReadonlyArray<string | number>> = {
  oversizeHandling: OVERSIZE,
  matchScope: ['ALL', 'KEY', 'VALUE'],
  fallbackBehavior: ['MATCH', 'NO_MATCH'],
  invalidFallbackBehavior: ['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING'],
  position: ['FIRST', 'LAST', 'ANY'],
  positionalConstraint: ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'],
  comparisonOperator: ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT'],
  sensitivityLevel: ['LOW', 'HIGH'],
  scope: ['LABEL', 'NAMESPACE'],
  aggregateKeyType: ['CONSTANT', 'IP', 'FORWARDED_IP', 'CUSTOM_KEYS'],
  evaluationWindowSec: [60, 120, 300, 600],
  inspectionLevel: ['COMMON', 'TARGETED'],
  payloadType: ['JSON', 'FORM_ENCODED'],
  sensitivity: LEVELS,
  sensitivityToBlock: LEVELS,
  type: [
    'NONE', 'COMPRESS_WHITE_SPACE', 'HTML_ENTITY_DECODE', 'LOWERCASE', 'CMD_LINE', 'URL_DECODE', 'BASE64_DECODE', 'HEX_DECODE', 'MD5',
    'REPLACE_COMMENTS', 'ESCAPE_SEQ_DECODE', 'SQL_HEX_DECODE', 'CSS_DECODE', 'JS_DECODE', 'NORMALIZE_PATH', 'NORMALIZE_PATH_WIN', 'REMOVE_NULLS',
    'REPLACE_NULLS', 'BASE64_DECODE_EXT', 'URL_DECODE_UNI', 'UTF8_TO_UNICODE', 'REMOVE_WHITESPACE', 'TRIM', 'TRIM_LEFT', 'TRIM_RIGHT',
    'REMOVE_COMMENTS_CHAR', 'UPPERCASE', 'CMD_LINE_WIN', 'CMD_LINE_UNIX', 'JS_DECODE_EXT', 'SHA256',
  ],
  usageOfAction: ['ENABLED', 'DISABLED'],
};

const NUMBERS: Record<string, NumberRange> = {
  limit: { min: 10, max: 2_000_000_000 },
  priority: { min: 0 },
  size: { min: 0, max: 21_474_836_480 },
};

const LABEL: StringLimit = { need: '1 to 1,024 letters, digits, underscores, hyphens and colons', pattern: /[\w:-]+/, maxLength: 1024 };
const STRINGS: Record<string, StringLimit> = {
  arn: { need: 'an ARN', pattern: /arn:[^:]+:wafv2:.+/, minLength: 20, maxLength: 2048 },
  headerName: { need: '1 to 255 letters, digits and hyphens', pattern: /[A-Za-z0-9-]+/, maxLength: 255 },
  key: LABEL,
  namespace: LABEL,
  regexString: { need: '1 to 512 characters', maxLength: 512 },
};

/** Maximum length of a search string in bytes (AWS WAF API, ByteMatchStatement). */
const MAX_SEARCH_BYTES = 200;
/** Objects that CloudFormation takes as JSON: with a property `Name`, and without properties. aws-cdk-lib does not check them. */
const NAMED = ['singleHeader', 'singleQueryArgument'];
const EMPTY = ['all', 'allQueryArguments', 'asn', 'forwardedIp', 'httpMethod', 'ip', 'method', 'queryString', 'uriPath'];

const COUNTS: Record<string, number> = {
  asnList: 100, customKeys: 5, excludedCookies: 199, excludedHeaders: 199, includedCookies: 199, includedHeaders: 199,
};

/** Properties of which an object sets exactly one, and what they are called. */
const ALTERNATIVES: Record<string, string> = { fieldToMatch: 'component of a request', matchPattern: 'pattern' };

/** Checks of more than one property of a statement, by kind. */
const FURTHER_CHECKS: Record<string, (scope: IConstruct, prop: string, statement: any) => void> = {
  rateBasedStatement: requireRate,
  byteMatchStatement: requireSearchString,
};

/**
 * Refuses a statement whose shape AWS WAF does not accept: several kinds or none, values that do not exist, and kinds at a place where they are not allowed.
 * Types are checked with the props. Tokens pass.
 * @param allowed kinds of statements that other statements cannot contain
 */
export function requireStatement(scope: IConstruct, prop: string, statement: wafv2.CfnWebACL.StatementProperty, allowed: string[] = []): void {
  if (isUnresolved(statement)) return;
  const kinds = given(statement);
  if (kinds.length !== 1 || !kinds[0].endsWith('Statement')) mustBe(scope, prop, 'an object with exactly one kind of statement', statement);
  const [kind] = kinds;
  if (OF_RULES.includes(kind) && !allowed.includes(kind)) refuse(scope, `${prop} must not be a ${kind}`);
  const value = statement[kind as keyof typeof statement];
  requireStatementValues(scope, `${prop}.${kind}`, value);
  if (isUnresolved(value)) return;
  FURTHER_CHECKS[kind]?.(scope, `${prop}.${kind}`, value);
}

/** Refuses values that do not exist in a statement or a configuration of a rule group. */
export function requireStatementValues(scope: IConstruct, prop: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || isUnresolved(value)) return;
  for (const [name, each] of Object.entries(value)) {
    if (each !== undefined && each !== null && !isUnresolved(each)) requireValue(scope, `${prop}.${name}`, name, each);
  }
}

function requireValue(scope: IConstruct, prop: string, name: string, value: any): void {
  if (VALUES[name] && !VALUES[name].includes(value)) mustBe(scope, prop, `one of ${VALUES[name].join(', ')}`, value);
  if (NUMBERS[name]) requireInteger(scope, prop, value, NUMBERS[name]);
  if (STRINGS[name]) requireString(scope, prop, value, STRINGS[name]);
  if (COUNTS[name]) requireList(scope, prop, value, { max: COUNTS[name] });
  if (ALTERNATIVES[name] && given(value).length !== 1) mustBe(scope, prop, `an object with exactly one ${ALTERNATIVES[name]}`, value);
  if (NAMED.includes(name) && (Object.keys(value).join() !== 'Name' || typeof value.Name !== 'string' || value.Name === '')) {
    mustBe(scope, prop, "an object with a Name such as { Name: 'host' }", value);
  }
  if (EMPTY.includes(name) && (typeof value !== 'object' || Array.isArray(value))) mustBe(scope, prop, 'an object', value);
  if (name === 'customKeys') requireCustomKeys(scope, prop, value);
  if (name === 'asnList') value.forEach((asn: number, index: number) => requireInteger(scope, `${prop}[${index}]`, asn, { min: 0, max: 4_294_967_295 }));
  if (name === 'countryCodes') requireCountryCodes(scope, prop, value);
  if (name === 'textTransformations') requireList(scope, `priorities in ${prop}`, value.map(({ priority }: any) => priority));
  if (name === 'statement' || name === 'scopeDownStatement') requireStatement(scope, prop, value);
  else if (name === 'statements') requireStatements(scope, prop, value);
  else if (Array.isArray(value)) value.forEach((each, index) => requireStatementValues(scope, `${prop}[${index}]`, each));
  else requireStatementValues(scope, prop, value);
}

/** Two or more statements (AWS WAF API, AndStatement and OrStatement). */
function requireStatements(scope: IConstruct, prop: string, statements: wafv2.CfnWebACL.StatementProperty[]): void {
  requireList(scope, prop, statements, { min: 2 });
  statements.forEach((each, index) => requireStatement(scope, `${prop}[${index}]`, each));
}

/** AWS WAF API, RateBasedStatementCustomKey: one key in each, and an address beside another key only. */
function requireCustomKeys(scope: IConstruct, prop: string, customKeys: wafv2.CfnWebACL.RateBasedStatementCustomKeyProperty[]): void {
  const keys = customKeys.flatMap((each) => isUnresolved(each) ? [] : [given(each)]);
  keys.forEach((names, index) => {
    if (names.length !== 1) mustBe(scope, `${prop}[${index}]`, 'an object with exactly one key', customKeys[index]);
  });
  if (customKeys.length === 1 && ['ip', 'forwardedIp'].includes(keys[0]?.[0])) mustBe(scope, prop, `a list with another key beside ${keys[0][0]}`, customKeys);
}

/** What a kind of aggregation needs (AWS WAF API, RateBasedStatement). */
function requireRate(scope: IConstruct, prop: string, { aggregateKeyType, ...rate }: wafv2.CfnWebACL.RateBasedStatementProperty): void {
  const needs = { CUSTOM_KEYS: 'customKeys', FORWARDED_IP: 'forwardedIpConfig', CONSTANT: 'scopeDownStatement' }[aggregateKeyType];
  if (needs && !given(rate).includes(needs)) refuse(scope, `specify ${prop}.${needs} with aggregateKeyType ${aggregateKeyType}`);
}

/** The text to look for, in one of two forms (CloudFormation Template Reference, AWS::WAFv2::WebACL ByteMatchStatement). */
function requireSearchString(scope: IConstruct, prop: string, statement: wafv2.CfnWebACL.ByteMatchStatementProperty): void {
  const { searchString, searchStringBase64 } = statement;
  requireAtMostOne(scope, { [`${prop}.searchString`]: searchString, [`${prop}.searchStringBase64`]: searchStringBase64 });
  for (const [name, text, encoding] of [['searchString', searchString, 'utf8'], ['searchStringBase64', searchStringBase64, 'base64']] as const) {
    if (text === undefined || isUnresolved(text)) continue;
    const bytes = Buffer.byteLength(text, encoding);
    if (bytes < 1 || bytes > MAX_SEARCH_BYTES) refuse(scope, `${prop}.${name} must be 1 to ${MAX_SEARCH_BYTES} bytes, got ${bytes}`);
  }
  if (searchString === undefined && searchStringBase64 === undefined) refuse(scope, `specify ${prop}.searchString or ${prop}.searchStringBase64`);
}

function given(value: object): string[] {
  return Object.entries(value).filter(([, each]) => each !== undefined && each !== null).map(([name]) => name);
}
