import { EFS } from '../../../src/compliance/safeguards/efs';
import { Beside, exactly, it_, PARAMETER, triples, undetermined } from '../triples';

const selection = (resource: unknown) => ({ Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [resource] } }] as const });

const chosen = (BackupSelection: object) => ({ Selection: ['AWS::Backup::BackupSelection', { BackupSelection }] as const });
const subnet = (properties: object): Beside => ({ Subnet: ['AWS::EC2::Subnet', properties] });
const MOUNT = { FileSystemId: 'f', SecurityGroups: [], SubnetId: { Ref: 'Subnet' } };
const UNPROTECTED = 'BackupPolicy.Status is not set, must be ENABLED';

describe('safeguards of Amazon EFS', () => triples(EFS, {
  'EFS.FileSystemInBackupPlan': {
    holds: [
      it_({}, selection({ 'Fn::GetAtt': ['It', 'Arn'] })),
      it_({}, selection('arn:aws:elasticfilesystem:*:*:file-system/*')),
      it_({}, selection({ 'Fn::Sub': 'arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:file-system/*' })),
      it_({ BackupPolicy: { Status: 'ENABLED' } }),
      it_({ FileSystemTags: [{ Key: 'backup', Value: 'daily' }] }, chosen({ ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }] })),
      it_({ FileSystemTags: [{ Key: 'backup', Value: 'daily' }] }, chosen({ Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] } })),
      it_({ FileSystemTags: [{ Key: 'backup', Value: 'daily' }] }, chosen({ Resources: ['*'], Conditions: { StringLike: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'd*' }] } })),
      it_({}, chosen({ Resources: ['*'], Conditions: { StringNotEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'none' }] } })),
      // An asterisk is no wildcard in this operator.
      it_({ FileSystemTags: [{ Key: 'backup', Value: 'daily' }] }, chosen({ Resources: ['*'], Conditions: { StringNotEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'd*' }] } })),
    ],
    fails: [
      [it_({}), UNPROTECTED],
      [it_({}, selection('arn:aws:rds:*:*:db:*')), UNPROTECTED],
      [it_({}, selection('arn:aws:elasticfilesystem:eu-west-1:*:file-system/*')), UNPROTECTED],
      [it_({}, selection('arn:aws:elasticfilesystem:*:*:file-system/fs-1*')), UNPROTECTED],
      [it_({}, chosen({ Resources: ['*'], NotResources: ['arn:aws:elasticfilesystem:*:*:file-system/*'] })), UNPROTECTED],
      [it_({}, chosen({ Resources: ['*'], Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] } })), UNPROTECTED],
    ],
    open: [[it_({}, selection(PARAMETER)), UNPROTECTED]],
    differs: { holds: 'cdk-nag ignores automatic backups, tags, conditions and wildcards of selections' },
  },
  'EFS.FileSystemEncrypted': exactly('Encrypted', true, false, { differs: { fails: 'cdk-nag accepts an omitted value' } }),
  'EFS.AccessPointRootDirectory': {
    holds: [it_({ RootDirectory: { Path: '/data' } })],
    fails: [[it_({}), 'RootDirectory.Path is not set'], [it_({ RootDirectory: { Path: '/' } }), 'RootDirectory.Path is "/", must be another value']],
    open: [[it_({ RootDirectory: { Path: PARAMETER } }), undetermined('RootDirectory.Path')]],
  },
  'EFS.AccessPointUser': {
    holds: [it_({ PosixUser: { Uid: '1000', Gid: '1000' } })],
    fails: [[it_({}), 'PosixUser is not set'], [it_({ PosixUser: { Uid: '0', Gid: '0' } }), 'PosixUser.Uid is "0", must be another value']],
    open: [[it_({ PosixUser: { Uid: PARAMETER, Gid: '1000' } }), undetermined('PosixUser.Uid')]],
  },
  'EFS.MountTargetNotPublic': {
    holds: [it_(MOUNT, subnet({})), it_(MOUNT, subnet({ MapPublicIpOnLaunch: false }))],
    fails: [
      [it_(MOUNT, subnet({ MapPublicIpOnLaunch: true })), 'MapPublicIpOnLaunch of its subnet is true, must be another value'],
      [it_(MOUNT, subnet({ AssignIpv6AddressOnCreation: true })), 'AssignIpv6AddressOnCreation of its subnet is true, must be another value'],
    ],
    open: [
      [it_(MOUNT, subnet({ MapPublicIpOnLaunch: PARAMETER })), undetermined('MapPublicIpOnLaunch of its subnet')],
      [it_({ ...MOUNT, SubnetId: PARAMETER }), undetermined('SubnetId')],
      [it_({ ...MOUNT, SubnetId: 'subnet-1' }), undefined],
    ],
  },
  'EFS.FileSystemBackedUp': {
    holds: [
      it_({ BackupPolicy: { Status: 'ENABLED' } }),
      it_({}, { Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [{ 'Fn::GetAtt': ['It', 'Arn'] }] } }] }),
    ],
    fails: [[it_({}), UNPROTECTED], [it_({ BackupPolicy: { Status: 'DISABLED' } }), 'BackupPolicy.Status is "DISABLED", must be ENABLED']],
    open: [[it_({ BackupPolicy: { Status: PARAMETER } }), undetermined('BackupPolicy.Status')]],
  },
}));
