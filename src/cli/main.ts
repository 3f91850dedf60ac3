#!/usr/bin/env node
import { readSync, writeSync } from 'fs';
import { hasColors } from './output/layout';
import { run } from './run';

const RETRY_MILLISECONDS = 10;
const CHUNK_BYTES = 64 * 1024;

// The reader of a pipe can leave early.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
});

process.exitCode = run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: written,
  isColored: hasColors(process.stdout, process.env),
  isInteractive: process.stderr.isTTY,
  input: standardInput,
});

// A pipe without room takes a part of the text, or refuses it until its reader goes on. A reader that is gone does not change the result.
function written(text: string) {
  for (let rest = Buffer.from(text); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      pause();
    }
  }
}

// A pipe whose writer is slow has no bytes yet.
function standardInput(): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(CHUNK_BYTES);
    try {
      const count = readSync(0, part);
      if (count === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, count));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The end of a pipe on Windows.
      if (code === 'EOF') return Buffer.concat(parts);
      if (code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, RETRY_MILLISECONDS);
}
