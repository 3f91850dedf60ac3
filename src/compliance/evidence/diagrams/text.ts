// Widths of the characters from space to tilde in thousandths of the font size. Source: Helvetica in the Core 14 AFM files of Adobe.
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
  556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD = 1.08;

/** Width of a text in the unit of its font size. The drawing fixes it, so that it does not depend on the fonts of a reader. */
export function widthOf(text: string, size: number, isBold = false): number {
  const thousandths = [...text].reduce((sum, character) => sum + (WIDTHS[character.codePointAt(0)! - 32] ?? 1000), 0);
  return Math.ceil(thousandths * size * (isBold ? BOLD : 1) / 1000);
}

/** The text, shortened in its middle to a width: names that CDK generates differ at both ends. */
export function shortened(text: string, width: number, size: number, isBold = false): string {
  if (widthOf(text, size, isBold) <= width) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept * 0.6);
    const short = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
    if (widthOf(short, size, isBold) <= width) return short;
  }
  return '…';
}

/** The lines of a text that is broken between words at a width. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(shortened(word, width, size));
  }
  return lines;
}
