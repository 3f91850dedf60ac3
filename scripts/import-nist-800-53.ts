import { committed, isCatalog, json, printedId, run, Table } from './source-table';
import { ControlRow } from '../src/compliance/mapping/tables';

// Imports the controls of the FedRAMP Moderate baseline, which includes the NIST Moderate baseline. Usage:
// tsx scripts/import-nist-800-53.ts FedRAMP_rev5_MODERATE-baseline_profile.json NIST_SP-800-53_rev5_MODERATE-baseline_profile.json CATALOG…
// Titles are from resolved catalogs of NIST or FedRAMP. A control without a catalog entry keeps its title.

/** Converts two OSCAL profiles and the catalogs with their titles. */
export function importNist(fedramp: any, nist: any, catalogs: readonly any[], titles = titlesOf(committed<ControlRow>('nist-800-53-r5'))): Table<ControlRow> {
  const published = new Map(catalogs.flatMap(({ catalog }) => controlsOf(catalog)).map(({ id, title }) => [printedId(id), title]));
  const moderate = new Set(idsOf(nist));
  const rows = idsOf(fedramp).map((id) => {
    const title = published.get(id) ?? titles.get(id);
    if (title === undefined) throw new Error(`no catalog has the title of ${id}`);
    return { id, title, memberOf: ['fedramp-moderate-r5', ...moderate.has(id) ? ['nist-800-53-r5'] : []] };
  });
  const missing = [...moderate].filter((id) => !rows.some((row) => row.id === id));
  if (missing.length) throw new Error(`the FedRAMP baseline lacks ${missing.join(', ')}`);
  return {
    source: 'FedRAMP Rev 5 Moderate baseline and NIST SP 800-53 Rev 5 Moderate baseline (OSCAL: GSA/fedramp-automation, usnistgov/oscal-content)',
    version: `${fedramp.profile.metadata.version}; ${nist.profile.metadata.version}`,
    rows: rows.sort((a, b) => sortKey(a.id) < sortKey(b.id) ? -1 : 1),
  };
}

function idsOf({ profile }: any): string[] {
  return profile.imports[0]['include-controls'].flatMap((include: any) => include['with-ids']).map(printedId);
}

function controlsOf(node: any): Array<{ id: string; title: string }> {
  return [...node.groups ?? [], ...node.controls ?? []].flatMap((child: any) => [...child.class === 'family' ? [] : [child], ...controlsOf(child)]);
}

function titlesOf(table: Table<ControlRow> | undefined): Map<string, string> {
  return new Map(table?.rows.map(({ id, title }) => [id, title]));
}

function sortKey(id: string): string {
  return id.replace(/\d+/g, (digits) => digits.padStart(3, '0'));
}

function isProfile(content: any): boolean {
  return Array.isArray(content?.profile?.imports?.[0]?.['include-controls']);
}

if (require.main === module) {
  run('nist-800-53-r5', 'tsx scripts/import-nist-800-53.ts FEDRAMP_PROFILE NIST_PROFILE CATALOG…', 2, ([fedramp, nist, ...catalogs]) => (
    importNist(json(fedramp, 'an OSCAL profile', isProfile), json(nist, 'an OSCAL profile', isProfile), catalogs.map((file) => json(file, 'an OSCAL catalog', isCatalog)))));
}
