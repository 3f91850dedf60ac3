import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { responsibilitiesIn } from '../../scripts/responsibility-file';
import { Framework } from '../../src';
import { ControlRow, rowsOf } from '../../src/compliance/mapping/tables';
import { ResponsibilityRow } from '../../src/compliance/model/responsibility';
import { RESPONSIBILITIES } from '../../src/compliance/responsibilities';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { TOPICS, topicOf } from '../../src/compliance/safeguards/topics';
import { EVERY_FRAMEWORK } from '../support';

const COMPLIANCE = path.join(__dirname, '..', '..', 'src', 'compliance');
const PARTIES = ['technical', 'customer', 'inherited', 'notApplicable'] as const;
const NAMES = fs.readdirSync(path.join(COMPLIANCE, 'responsibilities')).filter((file) => file.endsWith('.json'))
  .map((file) => path.basename(file, '.json'));
const rowsIn = (name: string): readonly ResponsibilityRow[] => RESPONSIBILITIES[name]().rows;
const FILES = new Map<string, string | undefined>(EVERY_FRAMEWORK.map(({ id }) => (
  [id, JSON.parse(fs.readFileSync(path.join(COMPLIANCE, 'frameworks', `${id}.json`), 'utf-8')).responsibilities])));
/** A framework can be without a review. */
const REVIEWED = EVERY_FRAMEWORK.filter(({ id }) => FILES.get(id) !== undefined);
const rowOf = (framework: Framework, control: string) => rowsIn(FILES.get(framework.id)!).find(({ id }) => id === control);
const controlOf = (framework: Framework, id: string) => framework.controls.find((control) => control.id === id)!;
const evidenceFor = (framework: Framework, id: string) => (
  controlOf(framework, id).safeguards.filter((safeguard) => framework._review.extentOf(id, safeguard)));

