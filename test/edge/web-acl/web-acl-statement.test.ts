import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Stack, Token } from 'aws-cdk-lib';
import { ManagedRuleGroup, WebAcl, WebAclRule } from '../../../src';
import { requireStatementValues } from '../../../src/edge/web-acl/web-acl-statement';
import { refusal } from '../../refusal';
import { testStack } from '../../support';

const LABEL = { labelMatchStatement: { key: 'known', scope: 'LABEL' } };
const GEO = { geoMatchStatement: { countryCodes: ['GB'] } };
const NONE = [{ priority: 0, type: 'NONE' }];
const QUERY = { queryString: {} };
const BYTES = { fieldToMatch: QUERY, positionalConstraint: 'CONTAINS', searchString: 'a', textTransformations: NONE };
const RATE = { limit: 100, aggregateKeyType: 'IP' };
const ARN = 'arn:aws:wafv2:eu-west-2:123456789012:regional/ipset/a/1';

const ofRule = (statement: any, stack: Stack = testStack()) => refusal(() => new WebAcl(stack, 'WebAcl', { rules: [WebAclRule.custom({ name: 'Mine', wcu: 1, statement })] }));
const ofScopeDown = (scopeDown: any) => refusal(() => new WebAcl(testStack(), 'WebAcl', { managedRuleGroups: [ManagedRuleGroup.COMMON.withOptions({ scopeDown })] }));
const ofConfig = (config: any) => refusal(() => new WebAcl(testStack(), 'WebAcl', {
  managedRuleGroups: [ManagedRuleGroup.custom({ vendorName: 'AWS', name: 'Bots', wcu: 50, configs: [config] })],
}));
const ofValue = (property: string, value: string) => refusal(() => requireStatementValues(testStack(), 'statement', { [property]: value }));

/** Types of the schema with values that neither statements nor configurations of rule groups have, and one that aws-cdk-lib does not have. */
const OUTSIDE = [
  'RequestBodyAssociatedResourceTypeConfig', 'CustomResponseBody', 'DataProtect', 'FieldToProtect', 'OnSourceDDoSProtectionConfig', 'MonetizationConfig',
  'PaymentNetwork', 'Price', 'PreParseTextTransformation',
];

const at = 'rules[0].statement';
const ONLY = 'must have properties of a CfnWebACL.';
const ONE = 'must be an object with exactly one kind of statement, got';

