import { App, CfnElement, CfnParameter, Duration, Lazy, Names, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BotControlLevel, ComplianceChecks, Lifecycle, ManagedRuleGroup, RateLimitKey, RuleAction, WebAcl, WebAclProps, WebAclRule, WebAclScope, Workload } from '../../../src';
import { associateWebAcl } from '../../../src/core/parts/web-acl-association';
import { RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';

const WEB_ACL = 'AWS::WAFv2::WebACL';
const STATEMENT = { labelMatchStatement: { scope: 'LABEL', key: 'awswaf:x' } };

/** Names that differ in the part of the request only, after an underscore. */
const inParts = (rules: Record<string, string>) => Object.entries(rules).flatMap(([name, parts]) => parts.split(' ').map((part) => `${name}_${part}`));
const afterPrefix = (prefix: string, names: string) => names.split(' ').map((name) => prefix + name);

// AWS WAF Developer Guide, AWS Managed Rules rule groups list.
const KNOWN_RULES: Array<[ManagedRuleGroup, string[]]> = [
  [ManagedRuleGroup.COMMON, inParts({
    NoUserAgent: 'HEADER',
    UserAgent_BadBots: 'HEADER',
    SizeRestrictions: 'QUERYSTRING Cookie_HEADER BODY URIPATH',
    EC2MetaDataSSRF: 'BODY COOKIE URIPATH QUERYARGUMENTS',
    GenericLFI: 'QUERYARGUMENTS URIPATH BODY',
    RestrictedExtensions: 'URIPATH QUERYARGUMENTS',
    GenericRFI: 'QUERYARGUMENTS BODY URIPATH',
    CrossSiteScripting: 'COOKIE QUERYARGUMENTS BODY URIPATH',
  })],
  [ManagedRuleGroup.ADMIN_PROTECTION, ['AdminProtection_URIPATH']],
  [ManagedRuleGroup.KNOWN_BAD_INPUTS, inParts({
    JavaDeserializationRCE: 'HEADER BODY URIPATH QUERYSTRING',
    Host_localhost: 'HEADER',
    PROPFIND: 'METHOD',
    ExploitablePaths: 'URIPATH',
    Log4JRCE: 'HEADER QUERYSTRING BODY URIPATH',
    ReactJSRCE: 'BODY',
  })],
  [ManagedRuleGroup.SQL_INJECTION, inParts({ SQLi: 'QUERYARGUMENTS BODY COOKIE URIPATH', SQLiExtendedPatterns: 'QUERYARGUMENTS BODY HEADER URIPATH' })],
  [ManagedRuleGroup.LINUX, inParts({ LFI: 'URIPATH QUERYSTRING HEADER COOKIE' })],
  [ManagedRuleGroup.POSIX, inParts({ UNIXShellCommandsVariables: 'QUERYSTRING QUERYARGUMENTS BODY HEADER' })],
  [ManagedRuleGroup.WINDOWS, inParts({
    WindowsShellCommands: 'HEADER COOKIE QUERYARGUMENTS QUERYSTRING URIPATH BODY', PowerShellCommands: 'COOKIE QUERYARGUMENTS BODY',
  })],
  [ManagedRuleGroup.PHP, inParts({ PHPHighRiskMethodsVariables: 'HEADER QUERYSTRING QUERYARGUMENTS BODY URIPATH' })],
  [ManagedRuleGroup.WORDPRESS, ['WordPressExploitableCommands_QUERYSTRING', 'WordPressExploitablePaths_URIPATH']],
  [ManagedRuleGroup.IP_REPUTATION, ['AWSManagedIPReputationList', 'AWSManagedReconnaissanceList', 'AWSManagedIPDDoSList']],
  [ManagedRuleGroup.ANONYMOUS_IP, ['AnonymousIPList', 'HostingProviderIPList']],
  [ManagedRuleGroup.botControl(BotControlLevel.TARGETED), [
    ...afterPrefix('Category', 'Advertising Archiver ContentFetcher EmailClient HttpLibrary LinkChecker Miscellaneous Monitoring PagePreview ScrapingFramework SearchEngine'),
    ...afterPrefix('Category', 'Security Seo SocialMedia Webhooks AI'),
    ...afterPrefix('Signal', 'AutomatedBrowser KnownBotDataCenter NonBrowserUserAgent'),
    ...afterPrefix('TGT_', 'VolumetricIpTokenAbsent TokenAbsent VolumetricSession VolumetricSessionMaximum'),
    ...afterPrefix('TGT_Signal', 'AutomatedBrowser BrowserAutomationExtension BrowserInconsistency'),
    ...afterPrefix('TGT_ML_CoordinatedActivity', 'Low Medium High'),
    ...['Ip', 'Country', 'Asn'].flatMap((by) => afterPrefix(`TGT_TokenReuse${by}`, 'Low Medium High')),
  ]],
  [ManagedRuleGroup.accountTakeoverPrevention('/login'), [
    'UnsupportedCognitoIDP', 'TokenRejected', 'SignalMissingCredential',
    ...afterPrefix('Volumetric', 'IpHigh Session IpFailedLoginResponseHigh SessionFailedLoginResponseHigh'),
    ...afterPrefix('Attribute', 'CompromisedCredentials UsernameTraversal PasswordTraversal LongSession'),
  ]],
];

function rulesOf(props: WebAclProps): any[] {
  const stack = testStack();
  new WebAcl(stack, 'WebAcl', props);
  return (Object.values(templateOf(stack).findResources(WEB_ACL))[0] as any).Properties.Rules;
}

function make(props: WebAclProps, stack = testStack()) {
  return () => new WebAcl(stack, 'WebAcl', props);
}

function stackIn(region?: string): Stack {
  return new Stack(new App(), 'Stack', region ? { env: { region, account: '123456789012' } } : undefined);
}

describe('at its defaults', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => { new WebAcl(stack, 'WebAcl'); })).toEqual([]);
  });

  test('there are a rate limit and four managed rule groups, in this order', () => {
    expect(rulesOf({}).map(({ Name, Priority }) => [Priority, Name])).toEqual([
      [0, 'RateLimit'],
      [1, 'AWSManagedRulesAmazonIpReputationList'],
      [2, 'AWSManagedRulesKnownBadInputsRuleSet'],
      [3, 'AWSManagedRulesCommonRuleSet'],
      [4, 'AWSManagedRulesSQLiRuleSet'],
    ]);
  });

  test('the rate limit is 2000 requests per address in five minutes', () => {
    expect(rulesOf({})[0]).toEqual({
      Name: 'RateLimit',
      Priority: 0,
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000, EvaluationWindowSec: 300 } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'RateLimit', SampledRequestsEnabled: true },
    });
  });

  test('managed rule groups keep their actions', () => {
    expect(rulesOf({})[3]).toEqual({
      Name: 'AWSManagedRulesCommonRuleSet',
      Priority: 3,
      OverrideAction: { None: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'AWSManagedRulesCommonRuleSet', SampledRequestsEnabled: true },
    });
  });

  test('the web ACL has no physical name', () => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl');
    templateOf(stack).hasResourceProperties(WEB_ACL, { Name: Match.absent(), Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  });

  test('credentials are redacted in logs and samples', () => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
    });
    template.hasResourceProperties(WEB_ACL, {
      DataProtectionConfig: {
        DataProtections: [{ Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie'] } }],
      },
    });
  });

  test('logs are sent to an encrypted log group with a name that AWS WAF accepts and that differs per environment', () => {
    const stack = testStack({ suffix: 'pr-123' });
    const { node } = new WebAcl(stack, 'WebAcl');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `aws-waf-logs-ledger-${Names.uniqueResourceName(node.findChild('WebAcl').node.scope!, { separator: '-' })}-pr-123`,
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 365,
    });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      ResourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WebAcl'), 'Arn'] },
      LogDestinationConfigs: [{
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-2:123456789012:log-group:', { Ref: Match.stringLikeRegexp('LogGroup') }]],
      }],
    });
  });

  test('the log group is retained in production and deleted in ephemeral', () => {
    const policyIn = (lifecycle: Lifecycle) => {
      const stack = testStack({ lifecycle });
      new WebAcl(stack, 'WebAcl');
      return (Object.values(templateOf(stack).findResources('AWS::Logs::LogGroup'))[0] as any).DeletionPolicy;
    };
    expect([policyIn(Lifecycle.PRODUCTION), policyIn(Lifecycle.EPHEMERAL)]).toEqual(['RetainExceptOnCreate', 'Delete']);
  });

  test('works without a workload and without a Region', () => {
    const stack = stackIn();
    const acl = new WebAcl(stack, 'WebAcl');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `aws-waf-logs-${Names.uniqueResourceName(acl, { separator: '-' })}`,
    });
    expect(stack.resolve(acl.metricBlockedRequests.dimensions!.Region)).toEqual({ Ref: 'AWS::Region' });
  });

  test('two web ACLs of one stack have different log groups and metrics', () => {
    const stack = testStack();
    const first = new WebAcl(stack, 'First');
    const second = new WebAcl(stack, 'Second');
    const names = Object.values(templateOf(stack).findResources('AWS::Logs::LogGroup')).map(({ Properties }: any) => Properties.LogGroupName);
    expect(new Set(names).size).toBe(2);
    expect(first.metricBlockedRequests.dimensions).not.toEqual(second.metricBlockedRequests.dimensions);
  });

  test('the capacity is 1127 without a warning', () => {
    const stack = testStack();
    expect(new WebAcl(stack, 'WebAcl').capacity).toBe(1127);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('an alarm on blocked requests is recommended', () => {
    const stack = testStack();
    const acl = new WebAcl(stack, 'WebAcl', { webAclName: 'ledger-acl' });
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
    expect(alarms).toMatchObject([{ construct: acl, id: 'BlockedRequestsHigh', threshold: 1000, evaluationPeriods: 5 }]);
    expect(acl.metricBlockedRequests.dimensions).toEqual({ WebACL: 'ledger-acl', Rule: 'ALL', Region: 'eu-west-2' });
    expect(acl.metricBlockedRequests).toMatchObject({ namespace: 'AWS/WAFV2', metricName: 'BlockedRequests', statistic: 'Sum' });
    templateOf(stack).hasResourceProperties(WEB_ACL, { VisibilityConfig: { MetricName: 'ledger-acl', CloudWatchMetricsEnabled: true } });
  });
});

