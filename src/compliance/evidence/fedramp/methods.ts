import { ConfigRuleRow, identifierOf, rowsOf } from '../../mapping/tables';
import { Automation } from '../automation';
import { Evidence } from '../collect';
import { ControlEvidence } from '../status';

// Drift is a difference between a stack and its template (AWS CloudFormation User Guide, Detect unmanaged configuration changes).
const DRIFT = 'CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK';
const ABOUT_DRIFT = ['KSI-CMT-RMV', 'KSI-CNA-EIS', 'KSI-MLA-EVC', 'KSI-SVC-ACM'];
const ABOUT_RECOVERY = ['KSI-RPL-ABO', 'KSI-RPL-TRC'];

/**
 * Automated methods that the templates deploy and that check an indicator on deployed resources: rules of AWS Config that check the fact of one of its tests,
 * detection of drift, and restore tests.
 */
export function deployedMethods({ configRules, restoresBackups }: Automation, safeguards: Evidence['safeguards']): (indicator: ControlEvidence) => string[] {
  const rules = rowsOf<ConfigRuleRow>('config-rules').filter((rule) => configRules.includes(identifierOf(rule)));
  return ({ id, proven }) => {
    const facts = new Set(proven.flatMap(({ safeguard }) => safeguards[safeguard].sources.securityHub ?? []));
    return [
      ...rules.filter(({ securityHub }) => securityHub.some((fact) => facts.has(fact))).map(({ name }) => `AWS Config rule ${name}`),
      ...ABOUT_DRIFT.includes(id) && configRules.includes(DRIFT) ? ['AWS Config rule cloudformation-stack-drift-detection-check'] : [],
      ...ABOUT_RECOVERY.includes(id) && restoresBackups ? ['restore tests of AWS Backup'] : [],
    ];
  };
}
