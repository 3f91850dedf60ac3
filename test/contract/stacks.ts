import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Workload, WorkloadProps } from '../../src';
import { CDK_JSON, resourcesOf } from '../support';

/** Environment of the stacks. */
export const ENV = { account: '123456789012', region: 'eu-west-2' };

/** Templates by the name of their stack. */
export type Templates = Record<string, any>;

let outdir: string | undefined;

/** An app with the context of cdk.json and three Availability Zones. Apps share a folder, so only the newest can be synthesized. */
export function newApp(): App {
  outdir ??= fs.mkdtempSync(path.join(os.tmpdir(), 'contract-'));
  return new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    context: {
      ...CDK_JSON,
      'aws:cdk:disable-asset-staging': true,
      'aws:cdk:disable-creation-stack-traces': true,
      [`availability-zones:account=${ENV.account}:region=${ENV.region}`]: ['a', 'b', 'c'].map((zone) => `${ENV.region}${zone}`),
    },
  });
}

/** A stack in eu-west-2 under a workload in production. */
export function appStack(workload: Partial<WorkloadProps> = {}, { isChecked = true } = {}): Stack {
  const app = newApp();
  // Replaces the check that the workload adds to its app.
  if (!isChecked) Object.defineProperty(app, Symbol.for('cdk-regulated.ComplianceChecks'), { value: { add: () => {}, users: [], subjects: [] } });
  const stack = new Stack(app, 'Stack', { env: ENV });
  Workload.on(stack, { name: 'ledger', suffix: 'dev', ...workload });
  return stack;
}

/** Templates of an app, and its findings as `path: rule`. A check that fails on a template is an error. */
export function synthesized(app: App): { templates: Templates; findings: string[] } {
  const report = path.join(app.outdir, 'validation-report.json');
  fs.rmSync(report, { force: true });
  try {
    app.synth();
  } catch (error) {
    if (!(error as Error).message.includes('validation-report.json')) throw error;
  }
  const plugins: any[] = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf-8')).pluginReports : [];
  const failed = plugins.find(({ metadata }) => metadata?.error);
  if (failed) throw new Error(`the check failed: ${failed.metadata.error}`);
  const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return {
    templates: Object.fromEntries(stacks.map(({ node, templateFile }) => [node.path, JSON.parse(fs.readFileSync(path.join(app.outdir, templateFile), 'utf-8'))])),
    // The types that no safeguard judges are those of the app, whose surroundings differ.
    findings: plugins.flatMap(({ violations }) => violations.flatMap(resourcesOf)).filter(({ rule }) => rule !== 'Unjudged').map(({ rule, path: at }) => `${at}: ${rule}`),
  };
}

/** Templates of the app of a stack. Findings are allowed. */
export function templatesOf(stack: Stack): Templates {
  return synthesized(stack.node.root as App).templates;
}

/** Messages of `Annotations.addError`, which the CDK CLI stops at. */
export function errorAnnotations(stack: Stack): string[] {
  return stack.node.root.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:error').map(({ data }) => String(data)));
}

/** Removes the files of the apps. */
export function cleanUp(): void {
  if (outdir) fs.rmSync(outdir, { recursive: true, force: true });
  outdir = undefined;
}
