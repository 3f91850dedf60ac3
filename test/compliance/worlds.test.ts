import * as fs from 'fs';
import * as path from 'path';
import { mustBe, mustExist, Outcome } from '../../src/compliance/predicates/outcome';
import { Json, pointers, RenderedResource, RenderedTemplate } from '../../src/compliance/rendered';
import { anyValue, choose, explore, inWorlds } from '../../src/compliance/worlds/explore';

// A lamp must be on. What the template says of its mode is judged in every combination of conditions and parameters.
const HOLDS = 'holds';
const NOT_JUDGED = 'not judged';
const SWITCH = { Parameters: { Switch: { Type: 'String' } } };
const IS_ON = { ...SWITCH, Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'Switch' }, 'on'] } } };
const if_ = (yes: Json, no: Json, condition = 'IsOn') => ({ 'Fn::If': [condition, yes, no] });
const NO_VALUE = { Ref: 'AWS::NoValue' };

function template(body: Json, region = 'eu-west-2', file = 'template.json'): RenderedTemplate {
  return new RenderedTemplate({
    stack: { stackName: 'Stack', region, account: '123456789012', templateFile: file },
    file,
    body,
    nested: new Set<string>(),
    resources: () => Object.keys(body.Resources).map((logicalId) => ({
      logicalId, path: logicalId, isJudged: true, acknowledgementOf: () => undefined, sourceLineOf: () => undefined,
    })),
  });
}

function isLit({ properties: { Mode } }: RenderedResource) {
  return Mode === 'on' ? { result: 'holds' as const } : { result: 'fails' as const, finding: `Mode is ${JSON.stringify(Mode) ?? 'not set'}, must be on` };
}

function resultIn(rendered: RenderedTemplate, judge: (lamp: RenderedResource) => Outcome = isLit): string {
  const lamp = rendered.resources.find(({ logicalId }) => logicalId === 'Lamp')!;
  const outcome = explore(() => judge(lamp), lamp);
  if (!outcome) return NOT_JUDGED;
  return outcome.result === 'holds' ? HOLDS : `${outcome.result}: ${outcome.finding}`;
}

function verdict(Mode: Json, around: Json = {}, { region, ...lamp }: { region?: string; Condition?: string } = {}): string {
  return resultIn(template({ ...around, Resources: { ...around.Resources, Lamp: { Type: 'Test::Lamp', Properties: { Mode }, ...lamp } } }, region));
}

const unknown = (value: Json) => `unknown: Mode is ${JSON.stringify(value)}, which resolves only at deployment, must be a literal value`;

