import { byNist, idsOf, joined, lazily } from '../mapping/citations';
import { joinedRules } from '../mapping/config-rules';
import { FrameworkProps } from '../model/control';
import { KEY_SECURITY_INDICATORS } from '../sources/fedramp-ksi-2026';

const controls = lazily(() => joined(KEY_SECURITY_INDICATORS.map(([id, title, nist]) => [id, title, idsOf(nist)]), byNist));
const configRules = lazily(() => joinedRules(KEY_SECURITY_INDICATORS.map(([id, , nist]) => [id, idsOf(nist)]), byNist));

/** FedRAMP Key Security Indicators, Consolidated Rules for 2026. They set no numbers of days. */
export const FEDRAMP_KSI_2026: FrameworkProps = {
  id: 'fedramp-ksi-2026',
  title: 'FedRAMP Key Security Indicators 2026',
  source: 'FedRAMP Consolidated Rules 2026.07.14.01 (FedRAMP/rules 12fe1b6), through its NIST SP 800-53 r5 controls as AWS Security Hub (2026) and cdk-nag 3.0.2 map them',
  get controls() {
    return controls();
  },
  get configRules() {
    return configRules();
  },
  securityHubStandards: ['nist-800-53/v/5.0.0'],
};
