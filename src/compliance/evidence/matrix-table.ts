import { Evidence } from './collect';
import { csv } from './csv';
import { byStatus, ControlEvidence } from './status';

const HEAD = [
  'framework', 'control', 'title', 'status', 'proven by', 'holds', 'of', 'left to the workload', 'left to the customer', 'inherited from AWS', 'shown by reports', 'not applicable',
  'types not judged',
];

/** The control matrix as a table with a row for each control. Controls with findings and deviations are first in each framework. */
export function matrixTable({ frameworks }: Evidence): string {
  return csv(HEAD, frameworks.flatMap(({ title, controls }) => byStatus(controls).map((control) => row(title, control))));
}

function row(framework: string, { id, title, status, proven, left, reports = [], unjudged = [] }: ControlEvidence): Array<string | number> {
  const parties = typeof left === 'string' ? { technical: left } : left;
  const total = (key: 'holds' | 'of') => proven.reduce((sum, each) => sum + each[key], 0);
  return [
    framework, id, title, status,
    proven.map((each) => `${each.safeguard} holds on ${each.holds} of ${each.of} (${each.extent})`).join('; '),
    ...proven.length > 0 ? [total('holds'), total('of')] : ['', ''],
    parties.technical ?? '', parties.customer ?? '', parties.inherited ?? '', reports.join('; '), parties.notApplicable ?? '', unjudged.join('; '),
  ];
}
