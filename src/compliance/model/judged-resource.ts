import { FrameworkNumbers } from './control';
import { Expectations } from './safeguard';
import { SafeguardOutcome } from './safeguard-outcome';
import { requireArguments } from '../../validation/props';
import { mustBe as refuseValue, refuse, requireKnown } from '../../validation/refuse';
import { anyValue, given, isSet, isUnresolved, listOf, shown } from '../predicates/intrinsics';
import {
  fails, HOLDS, mustBe, mustBeAtLeast, mustBeAtMost, mustBeOneOf, mustBeSet, mustInclude, mustNotBe, Outcome, unknown,
} from '../predicates/outcome';
import { Json, pointers, RenderedResource } from '../rendered';

const STEPS = /[^.[\]]+|\[\d+\]/g;
const PATH = /^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/;

/**
 * A resource of a final template, including escape hatch overrides, which a safeguard of your own judges. Paths of properties are those of the template, for
 * example `VersioningConfiguration.Status` or `Tags[0].Key`. Conditions and parameters are resolved: the check judges each of their combinations.
 *
 * @example
 * declare const queue: JudgedResource;
 * const outcome = SafeguardOutcome.allOf(
 *   queue.mustMatch('QueueName', 'ledger-.+'),
 *   queue.mustBeAtMost('VisibilityTimeout', 900),
 *   queue.mustBeSet('KmsMasterKeyId'),
 * );
 */
export class JudgedResource {
  /** @internal */
  public static _of(resource: RenderedResource, expected: Expectations): JudgedResource {
    return new JudgedResource(resource, expected);
  }

  /** Logical id in the template. */
  public readonly logicalId: string;
  /** CloudFormation type. */
  public readonly type: string;
  /** Path of the construct. */
  public readonly path: string;
  /** Name of the stack. */
  public readonly stackName: string;
  /** The strictest numbers of the frameworks of the check. */
  public readonly numbers: FrameworkNumbers;

  private constructor(private readonly resource: RenderedResource, private readonly expected: Expectations) {
    this.logicalId = resource.logicalId;
    this.type = resource.type;
    this.path = resource.origin.path;
    this.stackName = resource.template.stack.stackName;
    this.numbers = expected.numbers;
  }

  /**
   * A copy of the value of a property: text, number, boolean, list or map; undefined if it is not set. A reference to a resource is the function as the
   * template has it. If the value resolves only at deployment, a result that holds becomes unknown.
   * @param property path of the property
   */
  public value(property: string): any {
    requireArguments(undefined, 'JudgedResource.value', { property });
    return plain(this.read(property));
  }

  /**
   * A copy of the value of an attribute of the resource, for example `DeletionPolicy`; undefined if it is not set.
   * @param name name of the attribute
   */
  public attribute(name: string): any {
    requireArguments(undefined, 'JudgedResource.attribute', { name });
    return plain(this.resource.attributes[name]);
  }

  /**
   * The value of a tag; undefined if the resource does not have it.
   * @param key key of the tag
   */
  public tag(key: string): string | undefined {
    requireArguments(undefined, 'JudgedResource.tag', { key });
    const { origin: { tagProperty }, properties } = this.resource;
    const tags = tagProperty === undefined ? undefined : properties[tagProperty];
    return plain(Array.isArray(tags) ? tags.find(({ Key }) => Key === key)?.Value : tags?.[key]);
  }

  /**
   * Whether a property is set, to a literal value, a reference or a value that resolves at deployment. Empty texts, lists and maps are not set.
   * @param property path of the property
   */
  public isSet(property: string): boolean {
    requireArguments(undefined, 'JudgedResource.isSet', { property });
    return isSet(this.read(property));
  }

  /**
   * The resource that a property refers to, for example with `Ref` or `Fn::GetAtt`, in any template of the check; undefined for other values.
   * @param property path of the property
   */
  public referenced(property: string): JudgedResource | undefined {
    requireArguments(undefined, 'JudgedResource.referenced', { property });
    const found = this.resource.template.referenced(anyValue(this.read(property)));
    return found && new JudgedResource(found, this.expected);
  }

  /**
   * The resources of a type that refer to this resource in a property, in all templates of the check, for example the policies of a queue.
   * @param type CloudFormation type
   * @param property name of the property, for example `Queues`
   */
  public referencedBy(type: string, property: string): JudgedResource[] {
    requireArguments(undefined, 'JudgedResource.referencedBy', { type, property });
    return pointers(this.resource, type, property).map((found) => new JudgedResource(found, this.expected));
  }

