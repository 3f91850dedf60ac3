import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { importCdkNag } from '../../scripts/import-cdk-nag';
import { importConfigRules } from '../../scripts/import-config-rules';
import { importKsi } from '../../scripts/import-fedramp-ksi';
import { importNist } from '../../scripts/import-nist-800-53';
import { importProwler } from '../../scripts/import-prowler';
import { checkedPage, importSecurityHub } from '../../scripts/import-security-hub';
import { isCatalog, json, render, Table } from '../../scripts/source-table';

const SOURCES = path.join(__dirname, '..', '..', 'src', 'compliance', 'sources');
// Excerpts in the format of the published files.
const PUBLISHED = path.join(__dirname, 'published');
const published = (file: string) => path.join(PUBLISHED, file);
const excerpt = (file: string) => JSON.parse(fs.readFileSync(published(file), 'utf-8'));
const committed = (name: string) => fs.readFileSync(path.join(SOURCES, `${name}.json`), 'utf-8');
const rowsOf = (name: string, ...ids: string[]) => JSON.parse(committed(name)).rows.filter(({ id }: { id: string }) => ids.includes(id));
const NO_ROWS: Table<never> = { source: '', version: '', rows: [] };

describe('tables', () => {
  test.each(fs.readdirSync(SOURCES).filter((file) => file.endsWith('.json')))('%s has a source, a version and a digest that matches its rows', (file) => {
    const text = fs.readFileSync(path.join(SOURCES, file), 'utf-8');
    const table = JSON.parse(text);
    expect(table.source.length).toBeGreaterThan(20);
    expect(table.version).toMatch(/\d/);
    expect(text).toBe(render(table));
    expect(table.digest).toBe(createHash('sha256').update(JSON.stringify(table.rows)).digest('hex'));
  });
});

test('cdk-nag: an import of the installed version equals the committed table', () => {
  expect(render(importCdkNag(path.join(__dirname, '..', '..', 'node_modules', 'cdk-nag')))).toBe(committed('cdk-nag'));
});

test('Prowler: a check has the requirements of both files', () => {
  const { source, version, rows } = importProwler('5.46.0', [published('prowler-pci.json'), published('prowler-hipaa.json')]);
  expect({ source, version }).toEqual({ source: JSON.parse(committed('prowler')).source, version: '5.46.0' });
  expect(rows).toEqual([
    { id: 'cloudfront_distributions_https_sni_enabled', controls: { 'pci-dss-4.0.1': ['1.2.5'] } },
    { id: 'cloudfront_distributions_using_deprecated_ssl_protocols', controls: { 'pci-dss-4.0.1': ['1.2.5', '10.2.1'] } },
    { id: 'config_recorder_all_regions_enabled', controls: { 'hipaa-security-rule': ['164.308(a)(1)(ii)(A)'] } },
    { id: 'guardduty_is_enabled', controls: { 'hipaa-security-rule': ['164.308(a)(1)(ii)(A)', '164.308(a)(8)'], 'pci-dss-4.0.1': ['10.2.1'] } },
  ]);
  expect(() => importProwler('5.46.0', [published('prowler-other.json')])).toThrow('no catalogue for CIS 7.0, one of PCI 4.0, HIPAA');
  expect(() => importProwler('5.46.0', [published('prowler-pci.json')])).toThrow(new Error('FILE must be files of PCI 4.0 and HIPAA, got none of HIPAA'));
  expect(() => importProwler('5.46.0', Array(2).fill(published('prowler-pci.json')))).toThrow(new Error("FILE must have no duplicates, got 'PCI 4.0' twice"));
  expect(() => importProwler('latest', [])).toThrow(new Error("VERSION must be a version such as 5.46.0, got 'latest'"));
  expect(() => importProwler('5.46.0', [published('nist-catalog.json')]))
    .toThrow(new Error(`${published('nist-catalog.json')}: must be a compliance file of Prowler, got the keys catalog`));
});

test('NIST and FedRAMP: ids are from the profiles, titles from the catalogs or the existing table', () => {
  const [fedramp, nist, catalog] = ['fedramp-profile.json', 'nist-profile.json', 'nist-catalog.json'].map(excerpt);
  const table = importNist(fedramp, nist, [catalog], new Map([['AC-4(21)', 'Physical or Logical Separation of Information Flows']]));
  expect(table.version).toBe('fedramp2.1.0-oscal1.0.4; 5.1.1+u4');
  expect(table.rows).toEqual(rowsOf('nist-800-53-r5', 'AC-1', 'AC-2', 'AC-2(1)', 'AC-4(21)'));
  expect(() => importNist(fedramp, nist, [catalog], new Map())).toThrow('no catalog has the title of AC-4(21)');
  expect(() => importNist(nist, fedramp, [catalog], new Map())).toThrow('the FedRAMP baseline lacks AC-4(21)');
});

test('Key Security Indicators: theme, name and NIST controls', () => {
  const { version, rows } = importKsi(excerpt('fedramp-rules.json'));
  expect(version).toBe('2026.07.14.01');
  expect(rows).toEqual(rowsOf('fedramp-ksi-2026', 'KSI-CED-RAT', 'KSI-CMT-VTD'));
});

