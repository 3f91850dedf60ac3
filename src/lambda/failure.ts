/** A failure whose message quotes no value, so that it can be logged and answered. */
export class Failure extends Error {
  public override readonly name = 'Failure';
}

/** What may be told of an error: the message of our own, of any other the code or the name alone. */
export function tellable(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown error');
}
