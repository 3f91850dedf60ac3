import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as kms from 'aws-cdk-lib/aws-kms';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';

/**
 * Allows the distribution to decrypt. The policy of a key must not name the distribution if the distribution depends on the key, through a bucket
 * whose name CloudFormation generates, the policy of a log bucket, or a secret. In that case the policy allows any distribution of the account to
 * decrypt, and the policy of the bucket still allows only this one to read.
 */
export function allowDecryption(key: kms.IKey, distribution: cloudfront.Distribution): void {
  const stack = Stack.of(distribution);
  const any = `arn:${stack.partition}:cloudfront::${stack.account}:distribution/*`;
  const [resource, other] = [distribution, key].map(({ node }) => node.defaultChild as CfnResource | undefined);
  // An imported key keeps its policy, and a key of another stack is deployed before the distribution.
  if (!other || Stack.of(key) !== stack) {
    allowKeyUse(key, KeyUse.cloudFront(any));
    return;
  }
  allowKeyUse(key, KeyUse.cloudFront(Lazy.uncachedString({
    // While one key is decided, the policies of the others count as naming their distributions. Otherwise two keys that depend on each other would
    // both allow any distribution.
    produce: () => (!isDeciding && deciding(() => dependsOn(resource!, other)) ? any : distribution.distributionArn),
  })));
}

let isDeciding = false;

function deciding(question: () => boolean): boolean {
  isDeciding = true;
  try {
    return question();
  } finally {
    isDeciding = false;
  }
}

/** References of a resource to others in the template: `Ref`, `Fn::GetAtt` and the variables of `Fn::Sub`. */
const REFERENCES = /"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"|\$\{([A-Za-z0-9]+)[.}]/g;

/** Whether a resource depends on another of its stack, directly or through others, in the current state of the template. */
export function dependsOn(resource: CfnResource, other: CfnResource): boolean {
  const { stack } = resource;
  const byId = new Map(stack.node.findAll().filter(CfnResource.isCfnResource).filter((each) => Stack.of(each) === stack)
    .map((each) => [idOf(each), each]));
  const seen = new Set<string>();
  const visit = (id: string): boolean => {
    const found = byId.get(id);
    if (!found || seen.has(id)) return false;
    seen.add(id);
    return found === other || neighborsOf(found).some(visit);
  };
  return visit(idOf(resource));
}

function neighborsOf(resource: CfnResource): string[] {
  const properties = JSON.stringify(resource.stack.resolve(Reflect.get(resource, 'cfnProperties')));
  const references = [...properties.matchAll(REFERENCES)].map(([, ref, attribute, substituted]) => ref ?? attribute ?? substituted);
  const explicit = resource.obtainDependencies().filter(CfnResource.isCfnResource).map(idOf);
  return [...references, ...explicit];
}

function idOf(resource: CfnResource): string {
  return resource.stack.resolve(resource.logicalId);
}