describe('webAclName', () => {
  test('is in the names of the web ACL and its log group', () => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl', { webAclName: 'ledger-acl-dev' });
    const template = templateOf(stack);
    template.hasResourceProperties(WEB_ACL, { Name: 'ledger-acl-dev' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: 'aws-waf-logs-ledger-acl-dev' });
  });

  test('that AWS WAF does not accept is refused', () => {
    expect(make({ webAclName: 'a'.repeat(129) })).toThrow('webAclName must be at most 128 characters for a web ACL, got 129');
    expect(make({ webAclName: 'a b' })).toThrow("webAclName must be a web ACL name of A-Z a-z 0-9 - _, got 'a b'");
  });
});

describe('scope', () => {
  test('CLOUDFRONT is for a stack in us-east-1', () => {
    const stack = stackIn('us-east-1');
    const acl = new WebAcl(stack, 'WebAcl', { scope: WebAclScope.CLOUDFRONT, rules: [WebAclRule.blockAddresses('192.0.2.0/24')] });
    const template = templateOf(stack);
    template.hasResourceProperties(WEB_ACL, { Scope: 'CLOUDFRONT' });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'CLOUDFRONT' });
    expect(acl.metricBlockedRequests.dimensions).not.toHaveProperty('Region');
  });

  test('CLOUDFRONT is refused in other Regions', () => {
    expect(make({ scope: WebAclScope.CLOUDFRONT })).toThrow('the stack of a web ACL of scope CLOUDFRONT must be in us-east-1, got eu-west-2');
  });

  test('CLOUDFRONT is accepted in a stack without a Region', () => {
    expect(make({ scope: WebAclScope.CLOUDFRONT }, stackIn())().cfnWebAcl.scope).toBe('CLOUDFRONT');
  });
});

