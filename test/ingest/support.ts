import { Resource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { KinesisIngestApi, KinesisIngestApiProps } from '../../src';
import { templateOf, testStack } from '../support';

export const WEB_ACL_ARN = 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/ledger/1234';

class ExistingWebAcl extends Resource implements wafv2.IWebACLRef {
  public readonly webAclRef = { webAclArn: WEB_ACL_ARN, webAclName: 'ledger', webAclId: '1234', scope: 'REGIONAL' };
}

/** A web ACL that is there already. */
export function webAclIn(stack: Stack): wafv2.IWebACLRef {
  return new ExistingWebAcl(stack, 'WebAcl');
}

export function make(props: Partial<KinesisIngestApiProps> = {}, stack = testStack()): KinesisIngestApi {
  return new KinesisIngestApi(stack, 'Ingest', { webAcl: props.webAcl ?? webAclIn(stack), ...props });
}

export function templateWith(props: Partial<KinesisIngestApiProps> = {}, stack = testStack()): Template {
  make(props, stack);
  return templateOf(stack);
}

/** The properties of the only resource of a type, or of the only one whose logical id matches. */
export function only(template: Template, type: string, id = /./): any {
  const found = Object.entries(template.findResources(type)).filter(([logicalId]) => id.test(logicalId));
  expect(found).toHaveLength(1);
  return (found[0][1] as any).Properties;
}
