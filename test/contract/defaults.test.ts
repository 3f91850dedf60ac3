import { App, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Contract, contract } from './contract';
import { readContracts } from './subjects';
import { AuditTrail, Lifecycle, Workload, WorkloadMonitoring } from '../../src';
import { allFindingsOf, CDK_JSON, EVERY_FRAMEWORK } from '../support';

// It is in few tables of aws-cdk-lib.
const NEWEST = 'mx-central-1';
const REGIONS = ['eu-west-2', 'us-gov-west-1', 'cn-north-1', NEWEST, 'no Region'];
const CONSTRUCTS = [...readContracts().values()].filter(({ type, variants }) => variants && Construct.prototype.isPrototypeOf(type.prototype));

/** Findings of constructs at their defaults, each in a stack and workload of its own, as `path: rule`. */
function findingsOf(contracts: Contract[], region: string, lifecycle: Lifecycle): string[] {
  const app = new App({ context: CDK_JSON, treeMetadata: false });
  // The files of the evidence take longer than the judgements, and hardly differ between Regions.
  const evidence = region === 'eu-west-2' ? undefined : { files: [] };
  const refused = contracts.flatMap((each) => {
    const stack = new Stack(app, each.type.name, { env: { account: '123456789012', region: region === 'no Region' ? undefined : region } });
    Workload.on(stack, { name: each.type.name.toLowerCase(), suffix: 'dev', lifecycle, frameworks: EVERY_FRAMEWORK, evidence });
    // The alarms on the metric filters of a trail are those of the monitoring.
    if (each.type === AuditTrail) new WorkloadMonitoring(stack, 'Monitoring');
    return refusalOf(each, stack, region);
  });
  // The contract of WorkloadKeyReplica has its primary key in a stack without a workload.
  return [...refused, ...allFindingsOf(app).filter(({ rule }) => rule !== 'Unchecked').map(({ path, rule }) => `${path}: ${rule}`)];
}

function refusalOf({ type, variants, refusedIn = {} }: Contract, stack: Stack, region: string): string[] {
  const expected = refusedIn[region];
  try {
    new type(stack, 'Subject', variants!.defaults(stack));
    return expected ? [`${type.name}: is not refused in ${region}`] : [];
  } catch (error) {
    return (error as Error).message === expected ? [] : [`${type.name}: ${(error as Error).message}`];
  }
}

describe.each(Object.values(Lifecycle))('in lifecycle %s', (lifecycle) => {
  test.each(REGIONS.filter((region) => region !== NEWEST || lifecycle === Lifecycle.PRODUCTION))('no construct at its defaults has a finding under any framework or pack in %s', (region) => {
    expect(findingsOf(CONSTRUCTS, region, lifecycle)).toEqual([]);
  });
});

test('a construct with findings is found among the others, by the check and by every pack', () => {
  class OpenBucket extends Construct {
    public constructor(scope: Construct, id: string) {
      super(scope, id);
      new CfnBucket(this, 'Bucket');
    }
  }
  const contracts = [contract(OpenBucket, { variants: { defaults: () => undefined } }), ...CONSTRUCTS.filter(({ type }) => type.name === 'SecureBucket')];
  const found = findingsOf(contracts, 'eu-west-2', Lifecycle.PRODUCTION);
  expect(found.filter((line) => !line.startsWith('OpenBucket/Subject/Bucket: '))).toEqual([]);
  expect(found).toEqual(expect.arrayContaining(['S3.BucketTlsOnly', 'AwsSolutions-S10', 'NIST.800.53.R5-S3BucketSSLRequestsOnly', 'PCI.DSS.321-S3BucketSSLRequestsOnly',
    'HIPAA.Security-S3BucketSSLRequestsOnly'].map((rule) => `OpenBucket/Subject/Bucket: ${rule}`)));
});

test('a construct that a Region refuses must give the message of its contract', () => {
  class Refused extends Construct {
    public constructor(scope: Construct, id: string) {
      super(scope, id);
      throw new Error('not in this Region');
    }
  }
  const refused = (refusedIn: Record<string, string>) => findingsOf([contract(Refused, { variants: { defaults: () => undefined }, refusedIn })], 'cn-north-1', Lifecycle.EPHEMERAL);
  expect(refused({ 'cn-north-1': 'not in this Region' })).toEqual([]);
  expect(refused({})).toEqual(['Refused: not in this Region']);
});
