import { Fn } from 'aws-cdk-lib';
import { KinesisIngestApiProps } from '../../src';
import { refusal } from '../refusal';
import { make } from './support';

test.each<[string, Partial<KinesisIngestApiProps>]>([
  ['path', { path: Fn.ref('Path') }],
  ['request.binaryMediaTypes', { request: { binaryMediaTypes: Fn.split(',', Fn.ref('Types')) } }],
  ['request.binaryMediaTypes', { request: { binaryMediaTypes: ['image/png', Fn.ref('Type')] } }],
  ['endpoint.stageName', { endpoint: { stageName: Fn.ref('Stage') } }],
])('%s must be known at synthesis (%#)', (prop, props) => {
  expect(refusal(() => make(props))).toBe(`${prop} must be known at synthesis, got a token`);
});

test('the reason of data traces must have substance', () => {
  expect(refusal(() => make({ logs: { dataTraceReason: 'debugging' } })))
    .toBe("logs.dataTraceReason must be a string of at least 20 characters and 4 words, got 'debugging'");
});
