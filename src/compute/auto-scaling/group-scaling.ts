import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { BusinessHours, InstanceScaling } from './auto-scaling-options';
import { scaleByCpuSteps } from './cpu-steps';
import { refuse, requireTimeZone } from '../../core/validation';
import { requireCounts, requirePercent, requireWithin } from '../shared/capacity';

/** How many instances run. */
export interface GroupCapacity {
  /** At the start. */
  readonly desiredCapacity: number;
  /** At the least. */
  readonly minCapacity: number;
  /** At the most. */
  readonly maxCapacity: number;
}

/** How many instances run: least ≤ desired ≤ most. */
export function capacityOf(scope: Construct, { minCapacity = 2, maxCapacity = 4, desiredCapacity = minCapacity }: InstanceScaling): GroupCapacity {
  requireCounts(scope, minCapacity, maxCapacity, 'desiredCapacity', desiredCapacity);
  return { minCapacity, maxCapacity, desiredCapacity };
}

/** CPU utilization of a group, each minute. */
export function cpuUtilization(group: autoscaling.AutoScalingGroup): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName },
    statistic: 'Average',
    period: Duration.minutes(1),
  });
}

/** Scales a group on its CPU, to hold a target or by steps. */
export function scaleGroup(scope: Construct, group: autoscaling.AutoScalingGroup, scaling: InstanceScaling): void {
  const { cpuSteps, targetCpuUtilizationPercent = 70, instanceWarmup = Duration.minutes(5) } = scaling;
  if (!cpuSteps) {
    requirePercent(scope, 'targetCpuUtilizationPercent', targetCpuUtilizationPercent);
    group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: targetCpuUtilizationPercent, estimatedInstanceWarmup: instanceWarmup });
    return;
  }
  if (scaling.targetCpuUtilizationPercent !== undefined) {
    refuse(scope, 'got both targetCpuUtilizationPercent and cpuSteps, need one of them: the two would work against each other');
  }
  scaleByCpuSteps(scope, group, cpuUtilization(group), cpuSteps, instanceWarmup);
}

/** Raises the least number of instances at the beginning of the hours, and takes it back at their end. */
export function raiseInHours(scope: Construct, id: string, group: autoscaling.AutoScalingGroup, capacity: GroupCapacity, hours: BusinessHours): void {
  const { minCapacity, startTime, endTime, timeZone, weekDays = '1-5' } = hours;
  const [begin, end] = [clockTime(scope, 'startTime', startTime), clockTime(scope, 'endTime', endTime)];
  if (startTime >= endTime) refuse(scope, `endTime must be later on the day than ${startTime}, got ${endTime}`);
  requireTimeZone(scope, 'timeZone', timeZone);
  if (!/^[0-7](-[0-7])?(,[0-7](-[0-7])?)*$/.test(weekDays)) refuse(scope, `weekDays is '${weekDays}', need days such as 1-5 or 1,3,5`);
  requireWithin(scope, 'minCapacity of the hours', minCapacity, 0, capacity.maxCapacity);
  const change = (at: string, clock: ClockTime, least: number) => group.scaleOnSchedule(`${id}${at}`, {
    schedule: autoscaling.Schedule.expression(`${clock.minute} ${clock.hour} * * ${weekDays}`), timeZone, minCapacity: least,
  });
  change('Begin', begin, minCapacity);
  change('End', end, capacity.minCapacity);
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

function clockTime(scope: Construct, prop: string, value: string): ClockTime {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) ?? refuse(scope, `${prop} is '${value}', need a time such as 08:00`);
  return { hour: Number(hour), minute: Number(minute) };
}
