import { att, bucket, group, KEY_ARN, logBucket, network, r, ref, sound, SUBNETS } from '../sound-parts';

const balancer = (more: object = {}, attributes: object[] = []) => r('AWS::ElasticLoadBalancingV2::LoadBalancer', {
  Scheme: 'internal',
  Subnets: SUBNETS,
  SecurityGroups: ['sg-1'],
  LoadBalancerAttributes: [
    { Key: 'access_logs.s3.enabled', Value: 'true' }, { Key: 'access_logs.s3.bucket', Value: 'logs' }, { Key: 'deletion_protection.enabled', Value: 'true' },
    { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' }, { Key: 'routing.http.desync_mitigation_mode', Value: 'strictest' }, ...attributes,
  ],
  ...more,
});
const ACL = r('AWS::WAFv2::WebACL', {
  Scope: 'REGIONAL',
  DefaultAction: { Allow: {} },
  VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'm' },
  Rules: [{ Name: 'common', Priority: 0, OverrideAction: { None: {} }, Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } }, VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'c' } }],
});
const ACL_LOGS = r('AWS::WAFv2::LoggingConfiguration', { ResourceArn: att('Acl'), LogDestinationConfigs: ['arn:aws:logs:eu-west-2:123456789012:log-group:aws-waf-logs-a'] });
const listener = (more: object = {}) => r('AWS::ElasticLoadBalancingV2::Listener', {
  LoadBalancerArn: ref('Balancer'),
  Port: 443,
  Protocol: 'HTTPS',
  SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/c' }],
  DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
  ...more,
});
const TARGETS = r('AWS::ElasticLoadBalancingV2::TargetGroup', { VpcId: 'vpc-1', Port: 443, Protocol: 'HTTPS', TargetType: 'ip', HealthCheckProtocol: 'HTTPS', HealthCheckPath: '/health' });
const REDIRECT = listener({ Port: 80, Protocol: 'HTTP', SslPolicy: undefined, Certificates: undefined, DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }] });
const WAF = { Acl: ACL, AclLogs: ACL_LOGS, Association: r('AWS::WAFv2::WebACLAssociation', { ResourceArn: ref('Balancer'), WebACLArn: att('Acl') }) };
const endpoint = (service: string, more: object = {}) => r('AWS::EC2::VPCEndpoint', {
  VpcId: 'vpc-1', ServiceName: `com.amazonaws.eu-west-2.${service}`, VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SubnetIds: SUBNETS, SecurityGroupIds: ['sg-1'], ...more,
});
const distribution = (more: object = {}) => r('AWS::CloudFront::Distribution', {
  DistributionConfig: {
    Enabled: true,
    DefaultRootObject: 'index.html',
    HttpVersion: 'http2and3',
    Aliases: ['www.example.com'],
    WebACLId: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1',
    ViewerCertificate: { AcmCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/c', MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    Logging: { Bucket: 'logs.s3.amazonaws.com', Prefix: 'cf/' },
    Origins: [
      { Id: 'a', DomainName: 'a.s3.eu-west-2.amazonaws.com', OriginAccessControlId: 'E1', S3OriginConfig: { OriginAccessIdentity: '' } },
      { Id: 'b', DomainName: 'b.s3.eu-west-1.amazonaws.com', OriginAccessControlId: 'E1', S3OriginConfig: { OriginAccessIdentity: '' } },
    ],
    OriginGroups: { Quantity: 1, Items: [{ Id: 'g', FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [500] } }, Members: { Quantity: 2, Items: [{ OriginId: 'a' }, { OriginId: 'b' }] } }] },
    DefaultCacheBehavior: { TargetOriginId: 'g', ViewerProtocolPolicy: 'redirect-to-https', CachePolicyId: 'p', ResponseHeadersPolicyId: 'h' },
    ...more,
  },
});

