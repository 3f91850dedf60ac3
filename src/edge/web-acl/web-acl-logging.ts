import { Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WebAclLogs } from './web-acl-logs';
import { encryptedLogGroup, plainArn } from '../../core/parts/log-group';
import { refuse } from '../../core/validation';

/** AWS WAF delivers to log groups of this prefix only (AWS WAF Developer Guide, Sending web ACL traffic logs to CloudWatch Logs). */
const PREFIX = 'aws-waf-logs-';

/** Headers that let whoever reads them act as the user. */
const CREDENTIALS = ['authorization', 'cookie'];

/** All headers whose values nobody gets to see, each once. */
export function redactedHeaders(options: WebAclLogs): string[] {
  return [...new Set([...CREDENTIALS, ...(options.redactedHeaders ?? []).map((header) => header.toLowerCase())])];
}

/**
 * Keeps the values out of samples, too, which redaction in logs does not (AWS WAF API, DataProtectionConfig and VisibilityConfig).
 */
export function dataProtection(headers: string[]): wafv2.CfnWebACL.DataProtectionConfigProperty {
  return { dataProtections: [{ field: { fieldType: 'SINGLE_HEADER', fieldKeys: headers }, action: 'SUBSTITUTION' }] };
}

/**
 * The resource policy that delivery needs is not made here: AWS puts it on the log group when logging is switched on, a second one there is
 * refused, and those of the account are limited to ten (CloudWatch Logs User Guide, Logs sent to CloudWatch Logs).
 */
export function logWebAcl(scope: Construct, webAcl: wafv2.CfnWebACL, name: string, options: WebAclLogs): logs.LogGroup {
  const logGroupName = options.logGroupName ?? `${PREFIX}${name}`;
  if (!Token.isUnresolved(logGroupName) && !logGroupName.startsWith(PREFIX)) {
    refuse(scope, `logGroupName is '${logGroupName}', need one that begins with ${PREFIX}: AWS WAF delivers to no other`);
  }
  const logGroup = encryptedLogGroup(scope, 'LogGroup', { logGroupName, retention: options.retention, encryptionKey: options.encryptionKey });
  new wafv2.CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [plainArn(logGroup)],
    redactedFields: redactedHeaders(options).map((header) => ({ singleHeader: { Name: header } })),
  });
  return logGroup;
}