describe('topics', () => {
  test('every safeguard has one topic', () => {
    const ids = Object.values(TOPICS).flat();
    expect(SAFEGUARDS.map(({ id }) => id).filter((id) => !topicOf(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !SAFEGUARDS.some((safeguard) => safeguard.id === id))).toEqual([]);
  });
});

describe.each(REVIEWED.map((framework) => [framework.id, framework] as const))('the review of %s', (_, framework) => {
  test('has a statement for every control, or proves the whole control', () => {
    const silent = framework.controls.filter(({ id, safeguards }) => !rowOf(framework, id)
      && !(safeguards.length > 0 && safeguards.every((safeguard) => framework._review.extentOf(id, safeguard) === 'whole')));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('says why a published relation is no evidence', () => {
    const relations = framework.controls.flatMap(({ id, safeguards }) => safeguards.map((safeguard) => ({ id, safeguard })));
    expect(relations.filter(({ id, safeguard }) => !framework._review.extentOf(id, safeguard) && !rowOf(framework, id)?.not)
      .map(({ id, safeguard }) => `${id}: ${safeguard}`)).toEqual([]);
  });

  test('names a trail of the account as left where only a trail is evidence, because a workload can have none', () => {
    // A control of AWS FSBP states a fact about a trail, so that nothing is left of it without one.
    const ofTrails = framework.controls.filter(({ id }) => {
      const evidence = evidenceFor(framework, id);
      return evidence.length > 0 && evidence.every((safeguard) => topicOf(safeguard) === 'API calls' && framework._review.extentOf(id, safeguard) === 'part');
    });
    expect(ofTrails.map(({ id }) => [id, framework._review.leftOf(id)!.customer]).filter(([, left]) => !/\btrail\b/.test(left ?? ''))).toEqual([]);
  });

  test('accepts only safeguards that serve the control', () => {
    expect(framework.controls.flatMap(({ id, safeguards }) => {
      const { whole = [], part = [] } = rowOf(framework, id) ?? {};
      return [...whole, ...part].filter((one) => !safeguards.some((safeguard) => safeguard === one || topicOf(safeguard) === one)).map((one) => `${id}: ${one}`);
    })).toEqual([]);
  });
});

describe('the review of the Key Security Indicators', () => {
  test('is the only one that relates safeguards to controls by itself', () => {
    const relating = fs.readdirSync(path.join(COMPLIANCE, 'frameworks'))
      .filter((file) => JSON.parse(fs.readFileSync(path.join(COMPLIANCE, 'frameworks', file), 'utf-8')).reviewRelates);
    expect(relating).toEqual(['fedramp-ksi-2026.json']);
  });

  test('accepts no safeguard for indicators about people, plans, suppliers and reviews', () => {
    const { controls } = Framework.FEDRAMP_KSI_2026;
    expect(controls.filter(({ id }) => evidenceFor(Framework.FEDRAMP_KSI_2026, id).length === 0).map(({ id }) => id)).toEqual([
      'KSI-CED-RAT', 'KSI-CMT-RVP', 'KSI-IAM-SUS', 'KSI-INR-AAR', 'KSI-INR-RIR', 'KSI-INR-RPI', 'KSI-PIY-RES', 'KSI-PIY-RIS', 'KSI-PIY-RSD', 'KSI-PIY-RVD',
      'KSI-RPL-ARP', 'KSI-RPL-RRO', 'KSI-RPL-TRC', 'KSI-SVC-RUD',
    ]);
  });
});

describe.each(NAMES)('texts of %s', (name) => {
  const texts = rowsIn(name).flatMap((row) => [...PARTIES, 'not' as const, 'besides' as const].flatMap((key) => row[key] === undefined ? [] : [{ id: row.id, key, text: row[key]! }]));

  test('are one or two short sentences', () => {
    expect(texts.filter(({ text }) => text.length < 20 || text.length > 200 || !/^[A-Z0-9].*\.$/.test(text) || text.split(/\.(?:\s|$)/).length > 3)).toEqual([]);
    expect(texts.filter(({ text }) => text.split(/\.\s/).some((sentence) => sentence.split(' ').length > 30))).toEqual([]);
  });

  test('use the words of the project', () => {
    const words = /\b(somebody|nobody|whoever|whom|anybody|everybody|told|affair|in place of|utili[sz]e|leverage|ensure that all|shall|appropriate measures|please)\b|!|[“”’]/i;
    expect(texts.filter(({ text }) => words.test(text))).toEqual([]);
  });

  test('are written for their control', () => {
    const uses = new Map<string, string[]>();
    for (const { id, key, text } of texts) uses.set(`${key}: ${text}`, [...uses.get(`${key}: ${text}`) ?? [], id]);
    expect([...uses].filter(([, ids]) => ids.length > 2)).toEqual([]);
    expect([...uses].filter(([text, ids]) => text.startsWith('customer: ') && ids.length > 1)).toEqual([]);
  });

  test('name AWS as the party of what is inherited', () => {
    expect(texts.filter(({ key, text }) => key === 'inherited' && !/\b(AWS|Amazon)\b/.test(text))).toEqual([]);
  });
});

describe('PCI DSS', () => {
  const ids = rowsOf<ControlRow>('pci-dss-4.0.1').map(({ id }) => id);

  // Number of requirements of the defined approach, by principal requirement and appendix.
  test.each([
    ['1', 19], ['2', 11], ['3', 29], ['4', 6], ['5', 13], ['6', 19], ['7', 12], ['8', 29], ['9', 27], ['10', 27], ['11', 21], ['12', 37],
    ['A1', 7], ['A2', 3], ['A3', 20],
  ])('requirement %s has %d requirements', (number, count) => {
    expect(ids.filter((id) => id.startsWith(`${number}.`))).toHaveLength(count);
  });

  test('requirements are in the order of the standard, without repetitions', () => {
    const sorted = [...ids].sort((a, b) => Number(a.startsWith('A')) - Number(b.startsWith('A')) || a.localeCompare(b, 'en', { numeric: true }));
    expect(ids).toEqual([...new Set(sorted)]);
  });
});

describe('relations that are no evidence', () => {
  test.each<[Framework, string, string]>([
    [Framework.FEDRAMP_MODERATE_R5, 'AT-4', 'CloudWatch.LogGroupRetained'],
    [Framework.PCI_DSS_4_0_1, '3.3.1.1', 'CloudWatch.LogGroupRetained'],
    [Framework.PCI_DSS_4_0_1, '11.6.1', 'S3.BucketEventsSent'],
    [Framework.PCI_DSS_4_0_1, '12.3.4', 'Lambda.FunctionRuntimeSupported'],
    [Framework.HIPAA_SECURITY_RULE, '164.308(a)(5)(ii)(A)', 'RDS.InstanceMinorVersionsUpgraded'],
    [Framework.FEDRAMP_KSI_2026, 'KSI-CED-RAT', 'CloudWatch.LogGroupRetained'],
  ])('%#: a finding cites the control, and nothing proves it', (framework, control, safeguard) => {
    expect(framework.controlsServedBy(safeguard)).toContain(control);
    expect(evidenceFor(framework, control)).toEqual([]);
    expect(rowOf(framework, control)!.customer).toMatch(/\w/);
  });

  test.each([
    ['10.2.1.1', 'RDS.ClusterLogsExported', undefined],
    ['10.2.1.1', 'S3.BucketAccessLogged', 'part'],
    // It judges buckets that receive no logs.
    ['10.2.1.3', 'S3.BucketAccessLogged', undefined],
    ['10.2.1.3', 'CloudTrail.ObjectWritesRecorded', undefined],
    ['10.2.1.3', 'CloudTrail.BucketAccessLogged', 'part'],
  ])('PCI DSS %s: access to the data or to the log itself is evidence, %s', (control, safeguard, extent) => {
    expect(Framework.PCI_DSS_4_0_1._review.extentOf(control, safeguard)).toBe(extent);
  });

  // "Backtracking is not a replacement for backing up your DB cluster" (Amazon Aurora User Guide, "Backtracking an Aurora DB cluster").
  test.each<[Framework, string, string, string | undefined]>([
    [Framework.NIST_800_53_R5, 'CP-9', 'RDS.ClusterBacktracked', undefined],
    [Framework.FEDRAMP_KSI_2026, 'KSI-RPL-ABO', 'RDS.ClusterBacktracked', undefined],
    [Framework.NIST_800_53_R5, 'CP-10', 'RDS.ClusterBacktracked', 'part'],
    [Framework.NIST_800_53_R5, 'CP-9', 'RDS.ClusterBackupRetained', 'part'],
    [Framework.FEDRAMP_MODERATE_R5, 'CP-9', 'RDS.ClusterInBackupPlan', 'part'],
    [Framework.FEDRAMP_MODERATE_R5, 'CP-9', 'DocumentDB.ClusterBackupRetained', 'part'],
  ])('%#: a backup is evidence of backups for every type of store, and rewinding is not', (framework, control, safeguard, extent) => {
    expect(evidenceFor(framework, control).includes(safeguard) ? framework._review.extentOf(control, safeguard) : undefined).toBe(extent);
  });

  test.each<[Framework, string]>([
    [Framework.PCI_DSS_4_0_1, '10.2.1'], [Framework.PCI_DSS_4_0_1, '10.2.1.4'], [Framework.NIST_800_53_R5, 'AU-12'],
    [Framework.HIPAA_SECURITY_RULE, '164.312(b)'], [Framework.FEDRAMP_KSI_2026, 'KSI-CMT-LMC'],
  ])('%#: a trail of the account is left where other logs are evidence too', (framework, control) => {
    expect(framework._review.leftOf(control)!.customer).toContain('by a trail of the account where no template has one');
  });

  test.each<[Framework, string]>([
    ...['AC-2(12)', 'CM-6(1)', 'CM-8', 'SI-4(1)', 'SI-4(2)'].map((id): [Framework, string] => [Framework.NIST_800_53_R5, id]),
    [Framework.FEDRAMP_KSI_2026, 'KSI-MLA-EVC'],
  ])('%#: a detector or a recorder of the account is left where no template has one', (framework, control) => {
    expect(framework._review.leftOf(control)!.customer).toContain('where no template');
  });

  test('the source of a framework names what the project relates', () => {
    const text = (source: string) => /relations of (.*) by the review of the project/.exec(source)?.[1];
    expect(Object.fromEntries(EVERY_FRAMEWORK.flatMap(({ id, source }) => text(source) ? [[id, text(source)]] : []))).toEqual({
      'fedramp-moderate-r5': 'encryption and of backups',
      'hipaa-security-rule': 'encryption',
      'nist-800-53-r5': 'encryption and of backups',
      'pci-dss-4.0.1': 'encryption and of access to logs',
    });
  });

  test('physical controls are inherited from AWS, except alternate work sites', () => {
    const physical = Framework.FEDRAMP_MODERATE_R5.controls.filter(({ id }) => id.startsWith('PE-'));
    expect(physical).toHaveLength(19);
    expect(physical.filter(({ id }) => Object.keys(Framework.FEDRAMP_MODERATE_R5._review.leftOf(id)!).join() !== 'inherited').map(({ id }) => id)).toEqual(['PE-17']);
    expect(Framework.FEDRAMP_MODERATE_R5._review.reportsOf('PE-3')).toEqual(['AWS FedRAMP security package', 'AWS SOC 2 Type 2 report']);
    expect(Framework.PCI_DSS_4_0_1._review.reportsOf('9.2.1')).toEqual(['AWS PCI DSS Attestation of Compliance and Responsibility Summary', 'AWS SOC 2 Type 2 report']);
    expect(Framework.PCI_DSS_4_0_1._review.reportsOf('12.1.1')).toEqual([]);
  });

  test('no safeguard proves a whole control outside AWS FSBP', () => {
    const whole = EVERY_FRAMEWORK.filter(({ id }) => id !== 'aws-fsbp').flatMap((framework) => framework.controls
      .filter(({ id, safeguards }) => safeguards.some((safeguard) => framework._review.extentOf(id, safeguard) === 'whole')).map(({ id }) => id));
    expect(whole).toEqual([]);
  });

  test('a safeguard proves a control of AWS FSBP that states the same fact, unless the control also concerns the account', () => {
    expect(Framework.AWS_FSBP._review.extentOf('RDS.3', 'RDS.InstanceEncrypted')).toBe('whole');
    expect(Framework.AWS_FSBP._review.extentOf('GuardDuty.1', 'GuardDuty.DetectorOn')).toBe('part');
  });
});

describe('a file is refused', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'responsibilities-'));
  beforeAll(() => fs.mkdirSync(path.join(folder, 'responsibilities')));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const read = (content: object) => () => {
    fs.writeFileSync(path.join(folder, 'responsibilities', 'house.json'), JSON.stringify(content));
    return responsibilitiesIn(folder, 'house');
  };
  const HOUSE = { source: 'House', reports: ['soc-2'] };

  test.each<[object, string]>([
    [{ ...HOUSE, rows: [{ id: '1', customer: 'Do it.', custumer: 'x' }] },
      "rows[0] must have only the keys id, whole, part, not, technical, customer, inherited, notApplicable, documents, besides, reports, got 'custumer'"],
    [{ ...HOUSE, reports: ['soc-3'], rows: [] }, "reports[0] must be soc-2, pci-dss, fedramp, iso-27001 or baa, got 'soc-3'"],
    [{ ...HOUSE, rows: [{ id: '1', customer: 'A.' }, { id: '1', customer: 'B.' }] }, "rows must have no duplicates, got '1' twice"],
    [{ ...HOUSE, rows: [{ id: '1' }] }, "'1' must have a responsible party, got none"],
    [{ ...HOUSE, rows: [{ id: '1', notApplicable: 'No.', customer: 'A.' }] }, "'1' must have no responsible party because it is not applicable"],
    [{ ...HOUSE, rows: [{ id: '1', customer: 'A.', documents: ['diagram'] }] },
      "rows[0].documents[0] must be architecture, data flow, inventory, flows, cryptography or deviations, got 'diagram'"],
    [{ ...HOUSE, rows: [{ id: '1', customer: 'A.', besides: 'B.' }] }, "'1' must have a customer and documents because it has besides"],
    [{ ...HOUSE, rows: [{ id: '1', customer: 'A.', part: ['backup'] }] }, "proofs of '1' must be ids or topics of safeguards, got 'backup'"],
    [{ ...HOUSE, rows: [{ id: '1', customer: 'A.', part: ['backups'], whole: ['backups'] }] }, "proofs of '1' must have no duplicates, got 'backups' twice"],
  ])('%#', (content, message) => {
    expect(read(content)).toThrow(new Error(`responsibilities/house.json: ${message}`));
  });

  test('unless each row has a party and known proofs', () => {
    const content = { ...HOUSE, rows: [{ id: '1', customer: 'A.', part: ['backups', 'S3.BucketVersioned'] }, { id: '2', notApplicable: 'No.' }] };
    expect(read(content)()).toEqual(content);
  });
});
