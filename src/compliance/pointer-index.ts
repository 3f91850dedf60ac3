import { isName, nameOf } from './names';
import { isLiteralAttribute } from './worlds/expressions';
import { isIntrinsic, Json, referencesIn } from './worlds/intrinsics';

interface Resource {
  readonly type: string;
  readonly template: Template<unknown>;
}

interface Template<R> {
  resource(logicalId: string): R | undefined;
  asWritten(resource: R): Json;
}

interface Expression<T> {
  readonly template: T;
  readonly expression: Json;
}

/** The templates that are judged together. */
interface Peers<T, R> {
  all(type: string): readonly R[];
  everywhere(value: Json): ReadonlyArray<Expression<T>>;
  nested(from: T, id: string, attribute?: string): Expression<T> | undefined;
}

/** Resources of a type, by what one of their properties can be in whatever way a deployment decides. */
export class PointerIndex<T extends Template<R>, R extends Resource & { readonly template: T }> {
  private readonly byTarget = new Map<R, Set<R>>();
  /** By texts, and by functions as JSON. */
  private readonly byText = new Map<string, Set<R>>();
  /** Those whose property can be a text that is not in the templates. */
  private readonly open = new Set<R>();
  private readonly order = new Map<R, number>();

  constructor(private readonly peers: Peers<T, R>, type: string, property: string) {
    for (const candidate of peers.all(type)) {
      this.order.set(candidate, this.order.size);
      this.visit(candidate, candidate.template, candidate.template.asWritten(candidate)?.[property], new Map());
    }
  }

  public candidates(resource: R, withOpen: boolean): readonly R[] {
    const name = nameOf(resource);
    const sets = [this.byTarget.get(resource), isName(name) ? this.byText.get(JSON.stringify(name)) : undefined, withOpen ? this.open : undefined]
      .flatMap((set) => set?.size ? [set] : []);
    return [...new Set(sets.flatMap((set) => [...set]))].sort((a, b) => this.order.get(a)! - this.order.get(b)!);
  }

  // Both branches of a condition count, and every template that has an export. Returns whether the value has a reference to a resource, which is no text.
  private visit(candidate: R, from: T, value: Json, seen: Map<T, Set<Json>>): boolean {
    if (value === undefined || value === null) return false;
    if (typeof value !== 'object') {
      add(this.byText, JSON.stringify(value), candidate);
      return false;
    }
    const visited = seen.get(from) ?? new Set();
    if (visited.has(value)) return false;
    seen.set(from, visited.add(value));
    const references = referencesIn(value);
    const targets = references.flatMap(([id]) => from.resource(id) ?? []);
    for (const target of targets) add(this.byTarget, target, candidate);
    const expressions = [...this.peers.everywhere(value), ...references.flatMap(([id, attribute]) => this.meant(from, id, attribute) ?? [])];
    const refers = [
      targets.length > 0 && expressions.length === 0,
      ...expressions.map(({ template, expression }) => this.visit(candidate, template, expression, seen)),
      ...Object.values(value).map((part) => this.visit(candidate, from, part, seen)),
    ].includes(true);
    if (isIntrinsic(value)) {
      add(this.byText, JSON.stringify(value), candidate);
      const isPlain = refers || expressions.length > 0 || 'Fn::If' in value || String(value.Ref).startsWith('AWS::');
      if (!isPlain) this.open.add(candidate);
    }
    return refers;
  }

  private meant(from: T, id: string, attribute: string | undefined): Expression<T> | undefined {
    const resource = from.resource(id);
    return resource && isLiteralAttribute(resource.type, attribute)
      ? { template: from, expression: from.asWritten(resource)?.[attribute!] }
      : this.peers.nested(from, id, attribute);
  }
}

function add<K, V>(sets: Map<K, Set<V>>, key: K, item: V) {
  if (!sets.get(key)?.add(item)) sets.set(key, new Set([item]));
}
