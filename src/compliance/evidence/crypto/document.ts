import { Evidence } from '../collect';

type Documented = Pick<Evidence, 'crypto' | 'inventory'>;

/** Cryptography that no template shows. */
export const CRYPTOGRAPHY_NOT_SHOWN: readonly string[] = [
  'cipher suites that a named security policy or an engine permits', 'cipher suites and protocols of the code of the workload',
  'cryptographic modules in operating systems, container images and functions', 'certificates that the templates only name',
];

/** Services that encrypt, and whose module has no published validation. */
export function modulesNotDetermined({ crypto, inventory: { components } }: Documented): string[] {
  const serviceOf = new Map(components.map(({ id, service }) => [id, service]));
  const published = crypto.modules.map(({ service }) => service);
  const encrypting = [
    ...crypto.atRest.filter(({ by }) => by !== 'not encrypted'),
    ...crypto.inTransit.filter(({ floor }) => floor !== 'none'),
    ...crypto.keys,
  ];
  return [...new Set(encrypting.flatMap(({ component }) => serviceOf.get(component) ?? []))].sort().filter((service) => !published.includes(service));
}

/** The cryptographic inventory: `crypto.json`. */
export function cryptographyDocument(evidence: Evidence): string {
  return `${JSON.stringify({
    title: `Cryptographic inventory of ${evidence.systemName}`,
    answers: ['FedRAMP CMU-CSO-CMD', 'PCI DSS 4.0.1 4.2.1.1', 'PCI DSS 4.0.1 12.3.3'],
    derivedFrom: 'CloudFormation templates. A value that a template does not show is "not determined".',
    notShown: CRYPTOGRAPHY_NOT_SHOWN,
    ...evidence.unread && { notReadWith: evidence.unread },
    ...evidence.crypto,
    modulesNotDetermined: modulesNotDetermined(evidence),
  }, null, 1)}\n`;
}
