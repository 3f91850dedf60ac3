import { End, INTERNET, OutsideParty } from './flow-book';
import { Sources } from './sources';
import { isWorld } from '../../predicates/cidr';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, pointers, RenderedResource } from '../../rendered';
import { transportOf } from '../crypto/transport';

const NOT_DETERMINED = 'not determined';

/** Connections through Client VPN and Verified Access endpoints and accelerators, which lead from the internet into the network of a workload. */
export function entranceFlows(sources: Sources): void {
  for (const endpoint of sources.references.all('AWS::EC2::ClientVpnEndpoint')) addClientVpn(sources, endpoint);
  for (const accelerator of sources.references.all('AWS::GlobalAccelerator::Accelerator')) addAccelerator(sources, accelerator);
  for (const endpoint of sources.references.all('AWS::EC2::VerifiedAccessEndpoint')) addVerifiedAccess(sources, endpoint);
}

/** Clients that the templates do not show, or cannot decide about. */
export function unknownClients({ logicalId }: RenderedResource): OutsideParty {
  return { kind: 'unknown', name: `clients of ${logicalId}`, purpose: 'Clients that the template does not show', isUnknown: true };
}

// An endpoint without a target network cannot accept connections. Source: Amazon EC2 API Reference, ClientVpnEndpointStatus.
function addClientVpn({ references, book }: Sources, endpoint: RenderedResource) {
  const { TransportProtocol, VpnPort, TransitGatewayConfiguration } = endpoint.properties;
  const associations = pointers(endpoint, 'AWS::EC2::ClientVpnTargetNetworkAssociation', 'ClientVpnEndpointId');
  const isAssociated = associations.length > 0 || given(TransitGatewayConfiguration);
  const transport = transportOf(endpoint, references)!;
  book.add({
    kind: 'network',
    from: [isAssociated ? INTERNET : unknownClients(endpoint)],
    to: [endpoint],
    // The default is UDP on port 443. Source: AWS::EC2::ClientVpnEndpoint, properties TransportProtocol and VpnPort.
    protocol: isUnresolved(TransportProtocol) ? NOT_DETERMINED : textOf(TransportProtocol ?? 'udp').toUpperCase(),
    ports: isUnresolved(VpnPort) ? NOT_DETERMINED : textOf(VpnPort ?? 443),
    encryption: transport.encryption,
    encryptedBy: transport.by,
    why: isAssociated ? 'Clients of the VPN' : 'Clients of the VPN, if a target network that is not in the templates is associated',
    openedBy: [endpoint, ...associations],
  });
  addPortal(book, endpoint);
  for (const rule of pointers(endpoint, 'AWS::EC2::ClientVpnAuthorizationRule', 'ClientVpnEndpointId')) {
    const { Description, TargetNetworkCidr } = rule.properties;
    book.add({
      kind: 'network',
      from: [endpoint],
      to: [networkOf(TargetNetworkCidr, references.in(TargetNetworkCidr, rule))],
      protocol: 'all',
      ports: 'all',
      encryption: NOT_DETERMINED,
      encryptedBy: 'the protocol on the port is that of the application',
      why: given(Description) ? textOf(Description) : 'Authorization rule of the VPN',
      openedBy: [rule],
    });
  }
}

// It is enabled by default. Source: Amazon EC2 API Reference, CreateClientVpnEndpoint, SelfServicePortal. Clients with certificates only have no portal.
// Source: AWS Client VPN Administrator Guide, "AWS Client VPN access to the self-service portal".
function addPortal(book: Sources['book'], endpoint: RenderedResource) {
  const { SelfServicePortal: portal, AuthenticationOptions } = endpoint.properties;
  const types = listOf(AuthenticationOptions).map((option) => option?.Type);
  const hasUsers = types.some((type) => isUnresolved(type) || type !== 'certificate-authentication');
  if (String(portal) === 'disabled' || !hasUsers) return;
  book.add({
    kind: 'request',
    from: [isUnresolved(portal) || types.every((type) => !given(type) || isUnresolved(type)) ? unknownClients(endpoint) : INTERNET],
    to: [endpoint],
    protocol: 'HTTPS',
    ports: '443',
    encryption: NOT_DETERMINED,
    encryptedBy: 'the address of the portal has HTTPS, and no property of the template shows whether it accepts HTTP',
    why: 'Self-service portal',
    openedBy: [endpoint],
  });
}

function networkOf(range: Json, named: readonly RenderedResource[]): End {
  const vpc = named.find(({ type }) => type === 'AWS::EC2::VPC' || type === 'AWS::EC2::Subnet');
  if (vpc) return vpc;
  return isWorld(range) ? INTERNET : { kind: 'address range', name: textOf(range), purpose: 'Addresses that an authorization rule of a VPN names' };
}

