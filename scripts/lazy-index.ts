import * as fs from 'fs';
import * as path from 'path';

// Rewrites `lib/index.js` so that a construct and its aws-cdk-lib modules load on first use. The index of aws-cdk-lib has the same form.
// jsii compiles `export *` to code that loads all modules at once.

const index = path.resolve('lib', 'index.js');
const modules = exportedBy('.');
if (modules.length === 0) throw new Error(`${index} must be the output of jsii with \`export *\``);

// The barrels of the folders have `export *` too. The index refers to their modules, so that a construct does not load its folder.
function exportedBy(folder: string): string[] {
  const source = fs.readFileSync(path.resolve('lib', folder, 'index.js'), 'utf-8');
  return [...source.matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)]
    .map(([, module]) => path.posix.join(folder, module))
    .flatMap((module) => fs.existsSync(path.resolve('lib', module, 'index.js')) ? exportedBy(module) : [`./${module}`]);
}

const lines = ['"use strict";', 'Object.defineProperty(exports, "__esModule", { value: true });'];
const origin = new Map<string, string>();
for (const module of modules) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  for (const name of Object.keys(require(path.resolve('lib', module)))) {
    const other = origin.get(name);
    if (other) throw new Error(`${name} must have one export, got ${other} and ${module}`);
    origin.set(name, module);
    // Node finds the names for `import { X }` of an ES module by this assignment.
    lines.push(`exports.${name} = void 0;`, `lazy("${name}", () => require("${module}").${name});`);
  }
}
lines.push(`function lazy(name, load) {
  Object.defineProperty(exports, name, {
    enumerable: true,
    configurable: true,
    get() {
      const value = load();
      Object.defineProperty(exports, name, { enumerable: true, configurable: true, value });
      return value;
    },
  });
}`, '');

fs.writeFileSync(index, lines.join('\n'));
