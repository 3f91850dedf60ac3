import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  Detection, FindingSeverity, Framework, GuardDutyAgent, GuardDutyFeature, Lifecycle, ThreatDetection, ThreatDetectionProps, Workload, WorkloadProps,
} from '../../../src';
import { isSafeguard } from '../../../src/compliance/safeguards';
import { evidenceOf } from '../../compliance/support';
import { EVERY_FRAMEWORK, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';

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
const refused = (props: ThreatDetectionProps, message: string) => expect(() => new ThreatDetection(testStack(), 'Threats', props)).toThrow(message);
const featuresOf = (template: Template): Record<string, any> => Object.fromEntries(
  (Object.values(template.findResources(DETECTOR))[0] as any).Properties.Features.map((feature: any) => [feature.Name, feature]));
const patternsOf = (template: Template) => Object.values(template.findResources(RULE)).map(({ Properties }) => Properties.EventPattern);

describe('GuardDuty', () => {
  test('watches everything that it can, and tells of changes within a quarter of an hour', () => {
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

  test('watches what it is told to, and nothing else', () => {
    const features = featuresOf(built({ guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS] } }));
    expect(Object.values(features).filter(({ Status }) => Status === 'ENABLED').map(({ Name }) => Name)).toEqual(['S3_DATA_EVENTS']);
    expect(features.RUNTIME_MONITORING.AdditionalConfiguration.map(({ Status }: any) => Status)).toEqual(['DISABLED', 'DISABLED', 'DISABLED']);
  });

  test('manages its agents where it is told to', () => {
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

  test('has agents for runtime monitoring alone', () => {
    refused({ guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS], agents: [GuardDutyAgent.EC2_AGENT_MANAGEMENT] } },
      'guardDuty.agents has EC2_AGENT_MANAGEMENT without the feature RUNTIME_MONITORING, need the feature');
    expect(() => built({ guardDuty: { features: [GuardDutyFeature.RUNTIME_MONITORING], agents: [GuardDutyAgent.EC2_AGENT_MANAGEMENT] } }))
      .not.toThrow();
    expect(() => built({ guardDuty: { features: [GuardDutyFeature.S3_DATA_EVENTS], agents: [] } })).not.toThrow();
  });

  test('what it does not watch is reported', () => {
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

  test('checks the standards that match the frameworks, each once, and new controls of theirs', () => {
    const template = built({}, { frameworks: EVERY_FRAMEWORK });
    template.hasResourceProperties(HUB, { EnableDefaultStandards: false, AutoEnableControls: true, ControlFindingGenerator: 'SECURITY_CONTROL' });
    expect(arns(template)).toEqual(['pci-dss/v/4.0.1', 'nist-800-53/v/5.0.0', 'aws-foundational-security-best-practices/v/1.0.0'].map(standard));
    const [hub] = Object.keys(template.findResources(HUB));
    for (const { DependsOn } of Object.values(template.findResources(STANDARD))) expect(DependsOn).toEqual([hub]);
  });

  test('checks AWS Foundational Security Best Practices where no framework is named', () => {
    expect(arns(built())).toEqual([standard('aws-foundational-security-best-practices/v/1.0.0')]);
  });

  test('checks the standards that it is told to', () => {
    expect(arns(built({ securityHub: { standards: ['cis-aws-foundations-benchmark/v/3.0.0'] } }))).toEqual([standard('cis-aws-foundations-benchmark/v/3.0.0')]);
  });

  test('takes the end of an ARN for a standard', () => {
    refused({ securityHub: { standards: ['PCI DSS'] } }, "securityHub.standards has 'PCI DSS', need the end of an ARN such as pci-dss/v/4.0.1");
  });

  test('without a standard is reported', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    new ThreatDetection(stack, 'Threats', { securityHub: { standards: [] } });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['SecurityHub.StandardOn']);
  });
});

describe('Access Analyzer', () => {
  const analyzers = (props: ThreatDetectionProps) => Object.values(built(props).findResources(ANALYZER)).map(({ Properties }) => Properties);

  test('looks for what is shared outside the account', () => expect(analyzers({})).toEqual([{ Type: 'ACCOUNT' }]));

  test('looks for what is shared outside the organization, and for what nobody uses', () => {
    expect(analyzers({ accessAnalyzer: { organization: true, unusedAfter: Duration.days(90) } })).toEqual([
      { Type: 'ORGANIZATION' },
      { Type: 'ORGANIZATION_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } } },
    ]);
  });

  test('calls unused what was not used for a day to a year', () => {
    refused({ accessAnalyzer: { unusedAfter: Duration.days(366) } }, 'accessAnalyzer.unusedAfter is 366 days, need 1 to 365');
  });
});

describe('Inspector', () => {
  test('is not turned on by CloudFormation', () => refused({ inspector: Detection.ON },
    'inspector is ON, need ALREADY_ON once it is: CloudFormation has no resource that turns Amazon Inspector on, `aws inspector2 enable` does'));
});

describe('findings', () => {
  test('of high severity go to an encrypted topic, by a role that publishes to it and does nothing else', () => {
    const template = built({ inspector: Detection.ALREADY_ON });
    expect(patternsOf(template)).toEqual([
      { 'source': ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'], 'detail': { severity: [{ numeric: ['>=', 7] }] } },
      { 'source': ['aws.inspector2'], 'detail-type': ['Inspector2 Finding'], 'detail': { severity: ['CRITICAL', 'HIGH'], status: ['ACTIVE'] } },
      { 'source': ['aws.access-analyzer'], 'detail-type': ['Access Analyzer Finding'], 'detail': { status: ['ACTIVE'] } },
    ]);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
    for (const { Properties } of Object.values(template.findResources(RULE))) {
      expect(Properties.Targets).toEqual([{ Id: 'Target0', Arn: { Ref: topic }, RoleArn: { 'Fn::GetAtt': [role, 'Arn'] } }]);
    }
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: topic } },
          { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: Match.anyValue() },
        ],
      },
    });
  });

  test.each([
    [FindingSeverity.CRITICAL, 9, ['CRITICAL']],
    [FindingSeverity.HIGH, 7, ['CRITICAL', 'HIGH']],
    [FindingSeverity.MEDIUM, 4, ['CRITICAL', 'HIGH', 'MEDIUM']],
  ])('are told from %s on', (leastSeverity, number, names) => {
    const [guardDuty, inspector] = patternsOf(built({ inspector: Detection.ALREADY_ON, findings: { leastSeverity } }));
    expect(guardDuty.detail.severity).toEqual([{ numeric: ['>=', number] }]);
    expect(inspector.detail.severity).toEqual(names);
  });

  test('go to a topic of yours', () => {
    const stack = testStack();
    const topic = new sns.Topic(stack, 'Mine', { masterKey: new kms.Key(stack, 'Key') });
    const { topic: told } = new ThreatDetection(stack, 'Threats', { findings: { topic } });
    expect(told).toBe(topic);
    templateOf(stack).resourceCountIs('AWS::SNS::Topic', 1);
  });

  test('are not told where switched off, or where nothing watches', () => {
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

  test('are told of what is on in the account already', () => {
    expect(patternsOf(built({ guardDuty: ALREADY_ON, accessAnalyzer: OFF })).map(({ source }) => source)).toEqual([['aws.guardduty']]);
  });
});

