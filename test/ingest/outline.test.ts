import { outlineOf } from '../outline';
import { testStack } from '../support';
import { make } from './support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  make({}, stack);
  expect(outlineOf(stack)).toEqual({
    constructs: ['ApiGatewayAccount', 'KinesisIngestApi', 'WorkloadKey'],
    alarms: [
      'IteratorAgeHigh: AWS/Kinesis GetRecords.IteratorAgeMilliseconds StreamName=<IngestStream404D06C0> Maximum per 300 s default 3600000, default periods',
      'WriteThrottled: AWS/Kinesis WriteProvisionedThroughputExceeded StreamName=<IngestStream404D06C0> Average per 300 s GreaterThanThreshold 0, default periods',
      'ReadThrottled: AWS/Kinesis ReadProvisionedThroughputExceeded StreamName=<IngestStream404D06C0> Average per 300 s GreaterThanThreshold 0, default periods',
      'Api5xxHigh: AWS/ApiGateway 5XXError ApiName=Stack-Ingest-AE0322DE Stage=<IngestApiDeploymentStageprodA2655708> Average per 300 s default 0.05, default periods',
      'Api4xxHigh: AWS/ApiGateway 4XXError ApiName=Stack-Ingest-AE0322DE Stage=<IngestApiDeploymentStageprodA2655708> Average per 300 s default 0.05, default periods',
      'ApiLatencyHigh: AWS/ApiGateway Latency ApiName=Stack-Ingest-AE0322DE Stage=<IngestApiDeploymentStageprodA2655708> p90 per 300 s default 2500, default periods',
    ],
    descriptions: [
      'AWS::ApiGateway::Deployment IngestApiDeployment',
    ],
    logicalIds: [
      'ApiGatewayAccount3F426938',
      'ApiGatewayAccountRole4DADDEAA',
      'ApiGatewayAccountRolePolicy6414931F',
      'ApiGatewayAccountRolePolicyWithoutResource4912E4E5',
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
      'IngestAccessLogs70FDC781',
      'IngestApiBadRequestBodyD05A1CAA',
      'IngestApiBatchModel481D6B5D',
      'IngestApiDefault4xx173A6B90',
      'IngestApiDefault5xxEA15A67D',
      'IngestApiDeployment9DFFBE24',
      'IngestApiDeploymentStageprodA2655708',
      'IngestApiDeploymentStageprodWebAclAssociationC84B6350',
      'IngestApiE2DAED7B',
      'IngestApiRecordModel09F7E99D',
      'IngestApiRequestTooLarge6E473D88',
      'IngestApiThrottledB8CF3F36',
      'IngestApiUnsupportedMediaTypeBF81FADC',
      'IngestApiValidator2E66D62A',
      'IngestApiingest48132A9C',
      'IngestApiingestPOSTE4C9D668',
      'IngestApiingestbatchFC15291C',
      'IngestApiingestbatchPOST3B2BE57A',
      'IngestExecutionLogsD4165E2E',
      'IngestRoleEE92D549',
      'IngestRolePolicy83F03C6B',
      'IngestStream404D06C0',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
    ],
    keyUses: {
      DataKey2A0DE9E6: ['AllowViakinesis', 'AllowViakinesisGrants'],
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs'],
    },
    trust: {
      IngestRoleEE92D549: ['apigateway.amazonaws.com'],
      ApiGatewayAccountRole4DADDEAA: ['apigateway.amazonaws.com'],
    },
  });
});
