import { alarmTable, described } from '../descriptions';
import { testStack } from '../support';
import { make } from './support';

const stack = testStack();
make({}, stack);

test('the alarms that the constructs recommend', () => {
  expect(alarmTable(stack)).toEqual([
    'IteratorAgeHigh: AWS/Kinesis GetRecords.IteratorAgeMilliseconds StreamName=<IngestStream404D06C0> Maximum per 300 s default 3600000, default periods',
    'WriteThrottled: AWS/Kinesis WriteProvisionedThroughputExceeded StreamName=<IngestStream404D06C0> Average per 300 s GreaterThanThreshold 0, default periods',
    'ReadThrottled: AWS/Kinesis ReadProvisionedThroughputExceeded StreamName=<IngestStream404D06C0> Average per 300 s GreaterThanThreshold 0, default periods',
    'Api5xxHigh: AWS/ApiGateway 5XXError ApiName=Stack-Ingest-AE0322DE Stage=<IngestApiDeploymentStageprodA2655708> Average per 300 s default 0.05, default periods',
    'Api4xxHigh: AWS/ApiGateway 4XXError ApiName=Stack-Ingest-AE0322DE Stage=<IngestApiDeploymentStageprodA2655708> Average per 300 s default 0.05, default periods',
    'ApiLatencyHigh: AWS/ApiGateway Latency ApiName=Stack-Ingest-AE0322DE Stage=<IngestApiDeploymentStageprodA2655708> p90 per 300 s default 2500, default periods',
  ]);
});

test('the resources that have a description', () => {
  expect(described(stack)).toEqual([
    'AWS::ApiGateway::Deployment IngestApiDeployment9DFFBE24b1b720c3955da6f6ca5441539a4713a6',
  ]);
});
