import { End, INSIDE_AWS, isResource } from './flow-book';
import { POLICED, transportOf } from '../crypto/transport';
import { References } from '../inventory/references';
import { Flow } from '../model';

/**
 * Protocol and encryption of a delivery by an AWS service: shown by the protocol of a subscription, or by a policy of the target that denies requests
 * without TLS. The templates show nothing else of it.
 */
export function delivery(target: End, references: References, protocol?: string): Pick<Flow, 'protocol' | 'encryption' | 'encryptedBy'> {
  if (protocol === 'HTTP') return { protocol, encryption: 'not encrypted', encryptedBy: 'HTTP endpoint' };
  if (protocol === 'HTTPS') return { protocol, encryption: 'encrypted', encryptedBy: 'HTTPS endpoint' };
  const transport = isResource(target) && POLICED.includes(target.type) ? transportOf(target, references) : undefined;
  if (transport?.encryption === 'encrypted') return { protocol: protocol ?? 'HTTPS', encryption: 'encrypted', encryptedBy: transport.by };
  return { protocol: protocol ?? 'not determined', encryption: 'not determined', encryptedBy: INSIDE_AWS };
}
