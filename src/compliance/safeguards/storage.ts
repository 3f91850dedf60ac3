import { mustBeSet } from '../outcome';
import { ResourceSafeguard } from '../safeguard';

export const STORAGE: ResourceSafeguard[] = [
  {
    id: 'S3.BucketEncrypted',
    on: ['AWS::S3::Bucket'],
    statement: 'objects are encrypted by default',
    remedy: 'set `encryption`',
    sources: { securityHub: ['S3.17'], cdkNag: ['S3BucketServerSideEncryptionEnabled'] },
    judge: ({ properties }) => mustBeSet('BucketEncryption', properties.BucketEncryption),
  },
];
