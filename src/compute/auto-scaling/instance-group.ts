import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { InstanceHealthCheck } from './auto-scaling-options';
import { ResolvedAutoScalingProps } from './resolve-auto-scaling-props';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { shortenNameTag } from '../../core/parts/name-tag';

/** A group that replaces its instances in batches, waits for each instance, and rolls back if one fails. */
export function instanceGroup(scope: Construct, launchTemplate: ec2.LaunchTemplate, props: ResolvedAutoScalingProps): autoscaling.AutoScalingGroup {
  const { vpc, groupName, spot, network: { vpcSubnets }, deployment, scaling, notifications, warmPool } = props;
  const { minInstancesInService, maxBatchSize, healthCheckGracePeriod: gracePeriod } = deployment;
  const mixedInstancesPolicy = instancesPolicy(launchTemplate, props);
  const group = new autoscaling.AutoScalingGroup(scope, 'Group', {
    vpc,
    vpcSubnets,
    autoScalingGroupName: groupName,
    ...(mixedInstancesPolicy ? { mixedInstancesPolicy } : { launchTemplate }),
    minCapacity: scaling.minCapacity,
    maxCapacity: scaling.maxCapacity,
    healthChecks: deployment.healthCheck === InstanceHealthCheck.INSTANCE
      ? autoscaling.HealthChecks.ec2({ gracePeriod })
      : autoscaling.HealthChecks.withAdditionalChecks({ additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB], gracePeriod }),
    defaultInstanceWarmup: scaling.instanceWarmup,
    maxInstanceLifetime: deployment.maxInstanceAge,
    capacityRebalance: spot ? true : undefined,
    signals: autoscaling.Signals.waitForCount(scaling.desiredCapacity, { timeout: deployment.bootstrapTimeout }),
    updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService, maxBatchSize }),
    groupMetrics: [autoscaling.GroupMetrics.all()],
    notifications: notifications && [{ topic: notifications, scalingEvents: autoscaling.ScalingEvents.ALL }],
  });
  shortenNameTag(group);
  // A new group has its minimum. A number in the template can reset a group that has scaled (aws-cdk, pull request 5507, fix(autoscaling): every deployment
  // resets capacity), although the update policy ignores unmodified sizes.
  if (scaling.desiredCapacity !== scaling.minCapacity) {
    (group.node.defaultChild as autoscaling.CfnAutoScalingGroup).desiredCapacity = `${scaling.desiredCapacity}`;
  }
  // An instance that boots before its role has permissions, or before the network has a route to the internet, fails.
  group.node.addDependency(launchTemplate.role!, vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished);
  if (warmPool) group.addWarmPool(warmPool);
  if (notifications?.masterKey) keyFor(scope, notifications.masterKey, DataClass.LOGS, KeyUse.AUTO_SCALING_NOTIFICATIONS);
  if (mixedInstancesPolicy) {
    acknowledgeFindings(group.node.defaultChild!, 'the launch template of the policy encrypts volumes and requires IMDSv2; the rules check only groups without a policy',
      'AwsSolutions-EC26', 'NIST.800.53.R5-EC2IMDSv2Enabled', 'HIPAA.Security-EC2IMDSv2Enabled');
  }
  if (!notifications) {
    acknowledgeFindings(group.node.defaultChild!, 'alarms report missing and failed instances; CloudTrail and the event bus record each launch and termination',
      'AwsSolutions-AS3');
  }
  return group;
}

/** Several types, or Spot Instances in addition to On-Demand Instances, need a policy. A single type is part of the template. */
function instancesPolicy(
  launchTemplate: ec2.LaunchTemplate, { instanceTypes, spot }: ResolvedAutoScalingProps,
): autoscaling.MixedInstancesPolicy | undefined {
  if (instanceTypes.length === 1 && !spot) return undefined;
  return {
    launchTemplate,
    launchTemplateOverrides: instanceTypes.map((instanceType) => ({ instanceType })),
    instancesDistribution: {
      onDemandAllocationStrategy: autoscaling.OnDemandAllocationStrategy.PRIORITIZED,
      onDemandBaseCapacity: spot?.onDemandBase,
      onDemandPercentageAboveBaseCapacity: spot ? spot.onDemandPercentAboveBase : 100,
      spotAllocationStrategy: spot && autoscaling.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
    },
  };
}
