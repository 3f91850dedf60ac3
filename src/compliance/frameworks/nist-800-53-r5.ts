import { FrameworkProps } from '../control';

export const NIST_800_53_R5: FrameworkProps = {
  id: 'nist-800-53-r5',
  title: 'NIST SP 800-53 Rev 5',
  source: 'to be filled',
  numbers: { logRetentionDays: 365, backupRetentionDays: 7 },
  controls: [{ id: '1', title: 'Encrypted', safeguards: ['S3.BucketEncrypted'] }],
};
