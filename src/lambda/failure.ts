/** A failure whose message contains no secret value and can be logged and returned. */
export class Failure extends Error {
  public override readonly name = 'Failure';
}

/** Text of an error for logs and responses: the message of a `Failure`, the code or name of any other error. */
export function loggable(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown error');
}
