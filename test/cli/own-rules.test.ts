import * as fs from 'fs';
import * as path from 'path';
import { command, folderOf } from './support';

const LIBRARY = path.resolve(__dirname, '..', '..', 'src');
const QUEUES = 'Resources:\n  Named:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: acme-orders}\n  Other: {Type: AWS::SQS::Queue}\n';
const RULES = `exports.named = {
  id: 'House.QueueNamed',
  statement: 'queues are named after the house',
  rationale: 'support finds queues by their name',
  remedy: 'set queueName',
  severity: 'low',
  resourceTypes: ['AWS::SQS::Queue'],
  judge: (queue) => queue.mustMatch('QueueName', 'acme-.+'),
};`;
const HOUSE = { id: 'house', title: 'House rules 1', source: 'https://example.com/house', controls: [{ id: 'H1', title: 'Names', safeguards: ['House.QueueNamed'] }, { id: 'H2', title: 'People', safeguards: [] }] };
const JSON_REPORT = ['--format', 'json', '--resources-only'];
const folder = folderOf({
  't/queues.yaml': QUEUES,
  'rules.js': RULES,
  'house.json': JSON.stringify(HOUSE),
  'acme.json': JSON.stringify({ tailors: 'pci-dss-4.0.1', name: 'acme', numbers: { logRetentionDays: 400 }, added: HOUSE.controls }),
});

function report(...args: string[]) {
  const { out, err } = command(folder, ['check', 't', ...args, ...JSON_REPORT]);
  return err ? err : JSON.parse(out);
}

describe('safeguards and frameworks of the house', () => {
  test('are judged, with the controls that cite them', () => {
    const { frameworks, findings } = report('--safeguards', './rules.js', '--framework', './house.json');
    expect(frameworks).toEqual([{ id: 'house', title: 'House rules 1' }]);
    expect(findings.filter(({ safeguard }: any) => safeguard === 'House.QueueNamed')).toEqual([expect.objectContaining({
      path: 't/queues.yaml#Other', severity: 'low', finding: 'QueueName is not set, must match acme-.+', fix: 'set queueName', controls: { 'House rules 1': ['H1'] },
    })]);
  });

  test('can tailor a built-in framework', () => {
    const { frameworks, findings } = report('--safeguards', './rules.js', '--framework', './acme.json');
    expect(frameworks).toEqual([{ id: 'pci-dss-4.0.1-acme', title: 'PCI DSS 4.0.1 (acme)' }]);
    expect(findings.find(({ safeguard }: any) => safeguard === 'House.QueueNamed').controls).toEqual({ 'PCI DSS 4.0.1 (acme)': ['H1'] });
  });

  test('can be acknowledged, and have no link in SARIF', () => {
    const acknowledged = folderOf({
      't.yaml': `${QUEUES.replace('{Type: AWS::SQS::Queue}', '{Type: AWS::SQS::Queue, Metadata: {cdk-regulated: {acknowledge: {id: House.QueueNamed, reason: a queue that a partner named years ago}}}}')}`,
      'rules.js': RULES,
    });
    expect(JSON.parse(command(acknowledged, ['check', 't.yaml', '--safeguards', 'rules.js', ...JSON_REPORT]).out)).toMatchObject({ summary: { acknowledged: 1, errors: 0 }, notes: [] });
    const { runs: [{ tool: { driver: { rules } } }] } = JSON.parse(command(folder, ['check', 't', '--safeguards', './rules.js', '--format', 'sarif']).out);
    expect(rules.find(({ id }: any) => id === 'House.QueueNamed').help.text).toBe('Support finds queues by their name. Fix: set queueName.');
  });

  test('are the ids that an acknowledgement can have', () => {
    const acknowledged = folderOf({
      't.yaml': 'Resources:\n  Queue: {Type: AWS::SQS::Queue, Metadata: {cdk-regulated: {acknowledge: {id: House.QueueNamde, reason: a queue that a partner named years ago}}}}\n',
      'rules.js': RULES,
    });
    expect(command(acknowledged, ['check', 't.yaml', '--safeguards', 'rules.js']).err)
      .toBe("t.yaml:2: acknowledge.id must be the id of a safeguard, got 'House.QueueNamde', the most similar is 'House.QueueNamed'\n");
  });

  test.each<[Record<string, string>, string[], string]>([
    [{}, ['--safeguards', './gone.js'], "--safeguards ./gone.js: Cannot find module '"],
    [{ 'a.js': 'exports.a = 1;' }, ['--safeguards', './a.js'], '--safeguards ./a.js: must export an object with the members of ISafeguard, got none'],
    [{ 'a.js': RULES.replace('House.QueueNamed', 'queue') }, ['--safeguards', './a.js'], '--safeguards ./a.js: safeguards[0].id must be two words in upper camel case with a period between them, such as House.QueueNamed'],
    [{ 'a.json': JSON.stringify(HOUSE) }, ['--framework', './a.json'], "--framework ./a.json: controls[0].safeguards must be ids of safeguards, got 'House.QueueNamed'"],
    [{ 'a.json': '[]' }, ['--framework', './a.json'], '--framework ./a.json: must be a map with the properties of a framework'],
    [{ 'a.json': '{"tailors": "sox"}' }, ['--framework', './a.json'], '--framework ./a.json: tailors must be one of aws-fsbp, '],
    [{ 'a.json': JSON.stringify({ ...HOUSE, controls: [], numbers: { logRetention: 3 } }) }, ['--framework', './a.json'], "--framework ./a.json: numbers must be logRetentionDays, backupRetentionDays or credentialRotationDays with a number, got 'logRetention'"],
    [{ 'a.json': JSON.stringify({ ...HOUSE, id: 'aws-fsbp', controls: [HOUSE.controls[1]] }) }, ['--framework', './a.json'], "--framework: frameworks[0] must not have the id or the title of a built-in framework, got 'aws-fsbp'"],
    [{ 'a.json': '{\n"id": [' }, ['--framework', './a.json'], '--framework ./a.json:2: '],
    [{}, ['--framework', './gone.json'], '--framework ./gone.json: the file does not exist'],
  ])('%j with %j is refused', (files, args, message) => {
    const { code, err } = command(folderOf(files), ['check', ...args]);
    expect(code).toBe(2);
    expect(err.replace('cdk-regulated: ', '')).toEqual(expect.stringContaining(message));
  });
});

