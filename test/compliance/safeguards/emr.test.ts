import { EMR } from '../../../src/compliance/safeguards/emr';
import { Beside, it_, PARAMETER, present, Triple, triples, undetermined } from '../triples';

const subnet = (MapPublicIpOnLaunch: unknown): Beside => ({ Subnet: ['AWS::EC2::Subnet', { MapPublicIpOnLaunch }] });
const cluster = (Instances: unknown, beside?: Beside) => it_({ Instances, JobFlowRole: 'r', Name: 'n', ServiceRole: 's' }, beside);
const REF = { Ref: 'Subnet' };

const encrypts = (name: string): Triple => {
  const configuration = (value: unknown) => ({ EncryptionConfiguration: { [name]: value } });
  const key = `EncryptionConfiguration.${name}`;
  return {
    holds: [
      it_({ SecurityConfiguration: configuration(true) }), it_({ SecurityConfiguration: JSON.stringify(configuration(true)) }),
      it_({ SecurityConfiguration: { 'Fn::ToJsonString': configuration(true) } }),
    ],
    fails: [
      [it_({ SecurityConfiguration: configuration(false) }), `${key} is false, must be true`],
      [it_({ SecurityConfiguration: JSON.stringify(configuration(false)) }), `${key} is false, must be true`],
      [it_({ SecurityConfiguration: {} }), `${key} is not set, must be true`],
      [it_({ SecurityConfiguration: 'no JSON' }), `${key} is not set, must be true`],
      [it_({}), `${key} is not set, must be true`],
    ],
    open: [
      ...[PARAMETER, { 'Fn::Sub': '${Parameter}' }].map((value) => [it_({ SecurityConfiguration: value }), undetermined('SecurityConfiguration', value)] as const),
      [it_({ SecurityConfiguration: configuration(PARAMETER) }), undetermined(key)],
    ],
  };
};

describe('safeguards of Amazon EMR', () => triples(EMR, {
  'EMR.ClusterNoPublicIp': {
    holds: [cluster({ Ec2SubnetId: REF }, subnet(false)), cluster({ Ec2SubnetIds: [REF] }, subnet(undefined))],
    fails: [
      [cluster({ Ec2SubnetId: REF }, subnet(true)), 'MapPublicIpOnLaunch of its subnet is true, must be another value'],
      [cluster({}), 'Instances.Ec2SubnetId is not set, must be a private subnet'],
    ],
    open: [
      [cluster({ Ec2SubnetId: PARAMETER }), undetermined('Instances.Ec2SubnetId')],
      [cluster({ Ec2SubnetId: 'subnet-1' }), 'Instances.Ec2SubnetId is "subnet-1", which is not in the templates'],
    ],
  },
  'EMR.EncryptedAtRest': encrypts('EnableAtRestEncryption'),
  'EMR.EncryptedInTransit': encrypts('EnableInTransitEncryption'),
  'EMR.ClusterSecured': present('SecurityConfiguration', 'ours'),
  'EMR.ClusterKerberos': present('KerberosAttributes', { Realm: 'r', KdcAdminPassword: 'p' }, { with: { Instances: {}, JobFlowRole: 'r', Name: 'n', ServiceRole: 's' } }),
  'EMR.ClusterLogged': present('LogUri', 's3://logs', { with: { Instances: {}, JobFlowRole: 'r', Name: 'n', ServiceRole: 's' } }),
}));
