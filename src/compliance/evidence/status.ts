import { DocumentEvidence, Documents } from './documents';
import { unjudgedIn } from './unjudged';
import { Judged, Judgement } from '../judge';
import { ReviewedDocuments } from '../mapping/review';
import { Control } from '../model/control';
import { Framework } from '../model/framework';
import { Extent, Left } from '../model/responsibility';
import { oncePer } from '../once';

/**
 * Status of a control. It rises only from safeguards that the review of the framework accepts as evidence; other safeguards that a published mapping
 * relates to the control appear in findings only.
 */
export type ControlStatus =
  /** A safeguard that is evidence has a finding. */
  | 'fails'
  /** All findings are acknowledged. */
  | 'acknowledged'
  /** Safeguards that prove the whole control hold. */
  | 'satisfied'
  /** Safeguards that prove a part of the control hold. */
  | 'satisfied in part'
  /** The workload declares that its account meets it. */
  | 'attested'
  /** A template can prove a part of it, and nothing in the templates was judged; or no statement assigns it to a party. */
  | 'not judged'
  /** The responsibility of the customer: no template proves a part of it. */
  | 'customer'
  /** The responsibility of AWS. */
  | 'inherited'
  /** Concerns nothing that the workload has. */
  | 'not applicable';

/** A safeguard that proves a control or a part of it. */
export interface Proof {
  readonly safeguard: string;
  readonly extent: Extent;
  /** Resources that meet it. */
  readonly holds: number;
  /** Resources that it applies to. */
  readonly of: number;
  /** Resources whose deviation the workload acknowledges. Omitted if there are none. */
  readonly acknowledged?: number;
  /** Resources that deviate by design of the library. Omitted if there are none. */
  readonly byDesign?: number;
  /** What of the control it tests, where the project and no published mapping relates it to the control. Omitted for a published relation. */
  readonly relatedBecause?: string;
}

export interface ControlEvidence {
  readonly id: string;
  readonly title: string;
  readonly status: ControlStatus;
  /** Safeguards that are evidence and apply to a resource of the workload. */
  readonly proven: readonly Proof[];
  /** What no template proves, by responsible party; or that there is no statement. */
  readonly left: Left | 'no responsibility statement';
  /** Reports in AWS Artifact that show the part of AWS. Omitted if AWS has none. */
  readonly reports?: readonly string[];
  /** Parts of the evidence that show a part of it. Omitted if there are none. */
  readonly documents?: readonly DocumentEvidence[];
  /** Resource types of the workload that no safeguard judges and that a published mapping of the control covers. Omitted if there are none. */
  readonly unjudged?: readonly string[];
}

/** The order in which a reader looks at controls. */
export const STATUSES: readonly ControlStatus[] = [
  'fails', 'acknowledged', 'satisfied', 'satisfied in part', 'attested', 'not judged', 'customer', 'inherited', 'not applicable',
];

/** Controls in the order in which a reader looks at them. */
export function byStatus(controls: readonly ControlEvidence[]): ControlEvidence[] {
  const groups = new Map<ControlStatus, ControlEvidence[]>(STATUSES.map((status) => [status, []]));
  for (const control of controls) groups.get(control.status)!.push(control);
  return [...groups.values()].flat();
}

const NO_STATEMENT = 'no responsibility statement';

/** The result for a resource. Deviations by design of the library are apart from those that the workload acknowledges. */
type Result = Judgement['result'] | 'by design';

/**
 * Status of every control of a framework.
 * @param unjudged resource types of the workload that no safeguard judges
 * @param documents parts of the evidence that show controls
 */
export function controlEvidence(
  { judgements, attestations }: Judged, unjudged: readonly string[] = [], documents: Documents = () => undefined,
): (framework: Framework) => ControlEvidence[] {
  const results = new Map<string, Result[]>();
  for (const { safeguard, result: judged, acknowledgement } of judgements) {
    const result = acknowledgement?.declaredBy === 'library' ? 'by design' : judged;
    const list = results.get(safeguard.id);
    if (list) list.push(result);
    else results.set(safeguard.id, [result]);
  }
  const attested = new Set(attestations.flatMap(({ safeguards }) => safeguards));
  return oncePer((framework: Framework) => {
    const concerning = unjudgedIn(framework, unjudged);
    return relationsOf(framework).map((control) => evidenceOf(control, results, attested, concerning(control.id), documents));
  });
}

/** A safeguard that is evidence of a control. */
interface Relation extends Pick<Proof, 'safeguard' | 'extent' | 'relatedBecause'> {}

