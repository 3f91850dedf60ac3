import { createHash } from 'crypto';
import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { dirname } from 'path';

/**
 * Creates a folder and those around it that are missing. `mkdirSync` with `recursive` does not end in a file system that accepts no folders, for example `/proc`
 * with Node.js 20.
 * @throws the error of the file system
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process can have created it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Writes a file, in a folder that can be missing.
 * @throws the error of the file system
 */
export function writeText(file: string, text: string): void {
  makeFolder(dirname(file));
  writeFileSync(file, text);
}

// The texts of many workloads would fill the memory before V8 collects them: the bytes of each replace those of the one before.
let bytes = Buffer.alloc(0);

/**
 * Writes a file, in a folder that can be missing.
 * @returns its SHA-256 digest in hexadecimal
 * @throws the error of the file system
 */
export function writeWithDigest(file: string, text: string): string {
  const size = Buffer.byteLength(text);
  if (size > bytes.length) bytes = Buffer.alloc(2 * size);
  const content = bytes.subarray(0, bytes.write(text));
  makeFolder(dirname(file));
  writeFileSync(file, content);
  return createHash('sha256').update(content).digest('hex');
}
