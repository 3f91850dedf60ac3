import { ValidationError } from 'aws-cdk-lib';

/** Message of the validation error that a call throws. Undefined where it throws none. Other errors are thrown on. */
export function refusal(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.message;
  }
}

/** Holds a check to the values on both sides of each limit. */
export function limits<T>(check: (value: T) => string | undefined, accepted: T[], refused: Array<[T, string]>): void {
  for (const value of accepted) expect([value, check(value)]).toEqual([value, undefined]);
  for (const [value, message] of refused) expect(check(value)).toBe(message);
}
