import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isUnresolved } from '../validation';

/** Where a name is unique. */
type Reach = 'region' | 'account' | 'partition';

/** Property with the physical name, and where the service requires it to be unique. Source: API reference of the service, the action that creates the resource. */
const NAMES: Readonly<Record<string, readonly [property: string, reach: Reach]>> = {
  'AWS::AutoScaling::AutoScalingGroup': ['autoScalingGroupName', 'region'],
  'AWS::Backup::BackupVault': ['backupVaultName', 'region'],
  'AWS::CloudTrail::Trail': ['trailName', 'region'],
  'AWS::CloudWatch::Alarm': ['alarmName', 'region'],
  'AWS::CloudWatch::Dashboard': ['dashboardName', 'account'],
  'AWS::Config::ConfigRule': ['configRuleName', 'region'],
  'AWS::Config::ConformancePack': ['conformancePackName', 'region'],
  'AWS::DynamoDB::Table': ['tableName', 'region'],
  'AWS::ECS::Cluster': ['clusterName', 'region'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['name', 'region'],
  'AWS::IAM::ManagedPolicy': ['managedPolicyName', 'account'],
  'AWS::IAM::Role': ['roleName', 'account'],
  'AWS::KMS::Alias': ['aliasName', 'region'],
  'AWS::Kinesis::Stream': ['name', 'region'],
  'AWS::KinesisFirehose::DeliveryStream': ['deliveryStreamName', 'region'],
  'AWS::Lambda::Function': ['functionName', 'region'],
  'AWS::Logs::LogGroup': ['logGroupName', 'region'],
  'AWS::RDS::DBCluster': ['dbClusterIdentifier', 'region'],
  'AWS::RDS::DBInstance': ['dbInstanceIdentifier', 'region'],
  'AWS::RDS::DBProxy': ['dbProxyName', 'region'],
  'AWS::S3::Bucket': ['bucketName', 'partition'],
  'AWS::SNS::Topic': ['topicName', 'region'],
  'AWS::SQS::Queue': ['queueName', 'region'],
  'AWS::SSM::Parameter': ['name', 'region'],
  // One baseline for each operating system (Systems Manager API, RegisterPatchBaselineForPatchGroup).
  'AWS::SSM::PatchBaseline': ['patchGroups', 'region'],
  'AWS::SecretsManager::Secret': ['name', 'region'],
};

/** Names that two of the resources have. CloudFormation reports them only when it creates the second one. */
export function repeatedNames(resources: readonly CfnResource[]): string[] {
  const first = new Map<string, IConstruct>();
  return resources.flatMap((resource) => {
    const [property, reach] = NAMES[resource.cfnResourceType] ?? [];
    const props = resource as unknown as Record<string, unknown>;
    return [property && props[property]].flat().flatMap((name) => {
      if (typeof name !== 'string' || isUnresolved(name)) return [];
      // Only patch baselines have an operating system.
      const key = [resource.cfnResourceType, name, props.operatingSystem, environmentOf(resource.stack, reach!)].join();
      const other = first.get(key);
      if (!other) {
        first.set(key, resource);
        return [];
      }
      return [`${property} '${name}' of '${resource.node.path}' already exists in this ${reach}, for '${other.node.path}'`];
    });
  });
}

// Stacks without an account or a Region can go to different ones.
function environmentOf({ account, region, node }: Stack, reach: Reach): string {
  const parts = reach === 'partition' ? [] : reach === 'account' ? [account] : [account, region];
  return parts.some(isUnresolved) ? node.path : parts.join();
}
