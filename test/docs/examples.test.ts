import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { findingsOfExample } from './examples';
import { readExamples } from '../../scripts/examples';
import { readApi, SRC } from '../../scripts/public-api';
import { constructsOf } from '../../scripts/readme';

const API = readApi();
const EXAMPLES = readExamples();
const FOLDER = process.cwd();

// Examples name files of the folder in which the synthesis runs.
beforeAll(() => process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'examples-'))));
afterAll(() => process.chdir(FOLDER));

test('every construct, and every class with a static method for a scope, has an example', () => {
  expect(constructsOf(API).map(({ name }) => name).filter((name) => !EXAMPLES.has(name))).toEqual([]);
});

// jsii-pacmak writes an inherited prop into the struct of Go, and finds no translation there.
test('a prop that another struct inherits has no example', () => {
  const inherited = [...API.structs.values()].flatMap(({ name, props }) => props.filter(({ owner }) => owner !== name).map((prop) => `${prop.owner}.${prop.name}`));
  expect(inherited).toContain('DatabaseBackupOptions.snapshotIdentifier');
  expect(inherited.filter((place) => EXAMPLES.has(place))).toEqual([]);
});

test('the example of ISafeguard is the sample of the README, which has one translation', () => {
  expect(fs.readFileSync(path.join(SRC, 'compliance', 'README.md'), 'utf-8')).toContain(`\`\`\`ts\n${EXAMPLES.get('ISafeguard')}\n\`\`\``);
});

test('an example with a finding, and one that throws, are found', () => {
  expect(findingsOfExample("new s3.Bucket(this, 'Documents', { encryption: s3.BucketEncryption.S3_MANAGED });").map(({ rule }) => rule)).toContain('S3.BucketEncryptedWithKms');
  expect(() => findingsOfExample("new SecureVpc(this, 'Network', { maxAzs: 0 });")).toThrow('maxAzs must be an integer from 1 to 8, got 0');
  expect(findingsOfExample('declare const resource: JudgedResource;\nresource.isset();')).toEqual([
    { plugin: 'ComplianceChecks', rule: 'Example.Judged', path: 'Judged/Bucket', description: 'judge of Example.Judged threw an error: resource.isset is not a function' },
  ]);
});
