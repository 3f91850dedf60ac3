import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { AutoScalingService, FargateService } from '../../src';
import { vpc } from '../contract/surroundings';
import { alarmTable, described } from '../descriptions';
import { testStack } from '../support';

const stack = testStack();
const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
new FargateService(stack, 'Tasks', { vpc: vpc(stack), image: IMAGE });
new AutoScalingService(stack, 'Instances', { vpc: vpc(stack), scaling: { cpuSteps: { scaleOutAtPercent: 70, scaleInAtPercent: 30 } }, network: { outboundHttp: [ec2.Peer.anyIpv4()] } });

test('the alarms that the constructs recommend', () => {
  expect(alarmTable(stack)).toEqual([
    'CpuHigh: AWS/ECS CPUUtilization ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s default 90, default periods',
    'MemoryHigh: AWS/ECS MemoryUtilization ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s default 90, default periods',
    "TasksMissing: desired - running [desired = ECS/ContainerInsights DesiredTaskCount ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s; running = ECS/ContainerInsights RunningTaskCount ClusterName=<TasksCluster3733B20A> ServiceName=<TasksService20FE64D1.Name> Average per 300 s] per 300 s, label 'Missing tasks' default 1, default periods",
    'CpuHigh: AWS/EC2 CPUUtilization AutoScalingGroupName=<InstancesGroupASG9A25D793> Average per 60 s default 90, 10 periods',
    'MemoryHigh: CWAgent mem_used_percent AutoScalingGroupName=<InstancesGroupASG9A25D793> Maximum per 60 s default 90, 10 periods',
    'DiskHigh: CWAgent disk_used_percent AutoScalingGroupName=<InstancesGroupASG9A25D793> Maximum per 60 s default 85, 10 periods',
    'StatusCheckFailed: AWS/EC2 StatusCheckFailed AutoScalingGroupName=<InstancesGroupASG9A25D793> Maximum per 60 s default 1, default periods',
    "InstancesMissing: desired - inService [desired = AWS/AutoScaling GroupDesiredCapacity AutoScalingGroupName=<InstancesGroupASG9A25D793> Average per 60 s; inService = AWS/AutoScaling GroupInServiceInstances AutoScalingGroupName=<InstancesGroupASG9A25D793> Average per 60 s] per 60 s, label 'Missing instances' default 1, 15 periods",
  ]);
});

test('the resources that have a description', () => {
  expect(described(stack)).toEqual([
    'AWS::CloudWatch::Alarm InstancesScaleInAlarm',
    'AWS::CloudWatch::Alarm InstancesScaleOutAlarm',
    'AWS::EC2::SecurityGroup InstancesSecurityGroup',
    'AWS::EC2::SecurityGroup InstancesSecurityGroup SecurityGroupEgress',
    'AWS::EC2::SecurityGroup InstancesSecurityGroup SecurityGroupEgress',
    'AWS::EC2::SecurityGroup TasksSecurityGroup',
    'AWS::EC2::SecurityGroup TasksSecurityGroup SecurityGroupEgress',
  ]);
});
