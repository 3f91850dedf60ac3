import { FrameworkProps } from '../model/framework-props';
import { DocumentId, Extent, Left, REPORTS, ResponsibilityData, ResponsibilityRow } from '../model/responsibility';
import { Sources } from '../model/safeguard';
import { lazily } from '../once';
import { RESPONSIBILITIES } from '../responsibilities';
import { topicOf } from '../safeguards/topics';

/** The reviewed relations and responsibilities of a framework. */
export interface Review {
  /** Undefined for a relation that is no evidence. */
  extentOf(control: string, safeguard: string): Extent | undefined;
  /** Undefined for a control without a responsibility statement. */
  leftOf(control: string): Left | undefined;
  /** Names of the reports that show what AWS does. */
  reportsOf(control: string): readonly string[];
  /** Parts of the evidence that show a control, and what is left to the customer where they are written. */
  documentsOf(control: string): ReviewedDocuments;
  /** Ids of the controls that published facts are related to, whether a safeguard judges them or not. */
  relatedTo(facts: Sources): readonly string[];
  /** Why the project relates a safeguard to a control that no published mapping relates it to. */
  relationOf(control: string, safeguard: string): string | undefined;
}

/** Documents of a control. */
export interface ReviewedDocuments {
  readonly ids: readonly DocumentId[];
  /** Omitted where the documents change nothing of it. */
  readonly besides?: string;
}

/** A control that no document shows. */
export const NO_DOCUMENTS: ReviewedDocuments = { ids: [] };

type Relations = Pick<Review, 'relatedTo' | 'relationOf'>;

/** What the file of a framework says about its review. */
interface ReviewOptions extends Relations {
  /** File of `responsibilities/`. */
  readonly responsibilities?: string;
  /** Whether the catalogue of the framework is a table of facts itself. */
  readonly sameFact: boolean;
}

/** What is left of a control that states a fact about resources. */
const SAME_FACT: Left = { technical: 'Configure each resource of the workload as the title says.' };

// The properties of a framework are public and have no member for the review.
const REVIEWS = new WeakMap<FrameworkProps, () => Review>();

/** Connects the properties of a built-in framework with its review, which is read when evidence is written. */
export function setReview(props: FrameworkProps, { responsibilities, sameFact, ...relations }: ReviewOptions): void {
  REVIEWS.set(props, lazily(() => responsibilities === undefined
    ? unreviewed(sameFact ? 'part' : undefined, relations)
    : reviewOf(RESPONSIBILITIES[responsibilities](), relations)));
}

/** Connects the properties of a tailored framework with the review that follows from that of the framework. */
export function setTailoredReview(props: FrameworkProps, review: () => Review): void {
  REVIEWS.set(props, lazily(review));
}

/** Whether the properties are those of a built-in or tailored framework. */
export function hasReview(props: FrameworkProps): boolean {
  return REVIEWS.has(props);
}

/** The review of a framework. The author of an in-house framework relates safeguards to its controls, which proves a part of them. */
export function reviewFor(props: FrameworkProps): Review {
  return REVIEWS.get(props)?.() ?? unreviewed('part', { relatedTo: () => [], relationOf: () => undefined });
}

function unreviewed(extent: Extent | undefined, relations: Relations): Review {
  return { extentOf: () => extent, leftOf: () => undefined, reportsOf: () => [], documentsOf: () => NO_DOCUMENTS, ...relations };
}

function reviewOf(data: ResponsibilityData, relations: Relations): Review {
  const rows = new Map(data.rows.map((row) => [row.id, row]));
  return {
    extentOf: (control, safeguard) => extentIn(rows.get(control), safeguard) ?? (data.sameFact && !rows.get(control)?.not ? 'whole' : undefined),
    leftOf: (control) => {
      const row = rows.get(control);
      return row ? leftIn(row) : data.sameFact ? SAME_FACT : undefined;
    },
    reportsOf: (control) => {
      const row = rows.get(control);
      return row?.inherited ? (row.reports ?? data.reports).map((report) => REPORTS[report]) : [];
    },
    documentsOf: (control) => {
      const { documents: ids, besides } = rows.get(control) ?? {};
      return ids ? { ids, ...(besides !== undefined && { besides }) } : NO_DOCUMENTS;
    },
    ...relations,
  };
}

/** Whether a file of `responsibilities/` accepts a safeguard as evidence of a control. */
export function acceptedIn(name: string): (control: string, safeguard: string) => boolean {
  const rows = new Map(RESPONSIBILITIES[name]().rows.map((row) => [row.id, row]));
  return (control, safeguard) => extentIn(rows.get(control), safeguard) !== undefined;
}

function extentIn(row: ResponsibilityRow | undefined, safeguard: string): Extent | undefined {
  const names = [safeguard, topicOf(safeguard)];
  const has = (list: readonly string[] = []) => names.some((name) => name !== undefined && list.includes(name));
  if (has(row?.whole)) return 'whole';
  return has(row?.part) ? 'part' : undefined;
}

function leftIn({ technical, customer, inherited, notApplicable }: ResponsibilityRow): Left {
  return {
    ...(technical && { technical }),
    ...(customer && { customer }),
    ...(inherited && { inherited }),
    ...(notApplicable && { notApplicable }),
  };
}
