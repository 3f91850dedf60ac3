import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

// Generates docs/evidence.schema.json, the JSON Schema of evidence.json, from the types of the evidence and their docstrings. It reads declarations without a type check,
// which takes a hundredth of the time.

const ROOT = path.resolve(__dirname, '..');
const SOURCE = path.join(ROOT, 'src/compliance/evidence/collect.ts');
const TARGET = path.join(ROOT, 'docs/evidence.schema.json');
const ID = 'https://raw.githubusercontent.com/cdk-regulated/cdk-regulated/main/docs/evidence.schema.json';

/** A schema, or a part of it. */
export type Schema = Readonly<Record<string, unknown>>;
type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.VariableDeclaration;

interface Found {
  readonly file: ts.SourceFile;
  readonly declaration: Declaration;
}

const PRIMITIVES: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.StringKeyword, 'string'], [ts.SyntaxKind.NumberKeyword, 'number'], [ts.SyntaxKind.BooleanKeyword, 'boolean'],
]);

/** The schema of `evidence.json` as text. */
export function evidenceSchema(): string {
  const files = new Map<string, ts.SourceFile>();
  const definitions = new Map<string, Schema>();

  const read = (name: string): ts.SourceFile => {
    const file = files.get(name) ?? ts.createSourceFile(name, fs.readFileSync(name, 'utf-8'), ts.ScriptTarget.Latest);
    files.set(name, file);
    return file;
  };

  /** The declaration of a name in a file, or in the file that it is imported from. */
  function find(name: string, file: ts.SourceFile): Found {
    for (const statement of file.statements) {
      const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
      if (isType && statement.name.text === name) return { file, declaration: statement };
      const variable = ts.isVariableStatement(statement) && statement.declarationList.declarations.find((one) => one.name.getText(file) === name);
      if (variable) return { file, declaration: variable };
      const imported = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
      if (imported && ts.isNamedImports(imported) && imported.elements.some((one) => one.name.text === name)) {
        const module = path.join(path.dirname(file.fileName), ((statement as ts.ImportDeclaration).moduleSpecifier as ts.StringLiteral).text);
        return find(name, read([`${module}.ts`, path.join(module, 'index.ts')].find((one) => fs.existsSync(one))!));
      }
    }
    throw new Error(`${name} must be declared in ${path.relative(ROOT, file.fileName)} or imported by it`);
  }

  /** Members of an interface, including those of the interfaces that it extends. */
  function membersOf({ file, declaration }: Found): Array<readonly [ts.PropertySignature, ts.SourceFile]> {
    if (!ts.isInterfaceDeclaration(declaration)) throw new Error(`${declaration.name.getText(file)} must be an interface`);
    const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText(file)));
    return [
      ...declaration.members.filter(ts.isPropertySignature).map((member) => [member, file] as const),
      ...inherited.flatMap((name) => membersOf(find(name, file))),
    ];
  }

  function objectOf(members: ReadonlyArray<readonly [ts.PropertySignature, ts.SourceFile]>): Schema {
    const required = members.filter(([{ questionToken }]) => !questionToken).map(([{ name }, file]) => nameOf(name, file));
    return {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(members.map(([member, file]) => (
        [nameOf(member.name, file), { ...described(member.pos, file), ...schemaOf(member.type!, file) }]))),
    };
  }

  /** @param isPart whether the type is a part of a union, whose values are listed with those of the other parts */
  function schemaOf(type: ts.TypeNode, file: ts.SourceFile, isPart = false): Schema {
    const primitive = PRIMITIVES.get(type.kind);
    if (primitive) return { type: primitive };
    if (ts.isParenthesizedTypeNode(type)) return schemaOf(type.type, file);
    if (ts.isTypeOperatorNode(type)) return schemaOf(type.type, file);
    if (ts.isArrayTypeNode(type)) return { type: 'array', items: schemaOf(type.elementType, file) };
    if (ts.isTypeLiteralNode(type)) return objectOf(type.members.filter(ts.isPropertySignature).map((member) => [member, file]));
    if (ts.isLiteralTypeNode(type)) return { const: valueOf(type.literal, file) };
    if (ts.isUnionTypeNode(type)) {
      return unionOf(type.types.map((one, index) => (
        { ...schemaOf(one, file, true), ...described(index === 0 ? type.pos : type.types[index - 1].end, file) })));
    }
    if (ts.isTypeQueryNode(type)) {
      const { declaration } = find(type.exprName.getText(file), file);
      return { const: valueOf((declaration as ts.VariableDeclaration).initializer!, file) };
    }
    if (ts.isIndexedAccessTypeNode(type)) {
      const found = find(type.objectType.getText(file), file);
      const [member, of] = membersOf(found).find(([{ name }, from]) => `'${nameOf(name, from)}'` === type.indexType.getText(file))!;
      return schemaOf(member.type!, of);
    }
    if (ts.isTypeReferenceNode(type)) return referenceOf(type, file, isPart);
    throw new Error(`no schema for ${type.getText(file)}`);
  }

  function referenceOf(type: ts.TypeReferenceNode, file: ts.SourceFile, isPart: boolean): Schema {
    const name = type.typeName.getText(file);
    const typeArguments = [...type.typeArguments ?? []];
    if (name === 'ReadonlyArray') return { type: 'array', items: schemaOf(typeArguments[0], file) };
    if (name === 'Readonly') return schemaOf(typeArguments[0], file);
    if (name === 'Record') return { type: 'object', additionalProperties: schemaOf(typeArguments[1], file) };
    const found = find(name, file);
    const { declaration } = found;
    if (ts.isTypeAliasDeclaration(declaration) && isPart) return schemaOf(declaration.type, found.file, true);
    if (!definitions.has(name)) {
      // Before its members, which can have it themselves.
      definitions.set(name, {});
      const form = ts.isTypeAliasDeclaration(declaration) ? schemaOf(declaration.type, found.file) : objectOf(membersOf(found));
      definitions.set(name, { ...described(declaration.pos, found.file), ...form });
    }
    return { $ref: `#/$defs/${name}` };
  }

  const root = find('Evidence', read(SOURCE));
  const schema = objectOf(membersOf(root));
  return `${JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: ID,
    title: 'Evidence of cdk-regulated: evidence.json',
    ...described(root.declaration.pos, root.file),
    ...schema,
    $defs: Object.fromEntries([...definitions].sort(([one], [other]) => one < other ? -1 : 1)),
  }, null, 1)}\n`;
}

