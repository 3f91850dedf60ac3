import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { scannerText } from './scanner-text';

/** Acknowledges wildcards in the resources of a policy, pattern by pattern, because the ids of this cdk-nag rule are per finding. */
export function acknowledgeWildcards(policy: IConstruct, reason: string, ...resources: string[]): void {
  acknowledgeFindings(policy, reason, ...resources.map((resource) => `AwsSolutions-IAM5[Resource::${scannerText(Stack.of(policy).resolve(resource))}]`));
}
