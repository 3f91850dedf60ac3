import { Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { InstanceLogging } from './auto-scaling-options';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { refuse } from '../../core/validation';

/** Namespace of the agent's metrics. */
export const AGENT_NAMESPACE = 'CWAgent';

const HOME = '/opt/aws/amazon-cloudwatch-agent';

/** What tells of an instance that never came up, of who did what on it, and of its management. */
const STANDARD_FILES = {
  bootstrap: '/var/log/cloud-init-output.log',
  audit: '/var/log/audit/audit.log',
  ssm: '/var/log/amazon/ssm/amazon-ssm-agent.log',
};

/** The files that an agent ships, each with its log group. */
export class AgentLogs {
  /** Log groups, by name. */
  public readonly groups: { [name: string]: logs.LogGroup } = {};
  private readonly files: Record<string, string>;

  constructor(private readonly scope: Construct, { files = {}, logGroupPrefix, ...options }: InstanceLogging) {
    this.files = { ...STANDARD_FILES, ...files };
    for (const [name, file] of Object.entries(this.files)) {
      if (!/^[a-z][a-z0-9-]*$/.test(name)) refuse(scope, `logging.files has the name '${name}', need lower-case letters, digits and hyphens, a letter first`);
      if (!file.startsWith('/')) refuse(scope, `logging.files.${name} is '${file}', need an absolute path`);
      this.groups[name] = encryptedLogGroup(scope, `${pascalCase(name)}LogGroup`, { ...options, logGroupName: logGroupPrefix && `${logGroupPrefix}/${name}` });
    }
  }

  /** Commands that install the agent where the image lacks it, and start it with memory, disk and logs (CloudWatch User Guide, Agent configuration file). */
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
      // Only root may read the audit log.
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
            collect_list: Object.entries(this.files).map(([name, file]) => (
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
