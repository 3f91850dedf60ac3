import { Duration, Fn, Token } from 'aws-cdk-lib';
import { AuditTrail, ConfigBaseline, ConfigBaselineProps, ConfigRecording, Detection, LogBucket, ThreatDetection } from '../../src';
import { refusal } from '../refusal';
import { testStack } from '../support';

const TEXT = Fn.ref('Text');

test.each<[string, Partial<ConfigBaselineProps>]>([
  ['conformancePacks.withoutRules[0]', { conformancePacks: { withoutRules: [TEXT] } }],
  ['conformancePacks.withoutRules', { conformancePacks: { withoutRules: Fn.split(',', TEXT) } }],
  ['rules[0].identifier', { rules: [{ identifier: TEXT }] }],
  ['rules[0].configRuleName', { rules: [{ identifier: 'ROOT_ACCOUNT_MFA_ENABLED', configRuleName: TEXT }] }],
])('%s of a ConfigBaseline must be known at synthesis', (prop, props) => {
  expect(refusal(() => new ConfigBaseline(testStack(), 'Config', { recording: ConfigRecording.ofAccount(), ...props })))
    .toBe(`${prop} must be known at synthesis, got a token`);
});

test('standards of a ThreatDetection must be known at synthesis', () => {
  expect(refusal(() => new ThreatDetection(testStack(), 'Threats', { securityHub: { detection: Detection.ON, standards: Fn.split(',', TEXT) } })))
    .toBe('securityHub.standards must be known at synthesis, got a token');
});

test('the lock of an AuditTrail must be known at synthesis', () => {
  const stack = testStack();
  const lock = Duration.days(Token.asNumber({ Ref: 'Days' }));
  expect(refusal(() => new AuditTrail(stack, 'Trail', { storage: { accessLogs: new LogBucket(stack, 'Logs').bucket, lock } })))
    .toBe('storage.lock must be known at synthesis, got a token');
});
