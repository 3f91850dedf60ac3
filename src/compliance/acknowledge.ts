import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { DAY, EXPIRY_METADATA_KEY, isDay, RECORD_METADATA_KEY, requireReason } from './effective-acknowledgement';
import { Acknowledgement } from './model/acknowledgement';
import { isSafeguard } from './safeguards/topics';
import { noSafeguard } from './similar';
import { mustBe, refuse } from '../validation/refuse';
import { LINE, requireString } from '../validation/strings';

/**
 * Records that a construct, and every construct below it, deviates from a safeguard for a reason.
 * @param own ids of the safeguards of the app
 */
export function acknowledge(
  scope: IConstruct, { id, reason, expires, ticket, owner, approver }: Acknowledgement, own: readonly string[],
): void {
  // A mistyped id would acknowledge nothing. Rules of other plugins are acknowledged with `Validations`.
  if (!isSafeguard(id) && !own.includes(id)) refuse(scope, `acknowledgement.id must be the id of a safeguard, ${noSafeguard(id, own)}`);
  requireReason(scope, 'acknowledgement.reason', reason);
  if (expires !== undefined && !isDay(expires)) mustBe(scope, 'acknowledgement.expires', DAY, expires);
  const record = Object.fromEntries(Object.entries({ ticket, owner, approver }).filter(([, value]) => value !== undefined));
  for (const [prop, value] of Object.entries(record)) requireString(scope, `acknowledgement.${prop}`, value, LINE);
  Validations.of(scope).acknowledge({ id, reason });
  if (expires !== undefined) scope.node.addMetadata(EXPIRY_METADATA_KEY, { [id]: expires });
  if (Object.keys(record).length > 0) scope.node.addMetadata(RECORD_METADATA_KEY, { [id]: record });
}
