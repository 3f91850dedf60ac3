import { End, OutsideParty } from './flow-book';
import { partiesOfPrincipal } from './principals';
import { Sources } from './sources';
import { given, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, pointers, RenderedResource } from '../../rendered';
import { known } from '../inventory/inventory';

const ALL = {
  kind: 'network', protocol: 'all', ports: 'all', encryption: 'not determined', encryptedBy: 'the protocol on the port is that of the application',
} as const;

const DIRECT_CONNECT = 'AWS Direct Connect does not encrypt traffic by default (AWS Direct Connect User Guide, "Encryption in AWS Direct Connect"); the protocol on the port is that of the application';
const VIRTUAL_INTERFACES = ['AWS::DirectConnect::PrivateVirtualInterface', 'AWS::DirectConnect::PublicVirtualInterface', 'AWS::DirectConnect::TransitVirtualInterface'];

/** Types that link two networks: the properties with both, and what it is. */
const LINKS: Readonly<Record<string, readonly [from: string, to: string, why: string]>> = {
  'AWS::DirectConnect::DirectConnectGatewayAssociation': ['DirectConnectGatewayId', 'AssociatedGatewayId', 'Association of a Direct Connect gateway'],
  'AWS::EC2::LocalGatewayRouteTableVPCAssociation': ['LocalGatewayRouteTableId', 'VpcId', 'Association of a local gateway'],
  'AWS::NetworkManager::DirectConnectGatewayAttachment': ['DirectConnectGatewayArn', 'CoreNetworkId', 'Attachment of a core network'],
  'AWS::NetworkManager::SiteToSiteVpnAttachment': ['VpnConnectionArn', 'CoreNetworkId', 'Attachment of a core network'],
  'AWS::NetworkManager::TransitGatewayPeering': ['TransitGatewayArn', 'CoreNetworkId', 'Peering of a core network'],
  'AWS::NetworkManager::VpcAttachment': ['VpcArn', 'CoreNetworkId', 'Attachment of a core network'],
  'AWS::NetworkManager::ConnectPeer': ['PeerAddress', 'ConnectAttachmentId', 'Connect peer of a core network'],
  'AWS::VpcLattice::ServiceNetworkServiceAssociation': ['ServiceNetworkIdentifier', 'ServiceIdentifier', 'Service of a service network'],
  'AWS::VpcLattice::ServiceNetworkVpcAssociation': ['VpcIdentifier', 'ServiceNetworkIdentifier', 'Clients of a service network'],
};

