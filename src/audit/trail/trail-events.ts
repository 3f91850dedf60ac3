import { Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { TrailEventOptions } from './audit-trail-props';

type Selector = cloudtrail.CfnTrail.AdvancedEventSelectorProperty;
type Field = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty;

/** Selectors of the events that a trail records (CloudTrail API, AdvancedEventSelector and InsightSelector). */
export function eventSelectors(bucket: s3.IBucket, options: TrailEventOptions): Pick<cloudtrail.CfnTrailProps, 'advancedEventSelectors' | 'insightSelectors'> {
  const { objects = true, objectsOf, functions = false, insights = true } = options;
  return {
    advancedEventSelectors: [
      { name: 'Management events', fieldSelectors: [category('Management')] },
      ...(objects ? [dataEvents('Objects', 'AWS::S3::Object', objectsIn(bucket, objectsOf))] : []),
      ...(functions ? [dataEvents('Functions', 'AWS::Lambda::Function')] : []),
    ],
    insightSelectors: insights ? [{ insightType: 'ApiCallRateInsight' }, { insightType: 'ApiErrorRateInsight' }] : undefined,
  };
}

function category(name: string): Field {
  return { field: 'eventCategory', equalTo: [name] };
}

function dataEvents(name: string, type: string, resources?: Field): Selector {
  return { name, fieldSelectors: [category('Data'), { field: 'resources.type', equalTo: [type] }, ...(resources ? [resources] : [])] };
}

function objectsIn(own: s3.IBucket, buckets?: s3.IBucket[]): Field {
  const field = 'resources.ARN';
  return buckets
    ? { field, startsWith: buckets.map((bucket) => bucket.arnForObjects('')) }
    : { field, notStartsWith: [own.arnForObjects(''), ...accessLogsOf(own)] };
}

/** Objects in the bucket for the access logs of a bucket: each delivery of the trail adds an entry there, whose delivery would be another event. */
function accessLogsOf(bucket: s3.IBucket): string[] {
  const { loggingConfiguration = {} } = (bucket.node.defaultChild ?? {}) as Partial<s3.CfnBucket>;
  const { destinationBucketName: target } = loggingConfiguration as s3.CfnBucket.LoggingConfigurationProperty;
  return target === undefined ? [] : [`arn:${Stack.of(bucket).partition}:s3:::${target}/`];
}

/** ARN of a trail. Without a name, it matches all trails of the account in the Region. */
export function trailArn(scope: IConstruct, trailName: string = '*'): string {
  return Stack.of(scope).formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName });
}
