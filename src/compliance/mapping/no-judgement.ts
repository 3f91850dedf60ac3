import { RenderedResource } from '../rendered';

/**
 * Resource types that no safeguard has to be on, by reason. A type that is neither here nor in a safeguard that applies is reported as not judged. Types with safeguards
 * are here for frameworks that cite none of these.
 */
export const NO_JUDGEMENT: Readonly<Record<string, readonly string[]>> = {
  'It is judged with the resource that it configures': [
    'AWS::ApiGatewayV2::ApiGatewayManagedOverrides', 'AWS::Backup::BackupSelection', 'AWS::CloudFront::OriginAccessControl',
    'AWS::DocDB::DBClusterParameterGroup', 'AWS::DocDB::DBSubnetGroup', 'AWS::EC2::EIPAssociation', 'AWS::EC2::FlowLog',
    'AWS::EC2::SubnetNetworkAclAssociation', 'AWS::ElasticLoadBalancingV2::ListenerCertificate', 'AWS::IAM::UserToGroupAddition',
    'AWS::Logs::MetricFilter', 'AWS::Neptune::DBClusterParameterGroup', 'AWS::Neptune::DBSubnetGroup', 'AWS::NetworkFirewall::LoggingConfiguration',
    'AWS::RDS::DBProxyTargetGroup', 'AWS::RDS::DBSubnetGroup', 'AWS::Redshift::ClusterParameterGroup', 'AWS::Redshift::ClusterSubnetGroup', 'AWS::Route53::DNSSEC', 'AWS::SecretsManager::RotationSchedule',
    'AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::WebACLAssociation', 'Custom::VpcRestrictDefaultSG',
  ],
  'It places or connects resources, and neither holds data nor grants access to it': [
    'AWS::EC2::InternetGateway', 'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::RouteTable', 'AWS::EC2::EIP', 'AWS::EC2::Route', 'AWS::EC2::SubnetCidrBlock',
    'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPCCidrBlock', 'AWS::EC2::VPCDHCPOptionsAssociation', 'AWS::EC2::DHCPOptions', 'AWS::EC2::VPCGatewayAttachment',
    'AWS::EC2::VolumeAttachment', 'AWS::ECS::ClusterCapacityProviderAssociations', 'AWS::IAM::InstanceProfile',
    'AWS::Route53::RecordSet',
    'AWS::SecretsManager::SecretTargetAttachment', 'AWS::SSM::MaintenanceWindow', 'AWS::SSM::MaintenanceWindowTarget', 'AWS::ServiceDiscovery::PrivateDnsNamespace',
  ],
  'It is another name or a version of a resource that is judged': ['AWS::KMS::Alias', 'AWS::Lambda::Alias', 'AWS::Lambda::Version'],
  'It changes the number of resources at run time': [
    'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::AutoScaling::LifecycleHook', 'AWS::AutoScaling::ScalingPolicy',
    'AWS::AutoScaling::ScheduledAction', 'AWS::ECS::CapacityProvider',
  ],
  'Its stages and methods are judged': [
    'AWS::ApiGateway::Model', 'AWS::ApiGateway::RequestValidator', 'AWS::ApiGateway::Resource',
  ],
  'It starts other resources, whose permissions and policies are judged': ['AWS::Lambda::EventSourceMapping'],
  'It presents or delivers logs and metrics, and its destination is judged': [
    'AWS::CloudWatch::Dashboard', 'AWS::Logs::Delivery', 'AWS::Logs::DeliverySource', 'AWS::Logs::LogStream', 'AWS::Logs::QueryDefinition',
    'AWS::Logs::SubscriptionFilter', 'AWS::Route53Resolver::ResolverQueryLoggingConfig', 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation',
  ],
  'It checks or records other resources': [
    'AWS::AccessAnalyzer::Analyzer', 'AWS::ApiGateway::Account', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm',
    'AWS::Backup::RestoreTestingPlan', 'AWS::Backup::RestoreTestingSelection', 'AWS::Config::ConfigRule',
    'AWS::Config::ConfigurationRecorder', 'AWS::Config::ConformancePack', 'AWS::Config::DeliveryChannel', 'AWS::Macie::Session', 'AWS::RDS::EventSubscription',
    'AWS::Route53::HealthCheck', 'AWS::SecurityHub::Hub', 'AWS::SecurityHub::Standard',
  ],
  'It lists values for rules that are judged': ['AWS::CloudFront::KeyGroup', 'AWS::WAFv2::IPSet'],
  'It filters names that resolvers answer without it': [
    'AWS::Route53Resolver::FirewallDomainList', 'AWS::Route53Resolver::FirewallRuleGroup', 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  ],
  'It takes away access that other resources permit': [
    'AWS::EC2::NetworkAcl', 'AWS::EC2::SnapshotBlockPublicAccess', 'AWS::EC2::VPCBlockPublicAccessOptions',
  ],
  'AWS defines its permissions': ['AWS::IAM::ServiceLinkedRole'],
  'CloudFormation uses it for the deployment': ['AWS::CDK::Metadata', 'AWS::CloudFormation::WaitCondition', 'AWS::CloudFormation::WaitConditionHandle'],
  'It is a custom resource of the AWS CDK or of this library with a known effect': [
    'Custom::CrossRegionExportReader', 'Custom::CrossRegionExportWriter', 'Custom::S3AutoDeleteObjects', 'Custom::S3BucketNotifications', 'Custom::SecureParameter',
  ],
};

const TYPES = new Set(Object.values(NO_JUDGEMENT).flat());
const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** Whether a resource needs no safeguard. A nested stack needs none where its template is judged as one of its own. */
export function needsNoJudgement(resource: RenderedResource): boolean {
  return resource.type === NESTED_STACK ? resource.template.hasTemplateOf(resource) : TYPES.has(resource.type);
}
