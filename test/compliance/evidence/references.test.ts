import { modelOfResources, templatesOf } from './support';
import { References } from '../../../src/compliance/evidence/inventory/references';

// Properties of the CloudFormation template reference.
test.each([
  ['AWS::ApiGateway::BasePathMapping', 'RestApiId'],
  ['AWS::ApiGateway::Stage', 'RestApiId'],
  ['AWS::ApiGateway::Method', 'RestApiId'],
  ['AWS::ApiGatewayV2::ApiMapping', 'ApiId'],
  ['AWS::ApiGatewayV2::Stage', 'ApiId'],
  ['AWS::ApiGatewayV2::Integration', 'ApiId'],
  ['AWS::AppSync::DataSource', 'ApiId'],
  ['AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn'],
  ['AWS::ElasticLoadBalancingV2::ListenerRule', 'ListenerArn'],
  ['AWS::EC2::ClientVpnAuthorizationRule', 'ClientVpnEndpointId'],
  ['AWS::EC2::ClientVpnRoute', 'ClientVpnEndpointId'],
  ['AWS::EC2::ClientVpnTargetNetworkAssociation', 'ClientVpnEndpointId'],
  ['AWS::EC2::EIPAssociation', 'AllocationId'],
  ['AWS::GlobalAccelerator::EndpointGroup', 'ListenerArn'],
  ['AWS::GlobalAccelerator::Listener', 'AcceleratorArn'],
  ['AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId'],
  ['AWS::ApplicationAutoScaling::ScalingPolicy', 'ScalingTargetId'],
  ['AWS::AutoScaling::ScalingPolicy', 'AutoScalingGroupName'],
  ['AWS::ECS::TaskSet', 'Service'],
  ['AWS::IAM::InstanceProfile', 'Roles'],
  ['AWS::KMS::Alias', 'TargetKeyId'],
  ['AWS::Kinesis::StreamConsumer', 'StreamARN'],
  ['AWS::Lambda::Alias', 'FunctionName'],
  ['AWS::Lambda::Version', 'FunctionName'],
  ['AWS::Lambda::Url', 'TargetFunctionArn'],
  ['AWS::Logs::LogStream', 'LogGroupName'],
  ['AWS::Logs::Destination', 'TargetArn'],
  ['AWS::Logs::DeliveryDestination', 'DestinationResourceArn'],
  ['AWS::RDS::DBProxyTargetGroup', 'DBProxyName'],
  ['AWS::S3::AccessPoint', 'Bucket'],
  ['AWS::SecretsManager::SecretTargetAttachment', 'SecretId'],
])('%s belongs to the component in %s', (type, property) => {
  const Owner = { Type: 'AWS::SQS::Queue', Properties: {} };
  const [template] = templatesOf({
    Stack: {
      Resources: {
        Owner,
        Part: { Type: type, Properties: { [property]: { Ref: 'Owner' } } },
        Other: { Type: type, Properties: { Unrelated: { Ref: 'Owner' } } },
      },
    },
  });
  const references = new References([template]);
  const ownerOf = (id: string) => references.componentOf(template.resource(id)!)?.logicalId;
  expect([ownerOf('Part'), ownerOf('Other')]).toEqual(['Owner', undefined]);
});

test.each<[database: string, property: string, group: string, parameters: object]>([
  ['AWS::RDS::DBCluster', 'DBClusterParameterGroupName', 'AWS::RDS::DBClusterParameterGroup', { Parameters: { name: 'on' } }],
  ['AWS::RDS::DBInstance', 'DBParameterGroupName', 'AWS::RDS::DBParameterGroup', { Parameters: { name: 'on' } }],
  ['AWS::ElastiCache::ReplicationGroup', 'CacheParameterGroupName', 'AWS::ElastiCache::ParameterGroup', { Properties: { name: 'on' } }],
  ['AWS::Redshift::Cluster', 'ClusterParameterGroupName', 'AWS::Redshift::ClusterParameterGroup', { Parameters: [{ ParameterName: 'name', ParameterValue: 'on' }] }],
  ['AWS::MemoryDB::Cluster', 'ParameterGroupName', 'AWS::MemoryDB::ParameterGroup', { Parameters: { name: 'on' } }],
])('%s has the parameters of the group in %s', (database, property, group, parameters) => {
  const { inventory } = modelOfResources({ It: [database, { [property]: { Ref: 'Group' } }], Group: [group, parameters] });
  expect(inventory.components.find(({ id }) => id === 'It')!.settings).toEqual({ 'parameter name': 'on' });
});