describe('conditions', () => {
  test.each<[string, string, string]>([
    ['both branches hold', verdict(if_('on', 'on'), IS_ON), HOLDS],
    ['one branch fails', verdict(if_('on', 'off'), IS_ON), 'fails: Mode is "off", must be on, if Switch is another value'],
    ['the other branch fails', verdict(if_('off', 'on'), IS_ON), 'fails: Mode is "off", must be on, if Switch is "on"'],
    ['a branch omits the property', verdict(if_('on', NO_VALUE), IS_ON), 'fails: Mode is not set, must be on, if Switch is another value'],
    ['nested branches', verdict(if_(if_('on', 'off'), 'on'), IS_ON), HOLDS],
    ['a condition that is always true', verdict(if_('on', 'off'), { Conditions: { IsOn: { 'Fn::Equals': ['a', 'a'] } } }), HOLDS],
    ['a condition that is always false', verdict(if_('off', 'on'), { Conditions: { IsOn: { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] } } }), HOLDS],
    ['Fn::And', verdict(if_('off', 'on'), { Conditions: { Is: { 'Fn::Equals': ['a', 'a'] }, IsOn: { 'Fn::And': [{ Condition: 'Is' }, { 'Fn::Equals': ['a', 'b'] }] } } }), HOLDS],
    ['Fn::Or', verdict(if_('on', 'off'), { Conditions: { Is: { 'Fn::Equals': ['a', 'a'] }, IsOn: { 'Fn::Or': [{ Condition: 'Is' }, { 'Fn::Equals': ['a', 'b'] }] } } }), HOLDS],
    ['a condition that the template lacks', verdict(if_('on', 'off', 'Missing')), 'fails: Mode is "off", must be on, if condition Missing is false'],
    ['a condition that compares an unknown value with itself', verdict(if_('on', 'off'), { ...SWITCH, Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'Switch' }, { Ref: 'Switch' }] } } }), HOLDS],
    ['the same behind a function', verdict(if_('on', 'off'), { Conditions: { IsOn: { 'Fn::Equals': [{ 'Fn::ImportValue': 'switch' }, { 'Fn::ImportValue': 'switch' }] } } }), HOLDS],
    ['a condition on the Region of the stack', verdict(if_('off', 'on'), { Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } } }), HOLDS],
    ['the same condition in that Region', verdict(if_('off', 'on'), { Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } } }, { region: 'us-east-1' }), 'fails: Mode is "off", must be on'],
    ['conditions that exclude each other', verdict(
      if_('on', if_('off', 'on')), { ...SWITCH, Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'Switch' }, 'on'] }, IsOff: { 'Fn::Not': [{ Condition: 'IsOn' }] } } }), HOLDS],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));

  test('properties that are omitted as a whole', () => {
    expect(resultIn(template({ Resources: { Lamp: { Type: 'Test::Lamp', Properties: NO_VALUE } } }))).toBe('fails: Mode is not set, must be on');
  });

  const TRANSFORM = { 'Fn::Transform': { Name: 'Own' } };
  const made = (lamp: Json) => resultIn(template({ Resources: { Lamp: { Type: 'Test::Lamp', ...lamp } } }), ({ properties }) => (
    properties.Nested?.[0]?.Mode === 'off' ? { result: 'fails' as const, finding: 'off' } : { result: 'holds' as const }));
  const IS_MACRO = 'which resolves only at deployment, must be a literal value';
  test.each<[string, Json, string]>([
    ['in a property', { Properties: { Nested: [{ Mode: 'on', ...TRANSFORM }] } }, `unknown: Nested[0] is ${JSON.stringify(TRANSFORM)}, ${IS_MACRO}`],
    ['next to a failing value', { Properties: { Nested: [{ Mode: 'off', ...TRANSFORM }] } }, `unknown: off; Nested[0] is ${JSON.stringify(TRANSFORM)}, ${IS_MACRO}`],
    ['in another item than a failing value', { Properties: { Nested: [{ Mode: 'off' }, { ...TRANSFORM }] } }, 'fails: off'],
    ['in the properties', { Properties: { Nested: [{ Mode: 'on' }], ...TRANSFORM } }, `unknown: Properties is ${JSON.stringify(TRANSFORM)}, ${IS_MACRO}`],
    ['that makes all properties', { Properties: TRANSFORM }, `unknown: Properties is ${JSON.stringify(TRANSFORM)}, ${IS_MACRO}`],
    ['next to the properties', { Properties: { Nested: [{ Mode: 'on' }] }, ...TRANSFORM }, `unknown: Properties is ${JSON.stringify(TRANSFORM)}, ${IS_MACRO}`],
    ['that repeats', { Properties: { 'Fn::ForEach::Modes': ['M', ['a'], {}] } }, `unknown: Properties is {"Fn::ForEach::Modes":["M",["a"],{}]}, ${IS_MACRO}`],
    ['in another property', { Properties: { Nested: [{ Mode: 'on' }], Other: TRANSFORM } }, HOLDS],
  ])('a macro %s', (_, lamp, expected) => expect(made(lamp)).toBe(expected));

  test.each<[string, string[], string]>([
    ['in two templates', ['eu-west-2', 'eu-west-2'], 'fails: Mode is "off", must be on, if export mode is that of b.json'],
    ['in the Region of the stack, and in another', ['eu-west-2', 'us-east-1'], HOLDS],
    ['in another Region first', ['us-east-1', 'eu-west-2'], 'fails: Mode is "off", must be on'],
  ])('an export %s', (_, regions, expected) => {
    const lamp = template({ Resources: { Lamp: { Type: 'Test::Lamp', Properties: { Mode: { 'Fn::ImportValue': 'mode' } } } } });
    const exporting = (Value: string, file: string, region: string) => template({ Resources: {}, Outputs: { Mode: { Value, Export: { Name: 'mode' } } } }, region, file);
    const peers = [exporting('on', 'a.json', regions[0]), exporting('off', 'b.json', regions[1]), lamp];
    for (const peer of peers) peer.peers = peers;
    expect(resultIn(lamp)).toBe(expected);
  });

  const GROUP = 'AWS::RDS::DBParameterGroup';
  test.each<[string, string[], string]>([
    ['in two other templates', ['eu-west-2', 'eu-west-2'], 'fails: Mode is "off", must be on, if name "lamps" is that of b.json'],
    ['in another template with its Region, and in one of another', ['eu-west-2', 'us-east-1'], HOLDS],
  ])('a name %s', (_, regions, expected) => {
    const named = (Mode: string, file: string, region: string) => template({
      Resources: { Group: { Type: GROUP, Properties: { DBParameterGroupName: 'lamps', Mode } } },
    }, region, file);
    const lamp = template({ Resources: { Lamp: { Type: 'Test::Lamp', Properties: {} } } });
    const peers = [named('on', 'a.json', regions[0]), named('off', 'b.json', regions[1]), lamp];
    for (const peer of peers) peer.peers = peers;
    expect(resultIn(lamp, ({ template: where }) => mustBe('Mode', where.named(GROUP, 'lamps')?.properties.Mode, 'on'))).toBe(expected);
  });

  test('a name in the template itself is that of the template', () => {
    const named = (Mode: string, more: Json = {}) => ({ Group: { Type: GROUP, Properties: { DBParameterGroupName: 'lamps', Mode } }, ...more });
    const lamp = template({ Resources: named('on', { Lamp: { Type: 'Test::Lamp', Properties: {} } }) });
    const peers = [template({ Resources: named('off') }), lamp];
    for (const peer of peers) peer.peers = peers;
    expect(resultIn(lamp, ({ template: where }) => mustBe('Mode', where.named(GROUP, 'lamps')?.properties.Mode, 'on'))).toBe(HOLDS);
  });

  test('a name that no template has is that of no resource', () => {
    const lamp = template({ Resources: { Group: { Type: GROUP, Properties: { DBParameterGroupName: 'lamps' } }, Lamp: { Type: 'Test::Lamp', Properties: {} } } });
    expect(['others', 5, undefined].map((name) => lamp.named(GROUP, name))).toEqual([undefined, undefined, undefined]);
    expect([lamp.named('AWS::S3::Bucket', 'lamps'), lamp.named(GROUP, 'lamps')?.logicalId]).toEqual([undefined, 'Group']);
  });

  test('what names one of two resources with a name is not counted for both', () => {
    const bucket = () => ({ Lamp: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lamps' } } });
    const [one, two] = ['a.json', 'b.json'].map((file) => template({ Resources: bucket() }, 'eu-west-2', file));
    const policy = template({ Resources: { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'lamps' } } } });
    const peers = [one, two, policy];
    for (const peer of peers) peer.peers = peers;
    const isNamed = (lamp: RenderedResource) => mustExist(pointers(lamp, 'AWS::S3::BucketPolicy', 'Bucket').length, 'no policy');
    expect([one, two].map((where) => resultIn(where, isNamed))).toEqual(['fails: no policy, if name "lamps" is that of b.json', 'fails: no policy, if name "lamps" is that of a.json']);
  });

  test('a resource that is never there is not judged', () => {
    expect(verdict('off', { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }, { Condition: 'Never' })).toBe(NOT_JUDGED);
  });

  test('a resource that can be there is judged', () => {
    expect(verdict('off', IS_ON, { Condition: 'IsOn' })).toBe('fails: Mode is "off", must be on, if Switch is "on"');
  });

  test('a resource is judged in the worlds in which it exists', () => {
    expect(verdict(if_('on', 'off'), IS_ON, { Condition: 'IsOn' })).toBe(HOLDS);
  });
});

