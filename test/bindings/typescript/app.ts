import { App, Stack } from 'aws-cdk-lib';
import { Framework, Lifecycle, SecureBucket, SecureVpc, Workload } from '../../../src';

const app = new App();
const stack = new Stack(app, 'Small', { env: { account: '123456789012', region: 'eu-west-2' } });
Workload.on(stack, {
  name: 'small',
  suffix: 'dev',
  lifecycle: Lifecycle.EPHEMERAL,
  frameworks: [Framework.PCI_DSS_4_0_1],
  regions: ['eu-west-2'],
  tags: { Team: 'payments' },
});
new SecureVpc(stack, 'Network', { cidr: '10.20.0.0/16', availabilityZones: ['eu-west-2a', 'eu-west-2b'] });
new SecureBucket(stack, 'Documents');
app.synth();
