import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AutoScalingService, SecureVpc, Workload } from '../../src';

// Prints the user data of AutoScalingService for the commands in a folder: user-data.ts FOLDER NAME=VALUE...

const [folder, ...variables] = process.argv.slice(2);
const stack = new Stack(new App(), 'Bootstrap', { env: { account: '123456789012', region: 'us-east-1' } });
Workload.on(stack, { name: 'bootstrap', suffix: 'test' });
const service = new AutoScalingService(stack, 'Service', {
  vpc: new SecureVpc(stack, 'Network').vpc,
  instanceTypes: [new ec2.InstanceType('t3.large'), new ec2.InstanceType('t3a.large')],
  bootstrap: fs.readdirSync(folder).sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf-8')),
  environment: Object.fromEntries(variables.map((variable) => [variable.slice(0, variable.indexOf('=')), variable.slice(variable.indexOf('=') + 1)])),
});
console.log(text(stack.resolve(service.launchTemplate.userData!.render())));

/** The text after CloudFormation, with logical ids instead of values that resolve only at deployment. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries(value as Record<string, unknown>);
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(text).join((argument as [string, unknown[]])[0]);
  return [argument].flat().join('.');
}
