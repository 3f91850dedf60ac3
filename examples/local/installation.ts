import * as fs from 'fs';
import * as path from 'path';
import { runChild } from './children';
import { STATE } from './state';

const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const RUNTIME = path.join(__dirname, 'runtime');
const VENV = path.join(STATE, 'venv');
/** Packages of the Lambda runtime. */
const PACKAGES = path.join(STATE, 'runtime');

/** Python of the virtual environment. */
export const PYTHON = path.join(VENV, 'bin', 'python');
export const NODE_MODULES = path.join(PACKAGES, 'node_modules');

/** Installs the emulators and the packages of the Lambda runtime into the state folder, where they are missing, old or broken. */
export async function install(say: (line: string) => void): Promise<void> {
  const requirements = fs.readFileSync(REQUIREMENTS, 'utf-8');
  if (!isInstalled(VENV, requirements) || !await worksVenv()) {
    const version = await pythonVersion();
    const [major, minor] = (version ?? '0.0').split('.').map(Number);
    if (major * 100 + minor < 310) throw new Error(`python3 must be Python 3.10 or later with the module venv, got ${version ?? 'none'}`);
    say(fs.existsSync(path.join(VENV, 'installed')) ? 'installing the emulators again' : 'installing the emulators (first start only)');
    fs.rmSync(VENV, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', VENV], 'cannot create the virtual environment');
    await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS], 'cannot install the emulators');
    fs.writeFileSync(path.join(VENV, 'installed'), requirements);
  }
  const lock = fs.readFileSync(path.join(RUNTIME, 'package-lock.json'), 'utf-8');
  if (isInstalled(PACKAGES, lock) && fs.existsSync(NODE_MODULES)) return;
  fs.rmSync(PACKAGES, { recursive: true, force: true });
  fs.mkdirSync(PACKAGES);
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) fs.copyFileSync(path.join(RUNTIME, file), path.join(PACKAGES, file));
  await run('npm', ['ci', '--prefix', PACKAGES, '--no-audit', '--no-fund', '--silent'], 'cannot install the packages of the Lambda runtime');
  fs.writeFileSync(path.join(PACKAGES, 'installed'), lock);
}

/** Whether an installation finished. The file is written last. */
function isInstalled(folder: string, version: string): boolean {
  const installed = path.join(folder, 'installed');
  return fs.existsSync(installed) && fs.readFileSync(installed, 'utf-8') === version;
}

// A virtual environment refers to the Python that made it, which an upgrade of the system moves or replaces.
function worksVenv(): Promise<boolean> {
  const program = 'import importlib.util as u; assert all(map(u.find_spec, ("ministack", "moto", "airspeed", "boto3")))';
  return runChild({ command: PYTHON, args: ['-c', program] }).then(() => true, () => false);
}

function pythonVersion(): Promise<string | undefined> {
  return runChild({ command: 'python3', args: ['-c', 'import platform, venv; print(platform.python_version())'] }).then(([version]) => version?.trim(), () => undefined);
}

function run(command: string, args: string[], failure: string): Promise<unknown> {
  return runChild({ command, args }).catch(({ message }) => {
    throw new Error(`${failure}: ${message}`);
  });
}
