import { Duration } from 'aws-cdk-lib';
import { CLOUDWATCH } from '../../../src/compliance/safeguards/cloudwatch';
import { customerKey, it_, never, PARAMETER, PASSES, triples, undetermined } from '../triples';

const YEAR = { expected: { numbers: { logRetention: Duration.days(365) } } };
const ALARM = { ComparisonOperator: 'c', EvaluationPeriods: 1 };

describe('safeguards of Amazon CloudWatch', () => triples(CLOUDWATCH, {
  'CloudWatch.LogGroupRetained': {
    holds: [it_({ RetentionInDays: 365 }, {}, YEAR), it_({ RetentionInDays: 1 })],
    fails: [
      [it_({ RetentionInDays: 364 }, {}, YEAR), 'RetentionInDays is 364, must be at least 365'],
      [it_({}, {}, YEAR), 'RetentionInDays is not set (never expires), must be 365'],
      [it_({}), 'RetentionInDays is not set (never expires), must be a number'],
    ],
    open: [
      [it_({ RetentionInDays: PARAMETER }, {}, YEAR), undetermined('RetentionInDays')],
      [it_({ LogGroupClass: 'DELIVERY', RetentionInDays: 400 }, {}, YEAR), 'retention of the LogGroupClass DELIVERY is 2, must be at least 365'],
      [it_({ LogGroupClass: 'DELIVERY' }, {}, YEAR), 'retention of the LogGroupClass DELIVERY is 2, must be at least 365'],
      [it_({ LogGroupClass: 'DELIVERY' }), PASSES],
      [it_({ LogGroupClass: 'INFREQUENT_ACCESS', RetentionInDays: 400 }, {}, YEAR), PASSES],
      [it_({ LogGroupClass: PARAMETER, RetentionInDays: 400 }, {}, YEAR), undetermined('LogGroupClass')],
    ],
    differs: { fails: 'cdk-nag accepts any number of days' },
  },
  'CloudWatch.LogGroupEncrypted': customerKey('KmsKeyId', { differs: { fails: 'cdk-nag accepts an empty string as a key' } }),
  'CloudWatch.AlarmHasActions': {
    holds: [
      it_({ ...ALARM, AlarmActions: [{ Ref: 'It' }] }),
      it_(ALARM, { Composite: ['AWS::CloudWatch::CompositeAlarm', { AlarmRule: { 'Fn::Join': ['', ['ALARM("', { 'Fn::GetAtt': ['It', 'Arn'] }, '")']] }, AlarmActions: ['a'] }] }),
    ],
    fails: [[it_(ALARM), 'AlarmActions is not set'], [it_({ ...ALARM, AlarmActions: [] }), 'AlarmActions is not set']],
    open: [
      [it_({ ...ALARM, OKActions: ['a'] }), 'AlarmActions is not set'],
      [it_(ALARM, { Composite: ['AWS::CloudWatch::CompositeAlarm', { AlarmRule: { Ref: 'It' } }] }), 'AlarmActions is not set'],
      [it_(ALARM, { Composite: ['AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM(other)', AlarmActions: ['a'] }] }), 'AlarmActions is not set'],
    ],
    differs: { holds: 'cdk-nag ignores composite alarms' },
  },
  'CloudWatch.AlarmActionsOn': never('ActionsEnabled', true, [false], { with: ALARM }),
}));
