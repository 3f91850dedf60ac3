import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { rules } from 'cdk-nag';
import { behindIf, behindParameter, emptied, leftOut, mistyped, underCondition, unknownValues, Variant, withoutOne } from './variants';
import { outcomeOf, outcomeOfWorkload } from '../../src/compliance/judge';
import { Expectations, Safeguard } from '../../src/compliance/model/safeguard';
import { Outcome } from '../../src/compliance/predicates/outcome';
import { Json, RenderedTemplate } from '../../src/compliance/rendered';
import { Origin, StackTemplate } from '../../src/compliance/template-source';

/** Another resource of the template. The logical ID of the resource under test is `It`. */
export type Beside = Record<string, readonly [type: string, properties: Json]>;

/** A resource under test with the other resources of its template. */
export interface Case {
  readonly properties: Json;
  readonly beside?: Beside;
  readonly type?: string;
  readonly expected?: Partial<Expectations>;
  readonly mappings?: Json;
  readonly parameters?: Json;
}

/** Expected result of a safeguard: it holds, a finding, or not checked. */
export const PASSES = Symbol('holds');
export const NOT_JUDGED = undefined;
type Verdict = string | typeof PASSES | undefined;

/** The three cases of a safeguard: it holds, it fails, and the result for a value that is omitted or resolves only at deployment. */
export interface Triple {
  readonly holds: readonly Case[];
  readonly fails: ReadonlyArray<readonly [Case, string]>;
  readonly open: ReadonlyArray<readonly [Case, Verdict]>;
  /** Why it holds for a value that only a deployment knows, although it fails for some values. */
  readonly accepts?: string;
  /** Differences from cdk-nag, each with its reason. */
  readonly differs?: { readonly holds?: string; readonly fails?: string };
}

/** A value that resolves only at deployment. */
export const PARAMETER = { Ref: 'Parameter' };
export const NO_VALUE = { Ref: 'AWS::NoValue' };
const IT = { Ref: 'It' };

export function it_(properties: Json, beside?: Beside, more: Partial<Case> = {}): Case {
  return { properties, beside, ...more };
}

export function undetermined(name: string, value: Json = PARAMETER): string {
  return `${name} is ${JSON.stringify(value)}, which resolves only at deployment, must be a literal value`;
}

interface Around {
  /** Name of the property in the finding. */
  readonly as?: string;
  /** Other properties that the safeguard requires. */
  readonly with?: Json;
  readonly beside?: Beside;
  readonly differs?: Triple['differs'];
}

/** The property must have this value. */
export function exactly(property: string, need: Json, wrong: Json, { as = property, with: rest = {}, beside, differs }: Around = {}): Triple {
  return {
    holds: [it_(at(rest, property, need), beside)],
    fails: [
      [it_(at(rest, property, wrong), beside), `${as} is ${JSON.stringify(wrong)}, must be ${need}`],
      [it_(rest, beside), `${as} is not set, must be ${need}`],
    ],
    open: [[it_(at(rest, property, PARAMETER), beside), undetermined(as)], [it_(at(rest, property, NO_VALUE), beside), `${as} is not set, must be ${need}`]],
    differs,
  };
}

/** The property can be omitted, but must not have this value. */
export function never(property: string, right: Json, wrong: readonly Json[], around: Around = {}): Triple {
  const { as = property, with: rest = {}, beside, differs } = around;
  return {
    holds: [it_(at(rest, property, right), beside), it_(rest, beside)],
    // CloudFormation accepts a boolean as text, also with capitals.
    fails: wrong.flatMap((value) => value === true ? [true, 'True'] : value === false ? [false, 'False'] : [value])
      .map((value) => [it_(at(rest, property, value), beside), `${as} is ${JSON.stringify(value)}, must be another value`]),
    open: [[it_(at(rest, property, PARAMETER), beside), undetermined(as)], [it_(at(rest, property, NO_VALUE), beside), PASSES]],
    differs,
  };
}

/** The property is required. */
export function present(property: string, value: Json, { as = property, with: rest = {}, beside, differs }: Around = {}): Triple {
  return {
    holds: [it_(at(rest, property, value), beside)],
    fails: [[it_(rest, beside), `${as} is not set`]],
    open: [[it_(at(rest, property, PARAMETER), beside), PASSES], [it_(at(rest, property, NO_VALUE), beside), `${as} is not set`]],
    differs,
  };
}

/** The property must be one of the values. */
export function oneOf(property: string, need: readonly string[], wrong: Json, around: Around = {}): Triple {
  const { as = property, with: rest = {}, beside, differs } = around;
  return {
    holds: need.map((value) => it_(at(rest, property, value), beside)),
    fails: [
      [it_(at(rest, property, wrong), beside), `${as} is ${JSON.stringify(wrong)}, must be one of ${need.join(', ')}`],
      [it_(rest, beside), `${as} is not set, must be one of ${need.join(', ')}`],
    ],
    open: [[it_(at(rest, property, PARAMETER), beside), undetermined(as)]],
    differs,
  };
}

