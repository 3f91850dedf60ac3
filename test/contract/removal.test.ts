import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Contract } from './contract';
import { readContracts } from './subjects';
import { Lifecycle, Workload } from '../../src';
import { CDK_JSON, templateOf } from '../support';

const CONSTRUCTS = [...readContracts().values()].filter(({ type, variants }) => variants && Construct.prototype.isPrototypeOf(type.prototype));

/** Policies of production, by the policy for replacement that belongs to them. A retained resource must not stay when its creation is rolled back. */
const PAIRS: Record<string, string> = { RetainExceptOnCreate: 'Retain', Snapshot: 'Snapshot', Delete: 'Delete' };

/** Types with data or fixed names that production keeps. */
const KEPT = [
  'AWS::Backup::BackupVault', 'AWS::DynamoDB::Table', 'AWS::ECR::Repository', 'AWS::EFS::FileSystem', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::Kinesis::Stream',
  'AWS::Logs::LogGroup', 'AWS::RDS::DBCluster', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::SecretsManager::Secret',
];

/** The account setting of API Gateway also stays when its creation fails (decision 0026). Its role and policy have generated names. */
const SETTING = ['AWS::ApiGateway::Account', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'];

interface Removal {
  readonly id: string;
  readonly type: string;
  readonly isNamed: boolean;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Resources of a construct at one of its variants, in a stack of its own and in the stacks that it adds. */
function resourcesOf({ type, variants }: Contract, variant: string, lifecycle: Lifecycle): Removal[] {
  const app = new App({ context: CDK_JSON });
  const stack = new Stack(app, type.name, { env: { account: '123456789012', region: 'eu-west-2' } });
  Workload.on(stack, { name: 'ledger', suffix: 'dev', lifecycle });
  const props = variants![variant](stack);
  // What a user brings is theirs.
  const brought = new Set(stack.node.findAll());
  new type(stack, 'Subject', props);
  const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return stacks.flatMap((each) => {
    const added = each.node.findAll().filter((node) => !brought.has(node));
    const made = added.filter(CfnResource.isCfnResource).map(({ logicalId }) => each.resolve(logicalId));
    return Object.entries<any>(templateOf(each).toJSON().Resources ?? {})
      .filter(([id]) => made.includes(id))
      .map(([id, { Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy }]): Removal => ({
        id: `${type.name} ${variant} ${id}`,
        type: Type,
        isNamed: ['RoleName', 'ManagedPolicyName'].some((prop) => prop in Properties),
        DeletionPolicy,
        UpdateReplacePolicy,
      }));
  });
}

const PRODUCTION = CONSTRUCTS.flatMap((each) => Object.keys(each.variants!).flatMap((variant) => resourcesOf(each, variant, Lifecycle.PRODUCTION)));

test('in production, no resource stays when its creation is rolled back, and retained resources are retained when they are replaced', () => {
  const isSetting = ({ type, isNamed, DeletionPolicy }: Removal) => DeletionPolicy === 'Retain' && SETTING.includes(type) && !isNamed;
  const declared = PRODUCTION.filter((resource) => resource.DeletionPolicy !== undefined && !isSetting(resource));
  expect(declared.filter(({ DeletionPolicy, UpdateReplacePolicy }) => PAIRS[DeletionPolicy!] !== UpdateReplacePolicy)).toEqual([]);
  expect(new Set(declared.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['RetainExceptOnCreate', 'Snapshot', 'Delete']));
});

test('in production, data and fixed names are kept when the stack is deleted', () => {
  const kept = PRODUCTION.filter(({ type }) => KEPT.includes(type));
  expect(kept.filter(({ DeletionPolicy }) => DeletionPolicy !== 'RetainExceptOnCreate' && DeletionPolicy !== 'Snapshot')).toEqual([]);
  expect(kept.length).toBeGreaterThan(100);
});
