/** Loggable properties of an error. */
export interface Fault {
  readonly fault: string;
  readonly code?: string;
  readonly reason?: string;
}

/** Configuration error. Its message can be logged because it contains names of variables and files, not values. */
export class Misconfigured extends Error {
  public override readonly name = 'Misconfigured';
}

// SQLSTATE classes data exception, integrity constraint violation and program limit exceeded (PostgreSQL documentation, Appendix A).
const OF_A_RECORD = /^(22|23|54)[0-9A-Z]{3}$/;
// Invalid authorization specification, and invalid password.
const OF_SIGN_IN = /^(28000|28P01)$/;

/** Name and code of an error. Messages and details are omitted because PostgreSQL quotes values in them. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { fault: typeof error };
  return { fault: error.name, code: codeOf(error), reason: error instanceof Misconfigured ? error.message : undefined };
}

/** Whether PostgreSQL refuses the values of a record. A retry would fail again. */
export function isOfRecord(error: unknown): boolean {
  return OF_A_RECORD.test(codeOf(error) ?? '');
}

export function isOfSignIn(error: unknown): boolean {
  return OF_SIGN_IN.test(codeOf(error) ?? '');
}

export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
