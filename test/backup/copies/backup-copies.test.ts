import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  AuroraCapacity, BackupCopy, BackupPlan, BackupPlanProps, BackupResourceType, BackupRule, BackupVault, CompliantAurora, Framework, KeyLayout,
  Lifecycle, VaultLock, Workload, WorkloadMonitoring, WorkloadProps,
} from '../../../src';
import { backedUpResources } from '../../../src/core/workload/registry';
import { allFindingsOf, EVERY_FRAMEWORK, templateOf } from '../../support';

const ENV = { account: '123456789012', region: 'us-east-1' };
const AWAY = 'us-west-2';
const CLUSTER = 'arn:aws:rds:us-east-1:123456789012:cluster:ledger';
const EVERY_TYPE = [
  BackupResourceType.AURORA, BackupResourceType.RDS, BackupResourceType.DYNAMODB, BackupResourceType.EBS, BackupResourceType.EC2,
  BackupResourceType.EFS, BackupResourceType.S3,
];
const VAULT = 'AWS::Backup::BackupVault';

function ledger(props: Partial<WorkloadProps> = {}): Stack {
  const app = new App();
  Workload.on(app, { name: 'ledger', suffix: 'dev', ...props });
  return new Stack(app, 'Home', { env: ENV });
}

function declareCluster(stack: Stack) {
  backedUpResources(stack).add({ construct: stack, resource: backup.BackupResource.fromArn(CLUSTER) });
}

const toAway = (...options: Parameters<typeof BackupCopy.toRegion> extends [string, ...infer Rest] ? Rest : never): BackupPlanProps =>
  ({ rules: [BackupRule.daily({ copies: [BackupCopy.toRegion(AWAY, ...options)] })] });

/** The templates of both stacks, with a cluster in the plan. */
function copied(props: BackupPlanProps = toAway(), workload: Partial<WorkloadProps> = {}) {
  const home = ledger(workload);
  declareCluster(home);
  const plan = new BackupPlan(home, 'Backup', props);
  const template = templateOf(home);
  return { home, plan, template, away: Template.fromStack(Stack.of(plan.copyVaults[AWAY])) };
}

function statementsFor(template: Template, action: string): any[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => /^BackupRole(Copy)?Policy\d?/.test(id))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes(action));
}

function resourcesFor(template: Template, action: string): any[] {
  return statementsFor(template, action).flatMap(({ Resource }) => [Resource].flat())
    .map((resource) => resource['Fn::Join']?.[1].map((part: any) => part.Ref ? `<${part.Ref}>` : part).join('') ?? resource);
}

const weakly = expect.objectContaining({ 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'ledger-us-west-2-dev', Region: AWAY }) });

