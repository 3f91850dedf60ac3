import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { findingsOfExample } from './examples';
import { readExamples } from '../../scripts/examples';
import { SRC } from '../../scripts/public-api';

/** Samples of the READMEs of the domains: folder, first line and text. */
const SAMPLES = fs.readdirSync(SRC).map((folder) => [folder, path.join(SRC, folder, 'README.md')]).filter(([, file]) => fs.existsSync(file))
  .flatMap(([folder, file]) => [...fs.readFileSync(file, 'utf-8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, source]) => [folder, source.split('\n')[0], source] as const));
/** Findings of samples that show what is left to acknowledge, by the folder and a text of the sample. */
const KNOWN: ReadonlyArray<readonly [folder: string, text: string, rules: readonly string[]]> = [
  ['adoption', "new s3.Bucket(this, 'Documents');", ['S3.BucketObjectLocked']],
  // The test makes the web ACL before.
  ['adoption', 'declare const webAcl', ['Annotation::cdk-regulated:hardenedDefaultsLate']],
  // The bucket of the test has no access logs.
  ['audit', "organizationId: 'o-a1b2c3d4e5'", ['CloudTrail.BucketAccessLogged']],
  // The bucket of the test has versions.
  ['compliance', "id: 'S3.BucketVersioned'", ['UnusedAcknowledgement']],
  ['edge', "new CloudFrontWithWaf(this, 'Docs'", ['CloudFront.CustomCertificate', 'CloudFront.TlsPolicy']],
];
const EXAMPLES = readExamples();
const FOLDER = process.cwd();

// Examples name files of the folder in which the synthesis runs.
beforeAll(() => process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'examples-'))));
afterAll(() => process.chdir(FOLDER));

describe('an example in a docstring synthesizes, and has no findings', () => {
  test.each([...EXAMPLES])('%s', (_place, source) => {
    expect(findingsOfExample(source)).toEqual([]);
  }, 60_000);
});

describe('a sample in a README synthesizes, and has no findings but those that its text explains', () => {
  test.each(SAMPLES)('%s: %s', (folder, _first, source) => {
    const known = KNOWN.find(([domain, text]) => domain === folder && source.includes(text))?.[2] ?? [];
    expect([...new Set(findingsOfExample(source).map(({ rule }) => rule))].sort()).toEqual(known);
  }, 60_000);

  test('a known finding is of a sample', () => {
    const samplesWith = (folder: string, text: string) => SAMPLES.filter(([domain, , source]) => domain === folder && source.includes(text));
    expect(KNOWN.filter(([folder, text]) => samplesWith(folder, text).length !== 1)).toEqual([]);
  });
});
