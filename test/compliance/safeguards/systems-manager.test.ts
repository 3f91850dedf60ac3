import { SYSTEMS_MANAGER } from '../../../src/compliance/safeguards/systems-manager';
import { it_, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const patching = (Parameters?: object) => ({
  TaskType: 'RUN_COMMAND', TaskArn: 'AWS-RunPatchBaseline', TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters } },
});
const OTHER = { TaskType: 'RUN_COMMAND', TaskArn: 'AWS-RunShellScript' };
const baseline = (...PatchRules: object[]) => ({ Name: 'baseline', ApprovalRules: { PatchRules } });

describe('safeguards of AWS Systems Manager', () => triples(SYSTEMS_MANAGER, {
  'SSM.PatchTaskInstalls': {
    holds: [it_(patching({ Operation: ['Install'] }))],
    fails: [
      [it_(patching({ Operation: ['Scan'] })), 'Operation is "Scan", must be Install'],
      [it_(patching()), 'Operation is not set, must be Install'],
      ...['AWS-RunPatchBaseline', 'AWS-RunPatchBaselineWithHooks'].map((TaskArn) => [it_({ TaskArn }), 'Operation is not set, must be Install'] as const),
    ],
    open: [[it_(OTHER), NOT_JUDGED], [it_(patching({ Operation: [PARAMETER] })), undetermined('Operation')], [it_(patching({ Operation: PARAMETER })), undetermined('Operation')]],
  },
  'SSM.PatchTaskReboots': {
    holds: [it_(patching({ RebootOption: ['RebootIfNeeded'] })), it_(patching())],
    fails: [[it_(patching({ RebootOption: ['NoReboot'] })), 'RebootOption is "NoReboot", must be another value']],
    open: [[it_(OTHER), NOT_JUDGED], [it_(patching({ RebootOption: [PARAMETER] })), undetermined('RebootOption')]],
  },
  'SSM.BaselineApprovesInTime': {
    holds: [it_(baseline({ ApproveAfterDays: 7 }, { ApproveAfterDays: 30 }))],
    fails: [
      [it_({ Name: 'baseline' }), 'ApprovalRules is not set, must have a rule that approves patches'],
      [it_(baseline({ ApproveAfterDays: 7 }, { ApproveAfterDays: 31 })), 'PatchRules[1].ApproveAfterDays is 31, must be at most 30'],
      [it_(baseline({ ApproveUntilDate: '2026-01-01' })), 'PatchRules[0].ApproveUntilDate is "2026-01-01", must be ApproveAfterDays: later patches are never approved'],
    ],
    open: [[it_(baseline({})), PASSES], [it_(baseline({ ApproveAfterDays: PARAMETER })), undetermined('PatchRules[0].ApproveAfterDays')]],
  },
}));
