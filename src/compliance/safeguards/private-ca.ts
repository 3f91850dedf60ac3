import { ResourceSafeguard } from '../model/safeguard';
import { mustBe } from '../predicates/outcome';

/** Safeguards of AWS Private CA. */
export const PRIVATE_CA: ResourceSafeguard[] = [
  {
    id: 'PCA.RootDisabled',
    on: ['AWS::ACMPCA::CertificateAuthorityActivation'],
    statement: 'the root certificate authority is disabled',
    rationale: 'A root that issues certificates every day is exposed; with its key, an attacker can issue any certificate',
    remedy: 'issue certificates with a subordinate authority, and set `status` of the root to `DISABLED`',
    sources: { securityHub: ['PCA.1'] },
    judge: ({ template, properties: { CertificateAuthorityArn, Status } }) => (
      template.referenced(CertificateAuthorityArn)?.properties.Type === 'ROOT' ? mustBe('Status', Status, 'DISABLED') : undefined),
  },
];
