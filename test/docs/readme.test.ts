import * as fs from 'fs';
import * as path from 'path';
import { transformSync } from '@swc/core';
import { App } from 'aws-cdk-lib';
import { Sample, sampleOf } from '../../scripts/readme-samples';
import * as library from '../../src';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf-8');
const TEXTS = [...README.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text]) => text.trimEnd());
const LANGUAGES = ['python', 'java', 'csharp', 'go'] as const;

/** Synthesizes the first example with a further sample before the line that calls `synth`. Returns the error, if any, and the folder of the evidence. */
function synthesized(further?: Sample): { error: string; evidence: string } {
  const [before, after] = sampleOf('first', 'typescript').split('\napp.synth();');
  const source = [before, further ? sampleOf(further, 'typescript') : '', 'export { app };', after].join('\n');
  const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
  const module = { exports: {} as { app: App } };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const load = (name: string) => name === 'cdk-regulated' ? library : require(name);
  new Function('require', 'module', 'exports', code)(load, module, module.exports);
  const { app } = module.exports;
  let error = '';
  try {
    app.synth();
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  return { error, evidence: path.join(app.outdir, 'evidence', 'ledger-dev') };
}

function summaryIn(evidence: string): string {
  return /\d+ findings?, \d+ acknowledged by the workload, \d+ by design of the library/.exec(fs.readFileSync(path.join(evidence, 'matrix.md'), 'utf-8'))![0];
}

test('the first example has the findings that the README shows, and writes the evidence that it names', () => {
  const { error, evidence } = synthesized();
  expect(error).toBe('');
  expect(TEXTS[0]).toContain(`ledger-dev: PCI DSS 4.0.1: ${summaryIn(evidence).replace(' by the workload', '')}, evidence in cdk.out/evidence/ledger-dev`);
  const [, folder, ...files] = /The evidence is in `([^`]+)`: `([^`]+)`[^`]*`([^`]+)`[^`]*`([^`]+)`/.exec(README)!;
  expect([folder, ...files]).toEqual(['cdk.out/evidence/ledger-dev', 'index.html', 'matrix.md', 'evidence.json']);
  for (const file of files) expect(fs.readFileSync(path.join(evidence, file), 'utf-8')).toContain('PCI DSS 4.0.1');
});

test('the finding in the README is the one that the synthesis prints', () => {
  const lines = synthesized('finding').error.split('\n');
  const first = lines.findIndex((line) => line.startsWith('FATAL'));
  const last = lines.findIndex((line) => line.includes('Rule ComplianceChecks'));
  // Tests run without the stack traces of resources.
  const shown = lines.slice(first, last + 1).join('\n').replace('(NoticesCD1BD20F)', '$& bin/ledger.ts:28:1').replace(/Evidence: \S+(evidence\S+)/, 'Evidence: cdk.out/$1');
  expect(TEXTS[1]).toBe(shown);
});

test('the synthesis succeeds after the acknowledgement in the README', () => {
  const { error, evidence } = synthesized('acknowledge');
  expect(error).toBe('');
  expect(summaryIn(evidence)).toBe('0 findings, 1 acknowledged by the workload, 7 by design of the library');
});

test.each(LANGUAGES)('the samples of the README in %s have the names and texts of the samples in TypeScript', (language) => {
  for (const sample of ['first', 'finding', 'acknowledge'] as const) expect(stringsIn(sampleOf(sample, language))).toEqual(stringsIn(sampleOf(sample, 'typescript')));
});

/** String literals outside of imports, and keys of tags, sorted: the props of a call have another order in other languages. */
function stringsIn(source: string): string[] {
  const code = source.split('\n').filter((line) => !/^\s*(import\b|from\b|\w*\s*"[\w./-]+"$)/.test(line)).join('\n');
  return [...code.replace('{ CostCenter:', '{ "CostCenter":').matchAll(/(["'])(.*?)\1/g)].map(([, , text]) => text).sort();
}
