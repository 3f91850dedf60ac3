import { pino } from 'pino';
import { maskCardNumbers, maskDeep } from './card-numbers';

/** Writes JSON lines to standard output, with card numbers masked. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: { service: 'transactions' },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: {
    level: (level) => ({ level }),
    log: (fields) => maskDeep(fields) as Record<string, unknown>,
  },
  hooks: {
    logMethod(args, method) {
      const masked = args.map((arg: unknown) => typeof arg === 'string' ? maskCardNumbers(arg) : arg);
      method.apply(this, masked as typeof args);
    },
  },
});

export type Log = typeof log;
