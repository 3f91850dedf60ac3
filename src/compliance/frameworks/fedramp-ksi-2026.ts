import { FrameworkProps } from '../control';

export const FEDRAMP_KSI_2026: FrameworkProps = {
  id: 'fedramp-ksi-2026',
  title: 'FedRAMP Key Security Indicators 2026',
  source: 'to be filled',
  numbers: { logRetentionDays: 365, backupRetentionDays: 7 },
  controls: [{ id: '1', title: 'Encrypted', safeguards: ['S3.BucketEncrypted'] }],
};
