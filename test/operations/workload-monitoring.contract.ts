import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { FargateService, WorkloadMonitoring } from '../../src';
import { contract } from '../contract/contract';
import { image, key, logGroup, metric, topic, vpc } from '../contract/surroundings';

function serviceIn(stack: Stack) {
  return stack.node.tryFindChild('Service') ?? new FargateService(stack, 'Service', { vpc: vpc(stack), image: image() });
}

const alarmDefaults = () => ({ evaluationPeriods: 3, treatMissingData: cloudwatch.TreatMissingData.MISSING, runbookUrl: 'https://example.com/runbook' });

export default contract(WorkloadMonitoring, {
  variants: {
    'defaults': () => undefined,
    'everything': (stack) => {
      serviceIn(stack);
      return {
        topicName: 'ledger-alarms',
        encryptionKey: key(stack),
        emails: ['operations@example.com'],
        alarms: { 'Service/CpuHigh': { enabled: true, threshold: 75, datapointsToAlarm: 3, ...alarmDefaults() } },
        alarmDefaults: alarmDefaults(),
        dashboard: true,
        dashboardName: 'ledger',
      };
    },
    'a topic elsewhere': (stack) => ({ topic: topic(stack) }),
  },
  methods: {
    addAlarm: {
      variants: {
        everything: () => ['Orders', {
          metric: metric(),
          description: 'Orders are too many.',
          threshold: 100,
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
          treatMissingData: cloudwatch.TreatMissingData.IGNORE,
        }],
      },
    },
    addLogMetricFilter: {
      variants: {
        everything: (stack) => ['Refused', {
          logGroup: logGroup(stack),
          filterPattern: logs.FilterPattern.literal('REFUSED'),
          description: 'Payments were refused.',
          metricValue: '1',
          threshold: 5,
          period: Duration.minutes(5),
          evaluationPeriods: 2,
        }],
      },
    },
  },
});
