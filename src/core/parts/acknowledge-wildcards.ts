import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { scannerText } from './scanner-text';

/** Accepts that a policy names resources by a pattern, each pattern by itself: cdk-nag's ids of this rule are per finding. */
export function acknowledgeWildcards(policy: IConstruct, reason: string, ...resources: string[]): void {
  acknowledgeFindings(policy, reason, ...resources.map((resource) => `AwsSolutions-IAM5[Resource::${scannerText(Stack.of(policy).resolve(resource))}]`));
}
