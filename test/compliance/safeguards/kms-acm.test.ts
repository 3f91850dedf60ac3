import { KMS_ACM } from '../../../src/compliance/safeguards/kms-acm';
import { exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const policy = (...Statement: object[]) => it_({ KeyPolicy: { Statement } });
const OPEN = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };

describe('safeguards of AWS KMS and AWS Certificate Manager', () => triples(KMS_ACM, {
  'KMS.KeyRotated': {
    ...exactly('EnableKeyRotation', true, false),
    open: [
      [it_({ EnableKeyRotation: PARAMETER }), undetermined('EnableKeyRotation')],
      [it_({ KeySpec: 'RSA_2048' }), NOT_JUDGED],
      [it_({ Origin: 'EXTERNAL' }), NOT_JUDGED],
      [it_({ KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' }), 'EnableKeyRotation is not set, must be true'],
    ],
  },
  'KMS.KeyNotPublic': {
    holds: [
      it_({}), policy(),
      policy({ ...OPEN, Principal: { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':root']] } } }),
      policy({ ...OPEN, Condition: { StringEquals: { 'kms:CallerAccount': '1' } } }),
      policy({ ...OPEN, Effect: 'Deny' }),
    ],
    fails: [
      [policy(OPEN), 'KeyPolicy allows kms:* to all principals, must name principals or have a condition'],
      [policy({ ...OPEN, Effect: 'Deny' }, { ...OPEN, Principal: { AWS: '*' }, Action: ['kms:Decrypt', 'kms:Encrypt'] }),
        'KeyPolicy allows kms:Decrypt, kms:Encrypt to all principals, must name principals or have a condition'],
      [it_({ KeyPolicy: { Statement: OPEN } }), 'KeyPolicy allows kms:* to all principals, must name principals or have a condition'],
      [policy({ ...OPEN, Condition: {} }), 'KeyPolicy allows kms:* to all principals, must name principals or have a condition'],
    ],
    open: [[policy({ ...OPEN, Principal: { AWS: PARAMETER } }), PASSES]],
  },
  'KMS.KeyDeletionDelayed': {
    holds: [it_({}), it_({ PendingWindowInDays: 7 })],
    fails: [[it_({ PendingWindowInDays: 6 }), 'PendingWindowInDays is 6, must be at least 7']],
    open: [[it_({ PendingWindowInDays: PARAMETER }), undetermined('PendingWindowInDays')]],
  },
  'ACM.CertificateStrong': never('KeyAlgorithm', 'EC_prime256v1', ['RSA_1024', 'RSA-1024']),
  'ACM.CertificateRenewed': {
    ...exactly('ValidationMethod', 'DNS', 'EMAIL'),
    open: [[it_({ ValidationMethod: PARAMETER }), undetermined('ValidationMethod')], [it_({ CertificateAuthorityArn: 'arn' }), PASSES]],
  },
}));
