import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnResource, DefaultStackSynthesizer, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { Template } from './template';
import { Framework } from '../../src';
import { isFinding, judge } from '../../src/compliance/judge';
import { strictest } from '../../src/compliance/model/framework-numbers';

const FRAMEWORKS: Framework[] = Object.values(Framework).filter((value) => value instanceof Framework);
const CONTEXT = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8')).context;

/**
 * What the compliance check finds in a template: safeguard and logical ID; findings about the workload as a whole have no logical ID. The template is judged as it
 * is, without a synthesis.
 */
export function findingsOfCheck(template: Template, frameworks = FRAMEWORKS, region = 'eu-west-2'): ReadonlySet<string> {
  return inFolder((outdir) => {
    const { app, stack } = appIn(outdir, region);
    for (const [id, { Type: type }] of Object.entries(template.Resources)) new CfnResource(stack, id, { type }).overrideLogicalId(id);
    fs.mkdirSync(app.outdir, { recursive: true });
    fs.writeFileSync(path.join(app.outdir, stack.templateFile), JSON.stringify(template));
    const expected = { numbers: strictest(frameworks.map(({ numbers }) => numbers)), tags: [] };
    return new Set(judge({ scope: stack, name: 'Stack', frameworks, expected }, []).judgements.filter(isFinding)
      .map(({ safeguard, resource }) => `${safeguard.id} ${resource?.logicalId ?? ''}`));
  });
}

/** What the five packs of cdk-nag find in a template: rule and construct. */
export function findingsOfCdkNag(template: Template, region = 'eu-west-2'): ReadonlySet<string> {
  return inFolder((outdir) => {
    const templateFile = path.join(outdir, 'input.json');
    // CfnInclude does not know the function.
    fs.writeFileSync(templateFile, JSON.stringify(template, (_key, value) => value?.['Fn::GetStackOutput'] ? 'arn:aws:service:region:account:resource' : value));
    const { app, stack } = appIn(outdir, region);
    new CfnInclude(stack, 'Template', { templateFile });
    Validations.of(app).addPlugins(
      new AwsSolutionsChecks(app), new NIST80053R4Checks(app), new NIST80053R5Checks(app), new PCIDSS321Checks(app), new HIPAASecurityChecks(app));
    synthesize(app);
    const report = path.join(app.outdir, 'validation-report.json');
    const { pluginReports } = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf-8')) as Report : { pluginReports: [] };
    return new Set(pluginReports.flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`)));
  });
}

interface Violation { readonly ruleName: string; readonly violatingConstructs: ReadonlyArray<{ constructPath: string }> }
interface Report { readonly pluginReports: ReadonlyArray<{ violations: readonly Violation[] }> }

function appIn(outdir: string, region: string): { app: App; stack: Stack } {
  const app = new App({ context: { ...CONTEXT, 'aws:cdk:version-reporting': false }, outdir: path.join(outdir, 'out'), analyticsReporting: false });
  return { app, stack: new Stack(app, 'Stack', { env: { account: '123456789012', region }, synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) }) };
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
  try {
    return work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function synthesize(app: App) {
  try {
    app.synth();
  } catch (error) {
    if (!(error as Error).message.includes('validation-report.json')) throw error;
  }
}

/** The findings that a change of a template adds. */
export function added(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...after].filter((finding) => !before.has(finding)).sort();
}
