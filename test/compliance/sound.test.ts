import { Framework } from '../../src';
import { isIntrinsic } from '../../src/compliance/worlds/intrinsics';
import { ACCESS } from '../mutants/sound/access';
import { APPLICATIONS } from '../mutants/sound/applications';
import { COMPUTE } from '../mutants/sound/compute';
import { DATABASES } from '../mutants/sound/databases';
import { NETWORK } from '../mutants/sound/network';
import { OPERATIONS } from '../mutants/sound/operations';
import { S3 } from '../mutants/sound/s3';
import { STORAGE } from '../mutants/sound/storage';
import { findingsIn } from '../mutants/straight';
import { Json } from '../mutants/template';

const SOUND = [...S3, ...ACCESS, ...STORAGE, ...DATABASES, ...NETWORK, ...COMPUTE, ...APPLICATIONS, ...OPERATIONS];

test('sound templates, written from the guidance of AWS, have no findings', () => {
  const alarms = SOUND.flatMap(({ name, template }) => findingsIn(template, [Framework.AWS_FSBP])
    .filter(({ logicalId }) => logicalId !== '').map(({ safeguard, logicalId, finding }) => `${name}: ${safeguard} on ${logicalId}: ${finding}`));
  expect(alarms).toEqual([]);
});

/** Names and identifiers, which only say what something is called and where it is. */
const NAMES = /^(Name|VariantName|DeviceName|RuleName|Description|Sid|SubnetIds?|Subnets|SecurityGroups|SecurityGroupIds?|VpcId|Role|RoleArn|ExecutionRoleArn|ServiceRole)$/;

/** Where a name is a setting. */
const SETTINGS = /Document|Polic|Dynamic|^(Features|ClusterSettings|Environment\w*|Command)$/;

/** The paths of the literal texts below names, without those that are settings. */
function named(value: Json, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') return path.some((key) => NAMES.test(key)) && !path.some((key) => SETTINGS.test(key)) ? [[...path]] : [];
  if (value === null || typeof value !== 'object' || isIntrinsic(value)) return [];
  return Object.keys(value).flatMap((key) => named(value[key], [...path, key]));
}

test('sound templates have no findings if parameters give their names and identifiers', () => {
  const alarms = SOUND.flatMap(({ name, template }) => Object.entries(template.Resources)
    // The name of a parameter says whether its value is a secret.
    .filter(([, { Type }]) => Type !== 'AWS::SSM::Parameter')
    .flatMap(([id, { Properties }]) => named(Properties).flatMap((path) => {
      const changed = structuredClone({ ...template, Parameters: { ...template.Parameters, Given: { Type: 'String' } } });
      const around = path.slice(0, -1).reduce<Json>((part, key) => part[key], changed.Resources[id].Properties);
      around[path.at(-1)!] = { Ref: 'Given' };
      return findingsIn(changed, [Framework.AWS_FSBP]).filter(({ logicalId }) => logicalId !== '')
        .map(({ safeguard, logicalId, finding }) => `${name}: ${id}.${path.join('.')}: ${safeguard} on ${logicalId}: ${finding}`);
    })));
  expect(alarms).toEqual([]);
});

test('there are at least 150 sound templates with different names', () => {
  expect(new Set(SOUND.map(({ name }) => name)).size).toBe(SOUND.length);
  expect(SOUND.length).toBeGreaterThanOrEqual(150);
});
