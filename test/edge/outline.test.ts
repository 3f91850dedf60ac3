import { Stack, App } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { AlbWithWaf, CloudFrontAccess, CloudFrontOrigin, CloudFrontWithWaf, ListenerRoutes, OriginSecret, Workload } from '../../src';
import { outlineOf } from '../outline';
import { certificateIn, imported, Target } from './target';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
  Workload.on(stack, { name: 'ledger' });
  const secret = new OriginSecret(stack, 'Secret');
  const edge = new AlbWithWaf(stack, 'Edge', {
    ...imported(stack), certificate: certificateIn(stack, 'us-east-1'), exposure: { cloudFront: CloudFrontAccess.secretHeader(secret) },
  });
  edge.routeTo(new Target(stack, 'Api', edge.loadBalancer.vpc!));
  new ListenerRoutes(stack, 'Routes', { vpc: edge.loadBalancer.vpc!, listener: edge.listener });
  new AlbWithWaf(stack, 'Open', { ...imported(new Stack(stack, 'Other', { env: stack.env })), vpc: edge.loadBalancer.vpc!, certificate: certificateIn(stack, 'us-east-1', 'OpenCertificate') });
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  new CloudFrontWithWaf(stack, 'Cdn', { origin: CloudFrontOrigin.loadBalancer(edge), domain: { domainName: 'app.example.com', hostedZone } });
  expect(outlineOf(stack)).toEqual({
    constructs: ['AlbWithWaf', 'BundledLambda', 'CloudFrontWithWaf', 'Construct', 'ListenerRoutes', 'OriginSecret', 'OriginSecretRotation', 'Target', 'WebAcl', 'WorkloadKey'],
    alarms: [
      'Failed: AWS/Lambda Errors FunctionName=<SecretRotationFunction647AB183> Sum per 300 s default 1, 1 periods',
      'BlockedRequestsHigh: AWS/WAFV2 BlockedRequests Region=us-east-1 Rule=ALL WebACL=ledger-Stack-Edge-WebAcl-26CB4236 Sum per 60 s default 1000, 5 periods',
      'Elb5xxHigh: AWS/ApplicationELB HTTPCode_ELB_5XX_Count LoadBalancer=<EdgeLoadBalancer9EA98EDF.LoadBalancerFullName> Sum per 60 s default 5, default periods',
      'RejectedConnections: AWS/ApplicationELB RejectedConnectionCount LoadBalancer=<EdgeLoadBalancer9EA98EDF.LoadBalancerFullName> Sum per 60 s default 1, default periods',
      'UnhealthyHosts: AWS/ApplicationELB UnHealthyHostCount LoadBalancer=<EdgeLoadBalancer9EA98EDF.LoadBalancerFullName> TargetGroup=<EdgeTargetGroupB02A5D37.TargetGroupFullName> Maximum per 60 s default 1, default periods',
      'Target5xxHigh: AWS/ApplicationELB HTTPCode_Target_5XX_Count LoadBalancer=<EdgeLoadBalancer9EA98EDF.LoadBalancerFullName> TargetGroup=<EdgeTargetGroupB02A5D37.TargetGroupFullName> Sum per 60 s default 5, default periods',
      'TargetResponseTimeHigh: AWS/ApplicationELB TargetResponseTime LoadBalancer=<EdgeLoadBalancer9EA98EDF.LoadBalancerFullName> TargetGroup=<EdgeTargetGroupB02A5D37.TargetGroupFullName> p95 per 60 s default 1, 5 periods',
      'BlockedRequestsHigh: AWS/WAFV2 BlockedRequests Region=us-east-1 Rule=ALL WebACL=ledger-Stack-Open-WebAcl-F873F32E Sum per 60 s default 1000, 5 periods',
      'Elb5xxHigh: AWS/ApplicationELB HTTPCode_ELB_5XX_Count LoadBalancer=<OpenLoadBalancer377CE1B5.LoadBalancerFullName> Sum per 60 s default 5, default periods',
      'RejectedConnections: AWS/ApplicationELB RejectedConnectionCount LoadBalancer=<OpenLoadBalancer377CE1B5.LoadBalancerFullName> Sum per 60 s default 1, default periods',
      'BlockedRequestsHigh: AWS/WAFV2 BlockedRequests Rule=ALL WebACL=ledger-Stack-Cdn-WebAcl-1B805B36 Sum per 60 s default 1000, 5 periods',
      'Error5xxRateHigh: AWS/CloudFront 5xxErrorRate DistributionId=<CdnDistribution149FA6C8> Region=Global Average per 60 s default 5, 5 periods',
    ],
    descriptions: [
      'AWS::EC2::SecurityGroup ApiSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup ApiSecurityGroup without words',
      'AWS::EC2::SecurityGroup EdgeSecurityGroup',
      'AWS::EC2::SecurityGroup OpenSecurityGroup',
      'AWS::EC2::SecurityGroup OpenSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup OpenSecurityGroup SecurityGroupIngress',
      'AWS::EC2::SecurityGroup OpenSecurityGroup SecurityGroupIngress without words',
      'AWS::EC2::SecurityGroupEgress EdgeSecurityGrouptoStackApiSecurityGroup1621A7488080',
      'AWS::EC2::SecurityGroupIngress ApiSecurityGroupfromStackEdgeSecurityGroup8161E7028080',
      'AWS::EC2::SecurityGroupIngress EdgeSecurityGroupfrompl3b927c52443',
      'AWS::Lambda::Function SecretRotationFunction',
      'AWS::SecretsManager::Secret Secret',
    ],
    logicalIds: [
      'ApiSecurityGroup2D7B9747',
      'ApiSecurityGroupfromStackEdgeSecurityGroup8161E702808006D320E9',
      'CdnAccessLogs9F466A83',
      'CdnAliasRecordA18289F7',
      'CdnAliasRecordV695B7D56C',
      'CdnCertificateAEAF5B0A',
      'CdnDistribution149FA6C8',
      'CdnLogDeliveryDA9B3F54',
      'CdnLogDestinationFFC0E77F',
      'CdnLogSource8CE8B7D4',
      'CdnSecurityHeaders18AFCA21',
      'CdnWebAclAA7B79D5',
      'CdnWebAclLogGroup332A63D3',
      'CdnWebAclLoggingBBD27673',
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
      'EdgeListenerE855D5EB',
      'EdgeLoadBalancer9EA98EDF',
      'EdgeLoadBalancerWebAclAssociationEE950817',
      'EdgeRule6DB82475',
      'EdgeSecurityGroupAF800DBF',
      'EdgeSecurityGroupfrompl3b927c52443BEB4CD74',
      'EdgeSecurityGrouptoStackApiSecurityGroup1621A7488080CE20E95E',
      'EdgeTargetGroupB02A5D37',
      'EdgeWebAcl44C47E06',
      'EdgeWebAclLogGroupB7494754',
      'EdgeWebAclLogging8385F5A7',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
      'OpenListener12DE69F8',
      'OpenLoadBalancer377CE1B5',
      'OpenLoadBalancerWebAclAssociationEC549B57',
      'OpenRedirect7E813114',
      'OpenSecurityGroup25FC0D54',
      'OpenWebAcl5B98B0DF',
      'OpenWebAclLogGroup28573283',
      'OpenWebAclLoggingDBB05A96',
      'SecretA29EB826',
      'SecretRotationFunction647AB183',
      'SecretRotationFunctionFailuresD06E6CFF',
      'SecretRotationFunctionFailuresPolicy3969B2C0',
      'SecretRotationFunctionLogGroup7E95FFDF',
      'SecretRotationFunctionRoleE6DF55B3',
      'SecretRotationFunctionRolePolicyE3D9FAEF',
      'SecretRotationFunctionRolePolicyWithoutResource9922E1C3',
      'SecretRotationFunctionSecretsManager90520090',
      'SecretRotationSchedule63AF8E69',
    ],
    keyUses: {
      DataKey2A0DE9E6: ['AllowViasecretsmanager', 'AllowViasecretsmanagerGrants'],
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs', 'AllowViasqs', 'AllowViasqsGrants'],
    },
    trust: {
      SecretRotationFunctionRoleE6DF55B3: ['lambda.amazonaws.com'],
    },
  });
});