describe('parameters', () => {
  const given = (declared: Json) => verdict({ Ref: 'Switch' }, { Parameters: { Switch: { Type: 'String', ...declared } } });
  test.each<[string, string, string]>([
    ['any text', given({}), 'fails: Mode is {"Ref":"Switch"}, must be on'],
    ['a default is no guarantee', given({ Default: 'on' }), 'fails: Mode is {"Ref":"Switch"}, must be on, if Switch is another value'],
    ['a default that fails', given({ Default: 'off' }), 'fails: Mode is "off", must be on, if Switch is "off"'],
    ['one allowed value', given({ AllowedValues: ['on'] }), HOLDS],
    ['an allowed value that fails', given({ AllowedValues: ['on', 'off'] }), 'fails: Mode is "off", must be on, if Switch is "off"'],
    ['a pattern of one text', given({ AllowedPattern: '^on$' }), HOLDS],
    ['a pattern of two texts', given({ AllowedPattern: '^(on|off)$' }), 'fails: Mode is "off", must be on, if Switch is "off"'],
    ['a pattern that cannot be listed', given({ AllowedPattern: '^o.*$', Default: 'on' }), 'fails: Mode is {"Ref":"Switch"}, must be on, if Switch is another value'],
    ['a parameter of Systems Manager', given({ Type: 'AWS::SSM::Parameter::Value<String>', Default: 'on' }), 'fails: Mode is {"Ref":"Switch"}, must be on'],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));
});

