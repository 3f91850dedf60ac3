import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LogDelivery } from '../../src';
import { templateOf, testStack } from '../support';

/** The statements of the only bucket policy. */
function statements(template: Template): any[] {
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  return policy.Properties.PolicyDocument.Statement;
}

/** The statements that a delivery adds to a bucket in a stack of eu-west-2, account 123456789012. */
function allowed(delivery: LogDelivery, prefix?: string, sourceArn?: string, props: s3.BucketProps = {}): any[] {
  const stack = testStack();
  delivery.allow(new s3.Bucket(stack, 'Bucket', props), prefix, sourceArn);
  return statements(templateOf(stack));
}

const BUCKET_ARN = { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] };
const objects = (path: string) => ({ 'Fn::Join': ['', [BUCKET_ARN, `/${path}`]] });
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });

describe('LogDelivery', () => {
  test('LOAD_BALANCER writes below the account, for load balancers of the account where the service tells', () => {
    expect(allowed(LogDelivery.LOAD_BALANCER, 'alb')).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: objects('alb/AWSLogs/123456789012/*'),
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
        ArnLikeIfExists: { 'aws:SourceArn': arn('elasticloadbalancing:eu-west-2:123456789012:loadbalancer/*') },
      },
    }]);
  });

  test('LOAD_BALANCER works in a stack of no particular Region', () => {
    const stack = new Stack(new App(), 'Stack');
    LogDelivery.LOAD_BALANCER.allow(new s3.Bucket(stack, 'Bucket'));
    expect(statements(templateOf(stack))[0].Resource).toEqual({
      'Fn::Join': ['', [BUCKET_ARN, '/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']],
    });
  });

  test('CLOUDTRAIL writes for trails of the account, and checks the ACL of the bucket', () => {
    const source = { 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/*') };
    expect(allowed(LogDelivery.CLOUDTRAIL)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: objects('AWSLogs/123456789012/*'),
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' },
          StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
          ArnLike: source,
        },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: BUCKET_ARN,
        Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' }, ArnLike: source },
      },
    ]);
  });
});
