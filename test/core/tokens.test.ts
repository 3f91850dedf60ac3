import { App, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { Workload, WorkloadKey } from '../../src';
import { refusal } from '../refusal';
import { testStack } from '../support';

test('the rotation period of a key must be known at synthesis', () => {
  expect(refusal(() => new WorkloadKey(testStack(), 'Key', { rotationPeriod: Duration.days(Token.asNumber({ Ref: 'Days' })) })))
    .toBe('rotationPeriod must be known at synthesis, got a token');
});

test.each<[string, object]>([
  ['name', { name: Fn.ref('Name') }],
  ['suffix', { suffix: Fn.ref('Suffix') }],
  ['namePattern', { namePattern: Fn.ref('Pattern') }],
  ['regions', { regions: Fn.split(',', Fn.ref('Regions')) }],
  ['regions[1]', { regions: ['eu-west-2', Fn.ref('Region')] }],
])('%s of a workload must be known at synthesis', (prop, props) => {
  expect(refusal(() => Workload.on(new Stack(new App(), 'Stack'), { name: 'ledger', ...props }))).toBe(`${prop} must be known at synthesis, got a token`);
});
