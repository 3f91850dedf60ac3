import { Drawing, groupsOf } from './drawing';
import { laidOut, sizeOf } from './layered';
import { Content, crosses, FONT, LegendEntry, MARGIN, mirrored, PAGE, Placed, Point, SAMPLE, shifted, swapped, transposed } from './placed';
import { shortened, widthOf, wrapped } from './text';

/** Size in print, in points, above which no other direction is tried. */
const COMFORTABLE = 7;
const GAP = 12;
/** Height that the title of a group needs in addition to the space that the layout leaves. */
const BANNER = 12;
/** Height of a line of the legend. */
const LEGEND = 20;
const LEAST_WIDTH = 860;
/** Most width of the title of a group. Accounts and Regions have less. */
const GROUP_TITLE = 400;
const LEGEND_ENTRIES: readonly LegendEntry[] = [
  { kind: 'encrypted', text: 'encrypted' }, { kind: 'not determined', text: 'encryption not determined' }, { kind: 'not encrypted', text: 'not encrypted' },
  { kind: 'internet', text: 'thick: to or from the internet' }, { kind: 'region', text: 'account and Region, a trust boundary' }, { kind: 'vpc', text: 'VPC, a trust boundary' },
  { kind: 'subnets', text: 'subnets' }, { kind: 'outside', text: 'outside the workload' },
];

/** Size of the smallest text in points where the drawing fills a page of A4 in landscape. */
export function printedSize({ width, height }: Pick<Placed, 'width' | 'height'>): number {
  return FONT.text * Math.min(PAGE.width / width, PAGE.height / height);
}

/**
 * Places a drawing from top to bottom, or from left to right if that is larger in print, with unconnected boxes where they leave most room. No line passes
 * below a box if there is such a place.
 */
export function place(drawing: Drawing): Placed {
  const fromTop = inDirection(drawing, 'TB');
  return printedSize(fromTop) >= COMFORTABLE && isClear(fromTop) ? fromTop : best([fromTop, inDirection(drawing, 'LR')]);
}

function inDirection(drawing: Drawing, direction: 'TB' | 'LR'): Placed {
  const connected = withBanners(laidOut(drawing, direction));
  const across = (content: Content, extent: number) => transposed(withOthers(drawing, transposed(content), extent, true));
  const sides = [1, 1.25].flatMap((extent) => [
    withOthers(drawing, connected, extent), across(connected, extent), mirrored(across(mirrored(connected), extent)),
  ]);
  return best(sides.map((content) => framed(drawing, withTitles(withRegions(drawing, content)))));
}

function best(places: readonly Placed[]): Placed {
  const largestFirst = [...places].sort((a, b) => printedSize(b) - printedSize(a));
  return largestFirst.find(isClear) ?? largestFirst[0];
}

function isClear({ lines, boxes }: Placed): boolean {
  return lines.every(({ points }) => boxes.every((box) => !crosses(points, box)));
}

/** Adds the heading and the legend. */
function framed(drawing: Drawing, content: Content): Placed {
  const all = [...content.groups, ...content.boxes, ...content.lines.flatMap(({ label }) => label ?? [])];
  const corners = all.flatMap(({ x, y, width: w, height: h }) => [{ x, y }, { x: x + w, y: y + h }]);
  const points = [...content.lines.flatMap((line) => line.points), ...corners];
  const [left, upper] = [least(points, 'x'), least(points, 'y')];
  const width = Math.max(LEAST_WIDTH, most(points, 'x') - left + 2 * MARGIN);
  const caption = wrapped(drawing.caption, width - 2 * MARGIN, FONT.text);
  const entries = LEGEND_ENTRIES.map((entry) => ({ ...entry, width: SAMPLE + widthOf(entry.text, FONT.text) + GAP, height: LEGEND - GAP }));
  const legend = inRows(entries, width - 2 * MARGIN);
  const top = MARGIN + FONT.heading + FONT.line * caption.length + GAP;
  const bottom = most(points, 'y') - upper + top;
  return {
    drawing,
    width,
    height: bottom + GAP + most(legend.map((entry) => ({ end: entry.y + entry.height })), 'end') + MARGIN,
    caption,
    legend: legend.map((entry) => ({ ...entry, x: MARGIN + entry.x, y: bottom + GAP + entry.y })),
    ...shifted(content, (x) => x - left + MARGIN, (y) => y - upper + top),
  };
}

