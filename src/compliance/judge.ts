import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementOfHelper } from './cdk-helpers';
import { isCited } from './cited';
import { EffectiveAcknowledgement } from './effective-acknowledgement';
import { needsNoJudgement } from './mapping/no-judgement';
import { Attestation, attestationsOf } from './model/attestation';
import { Framework } from './model/framework';
import { Expectations, ResourceSafeguard, Safeguard, WorkloadSafeguard } from './model/safeguard';
import { Outcome } from './predicates/outcome';
import { RenderedResource, RenderedTemplate } from './rendered';
import { SAFEGUARDS, typesJudgedBy } from './safeguards';
import { Place, placeOf, stacksBelow, StackTemplate } from './template-source';
import { explore } from './worlds/explore';

/** What templates are judged against. */
export interface Requirements {
  /** Name of the evidence. */
  readonly name: string;
  readonly frameworks: readonly Framework[];
  /** Safeguards of the app. */
  readonly own?: readonly ResourceSafeguard[];
  readonly expected: Expectations;
}

/** The scope of a judgement: everything below a construct, except constructs of another subject. */
export interface Subject extends Requirements {
  readonly scope: IConstruct;
}

/** The result of a safeguard for one resource, or for the workload as a whole. */
export interface Judgement {
  readonly safeguard: Safeguard;
  readonly path: string;
  readonly resource?: RenderedResource;
  /** Template of the resource, or the first template for the workload as a whole. */
  readonly template: RenderedTemplate;
  readonly result: 'holds' | 'fails' | 'unknown' | 'acknowledged';
  readonly finding?: string;
  /** Of a deviation whose result is `acknowledged`. */
  readonly acknowledgement?: EffectiveAcknowledgement;
}

/** The results for a subject. */
export interface Judged<S extends Requirements = Requirements> {
  readonly subject: S;
  readonly templates: readonly RenderedTemplate[];
  readonly judgements: readonly Judgement[];
  /** Safeguards that apply to the subject. */
  readonly safeguards: readonly Safeguard[];
  /** Facts about the account that the subject declares. */
  readonly attestations: readonly Attestation[];
  /** Number of resources of each type that no safeguard judges, by type. */
  readonly unjudged: ReadonlyMap<string, number>;
}

/** Whether a judgement stops the synthesis. */
export function isFinding({ result }: Pick<Judgement, 'result'>): boolean {
  return result === 'fails' || result === 'unknown';
}

/** Safeguards of the app that have judged no resource: their types are not in the templates, or each resource is one that they do not apply to. */
export function unmatchedIn({ subject: { own = [] }, judgements }: Judged): ResourceSafeguard[] {
  const judged = new Set(judgements.map(({ safeguard }) => safeguard));
  return own.filter((safeguard) => !judged.has(safeguard));
}

/** Judges the templates of a subject with every safeguard that applies to it. */
export function judge(subject: Subject, others: readonly Subject[]): Judged<Subject> {
  const nested = others.filter((other) => other !== subject && isWithin(other.scope, subject.scope));
  const belongs = (construct: IConstruct) => isWithin(construct, subject.scope) && !nested.some((other) => isWithin(construct, other.scope));
  const templates = stacksAround(subject.scope).filter((stack) => stack.node.scopes.includes(subject.scope) ? belongs(stack) : true)
    .map((stack) => new RenderedTemplate(new StackTemplate(stack, belongs)));
  const attestations = attestationsOf(subject.scope.node.findAll().filter(belongs));
  return { ...judgeTemplates(subject, templates, placeOf(subject.scope)), subject, attestations };
}

/**
 * Judges templates together.
 * @param whole place of judgements of the workload as a whole
 */
export function judgeTemplates(subject: Requirements, templates: readonly RenderedTemplate[], whole: Place): Judged {
  for (const template of templates) template.peers = templates;
  const judgements: Judgement[] = [];
  const safeguards = cited(subject);
  for (const safeguard of templates.length ? safeguards : []) {
    if ('judgeWorkload' in safeguard) {
      const outcome = outcomeOfWorkload(safeguard, templates, subject.expected);
      if (outcome) judgements.push(judgementOf(safeguard, whole, outcome, templates[0]));
      continue;
    }
    for (const template of templates) {
      for (const type of safeguard.on) {
        for (const resource of template.subjects(type)) {
          const outcome = outcomeOf(safeguard, resource, subject.expected);
          if (outcome) judgements.push(judgementOf(safeguard, resource.origin, outcome, template, resource));
        }
      }
    }
  }
  judgements.sort((a, b) => compare(a.path, b.path) || compare(a.safeguard.id, b.safeguard.id));
  return { subject, templates, safeguards, judgements, attestations: [], unjudged: unjudgedIn(templates, safeguards) };
}

/**
 * Number of resources of each type that no safeguard judges, by type.
 * @param safeguards those that apply
 */
export function unjudgedIn(templates: readonly RenderedTemplate[], safeguards: readonly Safeguard[]): Map<string, number> {
  const judged = new Set(safeguards.flatMap(typesJudgedBy));
  const counts = new Map<string, number>();
  for (const resource of templates.flatMap((template) => template.subjects('*'))) {
    const { type } = resource;
    if (!judged.has(type) && !needsNoJudgement(resource)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => compare(a, b)));
}

/** The result of a safeguard for a resource, in every combination of the conditions and parameters that it depends on. */
export function outcomeOf(safeguard: ResourceSafeguard, resource: RenderedResource, expected: Expectations): Outcome | undefined {
  return explore(() => safeguard.judge(resource, expected), resource);
}

/** As `outcomeOf`, for the workload as a whole. */
export function outcomeOfWorkload(safeguard: WorkloadSafeguard, templates: readonly RenderedTemplate[], expected: Expectations): Outcome | undefined {
  return explore(() => safeguard.judgeWorkload(templates, expected));
}

/** The safeguards that apply to a subject: those that its frameworks cite, those that apply to every workload, and those of the app. */
function cited({ frameworks, own = [] }: Requirements): Safeguard[] {
  return [...SAFEGUARDS.filter(({ id }) => isCited(id, frameworks)), ...own];
}

function judgementOf(safeguard: Safeguard, place: Place, outcome: Outcome, template: RenderedTemplate, resource?: RenderedResource): Judgement {
  const { path } = place;
  if (outcome.result === 'holds') return { safeguard, path, template, resource, result: 'holds' };
  const about = { safeguard, path, template, resource };
  const { result, finding } = outcome;
  const acknowledgement = place.acknowledgementOf(safeguard.id) ?? (resource && acknowledgementOfHelper(resource, safeguard.id));
  if (!acknowledgement) return { ...about, result, finding };
  const { void: flaw } = acknowledgement;
  return flaw ? { ...about, result, finding: `${finding}; ${flaw}` } : { ...about, result: 'acknowledged', finding, acknowledgement };
}

function isWithin(construct: IConstruct, scope: IConstruct): boolean {
  return construct.node.scopes.includes(scope);
}

// A subject inside a stack is judged by the template of that stack.
function stacksAround(scope: IConstruct): Stack[] {
  const enclosing = scope.node.scopes.filter((parent): parent is Stack => Stack.isStack(parent)).pop();
  return stacksBelow(enclosing ?? scope);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
