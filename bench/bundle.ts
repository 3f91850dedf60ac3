import { existsSync } from 'fs';
import { join, relative, resolve } from 'path';
import { build } from 'esbuild';

// Bundles the benchmark, so that it runs as plain JavaScript: source maps would slow down every stack trace. The library is the compiled one, which has as many modules
// as in the package.

const LIBRARY = join('lib', 'index.js');

async function main(): Promise<void> {
  if (!existsSync(LIBRARY)) throw new Error(`${LIBRARY} does not exist: run \`npm run compile\` first`);
  await build({
    entryPoints: ['bench/run.ts'],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: 'bench/.build/bundle/run.js',
    logLevel: 'warning',
    plugins: [{
      name: 'compiled-library',
      setup: ({ onResolve }) => onResolve({ filter: /\/src$/ }, ({ resolveDir, path }) => (
        relative('src', resolve(resolveDir, path)) === '' ? { path: resolve(LIBRARY), external: true } : undefined)),
    }],
  });
}

void main();
