import * as fs from 'fs';
import * as path from 'path';
import { linkOf, severityOf } from '../../src/compliance/mapping/published';
import { MappingRow, rowsOf, SecurityHubRow } from '../../src/compliance/mapping/tables';
import { Safeguard, Sources } from '../../src/compliance/model/safeguard';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { BEYOND_TEMPLATES } from '../../src/compliance/safeguards/beyond-templates';

const README = path.join(__dirname, '../../src/compliance/safeguards/README.md');

test('ids are unique and have the form `<service>.<requirement>`', () => {
  expect(new Set(SAFEGUARDS.map(({ id }) => id)).size).toBe(SAFEGUARDS.length);
  expect(SAFEGUARDS.map(({ id }) => id).filter((id) => !/^[A-Z][A-Za-z0-9]+\.[A-Z][A-Za-z0-9]+$/.test(id))).toEqual([]);
});

test.each<[keyof Sources, string]>([['securityHub', 'security-hub'], ['cdkNag', 'cdk-nag'], ['prowler', 'prowler']])('every %s name of a safeguard is in the table %s', (source, table) => {
  const names = new Set(rowsOf<MappingRow>(table).map(({ id }) => id));
  expect(SAFEGUARDS.flatMap(({ id, sources }) => (sources[source] ?? []).filter((name) => !names.has(name)).map((name) => `${id}: ${name}`))).toEqual([]);
});

test('severity and documentation are those of AWS Security Hub; only a safeguard without them states its own', () => {
  const severities = new Map(rowsOf<SecurityHubRow>('security-hub').map(({ id, severity }) => [id, severity]));
  const misstated = SAFEGUARDS.filter(({ sources: { securityHub = [] }, severity, link }) => (
    (severity !== undefined) === securityHub.some((id) => severities.get(id) !== undefined) || (link !== undefined) === securityHub.length > 0));
  expect(misstated.map(({ id }) => id)).toEqual([]);
});

test('of several controls of AWS Security Hub the highest severity counts, and the documentation of the first', () => {
  const safeguard = SAFEGUARDS.find(({ id }) => id === 'EC2.NoOpenSsh')!;
  const sources = { securityHub: ['RDS.24', 'RDS.1', 'ACM.2'] };
  expect(severityOf({ ...safeguard, sources })).toBe('critical');
  expect(linkOf({ ...safeguard, sources })).toBe('https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-24');
});

test('documentation is a page of the AWS documentation', () => {
  expect(SAFEGUARDS.map(linkOf).filter((link) => !/^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html(#[\w-]+)?$/.test(link!))).toEqual([]);
});

test('a rationale is one line that begins like a sentence and has no final period', () => {
  expect(SAFEGUARDS.filter(({ rationale }) => !/^[A-Z][^\n]{14,159}[^.\n]$/.test(rationale)).map(({ id, rationale }) => `${id}: ${rationale}`)).toEqual([]);
});

test('every control of AWS Security Hub is judged by a safeguard, is about tags, or has a reason not to be judged', () => {
  const judged = SAFEGUARDS.flatMap(({ sources }) => sources.securityHub ?? []);
  const excepted = BEYOND_TEMPLATES.flatMap(({ controls }) => controls);
  const rows = rowsOf<SecurityHubRow>('security-hub');
  const untagged = rows.filter(({ title }) => !title.endsWith('should be tagged')).map(({ id }) => id);
  expect(excepted.filter((id) => judged.includes(id) || !untagged.includes(id))).toEqual([]);
  expect(excepted).toEqual([...new Set(excepted)]);
  expect(untagged.filter((id) => !judged.includes(id) && !excepted.includes(id))).toEqual([]);
  expect(untagged.length).toBe(rows.length - 107);
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
    ...services.flatMap((service) => ['', `## ${service}`, '', '| id | severity | fact | fix | published as |', '| --- | --- | --- | --- | --- |',
      ...SAFEGUARDS.filter(({ id }) => id.startsWith(`${service}.`)).sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(row)]),
    '',
    '## Controls of AWS Security Hub without a safeguard',
    '',
    '`Workload.RequiredTags` requires the tags that the workload names on every taggable resource, instead of the controls about tags.',
    '',
    '| controls | reason |',
    '| --- | --- |',
    ...BEYOND_TEMPLATES.map(({ why, controls }) => `| ${controls.join(', ')} | ${why} |`),
    '',
  ].join('\n');
}

function row(safeguard: Safeguard): string {
  const { id, statement, rationale, remedy, sources, always } = safeguard;
  return `| [\`${id}\`](${linkOf(safeguard)}) | ${severityOf(safeguard)} | ${statement}. ${rationale} | ${remedy} | ${[...published(sources), ...always ? ['*always*'] : []].join('; ')} |`;
}

function published({ securityHub = [], cdkNag = [], prowler = [] }: Sources): string[] {
  return [['Security Hub', securityHub], ['cdk-nag', cdkNag], ['Prowler', prowler]].filter(([, names]) => names.length)
    .map(([source, names]) => `${source} ${(names as string[]).join(', ')}`);
}
