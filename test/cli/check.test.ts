import * as fs from 'fs';
import * as path from 'path';
import { command, folderOf } from './support';
import { EVERY_FRAMEWORK } from '../support';

const TOPIC = `Parameters:
  Key: {Type: String, Default: ''}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: !Ref Key
`;
const only = ['--resources-only', '--framework', 'nist-800-53-r5'];

describe('cdk-regulated check', () => {
  const folder = folderOf({ '.git/x': '', 'templates/topic.yaml': TOPIC });

  test('prints findings at their line, in 100 columns and without color', () => {
    const { code, out, err } = command(folder, ['check', 'templates', ...only]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('templates/topic.yaml:7:7 Topic');
    expect(out).not.toContain('\u001b');
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(command(folder, ['check', 'templates', ...only], { isColored: true }).out).toContain('\u001b[1mtemplates/topic.yaml:7:7\u001b[22m Topic');
  });

  test('judges a template on the standard input', () => {
    const { code, out, err } = command(folder, ['check', '-', 'templates', ...only], { input: TOPIC });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('stdin:7:7 Topic');
    expect(out).toContain('templates/topic.yaml:7:7 Topic');
    expect(command(folder, ['check', '-', '-', ...only], { input: '' })).toMatchObject({ code: 2, err: 'stdin: the file is empty\n' });
    expect(command(folder, ['check', '-'], { input: ' '.repeat(5 * 1024 * 1024 + 1) }).err).toBe('stdin: the file has 5242881 bytes, must have at most 5242880\n');
  });

  test('says of properties that a macro can change that they are unknown', () => {
    const macro = '{Name: AWS::Include, Parameters: {Location: s3://acme/topic.yaml}}';
    const findings = (template: string) => JSON.parse(command(folderOf({ 't.yaml': `Resources:\n  Topic: {Type: AWS::SNS::Topic, ${template}}\n` }), ['check', '.', ...only, '--format', 'json']).out)
      .findings.filter(({ safeguard }: { safeguard: string }) => safeguard === 'SNS.TopicEncrypted').map((each: { isUnknown: boolean; finding: string }) => [each.isUnknown, each.finding]);
    const unknown = `KmsMasterKeyId is not set; Properties is {"Fn::Transform":${JSON.stringify({ Name: 'AWS::Include', Parameters: { Location: 's3://acme/topic.yaml' } })}}, which resolves only at deployment, must be a literal value`;
    expect(findings(`Properties: {Fn::Transform: ${macro}}`)).toEqual([[true, unknown]]);
    expect(findings(`Fn::Transform: ${macro}`)).toEqual([[true, unknown]]);
    expect(findings('Properties: {}')).toEqual([[false, 'KmsMasterKeyId is not set']]);
  });

  test('takes parameters of a deployment', () => {
    const { out } = command(folder, ['check', 'templates', ...only, '--parameters', 'Key=alias/orders']);
    expect(out).not.toContain('topic.yaml:7:7');
    expect(command(folder, ['check', 'templates', ...only, '--parameters', 'Key=']).out).toContain('Not met');
  });

  test.each(EVERY_FRAMEWORK.map(({ id }) => id))('finds resources that are open to everyone, and secrets of containers, whatever framework applies: %s', (framework) => {
    const open = (action: string) => `{Statement: [{Effect: Allow, Principal: '*', Action: '${action}', Resource: '*'}]}`;
    const template = `Resources:
  Queue: {Type: AWS::SQS::Queue}
  QueuePolicy: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: ${open('sqs:*')}}}
  Topic: {Type: AWS::SNS::Topic}
  TopicPolicy: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref Topic], PolicyDocument: ${open('sns:*')}}}
  Bucket: {Type: AWS::S3::Bucket}
  BucketPolicy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket, PolicyDocument: ${open('s3:GetObject')}}}
  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: ${open('kms:*')}}}
  Domain: {Type: AWS::OpenSearchService::Domain, Properties: {AccessPolicies: ${open('es:*')}}}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: web, Image: 'a:1', Environment: [{Name: DB_PASSWORD, Value: correct-horse}]}]}}
`;
    const { out } = command(folderOf({ 't.yaml': template }), ['check', '.', '--resources-only', '--framework', framework, '--format', 'json']);
    const found = JSON.parse(out).findings.map(({ safeguard, logicalId }: Record<string, string>) => `${safeguard} ${logicalId}`);
    expect(found).toEqual(expect.arrayContaining([
      'SQS.QueueNotPublic Queue', 'SNS.TopicNotPublic Topic', 'S3.BucketNoPublicRead Bucket', 'KMS.KeyNotPublic Key', 'ResourcePolicy.NotPublic Domain',
      'ECS.TaskNoSecretsInEnvironment Task',
    ]));
    expect(found).not.toContain('S3.BucketNoPublicWrite Bucket');
  });

  test.each([
    ['the attribute', '!GetAtt Key.SecretAccessKey', ['Key: Outputs.Shown.Value has the SecretAccessKey of Key, must be a reference to a secret']],
    ['a text with the attribute', '!Sub "id:${Key.SecretAccessKey}"', ['Key: Outputs.Shown.Value has the SecretAccessKey of Key, must be a reference to a secret']],
    ['the secret of an app client', '!GetAtt Client.ClientSecret', ['Client: Outputs.Shown.Value has the ClientSecret of Client, must be a reference to a secret']],
    ['the id', '!Ref Key', []],
  ])('finds the secret of a resource in an output: %s', (_case, value, expected) => {
    const template = `Resources:
  Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: x}}
  Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: x}}
Outputs:
  Shown: {Value: ${value}}
`;
    const { out } = command(folderOf({ 't.yaml': template }), ['check', '.', ...only, '--format', 'json']);
    const findings: Array<Record<string, string>> = JSON.parse(out).findings;
    expect(findings.filter(({ safeguard }) => safeguard === 'Template.NoSecretValue').map(({ logicalId, finding }) => `${logicalId}: ${finding}`)).toEqual(expected);
  });

  test.each([
    ['a parameter with NoEcho', '!Ref Hidden', 'the value of the parameter Hidden, which has NoEcho'],
    ['a text with the parameter', '!Sub "key ${Hidden}"', 'the value of the parameter Hidden, which has NoEcho'],
    ['the parameter in one branch', '!If [C, x, !Ref Hidden]', 'the value of the parameter Hidden, which has NoEcho'],
    ['a literal URL with a password', 'postgres://app:correct-horse@db/app', 'a URL with a password'],
    ['a literal with the name of a secret', 'correct-horse', 'a secret in clear', 'DbPassword'],
    ['the name of a user', '!Ref HiddenUser', undefined],
    ['the ARN of a secret', '!Ref Secret', undefined, 'DbSecret'],
  ])('finds a secret in an output: %s', (_case, value, kind, name = 'Shown') => {
    const template = `Parameters: {Hidden: {Type: String, NoEcho: true}, HiddenUser: {Type: String, NoEcho: true}}
Conditions: {C: !Equals [!Ref AWS::Region, eu-west-2], Never: !Equals [a, b]}
Resources:
  Never: {Type: AWS::SNS::Topic, Condition: Never}
  Wait: {Type: AWS::CloudFormation::WaitConditionHandle}
  Secret: {Type: AWS::SecretsManager::Secret}
Outputs:
  ${name}:
    Value: ${value}
`;
    const { out } = command(folderOf({ 't.yaml': template }), ['check', '.', ...only, '--format', 'json']);
    const findings: Array<Record<string, string>> = JSON.parse(out).findings;
    expect(findings.filter(({ safeguard }) => safeguard === 'Template.NoSecretValue').map(({ logicalId, line, finding }) => `${logicalId} ${line}: ${finding}`))
      .toEqual(kind ? [`Wait 8: Outputs.${name}.Value has ${kind}, must be a reference to a secret`] : []);
  });

  test.each([
    ['AWS::Lambda::Function', '{Environment: {Variables: {MODE: !Ref Hidden}}}', 'Lambda.FunctionNoSecretsInEnvironment'],
    ['AWS::Lambda::Function', '{Environment: {Variables: {MODE: !Sub "${Hidden}"}}}', 'Lambda.FunctionNoSecretsInEnvironment'],
    ['AWS::Lambda::Function', '{Environment: {Variables: {MODE: !Sub ["${Value}", {Value: "{{resolve:secretsmanager:db}}"}]}}}', 'Lambda.FunctionNoSecretsInEnvironment'],
    ['AWS::ECS::TaskDefinition', '{ContainerDefinitions: [{Name: web, Image: a, Environment: [{Name: MODE, Value: !Ref Hidden}]}]}', 'ECS.TaskNoSecretsInEnvironment'],
    ['AWS::CodeBuild::Project', '{Environment: {EnvironmentVariables: [{Name: MODE, Value: !Ref Hidden}]}}', 'Template.NoSecretVariable'],
    ['AWS::Lambda::Function', '{Environment: {Variables: {MODE: !Ref HiddenUser, PLACE: !Ref HiddenArn}}}', undefined],
    ['AWS::SSM::Parameter', '{Type: String, Name: /ledger/mode, Value: !Ref Hidden}', 'SSM.ParameterSecretEncrypted'],
    ['AWS::SSM::Parameter', '{Type: String, Name: /ledger/user, Value: !Ref HiddenUser}', undefined],
    ['AWS::Lambda::Function', '{Environment: {Variables: {MODE: "{{resolve:secretsmanager:db:SecretString:username}}"}}}', undefined],
    ['AWS::Lambda::Function', '{Environment: {Variables: {MODE: "{{resolve:secretsmanager:db:SecretString:pin}}"}}}', 'Lambda.FunctionNoSecretsInEnvironment'],
    ['AWS::ECS::TaskDefinition', '{ContainerDefinitions: [{Name: web, Image: a, Environment: [{Name: MODE, Value: "{{resolve:secretsmanager:db:SecretString:host::}}"}]}]}', undefined],
    ['AWS::Events::Connection', '{AuthParameters: {InvocationHttpParameters: {BodyParameters: [{Key: api-key, Value: !Ref Hidden, IsValueSecret: true}]}}}', undefined],
    ['AWS::Events::Connection', '{AuthParameters: {InvocationHttpParameters: {BodyParameters: [{Key: api-key, Value: correct-horse, IsValueSecret: true}]}}}', 'Template.NoSecretVariable'],
    ['AWS::Events::Connection', '{AuthParameters: {InvocationHttpParameters: {BodyParameters: [{Key: api-key, Value: !Ref Hidden}]}}}', 'Template.NoSecretVariable'],
  ])('finds a secret in a variable with another name: %s %s', (type, properties, safeguard) => {
    const parameters = ['Hidden', 'HiddenUser', 'HiddenArn'].map((name) => `${name}: {Type: String, NoEcho: true}`).join(', ');
    const { out } = command(folderOf({ 't.yaml': `Parameters: {${parameters}}\nResources:\n  It: {Type: ${type}, Properties: ${properties}}\n` }), ['check', '.', ...only, '--format', 'json']);
    expect(JSON.parse(out).findings.map((found: Record<string, string>) => found.safeguard).filter((id: string) => /Secret/.test(id))).toEqual(safeguard ? [safeguard] : []);
  });

  describe('finds a parameter with NoEcho in a text that a service shows', () => {
    const SHOWN = 'has the value of the parameter DbPassword, which has NoEcho, must be a reference to a secret';
    const lambda = (value: string) => `{Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {DB: ${value}}}}}`;

    test.each([
      ['in a variable', lambda("!Sub 'postgres://app:${DbPassword}@db/app'"), [`Environment.Variables.DB ${SHOWN}`]],
      ['in a joined text', lambda("!Join ['', ['Server=db;Password=', !Ref DbPassword]]"), [`Environment.Variables.DB ${SHOWN}`]],
      ['in user data', "{Type: AWS::EC2::Instance, Properties: {UserData: {Fn::Base64: !Sub 'mysql --password=${DbPassword}'}}}", [`UserData ${SHOWN}`]],
      ['in metadata', "{Type: AWS::EC2::Instance, Metadata: {AWS::CloudFormation::Init: {config: {commands: {a: {command: !Sub 'mysql -p${DbPassword}'}}}}}}",
        [`Metadata.AWS::CloudFormation::Init.config.commands.a.command ${SHOWN}`]],
      ['with another name', lambda("!Sub 'https://${HostName}/'"), []],
      ['without NoEcho', lambda("!Sub 'https://${Plain}/password'"), []],
      ['as a whole, where a secret belongs', '{Type: AWS::RDS::DBCluster, Properties: {MasterUserPassword: !Ref DbPassword}}', []],
    ])('%s', (_case, resource, expected) => {
      const parameters = 'DbPassword: {Type: String, NoEcho: true}, HostName: {Type: String, NoEcho: true}, Plain: {Type: String}';
      const { out } = command(folderOf({ 't.yaml': `Parameters: {${parameters}}\nResources:\n  It: ${resource}\n` }), ['check', '.', ...only, '--format', 'json']);
      const findings: Array<Record<string, string>> = JSON.parse(out).findings;
      expect(findings.filter(({ safeguard }) => safeguard === 'Template.NoSecretValue').map(({ finding }) => finding)).toEqual(expected);
    });
  });

  describe('judges resources of AWS SAM with what they inherit from Globals', () => {
    const secretsOf = (globals: string, resource: string) => {
      const template = `Transform: AWS::Serverless-2016-10-31\nGlobals: ${globals}\nResources:\n  It: ${resource}\n`;
      const { out } = command(folderOf({ 't.yaml': template }), ['check', '.', ...only, '--format', 'json']);
      return JSON.parse(out).findings.map(({ safeguard, finding }: Record<string, string>) => `${safeguard}: ${finding}`).filter((text: string) => /Secret/.test(text));
    };
    const SECRET = '{Environment: {Variables: {DB_PASSWORD: correct-horse}}}';
    const found = (name: string) => [`Lambda.FunctionNoSecretsInEnvironment: Environment.Variables has ${name}, must be a reference that the function resolves`];

    test.each([
      ['without properties', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function}', found('DB_PASSWORD')],
      ['with other variables', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {API_KEY: x}}}}', found('DB_PASSWORD')],
      ['with the same variable', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {DB_PASSWORD: "arn:aws:secretsmanager:x"}}}}', []],
      ['with the variables of a parameter', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function, Properties: {Environment: !Ref AWS::NoValue}}', []],
      ['of another type', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Api}', []],
      ['with its variables in a stage', '{HttpApi: {StageVariables: {apiKey: correct-horse}}}', '{Type: AWS::Serverless::HttpApi}',
        ['Template.NoSecretVariable: StageVariables has apiKey in clear, must be a reference to a secret']],
      ['that ignores all', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function, IgnoreGlobals: "*"}', []],
      ['that ignores the property', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function, IgnoreGlobals: [Environment]}', []],
      ['that ignores another property', `{Function: ${SECRET}}`, '{Type: AWS::Serverless::Function, IgnoreGlobals: [Timeout]}', found('DB_PASSWORD')],
    ])('%s', (_case, globals, resource, expected) => expect(secretsOf(globals, resource)).toEqual(expected));
  });

  test('finds a property of Globals at its line', () => {
    const template = 'Globals:\n  Function:\n    Environment:\n      Variables:\n        DB_PASSWORD: correct-horse\nResources:\n'
      + '  Own: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {API_KEY: correct-horse}}}}\n  It: {Type: AWS::Serverless::Function}\n';
    const { out } = command(folderOf({ 't.yaml': template }), ['check', '.', ...only, '--format', 'json']);
    expect(JSON.parse(out).findings.filter(({ safeguard }: Record<string, string>) => /Secret/.test(safeguard)).map(({ logicalId, line }: Record<string, string>) => `${logicalId} ${line}`))
      .toEqual(['It 5', 'Own 5']);
  });

  describe('refuses parameters that CloudFormation refuses', () => {
    const UNDECLARED = 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n';
    const declared = (more: string) => `Parameters:\n  Stage:\n    Type: ${more}\n    AllowedValues: [dev, prod, 1]\n    Default: dev\n${UNDECLARED}`;
    const errorsOf = (files: Record<string, string>, ...values: string[]) => {
      const { code, out } = command(folderOf(files), ['check', '.', '--format', 'json', '--fail-on', 'never', ...values.flatMap((value) => ['--parameters', value])]);
      const { errors, notes } = JSON.parse(out);
      return { code, errors, notes: notes.filter(({ file }: { file: string }) => file === '--parameters') };
    };

    test('a name that no template has', () => {
      const files = { 't.yaml': declared('String'), 'u.yaml': UNDECLARED, 'p.json': '{"Stagee": "dev", "Stage": "prod"}' };
      const error = { file: '--parameters', message: "no template has the parameter 'Stagee', the most similar is 'Stage'" };
      expect(errorsOf(files, 'Stage=dev')).toEqual({ code: 0, errors: [], notes: [] });
      expect(errorsOf(files, 'Stagee=dev')).toEqual({ code: 2, errors: [error], notes: [] });
      expect(errorsOf(files, path.join(folderOf(files), 'p.json'))).toEqual({ code: 0, errors: [], notes: [error] });
    });

    test.each<[string, string, number | undefined]>([
      ['String', 'staging', 2], ['String', 'prod', undefined], ['Number', '1', undefined],
      ['CommaDelimitedList', 'dev, prod', undefined], ['List<String>', 'dev,staging', 2], ['AWS::SSM::Parameter::Value<String>', '/stage', undefined],
    ])('a value of %s that is not allowed: %s', (type, value, line) => {
      expect(errorsOf({ 't.yaml': declared(type) }, `Stage=${value}`).errors)
        .toEqual(line === undefined ? [] : [{ file: 't.yaml', line, message: "parameter Stage must be one of dev, prod, 1, got 'staging'" }]);
    });

    test('but not of a nested template, whose parent gives the value', () => {
      const parent = 'Resources:\n  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t.yaml, Parameters: {Stage: dev}}}\nParameters:\n  Stage: {Type: String}\n';
      expect(errorsOf({ 'parent.yaml': parent, 't.yaml': declared('String') }, 'Stage=staging').errors).toEqual([]);
    });
  });

  test('succeeds below the severity of --fail-on', () => {
    expect(command(folder, ['check', 'templates', ...only, '--fail-on', 'critical']).code).toBe(0);
    expect(command(folder, ['check', 'templates', ...only, '--fail-on', 'never']).code).toBe(0);
  });

  test('leaves findings of a baseline out', () => {
    expect(command(folder, ['check', 'templates', ...only, '--baseline', 'known.json', '--write-baseline']).code).toBe(0);
    const { code, out } = command(folder, ['check', 'templates', ...only, '--baseline', 'known.json']);
    expect(code).toBe(0);
    expect(out).toContain('0 new findings in 1 template with 1 resource, 0 acknowledged');
  });

  // A file system that accepts no folders is that of processes.
  test.each([
    ['known.json/x/known.json', "--baseline known.json/x/known.json cannot be written: ENOTDIR: not a directory, mkdir 'known.json/x'"],
    ['/proc/x/known.json', "--baseline /proc/x/known.json cannot be written: ENOENT: no such file or directory, mkdir '/proc/x'"],
  ])('ends where the baseline %s cannot be written', (file, message) => {
    fs.writeFileSync(path.join(folder, 'known.json'), '{}');
    expect(command(folder, ['check', 'templates', ...only, '--baseline', file, '--write-baseline'])).toMatchObject({ code: 2, err: `cdk-regulated: ${message}\n` });
  });

  test('writes JSON', () => {
    const { findings, summary } = JSON.parse(command(folder, ['check', 'templates', ...only, '--format', 'json']).out);
    expect(summary).toMatchObject({ templates: 1, resources: 1, errors: 0, findings: findings.length });
    expect(findings).toContainEqual(expect.objectContaining({ safeguard: 'SNS.TopicEncrypted', file: 'templates/topic.yaml', line: 7, column: 7, logicalId: 'Topic' }));
  });

  test('writes SARIF with paths of the repository', () => {
    command(path.join(folder, 'templates'), ['check', '.', ...only, '--format', 'sarif', '--output', '../out/findings.sarif']);
    const { version, runs: [run] } = JSON.parse(fs.readFileSync(path.join(folder, 'out', 'findings.sarif'), 'utf-8'));
    const index = run.results.findIndex(({ ruleId }: any) => ruleId === 'SNS.TopicEncrypted');
    expect(version).toBe('2.1.0');
    expect(run.tool.driver).toMatchObject({ name: 'cdk-regulated', informationUri: 'https://github.com/cdk-regulated/cdk-regulated' });
    expect(run.results[index].locations[0].physicalLocation)
      .toEqual({ artifactLocation: { uri: 'templates/topic.yaml', uriBaseId: 'SRCROOT' }, region: { startLine: 7, startColumn: 7 } });
    expect(run.tool.driver.rules[run.results[index].ruleIndex].id).toBe('SNS.TopicEncrypted');
    expect(run.results[index].partialFingerprints['findingHash/v1']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('writes JUnit', () => {
    const { out } = command(folder, ['check', 'templates', ...only, '--format', 'junit']);
    expect(out).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="cdk-regulated" tests="\d+" failures="\d+" errors="0">/);
    expect(out).toContain('<testcase classname="templates/topic.yaml" name="SNS.TopicEncrypted">');
  });

  test('writes evidence', () => {
    command(folder, ['check', 'templates', '--evidence', 'evidence']);
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'evidence', 'templates', 'evidence.json'), 'utf-8')).summary).toMatchObject({ stacks: 1, resources: 1 });
  });

  test('reads acknowledgements in the metadata of a resource', () => {
    const acknowledge = '    Metadata: {cdk-regulated: {acknowledge: [{id: SNS.TopicEncrypted, reason: the topic carries only public service notices}]}}\n';
    const { out } = command(folderOf({ 't.yaml': `${TOPIC}${acknowledge}` }), ['check', 't.yaml', ...only]);
    expect(out).not.toContain('SNS.TopicEncrypted');
    expect(out).toContain('1 acknowledged');
  });

  test('notes that several nested stacks are not judged', () => {
    const nested = (id: string) => `  ${id}: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://s3.amazonaws.com/x/${id}.json}}\n`;
    const { out } = command(folderOf({ 't.yaml': `Resources:\n${nested('A')}${nested('B')}` }), ['check', '.', ...only, '--format', 'json']);
    expect(JSON.parse(out).notes).toEqual([{ file: 't.yaml', message: '2 nested stacks have templates that are not at hand, so they are not judged' }]);
  });

  test('notes what no safeguard judges, in every format', () => {
    const open = folderOf({
      't.yaml': 'Resources:\n  Set: {Type: AWS::CloudFormation::StackSet}\n  One: {Type: Acme::S3::Bucket::MODULE}\n  Two: {Type: Acme::S3::Bucket::MODULE}\n'
        + '  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://s3.amazonaws.com/x/y.json}}\n  Alias: {Type: AWS::KMS::Alias}\n',
      'u.yaml': 'Resources:\n  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: v.yaml}}\n',
      'v.yaml': 'Resources:\n  Fn::ForEach::Buckets: [Name, [a], {}]\n',
    });
    const messages = [
      ['t.yaml', 'no safeguard judges 1 resource of type AWS::CloudFormation::StackSet'],
      ['t.yaml', 'no safeguard judges 2 resources of type Acme::S3::Bucket::MODULE'],
      ['t.yaml', '1 nested stack has a template that is not at hand, so it is not judged'],
      ['v.yaml', 'Fn::ForEach::Buckets makes resources at deployment, which are not judged'],
    ];
    const report = (format: string) => {
      const { code, out } = command(open, ['check', '.', ...only, '--format', format]);
      expect(code).toBe(0);
      return out;
    };
    const lines = report('human').replace(/\n {2,}/g, ' ').split('\n');
    expect(lines.filter((line) => line.startsWith('Note: '))).toEqual(messages.map(([file, message]) => `Note: ${file}: ${message}`));
    expect(JSON.parse(report('json')).notes).toEqual(messages.map(([file, message]) => ({ file, message })));
    expect(JSON.parse(report('sarif')).runs[0].invocations[0].toolExecutionNotifications)
      .toEqual(messages.map(([file, message]) => ({ level: 'note', message: { text: `${file}: ${message}` } })));
    expect(report('junit').split('\n').filter((line) => /notes/.test(line))).toEqual([
      '  <testsuite name="notes" tests="4" failures="0" errors="0" skipped="4">',
      ...messages.map(([file, message]) => `    <testcase classname="notes" name="${file}"><skipped message="${message}"/></testcase>`),
    ]);
  });

  test('names the line of an acknowledgement of the template', () => {
    const acknowledge = 'Metadata: {cdk-regulated: {acknowledge: {id: SNS.TopicEncryptedTypo, reason: the topic carries only public service notices}}}\n';
    expect(command(folderOf({ 't.yaml': `${TOPIC}${acknowledge}` }), ['check', 't.yaml', ...only]).err)
      .toBe("t.yaml:8: acknowledge.id must be the id of a safeguard, got 'SNS.TopicEncryptedTypo', the most similar is 'SNS.TopicEncrypted'\n");
  });

  test('has findings of resources only with --resources-only', () => {
    const unlogged = folderOf({ 't.yaml': 'Resources:\n  Trail: {Type: AWS::CloudTrail::Trail, Properties: {IsLogging: false, S3BucketName: logs}}\n' });
    const paths = (...args: string[]) => JSON.parse(command(unlogged, ['check', '.', '--framework', 'nist-800-53-r5', '--format', 'json', ...args]).out)
      .findings.map(({ path: at }: { path: string }) => at.includes('#'));
    expect(paths()).toContain(false);
    expect(new Set(paths('--resources-only'))).toEqual(new Set([true]));
  });

  test('judges acknowledgements: their id, their day and their effect', () => {
    const acknowledge = (...entries: string[]) => `    Metadata: {cdk-regulated: {acknowledge: [${entries.map((entry) => `{reason: the topic carries only public service notices, ${entry}}`).join(', ')}]}}\n`;
    const checked = (...entries: string[]) => command(folderOf({ 't.yaml': `${TOPIC}${acknowledge(...entries)}` }), ['check', 't.yaml', ...only, '--format', 'json']);
    expect(checked('id: SNS.TopicEncryptedTypo')).toMatchObject({
      code: 2, err: "t.yaml:4: acknowledge.id must be the id of a safeguard, got 'SNS.TopicEncryptedTypo', the most similar is 'SNS.TopicEncrypted'\n",
    });
    expect(JSON.parse(checked('id: SNS.TopicEncrypted', 'id: S3.BucketVersioned').out).notes)
      .toEqual([{ file: 't.yaml', message: 'the acknowledgement of S3.BucketVersioned in t.yaml#Topic matches no finding' }]);
    for (const day of ['2999-02-31', '2999-1-5', 'never']) {
      const { findings, notes } = JSON.parse(checked(`id: SNS.TopicEncrypted, expires: ${day}`).out);
      expect(findings.map(({ finding }: any) => finding)).toContainEqual(
        expect.stringMatching(new RegExp(`; the acknowledgement is ignored because expires must be a day as YYYY-MM-DD, got '${day}'$`)));
      expect(notes).toEqual([]);
    }
  });

  test('refuses arguments that it does not know', () => {
    expect(command(folder, ['check', '--framework', 'sox'])).toEqual({
      code: 2, out: '', err: expect.stringMatching(/^cdk-regulated: --framework must be a file, or one of aws-fsbp, .*, got 'sox' \(see cdk-regulated --help\)\n$/),
    });
    expect(command(folder, ['check', '--framework', 'pci-dss-4.0']).err).toMatch(/, got 'pci-dss-4\.0', the most similar is 'pci-dss-4\.0\.1' \(see/);
    expect(command(folder, ['check', '--format', 'xml']).err).toBe("cdk-regulated: --format must be one of human, json, sarif, junit, got 'xml' (see cdk-regulated --help)\n");
    expect(command(folder, ['judge']).code).toBe(2);
    expect(command(folder, ['--help'])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: cdk-regulated') });
  });

  test('shows progress for more than 20 templates', () => {
    const many = folderOf(Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`t${index}.yaml`, TOPIC])));
    expect(command(many, ['check', '.', ...only]).err).toBe('40 templates read\n41 templates judged\n');
  });
});

