import { createHash } from 'crypto';

/** Namespace of the identifiers of the evidence. It must not change. */
const NAMESPACE = Buffer.from('6f1f8f0e5c3b4f3d9f0a2d7b8e4c1a56', 'hex');

/** A UUID that only depends on a name: version 5 (RFC 9562, section 5.5). */
export function uuid(...name: readonly string[]): string {
  const hex = createHash('sha1').update(NAMESPACE).update(name.join('\n')).digest('hex');
  // Two bits of the variant and two bits of the hash.
  const variant = '89ab'[parseInt(hex[16], 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
