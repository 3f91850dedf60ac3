import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.resolve(__dirname, '..', '..');
const LINTED: string[] = JSON.parse(fs.readFileSync(path.join(ROOT, '.projen', 'tasks.json'), 'utf-8')).tasks.oxlint.steps[0].exec.split(' ').slice(2);

/** Files of a configuration, and the configurations that it references. */
interface Configuration {
  readonly files: Set<string>;
  readonly references: string[];
}

const configurations = new Map<string, Configuration>();

function read(file: string): Configuration {
  let configuration = configurations.get(file);
  if (!configuration) {
    const parsed = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, path.dirname(file));
    configuration = { files: new Set(parsed.fileNames), references: (parsed.projectReferences ?? []).map((reference) => reference.path) };
    configurations.set(file, configuration);
  }
  return configuration;
}

/** Whether the nearest tsconfig.json of a file, or one that it references, contains the file. */
function isTyped(file: string): boolean {
  const nearest = ts.findConfigFile(path.dirname(file), ts.sys.fileExists)!;
  const { files, references } = read(nearest);
  return files.has(file) || references.some((reference) => read(reference).files.has(file));
}

test('lint knows the types of each file', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...LINTED], { cwd: ROOT, encoding: 'utf-8' })
    .split('\n').filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && fs.existsSync(path.join(ROOT, file)));
  expect(files.length).toBeGreaterThan(1000);

  // It names the types of Node itself.
  expect(files.filter((file) => !isTyped(path.join(ROOT, file)))).toEqual(['.projenrc.ts']);
});
