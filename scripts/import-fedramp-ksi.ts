import { json, printedId, run, Table, unique } from './source-table';
import { ControlRow } from '../src/compliance/mapping/tables';

// Imports the FedRAMP Key Security Indicators with their NIST SP 800-53 controls. Usage: tsx scripts/import-fedramp-ksi.ts fedramp-consolidated-rules.json

interface Indicator {
  readonly name: string;
  readonly controls?: readonly string[];
}

interface Theme {
  readonly name: string;
  readonly indicators: Readonly<Record<string, Indicator>>;
}

/** Converts the FedRAMP consolidated rules. */
export function importKsi({ info, KSI: themes }: any): Table<ControlRow> {
  return {
    source: 'FedRAMP/rules, fedramp-consolidated-rules.json: Key Security Indicators; the statements are there',
    version: info.version,
    rows: Object.values<Theme>(themes)
      .flatMap(({ name: theme, indicators }) => Object.entries(indicators).map(([id, { name, controls = [] }]) => (
        { id, title: `${theme}: ${name}`, through: unique(controls.map(printedId)) })))
      .sort((a, b) => a.id < b.id ? -1 : 1),
  };
}

if (require.main === module) {
  run('fedramp-ksi-2026', 'tsx scripts/import-fedramp-ksi.ts fedramp-consolidated-rules.json', 1, ([file]) => (
    importKsi(json(file, 'the FedRAMP consolidated rules', ({ info, KSI } = {}) => typeof info?.version === 'string' && Object.keys(KSI ?? {}).length > 0))));
}
