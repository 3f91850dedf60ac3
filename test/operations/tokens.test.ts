import { Fn } from 'aws-cdk-lib';
import { SecureParameter, SecureParameters, WorkloadMonitoring } from '../../src';
import { refusal } from '../refusal';
import { testStack } from '../support';

test('emails of a WorkloadMonitoring must be known at synthesis', () => {
  expect(refusal(() => new WorkloadMonitoring(testStack(), 'Monitoring', { emails: Fn.split(',', Fn.ref('Emails')) })))
    .toBe('emails must be known at synthesis, got a token');
});

test('path of SecureParameters must be known at synthesis', () => {
  expect(refusal(() => new SecureParameters(testStack(), 'Parameters', { path: Fn.ref('Path'), parameters: { key: SecureParameter.generated() } })))
    .toBe('path must be known at synthesis, got a token');
});
