import { Drawing } from './drawing';
import { FONT, MARGIN, Placed, PlacedBox, PlacedGroup, PlacedLine, Point, SAMPLE } from './placed';
import { shortened, widthOf } from './text';
import { Flow } from '../model';

const FAMILY = 'Helvetica, Arial, "Liberation Sans", sans-serif';
const RADIUS = 8;
const STYLE = `
.cdkr text { font-family: ${FAMILY}; fill: #17202a; }
.cdkr .ground { fill: #fff; }
.cdkr .box { fill: #fff; stroke: #17202a; }
.cdkr .outside .box, .cdkr .internet .box { fill: #ececec; stroke-width: 2; }
.cdkr .region { fill: #f4f6f8; stroke: #17202a; stroke-width: 2; stroke-dasharray: 14 3 3 3; }
.cdkr .vpc { fill: #eaf1fa; stroke: #0b5cad; stroke-width: 1.5; }
.cdkr .subnets { fill: #fff; stroke: #55606c; }
.cdkr .line { fill: none; stroke: #176c3a; stroke-width: 1.3; }
.cdkr .not-determined .line { stroke: #8a5300; stroke-dasharray: 2 3; }
.cdkr .not-encrypted .line { stroke: #b3161f; stroke-dasharray: 9 4; }
.cdkr .crosses .line { stroke-width: 2.6; }
.cdkr .head { fill: #176c3a; }
.cdkr .not-determined .head, .cdkr .head.not-determined { fill: #8a5300; }
.cdkr .not-encrypted .head, .cdkr .head.not-encrypted { fill: #b3161f; }
.cdkr .label { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
@media screen and (prefers-color-scheme: dark) {
.cdkr text { fill: #e8edf2; }
.cdkr .ground { fill: #12171d; }
.cdkr .box { fill: #12171d; stroke: #e8edf2; }
.cdkr .outside .box, .cdkr .internet .box { fill: #36414c; }
.cdkr .region { fill: #1b222a; stroke: #e8edf2; }
.cdkr .vpc { fill: #1c2a3a; stroke: #7cbcff; }
.cdkr .subnets { fill: #161c23; stroke: #a9b4bf; }
.cdkr .line { stroke: #74d69a; }
.cdkr .not-determined .line { stroke: #f0b95a; }
.cdkr .not-encrypted .line { stroke: #ff8d8d; }
.cdkr .head { fill: #74d69a; }
.cdkr .not-determined .head, .cdkr .head.not-determined { fill: #f0b95a; }
.cdkr .not-encrypted .head, .cdkr .head.not-encrypted { fill: #ff8d8d; }
.cdkr .label { stroke: #12171d; }
}`;

/** The drawing as a file of SVG 1.1: text is text, and colors follow the preference of the reader on a screen. */
export function svgOf(placed: Placed): string {
  const { drawing, groups, boxes, lines, caption } = placed;
  const { id, title } = drawing;
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="cdkr" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-desc">${escaped(inWords(drawing))}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs>${(['encrypted', 'not determined', 'not encrypted'] as const).map((encryption) => marker(id, encryption)).join('')}</defs>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    text(shortened(title, width - 2 * MARGIN, FONT.heading, true), MARGIN, MARGIN + FONT.title, FONT.heading, { isBold: true }),
    ...caption.map((line, index) => text(line, MARGIN, MARGIN + FONT.heading + FONT.line * (index + 1), FONT.text)),
    ...groups.map(group),
    ...lines.map((line) => path(line, id)),
    ...boxes.map(box),
    ...groups.map(banner),
    ...lines.flatMap(labels),
    ...legend(placed),
    '</svg>',
  ].join('\n') + '\n';
}

function group({ group: { kind }, x, y, width, height }: PlacedGroup): string {
  return `<rect class="${kind}"${at({ x, y })} width="${round(width)}" height="${round(height)}"/>`;
}

function banner({ title, x, y }: PlacedGroup): string {
  return text(title, x + 6, y + FONT.title + 1, FONT.text, { isBold: true, isLabel: true });
}

