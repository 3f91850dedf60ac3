import { App, Duration, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DataClass, KeyLayout, KeyUse, Lifecycle, Workload, WorkloadKey, WorkloadKeyProps, WorkloadProps } from '../../src';
import { refusal } from '../refusal';
import { findingsAtDefaults, findingsOf, templateOf, testStack } from '../support';

const ACCOUNT = '123456789012';
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });
const ROOT = arn(`iam::${ACCOUNT}:root`);

const ADMINISTRATION = [
  'kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias', 'kms:DescribeKey', 'kms:UpdateKeyDescription', 'kms:EnableKey', 'kms:DisableKey',
  'kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'kms:ListKeyPolicies', 'kms:GetKeyRotationStatus', 'kms:EnableKeyRotation', 'kms:DisableKeyRotation',
  'kms:RotateKeyOnDemand', 'kms:ListKeyRotations', 'kms:ListGrants', 'kms:RevokeGrant', 'kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource',
  'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion',
];

const role = (account: string, name = 'Custodian') => new iam.ArnPrincipal(`arn:aws:iam::${account}:role/${name}`);

function keyOf(template: Template): any {
  const [key] = Object.values(template.findResources('AWS::KMS::Key'));
  return key;
}

function statementsOf(template: Template): any[] {
  return keyOf(template).Properties.KeyPolicy.Statement;
}

function make(props: WorkloadKeyProps, stack = testStack()): Template {
  new WorkloadKey(stack, 'Ledger', props);
  return templateOf(stack);
}

function aliases(template: Template): string[] {
  return Object.values(template.findResources('AWS::KMS::Alias')).map(({ Properties }) => Properties.AliasName);
}

describe.each([
  [Lifecycle.PRODUCTION, { policy: 'RetainExceptOnCreate', replaced: 'Retain', days: 30 }],
  [Lifecycle.EPHEMERAL, { policy: 'Delete', replaced: 'Delete', days: 7 }],
])('a WorkloadKey, %s', (lifecycle, { policy, replaced, days }) => {
  test('has no findings', () => {
    expect(findingsAtDefaults(lifecycle, (stack) => new WorkloadKey(stack, 'Ledger'))).toEqual([]);
  });

  test('rotates, has a waiting period, and permits the account to manage but not to use it', () => {
    const key = keyOf(make({}, testStack({ lifecycle })));
    expect(key).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: replaced });
    expect(key.Properties).toEqual({
      EnableKeyRotation: true,
      PendingWindowInDays: days,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [{ Sid: 'AccountAdministration', Effect: 'Allow', Principal: { AWS: ROOT }, Action: ADMINISTRATION, Resource: '*' }],
      },
    });
  });
});

test('is retained without an alias where no workload is declared', () => {
  const stack = new Stack(new App(), 'Stack');
  WorkloadKey.of(stack, DataClass.DATA);
  const template = templateOf(stack);
  expect(keyOf(template)).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { PendingWindowInDays: 30 } });
  template.resourceCountIs('AWS::KMS::Alias', 0);
});

describe('alias', () => {
  test('is the given alias', () => {
    expect(aliases(make({ alias: 'ledger/cards' }))).toEqual(['alias/ledger/cards']);
    expect(aliases(make({}))).toEqual([]);
  });

  test.each([
    ['aws/ledger', "alias must be a key alias name that does not begin with aws/, which AWS reserves, got 'aws/ledger'"],
    ['a b', "alias must be a key alias name of A-Z a-z 0-9 / - _, got 'a b'"],
    ['a'.repeat(251), 'alias must be at most 250 characters for a key alias, got 251'],
  ])('%s is refused', (alias, message) => {
    expect(() => make({ alias })).toThrow(new Error(message));
  });
});

describe('the name of a workload in its key', () => {
  const refused = (build: (workload: Partial<WorkloadProps>) => void) => refusal(() => build({ namePattern: '{name}:{type}' }));
  const need = 'must be a key alias name of A-Z a-z 0-9 / - _, got';

  test('is an alias, in the stack of the workload and in others', () => {
    expect(refused((workload) => WorkloadKey.of(testStack(workload), DataClass.DATA))).toBe(`name of type 'data-key' ${need} 'ledger:data-key'`);
    expect(refused((workload) => {
      const app = new App();
      Workload.on(app, { name: 'ledger', ...workload });
      WorkloadKey.of(new Stack(app, 'Other'), DataClass.DATA);
    })).toMatch(/^name of type 'data-key-[0-9a-f]{8}' must be a key alias name of A-Z a-z 0-9 \/ - _, got 'ledger:data-key-[0-9a-f]{8}'$/);
  });
});

