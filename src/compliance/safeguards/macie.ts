import { ResourceSafeguard } from '../model/safeguard';
import { mustNotBe } from '../predicates/outcome';

/** Safeguards of Amazon Macie. */
export const MACIE: ResourceSafeguard[] = [
  {
    id: 'Macie.SessionOn',
    on: ['AWS::Macie::Session'],
    statement: 'Macie is enabled',
    rationale: 'A paused session finds no sensitive data in buckets',
    remedy: 'keep `status` at its default, `ENABLED`',
    sources: { securityHub: ['Macie.1'], prowler: ['macie_is_enabled'] },
    // The default is ENABLED (AWS CloudFormation, AWS::Macie::Session).
    judge: ({ properties }) => mustNotBe('Status', properties.Status, 'PAUSED'),
  },
];
