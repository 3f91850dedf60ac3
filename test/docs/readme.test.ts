import * as fs from 'fs';
import * as path from 'path';
import { transformSync } from '@swc/core';
import { App, CfnResource } from 'aws-cdk-lib';
import * as library from '../../src';
import { findingsOf } from '../support';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf-8');
const blocks = (language: string) => [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text);

/** Runs the first example as it stands, and returns what it declares. */
function firstExample(): { app: App; database: library.CompliantAurora } {
  const { code } = transformSync(`${blocks('ts nofixture')[0]}export { app, database };`, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
  const module = { exports: {} as any };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const load = (name: string) => name === 'cdk-regulated' ? library : require(name);
  new Function('require', 'module', 'exports', code)(load, module, module.exports);
  return module.exports;
}

test('the first example has no findings and writes the evidence that the README names', () => {
  const { app } = firstExample();
  expect(findingsOf(app)).toEqual([]);
  expect(README).toContain('`cdk.out/evidence/ledger-dev/matrix.md`');
  expect(fs.readFileSync(path.join(app.outdir, 'evidence', 'ledger-dev', 'matrix.md'), 'utf-8')).toContain('PCI DSS 4.0.1');
});

test('the finding in the README is the one that the synthesis prints', () => {
  const { app, database } = firstExample();
  (database.cluster.node.defaultChild as CfnResource).addPropertyOverride('StorageEncrypted', false);
  let report = '';
  try {
    app.synth();
  } catch (error) {
    report = (error as Error).message;
  }
  const lines = report.split('\n');
  const first = lines.findIndex((line) => line.startsWith('FATAL'));
  const last = lines.findIndex((line) => line.includes('Rule ComplianceChecks'));
  const shown = lines.slice(first, last + 1).join('\n')
    .replace(/ \S*readme\.test\.ts:\d+:\d+/, ' bin/ledger.ts:21:53')
    .replace(/Evidence: \S+(evidence\S+)/, 'Evidence: cdk.out/$1');
  expect(blocks('text')[0].trimEnd()).toBe(shown);
});
