import { CostEstimate, estimate } from './cost/estimate';
import { documentsOf } from './documents';
import { SystemModel } from './model';
import { ResolvedEvidence } from './options';
import { EvidenceOrigin, originOf } from './origin';
import { timeOfCode } from './repository';
import { SafeguardEvidence, safeguardTable } from './safeguard-table';
import { ControlEvidence, controlEvidence } from './status';
import { systemOf } from './system';
import { AcknowledgementRecord, EffectiveAcknowledgement } from '../effective-acknowledgement';
import { visible } from '../invisible';
import { isFinding, Judged, Judgement, unmatchedIn } from '../judge';
import { Attestation } from '../model/attestation';
import { Framework } from '../model/framework';
import { Acknowledged } from '../report/acknowledgements';

/** Version of the form of `evidence.json`. It changes when a reader of the earlier form would misread the new one. */
export const SCHEMA_VERSION = 1;

/** The evidence as it is written to disk. Two runs of the same app give the same evidence. */
export interface Evidence extends SystemModel {
  /** Increases when a reader of the earlier form would misread the new one. New optional properties leave it as it is. */
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Name and suffix of the workload, which is the name of the folder by default. */
  readonly name: string;
  /** Name of the system for assessors. */
  readonly systemName: string;
  /** Omitted if it is not stated. */
  readonly owner?: string;
  /** Time of the code: of its commit, or `SOURCE_DATE_EPOCH`. Omitted if neither is known. */
  readonly asOf?: string;
  readonly origin: EvidenceOrigin;
  readonly summary: {
    readonly stacks: number;
    /** All resources in the templates, including those that no safeguard judges. */
    readonly resources: number;
    /** Safeguards that apply to the workload, whether or not they judged a resource. */
    readonly safeguards: number;
    /** Number of `outcomes`. */
    readonly judgements: number;
    /** Outcomes whose result is `fails` or `unknown`. */
    readonly findings: number;
    /** Deviations that the workload or the library accepts. */
    readonly acknowledged: number;
    /** Those of them that constructs of the library have by design. */
    readonly byDesign: number;
  };
  /** Frameworks of the workload with all their controls. */
  readonly frameworks: ReadonlyArray<{
    readonly id: string;
    readonly title: string;
    readonly source: string;
    readonly controls: readonly ControlEvidence[];
  }>;
  /** Safeguards that apply to the workload, by id. */
  readonly safeguards: Readonly<Record<string, SafeguardEvidence>>;
  /** Result of each safeguard for each resource that it applies to. */
  readonly outcomes: readonly OutcomeEvidence[];
  readonly cost: CostEstimate;
  /** Resource types that no safeguard judges, with the number of resources. Omitted if there are none. */
  readonly unjudged?: ReadonlyArray<{ readonly type: string; readonly resources: number }>;
  /** Safeguards of the app that judged no resource, with the types that they are for. Omitted if there are none. */
  readonly unmatchedSafeguards?: ReadonlyArray<{ readonly safeguard: string; readonly types: readonly string[] }>;
  /** Facts about the account that the workload declares and no template shows. Omitted if there are none. */
  readonly attested?: readonly Attestation[];
  /** Acknowledgements that no finding matches. Omitted if there are none. */
  readonly unusedAcknowledgements?: ReadonlyArray<{ readonly safeguard: string; readonly path: string; readonly reason: string }>;
}

export interface OutcomeEvidence {
  /** Id in `safeguards`. */
  readonly safeguard: string;
  /** Construct path of the resource, or of the scope for a safeguard about the workload as a whole. A component has it as `id`. */
  readonly path: string;
  /** Omitted for a safeguard about the workload as a whole, as `type` is. */
  readonly logicalId?: string;
  readonly type?: string;
  /** File name of the template of the resource, or of the first template. */
  readonly template: string;
  /** `unknown` is a value that only a deployment decides. It counts as a finding. `acknowledged` is an accepted deviation. */
  readonly result: Judgement['result'];
  /** What the resource has instead of the fact. Omitted if it holds. */
  readonly finding?: string;
  readonly acknowledgement?: AcknowledgementEvidence;
}

