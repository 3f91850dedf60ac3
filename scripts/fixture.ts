import * as fs from 'fs';
import * as path from 'path';

// Writes rosetta/default.ts-fixture, with which jsii-rosetta compiles the samples of the READMEs and docstrings. It is part of the package, so that Construct Hub
// can translate them. Run it after jsii.

const ROOT = path.resolve(__dirname, '..');
const EXPORTS = '/* everything that the library exports */';

/** The fixture with the names that an assembly of jsii exports. */
export function fixtureOf(template: string, assembly: { types: Record<string, { name: string }> }): string {
  if (template.split(EXPORTS).length !== 2) throw new Error(`rosetta/template.ts-fixture must have one ${EXPORTS}`);
  return template.replace(EXPORTS, Object.values(assembly.types).map(({ name }) => name).sort().join(', '));
}

if (require.main === module) {
  const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf-8');
  fs.writeFileSync(path.join(ROOT, 'rosetta/default.ts-fixture'), fixtureOf(read('rosetta/template.ts-fixture'), JSON.parse(read('.jsii'))));
}
