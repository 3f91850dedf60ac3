/**
 * Stands in, in the bundle, for what mysql2 brings along and connections here never use: decoders of every other encoding, and a list of
 * certificates. Together they would be three quarters of the bundle. Of the encodings that Node lacks, mysql2 asks for CESU-8 when a server introduces
 * itself: that is UTF-8 for all but characters beyond the basic plane, which neither a version nor the name of a plugin has.
 */
export function getDecoder(): { write(bytes: Buffer): string; end(): string } {
  return { write: (bytes) => bytes.toString('utf-8'), end: () => '' };
}

/** As `getDecoder`, the other way. */
export function getEncoder(): { write(text: string): Buffer; end(): undefined } {
  return { write: (text) => Buffer.from(text, 'utf-8'), end: () => undefined };
}
