import { Duration } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { PatchOperatingSystem } from './patch-operating-system';

interface Approval {
  /** Filters of the approved patches. Each operating system has its own keys and values. */
  readonly filters: Record<string, string[]>;
  readonly complianceLevel: string;
}

/** Approvals of the predefined baselines (Systems Manager User Guide, Predefined and custom patch baselines), with a compliance level each. */
const linux = (medium: string): Approval[] => [
  { filters: { CLASSIFICATION: ['Security'], SEVERITY: ['Critical', 'Important'] }, complianceLevel: 'CRITICAL' },
  { filters: { CLASSIFICATION: ['Security'], SEVERITY: [medium, 'Low'] }, complianceLevel: 'HIGH' },
  { filters: { CLASSIFICATION: ['Bugfix'] }, complianceLevel: 'MEDIUM' },
];

const APPROVALS: Record<PatchOperatingSystem, Approval[]> = {
  [PatchOperatingSystem.AMAZON_LINUX_2023]: linux('Medium'),
  [PatchOperatingSystem.REDHAT_ENTERPRISE_LINUX]: linux('Moderate'),
  [PatchOperatingSystem.ROCKY_LINUX]: linux('Moderate'),
  [PatchOperatingSystem.WINDOWS]: [
    { filters: { CLASSIFICATION: ['CriticalUpdates', 'SecurityUpdates'], MSRC_SEVERITY: ['Critical', 'Important'] }, complianceLevel: 'CRITICAL' },
    { filters: { CLASSIFICATION: ['CriticalUpdates', 'SecurityUpdates'], MSRC_SEVERITY: ['Moderate', 'Low'] }, complianceLevel: 'HIGH' },
  ],
};

/** A patch baseline of an operating system for a patch group. */
export function patchBaseline(
  scope: Construct, operatingSystem: PatchOperatingSystem, name: string, patchGroup: string, approveAfter: Duration,
): ssm.CfnPatchBaseline {
  return new ssm.CfnPatchBaseline(scope, `Baseline${pascalCase(operatingSystem)}`, {
    name,
    operatingSystem,
    description: `Security patches and, on Linux, bug fixes that are ${approveAfter.toDays()} days old`,
    patchGroups: [patchGroup],
    approvalRules: {
      patchRules: APPROVALS[operatingSystem].map(({ filters, complianceLevel }) => ({
        approveAfterDays: approveAfter.toDays(),
        complianceLevel,
        patchFilterGroup: { patchFilters: Object.entries(filters).map(([key, values]) => ({ key, values })) },
      })),
    },
  });
}

function pascalCase(name: string): string {
  return name.toLowerCase().split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
