import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PostgresBackupReplicationOptions } from './postgres-options';
import { createReplicas } from './postgres-replicas';
import { ResolvedPostgresProps } from './resolve-postgres-props';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { weakReference } from '../../core/parts/weak-reference';
import { Workload } from '../../core/workload/workload';
import { administratorOf, generatedSecret } from '../credentials/generated-secret';
import { rotateSecret } from '../credentials/rotate-secret';
import { acknowledgeDatabaseFindings } from '../shared/database-acknowledgements';
import { DatabaseFoundation, dependOnLogGroups } from '../shared/database-foundation';
import { createMonitoring, dependOnMonitoringPolicy } from '../shared/enhanced-monitoring';

interface PrimaryInstance {
  readonly instance: rds.DatabaseInstance | rds.DatabaseInstanceFromSnapshot;
  /** Secret of the administrator. */
  readonly secret: secretsmanager.ISecret;
}

/** An instance with its administrator and replicas. */
export interface PostgresInstances extends PrimaryInstance {
  readonly replicas: rds.DatabaseInstanceReadReplica[];
  /** The instance and its replicas. */
  readonly resources: rds.CfnDBInstance[];
}

/** Creates an instance, empty or from a snapshot, with its replicas, and rotates a generated administrator password. */
export function createPostgresInstances(scope: Construct, resolved: ResolvedPostgresProps, foundation: DatabaseFoundation): PostgresInstances {
  const { engine, storage, credentials: { password } } = resolved;
  const { keyReference, securityGroups, parameterGroup, logGroups } = foundation;
  const { retainsData, databaseRemovalPolicy } = Workload.of(scope);
  const common = {
    vpc: resolved.vpc,
    vpcSubnets: resolved.subnets,
    securityGroups,
    port: resolved.port,
    instanceType: resolved.instanceType,
    iamAuthentication: resolved.iamAuthentication,
    parameterGroup,
    storageType: rds.StorageType.GP3,
    maxAllocatedStorage: storage.maxAllocatedGib,
    iops: storage.iops,
    storageThroughput: storage.throughput,
    cloudwatchLogsExports: resolved.logTypes,
    ...createMonitoring(scope, keyReference, resolved.monitoring),
    preferredMaintenanceWindow: resolved.maintenanceWindow,
    autoMinorVersionUpgrade: resolved.autoMinorVersionUpgrade,
    copyTagsToSnapshot: true,
    deletionProtection: resolved.deletionProtection,
    deleteAutomatedBackups: !retainsData,
    publiclyAccessible: false,
    caCertificate: resolved.caCertificate,
  };
  const primary = createPrimary(scope, resolved, keyReference, {
    ...common,
    engine,
    // The engine version is in the template, so that a new major version is always intended.
    allowMajorVersionUpgrade: true,
    instanceIdentifier: resolved.identifier,
    databaseName: resolved.databaseName,
    multiAz: resolved.multiAz,
    allocatedStorage: storage.allocatedGib,
    backupRetention: resolved.backupRetention,
    preferredBackupWindow: resolved.backupWindow,
    removalPolicy: databaseRemovalPolicy,
  });
  const { instance, secret } = primary;
  dependOnLogGroups(instance, logGroups);
  if (resolved.replication) replicateBackups(instance, resolved.replication);
  if (password) rotateSecret(scope, { ...resolved, ...foundation, database: instance, secret, password, owner: 'database administrator' });
  const replicas = createReplicas(scope, resolved, {
    // Amazon RDS takes no final snapshot of a replica (RDS API, DeleteDBInstance, FinalDBSnapshotIdentifier).
    ...common, sourceDatabaseInstance: instance, removalPolicy: RemovalPolicy.DESTROY,
  });
  const resources = [instance, ...replicas].map(({ node }) => node.defaultChild as rds.CfnDBInstance);
  dependOnMonitoringPolicy(scope, resources);
  acknowledgeInstanceFindings(resources, parameterGroup, resolved);
  return { ...primary, replicas, resources };
}

