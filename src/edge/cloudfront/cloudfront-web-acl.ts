import { Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { scopeInCloudFrontRegion } from './cloudfront-region';
import { weakReference } from '../../core/parts/weak-reference';
import { WebAcl } from '../web-acl/web-acl';
import { WebAclScope } from '../web-acl/web-acl-enums';

/** Creates the web ACL of a distribution, in us-east-1 (AWS WAF API, CreateWebACL: Scope). */
export function webAclOf(scope: Construct): wafv2.IWebACLRef {
  return new WebAcl(scopeInCloudFrontRegion(scope, 'edge'), 'WebAcl', { scope: WebAclScope.CLOUDFRONT });
}

/** ARN of a web ACL as the stack of the distribution refers to it: without an export, if the web ACL is in another stack. */
export function webAclArnFor(scope: Construct, webAcl: wafv2.IWebACLRef): string {
  const { webAclArn } = webAcl.webAclRef;
  return Stack.of(webAcl) === Stack.of(scope) ? webAclArn : weakReference(webAclArn);
}