describe('managedRuleGroups', () => {
  test('replace the default groups', () => {
    expect(rulesOf({ managedRuleGroups: [ManagedRuleGroup.LINUX, ManagedRuleGroup.POSIX] }).map(({ Name }) => Name))
      .toEqual(['RateLimit', 'AWSManagedRulesLinuxRuleSet', 'AWSManagedRulesUnixRuleSet']);
  });

  test.each<[ManagedRuleGroup, string, number]>([
    [ManagedRuleGroup.COMMON, 'AWSManagedRulesCommonRuleSet', 700],
    [ManagedRuleGroup.ADMIN_PROTECTION, 'AWSManagedRulesAdminProtectionRuleSet', 100],
    [ManagedRuleGroup.KNOWN_BAD_INPUTS, 'AWSManagedRulesKnownBadInputsRuleSet', 200],
    [ManagedRuleGroup.SQL_INJECTION, 'AWSManagedRulesSQLiRuleSet', 200],
    [ManagedRuleGroup.LINUX, 'AWSManagedRulesLinuxRuleSet', 200],
    [ManagedRuleGroup.POSIX, 'AWSManagedRulesUnixRuleSet', 100],
    [ManagedRuleGroup.WINDOWS, 'AWSManagedRulesWindowsRuleSet', 200],
    [ManagedRuleGroup.PHP, 'AWSManagedRulesPHPRuleSet', 100],
    [ManagedRuleGroup.WORDPRESS, 'AWSManagedRulesWordPressRuleSet', 100],
    [ManagedRuleGroup.IP_REPUTATION, 'AWSManagedRulesAmazonIpReputationList', 25],
    [ManagedRuleGroup.ANONYMOUS_IP, 'AWSManagedRulesAnonymousIpList', 50],
    [ManagedRuleGroup.botControl(BotControlLevel.COMMON), 'AWSManagedRulesBotControlRuleSet', 50],
    [ManagedRuleGroup.accountTakeoverPrevention('/login'), 'AWSManagedRulesATPRuleSet', 50],
  ])('%#: a group has the name and capacity that AWS documents', (group, name, wcu) => {
    expect(group).toMatchObject({ vendorName: 'AWS', name, wcu });
  });

  test('can have overrides, a version and a scope-down statement', () => {
    const scopeDown = { geoMatchStatement: { countryCodes: ['GB'] } };
    const group = ManagedRuleGroup.COMMON
      .withOptions({ overrides: { SizeRestrictions_BODY: RuleAction.COUNT, NoUserAgent_HEADER: RuleAction.CHALLENGE } })
      .withOptions({ version: 'Version_1.0', scopeDown, scopeDownWcu: 1 });
    expect(group.wcu).toBe(701);
    expect(rulesOf({ managedRuleGroups: [group] })[1]).toMatchObject({
      OverrideAction: { None: {} },
      Statement: {
        ManagedRuleGroupStatement: {
          Version: 'Version_1.0',
          ScopeDownStatement: { GeoMatchStatement: { CountryCodes: ['GB'] } },
          RuleActionOverrides: [
            { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
            { Name: 'NoUserAgent_HEADER', ActionToUse: { Challenge: {} } },
          ],
        },
      },
    });
    expect(ManagedRuleGroup.COMMON.wcu).toBe(700);
  });

  test('can only count, each by itself', () => {
    const rules = rulesOf({ managedRuleGroups: [ManagedRuleGroup.COMMON.withOptions({ countOnly: true }), ManagedRuleGroup.PHP] });
    expect(rules.slice(1).map(({ OverrideAction }) => OverrideAction)).toEqual([{ Count: {} }, { None: {} }]);
  });

  test('have the configuration that they require', () => {
    const rules = rulesOf({ managedRuleGroups: [ManagedRuleGroup.botControl(BotControlLevel.TARGETED), ManagedRuleGroup.accountTakeoverPrevention('/login')] });
    expect(rules.slice(1).map(({ Statement }) => Statement.ManagedRuleGroupStatement.ManagedRuleGroupConfigs)).toEqual([
      [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }],
      [{ AWSManagedRulesATPRuleSet: { LoginPath: '/login' } }],
    ]);
  });

  test('can be of another vendor', () => {
    const group = ManagedRuleGroup.custom({ vendorName: 'Fortinet', name: 'all_rules', wcu: 1000 });
    expect(rulesOf({ managedRuleGroups: [group] })[1]).toMatchObject({
      Name: 'Fortinet-all_rules', Statement: { ManagedRuleGroupStatement: { VendorName: 'Fortinet', Name: 'all_rules' } },
    });
  });

  test('are listed once', () => {
    expect(make({ managedRuleGroups: [ManagedRuleGroup.PHP, ManagedRuleGroup.PHP] }))
      .toThrow('managedRuleGroups must be a list without duplicates, got [a ManagedRuleGroup, a ManagedRuleGroup]');
  });
});

