import { App, Stack } from 'aws-cdk-lib';
import { contract } from './contract';
import { Direction, ORDERS, outcomesOf, Pair, pairsOf } from './pairs';
import { cleanUp } from './stacks';
import { readContracts } from './subjects';
import { certificate, image, vpc } from './surroundings';
import { readApi } from '../../scripts/public-api';
import { AlbWithWaf, CompliantAurora, FargateService, LogBucket, SecureVpc, Workload, WorkloadMonitoring } from '../../src';
import { CDK_JSON, EVERY_FRAMEWORK, findingsOf } from '../support';

const api = readApi();
const { pairs, unknown } = pairsOf(api, readContracts());

afterAll(cleanUp);

function faultsOf(some: Pair[]): string[] {
  return ORDERS.flatMap((order) => outcomesOf(api, some, order)).flatMap(({ pair, order, faults }) => faults.map((fault) => `${pair.name}, ${order}: ${fault}`));
}

test('every type of construct that a call takes is recognized', () => {
  expect(unknown).toEqual([]);
});

test('every construct of the library that exposes one takes part', () => {
  const taken = new Set(pairs.map(({ exposure }) => exposure.contract.type.name));
  expect(['SecureVpc', 'CompliantAurora', 'FargateService', 'AutoScalingService', 'SecureBucket', 'WorkloadKey', 'WorkloadMonitoring'].filter((name) => !taken.has(name))).toEqual([]);
  // eslint-disable-next-line no-console
  console.log(`${pairs.length} pairs of a call and a construct that it takes`);
});

test('a client that a database opens from its own side is a cycle, in either order', () => {
  class SelfOpened extends CompliantAurora {
    public override allowConnectionsFrom(client: FargateService) {
      client.addEnvironment('HOST', this.cluster.clusterEndpoint.hostname);
      this.connections.allowDefaultPortFrom(client);
    }
  }
  const opened = pairs.find(({ name }) => name === 'CompliantAurora.allowConnectionsFrom (of defaults, least): client = FargateService (defaults)')!;
  const subject = { ...opened.subject };
  const database = contract(SelfOpened, { variants: { defaults: (stack) => ({ vpc: vpc(stack) }) } });
  subject.prepare = (stack) => { if (!stack.node.tryFindChild('Made')) new SelfOpened(stack, 'Made', database.variants!.defaults(stack) as any); };
  subject.run = (stack, { client }) => (stack.node.findChild('Made') as SelfOpened).allowConnectionsFrom(client);
  expect(faultsOf([{ ...opened, subject }])).toEqual([expect.stringContaining('cyclic reference'), expect.stringContaining('cyclic reference')]);
});

test('arguments of a constructor are in a stack that is deployed before it', () => {
  const direction = (name: string): Direction[] => ORDERS.map((order) => (
    outcomesOf(api, pairs.filter((pair) => pair.name === name), order)[0].direction));
  expect(direction('VpcFlowLogs (least): props.bucket = LogBucket.bucket (defaults)')).toEqual(['taker to taken', 'taker to taken']);
  expect(direction('CompliantAurora.allowConnectionsFrom (of defaults, least): client = FargateService (defaults)')).toEqual(['taken to taker', 'taken to taker']);
});

test.each([['network first', false], ['monitoring first', true]])('a workload of five stacks has no cycle and no findings: %s', (_order, monitoringFirst) => {
  const app = new App({ context: CDK_JSON });
  Workload.on(app, { name: 'ledger', suffix: 'dev', frameworks: EVERY_FRAMEWORK });
  const stackOf = (id: string) => new Stack(app, id, { env: { account: '123456789012', region: 'eu-west-2' } });
  const monitor = () => new WorkloadMonitoring(stackOf('Monitoring'), 'Monitoring');
  if (monitoringFirst) monitor();
  const network = new SecureVpc(stackOf('Network'), 'Network', { availabilityZones: ['eu-west-2a', 'eu-west-2b'] });
  const database = new CompliantAurora(stackOf('Data'), 'Database', { vpc: network.vpc });
  const service = new FargateService(stackOf('Compute'), 'Service', { vpc: network.vpc, image: image(), executeCommand: true });
  const edge = stackOf('Edge');
  const alb = new AlbWithWaf(edge, 'Alb', { vpc: network.vpc, certificate: certificate(edge), accessLogs: new LogBucket(edge, 'Logs').bucket });
  alb.routeTo(service);
  database.allowConnectionsFrom(service);
  if (!monitoringFirst) monitor();
  expect(findingsOf(app).map(({ path, rule }) => `${path}: ${rule}`)).toEqual([]);
});
