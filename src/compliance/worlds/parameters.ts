import { choose, Option } from './explore';
import { Json } from './intrinsics';

/** A value that the template does not know. */
export const UNKNOWN = Symbol('unknown');

/** Values of an alternation of literal texts, `^(dev|prod)$`. Other patterns allow more texts than can be listed. */
const ALTERNATION = /^\^?\(?(?:\?:)?([\w-]+(?:\|[\w-]+)*)\)?\$?$/;
/** Classes of letters, digits and separators, of which at least one character is required. The pattern must match the entire value (AWS CloudFormation User Guide, Parameters). */
const WITHOUT_WILDCARDS = /^\^?\(?(?:(?:\\[dw]|\[(?:\\[dw]|\w-\w|[\w:/-])+\]|[\w:/-])(?:\+|\{[1-9]\d*(?:,\d*)?\})?)+\)?\$?$/;
const SYSTEMS_MANAGER = 'AWS::SSM::Parameter::Value';

/** The parameters of a template. A deployment gives their values; a default is no guarantee. */
export class Parameters {
  private readonly options = new Map<string, ReadonlyArray<Option<Json>>>();

  /**
   * @param scope text that distinguishes the parameters of templates
   * @param declared `Parameters` of the template
   * @param compared texts that the conditions compare each parameter with
   * @param given values of the deployment, where they are known
   */
  constructor(
    private readonly scope: string, private readonly declared: Json, private readonly compared: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly given: Json = {},
  ) {}

  /** The value of a parameter in the explored world, or UNKNOWN. */
  public value(name: string): Json {
    let options = this.options.get(name);
    if (!options) this.options.set(name, options = this.optionsOf(name));
    return choose(`${this.scope} parameter ${name}`, options);
  }

  /** Whether UNKNOWN for a parameter means a text other than those that conditions compare it with. */
  public isComparedWith(name: string, text: string): boolean {
    return this.compared.get(name)?.has(text) ?? false;
  }

  /** Whether the values that a parameter can have are neither empty nor have wildcards, whatever a deployment gives. */
  public isWithoutWildcards(name: string): boolean {
    const { Type = 'String', AllowedPattern } = this.declared[name] ?? {};
    return Type === 'Number' || (Type === 'String' && typeof AllowedPattern === 'string' && WITHOUT_WILDCARDS.test(AllowedPattern));
  }

  private optionsOf(name: string): Array<Option<Json>> {
    const { Type = 'String', AllowedValues, AllowedPattern, Default } = this.declared[name] ?? {};
    const isList = Type === 'CommaDelimitedList' || String(Type).startsWith('List<');
    const listed = (text: Json) => isList ? String(text).split(',').map((item) => item.trim()) : text;
    const option = (value: Json) => ({ value, label: `${name} is ${JSON.stringify(value)}` });
    // The template has the name of the parameter of Systems Manager, not its value, which can be a text that conditions compare it with.
    const isStored = String(Type).startsWith(SYSTEMS_MANAGER);
    if (!isStored && Object.prototype.hasOwnProperty.call(this.given, name)) return [{ value: listed(this.given[name]) }];
    // Each item of a list has one of the values, so the list itself is not known.
    if (!isStored && !isList && Array.isArray(AllowedValues) && AllowedValues.length > 0) return AllowedValues.map(option);
    const [, alternatives] = (!isStored && !isList && typeof AllowedPattern === 'string' && ALTERNATION.exec(AllowedPattern)) || [];
    if (alternatives) return alternatives.split('|').map(option);
    const known = new Set<string>(this.compared.get(name));
    if (Default !== undefined && !isStored) known.add(String(Default));
    return [
      ...[...known].map((text) => option(listed(text))),
      { value: UNKNOWN, label: known.size ? `${name} is another value` : undefined },
    ];
  }
}

/** The texts that conditions compare each parameter with. */
export function comparisons(conditions: Json): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (value: Json) => {
    if (value === null || typeof value !== 'object') return;
    const pair = value['Fn::Equals'];
    if (Array.isArray(pair)) {
      const name = pair.map((side) => side?.Ref).find((ref) => typeof ref === 'string');
      const text = pair.find((side) => typeof side !== 'object');
      if (name && text !== undefined) found.set(name, (found.get(name) ?? new Set()).add(String(text)));
    }
    Object.values(value).forEach(visit);
  };
  visit(conditions);
  return found;
}
