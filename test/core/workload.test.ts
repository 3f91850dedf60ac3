import { App, Aws, CfnOutput, CfnResource, Duration, Fn, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Framework, KeyLayout, Lifecycle, NameLimit, PatchOperatingSystem, PatchSchedule, Workload, WorkloadKey, DataClass, WorkloadProps } from '../../src';
import { repeatedNames } from '../../src/core/workload/unique-names';
import { violations } from '../compliance/support';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

const declared = (props: Partial<WorkloadProps> = {}) => Workload.on(new App(), { name: 'ledger', ...props });

describe('Workload.of', () => {
  test('finds the nearest workload above a construct', () => {
    const app = new App();
    const outer = Workload.on(app, { name: 'outer' });
    const stack = new Stack(app, 'Stack');
    const part = new Construct(stack, 'Part');
    const inner = Workload.on(part, { name: 'inner' });
    expect(Workload.of(new Construct(part, 'Child'))).toBe(inner);
    expect(Workload.of(part)).toBe(inner);
    expect(Workload.of(stack)).toBe(outer);
  });

  test('returns one workload with safe defaults where none is declared', () => {
    const stack = new Stack(new App(), 'Stack');
    const workload = Workload.of(new Construct(stack, 'Part'));
    expect(Workload.of(stack)).toBe(workload);
    expect(workload.scope).toBe(stack.node.root);
    expect(workload.name).toBeUndefined();
    expect(workload.suffix).toBeUndefined();
    expect(workload.regions).toBeUndefined();
    expect(workload.lifecycle).toBe(Lifecycle.PRODUCTION);
    expect(workload.frameworks).toEqual([Framework.AWS_FSBP]);
    expect(workload.keys).toBe(KeyLayout.PER_DATA_CLASS);
  });

  test('does not change the stacks of an app without a workload', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    Workload.of(stack);
    expect(stack.terminationProtection).toBe(false);
    app.synth();
    expect(stack.terminationProtection).toBe(false);
  });
});

test('constructs that take the default workload are not judged, which is a warning, once for each construct', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const [one, two] = ['One', 'Two'].map((id) => new Construct(stack, id));
  for (const construct of [one, two, one]) Workload.of(construct);
  expect(violations(app).map(({ description }) => description)).toEqual(['no check covers 2 constructs of cdk-regulated: their templates are not judged']);
});

test.each([undefined, null, {}, []])('Workload.of(%p) is refused', (construct) => {
  expect(() => Workload.of(construct as never)).toThrow(`construct must be an IConstruct, got ${Array.isArray(construct) ? '[]' : construct ? '{}' : construct}`);
});

