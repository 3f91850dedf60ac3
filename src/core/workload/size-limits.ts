import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { partitionOf } from './partition';
import { isUnresolved } from '../validation';

interface SizeLimit {
  /** What has the limit, for error messages. */
  readonly what: string;
  readonly bytes: number;
  /** The value that counts. */
  readonly of: (resource: any) => unknown;
  /** Whether only names and values count, without the characters of JSON. @default false */
  readonly textOnly?: boolean;
}

/** Most characters of a managed policy (IAM User Guide, IAM and AWS STS quotas: 6,144). */
export const MANAGED_POLICY_SIZE = 6_144;

/** Most bytes of all names and values (Lambda Developer Guide, Lambda quotas: "Environment variables: 4 KB, for all environment variables associated with the function, in aggregate"). */
export const FUNCTION_ENVIRONMENT_SIZE = 4_096;

const policyDocument = (resource: iam.CfnManagedPolicy | s3.CfnBucketPolicy | sqs.CfnQueuePolicy) => resource.policyDocument;

/** Limits that CloudFormation reports only at the deployment. No quota can be increased. */
const LIMITS: Readonly<Record<string, SizeLimit>> = {
  // ECS Developer Guide, Amazon ECS service quotas: task definition size.
  'AWS::ECS::TaskDefinition': { what: 'container definitions', bytes: 65_536, of: (task: ecs.CfnTaskDefinition) => task.containerDefinitions },
  'AWS::IAM::ManagedPolicy': { what: 'policy document', bytes: MANAGED_POLICY_SIZE, of: policyDocument },
  // KMS Developer Guide, Resource quotas: key policy document size.
  'AWS::KMS::Key': { what: 'key policy', bytes: 32_768, of: (key: kms.CfnKey) => key.keyPolicy },
  'AWS::Lambda::Function': {
    what: 'environment variables',
    bytes: FUNCTION_ENVIRONMENT_SIZE,
    textOnly: true,
    of: (made: lambda.CfnFunction) => (made.stack.resolve(made.environment) ?? {}).variables,
  },
  // S3 User Guide, Policies and permissions in Amazon S3: 20 KB.
  'AWS::S3::BucketPolicy': { what: 'policy document', bytes: 20_480, of: policyDocument },
  // SQS Developer Guide, Amazon SQS policy quotas.
  'AWS::SQS::QueuePolicy': { what: 'policy document', bytes: 8_192, of: policyDocument },
};

/** Values that stand for those of a deployment. */
interface Stand {
  readonly pseudo: Readonly<Record<string, string>>;
  readonly arn: string;
  /** Any other value. */
  readonly whole: string;
  /** A part of a text. */
  readonly part: string;
}

/** The shortest values: the shortest ARN is that of a bucket. */
const LEAST: Stand = { pseudo: { 'AWS::AccountId': '123456789012', 'AWS::Partition': 'aws', 'AWS::Region': 'eu-west-1' }, arn: 'arn:aws:s3:::abc', whole: '', part: '' };
/** Long values: an ARN of a function or a queue, and that of a listener rule, which is the longest of the library's resources. */
const ESTIMATE: Omit<Stand, 'pseudo'> = { arn: 'x'.repeat(130), whole: 'x'.repeat(165), part: 'x'.repeat(64) };

/** Resources that the service refuses for their size, whatever the deployment resolves tokens to. */
export function oversizes(resources: readonly CfnResource[]): string[] {
  return resources.flatMap((resource) => {
    const limit = LIMITS[resource.cfnResourceType];
    // An imported template can have a type without its class.
    if (!limit || !('cfnProperties' in resource)) return [];
    const { what, bytes, of, textOnly } = limit;
    const least = leastSize(resource.stack.resolve(of(resource)), textOnly);
    return least > bytes ? [`${what} of '${resource.node.path}' must be at most ${bytes} bytes, got at least ${least}`] : [];
  });
}

/** Bytes of a policy document, with an estimate for each value of the deployment. */
export function estimatedSize(document: unknown, stack: Stack): number {
  const pseudo = {
    'AWS::AccountId': '123456789012',
    'AWS::Partition': partitionOf(stack.region) ?? 'aws-us-gov',
    'AWS::Region': isUnresolved(stack.region) ? 'ap-southeast-1' : stack.region,
  };
  return Buffer.byteLength(JSON.stringify(filled(stack.resolve(document), { ...ESTIMATE, pseudo })));
}

function leastSize(resolved: unknown, textOnly = false): number {
  const shortest = filled(resolved ?? {}, LEAST);
  return Buffer.byteLength(textOnly ? Object.entries(shortest as object).flat().join('') : JSON.stringify(shortest));
}

function filled(value: any, stand: Stand, isPart = false): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, stand));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = [], second] = Object.entries<any>(value);
  const isIntrinsic = !second && /^(?:Ref|Fn::.+)$/.test(name ?? '');
  if (!isIntrinsic) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, stand)]));
  if (name === 'Fn::Join' && Array.isArray(argument[1])) return argument[1].map((each) => filled(each, stand, true)).join(argument[0]);
  if (name === 'Fn::GetAtt' && String([argument].flat().at(-1)).endsWith('Arn')) return stand.arn;
  if (name === 'Ref' && argument in stand.pseudo) return stand.pseudo[argument];
  return isPart ? stand.part : stand.whole;
}