// From a snapshot, the instance keeps the key, the administrator and the databases of the snapshot.
function createPrimary(
  scope: Construct, { credentials, snapshotIdentifier }: ResolvedPostgresProps, key: kms.IKey, props: Omit<rds.DatabaseInstanceProps, 'credentials'>,
): PrimaryInstance {
  if (snapshotIdentifier === undefined) {
    const instance = new rds.DatabaseInstance(scope, 'Instance', { ...props, storageEncryptionKey: key, ...administratorOf(scope, credentials, key) });
    return { instance, secret: credentials.secret ?? instance.secret! };
  }
  const { databaseName, ...restorable } = props;
  if (credentials.password) {
    const secret = generatedSecret(scope, credentials.username!, credentials.password.secretName, key);
    const instance = new rds.DatabaseInstanceFromSnapshot(scope, 'Instance', {
      ...restorable, snapshotIdentifier, credentials: rds.SnapshotCredentials.fromSecret(secret),
    });
    return { instance, secret: instance.secret! };
  }
  if (credentials.secret) {
    const snapshotCredentials = rds.SnapshotCredentials.fromPassword(credentials.secret.secretValueFromJson('password'));
    const instance = new rds.DatabaseInstanceFromSnapshot(scope, 'Instance', { ...restorable, snapshotIdentifier, credentials: snapshotCredentials });
    return { instance, secret: credentials.secret };
  }
  const instance = new rds.DatabaseInstanceFromSnapshot(scope, 'Instance', { ...restorable, snapshotIdentifier });
  // aws-cdk-lib has no prop for a managed password of a restored instance.
  const resource = instance.node.defaultChild as rds.CfnDBInstance;
  resource.manageMasterUserPassword = true;
  resource.masterUserSecret = { kmsKeyId: key.keyArn };
  const secret = secretsmanager.Secret.fromSecretAttributes(scope, 'ManagedSecret', {
    secretCompleteArn: resource.attrMasterUserSecretSecretArn, encryptionKey: key,
  });
  return { instance, secret };
}

function replicateBackups(instance: PrimaryInstance['instance'], { region, encryptionKey, retention }: PostgresBackupReplicationOptions) {
  const resource = instance.node.defaultChild as rds.CfnDBInstance;
  allowKeyUse(encryptionKey, KeyUse.RDS);
  resource.automaticBackupReplicationRegion = region;
  resource.automaticBackupReplicationRetentionPeriod = retention?.toDays();
  resource.automaticBackupReplicationKmsKeyId = Stack.of(encryptionKey) === Stack.of(instance)
    ? encryptionKey.keyArn
    // A strong reference would add a custom resource to both stacks to pass the ARN.
    : weakReference(encryptionKey.keyArn);
}

// Findings that instances have by design or by their lifecycle. A prop that loosens a default is reported.
function acknowledgeInstanceFindings(instances: rds.CfnDBInstance[], parameters: rds.ParameterGroup, resolved: ResolvedPostgresProps) {
  const [primary] = instances;
  acknowledgeDatabaseFindings(parameters, instances, resolved);
  acknowledgeFindings(primary, 'Amazon RDS backs up the instance continuously for the retention that the frameworks require; a backup plan of the workload is additional',
    'RDS.InstanceInBackupPlan', 'NIST.800.53.R5-RDSInBackupPlan', 'HIPAA.Security-RDSInBackupPlan');
  if (resolved.isUnprotectedByLifecycle) {
    instances.forEach((instance) => acknowledgeFindings(instance, 'Deletion protection is disabled because ephemeral workloads are deleted with their stack',
      'RDS.InstanceDeletionProtected', 'AwsSolutions-RDS10', 'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled',
      'HIPAA.Security-RDSInstanceDeletionProtectionEnabled'));
  }
  if (resolved.isSingleByLifecycle) {
    acknowledgeFindings(primary, 'Ephemeral workloads have no standby because their data can be created again', 'RDS.InstanceMultiAz', 'AwsSolutions-RDS3',
      'NIST.800.53.R5-RDSMultiAZSupport', 'HIPAA.Security-RDSMultiAZSupport');
  }
}