describe('the output of an app', () => {
  const bucket = { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'Stack/Bucket/Resource' } } } };
  const assembly = (evidence?: object) => folderOf({
    'cdk.out/cdk.out': '{}',
    'cdk.out/manifest.json': JSON.stringify({ artifacts: { Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } } } }),
    'cdk.out/Stack.template.json': JSON.stringify(bucket),
    ...evidence && { 'cdk.out/evidence/app/evidence.json': JSON.stringify(evidence), 'cdk.out/evidence/broken/evidence.json': '{' },
  });
  const said = (at: string, ...args: string[]) => {
    const { frameworks, notes } = JSON.parse(command(at, ['check', 'cdk.out', ...args, '--format', 'json']).out);
    return { frameworks: frameworks.map(({ id }: any) => id), notes: notes.map(({ file, message }: any) => `${file}: ${message}`) };
  };

  test('is judged against the frameworks of its evidence, unless the call names some', () => {
    const at = assembly({ frameworks: [{ id: 'pci-dss-4.0.1' }, { id: 'house' }], safeguards: { 'House.QueueNamed': { definedBy: 'app' }, 'S3.BucketEncrypted': {} } });
    const notes = [
      "cdk.out: the app has the framework 'house', which is not judged: name its file with --framework",
      'cdk.out: the app has safeguards that are not judged: House.QueueNamed: name their module with --safeguards',
    ];
    expect(said(at)).toEqual({ frameworks: ['pci-dss-4.0.1'], notes });
    expect(said(at, '--framework', 'nist-800-53-r5')).toEqual({ frameworks: ['nist-800-53-r5'], notes });
    fs.writeFileSync(path.join(at, 'rules.js'), RULES);
    fs.writeFileSync(path.join(at, 'house.json'), JSON.stringify(HOUSE));
    expect(said(at, '--framework', 'pci-dss-4.0.1,./house.json', '--safeguards', './rules.js')).toEqual({
      frameworks: ['pci-dss-4.0.1', 'house'], notes: ['app: safeguard House.QueueNamed judged no resource'],
    });
  });

  test('without evidence is judged against the default, and a note says so', () => {
    expect(said(assembly())).toEqual({
      frameworks: ['aws-fsbp'],
      notes: ['cdk.out: the output has no evidence with the frameworks of the app, so it is judged against aws-fsbp: name others with --framework'],
    });
    expect(said(assembly(), '--framework', 'aws-fsbp').notes).toEqual([]);
  });

  test('keeps the baseline of the app as it is', () => {
    const at = assembly({ frameworks: [{ id: 'pci-dss-4.0.1' }] });
    command(at, ['check', 'cdk.out', '--baseline', 'known.json', '--write-baseline']);
    const written = fs.readFileSync(path.join(at, 'known.json'), 'utf-8');
    expect(JSON.parse(written)).toMatchObject({ version: 1, frameworks: ['pci-dss-4.0.1'], findings: { 'S3.BucketAccessLogged': ['Stack/Bucket/Resource'] } });
    expect(command(at, ['check', 'cdk.out', '--baseline', 'known.json'])).toMatchObject({ code: 0, out: expect.not.stringContaining('no findings any more') });
    command(at, ['check', 'cdk.out', '--baseline', 'known.json', '--write-baseline']);
    expect(fs.readFileSync(path.join(at, 'known.json'), 'utf-8')).toBe(written);
  });
});

