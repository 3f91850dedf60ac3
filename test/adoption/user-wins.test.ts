import { PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { propsOf, valuesOf } from './library';
import { hardenedStack, plainStack, resourcesOf } from './support';
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
