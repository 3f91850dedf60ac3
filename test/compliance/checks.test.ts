import * as fs from 'fs';
import * as path from 'path';
import { App, attachCustomSynthesis, CfnElement, CfnParameter, Duration, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, RootConstruct } from 'constructs';
import { findings, folder, house, synth } from './support';
import { ComplianceChecks, ComplianceChecksProps, Framework, Workload } from '../../src';
import { requireOwnFrameworks } from '../../src/compliance/framework-ids';
import { refusal } from '../refusal';

const VERSIONED = 'S3.BucketVersioned';
const paths = (app: App) => findings(app).map((finding) => finding.path);

describe('a finding', () => {
  test('states the property, the actual and the required value', () => {
    const app = new App();
    new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED), Framework.PCI_DSS_4_0_1] });
    expect(findings(app).find(({ rule }) => rule === VERSIONED)).toEqual({
      rule: VERSIONED,
      path: 'Stack/Bucket',
      finding: 'VersioningConfiguration.Status is not set, must be Enabled',
    });
  });

  test('is reported if only the workload requires the fact', () => {
    const app = new App();
    new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    ComplianceChecks.on(app, { frameworks: [], tags: ['CostCenter'] });
    expect(findings(app)).toEqual([{
      rule: 'Workload.RequiredTags',
      path: 'Stack/Bucket',
      finding: 'Tags lack CostCenter, must include CostCenter',
    }]);
  });

  test('is reported for an escape-hatch override', () => {
    const app = new App();
    const bucket = new s3.Bucket(new Stack(app, 'Stack'), 'Bucket', { versioned: true });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
    expect(findings(app).map(({ finding }) => finding))
      .toEqual(['VersioningConfiguration.Status is "Suspended", must be Enabled']);
  });

  test('states that a value that resolves only at deployment cannot be determined', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const status = new CfnParameter(stack, 'Status').valueAsString;
    new s3.CfnBucket(stack, 'Bucket', { versioningConfiguration: { status } });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    expect(findings(app).map(({ finding }) => finding)).toEqual([
      'VersioningConfiguration.Status is {"Ref":"Status"}, which resolves only at deployment, must be a literal value',
    ]);
  });

  test('is not reported for a resource that is not in the synthesized template', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new s3.CfnBucket(stack, 'Bucket');
    stack.templateOptions.transforms = [];
    (stack as any)._toCloudFormation = () => ({ Resources: {} });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    expect(findings(app)).toEqual([]);
  });

  test('about the whole workload names the scope and can be acknowledged there', () => {
    const build = () => {
      const app = new App();
      new cloudtrail.CfnTrail(new Stack(app, 'Stack'), 'Trail', { isLogging: false, s3BucketName: 'b' });
      ComplianceChecks.on(app, { frameworks: [house('CloudTrail.On')] });
      return app;
    };
    expect(findings(build())).toEqual([expect.objectContaining({
      rule: 'CloudTrail.On', finding: 'no trail has IsLogging true',
    })]);
    const acknowledged = build();
    ComplianceChecks.acknowledge(acknowledged, { id: 'CloudTrail.On', reason: 'the organization has a separate trail for this account' });
    expect(findings(acknowledged)).toEqual([]);
  });
});

describe('an app without findings', () => {
  test('synthesizes', () => {
    const app = new App();
    new s3.Bucket(new Stack(app, 'Stack'), 'Bucket', { versioned: true });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    expect(() => app.synth()).not.toThrow();
  });

  test('synthesizes without a stack', () => {
    const app = new App();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED, 'CloudTrail.On')] });
    expect(findings(app)).toEqual([]);
  });

  test('has one plugin for any number of scopes', () => {
    const app = new App();
    const one = ComplianceChecks.on(new Stack(app, 'One'), { frameworks: [] });
    expect(ComplianceChecks.on(new Stack(app, 'Two'), { frameworks: [] })).toBe(one);
    expect(one.name).toBe('ComplianceChecks');
  });

  test('does not need an app as the root of the tree', () => {
    expect(() => ComplianceChecks.on(new Construct(new RootConstruct('Root'), 'Scope'), { frameworks: [], name: 'x' })).not.toThrow();
  });
});

