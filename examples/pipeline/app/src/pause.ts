import { setTimeout as sleep } from 'timers/promises';

/** Waits, or less where the signal says so. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
