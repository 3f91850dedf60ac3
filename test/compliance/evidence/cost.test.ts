import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEIP, CfnInstance, CfnLaunchTemplate, CfnNatGateway, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnService, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnStream } from 'aws-cdk-lib/aws-kinesis';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnDBCluster, CfnDBInstance, CfnDBProxy } from 'aws-cdk-lib/aws-rds';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnParameter as CfnParameterOfSsm } from 'aws-cdk-lib/aws-ssm';
import { casesOf } from './cases';
import { templatesOf } from './support';
import { costText, withoutText } from '../../../src/compliance/evidence/cost/cost-text';
import { CostEstimate, estimate } from '../../../src/compliance/evidence/cost/estimate';
import { MonthlyUsage, IPriceTable } from '../../../src/compliance/model/price-table';
import { RenderedTemplate } from '../../../src/compliance/rendered';
import { StackTemplate } from '../../../src/compliance/template-source';

function estimateOf(make: (stack: Stack) => void, region: string | undefined = 'us-east-1', prices?: IPriceTable, usage?: MonthlyUsage): CostEstimate {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { region } });
  make(stack);
  app.synth();
  return estimate([new RenderedTemplate(new StackTemplate(stack, () => true))], prices, usage);
}

const key = (stack: Stack) => new CfnKey(stack, 'Key', { keyPolicy: {} });
const gateway = (stack: Stack) => new CfnNatGateway(stack, 'Gateway', { subnetId: 'subnet-1' });

test('a line has quantity, price, source and amount, and the sum is that of the lines', () => {
  const { monthly, lines, unknownLines, notEstimated } = estimateOf(gateway);
  expect(lines).toEqual([
    { item: 'nat-gateway', title: 'NAT gateway', region: 'us-east-1', quantity: 1, per: 'hour', price: 0.045, monthly: 32.85, source: 'AWS Price List, offer AmazonEC2', publishedOn: '2026-09', quantityFrom: 'template' },
    { item: 'public-ipv4-address', title: 'public IPv4 address', region: 'us-east-1', quantity: 1, per: 'hour', price: 0.005, monthly: 3.65, source: 'AWS Price List, offer AmazonVPC', publishedOn: '2026-09', quantityFrom: 'template' },
  ]);
  expect({ monthly, unknownLines, notEstimated }).toEqual({ monthly: 36.5, unknownLines: 0, notEstimated: [{ what: 'NAT gateway: data processed and transfer to the internet', resources: 1 }] });
});

test('a Region without a price has the price of us-east-1, and a derived price says so', () => {
  expect(estimateOf(gateway, 'eu-central-1').lines[0]).toMatchObject({ price: 0.045, note: 'price of us-east-1: the table has none for eu-central-1' });
  expect(estimateOf(gateway, 'us-west-1').lines[0]).toMatchObject({ price: 0.0537, note: 'derived from the price in us-east-1 and the ratio of the prices of t3.medium' });
  expect(estimateOf(key, 'eu-central-1').lines[0]).not.toHaveProperty('note');
});

test('a price table of the user comes before the table of the library, which has the other items', () => {
  const own: IPriceTable = { publishedOn: '2027-01', priceOf: (item, region) => item === 'nat-gateway' && region === 'us-east-1' ? { usd: 0.03, source: 'agreement 4711' } : undefined };
  const { lines } = estimateOf(gateway, 'us-east-1', own);
  expect(lines[0]).toMatchObject({ price: 0.03, monthly: 21.9, source: 'agreement 4711', publishedOn: '2027-01' });
  expect(lines[1]).toMatchObject({ price: 0.005, publishedOn: '2026-09' });
});

test('an item without a price and a quantity that only a deployment knows have no amount', () => {
  const { monthly, unknownLines, lines } = estimateOf((stack) => {
    key(stack);
    new CfnDBInstance(stack, 'Database', { dbInstanceClass: 'db.m7g.large', engine: 'postgres', storageType: 'gp3', allocatedStorage: new CfnParameter(stack, 'Size').valueAsString });
  });
  expect(monthly).toBe(1);
  expect(unknownLines).toBe(2);
  expect(lines.filter((line) => line.monthly === undefined)).toEqual([
    expect.objectContaining({ item: 'rds-gp3-gib', price: 0.115 }),
    { item: 'rds:postgres:db.m7g.large', title: 'rds:postgres:db.m7g.large', region: 'us-east-1', quantity: 1, per: 'hour', quantityFrom: 'template' },
  ]);
});

