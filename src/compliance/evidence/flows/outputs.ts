import { delivery } from './delivery';
import { awsService, End, isResource } from './flow-book';
import { endOf } from './integrations';
import { SENDERS, SWITCHES } from './output-senders';
import { OUTPUTS } from './output-types';
import { Sources } from './sources';
import { AWS_CALL, outsideHost, Wire, wireOfCall, wireOfUrl } from './wire';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';
import { FlowKind } from '../model';

/** Data that resources send to what their properties name: reports, records, notifications, files. */
export function outputFlows(sources: Sources): void {
  const { references, components, book } = sources;
  for (const [type, rows] of Object.entries(OUTPUTS)) {
    for (const resource of references.all(type)) {
      for (const [kind, why, ...paths] of rows) {
        for (const path of paths) add(resource, kind, why, path);
      }
    }
  }
  addRealtimeLogs();

  function add(resource: RenderedResource, kind: FlowKind, why: string, path: string) {
    // A source, instead of a target.
    const isSource = path.startsWith('<');
    const [head, ...rest] = (isSource ? path.slice(1) : path).split('.');
    for (const entry of listOf(resource.properties[head])) {
      const blockedBy = whyOff(resource.type, path, { ...resource.properties, [head]: entry });
      for (const value of at(entry, rest.join('.'))) {
        const own = given(value) && value !== '' ? senderOf(resource) : undefined;
        if (!own) continue;
        const other = targetOf(value, resource);
        const [from, to] = isSource ? [other, own] : [own, other];
        if (from !== to) book.add({ kind, from: [from], to: [to], ...wireOf(kind, to, value, resource), why, openedBy: [resource], blockedBy });
      }
    }
  }

  function senderOf(resource: RenderedResource): End | undefined {
    const sender = SENDERS[resource.type];
    if (sender === undefined) return components.has(resource) ? resource : undefined;
    if (sender.endsWith('.amazonaws.com')) return awsService(sender);
    const owner = resource.properties[sender];
    return given(owner) ? endOf(sources, owner, resource) : undefined;
  }

  function targetOf(value: Json, resource: RenderedResource): End {
    return isUrl(value, resource) && references.components(value, resource).length === 0
      ? outsideHost(references.text(value, resource), 'Server that a resource sends requests to') : endOf(sources, value, resource);
  }

  function isUrl(value: Json, resource: RenderedResource): boolean {
    return /^https?:\/\//.test(references.text(value, resource));
  }

  function wireOf(kind: FlowKind, to: End, value: Json, resource: RenderedResource): Wire {
    if (!isResource(to) && isUrl(value, resource)) return wireOfUrl(references.text(value, resource), 'the URL is');
    if (kind !== 'api call' && kind !== 'request') return delivery(to, references);
    if (isResource(to)) return wireOfCall(to, references);
    return /^(arn:[^:]*:s3:|s3:)/.test(to.name) ? { ...AWS_CALL, protocol: 'HTTP, HTTPS', ports: '80, 443', encryption: 'not determined', encryptedBy: ELSEWHERE } : { ...OPEN };
  }

  // A configuration of real-time logs has the streams, and behaviors of distributions name it.
  function addRealtimeLogs() {
    for (const distribution of references.all('AWS::CloudFront::Distribution')) {
      for (const path of ['DefaultCacheBehavior', 'CacheBehaviors']) {
        for (const arn of at(distribution.properties, `DistributionConfig.${path}.RealtimeLogConfigArn`)) {
          const config = references.in(arn, distribution).find(({ type }) => type === 'AWS::CloudFront::RealtimeLogConfig');
          const targets = config ? at(config.properties, 'EndPoints.KinesisStreamConfig.StreamArn').map((stream) => endOf(sources, stream, config)) : [endOf(sources, arn, distribution)];
          for (const to of targets) book.add({ kind: 'log delivery', from: [distribution], to: [to], ...delivery(to, references), why: 'Real-time logs', openedBy: [distribution, ...config ? [config] : []] });
        }
      }
    }
  }
}

const ELSEWHERE = 'the resource is not in the templates';
const OPEN: Wire = { protocol: 'not determined', ports: 'not determined', encryption: 'not determined', encryptedBy: ELSEWHERE };

// A list on the path is replaced with one of its entries, whose own switch counts.
function whyOff(type: string, path: string, properties: Json): string | undefined {
  const found = (SWITCHES[type] ?? []).find(([prefix]) => path.replace('<', '').startsWith(prefix));
  if (!found) return undefined;
  const [, property, off] = found;
  const [value] = at(properties, property);
  if (given(value) && isUnresolved(value)) return undefined;
  if (off === 'unset') return isTrue(value) ? undefined : `${property} is not true`;
  return String(value) === off ? `${property} is ${off}` : undefined;
}