/** Makes room for the titles of groups: everything below the upper edge of a group moves down. */
function withBanners(content: Content): Content {
  const tops = [...new Set(content.groups.map(({ y }) => y))];
  return shifted(content, (x) => x, (y) => y + BANNER * tops.filter((top) => y > top + 0.01).length);
}

/** Makes groups wide enough for their titles: everything to the right of a group moves. */
function withTitles(content: Content): Content {
  let all = content;
  for (const { group } of [...content.groups].reverse()) {
    const { x, width } = all.groups.find((placed) => placed.group.id === group.id)!;
    const title = shortened(group.title, GROUP_TITLE, FONT.text, true);
    const wider = Math.max(0, widthOf(title, FONT.text, true) + GAP - width);
    const right = x + width;
    all = wider > 0 ? shifted(all, (at) => at > right - 0.01 ? at + wider : at, (y) => y) : all;
    all = { ...all, groups: all.groups.map((placed) => placed.group.id === group.id ? { ...placed, title } : placed) };
  }
  return all;
}

/** Adds boxes without a connection to their group: in rows below the others. */
function withOthers({ boxes }: Drawing, content: Content, extent: number, isTransposed = false): Content {
  let all = content;
  for (const { group } of content.groups) {
    const missing = boxes.filter((box) => box.group === group.id && !content.boxes.some((placed) => placed.box.id === box.id))
      .map((box) => ({ box, ...sizeOf(box) }));
    if (missing.length === 0) continue;
    const around = all.groups.find((placed) => placed.group.id === group.id)!;
    const bottom = around.y + around.height;
    const right = around.x + around.width;
    const start = around.x + GAP + (isTransposed ? FONT.line : 0);
    const rows = inRows(missing.map((part) => isTransposed ? swapped(part) : part), around.x + around.width * extent - GAP - start);
    const added = most(rows.map((row) => ({ end: row.y + row.height })), 'end') + GAP;
    const wider = Math.max(0, most(rows.map((row) => ({ end: start + row.x + row.width + GAP })), 'end') - right);
    all = shifted(all, (x) => x > right - 0.01 ? x + wider : x, (y) => y > bottom - 0.01 ? y + added : y);
    all = { ...all, boxes: [...all.boxes, ...rows.map((row) => ({ ...row, x: start + row.x, y: bottom + row.y }))] };
  }
  return all;
}

/** Adds groups without a connected box, below everything. */
function withRegions({ boxes, groups }: Drawing, content: Content): Content {
  let all = content;
  const missing = boxes.filter(({ id }) => !content.boxes.some(({ box }) => box.id === id));
  for (const group of groupsOf(missing, groups)) {
    const parts = missing.filter((box) => box.group === group.id).map((box) => ({ box, ...sizeOf(box) }));
    const ends = [...all.groups, ...all.boxes];
    const left = least(ends, 'x');
    const top = ends.length > 0 ? most(ends.map(({ y, height }) => ({ end: y + height })), 'end') + GAP : 0;
    const width = Math.max(LEAST_WIDTH - 2 * MARGIN, most(ends.map((each) => ({ end: each.x + each.width })), 'end') - left);
    const rows = inRows(parts, width - 2 * GAP);
    const start = top + FONT.line + BANNER;
    const height = most(rows.map((row) => ({ end: row.y + row.height })), 'end') + GAP + start - top;
    all = {
      ...all,
      boxes: [...all.boxes, ...rows.map((row) => ({ ...row, x: left + GAP + row.x, y: start + row.y }))],
      groups: [...all.groups, { group, title: group.title, x: left, y: top, width, height }],
    };
  }
  return all;
}

function inRows<T extends { readonly width: number; readonly height: number }>(parts: readonly T[], width: number): Array<T & Point> {
  let [x, y, row] = [0, 0, 0];
  return parts.map((part) => {
    if (x > 0 && x + part.width > width) [x, y, row] = [0, y + row + GAP, 0];
    const placed = { ...part, x, y };
    x += part.width + GAP;
    row = Math.max(row, part.height);
    return placed;
  });
}

function least<K extends string>(values: ReadonlyArray<Readonly<Record<K, number>>>, key: K): number {
  return values.reduce((found, value) => Math.min(found, value[key]), values[0]?.[key] ?? 0);
}

function most<K extends string>(values: ReadonlyArray<Readonly<Record<K, number>>>, key: K): number {
  return values.reduce((found, value) => Math.max(found, value[key]), values[0]?.[key] ?? 0);
}
