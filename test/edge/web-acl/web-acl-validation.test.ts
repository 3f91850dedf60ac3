import { createHash } from 'crypto';
import { App, CfnParameter, Duration, Lazy, Stack, Token, ValidationError } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { BotControlLevel, CustomManagedRuleGroup, ManagedRuleGroup, ManagedRuleGroupOptions, RuleAction, WebAcl, WebAclProps, WebAclRule } from '../../../src';
import { COUNTRY_CODES } from '../../../src/edge/shared/country-codes';
import { templateOf, testStack } from '../../support';

const STATEMENT = { labelMatchStatement: { scope: 'LABEL', key: 'awswaf:x' } };

function refusal(props: unknown): string | undefined {
  try {
    new WebAcl(testStack(), 'WebAcl', props as WebAclProps);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as Error).message.replace('«InvalidProps» ', '').split('\n')[0];
  }
}

const ofRule = (rule: object) => refusal({ rules: [WebAclRule.custom({ name: 'Rule', statement: STATEMENT, wcu: 1, ...rule })] });
const ofGroup = (group: Partial<CustomManagedRuleGroup>, options: object = {}) => refusal({
  managedRuleGroups: [ManagedRuleGroup.custom({ vendorName: 'Vendor', name: 'rules', wcu: 1, ...group }).withOptions(options as ManagedRuleGroupOptions)],
});

