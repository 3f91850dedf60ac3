import { Duration } from 'aws-cdk-lib';
import { byPci, lazily, mapped } from '../mapping/citations';
import { mappedRules } from '../mapping/config-rules';
import { FrameworkProps } from '../model/control';
import { PCI_REQUIREMENTS } from '../sources/pci-dss-4-0-1';

const controls = lazily(() => mapped(PCI_REQUIREMENTS, byPci));
const configRules = lazily(() => mappedRules(PCI_REQUIREMENTS, byPci));

/**
 * PCI DSS 4.0.1. Numbers: 10.5.1 keeps audit logs for 12 months; 8.3.9 changes passwords that stand alone every 90 days, which AWS Security Hub
 * maps to the rotation of secrets (SecretsManager.4). It names no number of days for backups.
 */
export const PCI_DSS_4_0_1: FrameworkProps = {
  id: 'pci-dss-4.0.1',
  title: 'PCI DSS 4.0.1',
  source: 'AWS Security Hub (PCI DSS v4.0.1 requirements of each control, 2026) and Prowler 5.46.0 (pci_4.0_aws.json); descriptions in our own words',
  numbers: { logRetention: Duration.days(365), credentialRotation: Duration.days(90) },
  get controls() {
    return controls();
  },
  get configRules() {
    return configRules();
  },
  securityHubStandards: ['pci-dss/v/4.0.1'],
};
