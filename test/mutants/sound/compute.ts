import { allow, att, group, KEY_ARN, r, ref, role, sound, sub, SUBNETS } from '../sound-parts';

const ACCOUNT = 'arn:aws:iam::123456789012:role/';
const lambda = (more: object = {}) => r('AWS::Lambda::Function', {
  Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { S3Bucket: 'code', S3Key: 'f.zip' }, Role: att('Role'), TracingConfig: { Mode: 'Active' }, ReservedConcurrentExecutions: 10, ...more,
});
const FUNCTION_ROLE = role('lambda.amazonaws.com', allow(['logs:CreateLogStream', 'logs:PutLogEvents'], sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/f:*')));
const permission = (more: object) => r('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: ref('Function'), ...more });
const container = (more: object = {}) => ({
  Name: 'app',
  Image: '123456789012.dkr.ecr.eu-west-2.amazonaws.com/app@sha256:0123456789012345678901234567890123456789012345678901234567890123',
  User: '1000',
  ReadonlyRootFilesystem: true,
  Essential: true,
  PortMappings: [{ ContainerPort: 8443 }],
  LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': 'app', 'awslogs-region': 'eu-west-2', 'awslogs-stream-prefix': 'a' } },
  LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true },
  ...more,
});
const task = (more: object = {}, ...containers: object[]) => r('AWS::ECS::TaskDefinition', {
  Family: 'app',
  Cpu: '512',
  Memory: '1024',
  NetworkMode: 'awsvpc',
  RequiresCompatibilities: ['FARGATE'],
  ExecutionRoleArn: `${ACCOUNT}execution`,
  TaskRoleArn: `${ACCOUNT}task`,
  ContainerDefinitions: containers.length ? containers : [container()],
  ...more,
});
const CLUSTER = r('AWS::ECS::Cluster', {
  ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
  Configuration: { ExecuteCommandConfiguration: { Logging: 'OVERRIDE', KmsKeyId: KEY_ARN, LogConfiguration: { CloudWatchLogGroupName: 'exec', CloudWatchEncryptionEnabled: true } } },
});
const service = (more: object = {}) => r('AWS::ECS::Service', {
  Cluster: ref('Cluster'),
  TaskDefinition: ref('Task'),
  LaunchType: 'FARGATE',
  DesiredCount: 2,
  PropagateTags: 'SERVICE',
  DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
  NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: SUBNETS, SecurityGroups: ['sg-1'] } },
  ...more,
});
const DISK = { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3', Encrypted: true } };
const IMDS = { HttpTokens: 'required', HttpPutResponseHopLimit: 1 };
const template = (more: object = {}) => r('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 't3.large', MetadataOptions: IMDS, BlockDeviceMappings: [DISK], SecurityGroupIds: ['sg-1'], Monitoring: { Enabled: true }, IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/p' }, ...more } });
const instance = (more: object = {}) => r('AWS::EC2::Instance', {
  ImageId: 'ami-1', InstanceType: 't3.micro', SubnetId: SUBNETS[0], SecurityGroupIds: ['sg-1'], IamInstanceProfile: 'p', BlockDeviceMappings: [DISK], Monitoring: true, ...more,
});
const scaled = (more: object = {}) => r('AWS::AutoScaling::AutoScalingGroup', {
  MinSize: '2',
  MaxSize: '6',
  VPCZoneIdentifier: SUBNETS,
  HealthCheckType: 'ELB',
  HealthCheckGracePeriod: 120,
  TargetGroupARNs: ['arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/t/1'],
  MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: ref('Template'), Version: att('Template', 'LatestVersionNumber') }, Overrides: [{ InstanceType: 'm7g.large' }, { InstanceType: 'm6g.large' }] } },
  ...more,
});
const eks = (more: object = {}) => r('AWS::EKS::Cluster', {
  Version: '1.34',
  RoleArn: `${ACCOUNT}eks`,
  ResourcesVpcConfig: { SubnetIds: SUBNETS, SecurityGroupIds: ['sg-1'], EndpointPrivateAccess: true, EndpointPublicAccess: false },
  EncryptionConfig: [{ Provider: { KeyArn: KEY_ARN }, Resources: ['secrets'] }],
  Logging: { ClusterLogging: { EnabledTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((Type) => ({ Type })) } },
  ...more,
});