describe('a statement of AWS WAF is refused', () => {
  test.each<[string, object]>([
    [`${at} ${ONE} {}`, {}],
    [`${at} ${ONLY}StatementProperty only, got 'geoMatch'`, { geoMatch: { countryCodes: ['GB'] } }],
    [`${at} ${ONLY}StatementProperty only, got 'GeoMatchStatement'`, { GeoMatchStatement: { CountryCodes: ['GB'] } }],
    [`${at}.notStatement.statement.geoMatchStatement ${ONLY}GeoMatchStatementProperty only, got 'CountryCodes'`,
      { notStatement: { statement: { geoMatchStatement: { CountryCodes: ['GB'] } } } }],
    [`${at}.byteMatchStatement.fieldToMatch.singleHeader must be an object with a Name such as { Name: 'host' }, got { name }`,
      { byteMatchStatement: { ...BYTES, fieldToMatch: { singleHeader: { name: 'host' } } } }],
    [`${at}.byteMatchStatement.fieldToMatch.singleQueryArgument must be an object with a Name such as { Name: 'host' }, got 'id'`,
      { byteMatchStatement: { ...BYTES, fieldToMatch: { singleQueryArgument: 'id' } } }],
    [`${at}.byteMatchStatement.fieldToMatch.uriPath must be an object, got '/a'`, { byteMatchStatement: { ...BYTES, fieldToMatch: { uriPath: '/a' } } }],
    [`${at}.byteMatchStatement.searchString must be 1 to 200 bytes, got 202`, { byteMatchStatement: { ...BYTES, searchString: 'ü'.repeat(101) } }],
    [`${at}.byteMatchStatement.searchStringBase64 must be 1 to 200 bytes, got 201`,
      { byteMatchStatement: { ...BYTES, searchString: undefined, searchStringBase64: Buffer.alloc(201).toString('base64') } }],
    [`${at}.asnMatchStatement.asnList[0] must be an integer from 0 to 4294967295, got 4294967296`, { asnMatchStatement: { asnList: [4_294_967_296] } }],
    [`${at}.rateBasedStatement.customKeys[1] must be an object with exactly one key, got { ip, httpMethod }`,
      { rateBasedStatement: { ...RATE, aggregateKeyType: 'CUSTOM_KEYS', customKeys: [{ httpMethod: {} }, { ip: {}, httpMethod: {} }] } }],
    [`${at}.rateBasedStatement.customKeys must be a list with another key beside ip, got [{ ip }]`,
      { rateBasedStatement: { ...RATE, aggregateKeyType: 'CUSTOM_KEYS', customKeys: [{ ip: {} }] } }],
    [`${at} ${ONE} { geoMatchStatement, labelMatchStatement }`, { ...GEO, ...LABEL }],
    [`${at}.notStatement.statement ${ONE} {}`, { notStatement: { statement: {} } }],
    [`${at}.andStatement.statements[1] ${ONE} { geoMatchStatement, labelMatchStatement }`, { andStatement: { statements: [GEO, { ...GEO, ...LABEL }] } }],
    [`${at}.orStatement.statements must be a list of at least 2, got [{ geoMatchStatement }]`, { orStatement: { statements: [GEO] } }],
    [`${at}.orStatement.statements must be a list without duplicates, got [{ geoMatchStatement }, { geoMatchStatement }]`, { orStatement: { statements: [GEO, GEO] } }],
    [`${at} must not be a managedRuleGroupStatement`, { managedRuleGroupStatement: { vendorName: 'AWS', name: 'a' } }],
    [`${at} must not be a ruleGroupReferenceStatement`, { ruleGroupReferenceStatement: { arn: ARN } }],
    [`${at}.notStatement.statement must not be a rateBasedStatement`, { notStatement: { statement: { rateBasedStatement: RATE } } }],
    [`${at}.rateBasedStatement.scopeDownStatement must not be a rateBasedStatement`,
      { rateBasedStatement: { ...RATE, scopeDownStatement: { rateBasedStatement: RATE } } }],
    [`${at}.rateBasedStatement.scopeDownStatement ${ONE} {}`, { rateBasedStatement: { ...RATE, scopeDownStatement: {} } }],
    [`${at}.rateBasedStatement.limit must be an integer from 10 to 2000000000, got 9`, { rateBasedStatement: { ...RATE, limit: 9 } }],
    [`${at}.rateBasedStatement.limit must be an integer from 10 to 2000000000, got 2000000001`, { rateBasedStatement: { ...RATE, limit: 2_000_000_001 } }],
    [`${at}.rateBasedStatement.aggregateKeyType must be one of CONSTANT, IP, FORWARDED_IP, CUSTOM_KEYS, got 'ip'`,
      { rateBasedStatement: { ...RATE, aggregateKeyType: 'ip' } }],
    [`${at}.rateBasedStatement.evaluationWindowSec must be one of 60, 120, 300, 600, got 61`, { rateBasedStatement: { ...RATE, evaluationWindowSec: 61 } }],
    [`specify ${at}.rateBasedStatement.customKeys with aggregateKeyType CUSTOM_KEYS`, { rateBasedStatement: { ...RATE, aggregateKeyType: 'CUSTOM_KEYS' } }],
    [`specify ${at}.rateBasedStatement.forwardedIpConfig with aggregateKeyType FORWARDED_IP`, { rateBasedStatement: { ...RATE, aggregateKeyType: 'FORWARDED_IP' } }],
    [`specify ${at}.rateBasedStatement.scopeDownStatement with aggregateKeyType CONSTANT`, { rateBasedStatement: { ...RATE, aggregateKeyType: 'CONSTANT' } }],
    [`${at}.rateBasedStatement.forwardedIpConfig.headerName must be 1 to 255 letters, digits and hyphens, got 'a b'`,
      { rateBasedStatement: { ...RATE, aggregateKeyType: 'FORWARDED_IP', forwardedIpConfig: { headerName: 'a b', fallbackBehavior: 'MATCH' } } }],
    [`${at}.geoMatchStatement.countryCodes[1] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got 'ZZ'`, { geoMatchStatement: { countryCodes: ['GB', 'ZZ'] } }],
    [`${at}.geoMatchStatement.countryCodes must not be empty`, { geoMatchStatement: { countryCodes: [] } }],
    [`${at}.asnMatchStatement.asnList must be a list of 1 to 100, got [${Array.from({ length: 101 }, (_, n) => n).join(', ')}]`,
      { asnMatchStatement: { asnList: Array.from({ length: 101 }, (_, n) => n) } }],
    [`${at}.labelMatchStatement.scope must be one of LABEL, NAMESPACE, got 'ALL'`, { labelMatchStatement: { key: 'a', scope: 'ALL' } }],
    [`${at}.labelMatchStatement.key must be 1 to 1,024 letters, digits, underscores, hyphens and colons, got 'a b'`, { labelMatchStatement: { key: 'a b', scope: 'LABEL' } }],
    [`${at}.labelMatchStatement.key must be a string, got null`, { labelMatchStatement: { key: null, scope: 'LABEL' } }],
    [`${at}.ipSetReferenceStatement.arn must be an ARN, got 'addresses'`, { ipSetReferenceStatement: { arn: 'addresses' } }],
    [`${at}.byteMatchStatement.positionalConstraint must be one of EXACTLY, STARTS_WITH, ENDS_WITH, CONTAINS, CONTAINS_WORD, got 'MATCHES'`,
      { byteMatchStatement: { ...BYTES, positionalConstraint: 'MATCHES' } }],
    [`${at}.byteMatchStatement.fieldToMatch must be an object with exactly one component of a request, got {}`, { byteMatchStatement: { ...BYTES, fieldToMatch: {} } }],
    [`${at}.byteMatchStatement.fieldToMatch must be an object with exactly one component of a request, got { singleHeader }`,
      { byteMatchStatement: { ...BYTES, fieldToMatch: { singleHeader: null } } }],
    [`${at}.byteMatchStatement.fieldToMatch must be an object with exactly one component of a request, got { queryString, body }`,
      { byteMatchStatement: { ...BYTES, fieldToMatch: { ...QUERY, body: {} } } }],
    [`${at}.byteMatchStatement.fieldToMatch.headers.matchPattern must be an object with exactly one pattern, got {}`,
      { byteMatchStatement: { ...BYTES, fieldToMatch: { headers: { matchPattern: {}, matchScope: 'ALL', oversizeHandling: 'MATCH' } } } }],
    [`${at}.byteMatchStatement.fieldToMatch.body.oversizeHandling must be one of CONTINUE, MATCH, NO_MATCH, got 'IGNORE'`,
      { byteMatchStatement: { ...BYTES, fieldToMatch: { body: { oversizeHandling: 'IGNORE' } } } }],
    [`${at}.byteMatchStatement.textTransformations must not be empty`, { byteMatchStatement: { ...BYTES, textTransformations: [] } }],
    [`${at}.byteMatchStatement.textTransformations[0].priority must be an integer of at least 0, got -1`,
      { byteMatchStatement: { ...BYTES, textTransformations: [{ priority: -1, type: 'NONE' }] } }],
    [`priorities in ${at}.byteMatchStatement.textTransformations must be a list without duplicates, got [0, 0]`,
      { byteMatchStatement: { ...BYTES, textTransformations: [...NONE, { priority: 0, type: 'LOWERCASE' }] } }],
    [`specify ${at}.byteMatchStatement.searchString or ${at}.byteMatchStatement.searchStringBase64`, { byteMatchStatement: { ...BYTES, searchString: undefined } }],
    [`specify either ${at}.byteMatchStatement.searchString or ${at}.byteMatchStatement.searchStringBase64, not both`,
      { byteMatchStatement: { ...BYTES, searchStringBase64: 'YQ==' } }],
    [`${at}.sizeConstraintStatement.size must be an integer from 0 to 21474836480, got 1.5`,
      { sizeConstraintStatement: { comparisonOperator: 'GT', size: 1.5, fieldToMatch: QUERY, textTransformations: NONE } }],
    [`${at}.regexMatchStatement.regexString must be 1 to 512 characters, got ''`, { regexMatchStatement: { regexString: '', fieldToMatch: QUERY, textTransformations: NONE } }],
  ])('%s', (message, statement) => {
    expect(ofRule(statement)).toBe(message);
  });

  test.each<[string, object]>([
    [`managedRuleGroups[0].scopeDown ${ONE} {}`, {}],
    ['managedRuleGroups[0].scopeDown must not be a rateBasedStatement', { rateBasedStatement: RATE }],
    ["managedRuleGroups[0].scopeDown.geoMatchStatement.countryCodes[0] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got 'UK'", { geoMatchStatement: { countryCodes: ['UK'] } }],
  ])('%s', (message, scopeDown) => {
    expect(ofScopeDown(scopeDown)).toBe(message);
  });

  test.each<[string, object]>([
    ['managedRuleGroups[0].configs[0].awsManagedRulesBotControlRuleSet.inspectionLevel must be a string, got undefined', { awsManagedRulesBotControlRuleSet: {} }],
    ["managedRuleGroups[0].configs[0].awsManagedRulesBotControlRuleSet.inspectionLevel must be one of COMMON, TARGETED, got 'HIGH'",
      { awsManagedRulesBotControlRuleSet: { inspectionLevel: 'HIGH' } }],
    ["managedRuleGroups[0].configs[0] must have properties of a CfnWebACL.ManagedRuleGroupConfigProperty only, got 'PayloadType'", { PayloadType: 'JSON' }],
    ["managedRuleGroups[0].configs[0].payloadType must be one of JSON, FORM_ENCODED, got 'XML'", { payloadType: 'XML' }],
  ])('%s', (message, config) => {
    expect(ofConfig(config)).toBe(message);
  });
});

