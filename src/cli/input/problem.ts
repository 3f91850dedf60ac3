/** What is wrong with an input, in one line. */
export interface Problem {
  /** Path of the file or folder, as the user gave it or relative to the working directory. */
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** An input that cannot be read. */
export class InputError extends Error {
  constructor(message: string, public readonly line?: number) {
    super(message);
  }
}