describe('rules', () => {
  test('are evaluated first, in the order given', () => {
    expect(rulesOf({ rules: [WebAclRule.trustAddresses('192.0.2.0/24'), WebAclRule.blockCountries('KP', 'IR')] }).slice(0, 3)).toMatchObject([
      { Name: 'TrustedAddresses', Priority: 0, Action: { Allow: {} } },
      { Name: 'BlockedCountries', Priority: 1, Action: { Block: {} }, Statement: { GeoMatchStatement: { CountryCodes: ['KP', 'IR'] } } },
      { Name: 'RateLimit', Priority: 2 },
    ]);
  });

  test('can block all other countries', () => {
    expect(rulesOf({ rules: [WebAclRule.allowOnlyCountries('GB')] })[0]).toMatchObject({
      Name: 'OtherCountries', Action: { Block: {} }, Statement: { NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: ['GB'] } } } },
    });
  });

  test('have an IP set per IP version', () => {
    const stack = testStack();
    const acl = new WebAcl(stack, 'WebAcl', { rules: [WebAclRule.blockAddresses('192.0.2.0/24', '2001:db8::/32')] });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24'], Scope: 'REGIONAL' });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'] });
    template.hasResourceProperties(WEB_ACL, {
      Rules: Match.arrayWith([{
        Name: 'BlockedAddresses',
        Priority: 0,
        Action: { Block: {} },
        Statement: {
          OrStatement: {
            Statements: ['BlockedAddresses', 'BlockedAddressesV6'].map((id) => (
              { IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [stack.getLogicalId(acl.node.findChild(id) as CfnElement), 'Arn'] } } })),
          },
        },
        VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'BlockedAddresses', SampledRequestsEnabled: true },
      }]),
    });
    expect(acl.capacity).toBe(1129);
  });

  test('can block all other addresses', () => {
    expect(rulesOf({ rules: [WebAclRule.allowOnlyAddresses('2001:db8::/32')] })[0]).toMatchObject({
      Name: 'OtherAddresses', Action: { Block: {} }, Statement: { NotStatement: { Statement: { IPSetReferenceStatement: {} } } },
    });
  });

  test('can have any statement', () => {
    const rules = [
      WebAclRule.custom({ name: 'Labelled', statement: STATEMENT, wcu: 1 }),
      WebAclRule.custom({ name: 'Puzzled', statement: STATEMENT, wcu: 1, action: RuleAction.CAPTCHA }),
    ];
    expect(rulesOf({ rules }).slice(0, 2)).toMatchObject([
      { Name: 'Labelled', Action: { Block: {} }, Statement: { LabelMatchStatement: { Key: 'awswaf:x', Scope: 'LABEL' } } },
      { Name: 'Puzzled', Action: { Captcha: {} } },
    ]);
  });

  test('can contain tokens', () => {
    const stack = testStack();
    const office = new CfnParameter(stack, 'Office').valueAsString;
    make({ rules: [WebAclRule.blockAddresses(office), WebAclRule.blockCountries(office)] }, stack)();
    templateOf(stack).hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: [{ Ref: 'Office' }] });
  });

  test.each<[WebAclRule, string]>([
    [WebAclRule.blockCountries(), 'rules[0].countryCodes must not be empty'],
    [WebAclRule.blockCountries('gb'), "rules[0].countryCodes[0] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got 'gb'"],
    [WebAclRule.allowOnlyCountries(Token.asList({ Ref: 'Countries' }) as unknown as string), 'rules[0].countryCodes[0] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got a token'],
    [WebAclRule.blockAddresses(), 'rules[0].addresses must not be empty'],
    ...['192.0.2.1', '192.0.2.0/33', '0.0.0.0/0', '2001:db8::/129', 'office/24', '192.0.2.0/x'].map((address): [WebAclRule, string] => [
      WebAclRule.blockAddresses(address),
      `rules[0].addresses[0] must be a range in CIDR notation such as 192.0.2.0/24, other than /0, got '${address}'`,
    ]),
    [WebAclRule.blockAddresses(...Array.from({ length: 10_001 }, (_, i) => `10.${Math.floor(i / 256)}.${i % 256}.0/24`)),
      'rules[0].addresses must have at most 10000 IPv4 ranges, got 10001'],
    [WebAclRule.custom({ name: 'n'.repeat(129), statement: STATEMENT, wcu: 1 }),
      `rules[0].name must be 1 to 128 letters, digits, hyphens and underscores, got '${'n'.repeat(60)}…'`],
    [WebAclRule.custom({ name: 'RateLimit', statement: STATEMENT, wcu: 1 }), "rule 'RateLimit' already exists in this web ACL"],
  ])('%#: that AWS WAF does not accept are refused', (rule, message) => {
    expect(make({ rules: [rule] })).toThrow(message);
  });
});

