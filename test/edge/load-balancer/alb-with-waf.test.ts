import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AlbWithWaf, AlbWithWafProps, CloudFrontAccess, Framework, Lifecycle, OriginSecret, RateLimitKey, WebAcl, WebAclProps, WebAclRule, WebAclScope } from '../../../src';
import { RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { acknowledgedBelow, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';
import { certificateIn, imported, Target } from '../target';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

function make(props: Partial<AlbWithWafProps> = {}, stack = testStack()): AlbWithWaf {
  return new AlbWithWaf(stack, 'Edge', { ...imported(stack), ...props });
}

function templateWith(props: Partial<AlbWithWafProps> = {}, stack = testStack()): Template {
  make(props, stack);
  return templateOf(stack);
}

function attributesOf(template: Template): Record<string, unknown> {
  const [{ Properties: { LoadBalancerAttributes } }] = Object.values(template.findResources(LOAD_BALANCER)) as any[];
  return Object.fromEntries(LoadBalancerAttributes.map(({ Key, Value }: any) => [Key, Value]));
}

function zoneIn(stack: Stack, zoneName = 'example.com') {
  return route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName });
}

function ingressOf(template: Template): unknown[] {
  const [{ Properties: { SecurityGroupIngress: inline = [] } }] = Object.values(template.findResources('AWS::EC2::SecurityGroup')) as any[];
  const separate = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }: any) => Properties);
  return [...inline, ...separate].map(({ FromPort, CidrIp, SourcePrefixListId, SourceSecurityGroupId }) => (
    [FromPort, CidrIp ?? SourcePrefixListId ?? SourceSecurityGroupId]));
}

describe('at its defaults', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const props = imported(stack);
      new AlbWithWaf(stack, 'Edge', props).routeTo(new Target(stack, 'Target', props.vpc));
    })).toEqual([]);
  });

  test('the load balancer is public, processes HTTP strictly and has deletion protection', () => {
    const template = templateWith();
    template.hasResourceProperties(LOAD_BALANCER, {
      Name: Match.absent(), Scheme: 'internet-facing', Type: 'application', Subnets: ['subnet-public-a', 'subnet-public-b'],
    });
    expect(attributesOf(template)).toEqual({
      'deletion_protection.enabled': 'true',
      'routing.http2.enabled': 'true',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'strictest',
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'ledger-logs',
      'access_logs.s3.prefix': 'alb',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.bucket': 'ledger-logs',
      'connection_logs.s3.prefix': 'alb',
    });
  });

  test('an ephemeral load balancer has no deletion protection and the same HTTP settings', () => {
    expect(attributesOf(templateWith({}, testStack({ lifecycle: Lifecycle.EPHEMERAL })))).toMatchObject({
      'deletion_protection.enabled': 'false',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'access_logs.s3.enabled': 'true',
    });
  });

  test('access and connection logs are delivered to the bucket', () => {
    expect(attributesOf(templateWith())).toMatchObject({
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'ledger-logs',
      'access_logs.s3.prefix': 'alb',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.bucket': 'ledger-logs',
      'connection_logs.s3.prefix': 'alb',
    });
  });

  test('the HTTPS listener has the certificate, the recommended security policy and the Strict-Transport-Security header', () => {
    templateWith().hasResourceProperties(LISTENER, {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/Certificate-eu-west-2' }],
      ListenerAttributes: [
        { Key: 'routing.http.response.server.enabled', Value: 'false' },
        { Key: 'routing.http.response.strict_transport_security.header_value', Value: 'max-age=31536000' },
      ],
    });
  });

  test('HTTP is redirected to HTTPS permanently', () => {
    templateWith().hasResourceProperties(LISTENER, {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }],
    });
  });

  test('the response without a route is 404', () => {
    templateWith().hasResourceProperties(LISTENER, {
      Port: 443,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'Not found' } }],
    });
  });

  test('the security group allows inbound 443 and 80 from any address, and no outbound traffic', () => {
    const template = templateWith();
    expect(ingressOf(template)).toEqual([[443, '0.0.0.0/0'], [80, '0.0.0.0/0']]);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [{
        CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', FromPort: 252, IpProtocol: 'icmp', ToPort: 86,
      }],
    });
  });

  test('a new web ACL is associated', () => {
    const stack = testStack();
    const edge = make({}, stack);
    templateOf(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: stack.resolve(edge.loadBalancer.loadBalancerArn), WebACLArn: stack.resolve(edge.webAcl.webAclRef.webAclArn),
    });
    expect(edge.webAcl).toBeInstanceOf(WebAcl);
  });

  test('there are no DNS record and no health check', () => {
    const edge = make();
    expect([edge.aliasRecord, edge.healthCheck]).toEqual([undefined, undefined]);
  });

  test('works without a workload and without a Region', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Network');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const certificate = new acm.Certificate(stack, 'Certificate', { domainName: 'ledger.example.com' });
    const edge = new AlbWithWaf(stack, 'Edge', { vpc, certificate, accessLogs: bucket });
    edge.routeTo(new Target(stack, 'Target', vpc));
    const template = templateOf(stack);
    expect(attributesOf(template)).toMatchObject({ 'deletion_protection.enabled': 'true', 'access_logs.s3.bucket': stack.resolve(bucket.bucketName) });
    expect(stack.resolve(edge.dnsName)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^EdgeLoadBalancer/), 'DNSName'] });
  });
});

