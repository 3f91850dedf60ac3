/** Columns of the human output. */
const WIDTH = 100;

const COLORS = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], blue: [34, 39] } as const;

/** Colors a text, or leaves it alone. */
export type Paint = (color: keyof typeof COLORS, text: string) => string;

/** Whether an output has colors: that of a terminal, unless `NO_COLOR` is set or the terminal is of type `dumb`. */
export function hasColors({ isTTY }: { readonly isTTY?: boolean }, { NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return isTTY === true && !NO_COLOR && TERM !== 'dumb';
}

/** @param isColored whether the output has colors */
export function painter(isColored: boolean): Paint {
  return (color, text) => isColored ? `\u001b[${COLORS[color][0]}m${text}\u001b[${COLORS[color][1]}m` : text;
}

/** Breaks a text into lines of at most the width. Words that are longer stay whole. */
export function wrapped(text: string, indent = '', width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

/** Columns that are as wide as their widest text. The last one is not padded. */
export function columns(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].length))) ?? [];
  return rows.map((row) => row.map((text, column) => column === row.length - 1 ? text : text.padEnd(widths[column])).join('  ').trimEnd());
}
