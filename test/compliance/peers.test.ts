import { Json, pointers, RenderedTemplate } from '../../src/compliance/rendered';

interface Options {
  readonly nesting?: [RenderedTemplate, string];
  readonly stackName?: string;
}

function template(file: string, body: Json, { nesting, stackName = file }: Options = {}): RenderedTemplate {
  return new RenderedTemplate({
    stack: { stackName, region: 'eu-west-2', account: '123456789012', templateFile: file },
    file,
    body: { Resources: {}, ...body },
    nested: new Set<string>(),
    nesting: nesting && { parent: nesting[0].stack, logicalId: nesting[1] },
    resources: () => Object.keys(body.Resources ?? {}).map((logicalId) => ({
      logicalId, path: `${file}#${logicalId}`, isJudged: true, acknowledgementOf: () => undefined, sourceLineOf: () => undefined,
    })),
  });
}

function together(...templates: RenderedTemplate[]): void {
  for (const each of templates) each.peers = templates;
}

const bucket = (Properties: Json = {}) => ({ Type: 'AWS::S3::Bucket', Properties });
const policy = (Bucket: Json) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket } });
const found = (owner: RenderedTemplate) => pointers(owner.resource('B')!, 'AWS::S3::BucketPolicy', 'Bucket').map(({ origin }) => origin.path);

describe('policies of a bucket', () => {
  test.each<[string, Json]>([
    ['Ref', { Ref: 'B' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['B', 'Arn'] }],
    ['a text of Fn::Sub', { 'Fn::Sub': 'x-${B.Arn}/*' }],
    ['Fn::Join', { 'Fn::Join': ['', [{ Ref: 'B' }, '/*']] }],
    ['a list', ['x', { Ref: 'B' }]],
    ['the branch of a condition', { 'Fn::If': ['Missing', { Ref: 'B' }, 'x'] }],
    ['its name', 'the-name'],
    ['an output of its own stack by name', { 'Fn::GetStackOutput': { StackName: 'a', OutputName: 'Out' } }],
  ])('in the same template, by %s', (_, value) => {
    const owner = template('a', { Resources: { B: bucket({ BucketName: 'the-name' }), Other: bucket(), P: policy(value), Q: policy({ Ref: 'Other' }) }, Outputs: { Out: { Value: { Ref: 'B' } } } });
    together(owner);
    expect(found(owner)).toEqual(['a#P']);
  });

  const PARAMETER = { Parameters: { Given: { Type: 'String' } } };
  const owner = () => template('owner', {
    Resources: { B: bucket({ BucketName: 'the-name' }), N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { 'Fn::If': ['Any', { Ref: 'B' }, 'x'] } } } } },
    Conditions: { Any: { 'Fn::Equals': ['a', 'a'] } },
    Outputs: { Out: { Value: { 'Fn::GetAtt': ['B', 'Arn'] }, Export: { Name: 'the-export' } } },
  });
  test.each<[string, Json, boolean]>([
    ['an import', { 'Fn::ImportValue': 'the-export' }, false],
    ['an output of another stack', { 'Fn::GetStackOutput': { StackName: 'owner', OutputName: 'Out' } }, false],
    ['its name', 'the-name', false],
    ['a parameter of a nested stack', { Ref: 'Given' }, true],
  ])('in another template, by %s', (_, value, isNested) => {
    const [first, second] = [owner(), owner()];
    const other = template('other', { Resources: { P: policy(value) }, ...PARAMETER }, isNested ? { nesting: [first, 'N'] } : {});
    together(first, other);
    expect(found(first)).toEqual(['other#P']);
    together(second, template('apart', { Resources: { P: policy({ 'Fn::ImportValue': 'another' }) }, ...PARAMETER }));
    expect(found(second)).toEqual([]);
  });

  test('that get it from an output of a nested stack', () => {
    const around = template('around', { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: {} }, P: policy({ 'Fn::GetAtt': ['N', 'Outputs.Out'] }) } });
    const nested = template('nested', { Resources: { B: bucket() }, Outputs: { Out: { Value: { Ref: 'B' } } } }, { nesting: [around, 'N'] });
    together(around, nested);
    expect(found(nested)).toEqual(['around#P']);
  });

  test('that get it from a parameter of Systems Manager in a nested stack', () => {
    const around = template('around', { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: {} }, P: policy({ 'Fn::GetAtt': ['N', 'Outputs.Out'] }) } });
    const nested = template('nested', {
      Resources: { B: bucket(), S: { Type: 'AWS::SSM::Parameter', Properties: { Value: { Ref: 'B' } } } }, Outputs: { Out: { Value: { 'Fn::GetAtt': ['S', 'Value'] } } },
    }, { nesting: [around, 'N'] });
    together(around, nested);
    expect(found(nested)).toEqual(['around#P']);
  });

  test('outputs of stacks that import each other end', () => {
    const looping = (from: string, to: string) => template(from, { Resources: { B: bucket(), P: policy({ 'Fn::ImportValue': to }) }, Outputs: { Out: { Value: { 'Fn::ImportValue': to }, Export: { Name: from } } } });
    const [one, other] = [looping('one', 'other'), looping('other', 'one')];
    together(one, other);
    expect(found(one)).toEqual([]);
  });
});

test('the destination of logs is a bucket whose name a parameter can be', () => {
  const owner = template('owner', {
    Parameters: { Given: { Type: 'String', Default: 'the-name' } },
    Resources: {
      B: bucket({ BucketName: 'the-name' }),
      Plain: bucket({ LoggingConfiguration: { DestinationBucketName: 'another' } }),
      Open: bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Given' } } }),
      Named: bucket({ LoggingConfiguration: { DestinationBucketName: 'the-name' } }),
    },
  });
  together(owner);
  expect(owner.mayName(owner.resource('B')!, 'AWS::S3::Bucket', 'LoggingConfiguration').map(({ logicalId }) => logicalId)).toEqual(['Open', 'Named']);
});

test('a look-up asks as many resources in 40 templates as in 4', () => {
  const asked = (count: number) => {
    const templates = Array.from({ length: count }, (_, index) => template(String(index), { Resources: { B: bucket(), P: policy({ Ref: 'B' }) } }));
    together(...templates);
    const mentions = jest.spyOn(RenderedTemplate.prototype, 'mentions');
    expect(templates.map(found)).toEqual(templates.map((_, index) => [`${index}#P`]));
    const { length } = mentions.mock.calls;
    mentions.mockRestore();
    return length / count;
  };
  expect([asked(4), asked(40)]).toEqual([1, 1]);
});
