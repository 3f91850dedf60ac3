import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';
import * as ts from 'typescript';
import { exportedFiles, readApi, SRC, wings } from '../../scripts/public-api';

const DOCSTRING = /\/\*\*[\s\S]*?\*\//g;

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

test('everything that the library exports has documentation, and every optional prop its default', () => {
  expect(exportedFiles('index').flatMap((file) => undocumented(file))).toEqual([]);
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

/** Names in camel case within backticks of a docstring that the code does not have, as `file: name`. */
function unknownNames(docstrings: ReadonlyArray<readonly [file: string, text: string]>, code: string): string[] {
  const known = new Set(code.match(/\w+/g));
  return docstrings.flatMap(([file, text]) => [...text.split('@example')[0].matchAll(/`([a-z]+[A-Z][A-Za-z]*)`/g)].filter(([, name]) => !known.has(name)).map(([, name]) => `${file}: ${name}`));
}

test('a docstring names what the code has', () => {
  const texts = fs.readdirSync(SRC, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts')).map((file) => [file, fs.readFileSync(path.join(SRC, file), 'utf-8')] as const);
  const docstrings = texts.flatMap(([file, text]) => (text.match(DOCSTRING) ?? []).map((docstring) => [file, docstring] as const));
  const code = texts.map(([, text]) => text.replace(DOCSTRING, '')).join('\n');
  expect(unknownNames(docstrings, code)).toEqual([]);
  expect(unknownNames([['a.ts', '/** Set `alarmOverrides` or `alarmDefaults`. */']], code)).toEqual(['a.ts: alarmOverrides']);
});

describe('the exported files', () => {
  test('are found through the barrels of all folders', () => {
    const files = exportedFiles('index');
    expect(wings().filter((wing) => !files.some((file) => file.startsWith(`${wing}/`)))).toEqual([]);
    expect(files.filter((file) => !fs.existsSync(path.join(SRC, file)))).toEqual([]);
    expect(new Set(files).size).toBe(files.length);
  });
});

// Wildcard imports of Java and C# cannot tell these from those of aws-cdk-lib. They are what users look for.
const SAME_AS_AWS_CDK_LIB = ['BackupPlan', 'BackupPlanProps', 'BackupVault', 'BackupVaultProps', 'FargateService', 'FargateServiceProps'];

test('no other exported name is one of aws-cdk-lib', () => {
  const assembly = JSON.parse(gunzipSync(fs.readFileSync(path.join(path.dirname(require.resolve('aws-cdk-lib/package.json')), '.jsii.gz'))).toString('utf-8'));
  // Types within a class have its name before theirs.
  const taken = new Set(Object.values<any>(assembly.types).filter(({ namespace = '' }) => !/[A-Z]/.test(namespace)).map(({ name }) => name));
  expect([...readApi().names.keys()].filter((name) => taken.has(name)).sort()).toEqual(SAME_AS_AWS_CDK_LIB);
});