describe('several scopes in one app', () => {
  test('are checked separately', () => {
    const app = new App();
    const [strict, lax] = ['Strict', 'Lax'].map((id) => new Stack(app, id));
    for (const stack of [strict, lax]) new s3.CfnBucket(stack, 'Bucket');
    ComplianceChecks.on(strict, { frameworks: [house(VERSIONED)] });
    ComplianceChecks.on(lax, { frameworks: [house('S3.BucketLifecycle')] });
    expect(findings(app).map(({ rule, path: at }) => `${rule} ${at}`).sort()).toEqual(['S3.BucketLifecycle Lax/Bucket', 'S3.BucketVersioned Strict/Bucket']);
  });

  test('a subject inside another subject is checked against its own frameworks only', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const inner = new Construct(stack, 'Inner');
    new s3.CfnBucket(stack, 'Bucket');
    new s3.CfnBucket(inner, 'Bucket');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    ComplianceChecks.on(inner, { frameworks: [house('S3.BucketLifecycle')] });
    expect(findings(app).map(({ rule, path: at }) => `${rule} ${at}`).sort()).toEqual(['S3.BucketLifecycle Stack/Inner/Bucket', 'S3.BucketVersioned Stack/Bucket']);
  });

  test('a subject that is a stack inside another subject is checked once', () => {
    const app = new App();
    const [outer, inner] = ['Outer', 'Inner'].map((id) => new Stack(app, id));
    for (const stack of [outer, inner]) new s3.CfnBucket(stack, 'Bucket');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    ComplianceChecks.on(inner, { frameworks: [] });
    expect(paths(app)).toEqual(['Outer/Bucket']);
  });

  test('a reference to a resource of another subject resolves', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const [mine, theirs] = ['Mine', 'Theirs'].map((id) => new Construct(stack, id));
    const secret = new secretsmanager.CfnSecret(mine, 'Secret');
    new secretsmanager.CfnRotationSchedule(theirs, 'Rotation', { secretId: secret.ref });
    ComplianceChecks.on(mine, { frameworks: [house('SecretsManager.SecretRotated')] });
    ComplianceChecks.on(theirs, { frameworks: [] });
    expect(findings(app)).toEqual([]);
  });

  test('a second one for the same scope is refused, also that of a workload', () => {
    const app = new App();
    ComplianceChecks.on(app, { frameworks: [], name: 'one' });
    expect(() => ComplianceChecks.on(app, { frameworks: [], name: 'two' }))
      .toThrow("ComplianceChecks 'one' already exists in this scope, set frameworks and safeguards there");
    const stack = new Stack(new App(), 'Stack');
    Workload.on(stack, { name: 'ledger' });
    expect(() => ComplianceChecks.on(stack, { frameworks: [], name: 'two' }))
      .toThrow("ComplianceChecks 'ledger' already exists in this scope, set frameworks and safeguards there");
    const other = new Stack(new App(), 'Stack');
    ComplianceChecks.on(other, { frameworks: [], name: 'one' });
    expect(() => Workload.on(other, { name: 'ledger' })).toThrow("ComplianceChecks 'one' already exists in this scope, set frameworks and safeguards there");
  });

  test('with the same name are refused in one stage and accepted in two stages', () => {
    const app = new App();
    ComplianceChecks.on(new Stack(app, 'One'), { frameworks: [], name: 'ledger' });
    expect(() => ComplianceChecks.on(new Stack(app, 'Two'), { frameworks: [], name: 'ledger' }))
      .toThrow("evidence 'ledger' already exists in this folder, for 'One'");
    expect(() => ComplianceChecks.on(new Stack(new Stage(app, 'Stage'), 'Three'), { frameworks: [], name: 'ledger' })).not.toThrow();
  });
});

