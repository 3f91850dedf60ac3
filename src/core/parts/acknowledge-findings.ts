import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { requireSubstance } from '../../compliance/acknowledge';

/**
 * Accepts, at one resource and with a reason, what scanners hold against it: safeguard ids and bare cdk-nag rule ids.
 * A prefixed cdk-nag id would mute the rule on the user's own resources too.
 */
export function acknowledgeFindings(resource: IConstruct, reason: string, ...ids: string[]): void {
  requireSubstance(resource, ids.join(', '), reason);
  // `Validations.acknowledge` records the same, with a stack trace for each id that takes a tenth of a millisecond to capture.
  resource.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(ids.map((id) => [id, reason])));
}
