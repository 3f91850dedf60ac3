import { ResourceSafeguard } from '../model/safeguard';
import { isSet } from '../predicates/intrinsics';
import { KEY_USERS, keyUseOf } from '../predicates/key-users';
import { fails, HOLDS, mustBe, mustBeAtLeast, mustNotBe } from '../predicates/outcome';
import { isNotPublic } from '../predicates/policy';

/** Safeguards of AWS KMS and AWS Certificate Manager. */
export const KMS_ACM: ResourceSafeguard[] = [
  {
    id: 'KMS.KeyRotated',
    on: ['AWS::KMS::Key'],
    statement: 'automatic key rotation is enabled',
    rationale: 'Rotation limits how much data one version of the key protects',
    remedy: 'set `enableKeyRotation`',
    sources: { securityHub: ['KMS.4'], cdkNag: ['KMSBackingKeyRotationEnabled'], prowler: ['kms_cmk_rotation_enabled'] },
    // Automatic rotation supports only symmetric keys with key material from KMS.
    judge: ({ properties: { EnableKeyRotation, KeySpec = 'SYMMETRIC_DEFAULT', Origin = 'AWS_KMS' } }) => KeySpec === 'SYMMETRIC_DEFAULT' && Origin === 'AWS_KMS'
      ? mustBe('EnableKeyRotation', EnableKeyRotation, true)
      : undefined,
  },
  {
    id: 'KMS.KeyNotPublic',
    on: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
    statement: 'the key policy does not allow public access',
    rationale: 'A public key policy lets other accounts decrypt the data',
    remedy: 'specify principals in the key policy, or add a condition',
    always: true,
    sources: { securityHub: ['KMS.5'] },
    judge: ({ properties }) => isNotPublic([properties.KeyPolicy], 'KeyPolicy'),
  },
  {
    id: 'KMS.KeyPermitsService',
    on: Object.keys(KEY_USERS),
    statement: 'the policy of the key of the resource permits its service to use it',
    rationale: 'Without the permission, the service cannot use the key, and the deployment or the first use fails',
    remedy: 'call `allow(KeyUse.via(\'<service>\'))` on the `WorkloadKey`, `allow(KeyUse.CLOUDWATCH_LOGS)` for a log group, or add the statement to the policy of the key',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    sources: {},
    always: true,
    judge: (resource) => {
      const { service, permission, keys, refusing } = keyUseOf(resource);
      if (keys.length === 0) return undefined;
      return refusing ? fails(`policy of key ${refusing.logicalId} has no statement for ${service}, must have one: allow(KeyUse.${permission})`) : HOLDS;
    },
  },
  {
    id: 'KMS.KeyDeletionDelayed',
    on: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
    statement: 'the key has a deletion waiting period of at least 7 days',
    rationale: 'The waiting period is the time in which an accidental or malicious deletion can be stopped',
    remedy: 'increase `pendingWindow`',
    sources: { securityHub: ['KMS.3'], prowler: ['kms_cmk_not_deleted_unintentionally'] },
    judge: ({ properties }) => mustBeAtLeast('PendingWindowInDays', properties.PendingWindowInDays, 7, 30),
  },
  {
    id: 'ACM.CertificateStrong',
    on: ['AWS::CertificateManager::Certificate'],
    statement: 'the certificate key meets the recommended length',
    rationale: 'Short keys can be broken',
    remedy: 'use RSA with at least 2048 bits, or an elliptic curve',
    sources: { securityHub: ['ACM.2'], prowler: ['acm_certificates_with_secure_key_algorithms'] },
    judge: ({ properties }) => mustNotBe('KeyAlgorithm', properties.KeyAlgorithm, 'RSA_1024', 'RSA-1024'),
  },
  {
    id: 'ACM.CertificateRenewed',
    on: ['AWS::CertificateManager::Certificate'],
    statement: 'the certificate renews automatically',
    rationale: 'An expired certificate makes the service unavailable, or users ignore warnings',
    remedy: 'validate the certificate by DNS',
    sources: { securityHub: ['ACM.1'], prowler: ['acm_certificates_expiration_check'] },
    // A certificate of a private CA needs no validation.
    judge: ({ properties }) => isSet(properties.CertificateAuthorityArn) ? HOLDS : mustBe('ValidationMethod', properties.ValidationMethod, 'DNS'),
  },
];
