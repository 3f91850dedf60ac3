import { Evidence } from './collect';
import { controlsShowing } from './control-text';
import { csv } from './csv';

const HEAD = [
  'safeguard', 'severity', 'statement', 'resource', 'logical id', 'type', 'template', 'finding', 'declared by', 'declared on', 'reason', 'ticket', 'owner', 'approver',
  'since', 'expires', 'controls', 'related by a published mapping only',
];

/** The register of acknowledged deviations as a table: those of the workload first, then those that constructs of the library make by design. */
export function deviationsTable(evidence: Evidence): string {
  const { outcomes, safeguards, frameworks } = evidence;
  const controlsOf = controlsShowing(evidence);
  const titles = new Map(frameworks.map(({ id, title }) => [id, title]));
  const rows = ['workload', 'library'].flatMap((party) => outcomes.flatMap(({ acknowledgement, ...outcome }) => {
    if (acknowledgement?.declaredBy !== party) return [];
    const { severity, statement } = safeguards[outcome.safeguard];
    const controls = controlsOf(outcome.safeguard);
    const list = (key: 'shown' | 'related') => controls.filter((each) => each[key].length > 0)
      .map((each) => `${titles.get(each.framework)}: ${each[key].join(' ')}`).join('; ');
    const { on, reason, ticket = '', owner = '', approver = '', since = '', expires = '' } = acknowledgement;
    return [[
      outcome.safeguard, severity, statement, outcome.path, outcome.logicalId ?? '', outcome.type ?? '', outcome.template, outcome.finding!, party, on, reason, ticket, owner,
      approver, since, expires, list('shown'), list('related'),
    ]];
  }));
  return csv(HEAD, rows);
}
