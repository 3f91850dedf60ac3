import { S3 } from '../../../src/compliance/safeguards/s3';
import { Beside, exactly, it_, NO_VALUE, NOT_JUDGED, PARAMETER, present, Triple, triples, undetermined } from '../triples';

const BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const OPEN = { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' };
const ADMITS = 'a bucket policy allows s3:GetObject, s3:PutObject to all principals, must name principals or have a condition';
const TLS = 'no bucket policy denies s3:* on it and its objects to all principals where aws:SecureTransport is false';
const BUCKET = { 'Fn::GetAtt': ['It', 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [BUCKET, '/*']] };
const DENIED = {
  Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Effect: 'Deny', Principal: { AWS: '*' }, Resource: [BUCKET, OBJECTS],
};
const policy = (...Statement: object[]) => ({ Policy: ['AWS::S3::BucketPolicy', { Bucket: { Ref: 'It' }, PolicyDocument: { Statement } }] as const });
const foreign = { Policy: ['AWS::S3::BucketPolicy', { Bucket: 'another', PolicyDocument: { Statement: [DENIED] } }] as const };
const NAMED = { 'Fn::Sub': '${Parameter}-records' };
const BY_NAME = ['', '/*'].map((end) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::\${Parameter}-records${end}` }));
const DELIVERY = { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECTS };
const WITHOUT_KMS: Beside[] = [
  { Source: ['AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: { Ref: 'It' } } }] },
  { Source: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { LoadBalancerAttributes: [{ Key: 'access_logs.s3.bucket', Value: { Ref: 'It' } }] }] },
  { Source: ['AWS::ElasticLoadBalancing::LoadBalancer', { AccessLoggingPolicy: { Enabled: true, S3BucketName: { Ref: 'It' } } }] },
  policy({ ...DELIVERY, Principal: { Service: 'logging.s3.amazonaws.com' } }),
  policy({ ...DELIVERY, Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' } }),
];
/** Does not apply to a bucket with a source of logs, and fails with other resources. */
const withoutDestinations = (triple: Triple, sources: Beside[], others: Beside[]): Triple => ({
  ...triple,
  fails: [...triple.fails, ...others.map((beside) => [it_({}, beside), triple.fails[0][1]] as const)],
  // What resources elsewhere do is not asked where the fact holds.
  holds: [...triple.holds, ...triple.holds.map((one) => ({ ...one, beside: SOMEWHERE }))],
  open: [...triple.open, ...sources.map((beside) => [it_({}, beside), NOT_JUDGED] as const)],
});
/** Another bucket, whose logs a deployment sends to a bucket. */
const SOMEWHERE: Beside = { Other: ['AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: PARAMETER } }] };
const rule = (property: string, status = 'Enabled', none = 'Disabled'): Triple => ({
  holds: [it_({ [property]: { Role: 'r', Rules: [{ Status: none }, { Status: status, Destination: { Bucket: 'b' } }] } })],
  fails: [[it_({}), `${property} has no enabled rule`], [it_({ [property]: { Rules: [{ Status: none }] } }), `${property} has no enabled rule`]],
  open: [[it_({ [property]: NO_VALUE }), `${property} has no enabled rule`]],
});
const noPublicAccess = (acls: string[], concerned: string, unconcerned: string[]): Triple => ({
  holds: [
    it_({}),
    it_({ PublicAccessBlockConfiguration: BLOCKED }),
    it_({ PublicAccessBlockConfiguration: BLOCKED, AccessControl: 'Private' }, policy({ ...OPEN, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })),
    it_({ PublicAccessBlockConfiguration: BLOCKED }, policy({ ...OPEN, Principal: { Service: 's3.amazonaws.com' } })),
    it_({}, policy({ ...OPEN, Action: unconcerned })),
    // Without a block, the policy and the ACL decide (AWS Config Developer Guide, s3-bucket-public-read-prohibited and s3-bucket-public-write-prohibited).
    it_({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }), it_({ PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }),
  ],
  fails: [
    ...[concerned, 's3:*', '*', [...unconcerned, concerned]].map((Action) => [
      it_({}, policy({ ...OPEN, Action })), `a bucket policy allows ${[Action].flat().join(', ')} to all principals, must name principals or have a condition`,
    ] as const),
    [it_({}, policy({ ...OPEN, Action: undefined, NotAction: 's3:DeleteBucket' })), 'a bucket policy allows s3:DeleteBucket to all principals, must name principals or have a condition'],
    ...acls.map((AccessControl) => [
      it_({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true }, AccessControl }), `AccessControl is "${AccessControl}", must be another value`,
    ] as const),
  ],
  open: [
    [it_({ PublicAccessBlockConfiguration: BLOCKED }, policy(OPEN)), ADMITS],
    [it_({ PublicAccessBlockConfiguration: BLOCKED }, policy({ ...OPEN, Principal: { AWS: ['*'] } })), ADMITS],
    [it_({ PublicAccessBlockConfiguration: BLOCKED, AccessControl: PARAMETER }), undetermined('AccessControl')],
  ],
  differs: { holds: 'cdk-nag ignores the default of new buckets' },
});
const accessPoint: Triple = {
  holds: [it_({ Bucket: 'b' }), it_({ PublicAccessBlockConfiguration: BLOCKED })],
  fails: Object.keys(BLOCKED).map((name) => [
    it_({ PublicAccessBlockConfiguration: { ...BLOCKED, [name]: false } }), `PublicAccessBlockConfiguration.${name} is false, must be another value`,
  ]),
  open: [[it_({ PublicAccessBlockConfiguration: { BlockPublicAcls: PARAMETER } }), undetermined('PublicAccessBlockConfiguration.BlockPublicAcls')]],
};

describe('safeguards of Amazon S3', () => triples(S3, {
  // S3 encrypts by default since 2023.
  'S3.BucketEncrypted': {
    holds: [it_({}), it_({ BucketEncryption: NO_VALUE }), ...['AES256', 'aws:kms', 'aws:kms:dsse'].map((algorithm) => it_(encrypted(algorithm)))],
    fails: [[it_(encrypted('none')), 'BucketEncryption SSEAlgorithm is "none", must be one of AES256, aws:kms, aws:kms:dsse']],
    open: [[it_(encrypted(PARAMETER)), undetermined('BucketEncryption SSEAlgorithm')]],
  },
  'S3.BucketEncryptedWithKms': {
    holds: [it_(encrypted('aws:kms')), it_(encrypted('aws:kms:dsse'))],
    fails: [
      [it_({}), 'BucketEncryption SSEAlgorithm is not set, must be one of aws:kms, aws:kms:dsse'],
      [it_(encrypted('AES256')), 'BucketEncryption SSEAlgorithm is "AES256", must be one of aws:kms, aws:kms:dsse'],
      [it_({ BucketEncryption: {} }), 'BucketEncryption SSEAlgorithm is not set, must be one of aws:kms, aws:kms:dsse'],
    ],
    open: [
      [it_(encrypted(PARAMETER)), undetermined('BucketEncryption SSEAlgorithm')],
      ...WITHOUT_KMS.map((beside) => [it_({}, beside), NOT_JUDGED] as const),
    ],
    differs: { holds: 'cdk-nag ignores dual-layer encryption (aws:kms:dsse)' },
  },
  'S3.BucketPublicAccessBlocked': {
    // S3 blocks public access to new buckets since 2023.
    holds: [it_({ PublicAccessBlockConfiguration: BLOCKED }), it_({}), it_({ PublicAccessBlockConfiguration: NO_VALUE })],
    fails: [
      [it_({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }), ['BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']
        .map((name) => `PublicAccessBlockConfiguration.${name} is not set, must be true`).join('; ')],
      ...Object.keys(BLOCKED).map((name) => [
        it_({ PublicAccessBlockConfiguration: { ...BLOCKED, [name]: false } }), `PublicAccessBlockConfiguration.${name} is false, must be true`,
      ] as const),
    ],
    open: [[it_({ PublicAccessBlockConfiguration: { ...BLOCKED, IgnorePublicAcls: PARAMETER } }), undetermined('PublicAccessBlockConfiguration.IgnorePublicAcls')]],
    differs: { holds: 'cdk-nag fails for a block that is AWS::NoValue' },
  },
  'S3.BucketNoPublicRead': {
    ...noPublicAccess(['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'], 's3:GetObject', ['s3:PutObject', 's3:DeleteObject']),
    differs: {
      holds: 'cdk-nag ignores the default of new buckets', fails: 'cdk-nag accepts AuthenticatedRead, which grants access to every AWS account',
    },
  },
  'S3.BucketNoPublicWrite': noPublicAccess(['PublicReadWrite'], 's3:PutObject', ['s3:GetObject*', 's3:ListBucket']),
  'S3.BucketTlsOnly': {
    holds: [it_({}, policy(OPEN, DENIED)), it_({}, policy({ ...DENIED, Principal: '*', Action: ['*'] })), it_({}, policy({ ...DENIED, Resource: '*' })),
      it_({}, policy({ ...DENIED, Resource: BUCKET }, { ...DENIED, Resource: OBJECTS })),
      it_({}, policy({ ...DENIED, Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } })),
      ...['aws', 'aws-us-gov', '${AWS::Partition}'].map((partition) => (
        it_({}, policy({ ...DENIED, Resource: ['', '/*'].map((suffix) => ({ 'Fn::Sub': `arn:${partition}:s3:::\${Parameter}${suffix}` })) })))),
      it_({}, policy({ ...DENIED, Condition: { Bool: { 'aws:SecureTransport': false } } })),
      it_({}, policy({ ...DENIED, Resource: { 'Fn::Sub': '${It.Arn}*' } })),
      it_({ BucketName: 'records' }, policy({ ...DENIED, Resource: ['arn:aws:s3:::records', 'arn:aws:s3:::records/*'] })),
      it_({ BucketName: NAMED }, { Policy: ['AWS::S3::BucketPolicy', { Bucket: NAMED, PolicyDocument: { Statement: [{ ...DENIED, Resource: BY_NAME }] } }] }),
      it_({ BucketName: 'records' }, { Policy: ['AWS::S3::BucketPolicy', { Bucket: 'records', PolicyDocument: { Statement: [DENIED] } }] })],
    fails: [
      [it_({}), TLS],
      [it_({}, foreign), TLS],
      [it_({}, policy({ ...DENIED, Effect: 'Allow' })), TLS],
      [it_({}, policy({ ...DENIED, Principal: { AWS: 'arn:aws:iam::1:root' } })), TLS],
      [it_({}, policy({ ...DENIED, Action: 's3:GetObject' })), TLS],
      [it_({}, policy({ ...DENIED, Resource: BUCKET })), TLS],
      [it_({}, policy({ ...DENIED, Resource: OBJECTS })), TLS],
      [it_({}, policy({ ...DENIED, Resource: undefined })), TLS],
      [it_({}, policy({ ...DENIED, Resource: { 'Fn::Sub': '${It.Arn}/logs-*' } })), TLS],
      [it_({}, policy({ ...DENIED, Resource: [BUCKET, { 'Fn::Sub': '${It.Arn}/logs/*' }] })), TLS],
      [it_({ BucketName: 'records' }, policy({ ...DENIED, Resource: ['arn:aws:s3:::records', 'arn:aws:s3:::records/logs/*'] })), TLS],
      [it_({}, policy({ ...DENIED, Condition: undefined })), TLS],
      [it_({}, policy({ ...DENIED, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), TLS],
      [it_({}, policy({ ...DENIED, Condition: { ...DENIED.Condition, StringEquals: { 'aws:SourceAccount': '1' } } })), TLS],
      [it_({}, policy({ ...DENIED, Condition: { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'true' } } })), TLS],
      [it_({}, policy({ ...DENIED, Condition: { StringEquals: { 'aws:SecureTransport': 'false' } } })), TLS],
    ],
    open: [[it_({}, policy({ ...DENIED, Action: PARAMETER })), TLS]],
    differs: { holds: 'cdk-nag requires both ARNs and ignores wildcard resources', fails: 'cdk-nag ignores further conditions of the statement' },
  },
  'S3.BucketVersioned': exactly('VersioningConfiguration.Status', 'Enabled', 'Suspended'),
  'S3.BucketAccessLogged': withoutDestinations(present('LoggingConfiguration', { DestinationBucketName: 'logs' }), [
    ...WITHOUT_KMS,
    { Source: ['AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'It' } }] },
    { Source: ['AWS::Config::DeliveryChannel', { S3BucketName: { Ref: 'It' } }] },
    { Source: ['AWS::EC2::FlowLog', { LogDestination: { 'Fn::GetAtt': ['It', 'Arn'] } }] },
    { Source: ['AWS::EC2::FlowLog', { LogDestination: { 'Fn::Sub': '${It.Arn}/${Parameter}/' } }] },
    { Source: ['AWS::EC2::FlowLog', { LogDestination: { 'Fn::Sub': 'arn:aws:s3:::${It}/${Parameter}/' } }] },
    { Source: ['AWS::CloudFront::Distribution', { DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': ['It', 'DomainName'] } } } }] },
    policy({ ...DELIVERY, Principal: { Service: ['delivery.logs.amazonaws.com'] } }),
  ], [
    { Source: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: PARAMETER }] }] },
    { Source: ['AWS::CloudFront::Distribution', { DistributionConfig: { Origins: [{ DomainName: { 'Fn::GetAtt': ['It', 'DomainName'] } }] } }] },
    policy({ ...DELIVERY, Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: 's3:GetBucketAcl' }),
    policy({ ...DELIVERY, Principal: { Service: 'cloudfront.amazonaws.com' } }),
  ]),
  'S3.BucketAclsOff': {
    holds: [it_({}), it_({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }, AccessControl: 'Private' })],
    fails: [
      ...['ObjectWriter', 'BucketOwnerPreferred'].map((ObjectOwnership) => [
        it_({ OwnershipControls: { Rules: [{ ObjectOwnership }] } }), `ObjectOwnership is "${ObjectOwnership}", must be another value`,
      ] as const),
      ...['PublicRead', 'PublicReadWrite', 'AuthenticatedRead', 'LogDeliveryWrite', 'BucketOwnerRead', 'BucketOwnerFullControl', 'AwsExecRead']
        .map((AccessControl) => [it_({ AccessControl }), `AccessControl is "${AccessControl}", must be another value`] as const),
    ],
    open: [[it_({ AccessControl: PARAMETER }), undetermined('AccessControl')]],
  },
  'S3.BucketLifecycle': rule('LifecycleConfiguration'),
  'S3.BucketObjectLocked': exactly('ObjectLockEnabled', true, false, { differs: { holds: 'cdk-nag also requires a default retention; S3.15 does not' } }),
  'S3.BucketReplicated': rule('ReplicationConfiguration'),
  'S3.BucketEventsSent': {
    holds: [
      it_({ NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }),
      it_({}, { Events: ['Custom::S3BucketNotifications', { BucketName: { Ref: 'It' } }] }),
    ],
    fails: [[it_({}), 'NotificationConfiguration is not set']],
    open: [[it_({}, { Events: ['Custom::S3BucketNotifications', { BucketName: 'another' }] }), 'NotificationConfiguration is not set']],
  },
  'S3.AccessPointPublicAccessBlocked': accessPoint,
  'S3.MultiRegionAccessPointPublicAccessBlocked': accessPoint,
  'S3.DirectoryBucketLifecycle': rule('LifecycleConfiguration'),
  'S3.BucketForeignAccountsRestricted': (() => {
    const allowed = (Action: unknown, AWS: unknown) => it_({}, policy({ Effect: 'Allow', Action, Resource: BUCKET, Principal: { AWS } }));
    const OTHER = 'arn:aws:iam::210987654321:root';
    const OWN = 'arn:aws:iam::123456789012:root';
    return {
      holds: [
        it_({}),
        allowed(['s3:GetObject', 's3:ListBucket'], OTHER),
        allowed('s3:PutBucketPolicy', OWN),
        allowed('s3:*', { 'Fn::GetAtt': ['Role', 'Arn'] }),
        allowed('s3:*', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] }),
        it_({}, policy({ ...DENIED, Principal: { AWS: OTHER } })),
      ],
      fails: [
        [allowed('s3:PutBucketPolicy', OTHER), `a bucket policy allows s3:PutBucketPolicy to ${OTHER}`],
        [allowed(['s3:GetObject', 's3:Put*Acl'], ['210987654321', OWN]), 'a bucket policy allows s3:PutBucketAcl, s3:PutObjectAcl to 210987654321'],
        [allowed('*', '*'), 'a bucket policy allows s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutBucketPolicy, s3:PutEncryptionConfiguration, s3:PutObjectAcl to *'],
      ],
      open: [[allowed('s3:PutBucketPolicy', PARAMETER), undetermined('a principal of the bucket policy')]],
    };
  })(),
}));

function encrypted(algorithm: unknown) {
  return { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: algorithm } }] } };
}