test('a file that is damaged, or another one than expected, is refused by name', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imports-'));
  const refusedFor = (text: string) => {
    const file = path.join(folder, 'file.json');
    fs.writeFileSync(file, text);
    try {
      json(file, 'an OSCAL catalog', isCatalog);
      return 'accepted';
    } catch (error) {
      return (error as Error).message.replace(`${folder}/`, '');
    }
  };
  expect(refusedFor('{ "catalog": { "groups": [] } }')).toBe('accepted');
  expect(refusedFor('{ "profile": {} }')).toBe('file.json: must be an OSCAL catalog, got the keys profile');
  expect(refusedFor('null')).toBe('file.json: must be an OSCAL catalog, got null');
  expect(refusedFor('\uFEFF{}')).toBe('file.json: the text must be UTF-8 without a byte order mark');
  expect(refusedFor('{ "catalog": ')).toMatch(/^file\.json: .*JSON/);
  fs.rmSync(folder, { recursive: true });
});

describe('Security Hub', () => {
  const catalog = excerpt('security-hub-catalog.json');
  const page = fs.readFileSync(published('acm-controls.md'), 'utf-8');
  const standard = fs.readFileSync(published('fsbp-standard.md'), 'utf-8');

  test('a page without controls, and one that is cut within a control, are refused', () => {
    expect(checkedPage(page)).toBe(page);
    expect(() => checkedPage('# Welcome')).toThrow(new Error('must be a page of the AWS Security Hub User Guide with controls, got none'));
    expect(() => checkedPage(page.slice(0, page.indexOf('**Severity')))).toThrow(new Error('must have a severity of ACM.1'));
  });

  test('services, titles and severities are from the catalog, requirements and standards from the pages', () => {
    const { version, rows } = importSecurityHub(catalog, [page, standard], NO_ROWS);
    expect(version).toBe('catalog 0.2.0, 2026-03-31; user guide 2026');
    expect(rows).toEqual(rowsOf('security-hub', 'ACM.1', 'ACM.2', 'ACM.3', 'Account.1'));
  });

  test('a control that only the list of the standard has gets its title and no severity', () => {
    const { rows } = importSecurityHub(catalog, [`${standard}\n [[EKS.9] EKS node groups should run on a supported Kubernetes version](eks-controls.md#eks-9)\n`], NO_ROWS);
    expect(rows.find(({ id }) => id === 'EKS.9')).toEqual({ ...rowsOf('security-hub', 'EKS.9')[0], severity: undefined });
  });

  test('requirements are apart where the page lacks a comma', () => {
    const [row] = importSecurityHub({ catalog: { ...catalog.catalog, groups: [] } }, [[
      '## [ElastiCache.2] Minor versions', '**Related requirements:** NIST.800-53.r5 SI-2, NIST.800-53.r5 SI-2(5) PCI DSS v4.0.1/6.3.3', '**Severity:** High',
    ].join('\n\n')], NO_ROWS).rows;
    expect(row.controls).toEqual({ 'nist-800-53-r5': ['SI-2', 'SI-2(5)'], 'pci-dss-4.0.1': ['6.3.3'] });
  });

  test('a control without a page keeps its title, requirements and memberships', () => {
    const earlier = { ...NO_ROWS, rows: rowsOf('security-hub', 'ACM.1', 'Autoscaling.5') };
    const { rows } = importSecurityHub(catalog, [], earlier);
    expect(rows).toEqual([
      { id: 'Account.1', service: 'Account', title: 'Security contact information should be provided for an AWS account.', severity: 'medium' },
      ...rowsOf('security-hub', 'ACM.1'),
      { id: 'ACM.2', service: 'ACM', title: 'RSA certificates managed by ACM should use a key length of at least 2,048 bits', severity: 'high' },
      ...rowsOf('security-hub', 'Autoscaling.5'),
    ]);
  });

  test('a repeated import does not change the table', () => {
    const once = importSecurityHub(catalog, [page, standard], NO_ROWS);
    expect(render(importSecurityHub(catalog, [page, standard], once))).toBe(render(once));
    expect(render(importSecurityHub(catalog, [], once))).toBe(render(once));
  });
});

test('AWS Config: controls are added to known rules, unknown rules are listed', () => {
  const earlier = { ...NO_ROWS, rows: [{ name: 'acm-certificate-expiration-check', securityHub: ['Old.1'], parameters: { daysToExpiration: '14' } }] };
  const { table, others } = importConfigRules(excerpt('security-hub-catalog.json'), earlier);
  expect(table.rows).toEqual([{ name: 'acm-certificate-expiration-check', securityHub: ['Old.1', 'ACM.1'], parameters: { daysToExpiration: '14' } }]);
  expect(others).toEqual(['acm-certificate-rsa-check', 'security-account-information-provided']);
  const whole: Table<never> = JSON.parse(committed('config-rules'));
  expect(render(importConfigRules(excerpt('security-hub-catalog.json'), whole).table)).toBe(committed('config-rules'));
});
