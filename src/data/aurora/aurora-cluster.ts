import { Annotations } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ResolvedAuroraProps } from './resolve-aurora-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { Workload } from '../../core/workload/workload';
import { administratorOf, generatedSecret } from '../credentials/generated-secret';
import { rotateSecret } from '../credentials/rotate-secret';
import { acknowledgeDatabaseFindings } from '../shared/database-acknowledgements';
import { DatabaseFoundation, dependOnLogGroups } from '../shared/database-foundation';
import { createMonitoring, dependOnMonitoringPolicy } from '../shared/enhanced-monitoring';

/** Creates a cluster and its instances, empty or from a snapshot, and rotates a generated administrator password. */
export function createAuroraCluster(scope: Construct, resolved: ResolvedAuroraProps, foundation: DatabaseFoundation): rds.DatabaseClusterBase {
  const { engine, vpc, capacity: { serverless }, credentials } = resolved;
  const { keyReference, securityGroups, parameterGroup, logGroups } = foundation;
  const { retainsData, databaseRemovalPolicy } = Workload.of(scope);
  const monitoring = createMonitoring(scope, keyReference, resolved.monitoring);
  const cluster = createCluster(scope, resolved, keyReference, {
    engine,
    vpc,
    vpcSubnets: resolved.subnets,
    securityGroups,
    port: resolved.port,
    clusterIdentifier: resolved.identifier,
    iamAuthentication: resolved.iamAuthentication,
    defaultDatabaseName: resolved.databaseName,
    parameterGroup,
    storageEncryptionKey: keyReference,
    cloudwatchLogsExports: resolved.logTypes,
    backup: { retention: resolved.backupRetention, preferredWindow: resolved.backupWindow },
    backtrackWindow: resolved.backtrackWindow,
    preferredMaintenanceWindow: resolved.maintenanceWindow,
    autoMinorVersionUpgrade: resolved.autoMinorVersionUpgrade,
    copyTagsToSnapshot: true,
    deletionProtection: resolved.deletionProtection,
    deleteAutomatedBackups: !retainsData,
    removalPolicy: databaseRemovalPolicy,
    ...instances(resolved),
    serverlessV2MinCapacity: serverless?.minAcu,
    serverlessV2MaxCapacity: serverless?.maxAcu,
    serverlessV2AutoPauseDuration: serverless?.autoPauseAfter,
    ...monitoring,
  });
  dependOnMonitoringPolicy(scope, instancesOf(cluster));
  // Performance Insights is enabled on the cluster, which covers its instances.
  Annotations.of(cluster).acknowledgeWarning('@aws-cdk/aws-rds:instancePerformanceInsightsOverridden');
  dependOnLogGroups(cluster, logGroups);
  if (credentials.password) {
    rotateSecret(scope, { ...resolved, ...foundation, database: cluster, secret: cluster.secret!, password: credentials.password, owner: 'database administrator' });
  }
  acknowledgeClusterFindings(cluster, parameterGroup, resolved);
  return cluster;
}

/** Instances of a cluster. */
export function instancesOf(cluster: rds.DatabaseClusterBase): rds.CfnDBInstance[] {
  const resources = cluster.node.children.map((child) => child.node.defaultChild);
  return resources.filter((resource): resource is rds.CfnDBInstance => resource instanceof rds.CfnDBInstance);
}

