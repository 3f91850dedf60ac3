import * as fs from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { coverage, MET_BY_LIBRARY, unusedReasons } from './coverage';
import { VERSION } from './library';
import { met } from './met-by-library';
import { plainStack } from './support';
import { HARDENED_CLASSES } from '../../src/adoption/classes';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { verdictsOfSynthesis } from '../cli/verdicts';
import { EVERY_FRAMEWORK, findingsWithEvidence } from '../support';

/** `UPDATE_ADOPTION=1` writes its table. */
const TABLE = path.join(__dirname, '../../src/adoption/defaults.md');
const FLOOR = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf-8')).devDependencies['aws-cdk-lib'];

const text = fs.readFileSync(TABLE, 'utf-8');

test('every L2 and safeguard with a prop behind it has a default or a reason', () => {
  const rows = coverage();
  const count = (result: string) => rows.filter((row) => row[3].startsWith(result)).length;
  const summary = `${rows.length} pairs of L2 and safeguard: ${count('default')} with a hardened default, ${count('met')} met by aws-cdk-lib, ${count('left')} left with a reason`;
  const table = rows.map((row) => `| \`${row[0]}\` | \`${row[1]}\` | ${row[2]} | ${row[3]} |`).join('\n');
  const updated = text.replace(/^\d+ pairs .*$/m, `${summary}.`).replace(/(\| --- \| --- \| --- \| --- \|\n)[\s\S]*$/, (_, line) => `${line}${table}\n`);
  process.stdout.write(`${summary}\n`);
  if (process.env.UPDATE_ADOPTION) fs.writeFileSync(TABLE, updated);
  // A newer aws-cdk-lib has more L2s and props.
  const missing = rows.filter((row) => row[3] === '' && (VERSION === FLOOR || text.includes(`\`${row[0]}\` | \`${row[1]}\``)));
  expect(missing).toEqual([]);
  if (VERSION === FLOOR) expect([fs.readFileSync(TABLE, 'utf-8'), unusedReasons(rows)]).toEqual([updated, []]);
});

test('the table has every hardened default', () => {
  const named = HARDENED_CLASSES.flatMap(({ type, steps }) => steps.flatMap(({ safeguards }) => safeguards
    .map((id) => `| \`${type.replace('aws-cdk-lib.aws-', '').replace(/^log\./, 'logs.')}\` | \`${id}\` |`)));
  expect(named.filter((row) => !text.includes(row))).toEqual([]);
  expect(named.length).toBeGreaterThan(100);
});

test('aws-cdk-lib meets what the table says that it meets', () => {
  const stack = plainStack(EVERY_FRAMEWORK);
  met(stack);
  const byRemedy = SAFEGUARDS.filter(({ remedy }) => /^(omit|keep) /.test(remedy)).map(({ id }) => id);
  const found = findingsWithEvidence(stack.node.root as App).map(({ rule }) => rule);
  expect(found.filter((id) => [...MET_BY_LIBRARY, ...byRemedy].includes(id))).toEqual([]);
  const { verdicts } = verdictsOfSynthesis((stack.node.root as App).outdir);
  const held = new Set(Object.entries(verdicts).filter(([, verdict]) => verdict.startsWith('holds')).map(([key]) => key.split(' ')[0]));
  expect(MET_BY_LIBRARY.filter((id) => !held.has(id))).toEqual([]);
});