describe('copies in another Region', () => {
  test('go to a vault that the plan makes in a stack of the workload there, by a weak reference', () => {
    const { plan, template, away } = copied();
    template.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: { BackupPlanRule: [Match.objectLike({ CopyActions: [{ Lifecycle: { DeleteAfterDays: 35 } }] })] },
    });
    const [rule] = Object.values(template.findResources('AWS::Backup::BackupPlan'))[0].Properties.BackupPlan.BackupPlanRule;
    expect(rule.CopyActions[0].DestinationBackupVaultArn).toEqual(weakly);
    away.resourceCountIs(VAULT, 1);
    expect(Stack.of(plan.copyVaults[AWAY])).toMatchObject({ stackName: 'ledger-us-west-2-dev', region: AWAY, account: ENV.account });
    expect(plan.copyVault(AWAY)).toBe(plan.copyVaults[AWAY]);
    expect(() => plan.copyVault('us-west2')).toThrow("region must be a Region of copies for which the plan made a vault (us-west-2), got 'us-west2'");
    for (const stack of [template, away]) expect(Object.keys(stack.findResources('Custom::CrossRegionExportWriter'))).toEqual([]);
    expect(JSON.stringify([template, away])).not.toContain('AWS::Lambda::Function');
  });

  test('are under a key of that Region, which AWS Backup and the service of each copied resource may use', () => {
    const { away } = copied();
    away.hasResourceProperties(VAULT, { EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] } });
    away.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/ledger-data-key-db1bb3ee-dev' });
    const [key] = Object.values(away.findResources('AWS::KMS::Key'));
    expect(key.Properties).toMatchObject({ EnableKeyRotation: true });
    const grants = key.Properties.KeyPolicy.Statement.filter(({ Action }: any) => Action === 'kms:CreateGrant').map(({ Condition }: any) => Condition);
    expect(grants).toEqual(['backup', 'rds'].map((service) => ({
      StringEquals: { 'kms:ViaService': `${service}.us-west-2.amazonaws.com` }, Bool: { 'kms:GrantIsForAWSResource': 'true' },
    })));
  });

  test('may be made by the role, in the vault, of the snapshots and with the key of that Region', () => {
    const { template } = copied();
    expect(resourcesFor(template, 'backup:CopyIntoBackupVault')).toEqual([weakly]);
    expect(resourcesFor(template, 'rds:CopyDBClusterSnapshot').sort()).toEqual([
      'arn:<AWS::Partition>:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:*',
      'arn:<AWS::Partition>:rds:us-west-2:123456789012:cluster-snapshot:awsbackup:*',
    ]);
    expect(resourcesFor(template, 'backup:CopyFromBackupVault')).toEqual([
      'arn:<AWS::Partition>:backup:us-east-1:123456789012:recovery-point:*',
      'arn:<AWS::Partition>:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:*',
    ]);
    expect(resourcesFor(template, 'rds:DeleteDBClusterSnapshot')).toEqual(['arn:<AWS::Partition>:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:*']);
    expect(resourcesFor(template, 'kms:CreateGrant')).toContainEqual(weakly);
    statementsFor(template, 'kms:CreateGrant').forEach(({ Condition }) => expect(Condition.Bool).toEqual({ 'kms:GrantIsForAWSResource': 'true' }));
  });

  test('of volumes and instances are copies of snapshots and images there, with the key of the vault', () => {
    const { template } = copied({ ...toAway(), selection: { resources: [backup.BackupResource.fromTag('backup', 'daily')], resourceTypes: EVERY_TYPE } });
    expect(resourcesFor(template, 'ec2:CopySnapshot')).toContain('arn:<AWS::Partition>:ec2:us-west-2::snapshot/*');
    expect(resourcesFor(template, 'ec2:CopyImage')).toContain('arn:<AWS::Partition>:ec2:us-west-2::image/*');
    const [own] = statementsFor(template, 'kms:ReEncryptTo').filter(({ Condition }) => Condition.StringEquals['kms:ViaService'] === 'ec2.us-west-2.amazonaws.com');
    expect(own.Resource).toEqual(weakly);
  });

  test('leave the policies of the role within the size that IAM takes, with every kind in the plan', () => {
    const { template } = copied({ ...toAway(), selection: { resourceTypes: EVERY_TYPE } });
    const documents = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => /^BackupRole(Copy)?Policy/.test(id))
      .map(([, { Properties }]) => JSON.stringify(Properties.PolicyDocument));
    // The ARNs of the vault and of the keys, which the template does not show, count too.
    expect(documents).toHaveLength(3);
    for (const document of documents) {
      expect(document.replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"').length).toBeLessThan(6144);
    }
  });

  test('are kept for the configured time', () => {
    const { template } = copied(toAway({ deleteAfter: Duration.days(200), moveToColdStorageAfter: Duration.days(100) }));
    const [rule] = Object.values(template.findResources('AWS::Backup::BackupPlan'))[0].Properties.BackupPlan.BackupPlanRule;
    expect(rule.CopyActions[0].Lifecycle).toEqual({ DeleteAfterDays: 200, MoveToColdStorageAfterDays: 100 });
  });

  test('are in a vault with the configured name', () => {
    copied(toAway({ backupVaultName: 'ledger-dr-vault-dev' })).away.hasResourceProperties(VAULT, { BackupVaultName: 'ledger-dr-vault-dev' });
  });

  test('share a vault among rules and plans', () => {
    const home = ledger();
    declareCluster(home);
    const copies = [BackupCopy.toRegion(AWAY)];
    const first = new BackupPlan(home, 'Backup', { rules: [BackupRule.daily({ copies }), BackupRule.weekly({ copies })] });
    const selection = { workload: false, resources: [backup.BackupResource.fromArn(`${CLUSTER}-2`)] };
    const second = new BackupPlan(home, 'Gold', { rules: [BackupRule.daily({ copies })], selection });
    expect(second.copyVaults[AWAY]).toBe(first.copyVaults[AWAY]);
    expect(resourcesFor(templateOf(home), 'backup:CopyIntoBackupVault')).toEqual([weakly]);
  });

  test('are closed to deletion and locked in production, and go with their stack in ephemeral', () => {
    const [kept] = Object.values(copied().away.findResources(VAULT));
    expect(kept).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { LockConfiguration: { MinRetentionDays: 7 } } });
    const denial = expect.objectContaining({ Effect: 'Deny', Principal: { AWS: '*' } });
    expect(kept.Properties.AccessPolicy.Statement).toEqual([denial, denial]);
    expect(JSON.stringify(kept.Properties.AccessPolicy.Statement[1].Condition)).toContain(`-${AWAY}"`);
    const { plan, away } = copied(toAway(), { lifecycle: Lifecycle.EPHEMERAL });
    const [gone] = Object.values(away.findResources(VAULT));
    expect(gone).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    expect([gone.Properties.LockConfiguration, gone.Properties.AccessPolicy]).toEqual([undefined, undefined]);
    expect(Stack.of(plan.copyVaults[AWAY]).terminationProtection).toBe(false);
  });

  test('are watched where they come from', () => {
    const home = ledger();
    declareCluster(home);
    const plan = new BackupPlan(home, 'Backup', toAway());
    new WorkloadMonitoring(home, 'Monitoring');
    templateOf(home).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'NumberOfCopyJobsFailed' });
    const away = Template.fromStack(Stack.of(plan.copyVaults[AWAY]));
    away.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    away.resourceCountIs('AWS::SNS::Topic', 0);
  });

  test('of two environments side by side share no name', () => {
    const app = new App();
    const names = ['dev', 'pr-123'].map((suffix) => {
      const stage = new Stage(app, `ledger-${suffix}`);
      Workload.on(stage, { name: 'ledger', suffix });
      const home = new Stack(stage, 'Home', { env: ENV });
      declareCluster(home);
      const vault = new BackupPlan(home, 'Backup', toAway()).copyVaults[AWAY];
      return [Stack.of(vault).stackName, (vault.node.defaultChild as backup.CfnBackupVault).backupVaultName];
    });
    expect(new Set(names.flat()).size).toBe(4);
  });
});

