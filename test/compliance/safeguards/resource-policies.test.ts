import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { RESOURCE_POLICIES } from '../../../src/compliance/safeguards/resource-policies';
import { it_, judged, NO_VALUE, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const [{ on }] = RESOURCE_POLICIES;
const OPEN = { Effect: 'Allow', Principal: '*', Action: 'x:Read', Resource: '*' };
const OWN = { ...OPEN, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } };
const under = (path: string, value: unknown): Record<string, unknown> => {
  const [head, ...tail] = path.split('.');
  return { [head]: tail.length ? under(tail.join('.'), value) : value };
};
const PROPERTIES = ['PolicyDocument', 'Policy', 'AccessPolicy', 'ResourcePolicy', 'PermissionsPolicyDocument', 'PolicyText', 'RepositoryPolicyText', 'RepositoryPolicy',
  'FileSystemPolicy', 'DestinationPolicy', 'ResourcePolicyDocument', 'S3AccessPolicy', 'ModelPackageGroupPolicy', 'AccessPolicies',
  'NamespaceResourcePolicy', 'InvestigationGroupPolicy', 'ModelPolicy'];
const spec = loadAwsServiceSpecSync();
// DynamoDB has a document below ResourcePolicy, other services a document in it.
const NESTED: Record<string, string[]> = {
  'AWS::DynamoDB::Table': ['ResourcePolicy.PolicyDocument'],
  'AWS::DynamoDB::GlobalTable': [],
  'AWS::OSIS::Pipeline': ['ResourcePolicy.Policy'],
  'AWS::FSx::S3AccessPointAttachment': ['S3AccessPoint.Policy'],
  'AWS::Logs::DeliveryDestination': ['DeliveryDestinationPolicy.DeliveryDestinationPolicy'],
};
const propertiesOf = (type: string) => NESTED[type] ?? Object.keys(spec.lookup('resource', 'cloudFormationType', 'equals', type).only().properties).filter((name) => PROPERTIES.includes(name));
const isDocument = (type: string) => !/^AWS::(Events::EventBusPolicy|Lambda::LayerVersionPermission|EC2::VPCEndpointServicePermissions)$/.test(type);
const documents = on.filter((type) => isDocument(type) && type !== 'AWS::DynamoDB::GlobalTable');
const replicas = (statement: object) => ['ResourcePolicy.PolicyDocument', 'ReplicaStreamSpecification.ResourcePolicy.PolicyDocument']
  .map((path) => it_({ Replicas: [{ Region: 'eu-west-1' }, { Region: 'eu-west-2', ...under(path, { Statement: [statement] }) }] }, {}, { type: 'AWS::DynamoDB::GlobalTable' }));
