import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IngestPartitionKey, KinesisIngestApi } from '../../src';
import { contract } from '../contract/contract';
import { key, role, stream, webAcl } from '../contract/surroundings';

export default contract(KinesisIngestApi, {
  variants: {
    'defaults': (stack) => ({ webAcl: webAcl(stack) }),
    'everything': (stack) => ({
      webAcl: webAcl(stack),
      streamOptions: { streamName: 'ledger-records', shardCount: 2, retentionPeriod: Duration.hours(48), maxRecordSizeInKiB: 2048, encryptionKey: key(stack) },
      path: 'records',
      request: {
        schema: { type: apigateway.JsonSchemaType.OBJECT, required: ['id'] }, partitionKey: IngestPartitionKey.field('id'), batch: true,
      },
      endpoint: {
        restApiName: 'ledger-ingest',
        stageName: 'v1',
        securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
        vpcEndpoints: [ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-0123456789abcdef0', port: 443 })],
      },
      traffic: { rateLimit: 500, burstLimit: 200, dailyQuota: 100_000 },
      logs: { retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack, 'LogKey'), dataTraceReason: 'payloads are synthetic in this environment', accountRole: true },
    }),
    'an authorizer and binary bodies': (stack) => ({
      webAcl: webAcl(stack),
      request: { binaryMediaTypes: ['application/octet-stream'] },
      endpoint: { authorizer: { authorizerId: 'a1b2c3', authorizationType: apigateway.AuthorizationType.CUSTOM } },
    }),
    'a stream elsewhere': (stack) => ({ webAcl: webAcl(stack), stream: stream(stack) }),
    'an on-demand stream': (stack) => ({ webAcl: webAcl(stack), streamOptions: { onDemand: true } }),
  },
  methods: {
    grantIngest: { variants: { role: (stack) => [role(stack)] } },
  },
});
