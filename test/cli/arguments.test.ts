import { command, folderOf } from './support';
import { Framework } from '../../src';
import { argumentsOf } from '../../src/cli/arguments';
import { UsageError } from '../../src/cli/usage-error';

function refused(...args: string[]): string {
  try {
    argumentsOf(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
  return 'accepted';
}

test('a call without options names no framework, and fails with any finding', () => {
  expect(argumentsOf(['a', 'b'])).toEqual({
    operands: ['a', 'b'],
    frameworks: [],
    safeguards: [],
    parameters: undefined,
    format: 'human',
    output: undefined,
    evidence: undefined,
    baseline: undefined,
    writesBaseline: false,
    failOn: ['critical', 'high', 'medium', 'low', 'informational'],
    resourcesOnly: false,
    help: false,
    version: false,
  });
});

test('every option has a value of its own', () => {
  const args = ['--format', 'json', '--output', 'o', '--evidence', 'e', '--baseline', 'b', '--write-baseline', '--fail-on', 'high', '--resources-only', '-h', '--version'];
  expect(argumentsOf([...args, '--framework', 'pci-dss-4.0.1, aws-fsbp', '--framework', 'aws-fsbp'])).toEqual({
    operands: [],
    frameworks: [Framework.PCI_DSS_4_0_1, Framework.AWS_FSBP],
    safeguards: [],
    parameters: undefined,
    format: 'json',
    output: 'o',
    evidence: 'e',
    baseline: 'b',
    writesBaseline: true,
    failOn: ['critical', 'high'],
    resourcesOnly: true,
    help: true,
    version: true,
  });
  expect(argumentsOf(['--fail-on', 'never']).failOn).toEqual([]);
});

test.each<[string[], string | RegExp]>([
  [['--unknown'], "Unknown option '--unknown'"],
  [['--format'], "Option '--format <value>' argument missing"],
  [['--write-baseline'], '--write-baseline needs --baseline FILE'],
  [['--output', ''], "--output must be a path, got ''"],
  [['--evidence='], "--evidence must be a path, got ''"],
  [['--baseline='], "--baseline must be a path, got ''"],
  [['--fail-on', 'major'], "--fail-on must be one of critical, high, medium, low, informational, never, got 'major'"],
  [['--parameters', 'absent.json'], '--parameters absent.json: the file does not exist'],
])('%j is refused', (args, message) => expect(refused(...args)).toBe(message));

describe('parameters', () => {
  const files = {
    'map.json': '{"Key": "a", "Zones": ["x", "y"], "Count": 2}',
    'pipeline.yaml': 'Parameters:\n  Key: b\n',
    'cli.json': '[{"ParameterKey": "Key", "ParameterValue": "c"}, {"ParameterKey": "Old", "UsePreviousValue": true}]',
    'broken.yaml': 'a: [',
    'text.yaml': 'text',
    'null.json': 'null',
    'list.json': '[{"Key": "a"}]',
    'empty-entry.json': '[null]',
    'nested.json': '{"Key": {"a": "b"}}',
    'nested-list.json': '{"Key": ["a", {"b": "c"}]}',
    'pairs.json': '["Key=d=e", "Empty="]',
    'texts.json': '["Key=d", "e"]',
  };
  const folder = folderOf({ ...files, 't.yaml': 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n' });
  const parametersOf = (...names: string[]) => argumentsOf(names.flatMap((name) => ['--parameters', name.includes('=') ? name : `${folder}/${name}`])).parameters!.values;

  test('are pairs, a map, or the forms of AWS CodePipeline and the AWS CLI; the last one counts', () => {
    expect(parametersOf('Key=a=b\nc')).toEqual({ Key: 'a=b\nc' });
    expect(parametersOf('map.json')).toEqual({ Key: 'a', Zones: 'x,y', Count: 2 });
    expect(parametersOf('pipeline.yaml')).toEqual({ Key: 'b' });
    expect(parametersOf('cli.json')).toEqual({ Key: 'c' });
    expect(parametersOf('pairs.json')).toEqual({ Key: 'd=e', Empty: '' });
    expect(parametersOf('map.json', 'cli.json', 'Count=3')).toEqual({ Key: 'c', Zones: 'x,y', Count: '3' });
  });

  test.each([
    ['broken.yaml', /^--parameters .*broken\.yaml:1: invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a \]$/],
    ...['text.yaml', 'null.json', 'list.json', 'empty-entry.json', 'nested.json', 'nested-list.json', 'texts.json'].map((name): [string, RegExp] => (
      [name, new RegExp(`^--parameters .*${name}: must be a map of parameters, or a list of ParameterKey and ParameterValue or of Name=Value$`)])),
  ])('%s is refused', (name, message) => expect(refused('--parameters', `${folder}/${name}`)).toMatch(message));

  test('a file whose name is a pair is read', () => {
    const odd = folderOf({ 'a=b': '{"Key": "c"}' });
    const before = process.cwd();
    process.chdir(odd);
    try {
      expect(argumentsOf(['--parameters', 'a=b']).parameters).toEqual({ values: { Key: 'c' }, named: [] });
    } finally {
      process.chdir(before);
    }
  });
});

test.each<[string[], string]>([
  [[], 'cdk-regulated: a command is missing (see cdk-regulated --help)\n'],
  [['--framework', 'aws-fsbp'], 'cdk-regulated: a command is missing (see cdk-regulated --help)\n'],
  [['list', 'stacks'], "cdk-regulated: list takes one of safeguards, frameworks, controls, got 'stacks' (see cdk-regulated --help)\n"],
  [['list', 'controls', 'more'], "cdk-regulated: list takes one of safeguards, frameworks, controls, got 'controls more' (see cdk-regulated --help)\n"],
  [['explain'], 'cdk-regulated: explain takes the id of one safeguard or control (see cdk-regulated --help)\n'],
  [['list', '--format', 'json'], 'cdk-regulated: list does not take --format (see cdk-regulated --help)\n'],
  [['check', '--language', 'python'], 'cdk-regulated: check does not take --language (see cdk-regulated --help)\n'],
  [['explain', 'S3.BucketEncrypted', '--framework', 'aws-fsbp'], 'cdk-regulated: explain does not take --framework (see cdk-regulated --help)\n'],
  [['init', 'loan', '--output', 'x'], 'cdk-regulated: init does not take --output (see cdk-regulated --help)\n'],
  [['explain', 'S3.BucketEncrypted', 'S3.BucketVersioned'], 'cdk-regulated: explain takes the id of one safeguard or control (see cdk-regulated --help)\n'],
])('the command %j is refused', (args, err) => expect(command('.', args)).toEqual({ code: 2, out: '', err }));

test('help of a command is the help of all; the version is that of the package', () => {
  const { out } = command('.', ['--help']);
  expect(command('.', ['check', '--help'])).toEqual({ code: 0, out, err: '' });
  expect(command('.', ['--version'])).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  expect(command('.', ['check', '--version'])).toEqual(command('.', ['--version']));
});
