import { Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { placeOf } from '../parts';
import { isSet } from '../references';
import { hardened, HardenedClass } from '../step';

const METADATA = 'programs of a deployed instance can use version 1 of the instance metadata service';

/** Hardened defaults of functions, state machines, containers and instances. */
export const COMPUTE: HardenedClass[] = [
  hardened<lambda.FunctionProps, lambda.Function>(lambda.Function, [
    {
      props: ['tracing'],
      safeguards: ['Lambda.FunctionTraced'],
      finish: (fn, { stack }) => {
        const resource = fn.node.defaultChild as lambda.CfnFunction;
        // Lambda refuses tracing without the permissions, and Lambda@Edge refuses it (Amazon CloudFront Developer Guide, Restrictions on Lambda@Edge).
        if (isSet(resource, 'TracingConfig') || !fn.role || !isExtensible(fn.role) || isOfEdge(fn.role, stack)) return;
        fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }));
        resource.tracingConfig = { mode: lambda.Tracing.ACTIVE };
      },
    },
  ]),
  hardened<sfn.StateMachineProps, sfn.StateMachine>(sfn.StateMachine, [
    {
      props: ['logs'],
      safeguards: ['StepFunctions.StateMachineLogged'],
      // Inputs and outputs of executions can hold regulated data.
      fill: (context, { role }) => (role !== undefined && !isExtensible(role) ? undefined : {
        logs: { destination: new logs.LogGroup(...placeOf(context, 'StateMachineLogs')), level: sfn.LogLevel.ALL, includeExecutionData: false },
      }),
    },
    // The L2 gives the permissions to its own role only.
    { props: ['tracingEnabled', 'role'], safeguards: ['StepFunctions.StateMachineTraced'], fill: () => ({ tracingEnabled: true }) },
  ]),
  hardened<ecs.ClusterProps, ecs.Cluster>(ecs.Cluster, [
    {
      props: ['containerInsights', 'containerInsightsV2'],
      safeguards: ['ECS.ClusterInsights'],
      fill: () => ({ containerInsightsV2: ecs.ContainerInsights.ENABLED }),
    },
  ]),
  hardened<ecs.ContainerDefinitionProps, ecs.ContainerDefinition>(ecs.ContainerDefinition, [
    {
      props: ['logging'],
      safeguards: ['ECS.TaskLogged'],
      // A container does not start where its execution role cannot write the logs.
      fill: ({ id, workload }, { taskDefinition: { executionRole } = {} }) => {
        if (executionRole !== undefined && !isExtensible(executionRole)) return undefined;
        return { logging: ecs.LogDrivers.awsLogs({ streamPrefix: id, logRetention: workload.logRetention }) };
      },
    },
    {
      props: ['readonlyRootFilesystem'],
      safeguards: ['ECS.TaskReadOnlyRoot'],
      switchedBy: 'readonlyRootFilesystem',
      fill: ({ options }) => ({ readonlyRootFilesystem: options.readonlyRootFilesystem || undefined }),
    },
    { props: ['user'], safeguards: ['ECS.TaskNotRoot'], switchedBy: 'containerUser', fill: ({ options }) => ({ user: options.containerUser }) },
  ]),
  hardened<ec2.InstanceProps, ec2.Instance>(ec2.Instance, [
    { props: ['requireImdsv2', 'httpTokens'], safeguards: ['EC2.InstanceImdsV2'], newOnly: METADATA, fill: () => ({ httpTokens: ec2.HttpTokens.REQUIRED }) },
    { props: ['detailedMonitoring'], safeguards: ['EC2.InstanceDetailedMonitoring'], fill: () => ({ detailedMonitoring: true }) },
    {
      props: ['associatePublicIpAddress'],
      safeguards: ['EC2.InstanceNoPublicIp'],
      newOnly: 'CloudFormation replaces the instance',
      fill: (_, { vpc, vpcSubnets }) => (vpc?.selectSubnets(vpcSubnets).hasPublic ? undefined : { associatePublicIpAddress: false }),
    },
  ]),
  hardened<ec2.LaunchTemplateProps, ec2.LaunchTemplate>(ec2.LaunchTemplate, [
    { props: ['requireImdsv2', 'httpTokens'], safeguards: ['EC2.LaunchTemplateImdsV2'], newOnly: METADATA, fill: () => ({ requireImdsv2: true }) },
    {
      props: ['httpPutResponseHopLimit'],
      safeguards: ['EC2.LaunchTemplateHopLimit'],
      newOnly: 'containers of a deployed instance can use the instance metadata service',
      fill: () => ({ httpPutResponseHopLimit: 1 }),
    },
    { props: ['detailedMonitoring'], safeguards: ['EC2.LaunchTemplateDetailedMonitoring'], fill: () => ({ detailedMonitoring: true }) },
  ]),
  hardened<autoscaling.AutoScalingGroupProps, autoscaling.AutoScalingGroup>(autoscaling.AutoScalingGroup, [
    {
      props: ['requireImdsv2', 'launchTemplate', 'mixedInstancesPolicy'],
      safeguards: ['EC2.LaunchTemplateImdsV2', 'AutoScaling.LaunchConfigurationImdsV2'],
      newOnly: METADATA,
      fill: () => ({ requireImdsv2: true }),
    },
  ]),
];

/** Whether permissions that are added to a role take effect. Imported and frozen roles drop them without an error. */
function isExtensible(role: iam.IRole): boolean {
  return iam.Role.isRole(role) && iam.CfnRole.isCfnRole(role.node.defaultChild);
}

/** Whether the service of Lambda@Edge can assume a role. Functions without its trust are not replicated. */
function isOfEdge({ assumeRolePolicy }: iam.IRole & { readonly assumeRolePolicy?: iam.PolicyDocument }, stack: Stack): boolean {
  return JSON.stringify(stack.resolve(assumeRolePolicy) ?? '').includes('edgelambda.amazonaws.com');
}
