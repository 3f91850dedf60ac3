import { ResourceSafeguard } from '../model/safeguard';
import { mustBe } from '../predicates/outcome';

/** Safeguards of Amazon SES. */
export const SES: ResourceSafeguard[] = [
  {
    id: 'SES.TlsForced',
    on: ['AWS::SES::ConfigurationSet'],
    statement: 'messages of the configuration set are sent with TLS only',
    rationale: 'Without this policy, messages go out in plain text to servers without TLS',
    remedy: 'set `tlsPolicy` to `REQUIRE`',
    always: true,
    sources: { securityHub: ['SES.3'] },
    judge: ({ properties }) => mustBe('DeliveryOptions.TlsPolicy', properties.DeliveryOptions?.TlsPolicy, 'REQUIRE'),
  },
];
