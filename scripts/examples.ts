import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { exportedFiles, SRC } from './public-api';

/** Examples in the docstrings of the public API by place, for example `AlbWithWaf`, `AlbWithWaf.routeTo` or `AlbTls.mutualAuthentication`. */
export function readExamples(): ReadonlyMap<string, string> {
  const examples = new Map<string, string>();
  for (const file of exportedFiles('index')) {
    const source = ts.createSourceFile(file, fs.readFileSync(path.join(SRC, file), 'utf-8'), ts.ScriptTarget.Latest, true);
    for (const declaration of source.statements) {
      if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) continue;
      const type = declaration.name!.text;
      add(type, declaration);
      for (const member of declaration.members) if (member.name) add(`${type}.${member.name.getText()}`, member);
    }
  }
  return examples;

  function add(place: string, node: ts.Node) {
    const [tag] = ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === 'example');
    if (tag) examples.set(place, ts.getTextOfJSDocComment(tag.comment) ?? '');
  }
}
