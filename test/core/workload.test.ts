import { App, Stack } from 'aws-cdk-lib';
import { Workload } from '../../src';

describe('Workload', () => {
  test('a stack outside its Regions is an error at synth', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger', regions: ['eu-west-2'] });
    new Stack(app, 'Elsewhere', { env: { region: 'us-east-1' } });
    expect(() => app.synth()).toThrow("stack 'Elsewhere' is in us-east-1, need one of eu-west-2: workload 'ledger' keeps its data there");
  });
});
