import { ResourceSafeguard } from '../model/safeguard';
import { rotationDays } from '../predicates/cron';
import { mustBeAtMost, mustBeCustomerKey, mustExist } from '../predicates/outcome';
import { pointers, RenderedResource } from '../rendered';

/** Safeguards of AWS Secrets Manager. */
export const SECRETS_MANAGER: ResourceSafeguard[] = [
  {
    id: 'SecretsManager.SecretRotated',
    on: ['AWS::SecretsManager::Secret'],
    statement: 'the secret has a rotation schedule',
    rationale: 'A leaked secret stays valid until it is rotated',
    remedy: 'add a rotation schedule',
    sources: { securityHub: ['SecretsManager.1'], cdkNag: ['SecretsManagerRotationEnabled'], prowler: ['secretsmanager_automatic_rotation_enabled'] },
    judge: (secret) => mustExist(rotationsOf(secret).length, 'no AWS::SecretsManager::RotationSchedule rotates it'),
  },
  {
    id: 'SecretsManager.SecretRotatedInTime',
    on: ['AWS::SecretsManager::RotationSchedule'],
    statement: 'the secret rotates within the required period',
    rationale: 'A leaked secret stays valid until the next rotation',
    remedy: 'shorten the rotation interval',
    sources: { securityHub: ['SecretsManager.4'] },
    judge: ({ properties: { RotationRules } }, { numbers }) => mustBeAtMost('RotationRules days', rotationDays(RotationRules), numbers.credentialRotation?.toDays()),
  },
  {
    id: 'SecretsManager.SecretEncryptedWithCustomerKey',
    on: ['AWS::SecretsManager::Secret'],
    statement: 'the secret is encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who decrypts the secret',
    remedy: 'set `encryptionKey`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
    sources: { cdkNag: ['SecretsManagerUsingKMSKey'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
];

function rotationsOf(secret: RenderedResource): RenderedResource[] {
  const attachments = pointers(secret, 'AWS::SecretsManager::SecretTargetAttachment', 'SecretId');
  return [secret, ...attachments].flatMap((target) => pointers(target, 'AWS::SecretsManager::RotationSchedule', 'SecretId'));
}
