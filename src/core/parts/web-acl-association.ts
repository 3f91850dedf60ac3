import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../validation';

const ID = 'WebAclAssociation';

/** Below the resource, so that its id stays the same whatever else the web ACL protects: deleting a renamed one would bare the resource. */
export function associateWebAcl(resource: IConstruct, resourceArn: string, webAcl: wafv2.IWebACLRef): void {
  if (resource.node.tryFindChild(ID)) refuse(resource, `'${resource.node.path}' has a web ACL already, need one at most`);
  // The reference of an L1 has it as a token.
  const scope = webAcl instanceof wafv2.CfnWebACL ? webAcl.scope : webAcl.webAclRef.scope;
  if (scope === 'CLOUDFRONT') {
    refuse(resource, `web ACL '${webAcl.node.path}' has scope CLOUDFRONT, need REGIONAL; a distribution takes the ARN of the web ACL as its webAclId`);
  }
  new wafv2.CfnWebACLAssociation(resource as Construct, ID, { resourceArn, webAclArn: webAcl.webAclRef.webAclArn });
}
