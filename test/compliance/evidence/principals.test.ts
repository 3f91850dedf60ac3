import { modelOf, modelOfResources } from './support';

type Resources = Parameters<typeof modelOfResources>[0];

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** Sources and targets of calls, with what encrypts them. */
function callsOf(resources: Resources): string[] {
  return modelOfResources(resources).flows.filter(({ kind }) => kind === 'api call').map(({ from, to, ports, encryption, why }) => `${from} > ${to} | ${ports} ${encryption} | ${why}`);
}

describe('permissions of functions', () => {
  const permission = (properties: object): Resources => ({
    It: ['AWS::Lambda::Function', {}], Permission: ['AWS::Lambda::Permission', { FunctionName: { Ref: 'It' }, Action: 'lambda:InvokeFunction', ...properties }],
  });

  test.each<[object, string[]]>([
    [{ Principal: '111122223333' }, ['account:111122223333']],
    [{ Principal: 'arn:aws:iam::111122223333:role/Caller' }, ['account:111122223333']],
    [{ Principal: '*' }, ['internet:']],
    [{ Principal: '*', PrincipalOrgID: 'o-1' }, ['account:organization o-1']],
    [{ Principal: '*', SourceAccount: '111122223333' }, ['account:111122223333']],
    [{ Principal: { Ref: 'P' } }, ['unknown:principals of Permission']],
    [{ Principal: { 'Fn::Sub': 'arn:aws:iam::${P}:root' } }, ['account:${P}']],
    // Principals of the account need a policy of their own.
    [{ Principal: { Ref: 'AWS::AccountId' } }, []],
  ])('with %j admit %j, which are no services of AWS', (properties, callers) => {
    const { flows, inventory: { components } } = modelOfResources(permission(properties));
    expect(flows.map(({ kind, from: [source], encryption, why }) => [kind, source, encryption, why])).toEqual(callers.map((caller) => ['api call', caller, 'encrypted', 'lambda:InvokeFunction']));
    const exposure = callers[0] === 'internet:' ? 'internet' : callers[0]?.startsWith('unknown:') ? 'not determined' : 'account';
    expect(components[0].exposure).toBe(exposure);
  });

  test('of a service are events, and those of a function URL belong to its connection', () => {
    const of = (properties: object, beside: Resources = {}) => modelOfResources({ ...permission(properties), ...beside }).flows
      .map(({ kind, from, openedBy }) => [kind, ...from, ...openedBy.map(({ id }) => id)]);
    expect(of({ Principal: 's3.amazonaws.com', SourceAccount: '111122223333' })).toEqual([['event', 'aws service:s3.amazonaws.com', 'Permission']]);
    expect(of({ Principal: '*', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }, { Url: ['AWS::Lambda::Url', { TargetFunctionArn: arn('It'), AuthType: 'NONE' }] }))
      .toEqual([['request', 'internet:', 'Permission', 'Url']]);
    // The second permission that CDK adds admits nobody else.
    expect(of({ Principal: '*', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }, { Url: ['AWS::Lambda::Url', { TargetFunctionArn: arn('It'), AuthType: 'NONE' }] }))
      .toEqual([['request', 'internet:', 'Permission', 'Url']]);
  });
});

const admit = (Principal: unknown, more: object = {}) => ({ Statement: [{ Effect: 'Allow', Principal, Action: 'x:Call', Resource: '*', ...more }] });
const OTHER = admit({ AWS: '111122223333' });