describe('rateLimit', () => {
  test('and its window can be specified', () => {
    expect(rulesOf({ rateLimit: 10, rateLimitWindow: Duration.minutes(1) })[0].Statement.RateBasedStatement)
      .toEqual({ AggregateKeyType: 'IP', Limit: 10, EvaluationWindowSec: 60 });
  });

  test('can count by the forwarded address', () => {
    expect(rulesOf({ rateLimitKey: RateLimitKey.FORWARDED_ADDRESS })[0].Statement.RateBasedStatement).toEqual({
      AggregateKeyType: 'FORWARDED_IP', Limit: 2000, EvaluationWindowSec: 300, ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' },
    });
  });

  test('can be left out', () => {
    expect(rulesOf({ rateLimitKey: RateLimitKey.NONE })[0].Name).toBe('AWSManagedRulesAmazonIpReputationList');
    expect(new WebAcl(testStack(), 'Without', { rateLimitKey: RateLimitKey.NONE }).capacity).toBe(new WebAcl(testStack(), 'With').capacity - 2);
  });

  test.each<[WebAclProps, string]>([
    [{ rateLimit: 100 }, 'specify either rateLimit or rateLimitKey RateLimitKey.NONE, not both'],
    [{ rateLimitWindow: Duration.minutes(1) }, 'specify either rateLimitWindow or rateLimitKey RateLimitKey.NONE, not both'],
  ])('%#: has no options if it is left out', (props, message) => {
    expect(make({ ...props, rateLimitKey: RateLimitKey.NONE })).toThrow(message);
  });

  test.each([9, 2_000_000_001, 10.5])('of %d is refused', (rateLimit) => {
    expect(make({ rateLimit })).toThrow(`rateLimit must be an integer from 10 to 2000000000, got ${rateLimit}`);
  });

  test('of 2,000,000,000 in ten minutes is accepted', () => {
    expect(rulesOf({ rateLimit: 2_000_000_000, rateLimitWindow: Duration.minutes(10) })[0].Statement.RateBasedStatement)
      .toEqual({ AggregateKeyType: 'IP', Limit: 2_000_000_000, EvaluationWindowSec: 600 });
  });

  test('window of three minutes is refused', () => {
    expect(make({ rateLimitWindow: Duration.minutes(3) })).toThrow('rateLimitWindow must be 1, 2, 5 or 10 minutes, got 3 minutes');
  });

  test('can be a token', () => {
    const value = () => Token.asNumber(Lazy.any({ produce: () => 300 }));
    expect(rulesOf({ rateLimit: value(), rateLimitWindow: Duration.seconds(value()) })[0].Statement.RateBasedStatement)
      .toMatchObject({ Limit: 300, EvaluationWindowSec: 300 });
  });
});

