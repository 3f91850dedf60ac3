import { Token, ValidationError, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement } from './model/acknowledgement';
import { isSafeguard } from './safeguards';

const EXPIRY_METADATA_KEY = 'cdk-regulated:acknowledgement-expires';
const REASON_MIN_LENGTH = 20;
const REASON_MIN_WORDS = 4;

/** Records that a construct, and every construct below it, deviates from a safeguard for a reason. */
export function acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
  if (typeof acknowledgement !== 'object' || acknowledgement === null) {
    throw new ValidationError('Acknowledgement' as never, `acknowledgement must be an Acknowledgement, got ${String(acknowledgement)}`, scope);
  }
  for (const prop of ['id', 'expires'] as const) {
    const value = acknowledgement[prop] ?? (prop === 'expires' ? '' : undefined);
    if (typeof value !== 'string') throw new ValidationError('Acknowledgement' as never, `${prop} must be a string, got ${JSON.stringify(value)}`, scope);
    if (Token.isUnresolved(value)) throw new ValidationError('Acknowledgement' as never, `${prop} must be known at synthesis, got a token`, scope);
  }
  const { id, reason } = acknowledgement;
  const expires = acknowledgement.expires ?? undefined;
  // A mistyped id would acknowledge nothing. Rules of other plugins are acknowledged with `Validations`.
  if (!isSafeguard(id)) throw new ValidationError('Acknowledgement' as never, `id must be the id of a safeguard, got '${id}'`, scope);
  requireSubstance(scope, id, reason);
  if (expires !== undefined && !isDay(expires)) {
    throw new ValidationError('AcknowledgementExpiry' as never, `expires must be a day as YYYY-MM-DD, got '${expires}'`, scope);
  }
  Validations.of(scope).acknowledge({ id, reason });
  if (expires !== undefined) scope.node.addMetadata(EXPIRY_METADATA_KEY, { [id]: expires });
}

/** Refuses a reason that is too short or a token. */
export function requireSubstance(scope: IConstruct, id: string, reason: string): void {
  const shortcoming = shortcomingOf(reason);
  if (shortcoming) throw new ValidationError('AcknowledgementReason' as never, `reason of '${id}' ${shortcoming}`, scope);
}

/** The nearest acknowledgement of a safeguard at or above a construct, with the cause if it is void. */
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
      ...(shortcoming && { void: `the acknowledgement is ignored because its reason ${shortcoming}` }),
      ...(lapsed && { void: `the acknowledgement expired on ${expires}` }),
    };
  }
  return undefined;
}

function shortcomingOf(reason: string): string | undefined {
  if (typeof reason !== 'string') return `must be a text, got ${String(reason)}`;
  if (Token.isUnresolved(reason)) return 'must be known at synthesis, got a token';
  const words = reason.trim().split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return reason.trim().length < REASON_MIN_LENGTH || words.length < REASON_MIN_WORDS
    ? `must have at least ${REASON_MIN_LENGTH} characters and ${REASON_MIN_WORDS} words, got '${reason}'`
    : undefined;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

// CDK stores a bare id with a prefix. Only the last part names the rule.
function metadata(scope: IConstruct, type: string, id: string): string | undefined {
  return scope.node.metadata
    .filter((entry) => entry.type === type)
    .flatMap((entry) => Object.entries(entry.data as Record<string, string>))
    .filter(([key]) => key.split('::').pop() === id)
    .map(([, value]) => value)
    .pop();
}
