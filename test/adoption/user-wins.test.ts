import { CfnResource, PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { propsOf, valuesOf } from './library';
import { hardenedStack, plainStack, resourcesOf } from './support';
import { Hardened } from '../../src';
import { HARDENED_CLASSES } from '../../src/adoption/classes';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { EVERY_FRAMEWORK } from '../support';

/** Databases require it. */
const ENGINE = { engine: { engineType: 'aurora-postgresql' } };

test('a boolean or enum that is set stays as it is, whatever else the hardening fills in', () => {
  const stack = hardenedStack({ newApp: true, readonlyRootFilesystem: true, containerUser: '1000' }, EVERY_FRAMEWORK);
  const changed: string[] = [];
  let count = 0;
  for (const { type } of HARDENED_CLASSES) {
    const injector = PropertyInjectors.of(stack).for(type)!;
    for (const prop of propsOf(type)) {
      for (const value of valuesOf(prop)) {
        count += 1;
        const given = { ...ENGINE, [prop.name]: value };
        const result = injector.inject(given, { scope: stack, id: `Case${count}` });
        if (result[prop.name] !== value) changed.push(`${type} ${prop.name} ${value}`);
      }
    }
  }
  process.stdout.write(`${count} explicit values of ${HARDENED_CLASSES.length} classes\n`);
  expect(changed).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(150);
});

test('every default names props of its class, and yields to each of them', () => {
  const stack = hardenedStack({ newApp: true, readonlyRootFilesystem: true, containerUser: '1000' }, EVERY_FRAMEWORK);
  const faults: string[] = [];
  for (const { type, steps } of HARDENED_CLASSES) {
    const known = new Set(propsOf(type).map(({ name }) => name));
    const injector = PropertyInjectors.of(stack).for(type)!;
    for (const prop of steps.flatMap(({ props }) => props)) {
      const value = { of: 'the user' };
      const result = injector.inject({ ...ENGINE, [prop]: value }, { scope: stack, id: `${type}${prop}`.replace(/\W/g, '') });
      if (!known.has(prop) || result[prop] !== value) faults.push(`${type} ${prop}`);
    }
  }
  expect(faults).toEqual([]);
});

test('every default names safeguards that exist', () => {
  const ids = new Set(SAFEGUARDS.map(({ id }) => id));
  const named = HARDENED_CLASSES.flatMap(({ type, steps }) => steps.flatMap(({ safeguards }) => safeguards.map((id) => `${type} ${id}`)));
  expect(named.filter((name) => !ids.has(name.split(' ')[1]))).toEqual([]);
});

describe('a value of the resource stays as it is', () => {
  const KEY = { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } };
  const override = (construct: Construct, property: string, value: unknown) => (
    (construct.node.defaultChild as CfnResource).addPropertyOverride(property, value));
  const table = (stack: Stack, props: Partial<dynamodb.TableProps> = {}) => new dynamodb.Table(stack, 'Own', { ...KEY, ...props });
  const bucket = (stack: Stack) => new s3.Bucket(stack, 'Own');
  const cases: Array<[name: string, property: string, build: (stack: Stack) => unknown]> = [
    ['a billing mode of the L1', 'BillingMode', (stack) => { (table(stack).node.defaultChild as dynamodb.CfnTable).billingMode = 'PROVISIONED'; }],
    ['a capacity of the L1', 'ProvisionedThroughput', (stack) => {
      (table(stack).node.defaultChild as dynamodb.CfnTable).provisionedThroughput = { readCapacityUnits: 50, writeCapacityUnits: 50 };
    }],
    ['an override of a capacity', 'ProvisionedThroughput', (stack) => override(table(stack), 'ProvisionedThroughput.ReadCapacityUnits', 10)],
    ['an override of a billing mode', 'ProvisionedThroughput', (stack) => override(table(stack), 'BillingMode', 'PROVISIONED')],
    ['an override of the encryption of a table', 'SSESpecification', (stack) => override(table(stack), 'SSESpecification', { SSEEnabled: false })],
    ['an override of the encryption of a global table', 'SSESpecification', (stack) => override(new dynamodb.TableV2(stack, 'Own', KEY), 'SSESpecification.SSEEnabled', false)],
    ['an override of the encryption of a bucket', 'BucketEncryption', (stack) => override(
      bucket(stack), 'BucketEncryption.ServerSideEncryptionConfiguration', [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }])],
    ['an override of the logs of a bucket', 'LoggingConfiguration', (stack) => override(bucket(stack), 'LoggingConfiguration', { DestinationBucketName: 'logs' })],
    ['an override of the events of a bucket', 'NotificationConfiguration', (stack) => override(bucket(stack), 'NotificationConfiguration', { TopicConfigurations: [] })],
    ['an override of the public access of a bucket', 'PublicAccessBlockConfiguration', (stack) => override(bucket(stack), 'PublicAccessBlockConfiguration', { BlockPublicAcls: false })],
    ['an override of the key of a topic', 'KmsMasterKeyId', (stack) => override(new sns.Topic(stack, 'Own'), 'KmsMasterKeyId', 'alias/aws/sns')],
    ['an override of the key of a secret', 'KmsKeyId', (stack) => override(new secretsmanager.Secret(stack, 'Own'), 'KmsKeyId', 'alias/aws/secretsmanager')],
    ['an override of the key of a log group', 'KmsKeyId', (stack) => override(new logs.LogGroup(stack, 'Own'), 'KmsKeyId', 'arn:aws:kms:eu-west-2:123456789012:key/1')],
  ];
  const madeIn = (stack: Stack) => Object.entries<any>(resourcesOf(stack));
  const resourceIn = (stack: Stack) => madeIn(stack).find(([id]) => id.startsWith('Own'))![1].Properties;

  test.each(cases)('%s', (_, property, build) => {
    const [plain, hardened] = [plainStack(), hardenedStack()];
    [plain, hardened].forEach(build);
    expect(resourceIn(hardened)[property]).toEqual(resourceIn(plain)[property]);
  });

  test('an override of the logs of a bucket makes no bucket for them', () => {
    const stack = hardenedStack();
    override(bucket(stack), 'LoggingConfiguration', { DestinationBucketName: 'logs' });
    expect(madeIn(stack).filter(([, { Type: type }]) => type === 'AWS::S3::Bucket')).toHaveLength(1);
  });

  test('a bucket that an override makes the destination of logs has no logs itself', () => {
    const stack = hardenedStack();
    const target = new s3.Bucket(stack, 'Target');
    override(bucket(stack), 'LoggingConfiguration', { DestinationBucketName: target.bucketName });
    expect(madeIn(stack).find(([id]) => id.startsWith('Target'))![1].Properties).not.toHaveProperty('LoggingConfiguration');
  });

  test('a capacity of a table that the mixin hardens', () => {
    const [stack, without] = [plainStack(), plainStack()];
    table(stack, { readCapacity: 50, writeCapacity: 20 }).with(new Hardened());
    table(without).with(new Hardened());
    expect(resourceIn(stack)).toMatchObject({ ProvisionedThroughput: { ReadCapacityUnits: 50, WriteCapacityUnits: 20 } });
    expect(resourceIn(stack)).not.toHaveProperty('BillingMode');
    expect(resourceIn(without)).toHaveProperty('BillingMode', 'PAY_PER_REQUEST');
  });
});

test('a loosened setting of each default that follows later stays in the template', () => {
  const build = (stack: Stack) => {
    const target = s3.Bucket.fromBucketName(stack, 'Target', 'logs-of-the-company');
    new s3.Bucket(stack, 'Bucket', {
      blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: false }),
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: false,
      versioned: false,
      lifecycleRules: [],
      serverAccessLogsBucket: target,
      eventBridgeEnabled: false,
    });
    new sns.Topic(stack, 'Topic', { enforceSSL: false, masterKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1') });
    new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PROVISIONED,
      encryption: dynamodb.TableEncryption.DEFAULT,
      deletionProtection: false,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    });
    const vpc = new ec2.Vpc(stack, 'Vpc', { flowLogs: {}, restrictDefaultSecurityGroup: false, subnetConfiguration: ec2.Vpc.DEFAULT_SUBNETS });
    new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc, deletionProtection: false, dropInvalidHeaderFields: false })
      .setAttribute('access_logs.s3.enabled', 'false');
  };
  const plain = plainStack();
  const hardened = hardenedStack({ newApp: true });
  build(plain);
  build(hardened);
  expect(resourcesOf(hardened)).toEqual(resourcesOf(plain));
});
