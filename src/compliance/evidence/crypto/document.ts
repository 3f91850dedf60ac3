import { Evidence } from '../collect';

/** The cryptographic inventory: `crypto.json`. */
export function cryptographyDocument({ systemName, crypto }: Evidence): string {
  return `${JSON.stringify({
    title: `Cryptographic inventory of ${systemName}`,
    answers: ['FedRAMP CMU-CSO-CMD', 'PCI DSS 4.0.1 12.3.3'],
    derivedFrom: 'CloudFormation templates. A value that a template does not show is "not determined".',
    notShown: [
      'cipher suites and protocols of the code of the workload', 'cryptographic modules in operating systems, container images and functions', 'certificates that the templates only name',
    ],
    ...crypto,
  }, null, 1)}\n`;
}
