import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KeyUse, Lifecycle, SecureBucket, Workload, WorkloadKey, WorkloadKeyReplica, WorkloadKeyReplicaProps } from '../../src';
import { allFindingsOf, EVERY_FRAMEWORK } from '../support';

const ACCOUNT = '123456789012';

function stacks(lifecycle = Lifecycle.PRODUCTION) {
  const app = new App();
  Workload.on(app, { name: 'ledger', lifecycle, frameworks: EVERY_FRAMEWORK, regions: ['eu-west-2', 'eu-west-1'] });
  const home = new Stack(app, 'Home', { env: { account: ACCOUNT, region: 'eu-west-2' } });
  const away = new Stack(app, 'Away', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  return { app, home, away, primary: new WorkloadKey(home, 'Primary', { multiRegion: true }) };
}

describe('WorkloadKeyReplica', () => {
  test.each([[Lifecycle.PRODUCTION, 30, 'RetainExceptOnCreate'], [Lifecycle.EPHEMERAL, 7, 'Delete']])('is in another Region in %s', (lifecycle, days, policy) => {
    const { app, away, primary } = stacks(lifecycle);
    new WorkloadKeyReplica(away, 'Replica', { primary });
    expect(allFindingsOf(app)).toEqual([]);
    Template.fromStack(away).hasResource('AWS::KMS::ReplicaKey', {
      Properties: { PrimaryKeyArn: Match.anyValue(), PendingWindowInDays: days },
      DeletionPolicy: policy,
    });
  });

  test('permits the uses of constructs in its Region', () => {
    const { away, primary } = stacks();
    const replica = new WorkloadKeyReplica(away, 'Replica', { primary });
    new SecureBucket(away, 'Documents', { encryptionKey: replica.key });
    replica.allow(KeyUse.S3);
    replica.allow(KeyUse.CLOUDWATCH_ALARMS);
    const [key] = Object.values(Template.fromStack(away).findResources('AWS::KMS::ReplicaKey'));
    const statements = key.Properties.KeyPolicy.Statement;
    expect(statements.map(({ Sid }: any) => Sid)).toEqual(['AccountAdministration', 'AllowVias3', 'AllowVias3Grants', 'AllowCloudWatchAlarms']);
    expect(statements[1].Condition).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
  });

  test('accepts an alias, administrators and users', () => {
    const { away, primary } = stacks();
    const role = (name: string) => iam.Role.fromRoleArn(away, name, `arn:aws:iam::${ACCOUNT}:role/${name}`);
    new WorkloadKeyReplica(away, 'Replica', { primary, alias: 'ledger-dr', administrators: [role('admin')], users: [role('reader')] });
    const template = Template.fromStack(away);
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/ledger-dr' });
    template.hasResourceProperties('AWS::KMS::ReplicaKey', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'Administration', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` } }),
          Match.objectLike({ Sid: 'Users', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/reader` } }),
        ]),
      },
    });
  });

  test('supports a stack without a Region', () => {
    const { primary } = stacks();
    const anywhere = new Stack(primary.node.root as App, 'Anywhere', { env: { account: ACCOUNT } });
    expect(() => new WorkloadKeyReplica(anywhere, 'Replica', { primary })).not.toThrow();
  });

  test.each<[string, (parts: ReturnType<typeof stacks>) => [Stack, WorkloadKeyReplicaProps], string]>([
    ['a single-Region primary', ({ home, away }) => [away, { primary: new WorkloadKey(home, 'Single') }],
      "primary must be a multi-Region key, got 'Home/Single'"],
    ['the Region of the primary', ({ home, primary }) => [home, { primary }],
      'Region of the replica must differ from the Region of its primary, got eu-west-2'],
    ['an alias that KMS does not take', ({ away, primary }) => [away, { primary, alias: 'a b' }],
      "alias must be a key alias name of A-Z a-z 0-9 / - _, got 'a b'"],
  ])('refuses %s', (_, parts, message) => {
    const [stack, props] = parts(stacks());
    expect(() => new WorkloadKeyReplica(stack, 'Replica', props)).toThrow(message);
  });
});
