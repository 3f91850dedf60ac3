import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, requireKnown, shown } from '../validation/refuse';

/** Key of the expiry in the metadata of a construct, by id. */
export const EXPIRY_METADATA_KEY = 'cdk-regulated:acknowledgement-expires';
/** Key of ticket, owner and approver in the metadata of a construct, by id. */
export const RECORD_METADATA_KEY = 'cdk-regulated:acknowledgement-record';
const REASON_MIN_LENGTH = 20;
const REASON_MIN_WORDS = 4;
const REASON = `a string of at least ${REASON_MIN_LENGTH} characters and ${REASON_MIN_WORDS} words`;

/** The form of the last day of an acknowledgement. */
export const DAY = 'a day as YYYY-MM-DD';

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Refuses a reason that is too short or a token. */
export function requireReason(scope: IConstruct | undefined, prop: string, reason: string): void {
  requireKnown(scope, prop, reason);
  if (!isReason(reason)) mustBe(scope, prop, REASON, reason);
}

/** What an acknowledgement states of its decision. */
export interface AcknowledgementRecord {
  readonly ticket?: string;
  readonly owner?: string;
  readonly approver?: string;
}

/** An acknowledgement that applies to a resource. */
export interface EffectiveAcknowledgement extends AcknowledgementRecord {
  /** Path of the construct, or of the place in a template, that has it. */
  readonly path: string;
  readonly reason: string;
  readonly expires?: string;
  /** `library` for a deviation that a construct of the library makes by design. */
  readonly declaredBy: 'workload' | 'library';
  /** Why it has no effect. */
  readonly void?: string;
}

/** The nearest acknowledgement of a safeguard at or above a construct, with the cause if it is void. */
export function acknowledgementOf(construct: IConstruct, id: string): EffectiveAcknowledgement | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    const [key, reason] = metadata<string>(scope, Validations.ACKNOWLEDGED_RULES_METADATA_KEY, id) ?? [];
    if (reason === undefined) continue;
    const [, expires] = metadata<string>(scope, EXPIRY_METADATA_KEY, id) ?? [];
    const [, record] = metadata<AcknowledgementRecord>(scope, RECORD_METADATA_KEY, id) ?? [];
    // `Validations.acknowledge` adds a prefix; constructs of the library write the metadata.
    return { ...effectiveAcknowledgement(scope.node.path, reason, expires), declaredBy: key!.includes('::') ? 'workload' : 'library', ...record };
  }
  return undefined;
}

/** An acknowledgement with the cause if it is void. */
export function effectiveAcknowledgement(path: string, reason: string, expires: string | undefined): EffectiveAcknowledgement {
  const shortcoming = shortcomingOf(reason);
  const isMistyped = expires !== undefined && !isDay(expires);
  const lapsed = expires !== undefined && expires < new Date().toISOString().slice(0, 10);
  return {
    path,
    reason,
    declaredBy: 'workload',
    ...(expires !== undefined && { expires }),
    ...(shortcoming && { void: `the acknowledgement is ignored because its reason ${shortcoming}` }),
    ...(lapsed && { void: `the acknowledgement expired on ${expires}` }),
    ...(isMistyped && { void: `the acknowledgement is ignored because expires must be ${DAY}, got ${shown(expires)}` }),
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

// CDK stores a bare id with a prefix. Only the last part names the rule.
function metadata<T>(scope: IConstruct, type: string, id: string): [string, T] | undefined {
  return scope.node.metadata
    .filter((entry) => entry.type === type)
    .flatMap((entry) => Object.entries(entry.data as Record<string, T>))
    .filter(([key]) => key.split('::').pop() === id)
    .pop();
}
