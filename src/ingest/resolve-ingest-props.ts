import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { IngestEndpointOptions, IngestLogOptions, IngestRequestOptions, IngestStreamOptions, IngestTrafficOptions } from './ingest-options';
import { IngestPartitionKey } from './ingest-partition-key';
import { KinesisIngestApiProps } from './kinesis-ingest-api-props';
import { ANY_RECORD } from './models';
import { requireSchema } from './resolve-schema';
import { requireReason } from '../compliance/effective-acknowledgement';
import { requireRegionalWebAcl } from '../core/parts/web-acl-association';
import {
  isUnresolved, LINE, MAX_INTEGER, mustBe, refuse, requireAtMostOne, requireDuration, requireInteger, requireKnown, requirePositive, ownProps,
  requireString,
} from '../core/validation';
import { Workload } from '../core/workload/workload';

const REGIONAL_POLICY = /^(?:TLS_1_2|SecurityPolicy_TLS13_1_[23]_.*)$/;
const MEDIA_TYPE = /(?!application\/json$)[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*/;

/** The stream that is made, checked and with defaults. */
export interface ResolvedStream extends IngestStreamOptions {
  /** Undefined in on-demand mode. */
  readonly shardCount?: number;
  readonly retentionPeriod: Duration;
  /** Whether the retention is the default. */
  readonly isDefaultRetention: boolean;
}

/** The REST API, checked and with defaults. */
export interface ResolvedEndpoint {
  readonly restApiName: string;
  readonly stageName: string;
  readonly authorizer?: apigateway.IAuthorizer;
  readonly securityPolicy: apigateway.SecurityPolicy;
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];
}

/** The props of an ingest API, checked and with defaults. */
export interface ResolvedIngestProps {
  readonly webAcl: wafv2.IWebACLRef;
  readonly path: string;
  /** An existing stream; else `streamOptions` are for a new one. */
  readonly stream?: kinesis.IStream;
  readonly streamOptions: ResolvedStream;
  readonly request: Required<IngestRequestOptions>;
  readonly endpoint: ResolvedEndpoint;
  readonly traffic: IngestTrafficOptions & { readonly rateLimit: number; readonly burstLimit: number };
  readonly logs: IngestLogOptions & { readonly accountRole: boolean };
}

