import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'fs';
import { join, relative, resolve, sep } from 'path';
import { isAssembly } from './assembly';
import { parseDocument } from './document';
import { Document } from './parsed-document';
import { InputError, Problem } from './problem';
import { isTemplate } from './template-file';

/** Five times the size of a template that CloudFormation accepts (AWS CloudFormation User Guide, Understand CloudFormation quotas: 1 MB), for indentation. */
const MOST_BYTES = 5 * 1024 * 1024;
const SNIFFED_BYTES = 64 * 1024;
const EXTENSIONS = /\.(?:json|ya?ml|template|cfn|cform)$/i;
/** The operand for the standard input, and the name of its template in reports. */
const STANDARD_INPUT = { operand: '-', name: 'stdin' };
/** What a template has at its top level. Other files in a folder are left alone. */
const MARKER = /AWSTemplateFormatVersion["']?\s*:|[{,]\s*"Resources"\s*:|^["']?Resources["']?\s*:/m;
/** The key where YAML permits it too: indented, in braces, or after a question mark. Another value can have it there, so that a resource has to be there as well. */
const ANYWHERE = /(?:^|[{,?])[ \t]*["']?Resources["']?\s*(?::|$)/m;
const RESOURCE = /\bType["']?\s*:\s*["']?\w+::\w/;

/** A template with its parsed text. */
export interface Found {
  /** Absolute path without symbolic links. */
  readonly file: string;
  readonly document: Document;
}

/** What the paths of a call lead to. */
export class Inputs {
  public readonly templates: Found[] = [];
  /** Output folders of the CDK. */
  public readonly assemblies: string[] = [];
  public readonly problems: Problem[] = [];
  private readonly seen = new Set<string>();

  /**
   * @param progress called after each template
   * @param input reads the standard input
   */
  constructor(private readonly progress: () => void = () => {}, private readonly input: () => Buffer = () => Buffer.alloc(0)) {}

  /** Adds a path that the user names: it must lead to a template. */
  public add(path: string): void {
    if (path === '') {
      this.problems.push({ file: "''", message: 'the path is empty' });
      return;
    }
    if (path === STANDARD_INPUT.operand) {
      this.guarded(STANDARD_INPUT.name, () => this.readInput(resolve(STANDARD_INPUT.name)));
      return;
    }
    this.guarded(path, () => {
      if (!statSync(path).isDirectory()) {
        this.read(path, true);
        return;
      }
      const problems = this.problems.length;
      this.walk(path, []);
      if (this.problems.length === problems && !this.hasBelow(realpathSync(path))) throw new InputError('the folder has no template');
    });
  }

  /** Reads a template, or notes what is wrong with it. */
  public load(path: string): Found | undefined {
    let found: Found | undefined;
    this.guarded(path, () => {
      found = { file: realpathSync(path), document: parsed(path) };
    });
    this.progress();
    return found;
  }

  private walk(folder: string, around: readonly string[]) {
    const real = realpathSync(folder);
    if (around.includes(real)) throw new InputError(`a symbolic link leads back to ${reportedPath(real)}`);
    if (this.seen.has(real)) return;
    this.seen.add(real);
    if (isAssembly(folder)) {
      this.assemblies.push(real);
      return;
    }
    for (const name of readdirSync(folder).sort()) {
      if (name === 'node_modules' || name.startsWith('.')) continue;
      const path = join(folder, name);
      this.guarded(path, () => {
        if (statSync(path).isDirectory()) this.walk(path, [...around, real]);
        else if (EXTENSIONS.test(name)) this.read(path, false);
      });
    }
  }

  private read(path: string, isNamed: boolean) {
    const file = realpathSync(path);
    if (this.seen.has(file)) return;
    this.seen.add(file);
    if (!isNamed && !looksLikeTemplate(headOf(path))) return;
    const document = parsed(path);
    if (!isNamed && !isTemplate(document.body)) return;
    this.templates.push({ file, document });
    this.progress();
  }

  private readInput(file: string) {
    if (this.seen.has(file)) return;
    this.seen.add(file);
    this.templates.push({ file, document: parsedBytes(this.input()) });
    this.progress();
  }

  // Another path of the call can lead to the templates of a folder too.
  private hasBelow(folder: string): boolean {
    const start = folder.endsWith(sep) ? folder : folder + sep;
    return [...this.templates.map(({ file }) => file), ...this.assemblies].some((path) => path === folder || path.startsWith(start));
  }

  private guarded(path: string, action: () => void) {
    try {
      action();
    } catch (error) {
      this.problems.push({ file: reportedPath(path), ...problemOf(error) });
    }
  }
}

/** A path as reports have it: relative to the working directory, with slashes. */
export function reportedPath(path: string): string {
  const local = relative(process.cwd(), path) || '.';
  return (local.startsWith('..') && path.startsWith('/') ? path : local).split(sep).join('/');
}

/** What an error says about an input, in one line. */
export function problemOf(error: unknown): Omit<Problem, 'file'> {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof InputError) return { message: error.message, ...(error.line !== undefined && { line: error.line }) };
  const text = { ENOENT: 'the file does not exist', EACCES: 'the file cannot be read: permission denied', ELOOP: 'the path is a loop of symbolic links', EISDIR: 'the path is a folder' }[code ?? ''];
  return { message: text ?? `the file cannot be read: ${String((error as Partial<Error> | undefined)?.message ?? error).split('\n')[0]}` };
}

/** Parses a file of at most 5 MiB. */
export function parsed(path: string): Document {
  requireSize(statSync(path).size);
  return parsedBytes(readFileSync(path));
}

function parsedBytes(bytes: Buffer): Document {
  requireSize(bytes.length);
  return parseDocument(textOf(bytes));
}

function requireSize(size: number): void {
  if (size > MOST_BYTES) throw new InputError(`the file has ${size} bytes, must have at most ${MOST_BYTES}`);
}

// Windows PowerShell writes UTF-16, with a mark of its byte order.
function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding = first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function looksLikeTemplate(text: string): boolean {
  return MARKER.test(text) || (ANYWHERE.test(text) && RESOURCE.test(text));
}

// The first part of a large file is enough; that of a small one is the whole file.
function headOf(path: string): string {
  if (statSync(path).size <= MOST_BYTES) return textOf(readFileSync(path));
  const buffer = Buffer.alloc(SNIFFED_BYTES);
  const file = openSync(path, 'r');
  try {
    return textOf(buffer.subarray(0, readSync(file, buffer)));
  } finally {
    closeSync(file);
  }
}
