import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Duration, Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { onlyOne, serviceIn, templateWith, userDataOf } from './instances';
import { AutoScalingService, AutoScalingServiceProps, InstanceHealthCheck, InstanceLivenessCheck, SecureVpc } from '../../../src';
import { scannerText } from '../../../src/core/parts/scanner-text';
import { targetGroup, vpc } from '../../contract/surroundings';
import { allFindingsOf, EVERY_FRAMEWORK, findingsOf, templateOf, testStack } from '../../support';

/** An instance with the liveness check of user data. `curl`, `aws` and `systemctl` are stand-ins that write their arguments to `calls`. */
class Instance {
  private readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'liveness-'));

  constructor(livenessCheck: InstanceLivenessCheck, props: Partial<AutoScalingServiceProps> = {}) {
    const script = userDataOf(templateWith({ livenessCheck, ...props })).split("step='start the liveness check'\n")[1];
    for (const folder of ['bin', 'sbin', 'units', 'run', 'log', 'etc']) fs.mkdirSync(path.join(this.root, folder));
    this.standIn('systemctl', '');
    this.standIn('aws', '');
    this.service('exit 0');
    const local = script.replaceAll('/usr/local/sbin', path.join(this.root, 'sbin')).replaceAll('/etc/systemd/system', path.join(this.root, 'units'))
      .replaceAll('/run/service-liveness', path.join(this.root, 'run/failures'))
      .replaceAll('/var/log/service-liveness.log', path.join(this.root, 'log/liveness'));
    const { status, stderr } = this.run('bash', ['-euo', 'pipefail', '-c', local]);
    if (status !== 0) throw new Error(stderr);
  }

  /** Replaces curl: the metadata service answers, and requests to the service run the commands. */
  public service(commands: string): void {
    this.standIn('curl', `case "$*" in *api/token*) echo token;; *instance-id*) echo i-1;; *) ${commands};; esac`);
  }

  /** Runs the check once, as systemd does, and returns what it adds to the log. */
  public check(environment: NodeJS.ProcessEnv = {}): { status: number | null; output: string } {
    const before = this.log().length;
    const { status } = this.run(path.join(this.root, 'sbin/service-liveness'), [], environment);
    return { status, output: this.log().slice(before) };
  }

  /** Replaces the log by a device or a folder. */
  public logTo(target: string): void {
    fs.symlinkSync(target, path.join(this.root, 'log/liveness'));
  }

  public calls(command: string): string[] {
    return this.read('calls').split('\n').filter((call) => call.startsWith(`${command} `));
  }

  public unit(name: string): string[] {
    return this.read(`units/${name}`).trimEnd().split('\n').map((line) => line.replaceAll(this.root, '<root>'));
  }

  public remove(): void {
    fs.rmSync(this.root, { recursive: true });
  }

  private log(): string {
    const file = path.join(this.root, 'log/liveness');
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(file, 'utf-8') : '';
  }

  private run(command: string, args: string[], environment: NodeJS.ProcessEnv = {}) {
    return spawnSync(command, args, { encoding: 'utf-8', env: { PATH: `${this.root}/bin:${process.env.PATH}`, ...environment } });
  }

  private standIn(name: string, commands: string): void {
    fs.writeFileSync(path.join(this.root, 'bin', name), `#!/bin/bash\necho "${name} $*" >> ${this.root}/calls\necho "$no_proxy $NO_PROXY" > ${this.root}/run/proxies\n${commands}\n`, { mode: 0o755 });
  }

  public read(name: string): string {
    return fs.readFileSync(path.join(this.root, name), 'utf-8');
  }
}

const UNHEALTHY = 'aws autoscaling set-instance-health --region <AWS::Region> --instance-id i-1 --health-status Unhealthy';
const groupOf = (template: Template) => onlyOne(template, 'AWS::AutoScaling::AutoScalingGroup').Properties;

