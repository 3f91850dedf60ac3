import { isOneOf, listOf } from './intrinsics';
import { allowances } from './policy';
import { confinedBy, Reach } from './principals';
import { actionPattern, textOf } from './text';
import { Json } from '../rendered';

type Target = 'bucket' | 'function' | 'queue' | 'topic';

/**
 * Services that send the ARN or the account of the resource for which they call, by what they call, so that a condition can confine them. Others send neither, for example
 * EventBridge to topics and keys (Amazon EventBridge User Guide, Using resource-based policies). Sources: AWS Lambda Developer Guide, Granting Lambda function access to AWS
 * services; Amazon CloudFront Developer Guide, Restrict access to an AWS Lambda function URL origin; Amazon S3 User Guide, Granting permissions to publish event
 * notification messages to a destination, Configuring Amazon S3 Inventory, Enabling Amazon S3 server access logging; Amazon SNS Developer Guide, Example cases for access
 * control; Amazon SQS Developer Guide, Fanout; AWS CloudTrail User Guide, Amazon S3 bucket policy and Amazon SNS topic policy; AWS Config Developer Guide, Permissions for the
 * bucket and for the topic; Amazon CloudWatch Logs User Guide, Enable logging from AWS services.
 */
const CONFINABLE: Readonly<Record<Target, readonly string[]>> = {
  bucket: ['cloudtrail', 'config', 'delivery.logs', 'logging.s3', 's3'],
  function: ['cloudfront', 'sns', 'events', 'apigateway', 'cognito-idp', 'iot', 'ses', 'logs', 'scheduler', 'codecommit', 'config', 's3'],
  queue: ['events', 's3', 'sns'],
  topic: ['cloudtrail', 'cloudwatch', 'config', 's3'],
};

const TARGETS: Readonly<Record<string, Target>> = {
  'AWS::Lambda::ResourcePolicy': 'function',
  'AWS::S3::BucketPolicy': 'bucket',
  'AWS::SNS::TopicInlinePolicy': 'topic',
  'AWS::SNS::TopicPolicy': 'topic',
  'AWS::SQS::QueueInlinePolicy': 'queue',
  'AWS::SQS::QueuePolicy': 'queue',
};

/** Types whose policy can confine the services that it admits. */
export const SERVICE_POLICIES = Object.keys(TARGETS);

/** Objects below the account that the service calls for: services write the logs of an account there only. */
const OF_ACCOUNT = /\/AWSLogs\/(\d{12}|\$\{AWS-AccountId\})\//;
const DATA = ['s3:GetObject', 's3:PutObject'];

/** Services that a condition can confine where they call a function. */
export const CALLERS_OF_FUNCTIONS = CONFINABLE.function.map(principalOf);

/** The services that policies admit although a condition could confine them, each with what confines it. */
export function servicesIn(type: string, documents: readonly Json[]): Array<{ readonly service: string; readonly reach: Reach }> {
  const target = TARGETS[type];
  return documents.flatMap(allowances).filter((statement) => target !== 'bucket' || isOfData(statement)).flatMap((statement) => (
    CONFINABLE[target].map(principalOf).filter((service) => listOf(statement.Principal?.Service).some((one) => isNamed(one, service)))
      .map((service) => ({ service, reach: target === 'bucket' && isBelowAccount(statement) ? 'confined' : confinedBy(statement.Condition) }))));
}

// A service that only reads the ACL of a bucket reveals nothing of it.
function isOfData({ Action, NotAction }: Json): boolean {
  return NotAction !== undefined || listOf(Action).some((action) => DATA.some((data) => actionPattern(textOf(action)).test(data)));
}

function isBelowAccount({ Resource }: Json): boolean {
  const resources = listOf(Resource);
  return resources.length > 0 && resources.every((resource) => OF_ACCOUNT.test(textOf(resource)));
}

// The suffix of a partition is the same for all services.
function isNamed(principal: Json, service: string): boolean {
  return textOf(principal).replace('${AWS-URLSuffix}', 'amazonaws.com') === service || isOneOf(principal, service);
}

function principalOf(service: string): string {
  return `${service}.amazonaws.com`;
}