test.each<[string, object]>([
  ['two statements', { andStatement: { statements: [GEO, { notStatement: { statement: LABEL } }] } }],
  ['a rate of 10 requests', { rateBasedStatement: { ...RATE, limit: 10, scopeDownStatement: GEO } }],
  ['a rate by custom keys', { rateBasedStatement: { limit: 2_000_000_000, aggregateKeyType: 'CUSTOM_KEYS', customKeys: [{ httpMethod: {} }, { queryString: { textTransformations: NONE } }] } }],
  ['a rate by forwarded address', { rateBasedStatement: { limit: 10, aggregateKeyType: 'FORWARDED_IP', forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'NO_MATCH' } } }],
  ['100 autonomous systems', { asnMatchStatement: { asnList: Array.from({ length: 100 }, (_, n) => n) } }],
  ['bytes in a query string', { byteMatchStatement: BYTES }],
  ['a header', { byteMatchStatement: { ...BYTES, searchString: 'a'.repeat(200), fieldToMatch: { singleHeader: { Name: 'host' } } } }],
  ['an address and a method', { rateBasedStatement: { ...RATE, aggregateKeyType: 'CUSTOM_KEYS', customKeys: [{ ip: {} }, { httpMethod: {} }] } }],
  ['bytes in Base64', { byteMatchStatement: { ...BYTES, searchString: undefined, searchStringBase64: 'YQ==' } }],
  ['transformations of two priorities', { byteMatchStatement: { ...BYTES, textTransformations: [...NONE, { priority: 1, type: 'URL_DECODE' }] } }],
  ['headers', { xssMatchStatement: { textTransformations: NONE, fieldToMatch: { headers: { matchPattern: { includedHeaders: ['a'] }, matchScope: 'ALL', oversizeHandling: 'MATCH' } } } }],
  ['an IP set', { ipSetReferenceStatement: { arn: ARN } }],
  ['tokens', { notStatement: { statement: Token.asAny({ a: 1 }) } }],
  ['a token in a statement', { notStatement: Token.asAny({ a: 1 }) }],
])('a statement with %s is accepted', (_, statement) => {
  expect(ofRule(statement)).toBeUndefined();
});

