import { Aws, Duration, Tokenization } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { InstanceLivenessCheck } from './auto-scaling-options';
import { ENVIRONMENT_FILE } from './bootstrap';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { isUnresolved, refuse, requireAtMostOne, requireDuration, requireInteger, requireString } from '../../core/validation';
import { requireHealthCheckPath } from '../shared/target-props';

/** File with the failures of the liveness check, which the CloudWatch agent ships. */
export const LIVENESS_LOG = '/var/log/service-liveness.log';

const COMMAND = '/usr/local/sbin/service-alive';
const CHECK = '/usr/local/sbin/service-liveness';
const UNIT = '/etc/systemd/system/service-liveness';
const METADATA = 'http://169.254.169.254/latest';

/** A liveness check, checked and with defaults. */
export interface ResolvedLivenessCheck {
  /** Shell command that succeeds while the service is alive. */
  readonly command: string;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly unhealthyThreshold: number;
}

/** Checks a liveness check and completes it with defaults. */
export function resolveLivenessCheck(scope: IConstruct, check: InstanceLivenessCheck, port: number): ResolvedLivenessCheck {
  const { path, command, interval = Duration.seconds(30), timeout = Duration.seconds(5), unhealthyThreshold = 3 } = check;
  requireAtMostOne(scope, { 'livenessCheck.path': path, 'livenessCheck.command': command });
  requireHealthCheckPath(scope, 'livenessCheck.path', path);
  requireString(scope, 'livenessCheck.command', command, { need: 'a shell command' });
  requireDuration(scope, 'livenessCheck.interval', interval, { unit: 'seconds', min: 5, max: 300 });
  requireDuration(scope, 'livenessCheck.timeout', timeout, { unit: 'seconds', min: 1, max: 120 });
  requireInteger(scope, 'livenessCheck.unhealthyThreshold', unhealthyThreshold, { min: 1, max: 10 });
  if (!isUnresolved(interval) && !isUnresolved(timeout) && timeout.toSeconds() > interval.toSeconds()) {
    refuse(scope, `livenessCheck.timeout must be at most the interval, ${interval.toHumanString()}, got ${timeout.toHumanString()}`);
  }
  return { command: command ?? request(port, path ?? '/'), interval, timeout, unhealthyThreshold };
}

/**
 * Commands that start the check as a timer of systemd (EC2 Auto Scaling User Guide, Set up a custom health check for your Auto Scaling group).
 * @param gracePeriod time after the first and every later boot before the first check
 */
export function livenessCommands({ command, interval, timeout, unhealthyThreshold }: ResolvedLivenessCheck, gracePeriod: Duration): string[] {
  const threshold = Tokenization.stringifyNumber(unhealthyThreshold);
  return [
    'for tool in aws curl timeout; do command -v "$tool"; done',
    ...file(COMMAND, ['#!/bin/bash', 'set -euo pipefail', command]),
    ...file(CHECK, [
      '#!/bin/bash',
      'set -euo pipefail',
      // A full or read-only root volume does not prevent a report.
      `exec >> ${LIVENESS_LOG} 2>&1 || true`,
      'failures=/run/service-liveness',
      // To a file: a pipe remains open until processes that the command starts in the background end.
      `if timeout --kill-after=5 ${seconds(timeout)} ${COMMAND} > "$failures.output" 2>&1; then rm -f "$failures"; exit 0; fi`,
      'count=$(($(cat "$failures" 2>/dev/null || echo 0) + 1))',
      'echo "$count" > "$failures"',
      'echo "$(date -u +%FT%TZ) liveness check failed, $count in a row: $(head -c 500 "$failures.output")" || true',
      `[ "$count" -ge ${threshold} ] || exit 0`,
      // The variables of the service can contain a proxy, which does not reach the metadata of the instance.
      'export no_proxy="${no_proxy:-${NO_PROXY:-}},169.254.169.254"',
      'export NO_PROXY="$no_proxy"',
      `token=$(curl -fsS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${METADATA}/api/token)`,
      `id=$(curl -fsS -m 5 -H "X-aws-ec2-metadata-token: $token" ${METADATA}/meta-data/instance-id)`,
      `aws autoscaling set-instance-health --region '${Aws.REGION}' --instance-id "$id" --health-status Unhealthy`,
      'echo "$id is reported as unhealthy to EC2 Auto Scaling" || true',
    ]),
    `chmod 0755 ${COMMAND} ${CHECK}`,
    ...file(`${UNIT}.service`, [
      '[Service]',
      'Type=oneshot',
      // The home of the commands of the first boot, which systemd does not set.
      'Environment=HOME=/root',
      `EnvironmentFile=${ENVIRONMENT_FILE}`,
      `ExecStart=${CHECK}`,
      'TimeoutStartSec=300',
    ]),
    // The default accuracy of a timer is one minute.
    ...file(`${UNIT}.timer`, [
      '[Timer]',
      `OnActiveSec=${seconds(gracePeriod)}`,
      `OnUnitInactiveSec=${seconds(interval)}`,
      'AccuracySec=1',
      '[Install]',
      'WantedBy=timers.target',
    ]),
    'systemctl daemon-reload',
    'systemctl enable --now service-liveness.timer',
  ];
}

/** Allows the instances to report themselves as unhealthy. The policy is not part of the role, because the group depends on the role's policies. */
export function allowUnhealthyReport(scope: Construct, role: iam.IRole, { autoScalingGroupArn }: autoscaling.AutoScalingGroup): void {
  const policy = new iam.ManagedPolicy(scope, 'LivenessPolicy', {
    roles: [role],
    statements: [new iam.PolicyStatement({ actions: ['autoscaling:SetInstanceHealth'], resources: [autoScalingGroupArn] })],
  });
  acknowledgeWildcards(policy, 'the ARN of a group contains a unique id that no template knows; its name limits the policy to one group', autoScalingGroupArn);
}

function request(port: number, path: string): string {
  const url = `http://localhost:${Tokenization.stringifyNumber(port)}${path.replace(/'/g, "'\\''")}`;
  return `exec curl --fail --silent --show-error --globoff --noproxy '*' --output /dev/null '${url}'`;
}

function file(name: string, lines: string[]): string[] {
  const used = lines.join('\n').split('\n');
  let end = 'END_OF_FILE';
  while (used.includes(end)) end += '_';
  return [`cat > ${name} <<'${end}'`, ...lines, end];
}

function seconds(duration: Duration): string {
  return Tokenization.stringifyNumber(duration.toSeconds());
}
