import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { dependsOn } from './depends-on';
import { givenName } from '../../core/buckets/bucket-name';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { uniqueName } from '../shared/unique-name';

/** An origin, what is right for its requests unless told otherwise, and what it asks for once the distribution is there. */
export interface BoundOrigin {
  readonly origin: cloudfront.IOrigin;
  readonly behavior: Omit<cloudfront.BehaviorOptions, 'origin'>;
  readonly admit: (distribution: cloudfront.Distribution, webAclArn: string) => void;
}

/** A bucket by a domain name that need not refer to it. */
class NamedBucketOrigin extends cloudfront.OriginBase {
  constructor(domainName: string, props: cloudfront.OriginProps) {
    super(domainName, props);
  }

  protected override renderS3OriginConfig(): cloudfront.CfnDistribution.S3OriginConfigProperty {
    return { originAccessIdentity: '' };
  }
}

/** A bucket that one distribution may read. It lists nothing: a missing object is a 403. */
export function bucketOrigin(scope: Construct, bucket: s3.IBucket, originPath: string | undefined): BoundOrigin {
  const isImported = bucket.node.defaultChild === undefined;
  if (!isImported && Stack.of(bucket) !== Stack.of(scope)) {
    refuse(scope, `bucket '${bucket.node.path}' is in stack '${Stack.of(bucket).node.path}', need it in that of the distribution, which its policy names`);
  }
  const id = 'OriginAccessControl';
  const accessControl = scope.node.tryFindChild(id) as cloudfront.S3OriginAccessControl | undefined
    ?? new cloudfront.S3OriginAccessControl(scope, id, { originAccessControlName: uniqueName(scope, NameLimit.CLOUDFRONT) });
  const name = givenName(bucket);
  const { region, urlSuffix } = Stack.of(bucket);
  return {
    origin: new NamedBucketOrigin(name === undefined ? bucket.bucketRegionalDomainName : `${name}.s3.${region}.${urlSuffix}`, {
      originPath, originAccessControlId: accessControl.originAccessControlId,
    }),
    behavior: { cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED, allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS },
    admit: (distribution) => {
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: { StringEquals: { 'aws:SourceArn': distribution.distributionArn } },
      }));
      if (bucket.encryptionKey) admitToKey(bucket.encryptionKey, distribution);
    },
  };
}

/**
 * Lets the distribution decrypt. A key that names the distribution must not be what the distribution depends on, by way of a bucket whose name
 * CloudFormation makes, of the policy of a log bucket, or of a secret. Where it is, any distribution of the account may decrypt, while the bucket
 * still lets a single one read what there is to decrypt.
 */
function admitToKey(key: kms.IKey, distribution: cloudfront.Distribution) {
  const stack = Stack.of(distribution);
  const any = `arn:${stack.partition}:cloudfront::${stack.account}:distribution/*`;
  const [resource, other] = [distribution, key].map(({ node }) => node.defaultChild as CfnResource | undefined);
  // An imported key keeps its policy, and one of another stack is deployed before the distribution.
  if (!other || Stack.of(key) !== stack) {
    allowKeyUse(key, KeyUse.cloudFront(any));
    return;
  }
  allowKeyUse(key, KeyUse.cloudFront(Lazy.uncachedString({
    // While a key is asked about, the others are taken to name their distributions: two that know of each other would both be let off else.
    produce: () => (!isAsked && asking(() => dependsOn(resource!, other)) ? any : distribution.distributionArn),
  })));
}

let isAsked = false;

function asking(question: () => boolean): boolean {
  isAsked = true;
  try {
    return question();
  } finally {
    isAsked = false;
  }
}
