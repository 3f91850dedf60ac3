import { ResourceSafeguard } from '../model/safeguard';
import { isTrue } from '../predicates/intrinsics';
import { allOf, HOLDS, mustBe, mustBeSet, mustNotBe } from '../predicates/outcome';

const ON_WORK_GROUPS = ['AWS::Athena::WorkGroup'];

/** Safeguards of Amazon Athena. */
export const ATHENA: ResourceSafeguard[] = [
  {
    id: 'Athena.WorkGroupMeasured',
    on: ON_WORK_GROUPS,
    statement: 'query metrics of the workgroup go to CloudWatch',
    rationale: 'Metrics show unusual queries and amounts of data',
    remedy: 'set `publishCloudWatchMetricsEnabled`',
    sources: { securityHub: ['Athena.4'] },
    judge: ({ properties: { WorkGroupConfiguration: group } }) => mustBe(
      'WorkGroupConfiguration.PublishCloudWatchMetricsEnabled', group?.PublishCloudWatchMetricsEnabled, true),
  },
  {
    id: 'Athena.WorkGroupResultsEncrypted',
    on: ON_WORK_GROUPS,
    statement: 'query results of the workgroup are encrypted',
    rationale: 'Query results hold copies of the data',
    remedy: 'set `resultConfiguration.encryptionConfiguration`, and keep `enforceWorkGroupConfiguration` at its default',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html',
    sources: { prowler: ['athena_workgroup_encryption'] },
    // Managed query results are always encrypted (Amazon Athena User Guide, Managed query results).
    judge: ({ properties: { WorkGroupConfiguration: group } }) => isTrue(group?.ManagedQueryResultsConfiguration?.Enabled) ? HOLDS : allOf(
      mustBeSet('ResultConfiguration.EncryptionConfiguration.EncryptionOption', group?.ResultConfiguration?.EncryptionConfiguration?.EncryptionOption),
      mustNotBe('WorkGroupConfiguration.EnforceWorkGroupConfiguration', group?.EnforceWorkGroupConfiguration, false),
    ),
  },
];