describe('props', () => {
  test.each<[unknown, string]>([
    [null, 'props must be a WebAclProps, got null'],
    [{ scope: 'GLOBAL' }, "scope must be WebAclScope.REGIONAL or WebAclScope.CLOUDFRONT, got 'GLOBAL'"],
    [{ rateLimitKey: 'HEADER' }, "rateLimitKey must be RateLimitKey.CLIENT_ADDRESS, RateLimitKey.FORWARDED_ADDRESS or RateLimitKey.NONE, got 'HEADER'"],
    [{ rateLimit: NaN }, 'rateLimit must be a finite number, got NaN'],
    [{ rateLimit: Infinity }, 'rateLimit must be a finite number, got Infinity'],
    [{ rateLimitWindow: Duration.millis(60_500) }, 'rateLimitWindow must be a whole number of seconds of at least 1, got 1 minute 500 millis'],
    [{ countOnly: 'true' }, "countOnly must be true or false, got 'true'"],
    [{ rules: [] }, 'rules must not be empty'],
    [{ rules: [undefined] }, 'rules[0] must be a WebAclRule, got undefined'],
    [{ managedRuleGroups: [] }, 'managedRuleGroups must not be empty'],
    [{ managedRuleGroups: [ManagedRuleGroup.PHP, null] }, 'managedRuleGroups[1] must be a ManagedRuleGroup such as ManagedRuleGroup.ADMIN_PROTECTION, ManagedRuleGroup.ANONYMOUS_IP, ManagedRuleGroup.COMMON, ManagedRuleGroup.IP_REPUTATION, ManagedRuleGroup.KNOWN_BAD_INPUTS or ManagedRuleGroup.LINUX, got null'],
    [{ logs: null }, 'logs must be a WebAclLogs, got null'],
    [{ logs: { redactedHeaders: [] } }, 'logs.redactedHeaders must not be empty'],
    [{ logs: { redactedHeaders: ['x-a', 'x-a'] } }, "logs.redactedHeaders must be a list without duplicates, got ['x-a', 'x-a']"],
    [{ logs: { redactedHeaders: ['x a'] } }, "logs.redactedHeaders[0] must be a header name of 1 to 64 characters, got 'x a'"],
    [{ logs: { redactedHeaders: ['x-b', 'h'.repeat(65)] } }, `logs.redactedHeaders[1] must be a header name of 1 to 64 characters, got '${'h'.repeat(60)}…'`],
    [{ logs: { logGroupName: 'aws-waf-logs-' } }, "logs.logGroupName must be a log group name that begins with aws-waf-logs-, got 'aws-waf-logs-'"],
    [{ logs: { logGroupName: 'aws-waf-logs-a b' } }, "logs.logGroupName must be a log group name that begins with aws-waf-logs-, got 'aws-waf-logs-a b'"],
    [{ logs: { logGroupName: `aws-waf-logs-${'a'.repeat(500)}` } },
      `logs.logGroupName must be a log group name that begins with aws-waf-logs-, got 'aws-waf-logs-${'a'.repeat(47)}…'`],
  ])('%#: a value that is not valid is refused', (props, message) => {
    expect(refusal(props)).toBe(message);
  });

  test.each<[WebAclProps]>([
    [{ webAclName: 'a'.repeat(128) }],
    [{ rateLimit: 10 }],
    ...[1, 2, 5, 10].map((minutes): [WebAclProps] => [{ rateLimitWindow: Duration.minutes(minutes) }]),
    [{ logs: { redactedHeaders: ['h'.repeat(64), "x!#$%&'*+.^_`|~-1"] } }],
    [{ logs: { logGroupName: `aws-waf-logs-${'a'.repeat(499)}` } }],
  ])('%#: a value at its limit is accepted', (props) => {
    expect(refusal(props)).toBeUndefined();
  });

  test('at most 98 headers other than those with credentials are redacted', () => {
    const headers = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}`);
    expect(refusal({ logs: { redactedHeaders: headers(98) } })).toBeUndefined();
    expect(refusal({ logs: { redactedHeaders: [...headers(98), 'Cookie'] } })).toBeUndefined();
    expect(refusal({ logs: { redactedHeaders: headers(99) } })).toBe('logs.redactedHeaders must have at most 98 headers other than authorization and cookie, got 99');
  });

  test('a list of headers that only a deployment knows is refused', () => {
    const stack = testStack();
    const redactedHeaders = new CfnParameter(stack, 'Headers', { type: 'CommaDelimitedList' }).valueAsList;
    expect(() => new WebAcl(stack, 'WebAcl', { logs: { redactedHeaders } })).toThrow(/^logs\.redactedHeaders must be known at synthesis, got a token$/m);
  });

  test('a header that only a deployment knows is redacted', () => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl', { logs: { redactedHeaders: [new CfnParameter(stack, 'Header').valueAsString] } });
    templateOf(stack).hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: ['authorization', 'cookie', { Ref: 'Header' }].map((Name) => ({ SingleHeader: { Name } })),
    });
  });
});

describe('custom rules', () => {
  test.each<[object, string]>([
    [{ name: '' }, "rules[0].name must be 1 to 128 letters, digits, hyphens and underscores, got ''"],
    [{ name: 'a b' }, "rules[0].name must be 1 to 128 letters, digits, hyphens and underscores, got 'a b'"],
    [{ name: null }, 'rules[0].name must be a string, got null'],
    [{ wcu: NaN }, 'rules[0].wcu must be a finite number, got NaN'],
    [{ wcu: Infinity }, 'rules[0].wcu must be a finite number, got Infinity'],
    [{ wcu: 0 }, 'rules[0].wcu must be an integer from 1 to 5000, got 0'],
    [{ wcu: 1.5 }, 'rules[0].wcu must be an integer from 1 to 5000, got 1.5'],
    [{ wcu: 5001 }, 'rules[0].wcu must be an integer from 1 to 5000, got 5001'],
    [{ wcu: Token.asNumber(Lazy.any({ produce: () => 1 })) }, 'rules[0].wcu must be known at synthesis, got a token'],
    [{ statement: {} }, 'rules[0].statement must be an object with exactly one kind of statement, got {}'],
    [{ statement: { ...STATEMENT, geoMatchStatement: {} } },
      'rules[0].statement must be an object with exactly one kind of statement, got { labelMatchStatement, geoMatchStatement }'],
    [{ action: 'drop' }, "rules[0].action must be RuleAction.ALLOW, RuleAction.BLOCK, RuleAction.COUNT, RuleAction.CAPTCHA or RuleAction.CHALLENGE, got 'drop'"],
  ])('%#: a value that is not valid is refused', (rule, message) => {
    expect(ofRule(rule)).toBe(message);
  });

  test('a rule that is missing is refused', () => {
    expect(refusal({ rules: [WebAclRule.custom(undefined as any)] })).toBe('rules[0] must be a CustomWebAclRule, got undefined');
  });

  test.each<[object]>([
    [{ name: 'n'.repeat(128) }], [{ name: 'a-B_9' }], [{ statement: { ...STATEMENT, geoMatchStatement: undefined } }], [{ statement: Lazy.any({ produce: () => STATEMENT }) }],
  ])('%#: a value at its limit is accepted', (rule) => {
    expect(ofRule(rule)).toBeUndefined();
  });
});

describe('countries', () => {
  test('the codes are those of AWS WAF', () => {
    expect(COUNTRY_CODES.size).toBe(250);
    // Of the enumeration CountryCode in the API model of AWS WAF (wafv2, 2019-07-29), sorted, with a space between two codes.
    expect(createHash('sha256').update([...COUNTRY_CODES].sort().join(' ')).digest('hex')).toBe('cb94090b5b8042af48119d4e74a12024bff15561c077e3e718fb520e6f1f511b');
  });

  test.each(['UK', 'EU', 'gb', 'GBR', ''])('%j is refused', (code) => {
    expect(refusal({ rules: [WebAclRule.allowOnlyCountries('GB', code)] }))
      .toBe(`rules[0].countryCodes[1] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got '${code}'`);
  });

  test.each(['XK', 'ZW', 'AD'])('%j is accepted', (code) => {
    expect(refusal({ rules: [WebAclRule.blockCountries(code)] })).toBeUndefined();
  });

  test('a country is listed once', () => {
    expect(refusal({ rules: [WebAclRule.blockCountries('GB', 'GB')] })).toBe("rules[0].countryCodes must be a list without duplicates, got ['GB', 'GB']");
  });
});

describe('addresses', () => {
  test.each(['192.0.2.0/24/8', '192.0.2.0/024', '192.0.2.0/', '192.0.2/24', '::/0', 'fe80::1%eth0/64', '300.0.2.0/24', '192.0.2.0/-1', '192.0.2.0/99999',
    'x192.0.2.0/24', ' 192.0.2.0/24', '192.0.2.0/24 ', '192.0.2.0/24x'])('%j is refused', (address) => {
    expect(refusal({ rules: [WebAclRule.allowOnlyAddresses('192.0.2.0/24', address)] }))
      .toBe(`rules[0].addresses[1] must be a range in CIDR notation such as 192.0.2.0/24, other than /0, got '${address}'`);
  });

  test.each(['128.0.0.0/1', '192.0.2.1/32', '8000::/1', '2001:db8::1/128', '2001:DB8::/32'])('%s is accepted', (address) => {
    expect(refusal({ rules: [WebAclRule.trustAddresses(address)] })).toBeUndefined();
  });

  test('an address is a string, and listed once', () => {
    expect(refusal({ rules: [WebAclRule.trustAddresses(undefined as any)] })).toBe('rules[0].addresses[0] must be a string, got undefined');
    expect(refusal({ rules: [WebAclRule.trustAddresses('192.0.2.0/24', '192.0.2.0/24')] }))
      .toBe("rules[0].addresses must be a list without duplicates, got ['192.0.2.0/24', '192.0.2.0/24']");
  });

  test('an IP set has at most 10,000 ranges', () => {
    const IPv4 = Array.from({ length: 10_001 }, (_, index) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`);
    const IPv6 = Array.from({ length: 10_001 }, (_, index) => `2001:db8:${index.toString(16)}::/48`);
    expect(refusal({ rules: [WebAclRule.blockAddresses(...IPv4.slice(1), ...IPv6.slice(1))] })).toBeUndefined();
    expect(refusal({ rules: [WebAclRule.blockAddresses(...IPv6)] })).toBe('rules[0].addresses must have at most 10000 IPv6 ranges, got 10001');
  });
});