describe('rotationPeriod', () => {
  test.each([90, 2560])('accepts %d days', (days) => {
    expect(keyOf(make({ rotationPeriod: Duration.days(days) })).Properties.RotationPeriodInDays).toBe(days);
  });

  test.each([
    [Duration.days(89), 'rotationPeriod must be a whole number of days from 90 to 2560, got 89 days'],
    [Duration.days(2561), 'rotationPeriod must be a whole number of days from 90 to 2560, got 2561 days'],
    [Duration.hours(2200), 'rotationPeriod must be a whole number of days from 90 to 2560, got 91 days 16 hours'],
  ])('%s is refused', (rotationPeriod, message) => {
    expect(() => make({ rotationPeriod })).toThrow(new Error(message));
  });
});

describe('administrators and users', () => {
  test('administrators replace the account, except for its root user', () => {
    expect(statementsOf(make({ administrators: [role(ACCOUNT), role(ACCOUNT, 'Deployer')] }))).toEqual([
      {
        Sid: 'RootUserAdministration',
        Effect: 'Allow',
        Principal: { AWS: ROOT },
        Action: ADMINISTRATION,
        Resource: '*',
        Condition: { ArnEquals: { 'aws:PrincipalArn': ROOT } },
      },
      {
        Sid: 'Administration',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/Custodian`, `arn:aws:iam::${ACCOUNT}:role/Deployer`] },
        Action: ADMINISTRATION,
        Resource: '*',
      },
    ]);
  });

  test('users can use but not manage the key', () => {
    expect(statementsOf(make({ users: [role(ACCOUNT, 'Signer'), role('999999999999', 'Partner')] })).slice(1)).toEqual([{
      Sid: 'Users',
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/Signer`, 'arn:aws:iam::999999999999:role/Partner'] },
      Action: [
        'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
        'kms:DescribeKey',
      ],
      Resource: '*',
    }]);
  });

  test('an empty list of users is refused', () => {
    expect(() => make({ users: [] })).toThrow(new Error('users must not be empty'));
  });

  test('both have no findings', () => {
    expect(findingsAtDefaults(Lifecycle.PRODUCTION, (stack) => new WorkloadKey(stack, 'Ledger', {
      administrators: [role(ACCOUNT)], users: [role(ACCOUNT, 'Signer')], multiRegion: true,
    }))).toEqual([]);
  });

  test.each<[string, iam.IPrincipal[], string]>([
    ['nobody', [], 'administrators must not be empty'],
    ['roles of other accounts', [role('999999999999'), role('888888888888')],
      `administrators must include a principal of account ${ACCOUNT}, got account 999999999999, account 888888888888: `
      + 'no other principal can change the key policy'],
    ['another account', [new iam.AccountPrincipal('999999999999')],
      `administrators must include a principal of account ${ACCOUNT}, got account 999999999999: no other principal can change the key policy`],
    ['services', [new iam.ServicePrincipal('lambda.amazonaws.com')],
      `administrators must include a principal of account ${ACCOUNT}, got lambda.amazonaws.com: no other principal can change the key policy`],
  ])('%s as administrators would lock the account out', (_, administrators, message) => {
    expect(() => make({ administrators })).toThrow(new Error(message));
  });

  test('no administrators of a key without an account are refused', () => {
    expect(() => make({ administrators: [] }, new Stack(new App(), 'Stack')))
      .toThrow(new Error('administrators must not be empty'));
    expect(() => make({ administrators: [new iam.ServicePrincipal('lambda.amazonaws.com')] }, new Stack(new App(), 'Stack')))
      .toThrow(new Error('administrators must include a principal of its account, got lambda.amazonaws.com: no other principal can change the key policy'));
  });

  test.each<[string, (stack: Stack) => iam.IPrincipal[]]>([
    ['one of this account among others', () => [role('999999999999'), role(ACCOUNT)]],
    ['a role of the stack', (stack) => [new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() })]],
    ['the account itself', () => [new iam.AccountRootPrincipal()]],
    ['a role whose ARN is a token', () => [new iam.ArnPrincipal(Lazy.string({ produce: () => `arn:aws:iam::${ACCOUNT}:role/R` }))]],
    ['an account that is a token', () => [new iam.AccountPrincipal(Lazy.string({ produce: () => ACCOUNT }))]],
  ])('%s can manage the key', (_, administrators) => {
    const stack = testStack();
    expect(statementsOf(make({ administrators: administrators(stack) }, stack))[1].Sid).toBe('Administration');
  });

  test('a stack without an account accepts administrators of any account', () => {
    expect(statementsOf(make({ administrators: [role('999999999999')] }, new Stack(new App(), 'Stack')))[1].Principal)
      .toEqual({ AWS: 'arn:aws:iam::999999999999:role/Custodian' });
  });
});

