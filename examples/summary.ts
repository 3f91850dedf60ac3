/** What the table reads of `evidence.json`. */
export interface Evidence {
  readonly name: string;
  readonly summary: { readonly resources: number; readonly findings: number };
  readonly frameworks: ReadonlyArray<{ readonly title: string; readonly controls: ReadonlyArray<{ readonly status: string }> }>;
  readonly outcomes: ReadonlyArray<{ readonly acknowledgement?: { readonly expires?: string } }>;
  readonly inventory: { readonly components: ReadonlyArray<{ readonly region: string }> };
  readonly cost: { readonly monthly: number };
}

export interface Row {
  readonly evidence: Evidence;
  /** Path of the page. */
  readonly page: string;
}

const WIDTH = 100;
const HEAD = ['platform', 'proven', 'failing', 'deviating', 'left to you', 'not judged', 'next expiry', 'USD a month'];
const LEGEND = 'Counts are controls. Proven: in whole or in part by the templates. Deviating: acknowledged findings. Left to you: shown by no template. '
  + 'Not judged: no resource shows it. Others are attested, inherited from AWS or not applicable.';

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
  const [next = 'none'] = outcomes.flatMap(({ acknowledgement }) => acknowledgement?.expires ?? []).sort();
  return [
    name,
    ...[count('satisfied', 'satisfied in part'), count('fails'), count('acknowledged'), count('customer'), count('not judged')],
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
