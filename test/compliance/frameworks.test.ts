import * as fs from 'fs';
import * as path from 'path';
import { Duration, Token } from 'aws-cdk-lib';
import { Framework, FrameworkNumbers } from '../../src';
import { FrameworkData } from '../../src/compliance/mapping/framework-data';
import { ConfigRuleRow, ControlRow, rowsOf, SecurityHubRow } from '../../src/compliance/mapping/tables';
import { strictest } from '../../src/compliance/model/framework-numbers';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { isSafeguard } from '../../src/compliance/safeguards/topics';
import { EVERY_FRAMEWORK } from '../support';

const FILES = path.join(__dirname, '..', '..', 'src', 'compliance', 'frameworks');
const servedBy = (framework: Framework, control: string) => framework.controls.find(({ id }) => id === control)?.safeguards;

test('a table that is not in `sources` is refused', () => {
  expect(() => rowsOf('no-such-table')).toThrow(new Error("sources has no table 'no-such-table'"));
});

test('every file in `frameworks` has a static member', () => {
  expect(EVERY_FRAMEWORK.map(({ id }) => `${id}.json`).sort()).toEqual(fs.readdirSync(FILES).sort());
});

describe.each(EVERY_FRAMEWORK.map((framework) => [framework.id, framework] as const))('framework %s', (id, framework) => {
  const data: FrameworkData = JSON.parse(fs.readFileSync(path.join(FILES, `${id}.json`), 'utf-8'));
  const ids = framework.controls.map((control) => control.id);

  test('equals its file', () => {
    const days = (duration?: Duration) => duration?.toDays();
    const { title, source, numbers, validatedCryptography, securityHubStandards } = framework;
    expect([title, source, validatedCryptography, securityHubStandards])
      .toEqual([data.title, data.source, data.validatedCryptography ?? false, data.securityHubStandards ?? []]);
    expect([days(numbers.logRetention), days(numbers.backupRetention), days(numbers.credentialRotation)])
      .toEqual([data.numbers?.logRetentionDays, data.numbers?.backupRetentionDays, data.numbers?.credentialRotationDays]);
  });

  test('has unique control ids, some with safeguards', () => {
    expect(ids).toEqual([...new Set(ids)]);
    expect(framework.controls.filter(({ title }) => title.trim() === '')).toEqual([]);
    expect(framework.controls.filter(({ safeguards }) => safeguards.length > 0)).not.toEqual([]);
    expect(framework.controls.flatMap(({ safeguards }) => safeguards).filter((safeguard) => !isSafeguard(safeguard))).toEqual([]);
  });

  test('has no conformance pack, or one with unique rules and controls of the framework only', () => {
    const { configRules } = framework;
    expect(configRules.length > 0).toBe(data.configRules !== undefined);
    expect(configRules.filter((rule) => rule.controls.length === 0 || rule.controls.some((one) => !ids.includes(one)))).toEqual([]);
    expect(configRules.map(({ name }) => name)).toEqual([...new Set(configRules.map(({ name }) => name))]);
    expect(configRules.map(({ identifier }) => identifier)).toEqual([...new Set(configRules.map(({ identifier }) => identifier))]);
    // Regions and parameters are those of the published rule.
    const published = new Map(rowsOf<ConfigRuleRow>('config-rules').map(({ name, onlyIn, notIn, parameters }) => [name, { onlyIn, notIn, parameters }]));
    expect(configRules.map(({ name, onlyIn, notIn, parameters }) => [name, { onlyIn, notIn, parameters }]))
      .toEqual(configRules.map(({ name }) => [name, published.get(name)]));
  });

  test('computes its controls and rules once', () => {
    expect(framework.controls).toBe(framework.controls);
    expect(framework.configRules).toBe(framework.configRules);
  });
});

