import { byNumber, json, run, Table, unique } from './source-table';
import { MappingRow } from '../src/compliance/mapping/tables';
import { refuse, requireUnique } from '../src/compliance/model/require-props';

// Imports the requirements that Prowler maps its AWS checks to. Usage: tsx scripts/import-prowler.ts 5.46.0 prowler/compliance/aws/pci_4.0_aws.json prowler/compliance/aws/hipaa_aws.json

interface Requirement {
  readonly Id: string;
  readonly Checks: readonly string[];
  readonly Attributes: ReadonlyArray<{ readonly Section: string }>;
}

interface ComplianceFile {
  readonly Framework: string;
  readonly Version: string;
  readonly Requirements: readonly Requirement[];
}

const CATALOGUES: Record<string, { name: string; id: (requirement: Requirement) => string }> = {
  // The section begins with the number of the requirement. `Id` has an additional counter.
  'PCI 4.0': { name: 'pci-dss-4.0.1', id: ({ Attributes: [{ Section }] }) => Section.split(':')[0].trim() },
  // `164_308_a_1_ii_a` is 164.308(a)(1)(ii)(A).
  'HIPAA': { name: 'hipaa-security-rule', id: ({ Id }) => hipaaId(Id) },
};

/** Converts compliance files of a Prowler version. */
export function importProwler(version: string, files: readonly string[]): Table<MappingRow> {
  if (!/^\d+\.\d+\.\d+$/.test(version)) refuse(`VERSION must be a version such as 5.46.0, got '${version}'`);
  const rows = new Map<string, Record<string, string[]>>();
  const read = files.map((file): ComplianceFile => json(file, 'a compliance file of Prowler', (content) => Array.isArray(content?.Requirements)));
  const titles = read.map(({ Framework, Version }) => `${Framework} ${Version}`.trim());
  requireUnique('FILE', titles);
  const absent = Object.keys(CATALOGUES).filter((title) => !titles.includes(title));
  for (const { Framework, Version, Requirements } of read) {
    const catalogue = CATALOGUES[`${Framework} ${Version}`.trim()];
    if (!catalogue) throw new Error(`no catalogue for ${Framework} ${Version}, one of ${Object.keys(CATALOGUES).join(', ')}`);
    for (const requirement of Requirements) {
      for (const check of requirement.Checks) {
        const controls = rows.get(check) ?? {};
        rows.set(check, { ...controls, [catalogue.name]: [...controls[catalogue.name] ?? [], catalogue.id(requirement)] });
      }
    }
  }
  if (absent.length) refuse(`FILE must be files of ${Object.keys(CATALOGUES).join(' and ')}, got none of ${absent.join(' and ')}`);
  return {
    source: 'Prowler (PyPI), prowler/compliance/aws/pci_4.0_aws.json and hipaa_aws.json',
    version,
    rows: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, controls]) => ({
      id, controls: Object.fromEntries(Object.entries(controls).sort().map(([name, ids]) => [name, unique(ids).sort(byNumber)])),
    })),
  };
}

function hipaaId(id: string): string {
  const [part, section, ...steps] = id.split('_');
  return `${part}.${section}${steps.map((step, index) => `(${index === 3 ? step.toUpperCase() : step})`).join('')}`;
}

if (require.main === module) run('prowler', 'tsx scripts/import-prowler.ts VERSION FILE…', 2, ([version, ...files]) => importProwler(version, files));
