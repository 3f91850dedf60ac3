interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
}

/** A4 in landscape with margins of 10 mm, in points. */
const PAGE = { width: 277 / 25.4 * 72, height: 190 / 25.4 * 72 };

/** What a reader of a diagram would stumble over, read from its SVG: overlaps, lines below boxes, what is outside of the drawing, and text that is too small on A4. */
export function diagramFaults(svg: string, leastPoints: number): string[] {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
  const numberIn = (tag: string, name: string) => Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)![1]);
  const rectangles = [...svg.matchAll(/<rect class="(box|region|vpc|subnets)"[^>]*>/g)].map(([tag, name], index): Rectangle => (
    { name: `${name} ${index}`, x: numberIn(tag, 'x'), y: numberIn(tag, 'y'), width: numberIn(tag, 'width'), height: numberIn(tag, 'height') }));
  const boxes = rectangles.filter(({ name }) => name.startsWith('box'));
  // Letters reach from 0.75 of the font size above the line to 0.2 below it.
  const texts = [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([tag, , name]): Rectangle => {
    const size = numberIn(tag, 'font-size');
    return { name, x: numberIn(tag, 'x'), y: numberIn(tag, 'y') - size * 0.75, width: numberIn(tag, 'textLength'), height: size * 0.95 };
  });
  const points = Math.min(...[...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size))) * Math.min(PAGE.width / width, PAGE.height / height);
  const lines = [...svg.matchAll(/<path class="line" d="([^"]*)"/g)].map(([, path]) => [...path.matchAll(/([MLQ ])(-?[\d.]+) (-?[\d.]+)/g)].map(([, , x, y]) => ({ x: Number(x), y: Number(y) })));
  return [
    ...pairs(boxes).filter(([one, other]) => overlap(one, other)).map(([one, other]) => `${one.name} covers ${other.name}`),
    ...pairs(texts).filter(([one, other]) => overlap(one, other)).map(([one, other]) => `'${one.name}' covers '${other.name}'`),
    ...texts.flatMap((text) => boxes.filter((box) => overlap(text, box) && !contains(box, text)).map((box) => `'${text.name}' covers the edge of ${box.name}`)),
    ...boxes.flatMap((box) => rectangles.filter((group) => !boxes.includes(group) && overlap(group, box) && !contains(group, box)).map((group) => `${box.name} covers the edge of ${group.name}`)),
    ...lines.flatMap((line, index) => boxes.filter((box) => passes(line, box)).map((box) => `line ${index} passes below ${box.name}`)),
    ...[...rectangles, ...texts].filter((each) => !contains({ x: 0, y: 0, width, height }, each)).map(({ name }) => `'${name}' is outside`),
    ...points < leastPoints ? [`the smallest text has ${points.toFixed(1)} points on A4`] : [],
  ];
}

function pairs<T>(items: readonly T[]): Array<[T, T]> {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}

function overlap(one: Omit<Rectangle, 'name'>, other: Omit<Rectangle, 'name'>): boolean {
  return one.x < other.x + other.width - 0.5 && other.x < one.x + one.width - 0.5
    && one.y < other.y + other.height - 0.5 && other.y < one.y + one.height - 0.5;
}

function contains(outer: Omit<Rectangle, 'name'>, inner: Omit<Rectangle, 'name'>): boolean {
  return inner.x >= outer.x && inner.y >= outer.y
    && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

// A line is followed in steps of 2 units. It touches the boxes at its ends.
function passes(line: ReadonlyArray<{ readonly x: number; readonly y: number }>, box: Rectangle): boolean {
  return line.slice(1).some((to, index) => {
    const from = line[index];
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 2);
    return Array.from({ length: steps }, (_, step) => (step + 0.5) / steps).some((part) => {
      const [x, y] = [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part];
      return x > box.x + 2 && x < box.x + box.width - 2 && y > box.y + 2 && y < box.y + box.height - 2;
    });
  });
}