describe('an instance with a liveness check', () => {
  let instance: Instance | undefined;
  const instanceWith = (...args: ConstructorParameters<typeof Instance>) => instance = new Instance(...args);
  afterEach(() => {
    instance?.remove();
    instance = undefined;
  });

  test('reports itself as unhealthy after three failures in a row', () => {
    const made = instanceWith({ path: '/health/live' });
    made.service('echo refused >&2; exit 22');
    expect([made.check(), made.check()].map(({ status }) => status)).toEqual([0, 0]);
    expect(made.calls('aws')).toEqual([]);
    expect(made.check()).toMatchObject({ status: 0, output: expect.stringMatching(/^\S+Z liveness check failed, 3 in a row: refused\ni-1 is reported as unhealthy to EC2 Auto Scaling\n$/) });
    expect(made.calls('aws')).toEqual([UNHEALTHY]);
    expect(made.calls('curl')[0]).toBe('curl --fail --silent --show-error --globoff --noproxy * --output /dev/null http://localhost:8080/health/live');
    made.check();
    expect(made.calls('aws')).toEqual([UNHEALTHY, UNHEALTHY]);
  });

  test('is not reported if a check in between succeeds', () => {
    const made = instanceWith({ unhealthyThreshold: 2 });
    for (const answer of ['exit 7', 'exit 0', 'exit 7', 'exit 0']) {
      made.service(answer);
      expect(made.check().status).toBe(0);
    }
    expect(made.calls('aws')).toEqual([]);
  });

  test('fails a check that does not answer in time', () => {
    const made = instanceWith({ command: 'sleep 60', timeout: Duration.seconds(1), unhealthyThreshold: 1 });
    made.check();
    expect(made.calls('aws')).toEqual([UNHEALTHY]);
  });

  test.each([['is on a full volume', '/dev/full'], ['cannot be written', '/']])('reports itself if the log %s', (_, target) => {
    const made = instanceWith({ command: 'false', unhealthyThreshold: 1 });
    made.logTo(target);
    expect(made.check().status).toBe(0);
    expect(made.calls('aws')).toEqual([UNHEALTHY]);
  });

  test('does not wait for processes that the command leaves in the background', () => {
    const made = instanceWith({ command: 'sleep 20 &\nfalse', unhealthyThreshold: 1 });
    const start = Date.now();
    made.check();
    expect(made.calls('aws')).toEqual([UNHEALTHY]);
    expect(Date.now() - start).toBeLessThan(15_000);
  });

  test.each<[NodeJS.ProcessEnv, string]>([
    [{}, ',169.254.169.254'], [{ NO_PROXY: 'a' }, 'a,169.254.169.254'], [{ no_proxy: 'b', NO_PROXY: 'a' }, 'b,169.254.169.254'],
  ])('reads its id and credentials without a proxy, with %j', (environment, expected) => {
    const made = instanceWith({ command: 'false', unhealthyThreshold: 1 });
    made.check(environment);
    expect(made.read('run/proxies')).toBe(`${expected} ${expected}\n`);
  });

  test('runs a command in several lines, strictly', () => {
    const made = instanceWith({ command: 'echo "$UNSET"\ntrue', unhealthyThreshold: 1 });
    expect(made.check().output).toContain('UNSET: unbound variable');
    expect(made.calls('aws')).toEqual([UNHEALTHY]);
  });

  test('runs a command with a here-document that ends as that of the user data', () => {
    const made = instanceWith({ command: "cat > /dev/null <<'END_OF_FILE'\ntext\nEND_OF_FILE\nfalse", unhealthyThreshold: 1 });
    made.check();
    expect(made.calls('aws')).toEqual([UNHEALTHY]);
  });

  test('requests a path with characters of the shell', () => {
    const made = instanceWith({ path: "/a'b$(id)[1]" }, { port: 80 });
    made.check();
    expect(made.calls('curl')[0]).toMatch(/ http:\/\/localhost:80\/a'b\$\(id\)\[1\]$/);
  });

  test('begins after the grace period of each boot, and repeats after the interval', () => {
    const made = instanceWith({ interval: Duration.seconds(10) }, { deployment: { healthCheckGracePeriod: Duration.minutes(2) } });
    expect(made.unit('service-liveness.timer')).toEqual(['[Timer]', 'OnActiveSec=120', 'OnUnitInactiveSec=10', 'AccuracySec=1', '[Install]', 'WantedBy=timers.target']);
    expect(made.unit('service-liveness.service')).toEqual([
      '[Service]', 'Type=oneshot', 'Environment=HOME=/root', 'EnvironmentFile=/etc/service.env', 'ExecStart=<root>/sbin/service-liveness',
      'TimeoutStartSec=300',
    ]);
    expect(made.calls('systemctl')).toEqual(['systemctl daemon-reload', 'systemctl enable --now service-liveness.timer']);
  });

  test('starts the check after the commands of the user', () => {
    const script = userDataOf(templateWith({ livenessCheck: {}, bootstrap: ['echo user'] }));
    expect(script.indexOf("step='start the liveness check'")).toBeGreaterThan(script.indexOf("step='command 1 of 1: echo user'"));
  });
});

describe('a group of instances with a liveness check', () => {
  test('does not replace an instance that the load balancer finds unhealthy, which is a finding', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    targetGroup(stack, elbv2.TargetType.INSTANCE).addTarget(new AutoScalingService(stack, 'Service', { vpc: vpc(stack), livenessCheck: {} }));
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toContain('AutoScaling.GroupHealthByLoadBalancer');
    expect(groupOf(templateOf(stack)).HealthCheckType).toBe('EC2');
  });

  test('can also have the health check of the load balancer', () => {
    expect(groupOf(templateWith({ livenessCheck: {}, deployment: { healthCheck: InstanceHealthCheck.LOAD_BALANCER } })).HealthCheckType).toBe('ELB');
  });

  test('may report the health of its own instances only', () => {
    const policies = Object.values(templateWith({ livenessCheck: {} }).findResources('AWS::IAM::ManagedPolicy'));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Action }) => String(Action).startsWith('autoscaling:'));
    expect(statements.map(({ Action, Resource }) => [Action, scannerText(Resource)])).toEqual([
      ['autoscaling:SetInstanceHealth', 'arn:<AWS::Partition>:autoscaling:eu-west-2:123456789012:autoScalingGroup:*:autoScalingGroupName/<ServiceGroupASG15272EA1>'],
    ]);
  });

  test('has no findings without a load balancer, ships the failures, and declares the service that it calls', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    const network = new SecureVpc(stack, 'Network', { endpoints: { calledServices: true } });
    const service = serviceIn(stack, { vpc: network.vpc, livenessCheck: {} });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
    const template = templateOf(stack);
    expect(service.logGroups.liveness).toBeDefined();
    expect(userDataOf(template)).toContain('"file_path": "/var/log/service-liveness.log"');
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.autoscaling' });
  });

  test('passes numbers that only a deployment knows', () => {
    const duration = (value: number) => Duration.seconds(Lazy.number({ produce: () => value }));
    const script = userDataOf(templateWith({
      livenessCheck: { interval: duration(40), timeout: duration(7), unhealthyThreshold: Lazy.number({ produce: () => 4 }) },
      deployment: { healthCheckGracePeriod: duration(90) },
    }));
    for (const line of ['OnActiveSec=90', 'OnUnitInactiveSec=40', '--kill-after=5 7 ', '-ge 4 ]']) expect(script).toContain(line);
  });

  test.each<[InstanceLivenessCheck, string]>([
    [{ path: '/a', command: 'true' }, 'specify either livenessCheck.path or livenessCheck.command, not both'],
    [{ path: 'live' }, "livenessCheck.path must be a path of at most 1,024 characters that begins with /, got 'live'"],
    [{ command: '' }, "livenessCheck.command must be a shell command, got ''"],
    [{ interval: Duration.seconds(4) }, 'livenessCheck.interval must be a whole number of seconds from 5 to 300, got 4 seconds'],
    [{ interval: Duration.seconds(301) }, 'livenessCheck.interval must be a whole number of seconds from 5 to 300, got 5 minutes 1 second'],
    [{ timeout: Duration.seconds(0) }, 'livenessCheck.timeout must be a whole number of seconds from 1 to 120, got 0 seconds'],
    [{ timeout: Duration.seconds(121), interval: Duration.seconds(300) }, 'livenessCheck.timeout must be a whole number of seconds from 1 to 120, got 2 minutes 1 second'],
    [{ timeout: Duration.seconds(31) }, 'livenessCheck.timeout must be at most the interval, 30 seconds, got 31 seconds'],
    [{ unhealthyThreshold: 0 }, 'livenessCheck.unhealthyThreshold must be an integer from 1 to 10, got 0'],
    [{ unhealthyThreshold: 11 }, 'livenessCheck.unhealthyThreshold must be an integer from 1 to 10, got 11'],
  ])('with %j is refused', (livenessCheck, message) => {
    expect(() => serviceIn(testStack(), { livenessCheck })).toThrow(new Error(message));
  });
});
