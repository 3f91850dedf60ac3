import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiGatewayAccount } from './api-gateway-account';
import { ResolvedIngestProps } from './resolve-ingest-props';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { encryptedLogGroup } from '../core/parts/log-group';

/** Fields of the access log: caller, request, time, source and result, without bodies and query strings. */
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

/** A REST API without methods. */
export function ingestRestApi(scope: Construct, accessLogGroup: logs.LogGroup, props: ResolvedIngestProps): apigateway.RestApi {
  const { traffic, request: { binaryMediaTypes }, logs: { dataTraceReason } } = props;
  const { restApiName, stageName, vpcEndpoints, securityPolicy } = props.endpoint;
  const api = new apigateway.RestApi(scope, 'Api', {
    restApiName,
    endpointConfiguration: vpcEndpoints
      ? { types: [apigateway.EndpointType.PRIVATE], vpcEndpoints }
      : { types: [apigateway.EndpointType.REGIONAL] },
    policy: vpcEndpoints && throughEndpoints(vpcEndpoints.map(({ vpcEndpointId }) => vpcEndpointId)),
    binaryMediaTypes: binaryMediaTypes.length > 0 ? binaryMediaTypes : undefined,
    cloudWatchRole: false,
    deployOptions: {
      stageName,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogGroup),
      accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      loggingLevel: apigateway.MethodLoggingLevel.INFO,
      dataTraceEnabled: dataTraceReason !== undefined,
      metricsEnabled: true,
      tracingEnabled: true,
      throttlingRateLimit: traffic.rateLimit,
      throttlingBurstLimit: traffic.burstLimit,
    },
  });
  // aws-cdk-lib adds an output to the stack.
  api.node.tryRemoveChild('Endpoint');
  const resource = api.node.defaultChild as apigateway.CfnRestApi;
  resource.securityPolicy = securityPolicy;
  // API Gateway Developer Guide, Endpoint access mode: enhanced security policies require one.
  if (securityPolicy.startsWith('SecurityPolicy_')) resource.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;

  const stage = api.deploymentStage.node.defaultChild as apigateway.CfnStage;
  if (dataTraceReason !== undefined) {
    stage.addMetadata('DataTraceReason', dataTraceReason);
    acknowledgeFindings(stage, dataTraceReason, 'APIGateway.StageContentNotLogged');
  }
  acknowledgeFindings(stage, 'The integration calls Kinesis, which authenticates by the signature of the integration role and accepts no client certificate',
    'APIGateway.StageClientCertificate', 'NIST.800.53.R5-APIGWSSLEnabled', 'PCI.DSS.321-APIGWSSLEnabled', 'HIPAA.Security-APIGWSSLEnabled');
  acknowledgeFindings(stage, 'Responses to write requests are not cached: the stage has no cache to encrypt',
    'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted', 'PCI.DSS.321-APIGWCacheEnabledAndEncrypted', 'HIPAA.Security-APIGWCacheEnabledAndEncrypted');
  return api;
}

/** Log group of the execution log. API Gateway would otherwise create it without retention and encryption key. */
export function executionLogGroup(
  scope: Construct, api: apigateway.RestApi, { retention, encryptionKey, accountRole }: ResolvedIngestProps['logs'],
): logs.LogGroup {
  const stage = api.deploymentStage;
  const group = encryptedLogGroup(scope, 'ExecutionLogs', {
    // API Gateway Developer Guide, CloudWatch log formats: the name contains the stage name, as text, to avoid a circular dependency.
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${(stage.node.defaultChild as apigateway.CfnStage).stageName}`,
    retention,
    encryptionKey,
  });
  stage.node.addDependency(group);
  if (accountRole) stage.node.addDependency(ApiGatewayAccount.of(scope));
  return group;
}

/** ARN of a stage. The one of aws-cdk-lib contains an account id (Service Authorization Reference, API Gateway Management). */
export function stageArn(stage: apigateway.Stage): string {
  const { partition, region } = Stack.of(stage);
  return `arn:${partition}:apigateway:${region}::/restapis/${stage.restApi.restApiId}/stages/${stage.stageName}`;
}

/** Allows calls that IAM allows, only through the endpoints (API Gateway Developer Guide, API Gateway resource policy examples: private API traffic). */
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