describe('Workload.on', () => {
  test('exposes its props', () => {
    const workload = declared({
      suffix: 'dev', lifecycle: Lifecycle.EPHEMERAL, frameworks: [Framework.PCI_DSS_4_0_1], regions: ['eu-west-2'], keys: KeyLayout.SINGLE,
    });
    expect(workload).toMatchObject({
      name: 'ledger', suffix: 'dev', lifecycle: 'ephemeral', frameworks: [Framework.PCI_DSS_4_0_1], regions: ['eu-west-2'], keys: 'single',
    });
  });

  test('defaults to production, AWS FSBP, all Regions and one key per class of data', () => {
    expect(declared()).toMatchObject({ lifecycle: 'production', frameworks: [Framework.AWS_FSBP], keys: 'per-data-class' });
    expect(declared().regions).toBeUndefined();
  });

  test('two workloads on one scope are refused', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    expect(() => Workload.on(app, { name: 'loan' }))
      .toThrow("Workload 'ledger' already exists in this scope");
  });

  test('a workload declared after its constructs is refused', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    Workload.of(new Construct(stack, 'Network'));
    expect(() => Workload.on(stack, { name: 'ledger' }))
      .toThrow("Workload.on must be called before constructs are created in the scope, got 'Stack/Network'");
  });

  test('a nested workload declared after its constructs is refused', () => {
    const app = new App();
    Workload.on(app, { name: 'outer' });
    const stack = new Stack(app, 'Stack');
    Workload.of(new Construct(stack, 'Network'));
    expect(() => Workload.on(stack, { name: 'inner' }))
      .toThrow("Workload.on must be called before constructs are created in the scope, got 'Stack/Network'");
  });

  test('constructs in other scopes do not prevent a declaration', () => {
    const app = new App();
    Workload.of(new Construct(new Stack(app, 'Other'), 'Network'));
    expect(Workload.on(new Stack(app, 'Stack'), { name: 'ledger' }).name).toBe('ledger');
  });

  test('two workloads with the same name of evidence are refused', () => {
    const app = new App();
    Workload.on(new Stack(app, 'One'), { name: 'ledger', suffix: 'dev' });
    expect(() => Workload.on(new Stack(app, 'Two'), { name: 'ledger', suffix: 'dev' }))
      .toThrow("evidence 'ledger-dev' already exists in this folder, for 'One'");
    expect(Workload.on(new Stack(app, 'Three'), { name: 'ledger' }).name).toBe('ledger');
  });

  test.each<[string, Partial<WorkloadProps>, string]>([
    ['a capital in the name', { name: 'Ledger' }, "name must be 1 to 100 lower-case letters, digits and hyphens, starting with a letter, got 'Ledger'"],
    ['a digit in front of the name', { name: '1ledger' }, "name must be 1 to 100 lower-case letters, digits and hyphens, starting with a letter, got '1ledger'"],
    ['an underscore in the name', { name: 'led_ger' }, "name must be 1 to 100 lower-case letters, digits and hyphens, starting with a letter, got 'led_ger'"],
    ['an empty name', { name: '' }, "name must be 1 to 100 lower-case letters, digits and hyphens, starting with a letter, got ''"],
    ['a hyphen in front of the suffix', { suffix: '-dev' }, "suffix must be 1 to 100 lower-case letters, digits and hyphens, got '-dev'"],
    ['a dot in the suffix', { suffix: 'pr.1' }, "suffix must be 1 to 100 lower-case letters, digits and hyphens, got 'pr.1'"],
    ['a pattern with a placeholder twice', { namePattern: '{type}-{type}' },
      "namePattern must be a pattern of {name}, {type} and {suffix}, each at most once, that contains {type}, got '{type}-{type}'"],
    ['a pattern that makes all names the same', { namePattern: '{name}-{suffix}' }, "namePattern must be a pattern of {name}, {type} and {suffix}, each at most once, that contains {type}, got '{name}-{suffix}'"],
    ['an empty list of Regions', { regions: [] }, 'regions must not be empty'],
    ['a pattern without placeholders', { namePattern: 'ledger' }, "namePattern must be a pattern of {name}, {type} and {suffix}, each at most once, that contains {type}, got 'ledger'"],
    ['a placeholder that does not exist', { namePattern: '{name}-{type}-{env}' },
      "namePattern must be a pattern of {name}, {type} and {suffix}, each at most once, that contains {type}, got '{name}-{type}-{env}'"],
    ['a lifecycle that does not exist', { lifecycle: 'prod' as Lifecycle },
      "lifecycle must be Lifecycle.PRODUCTION or Lifecycle.EPHEMERAL, got 'prod'"],
    ['a lifecycle in capitals', { lifecycle: 'Production' as Lifecycle },
      "lifecycle must be Lifecycle.PRODUCTION or Lifecycle.EPHEMERAL, got 'Production'"],
    ['a key layout that does not exist', { keys: 'shared' as KeyLayout }, "keys must be KeyLayout.PER_DATA_CLASS or KeyLayout.SINGLE, got 'shared'"],
    ['a Region that is a zone', { regions: ['eu-west-2a'] }, "regions[0] must be a Region such as eu-west-2, got 'eu-west-2a'"],
    ['Regions of two partitions', { regions: ['eu-west-2', 'cn-north-1'] }, "regions[1] must be a Region in partition aws, as the others, got 'cn-north-1'"],
    ['a Region that is listed twice', { regions: ['eu-west-2', 'eu-west-2'] },
      "regions must be a list without duplicates, got ['eu-west-2', 'eu-west-2']"],
    ['a name that only a deployment resolves', { name: Aws.STACK_NAME }, 'name must be known at synthesis, got a token'],
    ['a reserved tag', { tags: { 'AWS:owner': 'me' } },
      "tags must be a map with keys of 1 to 128 letters, digits, spaces and _.:/=+@- that do not start with aws:, got 'AWS:owner'"],
    ['51 tags', { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ''])) }, 'tags must have at most 50 tags, got 51'],
    ['an empty tag key', { tags: { '': 'me' } }, "tags must be a map with keys of 1 to 128 letters, digits, spaces and _.:/=+@- that do not start with aws:, got ''"],
    ['a tag key of 129 characters', { tags: { ['k'.repeat(129)]: 'me' } },
      `tags must be a map with keys of 1 to 128 letters, digits, spaces and _.:/=+@- that do not start with aws:, got '${'k'.repeat(60)}…'`],
    ['a tag value with a comma', { tags: { Owner: 'you, me' } }, "tags.Owner must be at most 256 letters, digits, spaces and _.:/=+@-, got 'you, me'"],
    ['a tag value of 257 characters', { tags: { Owner: 'v'.repeat(257) } },
      `tags.Owner must be at most 256 letters, digits, spaces and _.:/=+@-, got '${'v'.repeat(60)}…'`],
  ])('%s is refused', (_, props, message) => {
    expect(() => declared(props)).toThrow(new Error(message));
  });

  test('names and tags at their limits are accepted', () => {
    expect(declared({
      name: 'l-1', suffix: '1-2', tags: { ['k'.repeat(128)]: 'v'.repeat(256), 'Größe': '', 'a b_.:/=+@-1': 'c d_.:/=+@-1', [new CfnOutput(testStack(), 'O', { value: '1' }).importValue]: '1' },
    }).name).toBe('l-1');
  });
});

