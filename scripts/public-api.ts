import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

/** Source folder of the library. */
export const SRC = path.resolve(__dirname, '..', 'src');

/** A jsii type. */
export interface ApiType {
  readonly kind: 'string' | 'number' | 'boolean' | 'any' | 'Duration' | 'Size' | 'enum' | 'struct' | 'list' | 'map' | 'object' | 'instance';
  /** Name without namespace. For lists and maps, the name of the item type. */
  readonly name: string;
  /** Item type of a list or map. */
  readonly item?: ApiType;
  /** Values of an enum of another package. */
  readonly members?: unknown[];
}

/** A prop of a struct, or a parameter of a method. */
export interface ApiValue {
  readonly name: string;
  readonly type: ApiType;
  readonly optional: boolean;
  /** Whether a parameter is variadic. */
  readonly rest?: boolean;
  /** Docstring tags. */
  readonly tags: ReadonlySet<string>;
  /** Docstring without tags, or the text of `@param`, in one line. */
  readonly doc: string;
  /** Text of `@default`. */
  readonly default?: string;
  /** Struct that declares a prop. */
  readonly owner?: string;
}

/** A public method, without the parameter `scope`. */
export interface ApiMethod {
  readonly name: string;
  readonly isStatic: boolean;
  /** Whether the first parameter is `scope`. */
  readonly takesScope: boolean;
  readonly parameters: ApiValue[];
}

/** A public class. */
export interface ApiClass {
  readonly name: string;
  readonly domain: string;
  readonly file: string;
  /** First sentence of the docstring. */
  readonly summary: string;
  readonly isConstruct: boolean;
  /** Parameters of the public constructor without `scope` and `id`. Undefined if there is no public constructor. */
  readonly parameters?: ApiValue[];
  readonly methods: ApiMethod[];
  /** Names of the public properties. */
  readonly properties: string[];
  /** Names of the public properties that are maps. */
  readonly maps: string[];
}

/** Public API of the library, as declared in its sources. */
export interface Api {
  readonly files: string[];
  readonly classes: ApiClass[];
  readonly structs: Map<string, ApiStruct>;
  readonly names: Map<string, string>;
}

/** A public struct. */
export interface ApiStruct {
  readonly name: string;
  readonly domain: string;
  readonly file: string;
  readonly props: ApiValue[];
}

/** Reads the exported sources. */
export function readApi(): Api {
  const files = exportedFiles('index');
  const sources = files.map((file) => ts.createSourceFile(file, fs.readFileSync(path.join(SRC, file), 'utf-8'), ts.ScriptTarget.Latest, true));
  return new Reader(sources).read();
}

/** Files that a barrel exports directly or through other barrels, as paths below `src`. */
export function exportedFiles(barrel: string): string[] {
  const text = fs.readFileSync(path.join(SRC, `${barrel}.ts`), 'utf-8');
  return [...text.matchAll(/^export \* from '(.+)';$/gm)].flatMap(([, module]) => {
    const target = path.posix.join(path.posix.dirname(barrel), module);
    return fs.existsSync(path.join(SRC, target, 'index.ts')) ? exportedFiles(`${target}/index`) : [`${target}.ts`];
  });
}

/** Exported folders of `src`. They have a barrel. */
export function wings(): string[] {
  return fs.readdirSync(SRC).filter((folder) => fs.existsSync(path.join(SRC, folder, 'index.ts'))).sort();
}

const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'any']);
const CONSTRUCT_BASES = /^(Construct|Resource|ResourceBase)$/;

class Reader {
  private readonly declarations = new Map<string, ts.Statement>();

  public constructor(private readonly sources: ts.SourceFile[]) {
    for (const source of sources) {
      for (const statement of source.statements.filter(isExported)) this.declarations.set(nameOf(statement), statement);
    }
  }

  public read(): Api {
    const classes: ApiClass[] = [];
    const structs = new Map<string, ApiStruct>();
    const names = new Map<string, string>();
    for (const [name, declaration] of this.declarations) {
      const file = declaration.getSourceFile().fileName;
      const [domain] = file.split('/');
      names.set(name, domain);
      if (ts.isClassDeclaration(declaration)) classes.push(this.classOf(declaration, domain, file));
      if (ts.isInterfaceDeclaration(declaration) && !isBehavioral(name)) structs.set(name, { name, domain, file, props: this.propsOf(declaration) });
    }
    return { files: this.sources.map(({ fileName }) => fileName), classes, structs, names };
  }

