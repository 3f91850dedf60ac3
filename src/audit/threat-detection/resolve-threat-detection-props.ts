import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Detection, FindingSeverity, GuardDutyFeature, GuardDutyOptions, ThreatDetectionProps } from './threat-detection-props';
import { requireStandardTopic } from '../../core/parts/standard-topic';
import { mustBe, requireDuration, requireKnown, requireProps, requireSameRegion, requireSingle, requireString } from '../../core/validation';
import { partitionOf } from '../../core/workload/partition';
import { Workload } from '../../core/workload/workload';

/** Features that a partition lacks, all of which others have (Getting Started with Amazon Web Services in China, Amazon GuardDuty). */
const LACKING: { readonly [partition: string]: readonly GuardDutyFeature[] } = { 'aws-cn': [GuardDutyFeature.RUNTIME_MONITORING] };

/** Checked props of ThreatDetection with their defaults. */
export interface ResolvedThreatDetectionProps {
  readonly guardDuty: GuardDutyOptions & { readonly detection: Detection; readonly lacking: readonly GuardDutyFeature[] };
  readonly securityHub: { readonly detection: Detection; readonly standards: string[] };
  readonly accessAnalyzer: NonNullable<ThreatDetectionProps['accessAnalyzer']> & { readonly detection: Detection };
  readonly inspector: Detection;
  readonly findings: NonNullable<ThreatDetectionProps['findings']> & { readonly enabled: boolean; readonly leastSeverity: FindingSeverity };
}

/** Checks the props of ThreatDetection and fills in the defaults. */
export function resolveThreatDetectionProps(scope: Construct, props: ThreatDetectionProps): ResolvedThreatDetectionProps {
  requireProps(scope, 'ThreatDetectionProps', props);
  requireSingle(scope, 'ThreatDetection');
  const { inspector = Detection.OFF, findings = {} } = props;
  if (inspector === Detection.ON) mustBe(scope, 'inspector', 'ALREADY_ON or OFF, because CloudFormation cannot enable Amazon Inspector', inspector);
  const { enabled = true, leastSeverity = FindingSeverity.HIGH, topic } = findings;
  if (!enabled) requireUnset(scope, 'findings', { topic, leastSeverity: findings.leastSeverity }, 'unset with findings.enabled false');
  requireStandardTopic(scope, 'findings.topic', topic);
  requireSameRegion(scope, 'findings.topic', 'a topic', topic);
  return {
    guardDuty: resolveGuardDuty(scope, props.guardDuty),
    securityHub: resolveSecurityHub(scope, props.securityHub),
    accessAnalyzer: resolveAccessAnalyzer(scope, props.accessAnalyzer),
    inspector,
    findings: { enabled, leastSeverity, topic },
  };
}

function resolveGuardDuty(scope: Construct, { detection = Detection.ON, features, agents }: GuardDutyOptions = {}): ResolvedThreatDetectionProps['guardDuty'] {
  if (detection === Detection.OFF) requireUnset(scope, 'guardDuty', { features, agents }, 'unset with Detection.OFF');
  if (agents?.length && features && !features.includes(GuardDutyFeature.RUNTIME_MONITORING)) {
    mustBe(scope, 'guardDuty.features', 'a list with RUNTIME_MONITORING if guardDuty.agents is not empty', features);
  }
  const { region } = Stack.of(scope);
  const lacking = LACKING[partitionOf(region) ?? ''] ?? [];
  const named = [...features ?? [], ...agents?.length ? [GuardDutyFeature.RUNTIME_MONITORING] : []].find((feature) => lacking.includes(feature));
  if (named) mustBe(scope, features?.includes(named) ? 'guardDuty.features' : 'guardDuty.agents', `without ${named} in ${region}, where GuardDuty does not have it`, features ?? agents);
  return { detection, features, agents, lacking };
}

function resolveSecurityHub(scope: Construct, options: ThreatDetectionProps['securityHub'] = {}): ResolvedThreatDetectionProps['securityHub'] {
  const { detection = Detection.ON, standards } = options;
  if (detection !== Detection.ON) requireUnset(scope, 'securityHub', { standards }, 'unset without Detection.ON');
  // AWS Security Hub API, DescribeStandards, StandardsArn.
  requireKnown(scope, 'securityHub.standards', standards);
  standards?.forEach((standard, index) => requireString(scope, `securityHub.standards[${index}]`, standard, {
    need: 'the end of a standard\'s ARN such as pci-dss/v/4.0.1', pattern: /[a-z0-9-]+\/v\/[0-9]+(?:\.[0-9]+)*/,
  }));
  const matching = () => [...new Set(Workload.of(scope).frameworks.flatMap(({ securityHubStandards }) => securityHubStandards))];
  return { detection, standards: standards ?? matching() };
}

function resolveAccessAnalyzer(scope: Construct, options: ThreatDetectionProps['accessAnalyzer'] = {}): ResolvedThreatDetectionProps['accessAnalyzer'] {
  const { detection = Detection.ON, organization, unusedAfter } = options;
  if (detection !== Detection.ON) requireUnset(scope, 'accessAnalyzer', { organization, unusedAfter }, 'unset without Detection.ON');
  // IAM Access Analyzer API, UnusedAccessConfiguration.
  requireDuration(scope, 'accessAnalyzer.unusedAfter', unusedAfter, { unit: 'days', min: 1, max: 365 });
  return { detection, organization, unusedAfter };
}

/** Refuses options that would have no effect. */
function requireUnset(scope: Construct, prop: string, options: { [name: string]: unknown }, need: string) {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) mustBe(scope, `${prop}.${name}`, need, value);
  }
}
