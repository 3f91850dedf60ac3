import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

// Removes docstrings from the compiled JavaScript. Editors and jsii read them from the declarations and the assembly, and the package has a limit of its size.
// TypeScript removes comments from both or from neither. Run it after jsii.

const LIB = path.resolve(__dirname, '..', 'lib');

/** JavaScript without docstrings. The rest of the text stays as it is. */
export function withoutDocstrings(code: string): string {
  const docstrings = new Map<number, number>();
  const visit = (node: ts.Node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(code, node.pos) ?? []) if (code.startsWith('/**', pos)) docstrings.set(pos, end);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.js', code, ts.ScriptTarget.Latest));
  return [...docstrings].sort(([one], [other]) => other - one).reduce((text, [pos, end]) => text.slice(0, pos).replace(/[ \t]*$/, '') + text.slice(end).replace(/^\n/, ''), code);
}

if (require.main === module) {
  for (const file of fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js'))) {
    const code = fs.readFileSync(path.join(LIB, file), 'utf-8');
    fs.writeFileSync(path.join(LIB, file), withoutDocstrings(code));
  }
}
