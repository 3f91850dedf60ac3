import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  AlbWithWaf, CloudFrontAccess, CloudFrontOrigin, CloudFrontWithWaf, CloudFrontWithWafProps, DataClass, Framework, KeyLayout, Lifecycle, LogBucket,
  OriginSecret, SecureBucket, WebAcl, WebAclScope, Workload, WorkloadKey, WorkloadMonitoring,
} from '../../../src';
import { recommendedAlarms } from '../../../src/core/workload/registry';
import { acknowledgedBelow, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';
import { certificateIn, imported } from '../target';

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const ACCOUNT = '123456789012';

const zoneIn = (stack: Stack, zoneName = 'example.com') => (
  stack.node.tryFindChild('Zone') as route53.IHostedZone | undefined ?? route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName }));
const domainIn = (stack: Stack) => ({ domainName: 'app.example.com', hostedZone: zoneIn(stack) });

function edgeIn(stack: Stack, props: Partial<ConstructorParameters<typeof AlbWithWaf>[2]> = {}): AlbWithWaf {
  return new AlbWithWaf(stack, 'Edge', { ...imported(stack), exposure: { cloudFront: CloudFrontAccess.vpcOrigin() }, ...props });
}

const virginia = () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'us-east-1' } });
  Workload.on(stack, { name: 'ledger', suffix: 'dev' });
  return stack;
};

/** A distribution with a load balancer origin by default, in us-east-1, where all resources are in one template. */
function make(props: Partial<CloudFrontWithWafProps> = {}, stack: Stack = virginia()): CloudFrontWithWaf {
  const origin = props.origin ?? CloudFrontOrigin.loadBalancer(edgeIn(stack, { certificate: certificateIn(stack, stack.region) }));
  return new CloudFrontWithWaf(stack, 'Cdn', { origin, domain: domainIn(stack), ...props });
}

function templateWith(props: Partial<CloudFrontWithWafProps> = {}, stack: Stack = virginia()): Template {
  make(props, stack);
  return templateOf(stack);
}

const configOf = (template: Template) => (Object.values(template.findResources(DISTRIBUTION))[0] as any).Properties.DistributionConfig;
const stackNamed = (stack: Stack, id: string) => (
  stack.node.findAll().find((node): node is Stack => Stack.isStack(node) && node.node.id.startsWith(id))!);

