import { ECR } from '../../../src/compliance/safeguards/ecr';
import { customerKey, exactly, oneOf, present, triples } from '../triples';

describe('safeguards of Amazon ECR', () => triples(ECR, {
  'ECR.RepositoryScanned': exactly('ImageScanningConfiguration.ScanOnPush', true, false),
  'ECR.RepositoryTagsImmutable': oneOf('ImageTagMutability', ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION'], 'MUTABLE'),
  'ECR.RepositoryLifecycle': present('LifecyclePolicy', { LifecyclePolicyText: '{}' }),
  'ECR.RepositoryEncryptedWithCustomerKey': customerKey('EncryptionConfiguration.KmsKey'),
}));
