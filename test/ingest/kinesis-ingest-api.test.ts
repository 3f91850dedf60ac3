import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { ApiGatewayAccount, Framework, KinesisIngestApi, KinesisIngestApiProps, Lifecycle, IngestPartitionKey, WebAcl, WorkloadMonitoring } from '../../src';
import { RecommendedAlarm, recommendedAlarms } from '../../src/core/workload/registry';
import { acknowledgedBelow, allFindingsOf, findingsAtDefaults, findingsOf, templateOf, testStack } from '../support';
import { make, only, templateWith, WEB_ACL_ARN, webAclIn } from './support';

const STREAM = 'AWS::Kinesis::Stream';
const API = 'AWS::ApiGateway::RestApi';
const STAGE = 'AWS::ApiGateway::Stage';
const METHOD = 'AWS::ApiGateway::Method';
const MODEL = 'AWS::ApiGateway::Model';
const POLICY = 'AWS::IAM::ManagedPolicy';
const RECORD = /IngestApiingestPOST/;
const BATCH = /IngestApiingestbatchPOST/;

function statementsOf(template: Template, id: RegExp): any[] {
  return only(template, POLICY, id).PolicyDocument.Statement;
}

describe('at its defaults', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('nothing is found in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => { make({}, stack); })).toEqual([]);
  });

  test('nothing is found with a web ACL of ours', () => {
    expect(findingsAtDefaults(Lifecycle.PRODUCTION, (stack) => { make({ webAcl: new WebAcl(stack, 'WebAcl') }, stack); })).toEqual([]);
  });

  test.each([undefined, 'eu-central-1', 'us-gov-west-1'])('nothing is found without a workload in Region %s, and no ARN names a partition', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    make({}, stack);
    expect(allFindingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['Unchecked']);
    expect(JSON.stringify(templateOf(stack).toJSON()).replaceAll(WEB_ACL_ARN, '')).not.toMatch(/arn:aws/);
  });

  test('has a stream of one shard and 24 hours under the workload key, with metrics for each shard', () => {
    templateWith().hasResource(STREAM, {
      Properties: {
        Name: Match.absent(),
        ShardCount: 1,
        RetentionPeriodHours: 24,
        DesiredShardLevelMetrics: ['ALL'],
        StreamEncryption: { EncryptionType: 'KMS', KeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] } },
        StreamModeDetails: { StreamMode: 'PROVISIONED' },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('keeps nothing in ephemeral, and is as strict', () => {
    const template = templateWith({}, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    const retained = Object.entries<any>(template.toJSON().Resources).filter(([, { DeletionPolicy = '' }]) => DeletionPolicy.startsWith('Retain')).map(([id]) => id);
    // They belong to the account.
    expect(retained.filter((id) => !id.startsWith('ApiGatewayAccount'))).toEqual([]);
    template.hasResourceProperties(STREAM, { StreamEncryption: { EncryptionType: 'KMS' } });
    template.hasResourceProperties(METHOD, { AuthorizationType: 'AWS_IAM' });
  });

  test('role writes to this stream with its key and does nothing else', () => {
    const template = templateWith();
    expect(statementsOf(template, /^IngestRole/)).toEqual([
      {
        Action: ['kinesis:PutRecord', 'kinesis:PutRecords'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^IngestStream/), 'Arn'] },
      },
      { Action: 'kms:GenerateDataKey', Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] } },
    ]);
    expect(Object.keys(template.findResources('AWS::IAM::Policy'))).toEqual([]);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } }] },
    });
  });

  test('is Regional, speaks TLS 1.2 or newer, and has a name that no other API has', () => {
    templateWith().hasResourceProperties(API, {
      Name: 'Stack-Ingest-AE0322DE',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      Policy: Match.absent(),
      BinaryMediaTypes: Match.absent(),
    });
  });

  test('stage is throttled, traced and measured; bodies are not logged', () => {
    templateWith().hasResourceProperties(STAGE, {
      StageName: 'prod',
      TracingEnabled: true,
      MethodSettings: [{
        HttpMethod: '*',
        ResourcePath: '/*',
        LoggingLevel: 'INFO',
        DataTraceEnabled: false,
        MetricsEnabled: true,
        ThrottlingRateLimit: 1000,
        ThrottlingBurstLimit: 1000,
      }],
    });
  });

  test('access log is JSON without bodies and query strings, in an encrypted group', () => {
    const template = templateWith();
    const { DestinationArn, Format } = only(template, STAGE).AccessLogSetting;
    const fields = JSON.parse(Format);
    // API Gateway Developer Guide, Variables for access logging.
    expect(fields).toEqual({
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
    });
    expect(Object.values(fields).join()).not.toMatch(/message|querystring|body/i);
    const [group] = DestinationArn['Fn::GetAtt'];
    expect(template.toJSON().Resources[group].Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
  });

  test('execution log is in an encrypted group that is there before the stage', () => {
    const template = templateWith();
    const api = Object.keys(template.findResources(API))[0];
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup', {
      Properties: {
        LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: api }, '/prod']] }, KmsKeyId: Match.anyValue(), RetentionInDays: 365,
      },
    }));
    template.hasResource(STAGE, { DependsOn: Match.arrayWith([group]) });
  });

  test('account has a role for the logs before the stage is made', () => {
    const template = templateWith();
    const [account] = Object.keys(template.findResources('AWS::ApiGateway::Account'));
    template.hasResource(STAGE, { DependsOn: Match.arrayWith([account]) });
    expect(statementsOf(template, /^ApiGatewayAccountRolePolicy[0-9A-F]{8}$/)).toEqual([{
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents'],
      Effect: 'Allow',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-2:123456789012:log-group:*']] },
    }]);
    expect(statementsOf(template, /^ApiGatewayAccountRolePolicyWithoutResource/)).toEqual([{ Action: 'logs:DescribeLogGroups', Effect: 'Allow', Resource: '*' }]);
  });

  test('methods ask IAM and validate bodies', () => {
    const template = templateWith();
    for (const [id, model] of [[RECORD, /RecordModel/], [BATCH, /BatchModel/]] as const) {
      const method = only(template, METHOD, id);
      expect(method).toMatchObject({
        HttpMethod: 'POST', AuthorizationType: 'AWS_IAM', RequestParameters: { 'method.request.header.X-Partition-Key': false },
      });
      expect(method.ApiKeyRequired ?? false).toBe(false);
      expect(method.RequestModels).toEqual({ 'application/json': { Ref: expect.stringMatching(model) } });
      expect(method.RequestValidatorId.Ref).toBe(Object.keys(template.findResources('AWS::ApiGateway::RequestValidator'))[0]);
    }
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: true });
    expect(only(template, MODEL, /RecordModel/).Schema).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', minProperties: 1,
    });
  });

  test('integrations call Kinesis by the role, and take no content type that has no template', () => {
    const template = templateWith();
    for (const [id, action] of [[RECORD, 'PutRecord'], [BATCH, 'PutRecords']] as const) {
      const { Integration } = only(template, METHOD, id);
      expect(Integration).toMatchObject({
        Type: 'AWS',
        IntegrationHttpMethod: 'POST',
        PassthroughBehavior: 'NEVER',
        Credentials: { 'Fn::GetAtt': [expect.stringMatching(/^IngestRole/), 'Arn'] },
        RequestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
      });
      expect(Object.keys(Integration.RequestTemplates)).toEqual(['application/json']);
      expect(JSON.stringify(Integration.Uri)).toContain(`:kinesis:action/${action}"`);
    }
  });

  test('responses of the integration are chosen by the status of Kinesis', () => {
    const template = templateWith();
    const retry = { 'method.response.header.Retry-After': "'1'" };
    for (const id of [RECORD, BATCH]) {
      const { Integration, MethodResponses } = only(template, METHOD, id);
      expect(Integration.IntegrationResponses.map(({ ResponseTemplates, ...rest }: any) => rest)).toEqual([
        { StatusCode: '200', ContentHandling: 'CONVERT_TO_TEXT' },
        { StatusCode: '413', SelectionPattern: '413', ContentHandling: 'CONVERT_TO_TEXT' },
        { StatusCode: '500', SelectionPattern: '4(?!13)\\d{2}', ContentHandling: 'CONVERT_TO_TEXT' },
        { StatusCode: '503', SelectionPattern: '5\\d{2}', ContentHandling: 'CONVERT_TO_TEXT', ResponseParameters: retry },
      ]);
      for (const { ResponseTemplates } of Integration.IntegrationResponses) expect(Object.keys(ResponseTemplates)).toEqual(['application/json']);
      const declared = Object.fromEntries(MethodResponses.map(({ StatusCode, ResponseParameters = 'none' }: any) => [StatusCode, ResponseParameters]));
      const header = { 'method.response.header.Retry-After': true };
      expect(declared).toEqual({ 200: 'none', 207: header, 400: 'none', 413: 'none', 500: 'none', 503: header });
    }
  });

  test('answers of API Gateway itself say nothing of why', () => {
    const template = templateWith();
    const answers = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse')).map(({ Properties }: any) => Properties);
    expect(answers.map(({ ResponseType }) => ResponseType).sort()).toEqual([
      'BAD_REQUEST_BODY', 'DEFAULT_4XX', 'DEFAULT_5XX', 'REQUEST_TOO_LARGE', 'THROTTLED', 'UNSUPPORTED_MEDIA_TYPE',
    ]);
    const bodies = Object.fromEntries(answers.map(({ ResponseType, ResponseTemplates }) => [ResponseType, JSON.parse(ResponseTemplates['application/json'])]));
    const body = (error: string) => ({ error, requestId: '$context.requestId' });
    expect(bodies).toEqual({
      BAD_REQUEST_BODY: body('the body is not what this API takes'),
      DEFAULT_4XX: body('the request is refused'),
      DEFAULT_5XX: body('the request failed'),
      REQUEST_TOO_LARGE: body('the body is larger than a record may be'),
      THROTTLED: body('too many requests, retry later'),
      UNSUPPORTED_MEDIA_TYPE: body('the content type is not one that this API takes'),
    });
    const withParameters = answers.filter(({ ResponseParameters }) => ResponseParameters);
    expect(withParameters.map(({ ResponseType, ResponseParameters }) => [ResponseType, ResponseParameters]))
      .toEqual([['THROTTLED', { 'gatewayresponse.header.Retry-After': "'1'" }]]);
  });

  test('web ACL guards the stage', () => {
    const template = templateWith();
    const association = only(template, 'AWS::WAFv2::WebACLAssociation');
    const [api, stage] = [API, STAGE].map((type) => Object.keys(template.findResources(type))[0]);
    expect(association).toEqual({
      WebACLArn: WEB_ACL_ARN,
      ResourceArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-2::/restapis/', { Ref: api }, '/stages/', { Ref: stage }]] },
    });
  });

  test('recommends alarms on the API and on the stream', () => {
    const stack = testStack();
    const ingest = make({}, stack);
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
    const stream = stack.resolve(ingest.stream.streamName);
    expect(alarms.map(({ id, metric, threshold }) => {
      const { metricName, statistic, dimensions } = metric.toMetricConfig().metricStat!;
      return [id, metricName, statistic, threshold, stack.resolve(dimensions!.map(({ value }) => value))];
    })).toEqual([
      ['IteratorAgeHigh', 'GetRecords.IteratorAgeMilliseconds', 'Maximum', 3_600_000, [stream]],
      ['WriteThrottled', 'WriteProvisionedThroughputExceeded', 'Average', 0, [stream]],
      ['ReadThrottled', 'ReadProvisionedThroughputExceeded', 'Average', 0, [stream]],
      ['Api5xxHigh', '5XXError', 'Average', 0.05, ['Stack-Ingest-AE0322DE', stack.resolve(ingest.stage.stageName)]],
      ['Api4xxHigh', '4XXError', 'Average', 0.05, ['Stack-Ingest-AE0322DE', stack.resolve(ingest.stage.stageName)]],
      ['ApiLatencyHigh', 'Latency', 'p90', 2500, ['Stack-Ingest-AE0322DE', stack.resolve(ingest.stage.stageName)]],
    ]);
  });

  test('has its alarms made by the monitoring of the workload', () => {
    const stack = testStack();
    make({}, stack);
    new WorkloadMonitoring(stack, 'Monitoring');
    templateOf(stack).resourceCountIs('AWS::CloudWatch::Alarm', 6);
  });

  test('gives the URL', () => {
    const stack = testStack();
    expect(JSON.stringify(stack.resolve(make({}, stack).url))).toMatch(/"\/ingest"/);
  });
});