describe('what is on in the account already', () => {
  const props = { guardDuty: ALREADY_ON, securityHub: ALREADY_ON, accessAnalyzer: ALREADY_ON, inspector: Detection.ALREADY_ON };

  test('is not made again', () => {
    const stack = testStack();
    const threats = new ThreatDetection(stack, 'Threats', props);
    const template = templateOf(stack);
    for (const type of [DETECTOR, HUB, STANDARD, ANALYZER]) template.resourceCountIs(type, 0);
    expect([threats.detector, threats.hub, threats.standards, threats.analyzers]).toEqual([undefined, undefined, [], []]);
  });

  test('is in the evidence, told apart from what a template shows', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    new ThreatDetection(stack, 'Threats', {
      ...props,
      guardDuty: { ...ALREADY_ON, features: [GuardDutyFeature.RUNTIME_MONITORING], agents: [GuardDutyAgent.EKS_ADDON_MANAGEMENT] },
    });
    const { json, matrix } = evidence(stack);
    expect(json.attested).toEqual([
      {
        path: 'Stack/Threats',
        statement: 'Amazon GuardDuty is on in the account without this workload',
        safeguards: ['GuardDuty.DetectorOn', 'GuardDuty.Runtime', 'GuardDuty.EksRuntime'],
      },
      { path: 'Stack/Threats', statement: 'AWS Security Hub is on in the account without this workload', safeguards: ['SecurityHub.StandardOn'] },
      {
        path: 'Stack/Threats',
        statement: 'AWS IAM Access Analyzer is on in the account without this workload',
        safeguards: ['AccessAnalyzer.ExternalAccess'],
      },
      { path: 'Stack/Threats', statement: 'Amazon Inspector is on in the account without this workload', safeguards: [] },
    ]);
    expect(json.attested.flatMap(({ safeguards }: any) => safeguards).filter((id: string) => !isSafeguard(id))).toEqual([]);
    const [pci] = json.frameworks;
    expect(pci.controls.find(({ id }: any) => id === '11.5.1').status).toBe('attested');
    expect(matrix).toContain('## Attested, not shown by a template\n\n| Statement | By | Safeguards |');
    expect(matrix).toContain('| Amazon GuardDuty is on in the account without this workload | Stack/Threats | `GuardDuty.DetectorOn`, ');
    expect(matrix).toMatch(/ · attested: \d/);
  });

  test('every feature and agent has its safeguard', () => {
    const stack = testStack();
    new ThreatDetection(stack, 'Threats', { guardDuty: { ...ALREADY_ON, features: Object.values(GuardDutyFeature), agents: Object.values(GuardDutyAgent) } });
    const ids: string[] = evidence(stack).json.attested[0].safeguards;
    expect(ids.filter((id) => !isSafeguard(id))).toEqual([]);
    expect(new Set(ids).size).toBe(10);
  });

  test('is attested only for the workload that declares it', () => {
    const app = new App();
    const one = new Stack(app, 'One');
    Workload.on(one, { name: 'one' });
    new ThreatDetection(one, 'Threats', props);
    const two = new Stack(app, 'Two');
    Workload.on(two, { name: 'two' });
    app.synth();
    expect(evidenceOf(app.outdir, 'one').json.attested).toHaveLength(4);
    expect(evidenceOf(app.outdir, 'two').json.attested).toBeUndefined();
    expect(evidenceOf(app.outdir, 'two').matrix).not.toContain('Stated');
  });
});

