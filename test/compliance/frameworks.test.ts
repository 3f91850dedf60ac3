import { createHash } from 'crypto';
import { Duration, Token } from 'aws-cdk-lib';
import { Framework, FrameworkNumbers } from '../../src';
import { strictest } from '../../src/compliance/model/framework-numbers';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { CDK_NAG_NIST, CDK_NAG_OTHER } from '../../src/compliance/sources/cdk-nag';
import { CONFIG_RULES } from '../../src/compliance/sources/config-rules';
import { KEY_SECURITY_INDICATORS } from '../../src/compliance/sources/fedramp-ksi-2026';
import { MODERATE_CONTROLS } from '../../src/compliance/sources/nist-800-53-r5';
import { PCI_REQUIREMENTS } from '../../src/compliance/sources/pci-dss-4-0-1';
import { PROWLER_PCI } from '../../src/compliance/sources/prowler';
import { SECURITY_HUB } from '../../src/compliance/sources/security-hub';

const BUILT_IN = [
  Framework.PCI_DSS_4_0_1, Framework.FEDRAMP_MODERATE_R5, Framework.NIST_800_53_R5, Framework.FEDRAMP_KSI_2026, Framework.AWS_FSBP,
];
const servedBy = (framework: Framework, control: string) => framework.controls.find(({ id }) => id === control)?.safeguards;

describe('the published tables are as they were transcribed', () => {
  test.each([
    ['AWS Security Hub', SECURITY_HUB, 333, '01daaddb6a710343'],
    ['cdk-nag with NIST controls', CDK_NAG_NIST, 85, '1169de360dd26868'],
    ['cdk-nag without', CDK_NAG_OTHER, 128, '9069071c4538c116'],
    ['AWS Config', CONFIG_RULES, 218, 'f155b6f2ae7e56cd'],
    ['Prowler', PROWLER_PCI, 208, '2a929b164c1559b7'],
    ['PCI DSS', PCI_REQUIREMENTS, 117, '09eabb3ec9024f0b'],
    ['NIST and FedRAMP Moderate', MODERATE_CONTROLS, 323, '6024370b21933405'],
    ['Key Security Indicators', KEY_SECURITY_INDICATORS, 46, '5e18f7af797fd546'],
  ])('%s', (_, table, rows, digest) => {
    expect(table).toHaveLength(rows);
    expect(createHash('sha256').update(JSON.stringify(table)).digest('hex').slice(0, 16)).toBe(digest);
  });
});

