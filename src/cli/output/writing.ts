/** Writes a file of an option. The error of the file system names both. */
export function writing(option: string, file: string, act: () => void) {
  try {
    act();
  } catch (error) {
    throw new Error(`${option} ${file} cannot be written: ${(error as Error).message}`);
  }
}
