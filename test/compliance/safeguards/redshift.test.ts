import { counts, includes } from './service-cases';
import { REDSHIFT } from '../../../src/compliance/safeguards/redshift';
import { Beside, customerKey, exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const CLUSTER = { ClusterType: 'single-node', DBName: 'ledger', MasterUsername: 'steward', NodeType: 'ra3.large' };

const parameter = (name: string): Triple => {
  const group = (ParameterValue: unknown, ParameterName = name): Beside => ({
    Group: ['AWS::Redshift::ClusterParameterGroup', {
      Description: 'd', ParameterGroupFamily: 'redshift-2.0', Parameters: [{ ParameterName, ParameterValue }],
    }],
  });
  const grouped = { ...CLUSTER, ClusterParameterGroupName: { Ref: 'Group' } };
  return {
    holds: [it_(grouped, group('true'))],
    fails: [
      [it_(grouped, group('false')), `${name} is "false", must be true`],
      [it_(grouped, group('true', 'statement_timeout')), `${name} is not set, must be true`],
      [it_(CLUSTER), `ClusterParameterGroupName is not set, must be a group with ${name} true`],
      [it_({ ...CLUSTER, ClusterParameterGroupName: 'ours' }), `ClusterParameterGroupName is "ours", must be a group with ${name} true`],
    ],
    open: [
      [it_(grouped, group(PARAMETER)), undetermined(name)],
      [it_({ ...CLUSTER, ClusterParameterGroupName: PARAMETER }), undetermined('ClusterParameterGroupName')],
    ],
  };
};

const OPEN = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 5439, ToPort: 5439 };
const group = (...SecurityGroupIngress: unknown[]): Beside => ({ Group: ['AWS::EC2::SecurityGroup', { GroupDescription: 'd', SecurityGroupIngress }] });
const grouped = { ...CLUSTER, VpcSecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] };
const excess = 'port 5439 is open to 0.0.0.0/0, must be restricted to a narrower range';