test.each<[string, Resources, string]>([
  ['AWS::SQS::QueueInlinePolicy', { It: ['AWS::SQS::Queue', {}], Policy: ['AWS::SQS::QueueInlinePolicy', { Queue: { Ref: 'It' }, PolicyDocument: OTHER }] }, '80, 443 not determined'],
  ['AWS::SNS::TopicInlinePolicy', { It: ['AWS::SNS::Topic', {}], Policy: ['AWS::SNS::TopicInlinePolicy', { TopicArn: { Ref: 'It' }, PolicyDocument: OTHER }] }, '80, 443 not determined'],
  ['AWS::S3::AccessPoint', { It: ['AWS::S3::Bucket', {}], Point: ['AWS::S3::AccessPoint', { Bucket: { Ref: 'It' }, Policy: OTHER }] }, '80, 443 not determined'],
  ['AWS::Kinesis::ResourcePolicy', { It: ['AWS::Kinesis::Stream', {}], Policy: ['AWS::Kinesis::ResourcePolicy', { ResourceArn: arn('It'), ResourcePolicy: OTHER }] }, '443 encrypted'],
  ['AWS::DynamoDB::Table', { It: ['AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: OTHER } }] }, '80, 443 not determined'],
  ['AWS::Events::EventBusPolicy', { It: ['AWS::Events::EventBus', { Name: 'b' }], Policy: ['AWS::Events::EventBusPolicy', { EventBusName: { Ref: 'It' }, Statement: OTHER.Statement[0] }] }, '443 encrypted'],
  ['AWS::Logs::Destination', { It: ['AWS::Kinesis::Stream', {}], Destination: ['AWS::Logs::Destination', { TargetArn: arn('It'), DestinationPolicy: JSON.stringify(OTHER) }] }, '443 encrypted'],
  // Clients mount a file system with NFS.
  ['AWS::EFS::FileSystem', { It: ['AWS::EFS::FileSystem', { FileSystemPolicy: OTHER }] }, '2049 not determined'],
])('a resource policy of the type %s that admits another account is a connection', (_, resources, wire) => {
  expect(callsOf(resources)).toEqual([`account:111122223333 > It | ${wire} | x:Call`]);
});

test.each<[string, object, string[]]>([
  ['a canonical user', admit({ CanonicalUser: 'c0ffee' }), ['account:canonical user c0ffee']],
  ['the account of a parameter', admit({ AWS: { 'Fn::Sub': 'arn:aws:iam::${Other}:root' } }), ['account:${Other}', 'unknown:principals of Policy']],
  ['a parameter', admit({ AWS: { Ref: 'Other' } }), ['unknown:principals of Policy']],
  ['everyone in an organization', admit('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }), ['account:organization o-1']],
  ['everyone in another account', admit('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } } }), ['account:111122223333']],
  ['everyone in a network', admit('*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }), ['address range:203.0.113.0/24']],
  ['everyone through an endpoint', admit('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }), ['resource:vpce-1']],
  ['everyone', admit({ AWS: '*' }), ['internet:']],
  ['everyone else', { Statement: [{ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'x:Call', Resource: '*' }] }, ['internet:']],
  ['a service, and the account itself', admit({ Service: 'logs.amazonaws.com', AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }), []],
  // Elastic Load Balancing writes access logs of us-east-1 from this account.
  ['the account of Elastic Load Balancing', admit({ AWS: 'arn:aws:iam::127311923021:root' }), ['aws service:elasticloadbalancing.amazonaws.com (account 127311923021)']],
])('a statement that admits %s', (_, PolicyDocument, expected) => {
  const { flows } = modelOfResources({ It: ['AWS::S3::Bucket', {}], Policy: ['AWS::S3::BucketPolicy', { Bucket: { Ref: 'It' }, PolicyDocument }] });
  expect(flows.map(({ from: [source] }) => source)).toEqual(expected);
});

test('a policy of several resources has its statements on those that they name, or on all', () => {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sns:Publish', Resource: { Ref: 'B' } }, { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sns:Publish', Resource: '*' }];
  expect(callsOf({ A: ['AWS::SNS::Topic', {}], B: ['AWS::SNS::Topic', {}], Policy: ['AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'A' }, { Ref: 'B' }], PolicyDocument: { Statement } }] })).toEqual([
    'account:111122223333 > B | 80, 443 not determined | sns:Publish',
    'account:444455556666 > A | 80, 443 not determined | sns:Publish',
    'account:444455556666 > B | 80, 443 not determined | sns:Publish',
  ]);
});

test('a policy for a resource that is not in the templates leads to its name', () => {
  expect(callsOf({ Policy: ['AWS::S3::BucketPolicy', { Bucket: 'bucket-of-another-stack', PolicyDocument: OTHER }] })).toEqual(['account:111122223333 > resource:bucket-of-another-stack | not determined not determined | x:Call']);
});

test('what properties name of another account belongs to a third party, if the account of the stack is known', () => {
  const Resources = {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { ReplicationConfiguration: { Rules: ['444455556666', '111122223333'].map((Account) => ({ Destination: { Bucket: `arn:aws:s3:::of-${Account}`, Account } })) } },
    },
    Repository: { Type: 'AWS::ECR::Repository', Properties: {} },
    Function: { Type: 'AWS::Lambda::Function', Properties: { Code: { ImageUri: '444455556666.dkr.ecr.eu-west-2.amazonaws.com/x:1' } } },
    Own: { Type: 'AWS::Lambda::Function', Properties: { Code: { ImageUri: '111122223333.dkr.ecr.eu-west-2.amazonaws.com/x:1' } } },
    Images: {
      Type: 'AWS::ECR::ReplicationConfiguration',
      Properties: { ReplicationConfiguration: { Rules: [{ Destinations: ['444455556666', '111122223333'].map((RegistryId) => ({ Region: 'us-east-1', RegistryId })) }] } },
    },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        SecurityGroupIngress: ['444455556666', '111122223333'].map((owner) => (
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: `sg-${owner}`, SourceSecurityGroupOwnerId: owner })),
      },
    },
  };
  const thirdPartiesOf = (account?: string) => modelOf({ Stack: { Resources } }, 'eu-west-2', account).inventory.parties.filter(({ isThirdParty }) => isThirdParty).map(({ id }) => id);
  expect(thirdPartiesOf('111122223333')).toEqual(['image registry:444455556666.dkr.ecr.eu-west-2.amazonaws.com/x:1', 'resource:arn:aws:s3:::of-444455556666', 'resource:registry 444455556666 in us-east-1', 'security group:sg-444455556666']);
  expect(thirdPartiesOf()).toEqual([]);
});

test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['eu-west-2', 'aws'], [undefined, '${AWS-Partition}']])('ARNs of a stack in %s have the partition %s', (region, partition) => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::partner-bucket/*' } };
  const { inventory } = modelOf({
    Stack: {
      Resources: {
        Function: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
        Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement: [statement] } }] } },
      },
    },
  }, region);
  expect(inventory.parties.map(({ id }) => id)).toEqual([`resource:arn:${partition}:s3:::partner-bucket`]);
});
