import { Evidence } from '../collect';
import { Flow } from '../model';

/** An item of `portsAndProtocols`. */
export interface PortAndProtocol {
  readonly serviceName: string;
  readonly portNumber: string;
  readonly transportProtocol: string;
  readonly encryption: string;
  readonly purpose: string;
}

/** Ports that the permitted connections use, each once for a target and a purpose. */
export function portsOf({ flows, inventory: { components, parties } }: Evidence): PortAndProtocol[] {
  const named = [...components.map(({ id, service: name }) => ({ id, name })), ...parties];
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const items = flows.filter(({ ports, blockedBy }) => ports !== undefined && blockedBy === undefined).map((flow) => ({
    serviceName: [...new Set(flow.to.map((id) => names.get(id) ?? id))].join(', '),
    portNumber: flow.ports === 'all' ? '0-65535' : flow.ports!,
    transportProtocol: /^HTTPS?$/.test(flow.protocol) ? 'TCP' : flow.protocol,
    encryption: encryptionOf(flow),
    purpose: flow.why,
  }));
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function encryptionOf({ encryption, encryptedBy }: Flow): string {
  return encryption === 'not encrypted' ? 'None' : encryption === 'encrypted' ? encryptedBy : 'Not determined';
}