describe('a statement that is added later', () => {
  function deny(statement: iam.PolicyStatementProps): () => unknown {
    const stack = testStack();
    const { key } = new WorkloadKey(stack, 'Ledger');
    key.addToResourcePolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['kms:PutKeyPolicy'], resources: ['*'], ...statement,
    }));
    return () => (stack.node.root as App).synth();
  }

  test.each<[string, iam.PolicyStatementProps, string]>([
    ['by name', { sid: 'Frozen' }, "'Frozen'"],
    ['every action of KMS', { actions: ['kms:*'] }, 'without a Sid'],
    ['every action', { actions: ['kms:Decrypt', '*'] }, 'without a Sid'],
    ['by its beginning', { actions: ['kms:Put*'] }, 'without a Sid'],
    ['to the account', { principals: [new iam.AccountRootPrincipal()] }, 'without a Sid'],
    ['to the world', { principals: [new iam.StarPrincipal()] }, 'without a Sid'],
  ])('must not deny everybody the policy, %s', (_, statement, sid) => {
    expect(deny(statement)).toThrow(`key policy statement ${sid} must have a condition or named principals, got a denial of kms:PutKeyPolicy for the whole account: `
      + 'the key policy could not be changed again');
  });

  test.each<[string, iam.PolicyStatementProps]>([
    ['to a single role', { principals: [role(ACCOUNT)] }],
    ['under a condition', { conditions: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['another action', { actions: ['kms:Decrypt'] }],
    ['everybody else', { principals: undefined, notPrincipals: [role(ACCOUNT)] }],
    ['all but some actions', { actions: undefined, notActions: ['kms:PutKeyPolicy'] }],
  ])('may deny %s', (_, statement) => {
    expect(deny(statement)).not.toThrow();
  });

  test('can allow', () => {
    expect(deny({ effect: iam.Effect.ALLOW, principals: [new iam.AccountRootPrincipal()] })).not.toThrow();
  });
});

describe('multiRegion', () => {
  test('creates a key that administrators can replicate', () => {
    const template = make({ multiRegion: true, administrators: [role(ACCOUNT)] });
    expect(keyOf(template).Properties.MultiRegion).toBe(true);
    const principal = { AWS: `arn:aws:iam::${ACCOUNT}:role/Custodian` };
    expect(statementsOf(template).slice(2)).toEqual([
      { Sid: 'Replication', Effect: 'Allow', Principal: principal, Action: 'kms:ReplicateKey', Resource: '*' },
      { Sid: 'Failover', Effect: 'Allow', Principal: principal, Action: 'kms:UpdatePrimaryRegion', Resource: '*' },
    ]);
  });

  test('keeps replicas in the workload\'s Regions', () => {
    const regions = ['eu-west-2', 'eu-west-1'];
    expect(statementsOf(make({ multiRegion: true }, testStack({ regions }))).slice(1)).toEqual([
      {
        Sid: 'Replication',
        Effect: 'Allow',
        Principal: { AWS: ROOT },
        Action: 'kms:ReplicateKey',
        Resource: '*',
        Condition: { StringEquals: { 'kms:ReplicaRegion': regions } },
      },
      {
        Sid: 'Failover',
        Effect: 'Allow',
        Principal: { AWS: ROOT },
        Action: 'kms:UpdatePrimaryRegion',
        Resource: '*',
        Condition: { StringEquals: { 'kms:PrimaryRegion': regions } },
      },
    ]);
  });

  test('is refused in a workload with a single Region', () => {
    expect(() => make({ multiRegion: true }, testStack({ regions: ['eu-west-2'] })))
      .toThrow(new Error("multiRegion must be false, got true: workload 'ledger' allows data in eu-west-2 only"));
    expect(keyOf(make({}, testStack({ regions: ['eu-west-2'] }))).Properties.MultiRegion).toBeUndefined();
  });
});

