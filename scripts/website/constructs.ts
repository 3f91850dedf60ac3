import * as fs from 'fs';
import * as path from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { plain, ROOT, table, writePage } from './markdown';
import { safeguardPage } from './rules';
import { Framework, Lifecycle, Workload } from '../../src';
import { recommendedAlarms, RecommendedAlarm } from '../../src/core/workload/registry';
import { readContracts } from '../../test/contract/subjects';
import { ApiClass, ApiType, readApi } from '../public-api';
import { constructsOf } from '../readme';

/** What a construct makes at its defaults. */
interface Made {
  readonly types: ReadonlyMap<string, number>;
  readonly alarms: readonly RecommendedAlarm[];
  readonly results: ReadonlyMap<string, string>;
}

const FRAMEWORKS = [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1, Framework.NIST_800_53_R5, Framework.FEDRAMP_MODERATE_R5];

/** A page for each construct: what it makes at its defaults, its props, and the safeguards that it meets, all computed by a synthesis. */
export function writeConstructs(): void {
  const api = readApi();
  const contracts = readContracts();
  const rows: string[][] = [];
  for (const declared of constructsOf(api)) {
    const { name, domain, summary } = declared;
    rows.push([`[\`${name}\`](/constructs/${name.toLowerCase()})`, plain(summary), `[${domain}](/guides/${domain})`]);
    const contract = contracts.get(name);
    const made = declared.isConstruct && contract?.variants ? synthesized(name, contract) : undefined;
    const struct = declared.parameters?.map(({ type }) => type).find(({ kind }) => kind === 'struct');
    const props = struct && api.structs.get(struct.name)?.props;
    writePage(`constructs/${name.toLowerCase()}.md`, { title: name, slug: `/constructs/${name.toLowerCase()}` }, [
      `${plain(summary)} See the [guide](/guides/${domain}) and the [source](https://github.com/cdk-regulated/cdk-regulated/blob/main/src/${declared.file}).`,
      ...exampleOf(declared),
      ...made ? madeSections(made) : [],
      ...props?.length ? [`## Props\n\n${table(['prop', 'type', 'default', 'description'], props.map((prop) => (
        [`\`${prop.name}\``, `\`${typeName(prop.type)}\``, prop.optional ? plain((prop.default ?? '').replace(/^- /, '')) : '**required**', plain(prop.doc)])))}`] : [],
    ].join('\n\n'));
  }
  writePage('constructs/index.md', { title: 'Constructs', slug: '/constructs' }, table(['construct', 'description', 'guide'], rows));
}

function madeSections({ types, alarms, results }: Made): string[] {
  const by = (result: string) => [...results].filter(([, one]) => one === result).map(([id]) => `[\`${id}\`](${safeguardPage(id)})`);
  return [
    `## Resources at its defaults\n\nBeside the keys of the workload, which the constructs of a stack share.\n\n${table(['type', 'number'], [...types].sort().map(([type, count]) => [`\`${type}\``, String(count)]))}`,
    ...alarms.length ? [
      '## Recommended alarms\n\n`WorkloadMonitoring` makes them.',
      table(['alarm', 'description'], alarms.map(({ id, description }) => [`\`${id}\``, plain(description)])),
    ] : [],
    `## Safeguards\n\nJudged at its defaults under ${FRAMEWORKS.map(({ title }) => title).join(', ')}.`,
    `Hold on every resource: ${by('holds').join(', ') || 'none'}.`,
    ...by('acknowledged').length ? [`Acknowledged by the construct on a resource, with a reason in the evidence: ${by('acknowledged').join(', ')}.`] : [],
  ];
}

interface Subject {
  readonly type: new (scope: Construct, id: string, props?: object) => Construct;
  readonly variants?: Record<string, (stack: Stack) => object | undefined>;
}

function synthesized(name: string, { type, variants }: Subject): Made {
  const app = new App({ context: JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf-8')).context });
  const stack = new Stack(app, name, { env: { account: '123456789012', region: 'eu-west-2' } });
  Workload.on(stack, { name: name.toLowerCase(), suffix: 'dev', lifecycle: Lifecycle.EPHEMERAL, frameworks: FRAMEWORKS });
  const construct = new type(stack, 'Subject', variants!.defaults(stack));
  const alarms: RecommendedAlarm[] = [];
  recommendedAlarms(stack).each((alarm) => { if (alarm.construct.node.path.startsWith(`${construct.node.path}`)) alarms.push(alarm); });
  app.synth();
  const types = new Map<string, number>();
  for (const resource of construct.node.findAll()) {
    if (CfnResource.isCfnResource(resource)) types.set(resource.cfnResourceType, (types.get(resource.cfnResourceType) ?? 0) + 1);
  }
  const evidence = JSON.parse(fs.readFileSync(path.join(app.outdir, 'evidence', `${name.toLowerCase()}-dev`, 'evidence.json'), 'utf-8'));
  const results = new Map<string, string>();
  for (const { safeguard, path: at, result } of evidence.outcomes as Array<{ safeguard: string; path: string; result: string }>) {
    if (at.startsWith(`${name}/Subject`) && results.get(safeguard) !== 'acknowledged') results.set(safeguard, result);
  }
  return { types, alarms, results };
}

// The first sample below the heading of the construct in the README of its domain.
function exampleOf({ name, domain }: ApiClass): string[] {
  const readme = fs.readFileSync(path.join(ROOT, 'src', domain, 'README.md'), 'utf-8');
  const [, section] = readme.split(new RegExp(`^## ${name}$`, 'm'));
  const sample = section && /```ts.*\n([\s\S]*?)```/.exec(section.split(/^## /m)[0])?.[1];
  return sample ? [`\`\`\`ts\n${sample}\`\`\``] : [];
}

function typeName({ kind, name, item }: ApiType): string {
  if (kind === 'list') return `${item ? typeName(item) : name}[]`;
  if (kind === 'map') return `{ [key]: ${item ? typeName(item) : name} }`;
  return name || kind;
}