describe('lifecycle', () => {
  test('production retains data and protects its stacks from termination', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const workload = Workload.on(stack, { name: 'ledger', lifecycle: Lifecycle.PRODUCTION });
    expect(workload.retainsData).toBe(true);
    expect(workload.removalPolicy).toBe(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    expect(workload.databaseRemovalPolicy).toBe(RemovalPolicy.SNAPSHOT);
    const other = new Stack(app, 'Other');
    app.synth();
    expect(stack.terminationProtection).toBe(true);
    expect(other.terminationProtection).toBe(false);
  });

  test('ephemeral neither retains data nor protects stacks', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const workload = Workload.on(stack, { name: 'ledger', lifecycle: Lifecycle.EPHEMERAL });
    expect(workload.retainsData).toBe(false);
    expect(workload.removalPolicy).toBe(RemovalPolicy.DESTROY);
    expect(workload.databaseRemovalPolicy).toBe(RemovalPolicy.DESTROY);
    app.synth();
    expect(stack.terminationProtection).toBe(false);
  });

  test('an ephemeral workload inside a production one can be terminated', () => {
    const app = new App();
    Workload.on(app, { name: 'outer' });
    const kept = new Stack(app, 'Kept');
    const thrown = new Stack(app, 'Thrown');
    Workload.on(thrown, { name: 'inner', lifecycle: Lifecycle.EPHEMERAL });
    app.synth();
    expect(kept.terminationProtection).toBe(true);
    expect(thrown.terminationProtection).toBe(false);
  });

  test('a production workload inside a stack protects that stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    Workload.on(new Construct(stack, 'Part'), { name: 'ledger' });
    app.synth();
    expect(stack.terminationProtection).toBe(true);
  });

  test('an ephemeral workload inside a stack does not protect it', () => {
    const stack = new Stack(new App(), 'Stack');
    Workload.on(new Construct(stack, 'Part'), { name: 'ledger', lifecycle: Lifecycle.EPHEMERAL });
    expect(stack.terminationProtection).toBe(false);
  });
});