test('a Multi-AZ instance and its storage are charged twice', () => {
  const { lines } = estimateOf((stack) => new CfnDBInstance(stack, 'Database', { dbInstanceClass: 'db.t3.medium', engine: 'postgres', storageType: 'gp3', allocatedStorage: '20', multiAz: true }));
  expect(lines.map(({ item, quantity }) => [item, quantity])).toEqual([['rds:postgres:db.t3.medium', 2], ['rds-gp3-gib', 40]]);
});

test('clusters that are not Aurora have a line of their own', () => {
  const { lines } = estimateOf((stack) => new CfnDBCluster(stack, 'Cluster', { engine: 'postgres', dbClusterInstanceClass: 'db.m6gd.large' }));
  expect(lines.map(({ item }) => item)).toEqual(['rds-cluster:postgres:db.m6gd.large']);
});

test('instances of a group have the type, volumes and detailed metrics of its launch template', () => {
  const { lines } = estimateOf((stack) => {
    const template = new CfnLaunchTemplate(stack, 'Template', {
      launchTemplateData: { instanceType: 't3.large', monitoring: { enabled: true }, blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 20, volumeType: 'gp3' } }, { deviceName: '/dev/sdb', virtualName: 'ephemeral0' }] },
    });
    new CfnAutoScalingGroup(stack, 'Group', { minSize: '3', maxSize: '9', launchTemplate: { launchTemplateId: template.ref, version: '1' } });
  });
  expect(lines.map(({ item, quantity }) => [item, quantity])).toEqual([['ec2:t3.large', 3], ['custom-metric', 27], ['ebs-gp3-gib', 60]]);
});

test('gateway endpoints are free, on-demand streams have no price, and other types are named', () => {
  const { lines, notEstimated } = estimateOf((stack) => {
    new CfnVPCEndpoint(stack, 'S3', { vpcId: 'vpc-1', serviceName: 's3', vpcEndpointType: 'Gateway' });
    new CfnStream(stack, 'Stream', { streamModeDetails: { streamMode: 'ON_DEMAND' } });
    new CfnTopic(stack, 'Topic');
    new CfnDBProxy(stack, 'Proxy', { dbProxyName: 'proxy', engineFamily: 'MYSQL', roleArn: Fn.ref('AWS::StackId'), vpcSubnetIds: [] });
  });
  expect(lines.map(({ item, monthly }) => [item, monthly])).toEqual([['kinesis-million-payload-units', 0.01], ['kinesis-on-demand-stream', undefined]]);
  expect(notEstimated).toEqual([{ what: 'AWS::RDS::DBProxy: no price in the table', resources: 1 }, { what: 'Amazon SNS: deliveries', resources: 1 }]);
});

test('assumptions are those of the lines, with the usage that is given', () => {
  const cluster = (stack: Stack) => {
    new CfnDBCluster(stack, 'Cluster', { engine: 'aurora-mysql' });
  };
  expect(estimateOf(cluster, undefined, undefined, { databaseGib: 200 })).toMatchObject({
    monthly: 20,
    assumptions: [
      'On-demand prices without discounts, free tiers, taxes and support. A month has 730 hours.',
      'Scaling groups run their desired capacity, services their minimum. Scheduled and automatic scaling is not included.',
      'Charges by use without a line, and types without a price, are not in the sum: notEstimated lists them.',
      'Each Aurora cluster stores 200 GiB.',
    ],
    lines: [{ quantity: 200, quantityFrom: 'assumption' }],
  });
});

test('a stack whose Region only a deployment knows has the prices of us-east-1, and the estimate says so', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  key(stack);
  app.synth();
  const { lines, assumptions } = estimate([new RenderedTemplate(new StackTemplate(stack, () => true))]);
  expect(lines[0].region).toBe('us-east-1');
  expect(assumptions).toContain('Stacks whose Region only a deployment knows are in us-east-1.');
});

test('a class, an engine or a number of copies that no template shows is not determined, and has no amount', () => {
  const asked: string[] = [];
  const own: IPriceTable = { publishedOn: '2027-01', priceOf: (item) => (asked.push(item), undefined) };
  const { lines, monthly } = estimateOf((stack) => {
    const open = new CfnParameter(stack, 'Open').valueAsString;
    new CfnDBInstance(stack, 'Restored', { dbInstanceClass: 'db.t3.micro', dbSnapshotIdentifier: 'snapshot' });
    new CfnDBInstance(stack, 'Copies', { dbInstanceClass: 'db.t3.medium', engine: 'postgres', multiAz: Fn.ref('Open') as never });
    new CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-2.s3', vpcEndpointType: open });
  }, 'us-east-1', own);
  expect(lines.map(({ item, quantity, monthly: amount, note }) => [item, quantity, amount, note])).toEqual([
    ['interface-endpoint', undefined, undefined, undefined],
    ['rds:not determined:db.t3.micro', 1, undefined, 'the template does not show the class or the type'],
    ['rds:postgres:db.t3.medium', undefined, undefined, undefined],
  ]);
  expect(monthly).toBe(0);
  expect(asked.sort()).toEqual(['interface-endpoint', 'rds:postgres:db.t3.medium']);
});

