import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { requireReason } from '../../compliance/effective-acknowledgement';

/**
 * Acknowledges findings on one resource, with a reason: safeguard ids and bare cdk-nag rule ids.
 * A prefixed cdk-nag id would suppress the rule on other resources of the app.
 */
export function acknowledgeFindings(resource: IConstruct, reason: string, ...ids: string[]): void {
  requireReason(resource, `reason of ${ids.join(', ')}`, reason);
  // `Validations.acknowledge` also captures a stack trace for each id, which takes 0.1 ms.
  resource.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(ids.map((id) => [id, reason])));
}
