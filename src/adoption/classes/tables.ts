import * as autoscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct } from 'constructs';
import { DataClass } from '../../core/keys/workload-key';
import { backedUpResources } from '../../core/workload/registry';
import { keyOfAccount } from '../keys';
import { admitsOthers, isSet, propertiesOf, refersTo, resourcesAround, statementsOf } from '../references';
import { hardened, HardenedClass, Step } from '../step';

/** Units that aws-cdk-lib sets where the props of a table have none. */
const LIBRARY_CAPACITY = 5;

/** Defaults of global tables and of their replicas in other accounts. */
const OF_GLOBAL_TABLES: Array<Step<any, any>> = [
  {
    props: ['pointInTimeRecovery', 'pointInTimeRecoverySpecification'],
    safeguards: ['DynamoDB.GlobalTablePointInTimeRecovery'],
    fill: () => ({ pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }),
  },
  {
    props: ['deletionProtection'],
    safeguards: ['DynamoDB.GlobalTableDeletionProtected'],
    fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
  },
];

/** Hardened defaults of DynamoDB tables. */
export const TABLES: HardenedClass[] = [
  hardened<dynamodb.TableProps, dynamodb.Table>(dynamodb.Table, [
    {
      props: ['pointInTimeRecovery', 'pointInTimeRecoverySpecification'],
      safeguards: ['DynamoDB.TablePointInTimeRecovery'],
      fill: () => ({ pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }),
      amend: (table) => { resourceOf(table).pointInTimeRecoverySpecification ??= { pointInTimeRecoveryEnabled: true }; },
    },
    {
      props: ['deletionProtection'],
      safeguards: ['DynamoDB.TableDeletionProtected'],
      fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
      amend: (table, { workload }) => { if (workload.retainsData) resourceOf(table).deletionProtectionEnabled ??= true; },
    },
    {
      props: ['encryption', 'encryptionKey', 'replicationRegions'],
      safeguards: ['DynamoDB.TableEncryptedWithCustomerKey'],
      finish: (table, context) => {
        const resource = resourceOf(table);
        if (isSet(resource, 'SSESpecification') || isShared(table, propertiesOf(resource).ResourcePolicy)) return;
        resource.sseSpecification = { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: keyOfAccount(context, DataClass.DATA, 'dynamodb').keyArn };
      },
    },
    {
      props: ['billingMode', 'readCapacity', 'writeCapacity', 'maxReadRequestUnits', 'maxWriteRequestUnits', 'warmThroughput'],
      safeguards: ['DynamoDB.TableCapacityScales'],
      finish: (table) => {
        const resource = resourceOf(table);
        const { BillingMode: mode, ProvisionedThroughput: capacity, GlobalSecondaryIndexes: indexes = [] } = propertiesOf(resource);
        // Indexes have a capacity of their own.
        if (hasScaling(table) || indexes.length > 0 || mode !== undefined || !isOfLibrary(capacity)) return;
        resource.billingMode = dynamodb.BillingMode.PAY_PER_REQUEST;
        resource.provisionedThroughput = undefined;
      },
    },
    {
      props: [],
      safeguards: ['DynamoDB.TableInBackupPlan'],
      finish: (table) => backedUpResources(table).add({
        construct: table, resource: backup.BackupResource.fromDynamoDbTable(table), encryptionKey: table.encryptionKey,
      }),
    },
  ]),
  hardened<dynamodb.TablePropsV2, dynamodb.TableV2>(dynamodb.TableV2, [
    ...OF_GLOBAL_TABLES,
    {
      // A replica needs a key of its own Region.
      props: ['encryption', 'replicas'],
      safeguards: ['DynamoDB.GlobalTableEncryptedWithCustomerKey'],
      finish: (table, context) => {
        const resource = table.node.defaultChild as dynamodb.CfnGlobalTable;
        const { Replicas: [{ ResourcePolicy: policy }, ...others] } = propertiesOf(resource);
        if (isSet(resource, 'SSESpecification') || others.length > 0 || isShared(table, policy)) return;
        resource.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
        resource.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: keyOfAccount(context, DataClass.DATA, 'dynamodb').keyArn });
      },
    },
  ]),
  hardened<dynamodb.TableV2MultiAccountReplicaProps, dynamodb.TableV2MultiAccountReplica>(dynamodb.TableV2MultiAccountReplica, OF_GLOBAL_TABLES),
];

function resourceOf(table: dynamodb.Table): dynamodb.CfnTable {
  return table.node.defaultChild as dynamodb.CfnTable;
}

/** Whether a capacity is that of a table whose props have none. */
function isOfLibrary(capacity: { readonly ReadCapacityUnits?: unknown; readonly WriteCapacityUnits?: unknown } | undefined): boolean {
  return capacity?.ReadCapacityUnits === LIBRARY_CAPACITY && capacity.WriteCapacityUnits === LIBRARY_CAPACITY;
}

/** Whether the policy of a table permits others than principals of the account. */
function isShared(table: IConstruct, policy: { readonly PolicyDocument?: unknown } | undefined): boolean {
  return statementsOf(table, policy?.PolicyDocument).some((statement) => admitsOthers(table, statement));
}

function hasScaling(table: dynamodb.Table): boolean {
  const resource = resourceOf(table);
  return resourcesAround(table)
    .filter((each): each is autoscaling.CfnScalableTarget => autoscaling.CfnScalableTarget.isCfnScalableTarget(each))
    .some((target) => refersTo(resource, target, target.resourceId));
}