describe('countOnly', () => {
  test('all rules count, with a warning and findings', () => {
    const stack = testStack();
    const acl = new WebAcl(stack, 'WebAcl', { countOnly: true, rules: [WebAclRule.blockCountries('KP')] });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['WAF.RulesBlock', 'WAF.WebAclBlocks', 'Annotation::cdk-regulated:webAclCountsOnly']);
    for (const id of ['WAF.RulesBlock', 'WAF.WebAclBlocks']) ComplianceChecks.acknowledge(acl, { id, reason: 'the rules only count during the first week of requests' });
    const [{ Properties: { Rules } }] = Object.values(templateOf(stack).findResources(WEB_ACL)) as any[];
    expect(Rules.map(({ Action, OverrideAction }: any) => Action ?? OverrideAction)).toEqual(Array(6).fill({ Count: {} }));
    Annotations.fromStack(stack).hasWarning(
      '/Stack/WebAcl', 'web ACL only counts requests and blocks none: set countOnly to false [ack: cdk-regulated:webAclCountsOnly]');
  });
});

describe('an override of a rule that the group is not known to have', () => {
  const overrides = { CategoryAI: RuleAction.BLOCK, CategoryAd: RuleAction.CAPTCHA };

  test.each<[string, ManagedRuleGroup, string[]]>([
    ['of AWS has a warning with the known rules', ManagedRuleGroup.ANONYMOUS_IP, [
      'AWS WAF ignores overrides of rules that AWSManagedRulesAnonymousIpList does not have: check CategoryAI, CategoryAd; known rules are AnonymousIPList, HostingProviderIPList'
      + ' [ack: cdk-regulated:unknownManagedRule:AWSManagedRulesAnonymousIpList]',
    ]],
    ['of another vendor has none', ManagedRuleGroup.custom({ vendorName: 'Vendor', name: 'AWSManagedRulesAnonymousIpList', wcu: 1 }), []],
  ])('%s', (_name, group, warnings) => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl', { managedRuleGroups: [group.withOptions({ overrides })] });
    expect(Annotations.fromStack(stack).findWarning('/Stack/WebAcl', Match.stringLikeRegexp('ignores')).map(({ entry }) => entry.data)).toEqual(warnings);
  });

  test.each<[ManagedRuleGroup, string[]]>(KNOWN_RULES)('%#: the known rules of a group of AWS are those that AWS documents', (group, rules) => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl', { managedRuleGroups: [group.withOptions({ overrides: { Unknown: RuleAction.BLOCK } })] });
    const [{ entry }] = Annotations.fromStack(stack).findWarning('/Stack/WebAcl', Match.stringLikeRegexp('ignores'));
    const [known] = /(?<=known rules are ).*(?= \[ack)/.exec(entry.data as string)!;
    expect(known.split(', ').sort()).toEqual([...rules].sort());
  });

  test('is none where every rule is known', () => {
    const stack = testStack();
    new WebAcl(stack, 'WebAcl', { managedRuleGroups: [ManagedRuleGroup.botControl(BotControlLevel.COMMON).withOptions({ overrides: { CategoryAI: RuleAction.BLOCK } })] });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('ignores'))).toEqual([]);
  });
});

