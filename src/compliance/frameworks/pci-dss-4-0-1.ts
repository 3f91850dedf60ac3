import { FrameworkProps } from '../control';

export const PCI_DSS_4_0_1: FrameworkProps = {
  id: 'pci-dss-4.0.1',
  title: 'PCI DSS 4.0.1',
  source: 'to be filled',
  numbers: { logRetentionDays: 365, backupRetentionDays: 7 },
  controls: [{ id: '1', title: 'Encrypted', safeguards: ['S3.BucketEncrypted'] }],
};
