import * as fs from 'fs';
import * as path from 'path';
import { command, folderOf } from './support';
import { Inputs } from '../../src/cli/input/find';
import { workloadsOf } from '../../src/cli/input/workloads';

const TOPIC = 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n';
const nested = (url: string, id = 'Child') => `Resources:\n  ${id}:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ${url}}\n`;
const ENCRYPTED = ['--resources-only', '--framework', 'nist-800-53-r5', '--format', 'json'];

/** Workloads of a folder: name, and each file with the resource of its parent. */
function read(files: Record<string, string>, names = ['.'], parameters?: object) {
  const [folder, before] = [folderOf(files), process.cwd()];
  process.chdir(folder);
  try {
    const inputs = new Inputs();
    names.forEach((name) => inputs.add(name));
    const workloads = workloadsOf(inputs, parameters);
    return { workloads, problems: inputs.problems, files: workloads.map(({ name, files: all }) => [name, ...all.map((file) => [file.name, file.nesting?.logicalId].join(' ').trim())]) };
  } finally {
    process.chdir(before);
  }
}

const notesOf = (template: string) => read({ 't.yaml': template }).workloads[0].files[0].notes;

describe('templates outside of an assembly', () => {
  test('are one workload; a nested template has its parent, named or not', () => {
    expect(read({ 'parent.yaml': nested('sub/child.yaml'), 'sub/child.yaml': TOPIC }).files).toEqual([['templates', 'parent.yaml', 'sub/child.yaml Child']]);
    expect(read({ 'parent.yaml': nested('sub/child.yaml'), 'sub/child.yaml': TOPIC }, ['parent.yaml']).files).toEqual([['templates', 'parent.yaml', 'sub/child.yaml Child']]);
  });

  test('that two stacks nest have no parent, and those of a URL are not read', () => {
    expect(read({ 'a.yaml': nested('child.yaml', 'A'), 'b.yaml': nested('child.yaml', 'B'), 'child.yaml': TOPIC }).files)
      .toEqual([['templates', 'a.yaml', 'b.yaml', 'child.yaml']]);
    const { files, problems } = read({ 'a.yaml': nested('https://example.com/child.yaml') });
    expect({ files, problems }).toEqual({ files: [['templates', 'a.yaml']], problems: [] });
    expect(read({ 'a.yaml': nested('!Ref Url') }).problems).toEqual([]);
  });

  test('that nest each other are read once, and a missing one is a problem', () => {
    const { files, problems } = read({ 'a.yaml': nested('b.yaml'), 'b.yaml': nested('a.yaml') });
    expect(files).toEqual([['templates', 'a.yaml', 'b.yaml Child']]);
    expect(problems).toEqual([{ file: 'a.yaml', message: 'the template is nested in itself, by Child' }]);
    expect(read({ 'a.yaml': nested('a.yaml') })).toMatchObject({ files: [['templates', 'a.yaml']], problems: [{ file: 'a.yaml', message: 'the template is nested in itself, by Child' }] });
    expect(read({ 'a.yaml': nested('gone.yaml') }).problems).toEqual([{ file: 'gone.yaml', message: 'the file does not exist' }]);
  });

  test('have the parameters of the deployment, and defaults', () => {
    const template = `Parameters:\n  A: {Type: String, Default: a}\n  B: {Type: String, Default: b}\n  C: {Type: String}\n${TOPIC}`;
    expect(read({ 't.yaml': template }, ['.'], { A: 'x' }).workloads[0].files[0].parameters).toEqual({ A: 'x', B: 'b' });
    expect(read({ 't.yaml': template }).workloads[0].files[0].parameters).toBeUndefined();
  });

  test('have notes on what a deployment makes', () => {
    expect(notesOf(TOPIC)).toEqual([]);
    expect(notesOf(`Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions, Own, {Name: 'AWS::Include'}]\nResources:
  Fn::ForEach::Topics: [Name, [a], {}]
  Function: {Type: AWS::Serverless::Function}
  Api: {Type: AWS::Serverless::Api, Properties: {}}
  Whole: {Fn::Transform: {Name: Own}}
  Made: {Type: AWS::SNS::Topic, Properties: {Fn::Transform: {Name: Own}}}
  Beside: {Type: AWS::SNS::Topic, Fn::Transform: {Name: Own}}
  Each: {Type: AWS::SNS::Topic, Properties: {Fn::ForEach::Names: [Name, [a], {}]}}
`)).toEqual([
      'transform Own changes the template at deployment, and the template is judged as it is written',
      'transform AWS::Include changes the template at deployment, and the template is judged as it is written',
      'Fn::ForEach::Topics makes resources at deployment, which are not judged',
      'a macro makes Whole at deployment, which is not judged',
      'AWS SAM makes other resources of 2 of type AWS::Serverless at deployment, which are not judged',
    ]);
  });

  test('have acknowledgements of a resource, and of the template', () => {
    const acknowledge = (indent: string) => `${indent}Metadata: {cdk-regulated: {acknowledge: {id: SNS.TopicEncrypted, reason: the topic carries only public service notices, expires: 2999-01-01}}}\n`;
    const [{ files: [file] }] = read({ 't.yaml': `${acknowledge('')}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n${acknowledge('    ')}  Other: {Type: AWS::SNS::Topic}\n` }).workloads;
    const at = file.resources().map(({ logicalId, path: place, acknowledgementOf }) => [logicalId, place, acknowledgementOf('SNS.TopicEncrypted')?.path, acknowledgementOf('SNS.TopicTlsOnly')]);
    expect(at).toEqual([['Topic', 't.yaml#Topic', 't.yaml#Topic', undefined], ['Other', 't.yaml#Other', 't.yaml', undefined]]);
    expect(file.acknowledgementOf('SNS.TopicEncrypted')).toMatchObject({ reason: 'the topic carries only public service notices', expires: '2999-01-01' });
  });

  test('have the position of the property that a finding names first', () => {
    const [{ files: [file] }] = read({ 't.yaml': 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      Deep:\n        Inner: 1\n      Other: 2\n' }).workloads;
    const lineOf = file.resources()[0].sourceLineOf!;
    expect(['Other is 2', 'Deep.Inner is 1, and Other is 2', 'Deep.Gone is unset', 'is odd', 'Otherwise'].map(lineOf))
      .toEqual(['t.yaml:7:7', 't.yaml:6:9', 't.yaml:5:7', 't.yaml:2:3', 't.yaml:2:3']);
    expect(file.positionOf('Gone', 'Other')).toBeUndefined();
  });
});

describe('a cloud assembly', () => {
  const HASH = 'a'.repeat(64);
  const topic = (more: object = {}) => ({ Type: 'AWS::SNS::Topic', ...more });
  const child = (...topics: object[]) => JSON.stringify({ Resources: Object.fromEntries(topics.map((each, index) => [`Topic${index}`, each])) });
  const acknowledged = (path_: string, more: object[] = [], prefix = 'cdk-regulated::') => ({
    [path_]: [{ type: 'aws:cdk:acknowledged-rules', data: { [`${prefix}SNS.TopicEncrypted`]: 'the topic carries only public service notices' } }, ...more],
  });
  const assembly = (stack: object, files: Record<string, string>, artifacts: object = {}) => ({
    'cdk.out/cdk.out': '{}',
    'cdk.out/manifest.json': JSON.stringify({ artifacts: { Stack: { type: 'aws:cloudformation:stack', ...stack }, Other: { type: 'cdk:tree' }, ...artifacts } }),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`cdk.out/${name}`, text])),
  });
  const properties = { templateFile: 'Stack.template.json', stackName: 'stack' };

  test('has a workload for each stage, with stacks of their environment', () => {
    const inner = { 'assembly-Prod/manifest.json': JSON.stringify({ artifacts: { S: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'S.template.json' }, displayName: 'Prod/S' } } }) };
    const { workloads, files } = read(assembly({ environment: 'aws://123456789012/eu-west-2', properties }, { 'Stack.template.json': child(topic()), ...inner, 'assembly-Prod/S.template.json': child(topic()) },
      { 'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod', displayName: 'Prod' } } }));
    expect(files).toEqual([['app', 'cdk.out/Stack.template.json'], ['Prod', 'cdk.out/assembly-Prod/S.template.json']]);
    expect(workloads.map(({ files: [{ stack }] }) => [stack.stackName, stack.account, stack.region, stack.templateFile])).toEqual([
      ['stack', '123456789012', 'eu-west-2', 'Stack.template.json'],
      ['Prod/S', '${Token[AWS.AccountId.0]}', '${Token[AWS.Region.4]}', 'S.template.json'].map((value, index) => (index === 1 || index === 2 ? expect.stringContaining('Token[') : value)),
    ]);
  });

  test('of the same name twice has a number', () => {
    const one = assembly({ properties }, { 'Stack.template.json': child(topic()) });
    expect(read(Object.fromEntries(['a', 'b'].flatMap((name) => Object.entries(one).map(([file, text]) => [`${name}/${file}`, text])))).files.map(([name]) => name)).toEqual(['app', 'app-2']);
  });

  test('whose name is that of another one with a number has the next number', () => {
    const inner = (name: string) => ({
      [`${name}/manifest.json`]: JSON.stringify({ artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } } } }), [`${name}/S.template.json`]: child(topic()),
    });
    const stage = (name: string, displayName: string) => ({ [name]: { type: 'cdk:cloud-assembly', properties: { directoryName: name, displayName } } });
    const { files } = read(assembly({ properties }, { 'Stack.template.json': child(topic()), ...inner('a'), ...inner('b'), ...inner('c') }, { ...stage('a', 'app'), ...stage('b', 'app-2'), ...stage('c', 'app') }));
    expect(files.map(([name]) => name)).toEqual(['app', 'app-2', 'app-2-2', 'app-3']);
  });

  test('can have a stack without resources', () => {
    const folder = folderOf(assembly({ properties }, { 'Stack.template.json': '{"Parameters": {"BootstrapVersion": {"Type": "String"}}}' }));
    expect(command(folder, ['check', 'cdk.out', ...ENCRYPTED])).toMatchObject({ code: 0, err: '' });
  });

  test('has paths and acknowledgements of constructs, of the nearest scope', () => {
    const metadata = {
      '/Stack/Topic0/Resource': [{ type: 'aws:cdk:logicalId', data: 'Topic0' }],
      ...acknowledged('/Stack/Topic0'),
      ...acknowledged('/Stack/Alarms', [], ''),
    };
    const ofLibrary = ['A', 'B'].map((name) => topic({ Metadata: { 'aws:cdk:path': `Stack/Alarms/${name}/Resource` } }));
    const folder = folderOf(assembly({ properties, metadata }, { 'Stack.template.json': child(topic(), ...ofLibrary, topic({ Metadata: { 'aws:cdk:path': 'Stack/Other/Resource' } })) }));
    const { findings, summary } = JSON.parse(command(folder, ['check', 'cdk.out', ...ENCRYPTED]).out);
    expect(findings.filter(({ safeguard }: any) => safeguard === 'SNS.TopicEncrypted').map(({ path: at }: any) => at)).toEqual(['Stack/Other/Resource']);
    expect(summary).toMatchObject({ acknowledged: 1, byDesign: 2 });
    expect(command(folder, ['check', 'cdk.out', ...ENCRYPTED.slice(0, -2)]).out).toMatch(/with 4 resources, 1 acknowledged, 2 by design of the library\n$/);
  });

  test('has nested stacks by their asset, with paths below them', () => {
    const parent = JSON.stringify({ Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: { 'Fn::Sub': `https://s3.\${AWS::Region}/${HASH}.json` } }, Metadata: { 'aws:cdk:path': 'Stack/N.NestedStack/N.NestedStackResource' } } } });
    const metadata = { '/Stack/Topic0': [{ type: 'aws:cdk:logicalId', data: 'Topic0' }], '/Stack/N/Topic0': [{ type: 'aws:cdk:logicalId', data: 'Topic0' }] };
    const { workloads, files } = read(assembly({ environment: 'aws://123456789012/eu-west-2', properties, metadata }, {
      'Stack.template.json': parent,
      'Stack.assets.json': JSON.stringify({ files: { [HASH]: { source: { path: 'Nested.json' } }, other: {} } }),
      'Nested.json': child(topic()),
    }));
    expect(files).toEqual([['app', 'cdk.out/Stack.template.json', 'cdk.out/Nested.json Nested']]);
    const [outer, inner] = workloads[0].files;
    expect([...outer.nested]).toEqual(['Nested']);
    expect([inner.resources()[0].path, inner.stack.account, inner.stack.region]).toEqual(['Stack/N/Topic0', '123456789012', 'eu-west-2']);
  });

  test('has no template of a nested stack that is no asset', () => {
    const parent = JSON.stringify({ Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/x/y.json' } } } });
    const { workloads, files } = read(assembly({ properties }, { 'Stack.template.json': parent }));
    expect(files).toEqual([['app', 'cdk.out/Stack.template.json']]);
    expect([...workloads[0].files[0].nested]).toEqual([]);
  });

  test('has nested stacks that their metadata names', () => {
    const Metadata = { 'aws:asset:property': 'TemplateURL', 'aws:asset:path': 'Nested.json' };
    const parent = JSON.stringify({ Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Metadata } } });
    expect(read(assembly({ properties }, { 'Stack.template.json': parent, 'Nested.json': child(topic()) })).files)
      .toEqual([['app', 'cdk.out/Stack.template.json', 'cdk.out/Nested.json Nested']]);
  });

  test('with a template that is nested in itself is a problem', () => {
    const Metadata = { 'aws:asset:property': 'TemplateURL', 'aws:asset:path': 'Stack.template.json' };
    const parent = JSON.stringify({ Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Metadata } } });
    expect(read(assembly({ properties }, { 'Stack.template.json': parent })).problems)
      .toEqual([{ file: 'cdk.out/Stack.template.json', message: 'the template is nested in itself, by Nested' }]);
  });

  test('can have metadata in a file of its own', () => {
    const stack = { properties, additionalMetadataFile: 'Stack.metadata.json' };
    const { workloads } = read(assembly(stack, { 'Stack.template.json': child(topic()), 'Stack.metadata.json': JSON.stringify({ '/Stack/T/Resource': [{ type: 'aws:cdk:logicalId', data: 'Topic0' }] }) }));
    expect(workloads[0].files[0].resources()[0].path).toBe('Stack/T/Resource');
  });
});

test('hidden folders, files of other types and large files that do not look like a template are left alone', () => {
  const folder = folderOf({ '.hidden/t.yaml': TOPIC, 't.txt': TOPIC, 't.template': TOPIC, 'bom.json': '\ufeff{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}' });
  fs.writeFileSync(path.join(folder, 'data.json'), '{}');
  fs.truncateSync(path.join(folder, 'data.json'), 6e6);
  const { summary } = JSON.parse(command(folder, ['check', '.', '--format', 'json']).out);
  expect(summary).toMatchObject({ templates: 2, resources: 2, errors: 0 });
});
