/** A call that cannot be served. */
export class UsageError extends Error {}
