import { Framework } from '../../src';
import { APPLICATIONS } from '../mutants/sound/applications';
import { COMPUTE } from '../mutants/sound/compute';
import { DATABASES } from '../mutants/sound/databases';
import { NETWORK } from '../mutants/sound/network';
import { OPERATIONS } from '../mutants/sound/operations';
import { S3 } from '../mutants/sound/s3';
import { STORAGE } from '../mutants/sound/storage';
import { findingsIn } from '../mutants/straight';

const SOUND = [...S3, ...STORAGE, ...DATABASES, ...NETWORK, ...COMPUTE, ...APPLICATIONS, ...OPERATIONS];

test('sound templates, written from the guidance of AWS, have no findings', () => {
  const alarms = SOUND.flatMap(({ name, template }) => findingsIn(template, [Framework.AWS_FSBP])
    .filter(({ logicalId }) => logicalId !== '').map(({ safeguard, logicalId, finding }) => `${name}: ${safeguard} on ${logicalId}: ${finding}`));
  expect(alarms).toEqual([]);
});

test('there are at least 150 sound templates with different names', () => {
  expect(new Set(SOUND.map(({ name }) => name)).size).toBe(SOUND.length);
  expect(SOUND.length).toBeGreaterThanOrEqual(150);
});
