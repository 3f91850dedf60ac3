import { Box, Drawing, groupsOf, Line } from './drawing';
import { Graph, layout } from './layout-engine';
import { centerOf, Content, FONT, PlacedBox, Point, Rectangle, transposed } from './placed';
import { shortened, widthOf, wrapped } from './text';

const TEXT_WIDTH = 156;
const LINES = 5;
const PADDING = 8;

/** A drawing without its texts. Groups and boxes are numbered. */
interface Shape {
  readonly direction: 'TB' | 'LR';
  readonly groups: ReadonlyArray<{ readonly parent?: number }>;
  readonly boxes: ReadonlyArray<{ readonly width: number; readonly height: number; readonly group?: number }>;
  /** Numbers of the boxes, and the size of the label. */
  readonly lines: ReadonlyArray<{ readonly from: number; readonly to: number; readonly width: number; readonly height: number }>;
}

interface Positions {
  readonly groups: readonly Rectangle[];
  readonly boxes: readonly Rectangle[];
  readonly lines: ReadonlyArray<Point & { readonly points: readonly Point[] }>;
}

// The layout takes longer than the rest of the evidence, and the workloads of an app often differ in nothing but names.
const positionsOfShapes = new Map<string, Positions>();

/** Connected boxes, and those in a VPC, as the layout library places them. */
export function laidOut({ boxes, groups, lines }: Drawing, direction: 'TB' | 'LR'): Content {
  const connected = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const kinds = new Map(groups.map(({ id, kind }) => [id, kind]));
  const drawn = boxes.filter(({ id, kind, group }) => connected.has(id) || kind !== 'component' || kinds.get(group!) !== 'region');
  const used = groupsOf(drawn, groups);
  const sizes = drawn.map((box) => sizeOf(box));
  const labels = lines.map((line) => labelOf(line));
  const [groupAt, boxAt] = [used, drawn].map((all) => new Map(all.map(({ id }, index) => [id, index])));
  const positions = positionsOf({
    direction,
    groups: used.map(({ parent }) => ({ parent: groupAt.get(parent!) })),
    boxes: drawn.map(({ group }, index) => ({ width: sizes[index].width, height: sizes[index].height, group: groupAt.get(group!) })),
    lines: lines.map(({ from, to, isUpstream }, index) => {
      const { width, height } = labels[index] ?? { width: 0, height: 0 };
      const [start, end] = isUpstream ? [to, from] : [from, to];
      return { from: boxAt.get(start)!, to: boxAt.get(end)!, width, height };
    }),
  });
  const content = {
    groups: used.map((group, index) => ({ ...positions.groups[index], group, title: group.title })),
    boxes: drawn.map((box, index) => ({ ...sizes[index], ...positions.boxes[index], box })),
    lines: lines.map((line, index) => {
      const { points, x, y } = positions.lines[index];
      const label = labels[index];
      const place = label && { ...label, ...around({ x, y, width: label.width, height: label.height }) };
      return { line, points: line.isUpstream ? [...points].reverse() : points, ...(place && { label: place }) };
    }),
  };
  return direction === 'TB' ? routed(content) : transposed(routed(transposed(content)));
}

function positionsOf(shape: Shape): Positions {
  const key = JSON.stringify(shape);
  const found = positionsOfShapes.get(key) ?? layeredPositions(shape);
  positionsOfShapes.set(key, found);
  return found;
}

function layeredPositions({ direction, groups, boxes, lines }: Shape): Positions {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 14, edgesep: 8, ranksep: direction === 'TB' ? 18 : 20 });
  groups.forEach((_group, index) => graph.setNode(`group ${index}`, {}));
  groups.forEach(({ parent }, index) => {
    if (parent !== undefined) graph.setParent(`group ${index}`, `group ${parent}`);
  });
  boxes.forEach(({ width, height, group }, index) => {
    graph.setNode(`box ${index}`, { width, height });
    if (group !== undefined) graph.setParent(`box ${index}`, `group ${group}`);
  });
  lines.forEach(({ from, to, width, height }, index) => graph.setEdge(`box ${from}`, `box ${to}`, { width, height, labelpos: 'c' }, String(index)));
  if (boxes.length > 0) layout(graph);
  return {
    groups: groups.map((_group, index) => around(graph.node(`group ${index}`))),
    boxes: boxes.map((_box, index) => around(graph.node(`box ${index}`))),
    lines: lines.map(({ from, to }, index) => {
      const { points, x, y } = graph.edge({ v: `box ${from}`, w: `box ${to}`, name: String(index) });
      return { points, x, y };
    }),
  };
}

