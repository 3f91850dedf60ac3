import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  AlbWithWaf, CloudFrontAccess, CloudFrontOrigin, CloudFrontWithWaf, Framework, Lifecycle, OriginSecret, OriginSecretProps, RateLimitKey,
  SecureBucket, WebAcl, Workload, WorkloadMonitoring,
} from '../../../src';
import { refusal } from '../../refusal';
import { findingsAtDefaults, templateOf, testStack } from '../../support';
import { certificateIn, imported, Target } from '../target';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';

function edgeIn(stack: Stack, props: OriginSecretProps = {}, more: Partial<ConstructorParameters<typeof AlbWithWaf>[2]> = {}) {
  const secret = new OriginSecret(stack, 'OriginSecret', props);
  const vpc = imported(stack);
  const edge = new AlbWithWaf(stack, 'Edge', { ...vpc, exposure: { cloudFront: CloudFrontAccess.secretHeader(secret) }, ...more });
  return { secret, edge, target: (id = 'Target') => new Target(stack, id, vpc.vpc) };
}

function cdnIn(stack: Stack, edge: AlbWithWaf): CloudFrontWithWaf {
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  return new CloudFrontWithWaf(stack, 'Cdn', { origin: CloudFrontOrigin.loadBalancer(edge), domain: { domainName: 'app.example.com', hostedZone } });
}

/** What stands in a template for the value of a secret. */
const valueOf = (stack: Stack, { secret }: OriginSecret) => (
  { 'Fn::Join': ['', ['{{resolve:secretsmanager:', stack.resolve(secret.secretArn), ':SecretString:::}}']] });

const statementsOf = (template: Template): any[] => Object.values(template.findResources('AWS::IAM::ManagedPolicy'))
  .flatMap(({ Properties }: any) => Properties.PolicyDocument.Statement);

