import { pino } from 'pino';
import { maskCardNumbers, maskDeep } from './card-numbers';

/** JSON lines on standard output. Whatever is logged, card numbers in it are masked. */
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