describe('stream', () => {
  test('may be there already, with the key that it has', () => {
    const stack = testStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1234');
    const streamArn = 'arn:aws:kinesis:eu-west-2:123456789012:stream/ledger';
    const template = templateWith({ stream: kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn, encryptionKey }) }, stack);
    template.resourceCountIs(STREAM, 0);
    expect(statementsOf(template, /^IngestRole/).map(({ Resource }) => Resource)).toEqual([streamArn, encryptionKey.keyArn]);
    expect(only(template, METHOD, RECORD).Integration.RequestTemplates['application/json']).toContain(`"StreamARN":"${streamArn}"`);
  });

  test('may be there already without a known key', () => {
    const stack = testStack();
    const stream = kinesis.Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-2:123456789012:stream/ledger');
    expect(statementsOf(templateWith({ stream }, stack), /^IngestRole/)).toHaveLength(1);
  });

  test('and streamOptions are refused', () => {
    const stack = testStack();
    const stream = new kinesis.Stream(stack, 'Stream');
    expect(() => make({ stream, streamOptions: {} }, stack)).toThrow('specify either stream or streamOptions, not both');
  });

  test('of another Region is refused', () => {
    const stack = testStack();
    const stream = kinesis.Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:us-east-1:123456789012:stream/ledger');
    expect(() => make({ stream }, stack)).toThrow("stream must be in eu-west-2, the Region of the API, got 'us-east-1'");
  });

  test('of a Region that only the deployment knows is taken', () => {
    const stack = new Stack(new App(), 'Stack');
    const stream = kinesis.Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:us-east-1:123456789012:stream/ledger');
    expect(make({ stream }, stack).stream).toBe(stream);
  });
});

