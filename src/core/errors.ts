import { ValidationError } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Refuses a misuse at once.
 * @param message in lower case: what, got, need
 */
export function refuse(scope: IConstruct, message: string): never {
  throw new ValidationError('InvalidProps' as never, message, scope);
}
