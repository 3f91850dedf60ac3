import { spawnSync } from 'child_process';
import * as fs from 'fs';

/** Command line of a process, with spaces between the arguments. Undefined if the process ended. Process ids are used again: compare the command line. */
export function commandOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (fs.existsSync('/proc/self/cmdline')) {
    try {
      // Empty for a process that ended and waits for its parent.
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf-8').replace(/\0/g, ' ').trim() || undefined;
    } catch {
      return undefined;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf-8' });
  const [, state, command] = /^\s*(\S+)\s+(.*?)\s*$/.exec(stdout ?? '') ?? [];
  return status === 0 && state !== undefined && !state.startsWith('Z') ? command : undefined;
}
