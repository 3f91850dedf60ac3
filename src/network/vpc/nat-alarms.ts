import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../../core/workload/registry';

/** Recommends alarms for NAT gateways that drop traffic (Amazon VPC User Guide, NAT gateway metrics and dimensions). */
export function recommendNatAlarms(construct: Construct, nat: ec2.NatProvider) {
  nat.configuredGateways.forEach(({ gatewayId }, index) => {
    const metric = (metricName: string) => new cloudwatch.Metric({
      namespace: 'AWS/NATGateway',
      metricName,
      dimensionsMap: { NatGatewayId: gatewayId },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
    });
    recommendedAlarms(construct).add({
      construct,
      id: `Nat${index + 1}PortAllocationErrors`,
      description: 'The NAT gateway cannot allocate source ports, so new connections to a destination fail',
      metric: metric('ErrorPortAllocation'),
      threshold: 1,
    });
    recommendedAlarms(construct).add({
      construct,
      id: `Nat${index + 1}PacketsDropped`,
      description: 'The NAT gateway drops more than 0.01% of its packets',
      metric: new cloudwatch.MathExpression({
        expression: '100 * dropped / (outward + inward)',
        label: 'Packets dropped (%)',
        period: Duration.minutes(5),
        usingMetrics: {
          dropped: metric('PacketsDropCount'),
          outward: metric('PacketsInFromSource'),
          inward: metric('PacketsInFromDestination'),
        },
      }),
      threshold: 0.01,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
  });
}