describe('at its defaults', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings in %s with the stack outside us-east-1', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const cdn = new CloudFrontWithWaf(stack, 'Cdn', { origin: CloudFrontOrigin.loadBalancer(edgeIn(stack)), domain: domainIn(stack) });
      cdn.routeWhen('/static/*', CloudFrontOrigin.bucket(new SecureBucket(stack, 'Static').bucket));
      new WorkloadMonitoring(stack, 'Monitoring');
    })).toEqual([]);
  });

  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings with a bucket origin in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      new CloudFrontWithWaf(stack, 'Cdn', { origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket), domain: domainIn(stack) });
    })).toEqual([]);
  });

  test('viewers use HTTPS, TLS 1.2 or later and the certificate that is issued', () => {
    const template = templateWith();
    expect(configOf(template)).toMatchObject({
      Aliases: ['app.example.com'],
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      ViewerCertificate: { AcmCertificateArn: { Ref: expect.stringMatching(/^CdnCertificate/) }, MinimumProtocolVersion: 'TLSv1.2_2025', SslSupportMethod: 'sni-only' },
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', Compress: true },
    });
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'app.example.com', DomainValidationOptions: [{ DomainName: 'app.example.com', HostedZoneId: 'Z1' }], ValidationMethod: 'DNS',
    });
  });

  test('a behavior that is undefined leaves that of the origin', () => {
    const undefinedBehavior = { cachePolicy: undefined, originRequestPolicy: undefined, allowedMethods: undefined };
    expect(configOf(templateWith({ behavior: undefinedBehavior })).DefaultCacheBehavior).toEqual(configOf(templateWith()).DefaultCacheBehavior);
  });

  test('a load balancer gets all requests uncached, without a default root object', () => {
    const { DefaultCacheBehavior, DefaultRootObject } = configOf(templateWith());
    expect(DefaultCacheBehavior).toMatchObject({
      CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
      OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER.originRequestPolicyId,
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    });
    expect(DefaultRootObject).toBeUndefined();
  });

  test('there are a web ACL, A and AAAA records, and strict security headers', () => {
    const stack = virginia();
    const cdn = make({}, stack);
    const template = templateOf(stack);
    expect(configOf(template).WebACLId).toEqual(stack.resolve((cdn.webAcl as WebAcl).webAclArn));
    template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Name: 'app.example.com.', Type, AliasTarget: Match.objectLike({ DNSName: stack.resolve(cdn.dnsName) }),
      });
    }
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        Name: Match.stringLikeRegexp('^ledger-.*-dev$'),
        CustomHeadersConfig: { Items: [{ Header: 'Permissions-Policy', Value: 'camera=(), geolocation=(), microphone=()', Override: false }] },
        RemoveHeadersConfig: { Items: [{ Header: 'Server' }, { Header: 'X-Powered-By' }] },
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'", Override: false,
          },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true, Override: true },
        },
      },
    });
    expect(configOf(template).DefaultCacheBehavior.ResponseHeadersPolicyId).toEqual(stack.resolve(cdn.securityHeaders.responseHeadersPolicyId));
  });

  test('all fields but cookies are logged to an encrypted log group with the retention of the frameworks', () => {
    const stack = virginia();
    const cdn = make({}, stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::DeliverySource', {
      Name: Match.stringLikeRegexp('^ledger-.*-dev$'), LogType: 'ACCESS_LOGS', ResourceArn: stack.resolve(cdn.distribution.distributionArn),
    });
    template.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      OutputFormat: 'json',
      DestinationResourceArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:logs:us-east-1:${ACCOUNT}:log-group:`, stack.resolve(cdn.logGroup!.logGroupName)]] },
    });
    const [{ Properties: { RecordFields } }] = Object.values(template.findResources('AWS::Logs::Delivery')) as any[];
    // CloudFront Developer Guide, Standard logging reference: 33 fields, without cs(Cookie).
    expect(RecordFields).toEqual([
      'date', 'time', 'x-edge-location', 'sc-bytes', 'c-ip', 'cs-method', 'cs(Host)', 'cs-uri-stem', 'sc-status', 'cs(Referer)', 'cs(User-Agent)',
      'cs-uri-query', 'x-edge-result-type', 'x-edge-request-id', 'x-host-header', 'cs-protocol', 'cs-bytes', 'time-taken', 'x-forwarded-for', 'ssl-protocol',
      'ssl-cipher', 'x-edge-response-result-type', 'cs-protocol-version', 'fle-status', 'fle-encrypted-fields', 'c-port', 'time-to-first-byte',
      'x-edge-detailed-result-type', 'sc-content-type', 'sc-content-len', 'sc-range-start', 'sc-range-end',
    ]);
    const key = stack.resolve(WorkloadKey.of(stack, DataClass.LOGS).key.keyArn);
    const groups = template.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365, KmsKeyId: key } });
    expect(Object.keys(groups)).toContain(stack.getLogicalId(cdn.logGroup!.node.defaultChild as any));
  });

  test('an alarm on 5xx errors of all edge locations is recommended', () => {
    const stack = virginia();
    const cdn = make({}, stack);
    const alarms: any[] = [];
    recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
    const [alarm] = alarms.filter(({ construct }) => construct === cdn);
    expect(alarm).toMatchObject({ id: 'Error5xxRateHigh', threshold: 5, evaluationPeriods: 5 });
    expect(alarm.metric).toMatchObject({
      namespace: 'AWS/CloudFront',
      metricName: '5xxErrorRate',
      statistic: 'Average',
      dimensions: { DistributionId: cdn.distribution.distributionId, Region: 'Global' },
    });
  });

  test('a stack without a workload and without a Region has all resources', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = new s3.Bucket(stack, 'Site');
    make({ origin: CloudFrontOrigin.bucket(bucket) }, stack);
    const template = templateOf(stack);
    template.resourceCountIs(DISTRIBUTION, 1);
    template.resourceCountIs('AWS::WAFv2::WebACL', 1);
    template.resourceCountIs('AWS::Logs::Delivery', 1);
    expect(stack.node.findAll().filter((node) => Stack.isStack(node))).toEqual([stack]);
  });
});

describe('in a stack outside us-east-1', () => {
  const stack = testStack();
  const cdn = make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket) }, stack);
  new WorkloadMonitoring(stack, 'Monitoring', { emails: ['on-call@example.com'] });
  const assembly = (stack.node.root as App).synth();
  const [before, after] = ['edge-us-east-1', 'edge-logs-us-east-1'].map((id) => stackNamed(stack, id));
  const [home, first, last] = [stack, before, after].map(({ artifactId }) => Template.fromJSON(assembly.getStackArtifact(artifactId).template));

  test('certificate and web ACL are in us-east-1, with references that need no function', () => {
    expect([before.region, before.account, before.stackName]).toEqual(['us-east-1', ACCOUNT, 'ledger-edge-us-east-1-dev']);
    first.resourceCountIs('AWS::CertificateManager::Certificate', 1);
    first.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    const output = (name: RegExp) => ({ 'Fn::GetStackOutput': { StackName: 'ledger-edge-us-east-1-dev', Region: 'us-east-1', OutputName: expect.stringMatching(name) } });
    expect(configOf(home)).toMatchObject({ ViewerCertificate: { AcmCertificateArn: output(/Certificate/) }, WebACLId: output(/WebAcl/) });
    for (const template of [home, first, last]) expect(Object.keys(template.findResources('AWS::Lambda::Function'))).toEqual([]);
  });

  test('references need no function without feature flags either', () => {
    const app = new App();
    const plain = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'eu-west-2' } });
    Workload.on(plain, { name: 'ledger', suffix: 'dev' });
    make({ origin: CloudFrontOrigin.bucket(new SecureBucket(plain, 'Site').bucket) }, plain);
    const templates = app.synth().stacks.map(({ template }) => template);
    expect(templates).toHaveLength(3);
    for (const { Resources } of templates) expect(Object.values<any>(Resources).map(({ Type }) => Type).filter((type) => /^Custom|Lambda/.test(type))).toEqual([]);
  });

  test('log delivery and alarms are in us-east-1, in a stack that is deployed later', () => {
    expect(after.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([before]);
    const { distributionId } = cdn.distribution;
    expect(stack.resolve(distributionId)).toEqual({ Ref: expect.any(String) });
    last.hasResourceProperties('AWS::Logs::DeliverySource', {
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith([{ 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Stack', Region: 'eu-west-2' }) }])] },
    });
    last.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '5xxErrorRate', Namespace: 'AWS/CloudFront' });
    last.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'on-call@example.com' });
    home.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Namespace: 'AWS/CloudFront' }, 0);
  });

  test('all stacks are checked', () => {
    const other = testStack({ frameworks: [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1] });
    const made = make({ origin: CloudFrontOrigin.bucket(new SecureBucket(other, 'Site').bucket) }, other);
    ((made.webAcl as WebAcl).node.findChild('LogGroup').node.defaultChild as any).addPropertyOverride('RetentionInDays', 30);
    (made.logGroup!.node.defaultChild as any).addPropertyOverride('RetentionInDays', 30);
    expect(findingsOf(other.node.root as App).filter(({ rule }) => rule.includes('LogGroupRetained')).map(({ path }) => path)).toEqual([
      expect.stringContaining('/edge-logs-us-east-1'), expect.stringContaining('/edge-us-east-1'),
    ]);
  });

  test('an existing certificate and web ACL are used', () => {
    const other = testStack();
    make({
      origin: CloudFrontOrigin.bucket(new SecureBucket(other, 'Site').bucket),
      domain: { domainName: 'app.example.com' },
      certificate: certificateIn(other, 'us-east-1'),
      webAcl: WebAcl.fromWebAclArn(other, 'Acl', `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/acl/1`),
    }, other);
    const template = templateOf(other);
    expect(configOf(template)).toMatchObject({
      ViewerCertificate: { AcmCertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/Certificate-us-east-1` },
      WebACLId: `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/acl/1`,
    });
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    expect(stackNamed(other, 'edge-us-east-1')).toBeUndefined();
  });

  test('a workload that does not allow us-east-1 is refused', () => {
    const other = testStack({ regions: ['eu-west-2'] });
    expect(() => make({ origin: CloudFrontOrigin.bucket(new SecureBucket(other, 'Site').bucket) }, other))
      .toThrow("Region of the resources of 'Stack/Cdn' must be one of eu-west-2, got us-east-1: workload 'ledger' allows no other");
  });
});

