import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { contract } from './contract';
import { CONSTRUCTS, findingsOfContracts } from './defaults';
import { Lifecycle } from '../../src';

test('a construct with findings is found among the others, by the check and by every pack', () => {
  class OpenBucket extends Construct {
    public constructor(scope: Construct, id: string) {
      super(scope, id);
      new CfnBucket(this, 'Bucket');
    }
  }
  const contracts = [contract(OpenBucket, { variants: { defaults: () => undefined } }), ...CONSTRUCTS.filter(({ type }) => type.name === 'SecureBucket')];
  const found = findingsOfContracts(contracts, 'eu-west-2', Lifecycle.PRODUCTION);
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
  const refused = (refusedIn: Record<string, string>) => findingsOfContracts([contract(Refused, { variants: { defaults: () => undefined }, refusedIn })], 'cn-north-1', Lifecycle.EPHEMERAL);
  expect(refused({ 'cn-north-1': 'not in this Region' })).toEqual([]);
  expect(refused({})).toEqual(['Refused: not in this Region']);
});
