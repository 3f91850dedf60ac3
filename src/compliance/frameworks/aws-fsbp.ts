import { FrameworkProps } from '../control';

export const AWS_FSBP: FrameworkProps = {
  id: 'aws-fsbp',
  title: 'AWS Foundational Security Best Practices',
  source: 'to be filled',
  numbers: { logRetentionDays: 365, backupRetentionDays: 7 },
  controls: [{ id: '1', title: 'Encrypted', safeguards: ['S3.BucketEncrypted'] }],
};
