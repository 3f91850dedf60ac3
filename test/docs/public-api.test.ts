import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const SRC = path.resolve(__dirname, '..', '..', 'src');

/** Everything that a file declares for users without documentation, as `file:line name`. */
function undocumented(file: string, text = fs.readFileSync(path.join(SRC, file), 'utf-8')): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const where = (node: ts.Node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${nameOf(node)}`;
  return source.statements.filter(isExported).flatMap((declaration) => [
    ...(summary(declaration) ? [] : [where(declaration)]),
    ...members(declaration).flatMap((member) => [
      ...(summary(member) ? [] : [where(member)]),
      ...(isOptionalProp(declaration, member) && !hasTag(member, 'default') ? [`${where(member)}, @default`] : []),
    ]),
  ]);
}

function members(declaration: ts.Node): readonly ts.Node[] {
  if (ts.isInterfaceDeclaration(declaration) || ts.isEnumDeclaration(declaration)) return declaration.members;
  if (!ts.isClassDeclaration(declaration)) return [];
  return declaration.members.filter((member) => !ts.isConstructorDeclaration(member) && !hasTag(member, 'internal')
    && !modifiers(member).some((kind) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.OverrideKeyword));
}

function isOptionalProp(declaration: ts.Node, member: ts.Node): boolean {
  return ts.isInterfaceDeclaration(declaration) && ts.isPropertySignature(member) && member.questionToken !== undefined;
}

function isExported(node: ts.Node): boolean {
  return modifiers(node).includes(ts.SyntaxKind.ExportKeyword);
}

function modifiers(node: ts.Node): ts.SyntaxKind[] {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map(({ kind }) => kind) : [];
}

function nameOf(node: ts.Node): string {
  return (node as ts.NamedDeclaration).name?.getText() ?? ts.SyntaxKind[node.kind];
}

function summary(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some((doc) => ts.isJSDoc(doc) && (doc.comment !== undefined || hasTag(node, 'inheritdoc')));
}

function hasTag(node: ts.Node, tag: string): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text.toLowerCase() === tag);
}

function publicFiles(): string[] {
  return [...fs.readFileSync(path.join(SRC, 'index.ts'), 'utf-8').matchAll(/^export \* from '\.\/(.+)';$/gm)].map(([, file]) => `${file}.ts`);
}

test('everything that the library exports has documentation, and every optional prop its default', () => {
  expect(publicFiles().flatMap((file) => undocumented(file))).toEqual([]);
});

test('a class, a member, a prop and a default without documentation are found', () => {
  expect(undocumented('sample.ts', [
    'export interface Props {',
    '  /** Has a default. @default 1 */',
    '  readonly a?: number;',
    '  /** Has none. */',
    '  readonly b?: number;',
    '  readonly c: number;',
    '}',
    'interface Hidden { readonly d: number }',
    'export class Thing {',
    '  public e = 1;',
    '  private f = 2;',
    '}',
  ].join('\n'))).toEqual([
    'sample.ts:1 Props', 'sample.ts:5 b, @default', 'sample.ts:6 c', 'sample.ts:9 Thing', 'sample.ts:10 e',
  ]);
});
