import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement } from './model/acknowledgement';
import { isSafeguard } from './safeguards';
import { isUnresolved, mustBe, requireKnown, shown } from '../validation/refuse';

const EXPIRY_METADATA_KEY = 'cdk-regulated:acknowledgement-expires';
const REASON_MIN_LENGTH = 20;
const REASON_MIN_WORDS = 4;
const REASON = `a text of at least ${REASON_MIN_LENGTH} characters and ${REASON_MIN_WORDS} words`;

/** Records that a construct, and every construct below it, deviates from a safeguard for a reason. */
export function acknowledge(scope: IConstruct, { id, reason, expires }: Acknowledgement): void {
  // A mistyped id would acknowledge nothing. Rules of other plugins are acknowledged with `Validations`.
  if (!isSafeguard(id)) mustBe(scope, 'acknowledgement.id', 'the id of a safeguard', id);
  requireReason(scope, 'acknowledgement.reason', reason);
  if (expires !== undefined && !isDay(expires)) mustBe(scope, 'acknowledgement.expires', 'a day as YYYY-MM-DD', expires);
  Validations.of(scope).acknowledge({ id, reason });
  if (expires !== undefined) scope.node.addMetadata(EXPIRY_METADATA_KEY, { [id]: expires });
}

/** Refuses a reason that is too short or a token. */
export function requireReason(scope: IConstruct, prop: string, reason: string): void {
  requireKnown(scope, prop, reason);
  if (!isReason(reason)) mustBe(scope, prop, REASON, reason);
}

/** An acknowledgement that applies to a resource. */
export interface EffectiveAcknowledgement {
  /** Path of the construct, or of the place in a template, that has it. */
  readonly path: string;
  readonly reason: string;
  readonly expires?: string;
  /** Why it has no effect. */
  readonly void?: string;
}

/** The nearest acknowledgement of a safeguard at or above a construct, with the cause if it is void. */
export function acknowledgementOf(construct: IConstruct, id: string): EffectiveAcknowledgement | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    const reason = metadata(scope, Validations.ACKNOWLEDGED_RULES_METADATA_KEY, id);
    if (reason !== undefined) return effectiveAcknowledgement(scope.node.path, reason, metadata(scope, EXPIRY_METADATA_KEY, id));
  }
  return undefined;
}

/** An acknowledgement with the cause if it is void. */
export function effectiveAcknowledgement(path: string, reason: string, expires: string | undefined): EffectiveAcknowledgement {
  const shortcoming = shortcomingOf(reason);
  const lapsed = expires !== undefined && expires < new Date().toISOString().slice(0, 10);
  return {
    path,
    reason,
    ...(expires !== undefined && { expires }),
    ...(shortcoming && { void: `the acknowledgement is ignored because its reason ${shortcoming}` }),
    ...(lapsed && { void: `the acknowledgement expired on ${expires}` }),
  };
}

// `Validations.acknowledge` accepts any reason.
function shortcomingOf(reason: string): string | undefined {
  if (isUnresolved(reason)) return 'must be known at synthesis, got a token';
  return isReason(reason) ? undefined : `must be ${REASON}, got ${shown(reason)}`;
}

function isReason(reason: unknown): boolean {
  if (typeof reason !== 'string') return false;
  const words = reason.trim().split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return reason.trim().length >= REASON_MIN_LENGTH && words.length >= REASON_MIN_WORDS;
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
