import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Fn, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import {
  ConfigBaseline, ConfigBaselineProps, ConfigRecorderOptions, ConfigRecording, Framework, Lifecycle, LogBucket, SecureBucket, Workload, WorkloadProps,
} from '../../../src';
import { refusal } from '../../refusal';
import { EVERY_FRAMEWORK, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';

const RECORDER = 'AWS::Config::ConfigurationRecorder';
const CHANNEL = 'AWS::Config::DeliveryChannel';
const RULE = 'AWS::Config::ConfigRule';
const PACK = 'AWS::Config::ConformancePack';
const only = (template: Template, type: string): any => {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
};
const built = (options?: ConfigRecorderOptions, props: Partial<ConfigBaselineProps> = {}, workload: Partial<WorkloadProps> = {}): Template => {
  const stack = testStack(workload);
  const { bucket } = new LogBucket(stack, 'Logs');
  new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(bucket, options), ...props });
  return templateOf(stack);
};
const ofAccount = (props: Partial<ConfigBaselineProps> = {}, workload: Partial<WorkloadProps> = {}): Template => {
  const stack = testStack(workload);
  new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount(), ...props });
  return templateOf(stack);
};
/** The resources of a conformance pack, read as YAML. */
const contentOf = (body: string): Record<string, any> => {
  const templateFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'pack-')), 'pack.yaml');
  fs.writeFileSync(templateFile, body);
  const stack = new Stack(new App(), 'Pack');
  new CfnInclude(stack, 'Pack', { templateFile });
  return Template.fromStack(stack).toJSON().Resources;
};
const packsOf = (template: Template): Record<string, string> => Object.fromEntries(Object.values(template.findResources(PACK))
  .map(({ Properties }) => [Properties.ConformancePackName, Properties.TemplateBody]));
const rulesIn = (body: string): any[] => Object.values(contentOf(body)).map(({ Properties }) => Properties);
const ruleIn = (body: string, name: string) => rulesIn(body).find(({ ConfigRuleName }) => ConfigRuleName === name);
const rulesOf = (template: Template) => Object.values(template.findResources(RULE)).map(({ Properties }) => Properties.Source.SourceIdentifier);

