import { given, isSet } from './intrinsics';
import { fails, Outcome, undecided } from './outcome';
import { RenderedResource } from '../rendered';

const RDS = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'];
const SNAPSHOTS = ['SnapshotIdentifier', 'DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier'];
const REPLICATED = ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'];
const RESTORED = ['SourceDbiResourceId', 'SourceDBInstanceAutomatedBackupsArn', 'SourceDbClusterResourceId'];

/** Properties of databases of Amazon RDS, DocumentDB and Neptune that are made from a snapshot, a backup or another database. */
export const ORIGINS = [...SNAPSHOTS, ...REPLICATED, ...RESTORED];

/** The property that names what a database is made from. */
export function originOf({ properties }: RenderedResource): string | undefined {
  return ORIGINS.find((name) => isSet(properties[name]));
}

/** Whether a database is an instance that replicates another one. */
export function isReplica({ type, properties }: RenderedResource): boolean {
  return type === 'AWS::RDS::DBInstance' && REPLICATED.some((name) => isSet(properties[name]));
}

/** The database that another one is made from, if the templates have it. */
export function sourceOf(database: RenderedResource): RenderedResource | undefined {
  const value = database.properties[originOf(database) ?? ''];
  if (!given(value)) return undefined;
  return (RDS.includes(database.type) ? RDS : [database.type]).flatMap((type) => database.template.everyOfType(type))
    .find((other) => other !== database && database.template.names(value, other));
}

/** Judges what a database has from its origin, whatever its own properties say. */
export function inherited(database: RenderedResource, what: string, judge: (source: RenderedResource) => Outcome): Outcome {
  const origin = originOf(database)!;
  const source = sourceOf(database);
  if (!source) return undecided(`${what} of the ${SNAPSHOTS.includes(origin) ? 'snapshot' : 'source'} in ${origin} ${/ and /.test(what) ? 'are' : 'is'} not in the templates`);
  const outcome = judge(source);
  if (outcome.result === 'holds') return outcome;
  const finding = `${source.logicalId}, the source in ${origin}: ${outcome.finding}`;
  return outcome.result === 'fails' ? fails(finding) : undecided(finding);
}