describe('accessLogs', () => {
  test('the bucket policy allows load balancers of the account to write below the prefix, and the load balancer depends on it', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    make({ accessLogs: bucket, accessLogsPrefix: 'edge' }, stack);
    const template = templateOf(stack);
    expect(attributesOf(template)).toMatchObject({ 'access_logs.s3.prefix': 'edge', 'connection_logs.s3.prefix': 'edge' });
    const [[policy, { Properties }]] = Object.entries(template.findResources('AWS::S3::BucketPolicy')) as any[];
    expect(Properties.PolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Resource: stack.resolve(bucket.arnForObjects('edge/AWSLogs/123456789012/*')),
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
        ArnLikeIfExists: {
          'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':elasticloadbalancing:eu-west-2:123456789012:loadbalancer/*']] },
        },
      },
    }]);
    template.hasResource(LOAD_BALANCER, { DependsOn: [policy] });
  });

  test('a bucket that uses a KMS key is refused', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
    expect(() => make({ accessLogs: bucket }, stack)).toThrow(
      "bucket 'Stack/Bucket' must use SSE-S3 for LogDelivery.LOAD_BALANCER, got a KMS key");
  });

  test('a prefix with a leading slash is refused', () => {
    expect(() => make({ accessLogsPrefix: '/edge' })).toThrow(
      "accessLogsPrefix must be a prefix of at most 512 characters without a slash at either end and without AWSLogs, got '/edge'");
  });
});

describe('loadBalancerName', () => {
  test('is the name of the load balancer', () => {
    templateWith({ loadBalancerName: 'ledger-alb-dev' }).hasResourceProperties(LOAD_BALANCER, { Name: 'ledger-alb-dev' });
  });

  test.each([
    ['a'.repeat(33), 'loadBalancerName must be at most 32 characters for a load balancer, got 33'],
    ['-alb', "loadBalancerName must be a load balancer name of A-Z a-z 0-9 and inner -, got '-alb'"],
    ['internal-alb', "loadBalancerName must be a load balancer name that does not begin with internal-, which AWS reserves, got 'internal-alb'"],
  ])('%s is refused', (loadBalancerName, message) => {
    expect(() => make({ loadBalancerName })).toThrow(message);
  });
});

describe('exposure', () => {
  test('can be limited to a prefix list', () => {
    const template = templateWith({ exposure: { allowFrom: [ec2.Peer.prefixList('pl-93a247fa')] } });
    expect(ingressOf(template)).toEqual([[443, 'pl-93a247fa'], [80, 'pl-93a247fa']]);
    template.hasResourceProperties(LOAD_BALANCER, { Scheme: 'internet-facing' });
  });

  test('can be limited to security groups', () => {
    const stack = testStack();
    const client = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Client', 'sg-12345678');
    expect(ingressOf(templateWith({ exposure: { internal: true, allowFrom: [client] } }, stack))).toEqual([[443, 'sg-12345678'], [80, 'sg-12345678']]);
  });

  test('an internal load balancer is in private subnets and accepts no client', () => {
    const template = templateWith({ exposure: { internal: true } });
    template.hasResourceProperties(LOAD_BALANCER, { Scheme: 'internal', Subnets: ['subnet-private-a', 'subnet-private-b'] });
    expect(ingressOf(template)).toEqual([]);
  });

  test('connections add clients', () => {
    const stack = testStack();
    const client = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Client', 'sg-12345678');
    make({ exposure: { internal: true } }, stack).connections.allowFrom(client, ec2.Port.HTTPS);
    expect(ingressOf(templateOf(stack))).toEqual([[443, 'sg-12345678']]);
  });

  test('subnets can be selected', () => {
    templateWith({ exposure: { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, internal: true } })
      .hasResourceProperties(LOAD_BALANCER, { Subnets: ['subnet-private-a', 'subnet-private-b'] });
  });

  test('subnets in one Availability Zone are refused', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Small', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'], publicSubnetIds: ['subnet-1'],
    });
    expect(() => make({ vpc }, stack)).toThrow(new Error('vpc must have public subnets in at least 2 Availability Zones, got 1'));
    expect(() => make({ exposure: { internal: true, vpcSubnets: { availabilityZones: ['eu-west-2a'] } } }))
      .toThrow(new Error('exposure.vpcSubnets must select subnets in at least 2 Availability Zones, got 1'));
  });

  test('an empty list of subnets is refused', () => {
    const { vpc } = imported(testStack());
    expect(() => make({ vpc, exposure: { vpcSubnets: { subnets: [] } } })).toThrow(new Error('exposure.vpcSubnets.subnets must not be empty'));
  });
});

describe('exposure to CloudFront by a VPC origin', () => {
  const exposure = { cloudFront: CloudFrontAccess.vpcOrigin() };

  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const props = imported(stack);
      new AlbWithWaf(stack, 'Edge', { ...props, exposure }).routeTo(new Target(stack, 'Target', props.vpc));
    })).toEqual([]);
  });

  const inVpc = (createInternetGateway: boolean, stack = testStack()) => {
    const subnetConfiguration = [{ name: 'private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, ...createInternetGateway ? [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }] : []];
    const vpc = new ec2.Vpc(stack, 'Network', { createInternetGateway, subnetConfiguration, maxAzs: 2 });
    make({ vpc, exposure }, stack);
    return { stack, vpc };
  };

  test('a VPC without an internet gateway is refused', () => {
    expect(() => templateOf(inVpc(false).stack)).toThrow("vpc must have an internet gateway with CloudFrontAccess.vpcOrigin, got 'Stack/Network' without one: "
      + 'add a tier of public subnets, which needs no NAT gateway');
  });

  test('an internet gateway can be attached later', () => {
    const { stack, vpc } = inVpc(false);
    new ec2.CfnVPCGatewayAttachment(stack, 'Attachment', { vpcId: vpc.vpcId, internetGatewayId: 'igw-0123456789abcdef0' });
    expect(() => templateOf(stack)).not.toThrow();
    expect(() => templateOf(inVpc(true).stack)).not.toThrow();
  });

  test('a secret header needs no VPC origin, so that no internet gateway is checked', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Network', { createInternetGateway: false, subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }], maxAzs: 2 });
    make({ vpc, exposure: { cloudFront: CloudFrontAccess.secretHeader(new OriginSecret(stack, 'Secret')) } }, stack);
    expect(() => templateOf(stack)).not.toThrow();
  });

  test('only CloudFront can connect, to port 443 of private addresses', () => {
    const template = templateWith({ exposure });
    template.hasResourceProperties(LOAD_BALANCER, { Scheme: 'internal', Subnets: ['subnet-private-a', 'subnet-private-b'] });
    expect(ingressOf(template)).toEqual([[443, 'pl-93a247fa']]);
    template.resourceCountIs(LISTENER, 1);
    expect(make({ exposure }).redirectListener).toBeUndefined();
  });

  test('the default route replaces the fallback', () => {
    const stack = testStack();
    const props = imported(stack);
    const edge = new AlbWithWaf(stack, 'Edge', { ...props, exposure });
    templateOf(stack).hasResourceProperties(LISTENER, { DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'Not found' } }] });
    edge.routeTo(new Target(stack, 'Target', props.vpc));
    templateOf(stack).hasResourceProperties(LISTENER, { DefaultActions: [{ Type: 'forward' }] });
  });

  test('the web ACL has no rate limit: the client address is known only to the distribution', () => {
    const [{ Properties: { Rules } }] = Object.values(templateWith({ exposure }).findResources('AWS::WAFv2::WebACL')) as any[];
    expect(Rules.map(({ Name }: any) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesCommonRuleSet', 'AWSManagedRulesSQLiRuleSet',
    ]);
  });

  const OF_PATH = WebAclRule.custom({
    name: 'Internal',
    wcu: 12,
    statement: {
      byteMatchStatement: {
        fieldToMatch: { uriPath: {} }, positionalConstraint: 'STARTS_WITH', searchString: '/internal/', textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  });

  test.each<[WebAclProps, string]>([
    [{}, "'RateLimit'"],
    [{ rules: [WebAclRule.allowOnlyCountries('GB'), WebAclRule.blockAddresses('203.0.113.0/24')] }, "'OtherCountries', 'BlockedAddresses', 'RateLimit'"],
    [{ rules: [OF_PATH, WebAclRule.trustAddresses('203.0.113.0/24')], rateLimitKey: RateLimitKey.NONE }, "'TrustedAddresses'"],
    [{ rules: [WebAclRule.blockCountries('KP'), OF_PATH], rateLimitKey: RateLimitKey.FORWARDED_ADDRESS }, "'BlockedCountries'"],
    [{ rules: [WebAclRule.allowOnlyAddresses('203.0.113.0/24')], rateLimitKey: RateLimitKey.NONE }, "'OtherAddresses'"],
  ])('%#: a web ACL with rules for the client address is refused', (props, rules) => {
    const stack = testStack();
    const webAcl = new WebAcl(stack, 'Shared', props);
    expect(() => make({ webAcl, exposure }, stack)).toThrow(
      `webAcl must have no rule for the client address with exposure.cloudFront, got ${rules}: use the web ACL of the distribution, and RateLimitKey.NONE here`);
  });

  test.each<WebAclProps>([{ rateLimitKey: RateLimitKey.NONE }, { rateLimitKey: RateLimitKey.FORWARDED_ADDRESS, rules: [OF_PATH] }])('%#: a web ACL without one is accepted', (props) => {
    const stack = testStack();
    const webAcl = new WebAcl(stack, 'Shared', props);
    expect(make({ webAcl, exposure }, stack).webAcl).toBe(webAcl);
  });

  test('a domain has an alias record and no health check', () => {
    const stack = testStack();
    const edge = make({ exposure, domain: { domainName: 'origin.example.com', hostedZone: zoneIn(stack) } }, stack);
    expect([edge.healthCheck, edge.domainName, edge._cloudFront]).toEqual([undefined, 'origin.example.com', { secret: undefined, prefixListId: 'pl-93a247fa' }]);
    expect(edge.aliasRecord).toBeDefined();
  });

  test('public subnets can be selected', () => {
    templateWith({ exposure: { ...exposure, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } } })
      .hasResourceProperties(LOAD_BALANCER, { Scheme: 'internal', Subnets: ['subnet-public-a', 'subnet-public-b'] });
  });

  test('a stack without a Region has a mapping of the prefix lists of all Regions', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Network');
    const props = { vpc, certificate: new acm.Certificate(stack, 'Certificate', { domainName: 'a.example.com' }), accessLogs: new s3.Bucket(stack, 'Bucket'), exposure };
    new AlbWithWaf(stack, 'Edge', props);
    new AlbWithWaf(stack, 'Other', props);
    const template = templateOf(stack);
    // As published with the announcement of the list: "How to only allow CloudFront traffic to your ALB", DEV Community, 2022.
    expect(template.findMappings('*').CloudFrontPrefixLists).toEqual({
      'us-east-1': { Id: 'pl-3b927c52' },
      'us-east-2': { Id: 'pl-b6a144df' },
      'us-west-1': { Id: 'pl-4ea04527' },
      'us-west-2': { Id: 'pl-82a045eb' },
      'af-south-1': { Id: 'pl-c0aa4fa9' },
      'ap-south-1': { Id: 'pl-9aa247f3' },
      'ap-northeast-2': { Id: 'pl-22a6434b' },
      'ap-southeast-1': { Id: 'pl-31a34658' },
      'ap-southeast-2': { Id: 'pl-b8a742d1' },
      'ap-northeast-1': { Id: 'pl-58a04531' },
      'ca-central-1': { Id: 'pl-38a64351' },
      'eu-central-1': { Id: 'pl-a3a144ca' },
      'eu-west-1': { Id: 'pl-4fa04526' },
      'eu-west-2': { Id: 'pl-93a247fa' },
      'eu-south-1': { Id: 'pl-1bbc5972' },
      'eu-west-3': { Id: 'pl-75b1541c' },
      'eu-north-1': { Id: 'pl-fab65393' },
      'sa-east-1': { Id: 'pl-5da64334' },
    });
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', {
      FromPort: 443, SourcePrefixListId: { 'Fn::FindInMap': ['CloudFrontPrefixLists', { Ref: 'AWS::Region' }, 'Id'] },
    }, 2);
  });

  test('another prefix list can be specified, a token too', () => {
    expect(ingressOf(templateWith({ exposure: { cloudFront: CloudFrontAccess.vpcOrigin({ prefixListId: 'pl-0123abcd' }) } }))).toEqual([[443, 'pl-0123abcd']]);
    const stack = testStack();
    const prefixListId = new CfnParameter(stack, 'List').valueAsString;
    expect(ingressOf(templateWith({ exposure: { cloudFront: CloudFrontAccess.vpcOrigin({ prefixListId }) } }, stack))).toEqual([[443, { Ref: 'List' }]]);
  });

  test('a Region without a known prefix list is refused, and so is a malformed id', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'mx-central-1' } });
    const certificate = certificateIn(stack, 'mx-central-1');
    expect(() => make({ exposure, certificate }, stack)).toThrow('exposure.cloudFront.prefixListId must be specified in mx-central-1; '
      + "'aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing' returns it");
    expect(() => make({ exposure: { cloudFront: CloudFrontAccess.vpcOrigin({ prefixListId: 'com.amazonaws' }) } }))
      .toThrow("exposure.cloudFront.prefixListId must be the id of a prefix list such as pl-3b927c52, got 'com.amazonaws'");
  });

  test('clients other than CloudFront are refused', () => {
    expect(() => make({ exposure: { ...exposure, internal: false } }))
      .toThrow('specify either exposure.internal or exposure.cloudFront, not both');
    expect(() => make({ exposure: { ...exposure, allowFrom: [ec2.Peer.anyIpv4()] } }))
      .toThrow('specify either exposure.allowFrom or exposure.cloudFront, not both');
  });
});

describe('tls', () => {
  test('another security policy can be specified', () => {
    templateWith({ tls: { sslPolicy: elbv2.SslPolicy.FIPS_TLS13_12_RES_PQ } })
      .hasResourceProperties(LISTENER, { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09' });
  });

  test('the security policy is FIPS if a framework requires validated cryptography', () => {
    const stack = testStack({ frameworks: [Framework.FEDRAMP_MODERATE_R5] });
    make({}, stack);
    templateOf(stack).hasResourceProperties(LISTENER, { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09' });
  });

  test('an outdated security policy is a finding', () => {
    const stack = testStack();
    make({ tls: { sslPolicy: elbv2.SslPolicy.LEGACY } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['ELB.ListenerTlsPolicy']);
  });

  test('certificates for further domain names are added', () => {
    const stack = testStack();
    const template = templateWith({ tls: { additionalCertificates: [certificateIn(stack, 'eu-west-2', 'Second')] } }, stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerCertificate', {
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/Second' }],
    });
  });

  test('client certificates can be required', () => {
    const stack = testStack();
    const trustStore = elbv2.TrustStore.fromTrustStoreArn(stack, 'Clients', 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:truststore/clients/1');
    templateWith({ tls: { mutualAuthentication: { mutualAuthenticationMode: elbv2.MutualAuthenticationMode.VERIFY, trustStore } } }, stack)
      .hasResourceProperties(LISTENER, { MutualAuthentication: { Mode: 'verify', TrustStoreArn: trustStore.trustStoreArn } });
  });

  test('the Strict-Transport-Security value can be specified', () => {
    templateWith({ tls: { strictTransportSecurity: 'max-age=300' } }).hasResourceProperties(LISTENER, {
      ListenerAttributes: [
        { Key: 'routing.http.response.server.enabled', Value: 'false' },
        { Key: 'routing.http.response.strict_transport_security.header_value', Value: 'max-age=300' },
      ],
    });
  });

  test('a certificate of another Region is refused', () => {
    const stack = testStack();
    expect(() => make({ certificate: certificateIn(stack, 'us-east-1') }, stack)).toThrow(
      "certificate must be in eu-west-2, got 'Stack/Certificate-us-east-1' in us-east-1");
    const other = testStack();
    expect(() => make({ tls: { additionalCertificates: [certificateIn(other, 'us-east-1')] } }, other)).toThrow(
      "tls.additionalCertificates[0] must be in eu-west-2, got 'Stack/Certificate-us-east-1' in us-east-1");
  });

  test('a certificate of a stack in another Region is refused', () => {
    const stack = testStack();
    const global = new Stack(stack.node.root, 'Global', { env: { region: 'us-east-1', account: '123456789012' } });
    const certificate = new acm.Certificate(global, 'Certificate', { domainName: 'ledger.example.com' });
    expect(() => make({ certificate }, stack)).toThrow(
      "certificate must be in eu-west-2, got 'Global/Certificate' in us-east-1");
  });

  test('an IAM server certificate, which has no Region, is accepted', () => {
    const stack = testStack();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Iam', 'arn:aws:iam::123456789012:server-certificate/ledger');
    templateWith({ certificate }, stack).hasResourceProperties(LISTENER, { Certificates: [{ CertificateArn: certificate.certificateArn }] });
  });

  test('a stack without a Region accepts a certificate of any Region', () => {
    const stack = new Stack(new App(), 'Stack');
    const certificate = certificateIn(stack, 'us-east-1');
    expect(make({ certificate }, stack).certificate).toBe(certificate);
  });
});

describe('webAcl', () => {
  test('a web ACL of the app is associated', () => {
    const stack = testStack();
    const webAcl = new WebAcl(stack, 'Shared');
    const template = templateWith({ webAcl }, stack);
    template.resourceCountIs('AWS::WAFv2::WebACL', 1);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: stack.resolve(webAcl.webAclArn) });
  });

  test('an existing web ACL is associated', () => {
    const stack = testStack();
    const arn = 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/shared/4eed';
    const template = templateWith({ webAcl: WebAcl.fromWebAclArn(stack, 'Shared', arn) }, stack);
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: arn });
  });

  test('a web ACL of scope CLOUDFRONT is refused', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '123456789012' } });
    const message = (path: string) => (
      `scope of web ACL '${path}' must be REGIONAL, got CLOUDFRONT: pass the web ACL to the distribution as webAclId`);
    const certificate = certificateIn(stack, 'us-east-1');
    const webAcl = new WebAcl(stack, 'Global', { scope: WebAclScope.CLOUDFRONT });
    expect(() => make({ certificate, webAcl }, stack)).toThrow(message('Stack/Global'));
    const l1 = new wafv2.CfnWebACL(stack, 'L1', {
      scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: { metricName: 'l1', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
    });
    expect(() => new AlbWithWaf(stack, 'Second', { ...imported(new Stack(stack.node.root, 'Other')), certificate, webAcl: l1 })).toThrow(message('Stack/L1'));
  });

  test('a web ACL of another Region is refused before anything is made', () => {
    const stack = testStack();
    const elsewhere = new Stack(stack.node.root, 'Elsewhere', { env: { region: 'us-east-1', account: '123456789012' } });
    const webAcl = new WebAcl(elsewhere, 'WebAcl');
    expect(() => make({ webAcl }, stack)).toThrow("Region of web ACL 'Elsewhere/WebAcl' must be eu-west-2, got us-east-1");
    expect(stack.node.findAll().filter((node) => node instanceof elbv2.CfnLoadBalancer)).toEqual([]);
  });
});

describe('attributes', () => {
  test('are passed to the load balancer', () => {
    expect(attributesOf(templateWith({
      attributes: {
        idleTimeout: Duration.seconds(4000),
        clientKeepAlive: Duration.minutes(5),
        xffHeaderProcessingMode: elbv2.XffHeaderProcessingMode.REMOVE,
        preserveXffClientPort: true,
        preserveHostHeader: true,
        tlsHeaders: true,
        desyncMitigationMode: elbv2.DesyncMitigationMode.DEFENSIVE,
        wafFailOpen: true,
      },
    }))).toMatchObject({
      'idle_timeout.timeout_seconds': '4000',
      'client_keep_alive.seconds': '300',
      'routing.http.xff_header_processing.mode': 'remove',
      'routing.http.xff_client_port.enabled': 'true',
      'routing.http.preserve_host_header.enabled': 'true',
      'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'defensive',
      'waf.fail_open.enabled': 'true',
    });
  });

  test('that are less strict are findings', () => {
    const stack = testStack();
    make({ attributes: { dropInvalidHeaderFields: false, desyncMitigationMode: elbv2.DesyncMitigationMode.MONITOR } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual(['ELB.DesyncMitigated', 'ELB.InvalidHeadersDropped']);
  });

  test.each([
    [{ idleTimeout: Duration.seconds(0) }, 'attributes.idleTimeout must be a whole number of seconds from 1 to 4000, got 0 seconds'],
    [{ idleTimeout: Duration.seconds(4001) }, 'attributes.idleTimeout must be a whole number of seconds from 1 to 4000, got 1 hour 6 minutes'],
    [{ clientKeepAlive: Duration.seconds(59) }, 'attributes.clientKeepAlive must be a whole number of seconds from 60 to 604800, got 59 seconds'],
  ])('%#: out of range are refused', (attributes, message) => {
    expect(() => make({ attributes })).toThrow(message);
  });
});

describe('fallback', () => {
  test('is the response to requests that no route matches', () => {
    templateWith({ fallback: elbv2.ListenerAction.fixedResponse(403) })
      .hasResourceProperties(LISTENER, { DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '403' } }] });
  });
});

describe('domain', () => {

  test('has an alias record that evaluates target health, and a health check', () => {
    const stack = testStack();
    const edge = make({ domain: { domainName: 'ledger.example.com', hostedZone: zoneIn(stack) } }, stack);
    edge.routeTo(new Target(stack, 'Target', edge.loadBalancer.vpc!));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'ledger.example.com.', Type: 'A', HostedZoneId: 'Z1', AliasTarget: { EvaluateTargetHealth: true },
    });
    template.hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'ledger.example.com', Port: 443, ResourcePath: '/health' },
    });
    expect(edge.aliasRecord).toBeInstanceOf(route53.ARecord);
  });

  test('the health check path is the root without a default route, or as specified', () => {
    const pathWith = (healthCheckPath?: string) => {
      const stack = testStack();
      const template = templateWith({ domain: { domainName: 'example.com.', hostedZone: zoneIn(stack), healthCheckPath } }, stack);
      const [{ Properties: { HealthCheckConfig } }] = Object.values(template.findResources('AWS::Route53::HealthCheck')) as any[];
      return [HealthCheckConfig.FullyQualifiedDomainName, HealthCheckConfig.ResourcePath];
    };
    expect([pathWith(), pathWith('/up')]).toEqual([['example.com', '/'], ['example.com', '/up']]);
  });

  test.each([{ internal: true }, { allowFrom: [ec2.Peer.prefixList('pl-93a247fa')] }])('%#: has no health check if the load balancer is not public', (exposure) => {
    const stack = testStack();
    const template = templateWith({ exposure, domain: { domainName: 'ledger.example.com', hostedZone: zoneIn(stack) } }, stack);
    template.resourceCountIs('AWS::Route53::RecordSet', 1);
    template.resourceCountIs('AWS::Route53::HealthCheck', 0);
  });

  test('a certificate is issued and validated in the hosted zone if none is specified', () => {
    const stack = testStack();
    const edge = make({ certificate: undefined, domain: { domainName: 'ledger.example.com.', hostedZone: zoneIn(stack) } }, stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'ledger.example.com', ValidationMethod: 'DNS', DomainValidationOptions: [{ DomainName: 'ledger.example.com', HostedZoneId: 'Z1' }],
    });
    template.hasResourceProperties(LISTENER, { Port: 443, Certificates: [{ CertificateArn: stack.resolve(edge.certificate.certificateArn) }] });
  });

  test('or a certificate is required', () => {
    expect(() => make({ certificate: undefined })).toThrow(
      'specify certificate or domain: without a certificate, one is issued for the domain');
  });

  test('outside the hosted zone is refused', () => {
    const stack = testStack();
    expect(() => make({ domain: { domainName: 'ledger.notexample.com', hostedZone: zoneIn(stack) } }, stack))
      .toThrow("domain.domainName must be a name in hosted zone 'example.com', got 'ledger.notexample.com'");
  });

  test('can be a token', () => {
    const stack = testStack();
    const domainName = new CfnParameter(stack, 'Domain').valueAsString;
    templateWith({ domain: { domainName, hostedZone: zoneIn(stack) } }, stack)
      .hasResourceProperties('AWS::Route53::HealthCheck', { HealthCheckConfig: { FullyQualifiedDomainName: { Ref: 'Domain' } } });
  });
});

describe('routeTo', () => {
  function routed(options?: Parameters<AlbWithWaf['routeTo']>[1]) {
    const stack = testStack();
    const edge = make({}, stack);
    const targetGroup = edge.routeTo(new Target(stack, 'Target', edge.loadBalancer.vpc!), options);
    return { stack, edge, targetGroup, template: templateOf(stack) };
  }

  test('the target group has the port of the target and a health check every 30 seconds', () => {
    const { template } = routed();
    template.hasResourceProperties(TARGET_GROUP, {
      Port: 8080,
      Protocol: 'HTTP',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckProtocol: 'HTTP',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      Matcher: { HttpCode: '200' },
      TargetGroupAttributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '60' },
        { Key: 'load_balancing.cross_zone.enabled', Value: 'true' },
        { Key: 'stickiness.enabled', Value: 'false' },
      ],
    });
  });

  test('replaces the fallback without a warning', () => {
    const { template, stack, edge, targetGroup } = routed();
    template.hasResourceProperties(LISTENER, {
      Port: 443, DefaultActions: [{ Type: 'forward', TargetGroupArn: stack.resolve(targetGroup.targetGroupArn) }],
    });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('default Action'))).toEqual([]);
    expect(edge.targetGroups).toEqual([targetGroup]);
  });

  test('allows the port of the target in both security groups, and nothing else', () => {
    const { template } = routed();
    const rule = { FromPort: 8080, ToPort: 8080, IpProtocol: 'tcp' };
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      ...rule,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Edge'), 'GroupId'] },
      DestinationSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Target'), 'GroupId'] },
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      ...rule,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Target'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Edge'), 'GroupId'] },
    });
  });

  test('options are passed to the target group', () => {
    const { template } = routed({
      protocol: elbv2.ApplicationProtocol.HTTPS,
      healthCheckInterval: Duration.seconds(5),
      unhealthyThreshold: 10,
      deregistrationDelay: Duration.seconds(0),
      stickiness: Duration.hours(1),
      slowStart: Duration.seconds(30),
    });
    template.hasResourceProperties(TARGET_GROUP, {
      Protocol: 'HTTPS',
      HealthCheckProtocol: 'HTTPS',
      HealthCheckIntervalSeconds: 5,
      UnhealthyThresholdCount: 10,
      HealthCheckTimeoutSeconds: 4,
      TargetGroupAttributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '0' },
        { Key: 'load_balancing.cross_zone.enabled', Value: 'true' },
        { Key: 'stickiness.enabled', Value: 'true' },
        { Key: 'stickiness.type', Value: 'lb_cookie' },
        { Key: 'stickiness.lb_cookie.duration_seconds', Value: '3600' },
        { Key: 'slow_start.duration_seconds', Value: '30' },
      ],
    });
  });

  test('a second default route is refused', () => {
    const { edge, stack } = routed();
    expect(() => edge.routeTo(new Target(stack, 'Second', edge.loadBalancer.vpc!)))
      .toThrow('default route already exists in this load balancer');
  });

  test.each([
    [{ unhealthyThreshold: 1 }, 'options.unhealthyThreshold must be an integer from 2 to 10, got 1'],
    [{ unhealthyThreshold: 11 }, 'options.unhealthyThreshold must be an integer from 2 to 10, got 11'],
    [{ healthCheckInterval: Duration.seconds(4) }, 'options.healthCheckInterval must be a whole number of seconds from 5 to 300, got 4 seconds'],
    [{ healthCheckInterval: Duration.seconds(301) }, 'options.healthCheckInterval must be a whole number of seconds from 5 to 300, got 5 minutes 1 second'],
    [{ healthCheckInterval: Duration.millis(5500) }, 'options.healthCheckInterval must be a whole number of seconds from 5 to 300, got 5 seconds 500 millis'],
    [{ deregistrationDelay: Duration.seconds(3601) }, 'options.deregistrationDelay must be a whole number of seconds from 0 to 3600, got 1 hour 1 second'],
    [{ slowStart: Duration.seconds(29) }, 'options.slowStart must be a whole number of seconds from 30 to 900, got 29 seconds'],
  ])('%#: out of range is refused', (options, message) => {
    expect(() => routed(options)).toThrow(message);
  });

  test('the deregistration delay can be a token', () => {
    const stack = testStack();
    const edge = make({}, stack);
    const deregistrationDelay = Duration.seconds(new CfnParameter(stack, 'Delay', { type: 'Number' }).valueAsNumber);
    edge.routeTo(new Target(stack, 'Target', edge.loadBalancer.vpc!), { deregistrationDelay });
    templateOf(stack).hasResourceProperties(TARGET_GROUP, {
      TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: { Ref: 'Delay' } }]),
    });
  });
});

describe('routeWhen', () => {
  const conditions = [elbv2.ListenerCondition.pathPatterns(['/api/*'])];

  test('adds a rule and a target group', () => {
    const stack = testStack();
    const edge = make({}, stack);
    const vpc = edge.loadBalancer.vpc!;
    const site = edge.routeTo(new Target(stack, 'Site', vpc));
    const api = edge.routeWhen('Api', new Target(stack, 'Api', vpc), { priority: 10, conditions });
    templateOf(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      ListenerArn: stack.resolve(edge.listener.listenerArn),
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: stack.resolve(api.targetGroupArn) }],
    });
    expect(edge.targetGroups).toEqual([site, api]);
    expect(edge.node.findChild('ApiTargetGroup')).toBe(api);
  });

  test.each([0, 50_001, 1.5])('with priority %d is refused', (priority) => {
    const edge = make();
    expect(() => edge.routeWhen('Api', new Target(edge, 'Target', edge.loadBalancer.vpc!), { priority, conditions }))
      .toThrow(`rule.priority must be an integer from 1 to 50000, got ${priority}`);
  });

  test('without a condition is refused', () => {
    const edge = make();
    expect(() => edge.routeWhen('Api', new Target(edge, 'Target', edge.loadBalancer.vpc!), { priority: 1, conditions: [] }))
      .toThrow('rule.conditions must not be empty');
  });
});

describe('alarms', () => {
  test('are recommended for the load balancer, the web ACL and each target group', () => {
    const stack = testStack();
    const edge = make({}, stack);
    const targetGroup = edge.routeTo(new Target(stack, 'Target', edge.loadBalancer.vpc!));
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
    const metrics = alarms.map(({ metric }) => metric as cloudwatch.Metric);
    const seen = alarms.map(({ construct, id, threshold }, i) => [construct.node.path, id, metrics[i].metricName, metrics[i].statistic, threshold]);
    expect(seen).toEqual([
      ['Stack/Edge/WebAcl', 'BlockedRequestsHigh', 'BlockedRequests', 'Sum', 1000],
      ['Stack/Edge', 'Elb5xxHigh', 'HTTPCode_ELB_5XX_Count', 'Sum', 5],
      ['Stack/Edge', 'RejectedConnections', 'RejectedConnectionCount', 'Sum', 1],
      ['Stack/Edge/TargetGroup', 'UnhealthyHosts', 'UnHealthyHostCount', 'Maximum', 1],
      ['Stack/Edge/TargetGroup', 'Target5xxHigh', 'HTTPCode_Target_5XX_Count', 'Sum', 5],
      ['Stack/Edge/TargetGroup', 'TargetResponseTimeHigh', 'TargetResponseTime', 'p95', 1],
    ]);
    expect(stack.resolve(metrics[3].dimensions)).toEqual({
      LoadBalancer: stack.resolve(edge.loadBalancer.loadBalancerFullName), TargetGroup: stack.resolve(targetGroup.targetGroupFullName),
    });
  });
});

describe('findings that the load balancer acknowledges', () => {
  const DELETION = ['ELB.DeletionProtected', 'HIPAA.Security-ELBDeletionProtectionEnabled', 'NIST.800.53.R5-ELBDeletionProtectionEnabled'];

  test.each<[string, Partial<AlbWithWafProps>, Lifecycle, object]>([
    ['for any client', {}, Lifecycle.PRODUCTION, { 'SecurityGroup/Resource': ['AwsSolutions-EC23'] }],
    ['for any client, explicitly', { exposure: { allowFrom: [ec2.Peer.anyIpv6()] } }, Lifecycle.PRODUCTION, { 'SecurityGroup/Resource': ['AwsSolutions-EC23'] }],
    ['for known clients', { exposure: { allowFrom: [ec2.Peer.ipv4('192.0.2.0/24')] } }, Lifecycle.PRODUCTION, {}],
    ['behind CloudFront', { exposure: { cloudFront: CloudFrontAccess.vpcOrigin() } }, Lifecycle.PRODUCTION, {}],
    ['ephemeral', { exposure: { internal: true } }, Lifecycle.EPHEMERAL, { 'LoadBalancer/Resource': DELETION }],
    ['in production', { exposure: { internal: true } }, Lifecycle.PRODUCTION, {}],
  ])('%s', (_, props, lifecycle, expected) => {
    const { 'SecurityGroup/Resource': group, 'LoadBalancer/Resource': balancer } = acknowledgedBelow(make(props, testStack({ lifecycle })));
    expect({ ...group && { 'SecurityGroup/Resource': group }, ...balancer && { 'LoadBalancer/Resource': balancer } }).toEqual(expected);
  });

  test.each([
    [elbv2.ApplicationProtocol.HTTP, ['ELB.HealthChecksEncrypted', 'ELB.TargetsEncrypted']], [elbv2.ApplicationProtocol.HTTPS, undefined],
  ])('to targets over %s', (protocol, expected) => {
    const stack = testStack();
    const edge = make({}, stack);
    edge.routeTo(new Target(stack, 'Api', edge.loadBalancer.vpc!), { protocol });
    const groups = stack.node.findAll().filter((construct) => construct instanceof elbv2.CfnTargetGroup);
    expect(groups).toHaveLength(1);
    expect(acknowledgedBelow(groups[0].node.scope!)[groups[0].node.id]).toEqual(expected);
  });
});
