import * as fs from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { addPlatforms } from '../../examples/platforms';
import { allFindingsOf } from '../support';

const { context: flags } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8'));
const EVERYTHING = { pipelineReplicaRegion: 'us-west-2', processorImage: 'build', threatDetection: 'true' };

function findingsIn(context: Record<string, string>, platforms?: string[]) {
  const app = new App({ context: { ...flags, ...context } });
  addPlatforms(app, undefined, platforms);
  return allFindingsOf(app);
}

describe.each(['ephemeral', 'production'])('there are no findings of the compliance check and of four cdk-nag packs, %s', (lifecycle) => {
  test('all platforms', () => {
    expect(findingsIn({ lifecycle })).toEqual([]);
  });

  test.each(['us-east-1', 'eu-central-1', 'us-gov-west-1'])('pipeline in %s', (pipelineRegion) => {
    expect(findingsIn({ lifecycle, pipelineRegion, processorImage: 'build' }, ['pipeline'])).toEqual([]);
  });
});

test('pipeline with every optional feature', () => {
  expect(findingsIn({ ...EVERYTHING, lifecycle: 'production', suffix: 'prod' }, ['pipeline'])).toEqual([]);
});
