import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isOneOf, isSet } from '../predicates/intrinsics';
import { fails, mustBeAtLeast, mustBeCustomerKey, mustExist, mustNotBe } from '../predicates/outcome';
import { pointers } from '../rendered';

const DELIVERY_DAYS = 2;

/** Safeguards of Amazon CloudWatch. */
export const CLOUDWATCH: ResourceSafeguard[] = [
  {
    id: 'CloudWatch.LogGroupRetained',
    on: ['AWS::Logs::LogGroup'],
    statement: 'the log group has a retention period that meets the required minimum',
    rationale: 'Attacks are often found after months, and without logs they cannot be examined',
    remedy: 'set `retention`',
    sources: {
      securityHub: ['CloudWatch.16'],
      cdkNag: ['CloudWatchLogGroupRetentionPeriod'],
      prowler: ['cloudwatch_log_group_retention_policy_specific_days_enabled'],
    },
    // The class of logs that are delivered elsewhere keeps them for two days, whatever the retention (Amazon CloudWatch Logs User Guide, Log classes).
    judge: ({ properties: { LogGroupClass, RetentionInDays: days } }, { numbers }) => isOneOf(LogGroupClass, 'DELIVERY')
      ? (anyValue(days), mustBeAtLeast('retention of the LogGroupClass DELIVERY', DELIVERY_DAYS, numbers.logRetention?.toDays(), 0))
      : given(days)
        ? mustBeAtLeast('RetentionInDays', days, numbers.logRetention?.toDays(), 0)
        : fails(`RetentionInDays is not set (never expires), must be ${numbers.logRetention?.toDays() ?? 'a number'}`),
  },
  {
    id: 'CloudWatch.LogGroupEncrypted',
    on: ['AWS::Logs::LogGroup'],
    statement: 'logs are encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who reads logs',
    remedy: 'set `encryptionKey`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    sources: { cdkNag: ['CloudWatchLogGroupEncrypted'], prowler: ['cloudwatch_log_group_kms_encryption_enabled'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'CloudWatch.AlarmHasActions',
    on: ['AWS::CloudWatch::Alarm'],
    statement: 'the alarm has an action',
    rationale: 'An alarm without an action sends no notification',
    remedy: 'add an alarm action',
    sources: { securityHub: ['CloudWatch.15'], cdkNag: ['CloudWatchAlarmAction'] },
    // An alarm may notify through a composite alarm.
    judge: (alarm) => mustExist([alarm, ...pointers(alarm, 'AWS::CloudWatch::CompositeAlarm', 'AlarmRule')]
      .some(({ properties }) => isSet(properties.AlarmActions)), 'AlarmActions is not set'),
  },
  {
    id: 'CloudWatch.AlarmActionsOn',
    on: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
    statement: 'alarm actions are enabled',
    rationale: 'An alarm with disabled actions sends no notification',
    remedy: 'keep `actionsEnabled` at its default',
    sources: { securityHub: ['CloudWatch.17'], prowler: ['cloudwatch_alarm_actions_alarm_state_configured'] },
    judge: ({ properties }) => mustNotBe('ActionsEnabled', properties.ActionsEnabled, false),
  },
];