test.each([
  [Framework.AWS_FSBP, 367, 324, 209, 'backup 7, rotation 90'],
  [Framework.FEDRAMP_KSI_2026, 46, 43, 178, ''],
  [Framework.FEDRAMP_MODERATE_R5, 323, 93, 182, 'logs 365, backup 7, rotation 90'],
  [Framework.HIPAA_SECURITY_RULE, 54, 33, 79, ''],
  [Framework.NIST_800_53_R5, 287, 83, 178, 'logs 365, backup 7, rotation 90'],
  [Framework.PCI_DSS_4_0_1, 280, 109, 86, 'logs 365, rotation 90'],
])('counts and numbers of a framework (%#)', (framework, controls, served, rules, numbers) => {
  expect([framework.controls.length, framework.controls.filter(({ safeguards }) => safeguards.length > 0).length, framework.configRules.length])
    .toEqual([controls, served, rules]);
  const { logRetention, backupRetention, credentialRotation } = framework.numbers;
  expect(Object.entries({ logs: logRetention, backup: backupRetention, rotation: credentialRotation })
    .filter(([, days]) => days).map(([name, days]) => `${name} ${days!.toDays()}`).join(', ')).toBe(numbers);
});

test('FedRAMP Moderate requires cryptography validated against FIPS 140, PCI DSS does not', () => {
  expect([Framework.FEDRAMP_MODERATE_R5.validatedCryptography, Framework.PCI_DSS_4_0_1.validatedCryptography]).toEqual([true, false]);
});

