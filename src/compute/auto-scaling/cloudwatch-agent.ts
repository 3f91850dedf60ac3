import { Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { InstanceLogging } from './auto-scaling-options';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { mustBe, requireString } from '../../core/validation';

/** Namespace of the agent's metrics. */
export const AGENT_NAMESPACE = 'CWAgent';

const HOME = '/opt/aws/amazon-cloudwatch-agent';

/** Output of user data, audit log of the operating system, and log of the Systems Manager agent. */
const STANDARD_FILES = {
  bootstrap: '/var/log/cloud-init-output.log',
  audit: '/var/log/audit/audit.log',
  ssm: '/var/log/amazon/ssm/amazon-ssm-agent.log',
};

/** The standard files, those of the construct and further ones, by the name of their log group. */
export function resolveFiles(
  scope: Construct, further: { [name: string]: string }, own: { [name: string]: string },
): { [name: string]: string } {
  for (const [name, file] of Object.entries(further)) {
    requireString(scope, 'logging.files', name, {
      need: 'a map whose names have lower-case letters, digits and single hyphens, a letter first', pattern: /[a-z][a-z0-9]*(?:-[a-z0-9]+)*/,
    });
    requireString(scope, `logging.files.${name}`, file, { need: 'an absolute path', pattern: /\/[^\n]+/ });
  }
  const files = { ...STANDARD_FILES, ...own, ...further };
  const names = Object.keys(files);
  if (new Set(names.map(pascalCase)).size < names.length) mustBe(scope, 'logging.files', 'a map whose names differ by more than hyphens', names);
  return files;
}

/** The files that the agent ships, each to its own log group. */
export class AgentLogs {
  /** Log groups, by name. */
  public readonly groups: { [name: string]: logs.LogGroup } = {};

  constructor(private readonly scope: Construct, private readonly logging: InstanceLogging & { readonly files: { [name: string]: string } }) {
    const { files, logGroupPrefix, retention, encryptionKey } = logging;
    for (const name of Object.keys(files)) {
      const logGroupName = logGroupPrefix && `${logGroupPrefix}/${name}`;
      this.groups[name] = encryptedLogGroup(scope, `${pascalCase(name)}LogGroup`, { retention, encryptionKey, logGroupName });
    }
  }

  /**
   * Commands that install the agent if the image lacks it, and start it with metrics for memory and disk, and with the log files (CloudWatch User Guide,
   * Agent configuration file).
   */
  public commands(): string[] {
    return [
      `if [ ! -x ${HOME}/bin/amazon-cloudwatch-agent-ctl ]; then dnf install -y amazon-cloudwatch-agent; fi`,
      `cat > ${HOME}/etc/service.json <<'CONFIGURATION'`,
      Stack.of(this.scope).toJsonString(this.configuration(), 1),
      'CONFIGURATION',
      `${HOME}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${HOME}/etc/service.json`,
    ];
  }

  private configuration(): object {
    return {
      // Only root can read the audit log.
      agent: { metrics_collection_interval: 60, run_as_user: 'root' },
      metrics: {
        namespace: AGENT_NAMESPACE,
        append_dimensions: { AutoScalingGroupName: '${aws:AutoScalingGroupName}', InstanceId: '${aws:InstanceId}' },
        aggregation_dimensions: [['AutoScalingGroupName']],
        metrics_collected: {
          mem: { measurement: ['mem_used_percent'] },
          disk: { measurement: ['used_percent'], resources: ['/'], drop_device: true },
        },
      },
      logs: {
        logs_collected: {
          files: {
            collect_list: Object.entries(this.logging.files).map(([name, file]) => (
              { file_path: file, log_group_name: this.groups[name].logGroupName, log_stream_name: '{instance_id}' })),
          },
        },
      },
    };
  }
}

function pascalCase(name: string): string {
  return name.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