  private classOf(declaration: ts.ClassDeclaration, domain: string, file: string): ApiClass {
    const constructor = declaration.members.find(ts.isConstructorDeclaration);
    const base = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0].expression.getText() ?? '';
    return {
      name: nameOf(declaration),
      domain,
      file,
      summary: firstSentence(declaration),
      isConstruct: CONSTRUCT_BASES.test(base.split('.').at(-1)!),
      parameters: constructor && isPublic(constructor) ? this.parametersOf(constructor) : undefined,
      methods: declaration.members.filter(ts.isMethodDeclaration).filter(isPublic).map((method) => ({
        name: nameOf(method),
        isStatic: modifiers(method).includes(ts.SyntaxKind.StaticKeyword),
        takesScope: method.parameters.length > 0 && nameOf(method.parameters[0]) === 'scope',
        parameters: this.parametersOf(method),
      })),
      properties: propertiesOf(declaration).map(nameOf),
      maps: propertiesOf(declaration).filter(({ type }) => type && ts.isTypeLiteralNode(type)).map(nameOf),
    };
  }

  private parametersOf(declaration: ts.ConstructorDeclaration | ts.MethodDeclaration): ApiValue[] {
    const isConstructor = ts.isConstructorDeclaration(declaration);
    return declaration.parameters.filter((parameter) => nameOf(parameter) !== 'scope' && !(isConstructor && nameOf(parameter) === 'id')).map((parameter) => {
      const rest = parameter.dotDotDotToken !== undefined;
      return {
        name: nameOf(parameter),
        type: parameter.type ? this.typeOf(parameter.type) : literalType(parameter.initializer!),
        optional: parameter.questionToken !== undefined || parameter.initializer !== undefined || rest,
        rest,
        tags: new Set<string>(),
        doc: ts.getJSDocParameterTags(parameter).map(({ comment }) => inOneLine(comment)).join(' '),
      };
    });
  }

  private propsOf(declaration: ts.InterfaceDeclaration): ApiValue[] {
    const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) => types).flatMap(({ expression }) => {
      const base = this.declarations.get(expression.getText());
      return base && ts.isInterfaceDeclaration(base) ? this.propsOf(base) : [];
    });
    const own = declaration.members.filter(ts.isPropertySignature).map((member) => ({
      name: nameOf(member),
      type: this.typeOf(member.type!),
      optional: member.questionToken !== undefined,
      tags: new Set(ts.getJSDocTags(member).map(({ tagName }) => tagName.text)),
      doc: docOf(member),
      default: ts.getJSDocTags(member).filter(({ tagName }) => tagName.text === 'default').map(({ comment }) => inOneLine(comment))[0],
      owner: nameOf(declaration),
    }));
    return [...inherited.filter(({ name }) => own.every((prop) => prop.name !== name)), ...own];
  }

  private typeOf(node: ts.TypeNode): ApiType {
    if (ts.isParenthesizedTypeNode(node)) return this.typeOf(node.type);
    if (ts.isTypeOperatorNode(node)) return this.typeOf(node.type);
    if (ts.isArrayTypeNode(node)) return collection('list', this.typeOf(node.elementType));
    if (ts.isTypeLiteralNode(node)) return collection('map', this.typeOf((node.members[0] as ts.IndexSignatureDeclaration).type));
    const text = node.getText();
    if (PRIMITIVES.has(text)) return { kind: text as ApiType['kind'], name: text };
    if (!ts.isTypeReferenceNode(node)) throw new Error(`${node.getSourceFile().fileName}: ${text} is not a type that jsii supports`);
    return this.named(node);
  }

  private named(node: ts.TypeReferenceNode): ApiType {
    const [qualifier, ...members] = node.typeName.getText().split('.');
    const name = members.at(-1) ?? qualifier;
    if (name === 'Duration' || name === 'Size') return { kind: name, name };
    const own = members.length === 0 ? this.declarations.get(name) : undefined;
    if (own && ts.isEnumDeclaration(own)) return { kind: 'enum', name };
    if (own && ts.isInterfaceDeclaration(own) && !isBehavioral(name)) return { kind: 'struct', name };
    if (own || isBehavioral(name)) return { kind: 'instance', name };
    const runtime = foreign(node.getSourceFile(), qualifier, members);
    if (runtime === undefined) return { kind: 'object', name };
    return typeof runtime === 'function' ? { kind: 'instance', name } : { kind: 'enum', name, members: Object.values(runtime as object) };
  }
}

/** Value that a file imports from a package by a name. Undefined for an interface. */
function foreign(source: ts.SourceFile, qualifier: string, members: string[]): unknown {
  for (const statement of source.statements.filter(ts.isImportDeclaration)) {
    const bindings = statement.importClause?.namedBindings;
    if (!bindings) continue;
    const isNamespace = ts.isNamespaceImport(bindings);
    const names = isNamespace ? [bindings.name.text] : bindings.elements.map((element) => element.name.text);
    if (!names.includes(qualifier)) continue;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const module = require((statement.moduleSpecifier as ts.StringLiteral).text);
    return [...isNamespace ? [] : [qualifier], ...members].reduce((value, name) => value?.[name], module);
  }
  throw new Error(`${source.fileName}: ${qualifier} is not imported`);
}

function collection(kind: 'list' | 'map', item: ApiType): ApiType {
  return { kind, name: item.name, item };
}

function literalType(initializer: ts.Expression): ApiType {
  const kind = ts.isStringLiteral(initializer) ? 'string' : ts.isNumericLiteral(initializer) ? 'number' : 'boolean';
  return { kind, name: kind };
}

function propertiesOf(declaration: ts.ClassDeclaration) {
  return declaration.members.filter((member) => ts.isPropertyDeclaration(member) || ts.isGetAccessor(member))
    .filter((member) => isPublic(member) && !modifiers(member).includes(ts.SyntaxKind.StaticKeyword));
}

function docOf(node: ts.Node): string {
  return inOneLine(ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment);
}

function inOneLine(comment: ts.JSDoc['comment']): string {
  return ts.getTextOfJSDocComment(comment)?.replace(/\s+/g, ' ').trim() ?? '';
}

function firstSentence(node: ts.Node): string {
  const text = docOf(node);
  return /^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text;
}

function isPublic(member: ts.ClassElement): boolean {
  return !modifiers(member).some((kind) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword)
    && ts.getJSDocTags(member).every(({ tagName }) => tagName.text !== 'internal');
}

function isExported(node: ts.Node): boolean {
  return modifiers(node).includes(ts.SyntaxKind.ExportKeyword) && ts.getJSDocTags(node).every(({ tagName }) => tagName.text !== 'internal');
}

function modifiers(node: ts.Node): ts.SyntaxKind[] {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map(({ kind }) => kind) : [];
}

function nameOf(node: ts.Node): string {
  return (node as ts.NamedDeclaration).name?.getText() ?? '';
}

function isBehavioral(name: string): boolean {
  return /^I[A-Z]/.test(name);
}
