import { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { allowDecryption } from './bucket-key';
import { givenName } from '../../core/buckets/bucket-name';
import { requireArgument, requireProps, requireString } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { uniqueName } from '../shared/names';
import { requireInStack } from '../shared/validation';

/** An origin of a distribution, the defaults of its cache behavior, and the permissions that it gets once the distribution exists. */
export interface BoundOrigin {
  readonly origin: cloudfront.IOrigin;
  readonly behavior: Omit<cloudfront.BehaviorOptions, 'origin'>;
  readonly admit: (distribution: cloudfront.Distribution, webAclArn: string) => void;
}

/** A bucket by a domain name that does not refer to it. */
class NamedBucketOrigin extends cloudfront.OriginBase {
  constructor(domainName: string, props: cloudfront.OriginProps) {
    super(domainName, props);
  }

  protected override renderS3OriginConfig(): cloudfront.CfnDistribution.S3OriginConfigProperty {
    return { originAccessIdentity: '' };
  }
}

/** Refuses a bucket of another stack: its policy names the distribution. An imported bucket keeps its policy. */
export function requireBucketOrigin(scope: Construct, prop: string, bucket: s3.IBucket, options: { readonly originPath?: string }): void {
  requireArgument(scope, `${prop}.bucket`, 'IBucket', bucket);
  requireProps(scope, 'BucketOriginOptions', options, prop);
  requireString(scope, `${prop}.originPath`, options.originPath, {
    need: 'a path such as /site of at most 255 characters, without a slash at its end', pattern: /(?:\/[^/\s]+)+/, maxLength: 255,
  });
  if (bucket.node.defaultChild) requireInStack(scope, `${prop}.bucket`, bucket, Stack.of(scope));
}

/** A bucket that only the distribution can read. It cannot list the bucket: the response for a missing object is 403. */
export function bucketOrigin(scope: Construct, bucket: s3.IBucket, originPath: string | undefined): BoundOrigin {
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
      if (bucket.encryptionKey) allowDecryption(bucket.encryptionKey, distribution);
    },
  };
}