describe('templates', () => {
  test('for two Regions: each finding is reported once', () => {
    const app = new App();
    for (const region of ['eu-west-2', 'us-east-1']) {
      for (const account of ['111111111111', '222222222222']) new s3.CfnBucket(new Stack(app, `${region}-${account}`, { env: { account, region } }), 'Bucket');
    }
    new cloudtrail.CfnTrail(app.node.findChild('us-east-1-111111111111') as Stack, 'Trail', { isLogging: false, s3BucketName: 'b' });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED, 'CloudTrail.On')] });
    expect(findings(app).map(({ rule, path: at }) => (rule === VERSIONED ? at : rule)).sort()).toEqual([
      'CloudTrail.On', 'eu-west-2-111111111111/Bucket', 'eu-west-2-222222222222/Bucket', 'us-east-1-111111111111/Bucket', 'us-east-1-222222222222/Bucket',
    ]);
  });

  test('of nested stacks are checked', () => {
    const app = new App();
    const nested = new NestedStack(new Stack(app, 'Stack'), 'Nested');
    new s3.CfnBucket(nested, 'Bucket');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    expect(paths(app)).toEqual(['Stack/Nested/Bucket']);
  });

  test('of stages are checked, from the app and from the stage', () => {
    for (const scope of ['app', 'stage']) {
      const app = new App();
      const stage = new Stage(app, 'Stage');
      new s3.CfnBucket(new Stack(stage, 'Stack'), 'Bucket');
      new s3.CfnBucket(new Stack(app, 'Beside'), 'Bucket');
      ComplianceChecks.on(scope === 'app' ? app : stage, { frameworks: [house(VERSIONED)] });
      expect(paths(app).sort()).toEqual(scope === 'app' ? ['Beside/Bucket', 'Stage/Stack/Bucket'] : ['Stage/Stack/Bucket']);
    }
  });

  test('of a scope inside a stack: only the resources of the scope are checked', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const scope = new Construct(stack, 'Scope');
    for (const parent of [stack, scope]) new s3.CfnBucket(parent, 'Bucket');
    ComplianceChecks.on(scope, { frameworks: [house(VERSIONED)] });
    expect(paths(app)).toEqual(['Stack/Scope/Bucket']);
  });
});

/** An element that is no resource and adds some to the template. */
class Fragment extends CfnElement {
  public _toCloudFormation() {
    return { Resources: { Raw: { Type: 'AWS::S3::Bucket' }, Strange: { Type: 'AWS::QLDB::Ledger' } } };
  }
}

test('resources that no construct of a resource makes are judged, and acknowledged at their stack', () => {
  const make = () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new Fragment(stack, 'Fragment');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    return { app, stack };
  };
  expect(findings(make().app)).toEqual([{ rule: VERSIONED, path: 'Stack/Raw', finding: 'VersioningConfiguration.Status is not set, must be Enabled' }]);
  const { app, stack } = make();
  ComplianceChecks.acknowledge(stack, { id: VERSIONED, reason: 'The objects are copies of another bucket' });
  expect(findings(app)).toEqual([]);
});

describe('what the app attaches to its root with attachCustomSynthesis', () => {
  const attach = (app: App, order: string[]) => attachCustomSynthesis(app, { onSynthesize: () => order.push('own') });
  test.each(['before', 'after'])('%s the check runs, and the check as well, in each synthesis', (when) => {
    const app = new App();
    const order: string[] = [];
    new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    if (when === 'before') attach(app, order);
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    if (when === 'after') attach(app, order);
    expect(paths(app)).toEqual(['Stack/Bucket']);
    expect(paths(app)).toEqual(['Stack/Bucket']);
    expect(order).toEqual(['own', 'own']);
  });

  test('after the check does not switch it off without the validation of constructs', () => {
    const app = new App();
    new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    attach(app, []);
    expect(() => app.synth({ skipValidation: true })).toThrow('S3.BucketVersioned');
  });
});

