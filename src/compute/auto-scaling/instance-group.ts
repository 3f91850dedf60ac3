import { Duration, Token } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { InstanceDeployment } from './auto-scaling-options';
import { AutoScalingServiceProps } from './auto-scaling-service-props';
import { GroupCapacity } from './group-scaling';
import { instancesPolicy } from './instance-template';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse, requireDuration } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { requireWithin } from '../shared/capacity';
import { requirePrivateSubnets } from '../shared/target-props';

/** A group that replaces its instances a few at a time, waits for each, and goes back where one does not come up. */
export function instanceGroup(
  scope: Construct, launchTemplate: ec2.LaunchTemplate, types: ec2.InstanceType[], capacity: GroupCapacity, props: AutoScalingServiceProps,
): autoscaling.AutoScalingGroup {
  const { vpc, groupName, spot, network = {}, deployment = {}, scaling = {}, notifications, warmPool } = props;
  const { bootstrapTimeout = Duration.minutes(15), healthCheckGracePeriod = Duration.minutes(5), maxInstanceAge = Duration.days(30) } = deployment;
  requireName(scope, 'groupName', groupName, NameLimit.AUTO_SCALING_GROUP);
  requireDuration(scope, 'maxInstanceAge', maxInstanceAge, { unit: 'days', min: 1, max: 365 });
  if (warmPool && (types.length > 1 || spot)) {
    refuse(scope, 'warmPool is given for a group of several instance types or Spot Instances, need a single type: EC2 Auto Scaling keeps no other in a warm pool');
  }
  const { minCapacity, maxCapacity, desiredCapacity } = capacity;
  const mixedInstancesPolicy = instancesPolicy(scope, launchTemplate, types, minCapacity, props);
  if (!network.vpcSubnets) requirePrivateSubnets(scope, vpc, 'instances');
  const subnetType = vpc.privateSubnets.length > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  const vpcSubnets = network.vpcSubnets ?? { subnetType };
  const group = new autoscaling.AutoScalingGroup(scope, 'Group', {
    vpc,
    vpcSubnets,
    autoScalingGroupName: groupName,
    ...(mixedInstancesPolicy ? { mixedInstancesPolicy } : { launchTemplate }),
    minCapacity,
    maxCapacity,
    healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
      additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB], gracePeriod: healthCheckGracePeriod,
    }),
    defaultInstanceWarmup: scaling.instanceWarmup ?? Duration.minutes(5),
    maxInstanceLifetime: maxInstanceAge,
    capacityRebalance: spot ? true : undefined,
    signals: autoscaling.Signals.waitForCount(desiredCapacity, { timeout: bootstrapTimeout }),
    updatePolicy: autoscaling.UpdatePolicy.rollingUpdate(rollingUpdate(scope, capacity, deployment)),
    groupMetrics: [autoscaling.GroupMetrics.all()],
    notifications: notifications && [{ topic: notifications, scalingEvents: autoscaling.ScalingEvents.ALL }],
  });
  // CloudFormation leaves a size alone that is the same as in the last template, so that the number in force outlives a deployment.
  (group.node.defaultChild as autoscaling.CfnAutoScalingGroup).desiredCapacity = `${desiredCapacity}`;
  // An instance that boots before its role may do anything, or before there is a way out, does not come up.
  group.node.addDependency(launchTemplate.role!, vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished);
  if (warmPool) group.addWarmPool(warmPool);
  if (notifications?.masterKey) keyFor(scope, notifications.masterKey, DataClass.LOGS, KeyUse.AUTO_SCALING_NOTIFICATIONS);
  if (mixedInstancesPolicy) {
    acknowledgeFindings(group.node.defaultChild!, 'the launch template that the policy names encrypts volumes and asks for IMDSv2; the rules look for one without a policy',
      'AwsSolutions-EC26', 'NIST.800.53.R5-EC2IMDSv2Enabled', 'HIPAA.Security-EC2IMDSv2Enabled');
  }
  if (!notifications) {
    acknowledgeFindings(group.node.defaultChild!, 'alarms tell of missing and failing instances; each launch and termination is in CloudTrail and on the event bus',
      'AwsSolutions-AS3');
  }
  return group;
}

/** CloudFormation Template Reference, UpdatePolicy attribute, AutoScalingRollingUpdate: MinInstancesInService is below MaxSize. */
function rollingUpdate(
  scope: Construct, { minCapacity, maxCapacity }: GroupCapacity, deployment: InstanceDeployment,
): autoscaling.RollingUpdateOptions {
  const isKnown = ![minCapacity, maxCapacity].some(Token.isUnresolved);
  const { minInstancesInService = isKnown ? Math.min(minCapacity, maxCapacity - 1) : minCapacity, maxBatchSize = 1 } = deployment;
  requireWithin(scope, 'maxBatchSize', maxBatchSize, 1, Number.MAX_SAFE_INTEGER);
  if (isKnown) requireWithin(scope, 'minInstancesInService', minInstancesInService, 0, maxCapacity - 1);
  return { minInstancesInService, maxBatchSize };
}
