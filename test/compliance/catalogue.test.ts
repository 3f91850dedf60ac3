import * as fs from 'fs';
import * as path from 'path';
import { MappingRow, rowsOf } from '../../src/compliance/mapping/tables';
import { Sources } from '../../src/compliance/model/safeguard';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

const README = path.join(__dirname, '../../src/compliance/safeguards/README.md');

test('ids are unique and have the form `<service>.<requirement>`', () => {
  expect(new Set(SAFEGUARDS.map(({ id }) => id)).size).toBe(SAFEGUARDS.length);
  expect(SAFEGUARDS.map(({ id }) => id).filter((id) => !/^[A-Z][A-Za-z0-9]+\.[A-Z][A-Za-z0-9]+$/.test(id))).toEqual([]);
});

test.each<[keyof Sources, string]>([['securityHub', 'security-hub'], ['cdkNag', 'cdk-nag'], ['prowler', 'prowler']])('every %s name of a safeguard is in the table %s', (source, table) => {
  const names = new Set(rowsOf<MappingRow>(table).map(({ id }) => id));
  expect(SAFEGUARDS.flatMap(({ id, sources }) => (sources[source] ?? []).filter((name) => !names.has(name)).map((name) => `${id}: ${name}`))).toEqual([]);
});

// `UPDATE_CATALOGUE=1 npx jest test/compliance/catalogue` updates the README.
test('the README lists every safeguard', () => {
  if (process.env.UPDATE_CATALOGUE) fs.writeFileSync(README, catalogue());
  expect(fs.readFileSync(README, 'utf-8')).toBe(catalogue());
});

function catalogue(): string {
  const services = [...new Set(SAFEGUARDS.map(({ id }) => id.split('.')[0]))].sort();
  return [
    '# Safeguards',
    '',
    `The compliance check has ${SAFEGUARDS.length} safeguards. Acknowledgements use their ids, which do not change. The published names lead from a safeguard to the`,
    'controls of a framework. Safeguards marked *always* apply to every workload.',
    ...services.flatMap((service) => ['', `## ${service}`, '', '| id | fact | fix | published as |', '| --- | --- | --- | --- |',
      ...SAFEGUARDS.filter(({ id }) => id.startsWith(`${service}.`)).sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, statement, remedy, sources, always }) => `| \`${id}\` | ${statement} | ${remedy} | ${[...published(sources), ...always ? ['*always*'] : []].join('; ')} |`)]),
    '',
  ].join('\n');
}

function published({ securityHub = [], cdkNag = [], prowler = [] }: Sources): string[] {
  return [['Security Hub', securityHub], ['cdk-nag', cdkNag], ['Prowler', prowler]].filter(([, names]) => names.length)
    .map(([source, names]) => `${source} ${(names as string[]).join(', ')}`);
}
