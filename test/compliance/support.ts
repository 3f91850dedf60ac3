import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { schemaFaults } from './evidence/schema-faults';
import { Framework } from '../../src';

/** A finding in the CDK's report. */
export interface Found {
  readonly rule: string;
  readonly path: string;
  /** Actual and required value. */
  readonly finding: string;
}

/** A framework with two controls. The safeguards serve the first. */
export function house(...safeguards: string[]): Framework {
  return new Framework({
    id: 'house',
    title: 'House',
    source: 'https://example.com/house-rules',
    controls: [{ id: '1', title: 'What we ask for', safeguards }, { id: '2', title: 'What only people can do', safeguards: [] }],
  });
}

/** Findings of an app in the order of the report. */
export function findings(app: App): Found[] {
  return violations(app).flatMap(({ ruleMetadata }) => JSON.parse(ruleMetadata?.findings ?? '[]')
    .map(({ safeguard: rule, path: at, finding }: any) => ({ rule, path: at, finding })));
}

/** A violation in the CDK's report. */
export interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly suggestedFix: string;
  readonly ruleMetadata?: Record<string, string>;
}

/** Violations of the check in the CDK's report. */
export function violations(app: App): Violation[] {
  const report = path.join(app.outdir, 'validation-report.json');
  fs.rmSync(report, { force: true });
  synth(app);
  if (!fs.existsSync(report)) return [];
  return JSON.parse(fs.readFileSync(report, 'utf-8')).pluginReports
    .filter(({ pluginName }: any) => pluginName === 'ComplianceChecks')
    .flatMap((each: any) => each.violations);
}

/** Synthesizes an app that may have findings. */
export function synth(app: App): void {
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!(error as Error).message.includes('validation-report.json')) throw error;
  }
}

/** A new temporary folder. */
export function folder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'compliance-'));
}

/** Evidence files of a subject. */
export function evidenceOf(outdir: string, name: string): { json: any; text: string; matrix: string } {
  const text = fs.readFileSync(path.join(outdir, 'evidence', name, 'evidence.json'), 'utf-8');
  const json = JSON.parse(text);
  // Evidence of every test has the form that readers rely on.
  const faults = schemaFaults(json);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return { json, text, matrix: fs.readFileSync(path.join(outdir, 'evidence', name, 'matrix.md'), 'utf-8') };
}
