import * as fs from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { addShop } from '../../examples/adopting/app';
import { replacementsBetween } from '../contract/replacements';
import { findingsOf } from '../support';

/** `UPDATE_ADOPTING=1` writes its counts. */
const README = path.join(__dirname, '../../examples/adopting/README.md');

type Resource = { readonly Type: string; readonly Properties?: Record<string, unknown> };

/** Values of the first template that the second one has not, as `<type> <path>`. */
function changesOf(before: unknown, after: unknown, at: string): string[] {
  if (Array.isArray(before)) {
    const rest = Array.isArray(after) ? after.map((each) => JSON.stringify(each)) : [];
    return before.every((each) => rest.includes(JSON.stringify(each))) ? [] : [at];
  }
  if (typeof before !== 'object' || before === null) return before === after ? [] : [at];
  return Object.entries(before).flatMap(([key, value]) => changesOf(value, (after as Record<string, unknown> | undefined)?.[key], `${at}.${key}`));
}

/** Findings of a shop by safeguard, its resources, and its number of L2s. */
function shopOf(isHardened: boolean) {
  const app = new App({ treeMetadata: false });
  const stack = addShop(app, isHardened);
  const counts: Record<string, number> = {};
  for (const { plugin, rule, path: at } of findingsOf(app)) if (plugin === 'ComplianceChecks' && at) counts[rule] = (counts[rule] ?? 0) + 1;
  const { Resources: resources } = JSON.parse(fs.readFileSync(path.join(app.outdir, stack.templateFile), 'utf-8')) as { Resources: Record<string, Resource> };
  return { counts, resources, findings: Object.values(counts).reduce((one, other) => one + other, 0) };
}

const [before, after] = [false, true].map(shopOf);

type Row = [safeguard: string, findings: number];

/** The README with the current counts. Rows of safeguards that are left keep their reasons; a new one has none, which its test reports. */
function updated(readme: string): string {
  const settled = Object.entries(before.counts).map(([id, count]): Row => [id, count - (after.counts[id] ?? 0)]).filter(([, count]) => count > 0);
  const [total, rest] = [before, after].map(({ counts, findings }) => `**${findings} findings** of ${Object.keys(counts).length} safeguards`);
  const reasons = new Map([...readme.matchAll(/^\| `([\w.]+)` \| \d+ \| (.*) \|$/gm)].map(([, id, reason]) => [id, reason]));
  return readme.split(/^(?=## )/m).map((section) => {
    const heading = section.split('\n')[0];
    if (heading === '## Before') return section.replace(/\*\*.*?safeguards/, total);
    if (heading === '## After') return section.replace(/\*\*.*?safeguards/, rest);
    const rows = heading === '## Settled findings'
      ? settled.sort().map(([id, count]) => `| \`${id}\` | ${count} |`)
      : Object.entries(after.counts).sort().map(([id, count]) => `| \`${id}\` | ${count} | ${reasons.get(id) ?? ''} |`);
    return /findings/i.test(heading) && section.includes('| --- |') ? section.replace(/(\| --- \|\n)(\|.*\n)*/, (_, line) => `${line}${rows.join('\n')}\n`) : section;
  }).join('');
}

test('the README has the findings before and after, those that are settled and those that are left, each with its reason', () => {
  process.stdout.write(`adopting: ${before.findings} findings before, ${after.findings} after\n`);
  const readme = fs.readFileSync(README, 'utf-8');
  if (process.env.UPDATE_ADOPTING) fs.writeFileSync(README, updated(readme));
  expect(fs.readFileSync(README, 'utf-8')).toBe(updated(readme));
  expect(updated(readme)).not.toContain('|  |');
  expect(after.findings / before.findings).toBeLessThan(0.6);
});

test('the update replaces no resource with data or an identity', () => {
  expect(replacementsBetween({ Shop: { Resources: before.resources } }, { Shop: { Resources: after.resources } })).toEqual([]);
});

test('every resource stays, and values change only where aws-cdk-lib chose them', () => {
  const [old, hardened] = [before.resources, after.resources];
  expect(Object.keys(old).filter((id) => hardened[id]?.Type !== old[id].Type)).toEqual([]);
  expect(Object.entries(old).flatMap(([id, { Properties }]) => changesOf(Properties ?? {}, hardened[id].Properties, id))).toEqual([
    'CustomersTableB554B793.ProvisionedThroughput.ReadCapacityUnits',
    'CustomersTableB554B793.ProvisionedThroughput.WriteCapacityUnits',
    'Clicks81B5095A.RetentionPeriodHours',
    'WebTask51ED7374.ContainerDefinitions',
    'WebLoadBalancer3B0ADE5E.LoadBalancerAttributes',
  ]);
  const attributes = after.resources.WebLoadBalancer3B0ADE5E.Properties!.LoadBalancerAttributes as object[];
  expect(attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'true' });
  expect(attributes).toEqual(expect.arrayContaining((before.resources.WebLoadBalancer3B0ADE5E.Properties!.LoadBalancerAttributes as any[])
    .filter(({ Key }) => Key !== 'deletion_protection.enabled')));
});