test('public addresses of instances, tasks and Elastic IP addresses are charged, each once', () => {
  const addressesOf = (make: (stack: Stack) => void) => estimateOf(make).lines.filter(({ item }) => item === 'public-ipv4-address').map(({ quantity }) => quantity);
  const address = (stack: Stack) => new CfnEIP(stack, 'Address');
  const networkInterfaces = (associatePublicIpAddress: boolean) => [{ deviceIndex: '0', associatePublicIpAddress }];
  expect(addressesOf((stack) => new CfnInstance(stack, 'It', { instanceType: 't3.micro', networkInterfaces: networkInterfaces(true) }))).toEqual([1]);
  expect(addressesOf((stack) => new CfnInstance(stack, 'It', { instanceType: 't3.micro', networkInterfaces: networkInterfaces(false) }))).toEqual([]);
  expect(addressesOf(address)).toEqual([1]);
  expect(addressesOf((stack) => new CfnNatGateway(stack, 'It', { subnetId: 'subnet-1', allocationId: address(stack).attrAllocationId }))).toEqual([1]);
  expect(addressesOf((stack) => new CfnLoadBalancer(stack, 'It', {
    type: 'network', subnetMappings: [{ subnetId: 'subnet-1', allocationId: address(stack).attrAllocationId }, { subnetId: 'subnet-2' }],
  }))).toEqual([2]);
  expect(addressesOf((stack) => {
    const task = new CfnTaskDefinition(stack, 'Task', { requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' });
    new CfnService(stack, 'It', { taskDefinition: task.ref, desiredCount: 3, networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' } } });
  })).toEqual([3]);
});

test('a replica of a secret is charged as a secret', () => {
  expect(estimateOf((stack) => new CfnSecret(stack, 'It', { replicaRegions: [{ region: 'eu-west-1' }, { region: 'eu-west-3' }] })).lines[0]).toMatchObject({ item: 'secret', quantity: 3 });
});

test.each(['cn-north-1', 'us-gov-west-1'])('a price of every Region is none of %s', (region) => {
  expect(estimateOf(key, region).lines[0]).toMatchObject({ price: 1, note: `price of us-east-1: the table has none for ${region}` });
});

describe('an item with a price of its own has not the price of another one', () => {
  const linesOf = (make: (stack: Stack) => void) => estimateOf(make).lines.map(({ item, quantity, price }) => [item, quantity, price]);
  const lb = (type: string, more: object = {}) => (stack: Stack) => new CfnLoadBalancer(stack, 'Lb', { type, scheme: 'internal', subnets: ['a', 'b'], ...more });
  const fargate = (RuntimePlatform: object | undefined, strategy?: object[]) => (stack: Stack) => {
    const task = new CfnTaskDefinition(stack, 'Task', { requiresCompatibilities: ['FARGATE'], cpu: '1024', memory: '2048', runtimePlatform: RuntimePlatform });
    new CfnService(stack, 'Service', { taskDefinition: task.ref, capacityProviderStrategy: strategy as never });
  };
  const aurora = (storageType: string) => (stack: Stack) => {
    const cluster = new CfnDBCluster(stack, 'Cluster', { engine: 'aurora-mysql', storageType });
    new CfnDBInstance(stack, 'Instance', { engine: 'aurora-mysql', dbInstanceClass: 'db.r7g.large', dbClusterIdentifier: cluster.ref });
  };
  const alarm = (properties: object) => (stack: Stack) => new CfnAlarm(stack, 'Alarm', { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, ...properties });
  const stat = (id: string, period = 60) => ({ id, metricStat: { metric: { metricName: id, namespace: 'n' }, period, stat: 'Sum' } });

  test.each<[string, (stack: Stack) => void, unknown[][]]>([
    ['units of a Network Load Balancer', lb('network'), [['network-load-balancer', 1, undefined], ['network-load-balancer-capacity-unit:hour', 1, undefined]]],
    ['addresses of a load balancer that has none of IPv4', lb('application', { scheme: 'internet-facing', ipAddressType: 'dualstack-without-public-ipv4' }), [['application-load-balancer', 1, 0.0225], ['load-balancer-capacity-unit', 1, 0.008]]],
    ['tasks on ARM', fargate({ cpuArchitecture: 'ARM64' }), [['fargate-gib:ARM64', 2, undefined], ['fargate-vcpu:ARM64', 1, undefined]]],
    ['tasks on spare capacity', fargate(undefined, [{ capacityProvider: 'FARGATE_SPOT' }]), [['fargate-gib:FARGATE_SPOT', 2, undefined], ['fargate-vcpu:FARGATE_SPOT', 1, undefined]]],
    ['an I/O-Optimized cluster', aurora('aurora-iopt1'), [['aurora-storage-gib:iopt1', 10, undefined], ['rds:aurora:db.r7g.large:iopt1', 1, undefined]]],
    ['an alarm of two metrics', alarm({ metrics: [stat('a'), stat('b'), { id: 'c', expression: 'a/b' }] }), [['alarm', 2, 0.1]]],
    ['an alarm of anomalies', alarm({ metrics: [stat('a'), { id: 'b', expression: 'ANOMALY_DETECTION_BAND(a, 2)' }] }), [['alarm', 3, 0.1]]],
    ['an alarm of high resolution', alarm({ metricName: 'a', namespace: 'n', period: 10 }), [['high-resolution-alarm', 1, undefined]]],
    ['an endpoint of a Gateway Load Balancer', (stack) => new CfnVPCEndpoint(stack, 'E', { vpcId: 'v', serviceName: 's', vpcEndpointType: 'GatewayLoadBalancer', subnetIds: ['a'] }), [['endpoint:GatewayLoadBalancer', 1, undefined]]],
    ['a stream with more retention', (stack) => new CfnStream(stack, 'S', { shardCount: 2, retentionPeriodHours: 168 }), [['kinesis-shard', 2, 0.015], ['kinesis-million-payload-units', 1, 0.014], ['kinesis-extended-retention:shard', 2, undefined]]],
    ['a cache of an API', (stack) => new CfnStage(stack, 'S', { restApiId: 'a', cacheClusterEnabled: true, cacheClusterSize: '0.5' }), [['api-cache:0.5', 1, undefined]]],
    ['an advanced parameter', (stack) => new CfnParameterOfSsm(stack, 'P', { type: 'String', value: 'v', tier: 'Advanced' }), [['advanced-parameter', 1, undefined]]],
    ['a stage and a parameter without a charge', (stack) => {
      new CfnStage(stack, 'S', { restApiId: 'a' });
      new CfnParameterOfSsm(stack, 'P', { type: 'String', value: 'v' });
    }, []],
  ])('%s', (_, make, expected) => {
    expect(linesOf(make).sort()).toEqual(expected.sort());
  });
});

describe('the sum in words', () => {
  const words = (make: (stack: Stack) => void) => {
    const result = estimateOf(make);
    return [costText(result, (usd) => `$${usd}`), withoutText(result)];
  };
  test.each<[string, (stack: Stack) => void, string[]]>([
    ['of charges by use', (stack) => new CfnTopic(stack, 'Topic'), ['not estimated', 'without 1 charge by use or without a price']],
    ['of amounts that are not known', (stack) => new CfnVPCEndpoint(stack, 'E', { vpcId: 'v', serviceName: 's', vpcEndpointType: 'GatewayLoadBalancer', subnetIds: ['a'] }),
      ['not known', 'without 1 line whose amount is not known and 1 charge by use or without a price']],
    ['of a key', key, ['$1 a month', 'without 1 charge by use or without a price']],
    ['of nothing', () => undefined, ['$0 a month', '']],
  ])('%s', (_, make, expected) => {
    expect(words(make)).toEqual(expected);
  });

  test('of two charges without an amount has the plural', () => {
    expect(withoutText({ unknownLines: 2, notEstimated: [{}, {}] } as unknown as CostEstimate)).toBe('without 2 lines whose amount is not known and 2 charges by use or without a price');
  });
});

// A table that has a price of 1 USD for everything, so that amounts are quantities per month.
test.each(casesOf('cost.txt').map(({ title, ...more }) => [title, more] as const))('lines and other charges of %s', (_, { resources, expected }) => {
  const Resources = Object.fromEntries(Object.entries(resources).map(([id, [Type, Properties]]) => [id, { Type, Properties }]));
  const { lines, notEstimated } = estimate(templatesOf({ Stack: { Resources } }, 'eu-west-2'), { publishedOn: '2026-09', priceOf: () => ({ usd: 1, source: 'agreement' }) });
  expect([
    ...lines.map(({ item, quantity, per, quantityFrom, monthly }) => `${item}: ${quantity ?? 'no quantity'} per ${per} of ${quantityFrom}, ${monthly ?? 'no amount'}`),
    ...notEstimated.map(({ what, resources: count }) => `not estimated: ${what}, ${count}`),
  ]).toEqual(expected);
});
