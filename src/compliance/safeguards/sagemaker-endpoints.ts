import { ResourceSafeguard } from '../model/safeguard';
import { given, isSame, listOf } from '../predicates/intrinsics';
import { allOf, called, mustBeAtLeast, mustBeCustomerKey, WHY_CUSTOMER_KEY } from '../predicates/outcome';

const ON_CONFIGS = ['AWS::SageMaker::EndpointConfig'];

/** Safeguards of Amazon SageMaker AI endpoints. */
export const SAGEMAKER_ENDPOINTS: ResourceSafeguard[] = [
  {
    id: 'SageMaker.EndpointRedundant',
    on: ON_CONFIGS,
    statement: 'production variants have more than one instance',
    rationale: 'A single instance is unavailable when it or its Availability Zone fails',
    remedy: 'set `initialInstanceCount` to at least 2',
    sources: { securityHub: ['SageMaker.4'] },
    judge: ({ properties: { ProductionVariants } }) => {
      // A serverless variant has no instances.
      const variants = listOf(ProductionVariants).filter(({ ServerlessConfig }) => !given(ServerlessConfig));
      return variants.length === 0 ? undefined : allOf(...variants.map(({ VariantName, InitialInstanceCount }) => mustBeAtLeast(
        `InitialInstanceCount of ${called(VariantName)}`, InitialInstanceCount, 2, 1)));
    },
  },
  {
    id: 'SageMaker.EndpointEncryptedWithCustomerKey',
    on: ON_CONFIGS,
    statement: 'storage of the endpoint is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `kmsKeyId`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html',
    sources: { cdkNag: ['SageMakerEndpointConfigurationKMSKeyConfigured'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'SageMaker.WrittenDataEncrypted',
    on: [...ON_CONFIGS, 'AWS::SageMaker::Domain'],
    statement: 'data that endpoints and notebooks write to Amazon S3 is encrypted with a customer managed key',
    rationale: 'Captured requests, results and shared notebooks hold the data of the model, and are encrypted with the default key of the bucket otherwise',
    remedy: 'set `kmsKeyId` of `dataCaptureConfig`, `asyncInferenceConfig.outputConfig` and `coreDumpConfig`, and `s3KmsKeyId` of `sharingSettings`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html',
    always: true,
    sources: {},
    judge: ({ properties }) => {
      const { DataCaptureConfig: capture, AsyncInferenceConfig, ProductionVariants, ShadowProductionVariants, DefaultUserSettings } = properties;
      const sharing = DefaultUserSettings?.SharingSettings;
      const variants = [...listOf(ProductionVariants), ...listOf(ShadowProductionVariants)].filter(({ CoreDumpConfig }) => given(CoreDumpConfig));
      const outcomes = [
        ...given(capture) && !isSame(capture.EnableCapture, false) ? [mustBeCustomerKey('DataCaptureConfig.KmsKeyId', capture.KmsKeyId)] : [],
        ...given(AsyncInferenceConfig) ? [mustBeCustomerKey('AsyncInferenceConfig.OutputConfig.KmsKeyId', AsyncInferenceConfig.OutputConfig?.KmsKeyId)] : [],
        ...variants.map(({ VariantName, CoreDumpConfig }) => mustBeCustomerKey(`CoreDumpConfig.KmsKeyId of ${called(VariantName)}`, CoreDumpConfig.KmsKeyId)),
        ...given(sharing) && sharing.NotebookOutputOption === 'Allowed' ? [mustBeCustomerKey('DefaultUserSettings.SharingSettings.S3KmsKeyId', sharing.S3KmsKeyId)] : [],
      ];
      return outcomes.length ? allOf(...outcomes) : undefined;
    },
  },
];
