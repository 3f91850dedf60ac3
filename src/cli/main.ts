#!/usr/bin/env node
import { writeSync } from 'fs';
import { hasColors } from './output/layout';
import { run } from './run';

const RETRY_MILLISECONDS = 10;

// The reader of a pipe can leave early.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
});

process.exitCode = run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: written,
  isColored: hasColors(process.stdout, process.env),
  isInteractive: process.stderr.isTTY,
});

// A pipe without room takes a part of the text, or refuses it until its reader goes on. A reader that is gone does not change the result.
function written(text: string) {
  const pause = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (let rest = Buffer.from(text); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(pause, 0, 0, RETRY_MILLISECONDS);
    }
  }
}
