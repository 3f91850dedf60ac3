export * from './api-gateway-account';
export * from './ingest-options';
export * from './kinesis-ingest-api';
export * from './partition-key';
