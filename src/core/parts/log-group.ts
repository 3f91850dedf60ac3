import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { Workload } from '../workload/workload';

export interface EncryptedLogGroupOptions {
  readonly logGroupName?: string;
  readonly retention?: logs.RetentionDays;
  readonly encryptionKey?: kms.IKey;
}

/** A log group under the workload's key, kept as long as its frameworks ask. Every log group of the library is made here. */
export function encryptedLogGroup(scope: Construct, id: string, options: EncryptedLogGroupOptions = {}): logs.LogGroup {
  const workload = Workload.of(scope);
  requireName(scope, 'logGroupName', options.logGroupName, NameLimit.LOG_GROUP);
  return new logs.LogGroup(scope, id, {
    logGroupName: options.logGroupName,
    retention: options.retention ?? workload.logRetention,
    encryptionKey: keyFor(scope, options.encryptionKey, DataClass.LOGS, KeyUse.CLOUDWATCH_LOGS),
    removalPolicy: workload.removalPolicy,
  });
}

/** The ARN of a log group as services that deliver logs take it: the attribute `Arn` ends in `:*`, which they refuse. */
export function plainArn(logGroup: logs.LogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
