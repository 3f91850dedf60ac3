import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledged, acknowledgementsBelow, keyOf, usedBy } from './acknowledgements';
import { Baseline, BaselineEntry, fixedIn, readBaseline, writeBaseline } from './baseline';
import { Reaction } from './reaction';
import { Report } from './report';
import { Finding, Result, resultOf } from './result';
import { UnknownType, unknownTypes } from './unknown-types';
import { isCited } from '../cited';
import { ResolvedEvidence } from '../evidence/options';
import { judge, Judged, Subject } from '../judge';
import { OwnSafeguard } from '../own-safeguards';
import { isSafeguard } from '../safeguards/topics';
import { placeOf, stacksBelow } from '../template-source';

/** A subject with the effect of its findings and the options of its evidence. */
export interface CheckedSubject extends Subject {
  readonly own: readonly OwnSafeguard[];
  readonly reaction: Reaction;
  readonly evidence: ResolvedEvidence;
}

/**
 * Writes the evidence of a subject.
 * @returns path of the folder
 */
export type EvidenceWriter = (judged: Judged<Subject>, options: ResolvedEvidence, unused: readonly Acknowledged[]) => string;

/**
 * Judges the subjects of an app, writes their evidence, and reads or writes the files of known findings.
 * @param root root of the app
 * @param subjects scopes with their frameworks
 * @param users constructs of the library that take the default workload
 */
export function examine(root: IConstruct, subjects: readonly CheckedSubject[], users: readonly IConstruct[], write: EvidenceWriter): Report {
  const { known, mistyped } = acknowledgementsBelow(root, new Set(subjects.flatMap(({ own = [] }) => own.map(({ id }) => id))));
  const used = new Set<string>();
  const unknown: UnknownType[] = [];
  const concerns = concernOf(known, subjects);
  const results = subjects.map((subject) => {
    const judged = judge(subject, subjects);
    unknown.push(...unknownTypes(subject.own, judged.templates));
    const own = usedBy(judged, placeOf(subject.scope));
    own.forEach((key) => used.add(key));
    const unused = known.filter((each) => concerns(each, subject) && !own.has(keyOf(each.construct.node.path, each.id)));
    return resultOf(judged, subject.reaction, write(judged, subject.evidence, unused));
  });
  return {
    ...compared(root, results),
    unknownTypes: unknown,
    mistyped,
    unused: known.filter(({ construct, id }) => !used.has(keyOf(construct.node.path, id))),
    transforms: transformsOf(new Set(subjects.flatMap(({ scope }) => stacksBelow(scope)))),
    unchecked: users.filter(({ node }) => !subjects.some(({ scope }) => node.scopes.includes(scope))),
  };
}

// Macros that change a template, with its stacks. Those of AWS evaluate functions or add resources that AWS maintains, except for `AWS::Include`.
function transformsOf(stacks: ReadonlySet<Stack>): ReadonlyMap<string, readonly Stack[]> {
  const transforms = new Map<string, Stack[]>();
  for (const stack of stacks) {
    for (const name of new Set(stack.templateOptions.transforms)) {
      if (!name.startsWith('AWS::') || name === 'AWS::Include') transforms.set(name, [...transforms.get(name) ?? [], stack]);
    }
  }
  return transforms;
}

// Acknowledgements of the innermost subject around a construct, and those above a subject.
function concernOf(known: readonly Acknowledged[], subjects: readonly CheckedSubject[]): (each: Acknowledged, subject: CheckedSubject) => boolean {
  const subjectOf = new Map<IConstruct, CheckedSubject>(subjects.map((subject) => [subject.scope, subject]));
  const innermost = new Map(known.map((each) => [each, [...each.construct.node.scopes].reverse().flatMap((scope) => subjectOf.get(scope) ?? [])[0]]));
  return (each, subject) => {
    const around = innermost.get(each);
    return around ? around === subject : subject.scope.node.scopes.includes(each.construct);
  };
}

function compared(root: IConstruct, results: readonly Result[]): Pick<Report, 'results' | 'fixed'> {
  const files = (effect: Reaction['effect']) => new Set(results.map(({ reaction }) => reaction).filter((each) => each.effect === effect).map(({ file }) => file));
  for (const file of files('write-baseline')) writeBaseline(root, file, entriesOf(results, file), frameworksOf(results, file));
  const baselines = new Map<string, Baseline>([...files('baseline')].map((file) => [file, readBaseline(root, file)]));
  const isKnown = (file: string, { safeguard, path }: Finding) => baselines.get(file)!.known.get(safeguard.id)?.has(path) ?? false;
  return {
    results: results.map((result) => result.reaction.effect !== 'baseline' ? result : {
      ...result,
      findings: result.findings.map((finding) => ({ ...finding, isKnown: isKnown(result.reaction.file, finding) })),
    }),
    fixed: new Map([...baselines].map(([file, baseline]) => [
      file, fixedIn(baseline, entriesOf(results, file)).filter(({ safeguard }) => judges(results, file, safeguard)),
    ])),
  };
}

// A file can have findings of frameworks that the app does not have.
function judges(results: readonly Result[], file: string, safeguard: string): boolean {
  return !isSafeguard(safeguard) || results.some(({ reaction, subject }) => reaction.file === file && isCited(safeguard, subject.frameworks));
}

function frameworksOf(results: readonly Result[], file: string): string[] {
  return results.filter(({ reaction }) => reaction.file === file).flatMap(({ subject }) => subject.frameworks.map(({ id }) => id));
}

function entriesOf(results: readonly Result[], file: string): BaselineEntry[] {
  return results.filter(({ reaction }) => reaction.file === file)
    .flatMap(({ findings }) => findings.map(({ safeguard, path }) => ({ safeguard: safeguard.id, path })));
}
