import { Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

/**
 * Alarms in an expression. The limit is 100 alarms and 10,240 characters (CloudWatch API, PutCompositeAlarm), and names that CloudFormation generates
 * have up to 200 characters.
 */
const ALARMS_PER_EXPRESSION = 50;

interface Link {
  readonly composite: cloudwatch.CompositeAlarm;
  readonly alarms: cloudwatch.IAlarm[];
}

/** A chain of composite alarms: each is in alarm while one of its alarms or the next composite alarm is in alarm. */
export class CompositeAlarms {
  private readonly links: Link[] = [];

  /**
   * @param id id of the first composite alarm
   * @param alarmDescription description of each composite alarm
   */
  constructor(private readonly scope: Construct, private readonly id: string, private readonly alarmDescription: string) {}

  /** The composite alarm of the whole chain. Undefined while there is no alarm. */
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
    const composite = new cloudwatch.CompositeAlarm(this.scope, `${this.id}${this.links.length || ''}`, {
      alarmDescription: this.alarmDescription,
      // Names are shorter than ARNs.
      alarmRule: { renderAlarmRule: () => Lazy.string({ produce: () => alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(' OR ') }) },
    });
    acknowledgeFindings(composite, 'each of its alarms has actions of its own, and a second notification would repeat them', 'CloudWatch.AlarmHasActions');
    last?.alarms.push(composite);
    this.links.push({ composite, alarms });
  }
}
