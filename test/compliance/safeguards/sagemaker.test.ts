import { except } from './service-cases';
import { SAGEMAKER } from '../../../src/compliance/safeguards/sagemaker';
import { customerKey, exactly, it_, PARAMETER, present, Triple, triples, undetermined } from '../triples';

const NOTEBOOK = { InstanceType: 'ml.t3.medium', RoleArn: 'r' };
const VPC = 'ImageConfig.RepositoryAccessMode';
const two = (property: string) => ({ [property]: { ClusterConfig: { InstanceCount: 2 } } });
const one = (property: string) => ({ [property]: { ClusterConfig: { InstanceCount: 1 } } });
const TRAFFIC = 'NetworkConfig.EnableInterContainerTrafficEncryption';
const ISOLATION = 'NetworkConfig.EnableNetworkIsolation';

const job = (name: string): Record<string, Triple> => ({
  [`SageMaker.${name}TrafficEncrypted`]: except(exactly(TRAFFIC, true, false, { with: two('JobResources') }), one('JobResources')),
  [`SageMaker.${name}Isolated`]: exactly(ISOLATION, true, false, { with: two('JobResources') }),
});

const SCHEDULE = 'MonitoringScheduleConfig.MonitoringJobDefinition';
const inline = { MonitoringScheduleConfig: { MonitoringJobDefinition: two('MonitoringResources') } };
const named = { MonitoringScheduleConfig: { MonitoringJobDefinitionName: 'definition' } };

describe('safeguards of Amazon SageMaker AI', () => triples(SAGEMAKER, {
  'SageMaker.NotebookNoDirectInternet': exactly('DirectInternetAccess', 'Disabled', 'Enabled', { with: NOTEBOOK }),
  'SageMaker.NotebookInVpc': present('SubnetId', 'subnet', { with: NOTEBOOK }),
  'SageMaker.NotebookNoRootAccess': exactly('RootAccess', 'Disabled', 'Enabled', { with: NOTEBOOK }),
  'SageMaker.NotebookImdsV2': exactly('InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion', '2', '1', { with: NOTEBOOK }),
  'SageMaker.NotebookPlatformSupported': exactly('PlatformIdentifier', 'notebook-al2023-v1', 'notebook-al2-v2', { with: NOTEBOOK }),
  'SageMaker.NotebookEncryptedWithCustomerKey': customerKey('KmsKeyId', { with: NOTEBOOK, differs: { fails: 'cdk-nag accepts an empty key' } }),
  'SageMaker.ModelIsolated': exactly('EnableNetworkIsolation', true, false),
  'SageMaker.ModelPrivateRegistry': except(exactly(`PrimaryContainer.${VPC}`, 'Vpc', 'Platform', { with: { PrimaryContainer: { Image: 'i' } } }), {}),
  'SageMaker.PipelinePrivateRegistry': (() => {
    const containers = (...modes: unknown[]) => it_({ Containers: modes.map((RepositoryAccessMode) => ({ ImageConfig: { RepositoryAccessMode } })) });
    return except({
      holds: [containers('Vpc', 'Vpc')],
      fails: [
        [containers('Vpc', 'Platform'), `Containers.1.${VPC} is "Platform", must be Vpc`],
        [it_({ Containers: [{ Image: 'i' }] }), `Containers.0.${VPC} is not set, must be Vpc`],
      ],
      open: [[containers(PARAMETER), undetermined(`Containers.0.${VPC}`)]],
    }, {});
  })(),
  'SageMaker.OfflineStoreEncrypted': except(present('OfflineStoreConfig.S3StorageConfig.KmsKeyId', 'key', { with: { OfflineStoreConfig: {} } }), {}),
  'SageMaker.OnlineStoreEncrypted': except(
    present('OnlineStoreConfig.SecurityConfig.KmsKeyId', 'key', { with: { OnlineStoreConfig: { EnableOnlineStore: true } } }),
    {}, { OnlineStoreConfig: { EnableOnlineStore: false } }, { OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory' } },
  ),
  'SageMaker.ExperimentStorageEncrypted': customerKey('KmsKey'),
  'SageMaker.ExperimentDataEncrypted': except(customerKey('DataStorageConfig.KmsKey', { with: { DataStorageConfig: { Destination: 's3://b' } } }), {}),
  'SageMaker.DomainVpcOnly': exactly('AppNetworkAccessType', 'VpcOnly', 'PublicInternetOnly'),
  ...job('DataQualityJob'),
  ...job('ExplainabilityJob'),
  ...job('ModelBiasJob'),
  ...job('ModelQualityJob'),
  'SageMaker.MonitoringScheduleTrafficEncrypted': except(
    exactly(`${SCHEDULE}.${TRAFFIC}`, true, false, { as: TRAFFIC, with: inline }),
    named, { MonitoringScheduleConfig: { MonitoringJobDefinition: one('MonitoringResources') } },
  ),
  'SageMaker.MonitoringScheduleIsolated': except(exactly(`${SCHEDULE}.${ISOLATION}`, true, false, { as: ISOLATION, with: inline }), named),
}));