describe('safeguards of Amazon Redshift', () => triples(REDSHIFT, {
  'Redshift.ClusterNotPublic': never('PubliclyAccessible', false, [true], { with: CLUSTER }),
  'Redshift.ClusterTlsForced': parameter('require_ssl'),
  'Redshift.ClusterBackupRetained': {
    holds: [it_({ ...CLUSTER, AutomatedSnapshotRetentionPeriod: 7 })],
    fails: [
      [it_(CLUSTER), 'AutomatedSnapshotRetentionPeriod is not set (1), must be at least 7'],
      [it_({ ...CLUSTER, AutomatedSnapshotRetentionPeriod: 0 }), 'AutomatedSnapshotRetentionPeriod is 0, must be at least 7'],
    ],
    open: [[it_({ ...CLUSTER, AutomatedSnapshotRetentionPeriod: PARAMETER }), undetermined('AutomatedSnapshotRetentionPeriod')]],
    differs: { fails: 'cdk-nag accepts any retention' },
  },
  'Redshift.ClusterAudited': {
    holds: [
      it_({ ...CLUSTER, LoggingProperties: { BucketName: 'logs' } }),
      it_({ ...CLUSTER, LoggingProperties: { LogDestinationType: 'cloudwatch', LogExports: ['connectionlog', 'userlog', 'useractivitylog'] } }),
    ],
    fails: [
      [it_(CLUSTER), 'LoggingProperties.BucketName is not set'],
      [it_({ ...CLUSTER, LoggingProperties: { LogDestinationType: 's3' } }), 'LoggingProperties.BucketName is not set'],
      [it_({ ...CLUSTER, LoggingProperties: { LogDestinationType: 'cloudwatch', LogExports: ['userlog'] } }),
        'LoggingProperties.LogExports is ["userlog"], must include connectionlog'],
    ],
    open: [
      [it_({ ...CLUSTER, LoggingProperties: { BucketName: PARAMETER } }), PASSES],
      [it_({ ...CLUSTER, LoggingProperties: { LogDestinationType: 'cloudwatch', LogExports: PARAMETER } }), undetermined('LoggingProperties.LogExports')],
    ],
    differs: { holds: 'cdk-nag also requires Encrypted', fails: 'cdk-nag accepts any logging properties' },
  },
  'Redshift.ClusterActivityLogged': parameter('enable_user_activity_logging'),
  'Redshift.ClusterUpgraded': { ...never('AllowVersionUpgrade', true, [false], { with: CLUSTER }), differs: { holds: 'cdk-nag also requires a maintenance window and snapshots' } },
  'Redshift.ClusterVpcRouting': exactly('EnhancedVpcRouting', true, false, { with: CLUSTER }),
  'Redshift.ClusterAdminNameCustom': never('MasterUsername', 'steward', ['awsuser']),
  'Redshift.ClusterDatabaseNameCustom': never('DBName', 'ledger', ['dev']),
  'Redshift.ClusterEncrypted': { ...never('Encrypted', true, [false], { with: CLUSTER }), differs: { holds: 'clusters are encrypted by default since 2025' } },
  'Redshift.ClusterPortRestricted': {
    holds: [
      it_(grouped, group({ ...OPEN, CidrIp: '10.0.0.0/16' })),
      it_({ ...grouped, Port: 5444 }, group(OPEN)),
    ],
    fails: [
      [it_(grouped, group(OPEN)), excess],
      [it_(grouped, { ...group(), Rule: ['AWS::EC2::SecurityGroupIngress', { ...OPEN, GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } }] }), excess],
    ],
    open: [
      [it_({ ...grouped, Port: PARAMETER }, group(OPEN)), undetermined('Port')],
      [it_(grouped, group({ ...OPEN, CidrIp: PARAMETER })), undetermined('the range of a rule')],
      [it_({ ...CLUSTER, VpcSecurityGroupIds: PARAMETER }), undetermined('VpcSecurityGroupIds')],
      [it_({ ...CLUSTER, VpcSecurityGroupIds: ['sg-1'] }), NOT_JUDGED],
    ],
  },
  'Redshift.SubnetGroupMultiAz': counts('SubnetIds', 2),
  'Redshift.ClusterMultiAz': exactly('MultiAZ', true, false, { with: CLUSTER }),
  'Redshift.ClusterInVpc': present('ClusterSubnetGroupName', 'group', { with: CLUSTER }),
  'Redshift.WorkgroupVpcRouting': exactly('EnhancedVpcRouting', true, false),
  'Redshift.WorkgroupTlsForced': (() => {
    const parameters = (ParameterValue: unknown, ParameterKey = 'require_ssl') => it_({ ConfigParameters: [{ ParameterKey, ParameterValue }] });
    return {
      holds: [parameters('true')],
      fails: [
        [parameters('false'), 'require_ssl is "false", must be true'],
        [parameters('true', 'use_fips_ssl'), 'require_ssl is not set, must be true'],
        [it_({}), 'require_ssl is not set, must be true'],
      ],
      open: [[parameters(PARAMETER), undetermined('require_ssl')]],
    };
  })(),
  'Redshift.WorkgroupNotPublic': never('PubliclyAccessible', false, [true]),
  'Redshift.NamespaceEncryptedWithCustomerKey': customerKey('KmsKeyId'),
  'Redshift.NamespaceAdminNameCustom': {
    holds: [it_({ AdminUsername: 'steward' })],
    fails: [[it_({ AdminUsername: 'admin' }), 'AdminUsername is "admin", must be another value'], [it_({}), 'AdminUsername is not set']],
    open: [[it_({ AdminUsername: PARAMETER }), undetermined('AdminUsername')]],
  },
  'Redshift.NamespaceLogsExported': includes('LogExports', ['connectionlog', 'userlog']),
}));
