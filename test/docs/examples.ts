import * as fs from 'fs';
import * as path from 'path';
import { transformSync } from '@swc/core';
import { App, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { fixtureOf } from '../../scripts/fixture';
import * as library from '../../src';
import { CDK_JSON, Finding, findingsOf, findingsWithEvidence } from '../support';

const FIXTURE = fixtureOf(
  fs.readFileSync(path.join(__dirname, '../../rosetta/template.ts-fixture'), 'utf-8'),
  { types: Object.fromEntries(Object.keys(library).map((name) => [name, { name }])) },
);
const IMPORT = /^import .*;$/gm;
const DECLARED = /^declare const (\w+): ([\w.]+);$/gm;
/** Texts and comments, which can contain the name of a variable. */
const PROSE = /'[^']*'|\/\/.*/g;
const ENVIRONMENT = { account: '123456789012', region: 'eu-west-2' };
const FRAMEWORKS = [library.Framework.AWS_FSBP, library.Framework.PCI_DSS_4_0_1];

type Values = Record<string, any>;
type Program = (this: Stack, values: Values) => void;

/** Values of the variables that an example has around it, by type. */
const VALUES: Record<string, (stack: Stack, values: Values, source: string) => unknown> = {
  'SecureVpc': (stack) => new library.SecureVpc(stack, 'GivenNetwork', { endpoints: { calledServices: true } }),
  'FargateService': (stack, { network }) => new library.FargateService(stack, 'GivenService', {
    vpc: network.vpc, image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
  }),
  'AutoScalingService': (stack, { network }) => new library.AutoScalingService(stack, 'GivenInstances', { vpc: network.vpc }),
  'CompliantAurora': (stack, { network }) => new library.CompliantAurora(stack, 'GivenDatabase', { vpc: network.vpc }),
  's3.IBucket': (stack) => new library.LogBucket(stack, 'GivenBucket', { deliveries: [library.LogDelivery.LOAD_BALANCER, library.LogDelivery.CONFIG] }).bucket,
  // A distribution takes a certificate in us-east-1, a load balancer one in its Region.
  'acm.ICertificate': (stack, _values, source) => acm.Certificate.fromCertificateArn(stack, 'GivenCertificate',
    `arn:aws:acm:${source.includes('AlbWithWaf') ? ENVIRONMENT.region : 'us-east-1'}:${ENVIRONMENT.account}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`),
  'sns.ITopic': (stack) => sns.Topic.fromTopicArn(stack, 'GivenTopic', `arn:aws:sns:${ENVIRONMENT.region}:${ENVIRONMENT.account}:alarms`),
  'cognito.UserPool': (stack) => cognito.UserPool.fromUserPoolId(stack, 'GivenUserPool', 'eu-west-2_abcdefghi'),
  'cognito.UserPoolClient': (stack) => new cognito.UserPoolClient(stack, 'GivenClient', {
    userPool: cognito.UserPool.fromUserPoolId(stack, 'GivenUserPoolOfClient', 'eu-west-2_abcdefghi'),
    generateSecret: true,
    preventUserExistenceErrors: true,
    oAuth: { flows: { authorizationCodeGrant: true } },
  }),
  'cognito.UserPoolDomain': (stack) => cognito.UserPoolDomain.fromDomainName(stack, 'GivenDomain', 'ledger'),
  'events.IRuleTarget': (stack) => new targets.LambdaFunction(lambda.Function.fromFunctionName(stack, 'GivenFunction', 'change-password')),
  'ISafeguard': () => safeguardThat(() => undefined),
  'LogArchive': (stack, { bucket }) => new library.LogArchive(stack, 'GivenArchive', { bucket }),
  'CompliantPostgres': (stack, { network }) => new library.CompliantPostgres(stack, 'GivenPostgres', { vpc: network.vpc }),
  's3.Bucket': (stack) => new library.SecureBucket(stack, 'GivenDocuments').bucket,
  'backup.IBackupVault': (stack) => backup.BackupVault.fromBackupVaultArn(stack, 'GivenVault', `arn:aws:backup:${ENVIRONMENT.region}:210987654321:backup-vault:central`),
  'secretsmanager.ISecret': (stack) => secretsmanager.Secret.fromSecretNameV2(stack, 'GivenSecret', 'ledger/partner'),
  'wafv2.CfnWebACL': (stack) => new library.WebAcl(stack, 'GivenWebAcl').cfnWebAcl,
};
/** What an example refers to by a text, by that text. */
const SURROUNDINGS: Record<string, (stack: Stack, values: Values) => void> = {
  // A plan without resources is a finding of its own.
  'new BackupPlan(': (_stack, { database }) => void database,
  "'Database/CpuHigh'": (stack, { network }) => void new library.CompliantAurora(stack, 'Database', { vpc: network.vpc }),
  "'Service/MemoryHigh'": (stack, { network }) => void new library.FargateService(stack, 'Service', {
    vpc: network.vpc, image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
  }),
};

