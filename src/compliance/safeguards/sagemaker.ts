import { ResourceSafeguard } from '../model/safeguard';
import { given, isTrue, listOf } from '../predicates/intrinsics';
import { allOf, HOLDS, mustBe, mustBeCustomerKey, mustBeSet, WHY_CUSTOMER_KEY } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_NOTEBOOKS = ['AWS::SageMaker::NotebookInstance'];
const ON_MODELS = ['AWS::SageMaker::Model'];
const ISOLATION = 'A container without network isolation can send the data it reads to the internet';
const TRAFFIC = 'Data and intermediate results cross the network in plain text between containers';

// Job definitions and monitoring schedules have the same network configuration.
const JOBS = [
  { id: 'DataQualityJob', type: 'DataQualityJobDefinition', what: 'data quality job', traffic: 'SageMaker.9', isolation: 'SageMaker.11' },
  { id: 'ExplainabilityJob', type: 'ModelExplainabilityJobDefinition', what: 'model explainability job', traffic: 'SageMaker.10', isolation: 'SageMaker.20' },
  { id: 'ModelBiasJob', type: 'ModelBiasJobDefinition', what: 'model bias job', traffic: 'SageMaker.15', isolation: 'SageMaker.12' },
  { id: 'ModelQualityJob', type: 'ModelQualityJobDefinition', what: 'model quality job', traffic: 'SageMaker.13', isolation: 'SageMaker.25' },
  { id: 'MonitoringSchedule', type: 'MonitoringSchedule', what: 'monitoring schedule', traffic: 'SageMaker.22', isolation: 'SageMaker.14' },
];

