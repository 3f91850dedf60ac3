import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { accept } from './acknowledge';
import { flat } from './flat';

/** Accepts that a policy names resources by a pattern, each pattern by itself: cdk-nag's ids of this rule are per finding. */
export function acceptWildcards(policy: IConstruct, reason: string, ...resources: string[]): void {
  accept(policy, reason, ...resources.map((resource) => `AwsSolutions-IAM5[Resource::${flat(Stack.of(policy).resolve(resource))}]`));
}
