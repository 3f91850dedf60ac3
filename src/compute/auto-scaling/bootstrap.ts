import { Aws, CfnResource, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { scannerText } from '../../core/parts/scanner-text';
import { refuse } from '../../core/validation';

/** Where variables are, in the form that both bash and the EnvironmentFile of a systemd unit read. */
const ENVIRONMENT_FILE = '/etc/service.env';

/** EC2 User Guide, Run commands at launch: before base64. */
const MAX_BYTES = 16_384;

/** What an instance runs at its first boot: strict, told to CloudFormation, with the step that failed. */
export class Bootstrap {
  /** For the launch template. Commands added to it run last, under the same rules. */
  public readonly userData: ec2.UserData;
  private readonly variables = new Map<string, string>();

  /**
   * @param agent commands that start the CloudWatch agent
   * @param commands of the user
   * @param signalled resource that waits for the instance
   */
  constructor(
    private readonly scope: Construct, private readonly agent: () => string[], private readonly commands: string[],
    private readonly signalled: () => CfnResource,
  ) {
    this.userData = ec2.UserData.forLinux();
    this.userData.addCommands(Lazy.string({ produce: () => this.script() }));
    scope.node.addValidation({ validate: () => this.oversize() });
  }

  /** Gives the instance a variable. */
  public addVariable(name: string, value: string): void {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) refuse(this.scope, `variable '${name}' is none, need letters, digits and underscores, no digit first`);
    if (/['\n]/.test(value)) refuse(this.scope, `variable '${name}' has a quote or a line break in it, need a value without: bash and systemd read those differently`);
    const known = this.variables.get(name);
    if (known === value) return;
    if (known !== undefined) refuse(this.scope, `'${name}' is already a variable of the instances, need a name of its own`);
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
    ].join('\n');
  }

  // An instance that failed is of no use: it goes once its logs are shipped, and the group launches another one.
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
    return bytes > MAX_BYTES ? [`user data has about ${bytes} bytes, need at most ${MAX_BYTES}: let a command fetch the rest`] : [];
  }
}

function step(name: string, commands: string[]): string[] {
  return [`step='${name}'`, ...commands];
}

// What may stand in single quotes on one line.
function shown(command: string): string {
  const [line] = command.trim().split('\n');
  return Token.isUnresolved(line) ? '' : `: ${line.replace(/'/g, '').slice(0, 60)}`;
}