describe('managed rule groups', () => {
  test.each<[Partial<CustomManagedRuleGroup>, object, string]>([
    [{ vendorName: '' }, {}, "managedRuleGroups[0].vendorName must be 1 to 128 characters that are not all spaces, got ''"],
    [{ vendorName: ' ' }, {}, "managedRuleGroups[0].vendorName must be 1 to 128 characters that are not all spaces, got ' '"],
    [{ vendorName: 'v'.repeat(129) }, {}, `managedRuleGroups[0].vendorName must be 1 to 128 characters that are not all spaces, got '${'v'.repeat(60)}…'`],
    [{ name: 'all rules' }, {}, "managedRuleGroups[0].name must be 1 to 128 letters, digits, hyphens and underscores, got 'all rules'"],
    [{ wcu: NaN }, {}, 'managedRuleGroups[0].wcu must be a finite number, got NaN'],
    [{ wcu: 0 }, {}, 'managedRuleGroups[0].wcu must be an integer from 1 to 5000, got 0'],
    [{ wcu: 5001 }, {}, 'managedRuleGroups[0].wcu must be an integer from 1 to 5000, got 5001'],
    [{ configs: [] }, {}, 'managedRuleGroups[0].configs must not be empty'],
    [{}, { version: 'Version 1' }, "managedRuleGroups[0].version must be a version such as Version_1.0, got 'Version 1'"],
    [{}, { version: 'v'.repeat(65) }, `managedRuleGroups[0].version must be a version such as Version_1.0, got '${'v'.repeat(60)}…'`],
    [{}, { scopeDown: STATEMENT, scopeDownWcu: Infinity }, 'managedRuleGroups[0].scopeDownWcu must be a finite number, got Infinity'],
    [{}, { scopeDown: STATEMENT, scopeDownWcu: -1 }, 'managedRuleGroups[0].scopeDownWcu must be an integer from 0 to 5000, got -1'],
    [{}, { scopeDown: STATEMENT, scopeDownWcu: Token.asNumber(Lazy.any({ produce: () => 1 })) },
      'managedRuleGroups[0].scopeDownWcu must be known at synthesis, got a token'],
    [{}, { scopeDownWcu: 1 }, 'specify managedRuleGroups[0].scopeDown with managedRuleGroups[0].scopeDownWcu'],
    [{}, { scopeDown: {} }, 'managedRuleGroups[0].scopeDown must be an object with exactly one kind of statement, got {}'],
    [{}, { overrides: { 'a b': RuleAction.COUNT } },
      "a rule name in managedRuleGroups[0].overrides must be 1 to 128 letters, digits, hyphens and underscores, got 'a b'"],
    [{}, { overrides: { Rule: 'none' } },
      "managedRuleGroups[0].overrides.Rule must be RuleAction.ALLOW, RuleAction.BLOCK, RuleAction.COUNT, RuleAction.CAPTCHA or RuleAction.CHALLENGE, got 'none'"],
    [{}, { overrides: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`R${index}`, RuleAction.COUNT])) },
      'managedRuleGroups[0].overrides must have at most 100 rules, got 101'],
    [{}, { countOnly: 1 }, 'managedRuleGroups[0].countOnly must be true or false, got 1'],
  ])('%#: a value that is not valid is refused', (group, options, message) => {
    expect(ofGroup(group, options)).toBe(message);
  });

  test('the name of a rule of AWS in other letters is refused, because AWS WAF ignores it', () => {
    const group = ManagedRuleGroup.COMMON.withOptions({ overrides: { SizeRestrictions_Body: RuleAction.COUNT } });
    expect(refusal({ managedRuleGroups: [group] }))
      .toBe("a rule name in managedRuleGroups[0].overrides must be 'SizeRestrictions_BODY', got 'SizeRestrictions_Body'");
  });

  test.each<[ManagedRuleGroup, string]>([
    [ManagedRuleGroup.botControl('HIGH' as BotControlLevel), "managedRuleGroups[0].level must be BotControlLevel.COMMON or BotControlLevel.TARGETED, got 'HIGH'"],
    [ManagedRuleGroup.accountTakeoverPrevention('login'), "managedRuleGroups[0].loginPath must be a path such as /login of at most 256 characters, got 'login'"],
    [ManagedRuleGroup.accountTakeoverPrevention(`/${'l'.repeat(256)}`).withOptions({ version: 'Version_1.0' }),
      `managedRuleGroups[0].loginPath must be a path such as /login of at most 256 characters, got '/${'l'.repeat(59)}…'`],
    [ManagedRuleGroup.custom(null as any), 'managedRuleGroups[0] must be a CustomManagedRuleGroup, got null'],
  ])('%#: configuration that is not valid is refused', (group, message) => {
    expect(refusal({ managedRuleGroups: [group] })).toBe(message);
  });

  test('the level of Bot Control that China Regions lack is refused there', () => {
    const inChina = (level: BotControlLevel) => {
      const stack = new Stack(new App(), 'Stack', { env: { region: 'cn-northwest-1' } });
      new WebAcl(stack, 'WebAcl', { managedRuleGroups: [ManagedRuleGroup.COMMON, ManagedRuleGroup.KNOWN_BAD_INPUTS, ManagedRuleGroup.botControl(level)] });
    };
    expect(() => inChina(BotControlLevel.TARGETED)).toThrow(new Error("managedRuleGroups[2].level must be BotControlLevel.COMMON in cn-northwest-1, got 'TARGETED'"));
    expect(() => inChina(BotControlLevel.COMMON)).not.toThrow();
  });

  test.each<[Partial<CustomManagedRuleGroup>, ManagedRuleGroupOptions]>([
    [{ vendorName: 'v'.repeat(128) }, { version: 'v'.repeat(64) }],
    [{ name: 'n'.repeat(128) }, { scopeDown: STATEMENT, scopeDownWcu: 0 }],
    [{}, { scopeDown: STATEMENT }],
    [{}, { overrides: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`R${index}`, RuleAction.COUNT])) }],
  ])('%#: a value at its limit is accepted', (group, options) => {
    expect(ofGroup(group, options)).toBeUndefined();
  });

  test('a login path of 256 characters is accepted', () => {
    expect(refusal({ managedRuleGroups: [ManagedRuleGroup.accountTakeoverPrevention(`/${'l'.repeat(255)}`)] })).toBeUndefined();
  });

  test('the name of the rule has only characters that rule names can have', () => {
    const stack = testStack();
    const groups = ['Cyber Security Cloud Inc.', 'v'.repeat(128)]
      .map((vendorName) => ManagedRuleGroup.custom({ vendorName, name: 'CyberSecurityCloud-HighSecurityOWASPSet-', wcu: 1 }));
    new WebAcl(stack, 'WebAcl', { managedRuleGroups: groups });
    const [{ Properties: { Rules } }] = Object.values(templateOf(stack).findResources('AWS::WAFv2::WebACL')) as any[];
    expect(Rules.slice(1).map(({ Name }: any) => Name)).toEqual([
      'Cyber-Security-Cloud-Inc--CyberSecurityCloud-HighSecurityOWASPSet-', expect.stringMatching(/^v{119}-[0-9a-f]{8}$/),
    ]);
  });

  test('two groups of one name are refused', () => {
    const group = () => ManagedRuleGroup.custom({ vendorName: 'Vendor', name: 'rules', wcu: 1 });
    expect(refusal({ managedRuleGroups: [group(), group()] })).toBe("rule 'Vendor-rules' already exists in this web ACL");
  });
});

