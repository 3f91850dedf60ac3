'use strict';
// Restricts connections of functions to loopback. Prevents mistakes; not a sandbox.
const dgram = require('dgram');
const dns = require('dns');
const net = require('net');

const HERE = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/i;

function outside(host) {
  if (host === undefined || HERE.test(host)) return undefined;
  return Object.assign(new Error(`${host} is outside the local cloud, only loopback addresses are allowed`), { code: 'OUTSIDE_OF_LOCAL_CLOUD' });
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const error = outside(typeof first === 'object' ? first.host : typeof second === 'string' ? second : undefined);
  if (!error) return connect.apply(this, args);
  process.nextTick(() => this.destroy(error));
  return this;
};

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...args) {
  const error = outside(args.find((arg, index) => index > 0 && typeof arg === 'string'));
  if (error) throw error;
  return send.apply(this, args);
};

for (const module of [dns, dns.promises]) {
  for (const name of Object.keys(module).filter((key) => /^(lookup|resolve)/.test(key))) {
    const ask = module[name];
    module[name] = function (host, ...rest) {
      const error = outside(host);
      if (!error) return ask.call(this, host, ...rest);
      return module === dns ? process.nextTick(rest[rest.length - 1], error) : Promise.reject(error);
    };
  }
}
