import { EKS } from '../../../src/compliance/safeguards/eks';
import { exactly, it_, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const VPC = { SubnetIds: ['a', 'b'] };
const CLUSTER = { RoleArn: 'r', ResourcesVpcConfig: VPC };
const ALL = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

const version = (rest: object): Triple => ({
  holds: [it_({ ...rest, Version: '1.34' }), it_({ ...rest, Version: '1.40' }), it_(rest)],
  fails: [
    [it_({ ...rest, Version: '1.33' }), 'Version is "1.33", must be 1.34 or later'],
    [it_({ ...rest, Version: '1.4' }), 'Version is "1.4", must be 1.34 or later'],
    [it_({ ...rest, Version: 'latest' }), 'Version is "latest", must be 1.34 or later'],
  ],
  open: [
    [it_({ ...rest, Version: PARAMETER }), undetermined('Version')],
    ...['11.34', '1.34.1', '1.34x', '2.34'].map((odd) => [it_({ ...rest, Version: odd }), `Version is "${odd}", must be 1.34 or later`] as const),
  ],
});

const logging = (...types: string[]) => ({ ...CLUSTER, Logging: { ClusterLogging: { EnabledTypes: types.map((Type) => ({ Type })) } } });
const NAME = 'Logging.ClusterLogging.EnabledTypes';
const UNLOGGED = { ...CLUSTER, Logging: { ClusterLogging: { EnabledTypes: PARAMETER } } };

describe('safeguards of Amazon EKS', () => triples(EKS, {
  'EKS.ClusterNotPublic': exactly('ResourcesVpcConfig.EndpointPublicAccess', false, true, { with: CLUSTER }),
  'EKS.ClusterNotOpenToWorld': {
    holds: [
      it_({ ResourcesVpcConfig: { ...VPC, EndpointPublicAccess: false } }),
      it_({ ResourcesVpcConfig: { ...VPC, PublicAccessCidrs: ['203.0.113.0/24'] } }),
    ],
    fails: [
      [it_(CLUSTER), 'ResourcesVpcConfig.PublicAccessCidrs is not set'],
      [it_({ ResourcesVpcConfig: { ...VPC, EndpointPublicAccess: true, PublicAccessCidrs: ['203.0.113.0/24', '0.0.0.0/0'] } }),
        'ResourcesVpcConfig.PublicAccessCidrs is "0.0.0.0/0", must be another value'],
      [it_({ ResourcesVpcConfig: { ...VPC, EndpointPublicAccess: true, PublicAccessCidrs: ['0.0.0.0/1'] } }),
        'ResourcesVpcConfig.PublicAccessCidrs is "0.0.0.0/1", must be another value'],
    ],
    open: [[it_({ ResourcesVpcConfig: { ...VPC, EndpointPublicAccess: PARAMETER } }), undetermined('ResourcesVpcConfig.EndpointPublicAccess')],
      [it_({ ResourcesVpcConfig: { ...VPC, PublicAccessCidrs: [PARAMETER] } }), undetermined('ResourcesVpcConfig.PublicAccessCidrs')],
      ...['0.0.${Parameter}', '::/${Parameter}'].map((cidr) => [
        it_({ ResourcesVpcConfig: { ...VPC, PublicAccessCidrs: [{ 'Fn::Sub': cidr }] } }), undetermined('ResourcesVpcConfig.PublicAccessCidrs', { 'Fn::Sub': cidr }),
      ] as const)],
  },
  'EKS.ClusterVersionSupported': version(CLUSTER),
  'EKS.NodegroupVersionSupported': version({ ClusterName: 'c' }),
  'EKS.SecretsEncryptedWithCustomerKey': (() => {
    const encrypting = (KeyArn: unknown, ...Resources: string[]) => it_(
      { ...CLUSTER, EncryptionConfig: [{ Provider: { KeyArn }, Resources }] }, { Key: ['AWS::KMS::Key', {}] });
    const missing = 'EncryptionConfig.Provider.KeyArn is not set, must be a customer managed key';
    return {
      holds: [it_(encrypting({ 'Fn::GetAtt': ['Key', 'Arn'] }, 'secrets').properties, { Key: ['AWS::KMS::Key', { KeyPolicy: {} }] })],
      fails: [[it_(CLUSTER), missing], [encrypting('arn', 'other'), missing]],
      open: [[encrypting(PARAMETER, 'secrets'), undetermined('EncryptionConfig[0].Provider.KeyArn')]],
    };
  })(),
  'EKS.ClusterAudited': {
    holds: [it_(logging('audit')), it_(logging('api', 'audit'))],
    fails: [[it_(CLUSTER), `${NAME} is not set, must include audit`], [it_(logging('api')), `${NAME} is ["api"], must include audit`]],
    open: [[it_(UNLOGGED), undetermined(NAME)]],
  },
  'EKS.ClusterLogged': {
    holds: [it_(logging(...ALL))],
    fails: [
      [it_(CLUSTER), `${NAME} is not set, must include ${ALL.join(', ')}`],
      [it_(logging(...ALL.slice(1))), `${NAME} is ${JSON.stringify(ALL.slice(1))}, must include api`],
    ],
    open: [[it_(UNLOGGED), undetermined(NAME)]],
  },
  'EKS.NodegroupSshRestricted': {
    holds: [it_({}), it_({ RemoteAccess: { Ec2SshKey: 'key', SourceSecurityGroups: ['sg-1'] } })],
    fails: [[it_({ RemoteAccess: { Ec2SshKey: 'key' } }), 'RemoteAccess.SourceSecurityGroups is not set']],
    open: [[it_({ RemoteAccess: { Ec2SshKey: 'key', SourceSecurityGroups: PARAMETER } }), PASSES]],
  },
}));
