import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { supportStack } from '../../core/parts/support-stack';
import { isUnresolved, refuse } from '../../core/validation';

/** Region of the certificates, web ACLs, log deliveries and metrics of CloudFront (CloudFront Developer Guide, AWS Regions). */
export const CLOUDFRONT_REGION = 'us-east-1';

/** Two stacks: the distribution depends on one, the other depends on the distribution. */
type Part = 'edge' | 'edge-logs';

/** Refuses a stack in another partition, which cannot refer to resources in us-east-1. */
export function requireCloudFrontPartition(scope: Construct): void {
  const { region } = Stack.of(scope);
  const partition = isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
  if (partition === undefined || partition === 'aws') return;
  refuse(scope, `the stack must be in partition aws, got ${region} in partition ${partition}: certificate and web ACL are in ${CLOUDFRONT_REGION}`);
}

/** Whether the stack is in us-east-1. A stack without a Region counts as one there. */
export function isInCloudFrontRegion(scope: Construct): boolean {
  const { region } = Stack.of(scope);
  return isUnresolved(region) || region === CLOUDFRONT_REGION;
}

/** Scope of a part in us-east-1: the construct itself, or a construct in a stack of the workload there. */
export function scopeInCloudFrontRegion(scope: Construct, part: Part): Construct {
  if (isInCloudFrontRegion(scope)) return scope;
  const support = supportStack(scope, CLOUDFRONT_REGION, part);
  const id = scope.node.path.replace(/\//g, '-');
  return support.node.tryFindChild(id) as Construct | undefined ?? new Construct(support, id);
}
