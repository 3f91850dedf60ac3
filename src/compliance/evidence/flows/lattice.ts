import { AWS_ENDPOINT, End } from './flow-book';
import { endOf } from './integrations';
import { Sources } from './sources';
import { encryptionOf, portOf } from './wire';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { open, plain, tls, Transport } from '../crypto/protection';

/** Requests that services of Amazon VPC Lattice forward to targets. */
export function latticeFlows(sources: Sources): void {
  const { references, book } = sources;
  const forwarding = references.all('AWS::VpcLattice::Listener', 'AWS::VpcLattice::Rule');
  for (const group of references.all('AWS::VpcLattice::TargetGroup')) {
    const openedBy = forwarding.filter((one) => references.in(one.properties.DefaultAction ?? one.properties.Action, one).includes(group));
    for (const opening of openedBy) {
      const from = serviceOf(opening, sources);
      for (const { end, port } of targetsOf(group, sources)) {
        book.add({ kind: 'request', from: [from], to: [end], ...wireOf(group, port), why: 'Service of VPC Lattice to target', openedBy: [opening, group] });
      }
    }
  }
}

// A rule without a service names a listener, which has one.
function serviceOf(opening: RenderedResource, sources: Sources): End {
  const { ServiceIdentifier, ListenerIdentifier } = opening.properties;
  if (given(ServiceIdentifier)) return endOf(sources, ServiceIdentifier, opening);
  const [listener] = sources.references.in(ListenerIdentifier, opening);
  const service: Json = listener?.properties.ServiceIdentifier;
  return given(service) ? endOf(sources, service, listener) : endOf(sources, ListenerIdentifier, opening);
}

/** Targets that a group lists, and services of Amazon ECS that register with it. */
function targetsOf(group: RenderedResource, sources: Sources): Array<{ readonly end: End; readonly port: Json }> {
  const { references } = sources;
  const { Targets, Config } = group.properties;
  const services = references.all('AWS::ECS::Service').filter((service) => listOf(service.properties.VpcLatticeConfigurations)
    .some(({ TargetGroupArn }) => references.in(TargetGroupArn, service).includes(group)));
  return [
    ...listOf(Targets).filter((target) => given(target?.Id)).map(({ Id, Port }) => ({ end: endOf(sources, Id, group), port: Port ?? Config?.Port })),
    ...services.map((end) => ({ end, port: Config?.Port })),
  ];
}

function wireOf(group: RenderedResource, port: Json) {
  const { Type, Config } = group.properties;
  const isFunction = Type === 'LAMBDA';
  const protocol = isFunction ? 'HTTPS' : Config?.Protocol;
  return {
    protocol: !given(protocol) || isUnresolved(protocol) ? 'not determined' : textOf(protocol),
    ports: isFunction ? '443' : given(port) ? portOf(port) : 'not determined',
    ...encryptionOf(isFunction ? tls(AWS_ENDPOINT, 'TLS 1.2') : transportOf(protocol)),
  };
}

function transportOf(protocol: Json): Transport {
  if (!given(protocol) || isUnresolved(protocol)) return open(given(protocol) ? 'Protocol of the target group resolves only at deployment' : 'Protocol of the target group is not set');
  if (protocol === 'HTTPS') return tls('HTTPS target group');
  return protocol === 'HTTP' ? plain('HTTP target group') : open(`${textOf(protocol)} target group, which passes on what clients send`);
}