function createCluster(
  scope: Construct, { credentials, snapshotIdentifier }: ResolvedAuroraProps, key: kms.IKey, props: rds.DatabaseClusterProps,
): rds.DatabaseClusterBase {
  if (snapshotIdentifier === undefined) {
    return new rds.DatabaseCluster(scope, 'Cluster', { ...props, ...administratorOf(scope, credentials, key) });
  }
  const { password, secret: existing } = credentials;
  if (!password && !existing) {
    return new rds.DatabaseClusterFromSnapshot(scope, 'Cluster', {
      ...props, manageMasterUserPassword: true, snapshotIdentifier, snapshotCredentials: managedSnapshotCredentials(key),
    });
  }
  const snapshotCredentials = existing
    ? rds.SnapshotCredentials.fromPassword(existing.secretValueFromJson('password'))
    : rds.SnapshotCredentials.fromSecret(generatedSecret(scope, credentials.username!, password!.secretName, key));
  const restored = new rds.DatabaseClusterFromSnapshot(scope, 'Cluster', { ...props, snapshotIdentifier, snapshotCredentials });
  // Without a feature flag, aws-cdk-lib creates a second secret, which is not used.
  restored.node.tryRemoveChild('Secret');
  return restored;
}

function instances({ capacity: { instanceType }, readers, availabilityZones, ...resolved }: ResolvedAuroraProps) {
  const options = {
    caCertificate: resolved.caCertificate,
    publiclyAccessible: false,
    autoMinorVersionUpgrade: resolved.autoMinorVersionUpgrade,
    preferredMaintenanceWindow: resolved.maintenanceWindow,
  };
  // Without a zone, Amazon RDS chooses one at random for each instance (RDS API, CreateDBInstance, AvailabilityZone). A single writer has a zone, too: one that
  // it gets with the first reader would replace it.
  const instance = (id: string, isFailoverTarget: boolean, number: number) => {
    const placed = { ...options, availabilityZone: availabilityZones[number % availabilityZones.length] };
    return instanceType
      ? rds.ClusterInstance.provisioned(id, { ...placed, instanceType, promotionTier: isFailoverTarget ? 1 : 2 })
      : rds.ClusterInstance.serverlessV2(id, { ...placed, scaleWithWriter: isFailoverTarget });
  };
  return {
    writer: instance('Writer', true, 0),
    // The first reader keeps the size of the writer, which it replaces in a failover. The other readers scale with their own load.
    readers: Array.from({ length: readers }, (_, i) => instance(`Reader${i + 1}`, i === 0, i + 1)),
  };
}

// aws-cdk-lib has no factory for credentials that only set the key of the secret that Amazon RDS manages.
function managedSnapshotCredentials(encryptionKey: kms.IKey): rds.SnapshotCredentials {
  return { generatePassword: false, encryptionKey };
}

// Findings that a cluster has by design or by its lifecycle. A prop that loosens a default is reported.
function acknowledgeClusterFindings(cluster: rds.DatabaseClusterBase, parameters: rds.ParameterGroup, resolved: ResolvedAuroraProps) {
  const resource = cluster.node.defaultChild as rds.CfnDBCluster;
  for (const instance of instancesOf(cluster)) {
    acknowledgeFindings(instance, 'AWS Backup backs up the cluster, which is registered with the backup plan of its workload; its instances hold no data',
      'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  }
  acknowledgeFindings(resource, 'Aurora backs up the cluster continuously for the retention that the frameworks require; a backup plan of the workload is additional',
    'RDS.ClusterInBackupPlan');
  acknowledgeDatabaseFindings(parameters, [resource], resolved);
  if (resolved.engine.engineFamily === 'MYSQL' && !resolved.backtrackWindow) {
    acknowledgeFindings(resource, 'Point-in-time recovery restores data to the second; backtracking is not available in every Region and rewinds the whole cluster',
      'RDS.ClusterBacktracked', 'AwsSolutions-RDS14');
  }
  if (resolved.isUnprotectedByLifecycle) {
    acknowledgeFindings(resource, 'Deletion protection is disabled because ephemeral workloads are deleted with their stack', 'RDS.ClusterDeletionProtected',
      'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled', 'HIPAA.Security-RDSInstanceDeletionProtectionEnabled');
  }
  if (resolved.isSingleByLifecycle) {
    acknowledgeFindings(resource, 'Ephemeral workloads have no second instance; Aurora stores the data in three Availability Zones', 'RDS.ClusterMultiAz');
  }
}
