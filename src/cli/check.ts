import { frameworksOf } from './frameworks';
import { Inputs } from './input/find';
import { Problem } from './input/problem';
import { FileWorkload, workloadsOf } from './input/workloads';
import { acknowledgementProblems, notesOf } from './notes';
import { GivenParameters, parameterProblems } from './parameters';
import { isFinding, Judged, judgeTemplates } from '../compliance/judge';
import { severityOf } from '../compliance/mapping/published';
import { Framework } from '../compliance/model/framework';
import { strictest } from '../compliance/model/framework-numbers';
import { Safeguard, Severity } from '../compliance/model/safeguard';
import { OwnSafeguard, withoutTwins } from '../compliance/own-safeguards';
import { Accepted, acceptedIn } from '../compliance/report/result';

/** Severities, the highest first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];

/** A finding in a file. */
export interface FileFinding {
  readonly safeguard: Safeguard;
  readonly severity: Severity;
  /** Path in reports. */
  readonly file: string;
  /** Absolute path. */
  readonly absolute: string;
  readonly line: number;
  readonly column: number;
  /** Construct, or file and logical id; name of the workload for a finding about it as a whole. */
  readonly path: string;
  readonly logicalId?: string;
  readonly type?: string;
  /** Actual and required value. */
  readonly detail: string;
  readonly isUnknown: boolean;
  /** Controls that the safeguard serves, by framework. */
  readonly controls: ReadonlyArray<{ readonly framework: string; readonly ids: readonly string[] }>;
}

export interface CheckOptions {
  readonly paths: readonly string[];
  /** Frameworks that the call names. */
  readonly frameworks: readonly Framework[];
  /** Safeguards that the call adds. */
  readonly safeguards?: readonly OwnSafeguard[];
  /** Frameworks of a workload that neither the call nor an app gives any. */
  readonly otherwise: () => readonly Framework[];
  readonly parameters?: GivenParameters;
  /** Leaves out findings about a workload as a whole. */
  readonly resourcesOnly: boolean;
  /** Called with the number of templates that are read, and judged. */
  readonly progress: (step: 'read' | 'judged', count: number) => void;
  /** Reads the standard input, which the path `-` stands for. */
  readonly input?: () => Buffer;
}

export interface CheckResult {
  readonly frameworks: readonly Framework[];
  readonly judged: readonly Judged[];
  readonly findings: readonly FileFinding[];
  readonly problems: readonly Problem[];
  /** What is not judged as it is written. */
  readonly notes: readonly Problem[];
  readonly counts: Accepted & { readonly templates: number; readonly resources: number };
}

/** Judges the templates that paths lead to. */
export function check(options: CheckOptions): CheckResult {
  const { paths, frameworks: named, safeguards = [], otherwise, parameters, resourcesOnly, progress, input } = options;
  let read = 0;
  const inputs = new Inputs(() => progress('read', ++read), input);
  for (const path of paths) inputs.add(path);
  const workloads = workloadsOf(inputs, parameters?.values);
  let done = 0;
  const results = workloads.map((workload) => {
    const { frameworks, notes } = frameworksOf(workload, named, safeguards.map(({ id }) => id), otherwise);
    const own = withoutTwins(undefined, 'safeguards', [...frameworks.flatMap((framework) => framework._safeguards), ...safeguards]);
    const expected = { numbers: strictest(frameworks.map(({ numbers }) => numbers)), tags: [] };
    const judged = judgeTemplates({ name: workload.name, frameworks, own, expected }, workload.templates, workload.whole);
    progress('judged', done += workload.files.length);
    return {
      judged,
      own,
      notes: [...notes, ...notesOf(workload, judged)],
      findings: findingsOf(judged, workload, frameworks).filter(({ logicalId }) => !resourcesOnly || logicalId !== undefined),
    };
  });
  const judged = results.map((result) => result.judged);
  const files = workloads.flatMap((workload) => workload.files);
  const refused = parameters && parameterProblems(parameters, files);
  return {
    frameworks: [...new Set(judged.flatMap(({ subject }) => subject.frameworks))],
    judged,
    findings: results.flatMap(({ findings }) => findings),
    problems: [
      ...inputs.problems, ...refused?.problems ?? [], ...results.flatMap(({ own }, index) => acknowledgementProblems(workloads[index].files, own)),
    ],
    notes: [...refused?.notes ?? [], ...results.flatMap(({ notes }) => notes)],
    counts: {
      templates: files.length,
      resources: files.reduce((sum, { body }) => sum + Object.keys(body.Resources).length, 0),
      ...acceptedIn(judged.flatMap(({ judgements }) => judgements)),
    },
  };
}

function findingsOf({ judgements }: Judged, { files }: FileWorkload, frameworks: readonly Framework[]): FileFinding[] {
  const fileOf = new Map(files.map((file) => [file.file, file]));
  const controls = new Map<string, FileFinding['controls']>();
  const controlsOf = (id: string) => {
    if (!controls.has(id)) {
      const served = frameworks.map((framework) => ({ framework: framework.title, ids: framework.controlsServedBy(id) }));
      controls.set(id, served.filter(({ ids }) => ids.length > 0));
    }
    return controls.get(id)!;
  };
  return judgements.filter(isFinding).map(({ safeguard, path, resource, template, result, finding }) => {
    const file = fileOf.get(template.file)!;
    const { line, column } = (resource && file.positionOf(resource.logicalId, finding!)) ?? { line: 1, column: 1 };
    return {
      safeguard,
      severity: severityOf(safeguard),
      file: file.name,
      absolute: file.file,
      line,
      column,
      path,
      logicalId: resource?.logicalId,
      type: resource?.type,
      detail: finding!,
      isUnknown: result === 'unknown',
      controls: controlsOf(safeguard.id),
    };
  });
}