  /**
   * Holds if a property is set.
   * @param property path of the property
   */
  public mustBeSet(property: string): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustBeSet', { property });
    return outcomeOf(mustBeSet(property, this.read(property)));
  }

  /**
   * Holds if a property has a value. Unknown if it resolves only at deployment.
   * @param property path of the property
   * @param value text, number or boolean
   */
  public mustBe(property: string, value: any): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustBe', { property, value });
    if (!['string', 'number', 'boolean'].includes(typeof value)) refuseValue(undefined, 'value', 'a string, a number or a boolean', value);
    return outcomeOf(mustBe(property, this.read(property), value));
  }

  /**
   * Holds if a property has one of several values. Unknown if it resolves only at deployment.
   * @param property path of the property
   * @param values accepted texts
   */
  public mustBeOneOf(property: string, values: string[]): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustBeOneOf', { property, values });
    return outcomeOf(mustBeOneOf(property, this.read(property), values));
  }

  /**
   * Holds if a property is not set or has none of several values. Unknown if a deployment can give it one of them.
   * @param property path of the property
   * @param values refused texts
   */
  public mustNotBe(property: string, values: string[]): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustNotBe', { property, values });
    return outcomeOf(mustNotBe(property, this.read(property), ...values));
  }

  /**
   * Holds if a property is a text that a regular expression matches as a whole. Unknown if it resolves only at deployment.
   * @param property path of the property
   * @param pattern regular expression of JavaScript, for example `acme-[a-z-]+`
   */
  public mustMatch(property: string, pattern: string): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustMatch', { property, pattern });
    requireKnown(undefined, 'pattern', pattern);
    const expression = compiled(pattern);
    const value = this.read(property);
    if (isUnresolved(value) && given(value)) return outcomeOf(unknown(property, value));
    const matches = given(value) && expression.test(String(value));
    return outcomeOf(matches ? HOLDS : fails(`${property} is ${shown(value)}, must match ${pattern}`));
  }

  /**
   * Holds if a property is a number of at least a minimum. It fails if the property is not set. Unknown if it resolves only at deployment.
   * @param property path of the property
   * @param minimum smallest accepted number
   */
  public mustBeAtLeast(property: string, minimum: number): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustBeAtLeast', { property, minimum });
    const value = this.read(property);
    return outcomeOf(given(value) ? mustBeAtLeast(property, value, minimum, 0) : fails(`${property} is not set, must be at least ${minimum}`));
  }

  /**
   * Holds if a property is a number of at most a maximum. It fails if the property is not set. Unknown if it resolves only at deployment.
   * @param property path of the property
   * @param maximum largest accepted number
   */
  public mustBeAtMost(property: string, maximum: number): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustBeAtMost', { property, maximum });
    return outcomeOf(mustBeAtMost(property, this.read(property), maximum));
  }

  /**
   * Holds if a property is a list that has all of several texts. Unknown if it resolves only at deployment.
   * @param property path of the property
   * @param items required texts
   */
  public mustInclude(property: string, items: string[]): SafeguardOutcome {
    requireArguments(undefined, 'JudgedResource.mustInclude', { property, items });
    return outcomeOf(mustInclude(property, this.read(property), items));
  }

  // Below a value that only a deployment resolves, nothing is known.
  private read(property: string): Json {
    requireKnown(undefined, 'property', property);
    if (!PATH.test(property)) refuseValue(undefined, 'property', 'a path such as VersioningConfiguration.Status or Tags[0].Key', property);
    let value = this.resource.properties;
    for (const step of property.match(STEPS)!) {
      if (!given(value)) return undefined;
      if (isUnresolved(value)) return value;
      if (step.startsWith('[')) value = listOf(value)[Number(step.slice(1, -1))];
      else value = typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, step) ? value[step] : undefined;
    }
    return value;
  }
}

function outcomeOf(outcome: Outcome): SafeguardOutcome {
  return SafeguardOutcome._of(outcome);
}

// Values of the explored world are proxies, which other languages cannot read.
function plain(value: Json): Json {
  return value === undefined || value === null ? undefined : JSON.parse(JSON.stringify(value));
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    return refuse(undefined, `pattern must be a regular expression, got '${pattern}': ${(error as Error).message}`);
  }
}
