const NIST = /^(nist-800-53|fedramp-(low|moderate|high))/;
const TOKEN = /^[\p{L}_][\p{L}\p{N}.\-_]*$/u;
const PREFIXES = [[/^pci-dss-/, 'pci-'], [/^hipaa-/, 'hipaa-']] as const;

/** Published OSCAL catalogs and profiles of frameworks. */
const CATALOGS: Readonly<Record<string, string>> = {
  'aws-fsbp': 'https://raw.githubusercontent.com/awslabs/oscal-content-for-aws-services/f8404462700eebf70cdf5afa02944794e42695ff/catalogs/aws_security-hub.oscal.json',
  'fedramp-moderate-r5': 'https://raw.githubusercontent.com/GSA/fedramp-automation/b93fc2f472fe8390ba8a22af843b6ed424bdc95b/dist/content/rev5/baselines/json/FedRAMP_rev5_MODERATE-baseline_profile.json',
  'nist-800-53-r5': 'https://raw.githubusercontent.com/usnistgov/oscal-content/bae69b5a53a8a1007469a7dc9c331a5f0f600094/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.json',
};

/** Address of the OSCAL catalog or profile of a framework; undefined where none is published. */
export function catalogOf(framework: string): string | undefined {
  return CATALOGS[framework];
}

/**
 * Id of a control in OSCAL, which accepts tokens only. Controls of NIST SP 800-53 have the id of its catalog: `ac-2.1` for `AC-2(1)`. PCI DSS and HIPAA
 * have no OSCAL catalog: `pci-3.5.1`, `hipaa-164.308.a.1.i`. Other ids that are no tokens begin with the id of the framework.
 */
export function controlId(framework: string, id: string): string {
  const nist = id.toLowerCase().replace(/\((\d+)\)/g, '.$1');
  if (NIST.test(framework) && TOKEN.test(nist)) return nist;
  const prefix = PREFIXES.find(([pattern]) => pattern.test(framework))?.[1];
  if (prefix === undefined && TOKEN.test(id)) return id;
  const token = id.replace(/[()]+/g, '.').replace(/[^\p{L}\p{N}.\-_]/gu, '-').replace(/\.+/g, '.').replace(/\.$/, '');
  return prefix !== undefined ? `${prefix}${token}` : `${TOKEN.test(framework) ? framework : `_${framework.replace(/[^\p{L}\p{N}.\-_]/gu, '-')}`}-${token}`;
}
