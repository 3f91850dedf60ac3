import { Fn, Resource, Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WebAclScope } from './web-acl-enums';
import { isUnresolved, mustBe, requireString } from '../../core/validation';

const ARN = /arn:[\w-]+:wafv2:[\w-]+:\d{12}:(?:regional|global)\/webacl\/[\w-]+\/[\w-]+/;

/** An existing web ACL: arn:partition:wafv2:region:account:regional|global/webacl/name/id. */
export class ImportedWebAcl extends Resource implements wafv2.IWebACLRef {
  public readonly webAclRef: wafv2.WebACLReference;

  constructor(scope: Construct, id: string, webAclArn: string) {
    super(scope, id, { environmentFromArn: requiredArn(scope, webAclArn) });
    const parts = Fn.split('/', webAclArn);
    const isGlobal = !isUnresolved(webAclArn) && parts[0].endsWith(':global');
    if (!isGlobal) this.requireOwnRegion(webAclArn);
    this.webAclRef = {
      webAclArn,
      webAclName: Fn.select(2, parts),
      webAclId: Fn.select(3, parts),
      scope: isGlobal ? WebAclScope.CLOUDFRONT : WebAclScope.REGIONAL,
    };
  }

  // A regional web ACL protects resources of its Region (AWS WAF API, AssociateWebACL).
  private requireOwnRegion(webAclArn: string) {
    const { region } = Stack.of(this);
    if (isUnresolved(webAclArn) || isUnresolved(region) || webAclArn.split(':')[3] === region) return;
    mustBe(this, 'webAclArn', `the ARN of a web ACL in ${region}`, webAclArn);
  }
}

function requiredArn(scope: Construct, webAclArn: string): string {
  requireString(scope, 'webAclArn', webAclArn, { need: 'the ARN of a web ACL', pattern: ARN });
  return webAclArn;
}

/** Scope of a web ACL; undefined if only a deployment knows it. */
export function scopeOf(webAcl: wafv2.IWebACLRef): string | undefined {
  // The reference of an L1 has the scope as a token.
  if (webAcl instanceof wafv2.CfnWebACL) return webAcl.scope;
  const { scope, webAclArn } = webAcl.webAclRef;
  return webAcl instanceof ImportedWebAcl && isUnresolved(webAclArn) ? undefined : scope;
}