describe('a load balancer behind CloudFront with a secret', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const { edge, target } = edgeIn(stack);
      edge.routeTo(target());
      cdnIn(stack, edge);
      new WorkloadMonitoring(stack, 'Monitoring');
    })).toEqual([]);
  });

  test('only CloudFront can connect, to port 443 of public addresses', () => {
    const stack = testStack();
    edgeIn(stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', Subnets: ['subnet-public-a', 'subnet-public-b'] });
    template.resourceCountIs(LISTENER, 1);
    const ingress = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }: any) => Properties);
    expect(ingress).toEqual([expect.objectContaining({ FromPort: 443, ToPort: 443, SourcePrefixListId: 'pl-93a247fa' })]);
    expect(Object.values(template.findResources('AWS::EC2::SecurityGroup')).map(({ Properties }: any) => Properties.SecurityGroupIngress)).toEqual([undefined]);
  });

  const redacted = (template: Template) => ({
    logs: Object.values(template.findResources('AWS::WAFv2::LoggingConfiguration')).map(({ Properties }: any) => (
      Properties.RedactedFields.map(({ SingleHeader }: any) => SingleHeader.Name))),
    samples: Object.values(template.findResources('AWS::WAFv2::WebACL')).map(({ Properties }: any) => (
      Properties.DataProtectionConfig.DataProtections.map(({ Field }: any) => Field))),
  });

  test.each([undefined, 'X-Secret'])('%#: the secret header is redacted in logs and samples of the web ACL', (headerName) => {
    const headers = ['authorization', 'cookie', (headerName ?? 'X-Origin-Verify').toLowerCase()];
    const stack = testStack();
    edgeIn(stack, { headerName });
    expect(redacted(templateOf(stack))).toEqual({ logs: [headers], samples: [[{ FieldType: 'SINGLE_HEADER', FieldKeys: headers }]] });
  });

  test('a web ACL that redacts the secret header already has it once', () => {
    const stack = testStack();
    const webAcl = new WebAcl(stack, 'Shared', { rateLimitKey: RateLimitKey.NONE, logs: { redactedHeaders: ['X-ORIGIN-VERIFY'] } });
    edgeIn(stack, {}, { webAcl });
    expect(redacted(templateOf(stack)).logs).toEqual([['authorization', 'cookie', 'x-origin-verify']]);
  });

  test('a web ACL with 100 redacted headers is refused', () => {
    const stack = testStack();
    const webAcl = new WebAcl(stack, 'Shared', { rateLimitKey: RateLimitKey.NONE, logs: { redactedHeaders: Array.from({ length: 98 }, (_, index) => `x-${index}`) } });
    expect(() => edgeIn(stack, {}, { webAcl })).toThrow('logs.redactedHeaders must have at most 98 headers other than authorization and cookie, got 99');
  });

  test('a web ACL of others causes a warning', () => {
    const stack = testStack();
    edgeIn(stack, {}, { webAcl: WebAcl.fromWebAclArn(stack, 'Shared', 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/shared/4eed') });
    expect(Annotations.fromStack(stack).findWarning('/Stack/Edge', Match.stringLikeRegexp('^redact the header')).map(({ entry }) => entry.data)).toEqual([
      "redact the header X-Origin-Verify in the logging and data protection configuration of the web ACL 'Stack/Shared': its logs and samples contain the secret [ack: cdk-regulated:secretHeaderInLogs]",
    ]);
  });

  test('the response without the secret header is 403, with any routes', () => {
    const stack = testStack();
    const { secret, edge, target } = edgeIn(stack);
    edge.routeTo(target());
    edge.routeWhen('Api', target('Api'), { priority: 10, conditions: [elbv2.ListenerCondition.pathPatterns(['/api/*'])] });
    const template = templateOf(stack);
    template.hasResourceProperties(LISTENER, {
      Port: 443,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '403', ContentType: 'text/plain', MessageBody: 'Forbidden' } }],
    });
    const brings = { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin-Verify', Values: [valueOf(stack, secret)] } };
    const rules = Object.values(template.findResources(RULE))
      .map(({ Properties: { Priority, Conditions, Actions } }: any) => [Priority, Conditions, Actions[0].Type]);
    expect(rules.sort(([one], [other]) => one - other)).toEqual([
      [10, [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }, brings], 'forward'],
      [50_000, [brings], 'forward'],
    ]);
  });

  test('CloudFront connects by HTTPS with TLS 1.2 and sends the secret header', () => {
    const stack = testStack();
    const { secret, edge } = edgeIn(stack);
    cdnIn(stack, edge);
    const [{ Properties: { DistributionConfig: { Origins } } }] = Object.values(templateOf(stack).findResources('AWS::CloudFront::Distribution')) as any[];
    expect(Origins).toEqual([{
      Id: expect.any(String),
      DomainName: stack.resolve(edge.dnsName),
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
      OriginCustomHeaders: [{ HeaderName: 'X-Origin-Verify', HeaderValue: valueOf(stack, secret) }],
    }]);
  });

  test('there is no health check', () => {
    const stack = testStack();
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    expect(edgeIn(stack, {}, { domain: { domainName: 'origin.example.com', hostedZone } }).edge.healthCheck).toBeUndefined();
  });

  test('a fallback, the last priority and more than 2 condition values are refused', () => {
    const stack = testStack();
    const { edge, target } = edgeIn(stack);
    const condition = elbv2.ListenerCondition.pathPatterns(['/a', '/b']);
    const route = (id: string, rule: object) => () => edge.routeWhen(id, target(id), { priority: 1, conditions: [condition], ...rule });
    expect(route('Two', {})()).toBe(edge.targetGroups[0]);
    expect(route('Three', { conditions: [condition, elbv2.ListenerCondition.httpRequestMethods(['GET'])] }))
      .toThrow('rule.conditions must be conditions with at most 2 values in total, because the secret header takes 3 of 5, got 3');
    expect(route('Last', { priority: 50_000 })).toThrow('rule.priority must be an integer from 1 to 49999, got 50000');
    expect(route('None', { conditions: [] })).toThrow('rule.conditions must not be empty');
    expect(() => edgeIn(testStack(), {}, { fallback: elbv2.ListenerAction.fixedResponse(404) }))
      .toThrow('specify either fallback or CloudFrontAccess.secretHeader, not both');
  });
});

