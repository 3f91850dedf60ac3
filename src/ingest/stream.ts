import { Duration } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { IngestStreamOptions } from './ingest-options';
import { keyFor } from '../core/keys/key-for';
import { KeyUse } from '../core/keys/key-use';
import { DataClass } from '../core/keys/workload-key';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { Workload } from '../core/workload/workload';

/** A stream under a customer managed key, with metrics for each shard. */
export function streamFor(scope: Construct, options: IngestStreamOptions): kinesis.Stream {
  const { onDemand, retentionPeriod, maxRecordSizeInKiB } = options;
  const stream = new kinesis.Stream(scope, 'Stream', {
    streamName: options.streamName,
    streamMode: onDemand ? kinesis.StreamMode.ON_DEMAND : kinesis.StreamMode.PROVISIONED,
    shardCount: onDemand ? undefined : options.shardCount ?? 1,
    retentionPeriod: retentionPeriod ?? Duration.hours(24),
    encryption: kinesis.StreamEncryption.KMS,
    encryptionKey: keyFor(scope, options.encryptionKey, DataClass.DATA, KeyUse.via('kinesis')),
    shardLevelMetrics: [kinesis.ShardLevelMetrics.ALL],
    removalPolicy: Workload.of(scope).removalPolicy,
  });
  const resource = stream.node.defaultChild as kinesis.CfnStream;
  if (maxRecordSizeInKiB !== undefined) resource.maxRecordSizeInKiB = maxRecordSizeInKiB;
  acknowledgeFindings(resource, 'The key is customer managed, so that its policy says who reads the records; the rule asks for the one that AWS manages',
    'AwsSolutions-KDS3');
  // A retention that somebody asked for is judged.
  if (!retentionPeriod) {
    acknowledgeFindings(resource, 'The stream hands records on to a store of its own; an alarm on the age of records goes off long before a day is over',
      'Kinesis.StreamRetained');
  }
  return stream;
}
