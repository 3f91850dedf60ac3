import { End, INSIDE_AWS } from './flow-book';
import { endOf } from './integrations';
import { Sources } from './sources';
import { portOf, Wire, wireOfCall } from './wire';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';

/** Data that tasks of AWS DMS, AWS DataSync and Amazon MSK Replicator move. */
export function migrationFlows(sources: Sources): void {
  const { references, book } = sources;
  for (const task of references.all('AWS::DMS::ReplicationTask', 'AWS::DMS::ReplicationConfig')) {
    const [instance] = task.type === 'AWS::DMS::ReplicationConfig' ? [task] : references.components(task.properties.ReplicationInstanceArn, task);
    const via: End = instance ?? endOf(sources, task.properties.ReplicationInstanceArn, task);
    for (const [name, isSource] of [['SourceEndpointArn', true], ['TargetEndpointArn', false]] as const) {
      const endpoint = references.in(task.properties[name], task).find(({ type }) => type === 'AWS::DMS::Endpoint');
      const end = endpoint ? storeOf(sources, endpoint) : endOf(sources, task.properties[name], task);
      const wire = endpoint ? wireOfEndpoint(sources, endpoint) : UNSEEN;
      book.add({ kind: 'replication', from: [isSource ? end : via], to: [isSource ? via : end], ...wire, why: `${isSource ? 'Source' : 'Target'} of ${task.logicalId}`, openedBy: [task, ...endpoint ? [endpoint] : []] });
    }
  }
  for (const task of references.all('AWS::DataSync::Task')) {
    const [from, to] = ['SourceLocationArn', 'DestinationLocationArn'].map((name) => locationOf(sources, task.properties[name], task));
    book.add({ kind: 'replication', from: [from.end], to: [to.end], ...UNSEEN, why: `Task ${task.logicalId}`, openedBy: [task, ...from.openedBy, ...to.openedBy] });
  }
  for (const replicator of references.all('AWS::MSK::Replicator')) {
    for (const { SourceKafkaClusterArn, TargetKafkaClusterArn } of listOf(replicator.properties.ReplicationInfoList)) {
      if (!given(SourceKafkaClusterArn) || !given(TargetKafkaClusterArn)) continue;
      book.add({
        kind: 'replication', from: [endOf(sources, SourceKafkaClusterArn, replicator)], to: [endOf(sources, TargetKafkaClusterArn, replicator)], ...UNSEEN, why: `Replicator ${replicator.logicalId}`, openedBy: [replicator],
      });
    }
  }
}

const UNSEEN: Wire = { protocol: 'not determined', encryption: 'not determined', encryptedBy: INSIDE_AWS };

/** Settings of endpoints that name a store of AWS. */
const STORES = ['S3Settings.BucketName', 'KinesisSettings.StreamArn', 'RedshiftSettings.BucketName', 'NeptuneSettings.S3BucketName'];

function storeOf(sources: Sources, endpoint: RenderedResource): End {
  const [store] = STORES.flatMap((path) => at(endpoint.properties, path));
  const [address = store] = store ? [] : ['ServerName', 'KafkaSettings.Broker', 'ElasticsearchSettings.EndpointUri'].flatMap((path) => at(endpoint.properties, path));
  return given(address) ? endOf(sources, address, endpoint, store === undefined)
    : { kind: 'endpoint', name: endpoint.logicalId, purpose: `Endpoint ${textOf(endpoint.properties.EngineName)} of AWS DMS, whose address the template does not have`, isThirdParty: false };
}

// The default is none. Source: AWS::DMS::Endpoint, property SslMode.
function wireOfEndpoint(sources: Sources, endpoint: RenderedResource): Wire {
  const { Port, SslMode = 'none', ServerName } = endpoint.properties;
  const end = storeOf(sources, endpoint);
  if ('logicalId' in end && !given(ServerName)) return wireOfCall(end, sources.references);
  const wire = { protocol: 'TCP', ports: given(Port) ? portOf(Port) : 'not determined' };
  if (isUnresolved(SslMode)) return { ...wire, encryption: 'not determined', encryptedBy: 'SslMode resolves only at deployment' };
  if (SslMode === 'none') return given(ServerName) ? { ...wire, encryption: 'not encrypted', encryptedBy: 'SslMode is none' } : { ...wire, encryption: 'not determined', encryptedBy: 'no property of the template shows it' };
  return { ...wire, encryption: 'encrypted', encryptedBy: `SslMode is ${textOf(SslMode)}` };
}

/** Properties of locations with the store or the server, by the order of the types in the CloudFormation template reference. */
const PLACES = ['S3BucketArn', 'EfsFilesystemArn', 'FsxFilesystemArn', 'StorageVirtualMachineArn', 'AzureBlobContainerUrl', 'ServerHostname', 'NameNodes.Hostname'];

function locationOf(sources: Sources, arn: Json, task: RenderedResource): { end: End; openedBy: readonly RenderedResource[] } {
  const location = sources.references.in(arn, task).find(({ type }) => type.startsWith('AWS::DataSync::Location'));
  const [place] = location ? PLACES.flatMap((path) => at(location.properties, path)) : [];
  if (!location || !given(place)) return { end: endOf(sources, arn, task), openedBy: [] };
  return { end: endOf(sources, place, location, true), openedBy: [location] };
}