test.each([{ 'Fn::If': ['IsOn', { Mode: 'on' }, { Mode: 'on' }] }, { 'Fn::FindInMap': ['Modes', 'eu-west-2', 'all'] }, { Ref: 'Switch' }])('properties that a function gives are not known', (Properties) => {
  const around = template({ ...IS_ON, Resources: { Lamp: { Type: 'Test::Lamp', Properties } } });
  expect([resultIn(around, ({ properties }) => properties.Mode === 'off' ? { result: 'fails', finding: 'it is off' } : { result: 'holds' }), resultIn(around, () => ({ result: 'holds' }))])
    .toEqual([`unknown: Properties is ${JSON.stringify(Properties)}, which resolves only at deployment, must be a literal value`, HOLDS]);
});

describe('functions', () => {
  const MAPPED = { Mappings: { Modes: { 'eu-west-2': { mode: 'on' }, 'us-east-1': { mode: 'off' } } } };
  const found = { 'Fn::FindInMap': ['Modes', { Ref: 'AWS::Region' }, 'mode'] };
  test.each<[string, string, string]>([
    ['Fn::Join of texts', verdict({ 'Fn::Join': ['', ['o', 'n']] }), HOLDS],
    ['Fn::Sub without variables', verdict({ 'Fn::Sub': 'on' }), HOLDS],
    ['Fn::Sub with its own variable', verdict({ 'Fn::Sub': ['o${Rest}', { Rest: 'n' }] }), HOLDS],
    ['Fn::Select of Fn::Split', verdict({ 'Fn::Select': [1, { 'Fn::Split': [',', 'off,on'] }] }), HOLDS],
    ['Fn::Select by a parameter', verdict({ 'Fn::Select': [{ Ref: 'Switch' }, ['on', 'off']] }, SWITCH), 'fails: Mode is "off", must be on, if item 1 of ["on","off"] is selected'],
    ['Fn::Select by a parameter of items that hold', verdict({ 'Fn::Select': [{ Ref: 'Switch' }, ['on', 'on']] }, SWITCH), HOLDS],
    ['Fn::Select by a parameter with values', verdict(
      { 'Fn::Select': [{ Ref: 'Switch' }, ['on', 'off']] }, { Parameters: { Switch: { Type: 'Number', AllowedValues: [0, 1] } } }), 'fails: Mode is "off", must be on, if Switch is 1'],
    ['Fn::Select beyond the list', verdict({ 'Fn::Select': [2, ['off', 'on']] }), 'fails: Mode is {"Fn::Select":[2,["off","on"]]}, must be on'],
    ['Fn::FindInMap in the Region of the stack', verdict(found, MAPPED), HOLDS],
    ['Fn::FindInMap in another Region', verdict(found, MAPPED, { region: 'us-east-1' }), 'fails: Mode is "off", must be on'],
    ['Fn::FindInMap by a parameter', verdict({ 'Fn::FindInMap': ['Modes', { Ref: 'Switch' }, 'mode'] }, { ...MAPPED, ...SWITCH }), 'fails: Mode is "off", must be on, if a value of Modes is "off"'],
    ['the default of Fn::FindInMap', verdict({ 'Fn::FindInMap': ['Modes', 'eu-west-1', 'mode', { DefaultValue: 'on' }] }, MAPPED), HOLDS],
    ['a function that is not known', verdict({ 'Fn::Unheard': 'on' }), 'fails: Mode is {"Fn::Unheard":"on"}, must be on'],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));
});

