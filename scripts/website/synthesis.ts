import * as fs from 'fs';
import * as path from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ROOT } from './markdown';
import { EvidenceFile, Framework, Lifecycle, Workload } from '../../src';
import { CostEstimate } from '../../src/compliance/evidence/cost/estimate';
import { recommendedAlarms, RecommendedAlarm } from '../../src/core/workload/registry';

/** What a construct makes at its defaults in a lifecycle. */
export interface Made {
  readonly types: ReadonlyMap<string, number>;
  readonly alarms: readonly RecommendedAlarm[];
  /** Safeguards that are judged on its resources. The worst result of all resources. */
  readonly results: ReadonlyMap<string, 'holds' | 'acknowledged' | 'unknown' | 'fails'>;
  /** Reasons by acknowledged safeguard. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly cost: CostEstimate;
  /** Drawing of the architecture. Omitted where the evidence has none. */
  readonly drawing?: string;
}

/** A class and the ways to make it, from its contract. */
export interface Subject {
  readonly type: new (scope: Construct, id: string, props?: object) => Construct;
  readonly variants?: Record<string, (stack: Stack) => object | undefined>;
}

export const FRAMEWORKS = [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1, Framework.NIST_800_53_R5, Framework.FEDRAMP_MODERATE_R5];
export const REGION = 'eu-west-2';
const WORST = ['holds', 'unknown', 'acknowledged', 'fails'] as const;

/** An app with the feature flags of the examples. */
export function newApp(): App {
  return new App({ context: JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf-8')).context });
}

/** Synthesizes a construct alone at its defaults. */
export function synthesized(name: string, { type, variants }: Subject, lifecycle: Lifecycle): Made {
  const app = newApp();
  const stack = new Stack(app, name, { env: { account: '123456789012', region: REGION } });
  Workload.on(stack, {
    name: name.toLowerCase(), suffix: 'dev', lifecycle, frameworks: FRAMEWORKS, evidence: { files: [EvidenceFile.DIAGRAMS] },
  });
  const construct = new type(stack, 'Subject', variants!.defaults(stack));
  const alarms: RecommendedAlarm[] = [];
  recommendedAlarms(stack).each((alarm) => { if (alarm.construct.node.path.startsWith(construct.node.path)) alarms.push(alarm); });
  app.synth();
  const types = new Map<string, number>();
  for (const resource of construct.node.findAll()) {
    if (CfnResource.isCfnResource(resource)) types.set(resource.cfnResourceType, (types.get(resource.cfnResourceType) ?? 0) + 1);
  }
  const folder = path.join(app.outdir, 'evidence', `${name.toLowerCase()}-dev`);
  const evidence = JSON.parse(fs.readFileSync(path.join(folder, 'evidence.json'), 'utf-8'));
  const drawing = path.join(folder, 'architecture.svg');
  const made: Made = { types, alarms, ...resultsBelow(construct.node.path, evidence.outcomes), cost: evidence.cost, ...fs.existsSync(drawing) && { drawing: fs.readFileSync(drawing, 'utf-8') } };
  fs.rmSync(app.outdir, { recursive: true });
  return made;
}

interface Outcome {
  readonly safeguard: string;
  readonly path: string;
  readonly result: typeof WORST[number];
  readonly acknowledgement?: { readonly reason: string };
}

function resultsBelow(scope: string, outcomes: readonly Outcome[]): Pick<Made, 'results' | 'reasons'> {
  const results = new Map<string, typeof WORST[number]>();
  const reasons = new Map<string, string>();
  for (const { safeguard, path: at, result, acknowledgement } of outcomes) {
    if (!at.startsWith(scope) || !WORST.includes(result)) continue;
    if (WORST.indexOf(result) >= WORST.indexOf(results.get(safeguard) ?? 'holds')) results.set(safeguard, result);
    if (acknowledgement) reasons.set(safeguard, acknowledgement.reason);
  }
  return { results, reasons };
}