test('allow adds each use once', () => {
  const stack = testStack();
  const key = new WorkloadKey(stack, 'Ledger');
  key.allow(KeyUse.CONFIG);
  key.allow(KeyUse.CONFIG);
  expect(statementsOf(templateOf(stack)).map(({ Sid }) => Sid)).toEqual(['AccountAdministration', 'AllowConfig']);
});

describe('WorkloadKey.of', () => {
  test('returns one key per class of data and stack', () => {
    const stack = testStack();
    const keys = [DataClass.DATA, DataClass.STORAGE, DataClass.LOGS].map((dataClass) => WorkloadKey.of(stack, dataClass));
    expect(keys.map(({ node }) => node.path)).toEqual(['Stack/DataKey', 'Stack/StorageKey', 'Stack/LogsKey']);
    expect(WorkloadKey.of(keys[0], DataClass.DATA)).toBe(keys[0]);
    expect(aliases(templateOf(stack))).toEqual(['alias/ledger-data-key-dev', 'alias/ledger-storage-key-dev', 'alias/ledger-logs-key-dev']);
  });

  test('returns one key for all classes with KeyLayout.SINGLE', () => {
    const stack = testStack({ keys: KeyLayout.SINGLE });
    const key = WorkloadKey.of(stack, DataClass.DATA);
    expect(WorkloadKey.of(stack, DataClass.LOGS)).toBe(key);
    expect(key.node.path).toBe('Stack/Key');
    const template = templateOf(stack);
    expect(aliases(template)).toEqual(['alias/ledger-kms-key-dev']);
    expect(Object.keys(template.findResources('AWS::KMS::Key'))).toEqual(['Key9BCD29C7']);
  });

  test('refuses another construct with its id', () => {
    const stack = testStack();
    new kms.Key(stack, 'DataKey');
    expect(() => WorkloadKey.of(stack, DataClass.DATA))
      .toThrow(new Error("construct 'Stack/DataKey' must have another id, got 'DataKey', which is reserved for the key of the workload"));
  });
});

test.each([undefined, null, {}, 'DATA'])('the class of data %p is refused', (dataClass) => {
  const message = `dataClass must be DataClass.DATA, DataClass.STORAGE or DataClass.LOGS, got ${typeof dataClass === 'string' ? "'DATA'" : dataClass ? '{}' : dataClass}`;
  expect(() => WorkloadKey.of(testStack(), dataClass as DataClass)).toThrow(new Error(message));
  expect(() => WorkloadKey.on(testStack(), dataClass as DataClass)).toThrow(new Error(message));
});

test('the id of a key is free until another construct has it', () => {
  const [empty, ofWorkload, taken] = [testStack(), testStack(), testStack()];
  WorkloadKey.of(ofWorkload, DataClass.STORAGE);
  new Construct(taken, 'StorageKey');
  expect([empty, ofWorkload, taken].map((stack) => WorkloadKey._isReserved(stack, DataClass.STORAGE))).toEqual([true, true, false]);
});

describe('WorkloadKey.on', () => {
  test('declares the key that constructs use', () => {
    const stack = testStack();
    const key = WorkloadKey.on(stack, DataClass.DATA, { rotationPeriod: Duration.days(180) });
    expect(WorkloadKey.of(stack, DataClass.DATA)).toBe(key);
    const template = templateOf(stack);
    expect(keyOf(template).Properties.RotationPeriodInDays).toBe(180);
    expect(aliases(template)).toEqual(['alias/ledger-data-key-dev']);
  });

  test('accepts another alias', () => {
    const stack = testStack();
    WorkloadKey.on(stack, DataClass.DATA, { alias: 'cards' });
    expect(aliases(templateOf(stack))).toEqual(['alias/cards']);
  });

  test('is refused after the key exists', () => {
    const stack = testStack();
    WorkloadKey.of(stack, DataClass.STORAGE);
    expect(() => WorkloadKey.on(stack, DataClass.STORAGE))
      .toThrow(new Error("WorkloadKey 'StorageKey' already exists in this scope: call WorkloadKey.on before the first construct that uses the key"));
  });
});

