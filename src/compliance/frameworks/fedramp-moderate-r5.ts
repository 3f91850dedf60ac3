import { Duration } from 'aws-cdk-lib';
import { byNist, lazily, mapped } from '../mapping/citations';
import { mappedRules } from '../mapping/config-rules';
import { FrameworkProps } from '../model/control';
import { MODERATE_CONTROLS } from '../sources/nist-800-53-r5';

const controls = lazily(() => mapped(MODERATE_CONTROLS, byNist));
const configRules = lazily(() => mappedRules(MODERATE_CONTROLS, byNist));

/**
 * FedRAMP Moderate, Rev 5. Numbers: AU-11 keeps audit records readable for a year; backups and credentials as AWS Security Hub's defaults
 * for the NIST controls of the baseline (RDS.11: 7 days, SecretsManager.4: 90 days). Cryptography: its parameter of SC-13 is "FIPS-validated or
 * NSA-approved cryptography".
 */
export const FEDRAMP_MODERATE_R5: FrameworkProps = {
  id: 'fedramp-moderate-r5',
  title: 'FedRAMP Moderate Rev 5',
  source: 'FedRAMP OSCAL profile fedramp2.1.0-oscal1.0.4 (GSA/fedramp-automation c784140), mapped by AWS Security Hub (2026) and cdk-nag 3.0.2 (NIST 800-53 R5 pack)',
  numbers: { logRetention: Duration.days(365), backupRetention: Duration.days(7), credentialRotation: Duration.days(90) },
  validatedCryptography: true,
  get controls() {
    return controls();
  },
  get configRules() {
    return configRules();
  },
  securityHubStandards: ['nist-800-53/v/5.0.0'],
};
