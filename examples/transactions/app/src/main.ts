import { Metrics } from '@aws-lambda-powertools/metrics';
import { makeApi } from './api';
import { Credentials } from './credentials';
import { Database } from './database';
import { Health } from './health';
import { log } from './log';
import { codeOf } from './reason';
import { Misconfigured, readSettings } from './settings';
import { Transactions } from './transactions';

const STOP_MILLISECONDS = 20_000;

// Node prints all properties of an unhandled error.
process.on('uncaughtException', (error) => {
  log.fatal({ fault: error.name, code: codeOf(error), reason: error instanceof Misconfigured ? error.message : undefined }, 'uncaught');
  process.exit(1);
});

const settings = readSettings(process.env);
const database = new Database(settings, new Credentials(settings.DB_PASSWORD_SECRET_ARN, settings.region));
const api = makeApi(
  new Transactions(database), new Health(database, log), new Metrics({ namespace: 'Transactions', serviceName: 'transactions' }), log,
);
let stopping = false;

process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
void start();

async function start() {
  await api.listen({ host: settings.HOST, port: settings.PORT });
  log.info('started');
}

/** Completes the current requests. */
async function stop() {
  if (stopping) return;
  stopping = true;
  log.info('stopping');
  setTimeout(() => process.exit(0), STOP_MILLISECONDS).unref();
  await api.close();
  await database.close();
  log.info('stopped');
  process.exit(0);
}
