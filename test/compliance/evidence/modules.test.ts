import { modelOf } from './support';

const bucket = (SSEAlgorithm?: string, KMSMasterKeyID?: string) => {
  const rules = [{ ServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }];
  return { Type: 'AWS::S3::Bucket', Properties: SSEAlgorithm === undefined ? {} : { BucketEncryption: { ServerSideEncryptionConfiguration: rules } } };
};
const KEY = { Type: 'AWS::KMS::Key', Properties: {} };
const REPLICA = { Type: 'AWS::KMS::ReplicaKey', Properties: { PrimaryKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' } };
const CERTIFICATE = { Type: 'AWS::CertificateManager::Certificate', Properties: { DomainName: 'example.com' } };
const ARN = 'arn:aws:kms:eu-west-2:111122223333:key/k';

// AWS owned keys and certificates are not in the scope of the module of AWS KMS.
test.each<[string, object, string[]]>([
  ['nothing', {}, []],
  ['a key', { KEY }, ['AWS KMS']],
  ['a replica key', { REPLICA }, ['AWS KMS']],
  ['a certificate', { CERTIFICATE }, []],
  ['a certificate and a key', { CERTIFICATE, KEY }, ['AWS KMS']],
  ['data with an AWS owned key', { A: bucket() }, []],
  ['data with an AWS managed key', { A: bucket('aws:kms') }, ['AWS KMS']],
  ['data with a key outside the templates', { A: bucket('aws:kms', ARN) }, ['AWS KMS']],
  ['data with an AWS owned key, and with an AWS managed key', { A: bucket(), B: bucket('aws:kms') }, ['AWS KMS']],
  ['data with an AWS owned key, and with a key outside the templates', { A: bucket(), B: bucket('aws:kms', ARN), CERTIFICATE }, ['AWS KMS']],
])('the validated modules of %s', (_, Resources, services) => {
  const modules = (region: string) => modelOf({ Stack: { Resources } }, region).crypto.modules.map(({ service }) => service);
  expect([modules('eu-west-2'), modules('cn-north-1')]).toEqual([services, []]);
});

test('the module of AWS KMS has the certificate that the program publishes', () => {
  expect(modelOf({ Stack: { Resources: { KEY } } }, 'eu-west-2').crypto.modules).toEqual([{
    service: 'AWS KMS',
    module: 'AWS Key Management Service HSM, FIPS 140-3 Security Level 3',
    certificate: 'https://csrc.nist.gov/projects/cryptographic-module-validation-program/certificate/4884',
    source: 'AWS Key Management Service Developer Guide, "AWS KMS internal operations"',
  }]);
});