describe('capacity', () => {
  const group = (wcu: number) => ManagedRuleGroup.custom({ vendorName: 'Vendor', name: 'rules', wcu });

  test('above 5000 is refused', () => {
    expect(make({ managedRuleGroups: [group(4999)] })).toThrow('rules must take at most 5000 web ACL capacity units, got 5001 (RateLimit 2, Vendor-rules 4999)');
  });

  test.each([[1498, 1500, 0], [1499, 1501, 1], [4998, 5000, 1]])('%#: above 1500 there is a warning', (wcu, capacity, warnings) => {
    const stack = testStack();
    expect(new WebAcl(stack, 'WebAcl', { managedRuleGroups: [group(wcu)] }).capacity).toBe(capacity);
    expect(Annotations.fromStack(stack).findWarning('/Stack/WebAcl',
      `web ACL takes ${capacity} web ACL capacity units: AWS WAF charges extra per request above 1500 [ack: cdk-regulated:webAclSurcharge]`)).toHaveLength(warnings);
  });
});

describe('logs', () => {
  test('can have a name, a retention, a key and further redacted headers', () => {
    const stack = testStack();
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/0d1f');
    new WebAcl(stack, 'WebAcl', {
      logs: {
        logGroupName: 'aws-waf-logs-ledger', retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key, redactedHeaders: ['X-Api-Key', 'Cookie'],
      },
    });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: 'aws-waf-logs-ledger', RetentionInDays: 731, KmsKeyId: key.keyArn });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: ['authorization', 'cookie', 'x-api-key'].map((Name) => ({ SingleHeader: { Name } })),
    });
    template.hasResourceProperties(WEB_ACL, {
      DataProtectionConfig: { DataProtections: [{ Field: { FieldKeys: ['authorization', 'cookie', 'x-api-key'] } }] },
    });
  });

  test('have a name with the prefix of AWS WAF', () => {
    expect(make({ logs: { logGroupName: 'ledger' } }))
      .toThrow("logs.logGroupName must be a log group name that begins with aws-waf-logs-, got 'ledger'");
  });

  test('can have a token as their name', () => {
    const stack = testStack();
    make({ logs: { logGroupName: new CfnParameter(stack, 'Name').valueAsString } }, stack)();
    templateOf(stack).hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: { Ref: 'Name' } });
  });
});