describe('streamOptions', () => {
  test('name it, size it, and keep records longer', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    templateWith({
      streamOptions: { streamName: 'ledger', shardCount: 3, retentionPeriod: Duration.days(7), maxRecordSizeInKiB: 2048, encryptionKey },
    }, stack).hasResourceProperties(STREAM, {
      Name: 'ledger',
      ShardCount: 3,
      RetentionPeriodHours: 168,
      MaxRecordSizeInKiB: 2048,
      StreamEncryption: { KeyId: stack.resolve(encryptionKey.keyArn) },
    });
  });

  test('leave the size to Kinesis', () => {
    templateWith({ streamOptions: { onDemand: true } }).hasResourceProperties(STREAM, {
      ShardCount: Match.absent(), StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
  });

  test('that ask for less than a week are reported', () => {
    const stack = testStack();
    make({ streamOptions: { retentionPeriod: Duration.hours(48) } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['Kinesis.StreamRetained']);
  });

  test.each([
    [{ streamName: 'a b' }, "streamOptions.streamName must be at most 128 letters, digits, periods, hyphens and underscores, got 'a b'"],
    [{ shardCount: 0 }, 'streamOptions.shardCount must be an integer from 1 to 100000, got 0'],
    [{ shardCount: 1.5 }, 'streamOptions.shardCount must be an integer from 1 to 100000, got 1.5'],
    [{ shardCount: 2, onDemand: true }, 'specify either streamOptions.shardCount or streamOptions.onDemand, not both'],
    [{ retentionPeriod: Duration.hours(23) }, 'streamOptions.retentionPeriod must be a whole number of hours from 24 to 8760, got 23 hours'],
    [{ retentionPeriod: Duration.days(366) }, 'streamOptions.retentionPeriod must be a whole number of hours from 24 to 8760, got 366 days'],
    [{ retentionPeriod: Duration.minutes(1470) }, 'streamOptions.retentionPeriod must be a whole number of hours from 24 to 8760, got 1 day 30 minutes'],
    [{ maxRecordSizeInKiB: 512 }, 'streamOptions.maxRecordSizeInKiB must be an integer from 1024 to 10240, got 512'],
    [{ maxRecordSizeInKiB: 10241 }, 'streamOptions.maxRecordSizeInKiB must be an integer from 1024 to 10240, got 10241'],
  ] as Array<[KinesisIngestApiProps['streamOptions'], string]>)('%j are refused', (streamOptions, message) => {
    expect(() => make({ streamOptions })).toThrow(new Error(message));
  });

  test('may be tokens', () => {
    const stack = testStack();
    const parameter = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    const streamName = new CfnParameter(stack, 'Name').valueAsString;
    templateWith({ streamOptions: { streamName, shardCount: parameter('Shards'), retentionPeriod: Duration.hours(parameter('Hours')) } }, stack)
      .hasResourceProperties(STREAM, { Name: { Ref: 'Name' }, ShardCount: { Ref: 'Shards' } });
  });
});

describe('path', () => {
  test('may have several parts', () => {
    const template = templateWith({ path: 'v1/records' });
    expect(Object.values(template.findResources('AWS::ApiGateway::Resource')).map(({ Properties }: any) => Properties.PathPart)).toEqual(['v1', 'records', 'batch']);
  });

  test.each(['', '/ingest', 'ingest/', '{proxy+}', 'a//b'])("'%s' is refused", (path) => {
    expect(() => make({ path })).toThrow(new Error(
      `path must be names of letters, digits, periods, hyphens and underscores with slashes between them, got '${path}'`));
  });
});

describe('request', () => {
  const schema: apigateway.JsonSchema = {
    schema: apigateway.JsonSchemaVersion.DRAFT4,
    type: apigateway.JsonSchemaType.OBJECT,
    required: ['citizenId'],
    properties: { citizenId: { ref: '#/definitions/id' } },
    definitions: { id: { type: apigateway.JsonSchemaType.STRING } },
  };

  test('schema holds for a record and for each of a batch', () => {
    const template = templateWith({ request: { schema } });
    expect(only(template, MODEL, /RecordModel/).Schema).toMatchObject({
      required: ['citizenId'], properties: { citizenId: { $ref: '#/definitions/id' } }, definitions: { id: { type: 'string' } },
    });
    expect(only(template, MODEL, /BatchModel/).Schema).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      definitions: { id: { type: 'string' } },
      type: 'object',
      required: ['records'],
      additionalProperties: false,
      properties: {
        records: {
          type: 'array',
          minItems: 1,
          maxItems: 500,
          items: {
            type: 'object',
            required: ['data'],
            additionalProperties: false,
            properties: {
              data: { type: 'object', required: ['citizenId'], properties: { citizenId: { $ref: '#/definitions/id' } } },
              partitionKey: { type: 'string', minLength: 1, maxLength: 256 },
            },
          },
        },
      },
    });
  });

  test('is the same whatever the order of the keys of the schema', () => {
    const { type, ...rest } = { type: apigateway.JsonSchemaType.OBJECT, required: ['id'], properties: { id: { type: apigateway.JsonSchemaType.STRING }, at: { minLength: 1 } } };
    const reversed = { properties: { at: { minLength: 1 }, id: { type: apigateway.JsonSchemaType.STRING } }, required: ['id'], type };
    const models = [{ type, ...rest }, reversed].map((each) => JSON.stringify(templateWith({ request: { schema: each } }).findResources(MODEL)));
    expect(models[1]).toBe(models[0]);
    expect(models[0]).toContain('"properties":{"at":{"minLength":1},"id":{"type":"string"}},"required":["id"],"type":"object"');
  });

  test('is deployed anew where the schema changes', () => {
    const deployment = (props: Partial<KinesisIngestApiProps>) => Object.keys(templateWith(props).findResources('AWS::ApiGateway::Deployment'))[0];
    expect(deployment({ request: { schema } })).not.toBe(deployment({}));
    expect(deployment({ request: { partitionKey: IngestPartitionKey.requestId() } })).not.toBe(deployment({}));
    expect(deployment({})).toBe(deployment({}));
  });

  test('without a batch has one method', () => {
    const ingest = make({ request: { batch: false } });
    expect(ingest.batchMethod).toBeUndefined();
    templateOf(Stack.of(ingest)).resourceCountIs(METHOD, 1);
  });

  test('declares where the partition key is', () => {
    const parametersOf = (partitionKey: IngestPartitionKey) => only(templateWith({ request: { partitionKey } }), METHOD, RECORD).RequestParameters;
    expect(parametersOf(IngestPartitionKey.queryString('key'))).toEqual({ 'method.request.querystring.key': false });
    expect(parametersOf(IngestPartitionKey.header('X-Citizen'))).toEqual({ 'method.request.header.X-Citizen': false });
    expect(parametersOf(IngestPartitionKey.field('citizen.id'))).toBeUndefined();
    expect(parametersOf(IngestPartitionKey.requestId())).toBeUndefined();
  });

  test('takes binary bodies where that is asked for', () => {
    const template = templateWith({ request: { binaryMediaTypes: ['application/octet-stream', 'application/avro'] } });
    template.hasResourceProperties(API, { BinaryMediaTypes: ['application/octet-stream', 'application/avro'] });
    const { Integration } = only(template, METHOD, RECORD);
    expect(Integration.ContentHandling).toBe('CONVERT_TO_TEXT');
    expect(Object.keys(Integration.RequestTemplates)).toEqual(['application/json', 'application/octet-stream', 'application/avro']);
    expect(Object.keys(only(template, METHOD, BATCH).Integration.RequestTemplates)).toEqual(['application/json']);
  });

  test.each([
    [{ partitionKey: IngestPartitionKey.header('a b') }, "request.partitionKey.name must be a header name of letters, digits and hyphens, got 'a b'"],
    [{ partitionKey: IngestPartitionKey.queryString('a"') }, 'request.partitionKey.name must be a query string parameter of letters, digits, hyphens and underscores, got \'a"\''],
    [{ partitionKey: IngestPartitionKey.field('$.a') }, "request.partitionKey.path must be field names with periods between them, got '$.a'"],
    [{ partitionKey: IngestPartitionKey.header('h'.repeat(513)) }, `request.partitionKey.name must be at most 512 characters, got '${'h'.repeat(60)}…'`],
    [{ partitionKey: IngestPartitionKey.field('f'.repeat(513)) }, `request.partitionKey.path must be at most 512 characters, got '${'f'.repeat(60)}…'`],
    [{ binaryMediaTypes: ['*/*'] }, "request.binaryMediaTypes must be content types in lower case without wildcards, other than application/json, got '*/*'"],
    [{ binaryMediaTypes: ['application/json'] },
      "request.binaryMediaTypes must be content types in lower case without wildcards, other than application/json, got 'application/json'"],
    [{ binaryMediaTypes: ['image/png'], partitionKey: IngestPartitionKey.field('a') },
      'request.partitionKey must not be a field where binaryMediaTypes are set, because a binary body has no fields'],
  ] as Array<[KinesisIngestApiProps['request'], string]>)('is refused: %j', (request, message) => {
    expect(() => make({ request })).toThrow(new Error(message));
  });
});