describe('references to resources in another template resolve', () => {
  const secretsAre = (app: App) => {
    ComplianceChecks.on(app, { frameworks: [house('SecretsManager.SecretRotated')] });
    return paths(app);
  };
  const rotate = (scope: Construct, secret: secretsmanager.CfnSecret) => new secretsmanager.CfnRotationSchedule(scope, 'Rotation', { secretId: secret.ref });

  test.each(['strong', 'weak'])('through a %s reference between stacks', (strength) => {
    const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': strength } });
    const secret = new secretsmanager.CfnSecret(new Stack(app, 'One'), 'Secret');
    new secretsmanager.CfnSecret(secret.stack, 'Other');
    rotate(new Stack(app, 'Two'), secret);
    expect(secretsAre(app)).toEqual(['One/Other']);
  });

  test('through a parameter of a nested stack', () => {
    const app = new App();
    const secret = new secretsmanager.CfnSecret(new Stack(app, 'Stack'), 'Secret');
    new secretsmanager.CfnSecret(secret.stack, 'Other');
    rotate(new NestedStack(secret.stack, 'Nested'), secret);
    expect(secretsAre(app)).toEqual(['Stack/Other']);
  });

  test('through an output of a nested stack', () => {
    const app = new App();
    const nested = new NestedStack(new Stack(app, 'Stack'), 'Nested');
    const secret = new secretsmanager.CfnSecret(nested, 'Secret');
    new secretsmanager.CfnSecret(nested, 'Other');
    rotate(nested.nestedStackParent!, secret);
    expect(secretsAre(app)).toEqual(['Stack/Nested/Other']);
  });

  test('through a parameter from one nested stack to another', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const secret = new secretsmanager.CfnSecret(new NestedStack(stack, 'One'), 'Secret');
    rotate(new NestedStack(stack, 'Two'), secret);
    expect(secretsAre(app)).toEqual([]);
  });

  test('not through a parameter with a value from the user', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new secretsmanager.CfnSecret(stack, 'Secret');
    new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: new CfnParameter(stack, 'Id').valueAsString });
    expect(secretsAre(app)).toEqual(['Stack/Secret']);
  });
});

const A_FRAMEWORK = 'a Framework such as Framework.AWS_FSBP, Framework.FEDRAMP_KSI_2026, Framework.FEDRAMP_MODERATE_R5, Framework.HIPAA_SECURITY_RULE, Framework.NIST_800_53_R5 or Framework.PCI_DSS_4_0_1';

test.each([
  [undefined, 'frameworks must be a list, got undefined'],
  [null, 'frameworks must be a list, got null'],
  [[(Framework as any).FEDRAMP_MODERATE], `frameworks[0] must be ${A_FRAMEWORK}, got undefined`],
  [['PCI'], `frameworks[0] must be ${A_FRAMEWORK}, got 'PCI'`],
  [[{ id: 'own', title: 'Own', source: 's' }], `frameworks[0] must be ${A_FRAMEWORK}, got { id, title, source }`],
])('frameworks %p from JavaScript are refused', (frameworks, message) => {
  expect(refusal(() => ComplianceChecks.on(new App(), { frameworks: frameworks as unknown as Framework[] }))).toBe(message);
});

test.each([[undefined, 'undefined'], [null, 'null'], [{}, '{}'], ['app', "'app'"]])('scope %p from JavaScript is refused', (scope, got) => {
  for (const call of [() => ComplianceChecks.on(scope as any, { frameworks: [] }), () => ComplianceChecks.acknowledge(scope as any, { id: VERSIONED, reason: 'accepted by the whole team' })]) {
    expect(call).toThrow(`scope must be an IConstruct, got ${got}`);
  }
});

test.each<[unknown, string]>([
  [undefined, 'props must be a ComplianceChecksProps, got undefined'],
  [null, 'props must be a ComplianceChecksProps, got null'],
  ['pci', "props must be a ComplianceChecksProps, got 'pci'"],
  [{ frameworks: [], name: Lazy.string({ produce: () => 'a' }) }, 'name must be known at synthesis, got a token'],
  ...[['', "''"], ['a/b', "'a/b'"], ['a b', "'a b'"], ['a'.repeat(201), `'${'a'.repeat(60)}…'`]].map(([name, got]): [unknown, string] => (
    [{ frameworks: [], name }, `name must be 1 to 200 letters, digits, periods, hyphens and underscores, the first no period, got ${got}`])),
  [{ frameworks: [], name: 7 }, 'name must be a string, got 7'],
  [{ frameworks: [], regions: ['eu-west-2', 'eu-west-2z'] }, "regions[1] must be a Region such as eu-west-2, got 'eu-west-2z'"],
  [{ frameworks: [], regions: [Lazy.string({ produce: () => 'eu-west-2' })] }, 'regions[0] must be known at synthesis, got a token'],
  ...['regions', 'tags'].flatMap((prop): Array<[unknown, string]> => [
    [{ frameworks: [], [prop]: 'eu-west-2' }, `${prop} must be a list, got 'eu-west-2'`],
    [{ frameworks: [], [prop]: {} }, `${prop} must be a list, got {}`],
    [{ frameworks: [], [prop]: ['eu-west-2', 7] }, `${prop}[1] must be a string, got 7`],
    [{ frameworks: [], [prop]: [undefined] }, `${prop}[0] must be a string, got undefined`],
    [{ frameworks: [], [prop]: null }, `${prop} must be a list, got null`],
  ]),
])('the props %j from JavaScript are refused', (props, message) => {
  expect(refusal(() => ComplianceChecks.on(new App(), props as ComplianceChecksProps))).toBe(message);
});