describe('the secret', () => {
  test('is generated, encrypted with the key for data, and not in the template', () => {
    const stack = testStack();
    const { secret } = edgeIn(stack);
    const template = templateOf(stack);
    template.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
        SecretString: Match.absent(),
        KmsKeyId: stack.resolve(secret.encryptionKey.keyArn),
      },
    });
    expect(secret.encryptionKey.node.path).toBe('Stack/DataKey/Key');
  });

  test('is deleted with an ephemeral stack', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    edgeIn(stack);
    templateOf(stack).hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });

  test('can have a key and another header', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    const { secret } = edgeIn(stack, { encryptionKey, headerName: 'X-Edge' });
    expect([secret.encryptionKey, secret.headerName]).toEqual([encryptionKey, 'X-Edge']);
    // CloudFront Developer Guide, Custom headers that CloudFront can't add to origin requests.
    const refused = [
      'Cache-Control', 'Connection', 'Content-Length', 'Cookie', 'Host', 'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Range', 'If-Unmodified-Since',
      'Max-Forwards', 'Pragma', 'Proxy-Authenticate', 'Proxy-Authorization', 'Proxy-Connection', 'Range', 'Request-Range', 'TE', 'Trailer', 'Transfer-Encoding',
      'Upgrade', 'Via', 'X-Amz-Date', 'X-Edge-Location', 'X-Real-Ip',
    ];
    const need = 'headerName must be a header of at most 40 characters that CloudFront can add to origin requests';
    for (const [index, headerName] of [...refused, 'host', 'x'.repeat(41), ''].entries()) {
      expect(refusal(() => new OriginSecret(stack, `Refused${index}`, { headerName }))).toBe(`${need}, got '${headerName}'`);
    }
    for (const [index, headerName] of ['X-Host', 'Hosted', 'Tea', 'X-Amzn', 'x'.repeat(40), "!#$%&'*+.^_`|~-"].entries()) {
      expect(new OriginSecret(stack, `Accepted${index}`, { headerName }).headerName).toBe(headerName);
    }
    expect(() => new OriginSecret(stack, 'Bad', { headerName: 'X Edge' })).toThrow("headerName must be a header of at most 40 characters that CloudFront can add to origin requests, got 'X Edge'");
  });

  test('in another stack than the distribution or the load balancer is refused', () => {
    const stack = testStack();
    const { edge } = edgeIn(stack);
    const other = new Stack(stack.node.root as App, 'Other', { env: { account: '123456789012', region: 'eu-west-2' } });
    expect(() => cdnIn(other, edge)).toThrow("CloudFrontAccess.secretHeader must be in stack 'Other', got 'Stack/OriginSecret' in stack 'Stack'");
    const secret = new OriginSecret(other, 'OriginSecret');
    const exposure = { cloudFront: CloudFrontAccess.secretHeader(secret) };
    expect(() => new AlbWithWaf(stack, 'Apart', { ...imported(new Stack(stack, 'Network')), exposure }))
      .toThrow("exposure.cloudFront.secret must be in stack 'Stack', got 'Other/OriginSecret' in stack 'Other'");
  });
});

