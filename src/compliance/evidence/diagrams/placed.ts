import { Box, Drawing, Group, Line } from './drawing';

/** Sizes of text, and the height of a line. */
export const FONT = { heading: 16, title: 12, text: 11, line: 13 } as const;
/** A4 in landscape with margins of 10 mm, in points of 1/72 inch. */
export const PAGE = { width: 277 / 25.4 * 72, height: 190 / 25.4 * 72 } as const;

export const MARGIN = 16;

/** An explanation of the drawing. */
export interface LegendEntry {
  readonly kind: Line['encryption'] | 'internet' | Group['kind'] | 'outside';
  readonly text: string;
}

/** Width of the sample of an entry, with the space next to it. */
export const SAMPLE = 44;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends Rectangle {
  readonly box: Box;
  readonly title: string;
  readonly details: readonly string[];
}

export interface PlacedGroup extends Rectangle {
  readonly group: Group;
  readonly title: string;
}

export interface PlacedLine {
  readonly line: Line;
  readonly points: readonly Point[];
  /** Omitted for a line without text. */
  readonly label?: Rectangle & { readonly texts: readonly string[] };
}

/** A drawing with the place of everything on it. */
export interface Placed {
  readonly drawing: Drawing;
  readonly width: number;
  readonly height: number;
  readonly caption: readonly string[];
  readonly legend: ReadonlyArray<Rectangle & LegendEntry>;
  /** The outer groups first. */
  readonly groups: readonly PlacedGroup[];
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

/** What moves together. */
export type Content = Pick<Placed, 'groups' | 'boxes' | 'lines'>;

/** Whether a line passes below a rectangle, other than where it begins or ends. */
export function crosses(points: readonly Point[], { x, y, width, height }: Rectangle): boolean {
  const inner = { left: x + 1, right: x + width - 1, top: y + 1, bottom: y + height - 1 };
  return points.slice(1).some((to, index) => {
    const from = points[index];
    // The part of the segment that is inside, after Liang and Barsky.
    let [first, last] = [0, 1];
    const axes = [[from.x, to.x - from.x, inner.left, inner.right], [from.y, to.y - from.y, inner.top, inner.bottom]];
    for (const [start, delta, low, high] of axes) {
      if (delta === 0) {
        if (start < low || start > high) return false;
        continue;
      }
      const [a, b] = [(low - start) / delta, (high - start) / delta];
      first = Math.max(first, Math.min(a, b));
      last = Math.min(last, Math.max(a, b));
    }
    return first < last;
  });
}

/** Moves everything. Boxes and labels keep their size; groups grow; lines end where they ended at their boxes. */
export function shifted({ groups, boxes, lines }: Content, toX: (x: number) => number, toY: (y: number) => number): Content {
  const whole = <T extends Rectangle>(rectangle: T): T => {
    const { x, y } = centerOf(rectangle);
    return { ...rectangle, x: toX(x) - rectangle.width / 2, y: toY(y) - rectangle.height / 2 };
  };
  const grown = <T extends Rectangle>(rectangle: T): T => {
    const [x, y] = [toX(rectangle.x), toY(rectangle.y)];
    return { ...rectangle, x, y, width: toX(rectangle.x + rectangle.width) - x, height: toY(rectangle.y + rectangle.height) - y };
  };
  const before = new Map(boxes.map((each) => [each.box.id, centerOf(each)]));
  const end = (id: string, { x, y }: Point): Point => {
    const center = before.get(id)!;
    return { x: toX(center.x) + x - center.x, y: toY(center.y) + y - center.y };
  };
  return {
    boxes: boxes.map(whole),
    groups: groups.map(grown),
    lines: lines.map(({ line, points, label }) => {
      const middle = points.slice(1, -1).map(({ x, y }) => ({ x: toX(x), y: toY(y) }));
      return { line, points: [end(line.from, points[0]), ...middle, end(line.to, points[points.length - 1])], ...(label && { label: whole(label) }) };
    }),
  };
}

/** Exchanges the axes. */
export function transposed({ groups, boxes, lines }: Content): Content {
  return {
    groups: groups.map(turned),
    boxes: boxes.map(turned),
    lines: lines.map(({ line, points, label }) => (
      { line, points: points.map(({ x, y }) => ({ x: y, y: x })), ...(label && { label: turned(label) }) })),
  };
}

/** Exchanges left and right. */
export function mirrored({ groups, boxes, lines }: Content): Content {
  const flipped = <T extends Rectangle>(rectangle: T): T => ({ ...rectangle, x: -rectangle.x - rectangle.width });
  return {
    groups: groups.map(flipped),
    boxes: boxes.map(flipped),
    lines: lines.map(({ line, points, label }) => (
      { line, points: points.map(({ x, y }) => ({ x: -x, y })), ...(label && { label: flipped(label) }) })),
  };
}

function turned<T extends Rectangle>(rectangle: T): T {
  return { ...swapped(rectangle), x: rectangle.y, y: rectangle.x };
}

export function swapped<T extends { readonly width: number; readonly height: number }>(size: T): T {
  return { ...size, width: size.height, height: size.width };
}

/** Middle of a rectangle. */
export function centerOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
