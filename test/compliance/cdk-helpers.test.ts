import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { house } from './support';
import { judgeTemplates } from '../../src/compliance/judge';
import { RenderedTemplate } from '../../src/compliance/rendered';
import { placeOf, StackTemplate } from '../../src/compliance/template-source';

const HARDENING = ['Lambda.FunctionConcurrencyLimited', 'Lambda.FunctionFailuresKept', 'Lambda.FunctionInVpc', 'Lambda.FunctionTraced'];

function judgementsOf(make: (stack: Stack) => void) {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  make(stack);
  app.synth();
  const requirements = { name: 'house', frameworks: [house(...HARDENING, 'IAM.NoInlinePolicy')], expected: { numbers: {}, tags: [] } };
  return judgeTemplates(requirements, [new RenderedTemplate(new StackTemplate(stack))], placeOf(stack)).judgements
    .filter(({ result }) => result !== 'holds');
}

test('helper functions of aws-cdk-lib, and their policies, are acknowledged', () => {
  const judgements = judgementsOf((stack) => {
    const bucket = new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(new sqs.Queue(stack, 'Queue')));
    new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: true, maxAzs: 1, natGateways: 0 });
    new logs.LogRetention(stack, 'Retention', { logGroupName: '/orders', retention: logs.RetentionDays.ONE_YEAR });
    new deployment.BucketDeployment(stack, 'Deployment', { sources: [deployment.Source.data('a.txt', 'a')], destinationBucket: bucket });
    new cr.AwsCustomResource(stack, 'Call', {
      onUpdate: { service: 'SSM', action: 'getParameter', parameters: { Name: '/a' }, physicalResourceId: cr.PhysicalResourceId.of('a') },
      policy: cr.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:eu-west-2:123456789012:parameter/a'] })]),
    });
  }).filter(({ safeguard }) => HARDENING.includes(safeguard.id) || safeguard.id === 'IAM.NoInlinePolicy');
  const functions = judgements.filter(({ safeguard }) => safeguard.id === 'Lambda.FunctionInVpc');
  expect(functions).toHaveLength(6);
  expect(judgements.filter(({ result }) => result !== 'acknowledged').map(({ path, safeguard }) => `${safeguard.id} ${path}`)).toEqual([]);
  expect(new Set(judgements.map(({ acknowledgement }) => acknowledgement?.declaredBy))).toEqual(new Set(['library']));
  expect(functions[0].acknowledgement?.reason)
    .toBe('The helper function of aws-cdk-lib calls AWS APIs only, also before the network exists and after it is deleted.');
});

test('functions of the app, and what the policies of helper functions allow, are judged', () => {
  const judgements = judgementsOf((stack) => {
    new lambda.Function(stack, 'CustomS3AutoDelete', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    new cr.AwsCustomResource(stack, 'Call', {
      onUpdate: { service: 'SSM', action: 'getParameter', parameters: { Name: '/a' }, physicalResourceId: cr.PhysicalResourceId.of('a') },
      policy: cr.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })]),
    });
  });
  expect(judgements.filter(({ path }) => path.startsWith('Stack/CustomS3AutoDelete/')).map(({ safeguard, result }) => `${safeguard.id} ${result}`))
    .toEqual(HARDENING.map((id) => `${id} fails`));
  expect(judgements.filter(({ safeguard }) => safeguard.id === 'IAM.NoDataAccessToEveryResource').map(({ path, result }) => `${path} ${result}`))
    .toEqual(['Stack/Call/CustomResourcePolicy/Resource fails']);
});