describe('what each framework is', () => {
  test('titles, sources and numbers', () => {
    expect(BUILT_IN.map(({ id, title, source, numbers }) => ({ id, title, source, numbers }))).toEqual([
      {
        id: 'pci-dss-4.0.1',
        title: 'PCI DSS 4.0.1',
        source: 'AWS Security Hub (PCI DSS v4.0.1 requirements of each control, 2026) and Prowler 5.46.0 (pci_4.0_aws.json); descriptions in our own words',
        numbers: { logRetention: Duration.days(365), credentialRotation: Duration.days(90) },
      },
      {
        id: 'fedramp-moderate-r5',
        title: 'FedRAMP Moderate Rev 5',
        source: 'FedRAMP OSCAL profile fedramp2.1.0-oscal1.0.4 (GSA/fedramp-automation c784140), mapped by AWS Security Hub (2026) and cdk-nag 3.0.2 (NIST 800-53 R5 pack)',
        numbers: { logRetention: Duration.days(365), backupRetention: Duration.days(7), credentialRotation: Duration.days(90) },
      },
      {
        id: 'nist-800-53-r5',
        title: 'NIST SP 800-53 Rev 5 Moderate',
        source: 'NIST OSCAL catalog 5.1.1+u4 (usnistgov/oscal-content 88bb8de), mapped by AWS Security Hub (2026) and cdk-nag 3.0.2 (NIST 800-53 R5 pack)',
        numbers: { logRetention: Duration.days(365), backupRetention: Duration.days(7), credentialRotation: Duration.days(90) },
      },
      {
        id: 'fedramp-ksi-2026',
        title: 'FedRAMP Key Security Indicators 2026',
        source: 'FedRAMP Consolidated Rules 2026.07.14.01 (FedRAMP/rules 12fe1b6), through its NIST SP 800-53 r5 controls as AWS Security Hub (2026) and cdk-nag 3.0.2 map them',
        numbers: {},
      },
      {
        id: 'aws-fsbp',
        title: 'AWS Foundational Security Best Practices 1.0.0',
        source: 'AWS Security Hub CSPM, AWS Foundational Security Best Practices v1.0.0 (fsbp-standard.html, 2026), controls of 27 services',
        numbers: { backupRetention: Duration.days(7), credentialRotation: Duration.days(90) },
      },
    ]);
  });

  test('which ask for cryptography that is validated against FIPS 140', () => {
    expect(BUILT_IN.filter(({ validatedCryptography }) => validatedCryptography).map(({ id }) => id)).toEqual(['fedramp-moderate-r5']);
  });

  test('how many controls, and how many of them a template can prove something of', () => {
    expect(BUILT_IN.map(({ id, controls }) => [id, controls.length, controls.filter(({ safeguards }) => safeguards.length).length])).toEqual([
      ['pci-dss-4.0.1', 117, 104],
      ['fedramp-moderate-r5', 323, 89],
      ['nist-800-53-r5', 287, 80],
      ['fedramp-ksi-2026', 46, 39],
      ['aws-fsbp', 211, 164],
    ]);
  });

  test('its controls are computed once', () => {
    for (const framework of BUILT_IN) expect(framework.controls).toBe(framework.controls);
  });
});

