import { AWS_ENDPOINT, OutsideParty } from './flow-book';
import { isUnresolved } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json } from '../../rendered';
import { Transport } from '../crypto/transport';
import { Flow } from '../model';

/** What is on the wire of a connection. */
export type Wire = Pick<Flow, 'protocol' | 'ports' | 'encryption' | 'encryptedBy'>;

/** A call of an endpoint of AWS. */
export const AWS_CALL: Wire = { protocol: 'HTTPS', ports: '443', encryption: 'encrypted', encryptedBy: AWS_ENDPOINT };

const UNKNOWN = { protocol: 'not determined', ports: 'not determined', encryption: 'not determined' } as const;

/** Protocols of URLs, with their default port and whether they are encrypted. */
const SCHEMES: Readonly<Record<string, readonly [protocol: string, port: string, isEncrypted: boolean]>> = {
  https: ['HTTPS', '443', true], http: ['HTTP', '80', false], wss: ['WSS', '443', true], ws: ['WS', '80', false], sftp: ['SFTP', '22', true],
};

/** Protocol and port of a server, as a URL states them. */
export function wireOfUrl(url: string, name: string): Wire {
  const encryptedBy = `${name} ${url}`;
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/.exec(url) ?? [];
  const known = SCHEMES[scheme];
  if (!known) return { ...UNKNOWN, encryptedBy };
  const [protocol, byDefault, isEncrypted] = known;
  const host = rest.split(/[/?#]/)[0].replace(/^.*@/, '').replace(/\$\{[^}]*\}/g, 'x');
  const [, port = byDefault] = /:(\d+)$/.exec(host) ?? [];
  // A placeholder for a part of the address can have the port, too.
  const isOpen = /^\$\{\?\}$/.test(rest.split(/[/?#]/)[0]);
  return { protocol, ports: isOpen ? 'not determined' : port, encryption: isEncrypted ? 'encrypted' : 'not encrypted', encryptedBy };
}

/** A port as text; `not determined` where a deployment decides it. */
export function portOf(port: Json): string {
  return isUnresolved(port) ? 'not determined' : textOf(port);
}

/** A server that a component forwards requests to, and that is not in the templates. */
export function outsideHost(name: string, purpose = 'Server that a front forwards requests to'): OutsideParty {
  return { kind: 'endpoint', name: name === '' ? 'not determined' : name, purpose, isThirdParty: true };
}

export function encryptionOf(transport: Transport | undefined): Pick<Flow, 'encryption' | 'encryptedBy'> {
  return transport ? { encryption: transport.encryption, encryptedBy: transport.by } : { encryption: 'not determined', encryptedBy: 'no property of the template shows it' };
}
