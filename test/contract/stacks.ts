import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Workload, WorkloadProps } from '../../src';

const { context: CDK_JSON } = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'cdk.json'), 'utf-8'));
const ZONES = ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'];

/** Templates by the name of their stack. */
export type Templates = Record<string, any>;

let outdir: string | undefined;

/** A stack in eu-west-2 with the context of cdk.json under a workload in production. Apps share a folder, so only the newest can be synthesized. */
export function appStack(workload: Partial<WorkloadProps> = {}, { isChecked = true } = {}): Stack {
  outdir ??= fs.mkdtempSync(path.join(os.tmpdir(), 'contract-'));
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    context: {
      ...CDK_JSON,
      'aws:cdk:disable-asset-staging': true,
      'aws:cdk:disable-stack-trace': true,
      'availability-zones:account=123456789012:region=eu-west-2': ZONES,
    },
  });
  // Replaces the check that the workload adds to its app.
  if (!isChecked) Object.defineProperty(app, Symbol.for('cdk-regulated.ComplianceChecks'), { value: { add: () => {} } });
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  Workload.on(stack, { name: 'ledger', suffix: 'dev', ...workload });
  return stack;
}

/** Templates of an app. Findings are allowed; a check that fails on a template is an error. */
export function templatesOf(stack: Stack): Templates {
  const app = stack.node.root as App;
  const report = path.join(app.outdir, 'validation-report.json');
  fs.rmSync(report, { force: true });
  try {
    app.synth();
  } catch (error) {
    if (!(error as Error).message.includes('validation-report.json')) throw error;
  }
  const failed = fs.existsSync(report) && JSON.parse(fs.readFileSync(report, 'utf-8')).pluginReports.find(({ metadata }: any) => metadata?.error);
  if (failed) throw new Error(`the check failed: ${failed.metadata.error}`);
  const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return Object.fromEntries(stacks.map(({ node, templateFile }) => [node.path, JSON.parse(fs.readFileSync(path.join(app.outdir, templateFile), 'utf-8'))]));
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
