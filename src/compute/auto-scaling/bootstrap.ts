import { Aws, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { scannerText } from '../../core/parts/scanner-text';
import { isUnresolved, refuse, requireString } from '../../core/validation';

/** File with the environment variables, in a format that both bash and the EnvironmentFile of a systemd unit read. */
export const ENVIRONMENT_FILE = '/etc/service.env';

/** EC2 User Guide, Run commands at launch: before base64. */
const MAX_BYTES = 16_384;

/** The script of an instance's first boot. It stops at the first error and signals the failed step to CloudFormation. */
export class Bootstrap {
  /** User data of the launch template. Commands that are added to it run last, under the same conditions. */
  public readonly userData: ec2.UserData;
  private readonly variables = new Map<string, string>();

  /**
   * @param agent commands that start the CloudWatch agent
   * @param commands of the user
   * @param liveness commands that start the liveness check, after those of the user
   * @param signalled resource that waits for the instance
   */
  constructor(
    private readonly scope: Construct, private readonly agent: () => string[], private readonly commands: string[],
    private readonly liveness: string[], private readonly signalled: () => CfnResource,
  ) {
    this.userData = ec2.UserData.forLinux();
    this.userData.addCommands(Lazy.string({ produce: () => this.script() }));
    scope.node.addValidation({ validate: () => this.oversize() });
  }

  /** Sets an environment variable of the instance. */
  public addVariable(name: string, value: string, prop = 'value'): void {
    requireVariable(this.scope, prop, name, value);
    const known = this.variables.get(name);
    if (known === value) return;
    if (known !== undefined) refuse(this.scope, `environment variable '${name}' already exists in this service`);
    this.variables.set(name, value);
  }

  private script(): string {
    return [
      'set -euo pipefail',
      'export HOME=/root',
      ...this.finish(),
      ...step('write the environment', [
        `install -m 0600 /dev/null ${ENVIRONMENT_FILE}`,
        `cat > ${ENVIRONMENT_FILE} <<'VARIABLES'`,
        ...[...this.variables].map(([name, value]) => `${name}='${value}'`),
        'VARIABLES',
        'set -a',
        '# shellcheck source=/dev/null',
        `. ${ENVIRONMENT_FILE}`,
        'set +a',
      ]),
      ...step('start the CloudWatch agent', this.agent()),
      ...this.commands.flatMap((command, index) => step(`command ${index + 1} of ${this.commands.length}${shown(command)}`, [command])),
      ...(this.liveness.length > 0 ? step('start the liveness check', this.liveness) : []),
    ].join('\n');
  }

  // A failed instance shuts down after its logs are shipped, and the group launches another one.
  private finish(): string[] {
    const target = `--stack '${Aws.STACK_ID}' --resource '${this.signalled().logicalId}' --region '${Aws.REGION}'`;
    return [
      'step=begin',
      'finish() {',
      '  code=$?',
      '  reason="bootstrap is done"',
      '  if [ "$code" -ne 0 ]; then reason="bootstrap failed with exit code $code: $step"; fi',
      '  echo "$reason"',
      `  /opt/aws/bin/cfn-signal --exit-code "$code" --reason "$reason" ${target} || echo 'no deployment waits for this instance'`,
      '  if [ "$code" -ne 0 ]; then shutdown -h +2; fi',
      '}',
      'trap finish EXIT',
    ];
  }

  private oversize(): string[] {
    const bytes = Buffer.byteLength(scannerText(Stack.of(this.scope).resolve(this.userData.render())));
    return bytes > MAX_BYTES ? [`user data must be at most ${MAX_BYTES} bytes, got about ${bytes}: download further content in a command`] : [];
  }
}

/** Refuses an environment variable that bash and systemd would read differently. */
export function requireVariable(scope: Construct, prop: string, name: string, value: string): void {
  requireString(scope, 'name of an environment variable', name, { need: 'letters, digits and underscores, no digit first', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });
  requireString(scope, prop, value, {
    need: 'without single quotes and line breaks, which bash and systemd read differently', pattern: /[^'\n]*/, minLength: 0,
  });
}

function step(name: string, commands: string[]): string[] {
  return [`step='${name}'`, ...commands];
}

// Text that is valid in single quotes on one line.
function shown(command: string): string {
  const [line] = command.trim().split('\n');
  return isUnresolved(line) ? '' : `: ${line.replace(/'/g, '').slice(0, 60)}`;
}
