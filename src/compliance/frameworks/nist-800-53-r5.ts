import { Duration } from 'aws-cdk-lib';
import { byNist, lazily, mapped } from '../mapping/citations';
import { mappedRules } from '../mapping/config-rules';
import { FrameworkProps } from '../model/control';
import { MODERATE_CONTROLS } from '../sources/nist-800-53-r5';

const moderate = lazily(() => MODERATE_CONTROLS.filter(([, , member]) => member));
const controls = lazily(() => mapped(moderate(), byNist));
const configRules = lazily(() => mappedRules(moderate(), byNist));

/**
 * NIST SP 800-53 Rev 5, Moderate baseline. The catalog leaves its numbers to the organization: these are the defaults of the AWS Security Hub
 * controls that cite it (CloudWatch.16: 365 days, RDS.11: 7 days, SecretsManager.4: 90 days).
 */
export const NIST_800_53_R5: FrameworkProps = {
  id: 'nist-800-53-r5',
  title: 'NIST SP 800-53 Rev 5 Moderate',
  source: 'NIST OSCAL catalog 5.1.1+u4 (usnistgov/oscal-content 88bb8de), mapped by AWS Security Hub (2026) and cdk-nag 3.0.2 (NIST 800-53 R5 pack)',
  numbers: { logRetention: Duration.days(365), backupRetention: Duration.days(7), credentialRotation: Duration.days(90) },
  get controls() {
    return controls();
  },
  get configRules() {
    return configRules();
  },
  securityHubStandards: ['nist-800-53/v/5.0.0'],
};
