import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { parseFlags } from './context';
import { CLI, count, discardOutputOfClosedPipes, offline } from './offline';
import { Evidence, Row, summaryOf } from './summary';

/** Exit code of a command that Ctrl-C ends. */
const INTERRUPTED = 130;

discardOutputOfClosedPipes();
main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error) => {
  console.error(error.message);
  process.exitCode = 2;
});

async function main(flags: readonly string[]): Promise<number> {
  const { output: outdir = 'cdk.out', context } = parseFlags(flags);
  const started = Date.now();
  console.log(`Synthesizing the platforms into ${outdir}, with validation:`);
  const code = await synthesize(flags);
  if (code === INTERRUPTED) {
    console.error('interrupted');
    return code;
  }
  const rows = platforms(outdir, started);
  if (rows.length > 0) console.log(`\n${summaryOf(rows, context.lifecycle ?? 'ephemeral')}`);
  const findings = rows.reduce((sum, { evidence: { summary } }) => sum + summary.findings, 0);
  if (code === 0 && findings === 0) console.log(`\n${rows.length > 0 ? 'No findings.' : 'No platform is synthesized.'}`);
  else console.log(`\n${findings ? count(findings, 'finding') : 'Synthesis failed'}. See the report above.`);
  return code || (findings ? 1 : 0);
}

function synthesize(flags: readonly string[]): Promise<number> {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  // The CDK CLI and the app it starts end with one signal to their process group.
  const child = spawn(process.execPath, [CLI, 'synth', '**', '--quiet', ...flags], { env: offline(), stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // npm and tsx forward the signal that the terminal sends to the process group.
      if (interrupted) return;
      interrupted = true;
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
    });
  }
  const ticker = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r  ${seconds()} `), 1000)
    : setInterval(() => console.log(`  still working, ${seconds()}`), 15_000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(ticker);
      if (interrupted) return resolve(INTERRUPTED);
      console.log(`\r  done in ${seconds()}`);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

// The folder may hold assemblies of earlier runs with other suffixes, and evidence of earlier runs in the assemblies of this one.
function platforms(outdir: string, since: number): Row[] {
  const manifest = path.join(outdir, 'manifest.json');
  const isNew = (file: string) => (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= since;
  if (!isNew(manifest)) return [];
  const { artifacts } = JSON.parse(fs.readFileSync(manifest, 'utf-8')) as { artifacts: Record<string, { type: string; properties: { directoryName: string } }> };
  return Object.values(artifacts).filter(({ type }) => type === 'cdk:cloud-assembly').flatMap(({ properties: { directoryName } }) => {
    const folder = path.join(outdir, directoryName, 'evidence');
    const files = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name, 'evidence.json'));
    return files.filter(isNew).map((file): Row => (
      { evidence: JSON.parse(fs.readFileSync(file, 'utf-8')) as Evidence, page: path.join(path.dirname(file), 'index.html') }));
  });
}
