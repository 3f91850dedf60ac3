import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { Framework } from '../../src';

/** A finding as the CDK's report tells it. */
export interface Found {
  readonly rule: string;
  readonly path: string;
  readonly description: string;
}

/** A framework whose first control is served by these safeguards. */
export function house(...safeguards: string[]): Framework {
  return new Framework({
    id: 'house',
    title: 'House',
    source: 'https://example.com/house-rules',
    controls: [{ id: '1', title: 'What we ask for', safeguards }, { id: '2', title: 'What only people can do', safeguards: [] }],
  });
}

/** What the check finds in an app, in the order that it tells it. */
export function findings(app: App): Found[] {
  synth(app);
  const report = path.join(app.outdir, 'validation-report.json');
  if (!fs.existsSync(report)) return [];
  return JSON.parse(fs.readFileSync(report, 'utf-8')).pluginReports
    .filter(({ pluginName }: any) => pluginName === 'ComplianceChecks')
    .flatMap(({ violations }: any) => violations)
    .flatMap(({ ruleName: rule, description, violatingConstructs }: any) => violatingConstructs.map((construct: any) => (
      { rule, path: construct.constructPath, description })));
}

/** Synthesizes an app that may fall short. */
export function synth(app: App): void {
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!(error as Error).message.includes('validation-report.json')) throw error;
  }
}

/** A folder of one's own. */
export function folder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'compliance-'));
}

/** A subject's evidence, as it was written. */
export function evidenceOf(outdir: string, name: string): { json: any; text: string; matrix: string } {
  const text = fs.readFileSync(path.join(outdir, 'evidence', `${name}.json`), 'utf-8');
  return { json: JSON.parse(text), text, matrix: fs.readFileSync(path.join(outdir, 'evidence', `${name}.md`), 'utf-8') };
}
