import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { recordedSessions } from './execute-command';
import { FargateServiceProps } from './fargate-service-props';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';

/** The cluster that a service was given, else one of its own. */
export function serviceCluster(scope: Construct, props: FargateServiceProps): ecs.ICluster {
  const { vpc, cluster, clusterName, executeCommand, spot, logging = {}, task = {} } = props;
  if (cluster) {
    if (vpc) refuse(scope, 'got both vpc and cluster, need one of them: the cluster brings its vpc');
    if (clusterName !== undefined) refuse(scope, 'got both cluster and clusterName, need one of them: the cluster has its name');
    if (task.ephemeralStorageKey) refuse(scope, 'got both cluster and ephemeralStorageKey, need one of them: the disks of all its tasks are the cluster\'s affair');
    return cluster;
  }
  if (!vpc) refuse(scope, 'got neither vpc nor cluster, need one of them');
  requireName(scope, 'clusterName', clusterName, NameLimit.ECS);
  const own = new ecs.Cluster(scope, 'Cluster', {
    vpc,
    clusterName,
    containerInsightsV2: ecs.ContainerInsights.ENHANCED,
    managedStorageConfiguration: task.ephemeralStorageKey && { fargateEphemeralStorageKmsKey: task.ephemeralStorageKey },
    executeCommandConfiguration: executeCommand ? recordedSessions(scope, logging) : undefined,
  });
  // Associated in the cluster itself, so that they are there before the service asks for them.
  if (spot) (own.node.defaultChild as ecs.CfnCluster).capacityProviders = ['FARGATE', 'FARGATE_SPOT'];
  return own;
}
