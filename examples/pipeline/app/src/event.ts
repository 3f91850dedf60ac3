import { z } from 'zod';

/** A record of the stream. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly data: Uint8Array;
  readonly arrivedAt: Date;
}

/** A valid event. Its text is stored unchanged, so numbers keep their digits. */
export interface Event {
  readonly record: StreamRecord;
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly text: string;
}

/** Reason for setting a record aside. */
export type Reason = 'empty' | 'not-utf-8' | 'not-json' | 'invalid' | 'id-taken' | 'refused-by-database';

/** A record that is set aside. */
export interface Reject {
  readonly record: StreamRecord;
  readonly reason: Reason;
  /** Names of fields and codes, never values. */
  readonly detail: string;
}

const EVENT = z.looseObject({
  id: z.string().regex(/^[\w.:-]{1,128}$/),
  type: z.string().regex(/^[a-z][a-z0-9.-]{0,63}$/),
  occurredAt: z.iso.datetime({ offset: true }),
  data: z.looseObject({}),
});
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function judge(record: StreamRecord): Event | Reject {
  const reject = (reason: Reason, detail = '') => ({ record, reason, detail });
  if (record.data.length === 0) return reject('empty');
  const text = attempt(() => UTF_8.decode(record.data));
  if (text === undefined) return reject('not-utf-8');
  const json = attempt((): unknown => JSON.parse(text));
  if (json === undefined) return reject('not-json');
  const { success, data: event, error } = EVENT.safeParse(json);
  if (!success) return reject('invalid', error.issues.map(({ path, code }) => `${path.join('.') || 'event'}: ${code}`).join(', '));
  return { record, id: event.id, type: event.type, occurredAt: event.occurredAt, text };
}

export function isReject(judged: Event | Reject): judged is Reject {
  return 'reason' in judged;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
