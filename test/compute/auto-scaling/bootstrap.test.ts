import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { serviceIn, templateWith, userDataOf } from './instances';
import { AutoScalingService } from '../../../src';
import { templateOf, testStack } from '../../support';

interface Boot {
  readonly status: number | null;
  readonly output: string;
  /** What was asked of the commands that stand in for those of an instance, one a line. */
  readonly calls: string[];
  readonly environment: string;
  readonly agent: any;
}

/** Runs a script in a folder that stands in for the instance: only `dnf`, `shutdown`, `cfn-signal` and the agent are stand-ins. */
function boot(script: string, failing: string[] = []): Boot {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'boot-'));
  const calls = path.join(root, 'calls');
  const agentHome = path.join(root, 'agent');
  for (const folder of ['bin', 'etc', 'agent/bin', 'agent/etc']) fs.mkdirSync(path.join(root, folder), { recursive: true });
  for (const command of ['bin/dnf', 'bin/shutdown', 'bin/cfn-signal', 'agent/bin/amazon-cloudwatch-agent-ctl']) {
    const name = path.basename(command);
    fs.writeFileSync(path.join(root, command), `#!/bin/bash\necho "${name} $*" >> ${calls}\nexit ${failing.includes(name) ? 7 : 0}\n`, { mode: 0o755 });
  }
  if (failing.includes('agent is missing')) fs.rmSync(path.join(agentHome, 'bin/amazon-cloudwatch-agent-ctl'));
  const local = script
    .replaceAll('/opt/aws/amazon-cloudwatch-agent', agentHome)
    .replaceAll('/opt/aws/bin', path.join(root, 'bin'))
    .replaceAll('/etc/service.env', path.join(root, 'etc/service.env'));
  const { status, stdout, stderr } = spawnSync('bash', ['-s'], { input: local, encoding: 'utf-8', env: { PATH: `${root}/bin:${process.env.PATH}` } });
  const read = (file: string) => fs.existsSync(file) ? fs.readFileSync(file, 'utf-8') : '';
  const result = {
    status,
    output: stdout + stderr,
    calls: read(calls).trimEnd().split('\n'),
    environment: read(path.join(root, 'etc/service.env')),
    agent: JSON.parse(read(path.join(agentHome, 'etc/service.json')) || 'null'),
  };
  fs.rmSync(root, { recursive: true });
  return result;
}

const scriptWith = (bootstrap: string[], use: (service: AutoScalingService) => void = () => {}) => userDataOf(templateWith({ bootstrap }, use));
const TARGET = '--stack <AWS::StackId> --resource ServiceGroupASG15272EA1 --region <AWS::Region>';

