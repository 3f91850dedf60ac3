import { choose } from './explore';
import { isDynamicReference, isIntrinsic, Json, namesIn, targetOf } from './intrinsics';
import { Parameters, UNKNOWN } from './parameters';

/** What an expression is in the explored world. */
interface Resolved {
  /** A literal, or an expression of references; undefined for `AWS::NoValue`. */
  readonly value: Json;
  /** Whether a deployment gives a part of it that the template does not know. */
  readonly isUnknown: boolean;
  /** Whether these parts are neither empty nor have wildcards, whatever a deployment gives. */
  readonly isWithoutWildcards?: boolean;
}

const withoutWildcards = new WeakSet<object>();

/** Whether the parts of a value that only a deployment knows are neither empty nor have wildcards. */
export function isWithoutWildcards(value: Json): boolean {
  return value !== null && typeof value === 'object' && withoutWildcards.has(value);
}

/** What expressions ask of the template around them. */
interface Surroundings {
  readonly parameters: Parameters;
  readonly conditions: Json;
  readonly mappings: Json;
  /** Text that distinguishes the conditions of templates. */
  readonly scope: string;
  /** Type of a resource of the template. */
  typeOf(logicalId: string): string | undefined;
  /** The value that a resource of the template gives to a property. */
  propertyOf(logicalId: string, property: string): Json;
  /** Literal value of a pseudo parameter, where the stack knows it. */
  pseudo(name: string): string | undefined;
  /** What an export, an output of another stack or a parameter of a nested stack is; undefined if it is not in the templates. */
  elsewhere(value: Json): Resolved | undefined;
}

