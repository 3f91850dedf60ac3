import { createServer, Server } from 'http';

/** Serves the health endpoints: GET /health/live and /health/ready. */
export function healthServer(consumer: { readonly isAlive: boolean; readonly isReady: boolean }): Server {
  return createServer((request, response) => {
    const holds = request.url === '/health/live' ? consumer.isAlive : request.url === '/health/ready' ? consumer.isReady : undefined;
    const status = holds === undefined ? 404 : holds ? 200 : 503;
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify({ ok: status === 200 }));
  });
}