describe('its rotation', () => {
  const rotated = (props: OriginSecretProps = {}, workload: Parameters<typeof testStack>[0] = {}) => {
    const stack = testStack(workload);
    const { secret, edge, target } = edgeIn(stack, props);
    edge.routeTo(target());
    edge.routeWhen('Api', target('Api'), { priority: 10, conditions: [elbv2.ListenerCondition.pathPatterns(['/api/*'])] });
    const cdn = cdnIn(stack, edge);
    cdn.routeWhen('/again/*', CloudFrontOrigin.loadBalancer(edge));
    return { stack, secret, cdn, template: templateOf(stack) };
  };

  test('is due after 30 days, not at deployment', () => {
    const { stack, secret, template } = rotated({}, { frameworks: [Framework.FEDRAMP_KSI_2026] });
    template.hasResourceProperties(SCHEDULE, {
      SecretId: stack.resolve(secret.secret.secretArn),
      RotationLambdaARN: stack.resolve(secret.rotationFunction.functionArn),
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: false,
    });
  });

  test('is due as the frameworks or the prop require', () => {
    rotated({}, { frameworks: [Framework.AWS_FSBP] }).template.hasResourceProperties(SCHEDULE, { RotationRules: { AutomaticallyAfterDays: 90 } });
    rotated({ rotateAfter: Duration.days(7) }).template.hasResourceProperties(SCHEDULE, { RotationRules: { AutomaticallyAfterDays: 7 } });
    expect(() => rotated({ rotateAfter: Duration.days(1001) })).toThrow('rotateAfter must be a whole number of days from 1 to 1000, got 1001 days');
  });

  test('the function has the rules and the distribution in its environment', () => {
    const { stack, cdn, template } = rotated();
    const rules = Object.keys(template.findResources(RULE));
    const [{ Properties }] = Object.values(template.findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { HEADER_NAME: 'X-Origin-Verify' } } },
    })) as any[];
    expect(Properties.Environment.Variables.DISTRIBUTIONS).toEqual(stack.resolve(cdn.distribution.distributionId));
    // The ids of further rules of the listener, because the ARNs of 100 rules would exceed 4 KB.
    expect(Properties.Environment.Variables.RULES).toEqual({
      'Fn::Join': ['', [{ Ref: rules[0] }, ' ', { 'Fn::Select': [5, { 'Fn::Split': ['/', { Ref: rules[1] }] }] }]],
    });
    expect(Properties.Timeout).toBe(900);
  });

  test('the role allows the actions on these rules, this distribution and this secret only', () => {
    const { stack, secret, cdn, template } = rotated();
    const rules = Object.keys(template.findResources(RULE));
    const of = (service: string) => statementsOf(template).filter(({ Action }) => [Action].flat().some((action) => action.startsWith(`${service}:`)));
    const distribution = stack.resolve(cdn.distribution.distributionArn);
    const named = (Action: string | string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
    expect(of('secretsmanager')).toEqual([named(
      ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      stack.resolve(secret.secret.secretArn))]);
    expect(of('cloudfront')).toEqual([named(['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'], distribution)]);
    expect(of('wafv2')).toEqual([named('wafv2:GetWebACL', { 'Fn::GetStackOutput': expect.objectContaining({ Region: 'us-east-1' }) })]);
    expect(of('elasticloadbalancing')).toEqual(expect.arrayContaining([
      ...rules.map((Ref) => named('elasticloadbalancing:ModifyRule', { Ref })),
      named('elasticloadbalancing:DescribeRules', '*'),
    ]));
    expect(of('elasticloadbalancing')).toHaveLength(3);
  });

  test('only Secrets Manager of this account can invoke the function', () => {
    const { stack, secret, template } = rotated();
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: stack.resolve(secret.rotationFunction.functionArn),
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: '123456789012',
    });
    const [permission] = Object.keys(template.findResources('AWS::Lambda::Permission', { Properties: { Principal: 'secretsmanager.amazonaws.com' } }));
    template.hasResource(SCHEDULE, { DependsOn: Match.arrayWith([permission]) });
  });

  test('there is no circular dependency with a bucket whose key names the distribution', () => {
    const stack = testStack();
    const { edge, target } = edgeIn(stack);
    edge.routeTo(target());
    const cdn = cdnIn(stack, edge);
    cdn.routeWhen('/static/*', CloudFrontOrigin.bucket(new SecureBucket(stack, 'Static', { bucketName: 'ledger-static-dev' }).bucket));
    const sources = Object.values(templateOf(stack).findResources('AWS::KMS::Key'))
      .flatMap(({ Properties }: any) => Properties.KeyPolicy.Statement)
      .filter(({ Principal }: any) => Principal.Service === 'cloudfront.amazonaws.com')
      .map(({ Condition }: any) => Condition.ArnLike['aws:SourceArn']);
    expect(sources).toEqual([stack.resolve(cdn.distribution.distributionArn)]);
  });
});

test('works without a workload and without a Region', () => {
  const stack = new Stack(new App(), 'Stack');
  const { edge, target } = edgeIn(stack, {}, { certificate: certificateIn(stack, 'us-east-1') });
  edge.routeTo(target());
  cdnIn(stack, edge);
  templateOf(stack).hasResourceProperties(SCHEDULE, { RotationRules: { AutomaticallyAfterDays: 90 } });
  expect(Workload.of(stack).name).toBeUndefined();
});
