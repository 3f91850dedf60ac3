/** A text in one line of Markdown: names of an app are never read as HTML, and never as links to other places. Line breaks of this library, `<br>`, stay. */
export function inline(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/<(?!br>)/g, '&lt;').replace(/\](?=\((?![\w./-]+\)))/g, '\\]').replace(/\r\n?|\n/g, ' ');
}

/** A text as code, which Markdown leaves as it is. */
export function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const padding = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${padding}${text.replace(/\r\n?|\n/g, ' ')}${padding}${fence}`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => inline(cell).replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
