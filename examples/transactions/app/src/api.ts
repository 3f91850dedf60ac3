import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import fastify, { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { hasCardNumber } from './card-numbers';
import { Health } from './health';
import { Log } from './log';
import { codeOf, reasonOf } from './reason';
import { TRANSACTION, Transactions } from './transactions';

const KEY = /^[A-Za-z0-9_-]{8,64}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_BODY = 16 * 1024;
const ANSWERS: Record<number, string> = { 400: 'malformed', 404: 'not-found', 413: 'too-large', 415: 'media-type' };

export function makeApi(transactions: Transactions, health: Health, metrics: Metrics, log: Log): FastifyInstance {
  const api = fastify({ logger: false, bodyLimit: MAX_BODY, requestTimeout: 10_000, keepAliveTimeout: 65_000 });

  api.get('/health', async (_, reply) => {
    const reason = await health.check();
    return reason ? reply.code(503).send({ status: 'unavailable', reason }) : { status: 'ok' };
  });

  // Without the database: an instance whose process does not answer is replaced.
  api.get('/health/live', () => ({ status: 'alive' }));

  api.post('/transactions', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !KEY.test(key)) return refuse(reply, 400, 'idempotency-key');
    const { success, data, error } = TRANSACTION.safeParse(request.body);
    if (!success) return refuse(reply, 400, 'invalid', error.issues.map(({ path }) => path.join('.')).filter((field) => field));
    // Card numbers must not be stored in clear text (PCI DSS 3.5.1).
    if ([key, ...Object.values(data)].some(hasCardNumber)) return refuse(reply, 400, 'card-number');

    const recorded = await transactions.record(key, data);
    count(metrics, { created: 'TransactionsCreated', repeated: 'TransactionsRepeated', conflict: 'TransactionsRefused' }[recorded.outcome]);
    if (recorded.outcome === 'conflict') return refuse(reply, 409, 'idempotency-key-taken');
    return reply.code(recorded.outcome === 'created' ? 201 : 200).send(recorded.transaction);
  });

  api.get<{ Params: { id: string } }>('/transactions/:id', async ({ params: { id } }, reply) => {
    const transaction = ID.test(id) ? await transactions.find(id) : undefined;
    return transaction ?? refuse(reply, 404, 'not-found');
  });

  api.setNotFoundHandler((_, reply) => refuse(reply, 404, 'not-found'));
  api.setErrorHandler((error: FastifyError, _, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return refuse(reply, statusCode, ANSWERS[statusCode] ?? 'refused');
    const { reason } = reasonOf(error);
    count(metrics, 'TransactionErrors');
    log.error({ fault: error.name, code: codeOf(error), reason }, 'request failed');
    return reply.code(503).header('retry-after', '1').send({ error: reason });
  });

  let closing = false;
  api.addHook('preClose', async () => { closing = true; });
  api.addHook('onSend', async (_, reply) => {
    void reply.header('cache-control', 'no-store');
    // Keep-alive connections would delay the stop.
    if (closing) void reply.header('connection', 'close');
  });
  // The route instead of the path, because a path can contain any text of the client.
  api.addHook('onResponse', async ({ id, method, routeOptions, headers }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? 'none';
    if (route.startsWith('/health')) return;
    const milliseconds = Math.round(elapsedTime);
    log.info({ requestId: id, traceId: headers['x-amzn-trace-id'], method, route, status: statusCode, milliseconds }, 'request');
    metrics.addMetric('RequestDuration', MetricUnit.Milliseconds, milliseconds);
    metrics.publishStoredMetrics();
  });
  return api;
}

function count(metrics: Metrics, name: string) {
  metrics.addMetric(name, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}

function refuse(reply: FastifyReply, status: number, error: string, fields?: string[]): FastifyReply {
  return reply.code(status).send({ error, fields });
}
