import { ABSENT, Fault, faultsIn, Template } from '../template';

const KEY = 'arn:aws:kms:eu-west-2:123456789012:key/1';
const REPOSITORY = '123456789012.dkr.ecr.eu-west-2.amazonaws.com/app';
const DIGEST = `${REPOSITORY}@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef`;
const LOGS = { LogDriver: 'awslogs', Options: { 'awslogs-group': 'g', 'awslogs-region': 'eu-west-2' } };
const SECRET = '{{resolve:secretsmanager:broker:SecretString:password}}';

const BASE: Template = {
  Resources: {
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }], Configuration: { ExecuteCommandConfiguration: { KmsKeyId: KEY, Logging: 'OVERRIDE', LogConfiguration: { CloudWatchLogGroupName: 'exec', CloudWatchEncryptionEnabled: true } } } } },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Cpu: '256', Memory: '512', NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'], ExecutionRoleArn: 'arn:aws:iam::123456789012:role/e', TaskRoleArn: 'arn:aws:iam::123456789012:role/t',
        ContainerDefinitions: [{ Name: 'app', Image: DIGEST, Essential: true, User: '1000', ReadonlyRootFilesystem: true, LogConfiguration: LOGS, LinuxParameters: { InitProcessEnabled: true, Capabilities: { Drop: ['ALL'] } } }],
        Volumes: [{ Name: 'data', EFSVolumeConfiguration: { FilesystemId: 'fs-1', TransitEncryption: 'ENABLED', AuthorizationConfig: { IAM: 'ENABLED', AccessPointId: 'fsap-1' } } }],
      },
    },
    Service: { Type: 'AWS::ECS::Service', Properties: { Cluster: { Ref: 'Cluster' }, TaskDefinition: { Ref: 'Task' }, LaunchType: 'FARGATE', DesiredCount: 2, PropagateTags: 'SERVICE', NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['s-1', 's-2'], SecurityGroups: ['sg-1'], AssignPublicIp: 'DISABLED' } } } },
    Repository: { Type: 'AWS::ECR::Repository', Properties: { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true }, EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: KEY }, LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' } } },
    Job: { Type: 'AWS::Batch::JobDefinition', Properties: { Type: 'container', PlatformCapabilities: ['FARGATE'], ContainerProperties: { Image: DIGEST, User: '1000', ReadonlyRootFilesystem: true, LogConfiguration: LOGS, JobRoleArn: 'arn:aws:iam::123456789012:role/j', ExecutionRoleArn: 'arn:aws:iam::123456789012:role/e', NetworkConfiguration: { AssignPublicIp: 'DISABLED' }, ResourceRequirements: [{ Type: 'VCPU', Value: '1' }] } } },
    EcsJob: { Type: 'AWS::Batch::JobDefinition', Properties: { Type: 'container', EcsProperties: { TaskProperties: [{ NetworkConfiguration: { AssignPublicIp: 'DISABLED' }, Containers: [{ Name: 'c', Image: DIGEST, User: '1000', ReadonlyRootFilesystem: true, LogConfiguration: LOGS }] }] } } },
    PodJob: { Type: 'AWS::Batch::JobDefinition', Properties: { Type: 'container', EksProperties: { PodProperties: { HostNetwork: false, Containers: [{ Image: DIGEST, SecurityContext: { Privileged: false, RunAsNonRoot: true, ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false } }] } } } },
    Compute: { Type: 'AWS::Batch::ComputeEnvironment', Properties: { Type: 'MANAGED', ComputeResources: { Type: 'FARGATE', MaxvCpus: 4, Subnets: ['s-1', 's-2'], SecurityGroupIds: ['sg-1'] } } },
    Kubernetes: {
      Type: 'AWS::EKS::Cluster',
      Properties: {
        RoleArn: 'arn:aws:iam::123456789012:role/eks', Version: '1.35', ResourcesVpcConfig: { SubnetIds: ['s-1', 's-2'], EndpointPublicAccess: false, EndpointPrivateAccess: true },
        EncryptionConfig: [{ Resources: ['secrets'], Provider: { KeyArn: KEY } }], AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false }, DeletionProtection: true,
        Logging: { ClusterLogging: { EnabledTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((Type) => ({ Type })) } },
      },
    },
    OpenKubernetes: {
      Type: 'AWS::EKS::Cluster',
      Properties: {
        RoleArn: 'arn:aws:iam::123456789012:role/eks', Version: '1.35', ResourcesVpcConfig: { SubnetIds: ['s-1', 's-2'], EndpointPublicAccess: true, PublicAccessCidrs: ['198.51.100.0/24'], EndpointPrivateAccess: true },
        EncryptionConfig: [{ Resources: ['secrets'], Provider: { KeyArn: KEY } }], Logging: { ClusterLogging: { EnabledTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((Type) => ({ Type })) } },
      },
    },
    Nodes: { Type: 'AWS::EKS::Nodegroup', Properties: { ClusterName: { Ref: 'Kubernetes' }, NodeRole: 'arn:aws:iam::123456789012:role/n', Subnets: ['s-1', 's-2'], Version: '1.35' } },
    Access: { Type: 'AWS::EKS::AccessEntry', Properties: { ClusterName: { Ref: 'Kubernetes' }, PrincipalArn: 'arn:aws:iam::123456789012:role/viewer', AccessPolicies: [{ PolicyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', AccessScope: { Type: 'namespace', Namespaces: ['loans'] } }] } },
    Kafka: {
      Type: 'AWS::MSK::Cluster',
      Properties: {
        ClusterName: 'k', KafkaVersion: '3.8.x', NumberOfBrokerNodes: 3, BrokerNodeGroupInfo: { ClientSubnets: ['s-1', 's-2', 's-3'], InstanceType: 'kafka.m7g.large', SecurityGroups: ['sg-1'], ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } } },
        EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: KEY }, EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } }, ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } },
        EnhancedMonitoring: 'PER_TOPIC_PER_BROKER', LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: 'g' } } },
      },
    },
    Connector: { Type: 'AWS::KafkaConnect::Connector', Properties: { KafkaClusterEncryptionInTransit: { EncryptionType: 'TLS' }, KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' }, LogDelivery: { WorkerLogDelivery: { CloudWatchLogs: { Enabled: true, LogGroup: 'g' } } } } },
    Broker: { Type: 'AWS::AmazonMQ::Broker', Properties: { BrokerName: 'b', EngineType: 'ACTIVEMQ', EngineVersion: '5.18', DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ', HostInstanceType: 'mq.m5.large', PubliclyAccessible: false, AutoMinorVersionUpgrade: true, Logs: { Audit: true, General: true }, EncryptionOptions: { UseAwsOwnedKey: false, KmsKeyId: KEY }, SubnetIds: ['s-1', 's-2'], Users: [{ Username: 'app', Password: SECRET }] } },
    Rabbit: { Type: 'AWS::AmazonMQ::Broker', Properties: { BrokerName: 'r', EngineType: 'RABBITMQ', EngineVersion: '3.13', DeploymentMode: 'CLUSTER_MULTI_AZ', HostInstanceType: 'mq.m5.large', PubliclyAccessible: false, AutoMinorVersionUpgrade: true, Logs: { General: true }, EncryptionOptions: { UseAwsOwnedKey: false, KmsKeyId: KEY }, Users: [{ Username: 'app', Password: SECRET }] } },
  },
};
const container = (path: string) => `ContainerDefinitions[0].${path}`;
const job = (path: string) => `ContainerProperties.${path}`;
const pod = (path: string) => `EksProperties.PodProperties.${path}`;

export const CONTAINERS: Fault[] = [
  ...faultsIn('Amazon ECS', BASE, [
    ['image by latest', 'Task', container('Image'), `${REPOSITORY}:latest`],
    ['image without a tag', 'Task', container('Image'), REPOSITORY],
    ['image without a tag from a registry with a port', 'Task', container('Image'), 'registry.acme.example:5000/app'],
    ['image by latest in a function', 'Task', container('Image'), { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/app:latest' }],
    ['capability SYS_ADMIN', 'Task', container('LinuxParameters.Capabilities.Add'), ['SYS_ADMIN']],
    ['capability NET_ADMIN', 'Task', container('LinuxParameters.Capabilities.Add'), ['NET_ADMIN']],
    ['every capability', 'Task', container('LinuxParameters.Capabilities.Add'), ['ALL']],
    ['Docker socket', 'Task', 'Volumes', [{ Name: 'docker', Host: { SourcePath: '/var/run/docker.sock' } }]],
    ['containerd socket', 'Task', 'Volumes', [{ Name: 'c', Host: { SourcePath: '/run/containerd/containerd.sock' } }]],
    ['root of the host', 'Task', 'Volumes', [{ Name: 'host', Host: { SourcePath: '/' } }]],
    ['devices of the host', 'Task', container('LinuxParameters.Devices'), [{ HostPath: '/dev/sda', ContainerPath: '/dev/sda' }]],
    ['privileged', 'Task', container('Privileged'), true],
    ['root', 'Task', container('User'), '0:0'],
    ['writable', 'Task', container('ReadonlyRootFilesystem'), ABSENT],
    ['no logs', 'Task', container('LogConfiguration'), ABSENT],
    ['password in the environment', 'Task', container('Environment'), [{ Name: 'SPRING_DATASOURCE_PASSWORD', Value: 'correct-horse' }]],
    ['token in the environment', 'Task', container('Environment'), [{ Name: 'API_TOKEN', Value: 'x9f8g7h6j5k4' }]],
    ['API key in the environment', 'Task', container('Environment'), [{ Name: 'STRIPE_API_KEY', Value: `sk_${'live'}_0123456789abcdef` }]],
    ['password in the command', 'Task', container('Command'), ['psql', 'postgres://app:hunter22@db/app']],
    ['password of a second container', 'Task', 'ContainerDefinitions[1]', { Name: 'side', Image: DIGEST, User: '1000', ReadonlyRootFilesystem: true, LogConfiguration: LOGS, Environment: [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }] }],
    ['namespace of the host', 'Task', 'PidMode', 'host'],
    ['IPC of the host', 'Task', 'IpcMode', 'host'],
    ['network of the host', 'Task', 'NetworkMode', 'host'],
    ['EFS in clear', 'Task', 'Volumes[0].EFSVolumeConfiguration.TransitEncryption', 'DISABLED'],
    ['EFS without IAM', 'Task', 'Volumes[0].EFSVolumeConfiguration.AuthorizationConfig', ABSENT],
    ['public address', 'Service', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'],
    ['old platform', 'Service', 'PlatformVersion', '1.3.0'],
    ['no Container Insights', 'Cluster', 'ClusterSettings', ABSENT],
  ]),
  ...faultsIn('Amazon ECS', { Resources: { ...BASE.Resources, Service: { ...BASE.Resources.Service, Properties: { ...BASE.Resources.Service.Properties, EnableExecuteCommand: true } } } }, [
    ['Exec without logs', 'Cluster', 'Configuration', ABSENT],
    ['Exec with logs switched off', 'Cluster', 'Configuration.ExecuteCommandConfiguration.Logging', 'NONE'],
  ]),
  ...faultsIn('Amazon ECR', BASE, [
    ['mutable tags', 'Repository', 'ImageTagMutability', 'MUTABLE'],
    ['no scans', 'Repository', 'ImageScanningConfiguration', ABSENT],
    ['key of the service', 'Repository', 'EncryptionConfiguration', ABSENT],
    ['images forever', 'Repository', 'LifecyclePolicy', ABSENT],
  ]),
  ...faultsIn('AWS Batch', BASE, [
    ['image by latest', 'Job', job('Image'), `${REPOSITORY}:latest`],
    ['image without a tag', 'EcsJob', 'EcsProperties.TaskProperties[0].Containers[0].Image', REPOSITORY],
    ['image of a pod by latest', 'PodJob', pod('Containers[0].Image'), `${REPOSITORY}:latest`],
    ['privileged', 'Job', job('Privileged'), true],
    ['privileged container of a task', 'EcsJob', 'EcsProperties.TaskProperties[0].Containers[0].Privileged', true],
    ['privileged pod', 'PodJob', pod('Containers[0].SecurityContext.Privileged'), true],
    ['network of the host', 'PodJob', pod('HostNetwork'), true],
    ['public address', 'Job', job('NetworkConfiguration.AssignPublicIp'), 'ENABLED'],
    ['public address of a task', 'EcsJob', 'EcsProperties.TaskProperties[0].NetworkConfiguration.AssignPublicIp', 'ENABLED'],
    ['password in the environment', 'Job', job('Environment'), [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }]],
    ['Docker socket', 'Job', job('Volumes'), [{ Name: 'd', Host: { SourcePath: '/var/run/docker.sock' } }]],
    ['root', 'Job', job('User'), 'root'],
    ['writable', 'Job', job('ReadonlyRootFilesystem'), false],
    ['secret in the command', 'Job', job('Command'), ['run', 'https://user:hunter22@acme.example/']],
  ]),
  ...faultsIn('Amazon EKS', BASE, [
    ['public endpoint', 'Kubernetes', 'ResourcesVpcConfig.EndpointPublicAccess', true],
    ['endpoint of the defaults', 'Kubernetes', 'ResourcesVpcConfig', { SubnetIds: ['s-1', 's-2'] }],
    ['endpoint for the world', 'OpenKubernetes', 'ResourcesVpcConfig.PublicAccessCidrs', ['0.0.0.0/0']],
    ['endpoint for half of the world', 'OpenKubernetes', 'ResourcesVpcConfig.PublicAccessCidrs', ['0.0.0.0/1', '128.0.0.0/1']],
    ['secrets in clear', 'Kubernetes', 'EncryptionConfig', ABSENT],
    ['no audit logs', 'Kubernetes', 'Logging.ClusterLogging.EnabledTypes', [{ Type: 'api' }]],
    ['no logs', 'Kubernetes', 'Logging', ABSENT],
    ['old version', 'Kubernetes', 'Version', '1.27'],
    ['old nodes', 'Nodes', 'Version', '1.27'],
    ['SSH for the world', 'Nodes', 'RemoteAccess', { Ec2SshKey: 'k' }],
    ['administrator of the cluster', 'Access', 'AccessPolicies[0].PolicyArn', 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy'],
    ['administrator by group', 'Access', 'KubernetesGroups', ['system:masters']],
  ]),
  ...faultsIn('Amazon MSK', BASE, [
    ['clients in clear', 'Kafka', 'EncryptionInfo.EncryptionInTransit.ClientBroker', 'PLAINTEXT'],
    ['clients as they like', 'Kafka', 'EncryptionInfo.EncryptionInTransit.ClientBroker', 'TLS_PLAINTEXT'],
    ['brokers in clear', 'Kafka', 'EncryptionInfo.EncryptionInTransit.InCluster', false],
    ['key of the service', 'Kafka', 'EncryptionInfo.EncryptionAtRest', ABSENT],
    ['no authentication', 'Kafka', 'ClientAuthentication', ABSENT],
    ['anonymous clients', 'Kafka', 'ClientAuthentication.Unauthenticated.Enabled', true],
    ['public', 'Kafka', 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', 'SERVICE_PROVIDED_EIPS'],
    ['no logs', 'Kafka', 'LoggingInfo', ABSENT],
    ['no monitoring', 'Kafka', 'EnhancedMonitoring', 'DEFAULT'],
    ['connector in clear', 'Connector', 'KafkaClusterEncryptionInTransit.EncryptionType', 'PLAINTEXT'],
    ['connector without authentication', 'Connector', 'KafkaClusterClientAuthentication.AuthenticationType', 'NONE'],
    ['connector without logs', 'Connector', 'LogDelivery', ABSENT],
  ]),
  ...faultsIn('Amazon MQ', BASE, [
    ['public', 'Broker', 'PubliclyAccessible', true],
    ['password in clear', 'Broker', 'Users[0].Password', 'correct-horse-battery'],
    ['no audit logs', 'Broker', 'Logs.Audit', false],
    ['no logs', 'Rabbit', 'Logs', ABSENT],
    ['one zone', 'Broker', 'DeploymentMode', 'SINGLE_INSTANCE'],
    ['one Rabbit', 'Rabbit', 'DeploymentMode', 'SINGLE_INSTANCE'],
    ['no upgrades', 'Broker', 'AutoMinorVersionUpgrade', false],
    ['key of the service', 'Broker', 'EncryptionOptions', ABSENT],
  ]),
];
