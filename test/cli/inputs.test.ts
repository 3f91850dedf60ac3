import * as fs from 'fs';
import * as path from 'path';
import { command, folderOf } from './support';
import { parseDocument } from '../../src/cli/input/document';

const GOOD = 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n';
const bytes = (...values: number[]) => Buffer.from(values).toString('latin1');

/** Texts that are no template, with the line that the command prints about each. */
const MALFORMED: Array<[string, string, string]> = [
  ['empty.yaml', '', 'empty.yaml: the file is empty'],
  ['blank.yaml', '\n\n', 'blank.yaml: the file is empty'],
  ['comment.yaml', '# nothing\n', 'comment.yaml: the file is empty'],
  ['text.yaml', 'hello\n', 'text.yaml: not a template: must be a map with Resources'],
  ['list.yaml', '- a\n- b\n', 'list.yaml: not a template: must be a map with Resources'],
  ['number.json', '12', 'number.json: not a template: must be a map with Resources'],
  ['null.json', 'null', 'null.json: not a template: must be a map with Resources'],
  ['array.json', '[]', 'array.json: not a template: must be a map with Resources'],
  ['object.json', '{}', 'object.json: not a template: Resources is missing'],
  ['package.json', '{"name":"app"}', 'package.json: not a template: Resources is missing'],
  ['list-of-resources.yaml', 'Resources:\n- A\n', 'list-of-resources.yaml:1: not a template: Resources must be a map'],
  ['text-of-resources.json', '{\n "Resources": "A"}', 'text-of-resources.json:2: not a template: Resources must be a map'],
  ['null-resources.yaml', 'AWSTemplateFormatVersion: 2010-09-09\nResources:\n', 'null-resources.yaml:2: not a template: Resources must be a map'],
  ['null-resource.yaml', 'Resources:\n  A:\n', 'null-resource.yaml:2: Resources.A must be a map'],
  ['text-resource.yaml', 'Resources:\n  A: b\n', 'text-resource.yaml:2: Resources.A must be a map'],
  ['untyped.yaml', 'Resources:\n  A: {}\n', 'untyped.yaml:2: Resources.A.Type must be a string'],
  ['typed-list.yaml', 'Resources:\n  A: {Type: [x]}\n', 'typed-list.yaml:2: Resources.A.Type must be a string'],
  ['property-list.yaml', 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: [a]\n', 'property-list.yaml:2: Resources.A.Properties must be a map'],
  ['property-text.json', '{"Resources": {\n"A": {"Type": "AWS::SNS::Topic", "Properties": "x"}}}', 'property-text.json:2: Resources.A.Properties must be a map'],
  ['parameters.yaml', `${GOOD}Parameters: [a]\n`, 'parameters.yaml:4: Parameters must be a map'],
  ['parameter.yaml', `${GOOD}Parameters:\n  A: b\n`, 'parameter.yaml:5: Parameters.A must be a map'],
  ['mappings.yaml', `${GOOD}Mappings: x\n`, 'mappings.yaml:4: Mappings must be a map'],
  ['mapping.yaml', `${GOOD}Mappings:\n  M: x\n`, 'mapping.yaml:5: Mappings.M must be a map'],
  ['outputs.yaml', `${GOOD}Outputs: 1\n`, 'outputs.yaml:4: Outputs must be a map'],
  ['output.yaml', `${GOOD}Outputs:\n  O:\n`, 'output.yaml:5: Outputs.O must be a map'],
  ['conditions.yaml', `${GOOD}Conditions: [a]\n`, 'conditions.yaml:4: Conditions must be a map'],
  ['unclosed-flow.yaml', 'Resources: {A: {Type: [\n', 'unclosed-flow.yaml:2: invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ['unclosed-quote.yaml', `${GOOD}X: "abc\n`, 'unclosed-quote.yaml:5: invalid YAML: Missing closing "quote'],
  ['tab.yaml', 'Resources:\n\tA: b\n', 'tab.yaml:2: invalid YAML: Tabs are not allowed as indentation'],
  ['nested-map.yaml', 'Resources:\n  A: b: c\n', 'nested-map.yaml:2: invalid YAML: Nested mappings are not allowed in compact mappings'],
  ['twice.yaml', 'Resources:\n  A: {Type: x}\n  A: {Type: y}\n', 'twice.yaml:3: invalid YAML: Map keys must be unique'],
  ['twice.json', '{"Resources": {"A": {"Type": "AWS::SNS::Topic"},\n"A": {"Type": "AWS::SSM::Parameter"}}}', 'twice.json:2: the key "A" must be unique in its object'],
  ['twice-escaped.json', '{"Resources": {"A": {"Type": "AWS::SNS::Topic",\n"\\u0054ype": "x"}}}', 'twice-escaped.json:2: the key "Type" must be unique in its object'],
  ['documents.yaml', '---\na: 1\n---\nb: 2\n', 'documents.yaml: the file has 2 YAML documents, must have one'],
  ['unknown-alias.yaml', 'Resources: *nothing\n', 'unknown-alias.yaml:1: alias *nothing has no anchor before it'],
  ['cycle.yaml', 'Resources: &a\n  A: *a\n', 'cycle.yaml:2: an alias refers to a value around it'],
  ['map-key.yaml', 'Resources:\n  ? {a: b}\n  : c\n', 'map-key.yaml:2: a key must be a string'],
  ['comma.json', '{"Resources": {},,}', 'comma.json:1: invalid JSON or YAML: Unexpected , in flow map'],
  ['cut.json', '{"Resources": {"A": {"Type": "AWS::SNS::Topic"', 'cut.json:1: invalid JSON or YAML: Flow map in block collection must be sufficiently indented and end with a }'],
  ['deep.json', `{"Resources": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'deep.json: values nest too deep'],
  ['deep.yaml', `${'- '.repeat(5_000)}\n`, 'deep.yaml: values nest too deep'],
  ['binary.yaml', bytes(0x00, 0xff, 0xfe, 0x7b, 0x01, 0x5b), 'binary.yaml: not a template: must be a map with Resources'],
  ['laughs.yaml', `A0: &a0 [x, x, x, x, x, x, x, x, x]\n${[...'123456789'].map((i) => `A${i}: &a${i} [${Array(9).fill(`*a${Number(i) - 1}`).join(', ')}]`).join('\n')}\n`,
    'laughs.yaml: aliases expand to more than 500000 values'],
];

describe('Inputs that are no template', () => {
  const folder = folderOf({ ...Object.fromEntries(MALFORMED), 'good.yaml': GOOD });

  test('have one line each, and the other inputs are judged', () => {
    const { code, out, err } = command(folder, ['check', ...MALFORMED.map(([name]) => name), 'good.yaml', 'missing.yaml']);
    expect(err.split('\n').filter((line) => !/^\d+ templates? (read|judged)$/.test(line)).sort()).toEqual([...MALFORMED.map(([, , line]) => line), 'missing.yaml: the file does not exist', ''].sort());
    expect(code).toBe(2);
    expect(out).toContain('good.yaml:2:3 Topic');
    expect(MALFORMED.length).toBeGreaterThanOrEqual(40);
  });

  test('are left alone in a folder if they do not look like a template', () => {
    const { code, err, out } = command(folderOf({
      'package.json': '{"name":"app"}',
      'values.yaml': 'a: [',
      'sub/good.yaml': GOOD,
      'node_modules/x/t.yaml': 'Resources: 1',
      // They contain the text of a template.
      'snapshot.json': '{"template": {"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}}',
      'notes.yaml': 'template: "AWSTemplateFormatVersion: 2010-09-09"\n',
    }), ['check', '.']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('sub/good.yaml:2:3 Topic');
  });

  test.each([
    ['"Resources":\n  Topic:\n    Type: AWS::SNS::Topic\n', 'a quoted key'],
    ["'Resources' :\n  Topic:\n    Type: AWS::SNS::Topic\n", 'a key in single quotes'],
    ['{\n  "Resources" : {\n"Topic": {"Type": "AWS::SNS::Topic"}}}', 'JSON with indentation'],
    ['{"Description":"a",\n"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}', 'JSON with another key first'],
    [`${'# a long comment\n'.repeat(5000)}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n`, 'YAML with 85 KB of comments first'],
    ['\ufeffResources:\n  Topic:\n    Type: AWS::SNS::Topic\n', 'YAML with a byte order mark'],
    ['  Resources:\n    Topic:\n      Type: AWS::SNS::Topic\n', 'YAML with indentation'],
    ['{Resources: {Topic: {Type: "AWS::SNS::Topic"}}}', 'YAML in braces'],
    ['--- {Description: a, Resources: {Topic: {Type: "AWS::SNS::Topic"}}}', 'YAML in braces after a document marker'],
    ['? Resources\n: Topic:\n    Type: AWS::SNS::Topic\n', 'YAML with an explicit key'],
    ['# Queue\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n', 'YAML with a comment first'],
  ])('are templates in a folder: %.80s, %s', (text) => {
    expect(command(folderOf({ 'template.yaml': text }), ['check', '.'])).toMatchObject({ code: 1, err: '' });
  });

  test.each<[string, (text: string) => Buffer]>([
    ['utf-16le', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('are templates in a folder: %s', (_, encoded) => {
    const folder_ = folderOf({});
    fs.writeFileSync(path.join(folder_, 'template.yaml'), encoded('Resources:\n  Töpic:\n    Type: AWS::SNS::Topic\n'));
    expect(command(folder_, ['check', '.'])).toMatchObject({ code: 1, err: '', out: expect.stringContaining('template.yaml:2:3 Töpic') });
  });

  test('are templates by their extension', () => {
    const names = ['a.json', 'b.yml', 'c.YAML', 'd.template', 'e.cfn', 'f.cform'];
    const { out } = command(folderOf({ ...Object.fromEntries(names.map((name) => [name, GOOD])), 'notes.txt': GOOD }), ['check', '.']);
    expect(out).toContain('in 6 templates with 6 resources');
  });

  test('are left alone in a folder if the key is not at the top', () => {
    const serverless = 'service: a\nresources:\n  Resources:\n    Topic:\n      Type: AWS::SNS::Topic\n';
    expect(command(folderOf({ 'serverless.yml': serverless, 'limits.yaml': 'a:\n  Resources: [', 'good.yaml': GOOD }), ['check', '.'])).toMatchObject({ code: 1, err: '' });
  });

  test('cannot write to the terminal: control characters are shown by their code point, and so are characters that no reader sees', () => {
    const hostile = folderOf({ 'a.json': '{"Resources": {"A\\u001b[2J\\nB\u200b": {"Type": "AWS::SQS::Queue"}, "C": {"Type": "X::\\u001b[31mY::Z"}}}' });
    const { out, err } = command(hostile, ['check', 'a.json', 'missing\u001b[1A\u202e.yaml']);
    expect(out).toContain('a.json:1:16 A[U+001B][2J[U+000A]B[U+200B]\n');
    expect(out).toContain('of type X::[U+001B][31mY::Z');
    expect(err).toBe('missing[U+001B][1A[U+202E].yaml: the file does not exist\n');
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('can be named twice: as a file and by its folder', () => {
    const twice = folderOf({ 'sub/good.yaml': GOOD, 'cdk.out/manifest.json': '{}', 'cdk.out/cdk.out': '{}' });
    for (const paths of [['sub/good.yaml', 'sub'], ['.', 'sub', 'sub/good.yaml'], ['sub/good.yaml', '.'], ['.', 'cdk.out']]) {
      expect(command(twice, ['check', ...paths])).toMatchObject({ code: 1, err: '', out: expect.stringContaining('in 1 template with 1 resource') });
    }
    expect(command(twice, ['check', '', 'sub'])).toMatchObject({ code: 2, err: "'': the path is empty\n" });
  });

  test('are reported in a folder if they look like a template', () => {
    const { code, err } = command(folderOf({ 'bad.yaml': 'AWSTemplateFormatVersion: 2010-09-09\nResources:\n\tA: b\n' }), ['check', '.']);
    expect({ code, err }).toEqual({ code: 2, err: 'bad.yaml:3: invalid YAML: Tabs are not allowed as indentation\n' });
  });

  test.each([
    ['AWSTemplateFormatVersion: 2010-09-09\n', 'no quotes'], ['"AWSTemplateFormatVersion": "2010-09-09"\n', 'double quotes'], ["'AWSTemplateFormatVersion' : '2010-09-09'\n", 'single quotes'],
  ])('are reported in a folder if they have only the version of a template: %j, %s', (text) => {
    expect(command(folderOf({ 'bad.yaml': text }), ['check', '.'])).toMatchObject({ code: 2, err: 'bad.yaml: not a template: Resources is missing\n' });
  });

  test('can be a folder without templates', () => {
    expect(command(folderOf({}), ['check'])).toMatchObject({ code: 2, err: '.: the folder has no template\n' });
  });

  test('can have 60 MB', () => {
    const large = folderOf({ 'good.yaml': GOOD });
    fs.writeFileSync(path.join(large, 'large.json'), '{"Resources": {}');
    fs.truncateSync(path.join(large, 'large.json'), 60e6);
    const { code, err, out } = command(large, ['check', '.']);
    expect({ code, err }).toEqual({ code: 2, err: 'large.json: the file has 60000000 bytes, must have at most 5242880\n' });
    expect(out).toContain('good.yaml:2:3 Topic');
  });

  test('can be loops of symbolic links', () => {
    const loop = folderOf({ 'sub/good.yaml': GOOD });
    fs.symlinkSync(loop, path.join(loop, 'sub', 'up'));
    fs.symlinkSync('self.yaml', path.join(loop, 'self.yaml'));
    const { code, err, out } = command(loop, ['check', '.']);
    expect(code).toBe(2);
    expect(err).toBe('self.yaml: the path is a loop of symbolic links\nsub/up: a symbolic link leads back to .\n');
    expect(out).toContain('sub/good.yaml:2:3 Topic');
  });

  test('can be a broken cloud assembly', () => {
    const broken = folderOf({ 'cdk.out/manifest.json': '{', 'cdk.out/cdk.out': '{}' });
    const { code, err } = command(broken, ['check', 'cdk.out']);
    expect(code).toBe(2);
    expect(err).toMatch(/^cdk\.out: the cloud assembly cannot be read: .*JSON/);
  });
});

describe('YAML', () => {
  const { body, positionOf } = parseDocument(`
Common: &common {Owner: payments}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      <<: *common
      Name: !Sub "x-\${AWS::Region}"
      Arn: !GetAtt Key.Arn
      List: !GetAtt [Key, Arn]
      If: !If [IsProduction, !Ref AWS::NoValue, !Join ['', [a, !ImportValue b]]]
      Account: 012345678901
      Version: 2012-10-17
      Quoted: "true"
      Enabled: yes
      Size: 10
      Share: 0.5
      Large: 12.75
      Empty:
      Output: !GetStackOutput {StackName: a, OutputName: b}
      Text: |
        a
        b
Conditions:
  IsProduction: !Not [!Condition IsTest]
`);

  test('has the values and functions of CloudFormation', () => {
    expect(body.Resources.Bucket.Properties).toEqual({
      Owner: 'payments',
      Name: { 'Fn::Sub': 'x-${AWS::Region}' },
      Arn: { 'Fn::GetAtt': ['Key', 'Arn'] },
      List: { 'Fn::GetAtt': ['Key', 'Arn'] },
      If: { 'Fn::If': ['IsProduction', { Ref: 'AWS::NoValue' }, { 'Fn::Join': ['', ['a', { 'Fn::ImportValue': 'b' }]] }] },
      Account: '012345678901',
      Version: '2012-10-17',
      Quoted: 'true',
      Enabled: true,
      Size: 10,
      Share: 0.5,
      Large: 12.75,
      Empty: null,
      Output: { 'Fn::GetStackOutput': { StackName: 'a', OutputName: 'b' } },
      Text: 'a\nb\n',
    });
    expect(body.Conditions).toEqual({ IsProduction: { 'Fn::Not': [{ Condition: 'IsTest' }] } });
  });

  test('has the positions of keys and items', () => {
    expect(positionOf(['Resources', 'Bucket'])).toEqual({ line: 4, column: 3 });
    expect(positionOf(['Resources', 'Bucket', 'Properties', 'If', 0])).toEqual({ line: 11, column: 16 });
    expect(positionOf(['Resources', 'Other'])).toBeUndefined();
  });

  test('has the positions of JSON', () => {
    const text = JSON.stringify(body, undefined, 2);
    const { line, column } = parseDocument(text).positionOf(['Resources', 'Bucket', 'Properties', 'Quoted'])!;
    expect(text.split('\n')[line - 1].slice(column - 1)).toBe('"Quoted": "true",');
    expect(parseDocument('{"a\\"b": [1, {"c": "\\\\"}], "d": {}, "e": []}').positionOf(['e'])).toEqual({ line: 1, column: 37 });
  });
});
