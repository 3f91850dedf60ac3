import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { administratorOf, generatedSecret } from '../credentials/generated-secret';
import { DatabaseMonitoringOptions } from '../shared/database-options';
import { dependOnMonitoringPolicy, monitoringOf } from '../shared/enhanced-monitoring';

/** What a cluster and its instances are made of. */
export interface AuroraClusterSettings {
  /** What concerns neither instances nor credentials. */
  readonly base: Omit<rds.DatabaseClusterProps, 'writer' | 'readers' | 'credentials'>;
  /** What the instances run on. */
  readonly capacity: AuroraCapacity;
  /** Readers beside the writer. */
  readonly readers: number;
  /** How the administrator signs in. */
  readonly credentials: DatabaseCredentials;
  /** Snapshot to restore; undefined for an empty cluster. */
  readonly snapshotIdentifier?: string;
  /** By reference, so that aws-cdk-lib adds nothing to its policy. */
  readonly key: kms.IKey;
  /** Enhanced Monitoring and Database Insights. */
  readonly monitoring: DatabaseMonitoringOptions;
  /** Authority of the server certificates. */
  readonly caCertificate?: rds.CaCertificate;
}

/** Makes a cluster with its instances, empty or from a snapshot. */
export function createAuroraCluster(scope: Construct, settings: AuroraClusterSettings): rds.DatabaseClusterBase {
  const monitoring = monitoringOf(scope, settings.key, settings.monitoring);
  const cluster = emptyOrRestored(scope, settings, { ...settings.base, ...instances(settings), ...monitoring });
  dependOnMonitoringPolicy(scope, instancesOf(cluster));
  return cluster;
}

/** The instances of a cluster. */
export function instancesOf(cluster: rds.DatabaseClusterBase): rds.CfnDBInstance[] {
  const resources = cluster.node.children.map((child) => child.node.defaultChild);
  return resources.filter((resource): resource is rds.CfnDBInstance => resource instanceof rds.CfnDBInstance);
}

function emptyOrRestored(
  scope: Construct, { credentials, key, snapshotIdentifier }: AuroraClusterSettings, props: rds.DatabaseClusterProps,
): rds.DatabaseClusterBase {
  if (snapshotIdentifier === undefined) {
    return new rds.DatabaseCluster(scope, 'Cluster', { ...props, ...administratorOf(scope, credentials, key) });
  }
  if (credentials.isManaged) {
    return new rds.DatabaseClusterFromSnapshot(scope, 'Cluster', {
      ...props, manageMasterUserPassword: true, snapshotIdentifier, snapshotCredentials: managedSnapshotCredentials(key),
    });
  }
  const secret = generatedSecret(scope, credentials.username!, credentials.options, key);
  const snapshotCredentials = rds.SnapshotCredentials.fromSecret(secret);
  const restored = new rds.DatabaseClusterFromSnapshot(scope, 'Cluster', { ...props, snapshotIdentifier, snapshotCredentials });
  // Unless a feature flag is on, aws-cdk-lib makes a second secret, which nothing uses.
  restored.node.tryRemoveChild('Secret');
  return restored;
}

function instances({ base, capacity, readers, caCertificate }: AuroraClusterSettings) {
  const options = {
    caCertificate: caCertificate ?? rds.CaCertificate.RDS_CA_RSA2048_G1,
    publiclyAccessible: false,
    autoMinorVersionUpgrade: base.autoMinorVersionUpgrade,
    preferredMaintenanceWindow: base.preferredMaintenanceWindow,
  };
  // Amazon RDS would choose a zone at random for each (RDS API, CreateDBInstance, AvailabilityZone).
  const zones = readers > 0 ? [...new Set(base.vpc!.selectSubnets(base.vpcSubnets).availabilityZones)] : [];
  const instance = (id: string, isFailoverTarget: boolean, number: number) => {
    const placed = { ...options, availabilityZone: zones[number % zones.length] };
    return capacity.instanceType
      ? rds.ClusterInstance.provisioned(id, { ...placed, instanceType: capacity.instanceType, promotionTier: isFailoverTarget ? 1 : 2 })
      : rds.ClusterInstance.serverlessV2(id, { ...placed, scaleWithWriter: isFailoverTarget });
  };
  return {
    writer: instance('Writer', true, 0),
    // The first reader keeps the size of the writer that it stands in for; the others follow their own load.
    readers: Array.from({ length: readers }, (_, i) => instance(`Reader${i + 1}`, i === 0, i + 1)),
    serverlessV2MinCapacity: capacity.minAcu,
    serverlessV2MaxCapacity: capacity.maxAcu,
    serverlessV2AutoPauseDuration: capacity.autoPauseAfter,
  };
}

// aws-cdk-lib has no factory for credentials that only name the key of the secret that Amazon RDS manages.
function managedSnapshotCredentials(encryptionKey: kms.IKey): rds.SnapshotCredentials {
  return { generatePassword: false, encryptionKey };
}
