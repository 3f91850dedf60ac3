import { randomUUID } from 'crypto';
import { readFileSync } from 'fs';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { pino } from 'pino';
import { Consumer } from './consumer';
import { CredentialSource, FixedCredentials, SecretCredentials } from './credentials';
import { Database } from './database';
import { faultOf, Misconfigured } from './fault';
import { healthServer } from './health';
import { Leases } from './leases';
import { readSettings, Settings } from './settings';
import { Stream } from './stream';

const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  formatters: { level: (level) => ({ level }) },
  base: { service: 'data-processor' },
  timestamp: pino.stdTimeFunctions.isoTime,
});

// Node prints all properties of an unhandled error.
process.on('uncaughtException', (error) => {
  log.fatal(faultOf(error), 'uncaught');
  process.exit(1);
});
const settings = readSettings(process.env);
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

const database = new Database({
  host: settings.DATABASE_HOST,
  port: settings.DATABASE_PORT,
  name: settings.DATABASE_NAME,
  ca: readCertificates(settings.DATABASE_CA_FILE),
  idleMilliseconds: settings.LEASE_SECONDS * 1000,
  onIdleError: (error) => log.warn(faultOf(error), 'connection lost'),
}, credentials(settings));
// This client uses HTTP/2 by default, which emulators do not support and sequential calls do not need.
const requestHandler = new NodeHttpHandler({ connectionTimeout: 3000, requestTimeout: 10_000 });
const consumer = new Consumer({
  stream: new Stream(new KinesisClient({ requestHandler }), settings.STREAM_NAME, settings.BATCH_SIZE),
  streamName: settings.STREAM_NAME,
  database,
  leases: new Leases(database, settings.STREAM_NAME, randomUUID(), settings.LEASE_SECONDS),
  metrics: new Metrics({ namespace: 'DataProcessor', serviceName: 'data-processor' }),
  log,
  pollMilliseconds: settings.POLL_MILLISECONDS,
}, settings.LEASE_SECONDS * 1000);
const server = healthServer(consumer);

server.listen(settings.PORT);
consumer.start();
log.info({ stream: settings.STREAM_NAME }, 'started');

let stopping = false;

async function stop() {
  if (stopping) return;
  stopping = true;
  log.info('stopping');
  // An open transaction is rolled back, and another task reads its records again.
  setTimeout(() => { log.warn('batches abandoned'); process.exit(0); }, settings.STOP_SECONDS * 1000).unref();
  await consumer.stop().catch((error) => log.warn(faultOf(error), 'leases kept until they expire'));
  server.close();
  await database.close();
  log.info('stopped');
  process.exit(0);
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf-8');
  } catch {
    throw new Misconfigured(`DATABASE_CA_FILE: cannot read ${file}`);
  }
}

function credentials({ DATABASE_SECRET_ARN: secretArn, DATABASE_USER: username, DATABASE_PASSWORD: password }: Settings): CredentialSource {
  if (secretArn) return new SecretCredentials(new SecretsManagerClient({}), secretArn);
  return new FixedCredentials({ username: username!, password: password! });
}