/** Connections between networks: peering connections, transit gateways, VPN connections and endpoint services. Routes and security groups decide what passes. */
export function networkFlows(sources: Sources): void {
  const { references, components, book } = sources;
  for (const peering of references.all('AWS::EC2::VPCPeeringConnection')) {
    const { VpcId, PeerVpcId, PeerOwnerId, PeerRegion } = peering.properties;
    const peer = other(PeerVpcId, peering, 'VPC of a peering connection', PeerOwnerId, PeerRegion);
    book.add({ ...ALL, from: [other(VpcId, peering, 'VPC of a peering connection')], to: [peer], why: 'Peering connection', openedBy: [peering], via: [peering] });
  }
  for (const attachment of references.all('AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment')) {
    const { VpcId, TransitGatewayId } = attachment.properties;
    book.add({ ...ALL, from: [other(VpcId, attachment, 'VPC of an attachment')], to: [other(TransitGatewayId, attachment, 'Transit gateway')], why: 'Attachment of a transit gateway', openedBy: [attachment] });
  }
  for (const attachment of references.all('AWS::EC2::TransitGatewayPeeringAttachment')) {
    const { TransitGatewayId, PeerTransitGatewayId, PeerAccountId, PeerRegion } = attachment.properties;
    const peer = other(PeerTransitGatewayId, attachment, 'Transit gateway of a peering', PeerAccountId, PeerRegion);
    book.add({ ...ALL, from: [other(TransitGatewayId, attachment, 'Transit gateway')], to: [peer], why: 'Peering of transit gateways', openedBy: [attachment] });
  }
  for (const attachment of references.all('AWS::EC2::VPCGatewayAttachment').filter(({ properties }) => given(properties.VpnGatewayId))) {
    const { VpcId, VpnGatewayId } = attachment.properties;
    book.add({ ...ALL, from: [other(VpcId, attachment, 'VPC of a gateway')], to: [other(VpnGatewayId, attachment, 'Virtual private gateway')], why: 'Attachment of a virtual private gateway', openedBy: [attachment] });
  }
  for (const type of Object.keys(LINKS)) {
    for (const link of references.all(type)) addLink(link, LINKS[type]);
  }
  references.all(...VIRTUAL_INTERFACES).forEach(addVirtualInterface);
  references.all('AWS::EC2::TrafficMirrorSession').forEach(addMirror);
  references.all('AWS::EC2::VPNConnection').forEach(addVpn);
  references.all('AWS::EC2::VPCEndpointService').forEach(addService);

  function addLink(link: RenderedResource, [from, to, why]: (typeof LINKS)[string]) {
    const [source, target] = [from, to].map((name) => link.properties[name]);
    if (!given(source) || !given(target)) return;
    const via = components.has(link) ? [link] : [];
    book.add({ ...ALL, from: [other(source, link, why)], to: [other(target, link, why)], why, openedBy: [link], via });
  }

  // The addresses of the router of the customer, or the connection that leads to it.
  function addVirtualInterface(link: RenderedResource) {
    const { BgpPeers, ConnectionId, VirtualGatewayId, DirectConnectGatewayId } = link.properties;
    const addresses = listOf(BgpPeers).map((peer) => peer?.CustomerAddress).filter(given);
    const routers = addresses.map((address): OutsideParty => ({ kind: 'address range', name: references.text(address, link), purpose: 'Router at the other end of AWS Direct Connect', isThirdParty: true }));
    const from: End[] = routers.length > 0 ? routers : [{ kind: 'endpoint', name: `router of ${references.text(ConnectionId, link)}`, purpose: 'Router at the other end of AWS Direct Connect', isThirdParty: true }];
    const gateway = VirtualGatewayId ?? DirectConnectGatewayId;
    const to: End = given(gateway) ? other(gateway, link, 'Gateway of AWS Direct Connect') : { kind: 'aws service', name: 'public addresses of AWS', purpose: 'Public endpoints of AWS services' };
    for (const router of from) {
      book.add({ ...ALL, encryptedBy: DIRECT_CONNECT, from: [router], to: [to], why: 'Virtual interface of AWS Direct Connect', openedBy: [link], via: components.has(link) ? [link] : [] });
    }
  }

  // Source: Amazon VPC Traffic Mirroring, "How Traffic Mirroring works": copies of packets, in VXLAN on port 4789.
  function addMirror(session: RenderedResource) {
    const { NetworkInterfaceId, TrafficMirrorTargetId } = session.properties;
    const mirror = references.in(TrafficMirrorTargetId, session).find(({ type }) => type === 'AWS::EC2::TrafficMirrorTarget');
    const { NetworkLoadBalancerArn, NetworkInterfaceId: end, GatewayLoadBalancerEndpointId } = mirror?.properties ?? {};
    const target = NetworkLoadBalancerArn ?? end ?? GatewayLoadBalancerEndpointId;
    book.add({
      kind: 'network',
      from: [other(NetworkInterfaceId, session, 'Network interface whose traffic is mirrored')],
      to: [mirror && given(target) ? other(target, mirror, 'Target of mirrored traffic') : other(TrafficMirrorTargetId, session, 'Target of mirrored traffic')],
      protocol: 'UDP',
      ports: '4789',
      encryption: 'not determined',
      encryptedBy: 'VXLAN carries packets as they are',
      why: 'Copies of packets',
      openedBy: [session, ...mirror ? [mirror] : []],
    });
  }

  function addVpn(vpn: RenderedResource) {
    const { CustomerGatewayId, VpnGatewayId, TransitGatewayId } = vpn.properties;
    const device = references.one(CustomerGatewayId, vpn);
    const address = device?.properties.IpAddress;
    const from: End = given(address)
      ? { kind: 'address range', name: references.text(address, vpn), purpose: 'Device at the other end of a VPN connection', isThirdParty: true }
      : device ?? other(CustomerGatewayId, vpn, 'Customer gateway');
    book.add({
      kind: 'network',
      from: [from],
      to: [vpn],
      // Source: AWS Site-to-Site VPN User Guide, "Firewall rules for an AWS Site-to-Site VPN customer gateway device".
      protocol: 'UDP, ESP',
      ports: '500, 4500',
      encryption: 'encrypted',
      encryptedBy: 'IPsec tunnels of AWS Site-to-Site VPN',
      why: 'VPN connection',
      openedBy: [vpn, ...device ? [device] : []],
    });
    const gateway = VpnGatewayId ?? TransitGatewayId;
    if (given(gateway)) book.add({ ...ALL, from: [vpn], to: [other(gateway, vpn, 'Gateway of a VPN connection')], why: 'VPN connection', openedBy: [vpn] });
  }

  // Without permissions, principals of the account can connect. Source: AWS PrivateLink Guide, "Manage permissions".
  function addService(service: RenderedResource) {
    const wire = { kind: 'network', protocol: 'TCP', ports: 'not determined', encryption: 'not determined', encryptedBy: 'the endpoint service passes on what clients send' } as const;
    for (const permissions of pointers(service, 'AWS::EC2::VPCEndpointServicePermissions', 'ServiceId')) {
      for (const principal of listOf(permissions.properties.AllowedPrincipals)) {
        const everyone: OutsideParty = { kind: 'account', name: 'all accounts', purpose: 'Every account of AWS', isThirdParty: true };
        const parties = textOf(principal) === '*' ? [everyone] : partiesOfPrincipal(principal, permissions, references);
        for (const party of parties) book.add({ ...wire, from: [party], to: [service], why: 'Consumers of the endpoint service', openedBy: [permissions, service] });
      }
    }
    const { NetworkLoadBalancerArns, GatewayLoadBalancerArns } = service.properties;
    for (const balancer of [...listOf(NetworkLoadBalancerArns), ...listOf(GatewayLoadBalancerArns)]) {
      book.add({ ...wire, from: [service], to: [other(balancer, service, 'Load balancer of an endpoint service')], why: 'Endpoint service', openedBy: [service] });
    }
  }

  function other(value: Json, from: RenderedResource, purpose: string, owner?: Json, region?: Json): End {
    const [found] = references.components(value, from);
    if (found) return found;
    const account = given(owner) ? references.text(owner, from) : undefined;
    const isOthers = account !== undefined && account !== known(from.template.stack.account) && account !== '${AWS-AccountId}';
    const place = [references.text(value, from), isOthers && `of account ${account}`, given(region) && `in ${references.text(region, from)}`].filter(Boolean).join(' ');
    return { kind: 'resource', name: place, purpose, isThirdParty: isOthers };
  }
}