/** The rectangle around a center. */
function around({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/**
 * Leads the lines around boxes: across the space of a rank only at right angles. The library lays ranks out from top to bottom, and leads lines from
 * the center of one rank to that of the next.
 */
function routed(content: Content): Content {
  const bands = new Map<number, number>();
  const keyOf = (y: number) => Math.round(y);
  for (const { y, height } of [...content.boxes, ...content.lines.flatMap(({ label }) => label ?? [])]) {
    const key = keyOf(y + height / 2);
    bands.set(key, Math.max(bands.get(key) ?? 0, height / 2));
  }
  const boxOf = new Map(content.boxes.map((each) => [each.box.id, each]));
  interface End { readonly box: PlacedBox; readonly side: 1 | -1; readonly next: Point; x: number }
  const sides = new Map<string, End[]>();
  const endOf = (id: string, next: Point): End => {
    const box = boxOf.get(id)!;
    const end: End = { box, side: next.y > centerOf(box).y ? 1 : -1, next, x: 0 };
    const key = `${end.side} ${id}`;
    sides.set(key, [...sides.get(key) ?? [], end]);
    return end;
  };
  const ends = content.lines.map(({ line: { from, to }, points }) => (
    [endOf(from, points[1]), endOf(to, points[points.length - 2])] as const));
  for (const side of sides.values()) {
    side.sort((a, b) => a.next.x - b.next.x);
    side.forEach((end, index) => { end.x = end.box.x + end.box.width * (index + 1) / (side.length + 1); });
  }
  const leaving = ({ box, side, x }: End): Point[] => {
    const { y } = centerOf(box);
    return [{ x, y: y + side * box.height / 2 }, { x, y: y + side * bands.get(keyOf(y))! }];
  };
  return {
    ...content,
    lines: content.lines.map((each, index) => {
      const [start, end] = ends[index];
      const middle = each.points.slice(1, -1).flatMap(({ x, y }, at, points) => {
        const half = bands.get(keyOf(y)) ?? 0;
        const from = points[at - 1] ?? centerOf(start.box);
        return from.y < y ? [{ x, y: y - half }, { x, y: y + half }] : [{ x, y: y + half }, { x, y: y - half }];
      });
      return { ...each, points: [...leaving(start), ...middle, ...leaving(end).reverse()] };
    }),
  };
}

/** Texts and size of a box. */
export function sizeOf({ title, details }: Box): { title: string; details: readonly string[]; width: number; height: number } {
  const shown = shortened(title, TEXT_WIDTH, FONT.title, true);
  const texts = details.flatMap((detail) => wrapped(detail, TEXT_WIDTH, FONT.text));
  const lines = texts.length > LINES ? [...texts.slice(0, LINES - 1), '…'] : texts;
  const width = Math.max(widthOf(shown, FONT.title, true), ...lines.map((line) => widthOf(line, FONT.text)));
  return { title: shown, details: lines, width: width + 2 * PADDING, height: FONT.line * (lines.length + 1) + PADDING };
}

function labelOf({ label, encryption }: Line) {
  const plain = encryption === 'not encrypted' ? ['not encrypted'] : [];
  const texts = [...label ? [shortened(label, TEXT_WIDTH, FONT.text)] : [], ...plain];
  if (texts.length === 0) return undefined;
  return { texts, width: Math.max(...texts.map((text) => widthOf(text, FONT.text))) + 4, height: texts.length * FONT.line };
}