/** An acknowledged deviation. */
export interface AcknowledgementEvidence extends AcknowledgementRecord {
  readonly reason: string;
  /** Last day, as YYYY-MM-DD. Omitted if it does not expire. */
  readonly expires?: string;
  /** `library` for a deviation that a construct of the library makes by design. */
  readonly declaredBy: 'workload' | 'library';
  /** Path of the construct that has it. */
  readonly on: string;
  /** Day of the first evidence that has it. Omitted if no earlier evidence is at hand. */
  readonly since?: string;
}

/** Parts of the evidence that judgements do not have. */
export interface Surroundings extends Pick<ResolvedEvidence, 'systemName' | 'owner' | 'lifecycle' | 'files' | 'prices' | 'usage'> {
  /** Acknowledgements that no finding matches. */
  readonly unused: readonly Acknowledged[];
  /** Evidence of an earlier synthesis. */
  readonly previous?: Evidence;
}

/** The evidence, and the controls of any framework as it has them. */
export interface Collected {
  readonly evidence: Evidence;
  readonly controlsOf: (framework: Framework) => readonly ControlEvidence[];
}

export function collect(judged: Judged, { systemName, owner, lifecycle, files, prices, usage, unused, previous }: Surroundings): Collected {
  const asOf = timeOfCode();
  const since = sinceOf(previous, asOf);
  const { subject, templates, safeguards, judgements, attestations } = judged;
  const unjudged = [...judged.unjudged].map(([type, resources]) => ({ type, resources }));
  const unmatched = unmatchedIn(judged).map(({ id, on }) => ({ safeguard: id, types: on }));
  const system = systemOf(templates);
  const accepted = judgements.filter(({ result }) => result === 'acknowledged');
  const deviations = { acknowledged: accepted.length, byDesign: accepted.filter(({ acknowledgement }) => acknowledgement!.declaredBy === 'library').length };
  const controlsOf = controlEvidence(judged, unjudged.map(({ type }) => type), documentsOf(system, deviations, files));
  const evidence: Evidence = {
    schemaVersion: SCHEMA_VERSION,
    name: subject.name,
    systemName,
    ...(owner !== undefined && { owner }),
    ...(asOf !== undefined && { asOf }),
    origin: originOf(templates, lifecycle),
    summary: {
      stacks: templates.length,
      resources: templates.reduce((sum, template) => sum + template.subjects('*').length, 0),
      safeguards: safeguards.length,
      judgements: judgements.length,
      findings: judgements.filter(isFinding).length,
      ...deviations,
    },
    frameworks: subject.frameworks.map((framework) => ({
      id: framework.id,
      title: framework.title,
      source: framework.source,
      controls: controlsOf(framework),
    })),
    safeguards: safeguardTable(safeguards, subject.frameworks, subject.own),
    outcomes: judgements.map(({ safeguard, path, resource, template, result, finding, acknowledgement }) => ({
      safeguard: safeguard.id,
      path,
      logicalId: resource?.logicalId,
      type: resource?.type,
      template: template.stack.templateFile,
      result,
      finding,
      ...(acknowledgement && { acknowledgement: acknowledgementOf(acknowledgement, since(safeguard.id, path)) }),
    })),
    ...system,
    cost: estimate(templates, prices, usage),
    ...(unjudged.length > 0 && { unjudged }),
    ...(unmatched.length > 0 && { unmatchedSafeguards: unmatched }),
    ...(attestations.length > 0 && { attested: attestations }),
    ...(unused.length > 0 && {
      unusedAcknowledgements: unused.map(({ construct, id, reason }) => ({ safeguard: id, path: construct.node.path, reason })),
    }),
  };
  return { evidence, controlsOf };
}

function acknowledgementOf({ path, void: _void, ...rest }: EffectiveAcknowledgement, since: string | undefined): AcknowledgementEvidence {
  return { ...rest, on: path, ...(since !== undefined && { since }) };
}

/** Day of the first evidence that has a deviation, as far as the earlier evidence shows. */
function sinceOf(previous: Evidence | undefined, asOf: string | undefined): (safeguard: string, path: string) => string | undefined {
  if (!previous) return () => undefined;
  const earlier = new Map(previous.outcomes.flatMap(({ safeguard, path, acknowledgement }) => (
    acknowledgement ? [[`${safeguard} ${path}`, acknowledgement.since ?? dayOf(previous.asOf)]] : [])));
  return (safeguard, path) => earlier.get(`${safeguard} ${visible(path)}`) ?? dayOf(asOf);
}

function dayOf(time: string | undefined): string | undefined {
  return time?.slice(0, 10);
}
