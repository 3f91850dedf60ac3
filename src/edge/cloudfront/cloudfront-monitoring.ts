import { createHash } from 'crypto';
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { scopeInCloudFrontRegion } from './cloudfront-region';
import { ResolvedCloudFront } from './resolve-cloudfront-props';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { encryptedLogGroup, plainArn } from '../../core/parts/log-group';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { recommendedAlarms } from '../../core/workload/registry';
import { uniqueName } from '../shared/names';

/** All fields except the cookies, which can contain credentials (CloudFront Developer Guide, Standard logging reference). */
const FIELDS = [
  'date', 'time', 'x-edge-location', 'sc-bytes', 'c-ip', 'cs-method', 'cs(Host)', 'cs-uri-stem', 'sc-status', 'cs(Referer)', 'cs(User-Agent)', 'cs-uri-query',
  'x-edge-result-type', 'x-edge-request-id', 'x-host-header', 'cs-protocol', 'cs-bytes', 'time-taken', 'x-forwarded-for', 'ssl-protocol', 'ssl-cipher',
  'x-edge-response-result-type', 'cs-protocol-version', 'fle-status', 'fle-encrypted-fields', 'c-port', 'time-to-first-byte', 'x-edge-detailed-result-type',
  'sc-content-type', 'sc-content-len', 'sc-range-start', 'sc-range-end',
];

/**
 * Access logs by standard logging (v2), because legacy logging requires a bucket with ACLs. Source, destination and delivery are in us-east-1
 * (CloudFront Developer Guide, Configure standard logging (v2)). AWS adds the resource policy of a log group itself.
 * @returns the log group; undefined if the logs are delivered to a bucket
 */
export function logDistribution(
  scope: Construct, distribution: cloudfront.Distribution, bucket: s3.IBucket | undefined, prefix: string,
): logs.LogGroup | undefined {
  const place = scopeInCloudFrontRegion(scope, 'edge-logs');
  const name = uniqueName(scope, NameLimit.LOG_DELIVERY);
  if (bucket) LogDelivery.CLOUDFRONT._allow(bucket, prefix);
  const logGroup = bucket ? undefined : encryptedLogGroup(place, 'AccessLogs');
  const source = new logs.CfnDeliverySource(place, 'LogSource', { name, logType: 'ACCESS_LOGS', resourceArn: distribution.distributionArn });
  const destinationResourceArn = logGroup ? plainArn(logGroup) : `${bucket!.bucketArn}/${prefix}`;
  const destination = new logs.CfnDeliveryDestination(place, 'LogDestination', {
    name: logGroup ? name : nameWith(scope, name, destinationResourceArn), destinationResourceArn, outputFormat: 'json',
  });
  const delivery = new logs.CfnDelivery(place, 'LogDelivery', {
    deliverySourceName: source.ref, deliveryDestinationArn: destination.attrArn, recordFields: FIELDS,
  });
  if (bucket?.policy) delivery.node.addDependency(bucket.policy);
  return logGroup;
}

// Another bucket or prefix replaces the destination. The new one is created before the old one is deleted, so it has another name.
function nameWith(scope: Construct, name: string, arn: string): string {
  const hash = createHash('sha256').update(JSON.stringify(Stack.of(scope).resolve(arn))).digest('hex').slice(0, 8);
  return `${cut(name, NameLimit.LOG_DELIVERY.maxLength - hash.length - 1)}-${hash}`;
}

/** An alarm on 5xx errors. The metrics of CloudFront are in us-east-1 (CloudFront Developer Guide, Get metrics using the API). */
export function recommendDistributionAlarm(scope: Construct, distribution: cloudfront.Distribution): void {
  recommendedAlarms(scope).add({
    construct: scopeInCloudFrontRegion(scope, 'edge-logs'),
    id: 'Error5xxRateHigh',
    description: 'At least 5 % of requests fail with a 5xx error: the origin fails, or CloudFront cannot connect to it',
    metric: new cloudwatch.Metric({
      namespace: 'AWS/CloudFront',
      metricName: '5xxErrorRate',
      dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
      statistic: cloudwatch.Stats.AVERAGE,
      period: Duration.minutes(1),
    }),
    threshold: 5,
    evaluationPeriods: 5,
  });
}

/** Acknowledges findings that do not apply to the distribution. */
export function acknowledgeDistribution(distribution: cloudfront.Distribution, { viewers }: ResolvedCloudFront): void {
  const resource = distribution.node.defaultChild!;
  acknowledgeFindings(resource, 'Requests are logged by standard logging (v2), which is not a property of the distribution and needs no bucket with ACLs', 'AwsSolutions-CFR3');
  acknowledgeFindings(resource, 'The origin, a bucket or a load balancer, spans several Availability Zones; a second origin is for workloads that fail over to another Region',
    'CloudFront.OriginFailover');
  if (!viewers.geoRestriction) {
    acknowledgeFindings(resource, 'The countries that a service is for are decided by its owner, in viewers.geoRestriction or in a rule of the web ACL', 'AwsSolutions-CFR1');
  }
  if (!viewers.defaultRootObject) {
    acknowledgeFindings(resource, 'The origin is a load balancer: the application responds to requests for the root, and there is no bucket to list', 'CloudFront.DefaultRootObject');
  }
}