/** Safeguards of Amazon SageMaker AI. */
export const SAGEMAKER: ResourceSafeguard[] = [
  {
    id: 'SageMaker.NotebookNoDirectInternet',
    on: ON_NOTEBOOKS,
    statement: 'the notebook instance has no direct internet access',
    rationale: 'Direct internet access bypasses the controls of the VPC and allows data to leave it',
    remedy: 'set `directInternetAccess` to `Disabled`, which replaces the notebook instance',
    sources: {
      securityHub: ['SageMaker.1'],
      cdkNag: ['SageMakerNotebookNoDirectInternetAccess'],
      prowler: ['sagemaker_notebook_instance_without_direct_internet_access_configured'],
    },
    // The default is Enabled (Amazon SageMaker AI Developer Guide, Connect a notebook instance to resources in a VPC).
    judge: ({ properties }) => mustBe('DirectInternetAccess', properties.DirectInternetAccess, 'Disabled'),
  },
  {
    id: 'SageMaker.NotebookInVpc',
    on: ON_NOTEBOOKS,
    statement: 'the notebook instance is in a VPC',
    rationale: 'Only in a VPC do security groups and flow logs apply to the traffic of the notebook',
    remedy: 'set `subnetId`, which replaces the notebook instance',
    sources: { securityHub: ['SageMaker.2'], cdkNag: ['SageMakerNotebookInVPC'], prowler: ['sagemaker_notebook_instance_vpc_settings_configured'] },
    judge: ({ properties }) => mustBeSet('SubnetId', properties.SubnetId),
  },
  {
    id: 'SageMaker.NotebookNoRootAccess',
    on: ON_NOTEBOOKS,
    statement: 'users have no root access to the notebook instance',
    rationale: 'A user with root access can change system files and read the data of other users',
    remedy: 'set `rootAccess` to `Disabled`',
    sources: { securityHub: ['SageMaker.3'], prowler: ['sagemaker_notebook_instance_root_access_disabled'] },
    // The default is Enabled (AWS CloudFormation, AWS::SageMaker::NotebookInstance).
    judge: ({ properties }) => mustBe('RootAccess', properties.RootAccess, 'Disabled'),
  },
  {
    id: 'SageMaker.NotebookImdsV2',
    on: ON_NOTEBOOKS,
    statement: 'instance metadata of the notebook instance requires IMDSv2',
    rationale: 'IMDSv1 lets a forged request from the application read the credentials of the instance',
    remedy: 'set `instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion` to `2`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-imds.html',
    always: true,
    sources: {},
    // The default is IMDSv1 (AWS CloudFormation, AWS::SageMaker::NotebookInstance InstanceMetadataServiceConfiguration).
    judge: ({ properties: { InstanceMetadataServiceConfiguration: service } }) => mustBe(
      'InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion', service?.MinimumInstanceMetadataServiceVersion, '2'),
  },
  {
    id: 'SageMaker.NotebookPlatformSupported',
    on: ON_NOTEBOOKS,
    statement: 'the notebook instance runs on a supported platform',
    rationale: 'Platforms without support get no security patches',
    remedy: 'set `platformIdentifier` to `notebook-al2023-v1`, which replaces the notebook instance',
    sources: { securityHub: ['SageMaker.8'] },
    // The parameter of SageMaker.8, as published in 2026.
    judge: ({ properties }) => mustBe('PlatformIdentifier', properties.PlatformIdentifier, 'notebook-al2023-v1'),
  },
  {
    id: 'SageMaker.NotebookEncryptedWithCustomerKey',
    on: ON_NOTEBOOKS,
    statement: 'the volume of the notebook instance is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `kmsKeyId`, which replaces the notebook instance',
    sources: {
      securityHub: ['SageMaker.21'], cdkNag: ['SageMakerNotebookInstanceKMSKeyConfigured'], prowler: ['sagemaker_notebook_instance_encryption_enabled'],
    },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'SageMaker.ModelIsolated',
    on: ON_MODELS,
    statement: 'the model has network isolation',
    rationale: ISOLATION,
    remedy: 'set `enableNetworkIsolation`',
    sources: { securityHub: ['SageMaker.5'] },
    judge: ({ properties }) => mustBe('EnableNetworkIsolation', properties.EnableNetworkIsolation, true),
  },
  {
    id: 'SageMaker.ModelPrivateRegistry',
    on: ON_MODELS,
    statement: 'the primary container comes from a private registry in the VPC',
    rationale: 'A registry in the VPC controls which images run and needs no path to the internet',
    remedy: 'set `imageConfig.repositoryAccessMode` to `Vpc`',
    sources: { securityHub: ['SageMaker.16'] },
    judge: ({ properties: { PrimaryContainer: container } }) => given(container)
      ? mustBe('PrimaryContainer.ImageConfig.RepositoryAccessMode', container.ImageConfig?.RepositoryAccessMode, 'Vpc')
      : undefined,
  },
  {
    id: 'SageMaker.PipelinePrivateRegistry',
    on: ON_MODELS,
    statement: 'containers of the inference pipeline come from a private registry in the VPC',
    rationale: 'A registry in the VPC controls which images run and needs no path to the internet',
    remedy: 'set `imageConfig.repositoryAccessMode` of each container to `Vpc`',
    sources: { securityHub: ['SageMaker.19'] },
    judge: ({ properties: { Containers } }) => listOf(Containers).length === 0
      ? undefined
      : allOf(...listOf(Containers).map((container, index) => mustBe(
        `Containers.${index}.ImageConfig.RepositoryAccessMode`, container.ImageConfig?.RepositoryAccessMode, 'Vpc'))),
  },
  {
    id: 'SageMaker.OfflineStoreEncrypted',
    on: ['AWS::SageMaker::FeatureGroup'],
    statement: 'the offline store is encrypted with an AWS KMS key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `offlineStoreConfig.s3StorageConfig.kmsKeyId`, which replaces the feature group',
    sources: { securityHub: ['SageMaker.17'] },
    judge: ({ properties: { OfflineStoreConfig: store } }) => given(store)
      ? mustBeSet('OfflineStoreConfig.S3StorageConfig.KmsKeyId', store.S3StorageConfig?.KmsKeyId)
      : undefined,
  },
  {
    id: 'SageMaker.OnlineStoreEncrypted',
    on: ['AWS::SageMaker::FeatureGroup'],
    statement: 'the online store is encrypted with an AWS KMS key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `onlineStoreConfig.securityConfig.kmsKeyId`, which replaces the feature group',
    sources: { securityHub: ['SageMaker.18'] },
    judge: ({ properties: { OnlineStoreConfig: store } }) => isTrue(store?.EnableOnlineStore) && store.StorageType !== 'InMemory'
      ? mustBeSet('OnlineStoreConfig.SecurityConfig.KmsKeyId', store.SecurityConfig?.KmsKeyId)
      : undefined,
  },
  {
    id: 'SageMaker.ExperimentStorageEncrypted',
    on: ['AWS::SageMaker::InferenceExperiment'],
    statement: 'instance storage of the inference experiment is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `kmsKey`, which replaces the experiment',
    sources: { securityHub: ['SageMaker.23'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKey', properties.KmsKey),
  },
  {
    id: 'SageMaker.ExperimentDataEncrypted',
    on: ['AWS::SageMaker::InferenceExperiment'],
    statement: 'captured data of the inference experiment is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `dataStorageConfig.kmsKey`',
    sources: { securityHub: ['SageMaker.24'] },
    judge: ({ properties: { DataStorageConfig: storage } }) => given(storage) ? mustBeCustomerKey('DataStorageConfig.KmsKey', storage.KmsKey) : undefined,
  },
  {
    id: 'SageMaker.DomainVpcOnly',
    on: ['AWS::SageMaker::Domain'],
    statement: 'traffic of the Studio domain passes through the VPC only',
    rationale: 'The default lets notebooks send data to the internet outside the VPC',
    remedy: 'set `appNetworkAccessType` to `VpcOnly`, which replaces the domain',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html',
    always: true,
    sources: {},
    // The default is PublicInternetOnly (AWS CloudFormation, AWS::SageMaker::Domain).
    judge: ({ properties }) => mustBe('AppNetworkAccessType', properties.AppNetworkAccessType, 'VpcOnly'),
  },
  ...JOBS.flatMap(({ id, type, what, traffic, isolation }): ResourceSafeguard[] => [
    {
      id: `SageMaker.${id}TrafficEncrypted`,
      on: [`AWS::SageMaker::${type}`],
      statement: `traffic between containers of the ${what} is encrypted`,
      rationale: TRAFFIC,
      remedy: 'set `networkConfig.enableInterContainerTrafficEncryption`',
      sources: { securityHub: [traffic] },
      judge: ({ properties }) => {
        const outcome = mustBe('NetworkConfig.EnableInterContainerTrafficEncryption', networkOf(properties)?.EnableInterContainerTrafficEncryption, true);
        return outcome !== HOLDS && onOneInstance(properties) ? undefined : outcome;
      },
    },
    {
      id: `SageMaker.${id}Isolated`,
      on: [`AWS::SageMaker::${type}`],
      statement: `the ${what} has network isolation`,
      rationale: ISOLATION,
      remedy: 'set `networkConfig.enableNetworkIsolation`',
      sources: { securityHub: [isolation] },
      judge: ({ properties }) => scheduledByDefinition(properties) ? undefined : mustBe(
        'NetworkConfig.EnableNetworkIsolation', networkOf(properties)?.EnableNetworkIsolation, true),
    },
  ]),
];

function networkOf({ NetworkConfig, MonitoringScheduleConfig }: Json): Json {
  return NetworkConfig ?? MonitoringScheduleConfig?.MonitoringJobDefinition?.NetworkConfig;
}

// A schedule can name a job definition, which has the network configuration.
function scheduledByDefinition({ MonitoringScheduleConfig: schedule }: Json): boolean {
  return given(schedule?.MonitoringJobDefinitionName) && !given(schedule.MonitoringJobDefinition);
}

// SageMaker.15 applies to jobs on at least two instances: containers on one instance exchange nothing over the network.
function onOneInstance(properties: Json): boolean {
  const cluster = properties.JobResources?.ClusterConfig
    ?? properties.MonitoringScheduleConfig?.MonitoringJobDefinition?.MonitoringResources?.ClusterConfig;
  return String(cluster?.InstanceCount) === '1' || scheduledByDefinition(properties);
}
