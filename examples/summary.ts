/** What the table reads of `evidence.json`. */
export interface Evidence {
  readonly name: string;
  readonly summary: { readonly resources: number; readonly findings: number };
  readonly frameworks: ReadonlyArray<{ readonly title: string; readonly controls: readonly Control[] }>;
  readonly outcomes: ReadonlyArray<{ readonly acknowledgement?: { readonly expires?: string } }>;
  readonly inventory: { readonly components: ReadonlyArray<{ readonly region: string }> };
  readonly cost: { readonly monthly: number };
}

interface Control {
  readonly status: string;
  readonly proven: ReadonlyArray<{ readonly acknowledged?: number }>;
}

export interface Row {
  readonly evidence: Evidence;
  /** Path of the page. */
  readonly page: string;
}

const WIDTH = 100;
const HEAD = ['platform', 'proven', 'failing', 'deviating', 'by design', 'left to you', 'unjudged', 'expires', 'USD/mo'];
const LEGEND = 'Counts are controls. Proven: in whole or in part by the templates. Deviating: findings that you acknowledge. By design: deviations of constructs of the library. Left to you: shown by no template. '
  + 'Unjudged: no resource shows it. Expires: the next acknowledgement. Others are attested, inherited from AWS or not applicable.';

/** The platforms as a table of at most 100 columns, with the page of each. Paths are not broken. */
export function summaryOf(rows: readonly Row[], lifecycle: string): string {
  const cells = [HEAD, ...rows.map(({ evidence }) => cellsOf(evidence))];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const [head, ...lines] = cells.map((row) => row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('  '));
  return [head, ...lines.flatMap((line, index) => [line, ...below(rows[index], lifecycle)]), '', ...wrapped(LEGEND, '')].join('\n');
}

function cellsOf({ name, frameworks, outcomes, cost }: Evidence): string[] {
  const controls = frameworks.flatMap((framework) => framework.controls);
  const count = (...statuses: string[]) => String(controls.filter(({ status }) => statuses.includes(status)).length);
  const deviating = (byYou: boolean) => String(controls.filter(({ status, proven }) => status === 'acknowledged' && proven.some(({ acknowledged = 0 }) => acknowledged > 0) === byYou).length);
  const [next = 'none'] = outcomes.flatMap(({ acknowledgement }) => acknowledgement?.expires ?? []).sort();
  return [
    name,
    ...[count('satisfied', 'satisfied in part'), count('fails'), deviating(true), deviating(false), count('customer'), count('not judged')],
    next,
    String(Math.round(cost.monthly)),
  ];
}

function below({ evidence: { inventory, summary, frameworks }, page }: Row, lifecycle: string): string[] {
  const regions = [...new Set(inventory.components.map(({ region }) => region))].sort().join(', ') || 'no component';
  const titles = frameworks.map(({ title }) => title).join(', ') || 'no framework';
  return [...wrapped(`${regions}; ${lifecycle}; ${summary.resources} resources; ${titles}`, '  '), `  ${page}`];
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}
