import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EncryptedLogGroupProps } from './workload-parts-props';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { Workload } from '../workload/workload';

/** A log group with the key and the retention of the workload. All log groups of the library are created here. */
export function encryptedLogGroup(scope: Construct, id: string, options: EncryptedLogGroupProps = {}): logs.LogGroup {
  const workload = Workload.of(scope);
  requireName(scope, 'logGroupName', options.logGroupName, NameLimit.LOG_GROUP);
  return new logs.LogGroup(scope, id, {
    logGroupName: options.logGroupName,
    retention: options.retention ?? workload.logRetention,
    encryptionKey: keyFor(scope, options.encryptionKey, DataClass.LOGS, KeyUse.CLOUDWATCH_LOGS),
    removalPolicy: workload.removalPolicy,
  });
}

/** The ARN of a log group without the suffix `:*` of the attribute `Arn`, which services that deliver logs reject. */
export function plainArn(logGroup: logs.LogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
