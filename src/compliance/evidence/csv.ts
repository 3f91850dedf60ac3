/** Characters at the beginning of a cell that spreadsheets read as a formula, also in their full width (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Rows as comma-separated values (RFC 4180) with a header. A cell that a spreadsheet would run as a formula begins with an apostrophe. */
export function csv(head: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : `${value}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
