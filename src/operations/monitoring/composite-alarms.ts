import { Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

/**
 * Alarms in one expression. CloudWatch takes 100 alarms and 10,240 characters (CloudWatch API, PutCompositeAlarm), and the names that
 * CloudFormation gives are up to 200 characters long.
 */
const ALARMS_PER_EXPRESSION = 50;

interface Link {
  readonly composite: cloudwatch.CompositeAlarm;
  readonly alarms: cloudwatch.IAlarm[];
}

/** Composite alarms in a chain: each is in alarm while one of its alarms or the next composite alarm is. */
export class CompositeAlarms {
  private readonly links: Link[] = [];

  constructor(private readonly scope: Construct) {}

  /** The one that speaks for all; undefined while there is no alarm. */
  public get first(): cloudwatch.CompositeAlarm | undefined {
    return this.links[0]?.composite;
  }

  public add(alarm: cloudwatch.IAlarm): void {
    const last = this.links[this.links.length - 1];
    if (last && last.alarms.length < ALARMS_PER_EXPRESSION) {
      last.alarms.push(alarm);
      return;
    }
    const alarms = [alarm];
    const composite = new cloudwatch.CompositeAlarm(this.scope, `CompositeAlarm${this.links.length || ''}`, {
      alarmDescription: 'At least one alarm of the workload is in alarm.',
      // Names are shorter than ARNs.
      alarmRule: { renderAlarmRule: () => Lazy.string({ produce: () => alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(' OR ') }) },
    });
    acknowledgeFindings(composite, 'each of its alarms notifies by itself, so that nobody is told twice of one cause', 'CloudWatch.AlarmHasActions');
    last?.alarms.push(composite);
    this.links.push({ composite, alarms });
  }
}
