import { Token, ValidationError, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement } from './model/acknowledgement';

const EXPIRY_METADATA_KEY = 'cdk-regulated:acknowledgement-expires';
const REASON_MIN_LENGTH = 20;
const REASON_MIN_WORDS = 4;

/**
 * Records that a construct, and what is below it, deviates for a reason.
 */
export function acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
  const { id, reason, expires } = acknowledgement;
  requireSubstance(scope, id, reason);
  if (expires !== undefined && !isDay(expires)) {
    throw new ValidationError(
      'AcknowledgementExpiry' as never, `acknowledgement of '${id}' expires on '${expires}', need a day as YYYY-MM-DD`, scope);
  }
  Validations.of(scope).acknowledge({ id, reason });
  if (expires !== undefined) scope.node.addMetadata(EXPIRY_METADATA_KEY, { [id]: expires });
}

/** Refuses a reason that says nothing. */
export function requireSubstance(scope: IConstruct, id: string, reason: string): void {
  const shortcoming = shortcomingOf(reason);
  if (shortcoming) throw new ValidationError('AcknowledgementReason' as never, `acknowledgement of '${id}' ${shortcoming}`, scope);
}

/** The nearest acknowledgement of a safeguard at or above a construct, with what makes it void, if anything does. */
export function acknowledgementOf(construct: IConstruct, id: string): { reason: string; expires?: string; void?: string } | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    const reason = metadata(scope, Validations.ACKNOWLEDGED_RULES_METADATA_KEY, id);
    if (reason === undefined) continue;
    const expires = metadata(scope, EXPIRY_METADATA_KEY, id);
    const shortcoming = shortcomingOf(reason);
    const lapsed = expires !== undefined && expires < new Date().toISOString().slice(0, 10);
    return {
      reason,
      ...(expires !== undefined && { expires }),
      ...(shortcoming && { void: `its acknowledgement ${shortcoming}` }),
      ...(lapsed && { void: `its acknowledgement expired on ${expires}` }),
    };
  }
  return undefined;
}

function shortcomingOf(reason: string): string | undefined {
  if (Token.isUnresolved(reason)) return 'has a token as its reason, need a literal text';
  const words = reason.trim().split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return reason.trim().length < REASON_MIN_LENGTH || words.length < REASON_MIN_WORDS
    ? `has the reason '${reason}', need at least ${REASON_MIN_LENGTH} characters and ${REASON_MIN_WORDS} words that say why it is acceptable`
    : undefined;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

// CDK stores a bare id under a prefix of its own; only the part behind it names the rule.
function metadata(scope: IConstruct, type: string, id: string): string | undefined {
  return scope.node.metadata
    .filter((entry) => entry.type === type)
    .flatMap((entry) => Object.entries(entry.data as Record<string, string>))
    .filter(([key]) => key.split('::').pop() === id)
    .map(([, value]) => value)
    .pop();
}
