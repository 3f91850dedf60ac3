import { Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { KinesisIngestApiProps } from './kinesis-ingest-api-props';
import { refuse } from '../core/validation';

const REGIONAL_POLICY = /^(TLS_1_2|SecurityPolicy_TLS13_1_[23]_.*)$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/;

/** Refuses what API Gateway or Kinesis would refuse at deployment, and what would never work. */
export function requireValid(scope: IConstruct, props: KinesisIngestApiProps): void {
  const { path, stream, streamOptions = {}, request = {}, endpoint = {}, traffic = {} } = props;
  if (stream && props.streamOptions) refuse(scope, 'stream and streamOptions are both given, need one of them');
  // A stream of a stack that names no Region is in the Region of its stack.
  const regions = stream ? [stream.env.region, Stack.of(scope).region] : [];
  if (regions[0] !== regions[1] && !regions.some((region) => Token.isUnresolved(region))) {
    refuse(scope, `stream is in ${regions[0]}, need one in ${regions[1]}: the API calls Kinesis in its own Region`);
  }
  const { streamName, shardCount, onDemand, retentionPeriod, maxRecordSizeInKiB } = streamOptions;
  // Kinesis API, CreateStream.
  requireText(scope, 'streamName', streamName, /^[A-Za-z0-9_.-]{1,128}$/, 'up to 128 letters, digits, dots, hyphens and underscores');
  requireWithin(scope, 'shardCount', shardCount, 1, Infinity);
  if (onDemand && shardCount !== undefined) refuse(scope, `shardCount is ${shardCount} and onDemand is true, need one of them`);
  requireWithin(scope, 'retentionPeriod', hours(retentionPeriod), 24, 8760, ' hours');
  requireWithin(scope, 'maxRecordSizeInKiB', maxRecordSizeInKiB, 1024, 10240);

  requireText(scope, 'path', path, /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'names with slashes between them, without one at either end');
  request.partitionKey?._validate(scope);
  for (const type of request.binaryMediaTypes ?? []) {
    if (!MEDIA_TYPE.test(type) || type === 'application/json') {
      refuse(scope, `binaryMediaTypes has '${type}', need a content type in lower case without wildcards, other than application/json`);
    }
  }
  if (request.binaryMediaTypes?.length && request.partitionKey?._isInBody) {
    refuse(scope, 'partitionKey is a field and binaryMediaTypes are given, need a header or the query string: a binary body has no fields');
  }

  if (endpoint.restApiName === '') refuse(scope, 'restApiName is empty, need a name');
  // API Gateway API, CreateStage.
  requireText(scope, 'stageName', endpoint.stageName, /^[A-Za-z0-9_-]{1,128}$/, 'up to 128 letters, digits, hyphens and underscores');
  const { securityPolicy, authorizer, vpcEndpoints } = endpoint;
  if (securityPolicy !== undefined && !REGIONAL_POLICY.test(securityPolicy)) {
    refuse(scope, `securityPolicy is ${securityPolicy}, need one of TLS 1.2 or newer for Regional APIs`);
  }
  if (authorizer?.authorizationType === apigateway.AuthorizationType.NONE) refuse(scope, 'authorizer lets everybody in, need one that asks who calls');
  if (vpcEndpoints?.length === 0) refuse(scope, 'vpcEndpoints is empty, need at least one, or none given for an API on the internet');

  requireWithin(scope, 'rateLimit', traffic.rateLimit, 1, Infinity);
  requireWithin(scope, 'burstLimit', traffic.burstLimit, 1, Infinity);
  requireWithin(scope, 'dailyQuota', traffic.dailyQuota, 1, Infinity);
}

function hours(duration: KinesisRetention): number | undefined {
  return duration && !duration.isUnresolved() ? duration.toHours({ integral: false }) : undefined;
}

type KinesisRetention = NonNullable<KinesisIngestApiProps['streamOptions']>['retentionPeriod'];

function requireText(scope: IConstruct, prop: string, text: string | undefined, pattern: RegExp, need: string) {
  if (text === undefined || Token.isUnresolved(text) || pattern.test(text)) return;
  refuse(scope, `${prop} is '${text}', need ${need}`);
}

function requireWithin(scope: IConstruct, prop: string, value: number | undefined, least: number, most: number, unit = '') {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= least && value <= most) return;
  refuse(scope, `${prop} is ${value}${unit}, need a whole number of ${most === Infinity ? `at least ${least}` : `${least} to ${most}`}${unit}`);
}