describe('domain', () => {
  test('further domain names have records and are in the certificate', () => {
    const stack = virginia();
    const template = templateWith({ domain: { domainName: 'example.com.', alternativeNames: ['www.example.com'], hostedZone: zoneIn(stack) } }, stack);
    template.hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: 'example.com', SubjectAlternativeNames: ['www.example.com'] });
    template.resourceCountIs('AWS::Route53::RecordSet', 4);
  });

  test('without a domain there are findings on certificate and TLS', () => {
    const stack = testStack({ frameworks: [Framework.AWS_FSBP] });
    new CloudFrontWithWaf(stack, 'Cdn', { origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket) });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual(['CloudFront.CustomCertificate', 'CloudFront.TlsPolicy']);
  });

  test('an older security policy is a finding', () => {
    const stack = virginia();
    make({ viewers: { minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2019 } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual([expect.stringContaining('CloudFront.TlsPolicy')]);
  });

  test('contradictory props are refused', () => {
    const stack = virginia();
    const origin = CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket);
    const refused = (id: string, props: Partial<CloudFrontWithWafProps>, message: string) => (
      expect(() => new CloudFrontWithWaf(stack, id, { origin, ...props })).toThrow(message));
    refused('A', { domain: { domainName: 'app.example.org', hostedZone: zoneIn(stack) } }, "domain.domainName must be a name in hosted zone 'example.com', got 'app.example.org'");
    refused('B', { domain: { domainName: 'app.example.com', alternativeNames: ['a.example.org'], hostedZone: zoneIn(stack) } },
      "domain.alternativeNames[0] must be a name in hosted zone 'example.com', got 'a.example.org'");
    refused('C', { domain: { domainName: 'app.example.com' } },
      'specify certificate or domain.hostedZone: a certificate is validated by a record in the hosted zone');
    refused('D', { certificate: certificateIn(stack, 'us-east-1') }, 'specify domain with certificate');
    refused('TlsWithoutDomain', { viewers: { minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_3_2025 } }, 'specify domain with viewers.minimumProtocolVersion');
  });

  test('a hosted zone of a stack outside us-east-1 is refused', () => {
    const stack = testStack();
    const hostedZone = new route53.PublicHostedZone(stack, 'Made', { zoneName: 'example.com' });
    expect(() => make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket), domain: { domainName: 'app.example.com', hostedZone } }, stack))
      .toThrow("domain.hostedZone must exist before the stack of the distribution, got 'Stack/Made' of stack 'Stack'");
  });

  test('a hosted zone of the same stack in us-east-1 is accepted', () => {
    const stack = virginia();
    const hostedZone = new route53.PublicHostedZone(stack, 'Made', { zoneName: 'example.com' });
    templateWith({ domain: { domainName: 'app.example.com', hostedZone } }, stack).resourceCountIs('AWS::CertificateManager::Certificate', 1);
  });
});

