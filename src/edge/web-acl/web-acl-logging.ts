import { Lazy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ResolvedWebAcl } from './resolve-web-acl-props';
import { encryptedLogGroup, plainArn } from '../../core/parts/log-group';

/** Redacts the headers in samples too, which the redacted fields of a logging configuration do not (AWS WAF API, DataProtectionConfig). */
export function dataProtection({ redactedHeaders }: ResolvedWebAcl): wafv2.CfnWebACL.DataProtectionConfigProperty {
  // A listener that compares a secret header adds the header later.
  const fieldKeys = Lazy.list({ produce: () => redactedHeaders });
  return { dataProtections: [{ field: { fieldType: 'SINGLE_HEADER', fieldKeys }, action: 'SUBSTITUTION' }] };
}

/**
 * Sends the logs of a web ACL to an encrypted log group. AWS adds the resource policy for the delivery when logging is enabled. A second policy
 * would be refused, and an account can have at most ten (CloudWatch Logs User Guide, Logs sent to CloudWatch Logs).
 */
export function logWebAcl(scope: Construct, webAcl: wafv2.CfnWebACL, { logs: options, redactedHeaders }: ResolvedWebAcl): logs.LogGroup {
  const logGroup = encryptedLogGroup(scope, 'LogGroup', options);
  new wafv2.CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [plainArn(logGroup)],
    redactedFields: Lazy.any({ produce: () => redactedHeaders.map((header) => ({ singleHeader: { Name: header } })) }),
  });
  return logGroup;
}