describe('arguments', () => {
  const error = (check: () => unknown) => {
    expect(check).toThrow(ValidationError);
    try {
      check();
    } catch (thrown) {
      return (thrown as Error).message.replace('«InvalidProps» ', '').split('\n')[0];
    }
    return undefined;
  };

  test('of associate are a resource and an ARN', () => {
    const stack = testStack();
    const acl = new WebAcl(stack, 'WebAcl');
    const stage = new Construct(stack, 'Stage');
    expect([error(() => acl.associate(undefined as any, 'arn')), error(() => acl.associate(stage, null as any))])
      .toEqual(['resource must be an IConstruct, got undefined', 'resourceArn must be a string, got null']);
    for (const arn of ['', 'some-value', 'arn:aws:elb:a:b', `arn:aws:apigateway:eu-west-2::/restapis/${'a'.repeat(2048)}`]) {
      expect(error(() => acl.associate(stage, arn))).toMatch(/^resourceArn must be an ARN of at most 2048 characters, got '/);
    }
    expect(stage.node.children).toEqual([]);
  });

  test.each([
    'acl', 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/shared', 'arn:aws:wafv2:eu-west-2:123456789012:local/webacl/shared/4eed',
    'arn:aws:waf::123456789012:webacl/4eed',
  ])('of fromWebAclArn is the ARN of a web ACL, not %s', (arn) => {
    expect(error(() => WebAcl.fromWebAclArn(testStack(), 'Acl', arn))).toBe(`webAclArn must be the ARN of a web ACL, got '${arn.length > 60 ? `${arn.slice(0, 60)}…` : arn}'`);
  });

  test('of fromWebAclArn is a string, of any partition', () => {
    expect(error(() => WebAcl.fromWebAclArn(testStack(), 'Acl', undefined as any))).toBe('webAclArn must be a string, got undefined');
    const arn = 'arn:aws-us-gov:wafv2:us-gov-west-1:123456789012:regional/webacl/shared_1/4eed-1';
    for (const region of ['us-gov-west-1', undefined]) {
      expect(WebAcl.fromWebAclArn(new Stack(new App(), 'Stack', { env: { region } }), 'Acl', arn).webAclRef.webAclName).toBe('shared_1');
    }
  });

  test('of fromWebAclArn is in the Region of the stack, except for CloudFront', () => {
    const arn = (scope: string) => `arn:aws:wafv2:us-east-1:123456789012:${scope}/webacl/shared/4eed`;
    expect(error(() => WebAcl.fromWebAclArn(testStack(), 'Acl', arn('regional'))))
      .toBe("webAclArn must be the ARN of a web ACL in eu-west-2, got 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shared/…'");
    expect(WebAcl.fromWebAclArn(testStack(), 'Acl', arn('global')).webAclRef.scope).toBe('CLOUDFRONT');
  });
});

test('every rule that only counts has no other action', () => {
  const stack = testStack();
  new WebAcl(stack, 'WebAcl', { countOnly: true, rules: [WebAclRule.trustAddresses('192.0.2.0/24')], managedRuleGroups: [ManagedRuleGroup.PHP] });
  templateOf(stack).hasResourceProperties('AWS::WAFv2::WebACL', {
    Rules: [
      Match.objectLike({ Name: 'TrustedAddresses', Action: { Count: {} }, OverrideAction: Match.absent() }),
      Match.objectLike({ Name: 'RateLimit', Action: { Count: {} }, OverrideAction: Match.absent() }),
      Match.objectLike({ Name: 'AWSManagedRulesPHPRuleSet', Action: Match.absent(), OverrideAction: { Count: {} } }),
    ],
  });
});
