import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { BusinessHours } from './auto-scaling-options';
import { scaleByCpuSteps } from './cpu-steps';
import { canScale, ResolvedScaling } from './resolve-auto-scaling-props';
import {
  isUnresolved, mustBe, refuse, requireCrontab, requireInteger, requireKnown, requirePositive, requireProps, requireString, requireTimeZone,
} from '../../core/validation';
import { requireNewId, requirePeriod, requireScheduledCapacity } from '../shared/capacity';

/** CPU utilization of a group, per minute. */
export function cpuUtilization(group: autoscaling.AutoScalingGroup): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName },
    statistic: cloudwatch.Stats.AVERAGE,
    period: Duration.minutes(1),
  });
}

/** The scaling policies and schedules of a group. */
export class GroupScaling {
  constructor(private readonly scope: Construct, private readonly group: autoscaling.AutoScalingGroup, private readonly scaling: ResolvedScaling) {
    const { targetCpuUtilizationPercent, cpuSteps, instanceWarmup } = scaling;
    if (targetCpuUtilizationPercent !== undefined) {
      group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: targetCpuUtilizationPercent, estimatedInstanceWarmup: instanceWarmup });
    }
    if (cpuSteps) scaleByCpuSteps(scope, group, cpuUtilization(group), cpuSteps, instanceWarmup);
  }

  /** Tracks requests per instance. */
  public onRequests(requestsPerInstance: number): void {
    requirePositive(this.scope, 'requestsPerInstance', requestsPerInstance);
    this.requirePolicy('Requests');
    this.group.scaleOnRequestCount('Requests', { targetRequestsPerMinute: requestsPerInstance });
  }

  /** Tracks a metric. */
  public onMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    requirePositive(this.scope, 'targetValue', targetValue);
    this.requirePolicy(id);
    this.group.scaleToTrackMetric(id, { metric, targetValue });
  }

  /** Changes the limits or the number of instances at certain times. */
  public onSchedule(id: string, schedule: autoscaling.BasicScheduledActionProps): void {
    requireScheduledCapacity(this.scope, schedule);
    requireCrontab(this.scope, 'schedule.schedule', schedule.schedule.expressionString);
    requirePeriod(this.scope, schedule);
    requireTimeZone(this.scope, 'schedule.timeZone', schedule.timeZone);
    requireNewId(this.group, 'schedule', id, `ScheduledAction${id}`);
    this.group.scaleOnSchedule(id, schedule);
  }

  /** Raises the minimum number of instances at the start of the hours, and restores it at their end. */
  public onBusinessHours(id: string, hours: BusinessHours): void {
    requireProps(this.scope, 'BusinessHours', hours, 'hours');
    const { minCapacity, startTime, endTime, timeZone, weekDays = '1-5' } = hours;
    const { maxCapacity } = this.scaling;
    const [start, end] = [clockTime(this.scope, 'hours.startTime', startTime), clockTime(this.scope, 'hours.endTime', endTime)];
    if (startTime >= endTime) mustBe(this.scope, 'hours.endTime', `later than ${startTime} on the same day`, endTime);
    requireTimeZone(this.scope, 'hours.timeZone', timeZone);
    requireString(this.scope, 'hours.weekDays', weekDays, { need: 'days such as 1-5 or 1,3,5', pattern: /[0-7](?:-[0-7])?(?:,[0-7](?:-[0-7])?)*/ });
    requireInteger(this.scope, 'hours.minCapacity', minCapacity, { min: 0, max: isUnresolved(maxCapacity) ? undefined : maxCapacity });
    requireNewId(this.group, 'schedule', id, `ScheduledAction${id}Begin`);
    const change = (at: string, clock: ClockTime, least: number) => this.group.scaleOnSchedule(`${id}${at}`, {
      schedule: autoscaling.Schedule.expression(`${clock.minute} ${clock.hour} * * ${weekDays}`), timeZone, minCapacity: least,
    });
    change('Begin', start, minCapacity);
    change('End', end, this.scaling.minCapacity);
  }

  private requirePolicy(id: string): void {
    if (!canScale(this.scaling)) {
      const { minCapacity } = this.scaling;
      refuse(this.scope, `scaling.maxCapacity must be greater than minCapacity for a scaling policy, got ${minCapacity} for both`);
    }
    requireNewId(this.group, 'scaling policy', id, `ScalingPolicy${id}`);
  }
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

function clockTime(scope: Construct, prop: string, value: string): ClockTime {
  requireKnown(scope, prop, value);
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) ?? mustBe(scope, prop, 'a time such as 08:00', value);
  return { hour: Number(hour), minute: Number(minute) };
}
