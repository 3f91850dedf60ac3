import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Lifecycle, WorkloadMonitoring } from '../../src';
import { BundledLambda, BundledLambdaOptions } from '../../src/core/parts/bundled-lambda';
import { findingsAtDefaults, templateOf, testStack } from '../support';

const FUNCTION = 'AWS::Lambda::Function';
const OPTIONS: BundledLambdaOptions = {
  name: 'secure-parameters', description: 'Makes parameters', failure: 'A parameter was not made.', timeout: Duration.seconds(30),
};

function networkOf(stack: Stack, attributes: Partial<ec2.VpcAttributes> = { privateSubnetIds: ['p-a', 'p-b'], privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'] }) {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], ...attributes });
  return { vpc, securityGroups: [new ec2.SecurityGroup(stack, 'SecurityGroup', { vpc, allowAllOutbound: false })] };
}

function templateWith(options: Partial<BundledLambdaOptions> = {}, stack = testStack()) {
  new BundledLambda(stack, 'Handler', { ...OPTIONS, ...options });
  return templateOf(stack);
}

function policiesOf(template: ReturnType<typeof templateOf>): any[] {
  return Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

describe('A function of the library', () => {
  test('runs the code in the package on the newest long-term runtime', () => {
    templateWith().hasResourceProperties(FUNCTION, {
      Description: 'Makes parameters',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 30,
      MemorySize: 256,
      Code: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
    });
  });

  test('logs to a group of its own under the key, is traced, and runs once at a time', () => {
    const template = templateWith();
    template.hasResourceProperties(FUNCTION, {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^HandlerLogGroup') } },
      TracingConfig: { Mode: 'Active' },
      ReservedConcurrentExecutions: 1,
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
    templateWith({ concurrency: 5 }).hasResourceProperties(FUNCTION, { ReservedConcurrentExecutions: 5 });
  });

  test('keeps events that it failed on in a queue under the key', () => {
    const template = templateWith();
    template.hasResourceProperties(FUNCTION, { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HandlerFailures'), 'Arn'] } } });
    template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue(), MessageRetentionPeriod: 14 * 24 * 3600 });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
  });

  test('may do what it has to and nothing else, by customer managed policies', () => {
    const template = templateWith();
    expect(policiesOf(template)).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^HandlerLogGroup/), 'Arn'] } },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^HandlerFailures/), 'Arn'] } },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^LogsKey/), 'Arn'] } },
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
    ]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('waits for its permissions', () => {
    const [{ DependsOn }] = Object.values(templateWith().findResources(FUNCTION));
    expect(DependsOn).toEqual([expect.stringMatching(/^HandlerRolePolicy[A-F0-9]{8}$/), expect.stringMatching(/^HandlerRolePolicyWithoutResource/)]);
  });

  test('is in a network where it is asked to be, whose interfaces Lambda manages and its code does not', () => {
    const stack = testStack();
    const template = templateWith({ network: networkOf(stack) }, stack);
    template.hasResourceProperties(FUNCTION, { VpcConfig: { SubnetIds: ['p-a', 'p-b'], SecurityGroupIds: [Match.anyValue()] } });
    const interfaces = policiesOf(template).filter(({ Action }) => JSON.stringify(Action).includes('ec2:'));
    expect(interfaces.map(({ Effect, Resource }) => [Effect, Resource])).toEqual([
      ['Allow', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:eu-west-2:123456789012:*/*']] }], ['Deny', '*'], ['Allow', '*'],
    ]);
    expect(interfaces[1].Condition.ArnLike['lambda:SourceFunctionArn']).toEqual(
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:eu-west-2:123456789012:function:*']] });
  });

  test('is in the isolated subnets of a network without private ones, or where it is told', () => {
    const stack = testStack();
    templateWith({ network: networkOf(stack, { isolatedSubnetIds: ['i-a', 'i-b'] }) }, stack)
      .hasResourceProperties(FUNCTION, { VpcConfig: { SubnetIds: ['i-a', 'i-b'] } });
    const other = testStack();
    const network = networkOf(other, { privateSubnetIds: ['p-a', 'p-b'], privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'], isolatedSubnetIds: ['i-a', 'i-b'] });
    templateWith({ network: { ...network, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } } }, other)
      .hasResourceProperties(FUNCTION, { VpcConfig: { SubnetIds: ['i-a', 'i-b'] } });
  });

  test('recommends an alarm on its failures', () => {
    const stack = testStack();
    new WorkloadMonitoring(stack, 'Monitoring');
    templateWith({}, stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'A parameter was not made.',
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Threshold: 1,
      EvaluationPeriods: 1,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('^HandlerFunction') } }],
    });
  });

  test.each(Object.values(Lifecycle))('has no finding, in a network and outside of one: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      new BundledLambda(stack, 'Handler', OPTIONS);
      new BundledLambda(stack, 'Inside', { ...OPTIONS, network: networkOf(stack) });
    })).toEqual([]);
  });
});