describe('a recorder that the construct makes', () => {
  test('records every type of resource, global ones included, with the service-linked role', () => {
    expect(only(built(), RECORDER).Properties).toEqual({
      RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true },
      RoleARN: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig']],
      },
    });
  });

  test('delivers below config, every 24 hours, to a bucket whose policy allows it for this account only', () => {
    const template = built();
    expect(only(template, CHANNEL).Properties).toEqual({
      S3BucketName: { Ref: expect.stringMatching(/^Logs/) },
      S3KeyPrefix: 'config',
      ConfigSnapshotDeliveryProperties: { DeliveryFrequency: 'TwentyFour_Hours' },
    });
    const bucketArn = { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::S3::Bucket'))[0], 'Arn'] };
    const service = { Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' } };
    const source = {
      StringEquals: { 'aws:SourceAccount': '123456789012' },
      ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':config:eu-west-2:123456789012:*']] } },
    };
    expect(only(template, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement.filter(({ Principal }: any) => Principal.Service)).toEqual([
      {
        ...service,
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [bucketArn, '/config/AWSLogs/123456789012/Config/*']] },
        Condition: { ...source, StringEquals: { ...source.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      { ...service, Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: bucketArn, Condition: source },
    ]);
  });

  test('recorder and channel depend on the bucket policy and not on each other', () => {
    const template = built();
    const policies = Object.keys(template.findResources('AWS::S3::BucketPolicy'));
    expect(only(template, RECORDER).DependsOn).toEqual(policies);
    expect(only(template, CHANNEL).DependsOn).toEqual(policies);
  });

  test('delivers to an encrypted bucket with its key, whose policy allows it', () => {
    const stack = testStack();
    const { bucket, encryptionKey } = new SecureBucket(stack, 'Logs');
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(bucket) });
    const template = templateOf(stack);
    expect(only(template, CHANNEL).Properties.S3KmsKeyArn).toEqual(stack.resolve(encryptionKey.keyArn));
    const statements = Object.values(template.findResources('AWS::KMS::Key')).flatMap(({ Properties }) => Properties.KeyPolicy.Statement);
    expect(statements.filter(({ Principal }) => Principal.Service === 'config.amazonaws.com')).toEqual([{
      Sid: 'AllowConfig',
      Effect: 'Allow',
      Principal: { Service: 'config.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    }]);
  });

  test('delivers to an imported bucket without a change of its policy', () => {
    const stack = testStack();
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs')) });
    const template = templateOf(stack);
    expect(only(template, CHANNEL).Properties.S3BucketName).toBe('audit-logs');
    expect(only(template, RECORDER).DependsOn).toBeUndefined();
  });

  test('has the given prefix, name, snapshot frequency and global resources', () => {
    const template = built({ prefix: 'audit/config', recorderName: 'main', snapshots: config.MaximumExecutionFrequency.SIX_HOURS, globalResources: false });
    expect(only(template, RECORDER).Properties).toMatchObject({ Name: 'main', RecordingGroup: { IncludeGlobalResourceTypes: false } });
    expect(only(template, CHANNEL).Properties).toMatchObject({
      S3KeyPrefix: 'audit/config', ConfigSnapshotDeliveryProperties: { DeliveryFrequency: 'Six_Hours' },
    });
  });

  test('and its channel and service-linked role are retained when the stack is deleted, and deleted again when its creation fails', () => {
    const template = built({ createServiceLinkedRole: true });
    expect([RECORDER, CHANNEL, 'AWS::IAM::ServiceLinkedRole'].map((type) => (only(template, type) as any).DeletionPolicy)).toEqual(Array(3).fill('RetainExceptOnCreate'));
  });

  test('is not made in an ephemeral workload, nor what needs it', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL, frameworks: [Framework.AWS_FSBP] });
    const { recorder, deliveryChannel, recorderName, rules, conformancePacks } = new ConfigBaseline(stack, 'Config', {
      recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket, { createServiceLinkedRole: true }),
      rules: [{ identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED }],
    });
    expect({ recorder, deliveryChannel, recorderName, rules, conformancePacks }).toEqual({ recorderName: 'default', rules: [], conformancePacks: [] });
    const template = templateOf(stack);
    [RECORDER, CHANNEL, RULE, PACK, 'AWS::IAM::ServiceLinkedRole'].forEach((type) => template.resourceCountIs(type, 0));
  });

  test('of the account has its rules and packs in an ephemeral workload too', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL, frameworks: [Framework.AWS_FSBP] });
    const { rules, conformancePacks } = new ConfigBaseline(stack, 'Config', {
      recording: ConfigRecording.ofAccount(), rules: [{ identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED }],
    });
    expect(rules).toHaveLength(1);
    expect(conformancePacks.length).toBeGreaterThan(0);
  });

  test('makes the service-linked role with createServiceLinkedRole', () => {
    const template = built({ createServiceLinkedRole: true });
    const [id] = Object.keys(template.findResources('AWS::IAM::ServiceLinkedRole'));
    expect(only(template, 'AWS::IAM::ServiceLinkedRole')).toMatchObject({
      Properties: { AWSServiceName: 'config.amazonaws.com' },
    });
    expect(only(template, RECORDER).DependsOn).toEqual([id, ...Object.keys(template.findResources('AWS::S3::BucketPolicy'))].sort());
  });

  test('with another role is a finding', () => {
    const stack = testStack({ frameworks: [Framework.AWS_FSBP] });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('config.amazonaws.com') });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket, { role }) });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['Config.RecorderServiceLinked']);
    expect(only(templateOf(stack), RECORDER).Properties.RoleARN).toEqual(stack.resolve(role.roleArn));
  });

  test('without global resources is a finding', () => {
    const stack = testStack({ frameworks: [Framework.AWS_FSBP] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket, { globalResources: false }) });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['Config.RecorderGlobal']);
  });

  test('is created before rules and packs', () => {
    const template = built(undefined, { rules: [{ identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED }] });
    const both = [RECORDER, CHANNEL].flatMap((type) => Object.keys(template.findResources(type))).sort();
    expect([...only(template, RULE).DependsOn].sort()).toEqual(both);
    for (const { DependsOn } of Object.values(template.findResources(PACK))) expect([...DependsOn].sort()).toEqual(both);
  });

  test('is a property with its name', () => {
    const stack = testStack();
    const baseline = new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs')) });
    expect(baseline.recorderName).toBe(baseline.recorder!.ref);
    expect(baseline.deliveryChannel).toBeDefined();
  });
});