describe('values that only a deployment resolves', () => {
  // It holds unless the mode is off.
  const isNotOff = ({ properties: { Mode } }: RenderedResource) => Mode === 'off' ? { result: 'fails' as const, finding: 'Mode is off' } : { result: 'holds' as const };
  const lamp = (Mode: Json, around: Json = {}) => template({ ...around, Resources: { Lamp: { Type: 'Test::Lamp', Properties: { Mode } } } });

  test.each<[string, Json]>([
    ['a parameter', { Ref: 'Switch' }],
    ['an import', { 'Fn::ImportValue': 'mode' }],
    ['a dynamic reference', '{{resolve:ssm:mode}}'],
    ['an item that the list does not have', { 'Fn::Select': [2, ['on', 'off']] }],
    ['a part of a list', { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Switch' }] }] }],
    ['an attribute of a custom resource', { 'Fn::GetAtt': ['Custom', 'Mode'] }],
  ])('%s never holds', (_, value) => {
    const around = template({ ...SWITCH, Resources: { Custom: { Type: 'Custom::Mode' }, Lamp: { Type: 'Test::Lamp', Properties: { Mode: value } } } });
    expect(resultIn(around, isNotOff)).toBe(unknown(value));
  });

  test.each<[string, Json]>([
    ['a text', { 'Fn::Select': [0, ['off', 'on']] }],
    ['a text beside a reference', { 'Fn::Select': [0, ['off', { Ref: 'AWS::StackName' }]] }],
    ['a text of a list in a list', { 'Fn::Select': ['0', [{ 'Fn::Select': [1, ['on', 'off']] }]] }],
  ])('%s that Fn::Select takes from a list in the template is read', (_, value) => expect(resultIn(lamp(value), isNotOff)).toBe('fails: Mode is off'));

  test('a value that is not read does not matter', () => {
    expect(resultIn(lamp({ Ref: 'Switch' }, SWITCH), () => ({ result: 'holds' as const }))).toBe(HOLDS);
  });

  test('a judge can say that every value holds', () => {
    expect(resultIn(lamp({ Ref: 'Switch' }, SWITCH), ({ properties }) => (anyValue(properties.Mode), { result: 'holds' as const }))).toBe(HOLDS);
  });

  test('an attribute of a resource of AWS is of a known kind', () => {
    const around = template({ Resources: { Other: { Type: 'AWS::S3::Bucket' }, Lamp: { Type: 'Test::Lamp', Properties: { Mode: { 'Fn::GetAtt': ['Other', 'Arn'] } } } } });
    expect(resultIn(around, isNotOff)).toBe(HOLDS);
  });
});

describe('limits', () => {
  const names = Array.from({ length: 7 }, (_, index) => `C${index}`);
  const around = {
    Parameters: Object.fromEntries(names.map((name) => [`P${name}`, { Type: 'String' }])),
    Conditions: Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [{ Ref: `P${name}` }, 'yes'] }])),
  };
  const readAll = ({ properties: { Mode } }: RenderedResource) => Mode.includes('off') ? { result: 'fails' as const, finding: 'one is off' } : { result: 'holds' as const };
  const modes = (count: number, last: Json = 'on') => [...names.slice(0, count).map((name) => if_('on', 'ON', name)), last];
  const lamp = (Mode: Json) => template({ ...around, Resources: { Lamp: { Type: 'Test::Lamp', Properties: { Mode } } } });

  test('every combination up to the limit is judged', () => {
    expect(resultIn(lamp(modes(6)), readAll)).toBe(HOLDS);
  });

  test('more combinations are unknown', () => {
    expect(resultIn(lamp(modes(7)), readAll)).toBe('unknown: the result depends on more than 64 combinations of conditions and parameters');
  });

  test('a failure within the limit is a failure', () => {
    expect(resultIn(lamp(modes(7, 'off')), readAll)).toMatch(/^fails: one is off/);
  });

  test('a result that is unknown within the limit stays as it is', () => {
    expect(resultIn(lamp(modes(7)), ({ properties: { Mode } }) => (Mode.includes('on'), { result: 'unknown', finding: 'the mode is not determined' })))
      .toMatch(/^unknown: the mode is not determined, if PC0 is "yes" and /);
  });

  test('values that refer to each other in a circle are unknown', () => {
    const circle = { 'Fn::GetAtt': ['Stored', 'Value'] };
    expect(resultIn(template({ Resources: { Stored: { Type: 'AWS::SSM::Parameter', Properties: { Value: circle } }, Lamp: { Type: 'Test::Lamp', Properties: { Mode: circle } } } })))
      .toBe('unknown: the check cannot read the resource: its values refer to each other in a circle');
  });

  test('a variable whose values have no label is not named in a finding, and its name stands for its value in a list of worlds', () => {
    const mode = () => choose('mode', [{ value: 'on' }, { value: 'off' }]);
    expect(explore(() => mode() === 'on' ? { result: 'holds' } : { result: 'fails', finding: 'it is off' })).toEqual({ result: 'fails', finding: 'it is off' });
    expect(inWorlds(mode)).toEqual({ results: [{ result: 'on' }, { result: 'off', where: 'mode has another value' }], left: [] });
  });

  test('a judge that throws is unknown', () => {
    expect(resultIn(lamp(['on']), ({ properties }) => properties.Missing.length)).toBe(
      "unknown: the check cannot read the resource: Cannot read properties of undefined (reading 'length')");
  });
});

/** The values of `Mode` in the worlds, and the outcome of a judge that accepts each. */
function worldsOf({ Mode, ...around }: Json): string {
  const values: string[] = [];
  const outcome = resultIn(template({ ...around, Resources: { ...around.Resources, Lamp: { Type: 'Test::Lamp', Properties: { Mode } } } }), ({ properties }) => {
    values.push(JSON.stringify(properties.Mode) ?? 'not set');
    return { result: 'holds' };
  });
  return `${values.join(' or ')}: ${outcome}`;
}

// A line is a template with the property `Mode`, and its values as the CloudFormation template reference has them, section "Intrinsic function reference".
test.each(fs.readFileSync(path.join(__dirname, 'tables/worlds.txt'), 'utf-8').trimEnd().split('\n'))('%s', (line) => {
  const [body, expected] = line.split(' => ');
  expect(worldsOf(JSON.parse(body))).toBe(expected);
});
