export * from './api-gateway-account';
export * from './ingest-options';
export * from './ingest-partition-key';
export * from './kinesis-ingest-api';
export * from './kinesis-ingest-api-props';
