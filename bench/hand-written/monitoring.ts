import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ALARM_DESCRIPTION, HandWrittenStack } from './stack';

const ALARMS_A_GROUP = 4;

export interface MonitoringOptions {
  readonly title: string;
  readonly topicName?: string;
  /** @default - as many as it takes to show every alarm */
  readonly groups?: number;
}

/** A topic for the alarms that there are, one alarm for all of the workload and one for all of the account, and a dashboard. */
export function monitoring(stack: HandWrittenStack, { title, topicName, groups }: MonitoringOptions): sns.Topic {
  const { alarms, partition, region, account } = stack;
  const topic = new sns.Topic(stack, 'Topic', { topicName, masterKey: stack.logsKey, enforceSSL: true });
  topic.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AllowCloudWatchAlarms',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` } },
  }));
  const ofAccount = alarms.filter(({ node }) => node.id.startsWith('Trail'));
  const composites = [['AnyAlarm', alarms.filter((alarm) => !ofAccount.includes(alarm))], ['AnyAccountAlarm', ofAccount]] as const;
  const any = composites.filter(([, each]) => each.length > 0)
    .map(([id, each]) => new cloudwatch.CompositeAlarm(stack, id, { alarmRule: cloudwatch.AlarmRule.anyOf(...each) }));
  const length = groups ?? Math.ceil(alarms.length / ALARMS_A_GROUP);
  new cloudwatch.Dashboard(stack, 'Dashboard', {
    dashboardName: stack.named('dashboard'),
    widgets: [
      [new cloudwatch.TextWidget({ markdown: `# ${title}`, width: 24, height: 1 })],
      [new cloudwatch.AlarmStatusWidget({ title: 'Whole platform', alarms: any, width: 24, height: 2 })],
      ...Array.from({ length }, (_, index) => group(alarms.slice(index * ALARMS_A_GROUP, (index + 1) * ALARMS_A_GROUP))).flat(),
    ],
  });
  return topic;
}

function group(alarms: cloudwatch.Alarm[]): cloudwatch.IWidget[][] {
  return [
    [new cloudwatch.TextWidget({ markdown: alarms.map(({ node }) => `- **${node.id}** ${ALARM_DESCRIPTION}`).join('\n'), width: 24, height: 3 })],
    [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 2 })],
    alarms.map((alarm) => new cloudwatch.GraphWidget({
      title: alarm.node.id, left: [alarm.metric], leftAnnotations: [alarm.toAnnotation()], width: 8, height: 6,
    })),
  ];
}