test('what is off is neither created nor attested', () => {
  const stack = testStack();
  new ThreatDetection(stack, 'Threats', { guardDuty: OFF, securityHub: OFF, accessAnalyzer: OFF });
  expect(evidence(stack).json.attested).toBeUndefined();
  expect(Object.keys(templateOf(stack).toJSON().Resources ?? {})).toEqual([]);
});

test('works in AWS GovCloud (US) and in a stack of no particular Region', () => {
  for (const env of [{ region: 'us-gov-west-1' }, {}]) {
    const stack = new Stack(new App(), 'Stack', { env });
    new ThreatDetection(stack, 'Threats');
    const region = Token.isUnresolved(stack.region) ? [':securityhub:', { Ref: 'AWS::Region' }, '::'] : [`:securityhub:${env.region}::`];
    const [{ Properties }] = Object.values(templateOf(stack).findResources(STANDARD));
    expect(JSON.stringify(Properties.StandardsArn)).toContain(JSON.stringify(['arn:', { Ref: 'AWS::Partition' }, ...region]).slice(1, -2));
  }
});

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('at its defaults there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => { new ThreatDetection(stack, 'Threats'); })).toEqual([]);
});

function evidence(stack: Stack) {
  templateOf(stack);
  return evidenceOf((stack.node.root as App).outdir, 'ledger-dev');
}