describe('the mapping', () => {
  test('PCI DSS: safeguards serve the requirements that AWS Security Hub or Prowler relates to them', () => {
    // S3.17 and the requirement of card numbers made unreadable; RDS.24 and RDS.25; KMS.4; WAF.11 among others.
    expect(servedBy(Framework.PCI_DSS_4_0_1, '2.2.2')).toEqual(expect.arrayContaining(['RDS.ClusterAdminNameCustom', 'RDS.InstanceAdminNameCustom']));
    expect(servedBy(Framework.PCI_DSS_4_0_1, '3.5.1')).toEqual(expect.arrayContaining(['S3.BucketEncryptedWithKms', 'RDS.ClusterEncrypted']));
    expect(servedBy(Framework.PCI_DSS_4_0_1, '3.7.4')).toEqual(expect.arrayContaining(['KMS.KeyRotated']));
    expect(servedBy(Framework.PCI_DSS_4_0_1, '8.6.2')).toContain('ECS.TaskNoSecretsInEnvironment');
    expect(servedBy(Framework.PCI_DSS_4_0_1, '10.4.2')).toContain('WAF.WebAclLogged');
    expect(servedBy(Framework.PCI_DSS_4_0_1, '11.5.2')).toContain('RDS.ParameterGroupEventsNotified');
  });

  test('NIST: safeguards serve the controls that AWS Security Hub or cdk-nag relates to them, without sub-items', () => {
    expect(servedBy(Framework.NIST_800_53_R5, 'SC-28(1)')).toEqual(expect.arrayContaining(['RDS.ClusterEncrypted', 'S3.BucketEncryptedWithKms']));
    // cdk-nag cites AU-2b and CP-9a.
    expect(servedBy(Framework.NIST_800_53_R5, 'AU-2')).toContain('VPC.FlowLogged');
    expect(servedBy(Framework.NIST_800_53_R5, 'CP-9')).toContain('RDS.InstanceInBackupPlan');
    expect(servedBy(Framework.NIST_800_53_R5, 'AU-11')).toEqual(['CloudWatch.LogGroupRetained']);
  });

  test('controls outside the baseline are omitted', () => {
    const ids = Framework.FEDRAMP_MODERATE_R5.controls.map(({ id }) => id);
    // Security Hub relates these to S3.17; neither baseline has them.
    expect(ids).not.toContain('SI-7(6)');
    expect(ids).not.toContain('CA-9(1)');
    expect(ids).toContain('SC-28(1)');
    const nist = Framework.NIST_800_53_R5.controls.map(({ id }) => id);
    expect(ids.filter((id) => !nist.includes(id))).toHaveLength(36);
    expect(nist.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('the safeguards of its controls serve a Key Security Indicator', () => {
    const svc = Framework.FEDRAMP_KSI_2026.controls.find(({ id }) => id === 'KSI-CNA-MAT')!;
    expect(svc.title).toBe('Cloud Native Architecture: Minimizing Attack Surface');
    expect(svc.safeguards).toContain('EC2.NoOpenSsh');
  });

  test('the review relates safeguards to an indicator that the source relates no control to', () => {
    expect(rowsOf<ControlRow>('fedramp-ksi-2026').find(({ id }) => id === 'KSI-CNA-OFA')!.through).toEqual([]);
    expect(servedBy(Framework.FEDRAMP_KSI_2026, 'KSI-CNA-OFA')).toContain('RDS.InstanceMultiAz');
    expect(Framework.FEDRAMP_KSI_2026.controlsServedBy('RDS.InstanceMultiAz')).toContain('KSI-CNA-OFA');
    expect(servedBy(Framework.FEDRAMP_KSI_2026, 'KSI-PIY-RES')).toEqual([]);
  });

  test('FSBP: the controls are those of the AWS Security Hub standard', () => {
    expect(Framework.AWS_FSBP.controls.find(({ id }) => id === 'RDS.11')).toEqual({
      id: 'RDS.11', title: 'RDS instances should have automatic backups enabled', safeguards: ['RDS.InstanceBackupRetained'],
    });
    // Rotation of customer managed keys is in other standards of Security Hub only.
    expect(servedBy(Framework.AWS_FSBP, 'KMS.4')).toBeUndefined();
  });

  test('a control without a safeguard is listed', () => {
    expect(servedBy(Framework.NIST_800_53_R5, 'PS-3')).toEqual([]);
    expect(servedBy(Framework.PCI_DSS_4_0_1, '6.5.5')).toEqual([]);
  });

  test('lists the controls of a safeguard in the order of the framework', () => {
    expect(Framework.PCI_DSS_4_0_1.controlsServedBy('KMS.KeyRotated')).toEqual(['3.7.4', '3.7.5']);
    expect(Framework.PCI_DSS_4_0_1.controlsServedBy('No.Such')).toEqual([]);
  });

  // A framework of the user can cite any control of AWS Security Hub.
  test('every safeguard serves a control of a built-in framework or of AWS Security Hub, or applies to every workload', () => {
    const cited = new Set(EVERY_FRAMEWORK.flatMap(({ controls }) => controls.flatMap(({ safeguards }) => safeguards)));
    expect(SAFEGUARDS.filter(({ id, always, sources }) => !always && !sources.securityHub && !cited.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('managed rules of AWS Config', () => {
  const rule = (framework: Framework, name: string) => framework.configRules.find((one) => one.name === name);

  test('a rule serves the requirements that AWS Security Hub relates to its controls', () => {
    expect(rule(Framework.PCI_DSS_4_0_1, 'restricted-ssh')).toEqual({ name: 'restricted-ssh', identifier: 'INCOMING_SSH_DISABLED', controls: ['1.3.1'] });
    expect(rule(Framework.AWS_FSBP, 'rds-storage-encrypted')).toEqual({ name: 'rds-storage-encrypted', identifier: 'RDS_STORAGE_ENCRYPTED', controls: ['RDS.3'] });
    expect(rule(Framework.FEDRAMP_KSI_2026, 'rds-storage-encrypted')!.controls).toContain('KSI-SVC-VRI');
  });

  test('a rule has its parameters and its Regions', () => {
    expect(rule(Framework.AWS_FSBP, 'cloudfront-ssl-policy-check')).toMatchObject({
      parameters: { securityPolicies: 'TLSv1.2_2021,TLSv1.2_2025,TLSv1.3_2025' }, onlyIn: ['us-east-1'],
    });
    expect(rule(Framework.AWS_FSBP, 'elbv2-multiple-az')).toMatchObject({ notIn: ['us-gov-east-1', 'us-gov-west-1'] });
  });

  test('every control of a rule is a control of AWS Security Hub', () => {
    const published = rowsOf<SecurityHubRow>('security-hub').map(({ id }) => id);
    expect(rowsOf<ConfigRuleRow>('config-rules').flatMap(({ securityHub }) => securityHub).filter((id) => !published.includes(id))).toEqual([]);
  });

  test('a framework without related controls in AWS Security Hub has the rules that check the same property as its safeguards', () => {
    // RDS.3 is behind the rule. The safeguard is RDSStorageEncrypted of cdk-nag and rds_instance_storage_encrypted of Prowler, which cite these controls.
    expect(rule(Framework.HIPAA_SECURITY_RULE, 'rds-storage-encrypted')).toEqual({
      name: 'rds-storage-encrypted', identifier: 'RDS_STORAGE_ENCRYPTED', controls: ['164.308(a)(1)(ii)(B)', '164.308(a)(4)(ii)(A)', '164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    });
    expect(rule(Framework.HIPAA_SECURITY_RULE, 'apigateway-domain-name-tls-check')).toBeUndefined();
  });

  test('a framework can have no rules and no standard', () => {
    const own = new Framework({ id: 'house', title: 'House', source: 's', controls: [{ id: '1', title: 'One', safeguards: [] }] });
    expect([own.configRules, own.securityHubStandards]).toEqual([[], []]);
  });

  test('a framework has the ARN of its AWS Security Hub standard', () => {
    const frameworks = [Framework.PCI_DSS_4_0_1, Framework.FEDRAMP_KSI_2026, Framework.AWS_FSBP, Framework.HIPAA_SECURITY_RULE];
    expect(frameworks.map(({ securityHubStandards }) => securityHubStandards)).toEqual([
      ['pci-dss/v/4.0.1'], ['nist-800-53/v/5.0.0'], ['aws-foundational-security-best-practices/v/1.0.0'], [],
    ]);
  });
});

describe('props of an in-house framework', () => {
  const CONTROL = { id: '1', title: 'One', safeguards: [] };
  const RULE = { name: 'r', identifier: 'R', controls: ['1'] };
  const PROPS = { id: 'own', title: 'Own', source: 's', controls: [CONTROL] };
  const KEYS = 'id, title, source, numbers, controls, validatedCryptography, safeguards, configRules, securityHubStandards';

  test.each<[object, string]>([
    [{ id: undefined }, 'id must be a string of at least 1 character, got undefined'],
    [{ title: null }, 'title must be a string of at least 1 character, got null'],
    [{ source: '' }, "source must be a string of at least 1 character, got ''"],
    [{ controls: undefined }, 'controls must be a list, got undefined'],
    [{ controls: [undefined] }, 'controls[0] must be an object, got undefined'],
    [{ controls: [{ id: '1', title: 'One' }] }, 'controls[0].safeguards must be a list, got undefined'],
    [{ controls: [{ id: '1', title: 'One', safeguards: [7] }] }, 'controls[0].safeguards[0] must be a string of at least 1 character, got 7'],
    [{ validatedCryptography: 'no' }, "validatedCryptography must be true or false, got 'no'"],
    [{ configRules: {} }, 'configRules must be a list, got {}'],
    [{ configRules: [{ name: 'r', identifier: 'R', controls: ['1'], onlyIn: 'us-east-1' }] }, "configRules[0].onlyIn must be a list, got 'us-east-1'"],
    [{ securityHubStandards: [null] }, 'securityHubStandards[0] must be a string of at least 1 character, got null'],
    [{ memberOf: 'x' }, `props must have only the keys ${KEYS}, got 'memberOf'`],
    [{ numbers: { logRetentionDays: 400 } }, "numbers must have only the keys logRetention, backupRetention, credentialRotation, got 'logRetentionDays'"],
    [{ numbers: 400 }, 'numbers must be an object, got 400'],
    [{ controls: [{ id: '1', title: 'One', safeguard: [] }] }, "controls[0] must have only the keys id, title, safeguards, got 'safeguard'"],
    [{ controls: [] }, 'controls must not be empty in a framework without numbers and without validatedCryptography'],
    [{ controls: [], numbers: { logRetention: undefined } }, 'controls must not be empty in a framework without numbers and without validatedCryptography'],
    [{ controls: [CONTROL, CONTROL] }, "controls must have no duplicates, got '1' twice"],
    [{ controls: [{ ...CONTROL, safeguards: ['S3.BucketVersionned'] }] }, "controls[0].safeguards must be ids of safeguards, got 'S3.BucketVersionned', the most similar is 'S3.BucketVersioned'"],
    [{ controls: [{ ...CONTROL, safeguards: ['S3.BucketVersioned', 'S3.BucketVersioned'] }] }, "controls[0].safeguards must have no duplicates, got 'S3.BucketVersioned' twice"],
    [{ configRules: [{ name: 'r', identifier: 'R', controls: ['1'], parameters: [] }] }, 'configRules[0].parameters must be a map, got []'],
    [{ configRules: [{ name: 'r', identifier: 'R', controls: ['1'], parameters: { days: 7 } }] }, 'configRules[0].parameters.days must be a string of at least 1 character, got 7'],
    [{ configRules: [{ name: 'r', identifier: 'R', controls: ['1', '2'] }] }, "configRules[0].controls must be ids of controls of the framework, got '2'"],
    [{ configRules: [RULE, RULE] }, "configRules must have no duplicates, got 'r' twice"],
  ])('%j is refused', (props, message) => {
    expect(() => new Framework({ ...PROPS, ...props })).toThrow(expect.objectContaining({ name: 'InvalidProps', message }));
  });

  test.each<[object, string]>([
    [{ title: Token.asString({ Ref: 'Title' }) }, 'title must be known at synthesis, got a token'],
    [{ controls: Token.asList({ Ref: 'Controls' }) }, 'controls must be known at synthesis, got a token'],
    [{ securityHubStandards: Token.asList({ Ref: 'Standards' }) }, 'securityHubStandards must be known at synthesis, got a token'],
  ])('tokens are refused (%#)', (props, message) => {
    expect(() => new Framework({ ...PROPS, ...props })).toThrow(expect.objectContaining({ name: 'InvalidProps', message }));
  });

  test.each([undefined, null, 'own'])('props that are %p are refused', (props) => {
    expect(() => new Framework(props as any)).toThrow(expect.objectContaining({ name: 'InvalidProps', message: `props must be a FrameworkProps, got ${props}` }));
  });

  test('a framework of numbers or of cryptography has no controls', () => {
    expect(new Framework({ ...PROPS, controls: [], numbers: { logRetention: Duration.days(400) } }).controls).toEqual([]);
    expect(new Framework({ ...PROPS, controls: [], validatedCryptography: true }).controls).toEqual([]);
  });

  test('null is an omitted value for optional props', () => {
    const { validatedCryptography, configRules, securityHubStandards, numbers } = new Framework({
      ...PROPS, ...{ validatedCryptography: null, configRules: null, securityHubStandards: null, numbers: null } as object,
    });
    expect({ validatedCryptography, configRules, securityHubStandards, numbers })
      .toEqual({ validatedCryptography: false, configRules: [], securityHubStandards: [], numbers: {} });
  });
});

describe('numbers', () => {
  test('the strictest value applies: the longest retention, the shortest rotation', () => {
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

  const own = (numbers: FrameworkNumbers) => new Framework({ id: 'own', title: 'Own', source: 's', controls: [{ id: '1', title: 'One', safeguards: [] }], numbers });

  test.each<[keyof FrameworkNumbers, number]>([['logRetention', 36_500], ['backupRetention', 35], ['credentialRotation', 1_000]])('%s is 1 to %d whole days', (name, most) => {
    for (const days of [1, most]) expect(own({ [name]: Duration.days(days) }).numbers).toEqual({ [name]: Duration.days(days) });
    expect(own({ [name]: Duration.hours(48) }).numbers[name]!.toDays()).toBe(2);
    const need = `numbers.${name} must be a whole number of days from 1 to ${most}, got`;
    const refused: Array<[unknown, string]> = [
      [Duration.days(0), `${need} 0 days`],
      [Duration.days(most + 1), `${need} ${most + 1} days`],
      [Duration.days(1e9), `${need} 1000000000 days`],
      [Duration.days(NaN), `${need} NaN ms`],
      [Duration.days(Infinity), `${need} Infinity days`],
      [Duration.days(1.5), `${need} 1 day 12 hours`],
      [Duration.hours(36), `${need} 1 day 12 hours`],
      [Duration.days(Token.asNumber({ Ref: 'Days' })), `numbers.${name} must be known at synthesis, got a token`],
      [30, `numbers.${name} must be a Duration, got 30`],
    ];
    for (const [value, message] of refused) expect(() => own({ [name]: value as Duration })).toThrow(expect.objectContaining({ name: 'InvalidProps', message }));
  });

  test('null from JavaScript is an omitted value', () => {
    expect(own({ logRetention: null as unknown as undefined }).numbers).toEqual({});
  });

  test('an in-house framework can omit numbers', () => {
    expect(new Framework({ id: 'house', title: 'House', source: 's', controls: [{ id: '1', title: 'One', safeguards: [] }] }).numbers).toEqual({});
  });
});