describe('endpoint', () => {
  test('names API and stage', () => {
    const template = templateWith({ endpoint: { restApiName: 'ledger-api', stageName: 'v1' } });
    template.hasResourceProperties(API, { Name: 'ledger-api' });
    template.hasResourceProperties(STAGE, { StageName: 'v1' });
    expect(JSON.stringify(template.findResources('AWS::Logs::LogGroup'))).toContain('/v1"');
  });

  test('may ask an authorizer in place of IAM', () => {
    const stack = testStack();
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [new cognito.UserPool(stack, 'Users')] });
    expect(only(templateWith({ endpoint: { authorizer } }, stack), METHOD, RECORD)).toMatchObject({
      AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: stack.resolve(authorizer.authorizerId),
    });
  });

  test('adds no output to the stack', () => {
    expect(templateWith({}).toJSON().Outputs).toBeUndefined();
  });

  test('speaks by a FIPS policy where a framework asks for validated cryptography', () => {
    templateWith({}, testStack({ frameworks: [Framework.FEDRAMP_MODERATE_R5] })).hasResourceProperties(API, {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_3_FIPS_2025_09', EndpointAccessMode: 'STRICT',
    });
  });

  test('may speak TLS 1.3 only, or TLS 1.2 by the older policy', () => {
    templateWith({ endpoint: { securityPolicy: apigateway.SecurityPolicy.TLS13_1_3_FIPS_2025_09 } }).hasResourceProperties(API, {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_3_FIPS_2025_09', EndpointAccessMode: 'STRICT',
    });
    templateWith({ endpoint: { securityPolicy: apigateway.SecurityPolicy.TLS_1_2 } }).hasResourceProperties(API, {
      SecurityPolicy: 'TLS_1_2', EndpointAccessMode: Match.absent(),
    });
  });

  test('may be private: IAM decides, and calls from elsewhere are denied', () => {
    const stack = testStack();
    const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1234', port: 443 });
    templateWith({ endpoint: { vpcEndpoints: [endpoint] } }, stack).hasResourceProperties(API, {
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1234'] },
      Policy: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Resource: 'execute-api:/*',
            Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:root']] } },
          },
          {
            Effect: 'Deny',
            Action: 'execute-api:Invoke',
            Resource: 'execute-api:/*',
            Principal: { AWS: '*' },
            Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1234'] } },
          },
        ],
      },
    });
  });

  test.each([
    [{ restApiName: 'ingest\n' }, "endpoint.restApiName must be a name of 1 to 255 characters, got 'ingest\\n'"],
    [{ restApiName: '' }, "endpoint.restApiName must be a name of 1 to 255 characters, got ''"],
    [{ stageName: 'a.b' }, "endpoint.stageName must be at most 128 letters, digits, hyphens and underscores, got 'a.b'"],
    [{ securityPolicy: apigateway.SecurityPolicy.TLS_1_0 }, "endpoint.securityPolicy must be a policy of TLS 1.2 or later for Regional APIs, got 'TLS_1_0'"],
    [{ securityPolicy: apigateway.SecurityPolicy.TLS13_2025_EDGE },
      "endpoint.securityPolicy must be a policy of TLS 1.2 or later for Regional APIs, got 'SecurityPolicy_TLS13_2025_EDGE'"],
    [{ authorizer: { authorizerId: 'a', authorizationType: apigateway.AuthorizationType.NONE } }, "endpoint.authorizer must be an authorizer that authenticates callers, got 'NONE'"],
    [{ vpcEndpoints: [] }, 'endpoint.vpcEndpoints must not be empty'],
  ] as Array<[KinesisIngestApiProps['endpoint'], string]>)('is refused: %j', (endpoint, message) => {
    expect(() => make({ endpoint })).toThrow(new Error(message));
  });
});

