import { existsSync } from 'fs';
import { resolve } from 'path';
import { Arguments, argumentsOf, USAGE } from './arguments';
import { compared, readKnown } from './baseline';
import { controlExplanation, controlIds, controlList, explanation, frameworkList, safeguardList, sameId } from './catalogue';
import { check, CheckResult } from './check';
import { DEFAULT_FRAMEWORK } from './frameworks';
import { initialized } from './init';
import { humanReport } from './output/human';
import { jsonReport } from './output/json';
import { junitReport } from './output/junit';
import { painter } from './output/layout';
import { sarifReport } from './output/sarif';
import { writing } from './output/writing';
import { frameworksOfBaseline } from './own-rules';
import { UsageError } from './usage-error';
import { defaultFiles } from '../compliance/evidence/options';
import { ownVersion } from '../compliance/evidence/versions';
import { writeEvidenceFiles } from '../compliance/evidence/write';
import { visibleLine } from '../compliance/invisible';
import { writeText } from '../compliance/report/folder';
import { counted } from '../compliance/report/text';
import { SAFEGUARDS } from '../compliance/safeguards';
import { similarPhrase } from '../compliance/similar';

/** Progress is shown for more templates than these. */
const QUIET_TEMPLATES = 20;

/** Where a call writes. */
export interface Terminal {
  /** Whether the standard output is a terminal that shows colors. */
  readonly isColored: boolean;
  /** Whether the standard error output is a terminal. */
  readonly isInteractive: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Reads the standard input to its end. */
  input(): Buffer;
}

/** Runs a command. Returns its exit code: 0, 1 with findings, 2 with wrong arguments or inputs. */
export function run(args: readonly string[], terminal: Terminal): number {
  try {
    const [command, ...rest] = args;
    if (command === undefined || command.startsWith('-')) return answer(argumentsOf(args), terminal);
    const parsed = argumentsOf(rest, command);
    if (parsed.help || parsed.version) return answer(parsed, terminal);
    if (command === 'check') return checked(parsed, terminal);
    if (command === 'list') return listed(parsed, terminal);
    if (command === 'explain') return explained(parsed, terminal);
    if (command === 'init') return begun(parsed, terminal);
    throw new UsageError(`the command must be check, list, explain or init, got '${command}'`);
  } catch (error) {
    const { message } = error as Error;
    terminal.err(`cdk-regulated: ${message.trim()}${error instanceof UsageError ? ' (see cdk-regulated --help)' : ''}\n`);
    return 2;
  }
}

function answer({ help, version }: Arguments, { out }: Terminal): number {
  if (!help && !version) throw new UsageError('a command is missing');
  out(help ? USAGE : `${ownVersion()}\n`);
  return 0;
}

function listed({ operands, frameworks }: Arguments, { out }: Terminal): number {
  const [what = 'safeguards', ...more] = operands;
  const chosen = frameworks.length ? frameworks : [DEFAULT_FRAMEWORK];
  const lists: Record<string, (() => string[]) | undefined> = {
    safeguards: () => safeguardList(chosen), frameworks: frameworkList, controls: () => controlList(chosen),
  };
  const list = lists[what];
  if (!list || more.length) throw new UsageError(`list takes one of ${Object.keys(lists).join(', ')}, got '${operands.join(' ')}'`);
  out(`${list().join('\n')}\n`);
  return 0;
}

function explained({ operands }: Arguments, { out }: Terminal): number {
  const [id, ...more] = operands;
  if (id === undefined || more.length) throw new UsageError('explain takes the id of one safeguard or control');
  const safeguard = SAFEGUARDS.find((each) => sameId(each.id, id));
  const lines = safeguard ? explanation(safeguard) : controlExplanation(id);
  if (lines.length === 0) {
    const similar = similarPhrase(id, [...SAFEGUARDS.map((each) => each.id), ...controlIds()]);
    throw new UsageError(`no safeguard and no control of a built-in framework has the id '${id}'${similar || ': list safeguards and list controls show the ids'}`);
  }
  out(`${lines.join('\n')}\n`);
  return 0;
}

function begun({ operands, language }: Arguments, { out }: Terminal): number {
  out(initialized(operands, language));
  return 0;
}

function checked(args: Arguments, terminal: Terminal): number {
  const result = check({
    paths: args.operands.length ? args.operands : ['.'],
    frameworks: args.frameworks,
    safeguards: args.safeguards,
    otherwise: () => otherFrameworks(args),
    parameters: args.parameters,
    resourcesOnly: args.resourcesOnly,
    progress: progressOn(terminal),
    input: () => terminal.input(),
  });
  const { findings, ...known } = compared(result, args);
  const shown = { ...result, findings };
  const human = () => humanReport(shown, { ...known, baseline: args.baseline }, painter(terminal.isColored && args.output === undefined));
  const report = {
    human,
    json: () => jsonReport(shown),
    sarif: () => sarifReport(shown, ownVersion()),
    junit: () => junitReport(shown),
  }[args.format]();
  if (args.output === undefined) {terminal.out(report);} else {
    write(args.output, report);
    if (args.format !== 'human') terminal.out(human());
  }
  if (args.evidence !== undefined) writeEvidenceOf(result, args.evidence);
  for (const { file, line, message } of result.problems) terminal.err(`${visibleLine(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)}\n`);
  if (result.problems.length) return 2;
  return findings.some(({ severity }) => args.failOn.includes(severity)) && !args.writesBaseline ? 1 : 0;
}

// A file of known findings says what they were judged against.
function otherFrameworks({ baseline }: Arguments) {
  return baseline !== undefined && existsSync(baseline) ? frameworksOfBaseline(baseline, readKnown(baseline).frameworks) : [DEFAULT_FRAMEWORK];
}

function writeEvidenceOf({ judged }: CheckResult, folder: string) {
  for (const each of judged) {
    const { name, frameworks } = each.subject;
    writeEvidenceFiles(each, { folder: resolve(folder, name), files: new Set(defaultFiles(frameworks)), systemName: name }, []);
  }
}

function progressOn({ err, isInteractive }: Terminal): (step: 'read' | 'judged', count: number) => void {
  let read = 0;
  return (step, count) => {
    if (step === 'read') read = count;
    if (read <= QUIET_TEMPLATES) return;
    const text = `${counted(count, 'template')} ${step}`;
    if (isInteractive) err(`\r${text}${step === 'judged' && count >= read ? '\n' : ''}`);
    else if (step === 'judged' || count % QUIET_TEMPLATES === 0) err(`${text}\n`);
  };
}

function write(file: string, text: string) {
  writing('--output', file, () => writeText(file, text));
}
