import { Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TrailEventOptions } from './audit-trail-options';
import { refuse } from '../../core/validation';

type Selector = cloudtrail.CfnTrail.AdvancedEventSelectorProperty;
type Field = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty;

/** What a trail records (CloudTrail API, AdvancedEventSelector and InsightSelector). */
export function eventsOf(scope: Construct, bucket: s3.IBucket, options: TrailEventOptions): Pick<
  cloudtrail.CfnTrailProps, 'advancedEventSelectors' | 'insightSelectors'
> {
  const { objects = true, objectsOf, functions = false, insights = true } = options;
  if (objectsOf && !objects) refuse(scope, 'events.objectsOf is given beside events.objects false, need one or the other');
  if (objectsOf?.length === 0) refuse(scope, 'events.objectsOf is empty, need at least one bucket, or none given for all');
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
    : { field, notStartsWith: [own.arnForObjects('')] };
}

/** ARN of a trail, of any in the account and Region where it has no name yet. */
export function trailArn(scope: Construct, trailName: string = '*'): string {
  return Stack.of(scope).formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName });
}
