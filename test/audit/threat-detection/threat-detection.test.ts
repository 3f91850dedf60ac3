import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  Detection, FindingSeverity, Framework, GuardDutyAgent, GuardDutyFeature, Lifecycle, ThreatDetection, ThreatDetectionProps, Workload, WorkloadProps,
} from '../../../src';
import { isSafeguard } from '../../../src/compliance/safeguards/topics';
import { evidenceOf } from '../../compliance/support';
import { findingsAtDefaults, findingsOf, findingsWithEvidence, templateOf, testStack } from '../../support';

const DETECTOR = 'AWS::GuardDuty::Detector';
const HUB = 'AWS::SecurityHub::Hub';
const STANDARD = 'AWS::SecurityHub::Standard';
const ANALYZER = 'AWS::AccessAnalyzer::Analyzer';
const RULE = 'AWS::Events::Rule';
const OFF = { detection: Detection.OFF };
const ALREADY_ON = { detection: Detection.ALREADY_ON };
const built = (props?: ThreatDetectionProps, workload: Partial<WorkloadProps> = {}): Template => {
  const stack = testStack(workload);
  new ThreatDetection(stack, 'Threats', props);
  return templateOf(stack);
};
const refused = (props: ThreatDetectionProps, message: string) => {
  const stack = testStack();
  expect(() => new ThreatDetection(stack, 'Threats', props)).toThrow(new Error(message));
  expect(stack.node.findChild('Threats').node.children).toEqual([]);
};
const featuresOf = (template: Template): Record<string, any> => Object.fromEntries(
  (Object.values(template.findResources(DETECTOR))[0] as any).Properties.Features.map((feature: any) => [feature.Name, feature]));
const patternsOf = (template: Template) => Object.values(template.findResources(RULE)).map(({ Properties }) => Properties.EventPattern);

describe('GuardDuty', () => {
  test('has all features, and publishes changes of findings within 15 minutes', () => {
    const template = built();
    template.hasResourceProperties(DETECTOR, { Enable: true, FindingPublishingFrequency: 'FIFTEEN_MINUTES' });
    expect(Object.values(featuresOf(template)).map(({ Name, Status }) => [Name, Status])).toEqual([
      'S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS', 'RUNTIME_MONITORING',
    ].map((name) => [name, 'ENABLED']));
    expect(featuresOf(template).RUNTIME_MONITORING.AdditionalConfiguration).toEqual([
      { Name: 'EKS_ADDON_MANAGEMENT', Status: 'ENABLED' },
      { Name: 'ECS_FARGATE_AGENT_MANAGEMENT', Status: 'ENABLED' },
      { Name: 'EC2_AGENT_MANAGEMENT', Status: 'ENABLED' },
    ]);
  });

  test('has the given features only', () => {
    const features = featuresOf(built({ guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS] } }));
    expect(Object.values(features).filter(({ Status }) => Status === 'ENABLED').map(({ Name }) => Name)).toEqual(['S3_DATA_EVENTS']);
    expect(features.RUNTIME_MONITORING.AdditionalConfiguration.map(({ Status }: any) => Status)).toEqual(['DISABLED', 'DISABLED', 'DISABLED']);
  });

  test('manages the given agents only', () => {
    const features = featuresOf(built({ guardDuty: { agents: [GuardDutyAgent.ECS_FARGATE_AGENT_MANAGEMENT] } }));
    expect(features.RUNTIME_MONITORING).toEqual({
      Name: 'RUNTIME_MONITORING',
      Status: 'ENABLED',
      AdditionalConfiguration: [
        { Name: 'EKS_ADDON_MANAGEMENT', Status: 'DISABLED' },
        { Name: 'ECS_FARGATE_AGENT_MANAGEMENT', Status: 'ENABLED' },
        { Name: 'EC2_AGENT_MANAGEMENT', Status: 'DISABLED' },
      ],
    });
  });

  test('manages agents with RUNTIME_MONITORING only', () => {
    refused({ guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS], agents: [GuardDutyAgent.EC2_AGENT_MANAGEMENT] } },
      "guardDuty.features must be a list with RUNTIME_MONITORING if guardDuty.agents is not empty, got ['S3_DATA_EVENTS']");
    const enabled = (props: ThreatDetectionProps) => featuresOf(built(props)).RUNTIME_MONITORING.AdditionalConfiguration
      .filter(({ Status }: any) => Status === 'ENABLED').map(({ Name }: any) => Name);
    expect(enabled({ guardDuty: { features: [GuardDutyFeature.RUNTIME_MONITORING], agents: [GuardDutyAgent.EC2_AGENT_MANAGEMENT] } }))
      .toEqual(['EC2_AGENT_MANAGEMENT']);
    expect(enabled({ guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS], agents: [] } })).toEqual([]);
  });

  test('has findings for disabled features', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    new ThreatDetection(stack, 'Threats', { guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS] } });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual([
      'GuardDuty.EksRuntime', 'GuardDuty.LambdaNetworkLogs', 'GuardDuty.RdsLogins',
    ]);
  });
});

