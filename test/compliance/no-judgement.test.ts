import * as fs from 'fs';
import * as path from 'path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App, CfnResource, CfnStack, NestedStack, Stack } from 'aws-cdk-lib';
import { evidenceOf, findings, violations } from './support';
import { ComplianceChecks, Framework, ISafeguard, SafeguardOutcome, SafeguardSeverity } from '../../src';
import { isCited } from '../../src/compliance/cited';
import { NO_JUDGEMENT } from '../../src/compliance/mapping/no-judgement';
import { POLICY_TYPES } from '../../src/compliance/predicates/resource-policies';
import { isJudged, SAFEGUARDS, typesJudgedBy } from '../../src/compliance/safeguards';
import { EVERY_FRAMEWORK } from '../support';

const TYPES = Object.values(NO_JUDGEMENT).flat();

test('custom resources without judgement are those of the CDK and of this library', () => {
  const cdk = path.dirname(require.resolve('aws-cdk-lib/package.json'));
  const folders = [...['core', 'aws-s3', 'aws-ec2'].map((module) => path.join(cdk, module, 'lib')), path.join(__dirname, '../../src/operations')];
  const code = folders.flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => /(?<!\.d)\.(js|ts)$/.test(file))
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf-8'))).join('\n');
  const custom = TYPES.filter((type) => type.startsWith('Custom::')).sort();
  expect(custom).toEqual([
    'Custom::CrossRegionExportReader', 'Custom::CrossRegionExportWriter', 'Custom::S3AutoDeleteObjects', 'Custom::S3BucketNotifications', 'Custom::SecureParameter',
    'Custom::VpcRestrictDefaultSG',
  ]);
  expect(custom.filter((type) => !code.includes(type))).toEqual([]);
});

test('types without judgement exist and are listed once', () => {
  const known = new Set([...loadAwsServiceSpecSync().all('resource')].map(({ cloudFormationType }) => cloudFormationType));
  expect(TYPES.filter((type) => !type.startsWith('Custom::') && !known.has(type) && type !== 'AWS::CDK::Metadata')).toEqual([]);
  expect(TYPES.filter((type, index) => TYPES.indexOf(type) !== index)).toEqual([]);
});

test('types without judgement have no safeguard, except for those that some frameworks do not judge', () => {
  const citedBy = (framework: Framework) => new Set(SAFEGUARDS.filter(({ id }) => isCited(id, [framework])).flatMap(typesJudgedBy));
  const frameworks = EVERY_FRAMEWORK.map(citedBy);
  expect(TYPES.filter((type) => isJudged(type) && frameworks.every((types) => types.has(type)))).toEqual([]);
});

test('a type whose safeguards no framework of the check cites is not judged', () => {
  const unjudgedFor = (framework: Framework, safeguards: ISafeguard[] = []) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new CfnResource(stack, 'Gateway', { type: 'AWS::EC2::TransitGateway' });
    new CfnResource(stack, 'Address', { type: 'AWS::EC2::EIP' });
    ComplianceChecks.on(app, { frameworks: [framework], safeguards });
    findings(app);
    return evidenceOf(app.outdir, 'app').json.unjudged ?? [];
  };
  const own: ISafeguard = {
    id: 'House.GatewayNamed',
    statement: 'the gateway has a name',
    rationale: 'people find it',
    remedy: 'set a name',
    severity: SafeguardSeverity.LOW,
    resourceTypes: ['AWS::EC2::TransitGateway'],
    judge: () => SafeguardOutcome.holds(),
  };
  expect(unjudgedFor(Framework.AWS_FSBP)).toEqual([]);
  expect(unjudgedFor(Framework.HIPAA_SECURITY_RULE)).toEqual([{ type: 'AWS::EC2::TransitGateway', resources: 1 }]);
  expect(unjudgedFor(Framework.HIPAA_SECURITY_RULE, [own])).toEqual([]);
});

