import * as fs from 'fs';
import * as path from 'path';
import { MappingRow, rowsOf } from '../../src/compliance/mapping/tables';
import { Sources } from '../../src/compliance/model/safeguard';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

const README = path.join(__dirname, '../../src/compliance/safeguards/README.md');

test('ids are unique, and name a service and a fact', () => {
  expect(new Set(SAFEGUARDS.map(({ id }) => id)).size).toBe(SAFEGUARDS.length);
  expect(SAFEGUARDS.map(({ id }) => id).filter((id) => !/^[A-Z][A-Za-z0-9]+\.[A-Z][A-Za-z0-9]+$/.test(id))).toEqual([]);
});

test.each<[keyof Sources, string]>([['securityHub', 'security-hub'], ['cdkNag', 'cdk-nag'], ['prowler', 'prowler']])('every %s name of a safeguard is in the table %s', (source, table) => {
  const names = new Set(rowsOf<MappingRow>(table).map(({ id }) => id));
  expect(SAFEGUARDS.flatMap(({ id, sources }) => (sources[source] ?? []).filter((name) => !names.has(name)).map((name) => `${id}: ${name}`))).toEqual([]);
});

// `UPDATE_CATALOGUE=1 npx jest test/compliance/catalogue` writes it anew; the difference is for the reviewer.
test('the catalogue in the documentation is that of the code', () => {
  if (process.env.UPDATE_CATALOGUE) fs.writeFileSync(README, catalogue());
  expect(fs.readFileSync(README, 'utf-8')).toBe(catalogue());
});

function catalogue(): string {
  const services = [...new Set(SAFEGUARDS.map(({ id }) => id.split('.')[0]))].sort();
  return [
    '# Safeguards',
    '',
    `${SAFEGUARDS.length} facts that the compliance check knows. An id is a contract: acknowledgements name it. The published names lead from a fact to the`,
    'controls of a framework. A fact marked *always* is asked of every workload, whatever its frameworks.',
    ...services.flatMap((service) => ['', `## ${service}`, '', '| id | what holds | what to do where it does not | published as |', '| --- | --- | --- | --- |',
      ...SAFEGUARDS.filter(({ id }) => id.startsWith(`${service}.`)).sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, statement, remedy, sources, always }) => `| \`${id}\` | ${statement} | ${remedy} | ${[...published(sources), ...always ? ['*always*'] : []].join('; ')} |`)]),
    '',
  ].join('\n');
}

function published({ securityHub = [], cdkNag = [], prowler = [] }: Sources): string[] {
  return [['Security Hub', securityHub], ['cdk-nag', cdkNag], ['Prowler', prowler]].filter(([, names]) => names.length)
    .map(([source, names]) => `${source} ${(names as string[]).join(', ')}`);
}
