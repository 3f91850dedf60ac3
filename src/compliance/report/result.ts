import { Reaction } from './reaction';
import { isFinding, Judged, Judgement, Requirements, unmatchedIn } from '../judge';
import { Framework } from '../model/framework';
import { Safeguard } from '../model/safeguard';

/** A finding, without the template that it was found in. */
export interface Finding {
  readonly safeguard: Safeguard;
  readonly path: string;
  /** Undefined for the workload as a whole. */
  readonly logicalId?: string;
  /** Actual and required value. */
  readonly detail: string;
  readonly isUnknown: boolean;
  /** `<file>:<line>:<column>` of the app; undefined where CDK recorded none. */
  readonly source?: string;
  readonly frameworks: readonly Framework[];
  /** Whether the file of known findings has it. */
  readonly isKnown: boolean;
}

/** Numbers of accepted deviations. */
export interface Accepted {
  /** Deviations that the workload acknowledges. */
  readonly acknowledged: number;
  /** Deviations that constructs of the library have by design. */
  readonly byDesign: number;
}

/** The results for a subject, for the report. */
export interface Result extends Accepted {
  readonly subject: Requirements;
  readonly reaction: Reaction;
  readonly findings: readonly Finding[];
  /** Number of resources of the subject. */
  readonly resources: number;
  /** Number of resources of each type that no safeguard judges. */
  readonly unjudged: ReadonlyMap<string, number>;
  /** Ids of the safeguards of the app that judged no resource. */
  readonly unmatched: readonly string[];
  /** Path of the folder with the evidence. */
  readonly evidence: string;
}

/** Whether a finding stops the synthesis. */
export function stops({ effect }: Reaction, { isKnown }: Finding): boolean {
  return effect === 'fail' || (effect === 'baseline' && !isKnown);
}

/** Counts accepted deviations by the party that declares them. */
export function acceptedIn(judgements: readonly Judgement[]): Accepted {
  const by = (party: string) => judgements.filter(({ acknowledgement, result }) => result === 'acknowledged' && acknowledgement?.declaredBy === party).length;
  return { acknowledged: by('workload'), byDesign: by('library') };
}

export function resultOf(judged: Judged, reaction: Reaction, evidence: string): Result {
  const { subject, templates, judgements, unjudged } = judged;
  return {
    subject,
    reaction,
    resources: templates.reduce((sum, template) => sum + template.subjects('*').length, 0),
    findings: judgements.filter(isFinding).map((judgement) => findingOf(judgement, subject)),
    ...acceptedIn(judgements),
    unjudged,
    unmatched: unmatchedIn(judged).map(({ id }) => id),
    evidence,
  };
}

function findingOf({ safeguard, path, resource, result, finding }: Judgement, { frameworks }: Requirements): Finding {
  return {
    safeguard,
    path,
    logicalId: resource?.logicalId,
    detail: finding!,
    isUnknown: result === 'unknown',
    source: resource?.origin.sourceLineOf(finding!),
    frameworks,
    isKnown: false,
  };
}