const stream = (statement: object) => it_({ StreamSpecification: under('ResourcePolicy.PolicyDocument', { Statement: [statement] }) }, {}, { type: 'AWS::DynamoDB::Table' });
const queueFor = (Condition: object) => policy('AWS::SQS::QueuePolicy', { ...OPEN, Condition });
/** Conditions that every request meets: with variables, and with wildcards where the name begins. */
const MET_BY_ALL = [
  { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }, { StringEquals: { 'aws:PrincipalOrgID': ['${aws:PrincipalOrgID}'] } },
  { StringEquals: { 'aws:PrincipalAccount': { 'Fn::Sub': '${!aws:PrincipalAccount}' } } }, { StringLike: { 'aws:userid': '${aws:userid}' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/*' } }, { ArnEquals: { 'aws:PrincipalArn': '${aws:PrincipalArn}' } },
  { StringLike: { 'aws:SourceVpce': 'vpce-*' } }, { StringLike: { 'aws:SourceVpc': 'vpc-*' } }, { StringLike: { 'aws:userid': 'AROA*' } },
  { StringLike: { 'aws:PrincipalAccount': '1234*' } }, { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, { StringLike: { 'aws:PrincipalOrgPaths': 'o-*/r-ab12/*' } },
  { StringLike: { 'aws:SourceIp': '*' } }, { ArnLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:*:*:vpc/vpc-*' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:route53:::hostedzone/*' } }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::log*' } },
  { StringEquals: { 'aws:PrincipalOrgID': [] } }, { Bool: { 'elasticfilesystem:AccessedViaMountTarget': ['true', 'false'] } },
];
const CONFINED = [
  { StringLike: { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }, { StringLike: { 'aws:userid': 'AROAEXAMPLEID12345678:*' } }, { StringLike: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { StringLike: { 'aws:SourceAccount': '123456789012' } }, { StringLike: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }, { ArnLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:*:123456789012:vpc/*' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::records' } }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::records/*' } }, { ArnLike: { 'aws:SourceArn': 'arn:aws:route53:::hostedzone/Z1' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }, { StringEquals: { 'aws:SourceAccount': { 'Fn::Sub': '${AWS::AccountId}' } } },
];
const policy = (type: string, statement: object, asText = false) => {
  const document = { Statement: [statement] };
  const content = asText ? JSON.stringify(document) : document;
  return it_(Object.assign({}, ...propertiesOf(type).map((name) => under(name, content))) as Record<string, unknown>, {}, { type });
};
const PUBLIC = expect.stringMatching(/^[\w.]+ allows x:Read to all principals, must name principals or have a condition$/) as unknown as string;
const OUTSIDE = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } };
/** Denials beside a statement for everyone, as in "API Gateway resource policy examples" (Amazon API Gateway Developer Guide). */
const DENIALS: ReadonlyArray<readonly [object, string | typeof PASSES]> = [
  [{ Condition: OUTSIDE }, PASSES], [{ Action: '*', Resource: '*', Condition: OUTSIDE }, PASSES], [{ Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } } }, PASSES],
  [{ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d', 'aws:SourceVpc': 'vpc-1a2b3c4d' } } }, PUBLIC],
  [{ Condition: { ...OUTSIDE, Bool: { 'aws:SecureTransport': 'false' } } }, PUBLIC], [{ Condition: { StringEquals: OUTSIDE.StringNotEquals } }, PUBLIC],
  [{ Action: 'x:Write', Condition: OUTSIDE }, PUBLIC], [{ Resource: 'y', Condition: OUTSIDE }, PUBLIC], [{ Principal: { AWS: '123456789012' }, Condition: OUTSIDE }, PUBLIC], [{}, PUBLIC],
  [{ Condition: { NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }, PUBLIC], [{ Condition: { StringNotLike: { 'aws:SourceVpce': 'vpce-*' } } }, PUBLIC],
  [{ Condition: { StringNotLike: { 'aws:SourceVpce': PARAMETER } } }, 'the condition of a denial in Policy resolves only at deployment, must be a literal value'],
];
const domain = (type: string, more: object) => it_({ AccessPolicies: { Statement: [OPEN] }, ...more }, {}, { type });
const BUCKETS = 'AWS::S3::BucketPolicy';
const DISTRIBUTIONS = { ...OPEN, Principal: { Service: 'cloudfront.amazonaws.com' } };
const EVERY_DISTRIBUTION = 'a statement allows cloudfront.amazonaws.com without aws:SourceArn or aws:SourceAccount, must name the distribution';
const anySource = (service: string) => `a statement allows ${service}.amazonaws.com without aws:SourceArn or aws:SourceAccount, must name its source`;
const serviceOn = (type: string, service: string, more: object = {}) => policy(type, { ...OPEN, Action: type === BUCKETS ? 's3:PutObject' : 'x:Send', Principal: { Service: `${service}.amazonaws.com` }, ...more });
const BUS = { type: 'AWS::Events::EventBusPolicy' };
const LAYER = { type: 'AWS::Lambda::LayerVersionPermission' };
const bucketPolicy = (Bucket: unknown, beside = {}) => it_({ Bucket, PolicyDocument: { Statement: [OPEN] } }, beside, { type: 'AWS::S3::BucketPolicy' });

test.each<[string, string[]]>([
  ['AWS::SQS::QueuePolicy', ['s3', 'sns', 'events']], ['AWS::SNS::TopicPolicy', ['s3', 'cloudwatch', 'cloudtrail', 'config']], [BUCKETS, ['cloudtrail', 'config', 'delivery.logs', 'logging.s3', 's3']],
  ['AWS::Lambda::ResourcePolicy', ['s3', 'sns', 'events', 'cloudfront']],
])('services that %s admits are confined', (type, services) => {
  const safeguard = RESOURCE_POLICIES.find(({ id }) => id === 'ResourcePolicy.ServicesConfined')!;
  expect(services.map((service) => judged(safeguard, policy(type, { ...OPEN, Action: 's3:Put*', Principal: { Service: ['budgets.amazonaws.com', `${service}.amazonaws.com`] } }))))
    .toEqual(services.map((service) => ({ result: 'fails', finding: anySource(service) })));
});

const PRINCIPALS_OF_PARAMETERS = [
  { 'Fn::Sub': 'arn:aws:iam::${Parameter}:root' }, { 'Fn::Sub': 'arn:aws:iam::${Parameter}:role/caller' }, { 'Fn::Join': [':', ['arn:aws:iam:', PARAMETER, 'root']] }, PARAMETER,
];
const PATTERNS: Array<[pattern: string | undefined, isFixed: boolean]> = [
  [undefined, false], ['.*', false], ['[0-9*]{12}', false], ['^\\d*$', false], ['^(\\d{12})?$', false], ['[^a]{12}', false], ['\\d{0,12}', false],
  ['^\\d{12}$', true], ['[0-9]{12}', true], ['^([0-9]{1,12})$', true], ['\\d+', true],
];

describe('safeguards of resource policies', () => triples(RESOURCE_POLICIES, {
  'ResourcePolicy.NotPublic': {
    accepts: 'the name of an account, an organization or a network confines, whichever a deployment gives; a parameter has no variable of IAM',
    holds: [
      ...documents.map((type) => policy(type, OWN)),
      ...documents.map((type) => policy(type, { ...OPEN, Effect: 'Deny' })),
      it_({ Statement: { ...OWN } }, {}, BUS), it_({ Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-abcdefghij' } }, {}, BUS),
      ...CONFINED.map(queueFor), ...replicas(OWN), stream(OWN),
      it_({ Principal: '123456789012' }, {}, LAYER), it_({ Principal: '*', OrganizationId: 'o-abcdefghij' }, {}, LAYER),
      policy('AWS::EFS::FileSystem', { ...OPEN, Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } } }),
    ],
    fails: [
      ...documents.map((type) => [policy(type, OPEN), PUBLIC] as const),
      ...documents.filter((type) => !NESTED[type]).map((type) => [policy(type, OPEN, true), PUBLIC] as const),
      [it_({ Statement: OPEN }, {}, BUS), PUBLIC], [it_({ Principal: '*' }, {}, BUS), 'Principal is *, must name a principal'],
      [it_({ Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: '${aws:PrincipalOrgID}' } }, {}, BUS), 'Principal is *, must name a principal'],
      ...MET_BY_ALL.map((condition) => [queueFor(condition), PUBLIC] as const),
      ...replicas(OPEN).map((each) => [each, PUBLIC] as const), [stream(OPEN), PUBLIC],
      [it_({ Principal: '*' }, {}, LAYER), 'Principal is *, must name a principal'],
      [it_({ AllowedPrincipals: ['*'] }, {}, { type: 'AWS::EC2::VPCEndpointServicePermissions' }), 'AllowedPrincipals is *, must name a principal'],
      [bucketPolicy('another'), PUBLIC],
      // A policy of a queue of the template and of one outside.
      [it_({ Queues: [{ Ref: 'Other' }, 'https://sqs.eu-west-2.amazonaws.com/111122223333/shared'], PolicyDocument: { Statement: [OPEN] } },
        { Other: ['AWS::SQS::Queue', {}] }, { type: 'AWS::SQS::QueuePolicy' }), PUBLIC],
      [bucketPolicy(PARAMETER), PUBLIC],
      [policy('AWS::Logs::ResourcePolicy', { ...OPEN, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } }), PUBLIC],
      [policy('AWS::SecretsManager::ResourcePolicy', { ...OPEN, Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } } }), PUBLIC],
    ],
    open: [
      ...DENIALS.map(([more, verdict]) => [it_({ Policy: { Statement: [OPEN, { ...OPEN, Effect: 'Deny', ...more }] } }, {}, { type: 'AWS::ApiGateway::DomainNameV2' }), verdict] as const),
      // Amazon S3 disregards denials.
      [it_({ Bucket: 'a', PolicyDocument: { Statement: [OPEN, { ...OPEN, Effect: 'Deny', Condition: OUTSIDE }] } }, {}, { type: 'AWS::S3::BucketPolicy' }), PUBLIC],
      [policy('AWS::SecretsManager::ResourcePolicy', { ...OPEN, Principal: { AWS: PARAMETER } }),
        undetermined('ResourcePolicy.Statement[0].Principal.AWS')],
      // A parameter in place of an account can be empty or a wildcard, unless its pattern excludes both.
      ...PRINCIPALS_OF_PARAMETERS.flatMap((AWS) => PATTERNS.map(([AllowedPattern, isFixed]) => [
        it_({ ResourcePolicy: { Statement: [{ ...OPEN, Principal: { AWS } }] } }, {}, { type: 'AWS::SecretsManager::ResourcePolicy', parameters: { Parameter: { Type: 'String', AllowedPattern } } }),
        isFixed ? PASSES : undetermined('ResourcePolicy.Statement[0].Principal.AWS', AWS),
      ] as const)),
      // In a known account, whatever follows.
      [queueFor({ ArnLike: { 'aws:PrincipalArn': { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Parameter}' } } }), PASSES],
      [it_({ ResourcePolicy: PARAMETER }, {}, { type: 'AWS::SecretsManager::ResourcePolicy' }), undetermined('ResourcePolicy')],
      [it_({ ResourcePolicy: '{"Statement' }, {}, { type: 'AWS::SecretsManager::ResourcePolicy' }), 'ResourcePolicy is no JSON before deployment, must be a literal value'],
      [it_({ ResourcePolicy: { 'Fn::Sub': '{"Statement":{"Effect":"Allow","Principal":"*","Action":"x:Read","Condition":{"StringEquals":{"aws:SourceAccount":"${AWS::AccountId}"}}}}' } },
        {}, { type: 'AWS::SecretsManager::ResourcePolicy' }), PASSES],
      [it_({ PolicyDocument: { 'Fn::ToJsonString': { Statement: [OWN] } } }, {}, { type: 'AWS::Logs::ResourcePolicy' }), PASSES],
      [it_({ RepositoryPolicyText: NO_VALUE }, {}, { type: 'AWS::ECR::Repository' }), NOT_JUDGED],
      ...['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'].flatMap((type) => [
        [domain(type, { VPCOptions: { SubnetIds: ['subnet-1'] } }), NOT_JUDGED] as const,
        [domain(type, { VPCOptions: {} }), PUBLIC] as const,
        [domain(type, { AdvancedSecurityOptions: { Enabled: true } }), NOT_JUDGED] as const,
        [domain(type, { AdvancedSecurityOptions: { Enabled: false } }), PUBLIC] as const,
      ]),
      [bucketPolicy({ Ref: 'Other' }, { Other: ['AWS::S3::Bucket', {}] }), NOT_JUDGED],
      [bucketPolicy('other', { Other: ['AWS::S3::Bucket', { BucketName: 'other' }] }), NOT_JUDGED],
      [it_({ Bucket: PARAMETER, PolicyDocument: { Statement: OWN } }, {}, { type: 'AWS::S3::BucketPolicy' }), PASSES],
    ],
  },
  'ResourcePolicy.ServicesConfined': {
    holds: [
      serviceOn('AWS::SQS::QueuePolicy', 's3', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-records' } } }),
      serviceOn('AWS::SNS::TopicPolicy', 's3', { Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abcdefghij' } } }),
      it_({ PolicyDocument: { Statement: [{ ...OPEN, Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } } }] } },
        { Topic: ['AWS::SNS::Topic', {}] }, { type: 'AWS::SQS::QueuePolicy' }),
      serviceOn(BUCKETS, 'config', { Condition: { StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
      // Where a service writes the logs of the account only.
      serviceOn(BUCKETS, 'delivery.logs', { Resource: { 'Fn::Sub': '${It.Arn}/alb/AWSLogs/${AWS::AccountId}/*' } }),
      serviceOn(BUCKETS, 'cloudtrail', { Resource: 'arn:aws:s3:::acme-trail/AWSLogs/123456789012/*' }),
    ],
    fails: [
      [serviceOn(BUCKETS, 'cloudtrail', { Resource: ['arn:aws:s3:::acme-trail/AWSLogs/123456789012/*', 'arn:aws:s3:::acme-trail/*'] }), anySource('cloudtrail')],
      [serviceOn('AWS::SQS::QueuePolicy', 'sns', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } } }), anySource('sns')],
      [serviceOn('AWS::SNS::TopicPolicy', 's3', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), anySource('s3')],
      [policy('AWS::SQS::QueueInlinePolicy', { ...OPEN, Principal: { Service: { 'Fn::Sub': 's3.${AWS::URLSuffix}' } } }, true), anySource('s3')],
    ],
    open: [
      // EventBridge sends no source to a topic, and the ACL of a bucket reveals nothing of it.
      [serviceOn('AWS::SNS::TopicPolicy', 'events'), NOT_JUDGED], [serviceOn(BUCKETS, 'delivery.logs', { Action: 's3:GetBucketAcl' }), NOT_JUDGED],
      [serviceOn('AWS::SQS::QueuePolicy', 's3', { Effect: 'Deny' }), NOT_JUDGED],
      [serviceOn('AWS::SNS::TopicPolicy', 's3', { Condition: { StringLike: { 'aws:SourceAccount': PARAMETER } } }), undetermined('PolicyDocument.Statement[0].Condition.StringLike.aws:SourceAccount')],
      [policy('AWS::SNS::TopicPolicy', { ...OPEN, Principal: { Service: PARAMETER } }), undetermined('PolicyDocument.Statement[0].Principal.Service')],
    ],
  },
  'ResourcePolicy.DistributionsConfined': {
    holds: [
      ...[{ StringEquals: { 'AWS:SourceArn': { 'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${It}' } } }, { StringEquals: { 'aws:SourceAccount': '123456789012' } },
        { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' } }].map((Condition) => policy(BUCKETS, { ...DISTRIBUTIONS, Condition })),
      policy(BUCKETS, { ...DISTRIBUTIONS, Condition: { StringEquals: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:cloudfront::${Parameter}:distribution/E1' } } } }),
    ],
    fails: [
      [policy(BUCKETS, DISTRIBUTIONS), EVERY_DISTRIBUTION], [policy(BUCKETS, DISTRIBUTIONS, true), EVERY_DISTRIBUTION],
      [policy(BUCKETS, { ...DISTRIBUTIONS, Principal: { Service: ['s3.amazonaws.com', 'cloudfront.amazonaws.com'] } }), EVERY_DISTRIBUTION],
      [policy(BUCKETS, { ...DISTRIBUTIONS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/*' } } }), EVERY_DISTRIBUTION],
      [policy('AWS::MediaStore::Container', { ...DISTRIBUTIONS, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), EVERY_DISTRIBUTION],
    ],
    open: [
      [policy(BUCKETS, { ...DISTRIBUTIONS, Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:cloudfront::${Parameter}:distribution/*' } } } }),
        'the condition of a statement for cloudfront.amazonaws.com resolves only at deployment, must be a literal value'],
      [policy(BUCKETS, { ...DISTRIBUTIONS, Effect: 'Deny' }), NOT_JUDGED], [policy(BUCKETS, OWN), NOT_JUDGED],
    ],
  },
}));
