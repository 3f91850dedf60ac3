import { Reference, ReferenceStrength, Stack, Tokenization } from 'aws-cdk-lib';

/** A weak reference to an attribute of a resource in a stack of another Region. A value that is no attribute, for example an imported ARN, stays as it is. */
export function weakReference(value: string): string {
  return Reference.isReference(Tokenization.reverse(value)) ? Stack.consumeReference(value, ReferenceStrength.WEAK) : value;
}