describe('the values of the CloudFormation schema are accepted, and no others:', () => {
  const spec = loadAwsServiceSpecSync();
  const types = spec.lookup('resource', 'cloudFormationType', 'equals', 'AWS::WAFv2::WebACL').flatMap((acl) => spec.follow('usesType', acl)).map(({ entity }) => entity);
  const values = new Map<string, Set<string>>();
  for (const [name, { type }] of types.filter((each) => !OUTSIDE.includes(each.name)).flatMap(({ properties }) => Object.entries(properties))) {
    const allowed = type.type === 'string' ? type.allowedValues ?? [] : [];
    if (allowed.length > 0) values.set(name, new Set([...values.get(name) ?? [], ...allowed]));
  }

  test.each([...values])('%s', (name, allowed) => {
    const property = name[0].toLowerCase() + name.slice(1);
    for (const value of allowed) expect(ofValue(property, value)).toBeUndefined();
    const [, listed] = /^statement\.\w+ must be one of (.*), got 'OTHER'$/.exec(ofValue(property, 'OTHER')!)!;
    expect(listed.split(', ').sort()).toEqual([...allowed].sort());
  });
});

test.each([[null, 'options must be an object, got null'], ['abc', "options must be an object, got 'abc'"], [Token.asAny({ countOnly: true }), 'options must be known at synthesis, got a token']])(
  'options of a rule group are an object, not %p', (options, message) => {
    expect(() => ManagedRuleGroup.COMMON.withOptions(options as never)).toThrow(new Error(message));
  });