function box({ box: { kind, members, names = members }, title, details, x, y, width, height }: PlacedBox): string {
  return `<g class="${kind}"><title>${escaped(names.join('\n'))}</title><rect class="box"${at({ x, y })} width="${round(width)}" height="${round(height)}" rx="${kind === 'component' ? 3 : 12}"/>`
    + text(title, x + 8, y + FONT.line, FONT.title, { isBold: true })
    + details.map((detail, index) => text(detail, x + 8, y + FONT.line * (index + 2), FONT.text)).join('') + '</g>';
}

function path({ line: { encryption, isInternet }, points }: PlacedLine, id: string): string {
  return `<g class="${classOf(encryption)}${isInternet ? ' crosses' : ''}"><path class="line" d="${curve(points)}" marker-end="url(#${id}-${classOf(encryption)})"/></g>`;
}

// Corners are rounded.
function curve(points: readonly Point[]): string {
  const corners = points.filter((point, index) => index === 0 || Math.hypot(point.x - points[index - 1].x, point.y - points[index - 1].y) > 0.5);
  return corners.map((corner, index) => {
    if (index === 0) return `M${pair(corner)}`;
    const next = corners[index + 1];
    if (!next) return `L${pair(corner)}`;
    return `L${pair(towards(corner, corners[index - 1]))}Q${pair(corner)} ${pair(towards(corner, next))}`;
  }).join('');
}

function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const part = Math.min(RADIUS, distance / 2) / distance;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function labels({ label }: PlacedLine): string[] {
  if (!label) return [];
  return label.texts.map((each, index) => text(each, label.x + 2, label.y + FONT.line * index + FONT.text, FONT.text, { isLabel: true }));
}

function marker(id: string, encryption: Flow['encryption']): string {
  return `<marker id="${id}-${classOf(encryption)}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head ${classOf(encryption)}" d="M0 0L8 4L0 8z"/></marker>`;
}

function legend({ drawing: { id }, legend: entries }: Placed): string[] {
  return entries.map(({ kind, text: of, x, y }) => {
    const area = (name: string) => `<rect class="${name}"${at({ x, y: y - 3 })} width="${SAMPLE - 8}" height="14"${kind === 'outside' ? ' rx="7"' : ''}/>`;
    const drawn = kind === 'outside' ? `<g class="outside">${area('box')}</g>`
      : kind === 'region' || kind === 'vpc' || kind === 'subnets' ? area(kind) : sample(id, x, y + 4, kind);
    return drawn + text(of, x + SAMPLE, y + 8, FONT.text);
  });
}

function sample(id: string, x: number, y: number, kind: Flow['encryption'] | 'internet'): string {
  const name = kind === 'internet' ? 'encrypted' : classOf(kind);
  return `<g class="${name}${kind === 'internet' ? ' crosses' : ''}"><path class="line" d="M${pair({ x, y })}H${round(x + SAMPLE - 8)}" marker-end="url(#${id}-${name})"/></g>`;
}

interface TextOptions {
  readonly isBold?: boolean;
  readonly isLabel?: boolean;
}

function text(of: string, x: number, y: number, size: number, { isBold = false, isLabel = false }: TextOptions = {}): string {
  const width = widthOf(of, size, isBold);
  return `<text${isLabel ? ' class="label"' : ''}${at({ x, y })} font-size="${size}"${isBold ? ' font-weight="700"' : ''} textLength="${round(width)}" lengthAdjust="spacingAndGlyphs">${escaped(of)}</text>`;
}

/** The drawing for readers who do not see it. */
function inWords({ description, boxes, lines }: Drawing): string {
  const names = new Map(boxes.map(({ id, title, details: [detail] }) => [id, detail === undefined ? title : `${title} (${detail})`]));
  return [description, ...lines.map(({ from, to, label, encryption }) => `${names.get(from)} to ${names.get(to)}: ${[label, encryption].filter(Boolean).join(', ')}.`)].join(' ');
}

function classOf(encryption: Flow['encryption']): string {
  return encryption.replace(' ', '-');
}

function at({ x, y }: Point): string {
  return ` x="${round(x)}" y="${round(y)}"`;
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(of: string): string {
  return of.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
