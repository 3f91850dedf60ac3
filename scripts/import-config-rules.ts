import { committed, json, run, Table, unique } from './source-table';
import { ConfigRuleRow } from '../src/compliance/mapping/tables';

// Controls of AWS Security Hub CSPM behind managed rules of AWS Config. Usage: tsx scripts/import-config-rules.ts aws_security-hub.oscal.json
// The catalog names the rule of each control. Identifier, parameters and Regions of a rule are chosen by hand and kept. A rule that the table does not have is
// listed, not added: it changes conformance packs, and AWS Config refuses some rules without parameters.

/** The table with the controls of the OSCAL catalog, and the rules that only the catalog has. */
export function importConfigRules({ catalog }: any, earlier: Table<ConfigRuleRow>) {
  const controls = new Map<string, string[]>();
  for (const control of catalog.groups.filter(({ id }: any) => id !== 'TestControl').flatMap((group: any) => group.controls)) {
    for (const rule of control.parts.flatMap(({ props = [] }: any) => props).filter((prop: any) => prop.class === 'config-rule')) {
      controls.set(rule.value, [...controls.get(rule.value) ?? [], control.id]);
    }
  }
  const names = new Set(earlier.rows.map(({ name }) => name));
  return {
    // The catalog may lack a control that the user guide has.
    table: {
      ...earlier,
      rows: earlier.rows.map((row) => ({ ...row, securityHub: unique([...row.securityHub, ...controls.get(row.name) ?? []]) })),
    },
    others: [...controls.keys()].filter((name) => !names.has(name)).sort(),
  };
}

if (require.main === module) {
  run('config-rules', 'tsx scripts/import-config-rules.ts CATALOG', 1, ([file]) => {
    const { table, others } = importConfigRules(json(file), committed<ConfigRuleRow>('config-rules')!);
    process.stdout.write(`not in the table: ${others.join(', ')}\n`);
    return table;
  });
}