describe('regions', () => {
  const elsewhere = (build: (app: App) => void) => {
    const app = new App();
    Workload.on(app, { name: 'ledger', regions: ['eu-west-2', 'eu-west-1'] });
    build(app);
    return () => app.synth();
  };

  test('a stack in another Region is an error at synth', () => {
    expect(elsewhere((app) => new Stack(app, 'Elsewhere', { env: { region: 'us-east-1' } })))
      .toThrow('Validation failed with the following errors:');
  });

  test('a stack without a Region is an error at synth', () => {
    expect(elsewhere((app) => new Stack(app, 'Anywhere')))
      .toThrow('Validation failed with the following errors:');
  });

  test('a stack of a stage in another Region is an error at synth', () => {
    expect(elsewhere((app) => new Stack(new Stage(app, 'Prod'), 'Elsewhere', { env: { region: 'us-east-1' } })))
      .toThrow('Validation failed with the following errors:');
  });

  test('stacks in allowed Regions, and of other workloads, are accepted', () => {
    expect(elsewhere((app) => {
      new Stack(app, 'London', { env: { region: 'eu-west-2' } });
      const ireland = new Stack(app, 'Ireland', { env: { region: 'eu-west-1' } });
      new NestedStack(ireland, 'Nested');
      Workload.on(new Stack(app, 'Virginia', { env: { region: 'us-east-1' } }), { name: 'website' });
    })).not.toThrow();
  });

  test('all Regions are accepted by default', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    new Stack(app, 'Anywhere');
    expect(() => app.synth()).not.toThrow();
  });

  test('a workload inside a stack checks the Region of the stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Elsewhere', { env: { region: 'us-east-1' } });
    Workload.on(new Construct(stack, 'Part'), { name: 'ledger', regions: ['eu-west-2'] });
    expect(() => app.synth()).toThrow('Validation failed with the following errors:');
  });
});

