import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeAtMost, mustNotBe } from '../predicates/outcome';
import { Json, RenderedResource } from '../rendered';

const ON_TASKS = ['AWS::SSM::MaintenanceWindowTask'];
const COMPLIANCE = { securityHub: ['SSM.2'], prowler: ['ssm_managed_compliant_patching'] };
/** PCI DSS 4.0.1, 6.3.3: critical and high-security patches are installed within one month of release. */
const MONTH_DAYS = 30;

/** Safeguards of AWS Systems Manager. */
export const SYSTEMS_MANAGER: ResourceSafeguard[] = [
  {
    id: 'SSM.PatchTaskInstalls',
    on: ON_TASKS,
    statement: 'the patch task installs missing patches',
    rationale: 'A task that only scans leaves known vulnerabilities open',
    remedy: 'set the operation of AWS-RunPatchBaseline to `Install`',
    sources: COMPLIANCE,
    judge: (task) => isPatching(task) ? mustBe('Operation', parameter(task, 'Operation'), 'Install') : undefined,
  },
  {
    id: 'SSM.PatchTaskReboots',
    on: ON_TASKS,
    statement: 'the patch task restarts instances when a patch requires it',
    rationale: 'A patch of the kernel takes effect with a restart only',
    remedy: 'keep `RebootOption` at `RebootIfNeeded`',
    sources: COMPLIANCE,
    judge: (task) => isPatching(task) ? mustNotBe('RebootOption', parameter(task, 'RebootOption'), 'NoReboot') : undefined,
  },
  {
    id: 'SSM.BaselineApprovesInTime',
    on: ['AWS::SSM::PatchBaseline'],
    statement: 'patches are approved within 30 days',
    rationale: 'Known vulnerabilities are attacked within days of their publication',
    remedy: 'set `approveAfterDays` of each rule to at most 30',
    sources: COMPLIANCE,
    judge: ({ properties: { ApprovalRules } }) => {
      const rules = listOf(ApprovalRules?.PatchRules);
      if (rules.length === 0) return fails('ApprovalRules is not set, must have a rule that approves patches');
      return allOf(...rules.map(({ ApproveAfterDays, ApproveUntilDate }, index) => given(ApproveUntilDate)
        ? fails(`PatchRules[${index}].ApproveUntilDate is ${JSON.stringify(ApproveUntilDate)}, must be ApproveAfterDays: later patches are never approved`)
        : given(ApproveAfterDays) ? mustBeAtMost(`PatchRules[${index}].ApproveAfterDays`, ApproveAfterDays, MONTH_DAYS) : HOLDS));
    },
  },
];

function isPatching({ properties }: RenderedResource): boolean {
  return String(properties.TaskArn).startsWith('AWS-RunPatchBaseline');
}

function parameter({ properties }: RenderedResource, name: string): Json {
  const values = properties.TaskInvocationParameters?.MaintenanceWindowRunCommandParameters?.Parameters?.[name];
  return Array.isArray(values) ? values[0] : values;
}