describe('a bucket', () => {
  const statementsOf = (template: Template, type: string, document: string) => Object.values(template.findResources(type))
    .flatMap(({ Properties }: any) => Properties[document].Statement).filter(({ Principal }) => Principal?.Service === 'cloudfront.amazonaws.com');

  test('is read through an origin access control, only by this distribution, and cannot be listed', () => {
    const stack = virginia();
    const { bucket } = new SecureBucket(stack, 'Site');
    const cdn = make({ origin: CloudFrontOrigin.bucket(bucket, { originPath: '/site' }) }, stack);
    const template = templateOf(stack);
    const [control] = Object.keys(template.findResources('AWS::CloudFront::OriginAccessControl', {
      Properties: { OriginAccessControlConfig: { OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' } },
    }));
    expect(configOf(template).Origins).toEqual([{
      Id: expect.any(String),
      DomainName: stack.resolve(bucket.bucketRegionalDomainName),
      OriginPath: '/site',
      OriginAccessControlId: { 'Fn::GetAtt': [control, 'Id'] },
      S3OriginConfig: { OriginAccessIdentity: '' },
    }]);
    expect(statementsOf(template, 'AWS::S3::BucketPolicy', 'PolicyDocument')).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: stack.resolve(bucket.arnForObjects('*')),
      Condition: { StringEquals: { 'aws:SourceArn': stack.resolve(cdn.distribution.distributionArn) } },
    }]);
    expect(configOf(template)).toMatchObject({
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: { CachePolicyId: cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId, AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] },
    });
  });

  test('with a name has a key that only this distribution can decrypt with', () => {
    const stack = virginia();
    const cdn = make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site', { bucketName: 'ledger-site-dev' }).bucket) }, stack);
    const template = templateOf(stack);
    expect(statementsOf(template, 'AWS::KMS::Key', 'KeyPolicy')).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': stack.resolve(cdn.distribution.distributionArn) } },
    }]);
    expect(configOf(template).Origins[0].DomainName).toEqual({ 'Fn::Join': ['', ['ledger-site-dev.s3.us-east-1.', { Ref: 'AWS::URLSuffix' }]] });
  });

  test('whose name contains the account has such a key too', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    Workload.on(stack, { name: 'ledger' });
    make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site', { bucketName: `ledger-site-${stack.account}` }).bucket) }, stack);
    const [{ Condition }] = statementsOf(templateOf(stack), 'AWS::KMS::Key', 'KeyPolicy');
    const { distribution } = stack.node.findChild('Cdn') as CloudFrontWithWaf;
    expect(Condition.ArnLike).toEqual({ 'aws:SourceArn': stack.resolve(distribution.distributionArn) });
  });

  test('without a name has a key that any distribution of the account can decrypt with', () => {
    const stack = virginia();
    make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket) }, stack);
    const [{ Condition }] = statementsOf(templateOf(stack), 'AWS::KMS::Key', 'KeyPolicy');
    expect(Condition.ArnLike).toEqual({ 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cloudfront::${ACCOUNT}:distribution/*`]] } });
  });

  describe('with a name has a key that any distribution of the account can decrypt with if the distribution depends on the key:', () => {
    const ofAccount = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cloudfront::${ACCOUNT}:distribution/*`]] };
    const sources = (template: Template) => statementsOf(template, 'AWS::KMS::Key', 'KeyPolicy').map(({ Condition }) => Condition.ArnLike['aws:SourceArn']);
    const site = (stack: Stack) => new SecureBucket(stack, 'Site', { bucketName: 'ledger-site-dev' }).bucket;

    test('through a log bucket of the load balancer and of another bucket that uses the key', () => {
      const stack = virginia();
      const { bucket: accessLogs } = new LogBucket(stack, 'AccessLogs');
      new SecureBucket(stack, 'Documents', { accessLogs });
      const cdn = make({ origin: CloudFrontOrigin.loadBalancer(edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1'), accessLogs })) }, stack);
      cdn.routeWhen('/static/*', CloudFrontOrigin.bucket(site(stack)));
      expect(sources(templateOf(stack))).toEqual([ofAccount]);
    });

    test('through a secret that uses the key', () => {
      const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'us-east-1' } });
      Workload.on(stack, { name: 'ledger', keys: KeyLayout.SINGLE });
      const exposure = { cloudFront: CloudFrontAccess.secretHeader(new OriginSecret(stack, 'Secret')) };
      const cdn = make({ origin: CloudFrontOrigin.loadBalancer(edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1'), exposure })) }, stack);
      cdn.routeWhen('/static/*', CloudFrontOrigin.bucket(site(stack)));
      expect(sources(templateOf(stack))).toEqual([ofAccount]);
    });

    test('through two distributions whose buckets use the keys of each other', () => {
      const stack = virginia();
      const keys = ['One', 'Two'].map((id) => new WorkloadKey(stack, id).key);
      const cdns = keys.map((encryptionKey, index) => {
        const cdn = new CloudFrontWithWaf(stack, `Cdn${index}`, {
          origin: CloudFrontOrigin.bucket(new SecureBucket(stack, `Site${index}`, { encryptionKey, bucketName: `ledger-site-${index}` }).bucket),
        });
        (cdn.distribution.node.defaultChild as any).addResourceDependency(keys[1 - index].node.defaultChild);
        return cdn;
      });
      expect(cdns).toHaveLength(2);
      expect(sources(templateOf(stack))).toEqual([ofAccount, ofAccount]);
    });
  });

  test('with a name and a key of another stack, which is deployed before, allows any distribution of the account', () => {
    const stack = virginia();
    const other = new Stack(stack.node.root as App, 'Other', { env: { account: ACCOUNT, region: 'us-east-1' } });
    const encryptionKey = new WorkloadKey(other, 'Key').key;
    make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site', { encryptionKey, bucketName: 'ledger-site-dev' }).bucket) }, stack);
    const [{ Condition }] = statementsOf(templateOf(other), 'AWS::KMS::Key', 'KeyPolicy');
    expect(Condition.ArnLike).toEqual({ 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cloudfront::${ACCOUNT}:distribution/*`]] } });
  });

  test('that is imported keeps its policy', () => {
    const stack = virginia();
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Site', { bucketName: 'there', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`) });
    const template = templateWith({ origin: CloudFrontOrigin.bucket(bucket) }, stack);
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    expect(configOf(template).Origins[0].DomainName).toEqual({ 'Fn::Join': ['', ['there.s3.us-east-1.', { Ref: 'AWS::URLSuffix' }]] });
  });

  test('that is imported can have a token as its name', () => {
    const stack = virginia();
    const bucket = s3.Bucket.fromBucketName(stack, 'Site', new CfnParameter(stack, 'Name').valueAsString);
    expect(configOf(templateWith({ origin: CloudFrontOrigin.bucket(bucket) }, stack)).Origins[0].DomainName)
      .toEqual({ 'Fn::Join': ['', [{ Ref: 'Name' }, '.s3.us-east-1.amazonaws.com']] });
  });

  test('of another stack is refused', () => {
    const stack = virginia();
    const other = new Stack(stack.node.root as App, 'Other', { env: { account: ACCOUNT, region: 'us-east-1' } });
    const { bucket } = new SecureBucket(other, 'Site');
    expect(() => make({ origin: CloudFrontOrigin.bucket(bucket) }, stack))
      .toThrow("origin.bucket must be in stack 'Stack', got 'Other/Site/Bucket' in stack 'Other'");
  });
});

describe('a load balancer', () => {
  test('is connected through a VPC origin with TLS 1.2, and has private addresses only', () => {
    const stack = virginia();
    const edge = edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1') });
    make({ origin: CloudFrontOrigin.loadBalancer(edge) }, stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudFront::VpcOrigin', {
      VpcOriginEndpointConfig: {
        Arn: stack.resolve(edge.loadBalancer.loadBalancerArn),
        Name: Match.stringLikeRegexp('^ledger-.*-dev$'),
        OriginProtocolPolicy: 'https-only',
        OriginSSLProtocols: ['TLSv1.2'],
      },
    });
    const [id] = Object.keys(template.findResources('AWS::CloudFront::VpcOrigin'));
    expect(configOf(template).Origins).toEqual([{
      Id: expect.any(String), DomainName: stack.resolve(edge.dnsName), VpcOriginConfig: { VpcOriginId: { 'Fn::GetAtt': [id, 'Id'] } },
    }]);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
  });

  test('with a domain is the origin by that name', () => {
    const stack = virginia();
    const edge = edgeIn(stack, { certificate: undefined, domain: { domainName: 'origin.example.com', hostedZone: zoneIn(stack) } });
    const { Origins, DefaultCacheBehavior } = configOf(templateWith({ origin: CloudFrontOrigin.loadBalancer(edge), domain: domainIn(stack) }, stack));
    expect(Origins[0].DomainName).toBe('origin.example.com');
    expect(DefaultCacheBehavior.OriginRequestPolicyId).toBe(cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId);
  });

  test.each([
    ['a VPC origin', () => CloudFrontAccess.vpcOrigin()],
    ['a secret header', (stack: Stack) => CloudFrontAccess.secretHeader(new OriginSecret(stack, 'Secret'))],
  ])('is one origin for all routes by %s, however often it is given', (_name, access) => {
    const stack = virginia();
    const edge = edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1'), exposure: { cloudFront: access(stack) } });
    const origin = CloudFrontOrigin.loadBalancer(edge);
    const cdn = make({ origin }, stack);
    new CloudFrontWithWaf(stack, 'Second', { origin, domain: { ...domainIn(stack), domainName: 'second.example.com' } });
    cdn.routeWhen('/api/*', CloudFrontOrigin.loadBalancer(edge));
    cdn.routeWhen('/img/*', origin);
    const [{ Properties: { DistributionConfig: { Origins, CacheBehaviors } } }] = Object.values(templateOf(stack).findResources(DISTRIBUTION));
    expect(Origins).toHaveLength(1);
    expect(CacheBehaviors.map(({ TargetOriginId }: { TargetOriginId: string }) => TargetOriginId)).toEqual([Origins[0].Id, Origins[0].Id]);
  });

  test('can have the id of another load balancer', () => {
    const stack = virginia();
    const props = { ...imported(stack), certificate: certificateIn(stack, 'us-east-1'), exposure: { cloudFront: CloudFrontAccess.vpcOrigin() } };
    const [one, other] = ['Blue', 'Green'].map((scope) => new AlbWithWaf(new Construct(stack, scope), 'Edge', props));
    make({ origin: CloudFrontOrigin.loadBalancer(one) }, stack).routeWhen('/green/*', CloudFrontOrigin.loadBalancer(other));
    const template = templateOf(stack);
    const [blue, green] = configOf(template).Origins;
    expect([blue.DomainName, green.DomainName]).toEqual([stack.resolve(one.dnsName), stack.resolve(other.dnsName)]);
    const names = Object.values(template.findResources('AWS::CloudFront::VpcOrigin')).map(({ Properties }) => Properties.VpcOriginEndpointConfig.Name);
    expect(new Set(names).size).toBe(2);
  });

  test('that accepts other requests is refused', () => {
    const stack = virginia();
    const edge = edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1'), exposure: { internal: true } });
    expect(() => make({ origin: CloudFrontOrigin.loadBalancer(edge) }, stack)).toThrow("origin must be a load balancer with exposure.cloudFront, got 'Stack/Edge'");
  });

  test('whose certificate cannot be verified is refused', () => {
    const stack = virginia();
    const edge = edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1') });
    expect(() => make({ origin: CloudFrontOrigin.loadBalancer(edge), domain: undefined }, stack))
      .toThrow("specify domain for the distribution or for load balancer 'Stack/Edge': CloudFront verifies the certificate of the load balancer for it");
  });
});

describe('routeWhen', () => {
  test('adds behaviors, several for one origin', () => {
    const stack = virginia();
    const edge = edgeIn(stack, { certificate: certificateIn(stack, 'us-east-1') });
    const application = CloudFrontOrigin.loadBalancer(edge);
    const cdn = make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket) }, stack);
    cdn.routeWhen('/api/*', application);
    cdn.routeWhen('/img/*', application, {
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      originRequestPolicy: undefined,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
    });
    const template = templateOf(stack);
    const { Origins, CacheBehaviors } = configOf(template);
    template.resourceCountIs('AWS::CloudFront::VpcOrigin', 1);
    expect(Origins).toHaveLength(2);
    expect(CacheBehaviors).toEqual([
      expect.objectContaining({
        PathPattern: '/api/*', TargetOriginId: Origins[1].Id, ViewerProtocolPolicy: 'redirect-to-https', CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
      }),
      expect.objectContaining({
        PathPattern: '/img/*', TargetOriginId: Origins[1].Id, CachePolicyId: cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId, AllowedMethods: ['GET', 'HEAD'],
      }),
    ]);
  });

  test('passes functions, key groups and response headers', () => {
    const stack = virginia();
    const cdn = make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket) }, stack);
    const trusted = new cloudfront.KeyGroup(stack, 'Keys', { items: [cloudfront.PublicKey.fromPublicKeyId(stack, 'Public', 'K1')] });
    cdn.routeWhen('/private/*', CloudFrontOrigin.bucket(new SecureBucket(stack, 'Private').bucket), {
      trustedKeyGroups: [trusted],
      responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
      functionAssociations: [{
        eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
        function: cloudfront.Function.fromFunctionAttributes(stack, 'Function', { functionArn: `arn:aws:cloudfront::${ACCOUNT}:function/f`, functionName: 'f' }),
      }],
    });
    const template = templateOf(stack);
    expect(configOf(template).CacheBehaviors).toEqual([expect.objectContaining({
      TrustedKeyGroups: [stack.resolve(trusted.keyGroupId)],
      ResponseHeadersPolicyId: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS.responseHeadersPolicyId,
      FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: `arn:aws:cloudfront::${ACCOUNT}:function/f` }],
    })]);
    template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  });

  test('an origin of two distributions has an access control for each', () => {
    const stack = virginia();
    const origin = CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket);
    new CloudFrontWithWaf(stack, 'One', { origin });
    new CloudFrontWithWaf(stack, 'Two', { origin });
    templateOf(stack).resourceCountIs('AWS::CloudFront::OriginAccessControl', 2);
  });
});

describe('accessLogs', () => {
  test('are delivered to a bucket below the prefix, only for this account and from us-east-1', () => {
    const stack = testStack();
    const { bucket } = new LogBucket(stack, 'AccessLogs');
    const cdn = make({ origin: CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket), accessLogs: bucket, accessLogsPrefix: 'cdn' }, stack);
    const assembly = (stack.node.root as App).synth();
    const last = Template.fromJSON(assembly.getStackArtifact(stackNamed(stack, 'edge-logs-us-east-1').artifactId).template);
    last.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      DestinationResourceArn: { 'Fn::Join': ['', [{ 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Stack' }) }, '/cdn']] },
    });
    last.resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(cdn.logGroup).toBeUndefined();
    Template.fromJSON(assembly.getStackArtifact(stack.artifactId).template).hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: stack.resolve(bucket.bucketName),
      PolicyDocument: {
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: stack.resolve(bucket.arnForObjects(`cdn/AWSLogs/${ACCOUNT}/*`)),
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT, 's3:x-amz-acl': 'bucket-owner-full-control' },
            ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:logs:us-east-1:${ACCOUNT}:delivery-source:*`]] } },
          },
        }]),
      },
    });
  });

  test('the delivery depends on the policy of a bucket of the stack', () => {
    const stack = virginia();
    const { bucket } = new LogBucket(stack, 'AccessLogs');
    const template = templateWith({ accessLogs: bucket }, stack);
    const [policy] = Object.keys(template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: stack.resolve(bucket.bucketName) } }));
    template.hasResource('AWS::Logs::Delivery', { DependsOn: Match.arrayWith([policy]) });
  });

  test('are delivered to an imported bucket', () => {
    const stack = virginia();
    templateWith({ accessLogs: s3.Bucket.fromBucketName(stack, 'AccessLogs', 'there') }, stack).hasResourceProperties('AWS::Logs::DeliveryDestination', {
      DestinationResourceArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::there/cloudfront']] },
    });
  });
});

describe('options', () => {
  test('of viewers are passed to the distribution', () => {
    expect(configOf(templateWith({
      viewers: {
        minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_3_2025,
        httpVersion: cloudfront.HttpVersion.HTTP2,
        geoRestriction: cloudfront.GeoRestriction.allowlist('GB', 'IE'),
        priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
        defaultRootObject: 'start.html',
        errorResponses: [{ httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/missing.html', ttl: Duration.minutes(1) }],
      },
    }))).toMatchObject({
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.3_2025' },
      HttpVersion: 'http2',
      Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['GB', 'IE'] } },
      PriceClass: 'PriceClass_100',
      DefaultRootObject: 'start.html',
      CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/missing.html', ErrorCachingMinTTL: 60 }],
    });
  });

  test('of the default behavior are passed to the distribution', () => {
    const cachePolicy = cloudfront.CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS;
    expect(configOf(templateWith({ behavior: { cachePolicy } })).DefaultCacheBehavior.CachePolicyId).toBe(cachePolicy.cachePolicyId);
  });

  test('of security headers replace one header each', () => {
    templateWith({
      securityHeaders: {
        contentSecurityPolicy: "default-src 'none'",
        frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN,
        strictTransportSecurityMaxAge: Duration.days(730),
        referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
        permissionsPolicy: 'payment=(self)',
      },
    }).hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        CustomHeadersConfig: { Items: [{ Header: 'Permissions-Policy', Value: 'payment=(self)', Override: false }] },
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'" },
          FrameOptions: { FrameOption: 'SAMEORIGIN' },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000 },
        },
      },
    });
  });

  test('a regional web ACL is refused', () => {
    const stack = virginia();
    expect(() => make({ webAcl: new WebAcl(stack, 'Acl') }, stack)).toThrow("webAcl must be of scope CLOUDFRONT, got 'Stack/Acl' of scope REGIONAL");
  });

  test('a web ACL of the app is used', () => {
    const stack = virginia();
    const webAcl = new WebAcl(stack, 'Acl', { scope: WebAclScope.CLOUDFRONT });
    const template = templateWith({ webAcl }, stack);
    expect(configOf(template).WebACLId).toEqual(stack.resolve(webAcl.webAclArn));
  });
});

describe('findings that the distribution acknowledges', () => {
  const BY_DESIGN = ['AwsSolutions-CFR3', 'CloudFront.OriginFailover'];

  test.each<[string, Partial<CloudFrontWithWafProps>, string[]]>([
    ['at its defaults', {}, ['AwsSolutions-CFR1', 'CloudFront.DefaultRootObject']],
    ['with a geographic restriction', { viewers: { geoRestriction: cloudfront.GeoRestriction.allowlist('GB') } }, ['CloudFront.DefaultRootObject']],
    ['with a default root object', { viewers: { defaultRootObject: 'index.html' } }, ['AwsSolutions-CFR1']],
  ])('%s', (_, props, expected) => {
    const acknowledged = acknowledgedBelow(make(props));
    expect(acknowledged['Distribution/Resource']).toEqual([...BY_DESIGN, ...expected].sort());
  });
});
