import * as fs from 'fs';
import * as path from 'path';
import { commandOf } from './process-of';
import { sleep } from './sleep';

/** Process that holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly command: string;
}

/** Locks of a folder: files that name their process. The lock of a process that ended is free. */
export class Locks {
  private readonly held = new Set<string>();

  public constructor(private readonly folder: string) {
    process.on('exit', () => this.held.forEach((name) => this.release(name)));
  }

  /** Holds a lock while a function runs. Calls `wait` once if another process holds it. */
  public async with<T>(name: string, wait: (holder: Holder) => void, act: () => Promise<T>): Promise<T> {
    let waiting = false;
    while (!this.take(name)) {
      const holder = this.holder(name);
      if (holder && !waiting) wait(holder);
      waiting ||= holder !== undefined;
      if (holder) await sleep(100);
      else this.discard(name);
    }
    try {
      return await act();
    } finally {
      this.release(name);
    }
  }

  /** Process that holds a lock. */
  public holder(name: string): Holder | undefined {
    return alive(read(this.file(name)));
  }

  /** Whether other processes hold locks. */
  public othersHold(): boolean {
    if (!fs.existsSync(this.folder)) return false;
    const names = fs.readdirSync(this.folder).filter((file) => file.endsWith('.lock')).map((file) => path.basename(file, '.lock'));
    return names.some((name) => (this.holder(name)?.pid ?? process.pid) !== process.pid);
  }

  private file(name: string): string {
    return path.join(this.folder, `${name}.lock`);
  }

  // A link appears with its content, and fails if the name exists.
  private take(name: string): boolean {
    fs.mkdirSync(this.folder, { recursive: true });
    const own = `${this.file(name)}.${process.pid}`;
    fs.writeFileSync(own, JSON.stringify({ pid: process.pid, command: commandOf(process.pid) }));
    try {
      fs.linkSync(own, this.file(name));
      this.held.add(name);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    } finally {
      fs.rmSync(own, { force: true });
    }
  }

  private release(name: string): void {
    this.held.delete(name);
    fs.rmSync(this.file(name), { force: true });
  }

  // Only one process can move a file, so that no process deletes the lock that another has just taken.
  private discard(name: string): void {
    const moved = `${this.file(name)}.stale.${process.pid}`;
    try {
      fs.renameSync(this.file(name), moved);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    try {
      if (alive(read(moved))) fs.linkSync(moved, this.file(name));
    } finally {
      fs.rmSync(moved);
    }
  }
}

function read(file: string): Partial<Holder> {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf-8'));
  } catch {
    return {};
  }
}

function alive({ pid, command }: Partial<Holder>): Holder | undefined {
  return pid !== undefined && command !== undefined && commandOf(pid) === command ? { pid, command } : undefined;
}
