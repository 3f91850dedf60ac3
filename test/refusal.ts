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