/** Synthesizes an example in a stack of its own, in the current folder. Returns the findings, without the note on types that no safeguard judges. */
export function findingsOfExample(source: string): Finding[] {
  const [compareWith] = /(?<=compareWith: ')[^']+/.exec(source) ?? [];
  if (compareWith) synthesized(`Workload.on(this, { name: '${path.basename(compareWith)}', evidence: { folder: '${path.dirname(compareWith)}' } });`);
  if (source.includes('OnFindings.baseline(')) {
    const [file = 'compliance-baseline.json'] = /(?<=file: ')[^']+/.exec(source) ?? [];
    fs.mkdirSync(path.dirname(file), { recursive: true });
    synthesized(source, { 'cdk-regulated:onFindings': 'write-baseline' });
  }
  return synthesized(source).filter(({ rule }) => rule !== 'Unjudged');
}

function synthesized(source: string, context: Record<string, string> = {}): Finding[] {
  const app = new App({ treeMetadata: false, context: { ...CDK_JSON, ...context } });
  const stack = new Stack(app, 'Example', { env: source.includes('WebAclScope.CLOUDFRONT') ? { ...ENVIRONMENT, region: 'us-east-1' } : ENVIRONMENT });
  const body = source.replace(IMPORT, '').replace(DECLARED, '');
  const code = body.replace(PROSE, '');
  if (!/\b(Workload|ComplianceChecks)\.on\(/.test(code)) {
    library.Workload.on(stack, { name: 'example', suffix: 'dev', frameworks: FRAMEWORKS, evidence: { files: [] } });
  }
  const variables = [...FIXTURE.matchAll(DECLARED), ...source.matchAll(DECLARED)];
  const values: Values = {};
  for (const [, name, type] of variables) {
    let value: unknown;
    Object.defineProperty(values, name, { get: () => value ??= VALUES[type](stack, values, source), configurable: true });
  }
  const used = variables.map(([, name]) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const program = programOf([...source.match(IMPORT) ?? []], [...new Set(used)], body);
  const [, judged] = variables.find(([, , type]) => type === 'JudgedResource') ?? [];
  for (const [text, surround] of Object.entries(SURROUNDINGS)) if (body.includes(text) && !body.includes('new CompliantAurora')) surround(stack, values);
  if (judged) judgeWith(stack, (resource) => program.call(stack, { [judged]: resource }));
  else program.call(stack, values);
  return /evidence|compareWith/i.test(source) ? findingsWithEvidence(app) : findingsOf(app);
}

function programOf(imports: readonly string[], variables: readonly string[], body: string): Program {
  const text = [...FIXTURE.match(IMPORT)!, ...imports, `export function example(this: Stack, values: any) { const { ${variables.join(', ')} } = values; {`, body, '} }'].join('\n');
  const { code } = transformSync(text, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
  const module = { exports: {} as { example: Program } };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const load = (name: string) => name === 'cdk-regulated' ? library : require(name);
  new Function('require', 'module', 'exports', code)(load, module, module.exports);
  return module.exports.example;
}

function safeguardThat(judge: (resource: library.JudgedResource) => void): library.ISafeguard {
  return {
    id: 'Example.Judged',
    statement: 'the example runs',
    rationale: 'An example that throws is wrong',
    remedy: 'correct the example',
    severity: library.SafeguardSeverity.LOW,
    resourceTypes: ['AWS::S3::Bucket'],
    judge(resource) {
      judge(resource);
      return library.SafeguardOutcome.holds();
    },
  };
}

/** Judges a bucket in another stack. */
function judgeWith({ node }: Stack, judge: (resource: library.JudgedResource) => void) {
  const stack = new Stack(node.root as App, 'Judged', { env: ENVIRONMENT });
  const framework = new library.Framework({
    id: 'example', title: 'Example', source: 'an example', controls: [{ id: '1', title: 'Example', safeguards: ['Example.Judged'] }], safeguards: [safeguardThat(judge)],
  });
  library.ComplianceChecks.on(stack, { frameworks: [framework], evidence: { files: [] } });
  new s3.CfnBucket(stack, 'Bucket');
}
