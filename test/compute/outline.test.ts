import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AutoScalingService, FargateService } from '../../src';
import { vpc } from '../contract/surroundings';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
  const tasks = new FargateService(stack, 'Tasks', { vpc: vpc(stack), image: IMAGE, executeCommand: true, tracing: {} });
  new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: vpc(stack) }).addListener('Listener', { port: 80, open: false }).addTargets('Target', { port: 80, targets: [tasks] });
  new AutoScalingService(stack, 'Instances', { vpc: vpc(stack) })
    .scaleOnBusinessHours('Market', { minCapacity: 3, startTime: '08:00', endTime: '18:00', timeZone: 'America/New_York' });
  new AutoScalingService(stack, 'Steps', {
    vpc: vpc(stack), scaling: { cpuSteps: { scaleOutAtPercent: 70, scaleInAtPercent: 30 } }, network: { outboundHttp: [ec2.Peer.anyIpv4()] },
  });
  expect(outlineOf(stack)).toEqual({
    constructs: ['AutoScalingService', 'FargateService', 'WorkloadKey'],
    alarms: [
      'CpuHigh: AWS/ECS CPUUtilization ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s default 90, default periods',
      'MemoryHigh: AWS/ECS MemoryUtilization ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s default 90, default periods',
      "TasksMissing: desired - running [desired = ECS/ContainerInsights DesiredTaskCount ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s; running = ECS/ContainerInsights RunningTaskCount ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s] per 300 s, label 'Missing tasks' default 1, default periods",
      'CpuHigh: AWS/EC2 CPUUtilization AutoScalingGroupName=<InstancesGroupASG9A25D793> Average per 60 s default 90, 10 periods',
      'MemoryHigh: CWAgent mem_used_percent AutoScalingGroupName=<InstancesGroupASG9A25D793> Maximum per 60 s default 90, 10 periods',
      'DiskHigh: CWAgent disk_used_percent AutoScalingGroupName=<InstancesGroupASG9A25D793> Maximum per 60 s default 85, 10 periods',
      'StatusCheckFailed: AWS/EC2 StatusCheckFailed AutoScalingGroupName=<InstancesGroupASG9A25D793> Maximum per 60 s default 1, default periods',
      "InstancesMissing: desired - inService [desired = AWS/AutoScaling GroupDesiredCapacity AutoScalingGroupName=<InstancesGroupASG9A25D793> Average per 60 s; inService = AWS/AutoScaling GroupInServiceInstances AutoScalingGroupName=<InstancesGroupASG9A25D793> Average per 60 s] per 60 s, label 'Missing instances' default 1, 15 periods",
      'CpuHigh: AWS/EC2 CPUUtilization AutoScalingGroupName=<StepsGroupASG65FD0DBA> Average per 60 s default 90, 10 periods',
      'MemoryHigh: CWAgent mem_used_percent AutoScalingGroupName=<StepsGroupASG65FD0DBA> Maximum per 60 s default 90, 10 periods',
      'DiskHigh: CWAgent disk_used_percent AutoScalingGroupName=<StepsGroupASG65FD0DBA> Maximum per 60 s default 85, 10 periods',
      'StatusCheckFailed: AWS/EC2 StatusCheckFailed AutoScalingGroupName=<StepsGroupASG65FD0DBA> Maximum per 60 s default 1, default periods',
      "InstancesMissing: desired - inService [desired = AWS/AutoScaling GroupDesiredCapacity AutoScalingGroupName=<StepsGroupASG65FD0DBA> Average per 60 s; inService = AWS/AutoScaling GroupInServiceInstances AutoScalingGroupName=<StepsGroupASG65FD0DBA> Average per 60 s] per 60 s, label 'Missing instances' default 1, 15 periods",
    ],
    descriptions: [
      'AWS::CloudWatch::Alarm StepsScaleInAlarm',
      'AWS::CloudWatch::Alarm StepsScaleOutAlarm',
      'AWS::CloudWatch::Alarm TasksDeploymentErrors',
      'AWS::EC2::SecurityGroup AlbSecurityGroup',
      'AWS::EC2::SecurityGroup InstancesSecurityGroup',
      'AWS::EC2::SecurityGroup InstancesSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup StepsSecurityGroup',
      'AWS::EC2::SecurityGroup StepsSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup StepsSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup TasksSecurityGroup',
      'AWS::EC2::SecurityGroup TasksSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroupEgress AlbSecurityGrouptoStackTasksSecurityGroup107B41E58080',
      'AWS::EC2::SecurityGroupIngress TasksSecurityGroupfromStackAlbSecurityGroup995E416C8080',
    ],
    logicalIds: [
      'Alb16C2F182',
      'AlbListener86261768',
      'AlbListenerTargetGroup34CD4313',
      'AlbSecurityGroup580F65A6',
      'AlbSecurityGrouptoStackTasksSecurityGroup107B41E58080EB851A3E',
      'InstancesAuditLogGroup9FE573D7',
      'InstancesBootstrapLogGroup92776D14',
      'InstancesGroupASG9A25D793',
      'InstancesGroupScalingPolicyCpuD099B464',
      'InstancesGroupScheduledActionMarketBegin96D2E573',
      'InstancesGroupScheduledActionMarketEnd2E264637',
      'InstancesLaunchTemplate262851C3',
      'InstancesLaunchTemplateProfileFB5D4C2F',
      'InstancesRoleE5424339',
      'InstancesRolePolicy1E5A304E',
      'InstancesRolePolicyWithoutResourceD51093D0',
      'InstancesSecurityGroupCB9C0B08',
      'InstancesSsmLogGroup84E1E977',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
      'StepsAuditLogGroupE24D146F',
      'StepsBootstrapLogGroup47BCEB6C',
      'StepsGroupASG65FD0DBA',
      'StepsLaunchTemplate686C95AF',
      'StepsLaunchTemplateProfile67D6C3A8',
      'StepsRoleAF31F4BE',
      'StepsRolePolicy8BC79361',
      'StepsRolePolicyWithoutResource29E13E10',
      'StepsScaleInAlarmCCC7B7F4',
      'StepsScaleInPolicy036F6B31',
      'StepsScaleOutAlarm510FD508',
      'StepsScaleOutPolicyCE27BA74',
      'StepsSecurityGroup6826A9AF',
      'StepsSsmLogGroupC711C45E',
      'StorageKeyAlias35051FCE',
      'StorageKeyEEC2391F',
      'TasksCluster3733B20A',
      'TasksDeploymentErrorsB961A00D',
      'TasksExecutionRoleF507B5D7',
      'TasksExecutionRolePolicy7352010A',
      'TasksLogGroup56AD42F3',
      'TasksSecurityGroupD22F5DA1',
      'TasksSecurityGroupfromStackAlbSecurityGroup995E416C8080F03814BF',
      'TasksService20FE64D1',
      'TasksServiceTaskCountTarget93B49D0F',
      'TasksServiceTaskCountTargetCpu2CB075B1',
      'TasksServiceTaskCountTargetMemory7D9E0452',
      'TasksSessionLogGroup0FF2E04C',
      'TasksTaskDefinition5792BC4D',
      'TasksTaskRole7EF6BC85',
      'TasksTaskRolePolicyE73E773C',
      'TasksTaskRolePolicyWithoutResourceB68D48B1',
    ],
    keyUses: {
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs', '<TasksTaskRole7EF6BC85.Arn>'],
      StorageKeyEEC2391F: ['AllowAutoScaling', 'AllowAutoScalingGrants'],
    },
    trust: {
      TasksExecutionRoleF507B5D7: ['ecs-tasks.amazonaws.com; StringEquals aws:SourceAccount; ArnLike aws:SourceArn'],
      TasksTaskRole7EF6BC85: ['ecs-tasks.amazonaws.com; StringEquals aws:SourceAccount; ArnLike aws:SourceArn'],
      InstancesRoleE5424339: ['ec2.amazonaws.com'],
      StepsRoleAF31F4BE: ['ec2.amazonaws.com'],
    },
  });
});