describe('a baseline', () => {
  const at = folderOf({
    'a.yaml': QUEUES,
    'buckets.json': JSON.stringify({ ...HOUSE, id: 'buckets', controls: [{ ...HOUSE.controls[0], safeguards: ['S3.BucketVersioned'] }] }),
    'b.yaml': 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n',
  });
  const write = (...args: string[]) => command(at, ['check', ...args, '--baseline', 'known.json', '--write-baseline']);
  const known = () => JSON.parse(fs.readFileSync(path.join(at, 'known.json'), 'utf-8'));
  const idsAndPaths = () => Object.entries<string[]>(known().findings).flatMap(([id, paths]) => paths.map((each) => `${id} ${each}`));
  const TOPIC_ENCRYPTED = 'SNS.TopicEncrypted b.yaml#Topic';

  test('chooses its frameworks, and keeps entries that a call does not judge', () => {
    write('.', '--framework', 'nist-800-53-r5');
    const all = idsAndPaths();
    expect(known().frameworks).toEqual(['nist-800-53-r5']);
    expect(all).toContain(TOPIC_ENCRYPTED);
    const { code, out } = command(at, ['check', '.', '--baseline', 'known.json']);
    expect({ code, framework: /Frameworks: (.*)/.exec(out)![1] }).toEqual({ code: 0, framework: 'NIST SP 800-53 Rev 5 Moderate' });
    // Another framework, another file, and a part of the safeguards.
    write('.', '--framework', './buckets.json');
    expect(known().frameworks).toEqual(['buckets', 'nist-800-53-r5']);
    write('a.yaml', '--framework', 'nist-800-53-r5');
    write('.', '--framework', 'nist-800-53-r5', '--resources-only');
    expect(idsAndPaths()).toEqual(expect.arrayContaining(all));
    expect(command(at, ['check', 'a.yaml', '--baseline', 'known.json', '--framework', 'nist-800-53-r5']).out).toMatch(/Known: \d+ in known\.json; \d+ are not judged by this call/);
  });

  test('loses entries that are no findings any more, and those of a template that is gone', () => {
    fs.rmSync(path.join(at, 'b.yaml'));
    expect(command(at, ['check', 'a.yaml', '--baseline', 'known.json', '--framework', 'nist-800-53-r5']).out).toMatch(/; [1-9]\d* of its entries are no findings any more/);
    write('a.yaml', '--framework', 'nist-800-53-r5');
    expect(idsAndPaths()).not.toContain(TOPIC_ENCRYPTED);
  });

  test('loses entries of a template that has no such findings any more', () => {
    const fixed = folderOf({ 'a.yaml': 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n' });
    const call = ['check', 'a.yaml', '--baseline', 'known.json', '--framework', 'nist-800-53-r5', '--resources-only'];
    command(fixed, [...call, '--write-baseline']);
    const { findings } = JSON.parse(fs.readFileSync(path.join(fixed, 'known.json'), 'utf-8'));
    fs.writeFileSync(path.join(fixed, 'a.yaml'), 'Resources:\n  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}\n');
    expect(command(fixed, call).out).toContain(`Known: 0 in known.json; ${Object.values(findings).flat().length} of its entries are no findings any more\n`);
  });

  test('of a framework of the house needs its file', () => {
    fs.writeFileSync(path.join(at, 'own.json'), JSON.stringify({ version: 1, frameworks: ['house'], findings: {} }));
    expect(command(at, ['check', 'a.yaml', '--baseline', 'own.json'])).toMatchObject({
      code: 2, err: "cdk-regulated: --baseline own.json has findings of the framework 'house': name its file with --framework (see cdk-regulated --help)\n",
    });
  });
});

test('a misspelled type has a note', () => {
  const own = folderOf({ 't.yaml': QUEUES, 'rules.js': RULES.replace("['AWS::SQS::Queue']", "['AWS::SQS::Quue']") });
  expect(JSON.parse(command(own, ['check', 't.yaml', '--safeguards', 'rules.js', ...JSON_REPORT]).out).notes).toEqual([{
    file: 'templates',
    message: "safeguard House.QueueNamed judges no resource of type AWS::SQS::Quue, which neither aws-cdk-lib nor the templates have, the most similar is 'AWS::SQS::Queue'",
  }]);
});

test('a safeguard that judged no resource has a note', () => {
  const own = folderOf({ 't.yaml': QUEUES, 'rules.js': RULES.replace("['AWS::SQS::Queue']", "['AWS::SNS::Topic']") });
  expect(JSON.parse(command(own, ['check', 't.yaml', '--safeguards', 'rules.js', ...JSON_REPORT]).out).notes)
    .toEqual([{ file: 'templates', message: 'safeguard House.QueueNamed judged no resource' }]);
});

test('a module can use the library', () => {
  const own = folderOf({ 't.yaml': QUEUES, 'rules.js': `const { SafeguardOutcome } = require('${LIBRARY}');\n${RULES.replace("queue.mustMatch('QueueName', 'acme-.+')", "SafeguardOutcome.fails('it is a queue')")}` });
  expect(JSON.parse(command(own, ['check', 't.yaml', '--safeguards', 'rules.js', ...JSON_REPORT]).out).findings.filter(({ finding }: any) => finding === 'it is a queue')).toHaveLength(2);
});