describe('physical names that resources have in common', () => {
  const EU = { env: { account: '123456789012', region: 'eu-west-2' } };
  const errors = (build: (app: App) => void) => {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    build(app);
    return app.node.findAll().flatMap(({ node }) => node.validate());
  };
  const topic = (scope: Construct, id: string, topicName?: string) => new sns.Topic(scope, id, { topicName });

  test('are errors at synth, in one stack and in two of one account and Region', () => {
    expect(errors((app) => {
      const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, EU));
      topic(one, 'First', 'alarms');
      topic(one, 'Second', 'alarms');
      topic(two, 'Third', 'alarms');
    })).toEqual(['One/Second', 'Two/Third'].map((path) => `topicName 'alarms' of '${path}/Resource' already exists in this region, for 'One/First/Resource'`));
  });

  test.each<[string, string, 'region' | 'account' | 'partition']>([
    ['AutoScaling::AutoScalingGroup', 'autoScalingGroupName', 'region'],
    ['Backup::BackupVault', 'backupVaultName', 'region'],
    ['CloudTrail::Trail', 'trailName', 'region'],
    ['CloudWatch::Alarm', 'alarmName', 'region'],
    ['CloudWatch::Dashboard', 'dashboardName', 'account'],
    ['Config::ConfigRule', 'configRuleName', 'region'],
    ['Config::ConformancePack', 'conformancePackName', 'region'],
    ['DynamoDB::Table', 'tableName', 'region'],
    ['ECS::Cluster', 'clusterName', 'region'],
    ['ElasticLoadBalancingV2::LoadBalancer', 'name', 'region'],
    ['IAM::ManagedPolicy', 'managedPolicyName', 'account'],
    ['IAM::Role', 'roleName', 'account'],
    ['KMS::Alias', 'aliasName', 'region'],
    ['Kinesis::Stream', 'name', 'region'],
    ['KinesisFirehose::DeliveryStream', 'deliveryStreamName', 'region'],
    ['Lambda::Function', 'functionName', 'region'],
    ['Logs::LogGroup', 'logGroupName', 'region'],
    ['RDS::DBCluster', 'dbClusterIdentifier', 'region'],
    ['RDS::DBInstance', 'dbInstanceIdentifier', 'region'],
    ['RDS::DBProxy', 'dbProxyName', 'region'],
    ['S3::Bucket', 'bucketName', 'partition'],
    ['SNS::Topic', 'topicName', 'region'],
    ['SQS::Queue', 'queueName', 'region'],
    ['SSM::Parameter', 'name', 'region'],
    ['SSM::PatchBaseline', 'patchGroups', 'region'],
    ['SecretsManager::Secret', 'name', 'region'],
  ])('%s: %s is unique in its %s', (type, property, reach) => {
    const app = new App();
    const named = [['111111111111', 'eu-west-2'], ['111111111111', 'eu-west-2'], ['111111111111', 'eu-west-1'], ['222222222222', 'eu-west-2']].map(([account, region], index) => {
      const resource = new CfnResource(new Stack(app, `Stack${index}`, { env: { account, region } }), 'One', { type: `AWS::${type}` });
      return Object.assign(resource, { [property]: 'ledger' });
    });
    const repeated = { region: [1], account: [1, 2], partition: [1, 2, 3] }[reach];
    expect(repeatedNames(named)).toEqual(repeated.map((index) => `${property} 'ledger' of 'Stack${index}/One' already exists in this ${reach}, for 'Stack0/One'`));
  });

  test('are warnings in two workloads, whose stages have one account and Region', () => {
    const warnings = (...regions: string[]) => {
      const app = new App();
      const stages = regions.map((region, i) => {
        const stage = new Stage(app, `Stage${i}`);
        Workload.on(stage, { name: 'ledger' });
        topic(new Stack(stage, 'Stack', { env: { ...EU.env, region } }), 'Topic', 'alarms');
        return stage;
      });
      app.node.findAll().forEach(({ node }) => expect(node.validate()).toEqual([]));
      return stages.flatMap((stage) => stage.node.findAll()).flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);
    };
    expect(warnings('eu-west-2', 'eu-west-1')).toEqual([]);
    expect(warnings('eu-west-2', 'eu-west-2')).toEqual([
      "topicName 'alarms' of 'Stage1/Stack/Topic/Resource' already exists in this region, for 'Stage0/Stack/Topic/Resource', in another workload: "
      + 'both cannot be deployed. Set suffix in Workload.on [ack: cdk-regulated:nameInSeveralWorkloads]',
    ]);
  });

  test('are errors for patch groups of one operating system, and for conformance packs', () => {
    expect(errors((app) => {
      for (const id of ['One', 'Two']) {
        const stack = new Stack(app, id, EU);
        new PatchSchedule(stack, 'Patching', {
          targetTags: { team: 'ledger' }, operatingSystems: [PatchOperatingSystem.AMAZON_LINUX_2023, PatchOperatingSystem.WINDOWS],
        });
        new config.CfnConformancePack(stack, 'Pack', { conformancePackName: 'ledger' });
      }
    })).toEqual([
      "patchGroups 'ledger-patching-group' of 'Two/Patching/BaselineAmazonLinux2023' already exists in this region, for 'One/Patching/BaselineAmazonLinux2023'",
      "patchGroups 'ledger-patching-group' of 'Two/Patching/BaselineWindows' already exists in this region, for 'One/Patching/BaselineWindows'",
      "conformancePackName 'ledger' of 'Two/Pack' already exists in this region, for 'One/Pack'",
    ]);
  });

  test('are errors where a name is unique in the account or everywhere, also in two Regions', () => {
    expect(errors((app) => {
      for (const region of ['eu-west-2', 'eu-west-1']) {
        const stack = new Stack(app, region, { env: { account: '123456789012', region } });
        new s3.Bucket(stack, 'Bucket', { bucketName: 'ledger' });
        new iam.Role(stack, 'Role', { roleName: 'ledger', assumedBy: new iam.AccountRootPrincipal() });
        topic(stack, 'Topic', 'ledger');
      }
    })).toEqual([
      "bucketName 'ledger' of 'eu-west-1/Bucket/Resource' already exists in this partition, for 'eu-west-2/Bucket/Resource'",
      "roleName 'ledger' of 'eu-west-1/Role/Resource' already exists in this account, for 'eu-west-2/Role/Resource'",
    ]);
  });

  test('are accepted without a name, of two types, in two Regions, in stacks that can go to different ones, and in two workloads', () => {
    expect(errors((app) => {
      const [one, two, ireland] = [new Stack(app, 'One'), new Stack(app, 'Two'), new Stack(app, 'Ireland', { env: { account: '123456789012', region: 'eu-west-1' } })];
      for (const stack of [one, two, ireland, new Stack(app, 'London', EU)]) topic(stack, 'Named', 'alarms');
      for (const id of ['Third', 'Fourth']) topic(one, id);
      new logs.LogGroup(one, 'Logs', { logGroupName: 'alarms' });
      const other = new Stack(app, 'Other', EU);
      Workload.on(other, { name: 'other' });
      topic(other, 'Named', 'alarms');
    })).toEqual([]);
  });
});

