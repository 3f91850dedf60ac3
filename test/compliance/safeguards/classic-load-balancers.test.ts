import { both, counts, except } from './service-cases';
import { CLASSIC_LOAD_BALANCERS } from '../../../src/compliance/safeguards/classic-load-balancers';
import { exactly, it_, PARAMETER, PASSES, triples, undetermined } from '../triples';

const listening = (...Listeners: unknown[]) => ({ Listeners });
const PLAIN = { InstancePort: '80', LoadBalancerPort: '80', Protocol: 'http' };
const TLS = { InstancePort: '443', LoadBalancerPort: '443', Protocol: 'https' };
const ACM = 'arn:aws:acm:eu-west-2:123456789012:certificate/1';
const certified = (SSLCertificateId: unknown) => listening({ ...TLS, SSLCertificateId });
const policy = (PolicyName: string, Value: unknown, PolicyType = 'SSLNegotiationPolicyType') => (
  { PolicyName, PolicyType, Attributes: [{ Name: 'Reference-Security-Policy', Value }] });
const CURRENT = 'ELBSecurityPolicy-TLS-1-2-2017-01';
const MISSING = `PolicyNames of port 443 has no ${CURRENT}`;
const FOREIGN = 'SSLCertificateId of port 443 is no certificate of AWS Certificate Manager';

describe('safeguards of Classic Load Balancers', () => triples(CLASSIC_LOAD_BALANCERS, {
  'ELB.ClassicCertificateManaged': except({
    holds: [
      it_(certified(ACM)),
      it_(certified({ Ref: 'Certificate' }), { Certificate: ['AWS::CertificateManager::Certificate', { DomainName: 'd' }] }),
    ],
    fails: [
      [it_(certified('arn:aws:iam::123456789012:server-certificate/old')), FOREIGN],
      [it_(certified({ 'Fn::GetAtt': ['Certificate', 'Arn'] }), { Certificate: ['AWS::IAM::ServerCertificate', {}] }), FOREIGN],
      ...['HTTPS', 'SSL'].map((Protocol) => [it_(listening({ ...TLS, Protocol })), 'SSLCertificateId of port 443 is not set'] as const),
    ],
    open: [
      [it_(certified(PARAMETER)), undetermined('SSLCertificateId of port 443')],
      [it_(certified({ 'Fn::Sub': 'arn:aws:acm:${AWS::Region}:123456789012:certificate/1' })), PASSES],
    ],
  }, listening(PLAIN)),
  'ELB.ClassicListenersEncrypted': {
    holds: [it_(listening(TLS, { ...TLS, Protocol: 'SSL', LoadBalancerPort: '8443' }))],
    fails: [[it_(listening(TLS, PLAIN)), 'Protocol of port 80 is "HTTP", must be one of HTTPS, SSL']],
    open: [[it_(listening({ ...PLAIN, Protocol: PARAMETER })), undetermined('Protocol of port 80')]],
    differs: { fails: 'cdk-nag reads the protocol of instances only' },
  },
  'ELB.ClassicAccessLogged': exactly('AccessLoggingPolicy.Enabled', true, false, { with: listening(PLAIN) }),
  'ELB.ClassicConnectionsDrained': exactly('ConnectionDrainingPolicy.Enabled', true, false, { with: listening(PLAIN) }),
  'ELB.ClassicTlsPolicy': except({
    holds: [it_({ ...listening({ ...TLS, PolicyNames: ['ours'] }), Policies: [policy('ours', CURRENT)] })],
    fails: [
      [it_(listening(TLS)), MISSING],
      [it_({ ...listening({ ...TLS, PolicyNames: ['ours'] }), Policies: [policy('ours', 'ELBSecurityPolicy-2016-08')] }), MISSING],
      [it_({ ...listening({ ...TLS, PolicyNames: ['ours'] }), Policies: [policy('other', CURRENT)] }), MISSING],
      [it_({ ...listening({ ...TLS, PolicyNames: ['ours'] }), Policies: [{ ...policy('ours', CURRENT), Attributes: [{ Name: 'Server-Defined-Cipher-Order', Value: CURRENT }] }] }), MISSING],
      [it_({ ...listening({ ...TLS, PolicyNames: ['ours'] }), Policies: [policy('ours', CURRENT, 'PublicKeyPolicyType')] }), MISSING],
    ],
    open: [[it_({ ...listening({ ...TLS, PolicyNames: ['ours'] }), Policies: [policy('ours', PARAMETER)] }), MISSING]],
  }, listening(PLAIN)),
  'ELB.ClassicCrossZone': exactly('CrossZone', true, false, { with: listening(PLAIN), differs: { holds: 'cdk-nag also requires two Availability Zones' } }),
  'ELB.ClassicMultiAz': both(counts('AvailabilityZones', 2), {
    holds: [it_({ Subnets: ['a', 'b'] }), it_({ AvailabilityZones: { 'Fn::GetAZs': '' } })],
    fails: [[it_({ Subnets: ['a'] }), 'Subnets has 1 item, must have at least 2']],
    open: [[it_({ Subnets: PARAMETER }), undetermined('Subnets')]],
  }),
}));
