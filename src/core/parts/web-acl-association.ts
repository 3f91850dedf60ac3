import { Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { isUnresolved, refuse } from '../validation';

const ID = 'WebAclAssociation';

/** Refuses a web ACL that cannot protect regional resources in the stack of a construct. Tokens pass. */
export function requireRegionalWebAcl(scope: IConstruct, webAcl: wafv2.IWebACLRef): void {
  // The scope in the reference of an L1 is a token.
  const webAclScope = webAcl instanceof wafv2.CfnWebACL ? webAcl.scope : webAcl.webAclRef.scope;
  if (webAclScope === 'CLOUDFRONT') {
    refuse(scope, `scope of web ACL '${webAcl.node.path}' must be REGIONAL, got CLOUDFRONT: pass the web ACL to the distribution as webAclId`);
  }
  // A web ACL protects resources of its Region (AWS WAF API, AssociateWebACL).
  const [own, other] = [Stack.of(scope).region, webAcl.env.region];
  if (!isUnresolved(own) && !isUnresolved(other) && own !== other) refuse(scope, `Region of web ACL '${webAcl.node.path}' must be ${own}, got ${other}`);
}

/** Associates a web ACL with a resource. The association is below the resource, so that its logical id is stable: replacing it removes the protection. */
export function associateWebAcl(resource: IConstruct, resourceArn: string, webAcl: wafv2.IWebACLRef): void {
  if (resource.node.tryFindChild(ID)) refuse(resource, `web ACL association already exists on '${resource.node.path}'`);
  requireRegionalWebAcl(resource, webAcl);
  new wafv2.CfnWebACLAssociation(resource as Construct, ID, { resourceArn, webAclArn: webAcl.webAclRef.webAclArn });
}