describe('tags', () => {
  test('are on everything taggable below the scope, a construct\'s own tags winning', () => {
    const stack = testStack({ tags: { CostCenter: '4711', Owner: 'ledger-team' } });
    new sns.Topic(stack, 'Topic');
    new logs.LogGroup(stack, 'Logs');
    const template = templateOf(stack);
    const tags = [{ Key: 'CostCenter', Value: '4711' }, { Key: 'Owner', Value: 'ledger-team' }];
    template.hasResourceProperties('AWS::SNS::Topic', { Tags: tags });
    template.hasResourceProperties('AWS::Logs::LogGroup', { Tags: tags });
  });

  test('are required of resources without them', () => {
    const stack = testStack({ tags: { CostCenter: '4711' } });
    const topic = new sns.CfnTopic(stack, 'Topic');
    topic.addPropertyDeletionOverride('Tags');
    expect(() => (stack.node.root as App).synth()).toThrow();
  });
});

describe('numbers', () => {
  const framework = (numbers: Framework['numbers']) => new Framework({ id: 'f', title: 'F', source: 'test', controls: [{ id: '1', title: 'One', safeguards: [] }], numbers });

  test('are the strictest of the frameworks', () => {
    const workload = declared({
      frameworks: [
        framework({ logRetention: Duration.days(365), backupRetention: Duration.days(35), credentialRotation: Duration.days(90) }),
        framework({ logRetention: Duration.days(400), backupRetention: Duration.days(14), credentialRotation: Duration.days(60) }),
        framework({}),
      ],
    });
    expect(workload.numbers).toEqual({ logRetention: Duration.days(400), backupRetention: Duration.days(35), credentialRotation: Duration.days(60) });
    expect(workload.logRetention).toBe(logs.RetentionDays.THIRTEEN_MONTHS);
    expect(workload.backupRetention.toDays()).toBe(35);
  });

  test('default to one year of logs and 7 days of backups', () => {
    const workload = declared({ frameworks: [framework({})] });
    expect(workload.numbers).toEqual({});
    expect(workload.logRetention).toBe(logs.RetentionDays.ONE_YEAR);
    expect(workload.backupRetention.toDays()).toBe(Duration.days(7).toDays());
  });

  test('are at least 7 days of backups, and the log retention that a framework requires', () => {
    const workload = declared({ frameworks: [framework({ logRetention: Duration.days(30), backupRetention: Duration.days(3) })] });
    expect(workload.backupRetention.toDays()).toBe(7);
    expect(workload.logRetention).toBe(logs.RetentionDays.ONE_MONTH);
  });
});

test('validatedCryptography is true where a framework requires it', () => {
  const framework = (validatedCryptography?: boolean) => new Framework({ id: 'f', title: 'F', source: 'test', controls: [{ id: '1', title: 'One', safeguards: [] }], validatedCryptography });
  expect(declared({ frameworks: [framework(), framework(true)] }).validatedCryptography).toBe(true);
  expect(declared({ frameworks: [framework(), framework(false)] }).validatedCryptography).toBe(false);
  expect(declared().validatedCryptography).toBe(false);
});