describe('traffic', () => {
  test('is limited', () => {
    templateWith({ traffic: { rateLimit: 50, burstLimit: 20 } }).hasResourceProperties(STAGE, {
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 20 })],
    });
  });

  test('of a client is limited by a usage plan', () => {
    const ingest = make({ traffic: { dailyQuota: 10_000, rateLimit: 50, burstLimit: 20 } });
    const template = templateOf(Stack.of(ingest));
    const ref = (type: string) => ({ Ref: Object.keys(template.findResources(type))[0] });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      Quota: { Limit: 10_000, Period: 'DAY' },
      Throttle: { RateLimit: 50, BurstLimit: 20 },
      ApiStages: [{ ApiId: ref(API), Stage: ref(STAGE) }],
    });
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
    expect(only(template, METHOD, RECORD)).toMatchObject({ ApiKeyRequired: true, AuthorizationType: 'AWS_IAM' });
    expect(ingest.apiKey).toBeDefined();
    expect(make().apiKey).toBeUndefined();
  });

  test.each([
    [{ rateLimit: 0 }, 'traffic.rateLimit must be a number greater than 0, got 0'],
    [{ burstLimit: -1 }, 'traffic.burstLimit must be an integer from 1 to 2147483647, got -1'],
    [{ dailyQuota: 0.5 }, 'traffic.dailyQuota must be an integer from 1 to 2147483647, got 0.5'],
  ])('%j is refused', (traffic, message) => {
    expect(() => make({ traffic })).toThrow(new Error(message));
  });
});