test('a type that no safeguard judges is a warning, is in the evidence, and leaves the controls about its service open', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new CfnResource(stack, 'Ledger', { type: 'AWS::QLDB::Ledger', properties: { PermissionsMode: 'STANDARD' } });
  new CfnResource(stack, 'Helper', { type: 'Custom::AnyCall' });
  new CfnResource(stack, 'Alias', { type: 'AWS::KMS::Alias', properties: { AliasName: 'alias/a', TargetKeyId: 'k' } });
  ComplianceChecks.on(app, { frameworks: [Framework.AWS_FSBP] });
  expect(findings(app)).toEqual([]);
  expect(violations(app).filter(({ ruleName }) => ruleName === 'Unjudged').map(({ severity, description, suggestedFix }) => [severity, description, suggestedFix])).toEqual([[
    'warning', 'no safeguard judges 2 resources of 2 types',
    'review them by other means; the evidence lists the types\n   AWS::QLDB::Ledger: 1\n   Custom::AnyCall: 1',
  ]]);
  const { json, matrix } = evidenceOf(app.outdir, 'app');
  expect(json.unjudged).toEqual([{ type: 'AWS::QLDB::Ledger', resources: 1 }, { type: 'Custom::AnyCall', resources: 1 }]);
  expect(matrix).toContain('## Resource types that no safeguard judges');
});

test('a resource is not judged by its resource policy alone, and a resource that is a policy is', () => {
  const notJudged = POLICY_TYPES.filter((type) => !isJudged(type));
  expect(notJudged).toEqual([
    'AWS::AIOps::InvestigationGroup', 'AWS::ApiGateway::DomainNameV2', 'AWS::CodeArtifact::Domain', 'AWS::CodeArtifact::Repository', 'AWS::Comprehend::DocumentClassifier',
    'AWS::Comprehend::EntityRecognizer', 'AWS::DSQL::Cluster', 'AWS::FSx::S3AccessPointAttachment', 'AWS::MediaStore::Container', 'AWS::OSIS::Pipeline',
    'AWS::Omics::SequenceStore', 'AWS::PaymentCryptography::Key', 'AWS::S3Express::AccessPoint', 'AWS::S3Outposts::AccessPoint', 'AWS::SageMaker::ModelPackageGroup',
  ]);
});

test('a nested stack is judged by its template, and one of a URL is not judged', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new CfnResource(new NestedStack(stack, 'Nested'), 'Alias', { type: 'AWS::KMS::Alias', properties: { AliasName: 'alias/a', TargetKeyId: 'k' } });
  new CfnStack(stack, 'Remote', { templateUrl: 'https://s3.amazonaws.com/x/y.json' });
  ComplianceChecks.on(app, { frameworks: [Framework.AWS_FSBP] });
  expect(findings(app)).toEqual([]);
  expect(violations(app).filter(({ ruleName }) => ruleName === 'Unjudged').map(({ suggestedFix }) => suggestedFix)).toEqual([
    'review them by other means; the evidence lists the types\n   AWS::CloudFormation::Stack: 1',
  ]);
  expect(evidenceOf(app.outdir, 'app').json.unjudged).toEqual([{ type: 'AWS::CloudFormation::Stack', resources: 1 }]);
});

test('a macro that changes a template is a warning, other than those of AWS', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new CfnResource(stack, 'Alias', { type: 'AWS::KMS::Alias', properties: { AliasName: 'alias/a', TargetKeyId: 'k' } });
  for (const transform of ['Own', 'AWS::Include', 'AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16']) stack.addTransform(transform);
  ComplianceChecks.on(app, { frameworks: [Framework.AWS_FSBP] });
  expect(findings(app)).toEqual([]);
  expect(violations(app).filter(({ ruleName }) => ruleName === 'Unjudged').map(({ severity, description, suggestedFix }) => [severity, description, suggestedFix])).toEqual(
    ['Own', 'AWS::Include'].map((name) => [
      'warning', `transform ${name} changes 1 template at deployment, judged as written`, 'review what the macro makes by other means\n   Stack',
    ]));
});

test('a control whose published mapping covers a type that is not judged is not satisfied', () => {
  const statusWith = (type?: string) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId: 'alias/orders' } });
    if (type) new CfnResource(stack, 'Other', { type });
    ComplianceChecks.on(app, { frameworks: [Framework.AWS_FSBP] });
    findings(app);
    return evidenceOf(app.outdir, 'app').json.frameworks[0].controls.find(({ id }: { id: string }) => id === 'SQS.1').status;
  };
  expect([statusWith(), statusWith('AWS::SQS::SomethingNew')]).toEqual(['satisfied', 'not judged']);
});