/** The property must be a customer managed key. */
export function customerKey(property: string, { as = property, with: rest = {}, beside, differs }: Around = {}): Triple {
  return {
    holds: [it_(at(rest, property, { 'Fn::GetAtt': ['Key', 'Arn'] }), { ...beside, Key: ['AWS::KMS::Key', { KeyPolicy: {} }] })],
    fails: [
      [it_(rest, beside), `${as} is not set, must be a customer managed key`],
      [it_(at(rest, property, ''), beside), `${as} is not set, must be a customer managed key`],
    ],
    open: [
      [it_(at(rest, property, 'alias/aws/service'), beside), `${as} is "alias/aws/service", must be a customer managed key`],
      [it_(at(rest, property, PARAMETER), beside), undetermined(as)],
    ],
    differs,
  };
}

/** Another resource must refer to this one in a property. */
export function namedBy(type: string, property: string, missing: string, { with: rest = {}, beside = {}, differs }: Around = {}): Triple {
  return {
    holds: [it_(rest, { ...beside, Other: [type, at({}, property, IT)] })],
    fails: [[it_(rest, beside), missing]],
    open: [
      [it_(rest, { ...beside, Other: [type, at({}, property, PARAMETER)] }), missing],
      [it_(rest, { ...beside, Other: [type, {}] }), missing],
    ],
    differs,
  };
}

/** Tests the safeguards of a service against a table that must list all of them. */
export function triples(domain: readonly Safeguard[], table: Record<string, Triple>): void {
  test('the table has every safeguard', () => {
    expect(Object.keys(table).sort()).toEqual(domain.map(({ id }) => id).sort());
    const empty = Object.entries(table).filter(([, sides]) => [sides.holds, sides.fails, sides.open].some(({ length }) => length === 0));
    expect(empty.map(([id]) => id)).toEqual([]);
  });

  describe.each(Object.entries(table))('%s', (id, { holds, fails, open, accepts, differs = {} }) => {
    const safeguard = domain.find((one) => one.id === id)!;

    test('holds', () => expect(holds.map((one) => judged(safeguard, one))).toEqual(holds.map(() => ({ result: 'holds' }))));

    test('fails', () => expect(fails.map(([one]) => judged(safeguard, one)))
      .toEqual(fails.map(([, finding]) => ({ result: 'fails', finding }))));

    test('value omitted or resolved only at deployment', () => expect(open.map(([one]) => judged(safeguard, one))).toEqual(open.map(([, verdict]) => outcome(verdict))));

    const verdict = (template: Json, { expected }: Case) => judgedIn(safeguard, template, expected)?.result ?? 'not judged';
    const exceptions = (cases: readonly Case[], variants: (template: Json) => Variant[], accepted: readonly string[]) => cases.flatMap((one) => (
      variants(templateOf(safeguard, one)).map(({ change, template }) => ({ change, result: verdict(template, one) }))
        .filter(({ result }) => !accepted.includes(result)).map(({ change, result }) => `${result}: ${change} in ${JSON.stringify(one)}`)));
    const failing = fails.map(([one]) => one);

    test('fails where one branch, one value of a parameter or one condition fails', () => expect(
      exceptions(failing, (template) => [...behindIf(template), ...behindParameter(template), ...underCondition(template)], ['fails'])).toEqual([]));

    test('never holds where a value can be one that fails', () => {
      const accepted = exceptions(failing, unknownValues, ['fails', 'unknown']);
      // A reason without a value is an error.
      if (accepts) expect(accepted).not.toEqual([]);
      else expect(accepted).toEqual([]);
    });

    test('holds for a resource under a condition', () => expect(exceptions(holds, (template) => underCondition(template, ['It']), ['holds'])).toEqual([]));

    test('fails where a resource that it requires is under a condition', () => expect(holds.flatMap((one) => {
      const template = templateOf(safeguard, one);
      const required = withoutOne(template).filter((without) => verdict(without.template, one) === 'fails').map((without) => without.id);
      return underCondition(template, required).map(({ change, template: conditional }) => `${verdict(conditional, one)}: ${change}`)
        .filter((text) => !text.startsWith('fails: '));
    })).toEqual([]));

    test('never holds where what it requires is empty', () => expect(holds.flatMap((one) => emptied(templateOf(safeguard, one))
      .filter(({ without }) => verdict(without, one) === 'fails')
      .flatMap(({ variants }) => variants.filter(({ template }) => verdict(template, one) === 'holds').map(({ change }) => `${change} in ${JSON.stringify(one)}`)),
    )).toEqual([]));

    test('is judged where a value is left out', () => expect([...holds, ...failing].flatMap((one) => leftOut(templateOf(safeguard, one))
      .map((template) => judgedIn(safeguard, template, one.expected)).map((result) => result && 'finding' in result ? result.finding : '')
      .filter((finding) => finding.startsWith('the check cannot read the resource')).map((finding) => `${finding} in ${JSON.stringify(one)}`)),
    ).toEqual([]));

    test('judges values of every type without an exception', () => expect(
      exceptions([...holds, ...failing], mistyped, ['fails', 'unknown', 'holds', 'not judged'])).toEqual([]));

    const twins = safeguard.sources.cdkNag ?? [];
    if (twins.length > 0) {
      test.each([
        { side: 'holds' as const, cases: holds, contrary: 'fails' },
        { side: 'fails' as const, cases: fails.map(([one]) => one), contrary: 'holds' },
      ])('agrees with cdk-nag where it $side', ({ side, cases, contrary }) => {
        const contradicted = cases.flatMap((one) => twins.filter((twin) => nag(twin, safeguard, one) === contrary)
          .map((twin) => `${twin} on ${JSON.stringify(one.properties)}`));
        // A reason without a difference is an error.
        if (differs[side]) expect(contradicted).not.toEqual([]);
        else expect(contradicted).toEqual([]);
      });
    }
  });
}

