import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { Framework, Lifecycle, Workload, WorkloadProps } from '../src';

/** What a plugin of CDK's validation found: ours and the four packs of cdk-nag. */
export interface Finding {
  readonly plugin: string;
  readonly rule: string;
  readonly description: string;
  readonly path: string;
}

/** The built-in frameworks. */
export const EVERY_FRAMEWORK: Framework[] = Object.values(Framework).filter((value) => value instanceof Framework);

/** Context of cdk.json. */
export const { context: CDK_JSON } = JSON.parse(fs.readFileSync(path.join(__dirname, '../cdk.json'), 'utf-8'));
const ZONES = { 'availability-zones:account=123456789012:region=eu-west-2': ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'] };
// Keeps policy statements in the order in which the code adds them, and partitions unresolved.
const AS_WRITTEN = { '@aws-cdk/aws-iam:minimizePolicies': false, '@aws-cdk/core:enablePartitionLiterals': false };

/** A stack in eu-west-2 with three Availability Zones, the context of cdk.json and a workload. */
export function testStack(workload: Partial<WorkloadProps> = {}): Stack {
  const app = new App({ treeMetadata: false, context: { ...CDK_JSON, ...ZONES, ...AS_WRITTEN } });
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  // The evidence has tests of its own. Here it is the model only, because its files take longer than most stacks.
  Workload.on(stack, { name: 'ledger', suffix: 'dev', evidence: { files: [] }, ...workload });
  return stack;
}

/** The template of a stack whose findings do not matter, which is not judged. */
export function templateOf(stack: Stack): Template {
  withoutChecks(stack.node.root as App, synthesize);
  return Template.fromJSON(JSON.parse(fs.readFileSync(path.join((stack.node.root as App).outdir, stack.templateFile), 'utf-8')));
}

/** Everything that our check finds in an app, without its evidence. */
export function findingsOf(app: App): Finding[] {
  withoutEvidence(app);
  return findingsWithEvidence(app);
}

/** Everything that our check finds in an app, which writes its evidence. */
export function findingsWithEvidence(app: App): Finding[] {
  synthesize(app);
  const report = path.join(app.outdir, 'validation-report.json');
  if (!fs.existsSync(report)) return [];
  const { pluginReports } = JSON.parse(fs.readFileSync(report, 'utf-8'));
  return pluginReports.flatMap(({ pluginName, violations, metadata }: any) => {
    if (metadata?.error) throw new Error(metadata.error);
    return violations.flatMap((violation: any) => resourcesOf(violation).map((finding) => ({ plugin: pluginName, ...finding })));
  });
}

/** The findings of a violation. Our check has one violation with all findings in its metadata, so that the CDK prints it once. */
export function resourcesOf({ ruleName, ruleMetadata, description, violatingConstructs }: any): Array<Omit<Finding, 'plugin'>> {
  if (!ruleMetadata?.findings) return violatingConstructs.map(({ constructPath }: any) => ({ rule: ruleName, path: constructPath, description }));
  return JSON.parse(ruleMetadata.findings).map(({ safeguard, path: at, finding }: any) => ({ rule: safeguard, path: at, description: finding }));
}

/** Everything that our check and cdk-nag's AwsSolutions, NIST 800-53 r5, PCI DSS 3.2.1 and HIPAA packs find in an app. */
export function allFindingsOf(app: App): Finding[] {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new PCIDSS321Checks(app), new HIPAASecurityChecks(app));
  return findingsOf(app);
}

/** All findings of a construct alone at its defaults, in a lifecycle, under every framework. */
export function findingsAtDefaults(lifecycle: Lifecycle, build: (stack: Stack) => void): Finding[] {
  const stack = testStack({ lifecycle, frameworks: EVERY_FRAMEWORK });
  build(stack);
  return allFindingsOf(stack.node.root as App);
}

/** Ids of the findings that are acknowledged on each construct below a scope, by path from the scope. */
export function acknowledgedBelow(scope: IConstruct): Record<string, string[]> {
  const prefix = scope.node.path.length + 1;
  return Object.fromEntries(scope.node.findAll().map(({ node }) => [node.path.slice(prefix), node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).flatMap(({ data }) => Object.keys(data)).sort()] as const)
    .filter(([, ids]) => ids.length > 0));
}

const CHECKS = Symbol.for('cdk-regulated.ComplianceChecks');

/** Synthesizes an app that is not judged. Judging takes as long as the synthesis of most stacks, and many tests read templates only. */
export function withoutChecks<T>(app: App, act: (app: App) => T): T {
  const checks: { judgeAll?: () => void } = (app as unknown as Record<symbol, object>)[CHECKS] ?? {};
  checks.judgeAll = () => {};
  try {
    return act(app);
  } finally {
    delete checks.judgeAll;
  }
}

/** Synthesizes an app without its evidence, which takes longer than the judgement. No finding is read from it. */
function withoutEvidence(app: App): void {
  const checks: { write?: () => string } = (app as unknown as Record<symbol, object>)[CHECKS] ?? {};
  checks.write = () => 'evidence';
}

function synthesize(app: App): void {
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!(error as Error).message.includes('validation-report.json')) throw error;
  }
}
