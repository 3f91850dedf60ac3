import { Duration, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BackupPlan, DataClass, KeyUse, WorkloadMonitoring, WorkloadParts } from '../../src';
import { contract } from '../contract/contract';
import { key, topic, vpc } from '../contract/surroundings';

function construct(stack: Stack): Construct {
  return (stack.node.tryFindChild('Mine') ?? new Construct(stack, 'Mine')) as Construct;
}

const on = (stack: Stack) => WorkloadParts.of(construct(stack));

export default contract(WorkloadParts, {
  methods: {
    key: { on, variants: { everything: () => [DataClass.DATA, KeyUse.via('es')] } },
    logGroup: {
      on,
      variants: {
        defaults: () => ['Logs'],
        everything: (stack) => ['Logs', { logGroupName: '/ledger/search', retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack) }],
      },
    },
    role: {
      on,
      variants: { everything: () => ['Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), description: 'Runs the function' }] },
    },
    recommendAlarm: {
      on: (stack) => {
        new WorkloadMonitoring(stack, 'Monitoring', { topic: topic(stack) });
        return on(stack);
      },
      variants: {
        everything: () => [{
          id: 'Failed',
          description: 'A run of the function failed',
          metric: new cloudwatch.Metric({
            namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: 'search' }, statistic: 'Sum', period: Duration.minutes(5),
          }),
          threshold: 1,
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: 4,
          datapointsToAlarm: 2,
          treatMissingData: cloudwatch.TreatMissingData.BREACHING,
        }],
      },
    },
    backUp: {
      on: (stack) => {
        new BackupPlan(stack, 'Plan');
        return on(stack);
      },
      variants: { everything: (stack) => [backup.BackupResource.fromArn('arn:aws:dynamodb:eu-west-2:123456789012:table/ledger'), { encryptionKey: key(stack) }] },
    },
    callServices: {
      on,
      variants: {
        everything: (stack) => [{
          vpc: vpc(stack),
          services: [ec2.InterfaceVpcEndpointAwsService.KMS],
          subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
          fips: true,
        }],
      },
    },
  },
  statics: {
    of: { variants: { construct: (stack) => [construct(stack)] } },
  },
});