test.each([
  { frameworks: [], name: 'a'.repeat(200) }, { frameworks: [], name: 'A-z_0.9' }, { frameworks: [], name: undefined, regions: undefined, tags: [] },
])('the props %j are accepted', (props) => {
  expect(refusal(() => ComplianceChecks.on(new App(), props as unknown as ComplianceChecksProps))).toBeUndefined();
});

describe('expectations', () => {
  test('the strictest number of the frameworks applies', () => {
    const app = new App();
    new rds.CfnDBCluster(new Stack(app, 'Stack'), 'Cluster', { engine: 'neptune', backupRetentionPeriod: 20, vpcSecurityGroupIds: ['sg-1'] });
    const asking = (days: number) => new Framework({
      id: `${days}`, title: `${days}`, source: 's', numbers: { backupRetention: Duration.days(days) }, controls: [{ id: '1', title: 't', safeguards: ['RDS.ClusterBackupRetained'] }],
    });
    ComplianceChecks.on(app, { frameworks: [asking(7), asking(35)] });
    expect(findings(app).map(({ finding }) => finding))
      .toEqual(['BackupRetentionPeriod is 20, must be at least 35']);
  });

  test('allowed Regions for data', () => {
    const app = new App();
    new rds.CfnDBCluster(new Stack(app, 'Stack'), 'Cluster', { engine: 'neptune', sourceRegion: 'us-east-1', vpcSecurityGroupIds: ['sg-1'] });
    ComplianceChecks.on(app, { frameworks: [], regions: ['eu-west-2'] });
    expect(findings(app).map(({ finding }) => finding))
      .toEqual(['a replica from there goes to us-east-1, must be one of eu-west-2']);
  });
});

test('a framework of another copy of the library with an unknown safeguard is refused', () => {
  const other = Object.create(house(VERSIONED), { controls: { value: [{ id: '1', title: 'One', safeguards: ['S3.BucketVersionned'] }] } });
  expect(() => ComplianceChecks.on(new App(), { frameworks: [house(VERSIONED), other] }))
    .toThrow("safeguards of framework 'House' must be ids of safeguards, got 'S3.BucketVersionned', the most similar is 'S3.BucketVersioned'");
});

test('frameworks with one id are the same if their titles and sources are', () => {
  const one = house(VERSIONED);
  const other = (members: object) => Object.create(one, Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value }])));
  expect(() => requireOwnFrameworks(undefined, [one, other({})])).not.toThrow();
  for (const members of [{ title: 'Other' }, { source: 'Other' }]) {
    expect(() => requireOwnFrameworks(undefined, [one, other(members)])).toThrow(`frameworks must have no duplicates, got '${one.id}' twice`);
  }
});

test('the default name of the evidence is the path of the scope', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  ComplianceChecks.on(app, { frameworks: [] });
  ComplianceChecks.on(new Construct(stack, 'A b@Scope'), { frameworks: [] });
  ComplianceChecks.on(stack, { frameworks: [], name: 'ledger-dev' });
  synth(app);
  expect(fs.readdirSync(path.join(outdir, 'evidence'))).toEqual(['Stack-A-b-Scope-b64a87d5', 'app', 'ledger-dev']);
});
