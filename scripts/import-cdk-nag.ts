import * as path from 'path';
import { json, ofFile, run, Table, unique } from './source-table';
import { MappingRow } from '../src/compliance/mapping/tables';
import { refuse } from '../src/compliance/model/require-props';

// Imports the controls that the rules of cdk-nag cite. Usage: tsx scripts/import-cdk-nag.ts node_modules/cdk-nag

const PACKS = {
  // `AC-3a` is an item of control AC-3.
  'nist-800-53-r5': { file: 'nist-800-53-r5.js', id: (text: string) => text.replace(/^([A-Z]{2}-\d+(?:\(\d+\))?).*$/, '$1'), pattern: /[A-Z]{2}-\d+(?:\(\d+\))*[a-z]?/g },
  'hipaa-security-rule': { file: 'hipaa-security.js', id: (text: string) => text, pattern: /164\.3\d\d(?:\([A-Za-z0-9]+\))+/g },
};

/** The table of an installed cdk-nag. */
export function importCdkNag(folder: string): Table<MappingRow> {
  const { version } = json(path.join(folder, 'package.json'), 'the package.json of cdk-nag', (content) => content?.name === 'cdk-nag');
  const cited = Object.entries(PACKS).map(([catalogue, { file, id, pattern }]) => (
    { catalogue, rules: ofFile(path.join(folder, 'lib', 'packs', file), (text) => citations(text, pattern, id)) }));
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const names: string[] = Object.values<object>(require(path.resolve(folder)).rules).flatMap((module) => Object.keys(module));
  return {
    source: 'cdk-nag (npm), lib/packs/nist-800-53-r5.js and lib/packs/hipaa-security.js; NIST items are cut to the control: AC-3a is AC-3',
    version,
    rows: unique(names).sort().map((id) => {
      const controls = Object.fromEntries(cited.flatMap(({ catalogue, rules }) => rules.has(id) ? [[catalogue, rules.get(id)!]] : []));
      return { id, ...(Object.keys(controls).length > 0 && { controls }) };
    }),
  };
}

function citations(pack: string, pattern: RegExp, id: (text: string) => string): Map<string, string[]> {
  const rules = [...pack.matchAll(/info: (['"`])(.*?)\1,\s+explanation:[\s\S]*?rule: \w+\.(\w+)/g)];
  if (rules.length === 0) refuse('must have rules with info, explanation and rule');
  return new Map(rules.map(([, , info, rule]) => [rule, unique([...info.slice(info.lastIndexOf('(Control ID')).matchAll(pattern)].map(([text]) => id(text)))]));
}

if (require.main === module) run('cdk-nag', 'tsx scripts/import-cdk-nag.ts node_modules/cdk-nag', 1, ([folder]) => importCdkNag(folder));