describe('logs', () => {
  test('may be kept longer, under another key', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    const template = templateWith({ logs: { retention: logs.RetentionDays.FIVE_YEARS, encryptionKey } }, stack);
    const groups = template.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 1827, KmsKeyId: stack.resolve(encryptionKey.keyArn) } });
    expect(Object.keys(groups)).toHaveLength(2);
  });

  test('have bodies for a reason only, which the template keeps', () => {
    const dataTraceReason = 'Clients of the pilot send malformed bodies, until 1 June, no personal data in them';
    const template = templateWith({ logs: { dataTraceReason } });
    template.hasResource(STAGE, {
      Metadata: { DataTraceReason: dataTraceReason }, Properties: { MethodSettings: [Match.objectLike({ DataTraceEnabled: true })] },
    });
  });

  test('have no bodies for a reason that says nothing', () => {
    expect(() => make({ logs: { dataTraceReason: 'debugging' } })).toThrow(
      "logs.dataTraceReason must be a string of at least 20 characters and 4 words, got 'debugging'");
  });

  test('may be written by a role that is there already', () => {
    templateWith({ logs: { accountRole: false } }).resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test.each(Object.values(Lifecycle))('are written by a role that is retained with the setting in %s, also when a creation fails', (lifecycle) => {
    const stack = testStack({ lifecycle });
    new ApiGatewayAccount(stack, 'Account');
    const template = templateOf(stack);
    for (const type of ['AWS::ApiGateway::Account', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']) {
      template.resourceCountIs(type, type === 'AWS::IAM::ManagedPolicy' ? 2 : 1);
      template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  test('of two APIs of a stack are written by one role', () => {
    const stack = testStack();
    make({}, stack);
    new KinesisIngestApi(stack, 'Second', { webAcl: webAclIn(new Stack(stack.node.root as App, 'Other')) });
    expect(ApiGatewayAccount.of(stack).account.cfnResourceType).toBe('AWS::ApiGateway::Account');
    templateOf(stack).resourceCountIs('AWS::ApiGateway::Account', 1);
  });
});

describe('webAcl', () => {
  test('of CloudFront is refused', () => {
    const stack = testStack();
    const webAcl = new wafv2.CfnWebACL(stack, 'Global', {
      scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'm', sampledRequestsEnabled: true },
    });
    expect(() => make({ webAcl }, stack)).toThrow(
      "scope of web ACL 'Stack/Global' must be REGIONAL, got CLOUDFRONT: pass the web ACL to the distribution as webAclId");
  });
});

test('a grant has a grantee', () => {
  expect(() => make({}).grantIngest(null as never)).toThrow(new Error('grantee must be an IGrantable, got null'));
});

test('a grant covers one method where there are no batches', () => {
  const stack = testStack();
  const role = new iam.Role(stack, 'Client', { assumedBy: new iam.AccountRootPrincipal() });
  make({ request: { batch: false } }, stack).grantIngest(role);
  const { PolicyDocument: { Statement: [statement] } } = only(templateOf(stack), 'AWS::IAM::Policy');
  expect(JSON.stringify(statement.Resource)).toMatch(/\/POST\/ingest"/);
});

test('a grant covers both methods of this API', () => {
  const stack = testStack();
  const ingest = make({}, stack);
  const role = new iam.Role(stack, 'Client', { assumedBy: new iam.AccountRootPrincipal() });
  ingest.grantIngest(role);
  const { PolicyDocument: { Statement: [statement] } } = only(templateOf(stack), 'AWS::IAM::Policy');
  expect(statement.Action).toBe('execute-api:Invoke');
  expect(JSON.stringify(statement.Resource)).toMatch(/\/POST\/ingest"[^]*\/POST\/ingest\/batch"/);
});

test.each<[Partial<KinesisIngestApiProps>, string[]]>([
  [{}, ['AwsSolutions-KDS3', 'Kinesis.StreamRetained']],
  [{ streamOptions: { retentionPeriod: Duration.hours(24) } }, ['AwsSolutions-KDS3']],
])('the stream with %j acknowledges its retention only at the default', (props, expected) => {
  expect(acknowledgedBelow(make(props))['Stream/Resource']).toEqual(expected);
});

test('findings of the API are acknowledged, and that its stage logs bodies only if it does', () => {
  const acknowledged = (props: Partial<KinesisIngestApiProps>) => {
    const { 'Stream/Resource': _stream, ...ofApi } = acknowledgedBelow(make(props));
    return ofApi;
  };
  const stage = [
    'APIGateway.StageClientCertificate', 'HIPAA.Security-APIGWCacheEnabledAndEncrypted', 'HIPAA.Security-APIGWSSLEnabled',
    'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted', 'NIST.800.53.R5-APIGWSSLEnabled', 'PCI.DSS.321-APIGWCacheEnabledAndEncrypted', 'PCI.DSS.321-APIGWSSLEnabled',
  ];
  const methods = { 'Api/Default/ingest/POST/Resource': ['AwsSolutions-COG4'], 'Api/Default/ingest/batch/POST/Resource': ['AwsSolutions-COG4'] };
  expect(acknowledged({})).toEqual({ 'Api/DeploymentStage.prod/Resource': stage, ...methods });
  expect(acknowledged({ logs: { dataTraceReason: 'the partner tests the format of its records this month' } })).toEqual({
    'Api/DeploymentStage.prod/Resource': [stage[0], 'APIGateway.StageContentNotLogged', ...stage.slice(1)], ...methods,
  });
});
