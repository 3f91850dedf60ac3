import { Fn, Resource, Token } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WebAclScope } from './web-acl-scope';

/** A web ACL of which only the ARN is known: arn:partition:wafv2:region:account:regional|global/webacl/name/id. */
export class ImportedWebAcl extends Resource implements wafv2.IWebACLRef {
  /** A reference to the web ACL. */
  public readonly webAclRef: wafv2.WebACLReference;

  constructor(scope: Construct, id: string, webAclArn: string) {
    super(scope, id);
    const parts = Fn.split('/', webAclArn);
    const isGlobal = !Token.isUnresolved(webAclArn) && parts[0].endsWith(':global');
    this.webAclRef = {
      webAclArn,
      webAclName: Fn.select(2, parts),
      webAclId: Fn.select(3, parts),
      scope: isGlobal ? WebAclScope.CLOUDFRONT : WebAclScope.REGIONAL,
    };
  }
}
