import * as fs from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { check } from '../../src/cli/check';
import { FRAMEWORKS } from '../../src/cli/frameworks';

/** What only the workload of an app knows: its tags and its Regions. */
const OF_WORKLOAD = ['Workload.RequiredTags', 'Workload.TagsPropagated', 'Workload.DataInRegions'];

/** Verdicts by safeguard and resource. */
type Verdicts = Record<string, string>;

/** The verdicts that the check wrote during a synthesis, of all evidence in a folder. */
export function verdictsOfSynthesis(folder: string): { verdicts: Verdicts; frameworks: string[] } {
  const evidence = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => /(^|[\\/])evidence\.json$/.test(file))
    .map((file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf-8')));
  return {
    verdicts: Object.fromEntries(evidence.flatMap(({ outcomes }) => outcomes)
      .filter(({ logicalId, safeguard }: any) => logicalId !== undefined && !OF_WORKLOAD.includes(safeguard))
      .map(({ safeguard, path: at, result, finding = '' }: any) => [`${safeguard} ${at}`, `${result} ${finding}`])),
    frameworks: [...new Set<string>(evidence.flatMap(({ frameworks }) => frameworks.map(({ id }: any) => id)))],
  };
}

/** The verdicts of the command about the same folder. */
export function verdictsOfCommand(folder: string, frameworks: readonly string[]): Verdicts {
  const { judged, problems } = check({
    paths: [folder],
    frameworks: FRAMEWORKS.filter(({ id }) => frameworks.includes(id)),
    otherwise: () => [],
    resourcesOnly: false,
    progress: () => {},
  });
  if (problems.length) throw new Error(JSON.stringify(problems));
  return Object.fromEntries(judged.flatMap(({ judgements }) => judgements)
    .filter(({ resource, safeguard }) => resource && !OF_WORKLOAD.includes(safeguard.id))
    .map(({ safeguard, path: at, result, finding = '' }) => [`${safeguard.id} ${at}`, `${result} ${finding}`]));
}

/** Rewrites the templates of a folder as YAML, under the same names. */
export function asYaml(folder: string): void {
  for (const file of fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.template.json'))) {
    const text = fs.readFileSync(path.join(folder, file), 'utf-8');
    fs.writeFileSync(path.join(folder, file), stringify(JSON.parse(text), { version: '1.1' }));
  }
}

/** Lines about verdicts that differ. */
export function differences(expected: Verdicts, got: Verdicts): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(got)])].sort().filter((key) => expected[key] !== got[key])
    .map((key) => `${key}: synthesis ${expected[key]}, command ${got[key]}`);
}
