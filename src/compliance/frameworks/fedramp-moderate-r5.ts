import { FrameworkProps } from '../control';

export const FEDRAMP_MODERATE_R5: FrameworkProps = {
  id: 'fedramp-moderate-r5',
  title: 'FedRAMP Moderate Rev 5',
  source: 'to be filled',
  numbers: { logRetentionDays: 365, backupRetentionDays: 7 },
  controls: [{ id: '1', title: 'Encrypted', safeguards: ['S3.BucketEncrypted'] }],
};