/** A control with the safeguards that are evidence, which no workload changes. */
interface ReviewedControl extends Pick<Control, 'id' | 'title'> {
  readonly relations: readonly Relation[];
  readonly left: Left | undefined;
  readonly reports: readonly string[];
  readonly documents: ReviewedDocuments;
}

// Many workloads have the same frameworks.
const REVIEWED = new WeakMap<Framework, readonly ReviewedControl[]>();

function relationsOf(framework: Framework): readonly ReviewedControl[] {
  const known = REVIEWED.get(framework);
  if (known) return known;
  const { controls, _review: review } = framework;
  const reviewed = controls.map(({ id, title, safeguards }) => ({
    id,
    title,
    relations: safeguards.flatMap((safeguard) => {
      const extent = review.extentOf(id, safeguard);
      const relatedBecause = extent && review.relationOf(id, safeguard);
      return extent ? [{ safeguard, extent, ...(relatedBecause !== undefined && { relatedBecause }) }] : [];
    }),
    left: review.leftOf(id),
    reports: review.reportsOf(id),
    documents: review.documentsOf(id),
  }));
  REVIEWED.set(framework, reviewed);
  return reviewed;
}

type Results = ReadonlyMap<string, readonly Result[]>;

// Most controls are the same in every workload.
const UNCHANGED = new WeakMap<ReviewedControl, ControlEvidence>();

function evidenceOf(
  control: ReviewedControl, results: Results, attested: ReadonlySet<string>, unjudged: readonly string[], documentOf: Documents,
): ControlEvidence {
  const documents = control.documents.ids.flatMap((document) => documentOf(document) ?? []);
  const isUnchanged = documents.length === 0 && unjudged.length === 0
    && control.relations.every(({ safeguard }) => !results.has(safeguard) && !attested.has(safeguard));
  const known = isUnchanged ? UNCHANGED.get(control) : undefined;
  if (known) return known;
  const evidence = madeOf(control, results, attested, unjudged, documents);
  if (isUnchanged) UNCHANGED.set(control, evidence);
  return evidence;
}

function madeOf(
  { id, title, relations: reviewed, left: reviewedLeft, reports, documents: { ids, besides } }: ReviewedControl,
  results: Results, attested: ReadonlySet<string>, unjudged: readonly string[], documents: readonly DocumentEvidence[],
): ControlEvidence {
  const left = besides !== undefined && documents.length === ids.length ? { ...reviewedLeft, customer: besides } : reviewedLeft;
  const relations = reviewed.map((relation) => ({ ...relation, results: results.get(relation.safeguard) ?? [] }));
  const judged = relations.flatMap((relation) => relation.results);
  const whole = relations.some((relation) => relation.extent === 'whole' && relation.results.length > 0);
  const status = statusOf({
    judged,
    whole,
    provable: relations.length > 0,
    attested: relations.some(({ safeguard }) => attested.has(safeguard)),
    left,
    unjudged: unjudged.length > 0,
  });
  return {
    id,
    title,
    status,
    proven: relations.filter((relation) => relation.results.length > 0).map(({ results: of, ...relation }) => proofOf(relation, of)),
    left: status === 'satisfied' ? {} : left ?? NO_STATEMENT,
    ...(reports.length > 0 && { reports }),
    ...(documents.length > 0 && { documents }),
    ...(unjudged.length > 0 && { unjudged }),
  };
}

function proofOf(relation: Relation, of: readonly Result[]): Proof {
  const count = (result: Result) => of.filter((each) => each === result).length;
  const [acknowledged, byDesign] = [count('acknowledged'), count('by design')];
  return { ...relation, holds: count('holds'), of: of.length, ...(acknowledged > 0 && { acknowledged }), ...(byDesign > 0 && { byDesign }) };
}

interface Facts {
  /** Results of the safeguards that are evidence. */
  readonly judged: readonly Result[];
  readonly whole: boolean;
  readonly provable: boolean;
  readonly attested: boolean;
  readonly left: Left | undefined;
  readonly unjudged: boolean;
}

function statusOf({ judged, whole, provable, attested, left, unjudged }: Facts): ControlStatus {
  if (judged.some((result) => result === 'fails' || result === 'unknown')) return 'fails';
  if (judged.includes('acknowledged') || judged.includes('by design')) return 'acknowledged';
  // What holds elsewhere does not speak for a resource that nothing judges.
  if (judged.length > 0) return unjudged ? 'not judged' : whole ? 'satisfied' : 'satisfied in part';
  if (attested) return 'attested';
  if (provable || !left || left.technical) return 'not judged';
  if (left.customer) return 'customer';
  return left.inherited ? 'inherited' : 'not applicable';
}
