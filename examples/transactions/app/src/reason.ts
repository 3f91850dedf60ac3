/** Reasons why the database is unavailable. They contain no other details. */
export type Reason =
  | 'database-unreachable' | 'database-slow' | 'database-without-tls' | 'database-refused' | 'certificate-expired' | 'certificate-of-another-host'
  | 'certificate-of-unknown-authority' | 'certificate-refused' | 'credentials-refused' | 'secret-unavailable';

export class Unavailable extends Error {
  public override readonly name = 'Unavailable';

  constructor(public readonly reason: Reason, public readonly code?: string) {
    super(reason);
  }
}

// mysql2 has one code for all certificate errors. The messages are from OpenSSL (X509_verify_cert_error_string) and Node.
const CERTIFICATES: readonly [RegExp, Reason][] = [
  [/has expired/, 'certificate-expired'],
  [/does not match certificate's altnames/, 'certificate-of-another-host'],
  [/unable to verify|unable to get (local )?issuer|self[- ]signed/, 'certificate-of-unknown-authority'],
];
const REASONS: Record<string, Reason> = {
  HANDSHAKE_NO_SSL_SUPPORT: 'database-without-tls',
  ER_ACCESS_DENIED_ERROR: 'credentials-refused',
  ETIMEDOUT: 'database-slow',
  PROTOCOL_SEQUENCE_TIMEOUT: 'database-slow',
  ECONNREFUSED: 'database-unreachable',
  ECONNRESET: 'database-unreachable',
  EHOSTUNREACH: 'database-unreachable',
  ENETUNREACH: 'database-unreachable',
  ENOTFOUND: 'database-unreachable',
  EAI_AGAIN: 'database-unreachable',
  EPIPE: 'database-unreachable',
  PROTOCOL_CONNECTION_LOST: 'database-unreachable',
};
// Connections stay open when a writer becomes a reader (Aurora User Guide, Fast failover).
const NO_LONGER_WRITER = ['ER_OPTION_PREVENTS_STATEMENT', 'ER_READ_ONLY_MODE'];
const WORTH_ANOTHER_TRY: readonly Reason[] = ['database-unreachable', 'database-slow'];

export function reasonOf(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error;
  const code = codeOf(error);
  if (code === 'HANDSHAKE_SSL_ERROR') {
    const [, reason] = CERTIFICATES.find(([text]) => text.test((error as Error).message)) ?? [undefined, 'certificate-refused' as const];
    return new Unavailable(reason, code);
  }
  return new Unavailable(REASONS[code ?? ''] ?? 'database-refused', code);
}

/** Whether another connection can succeed. */
export function isOfConnection(error: unknown): boolean {
  return NO_LONGER_WRITER.includes(codeOf(error) ?? '') || WORTH_ANOTHER_TRY.includes(reasonOf(error).reason);
}

export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
