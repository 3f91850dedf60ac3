import { Evidence } from './collect';
import { deviationsIn, proofText } from './control-text';
import { csv } from './csv';
import { placesOf } from './origin-text';
import { byStatus, ControlEvidence } from './status';

const HEAD = [
  'workload', 'framework', 'control', 'title', 'status', 'proven by', 'holds', 'of', 'deviations', 'shown by documents', 'left to the workload', 'left to the customer', 'inherited from AWS', 'shown by reports', 'not applicable',
  'types not judged', 'lifecycle', 'account', 'region', 'commit', 'uncommitted changes', 'time of the code', 'cdk-regulated',
];

/** The control matrix as a table with a row for each control. Controls with findings and deviations are first in each framework. */
export function matrixTable({ name, origin, asOf = '', frameworks }: Evidence): string {
  const { lifecycle = '', commit = '', dirty, versions } = origin;
  const of = [lifecycle, placesOf(origin, 'account'), placesOf(origin, 'region'), commit, dirty === undefined ? '' : dirty ? 'yes' : 'no', asOf, versions['cdk-regulated']];
  return csv(HEAD, frameworks.flatMap(({ title, controls }) => byStatus(controls).map((control) => [name, ...row(title, control), ...of])));
}

function row(framework: string, control: ControlEvidence): Array<string | number> {
  const { id, title, status, proven, left, reports = [], documents = [], unjudged = [] } = control;
  const parties = typeof left === 'string' ? { technical: left } : left;
  const total = (key: 'holds' | 'of') => proven.reduce((sum, each) => sum + each[key], 0);
  return [
    framework, id, title, status,
    proven.map(proofText).join('; '),
    ...proven.length > 0 ? [total('holds'), total('of')] : ['', ''],
    deviationsIn(control).join('; '), documents.map(({ file, shows }) => `${file}: ${shows}`).join('; '),
    parties.technical ?? '', parties.customer ?? '', parties.inherited ?? '', reports.join('; '), parties.notApplicable ?? '', unjudged.join('; '),
  ];
}
