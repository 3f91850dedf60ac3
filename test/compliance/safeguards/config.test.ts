import { CONFIG } from '../../../src/compliance/safeguards/config';
import { exactly, it_, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const ROLE = 'role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
const OTHER = 'RoleARN is not that of AWSServiceRoleForConfig';

describe('safeguards of AWS Config', () => triples(CONFIG, {
  'Config.RecorderComplete': (() => {
    const complete = exactly('RecordingGroup.AllSupported', true, false);
    return { ...complete, open: [...complete.open, [it_({ RecordingGroup: { RecordingStrategy: { UseOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' } } }), PASSES]] };
  })(),
  'Config.Delivered': {
    holds: [it_({}, { Channel: ['AWS::Config::DeliveryChannel', {}] }, { type: 'AWS::Config::ConfigurationRecorder' })],
    fails: [[it_({}, {}, { type: 'AWS::Config::ConfigurationRecorder' }), 'no AWS::Config::DeliveryChannel exists for the recorder']],
    open: [[it_({}, {}, { type: 'AWS::SNS::Topic' }), NOT_JUDGED]],
  },
  'Config.RecorderGlobal': exactly('RecordingGroup.IncludeGlobalResourceTypes', true, false),
  'Config.RecorderServiceLinked': {
    holds: [
      it_({ RoleARN: `arn:aws:iam::123456789012:${ROLE}` }),
      it_({ RoleARN: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::123456789012:${ROLE}`]] } }),
    ],
    fails: [
      [it_({ RoleARN: 'arn:aws:iam::123456789012:role/recorder' }), OTHER],
      [it_({ RoleARN: { 'Fn::GetAtt': ['Role', 'Arn'] } }, { Role: ['AWS::IAM::Role', {}] }), OTHER],
      [it_({}), OTHER],
    ],
    open: [[it_({ RoleARN: PARAMETER }), undetermined('RoleARN')]],
  },
}));
