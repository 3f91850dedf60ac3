import { except } from './service-cases';
import { SAGEMAKER_ENDPOINTS } from '../../../src/compliance/safeguards/sagemaker-endpoints';
import { customerKey, it_, NOT_JUDGED, PARAMETER, triples, undetermined } from '../triples';

const DOMAIN = { type: 'AWS::SageMaker::Domain' };
const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const withKey = { Key: ['AWS::KMS::Key', { KeyPolicy: {} }] } as const;
const none = (name: string) => `${name} is not set, must be a customer managed key`;
const capture = (more: object) => ({ DataCaptureConfig: { DestinationS3Uri: 's3://captured', ...more } });
const results = (more: object) => ({ AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://results', ...more } } });
const dumps = (more: object) => ({ ShadowProductionVariants: [{ VariantName: 'shadow', CoreDumpConfig: { DestinationS3Uri: 's3://dumps', ...more } }] });
const shared = (more: object) => ({ DefaultUserSettings: { SharingSettings: { NotebookOutputOption: 'Allowed', ...more } } });

describe('safeguards of Amazon SageMaker AI endpoints', () => triples(SAGEMAKER_ENDPOINTS, {
  'SageMaker.EndpointRedundant': (() => {
    const variants = (...ProductionVariants: unknown[]) => it_({ ProductionVariants });
    const variant = { VariantName: 'blue', ModelName: 'm' };
    return except({
      holds: [
        variants({ ...variant, InitialInstanceCount: 2 }), variants({ ...variant, ServerlessConfig: {} }, { ...variant, InitialInstanceCount: 2 }),
      ],
      fails: [
        [variants({ ...variant, InitialInstanceCount: 1 }), 'InitialInstanceCount of blue is 1, must be at least 2'],
        [variants({ ...variant, InitialInstanceCount: 2 }, variant), 'InitialInstanceCount of blue is not set (1), must be at least 2'],
      ],
      open: [[variants({ ...variant, InitialInstanceCount: PARAMETER }), undetermined('InitialInstanceCount of blue')]],
    }, { ProductionVariants: [{ ...variant, ServerlessConfig: {} }] });
  })(),
  'SageMaker.EndpointEncryptedWithCustomerKey': customerKey('KmsKeyId', { with: { ProductionVariants: [] }, differs: { fails: 'cdk-nag accepts an empty key' } }),
  'SageMaker.WrittenDataEncrypted': {
    holds: [
      it_({ ...capture({ KmsKeyId: KEY }), ...results({ KmsKeyId: KEY }), ...dumps({ KmsKeyId: KEY }) }, withKey),
      it_(shared({ S3KmsKeyId: KEY }), withKey, DOMAIN),
    ],
    fails: [
      [it_(capture({})), none('DataCaptureConfig.KmsKeyId')],
      [it_(capture({ EnableCapture: true })), none('DataCaptureConfig.KmsKeyId')],
      [it_(results({})), none('AsyncInferenceConfig.OutputConfig.KmsKeyId')],
      [it_(dumps({})), none('CoreDumpConfig.KmsKeyId of shadow')],
      [it_(capture({ KmsKeyId: 'alias/aws/s3' })), 'DataCaptureConfig.KmsKeyId is "alias/aws/s3", must be a customer managed key'],
      [it_(shared({}), {}, DOMAIN), none('DefaultUserSettings.SharingSettings.S3KmsKeyId')],
    ],
    open: [
      [it_({}), NOT_JUDGED], [it_(capture({ EnableCapture: 'false' })), NOT_JUDGED], [it_({}, {}, DOMAIN), NOT_JUDGED],
      [it_(shared({ NotebookOutputOption: 'Disabled' }), {}, DOMAIN), NOT_JUDGED],
      [it_(capture({ KmsKeyId: PARAMETER })), undetermined('DataCaptureConfig.KmsKeyId')],
    ],
  },
}));
