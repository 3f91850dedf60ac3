import { anyValue, given, isEmpty, isSame, isSet, isUnresolved, listOf, mayBe, shown } from './intrinsics';
import { textOf } from './text';
import { Json } from '../rendered';
import { Outcome } from '../worlds/explore';

export type { Outcome };

export const HOLDS: Outcome = { result: 'holds' };

export function fails(finding: string): Outcome {
  return { result: 'fails', finding };
}

/** What a finding calls a part of a resource. The name makes no difference to the fact. */
export function called(name: Json): string {
  return textOf(anyValue(name));
}

/** A value that only a deployment resolves decides the result. */
export function unknown(name: string, value: Json): Outcome {
  anyValue(value);
  // The literal ID of a resource.
  if (typeof value === 'string' && !isUnresolved(value)) return { result: 'unknown', finding: `${name} is ${JSON.stringify(value)}, which is not in the templates` };
  return { result: 'unknown', finding: `${name} is ${JSON.stringify(value)}, which resolves only at deployment, must be a literal value` };
}

/** What a deployment decides, in words: the value is not a single property. */
export function undetermined(what: string): Outcome {
  return { result: 'unknown', finding: `${what} resolves only at deployment, must be a literal value` };
}

/** The check itself cannot decide. */
export function undecided(finding: string): Outcome {
  return { result: 'unknown', finding };
}

/** The property has exactly this value. */
export function mustBe(name: string, value: Json, need: string | number | boolean): Outcome {
  if (isUnresolved(value) && given(value)) return unknown(name, value);
  return given(value) && isSame(value, need)
    ? HOLDS
    : fails(`${name} is ${shown(value)}, must be ${need}`);
}

/** The property is one of these values. */
export function mustBeOneOf(name: string, value: Json, need: readonly string[]): Outcome {
  if (isUnresolved(value) && given(value)) return unknown(name, value);
  return need.includes(value) ? HOLDS : fails(`${name} is ${shown(value)}, must be one of ${need.join(', ')}`);
}

/** The property is a number of at least `need`. `absent` is the default of the service. */
export function mustBeAtLeast(name: string, value: Json, need: number | undefined, absent: number): Outcome {
  if (need === undefined) return HOLDS;
  if (isUnresolved(value) && given(value)) return unknown(name, value);
  const got = given(value) ? Number(value) : absent;
  return got >= need ? HOLDS : fails(`${name} is ${given(value) ? got : `not set (${absent})`}, must be at least ${need}`);
}

/** The property is set. A reference to another resource, and a value that only a deployment resolves, count as set. */
export function mustBeSet(name: string, value: Json): Outcome {
  return isSet(value) ? HOLDS : fails(`${name} is not set`);
}

/** The property is none of these values, or omitted. */
export function mustNotBe(name: string, value: Json, ...bad: ReadonlyArray<string | number | boolean>): Outcome {
  if (isUnresolved(value) && given(value)) return mayBe(value, ...bad.map(String)) ? unknown(name, value) : HOLDS;
  return given(value) && bad.some((one) => isSame(value, one))
    ? fails(`${name} is ${shown(value)}, must be another value`)
    : HOLDS;
}

/** The property is a number of at most `need`. */
export function mustBeAtMost(name: string, value: Json, need: number | undefined): Outcome {
  if (need === undefined) return HOLDS;
  if (isUnresolved(value) && given(value)) return unknown(name, value);
  return given(value) && Number(value) <= need ? HOLDS : fails(`${name} is ${shown(value)}, must be at most ${need}`);
}

/** The list has all of these items. */
export function mustInclude(name: string, list: Json, need: readonly string[]): Outcome {
  if (isUnresolved(list) && given(list)) return unknown(name, list);
  const items = listOf(list).map(anyValue);
  const missing = need.filter((item) => !items.includes(item));
  if (missing.length === 0) return HOLDS;
  return items.some(isUnresolved)
    ? unknown(name, list)
    : fails(`${name} is ${shown(list)}, must include ${missing.join(', ')}`);
}

/** The list has at least this number of items. */
export function mustHave(name: string, list: Json, atLeast: number): Outcome {
  // Each Region has more than one Availability Zone (Amazon EC2 User Guide, Regions and Zones).
  if (list?.['Fn::GetAZs'] !== undefined && atLeast <= 2) return (anyValue(list), HOLDS);
  if (isUnresolved(list) && given(list)) return unknown(name, list);
  const count = listOf(list).map(anyValue).filter((item) => !isEmpty(item)).length;
  return count >= atLeast ? HOLDS : fails(`${name} has ${count} ${count === 1 ? 'item' : 'items'}, must have at least ${atLeast}`);
}

/** Why data is encrypted with a customer managed key. */
export const WHY_CUSTOMER_KEY = 'Only the policy of a customer managed key can restrict who decrypts the data, and only such a key can be disabled';

/** The property is a customer managed key: neither omitted nor an AWS managed key. A value that only a deployment resolves may be either. */
export function mustBeCustomerKey(name: string, value: Json): Outcome {
  if (!given(value) || isEmpty(value)) return fails(`${name} is not set, must be a customer managed key`);
  return JSON.stringify(value).includes('alias/aws/') ? fails(`${name} is ${shown(value)}, must be a customer managed key`) : HOLDS;
}

/** The URL begins with `https:`. ARNs, and URLs whose begin only a deployment knows, are none of plain HTTP. */
export function sentOverHttps(name: string, url: Json): Outcome {
  const text = textOf(url);
  if (/^http:/i.test(text)) return fails(`${name} is ${text}, must begin with https:`);
  if (/^(https|arn):/i.test(text)) anyValue(url);
  return HOLDS;
}

/** The fact about a property, which does not apply where other resources exempt this one. They are read only if it does not hold, so that they do not hide that it does. */
export function unlessExempt(name: string, value: Json, judge: (name: string, value: Json) => Outcome, isExempt: () => boolean): Outcome | undefined {
  const outcome = judge(name, value);
  if (outcome.result === 'holds' || !isExempt()) return outcome;
  anyValue(value);
  return undefined;
}

/** Another resource or property exists. */
export function mustExist(found: unknown, missing: string): Outcome {
  return found ? HOLDS : fails(missing);
}

/** Holds if all outcomes do. Otherwise it has the findings of all that do not, and fails if one does. */
export function allOf(...outcomes: Outcome[]): Outcome {
  const findings = outcomes.flatMap((outcome) => outcome.result === 'holds' ? [] : [outcome.finding]);
  if (findings.length === 0) return HOLDS;
  return { result: outcomes.some(({ result }) => result === 'fails') ? 'fails' : 'unknown', finding: [...new Set(findings)].join('; ') };
}

/** Holds if one outcome does; otherwise the first that is unknown, or the first. */
export function anyOf(...outcomes: Outcome[]): Outcome {
  return outcomes.find((o) => o.result === 'holds') ?? outcomes.find((o) => o.result === 'unknown') ?? outcomes[0];
}
