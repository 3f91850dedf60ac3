/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
import { IConstruct } from 'constructs';
import { ISafeguard, SafeguardSeverity } from './model/own-safeguard';
import { Expectations, ResourceSafeguard } from './model/safeguard';
import { lazily } from './once';
import { Outcome } from './predicates/outcome';
import { RenderedResource } from './rendered';
import { requireArgument, requireMember } from '../validation/props';
import { mustBe, refuse, requireKnown } from '../validation/refuse';
import { requireString, StringLimit } from '../validation/strings';

const ID: StringLimit = {
  need: 'two words in upper camel case with a period between them, such as House.QueueNamed', pattern: /[A-Z][A-Za-z0-9]*\.[A-Z][A-Za-z0-9]*/, maxLength: 100,
};
const SENTENCE: StringLimit = { need: 'a line of 1 to 500 characters without a final period', pattern: /[^\p{Cc}]*[^\p{Cc}.]/u, maxLength: 500 };
const TYPE: StringLimit = { need: 'a CloudFormation type such as AWS::SQS::Queue, or *', pattern: /\*|[A-Za-z0-9]+(::[A-Za-z0-9@_-]+)+/ };

/** A safeguard of the app, as the check judges it. */
export interface OwnSafeguard extends ResourceSafeguard {
  /** The object of the app. */
  readonly own: ISafeguard;
}

/**
 * The safeguards of an app in the form of the built-in ones, checked. Their members are read once: each read is a call to the language of the app.
 * @param prop prop that has them, for errors
 */
export function ownSafeguards(scope: IConstruct | undefined, prop: string, safeguards: readonly ISafeguard[]): OwnSafeguard[] {
  requireArgument(scope, prop, 'ISafeguard[0]', safeguards);
  const made = safeguards.map((safeguard, index) => ownSafeguard(scope, `${prop}[${index}]`, safeguard));
  return withoutTwins(scope, prop, made);
}

/** Each safeguard once. Two that have an id in common are refused. */
export function withoutTwins(scope: IConstruct | undefined, prop: string, safeguards: readonly OwnSafeguard[]): OwnSafeguard[] {
  const byId = new Map<string, OwnSafeguard>();
  for (const safeguard of safeguards) {
    const { own } = byId.get(safeguard.id) ?? safeguard;
    if (own !== safeguard.own) refuse(scope, `${prop} must have no duplicates, got '${safeguard.id}' twice`);
    byId.set(safeguard.id, safeguard);
  }
  return [...byId.values()];
}

function ownSafeguard(scope: IConstruct | undefined, prop: string, safeguard: ISafeguard): OwnSafeguard {
  const { id, statement, rationale, remedy, severity, resourceTypes } = safeguard;
  requireText(scope, `${prop}.id`, id, ID);
  // An id that differs in case only reads as the built-in one.
  const { SAFEGUARDS } = require('./safeguards') as typeof import('./safeguards');
  if (SAFEGUARDS.some((known) => known.id.toLowerCase() === id.toLowerCase())) refuse(scope, `${prop}.id must not be the id of a built-in safeguard, got '${id}'`);
  for (const [name, text] of Object.entries({ statement, rationale, remedy })) requireText(scope, `${prop}.${name}`, text, SENTENCE);
  requireMember(scope, `${prop}.severity`, 'SafeguardSeverity', SafeguardSeverity, severity);
  requireArgument(scope, `${prop}.resourceTypes`, 'string[]', resourceTypes);
  resourceTypes.forEach((type, index) => requireText(scope, `${prop}.resourceTypes[${index}]`, type, TYPE));
  return {
    own: safeguard,
    id,
    statement,
    rationale,
    remedy,
    severity: severity as `${SafeguardSeverity}`,
    sources: {},
    on: [...resourceTypes],
    judge: (resource, expected) => judgeBy(safeguard, id, resource, expected),
  };
}

function requireText(scope: IConstruct | undefined, prop: string, value: string, limit: StringLimit): void {
  requireKnown(scope, prop, value);
  if (typeof value !== 'string') mustBe(scope, prop, limit.need, value);
  requireString(scope, prop, value, limit);
}

// The modules that read templates load with the first judgement.
const loadJudge = lazily(() => ({
  ...require('./model/judged-resource') as typeof import('./model/judged-resource'),
  ...require('./model/safeguard-outcome') as typeof import('./model/safeguard-outcome'),
  ...require('./predicates/outcome') as typeof import('./predicates/outcome'),
}));

// A fault of the judge proves nothing about the resource.
function judgeBy(safeguard: ISafeguard, id: string, resource: RenderedResource, expected: Expectations): Outcome | undefined {
  const { JudgedResource, SafeguardOutcome, undecided } = loadJudge();
  let outcome: ReturnType<ISafeguard['judge']> | undefined;
  try {
    outcome = safeguard.judge(JudgedResource._of(resource, expected));
  } catch (error) {
    const [reason] = String((error as Partial<Error> | undefined)?.message ?? error).split('\n');
    return undecided(`judge of ${id} threw an error: ${reason}`);
  }
  return outcome instanceof SafeguardOutcome ? outcome._outcome : undecided(`judge of ${id} returned no SafeguardOutcome`);
}
