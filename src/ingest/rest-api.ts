import { Names, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiGatewayAccount } from './api-gateway-account';
import { IngestEndpointOptions, IngestLogOptions, IngestTrafficOptions } from './ingest-options';
import { requireSubstance } from '../compliance/acknowledge';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { encryptedLogGroup } from '../core/parts/log-group';
import { Workload } from '../core/workload/workload';

/** Of each request: who, what, when, from where, how it ended; neither bodies nor query strings. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  caller: '$context.identity.userArn',
  principal: '$context.authorizer.principalId',
  sourceIp: '$context.identity.sourceIp',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  protocol: '$context.protocol',
  tlsVersion: '$context.tlsVersion',
  cipherSuite: '$context.cipherSuite',
  status: '$context.status',
  errorType: '$context.error.responseType',
  wafStatus: '$context.waf.status',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  responseLatency: '$context.responseLatency',
  responseLength: '$context.responseLength',
};

/** A REST API of which nothing but the methods is left to add. */
export function restApiFor(
  scope: Construct, accessLogGroup: logs.LogGroup, endpoint: IngestEndpointOptions, traffic: IngestTrafficOptions,
  { dataTraceReason }: IngestLogOptions, binaryMediaTypes?: string[],
): apigateway.RestApi {
  if (dataTraceReason !== undefined) requireSubstance(scope, 'dataTraceReason', dataTraceReason);
  const { vpcEndpoints } = endpoint;
  const api = new apigateway.RestApi(scope, 'Api', {
    restApiName: endpoint.restApiName ?? Names.uniqueResourceName(scope, { separator: '-', maxLength: 128 }),
    endpointConfiguration: vpcEndpoints
      ? { types: [apigateway.EndpointType.PRIVATE], vpcEndpoints }
      : { types: [apigateway.EndpointType.REGIONAL] },
    policy: vpcEndpoints && throughEndpoints(vpcEndpoints.map(({ vpcEndpointId }) => vpcEndpointId)),
    binaryMediaTypes,
    cloudWatchRole: false,
    deployOptions: {
      stageName: endpoint.stageName ?? 'prod',
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogGroup),
      accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      loggingLevel: apigateway.MethodLoggingLevel.INFO,
      dataTraceEnabled: dataTraceReason !== undefined,
      metricsEnabled: true,
      tracingEnabled: true,
      throttlingRateLimit: traffic.rateLimit ?? 1000,
      throttlingBurstLimit: traffic.burstLimit ?? 1000,
    },
  });
  // Its own output is one more than a stack asked for, under a name that no one chose.
  api.node.tryRemoveChild('Endpoint');
  const resource = api.node.defaultChild as apigateway.CfnRestApi;
  const { TLS13_1_3_FIPS_2025_09: validated, TLS13_1_2_PFS_PQ_2025_09: usual } = apigateway.SecurityPolicy;
  resource.securityPolicy = endpoint.securityPolicy ?? (Workload.of(scope).validatedCryptography ? validated : usual);
  // API Gateway Developer Guide, Endpoint access mode: policies of the newer kind ask for one.
  if (resource.securityPolicy.startsWith('SecurityPolicy_')) resource.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;

  const stage = api.deploymentStage.node.defaultChild as apigateway.CfnStage;
  if (dataTraceReason !== undefined) stage.addMetadata('DataTraceReason', dataTraceReason);
  acknowledgeFindings(stage, 'The integration is with Kinesis itself, which takes a signature of the integration role and no client certificate',
    'APIGateway.StageClientCertificate', 'NIST.800.53.R5-APIGWSSLEnabled', 'PCI.DSS.321-APIGWSSLEnabled', 'HIPAA.Security-APIGWSSLEnabled');
  acknowledgeFindings(stage, 'Requests that write have no answer to cache: the stage has no cache that could be encrypted',
    'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted', 'PCI.DSS.321-APIGWCacheEnabledAndEncrypted', 'HIPAA.Security-APIGWCacheEnabledAndEncrypted');
  return api;
}

/** The group that API Gateway would make for the execution log by itself, never to expire and under no key. */
export function executionLogGroup(
  scope: Construct, api: apigateway.RestApi, { retention, encryptionKey, accountRole }: IngestLogOptions,
): logs.LogGroup {
  const stage = api.deploymentStage;
  const group = encryptedLogGroup(scope, 'ExecutionLogs', {
    // API Gateway Developer Guide, CloudWatch log formats: it has the stage in its name, as text here, or group and stage would wait for each other.
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${(stage.node.defaultChild as apigateway.CfnStage).stageName}`,
    retention,
    encryptionKey,
  });
  stage.node.addDependency(group);
  if (accountRole ?? true) stage.node.addDependency(ApiGatewayAccount.of(scope));
  return group;
}

/** ARN of a stage, of which CDK's own has an account (Service Authorization Reference, API Gateway Management). */
export function stageArn(stage: apigateway.Stage): string {
  const { partition, region } = Stack.of(stage);
  return `arn:${partition}:apigateway:${region}::/restapis/${stage.restApi.restApiId}/stages/${stage.stageName}`;
}

/** Whom IAM allows, by these endpoints only (API Gateway Developer Guide, resource policy examples, private API traffic). */
function throughEndpoints(ids: string[]): iam.PolicyDocument {
  const statement = { actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({ ...statement, principals: [new iam.AccountRootPrincipal()] }),
      new iam.PolicyStatement({
        ...statement,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        conditions: { StringNotEquals: { 'aws:SourceVpce': ids } },
      }),
    ],
  });
}
