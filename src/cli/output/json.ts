import { linkOf } from '../../compliance/mapping/published';
import { CheckResult } from '../check';

/** The result as JSON. `version` rises when a member is removed or changes its meaning. */
export function jsonReport({ frameworks, findings, problems, notes, counts }: CheckResult): string {
  return `${JSON.stringify({
    version: 1,
    frameworks: frameworks.map(({ id, title }) => ({ id, title })),
    summary: { ...counts, findings: findings.length, errors: problems.length },
    findings: findings.map(({ safeguard, severity, file, line, column, path, logicalId, type, detail, isUnknown, controls }) => ({
      safeguard: safeguard.id,
      severity,
      file,
      line,
      column,
      path,
      logicalId,
      type,
      finding: detail,
      isUnknown,
      statement: safeguard.statement,
      fix: safeguard.remedy,
      link: linkOf(safeguard),
      controls: Object.fromEntries(controls.map(({ framework, ids }) => [framework, ids])),
    })),
    errors: problems,
    notes,
  }, undefined, 2)}\n`;
}
