import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
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

/** A resource that has the name of an earlier one. */
interface Repetition {
  readonly resource: CfnResource;
  readonly other: CfnResource;
  readonly message: string;
}

/** Names that two of the resources have. CloudFormation reports them only when it creates the second one. */
export function repeatedNames(resources: readonly CfnResource[]): string[] {
  return repetitions(resources).map(({ message }) => message);
}

/** Functions that list the resources of the workloads of an app, in the order of declaration. */
const DECLARED = new WeakMap<IConstruct, Array<() => readonly CfnResource[]>>();

/**
 * Warns of names that resources of a workload have in common with earlier workloads of the app, for example of another stage in the same account. No error,
 * because it is not known whether both are deployed. One pass over all workloads: a comparison of each with all earlier ones would grow with the square of their
 * number.
 */
export function compareNames(scope: IConstruct, resources: () => readonly CfnResource[]): void {
  const { root } = scope.node;
  const declared = DECLARED.get(root);
  if (declared) {
    declared.push(resources);
    return;
  }
  const workloads = [resources];
  DECLARED.set(root, workloads);
  root.node.addValidation({
    validate: () => {
      if (workloads.length > 1) warnOfSharedNames(workloads.map((each) => each()));
      return [];
    },
  });
}

function warnOfSharedNames(workloads: ReadonlyArray<readonly CfnResource[]>): void {
  const workloadOf = new Map(workloads.flatMap((resources, index) => resources.map((resource) => [resource, index] as const)));
  for (const { resource, other, message } of repetitions(workloads.flat())) {
    if (workloadOf.get(resource) === workloadOf.get(other)) continue;
    Annotations.of(resource).addWarningV2('cdk-regulated:nameInSeveralWorkloads', `${message}, in another workload: both cannot be deployed. Set suffix in Workload.on`);
  }
}

function repetitions(resources: readonly CfnResource[]): Repetition[] {
  const first = new Map<string, CfnResource>();
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
      const message = `${property} '${name}' of '${resource.node.path}' already exists in this ${reach}, for '${other.node.path}'`;
      return [{ resource, other, message }];
    });
  });
}

// Stacks without an account or a Region can go to different ones.
function environmentOf({ account, region, node }: Stack, reach: Reach): string {
  const parts = reach === 'partition' ? [] : reach === 'account' ? [account] : [account, region];
  return parts.some(isUnresolved) ? node.path : parts.join();
}
