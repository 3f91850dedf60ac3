import { Document, Route } from './parsed-document';
import { InputError } from './problem';
import { isAlias, isMap, isScalar, isSeq, LineCounter, Node, Pair, parseAllDocuments, Scalar, YAMLMap } from './yaml-parser';
import { Json } from '../../compliance/worlds/intrinsics';

/** Values of a document. Aliases can multiply a small text without end. */
const MOST_VALUES = 500_000;

/** Parses a text of YAML 1.1, which CloudFormation reads, with the short tags of its functions. */
export function parseYaml(text: string): Document {
  const lines = new LineCounter();
  // The type of a plain scalar is that of YAML 1.1 without dates, octal and sexagesimal numbers, which templates have as texts.
  const documents = parseAllDocuments(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false, logLevel: 'silent', merge: false });
  if (documents.length === 0) throw new InputError('the file is empty');
  if (documents.length !== 1) throw new InputError(`the file has ${documents.length} YAML documents, must have one`);
  const [{ contents, errors: [error] }] = documents;
  const lineAt = (offset: number | undefined) => offset === undefined ? undefined : lines.linePos(offset).line;
  // A text in braces can be either.
  const form = /^\s*[{[]/.test(text) ? 'JSON or YAML' : 'YAML';
  if (error) throw new InputError(`invalid ${form}: ${error.message.split('\n')[0]}`, lineAt(error.pos[0]));
  const values = new Conversion(documents[0].contents as Node | null, lineAt);
  return {
    body: values.of(contents as Node | null),
    positionOf: (route) => {
      const offset = values.offsetOf(route);
      if (offset === undefined) return undefined;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
  };
}

class Conversion {
  private readonly anchors = new Map<string, Node>();
  private readonly around = new Set<Node>();
  private count = 0;

  constructor(private readonly root: Node | null, private readonly lineAt: (offset: number | undefined) => number | undefined) {}

  public of(node: Node | null): Json {
    if (node === null) return null;
    if (++this.count > MOST_VALUES) throw new InputError(`aliases expand to more than ${MOST_VALUES} values`);
    const target = this.target(node);
    if (this.around.has(target)) throw new InputError('an alias refers to a value around it', this.lineAt(node.range?.[0]));
    this.around.add(target);
    if ('anchor' in target && target.anchor) this.anchors.set(target.anchor as string, target);
    const value = tagged(target.tag, this.untagged(target));
    this.around.delete(target);
    return value;
  }

  /** Offset of a key or an item in the text. */
  public offsetOf(route: Route): number | undefined {
    let node: Node | null | undefined = this.root;
    let offset: number | undefined;
    for (const key of route) {
      const container: Node | undefined = node ? this.target(node) : undefined;
      if (isMap(container)) {
        const pair: Pair | undefined = container.items.find((item) => keyOf(item) === String(key));
        node = pair?.value as Node | undefined;
        offset = (pair?.key as Node | undefined)?.range?.[0];
      } else {
        node = isSeq(container) ? container.items[Number(key)] as Node : undefined;
        offset = node?.range?.[0];
      }
      if (offset === undefined) return undefined;
    }
    return offset;
  }

  private target(node: Node): Node {
    if (!isAlias(node)) return node;
    const target = this.anchors.get(node.source);
    if (!target) throw new InputError(`alias *${node.source} has no anchor before it`, this.lineAt(node.range?.[0]));
    return target;
  }

  private untagged(node: Node): Json {
    if (isScalar(node)) return scalarOf(node);
    if (isSeq(node)) return node.items.map((item) => this.of(item as Node | null));
    return this.map(node as YAMLMap);
  }

  private map(node: YAMLMap): Json {
    const own: Record<string, Json> = {};
    let merged: Record<string, Json> = {};
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === undefined) throw new InputError('a key must be a string', this.lineAt((pair.key as Node | null)?.range?.[0]));
      const value = this.of(pair.value as Node | null);
      // `__proto__` is a key as any other.
      if (key !== '<<') Object.defineProperty(own, key, { value, enumerable: true, configurable: true, writable: true });
      else merged = Object.assign({}, ...[value].flat().reverse());
    }
    return { ...merged, ...own };
  }
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function scalarOf({ value, type, tag }: Scalar): Json {
  const text = String(value);
  if (type !== 'PLAIN' || tag) return text;
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|yes|on)$/i.test(text)) return true;
  if (/^(?:false|no|off)$/i.test(text)) return false;
  // Leading zeros are part of an account id.
  return /^[-+]?(?:0|[1-9]\d{0,14})$/.test(text) || /^[-+]?\d+\.\d+$/.test(text) ? Number(text) : text;
}

// `!GetAtt Bucket.Arn` has a text, and the long form a list.
function tagged(tag: string | undefined, value: Json): Json {
  if (tag === undefined || !tag.startsWith('!') || tag === '!') return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') return { 'Fn::GetAtt': [value.split('.')[0], value.split('.').slice(1).join('.')] };
  return { [`Fn::${name}`]: value };
}
