import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import {
  ConfigBaseline, ConfigBaselineProps, ConfigRecorderOptions, ConfigRecording, Framework, Lifecycle, LogBucket, SecureBucket, Workload, WorkloadProps,
} from '../../../src';
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

describe('a recorder of its own', () => {
  test('records every type of resource, global ones included, with the service-linked role', () => {
    expect(only(built(), RECORDER).Properties).toEqual({
      RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true },
      RoleARN: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig']],
      },
    });
  });

  test('delivers below config, once a day, to a bucket that lets it', () => {
    const template = built();
    expect(only(template, CHANNEL).Properties).toEqual({
      S3BucketName: { Ref: expect.stringMatching(/^Logs/) },
      S3KeyPrefix: 'config',
      ConfigSnapshotDeliveryProperties: { DeliveryFrequency: 'TwentyFour_Hours' },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'config.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: { 'Fn::Join': ['', [Match.anyValue(), '/config/AWSLogs/123456789012/Config/*']] },
        })]),
      },
    });
  });

  test('waits for the policy of the bucket, and neither of the two for the other', () => {
    const template = built();
    const policies = Object.keys(template.findResources('AWS::S3::BucketPolicy'));
    expect(only(template, RECORDER).DependsOn).toEqual(policies);
    expect(only(template, CHANNEL).DependsOn).toEqual(policies);
  });

  test('delivers to a bucket under a key by that key, which lets it', () => {
    const stack = testStack();
    const { bucket, encryptionKey } = new SecureBucket(stack, 'Logs');
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(bucket) });
    const template = templateOf(stack);
    expect(only(template, CHANNEL).Properties.S3KmsKeyArn).toEqual(stack.resolve(encryptionKey.keyArn));
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'config.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })]) },
    });
  });

  test('delivers to a bucket that is imported, whose policy is its owner\'s', () => {
    const stack = testStack();
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs')) });
    const template = templateOf(stack);
    expect(only(template, CHANNEL).Properties.S3BucketName).toBe('audit-logs');
    expect(only(template, RECORDER).DependsOn).toBeUndefined();
  });

  test('prefix, name, frequency and global resources are props', () => {
    const template = built({ prefix: 'audit/config', recorderName: 'main', snapshots: config.MaximumExecutionFrequency.SIX_HOURS, globalResources: false });
    expect(only(template, RECORDER).Properties).toMatchObject({ Name: 'main', RecordingGroup: { IncludeGlobalResourceTypes: false } });
    expect(only(template, CHANNEL).Properties).toMatchObject({
      S3KeyPrefix: 'audit/config', ConfigSnapshotDeliveryProperties: { DeliveryFrequency: 'Six_Hours' },
    });
  });

  test.each([[Lifecycle.PRODUCTION, 'Retain'], [Lifecycle.EPHEMERAL, 'Delete']])('makes the service-linked role where asked to, in %s', (lifecycle, policy) => {
    const template = built({ createServiceLinkedRole: true }, {}, { lifecycle });
    const [id] = Object.keys(template.findResources('AWS::IAM::ServiceLinkedRole'));
    expect(only(template, 'AWS::IAM::ServiceLinkedRole')).toMatchObject({
      Properties: { AWSServiceName: 'config.amazonaws.com' }, DeletionPolicy: policy,
    });
    expect(only(template, RECORDER).DependsOn).toContain(id);
  });

  test('takes a role of yours, which is reported', () => {
    const stack = testStack({ frameworks: [Framework.AWS_FSBP] });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('config.amazonaws.com') });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket, { role }) });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toContain('Config.RecorderServiceLinked');
    expect(only(templateOf(stack), RECORDER).Properties.RoleARN).toEqual(stack.resolve(role.roleArn));
  });

  test('a role of yours and a service-linked one contradict each other', () => {
    const stack = testStack();
    const role = iam.Role.fromRoleName(stack, 'Role', 'recorder');
    const bucket = s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs');
    expect(() => new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(bucket, { role, createServiceLinkedRole: true }) }))
      .toThrow('createServiceLinkedRole is true beside a role of yours, need one or the other');
  });

  test('IAM left out is reported', () => {
    const stack = testStack({ frameworks: [Framework.AWS_FSBP] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket, { globalResources: false }) });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toContain('Config.RecorderGlobal');
  });

  test('rules and packs wait for the recorder and its channel', () => {
    const template = built(undefined, { rules: [{ identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED }] });
    const both = [RECORDER, CHANNEL].flatMap((type) => Object.keys(template.findResources(type))).sort();
    expect([...only(template, RULE).DependsOn].sort()).toEqual(both);
    for (const { DependsOn } of Object.values(template.findResources(PACK))) expect([...DependsOn].sort()).toEqual(both);
  });

  test('tells its name', () => {
    const stack = testStack();
    const baseline = new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(s3.Bucket.fromBucketName(stack, 'Logs', 'audit-logs')) });
    expect(baseline.recorderName).toBe(baseline.recorder!.ref);
    expect(baseline.deliveryChannel).toBeDefined();
  });
});

describe('the recorder of the account', () => {
  test('nothing is added to it, and rules go to it', () => {
    const template = ofAccount({ rules: [{ identifier: config.ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED }] });
    template.resourceCountIs(RECORDER, 0);
    template.resourceCountIs(CHANNEL, 0);
    expect(only(template, RULE).DependsOn).toBeUndefined();
  });

  test('is called default unless told otherwise', () => {
    const stack = testStack();
    const named = (id: string, recording: ConfigRecording) => (
      new ConfigBaseline(stack, id, { recording, conformancePacks: { enabled: false }, rules: [] }));
    const baseline = named('Config', ConfigRecording.ofAccount());
    expect(baseline.recorderName).toBe('default');
    expect(baseline.recorder).toBeUndefined();
    expect(baseline.deliveryChannel).toBeUndefined();
    expect(named('Other', ConfigRecording.ofAccount('aws-controltower-BaselineConfigRecorder')).recorderName).toBe('aws-controltower-BaselineConfigRecorder');
  });
});

describe('rules', () => {
  test('are those given, with their parameters and names', () => {
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

  test('without packs there are those that every account should have', () => {
    expect(rulesOf(ofAccount({ conformancePacks: { enabled: false } })).sort()).toEqual([
      'ENCRYPTED_VOLUMES', 'IAM_ROOT_ACCESS_KEY_CHECK', 'INCOMING_SSH_DISABLED', 'RDS_STORAGE_ENCRYPTED', 'S3_BUCKET_PUBLIC_READ_PROHIBITED',
      'S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
    ]);
  });

  test('what a pack checks is not checked twice', () => {
    // AWS Foundational Security Best Practices asks for the others.
    expect(rulesOf(ofAccount())).toEqual(['INCOMING_SSH_DISABLED']);
    expect(rulesOf(ofAccount({ conformancePacks: { withoutRules: ['encrypted-volumes'] } }))).toEqual(['ENCRYPTED_VOLUMES', 'INCOMING_SSH_DISABLED']);
    expect(rulesOf(ofAccount({}, { frameworks: EVERY_FRAMEWORK }))).toEqual([]);
  });

  test('of a kind there is one, or they have names', () => {
    const identifier = config.ManagedRuleIdentifiers.ACCESS_KEYS_ROTATED;
    expect(() => ofAccount({ rules: [{ identifier }, { identifier }] }))
      .toThrow("rules has 'ACCESS_KEYS_ROTATED' twice, need one of a kind, or a configRuleName to tell them apart");
    expect(() => ofAccount({ rules: [{ identifier, configRuleName: 'keys' }, { identifier, configRuleName: 'keys' }] }))
      .toThrow("rules has 'keys' twice, need one of a kind, or a configRuleName to tell them apart");
    expect(rulesOf(ofAccount({ rules: [{ identifier, configRuleName: 'a' }, { identifier, configRuleName: 'b' }] }))).toHaveLength(2);
  });
});

describe('conformance packs', () => {
  test('there is one for each framework, named after the workload, and a second one where a framework has too many rules', () => {
    expect(Object.keys(packsOf(ofAccount({}, { frameworks: [Framework.PCI_DSS_4_0_1, Framework.FEDRAMP_MODERATE_R5] })))).toEqual([
      'ledger-pci-dss-4-0-1-dev', 'ledger-fedramp-moderate-r5-dev', 'ledger-fedramp-moderate-r5-2-dev',
    ]);
  });

  test('without a workload they are named after the construct', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-2' } });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    expect(Object.keys(packsOf(templateOf(stack)))).toEqual([expect.stringMatching(/^Stack-Config-[0-9A-F]{8}-aws-fsbp$/), expect.stringMatching(/^Stack-Config-[0-9A-F]{8}-aws-fsbp-2$/)]);
  });

  test('every pack is within the limits of AWS Config, and is YAML that CloudFormation reads', () => {
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

  test('nothing of a framework is lost between its packs', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    Workload.on(stack, { name: 'ledger', frameworks: [Framework.AWS_FSBP] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    const names = Object.values(packsOf(templateOf(stack))).flatMap((body) => rulesIn(body).map(({ ConfigRuleName }) => ConfigRuleName));
    expect(names).toEqual(Framework.AWS_FSBP.configRules.map(({ name }) => name));
  });

  test('every rule names the controls that it serves, as many as there is room for', () => {
    const rule = (controls: string[]) => {
      const stack = testStack({
        frameworks: [new Framework({
          id: 'house', title: 'House', source: 's', controls: [], configRules: [{ name: 'encrypted-volumes', identifier: 'ENCRYPTED_VOLUMES', controls }],
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

  test('rules have the parameters that AWS Config insists on, in any partition', () => {
    const body = packsOf(ofAccount({}, { frameworks: [Framework.FEDRAMP_MODERATE_R5] }))['ledger-fedramp-moderate-r5-dev'];
    expect(ruleIn(body, 'access-keys-rotated').InputParameters).toEqual({ maxAccessKeyAge: '90' });
    const pci = packsOf(ofAccount({}, { frameworks: [Framework.PCI_DSS_4_0_1] }))['ledger-pci-dss-4-0-1-dev'];
    expect(ruleIn(pci, 'iam-policy-in-use').InputParameters).toEqual({ policyARN: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSSupportAccess' } });
  });

  const names = (region: string | undefined) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    Workload.on(stack, { name: 'ledger', frameworks: [Framework.AWS_FSBP] });
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.ofAccount() });
    return Object.values(packsOf(templateOf(stack))).flatMap((body) => rulesIn(body).map(({ ConfigRuleName }) => ConfigRuleName));
  };

  test('a rule is left out where the Region lacks it', () => {
    expect(names('us-east-1')).toEqual(expect.arrayContaining(['cloudfront-viewer-policy-https', 'root-account-hardware-mfa-enabled']));
    expect(names('eu-central-1')).toContain('root-account-hardware-mfa-enabled');
    expect(names('eu-central-1')).not.toContain('cloudfront-viewer-policy-https');
    expect(names('us-gov-west-1')).toEqual(expect.not.arrayContaining(['cloudfront-viewer-policy-https']));
    expect(names('us-gov-west-1')).not.toContain('root-account-hardware-mfa-enabled');
    expect(names('us-gov-west-1')).toContain('encrypted-volumes');
  });

  test('a stack of no particular Region has what every Region has', () => {
    expect(names(undefined)).toEqual(names('us-gov-west-1'));
  });

  test('rules can be left out by name, and packs altogether', () => {
    const without = packsOf(ofAccount({ conformancePacks: { withoutRules: ['encrypted-volumes'] } }, { frameworks: [Framework.PCI_DSS_4_0_1, Framework.AWS_FSBP] }));
    expect(Object.values(without).filter((body) => body.includes('"encrypted-volumes"'))).toEqual([]);
    ofAccount({ conformancePacks: { enabled: false } }).resourceCountIs(PACK, 0);
  });

  test('a rule to leave out is one that there is', () => {
    expect(() => ofAccount({ conformancePacks: { withoutRules: ['encrypted-volume'] } }))
      .toThrow("withoutRules has 'encrypted-volume', need rules that are in a conformance pack of the workload");
  });

  test('a framework that relates no rules to its controls has none', () => {
    ofAccount({}, { frameworks: [new Framework({ id: 'house', title: 'House', source: 's', controls: [] })] }).resourceCountIs(PACK, 0);
  });
});

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('at its defaults there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => {
    new ConfigBaseline(stack, 'Config', { recording: ConfigRecording.into(new LogBucket(stack, 'Logs').bucket) });
  })).toEqual([]);
});