export const COMPUTE = [
  ...sound('AWS Lambda', 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-security.html', {
    'lambda-function': { Function: lambda(), Role: FUNCTION_ROLE },
    'lambda-in-vpc': { Function: lambda({ VpcConfig: { SubnetIds: SUBNETS, SecurityGroupIds: ['sg-1'] } }), Role: FUNCTION_ROLE },
    'lambda-custom-runtime': { Function: lambda({ Runtime: 'provided.al2023', Handler: 'bootstrap' }), Role: FUNCTION_ROLE },
    'lambda-image': { Function: lambda({ Runtime: undefined, Handler: undefined, PackageType: 'Image', Code: { ImageUri: '123456789012.dkr.ecr.eu-west-2.amazonaws.com/f@sha256:0123456789012345678901234567890123456789012345678901234567890123' } }), Role: FUNCTION_ROLE },
    'lambda-at-edge': { Function: lambda({ TracingConfig: undefined, ReservedConcurrentExecutions: undefined }), Role: role(['lambda.amazonaws.com', 'edgelambda.amazonaws.com']), Version: r('AWS::Lambda::Version', { FunctionName: ref('Function') }) },
    'lambda-with-secret-arn': { Function: lambda({ KmsKeyArn: KEY_ARN, Environment: { Variables: { SECRET_ARN: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:s', PASSWORD_LENGTH: '32', TABLE: ref('AWS::StackName') } } }), Role: FUNCTION_ROLE },
    'lambda-called-by-bucket': { Function: lambda(), Role: FUNCTION_ROLE, Permission: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::acme', SourceAccount: ref('AWS::AccountId') }) },
    'lambda-called-by-rule': { Function: lambda(), Role: FUNCTION_ROLE, Permission: permission({ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-west-2:123456789012:rule/r' }) },
    'lambda-called-by-organization': { Function: lambda(), Role: FUNCTION_ROLE, Permission: permission({ Principal: '*', PrincipalOrgID: 'o-exampleorgid' }) },
    'lambda-url-with-iam': { Function: lambda(), Role: FUNCTION_ROLE, Url: r('AWS::Lambda::Url', { TargetFunctionArn: att('Function'), AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['https://www.example.com'] } }) },
    'lambda-event-source': { Function: lambda(), Role: FUNCTION_ROLE, Mapping: r('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Function'), EventSourceArn: 'arn:aws:sqs:eu-west-2:123456789012:q', FunctionResponseTypes: ['ReportBatchItemFailures'] }) },
  }),
  ...sound('Amazon ECS', 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html', {
    'ecs-fargate-service': { Cluster: CLUSTER, Task: task(), Service: service() },
    'ecs-with-secrets': { Task: task({}, container({ Environment: [{ Name: 'PORT', Value: '8443' }], Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:s:password::' }] })) },
    'ecs-two-containers': { Task: task({}, container(), container({ Name: 'proxy', PortMappings: [], LogConfiguration: { LogDriver: 'awsfirelens' } })) },
    'ecs-with-writable-volume': { Task: task({ Volumes: [{ Name: 'scratch' }] }, container({ MountPoints: [{ SourceVolume: 'scratch', ContainerPath: '/tmp', ReadOnly: false }] })) },
    'ecs-with-efs': { Task: task({ Volumes: [{ Name: 'data', EFSVolumeConfiguration: { FilesystemId: 'fs-1', TransitEncryption: 'ENABLED', AuthorizationConfig: { AccessPointId: 'fsap-1', IAM: 'ENABLED' } } }] }, container({ MountPoints: [{ SourceVolume: 'data', ContainerPath: '/data', ReadOnly: true }] })) },
    'ecs-windows': { Task: task({ RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }, container({ User: 'ContainerUser', ReadonlyRootFilesystem: undefined, LinuxParameters: undefined })) },
    'ecs-on-ec2': { Task: task({ RequiresCompatibilities: ['EC2'] }), Cluster: CLUSTER, Service: service({ LaunchType: 'EC2' }) },
    'ecs-capacity-provider': { Provider: r('AWS::ECS::CapacityProvider', { AutoScalingGroupProvider: { AutoScalingGroupArn: 'arn:aws:autoscaling:eu-west-2:123456789012:autoScalingGroup:1:autoScalingGroupName/g', ManagedScaling: { Status: 'ENABLED' }, ManagedTerminationProtection: 'ENABLED' } }) },
  }),
  ...sound('Amazon ECR', 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html', {
    'ecr-repository': { Repository: r('AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true }, EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: KEY_ARN }, LifecyclePolicy: { LifecyclePolicyText: '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}' } }) },
    'ecr-shared-with-account': { Repository: r('AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true }, LifecyclePolicy: { LifecyclePolicyText: '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":50},"action":{"type":"expire"}}]}' }, RepositoryPolicyText: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] }] } }) },
  }),
  ...sound('Amazon EC2', 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-best-practices.html', {
    'ec2-instance': { Instance: instance({ MetadataOptions: IMDS }) },
    'ec2-instance-without-imds': { Instance: instance({ MetadataOptions: { HttpEndpoint: 'disabled' } }) },
    'ec2-instance-of-template': { Template: template(), Instance: instance({ LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: '1' } }) },
    'ec2-instance-of-template-by-name': { Template: r('AWS::EC2::LaunchTemplate', { LaunchTemplateName: 'imds', LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } }), Instance: instance({ LaunchTemplate: { LaunchTemplateName: 'imds', Version: att('Template', 'LatestVersionNumber') } }) },
    'ec2-auto-scaling-group': { Template: template(), Group: scaled() },
    'ec2-workers-without-load-balancer': { Template: template(), Group: scaled({ TargetGroupARNs: undefined, HealthCheckType: 'EC2' }) },
    'ec2-security-group': { Group: group() },
  }),
  ...sound('Amazon EKS', 'https://docs.aws.amazon.com/eks/latest/best-practices/security.html', {
    'eks-private': { Cluster: eks() },
    'eks-restricted-endpoint': { Cluster: eks({ ResourcesVpcConfig: { SubnetIds: SUBNETS, SecurityGroupIds: ['sg-1'], EndpointPrivateAccess: true, EndpointPublicAccess: false } }), Nodes: r('AWS::EKS::Nodegroup', { ClusterName: ref('Cluster'), NodeRole: `${ACCOUNT}nodes`, Subnets: SUBNETS, Version: '1.34' }) },
  }),
  ...sound('AWS Batch', 'https://docs.aws.amazon.com/batch/latest/userguide/fargate.html', {
    'batch-fargate': {
      Environment: r('AWS::Batch::ComputeEnvironment', { Type: 'MANAGED', ComputeResources: { Type: 'FARGATE', MaxvCpus: 16, Subnets: SUBNETS, SecurityGroupIds: ['sg-1'] } }),
      Job: r('AWS::Batch::JobDefinition', { Type: 'container', PlatformCapabilities: ['FARGATE'], ContainerProperties: { Image: container().Image, ExecutionRoleArn: `${ACCOUNT}execution`, JobRoleArn: `${ACCOUNT}job`, ReadonlyRootFilesystem: true, User: '1000', NetworkConfiguration: { AssignPublicIp: 'DISABLED' }, LogConfiguration: { LogDriver: 'awslogs' }, ResourceRequirements: [{ Type: 'VCPU', Value: '1' }, { Type: 'MEMORY', Value: '2048' }] } }),
    },
  }),
  ...sound('AWS Elastic Beanstalk', 'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/security-bestpractices.html', {
    'beanstalk-environment': {
      Environment: r('AWS::ElasticBeanstalk::Environment', {
        ApplicationName: 'a',
        OptionSettings: [
          ['aws:elasticbeanstalk:healthreporting:system', 'SystemType', 'enhanced'], ['aws:elasticbeanstalk:managedactions', 'ManagedActionsEnabled', 'true'],
          ['aws:elasticbeanstalk:managedactions:platformupdate', 'UpdateLevel', 'minor'], ['aws:elasticbeanstalk:cloudwatch:logs', 'StreamLogs', 'true'],
          ['aws:autoscaling:launchconfiguration', 'DisableIMDSv1', 'true'],
        ].map(([Namespace, OptionName, Value]) => ({ Namespace, OptionName, Value })),
      }),
    },
  }),
  ...sound('Amazon EMR', 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security.html', {
    emr: {
      Subnet: r('AWS::EC2::Subnet', { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' }),
      Security: r('AWS::EMR::SecurityConfiguration', {
        SecurityConfiguration: {
          EncryptionConfiguration: {
            EnableAtRestEncryption: true,
            EnableInTransitEncryption: true,
            InTransitEncryptionConfiguration: { TLSCertificateConfiguration: { CertificateProviderType: 'PEM', S3Object: 's3://certs/c.zip' } },
            AtRestEncryptionConfiguration: { S3EncryptionConfiguration: { EncryptionMode: 'SSE-KMS', AwsKmsKey: KEY_ARN }, LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: 'AwsKms', AwsKmsKey: KEY_ARN, EnableEbsEncryption: true } },
          },
        },
      }),
      Cluster: r('AWS::EMR::Cluster', { Name: 'c', ReleaseLabel: 'emr-7.10.0', JobFlowRole: 'p', ServiceRole: 's', LogUri: 's3://logs/emr/', SecurityConfiguration: ref('Security'), Instances: { Ec2SubnetId: ref('Subnet'), EmrManagedMasterSecurityGroup: 'sg-1', EmrManagedSlaveSecurityGroup: 'sg-2', ServiceAccessSecurityGroup: 'sg-3' } }),
    },
  }),
];
