import { EFS } from '../../../src/compliance/safeguards/efs';
import { exactly, it_, PARAMETER, present, triples, undetermined } from '../triples';

const UNCOVERED = 'no AWS::Backup::BackupSelection selects it or one of its tags';
const selection = (resource: unknown) => ({ Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [resource] } }] as const });

describe('safeguards of Amazon EFS', () => triples(EFS, {
  'EFS.FileSystemInBackupPlan': {
    holds: [it_({}, selection({ 'Fn::GetAtt': ['It', 'Arn'] }))],
    fails: [[it_({}), UNCOVERED]],
    open: [[it_({}, selection(PARAMETER)), UNCOVERED]],
  },
  'EFS.FileSystemEncrypted': exactly('Encrypted', true, false, { differs: { fails: 'cdk-nag accepts an omitted value' } }),
  'EFS.AccessPointRootDirectory': {
    holds: [it_({ RootDirectory: { Path: '/data' } })],
    fails: [[it_({}), 'RootDirectory.Path is not set'], [it_({ RootDirectory: { Path: '/' } }), 'RootDirectory.Path is "/", must be another value']],
    open: [[it_({ RootDirectory: { Path: PARAMETER } }), undetermined('RootDirectory.Path')]],
  },
  'EFS.AccessPointUser': present('PosixUser', { Uid: '1000', Gid: '1000' }),
}));
