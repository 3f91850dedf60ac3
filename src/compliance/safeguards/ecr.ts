import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeCustomerKey, mustBeOneOf, mustBeSet, mustNotBe } from '../predicates/outcome';

const ON_REPOSITORIES = ['AWS::ECR::Repository'];
// A template has the settings of the repositories that Amazon ECR creates by it.
const ON_TEMPLATES = [...ON_REPOSITORIES, 'AWS::ECR::RepositoryCreationTemplate'];

/** Safeguards of Amazon ECR. */
export const ECR: ResourceSafeguard[] = [
  {
    id: 'ECR.RepositoryScanned',
    on: ON_REPOSITORIES,
    statement: 'images are scanned on push',
    rationale: 'Scans find known vulnerabilities before an image runs',
    remedy: 'set `imageScanOnPush`',
    sources: { securityHub: ['ECR.1'], prowler: ['ecr_repositories_scan_images_on_push_enabled'] },
    judge: ({ properties }) => mustBe('ImageScanningConfiguration.ScanOnPush', properties.ImageScanningConfiguration?.ScanOnPush, true),
  },
  {
    id: 'ECR.RepositoryTagsImmutable',
    on: ON_TEMPLATES,
    statement: 'image tags are immutable',
    rationale: 'A tested image cannot be replaced under the same tag',
    remedy: 'set `imageTagMutability` to `IMMUTABLE`',
    sources: { securityHub: ['ECR.2'] },
    judge: ({ properties }) => allOf(
      mustBeOneOf('ImageTagMutability', properties.ImageTagMutability, ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION']),
      ...listOf(properties.ImageTagMutabilityExclusionFilters).map(({ ImageTagMutabilityExclusionFilterValue: value }) => (
        mustNotBe('ImageTagMutabilityExclusionFilterValue', value, '*', '**'))),
    ),
  },
  {
    id: 'ECR.RepositoryLifecycle',
    on: ON_TEMPLATES,
    statement: 'the repository has a lifecycle policy',
    rationale: 'Old images with known vulnerabilities are removed',
    remedy: 'add a lifecycle rule',
    sources: { securityHub: ['ECR.3'], prowler: ['ecr_repositories_lifecycle_policy_enabled'] },
    judge: ({ properties }) => mustBeSet('LifecyclePolicy', properties.LifecyclePolicy),
  },
  {
    id: 'ECR.RepositoryEncryptedWithCustomerKey',
    on: ON_TEMPLATES,
    statement: 'images are encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who reads images',
    remedy: 'set `encryptionKey`, which replaces the repository',
    sources: { securityHub: ['ECR.5'] },
    judge: ({ properties }) => mustBeCustomerKey('EncryptionConfiguration.KmsKey', properties.EncryptionConfiguration?.KmsKey),
  },
];
