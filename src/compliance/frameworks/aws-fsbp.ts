import { Duration } from 'aws-cdk-lib';
import { bySecurityHub, lazily, mapped } from '../mapping/citations';
import { mappedRules } from '../mapping/config-rules';
import { FrameworkProps } from '../model/control';
import { SECURITY_HUB } from '../sources/security-hub';

const members = lazily(() => SECURITY_HUB.filter(([, , , member]) => member));
const controls = lazily(() => mapped(members(), bySecurityHub));
const configRules = lazily(() => mappedRules(members(), bySecurityHub));

/**
 * AWS Foundational Security Best Practices v1.0.0: the AWS Security Hub controls of that standard for the services that the library knows.
 * Numbers: RDS.11 and RDS.50 keep backups for 7 days, SecretsManager.4 rotates within 90. Retention of logs (CloudWatch.16) is not in it.
 */
export const AWS_FSBP: FrameworkProps = {
  id: 'aws-fsbp',
  title: 'AWS Foundational Security Best Practices 1.0.0',
  source: 'AWS Security Hub CSPM, AWS Foundational Security Best Practices v1.0.0 (fsbp-standard.html, 2026), controls of 27 services',
  numbers: { backupRetention: Duration.days(7), credentialRotation: Duration.days(90) },
  get controls() {
    return controls();
  },
  get configRules() {
    return configRules();
  },
  securityHubStandards: ['aws-foundational-security-best-practices/v/1.0.0'],
};