describe('copies in a vault of yours', () => {
  test('of the same app in another Region are referred to weakly, with its key', () => {
    const home = ledger();
    declareCluster(home);
    const away = new Stack(home.node.root as App, 'Away', { env: { ...ENV, region: AWAY } });
    const { vault } = new BackupVault(away, 'Vault', { lock: VaultLock.governance({ minRetention: Duration.days(30) }) });
    const plan = new BackupPlan(home, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault)] })] });
    expect(plan.copyVaults).toEqual({});
    expect(() => plan.copyVault(AWAY)).toThrow("region must be a Region of copies for which the plan made a vault (none), got 'us-west-2'");
    const there = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Away', Region: AWAY }) };
    const template = templateOf(home);
    expect(resourcesFor(template, 'backup:CopyIntoBackupVault')).toEqual([there]);
    expect(resourcesFor(template, 'kms:CreateGrant')).toContainEqual(there);
    expect(JSON.stringify(Template.fromStack(away).findResources('AWS::KMS::Key'))).toContain('rds.us-west-2.amazonaws.com');
  });

  test('of the same Region are referred to as resources of another stack are, and a vault imported elsewhere by its ARN', () => {
    const home = ledger();
    declareCluster(home);
    const [other, away] = ['us-east-1', AWAY].map((region) => new Stack(home.node.root as App, `Vaults-${region}`, { env: { ...ENV, region } }));
    const { vault } = new BackupVault(other, 'Vault');
    const arn = 'arn:aws:backup:us-west-2:123456789012:backup-vault:theirs';
    const imported = backup.BackupVault.fromBackupVaultArn(away, 'Imported', arn);
    new BackupPlan(home, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault), BackupCopy.toVault(imported)] })] });
    const [{ Properties }] = Object.values(templateOf(home).findResources('AWS::Backup::BackupPlan'));
    expect(Properties.BackupPlan.BackupPlanRule[0].CopyActions.map(({ DestinationBackupVaultArn }: any) => DestinationBackupVaultArn))
      .toEqual([{ 'Fn::ImportValue': expect.stringMatching('Vault') }, arn]);
  });

  test('under an imported key name it as it is', () => {
    const home = ledger();
    declareCluster(home);
    const away = new Stack(home.node.root as App, 'Away', { env: { ...ENV, region: AWAY } });
    const encryptionKey = kms.Key.fromKeyArn(away, 'Key', 'arn:aws:kms:us-west-2:123456789012:key/1');
    const { vault } = new BackupVault(away, 'Vault', { encryptionKey });
    new BackupPlan(home, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault)] })] });
    expect(resourcesFor(templateOf(home), 'kms:CreateGrant')).toContain('arn:aws:kms:us-west-2:123456789012:key/1');
  });

  test('made by aws-cdk-lib have a key that the vault does not tell', () => {
    const home = ledger();
    declareCluster(home);
    const away = new Stack(home.node.root as App, 'Away', { env: { ...ENV, region: AWAY } });
    const encryptionKey = new kms.Key(away, 'Key', { enableKeyRotation: true });
    const vault = new backup.BackupVault(away, 'Vault', { encryptionKey, lockConfiguration: { minRetention: Duration.days(7) } });
    new BackupPlan(home, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault)] })] });
    templateOf(home);
    expect(resourcesFor(Template.fromStack(home), 'backup:CopyIntoBackupVault')).toEqual([expect.objectContaining({ 'Fn::GetStackOutput': expect.anything() })]);
  });

  test('of another account are copied by a role of that account', () => {
    const home = ledger();
    declareCluster(home);
    const vault = backup.BackupVault.fromBackupVaultArn(home, 'Theirs', 'arn:aws:backup:us-west-2:210987654321:backup-vault:theirs');
    new BackupPlan(home, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault)] })] });
    expect(resourcesFor(templateOf(home), 'rds:CopyDBClusterSnapshot')).toEqual(['arn:<AWS::Partition>:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:*']);
  });
});

describe.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('in %s', (lifecycle) => {
  test.each([KeyLayout.PER_DATA_CLASS, KeyLayout.SINGLE])('there are no findings with every kind of resource, keys %s', (keys) => {
    const home = ledger({ lifecycle, keys, frameworks: EVERY_FRAMEWORK, regions: ['us-east-1', AWAY] });
    new BackupPlan(home, 'Backup', {
      ...toAway(), selection: { resources: [backup.BackupResource.fromTag('backup', 'daily')], resourceTypes: EVERY_TYPE },
    });
    expect(allFindingsOf(home.node.root as App)).toEqual([]);
  });

  test('a cluster of the workload is copied without a finding', () => {
    const home = ledger({ lifecycle, frameworks: [Framework.PCI_DSS_4_0_1], regions: ['us-east-1', AWAY] });
    const vpc = ec2.Vpc.fromVpcAttributes(home, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['us-east-1a', 'us-east-1b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    });
    new CompliantAurora(home, 'Database', { vpc, databaseName: 'ledger', capacity: AuroraCapacity.serverless({ minAcu: 0.5, maxAcu: 1 }) });
    new BackupPlan(home, 'Backup', toAway());
    expect(allFindingsOf(home.node.root as App)).toEqual([]);
  });
});
