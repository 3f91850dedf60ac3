import { ECR } from '../../../src/compliance/safeguards/ecr';
import { Case, customerKey, exactly, it_, oneOf, PARAMETER, present, Triple, triples, undetermined } from '../triples';

// As repositories, so their creation templates.
function ofTemplates({ holds, fails, open }: Triple): Triple {
  const of = (one: Case): Case => ({ ...one, type: 'AWS::ECR::RepositoryCreationTemplate' });
  return {
    holds: [...holds, ...holds.map(of)],
    fails: [...fails, ...fails.map(([one, finding]) => [of(one), finding] as const)],
    open: [...open, ...open.map(([one, finding]) => [of(one), finding] as const)],
  };
}

describe('safeguards of Amazon ECR', () => triples(ECR, {
  'ECR.RepositoryScanned': exactly('ImageScanningConfiguration.ScanOnPush', true, false),
  'ECR.RepositoryTagsImmutable': (() => {
    const triple = ofTemplates(oneOf('ImageTagMutability', ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION'], 'MUTABLE'));
    const excluding = (...values: unknown[]) => it_({
      ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      ImageTagMutabilityExclusionFilters: values.map((value) => ({ ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: value })),
    });
    return {
      holds: [...triple.holds, excluding('dev-*', 'latest')],
      fails: [...triple.fails, ...['*', '**'].map((value) => [excluding('dev-*', value), `ImageTagMutabilityExclusionFilterValue is "${value}", must be another value`] as const)],
      open: [...triple.open, [excluding(PARAMETER), undetermined('ImageTagMutabilityExclusionFilterValue')]],
    };
  })(),
  'ECR.RepositoryLifecycle': ofTemplates(present('LifecyclePolicy', { LifecyclePolicyText: '{}' })),
  'ECR.RepositoryEncryptedWithCustomerKey': ofTemplates(customerKey('EncryptionConfiguration.KmsKey')),
}));
