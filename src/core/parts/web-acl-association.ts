import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../validation';

const ID = 'WebAclAssociation';

/** Associates a web ACL with a resource. The association is below the resource, so that its logical id is stable: replacing it removes the protection. */
export function associateWebAcl(resource: IConstruct, resourceArn: string, webAcl: wafv2.IWebACLRef): void {
  if (resource.node.tryFindChild(ID)) refuse(resource, `web ACL association already exists on '${resource.node.path}'`);
  // The scope in the reference of an L1 is a token.
  const scope = webAcl instanceof wafv2.CfnWebACL ? webAcl.scope : webAcl.webAclRef.scope;
  if (scope === 'CLOUDFRONT') {
    refuse(resource, `scope of web ACL '${webAcl.node.path}' must be REGIONAL, got CLOUDFRONT: pass the web ACL to the distribution as webAclId`);
  }
  new wafv2.CfnWebACLAssociation(resource as Construct, ID, { resourceArn, webAclArn: webAcl.webAclRef.webAclArn });
}
