import { Stack } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ConfigRecorderOptions } from './config-recording';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { keepInAccount } from '../../core/parts/account-setting';

const SERVICE = 'config.amazonaws.com';

/** A configuration recorder and its delivery channel. */
export interface Recorder {
  readonly recorder: config.CfnConfigurationRecorder;
  readonly channel: config.CfnDeliveryChannel;
}

/** Makes a recorder of all resource types that delivers to a bucket. */
export function recorderInto(scope: Construct, bucket: s3.IBucket, options: ConfigRecorderOptions): Recorder {
  const { prefix = 'config', snapshots = config.MaximumExecutionFrequency.TWENTY_FOUR_HOURS } = options;
  LogDelivery.CONFIG._allow(bucket, prefix);
  const { roleArn, role } = roleFor(scope, options);
  const recorder = new config.CfnConfigurationRecorder(scope, 'Recorder', {
    name: options.recorderName,
    roleArn,
    recordingGroup: { allSupported: true, includeGlobalResourceTypes: options.globalResources ?? true },
  });
  const channel = new config.CfnDeliveryChannel(scope, 'DeliveryChannel', {
    s3BucketName: bucket.bucketName,
    s3KeyPrefix: prefix,
    s3KmsKeyArn: bucket.encryptionKey?.keyArn,
    configSnapshotDeliveryProperties: { deliveryFrequency: snapshots },
  });
  if (role) recorder.node.addDependency(role);
  // AWS Config writes a test object before it accepts the channel. Recorder and channel do not depend on each other: CloudFormation starts the recorder
  // when the channel exists, and AWS Config rejects a channel without a recorder.
  if (bucket.policy) [recorder, channel].forEach((resource) => resource.node.addDependency(bucket.policy!));
  keepInAccount(recorder, channel);
  return { recorder, channel };
}

/** AWS Config Developer Guide, Using Service-Linked Roles for AWS Config. */
function roleFor(scope: Construct, { role, createServiceLinkedRole }: ConfigRecorderOptions): { roleArn: string; role?: Construct } {
  if (role) return { roleArn: role.roleArn };
  const serviceLinked = createServiceLinkedRole ? new iam.CfnServiceLinkedRole(scope, 'ServiceLinkedRole', { awsServiceName: SERVICE }) : undefined;
  if (serviceLinked) keepInAccount(serviceLinked);
  return {
    roleArn: Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: `aws-service-role/${SERVICE}/AWSServiceRoleForConfig` }),
    role: serviceLinked,
  };
}
