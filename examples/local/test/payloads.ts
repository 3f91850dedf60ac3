import { NO_JSON, payloads } from '../../../test/ingest/payloads';

// Prints the payloads of the unit tests as events of the pipeline platform for the tests in Python.
const event = (data: string, index: number) =>
  `{"id":"payload-${index}","type":"payload.sent","occurredAt":"2026-03-01T09:30:00Z","data":${data}}`;

console.log(JSON.stringify({ payloads: payloads(event), noJson: NO_JSON }));