describe('physicalName', () => {
  test('consists of name, type and suffix', () => {
    expect(declared({ suffix: 'dev' }).physicalName('alb')).toBe('ledger-alb-dev');
  });

  test('omits a missing suffix', () => {
    expect(declared().physicalName('alb')).toBe('ledger-alb');
    expect(declared({ namePattern: '{suffix}-{name}-{type}' }).physicalName('alb')).toBe('ledger-alb');
    expect(declared({ namePattern: '{name}---{type}' }).physicalName('alb')).toBe('ledger-alb');
  });

  test('follows the pattern', () => {
    expect(declared({ suffix: 'dev', namePattern: 'acme-{suffix}-{type}-{name}' }).physicalName('alb')).toBe('acme-dev-alb-ledger');
  });

  test('is cut before its suffix and gets a hash', () => {
    const workload = declared({ suffix: 'dev', name: 'financial-transactions' });
    expect(workload.physicalName('load', { limit: NameLimit.LOAD_BALANCER })).toBe('financial-transactions-load-dev');
    expect(workload.physicalName('loads', { limit: NameLimit.LOAD_BALANCER })).toBe('financial-transactions-loads-dev');
    expect(workload.physicalName('balance', { limit: NameLimit.LOAD_BALANCER })).toBe('financial-transacti-643a8acb-dev');
    expect(workload.physicalName('balancer', { limit: NameLimit.LOAD_BALANCER })).toMatch(/^financial-transacti-[0-9a-f]{8}-dev$/);
    expect(workload.physicalName('balancer', { limit: NameLimit.LOAD_BALANCER })).not.toBe(workload.physicalName('balance', { limit: NameLimit.LOAD_BALANCER }));
  });

  test('is cut without its suffix where the suffix is too long', () => {
    const workload = declared({ name: 'ledger', suffix: 'feature-branch-of-somebody' });
    expect(workload.physicalName('alb', { limit: NameLimit.LOAD_BALANCER })).toMatch(/^ledger-alb-feature-bran-[0-9a-f]{8}$/);
  });

  test('has the limit of a tag by default', () => {
    expect(declared().physicalName('t'.repeat(300))).toHaveLength(256);
  });

  test.each<[string, NameLimit | undefined, object, string]>([
    ['a b', NameLimit.BUCKET, {}, "name of type 'a b' must be a bucket name of at least 3 characters a-z 0-9 and inner -, got 'ledger-a b'"],
    ['Documents', NameLimit.BUCKET, {}, "name of type 'Documents' must be a bucket name of at least 3 characters a-z 0-9 and inner -, got 'ledger-Documents'"],
    ['alb', NameLimit.LOAD_BALANCER, { name: 'internal-ledger' },
      "name of type 'alb' must be a load balancer name that does not begin with internal-, which AWS reserves, got 'internal-ledger-alb'"],
    ['cluster', NameLimit.DATABASE, { suffix: '1', namePattern: '{suffix}-{type}' },
      "name of type 'cluster' must be a database name of A-Z a-z 0-9 and single inner -, with a letter first, got '1-cluster'"],
    ['cluster', NameLimit.ECS, { namePattern: '{name}:{type}' }, "name of type 'cluster' must be a cluster or service name of A-Z a-z 0-9 - _, got 'ledger:cluster'"],
    ['a*', undefined, {}, "name of type 'a*' must be a tag name of A-Z a-z 0-9 space . : / = + @ - _, got 'ledger-a*'"],
  ])('%s is refused where the service does not accept the name', (type, limit, props, message) => {
    expect(refusal(() => declared(props).physicalName(type, { limit }))).toBe(message);
  });

  test('may contain a token', () => {
    expect(declared().physicalName(Fn.ref('Type'), { limit: NameLimit.ECS })).toMatch(/^ledger-\$\{Token\[/);
  });

  test('requires a declared workload', () => {
    expect(() => Workload.of(new Stack(new App(), 'Stack')).physicalName('alb'))
      .toThrow("physicalName('alb') requires a declared workload: call Workload.on(scope, { name }) first");
  });
});

test('two workloads in one stack have separate keys and lifecycles', () => {
  const stack = new Stack(new App(), 'Stack');
  const [kept, thrown] = [new Construct(stack, 'Kept'), new Construct(stack, 'Thrown')];
  Workload.on(kept, { name: 'kept' });
  Workload.on(thrown, { name: 'thrown', lifecycle: Lifecycle.EPHEMERAL });
  const key = (scope: Construct) => WorkloadKey.of(scope, DataClass.DATA).key.node.defaultChild as kms.CfnKey;
  expect(key(kept).node.path).toBe('Stack/Kept/DataKey/Key/Resource');
  expect(key(kept).pendingWindowInDays).toBe(30);
  expect(key(thrown).pendingWindowInDays).toBe(7);
});