describe('Security Hub', () => {
  const arns = (template: Template) => Object.values(template.findResources(STANDARD)).map(({ Properties }) => Properties.StandardsArn);
  const standard = (name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:securityhub:eu-west-2::standards/${name}`]] });

  test('enables the standards that match the frameworks, each once, with new controls', () => {
    const frameworks = [Framework.PCI_DSS_4_0_1, Framework.NIST_800_53_R5, Framework.FEDRAMP_MODERATE_R5, Framework.AWS_FSBP];
    const template = built({}, { frameworks });
    template.hasResourceProperties(HUB, { EnableDefaultStandards: false, AutoEnableControls: true, ControlFindingGenerator: 'SECURITY_CONTROL' });
    expect(arns(template)).toEqual(['pci-dss/v/4.0.1', 'nist-800-53/v/5.0.0', 'aws-foundational-security-best-practices/v/1.0.0'].map(standard));
    const [hub] = Object.keys(template.findResources(HUB));
    for (const { DependsOn } of Object.values(template.findResources(STANDARD))) expect(DependsOn).toEqual([hub]);
  });

  test('enables AWS Foundational Security Best Practices without a framework', () => {
    expect(arns(built())).toEqual([standard('aws-foundational-security-best-practices/v/1.0.0')]);
  });

  test('enables the given standards', () => {
    expect(arns(built({ securityHub: { standards: ['cis-aws-foundations-benchmark/v/3.0.0'] } }))).toEqual([standard('cis-aws-foundations-benchmark/v/3.0.0')]);
  });

  test('has a finding without a standard', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    new ThreatDetection(stack, 'Threats', { securityHub: { standards: [] } });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['SecurityHub.StandardOn']);
  });
});

describe('Access Analyzer', () => {
  const analyzers = (props: ThreatDetectionProps) => Object.values(built(props).findResources(ANALYZER)).map(({ Properties }) => Properties);

  test('reports external access to the account', () => expect(analyzers({})).toEqual([{ Type: 'ACCOUNT' }]));

  test('reports external access to the organization, and unused access', () => {
    expect(analyzers({ accessAnalyzer: { organization: true, unusedAfter: Duration.days(90) } })).toEqual([
      { Type: 'ORGANIZATION' },
      { Type: 'ORGANIZATION_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } } },
    ]);
  });

  test.each([1, 365])('reports access that is unused for %d days', (days) => {
    expect(analyzers({ accessAnalyzer: { unusedAfter: Duration.days(days) } })[1]).toEqual({
      Type: 'ACCOUNT_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: days } },
    });
  });
});

describe('ThreatDetection refuses', () => {
  const MEMBERS = 'Detection.ON, Detection.ALREADY_ON or Detection.OFF';
  const STANDARD_NEED = "the end of a standard's ARN such as pci-dss/v/4.0.1";
  test.each<[string, unknown]>([
    ["inspector must be ALREADY_ON or OFF, because CloudFormation cannot enable Amazon Inspector, got 'on'", { inspector: Detection.ON }],
    [`inspector must be ${MEMBERS}, got 'enabled'`, { inspector: 'enabled' }],
    [`guardDuty.detection must be ${MEMBERS}, got null`, { guardDuty: { detection: null } }],
    ["guardDuty.features must be unset with Detection.OFF, got ['S3_DATA_EVENTS']", { guardDuty: { ...OFF, features: [GuardDutyFeature.S3_DATA_EVENTS] } }],
    ['guardDuty.agents must be unset with Detection.OFF, got []', { guardDuty: { ...OFF, agents: [] } }],
    ["guardDuty.features must be a list without duplicates, got ['S3_DATA_EVENTS', 'S3_DATA_EVENTS']",
      { guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS, GuardDutyFeature.S3_DATA_EVENTS] } }],
    ["guardDuty.agents[0] must be GuardDutyAgent.EKS_ADDON_MANAGEMENT, GuardDutyAgent.ECS_FARGATE_AGENT_MANAGEMENT or GuardDutyAgent.EC2_AGENT_MANAGEMENT, got 'EKS'",
      { guardDuty: { agents: ['EKS'] } }],
    ['guardDuty must be a GuardDutyOptions, got []', { guardDuty: [] }],
    [`securityHub.detection must be ${MEMBERS}, got true`, { securityHub: { detection: true } }],
    ...['PCI DSS', 'pci-dss', 'pci-dss/v/', 'pci-dss/v/4.', 'arn:aws:securityhub:::standards/pci-dss/v/4.0.1', ''].map((standard) => (
      [`securityHub.standards[0] must be ${STANDARD_NEED}, got '${standard}'`, { securityHub: { standards: [standard] } }] as [string, unknown])),
    ["securityHub.standards must be a list without duplicates, got ['pci-dss/v/4.0.1', 'pci-dss/v/4.0.1']",
      { securityHub: { standards: ['pci-dss/v/4.0.1', 'pci-dss/v/4.0.1'] } }],
    ["securityHub.standards must be unset without Detection.ON, got ['pci-dss/v/4.0.1']", { securityHub: { ...ALREADY_ON, standards: ['pci-dss/v/4.0.1'] } }],
    ['securityHub.standards must be unset without Detection.ON, got []', { securityHub: { ...OFF, standards: [] } }],
    ['accessAnalyzer.organization must be true or false, got 1', { accessAnalyzer: { organization: 1 } }],
    ['accessAnalyzer.organization must be unset without Detection.ON, got true', { accessAnalyzer: { ...ALREADY_ON, organization: true } }],
    ['accessAnalyzer.unusedAfter must be unset without Detection.ON, got 90 days', { accessAnalyzer: { ...OFF, unusedAfter: Duration.days(90) } }],
    ['accessAnalyzer.unusedAfter must be a whole number of days from 1 to 365, got 366 days', { accessAnalyzer: { unusedAfter: Duration.days(366) } }],
    ['accessAnalyzer.unusedAfter must be a whole number of days from 1 to 365, got 0 days', { accessAnalyzer: { unusedAfter: Duration.days(0) } }],
    ['accessAnalyzer.unusedAfter must be a whole number of days from 1 to 365, got 1 day 12 hours', { accessAnalyzer: { unusedAfter: Duration.hours(36) } }],
    ['accessAnalyzer.unusedAfter must be a Duration, got 90', { accessAnalyzer: { unusedAfter: 90 } }],
    ['findings.enabled must be true or false, got null', { findings: { enabled: null } }],
    ["findings.leastSeverity must be FindingSeverity.CRITICAL, FindingSeverity.HIGH or FindingSeverity.MEDIUM, got 'LOW'", { findings: { leastSeverity: 'LOW' } }],
    ["findings.leastSeverity must be unset with findings.enabled false, got 'HIGH'", { findings: { enabled: false, leastSeverity: FindingSeverity.HIGH } }],
    ['findings.topic must be an ITopic, got {}', { findings: { topic: {} } }],
  ])('%s', (message, props) => refused(props as ThreatDetectionProps, message));

  test('a topic for disabled notifications', () => {
    const stack = testStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-2:123456789012:topic');
    expect(() => new ThreatDetection(stack, 'Threats', { findings: { enabled: false, topic } }))
      .toThrow(new Error("findings.topic must be unset with findings.enabled false, got 'Stack/Topic'"));
  });

  test('a second construct in the stack', () => {
    const stack = testStack();
    new ThreatDetection(stack, 'First');
    expect(() => new ThreatDetection(stack, 'Second')).toThrow(new Error("ThreatDetection 'First' already exists in this Stack"));
  });
});

describe('findings', () => {
  test('of at least high severity are published to an encrypted topic, without a role', () => {
    const template = built({ inspector: Detection.ALREADY_ON });
    expect(patternsOf(template)).toEqual([
      { 'source': ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'], 'detail': { severity: [{ numeric: ['>=', 7] }] } },
      { 'source': ['aws.inspector2'], 'detail-type': ['Inspector2 Finding'], 'detail': { severity: ['CRITICAL', 'HIGH'], status: ['ACTIVE'] } },
      { 'source': ['aws.access-analyzer'], 'detail-type': ['Access Analyzer Finding'], 'detail': { status: ['ACTIVE'] } },
    ]);
    const [key] = Object.keys(template.findResources('AWS::KMS::Key'));
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [key, 'Arn'] } });
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    for (const { Properties } of Object.values(template.findResources(RULE))) {
      expect(Properties.Targets).toEqual([{ Id: 'Target0', Arn: { Ref: topic } }]);
    }
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  test.each([
    [FindingSeverity.CRITICAL, 9, ['CRITICAL']],
    [FindingSeverity.HIGH, 7, ['CRITICAL', 'HIGH']],
    [FindingSeverity.MEDIUM, 4, ['CRITICAL', 'HIGH', 'MEDIUM']],
  ])('are published from severity %s', (leastSeverity, number, names) => {
    const [guardDuty, inspector] = patternsOf(built({ inspector: Detection.ALREADY_ON, findings: { leastSeverity } }));
    expect(guardDuty.detail.severity).toEqual([{ numeric: ['>=', number] }]);
    expect(inspector.detail.severity).toEqual(names);
  });

  test('are published to a given topic', () => {
    const stack = testStack();
    const topic = new sns.Topic(stack, 'Mine', { masterKey: new kms.Key(stack, 'Key') });
    const { topic: used } = new ThreatDetection(stack, 'Threats', { findings: { topic } });
    expect(used).toBe(topic);
    templateOf(stack).resourceCountIs('AWS::SNS::Topic', 1);
  });

  test('are not published if disabled, or without a service', () => {
    for (const props of [
      { findings: { enabled: false } },
      { guardDuty: OFF, accessAnalyzer: OFF },
    ]) {
      const stack = testStack();
      const { topic, rules } = new ThreatDetection(stack, 'Threats', props);
      expect([topic, rules]).toEqual([undefined, []]);
      templateOf(stack).resourceCountIs('AWS::SNS::Topic', 0);
    }
  });

  test('are published for services that are already enabled', () => {
    expect(patternsOf(built({ guardDuty: ALREADY_ON, accessAnalyzer: OFF })).map(({ source }) => source)).toEqual([['aws.guardduty']]);
  });
});

describe('services that are already enabled', () => {
  const props = { guardDuty: ALREADY_ON, securityHub: ALREADY_ON, accessAnalyzer: ALREADY_ON, inspector: Detection.ALREADY_ON };

  test('are not created', () => {
    const stack = testStack();
    const threats = new ThreatDetection(stack, 'Threats', props);
    const template = templateOf(stack);
    for (const type of [DETECTOR, HUB, STANDARD, ANALYZER]) template.resourceCountIs(type, 0);
    expect([threats.detector, threats.hub, threats.standards, threats.analyzers]).toEqual([undefined, undefined, [], []]);
  });

  test('are listed in the evidence as attested', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1], evidence: {} });
    new ThreatDetection(stack, 'Threats', {
      ...props,
      guardDuty: { ...ALREADY_ON, features: [GuardDutyFeature.RUNTIME_MONITORING], agents: [GuardDutyAgent.EKS_ADDON_MANAGEMENT] },
    });
    const { json, matrix } = evidence(stack);
    expect(json.attested).toEqual([
      {
        path: 'Stack/Threats',
        statement: 'Amazon GuardDuty is enabled in the account outside this workload',
        safeguards: ['GuardDuty.DetectorOn', 'GuardDuty.Runtime', 'GuardDuty.EksRuntime'],
      },
      { path: 'Stack/Threats', statement: 'AWS Security Hub is enabled in the account outside this workload', safeguards: ['SecurityHub.StandardOn'] },
      {
        path: 'Stack/Threats',
        statement: 'AWS IAM Access Analyzer is enabled in the account outside this workload',
        safeguards: ['AccessAnalyzer.ExternalAccess'],
      },
      { path: 'Stack/Threats', statement: 'Amazon Inspector is enabled in the account outside this workload', safeguards: [] },
    ]);
    expect(json.attested.flatMap(({ safeguards }: any) => safeguards).filter((id: string) => !isSafeguard(id))).toEqual([]);
    const [pci] = json.frameworks;
    expect(pci.controls.find(({ id }: any) => id === '11.5.1').status).toBe('attested');
    expect(matrix).toContain('## Attested, not shown by a template\n\n| Statement | By | Safeguards |');
    expect(matrix).toContain('| Amazon GuardDuty is enabled in the account outside this workload | Stack/Threats | `GuardDuty.DetectorOn`, ');
    expect(matrix).toMatch(/ · attested: [1-9]\d* · /);
  });

  test('have a safeguard for each feature and agent', () => {
    const stack = testStack({ evidence: {} });
    new ThreatDetection(stack, 'Threats', { guardDuty: { ...ALREADY_ON, features: Object.values(GuardDutyFeature), agents: Object.values(GuardDutyAgent) } });
    const ids: string[] = evidence(stack).json.attested[0].safeguards;
    expect(ids.filter((id) => !isSafeguard(id))).toEqual([]);
    expect(new Set(ids).size).toBe(10);
  });

  test('are attested for the workload that declares them only', () => {
    const app = new App();
    const one = new Stack(app, 'One');
    Workload.on(one, { name: 'one' });
    new ThreatDetection(one, 'Threats', props);
    const two = new Stack(app, 'Two');
    Workload.on(two, { name: 'two' });
    app.synth();
    expect(evidenceOf(app.outdir, 'one').json.attested).toHaveLength(4);
    expect(evidenceOf(app.outdir, 'two').json.attested).toBeUndefined();
    expect(evidenceOf(app.outdir, 'two').matrix).not.toContain('## Attested');
  });
});

test('services that are off are neither created nor attested', () => {
  const stack = testStack({ evidence: {} });
  new ThreatDetection(stack, 'Threats', { guardDuty: OFF, securityHub: OFF, accessAnalyzer: OFF });
  expect(evidence(stack).json.attested).toBeUndefined();
  expect(Object.keys(templateOf(stack).toJSON().Resources ?? {})).toEqual([]);
});

test('works in AWS GovCloud (US) and in a stack without a Region', () => {
  for (const env of [{ region: 'us-gov-west-1' }, {}]) {
    const stack = new Stack(new App(), 'Stack', { env });
    new ThreatDetection(stack, 'Threats');
    const region = Token.isUnresolved(stack.region) ? [':securityhub:', { Ref: 'AWS::Region' }, '::'] : [`:securityhub:${env.region}::`];
    const [{ Properties }] = Object.values(templateOf(stack).findResources(STANDARD));
    expect(JSON.stringify(Properties.StandardsArn)).toContain(JSON.stringify(['arn:', { Ref: 'AWS::Partition' }, ...region]).slice(1, -2));
  }
});

describe('in a China Region, where GuardDuty has no Runtime Monitoring', () => {
  const chinese = (props?: ThreatDetectionProps) => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'cn-north-1' } });
    Workload.on(stack, { name: 'ledger', suffix: 'dev', frameworks: [Framework.NIST_800_53_R5] });
    new ThreatDetection(stack, 'Threats', props);
    return stack;
  };

  test('the detector has the other features, and no finding', () => {
    const stack = chinese();
    expect(Object.keys(featuresOf(templateOf(stack)))).toEqual(['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS']);
    expect(findingsOf(chinese().node.root as App)).toEqual([]);
  });

  test.each<[string, ThreatDetectionProps['guardDuty'], string]>([
    ['the feature', { features: [GuardDutyFeature.RUNTIME_MONITORING] },
      "guardDuty.features must be without RUNTIME_MONITORING in cn-north-1, where GuardDuty does not have it, got ['RUNTIME_MONITORING']"],
    ['an agent', { agents: [GuardDutyAgent.EC2_AGENT_MANAGEMENT] },
      "guardDuty.agents must be without RUNTIME_MONITORING in cn-north-1, where GuardDuty does not have it, got ['EC2_AGENT_MANAGEMENT']"],
    ['the attested feature', { ...ALREADY_ON, features: [GuardDutyFeature.RUNTIME_MONITORING] },
      "guardDuty.features must be without RUNTIME_MONITORING in cn-north-1, where GuardDuty does not have it, got ['RUNTIME_MONITORING']"],
  ])('%s is refused', (_name, guardDuty, message) => {
    expect(() => chinese({ guardDuty })).toThrow(new Error(message));
  });
});

describe('services of the account', () => {
  const ACCOUNT_WIDE = [DETECTOR, HUB, STANDARD, ANALYZER];
  const made = (lifecycle: Lifecycle) => {
    const stack = testStack({ lifecycle, frameworks: [Framework.AWS_FSBP] });
    new ThreatDetection(stack, 'Threats', { accessAnalyzer: { unusedAfter: Duration.days(90) } });
    return { stack, template: templateOf(stack) };
  };

  test('are retained when a production stack is deleted, and deleted again when its creation fails', () => {
    const { template } = made(Lifecycle.PRODUCTION);
    for (const type of ACCOUNT_WIDE) {
      const resources = Object.values<any>(template.findResources(type));
      expect([type, resources.map(({ DeletionPolicy }) => DeletionPolicy)]).toEqual([type, resources.map(() => 'RetainExceptOnCreate')]);
      expect(resources.length).toBeGreaterThan(0);
    }
  });

  test('are not enabled by an ephemeral stack, which says so, and their findings are published', () => {
    const { stack, template } = made(Lifecycle.EPHEMERAL);
    ACCOUNT_WIDE.forEach((type) => template.resourceCountIs(type, 0));
    template.resourceCountIs(RULE, 2);
    expect(Annotations.fromStack(stack).findInfo('/Stack/Threats', Match.anyValue()).map(({ entry }) => entry.data)).toEqual([
      'a GuardDuty detector', 'AWS Security Hub CSPM', 'an analyzer of IAM Access Analyzer',
    ].map((settings) => `An ephemeral workload does not make ${settings}, because the account has it once per Region: it would be deleted with the stack.`));
  });
});

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('at its defaults there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => { new ThreatDetection(stack, 'Threats'); })).toEqual([]);
});

function evidence(stack: Stack) {
  findingsWithEvidence(stack.node.root as App);
  return evidenceOf((stack.node.root as App).outdir, 'ledger-dev');
}

test('findings go to a standard topic in the Region', () => {
  const stack = testStack();
  const topic = (id: string, region: string) => sns.Topic.fromTopicArn(stack, id, `arn:aws:sns:${region}:123456789012:${id}`);
  refused({ findings: { topic: topic('a.fifo', 'eu-west-2') } }, "findings.topic must be a standard topic, got FIFO topic 'Stack/a.fifo'");
  refused({ findings: { topic: topic('a', 'us-east-1') } }, "findings.topic must be a topic in eu-west-2, got 'Stack/a' in us-east-1");
});
