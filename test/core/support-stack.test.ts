import { App, CfnOutput, NestedStack, ReferenceStrength, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Lifecycle, Workload, WorkloadProps } from '../../src';
import { supportStack } from '../../src/core/parts/support-stack';
import { refusal } from '../refusal';
import { allFindingsOf } from '../support';

const ACCOUNT = '123456789012';
const LONDON = { account: ACCOUNT, region: 'eu-west-2' };
const AWAY = 'us-east-1';

function home(scope: Construct = new App(), props: Partial<WorkloadProps> = {}): Stack {
  Workload.on(scope, { name: 'ledger', suffix: 'dev', ...props });
  return new Stack(scope, 'Home', { env: LONDON });
}

describe('supportStack', () => {
  test('is in the other Region, in the same account and workload, with a name of the workload', () => {
    const stack = home();
    const support = supportStack(new Construct(stack, 'Edge'), AWAY);
    expect([support.region, support.account, support.stackName]).toEqual([AWAY, ACCOUNT, 'ledger-us-east-1-dev']);
    expect(Workload.of(support)).toBe(Workload.of(stack));
    expect(support.nested).toBe(false);
  });

  test('is shared by the constructs of the workload, one per Region', () => {
    const stack = home();
    const other = new Stack(stack.node.root as App, 'Other', { env: LONDON });
    expect(supportStack(new Construct(other, 'Edge'), AWAY)).toBe(supportStack(stack, AWAY));
    expect(supportStack(stack, 'us-west-2')).not.toBe(supportStack(stack, AWAY));
  });

  test('has a name that CloudFormation accepts', () => {
    expect(refusal(() => supportStack(home(undefined, { suffix: undefined, namePattern: '{name}:{type}' }), AWAY)))
      .toBe("name of type 'us-east-1' must be a stack name of A-Z a-z 0-9 -, with a letter first, got 'ledger:us-east-1'");
  });

  test('is separate for each part, with the part in its name', () => {
    const stack = home();
    const logs = supportStack(stack, AWAY, 'logs');
    expect(logs).not.toBe(supportStack(stack, AWAY));
    expect(supportStack(stack, AWAY, 'logs')).toBe(logs);
    expect([logs.stackName, logs.node.id]).toEqual(['ledger-logs-us-east-1-dev', `logs-us-east-1-${ACCOUNT}`]);
  });

  test('is the own stack where the Region matches', () => {
    const stack = home();
    expect(supportStack(new Construct(stack, 'Edge'), 'eu-west-2')).toBe(stack);
  });

  test('is separate for each account', () => {
    const app = new App();
    const stack = home(app);
    const theirs = new Stack(app, 'Theirs', { env: { account: '210987654321', region: 'eu-west-2' } });
    expect(supportStack(theirs, AWAY).account).toBe('210987654321');
    expect(supportStack(stack, AWAY).account).toBe(ACCOUNT);
  });

  test('has no account where the home stack has none', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    const support = supportStack(new Stack(app, 'Home', { env: { region: 'eu-west-2' } }), AWAY);
    expect(app.synth().getStackArtifact(support.artifactId).environment).toMatchObject({ account: 'unknown-account', region: AWAY });
  });

  test.each([[Lifecycle.PRODUCTION, true], [Lifecycle.EPHEMERAL, false]])('has the termination protection of its workload in %s', (lifecycle, isProtected) => {
    for (const declareOn of [(stack: Stack) => stack, (stack: Stack) => new Construct(stack, 'Part')]) {
      const app = new App();
      const scope = declareOn(new Stack(app, 'Home', { env: LONDON }));
      Workload.on(scope, { name: 'ledger', lifecycle });
      const support = supportStack(scope, AWAY);
      app.synth();
      expect(support.terminationProtection).toBe(isProtected);
    }
  });

  test('has the tags of the workload and of the home stack', () => {
    const app = new App({ postCliContext: { '@aws-cdk/core:explicitStackTags': true } });
    Workload.on(app, { name: 'ledger', tags: { CostCenter: '4711' } });
    const support = supportStack(new Stack(app, 'Home', { env: LONDON, tags: { Team: 'core' } }), AWAY);
    new sns.Topic(support, 'Topic', { enforceSSL: true });
    const { tags } = app.synth().getStackArtifact(support.artifactId);
    expect(tags).toEqual({ Team: 'core' });
    Template.fromStack(support).hasResourceProperties('AWS::SNS::Topic', { Tags: [{ Key: 'CostCenter', Value: '4711' }] });
  });

  test('is referenced without custom resources', () => {
    const stack = home();
    const support = supportStack(stack, AWAY);
    const there = new kms.Key(support, 'There', { enableKeyRotation: true });
    new CfnOutput(stack, 'Arn', { value: Stack.consumeReference(there.keyArn, ReferenceStrength.WEAK) });
    const template = Template.fromStack(stack).toJSON();
    expect(template.Outputs.Arn.Value).toEqual({ 'Fn::GetStackOutput': expect.objectContaining({ Region: AWAY }) });
    expect(template.Resources).toBeUndefined();
    expect(stack.dependencies).toEqual([support]);
  });

  test('refers to other stacks without custom resources', () => {
    const stack = home();
    const here = new sns.Topic(stack, 'Here', { enforceSSL: true });
    const support = supportStack(stack, AWAY);
    new CfnOutput(support, 'Arn', { value: here.topicArn });
    const template = Template.fromStack(support).toJSON();
    expect(template.Outputs.Arn.Value).toEqual({ 'Fn::GetStackOutput': expect.objectContaining({ Region: 'eu-west-2' }) });
    expect(template.Resources).toBeUndefined();
  });

  test('is below the stage, with its name where the workload has several stages', () => {
    const app = new App();
    const stage = new Stage(app, 'ledger-dev');
    expect(supportStack(home(stage), AWAY)).toMatchObject({ stackName: 'ledger-us-east-1-dev', node: { path: `ledger-dev/us-east-1-${ACCOUNT}` } });

    const several = new App();
    Workload.on(several, { name: 'ledger', suffix: 'dev' });
    const names = ['blue', 'green_2'].map((id) => supportStack(new Stack(new Stage(several, id), 'Home', { env: LONDON, stackName: 'home' }), AWAY).stackName);
    expect(names).toEqual(['ledger-blue-us-east-1-dev', 'ledger-green-2-us-east-1-dev']);
  });

  test('belongs to the workload, also for nested stacks', () => {
    const stack = new Stack(new App(), 'Home', { env: LONDON });
    const workload = Workload.on(stack, { name: 'ledger', suffix: 'dev' });
    const support = supportStack(new Construct(new NestedStack(stack, 'Nested'), 'Edge'), AWAY);
    expect(Workload.of(support)).toBe(workload);
    expect(support.stackName).toBe('ledger-us-east-1-dev');
  });

  test('is separate for each stack without a workload', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => supportStack(new Stack(app, id, { env: LONDON }), AWAY).stackName);
    expect([one, two]).toEqual(['One-us-east-1', 'Two-us-east-1']);
  });

  test('has no findings', () => {
    const stack = home();
    supportStack(stack, AWAY);
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });

  test('is refused outside the Regions of the workload', () => {
    expect(() => supportStack(new Construct(home(undefined, { regions: ['eu-west-2', 'eu-west-1'] }), 'Edge'), AWAY))
      .toThrow("Region of the resources of 'Home/Edge' must be one of eu-west-2, eu-west-1, got us-east-1: workload 'ledger' allows no other");
  });

  test('is refused for a stack without a Region', () => {
    expect(() => supportStack(new Stack(new App(), 'Anywhere'), AWAY))
      .toThrow("env.region of stack 'Anywhere' must be known at synthesis, got a token: the stack refers to a stack in us-east-1");
  });
});
