import { Grain } from './boxes';
import { Drawing } from './drawing';
import { architectureOf, Content, dataFlowOf } from './drawings';
import { place, printedSize } from './geometry';
import { Placed } from './placed';
import { svgOf } from './svg';

/** Boxes and lines of the largest drawing by construct. Larger ones cannot be read on one page, and take longer than the rest of the evidence. */
const LARGEST = { boxes: 60, lines: 90 } as const;
/** Least size of text in print, in points. */
const LEGIBLE = 5.5;

/** The texts of `architecture.svg` and `data-flow.svg`. */
export interface Diagrams {
  readonly architecture: string;
  readonly dataFlow: string;
}

/** The diagrams of a workload. */
export function diagramsOf(content: Content): Diagrams {
  return { architecture: svgOf(placed(content, architectureOf)), dataFlow: svgOf(placed(content, dataFlowOf)) };
}

/** A drawing by construct; by service if that cannot be read on a page of A4. */
function placed(content: Content, draw: (content: Content, grain: Grain) => Drawing): Placed {
  const drawing = draw(content, 'construct');
  if (drawing.boxes.length <= LARGEST.boxes && drawing.lines.length <= LARGEST.lines) {
    const result = place(drawing);
    if (printedSize(result) >= LEGIBLE) return result;
  }
  return place(draw(content, 'service'));
}
