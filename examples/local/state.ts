import * as fs from 'fs';
import * as path from 'path';

const { LOCAL_CLOUD_STATE } = process.env;
const PARENT = path.resolve(LOCAL_CLOUD_STATE ?? path.join(__dirname, '.state'));

/** Folder of the local cloud, a subfolder of `LOCAL_CLOUD_STATE`. The command writes and deletes files only here. */
export const STATE = path.join(PARENT, 'local-cloud');
/** Marks the folder as one that this command made. */
const MARKER = path.join(STATE, 'made-by-local-cloud');

/** Checks the folder of the local cloud and creates it. */
export function claimState(): void {
  const refuse = (need: string) => {
    throw new Error(`LOCAL_CLOUD_STATE must be ${need}, got '${LOCAL_CLOUD_STATE ?? PARENT}'`);
  };
  if (LOCAL_CLOUD_STATE === '') refuse('a folder');
  try {
    fs.mkdirSync(STATE, { recursive: true });
    if (!isOwnState() && fs.readdirSync(STATE).length > 0) refuse('a folder whose subfolder local-cloud is missing, empty or made by this command');
    fs.writeFileSync(MARKER, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    refuse(code === 'EEXIST' || code === 'ENOTDIR' ? 'a folder' : 'a folder that you can write to');
  }
}

/** Whether the folder exists and this command made it. */
export function isOwnState(): boolean {
  return fs.existsSync(MARKER);
}
