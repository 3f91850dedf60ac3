import { committed, isCatalog, json, run, Table, unique } from './source-table';
import { ConfigRuleRow } from '../src/compliance/mapping/tables';

// Imports the AWS Security Hub CSPM controls of managed AWS Config rules. Usage: tsx scripts/import-config-rules.ts aws_security-hub.oscal.json
// The catalog names the rule of each control. The identifier, parameters and Regions of a rule are edited by hand and kept. Unknown rules are listed, not
// added, because they change conformance packs, and AWS Config refuses some rules without parameters.

/** Returns the table with the controls of the OSCAL catalog, and the rules that are in the catalog only. */
export function importConfigRules({ catalog }: any, earlier: Table<ConfigRuleRow>) {
  const controls = new Map<string, string[]>();
  for (const control of catalog.groups.filter(({ id }: any) => id !== 'TestControl').flatMap((group: any) => group.controls)) {
    for (const rule of control.parts.flatMap(({ props = [] }: any) => props).filter((prop: any) => prop.class === 'config-rule')) {
      controls.set(rule.value, [...controls.get(rule.value) ?? [], control.id]);
    }
  }
  const names = new Set(earlier.rows.map(({ name }) => name));
  return {
    // Some controls are in the user guide only.
    table: {
      ...earlier,
      rows: earlier.rows.map((row) => ({ ...row, securityHub: unique([...row.securityHub, ...controls.get(row.name) ?? []]) })),
    },
    others: [...controls.keys()].filter((name) => !names.has(name)).sort(),
  };
}

if (require.main === module) {
  run('config-rules', 'tsx scripts/import-config-rules.ts CATALOG', 1, ([file]) => {
    const { table, others } = importConfigRules(json(file, 'the OSCAL catalog of AWS Security Hub', isCatalog), committed<ConfigRuleRow>('config-rules')!);
    process.stdout.write(`not in the table: ${others.join(', ')}\n`);
    return table;
  });
}
