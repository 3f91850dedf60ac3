/** @library own */
import { Duration, Mixins } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { foundIn, hardenedStack, nameClasses, plainStack, resourcesOf } from './support';
import { Hardened, SecureBucket } from '../../src';

test('constructs made elsewhere: what is left has no default', () => {
  const stack = plainStack();
  new s3.Bucket(stack, 'Bucket');
  new sqs.Queue(stack, 'Queue');
  new sns.Topic(stack, 'Topic');
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  new logs.LogGroup(stack, 'LogGroup');
  new kms.Key(stack, 'Key');
  new ecr.Repository(stack, 'Repository');
  new cognito.UserPool(stack, 'Pool');
  Mixins.of(stack).apply(new Hardened());
  expect(foundIn(stack).map((finding) => finding.split(' ')[0])).toEqual([
    'Cognito.PoolCustomThreatsBlocked', 'Cognito.PoolMfaRequired', 'Cognito.PoolPasswordsStrong', 'Cognito.PoolThreatsBlocked', 'DynamoDB.TableInBackupPlan', 'ECR.RepositoryLifecycle',
    'ECR.RepositoryTagsImmutable', 'S3.BucketObjectLocked',
  ]);
});

test('values of the resource are kept, and a construct with hardened defaults does not change', () => {
  const build = (stack: ReturnType<typeof plainStack>) => [
    new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, lifecycleRules: [{ expiration: Duration.days(9), prefix: 'tmp/' }] }),
    new sqs.Queue(stack, 'Queue', { enforceSSL: true }),
    new kms.Key(stack, 'Key', { enableKeyRotation: false }),
    new kms.Key(stack, 'Signing', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY }),
  ];
  const [hardened, twice, mixed] = [hardenedStack(), hardenedStack(), plainStack()];
  build(hardened);
  build(twice).forEach((construct) => construct.with(new Hardened()));
  build(mixed).forEach((construct) => construct.with(new Hardened()));
  expect(resourcesOf(twice)).toEqual(resourcesOf(hardened));
  expect(resourcesOf(mixed)).toEqual(resourcesOf(hardened));
});

test('databases are protected from deletion, unless that is set', () => {
  const stack = plainStack();
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
  new rds.DatabaseInstance(stack, 'Open', { engine, vpc });
  new rds.DatabaseInstance(stack, 'Decided', { engine, vpc, deletionProtection: false });
  Mixins.of(stack).apply(new Hardened());
  const instances = Object.entries<any>(resourcesOf(stack)).filter(([, { Type }]) => Type === 'AWS::RDS::DBInstance');
  expect(instances.map(([id, { Properties }]) => [id.slice(0, 4), Properties.DeletionProtection])).toEqual([['Open', true], ['Deci', false]]);
});

test('constructs of the library and those without hardened defaults are not supported', () => {
  nameClasses();
  const stack = plainStack();
  const { bucket } = new SecureBucket(stack, 'Documents');
  const mixin = new Hardened();
  expect([bucket, stack, bucket.node.defaultChild!].map((construct) => mixin.supports(construct))).toEqual([false, false, false]);
  expect(mixin.supports(new s3.Bucket(stack, 'Plain'))).toBe(true);
});

test('refused values', () => {
  expect(() => new Hardened({ containerUser: '' })).toThrow(/^containerUser must be a user, or a user and a group such as 1000:1000, got ''$/);
});
