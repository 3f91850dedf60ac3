import { PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { cdkStops, isTest } from './process';
import { linesOf, Report, textOf, violationsOf } from './report';
import { stops } from './result';
import { refuse } from '../../validation/refuse';

/**
 * Prints a line for each subject of a report.
 * @returns the violations of the report
 * @throws ValidationError on findings that CDK does not stop
 */
export function announce(root: IConstruct, report: Report): PolicyViolation[] {
  const violations = violationsOf(report);
  const isReported = violations.some(({ ruleName }) => ruleName === 'Findings');
  if (!isReported && !isTest(root)) linesOf(report.results).forEach((line) => process.stderr.write(`${line}\n`));
  if (violations.some(isFatal) && !cdkStops(root)) refuse(root, `compliance check failed\n\n${textOf(violations)}\n`);
  return violations;
}

export function isFatal({ severity }: PolicyViolation): boolean {
  return severity === 'fatal';
}

/** Throws if there are findings about a scope or constructs below it. */
export function requireCompliant(scope: IConstruct, report: Report): void {
  const results = report.results.map((result) => ({
    ...result,
    reaction: { ...result.reaction, effect: result.reaction.effect === 'baseline' ? 'baseline' as const : 'fail' as const },
    findings: result.findings.filter((finding) => isAtOrBelow(finding.path, scope.node.path)),
  }));
  const isFinding = results.some(({ reaction, findings }) => findings.some((finding) => stops(reaction, finding)));
  if (isFinding) refuse(scope, `must be compliant\n\n${textOf(violationsOf({ results, unknownTypes: [], mistyped: [], unused: [], transforms: new Map(), unchecked: [], fixed: new Map() }))}\n`);
}

function isAtOrBelow(path: string, scope: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}
