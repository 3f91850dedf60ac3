import { Evidence } from './collect';
import { csv } from './csv';

const HEAD = [
  'safeguard', 'severity', 'statement', 'resource', 'logical id', 'type', 'template', 'finding', 'declared by', 'declared on', 'reason', 'ticket', 'owner', 'approver',
  'since', 'expires', 'controls',
];

/** The register of acknowledged deviations as a table: those of the workload first, then those that constructs of the library make by design. */
export function deviationsTable({ outcomes, safeguards, frameworks }: Evidence): string {
  const titles = new Map(frameworks.map(({ id, title }) => [id, title]));
  const rows = ['workload', 'library'].flatMap((party) => outcomes.flatMap(({ acknowledgement, ...outcome }) => {
    if (acknowledgement?.declaredBy !== party) return [];
    const { severity, statement, controls } = safeguards[outcome.safeguard];
    const { on, reason, ticket = '', owner = '', approver = '', since = '', expires = '' } = acknowledgement;
    return [[
      outcome.safeguard, severity, statement, outcome.path, outcome.logicalId ?? '', outcome.type ?? '', outcome.template, outcome.finding!, party, on, reason, ticket, owner,
      approver, since, expires, Object.entries(controls).map(([framework, ids]) => `${titles.get(framework)}: ${ids.join(' ')}`).join('; '),
    ]];
  }));
  return csv(HEAD, rows);
}
