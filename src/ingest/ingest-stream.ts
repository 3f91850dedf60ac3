import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { ResolvedStream } from './resolve-ingest-props';
import { keyFor } from '../core/keys/key-for';
import { KeyUse } from '../core/keys/key-use';
import { DataClass } from '../core/keys/workload-key';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';
import { Workload } from '../core/workload/workload';

/** A stream that is encrypted with a customer managed key and sends metrics per shard. */
export function ingestStream(scope: Construct, options: ResolvedStream): kinesis.Stream {
  const { streamName, shardCount, retentionPeriod, maxRecordSizeInKiB, encryptionKey, isDefaultRetention } = options;
  const stream = new kinesis.Stream(scope, 'Stream', {
    streamName,
    streamMode: shardCount === undefined ? kinesis.StreamMode.ON_DEMAND : kinesis.StreamMode.PROVISIONED,
    shardCount,
    retentionPeriod,
    encryption: kinesis.StreamEncryption.KMS,
    encryptionKey: keyFor(scope, encryptionKey, DataClass.DATA, KeyUse.via('kinesis')),
    shardLevelMetrics: [kinesis.ShardLevelMetrics.ALL],
    removalPolicy: Workload.of(scope).removalPolicy,
  });
  const resource = stream.node.defaultChild as kinesis.CfnStream;
  if (maxRecordSizeInKiB !== undefined) resource.maxRecordSizeInKiB = maxRecordSizeInKiB;
  acknowledgeFindings(resource, 'The key is customer managed, so that its policy controls who reads the records; the rule requires the AWS managed key',
    'AwsSolutions-KDS3');
  // An explicit retention is checked.
  if (isDefaultRetention) {
    acknowledgeFindings(resource, 'Consumers store the records elsewhere; the alarm on the iterator age reports a delay of one hour, long before records expire',
      'Kinesis.StreamRetained');
  }
  return stream;
}

/** The role with which API Gateway writes to a stream. */
export function writerRole(scope: Construct, { streamArn, encryptionKey }: kinesis.IStream): iam.Role {
  const role = new LeastPrivilegeRole(scope, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: [streamArn] }));
  if (encryptionKey) {
    const { keyArn } = keyFor(scope, encryptionKey, DataClass.DATA, KeyUse.via('kinesis'));
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['kms:GenerateDataKey'], resources: [keyArn] }));
  }
  return role;
}