const LISTS = new Set(['Fn::If', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::Cidr']);

type Evaluation = (args: Json, expression: Json) => Resolved;

/** Evaluates conditions and intrinsic functions of a template in the explored world. */
export class Expressions {
  private readonly functions: Readonly<Record<string, Evaluation | undefined>> = {
    'Ref': (name, expression) => this.reference(name, expression),
    'Fn::GetAtt': (_, expression) => this.attribute(expression),
    'Fn::If': ([name, yes, no]) => this.resolve(this.condition(name) ? yes : no),
    'Fn::Join': ([separator, list], expression) => this.join(separator, list, expression),
    'Fn::Sub': (args, expression) => this.substitute([args].flat(), expression),
    'Fn::Select': ([index, list], expression) => this.select(index, list, expression),
    'Fn::Split': ([separator, text], expression) => {
      const { value, isUnknown } = this.resolve(text);
      return typeof value === 'string' && !isUnknown ? known(value.split(separator)) : { value: expression, isUnknown };
    },
    'Fn::FindInMap': (args, expression) => this.find(args, expression),
    'Fn::Base64': (text, expression) => ({ value: expression, isUnknown: this.resolve(text).isUnknown }),
    // Availability Zones and ranges of a VPC are of a known kind, as attributes of resources are.
    'Fn::GetAZs': (_, expression) => known(expression),
    'Fn::Cidr': ([range], expression) => ({ value: expression, isUnknown: this.resolve(range).isUnknown }),
  };

  constructor(private readonly around: Surroundings) {}

  /** Whether a condition of the template is true. One that the template does not determine is both, in different worlds. */
  public condition(name: string): boolean {
    return this.holds(this.around.conditions[name], name);
  }

  /** The value of an expression. Containers are returned as they are. */
  public resolve(expression: Json): Resolved {
    const resolved = this.resolved(expression);
    if (resolved.isWithoutWildcards && resolved.value !== expression && typeof resolved.value === 'object') withoutWildcards.add(resolved.value);
    return resolved;
  }

  private resolved(expression: Json): Resolved {
    if (isDynamicReference(expression)) return { value: expression, isUnknown: true };
    if (!isIntrinsic(expression)) return known(expression);
    const [[name, args]] = Object.entries<Json>(expression);
    // CloudFormation refuses these functions without a list.
    if (LISTS.has(name) && !Array.isArray(args)) return { value: expression, isUnknown: true };
    return this.functions[name]?.(args, expression) ?? this.around.elsewhere(expression) ?? { value: expression, isUnknown: true };
  }

  private holds(expression: Json, name: string): boolean {
    const { Condition: other, 'Fn::And': all, 'Fn::Or': any, 'Fn::Not': not, 'Fn::Equals': pair } = expression ?? {};
    if (typeof other === 'string') return this.condition(other);
    if (Array.isArray(all)) return all.every((one) => this.holds(one, name));
    if (Array.isArray(any)) return any.some((one) => this.holds(one, name));
    if (Array.isArray(not)) return !this.holds(not[0], name);
    return (Array.isArray(pair) ? this.equal(pair[0], pair[1]) : undefined)
      ?? choose(`${this.around.scope} condition ${JSON.stringify(expression ?? name)}`, [true, false].map((value) => ({ value, label: `condition ${name} is ${value}` })));
  }

  private equal(left: Json, right: Json): boolean | undefined {
    const [a, b] = [this.operand(left), this.operand(right)];
    if (a !== undefined && b !== undefined) return a === b;
    if (JSON.stringify(left) === JSON.stringify(right)) return true;
    // A parameter with another value than the texts that it is compared with equals none of them.
    const [ref, text] = a === undefined ? [left, b] : [right, a];
    return text !== undefined && this.around.parameters.isComparedWith(ref?.Ref, text) ? false : undefined;
  }

  private operand(expression: Json): string | undefined {
    const name = expression?.Ref;
    const pseudo = typeof name === 'string' && name.startsWith('AWS::') ? this.around.pseudo(name) ?? this.around.parameters.value(name) : undefined;
    const { value, isUnknown } = pseudo === undefined ? this.resolve(expression) : { value: pseudo, isUnknown: pseudo === UNKNOWN };
    return isUnknown || value === undefined || typeof value === 'object' ? undefined : String(value);
  }

  private reference(name: Json, expression: Json): Resolved {
    if (name === 'AWS::NoValue') return known(undefined);
    if (typeof name !== 'string') return { value: expression, isUnknown: true };
    const type = this.around.typeOf(name);
    if (isCustom(type)) return { value: expression, isUnknown: true };
    if (name.startsWith('AWS::') || type !== undefined) return known(expression);
    const passed = this.around.elsewhere(expression);
    if (passed) return passed;
    const value = this.around.parameters.value(name);
    if (value !== UNKNOWN) return known(value);
    const isFixed = this.around.parameters.isWithoutWildcards(name);
    // An object of its own, because templates can share the expression.
    return { value: isFixed ? { ...expression } : expression, isUnknown: true, isWithoutWildcards: isFixed };
  }

  // The code of a custom resource gives its name and its attributes any value. CloudFormation refuses an attribute of a resource that is not in the template.
  private attribute(expression: Json): Resolved {
    const [id, attribute] = targetOf(expression);
    const type = this.around.typeOf(id!);
    if (isLiteralAttribute(type, attribute)) return this.resolve(this.around.propertyOf(id!, attribute!));
    if (type === 'AWS::CloudFormation::Stack') return this.around.elsewhere(expression) ?? { value: expression, isUnknown: true };
    return { value: expression, isUnknown: isCustom(type) };
  }

  private join(separator: Json, list: Json, expression: Json): Resolved {
    const { value: items, isUnknown: isListUnknown } = this.resolve(list);
    if (!Array.isArray(items)) return { value: expression, isUnknown: isListUnknown };
    const parts = items.map((item) => this.resolve(item)).filter(({ value }) => value !== undefined);
    const isUnknown = parts.some((part) => part.isUnknown);
    const isFixed = parts.every((part) => !part.isUnknown || part.isWithoutWildcards);
    const values = parts.map(({ value }) => value);
    if (values.every(isText)) return this.text(values.join(separator), isUnknown);
    return { value: { 'Fn::Join': separator === '' ? ['', merged(values)] : [separator, values] }, isUnknown, isWithoutWildcards: isFixed };
  }

  private substitute([template, variables = {}]: Json[], expression: Json): Resolved {
    if (typeof template !== 'string') return { value: expression, isUnknown: true };
    let isUnknown = isDynamicReference(template);
    let [isLiteral, isFixed] = [true, !isUnknown];
    const text = template.replace(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => {
      const target = name.trim();
      const part = this.resolve(target in variables ? variables[target] : target.includes('.') ? { 'Fn::GetAtt': target } : { Ref: target });
      isUnknown ||= part.isUnknown;
      isFixed &&= !part.isUnknown || part.isWithoutWildcards === true;
      if (!part.isUnknown && isText(part.value)) return String(part.value);
      isLiteral = false;
      return whole;
    });
    if (isLiteral) return this.text(text.replace(/\$\{!/g, '${'), isUnknown);
    const left = Object.fromEntries(Object.entries<Json>(variables).filter(([name]) => namesIn(text).includes(name)));
    return { value: { 'Fn::Sub': Object.keys(left).length ? [text, left] : text }, isUnknown, isWithoutWildcards: isFixed };
  }

  private text(text: string, isUnknown: boolean): Resolved {
    return { value: text, isUnknown: isUnknown || isDynamicReference(text) };
  }

  // An item at a position that only a deployment knows is each item of the list in one world.
  private select(index: Json, list: Json, expression: Json): Resolved {
    const { value: items, isUnknown } = this.resolve(list);
    const { value: position, isUnknown: isPositionUnknown } = this.resolve(index);
    if (isUnknown || !Array.isArray(items)) return { value: expression, isUnknown: isUnknown || isPositionUnknown };
    const found = isText(position) ? [items[Number(position)]].filter((item) => item !== undefined) : items;
    if (found.length === 0) return { value: expression, isUnknown: true };
    return this.resolve(choose(
      `${this.around.scope} ${JSON.stringify(expression)}`, found.map((value, at) => ({ value, label: `item ${at} of ${JSON.stringify(items)} is selected` }))));
  }

  // A lookup with a key that only a deployment knows has each value of the map in one world.
  private find([map, first, second, more]: Json[], expression: Json): Resolved {
    const table = this.around.mappings[this.operand(map) ?? ''];
    if (!table) return { value: expression, isUnknown: true };
    const keys = [this.operand(first), this.operand(second)];
    const found = rowsOf(table, keys[0]).flatMap((row) => rowsOf(row, keys[1]));
    const isCertain = found.length > 0 && !keys.includes(undefined);
    const values = more && 'DefaultValue' in more && !isCertain ? [...found, more.DefaultValue] : found;
    const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
    if (distinct.length === 0) return { value: expression, isUnknown: true };
    const name = `a value of ${this.operand(map)}`;
    return this.resolve(choose(
      `${this.around.scope} ${JSON.stringify(expression)}`, distinct.map((value) => ({ value, label: `${name} is ${JSON.stringify(value)}` }))));
  }
}

/** Whether an attribute of a resource is the value that the template gives to the property of the same name. */
export function isLiteralAttribute(type: string | undefined, attribute: string | undefined): boolean {
  return type === 'AWS::SSM::Parameter' && attribute === 'Value';
}

/**
 * Whether code outside the template decides what a resource is and what its attributes are: a custom resource, a module, a private or third-party type of the registry,
 * or a wait condition, whose `Data` is what a program sends.
 */
export function isCustom(type: string | undefined): boolean {
  if (type === undefined) return false;
  return !/^(AWS|Alexa)::/.test(type) || type.endsWith('::MODULE') || type === 'AWS::CloudFormation::CustomResource' || type === 'AWS::CloudFormation::WaitCondition';
}

function known(value: Json): Resolved {
  return { value, isUnknown: false };
}

function isText(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function rowsOf(table: Json, key: string | undefined): Json[] {
  if (key !== undefined) return table?.[key] === undefined ? [] : [table[key]];
  return Object.values<Json>(table ?? {});
}

function merged(values: readonly Json[]): Json[] {
  return values.reduce<Json[]>((list, value) => (
    isText(value) && typeof list.at(-1) === 'string' ? [...list.slice(0, -1), `${list.at(-1)}${value}`] : [...list, value]), []);
}