export const NETWORK = [
  ...sound('Amazon VPC', 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html', {
    'vpc-private': network(),
    'vpc-with-public-subnets': {
      ...network(),
      Gateway: r('AWS::EC2::InternetGateway'),
      Attachment: r('AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') }),
      Public: r('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/24', MapPublicIpOnLaunch: false }),
      Address: r('AWS::EC2::EIP', { Domain: 'vpc' }),
      Nat: r('AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: att('Address', 'AllocationId') }),
      Table: r('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
      Route: r('AWS::EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') }),
      Routed: r('AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: ref('Table'), SubnetId: ref('Public') }),
    },
    'vpc-network-acl': {
      Acl: r('AWS::EC2::NetworkAcl', { VpcId: 'vpc-1' }),
      Association: r('AWS::EC2::SubnetNetworkAclAssociation', { NetworkAclId: ref('Acl'), SubnetId: 'subnet-1' }),
      Https: r('AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 100, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 443, To: 443 } }),
      Replies: r('AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 110, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 32768, To: 65535 } }),
      Out: r('AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 100, Protocol: 6, Egress: true, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 1024, To: 65535 } }),
    },
    'vpc-endpoints': {
      Ssm: endpoint('ssm'),
      Logs: endpoint('logs', { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'logs:PutLogEvents', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } } }] } }),
      S3: r('AWS::EC2::VPCEndpoint', { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-west-2.s3', VpcEndpointType: 'Gateway', RouteTableIds: ['rtb-1'] }),
    },
    'vpc-block-public-access': { Block: r('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' }) },
    'vpc-flow-logs-in-s3': {
      ...network(), FlowLog: r('AWS::EC2::FlowLog', { ResourceId: ref('Vpc'), ResourceType: 'VPC', TrafficType: 'REJECT', LogDestinationType: 's3', LogDestination: att('LogBucket') }), ...logBucket('delivery.logs.amazonaws.com'),
    },
    'vpn': { Vpn: r('AWS::EC2::VPNConnection', { CustomerGatewayId: 'cgw-1', TransitGatewayId: 'tgw-1', Type: 'ipsec.1', VpnTunnelOptionsSpecifications: [1, 2].map((n) => ({ IKEVersions: [{ Value: 'ikev2' }], LogOptions: { CloudwatchLogOptions: { LogEnabled: true, LogGroupArn: `arn:aws:logs:eu-west-2:123456789012:log-group:${n}` } } })) }) },
    'transit-gateway': { Gateway: r('AWS::EC2::TransitGateway', { AutoAcceptSharedAttachments: 'disable' }) },
    'client-vpn': { Endpoint: r('AWS::EC2::ClientVpnEndpoint', { ClientCidrBlock: '10.9.0.0/22', ServerCertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/c', AuthenticationOptions: [], ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: 'vpn' } }) },
    'prefix-list-ingress': { Group: group({ SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourcePrefixListId: 'pl-93a247fa', Description: 'CloudFront' }] }) },
    'group-to-group': {
      Database: group({ SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32', Description: 'no outbound traffic' }] }),
      Application: group(),
      Ingress: r('AWS::EC2::SecurityGroupIngress', { GroupId: att('Database', 'GroupId'), IpProtocol: 'tcp', FromPort: 5433, ToPort: 5433, SourceSecurityGroupId: att('Application', 'GroupId') }),
    },
    'ssh-from-the-office': { Group: group({ SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '198.51.100.0/24', Description: 'office' }] }) },
  }),
  ...sound('Elastic Load Balancing', 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html', {
    'alb-internal': { Balancer: balancer(), Https: listener(), Targets: TARGETS, ...WAF },
    'alb-public': {
      Balancer: balancer({ Scheme: 'internet-facing', SecurityGroups: [ref('Group')] }),
      Https: listener(),
      Http: REDIRECT,
      Targets: TARGETS,
      ...WAF,
      Group: group({ SecurityGroupIngress: [443, 80].map((port) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0', Description: 'any client' })) }),
    },
    'nlb': {
      Balancer: balancer({ Type: 'network' }, [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }]),
      Tls: listener({ Protocol: 'TLS' }),
      Targets: r('AWS::ElasticLoadBalancingV2::TargetGroup', { VpcId: 'vpc-1', Port: 443, Protocol: 'TLS', HealthCheckProtocol: 'HTTPS', HealthCheckPath: '/health' }),
    },
    'alb-to-lambda': { Balancer: balancer(), Https: listener(), Targets: r('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'lambda', Targets: [{ Id: 'arn:aws:lambda:eu-west-2:123456789012:function:f' }] }), ...WAF },
    'classic-balancer': {
      Balancer: r('AWS::ElasticLoadBalancing::LoadBalancer', {
        Scheme: 'internal',
        Subnets: SUBNETS,
        SecurityGroups: ['sg-1'],
        CrossZone: true,
        ConnectionDrainingPolicy: { Enabled: true, Timeout: 60 },
        AccessLoggingPolicy: { Enabled: true, S3BucketName: 'logs' },
        ConnectionSettings: { IdleTimeout: 60 },
        Listeners: [{ LoadBalancerPort: '443', Protocol: 'https', InstancePort: '443', InstanceProtocol: 'https', SSLCertificateId: 'arn:aws:acm:eu-west-2:123456789012:certificate/c', PolicyNames: ['tls'] }],
        Policies: [{ PolicyName: 'tls', PolicyType: 'SSLNegotiationPolicyType', Attributes: [{ Name: 'Reference-Security-Policy', Value: 'ELBSecurityPolicy-TLS-1-2-2017-01' }] }],
      }),
    },
  }),
  ...sound('AWS WAF', 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-managed-protections-best-practices.html', {
    'waf-regional': { Acl: ACL, AclLogs: ACL_LOGS },
    'waf-rate-limit': { Acl: r('AWS::WAFv2::WebACL', { ...ACL.Properties, Rules: [...ACL.Properties.Rules, { Name: 'rate', Priority: 1, Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } }, VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'r' } }] }), AclLogs: ACL_LOGS },
  }),
  ...sound('Amazon CloudFront', 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/SecurityAndPrivateContent.html', {
    'cloudfront-s3': { Distribution: distribution() },
    'cloudfront-custom-origin': {
      Distribution: distribution({
        Origins: ['a', 'b'].map((Id) => ({ Id, DomainName: `${Id}.example.com`, CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] } })),
        DefaultCacheBehavior: { TargetOriginId: 'g', ViewerProtocolPolicy: 'https-only', CachePolicyId: 'p' },
      }),
    },
    'cloudfront-logs-in-own-bucket': {
      Distribution: distribution({ Logging: { Bucket: att('Logs', 'RegionalDomainName'), Prefix: 'cf/' } }),
      Logs: bucket(),
      LogsPolicy: r('AWS::S3::BucketPolicy', { Bucket: ref('Logs'), PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [att('Logs'), { 'Fn::Join': ['', [att('Logs'), '/*']] }], Condition: { Bool: { 'aws:SecureTransport': false } } }] } }),
    },
  }),
  ...sound('AWS Network Firewall', 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-settings.html', {
    'network-firewall': {
      Firewall: r('AWS::NetworkFirewall::Firewall', { FirewallName: 'f', FirewallPolicyArn: ref('Policy'), VpcId: 'vpc-1', SubnetMappings: [{ SubnetId: 'subnet-1' }, { SubnetId: 'subnet-2' }], DeleteProtection: true, SubnetChangeProtection: true }),
      Policy: r('AWS::NetworkFirewall::FirewallPolicy', { FirewallPolicyName: 'p', FirewallPolicy: { StatelessDefaultActions: ['aws:forward_to_sfe'], StatelessFragmentDefaultActions: ['aws:forward_to_sfe'], StatefulRuleGroupReferences: [{ ResourceArn: 'arn:aws:network-firewall:eu-west-2:123456789012:stateful-rulegroup/r' }] } }),
      Logs: r('AWS::NetworkFirewall::LoggingConfiguration', { FirewallArn: ref('Firewall'), LoggingConfiguration: { LogDestinationConfigs: ['ALERT', 'FLOW'].map((LogType) => ({ LogType, LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: 'nfw' } })) } }),
    },
  }),
  ...sound('Amazon Route 53', 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html', {
    'route53-public-zone': { Zone: r('AWS::Route53::HostedZone', { Name: 'example.com', QueryLoggingConfig: { CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/z' } }), Signing: r('AWS::Route53::DNSSEC', { HostedZoneId: ref('Zone') }) },
    'route53-private-zone': { Zone: r('AWS::Route53::HostedZone', { Name: 'internal.example.com', VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'eu-west-2' }] }) },
  }),
  ...sound('AWS Certificate Manager', 'https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html', {
    'acm-rsa': { Certificate: r('AWS::CertificateManager::Certificate', { DomainName: 'example.com', ValidationMethod: 'DNS' }) },
    'acm-ecdsa': { Certificate: r('AWS::CertificateManager::Certificate', { DomainName: 'example.com', ValidationMethod: 'DNS', KeyAlgorithm: 'EC_prime256v1' }) },
  }),
  ...sound('AWS Secrets Manager', 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html', Object.fromEntries(
    Object.entries({ days: { AutomaticallyAfterDays: 30 }, rate: { ScheduleExpression: 'rate(10 days)' }, cron: { ScheduleExpression: 'cron(0 4 1 * ? *)' } }).map(([name, RotationRules]) => [`secret-rotated-by-${name}`, {
      Secret: r('AWS::SecretsManager::Secret', { KmsKeyId: KEY_ARN, GenerateSecretString: { PasswordLength: 32, SecretStringTemplate: '{"username":"acme"}', GenerateStringKey: 'password' } }),
      Rotation: r('AWS::SecretsManager::RotationSchedule', { SecretId: ref('Secret'), RotationLambdaARN: 'arn:aws:lambda:eu-west-2:123456789012:function:rotate', RotationRules }),
    }]))),
];
