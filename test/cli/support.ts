import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { run } from '../../src/cli/run';

/** What a command wrote, and its exit code. */
interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a folder. */
export function command(folder: string, args: readonly string[], { isColored = false, isInteractive = false, input = '' } = {}): Result {
  const [written, before] = [{ out: '', err: '' }, process.cwd()];
  process.chdir(folder);
  try {
    const code = run(args, {
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
      isColored,
      isInteractive,
      input: () => Buffer.from(input),
    });
    return { code, ...written };
  } finally {
    process.chdir(before);
  }
}

/** A temporary folder with files. */
export function folderOf(files: Record<string, string>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'cli-')));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
