import { Server } from 'net';

// kinesis-local listens on all addresses, and has no setting for it: loaded before it, this leaves it the loopback address.
const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
Server.prototype.listen = function (this: Server, port: unknown, ...others: unknown[]) {
  return listen.call(this, { port, host: '127.0.0.1' }, ...others.filter((other) => typeof other === 'function'));
} as typeof Server.prototype.listen;
