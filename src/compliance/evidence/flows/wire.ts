import { AWS_ENDPOINT, OutsideParty } from './flow-book';
import { isUnresolved } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { Transport } from '../crypto/protection';
import { transportOf, transportOfCalls } from '../crypto/transport';
import { References } from '../inventory/references';
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
  const [address] = /^(\$\{[^}]*\}|[^/?#])*/.exec(rest)!;
  const port = /:(\d+)$/.exec(address)?.[1];
  // A placeholder at the end of the address can be the port or have it, except for an attribute of a resource.
  const isOpen = /(:\$\{[^}]*|\$\{[^}.]*)\}$/.test(address);
  return { protocol, ports: isOpen ? 'not determined' : port ?? byDefault, encryption: isEncrypted ? 'encrypted' : 'not encrypted', encryptedBy };
}

/** A port as text; `not determined` where a deployment decides it. */
export function portOf(port: Json): string {
  return isUnresolved(port) ? 'not determined' : textOf(port);
}

const OF_AWS = /\.amazonaws\.com(\.cn)?(?=[:/]|$)/;

/** Whether a name is an ARN of another account than that of the resource that has it. Accounts that only a deployment knows are not compared. */
export function isOfOtherAccount(name: string, resource: RenderedResource): boolean {
  const [prefix, , , , account = ''] = name.split(':');
  return prefix === 'arn' && isOtherAccount(account, resource);
}

/** Whether a property names another account than that of the resource that has it. Accounts that only a deployment knows are not compared. */
export function isOtherAccount(account: Json, { template }: RenderedResource): boolean {
  const own = template.stack.account;
  return /^\d{12}$/.test(textOf(account)) && /^\d{12}$/.test(own) && textOf(account) !== own;
}

/** A server that a component forwards requests to, and that is not in the templates. */
export function outsideHost(name: string, purpose = 'Server that a front forwards requests to'): OutsideParty {
  return { kind: 'endpoint', name: name === '' ? 'not determined' : name, purpose, isThirdParty: !OF_AWS.test(name) };
}

export function encryptionOf(transport: Pick<Transport, 'encryption' | 'by'> | undefined): Pick<Flow, 'encryption' | 'encryptedBy'> {
  return transport ? { encryption: transport.encryption, encryptedBy: transport.by } : { encryption: 'not determined', encryptedBy: 'no property of the template shows it' };
}

/** Actions that no API of HTTPS has: clients mount a file system or connect to brokers. */
const OTHER_WIRES: Readonly<Record<string, Pick<Wire, 'protocol' | 'ports'>>> = {
  'AWS::EFS::FileSystem': { protocol: 'TCP', ports: '2049' },
  'AWS::MSK::Cluster': { protocol: 'TCP', ports: 'not determined' },
};

/** Whether clients reach a component through the network, with the permissions of its policy. */
export function isMounted({ type }: RenderedResource): boolean {
  return type in OTHER_WIRES;
}

/** Calls of the API of a component. An endpoint that accepts HTTP listens on port 80, too. */
export function wireOfCall(target: RenderedResource, references: References): Wire {
  const other = OTHER_WIRES[target.type];
  if (other) return { ...other, ...encryptionOf(transportOf(target, references)) };
  const { encryption, by } = transportOfCalls(target, references);
  return { ...encryption === 'encrypted' ? { protocol: 'HTTPS', ports: '443' } : { protocol: 'HTTP, HTTPS', ports: '80, 443' }, encryption, encryptedBy: by };
}