describe('an instance at its first boot', () => {
  test('runs its commands in order and signals success to CloudFormation', () => {
    const { status, calls, output } = boot(scriptWith(['dnf install -y httpd', 'echo "second"']));
    expect(status).toBe(0);
    expect(calls.filter((call) => !call.startsWith('amazon'))).toEqual(['dnf install -y httpd', `cfn-signal --exit-code 0 --reason bootstrap is done ${TARGET}`]);
    expect(output).toContain('second');
  });

  test.each([
    ['that fails', ['true', 'dnf install -y httpd', 'echo never'], ['dnf'], 7, 'command 2 of 3: dnf install -y httpd'],
    ['in a pipe that fails', ['false | cat', 'echo never'], [], 1, 'command 1 of 2: false | cat'],
    ['with an unset variable', ['echo "$NOT_SET"', 'echo never'], [], 1, 'command 1 of 2: echo "$NOT_SET"'],
    ['that exits', ["bash -c 'exit 3'", 'echo never'], [], 3, 'command 1 of 2: bash -c exit 3'],
  ])('fails with a command %s, says which, runs no other and goes', (_, bootstrap, failing, code, step) => {
    const { status, calls, output } = boot(scriptWith(bootstrap), failing);
    expect(status).toBe(code);
    expect(calls).toContain(`cfn-signal --exit-code ${code} --reason bootstrap failed with exit code ${code}: ${step} ${TARGET}`);
    expect(calls[calls.length - 1]).toBe('shutdown -h +2');
    expect(output).not.toMatch(/^never$/m);
  });

  test('fails where the agent does not start', () => {
    const { status, calls } = boot(scriptWith(['echo never']), ['amazon-cloudwatch-agent-ctl']);
    expect(status).toBe(7);
    expect(calls).toContain(`cfn-signal --exit-code 7 --reason bootstrap failed with exit code 7: start the CloudWatch agent ${TARGET}`);
  });

  test('installs the agent where the image lacks it', () => {
    expect(boot(scriptWith([]), ['agent is missing']).calls).toContain('dnf install -y amazon-cloudwatch-agent');
    expect(boot(scriptWith([])).calls).not.toContain('dnf install -y amazon-cloudwatch-agent');
  });

  test('stays up where no deployment waits for it, after a scale-out', () => {
    const { status, calls, output } = boot(scriptWith(['true']), ['cfn-signal']);
    expect(status).toBe(0);
    expect(calls).not.toContain('shutdown -h +2');
    expect(output).toContain('no deployment waits for this instance');
  });

  test('has its variables in a file and in the environment of its commands, as they are', () => {
    const { environment, output } = boot(scriptWith(['echo "got $GREETING"'], (service) => {
      service.addEnvironment('GREETING', 'a "b" $HOME `c` \\ d');
      service.addEnvironment('GREETING', 'a "b" $HOME `c` \\ d');
    }));
    expect(environment).toBe("GREETING='a \"b\" $HOME `c` \\ d'\n");
    expect(output).toContain('got a "b" $HOME `c` \\ d');
  });

  test('can do it again', () => {
    const script = scriptWith(['true'], (service) => service.addEnvironment('A', 'b'));
    expect(boot(`(${script}\n)\n${script}`)).toMatchObject({ status: 0, environment: "A='b'\n" });
  });

  test('runs what is added to the user data later under the same rules', () => {
    const { calls } = boot(scriptWith(['true'], (service) => service.launchTemplate.userData!.addCommands('exit 5')));
    expect(calls).toContain(`cfn-signal --exit-code 5 --reason bootstrap failed with exit code 5: command 1 of 1: true ${TARGET}`);
  });

  test('ships memory, disk and logs, each file to its group', () => {
    const { agent, calls } = boot(userDataOf(templateWith({ logging: { files: { app: '/var/log/app/*.log' } } })));
    expect(agent.metrics).toMatchObject({
      namespace: 'CWAgent',
      append_dimensions: { AutoScalingGroupName: '${aws:AutoScalingGroupName}' },
      aggregation_dimensions: [['AutoScalingGroupName']],
      metrics_collected: { mem: { measurement: ['mem_used_percent'] }, disk: { measurement: ['used_percent'], resources: ['/'] } },
    });
    const files = agent.logs.logs_collected.files.collect_list.map(({ file_path, log_group_name }: any) => [file_path, log_group_name.replace(/^<Service|[0-9A-F]{8}>$/g, '')]);
    expect(files).toEqual([
      ['/var/log/cloud-init-output.log', 'BootstrapLogGroup'],
      ['/var/log/audit/audit.log', 'AuditLogGroup'],
      ['/var/log/amazon/ssm/amazon-ssm-agent.log', 'SsmLogGroup'],
      ['/var/log/app/*.log', 'AppLogGroup'],
    ]);
    expect(calls[0]).toMatch(/^amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:.*service\.json$/);
  });

  test('does not show a command that only a deployment knows', () => {
    const stack = testStack();
    serviceIn(stack, { bootstrap: [`echo ${stack.stackId}`] });
    expect(userDataOf(templateOf(stack))).toContain("step='command 1 of 1'");
  });

  test.each([
    [['1A', 'x'], "name of an environment variable must be letters, digits and underscores, no digit first, got '1A'"],
    [['A', "it's"], "value must be without single quotes and line breaks, which bash and systemd read differently, got 'it's'"],
    [['A', 'b\nc'], "value must be without single quotes and line breaks, which bash and systemd read differently, got 'b\\nc'"],
    [['TAKEN', 'other'], "environment variable 'TAKEN' already exists in this service"],
  ])('refuses the variable %j', ([name, value], message) => {
    const service = serviceIn(testStack(), { environment: { TAKEN: 'value' } });
    expect(() => service.addEnvironment(name, value)).toThrow(new Error(message));
  });

  test('refuses a script that EC2 does not take', () => {
    const stack = testStack();
    serviceIn(stack, { bootstrap: [`echo ${'x'.repeat(16_384)}`] });
    expect(() => stack.node.root && (stack.node.root as any).synth()).toThrow(/user data must be at most 16384 bytes, got about 18\d{3}: download further content in a command/);
  });
});
