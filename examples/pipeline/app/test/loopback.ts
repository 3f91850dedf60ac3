import { Server } from 'net';

// kinesis-local always listens on all addresses. This module, loaded before it, restricts it to the loopback address.
const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
Server.prototype.listen = function (this: Server, port: unknown, ...others: unknown[]) {
  return listen.call(this, { port, host: '127.0.0.1' }, ...others.filter((other) => typeof other === 'function'));
} as typeof Server.prototype.listen;
