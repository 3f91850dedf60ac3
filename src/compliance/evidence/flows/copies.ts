import { delivery } from './delivery';
import { End, INSIDE_AWS, OutsideParty } from './flow-book';
import { Sources } from './sources';
import { isOfOtherAccount, isOtherAccount } from './wire';
import { given, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';

const UNSEEN = { protocol: 'not determined', encryption: 'not determined', encryptedBy: INSIDE_AWS } as const;

interface Copy {
  readonly from?: Json;
  readonly to?: Json;
  /** Region of a copy that the service creates. */
  readonly region?: Json;
  /** Account of the target, where a property states it. */
  readonly account?: Json;
  readonly blockedBy?: string;
  readonly why: string;
}

/** Copies of data that resources make, by type. Properties are those of the CloudFormation template reference. */
const DERIVATIONS: Readonly<Record<string, (properties: Json) => Copy[]>> = {
  'AWS::S3::Bucket': (properties) => at(properties, 'ReplicationConfiguration.Rules').filter((rule) => given(rule?.Destination?.Bucket))
    .map(({ Destination, Status }) => ({ to: Destination.Bucket, account: Destination.Account, why: 'Replication of objects', ...Status === 'Disabled' && { blockedBy: 'Status of the rule is Disabled' } })),
  'AWS::DynamoDB::Table': (properties) => at(properties, 'Replicas.Region').map((region) => ({ region, why: 'Replica of the table' })),
  'AWS::DynamoDB::GlobalTable': (properties) => at(properties, 'Replicas.Region').map((region) => ({ region, why: 'Replica of the table' })),
  'AWS::SecretsManager::Secret': (properties) => at(properties, 'ReplicaRegions.Region').map((region) => ({ region, why: 'Replica of the secret' })),
  'AWS::EFS::FileSystem': (properties) => at(properties, 'ReplicationConfiguration.Destinations.Region').map((region) => ({ region, why: 'Replication of the file system' })),
  'AWS::RDS::DBInstance': ({ SourceDBInstanceIdentifier, AutomaticBackupReplicationRegion }) => [
    ...given(SourceDBInstanceIdentifier) ? [{ from: SourceDBInstanceIdentifier, why: 'Read replica' }] : [],
    ...given(AutomaticBackupReplicationRegion) ? [{ region: AutomaticBackupReplicationRegion, why: 'Replication of automated backups' }] : [],
  ],
  'AWS::RDS::DBCluster': (properties) => [
    ...given(properties.ReplicationSourceIdentifier) ? [{ from: properties.ReplicationSourceIdentifier, why: 'Read replica' }] : [], ...memberOfGlobal(properties),
  ],
  'AWS::DocDB::DBCluster': memberOfGlobal,
  'AWS::Neptune::DBCluster': (properties) => given(properties.GlobalClusterIdentifier) ? [{ from: properties.GlobalClusterIdentifier, why: 'Member of the global database' }] : [],
  'AWS::Redshift::Cluster': ({ DestinationRegion }) => given(DestinationRegion) ? [{ region: DestinationRegion, why: 'Copies of snapshots' }] : [],
  'AWS::RedshiftServerless::Namespace': (properties) => at(properties, 'SnapshotCopyConfigurations.DestinationRegion').map((region) => ({ region, why: 'Copies of snapshots' })),
  'AWS::RDS::GlobalCluster': ({ SourceDBClusterIdentifier }) => given(SourceDBClusterIdentifier) ? [{ from: SourceDBClusterIdentifier, why: 'Global database' }] : [],
  'AWS::KMS::ReplicaKey': ({ PrimaryKeyArn }) => [{ from: PrimaryKeyArn, why: 'Replica of the key' }],
};

// A secondary cluster has no administrator of its own. Source: Amazon RDS API Reference, CreateDBCluster, GlobalClusterIdentifier.
function memberOfGlobal({ GlobalClusterIdentifier: global, MasterUsername, MasterUserPassword, ManageMasterUserPassword }: Json): Copy[] {
  if (!given(global)) return [];
  const isPrimary = [MasterUsername, MasterUserPassword, ManageMasterUserPassword].some(given);
  return [{ ...isPrimary ? { to: global } : { from: global }, why: `${isPrimary ? 'Primary' : 'Secondary'} cluster of the global database` }];
}

/** Replication and backups. */
export function copyFlows({ references, book, components }: Sources): void {
  const replicate = (from: readonly End[], to: readonly End[], why: string, openedBy: RenderedResource, blockedBy?: string) => book.add({
    kind: 'replication', from, to, ...delivery(to[0], references), why, openedBy: [openedBy], blockedBy,
  });
  for (const [type, derive] of Object.entries(DERIVATIONS)) {
    for (const resource of references.all(type)) {
      for (const { from, to, region, account, why, blockedBy } of derive(resource.properties)) {
        const place = region === undefined ? undefined : references.text(region, resource);
        // A global table has a replica in the Region of its stack, too.
        if (place === resource.template.stack.region || place === '${AWS-Region}') continue;
        const target: End = place !== undefined ? outside(`${resource.logicalId} in ${place}`, 'Copy in a Region that the template names') : given(to) ? end(to, resource, account) : resource;
        replicate([given(from) ? end(from, resource) : resource], [target], why, resource, blockedBy);
      }
    }
  }
  for (const configuration of references.all('AWS::ECR::ReplicationConfiguration')) {
    for (const { Region, RegistryId } of at(configuration.properties, 'ReplicationConfiguration.Rules.Destinations')) {
      replicate(references.all('AWS::ECR::Repository'), [{ ...outside(`registry ${textOf(RegistryId)} in ${textOf(Region)}`, 'Copy of images'), isThirdParty: isOtherAccount(RegistryId, configuration) }], 'Replication of images', configuration);
    }
  }
  addBackups();

  function end(value: Json, from: RenderedResource, account?: Json): End {
    return references.components(value, from)[0] ?? named(value, from, 'Source or target of replication that is not in the templates', account);
  }

  // A selection assigns resources to a plan, whose rules name vaults.
  function addBackups() {
    const plans = references.all('AWS::Backup::BackupPlan');
    for (const selection of references.all('AWS::Backup::BackupSelection')) {
      const plan = references.one(selection.properties.BackupPlanId, selection);
      const rules = listOf(plan?.properties.BackupPlan?.BackupPlanRule);
      const body = selection.properties.BackupSelection ?? {};
      const selected: End[] = [
        ...listOf(body.Resources).flatMap((arn): End[] => {
          const found = references.components(arn, selection);
          return found.length > 0 ? found : [named(arn, selection, 'Resources that a backup selection names')];
        }),
        ...listOf(body.ListOfTags).flatMap(({ ConditionKey, ConditionValue }) => components.resources.filter((resource) => {
          const draft = components.draftOf(resource);
          return draft?.encryption !== undefined && draft.tags[textOf(ConditionKey)] === textOf(ConditionValue);
        })),
      ];
      for (const rule of rules) {
        for (const source of selected) {
          book.add({
            kind: 'backup',
            from: [source],
            to: [vault(rule.TargetBackupVault, plan!)],
            ...UNSEEN,
            why: `Backup rule ${textOf(rule.RuleName)}`,
            openedBy: [selection, plan!],
          });
        }
      }
    }
    for (const plan of plans) {
      for (const rule of listOf(plan.properties.BackupPlan?.BackupPlanRule)) {
        for (const { DestinationBackupVaultArn } of listOf(rule.CopyActions)) {
          book.add({
            kind: 'backup',
            from: [vault(rule.TargetBackupVault, plan)],
            to: [vault(DestinationBackupVaultArn, plan)],
            ...UNSEEN,
            why: `Copies of backup rule ${textOf(rule.RuleName)}`,
            openedBy: [plan],
          });
        }
      }
    }
  }

  function vault(value: Json, plan: RenderedResource): End {
    return references.components(value, plan)[0] ?? named(value, plan, 'Backup vault that is not in the templates');
  }

  function named(value: Json, from: RenderedResource, purpose: string, account?: Json): OutsideParty {
    const name = references.text(value, from);
    return { ...outside(name, purpose), isThirdParty: isOfOtherAccount(name, from) || isOtherAccount(account, from) };
  }
}

function outside(name: string, purpose: string): OutsideParty {
  return { kind: 'resource', name, purpose };
}
