import * as fs from 'fs';
import * as path from 'path';
import { parseArgs } from 'util';
import { added, findingsOfCdkNag, findingsOfCheck } from './judges';
import { findingsIn } from './straight';
import { Fault, Sound, Template, WAYS, withFault } from './template';
import { Framework } from '../../src';

/*
 * Changes sound templates and the production templates of the platforms in one place, and asks the compliance check and the five packs of cdk-nag. A fault is caught
 * if a finding is added. A fault that is caught as it is must never pass behind `Fn::If`, `Ref`, `Fn::ImportValue` or a condition.
 *
 * npm run mutants -- [--service TEXT] [--sound] [--plain] [--no-cdk-nag] [--verbose]
 */

const { values: options } = parseArgs({
  options: { 'service': { type: 'string', default: '' }, 'sound': { type: 'boolean', default: false }, 'plain': { type: 'boolean', default: false }, 'verbose': { type: 'boolean', default: false }, 'no-cdk-nag': { type: 'boolean', default: false } },
});

async function tablesIn<T>(folder: string): Promise<T[]> {
  const directory = path.join(__dirname, folder);
  const modules = await Promise.all(fs.readdirSync(directory).filter((file) => file.endsWith('.ts')).sort()
    .map(async (file) => await import(path.join(directory, file)) as Record<string, T[] | undefined>));
  return modules.flatMap((module) => Object.values(module).filter((table) => Array.isArray(table)).flat());
}

/** The best practices that apply to every workload. The other frameworks ask for copies in other Regions, object locks and events of every bucket. */
const STRICT = [Framework.AWS_FSBP];
/** The fact is that the text of the template has a secret. Behind an import, or a parameter without a default, it has none. */
const OF_TEXT = /^Template\.NoSecretValue /;
const GOLDEN = path.join(__dirname, '../examples/golden');

function platforms(): Record<string, Template> {
  return Object.fromEntries(fs.readdirSync(GOLDEN).filter((file) => file.startsWith('production-'))
    .map((file) => [file.replace('.json', ''), JSON.parse(fs.readFileSync(path.join(GOLDEN, file), 'utf-8')) as Template]));
}

interface Tally { total: number; ours: number; cdkNag: number; hidden: number; passing: string[]; missed: string[] }

async function main() {
  process.env.CDK_VALIDATION = 'true';
  console.log = console.warn = console.error = () => {};
  const everySound = await tablesIn<Sound>('sound');
  const sound = everySound.filter(({ service }) => service.includes(options.service));
  const falseAlarms = sound.flatMap(({ name, template }) => findingsIn(template, STRICT)
    .filter(({ logicalId }) => logicalId !== '').map(({ safeguard, logicalId, finding }) => `${name}: ${safeguard} on ${logicalId}: ${finding}`));
  say(`sound templates: ${sound.length}, false alarms: ${falseAlarms.length}`, ...falseAlarms.map((alarm) => `  ${alarm}`));
  if (options.sound) return finish(falseAlarms.length);

  const templates: Record<string, Template> = { ...platforms(), ...Object.fromEntries(everySound.map(({ name, template }) => [name, template])) };
  const before = new Map<Fault['in'], { ours: ReadonlySet<string>; cdkNag: ReadonlySet<string> }>();
  const byService = new Map<string, Tally>();
  for (const fault of (await tablesIn<Fault>('faults')).filter(({ service }) => service.includes(options.service))) {
    const template = typeof fault.in === 'string' ? templates[fault.in] : fault.in;
    const name = typeof fault.in === 'string' ? `${fault.name} (${fault.in})` : fault.name;
    if (!template) throw new Error(`there is no template '${fault.in}'`);
    if (!before.has(fault.in)) before.set(fault.in, { ours: findingsOfCheck(template), cdkNag: byCdkNag(template) });
    const base = before.get(fault.in)!;
    const tally = byService.get(fault.service) ?? { total: 0, ours: 0, cdkNag: 0, hidden: 0, passing: [], missed: [] };
    byService.set(fault.service, tally);
    const plain = withFault(template, fault.edit, 'plain')!;
    const caught = added(base.ours, findingsOfCheck(plain));
    tally.total++;
    if (added(base.cdkNag, byCdkNag(plain)).length > 0) tally.cdkNag++;
    if (caught.length === 0) {
      tally.missed.push(`${name}${fault.slipsThrough ? `: ${fault.slipsThrough}` : ''}`);
      continue;
    }
    tally.ours++;
    if (options.verbose) say(`${fault.service}: ${fault.name}: ${caught.join(', ')}`);
    if (options.plain) continue;
    const isOfText = caught.every((finding) => OF_TEXT.test(finding));
    for (const way of WAYS.slice(1)) {
      if (isOfText && (way === 'Ref' || way === 'Fn::ImportValue' || way === 'Fn::GetAtt of a module')) continue;
      const mutant = withFault(template, fault.edit, way);
      if (!mutant) continue;
      tally.hidden++;
      if (added(base.ours, findingsOfCheck(mutant)).length === 0) tally.passing.push(`${name} behind ${way}`);
    }
  }
  report(byService);
  const all = [...byService.values()];
  const total = sum(all, ({ total: count }) => count);
  const caught = sum(all, ({ ours }) => ours);
  const passing = sum(all, ({ passing: list }) => list.length);
  say(`faults: ${total}, caught: ${caught} (${percent(caught, total)}), cdk-nag: ${sum(all, ({ cdkNag }) => cdkNag)}; behind intrinsic functions and conditions: `
    + `${sum(all, ({ hidden }) => hidden)}, passing: ${passing}`);
  finish(falseAlarms.length + passing + (caught / total < 0.97 ? 1 : 0));
}

// L1 constructs refuse some templates.
function byCdkNag(template: Template): ReadonlySet<string> {
  if (options['no-cdk-nag']) return new Set();
  try {
    return findingsOfCdkNag(template);
  } catch {
    return new Set();
  }
}

function report(byService: ReadonlyMap<string, Tally>) {
  say('service | faults | caught | cdk-nag | hidden | passing');
  for (const [service, { total, ours, cdkNag, hidden, passing, missed }] of [...byService].sort()) {
    say(`${service} | ${total} | ${ours} | ${cdkNag} | ${hidden} | ${passing.length}`, ...missed.map((one) => `  missed: ${one}`), ...passing.map((one) => `  passes: ${one}`));
  }
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0);
}

function percent(part: number, whole: number): string {
  return `${(100 * part / Math.max(whole, 1)).toFixed(1)} %`;
}

function say(...lines: string[]) {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function finish(faults: number) {
  process.exitCode = faults > 0 ? 1 : 0;
}

void main();
