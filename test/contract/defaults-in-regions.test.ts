import { CONSTRUCTS, findingsOfContracts } from './defaults';
import { Lifecycle } from '../../src';

// It is in few tables of aws-cdk-lib.
const NEWEST = 'mx-central-1';
const REGIONS = ['eu-west-2', 'us-gov-west-1', 'cn-north-1', NEWEST, 'no Region'];

describe.each(Object.values(Lifecycle))('in lifecycle %s', (lifecycle) => {
  test.each(REGIONS.filter((region) => region !== NEWEST || lifecycle === Lifecycle.PRODUCTION))('no construct at its defaults has a finding under any framework or pack in %s', (region) => {
    expect(findingsOfContracts(CONSTRUCTS, region, lifecycle)).toEqual([]);
  });
});
