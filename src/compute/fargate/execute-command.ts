import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { FargateLogging } from './fargate-options';
import { ServiceCalls } from './service-calls';
import { allowRole } from '../../core/keys/allow-role';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { encryptedLogGroup } from '../../core/parts/log-group';

/** Paths that the session agent writes to, below a read-only root file system. The agent runs as root regardless of the container's user. */
const AGENT_PATHS = { 'managed-agents': '/managed-agents', 'ssm-state': '/var/lib/amazon/ssm', 'ssm-logs': '/var/log/amazon/ssm' };

/** Sessions of a cluster: encrypted in transit, and recorded in an encrypted log group. */
export function recordedSessions(scope: Construct, logging: FargateLogging): ecs.ExecuteCommandConfiguration {
  return {
    kmsKey: keyFor(scope, logging.encryptionKey, DataClass.LOGS, KeyUse.CLOUDWATCH_LOGS),
    logging: ecs.ExecuteCommandLogging.OVERRIDE,
    logConfiguration: {
      cloudWatchLogGroup: encryptedLogGroup(scope, 'SessionLogGroup', logging),
      cloudWatchEncryptionEnabled: true,
    },
  };
}

/**
 * Enables sessions in the tasks of a service whose cluster records them. The switch of aws-cdk-lib is not used because it grants `kms:*` on the key to the
 * account. For the permissions, see ECS Developer Guide, Monitor Amazon ECS containers with ECS Exec.
 */
export function enableSessions({ cluster, taskDefinition, node }: ecs.FargateService, calls: ServiceCalls): void {
  const { kmsKey, logConfiguration } = cluster.executeCommandConfiguration!;
  (node.findChild('Service') as ecs.CfnService).enableExecuteCommand = true;
  taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({
    actions: ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'],
    resources: ['*'],
  }));
  taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: ['*'] }));
  taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    resources: [logConfiguration!.cloudWatchLogGroup!.logGroupRef.logGroupArn],
  }));
  calls.byAgent(ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES);
  if (kmsKey) {
    allowRole(kmsKey, taskDefinition.taskRole as iam.Role, 'kms:Decrypt');
    calls.byAgent(ec2.InterfaceVpcEndpointAwsService.KMS);
  }
  for (const [name, containerPath] of Object.entries(AGENT_PATHS)) {
    taskDefinition.addVolume({ name });
    taskDefinition.defaultContainer!.addMountPoints({ sourceVolume: name, containerPath, readOnly: false });
  }
}
