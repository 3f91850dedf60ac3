import { get } from 'http';

// Container health check. Images without a shell have no curl.
get({ host: '127.0.0.1', port: process.env.PORT ?? 8080, path: '/health/live', timeout: 3000 }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
