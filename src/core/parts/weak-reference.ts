import { Reference, ReferenceStrength, Stack, Tokenization } from 'aws-cdk-lib';

/** A weak reference to an attribute of a resource in a stack of another Region. A text that is no attribute, for example an imported ARN, stays as it is. */
export function weakReference(value: string): string {
  const { length, firstToken } = Tokenization.reverseString(value);
  return length === 1 && Reference.isReference(firstToken) ? Stack.consumeReference(value, ReferenceStrength.WEAK) : value;
}
