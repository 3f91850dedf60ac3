#!/usr/bin/env node
import { writeSync } from 'fs';
import { run } from './run';

// The reader of a pipe can leave early.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
});

process.exitCode = run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => writeSync(2, text),
  isColored: process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  isInteractive: process.stderr.isTTY,
});
