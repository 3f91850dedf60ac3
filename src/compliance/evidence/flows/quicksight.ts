import { End, isResource } from './flow-book';
import { endOf } from './integrations';
import { Sources } from './sources';
import { AWS_CALL, encryptionOf, portOf, Wire, wireOfCall } from './wire';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { Json, RenderedResource } from '../../rendered';
import { transportOf } from '../crypto/transport';
import { at } from '../inventory/at-rest';

/** Parameters of data sources that name a server, a database, or a resource with an API. */
const SERVERS = ['Host'];
const DATABASES = ['InstanceId', 'ClusterId'];
const CALLED = ['Domain', 'WorkGroup', 'TableBucketArn', 'ManifestFileLocation.Bucket'];

/** Queries of data sources of Amazon QuickSight. */
export function quickSightFlows(sources: Sources): void {
  const { references, book, components } = sources;
  for (const source of references.all('AWS::QuickSight::DataSource').filter((one) => components.has(one))) {
    const { DataSourceParameters, AlternateDataSourceParameters } = source.properties;
    // Each set has one member, by the kind of the store.
    const stores = [DataSourceParameters, ...listOf(AlternateDataSourceParameters)]
      .filter((set) => given(set) && !isUnresolved(set)).flatMap((set) => Object.values<Json>(set));
    for (const store of stores) {
      const to = (paths: readonly string[], isServer: boolean) => (
        paths.flatMap((path) => at(store, path)).filter(given).map((name) => endOf(sources, name, source, isServer)));
      const query = { kind: 'request' as const, from: [source], why: 'Queries of the data source', openedBy: [source] };
      for (const end of [...to(SERVERS, true), ...to(DATABASES, false)]) {
        book.add({ ...query, to: [end], ...wireOfQuery(source, end, store.Port, sources) });
      }
      for (const end of to(CALLED, false)) book.add({ ...query, to: [end], ...isResource(end) ? wireOfCall(end, references) : AWS_CALL });
    }
  }
}

// Source: Amazon QuickSight API Reference, SslProperties: "a Boolean option to control whether SSL should be disabled". No page states what applies without it.
function wireOfQuery({ properties: { SslProperties } }: RenderedResource, to: End, port: Json, { references }: Sources): Wire {
  const wire = { protocol: 'TCP', ports: given(port) ? portOf(port) : 'not determined' };
  const server = isResource(to) ? transportOf(to, references) : undefined;
  if (server?.encryption === 'encrypted') return { ...wire, ...encryptionOf(server) };
  const disabled = SslProperties?.DisableSsl;
  if (!given(disabled) || isUnresolved(disabled)) return { ...wire, encryption: 'not determined', encryptedBy: `SslProperties.DisableSsl ${given(disabled) ? 'resolves only at deployment' : 'is not set'}` };
  return isTrue(disabled) ? { ...wire, encryption: 'not encrypted', encryptedBy: 'SslProperties.DisableSsl is true' } : { ...wire, encryption: 'encrypted', encryptedBy: 'SslProperties.DisableSsl is false' };
}
