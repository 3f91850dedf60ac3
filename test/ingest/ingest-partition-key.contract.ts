import { Stack } from 'aws-cdk-lib';
import { IngestPartitionKey, KinesisIngestApi } from '../../src';
import { contract } from '../contract/contract';
import { webAcl } from '../contract/surroundings';

function use(stack: Stack, partitionKey: IngestPartitionKey) {
  new KinesisIngestApi(stack, 'Api', { webAcl: webAcl(stack), request: { partitionKey } });
}

export default contract(IngestPartitionKey, {
  statics: {
    header: { variants: { name: () => ['x-account'] }, use },
    queryString: { variants: { name: () => ['account'] }, use },
    field: { variants: { path: () => ['account.id'] }, use },
  },
});