/** Targets of Verified Access endpoints: the options, and the properties with the target. */
const VERIFIED_TARGETS = [
  ['LoadBalancerOptions', 'LoadBalancerArn'], ['NetworkInterfaceOptions', 'NetworkInterfaceId'], ['RdsOptions', 'RdsDbInstanceArn'], ['RdsOptions', 'RdsDbClusterArn'], ['RdsOptions', 'RdsDbProxyArn'],
] as const;

function addVerifiedAccess({ references, book }: Sources, endpoint: RenderedResource) {
  for (const [options, property] of VERIFIED_TARGETS) {
    const { [property]: target, Protocol, Port } = endpoint.properties[options] ?? {};
    const protocol = given(Protocol) && !isUnresolved(Protocol) ? textOf(Protocol).toUpperCase() : NOT_DETERMINED;
    book.add({
      kind: 'request',
      from: [endpoint],
      to: endsOf(target, references.components(target, endpoint), 'Target of a Verified Access endpoint that is not in the templates'),
      protocol,
      ports: given(Port) && !isUnresolved(Port) ? textOf(Port) : NOT_DETERMINED,
      encryption: protocol === 'HTTPS' ? 'encrypted' : protocol === 'HTTP' ? 'not encrypted' : NOT_DETERMINED,
      encryptedBy: given(Protocol) ? `${options}.Protocol is ${textOf(Protocol)}` : `${options}.Protocol is not set`,
      why: 'Target of the endpoint',
      openedBy: [endpoint],
    });
  }
}

const PASSED_ON = { kind: 'network', encryption: NOT_DETERMINED, encryptedBy: 'the accelerator passes on what clients send' } as const;

function addAccelerator(sources: Sources, accelerator: RenderedResource) {
  const listeners = pointers(accelerator, 'AWS::GlobalAccelerator::Listener', 'AcceleratorArn');
  listeners.forEach((listener) => addListener(sources, accelerator, listener));
  if (listeners.length > 0) return;
  sources.book.add({
    ...PASSED_ON,
    from: [unknownClients(accelerator)],
    to: [accelerator],
    protocol: NOT_DETERMINED,
    ports: NOT_DETERMINED,
    why: 'Listeners of the accelerator, which are not in the templates',
    openedBy: [accelerator],
  });
}

function addListener({ references, book }: Sources, accelerator: RenderedResource, listener: RenderedResource) {
  const { Enabled } = accelerator.properties;
  const { PortRanges, Protocol } = listener.properties;
  // The default is TCP. Source: AWS::GlobalAccelerator::Listener, property Protocol.
  const protocol = isUnresolved(Protocol) ? NOT_DETERMINED : textOf(Protocol ?? 'TCP');
  const ranges = isUnresolved(PortRanges) ? [NOT_DETERMINED] : listOf(PortRanges).map(portsOf);
  const clients = given(Enabled) && isUnresolved(Enabled) ? unknownClients(accelerator) : INTERNET;
  const blockedBy = String(Enabled) === 'false' ? 'Enabled is false' : undefined;
  for (const ports of ranges) {
    book.add({ ...PASSED_ON, from: [clients], to: [accelerator], protocol, ports, why: 'Listener of the accelerator', openedBy: [listener], blockedBy });
  }
  for (const group of pointers(listener, 'AWS::GlobalAccelerator::EndpointGroup', 'ListenerArn')) {
    const { EndpointConfigurations: endpoints, PortOverrides } = group.properties;
    const to = listOf(endpoints).flatMap(({ EndpointId }) => endsOf(EndpointId, references.components(EndpointId, group), 'Endpoint of an accelerator that is not in the templates'));
    for (const ports of overridden(ranges, PortOverrides)) {
      book.add({ ...PASSED_ON, from: [accelerator], to, protocol, ports, why: 'Endpoint of the accelerator', openedBy: [group] });
    }
  }
}

function endsOf(id: Json, components: readonly RenderedResource[], purpose: string): End[] {
  if (!given(id)) return [];
  return components.length ? [...components] : [{ kind: 'resource', name: textOf(id), purpose }];
}

function portsOf({ FromPort, ToPort = FromPort }: Json): string {
  if ([FromPort, ToPort].some(isUnresolved)) return NOT_DETERMINED;
  return String(FromPort) === String(ToPort) ? textOf(FromPort) : `${textOf(FromPort)}-${textOf(ToPort)}`;
}

// Ports of the listener, with those that replace them at the endpoints.
function overridden(ranges: readonly string[], overrides: Json): string[] {
  if (!given(overrides)) return [...ranges];
  const isOpen = isUnresolved(overrides)
    || listOf(overrides).some(({ ListenerPort, EndpointPort }) => isUnresolved(ListenerPort) || isUnresolved(EndpointPort));
  if (isOpen) return [NOT_DETERMINED];
  const ports = new Map(listOf(overrides).map(({ ListenerPort, EndpointPort }) => [textOf(ListenerPort), textOf(EndpointPort)]));
  // An override of one port in a range leaves the others.
  return [...new Set([...ranges.map((range) => ports.get(range) ?? range), ...ports.values()])];
}
