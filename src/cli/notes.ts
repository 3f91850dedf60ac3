import { Problem } from './input/problem';
import { TemplateFile } from './input/template-file';
import { FileWorkload } from './input/workloads';
import { Judged, unjudgedIn, unmatchedIn } from '../compliance/judge';
import { Safeguard } from '../compliance/model/safeguard';
import { keyOf, usedBy } from '../compliance/report/acknowledgements';
import { counted } from '../compliance/report/text';
import { unknownTypes, unknownTypeText } from '../compliance/report/unknown-types';
import { isSafeguard } from '../compliance/safeguards/topics';
import { noSafeguard } from '../compliance/similar';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** What is not judged in the templates of a workload, and acknowledgements without an effect. */
export function notesOf({ files, templates, whole }: FileWorkload, judged: Judged): Problem[] {
  const used = usedBy(judged, whole);
  const own = judged.subject.own ?? [];
  const mistyped = unknownTypes(own, templates);
  const unknown = mistyped.map((each) => ({ file: whole.path, message: unknownTypeText(each) }));
  const unmatched = unmatchedIn(judged).filter(({ id }) => !mistyped.some(({ safeguard }) => safeguard === id)).map(({ id }) => ({ file: whole.path, message: `safeguard ${id} judged no resource` }));
  return [...unknown, ...unmatched, ...files.flatMap((file, index) => [
    ...file.notes,
    ...unjudgedNotes(unjudgedIn([templates[index]], judged.safeguards)),
    ...file.acknowledged().filter(({ id, path }) => isKnown(id, own) && !used.has(keyOf(path, id))).map(({ id, path }) => `the acknowledgement of ${id} in ${path} matches no finding`),
  ].map((message) => ({ file: file.name, message })))];
}

/** Acknowledgements of ids that no safeguard has. */
export function acknowledgementProblems(files: readonly TemplateFile[], own: readonly Safeguard[]): Problem[] {
  return files.flatMap((file) => file.acknowledged().filter(({ id }) => !isKnown(id, own)).map(({ id, line }) => ({
    file: file.name,
    ...(line !== undefined && { line }),
    message: `acknowledge.id must be the id of a safeguard, ${noSafeguard(id, own.map((safeguard) => safeguard.id))}`,
  })));
}

function isKnown(id: string, own: readonly Safeguard[]): boolean {
  return isSafeguard(id) || own.some((safeguard) => safeguard.id === id);
}

function unjudgedNotes(unjudged: ReadonlyMap<string, number>): string[] {
  // AWS SAM has a note of its own.
  const types = [...unjudged].filter(([type]) => type !== NESTED_STACK && !type.startsWith('AWS::Serverless::'));
  const nested = unjudged.get(NESTED_STACK);
  return [
    ...types.map(([type, count]) => `no safeguard judges ${counted(count, 'resource')} of type ${type}`),
    ...nested ? [`${counted(nested, 'nested stack')} ${nested === 1 ? 'has a template that is' : 'have templates that are'} not at hand, so ${nested === 1 ? 'it is' : 'they are'} not judged`] : [],
  ];
}