/** Checks the props of an ingest API and completes them with defaults, before anything is made. */
export function resolveIngestProps(scope: Construct, given: KinesisIngestApiProps): ResolvedIngestProps {
  const props = ownProps(scope, 'KinesisIngestApiProps', given);
  const { webAcl, path = 'ingest', stream, streamOptions, logs = {} } = props;
  requireAtMostOne(scope, { stream, streamOptions });
  requireRegionalWebAcl(scope, webAcl);
  if (stream) requireRegion(scope, stream);
  // API Gateway Developer Guide, Resources: characters of a path part.
  requireKnown(scope, 'path', path);
  requireString(scope, 'path', path, {
    need: 'names of letters, digits, periods, hyphens and underscores with slashes between them', pattern: /[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*/,
  });
  if (logs.dataTraceReason !== undefined) requireReason(scope, 'logs.dataTraceReason', logs.dataTraceReason);
  return {
    webAcl,
    path,
    stream,
    streamOptions: resolveStream(scope, streamOptions ?? {}),
    request: resolveRequest(scope, props.request ?? {}),
    endpoint: resolveEndpoint(scope, props.endpoint ?? {}),
    traffic: resolveTraffic(scope, props.traffic ?? {}),
    logs: { ...logs, accountRole: logs.accountRole ?? true },
  };
}

/** The Region of a stack without an explicit Region is a token. */
function requireRegion(scope: Construct, stream: kinesis.IStream): void {
  const regions = [stream.env.region, Stack.of(scope).region];
  if (regions.some(isUnresolved) || regions[0] === regions[1]) return;
  mustBe(scope, 'stream', `in ${regions[1]}, the Region of the API`, regions[0]);
}

/** Kinesis API, CreateStream, IncreaseStreamRetentionPeriod and UpdateMaxRecordSize. */
function resolveStream(scope: Construct, options: IngestStreamOptions): ResolvedStream {
  const { streamName, shardCount, onDemand = false, retentionPeriod, maxRecordSizeInKiB } = options;
  requireString(scope, 'streamOptions.streamName', streamName, {
    need: 'at most 128 letters, digits, periods, hyphens and underscores', pattern: /[A-Za-z0-9_.-]{1,128}/,
  });
  requireInteger(scope, 'streamOptions.shardCount', shardCount, { min: 1, max: 100_000 });
  if (onDemand && shardCount !== undefined) refuse(scope, 'specify either streamOptions.shardCount or streamOptions.onDemand, not both');
  requireDuration(scope, 'streamOptions.retentionPeriod', retentionPeriod, { unit: 'hours', min: 24, max: 8_760 });
  requireInteger(scope, 'streamOptions.maxRecordSizeInKiB', maxRecordSizeInKiB, { min: 1_024, max: 10_240 });
  return {
    ...options,
    shardCount: onDemand ? undefined : shardCount ?? 1,
    retentionPeriod: retentionPeriod ?? Duration.hours(24),
    isDefaultRetention: retentionPeriod === undefined,
  };
}

function resolveRequest(scope: Construct, request: IngestRequestOptions): Required<IngestRequestOptions> {
  const { schema = ANY_RECORD, partitionKey = IngestPartitionKey.header('X-Partition-Key'), binaryMediaTypes = [], batch = true } = request;
  requireSchema(scope, 'request.schema', schema, batch);
  partitionKey._validate(scope, 'request.partitionKey');
  requireKnown(scope, 'request.binaryMediaTypes', binaryMediaTypes);
  for (const type of binaryMediaTypes) {
    requireKnown(scope, 'request.binaryMediaTypes', type);
    requireString(scope, 'request.binaryMediaTypes', type, {
      need: 'content types in lower case without wildcards, other than application/json', pattern: MEDIA_TYPE,
    });
  }
  if (binaryMediaTypes.length > 0 && partitionKey._isInBody) {
    refuse(scope, 'request.partitionKey must not be a field where binaryMediaTypes are set, because a binary body has no fields');
  }
  return { schema, partitionKey, binaryMediaTypes, batch };
}

function resolveEndpoint(scope: Construct, endpoint: IngestEndpointOptions): ResolvedEndpoint {
  const { TLS13_1_3_FIPS_2025_09: validated, TLS13_1_2_PFS_PQ_2025_09: standard } = apigateway.SecurityPolicy;
  const {
    restApiName = Names.uniqueResourceName(scope, { separator: '-', maxLength: 128 }), stageName = 'prod', authorizer, vpcEndpoints,
    securityPolicy = Workload.of(scope).validatedCryptography ? validated : standard,
  } = endpoint;
  // The name is a dimension of the metrics (CloudWatch API, Dimension).
  requireString(scope, 'endpoint.restApiName', restApiName, { need: 'a name of 1 to 255 characters', pattern: LINE.pattern, maxLength: 255 });
  // CloudFormation Template Reference, AWS::ApiGateway::Stage.
  requireKnown(scope, 'endpoint.stageName', stageName);
  requireString(scope, 'endpoint.stageName', stageName, { need: 'at most 128 letters, digits, hyphens and underscores', pattern: /[A-Za-z0-9_-]{1,128}/ });
  if (!REGIONAL_POLICY.test(securityPolicy)) {
    mustBe(scope, 'endpoint.securityPolicy', 'a policy of TLS 1.2 or later for Regional APIs', securityPolicy);
  }
  if (authorizer?.authorizationType === apigateway.AuthorizationType.NONE) {
    mustBe(scope, 'endpoint.authorizer', 'an authorizer that authenticates callers', apigateway.AuthorizationType.NONE);
  }
  return { restApiName, stageName, authorizer, vpcEndpoints, securityPolicy };
}

/** API Gateway API, ThrottleSettings and QuotaSettings. */
function resolveTraffic(scope: Construct, { rateLimit = 1_000, burstLimit = 1_000, dailyQuota }: IngestTrafficOptions): ResolvedIngestProps['traffic'] {
  requirePositive(scope, 'traffic.rateLimit', rateLimit);
  requireInteger(scope, 'traffic.burstLimit', burstLimit, { min: 1, max: MAX_INTEGER });
  requireInteger(scope, 'traffic.dailyQuota', dailyQuota, { min: 1, max: MAX_INTEGER });
  return { rateLimit, burstLimit, dailyQuota };
}