/** Result of a safeguard for a resource. */
export function judged(safeguard: Safeguard, one: Case): Outcome | undefined {
  return judgedIn(safeguard, templateOf(safeguard, one), one.expected);
}

/** Result of a safeguard for the resource `It` of a template. */
function judgedIn(safeguard: Safeguard, template: Json, more: Partial<Expectations> = {}): Outcome | undefined {
  const stack = stackWith(Object.entries<Json>(template.Resources).map(([id, { Type }]) => [id, Type]));
  const rendered = new RenderedTemplate(new Listed(stack, undefined, template));
  const expected = { numbers: {}, tags: [], ...more };
  if ('judgeWorkload' in safeguard) {
    // A workload has other stacks, before and after the one that has the resource.
    const empty = () => new RenderedTemplate(new Listed(stackWith([]), undefined, { Resources: {} }));
    return outcomeOfWorkload(safeguard, [empty(), rendered, empty()], expected);
  }
  const resource = rendered.resources.find(({ logicalId }) => logicalId === 'It')!;
  // The check asks a safeguard about its own types only.
  if (!safeguard.on.includes('*') && !safeguard.on.includes(resource.type)) throw new Error(`${safeguard.id} must judge ${resource.type}`);
  return outcomeOf(safeguard, resource, expected);
}

// Thousands of templates have the same resources.
const STACKS = new Map<string, Stack>();

const ORIGINS = new WeakMap<Stack, Origin[]>();

/** A template whose resources are listed once for all templates of its stack. */
class Listed extends StackTemplate {
  public override resources(): Origin[] {
    const known = ORIGINS.get(this.stack) ?? super.resources();
    ORIGINS.set(this.stack, known);
    return known;
  }
}

function stackWith(resources: ReadonlyArray<readonly [id: string, type: string]>): Stack {
  const key = resources.flat().join();
  const found = STACKS.get(key);
  if (found) return found;
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  for (const [id, type] of resources) new CfnResource(stack, id, { type }).overrideLogicalId(id);
  STACKS.set(key, stack);
  return stack;
}

/** Template of a case. */
function templateOf(safeguard: Safeguard, { properties, beside = {}, type = 'on' in safeguard ? safeguard.on[0] : undefined, mappings, parameters }: Case): Json {
  return {
    Mappings: mappings,
    Parameters: parameters,
    Resources: Object.fromEntries(Object.entries({ It: [type, properties] as const, ...beside })
      .map(([id, [Type, Properties]]) => [id, { Type, Properties }])),
  };
}

function outcome(verdict: Verdict): Outcome | undefined {
  if (verdict === undefined) return undefined;
  if (typeof verdict === 'symbol') return { result: 'holds' };
  return { result: /(must be a literal value|(is|are) not in the templates)$/.test(verdict) ? 'unknown' : 'fails', finding: verdict };
}

/** Of the template that cdk-nag reads. Setup removes the temporary folder around it. */
let folder: string | undefined;

function nag(rule: string, safeguard: Safeguard, one: Case): 'holds' | 'fails' | 'n/a' {
  const predicate = Object.values<Json>(rules).map((module) => module[rule]).find(Boolean);
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  const { Resources } = templateOf(safeguard, one);
  const templateFile = path.join(folder ??= fs.mkdtempSync(path.join(os.tmpdir(), 'nag-')), 'template.json');
  fs.writeFileSync(templateFile, JSON.stringify({ Parameters: { Parameter: { Type: 'String' } }, Resources }));
  try {
    const said = predicate(new CfnInclude(stack, 'Template', { templateFile }).getResource('It'));
    if (said === 'N/A') return 'n/a';
    return said === 'Compliant' ? 'holds' : 'fails';
  } catch {
    // Its predicates fail for templates without certain properties.
    return 'n/a';
  }
}

function at(rest: Json, property: string, value: Json): Json {
  const [head, ...tail] = property.split('.');
  return { ...rest, [head]: tail.length === 0 ? value : at(rest[head] ?? {}, tail.join('.'), value) };
}
