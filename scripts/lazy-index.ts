import * as fs from 'fs';
import * as path from 'path';

// Rewrites `lib/index.js` so that requiring the library loads a construct, and what it needs of aws-cdk-lib, when it is first used.
// aws-cdk-lib's own index is built that way; jsii compiles `export *` into requiring everything at once.

const index = path.resolve('lib', 'index.js');
const modules = exportedBy('.');
if (modules.length === 0) throw new Error(`${index} has no \`export *\`, need what jsii makes of src/index.ts`);

// The barrels of the folders export their modules in the same way; the index takes these, so that a construct does not load its folder.
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
    if (other) throw new Error(`${name} is exported by ${other} and ${module}, need one of them`);
    origin.set(name, module);
    // The assignment is how Node tells the names to `import { X }` of an ES module.
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
