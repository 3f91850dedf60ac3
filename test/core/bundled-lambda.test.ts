import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Lifecycle, WorkloadMonitoring } from '../../src';
import { BundledLambda, BundledLambdaOptions } from '../../src/core/parts/bundled-lambda';
import { acknowledgedBelow, findingsAtDefaults, templateOf, testStack } from '../support';

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

describe('BundledLambda', () => {
  test('uses the code in the package and the newest long-term runtime', () => {
    templateWith().hasResourceProperties(FUNCTION, {
      Description: 'Makes parameters',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 30,
      MemorySize: 256,
      Code: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
    });
  });

  test('has an encrypted log group, traces and no reserved concurrency', () => {
    const template = templateWith();
    template.hasResourceProperties(FUNCTION, {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^HandlerLogGroup') } },
      TracingConfig: { Mode: 'Active' },
      ReservedConcurrentExecutions: Match.absent(),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  });

  test('sends failed events to an encrypted dead-letter queue', () => {
    const template = templateWith();
    template.hasResourceProperties(FUNCTION, { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HandlerFailures'), 'Arn'] } } });
    template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue(), MessageRetentionPeriod: 14 * 24 * 3600 });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
  });

  test('has a role for AWS Lambda only', () => {
    const roles = Object.values(templateWith().findResources('AWS::IAM::Role'));
    expect(roles.map(({ Properties }) => Properties.AssumeRolePolicyDocument)).toEqual([
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] },
    ]);
  });

  test('has exactly the required permissions, in customer managed policies', () => {
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

  test('depends on its permissions', () => {
    const [{ DependsOn }] = Object.values(templateWith().findResources(FUNCTION));
    expect(DependsOn).toEqual([expect.stringMatching(/^HandlerRolePolicy[A-F0-9]{8}$/), expect.stringMatching(/^HandlerRolePolicyWithoutResource/)]);
  });

  test('connects to a VPC; Lambda manages the network interfaces, the code of the function cannot', () => {
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

  test('uses isolated subnets where there are no private ones, or the given subnets', () => {
    const stack = testStack();
    templateWith({ network: networkOf(stack, { isolatedSubnetIds: ['i-a', 'i-b'] }) }, stack)
      .hasResourceProperties(FUNCTION, { VpcConfig: { SubnetIds: ['i-a', 'i-b'] } });
    const other = testStack();
    const network = networkOf(other, { privateSubnetIds: ['p-a', 'p-b'], privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'], isolatedSubnetIds: ['i-a', 'i-b'] });
    templateWith({ network: { ...network, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } } }, other)
      .hasResourceProperties(FUNCTION, { VpcConfig: { SubnetIds: ['i-a', 'i-b'] } });
  });

  test('recommends an alarm on failures', () => {
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

test('a function acknowledges that it has no network only where it has none', () => {
  const stack = testStack();
  const outside = new BundledLambda(stack, 'Outside', OPTIONS);
  const inside = new BundledLambda(stack, 'Inside', { ...OPTIONS, network: networkOf(stack) });
  const acknowledged = (handler: BundledLambda) => acknowledgedBelow(handler.function.node.scope!)[`${handler.function.node.id}/Resource`];
  const concurrency = ['HIPAA.Security-LambdaConcurrency', 'Lambda.FunctionConcurrencyLimited', 'NIST.800.53.R5-LambdaConcurrency'];
  expect(acknowledged(outside)).toEqual([
    ...concurrency, 'HIPAA.Security-LambdaInsideVPC', 'Lambda.FunctionInVpc', 'NIST.800.53.R5-LambdaInsideVPC', 'PCI.DSS.321-LambdaInsideVPC',
  ].sort());
  expect(acknowledged(inside)).toEqual(concurrency);
});