describe('the recorder of the account', () => {
  test('has rules without another recorder', () => {
    const template = ofAccount({ rules: [{ identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED }] });
    template.resourceCountIs(RECORDER, 0);
    template.resourceCountIs(CHANNEL, 0);
    expect(only(template, RULE).DependsOn).toBeUndefined();
  });

  test('has the name default by default', () => {
    const stack = testStack();
    const named = (id: string, recording: ConfigRecording) => (
      new ConfigBaseline(stack, id, { recording, conformancePacks: { enabled: false }, rules: [] }));
    const baseline = named('Config', ConfigRecording.ofAccount());
    expect(baseline.recorderName).toBe('default');
    expect(baseline.recorder).toBeUndefined();
    expect(baseline.deliveryChannel).toBeUndefined();
    expect(named('Other', ConfigRecording.ofAccount({ recorderName: 'aws-controltower-BaselineConfigRecorder' })).recorderName).toBe('aws-controltower-BaselineConfigRecorder');
  });
});

describe('rules', () => {
  test('have the given parameters and names', () => {
    const template = ofAccount({
      rules: [
        { identifier: config.ManagedRuleIdentifiers.S3_BUCKET_PUBLIC_READ_PROHIBITED },
        { identifier: config.ManagedRuleIdentifiers.ACCESS_KEYS_ROTATED, parameters: { maxAccessKeyAge: '30' }, configRuleName: 'keys-rotated-monthly' },
      ],
    });
    template.resourceCountIs(RULE, 2);
    template.hasResourceProperties(RULE, { Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' } });
    template.hasResourceProperties(RULE, {
      ConfigRuleName: 'keys-rotated-monthly', InputParameters: { maxAccessKeyAge: '30' }, Source: { SourceIdentifier: 'ACCESS_KEYS_ROTATED' },
    });
  });

  test('are the basic rules without packs', () => {
    expect(rulesOf(ofAccount({ conformancePacks: { enabled: false } })).sort()).toEqual([
      'ENCRYPTED_VOLUMES', 'IAM_ROOT_ACCESS_KEY_CHECK', 'INCOMING_SSH_DISABLED', 'RDS_STORAGE_ENCRYPTED', 'S3_BUCKET_PUBLIC_READ_PROHIBITED',
      'S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
    ]);
  });

  test('do not repeat rules of packs', () => {
    // AWS Foundational Security Best Practices asks for the others.
    expect(rulesOf(ofAccount())).toEqual(['INCOMING_SSH_DISABLED']);
    expect(rulesOf(ofAccount({ conformancePacks: { withoutRules: ['encrypted-volumes'] } }))).toEqual(['ENCRYPTED_VOLUMES', 'INCOMING_SSH_DISABLED']);
    expect(rulesOf(ofAccount({}, { frameworks: EVERY_FRAMEWORK }))).toEqual([]);
  });

  test('with the same identifier have names', () => {
    const identifier = config.ManagedRuleIdentifiers.ACCESS_KEYS_ROTATED;
    const template = ofAccount({ rules: [{ identifier }, { identifier, configRuleName: 'a' }, { identifier, configRuleName: 'x'.repeat(128) }] });
    expect(rulesOf(template)).toEqual([identifier, identifier, identifier]);
    expect(Object.values(template.findResources(RULE)).map(({ Properties }) => Properties.ConfigRuleName)).toEqual([undefined, 'a', 'x'.repeat(128)]);
  });
});

describe('conformance packs', () => {
  test('a framework without rules of AWS Config has none, which an annotation reports', () => {
    const house = new Framework({ id: 'house', title: 'House', source: 's', controls: [{ id: '1', title: 'One', safeguards: [] }] });
    const stack = testStack({ frameworks: [house, Framework.PCI_DSS_4_0_1] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue()).map(({ id, entry }) => [id, entry.data])).toEqual([
      ['/Stack/Config', "Framework 'House' has no conformance pack: it maps no rules of AWS Config to its controls."],
    ]);
    expect(Object.keys(packsOf(templateOf(stack)))).toEqual(['ledger-pci-dss-4-0-1-dev']);
  });

  test('are made for each framework with names of the workload, and a second one for a framework with too many rules', () => {
    expect(Object.keys(packsOf(ofAccount({}, { frameworks: [Framework.PCI_DSS_4_0_1, Framework.FEDRAMP_MODERATE_R5] })))).toEqual([
      'ledger-pci-dss-4-0-1-dev', 'ledger-fedramp-moderate-r5-dev', 'ledger-fedramp-moderate-r5-2-dev',
    ]);
  });

  test('have names of the construct without a declared workload', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-2' } });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    expect(Object.keys(packsOf(templateOf(stack)))).toEqual([expect.stringMatching(/^Stack-Config-[0-9A-F]{8}-aws-fsbp$/), expect.stringMatching(/^Stack-Config-[0-9A-F]{8}-aws-fsbp-2$/)]);
  });

  test('are within the limits of AWS Config, and YAML that CloudFormation reads', () => {
    for (const region of ['us-east-1', 'eu-west-2']) {
      const stack = new Stack(new App(), 'Stack', { env: { region } });
      Workload.on(stack, { name: 'ledger', frameworks: EVERY_FRAMEWORK });
      new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
      for (const [name, body] of Object.entries(packsOf(templateOf(stack)))) {
        expect({ name, fits: Buffer.byteLength(body) <= 51_200 }).toEqual({ name, fits: true });
        const rules = Object.values(contentOf(body));
        expect(rules.length).toBeGreaterThan(0);
        expect(rules.length).toBeLessThanOrEqual(130);
        for (const { Type, Properties } of rules) {
          expect(Type).toBe(RULE);
          expect(Properties.Source.Owner).toBe('AWS');
          expect(Properties.Description.length).toBeLessThanOrEqual(256);
        }
      }
    }
  });

  test('contain all rules of the framework', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    Workload.on(stack, { name: 'ledger', frameworks: [Framework.AWS_FSBP] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    const names = Object.values(packsOf(templateOf(stack))).flatMap((body) => rulesIn(body).map(({ ConfigRuleName }) => ConfigRuleName));
    expect(names).toEqual(Framework.AWS_FSBP.configRules.map(({ name }) => name));
  });

  test('have rules whose descriptions list controls up to 256 characters', () => {
    const rule = (controls: string[]) => {
      const stack = testStack({
        frameworks: [new Framework({
          id: 'house',
          title: 'House',
          source: 's',
          controls: controls.map((id) => ({ id, title: id, safeguards: [] })),
          configRules: [{ name: 'encrypted-volumes', identifier: 'ENCRYPTED_VOLUMES', controls }],
        })],
      });
      new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
      return ruleIn(packsOf(templateOf(stack))['ledger-house-dev'], 'encrypted-volumes').Description;
    };
    expect(rule(['1.1', '1.2'])).toBe('House: 1.1, 1.2');
    const cut = rule(Array.from({ length: 80 }, (_, index) => `1.${index + 10}`));
    expect(cut).toMatch(/^House: 1\.10, .*, 1\.\d\d, …$/);
    expect(cut.length).toBeGreaterThan(245);
    expect(ruleIn(packsOf(ofAccount({}, { frameworks: [Framework.PCI_DSS_4_0_1] }))['ledger-pci-dss-4-0-1-dev'], 's3-bucket-level-public-access-prohibited')).toEqual({
      ConfigRuleName: 's3-bucket-level-public-access-prohibited',
      Description: 'PCI DSS 4.0.1: 1.4.4',
      Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED' },
    });
  });

  test('have rules with the required parameters, in any partition', () => {
    const body = packsOf(ofAccount({}, { frameworks: [Framework.FEDRAMP_MODERATE_R5] }))['ledger-fedramp-moderate-r5-dev'];
    expect(ruleIn(body, 'access-keys-rotated').InputParameters).toEqual({ maxAccessKeyAge: '90' });
    const pci = packsOf(ofAccount({}, { frameworks: [Framework.PCI_DSS_4_0_1] }))['ledger-pci-dss-4-0-1-dev'];
    expect(ruleIn(pci, 'iam-policy-in-use').InputParameters).toEqual({ policyARN: 'arn:aws:iam::aws:policy/AWSSupportAccess' });
  });

  test.each([
    ['us-gov-west-1', 'arn:aws-us-gov:iam:'], ['cn-north-1', 'arn:aws-cn:iam:'],
    // The value is in the property of the stack, not in the pack.
    [undefined, '{"Ref":"AWS::Partition"}'],
  ])('have literals as parameters, in %s', (region, partition) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    Workload.on(stack, { name: 'ledger', frameworks: [Framework.NIST_800_53_R5, Framework.PCI_DSS_4_0_1] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    const bodies = Object.values(packsOf(templateOf(stack))).map((body) => JSON.stringify(body));
    expect(bodies.filter((body) => /Fn::Sub|\$\{/.test(body))).toEqual([]);
    expect(bodies.some((body) => body.includes(partition))).toBe(true);
  });

  const names = (region: string | undefined) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    Workload.on(stack, { name: 'ledger', frameworks: [Framework.AWS_FSBP] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    return Object.values(packsOf(templateOf(stack))).flatMap((body) => rulesIn(body).map(({ ConfigRuleName }) => ConfigRuleName));
  };

  test('omit rules that the Region does not have', () => {
    expect(names('us-east-1')).toEqual(expect.arrayContaining(['cloudfront-viewer-policy-https', 'root-account-hardware-mfa-enabled']));
    expect(names('eu-central-1')).toContain('root-account-hardware-mfa-enabled');
    expect(names('eu-central-1')).not.toContain('cloudfront-viewer-policy-https');
    expect(names('us-gov-west-1')).not.toContain('cloudfront-viewer-policy-https');
    expect(names('us-gov-west-1')).not.toContain('root-account-hardware-mfa-enabled');
    expect(names('us-gov-west-1')).toContain('encrypted-volumes');
  });

  test('contain the rules of all Regions in a stack without a Region', () => {
    const [everywhere, ...inSome] = [undefined, 'us-gov-west-1', 'ap-east-2'].map(names);
    expect(everywhere.filter((name) => !inSome.every((inRegion) => inRegion.includes(name)))).toEqual([]);
    expect(names('eu-west-2').filter((name) => name.startsWith('efs-') && !everywhere.includes(name)))
      .toEqual(['efs-access-point-enforce-root-directory', 'efs-access-point-enforce-user-identity', 'efs-filesystem-ct-encrypted']);
  });

  test('can be omitted, and rules by name', () => {
    const without = packsOf(ofAccount({ conformancePacks: { withoutRules: ['encrypted-volumes'] } }, { frameworks: [Framework.PCI_DSS_4_0_1, Framework.AWS_FSBP] }));
    expect(Object.values(without).filter((body) => body.includes('"encrypted-volumes"'))).toEqual([]);
    ofAccount({ conformancePacks: { enabled: false } }).resourceCountIs(PACK, 0);
  });

  test('are not made for a framework without rules', () => {
    ofAccount({}, { frameworks: [new Framework({ id: 'house', title: 'House', source: 's', controls: [{ id: '1', title: 'One', safeguards: [] }] })] }).resourceCountIs(PACK, 0);
  });
});

test('a rule has any name that AWS Config accepts', () => {
  for (const configRuleName of ['Encrypted volumes (EU)', 'x'.repeat(128)]) {
    ofAccount({ rules: [{ identifier: 'ENCRYPTED_VOLUMES', configRuleName }] }).hasResourceProperties('AWS::Config::ConfigRule', { ConfigRuleName: configRuleName });
  }
});

test('the recorder of the account has a name', () => {
  expect(() => ConfigRecording.ofAccount({ recorderName: null as never })).toThrow('options.recorderName must be a string, got null');
});

describe('ConfigBaseline refuses', () => {
  const PREFIX = 'a prefix of at most 512 characters without a slash at either end and without AWSLogs';
  const into = (options: unknown, bucket?: unknown) => (stack: Stack) => ({
    recording: ConfigRecording.into((bucket === undefined ? s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs') : bucket) as s3.IBucket, options as ConfigRecorderOptions),
  });
  const account = (props: object) => () => ({ recording: ConfigRecording.ofAccount(), ...props });
  const identifier = 'ENCRYPTED_VOLUMES';
  const RULE_NAME = 'a rule name of 1 to 128 characters with A-Z a-z or 0-9';
  test.each<[string, (stack: Stack) => unknown]>([
    ['recording must be a ConfigRecording, got undefined', () => ({})],
    ['recording must be a ConfigRecording, got {}', () => ({ recording: {} })],
    ['recording.bucket must be an IBucket, got null', into({}, null)],
    ['recording.bucket must be an IBucket, got \'logs\'', into({}, 'logs')],
    ['recording.options must be a ConfigRecorderOptions, got null', into(null)],
    [`recording.options.prefix must be ${PREFIX}, got '/config'`, into({ prefix: '/config' })],
    [`recording.options.prefix must be ${PREFIX}, got ''`, into({ prefix: '' })],
    ['recording.options.globalResources must be true or false, got null', into({ globalResources: null })],
    ['recording.options.snapshots must be MaximumExecutionFrequency.ONE_HOUR, MaximumExecutionFrequency.THREE_HOURS, MaximumExecutionFrequency.SIX_HOURS, '
      + 'MaximumExecutionFrequency.TWELVE_HOURS or MaximumExecutionFrequency.TWENTY_FOUR_HOURS, got \'daily\'', into({ snapshots: 'daily' })],
    ['recording.options.role must be an IRole, got {}', into({ role: {} })],
    ['specify either recording.options.role or recording.options.createServiceLinkedRole, not both', (stack) => into({ role: iam.Role.fromRoleName(stack, 'Role', 'recorder'), createServiceLinkedRole: true })(stack)],
    ["recording.recorderName must be a recorder name of 1 to 256 characters, got 'ledger\\n'", into({ recorderName: 'ledger\n' })],
    [`recording.recorderName must be a recorder name of 1 to 256 characters, got '${'x'.repeat(60)}…'`, into({ recorderName: 'x'.repeat(257) })],
    ['recording.recorderName must be a recorder name of 1 to 256 characters, got \'\'', () => ({ recording: ConfigRecording.ofAccount({ recorderName: '' }) })],
    ['rules[0].identifier must be a string, got undefined', account({ rules: [{}] })],
    ['rules[0] must be a ConfigRuleOptions, got null', account({ rules: [null] })],
    ['rules[1].identifier must be the identifier of a managed rule such as ENCRYPTED_VOLUMES, got \'encrypted-volumes\'',
      account({ rules: [{ identifier }, { identifier: 'encrypted-volumes' }] })],
    ['rules[0].identifier must be known at synthesis, got a token', account({ rules: [{ identifier: Fn.ref('Rule') }] })],
    ['rules[0].configRuleName must be known at synthesis, got a token', account({ rules: [{ identifier, configRuleName: Fn.ref('Rule') }] })],
    [`rules[0].configRuleName must be ${RULE_NAME}, got '${'x'.repeat(60)}…'`, account({ rules: [{ identifier, configRuleName: 'x'.repeat(129) }] })],
    [`rules[0].configRuleName must be ${RULE_NAME}, got '-'`, account({ rules: [{ identifier, configRuleName: '-' }] })],
    [`rules[0].configRuleName must be ${RULE_NAME}, got ' '`, account({ rules: [{ identifier, configRuleName: ' ' }] })],
    ['rules[0].parameters.days must be a string, got 30', account({ rules: [{ identifier, parameters: { days: 30 } }] })],
    ['rule \'ENCRYPTED_VOLUMES\' already exists in this ConfigBaseline', account({ rules: [{ identifier }, { identifier }] })],
    ['rule \'keys\' already exists in this ConfigBaseline',
      account({ rules: [{ identifier, configRuleName: 'keys' }, { identifier: 'ACCESS_KEYS_ROTATED', configRuleName: 'keys' }] })],
    ['conformancePacks.withoutRules[1] must be the name of a rule in a conformance pack of the workload, got \'encrypted-volume\'',
      account({ conformancePacks: { withoutRules: ['encrypted-volumes', 'encrypted-volume'] } })],
    ['conformancePacks.withoutRules must not be empty', account({ conformancePacks: { withoutRules: [] } })],
    ['conformancePacks.withoutRules must be known at synthesis, got a token', account({ conformancePacks: { withoutRules: Token.asList({ Ref: 'Rules' }) } })],
    ['conformancePacks.enabled must be true with conformancePacks.withoutRules, got false',
      account({ conformancePacks: { enabled: false, withoutRules: ['encrypted-volumes'] } })],
  ])('%s', (message, props) => {
    const stack = testStack();
    expect(() => new ConfigBaseline(stack, 'Config', props(stack) as ConfigBaselineProps)).toThrow(new Error(message));
    expect(stack.node.findChild('Config').node.children).toEqual([]);
  });

  test('a second recorder in a stack, but not a second use of the recorder of the account', () => {
    const stack = testStack();
    const recording = ConfigRecording.into(s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs'));
    new ConfigBaseline(stack, 'First', { recording, conformancePacks: { enabled: false } });
    expect(() => new ConfigBaseline(stack, 'Second', { recording })).toThrow(new Error("ConfigBaseline 'First' already exists in this Stack"));
    const third = new ConfigBaseline(stack, 'Third', { recording: ConfigRecording.ofAccount(), conformancePacks: { enabled: false } });
    expect(third.rules).toHaveLength(6);
  });

  test('no recorder name of 256 characters, and no role without a service-linked one', () => {
    const recorderName = 'x'.repeat(256);
    expect(only(built({ recorderName }), RECORDER).Properties.Name).toBe(recorderName);
    const stack = testStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/recorder');
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket, { role, createServiceLinkedRole: false }) });
    expect(only(templateOf(stack), RECORDER).Properties.RoleARN).toBe('arn:aws:iam::123456789012:role/recorder');
  });
});

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('at its defaults there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => {
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket) });
  })).toEqual([]);
});

test('the name of a conformance pack is one that AWS Config accepts', () => {
  expect(refusal(() => ofAccount({}, { suffix: undefined, namePattern: '{name}:{type}' })))
    .toBe("name of type 'aws-fsbp' must be a conformance pack name of A-Z a-z 0-9 -, with a letter first, got 'ledger:aws-fsbp'");
});