describe('cdk-regulated list and explain', () => {
  test('list safeguards, frameworks and controls', () => {
    expect(command('.', ['list', 'safeguards', '--framework', 'pci-dss-4.0.1']).out).toMatch(/^S3\.BucketEncrypted {2,}medium {2,}default encryption is enabled$/m);
    expect(command('.', ['list', 'frameworks']).out).toMatch(/^pci-dss-4\.0\.1 {2,}PCI DSS 4\.0\.1 {2,}\d+ controls, \d+ with safeguards$/m);
    expect(command('.', ['list', 'controls', '--framework', 'pci-dss-4.0.1']).out).toMatch(/^ {2}3\.5\.1 /m);
  });

  test('explain a safeguard, with its fix in a template', () => {
    const { code, out } = command('.', ['explain', 'rds.clusterencrypted']);
    expect(code).toBe(0);
    expect(out).toContain('Fix with the CDK\n  set `storageEncrypted`, which replaces the cluster; a restored cluster also requires a key.\n');
    expect(out).toContain('Fix in a template\n  AWS::RDS::DBCluster:\n    StorageEncrypted: true\n    KmsKeyId: !GetAtt <key>.Arn\n');
  });

  test('explain a control, in each framework that has it', () => {
    const out = command('.', ['explain', 'ac-2']).out.split('\n\n');
    expect(out.map((part) => part.split('\n')[0])).toEqual(['FedRAMP Moderate Rev 5 AC-2: Account Management', 'NIST SP 800-53 Rev 5 Moderate AC-2: Account Management']);
    expect(command('.', ['explain', 'fedramp-moderate-r5/ac-2']).out.trim()).toBe(out.find((part) => part.startsWith('FedRAMP'))!.trim());
    const lines = command('.', ['explain', '3.5.1']).out.split('\n');
    expect(lines.filter((line) => /^ {0,2}\S/.test(line))).toEqual([
      'PCI DSS 4.0.1 3.5.1: Make stored card numbers unreadable', '  Proven in part by', '  Related, but no evidence', '  Left: Customer',
    ]);
    expect(lines.findIndex((line) => line.includes('RDS.ClusterEncrypted'))).toBeLessThan(lines.indexOf('  Related, but no evidence'));
    expect(command('.', ['explain', 'PE-3']).out).toMatch(/\n {2}No safeguard is related to it\n {2}Left: AWS\n {4}AWS [^]*\n {2}Reports in AWS Artifact\n/);
  });

  test.each([
    ['RDS', ': list safeguards and list controls show the ids'],
    ['S3.BucketEncripted', ", the most similar is 'S3.BucketEncrypted'"],
    ['11.6.11', ", the most similar is '11.6.1'"],
  ])('explain neither: %s', (id, end) => {
    expect(command('.', ['explain', id]).err).toBe(`cdk-regulated: no safeguard and no control of a built-in framework has the id '${id}'${end} (see cdk-regulated --help)\n`);
  });
});