describe('aliases of the stacks of one workload', () => {
  const env = { account: ACCOUNT, region: 'eu-west-2' };

  function aliasesOf(...stacks: Stack[]): string[] {
    stacks.forEach((stack) => WorkloadKey.of(stack, DataClass.DATA));
    return stacks.flatMap((stack) => aliases(templateOf(stack)));
  }

  function appOf(...ids: string[]): Stack[] {
    const app = new App();
    Workload.on(app, { name: 'ledger', suffix: 'dev' });
    return ids.map((id) => new Stack(app, id, { env }));
  }

  test('have a hash of the stack name if the workload is declared on the app', () => {
    expect(aliasesOf(...appOf('Stack1', 'Stack2', 'Stack3')))
      .toEqual(['alias/ledger-data-key-82db4a40-dev', 'alias/ledger-data-key-52e254ab-dev', 'alias/ledger-data-key-789ccb2f-dev']);
  });

  test('do not change with a stack before, with the order, or with the id of a stack that keeps its name', () => {
    const [alone] = aliasesOf(...appOf('Existing'));
    expect(aliasesOf(...appOf('New', 'Existing'))[1]).toBe(alone);
    const [first, existing] = appOf('New', 'Existing');
    expect(aliasesOf(existing, first)[0]).toBe(alone);
    const app = new App();
    Workload.on(app, { name: 'ledger', suffix: 'dev' });
    expect(aliasesOf(new Stack(app, 'Renamed', { env, stackName: 'Existing' }))).toEqual([alone]);
  });

  test('are the name of the workload in the stack with its name, in any order', () => {
    expect(aliasesOf(...appOf('New', 'ledger-dev'))[1]).toBe('alias/ledger-data-key-dev');
    expect(aliasesOf(...appOf('ledger-dev', 'New'))[0]).toBe('alias/ledger-data-key-dev');
  });

  test('are the name of the workload in the stack that it is declared in, also after other stacks', () => {
    const stack = new Stack(new App(), 'Home', { env });
    Workload.on(stack, { name: 'ledger', suffix: 'dev' });
    expect(aliasesOf(new Stack(stack, 'Other', { env, stackName: 'ledger-dev' }), new NestedStack(stack, 'Nested'), stack).sort())
      .toEqual(['alias/ledger-data-key-cca3c30a-dev', 'alias/ledger-data-key-d80dcdd5-dev', 'alias/ledger-data-key-dev']);
  });
});

describe('a key that is given to an L2 of aws-cdk-lib', () => {
  const findings = (allow: boolean) => {
    const stack = testStack();
    const key = WorkloadKey.of(stack, DataClass.DATA);
    if (allow) [KeyUse.via('dynamodb'), KeyUse.via('elasticfilesystem'), KeyUse.CLOUDWATCH_LOGS].forEach((use) => key.allow(use));
    new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryption: dynamodb.TableEncryptionV2.customerManagedKey(key.key) });
    new efs.CfnFileSystem(stack, 'Files', { encrypted: true, kmsKeyId: key.key.keyArn });
    new logs.LogGroup(stack, 'Log', { encryptionKey: key.key });
    return findingsOf(stack.node.root as App).filter(({ rule }) => rule === 'KMS.KeyPermitsService').map(({ path, description }) => `${path}: ${description}`).sort();
  };

  test('without a statement for its service is a finding that names the statement', () => {
    expect(findings(false)).toEqual([
      expect.stringMatching(/^Stack\/Files: .*allow\(KeyUse\.via\('elasticfilesystem'\)\)/),
      expect.stringMatching(/^Stack\/Log\/Resource: .*allow\(KeyUse\.CLOUDWATCH_LOGS\)/),
      expect.stringMatching(/^Stack\/Table\/Resource: .*allow\(KeyUse\.via\('dynamodb'\)\)/),
    ]);
  });

  test('with the statement is not', () => {
    expect(findings(true)).toEqual([]);
  });
});
