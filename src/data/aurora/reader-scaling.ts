import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { instancesOf } from './aurora-cluster';
import { AuroraReaderScalingOptions } from './aurora-options';

const DEFAULT_CPU_PERCENT = 60;

/** Scales the readers of a cluster with their load (Aurora User Guide, Amazon Aurora Auto Scaling with Aurora Replicas). */
export function scaleReaders(
  scope: Construct, cluster: rds.DatabaseClusterBase, readers: number, options: AuroraReaderScalingOptions,
): appscaling.ScalableTarget {
  const { maxReaders, targetConnections } = options;
  const targetCpuPercent = options.targetCpuPercent ?? (targetConnections === undefined ? DEFAULT_CPU_PERCENT : undefined);
  const target = new appscaling.ScalableTarget(scope, 'ReaderScaling', {
    serviceNamespace: appscaling.ServiceNamespace.RDS,
    scalableDimension: 'rds:cluster:ReadReplicaCount',
    resourceId: `cluster:${cluster.clusterIdentifier}`,
    minCapacity: readers,
    maxCapacity: maxReaders,
    role: serviceLinkedRole(scope),
  });
  target.node.addDependency(...instancesOf(cluster));
  const follow = (id: string, predefinedMetric: appscaling.PredefinedMetric, targetValue: number | undefined) => {
    if (targetValue !== undefined) target.scaleToTrackMetric(id, { predefinedMetric, targetValue });
  };
  follow('Cpu', appscaling.PredefinedMetric.RDS_READER_AVERAGE_CPU_UTILIZATION, targetCpuPercent);
  follow('Connections', appscaling.PredefinedMetric.RDS_READER_AVERAGE_DATABASE_CONNECTIONS, targetConnections);
  return target;
}

// Application Auto Scaling accepts no other role for Aurora (Application Auto Scaling User Guide, Service-linked roles).
function serviceLinkedRole(scope: Construct): iam.IRole {
  return iam.Role.fromRoleArn(scope, 'ReaderScalingRole', Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/rds.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_RDSCluster',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  }));
}
