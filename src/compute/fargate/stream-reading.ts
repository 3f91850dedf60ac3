import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';

/**
 * Lets a principal read a stream and nothing else (Kinesis Data Streams Developer Guide, Controlling access: read access, enhanced fan-out read
 * access). Records are decrypted by way of Kinesis alone.
 */
export function allowReading(reader: iam.IPrincipal, stream: kinesis.IStream, consumer?: kinesis.IStreamConsumer): void {
  const { encryptionKey, streamArn, env: { region } } = stream;
  const allow = (actions: string[], resource: string, conditions?: { [operator: string]: unknown }) => {
    reader.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource], conditions }));
  };
  if (consumer) {
    allow(['kinesis:DescribeStreamSummary', 'kinesis:ListShards'], streamArn);
    allow(['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], consumer.streamConsumerArn);
  } else {
    allow(['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'], streamArn);
  }
  if (encryptionKey) {
    allow(['kms:Decrypt'], encryptionKey.keyArn, { StringEquals: { 'kms:ViaService': `kinesis.${region}.amazonaws.com` } });
  }
}
