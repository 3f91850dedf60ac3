import * as fs from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { addShop } from '../../examples/adopting/app';
import { replacementsBetween } from '../contract/replacements';
import { findingsOf } from '../support';

const README = fs.readFileSync(path.join(__dirname, '../../examples/adopting/README.md'), 'utf-8');

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

/** Rows of the two tables of the README: safeguard and number of findings. */
function rowsOf(title: string): Record<string, number> {
  const section = README.split(`## ${title}\n`)[1].split('\n## ')[0];
  return Object.fromEntries([...section.matchAll(/^\| `([\w.]+)` \| (\d+) \|/gm)].map(([, safeguard, count]) => [safeguard, Number(count)]));
}

test('the README has the findings before and after, those that are settled and those that are left', () => {
  process.stdout.write(`adopting: ${before.findings} findings before, ${after.findings} after\n`);
  const settled = Object.entries(before.counts).map(([id, count]) => [id, count - (after.counts[id] ?? 0)] as const)
    .filter(([, count]) => count !== 0);
  expect(README).toContain(`**${before.findings} findings** of ${Object.keys(before.counts).length} safeguards`);
  expect(README).toContain(`**${after.findings} findings** of ${Object.keys(after.counts).length} safeguards`);
  expect(rowsOf('Settled findings')).toEqual(Object.fromEntries(settled));
  expect(rowsOf('Findings that are left')).toEqual(after.counts);
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