function nameOf(name: ts.PropertyName, file: ts.SourceFile): string {
  return ts.isStringLiteral(name) ? name.text : name.getText(file);
}

function valueOf(literal: ts.Node, file: ts.SourceFile): unknown {
  return ts.isStringLiteral(literal) ? literal.text : JSON.parse(literal.getText(file));
}

// A union of values is an enumeration, and one with `string` has the values as examples.
function unionOf(parts: readonly Schema[]): Schema {
  const valuesOf = ({ oneOf, enum: values }: Schema) => (
    (oneOf as Schema[] | undefined) ?? (values as unknown[] | undefined)?.map((value): Schema => ({ const: value })));
  const flat = parts.flatMap((part) => valuesOf(part) ?? [part]);
  if (flat.some(({ type }) => type === 'string') && flat.every((part) => part.type === 'string' || typeof part.const === 'string')) {
    return { type: 'string', examples: flat.flatMap((part) => part.const ?? []) };
  }
  if (!flat.every((part) => 'const' in part)) return { anyOf: flat };
  return flat.some(({ description }) => description) ? { oneOf: flat } : { enum: flat.map((part) => part.const) };
}

/** The docstring that begins at a position. */
function described(position: number, file: ts.SourceFile): Schema {
  const comments = (ts.getLeadingCommentRanges(file.text, position) ?? []).map(({ pos, end }) => file.text.slice(pos, end));
  const text = comments.filter((comment) => comment.startsWith('/**')).pop()?.replace(/^\/\*\*|\*\/$/g, '')
    .split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim()).join(' ').trim();
  return text ? { description: text } : {};
}

if (require.main === module) fs.writeFileSync(TARGET, evidenceSchema());
