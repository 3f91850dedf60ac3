import { quietly, recordUnknown } from './explore';
import { Expressions, isCustom, isLiteralAttribute } from './expressions';
import { isDynamicReference, isIntrinsic, Json, macrosIn, namesIn, targetOf } from './intrinsics';

/** Functions whose value is known as far as their arguments are. */
const TRANSPARENT = new Set(['Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::Base64', 'Fn::GetAZs', 'Fn::Cidr']);

/** Finds the parts of a template whose value depends on a deployment. All others are read as plain JSON. */
export class OpenParts {
  private readonly open = new WeakSet<object>();

  /** @param typeOf type of a resource of the template */
  constructor(private readonly typeOf: (logicalId: string) => string | undefined) {}

  /** Whether a container was found to have such a part. */
  public has(container: object): boolean {
    return this.open.has(container);
  }

  /** Finds the open parts of a value. Returns whether there are any. */
  public find(value: Json): boolean {
    if (value === null || typeof value !== 'object') return isDynamicReference(value);
    let isOpen = false;
    for (const part of Object.values(value)) if (this.find(part)) isOpen = true;
    if (isIntrinsic(value)) isOpen = this.isOpenFunction(value, isOpen);
    else if (macrosIn(value)) isOpen = true;
    if (isOpen) this.open.add(value);
    return isOpen;
  }

  private isOpenFunction(value: Json, hasOpenPart: boolean): boolean {
    const [[name, args]] = Object.entries<Json>(value);
    if (name === 'Ref') return !this.isReference(args);
    if (name === 'Fn::GetAtt') return !this.isAttribute(value);
    if (name === 'Fn::Sub') {
      const [text] = [args].flat();
      return hasOpenPart || typeof text !== 'string' || !text.includes('${') || Array.isArray(args) || !namesIn(text).every((id) => this.isReference(id))
        || [...text.matchAll(/\$\{([^!}]+\.[^}]+)\}/g)].some(([, target]) => !this.isAttribute({ 'Fn::GetAtt': target.trim() }));
    }
    // A function of texts only has a literal value, and an item of a list that is written out can be one.
    return hasOpenPart || !TRANSPARENT.has(name) || name === 'Fn::Select' && Array.isArray(args?.[1])
      || (name === 'Fn::Join' || name === 'Fn::Split') && !/"(Ref|Fn::\w+)":/.test(JSON.stringify(args));
  }

  private isAttribute(value: Json): boolean {
    const [id, attribute] = targetOf(value);
    return this.isReference(id) && !isLiteralAttribute(this.typeOf(id!), attribute);
  }

  // The value of a custom resource or of an output of a nested stack is that of something else.
  private isReference(name: Json): boolean {
    if (typeof name !== 'string' || name === 'AWS::NoValue') return false;
    if (name.startsWith('AWS::')) return true;
    const type = this.typeOf(name);
    return type !== undefined && type !== 'AWS::CloudFormation::Stack' && !isCustom(type);
  }
}

/**
 * The properties of a resource as they are in the explored world. Conditions and parameters are resolved where they are read, and the read of a value that only
 * a deployment knows is recorded.
 */
export class View {
  constructor(
    private readonly open: OpenParts, private readonly expressions: Expressions, private readonly resource: { readonly logicalId: string },
  ) {}

  /** The properties or the attributes of a resource. What a function gives in their place is not known. */
  public whole(value: Json): Json {
    return isIntrinsic(value) && !macrosIn(value) ? this.container(value, '', value) : this.of(value);
  }

  /** A value in the explored world. */
  public of(value: Json, path = ''): Json {
    if (typeof value === 'string') {
      if (isDynamicReference(value)) recordUnknown(this.resource, path, value);
      return value;
    }
    if (value === null || typeof value !== 'object' || !this.open.has(value)) return value;
    // What becomes JSON text is read as an object.
    if (!isIntrinsic(value) || 'Fn::ToJsonString' in value || path === '' && macrosIn(value)) return Array.isArray(value) ? this.list(value, path) : this.container(value, path);
    const { value: resolved, isUnknown } = this.expressions.resolve(value);
    if (isUnknown) {
      recordUnknown(this.resource, path, resolved);
      return resolved;
    }
    return isIntrinsic(resolved) ? resolved : this.of(resolved, path);
  }

  private container(container: Json, path: string, macros: Json = macrosIn(container)): Json {
    const isPresent = (key: PropertyKey) => Object.prototype.hasOwnProperty.call(container, key)
      && (!mayBeOmitted(container[key]) || quietly(() => this.of(container[key])) !== undefined);
    return new Proxy(container, {
      get: (_, key) => {
        if (typeof key !== 'string') return container[key];
        if (macros) recordUnknown(this.resource, path || 'Properties', macros);
        return this.of(container[key], path ? `${path}.${key}` : key);
      },
      has: (_, key) => isPresent(key),
      ownKeys: () => Reflect.ownKeys(container).filter(isPresent),
    });
  }

  private list(list: Json[], path: string): Json {
    const items = list.some(mayBeOmitted) ? list.filter((item) => !mayBeOmitted(item) || quietly(() => this.of(item)) !== undefined) : list;
    return new Proxy(items, {
      get: (_, key) => typeof key === 'string' && /^\d+$/.test(key) ? this.of(items[Number(key)], `${path}[${key}]`) : Reflect.get(items, key),
    });
  }
}

function mayBeOmitted(value: Json): boolean {
  return value?.Ref === 'AWS::NoValue' || value?.['Fn::If'] !== undefined;
}