describe('associate', () => {
  const stageArn = 'arn:aws:apigateway:eu-west-2::/restapis/a1b2/stages/prod';

  test('creates an association in the scope of the resource', () => {
    const stack = testStack();
    const stage = new Construct(stack, 'Stage');
    const acl = new WebAcl(stack, 'WebAcl');
    acl.associate(stage, stageArn);
    templateOf(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', { ResourceArn: stageArn, WebACLArn: stack.resolve(acl.webAclArn) });
    expect(stage.node.findChild('WebAclAssociation')).toBeDefined();
  });

  test('is refused for a resource that has a web ACL', () => {
    const stack = testStack();
    const stage = new Construct(stack, 'Stage');
    const acl = new WebAcl(stack, 'WebAcl');
    acl.associate(stage, stageArn);
    expect(() => acl.associate(stage, stageArn)).toThrow("web ACL association already exists on 'Stack/Stage'");
  });

  test('is refused for a web ACL of CloudFront', () => {
    const stack = stackIn('us-east-1');
    const acl = new WebAcl(stack, 'WebAcl', { scope: WebAclScope.CLOUDFRONT });
    expect(() => acl.associate(new Construct(stack, 'Stage'), stageArn)).toThrow(
      "scope of web ACL 'Stack/WebAcl' must be REGIONAL, got CLOUDFRONT: pass the web ACL to the distribution as webAclId");
  });

  test('is refused for a resource of another Region', () => {
    const stack = testStack();
    const elsewhere = new Stack(stack.node.root, 'Elsewhere', { env: { region: 'us-east-1', account: '123456789012' } });
    const anywhere = new Stack(stack.node.root, 'Anywhere');
    const acl = new WebAcl(stack, 'WebAcl');
    expect(() => acl.associate(new Construct(elsewhere, 'Stage'), stageArn)).toThrow("Region of web ACL 'Stack/WebAcl' must be us-east-1, got eu-west-2");
    expect(() => acl.associate(new Construct(anywhere, 'Stage'), stageArn)).not.toThrow();
    const imported = WebAcl.fromWebAclArn(anywhere, 'Imported', 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/shared/4eed');
    expect(imported.env.region).toBe('eu-west-2');
    expect(() => associateWebAcl(new Construct(elsewhere, 'Other'), stageArn, imported)).toThrow("Region of web ACL 'Anywhere/Imported' must be us-east-1, got eu-west-2");
  });
});

describe('fromWebAclArn', () => {
  const arn = (kind: string) => `arn:aws:wafv2:eu-west-2:123456789012:${kind}/webacl/shared/4eed`;

  test('name, id and scope are those in the ARN', () => {
    const stack = testStack();
    expect(WebAcl.fromWebAclArn(stack, 'Regional', arn('regional')).webAclRef)
      .toEqual({ webAclArn: arn('regional'), webAclName: 'shared', webAclId: '4eed', scope: 'REGIONAL' });
    expect(WebAcl.fromWebAclArn(stack, 'Global', arn('global')).webAclRef.scope).toBe('CLOUDFRONT');
  });

  test('the ARN can be a token', () => {
    const stack = testStack();
    const { webAclRef } = WebAcl.fromWebAclArn(stack, 'Imported', new CfnParameter(stack, 'Arn').valueAsString);
    expect(stack.resolve(webAclRef)).toEqual({
      webAclArn: { Ref: 'Arn' },
      webAclName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] },
      webAclId: { 'Fn::Select': [3, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] },
      scope: 'REGIONAL',
    });
  });

  test.each<[string, unknown[]]>([
    ['scope must be a Construct, got null', [null, 'Imported', arn('regional')]],
    ['scope must be a Construct, got {}', [{}, 'Imported', arn('regional')]],
    ["id must be a string of at least 1 character, got ''", [testStack(), '', arn('regional')]],
    ['id must be a string of at least 1 character, got 42', [testStack(), 42, arn('regional')]],
    ['webAclArn must be a string, got undefined', [testStack(), 'Imported']],
  ])('%s', (message, args) => {
    expect(() => (WebAcl as any).fromWebAclArn(...args)).toThrow(new Error(message));
  });
});

test('the environment is that of the stack', () => {
  const stack = testStack();
  expect(new WebAcl(stack, 'WebAcl').env).toEqual({ account: '123456789012', region: 'eu-west-2' });
});

test('a long path is cut to a name of at most 128 characters', () => {
  const stack = testStack({ name: 'n'.repeat(60) });
  Workload.of(stack);
  const acl = new WebAcl(new Construct(stack, 'x'.repeat(200)), 'WebAcl');
  expect((acl.metricBlockedRequests.dimensions!.WebACL as string).length).toBeLessThanOrEqual(128);
});