describe('the mapping', () => {
  test('PCI DSS: what AWS Security Hub or Prowler relates to a requirement serves it', () => {
    // S3.17 and the requirement of card numbers made unreadable; RDS.24 and RDS.25; KMS.4; WAF.11 among others.
    expect(servedBy(Framework.PCI_DSS_4_0_1, '2.2.2')).toEqual(expect.arrayContaining(['RDS.ClusterAdminNameCustom', 'RDS.InstanceAdminNameCustom']));
    expect(servedBy(Framework.PCI_DSS_4_0_1, '3.5.1')).toEqual(expect.arrayContaining(['S3.BucketEncryptedWithKms', 'RDS.ClusterEncrypted']));
    expect(servedBy(Framework.PCI_DSS_4_0_1, '3.7.4')).toEqual(expect.arrayContaining(['KMS.KeyRotated']));
    expect(servedBy(Framework.PCI_DSS_4_0_1, '8.6.2')).toContain('ECS.TaskNoSecretsInEnvironment');
    expect(servedBy(Framework.PCI_DSS_4_0_1, '10.4.2')).toContain('WAF.WebAclLogged');
    expect(servedBy(Framework.PCI_DSS_4_0_1, '11.5.2')).toContain('RDS.ParameterGroupEventsNotified');
  });

  test('NIST: what AWS Security Hub or cdk-nag relates to a control serves it, sub-items cut to the control', () => {
    expect(servedBy(Framework.NIST_800_53_R5, 'SC-28(1)')).toEqual(expect.arrayContaining(['RDS.ClusterEncrypted', 'S3.BucketEncryptedWithKms']));
    // cdk-nag cites AU-2b and CP-9a.
    expect(servedBy(Framework.NIST_800_53_R5, 'AU-2')).toContain('VPC.FlowLogged');
    expect(servedBy(Framework.NIST_800_53_R5, 'CP-9')).toContain('RDS.InstanceInBackupPlan');
    expect(servedBy(Framework.NIST_800_53_R5, 'AU-11')).toEqual(['CloudWatch.LogGroupRetained']);
  });

  test('controls outside the baseline are left out', () => {
    const ids = Framework.FEDRAMP_MODERATE_R5.controls.map(({ id }) => id);
    // Security Hub relates these to S3.17; neither baseline has them.
    expect(ids).not.toContain('SI-7(6)');
    expect(ids).not.toContain('CA-9(1)');
    expect(ids).toContain('SC-28(1)');
    const nist = Framework.NIST_800_53_R5.controls.map(({ id }) => id);
    expect(ids.filter((id) => !nist.includes(id))).toHaveLength(36);
    expect(nist.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('a Key Security Indicator is served by what serves its controls', () => {
    const svc = Framework.FEDRAMP_KSI_2026.controls.find(({ id }) => id === 'KSI-CNA-MAT')!;
    expect(svc.title).toBe('Cloud Native Architecture: Minimizing Attack Surface');
    expect(svc.safeguards).toContain('EC2.NoOpenSsh');
    // The source relates no control to it.
    expect(servedBy(Framework.FEDRAMP_KSI_2026, 'KSI-CNA-OFA')).toEqual([]);
  });

  test('FSBP: a control is a control of AWS Security Hub, where it belongs to that standard', () => {
    expect(Framework.AWS_FSBP.controls.find(({ id }) => id === 'RDS.11')).toEqual({
      id: 'RDS.11', title: 'RDS instances should have automatic backups enabled', safeguards: ['RDS.InstanceBackupRetained'],
    });
    // Customer managed rotation is in other standards of Security Hub, not in this one.
    expect(servedBy(Framework.AWS_FSBP, 'KMS.4')).toBeUndefined();
  });

  test('a control that no safeguard serves stays on the list', () => {
    expect(servedBy(Framework.NIST_800_53_R5, 'PS-3')).toEqual([]);
    expect(servedBy(Framework.PCI_DSS_4_0_1, '6.5.5')).toEqual([]);
  });

  test('the other way round: the controls that a safeguard serves, in the order of the framework', () => {
    expect(Framework.PCI_DSS_4_0_1.controlsServedBy('KMS.KeyRotated')).toEqual(['3.7.4', '3.7.5']);
    expect(Framework.PCI_DSS_4_0_1.controlsServedBy('No.Such')).toEqual([]);
  });

  test('every safeguard serves a control of a built-in framework, or is asked of every workload', () => {
    const cited = new Set(BUILT_IN.flatMap(({ controls }) => controls.flatMap(({ safeguards }) => safeguards)));
    expect(SAFEGUARDS.filter(({ id, always }) => !always && !cited.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('managed rules of AWS Config', () => {
  const rule = (framework: Framework, name: string) => framework.configRules.find((one) => one.name === name);

  test('how many serve each framework', () => {
    expect(BUILT_IN.map(({ id, configRules }) => [id, configRules.length])).toEqual([
      ['pci-dss-4.0.1', 79], ['fedramp-moderate-r5', 155], ['nist-800-53-r5', 151], ['fedramp-ksi-2026', 151], ['aws-fsbp', 182],
    ]);
  });

  test('each names a control of its framework at least, and none twice', () => {
    for (const { configRules, controls } of BUILT_IN) {
      const ids = controls.map(({ id }) => id);
      expect(configRules.filter((one) => one.controls.length === 0 || one.controls.some((id) => !ids.includes(id)))).toEqual([]);
      expect(new Set(configRules.map(({ name }) => name)).size).toBe(configRules.length);
      expect(new Set(configRules.map(({ identifier }) => identifier)).size).toBe(configRules.length);
    }
  });

  test('a rule serves what AWS Security Hub relates its controls to', () => {
    expect(rule(Framework.PCI_DSS_4_0_1, 'restricted-ssh')).toEqual({ name: 'restricted-ssh', identifier: 'INCOMING_SSH_DISABLED', controls: ['1.3.1'] });
    expect(rule(Framework.AWS_FSBP, 'rds-storage-encrypted')).toEqual({ name: 'rds-storage-encrypted', identifier: 'RDS_STORAGE_ENCRYPTED', controls: ['RDS.3'] });
    expect(rule(Framework.FEDRAMP_KSI_2026, 'rds-storage-encrypted')!.controls).toContain('KSI-SVC-VRI');
  });

  test('a rule knows its parameters, and the Regions that have it', () => {
    expect(rule(Framework.AWS_FSBP, 'cloudfront-ssl-policy-check')).toMatchObject({
      parameters: { securityPolicies: 'TLSv1.2_2021,TLSv1.2_2025,TLSv1.3_2025' }, onlyIn: ['us-east-1'],
    });
    expect(rule(Framework.AWS_FSBP, 'elbv2-multiple-az')).toMatchObject({ notIn: ['us-gov-east-1', 'us-gov-west-1'] });
  });

  test('every control behind a rule is one of AWS Security Hub', () => {
    const published = SECURITY_HUB.map(([id]) => id);
    expect(CONFIG_RULES.flatMap(([, , controls]) => controls.split(' ')).filter((id) => !published.includes(id))).toEqual([]);
  });

  test('they are computed once, and a framework of one\'s own may have none', () => {
    for (const framework of BUILT_IN) expect(framework.configRules).toBe(framework.configRules);
    const own = new Framework({ id: 'house', title: 'House', source: 's', controls: [] });
    expect([own.configRules, own.securityHubStandards]).toEqual([[], []]);
  });

  test('the standard of AWS Security Hub that checks each framework', () => {
    expect(BUILT_IN.map(({ securityHubStandards }) => securityHubStandards)).toEqual([
      ['pci-dss/v/4.0.1'], ['nist-800-53/v/5.0.0'], ['nist-800-53/v/5.0.0'], ['nist-800-53/v/5.0.0'], ['aws-foundational-security-best-practices/v/1.0.0'],
    ]);
  });
});

describe('numbers', () => {
  test('the strictest wins: the longest retention, the shortest rotation', () => {
    expect(strictest([
      { logRetention: Duration.days(365), credentialRotation: Duration.days(90) },
      { logRetention: Duration.days(400), backupRetention: Duration.days(7), credentialRotation: Duration.days(30) },
      { backupRetention: Duration.days(35) },
    ])).toEqual({ logRetention: Duration.days(400), backupRetention: Duration.days(35), credentialRotation: Duration.days(30) });
  });

  test('a number that no framework sets is omitted', () => {
    expect(strictest([])).toEqual({});
    expect(strictest([{ logRetention: Duration.days(1) }])).toEqual({ logRetention: Duration.days(1) });
  });

  const own = (numbers: FrameworkNumbers) => new Framework({ id: 'own', title: 'Own', source: 's', controls: [], numbers });

  test.each<[keyof FrameworkNumbers, number]>([['logRetention', 36_500], ['backupRetention', 35], ['credentialRotation', 1_000]])('%s is 1 to %d whole days', (name, most) => {
    for (const days of [1, most]) expect(own({ [name]: Duration.days(days) }).numbers).toEqual({ [name]: Duration.days(days) });
    expect(own({ [name]: Duration.hours(48) }).numbers[name]!.toDays()).toBe(2);
    const need = `numbers.${name} must be whole days from 1 to ${most}, got`;
    const refused: Array<[unknown, string]> = [
      [Duration.days(0), `${need} Duration.days(0)`],
      [Duration.days(most + 1), `${need} Duration.days(${most + 1})`],
      [Duration.days(1e9), `${need} Duration.days(1000000000)`],
      [Duration.days(NaN), `${need} Duration.days(NaN)`],
      [Duration.days(Infinity), `${need} Duration.days(Infinity)`],
      [Duration.days(1.5), `${need} Duration.days(1.5)`],
      [Duration.hours(36), `${need} Duration.hours(36)`],
      [Duration.days(Token.asNumber({ Ref: 'Days' })), `numbers.${name} must be known at synthesis, got a token`],
      [30, `${need} 30`],
    ];
    for (const [value, message] of refused) expect(() => own({ [name]: value as Duration })).toThrow(expect.objectContaining({ name: 'FrameworkNumbers', message }));
  });

  test('null from JavaScript counts as omitted', () => {
    expect(own({ logRetention: null as unknown as undefined }).numbers).toEqual({});
  });

  test('a framework of one\'s own may set none', () => {
    expect(new Framework({ id: 'house', title: 'House', source: 's', controls: [] }).numbers).toEqual({});
  });
});
