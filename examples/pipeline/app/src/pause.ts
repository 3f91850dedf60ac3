import { setTimeout as sleep } from 'timers/promises';

/** Waits until the time has passed or the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
