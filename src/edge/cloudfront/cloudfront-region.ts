import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { supportStack } from '../../core/parts/support-stack';

/** Certificates, web ACLs, log deliveries and metrics of CloudFront are there (CloudFront Developer Guide, AWS Regions). */
const HOME = 'us-east-1';

/** What the distribution takes stands apart from what takes the distribution: stacks cannot depend on each other in a circle. */
type Part = 'edge' | 'edge-logs';

/** Where a part of a construct stands in us-east-1: in itself, or in a stack of the workload there. A stack of no particular Region counts as one there. */
export function inHomeOfCloudFront(scope: Construct, part: Part): Construct {
  const home = Stack.of(scope);
  if (Token.isUnresolved(home.region) || home.region === HOME) return scope;
  const support = supportStack(scope, HOME, part);
  const id = scope.node.path.replace(/\//g, '-');
  return support.node.tryFindChild(id) as Construct | undefined ?? new Construct(support, id);
}
