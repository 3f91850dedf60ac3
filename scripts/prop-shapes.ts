import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

/* eslint-disable no-bitwise */

// Generates src/core/validation/shapes.ts: the types of all props of the public API, which JavaScript and other languages do not check.

const TARGET = 'src/core/validation/shapes.ts';
const LIBRARY = path.resolve('src');
const PRIMITIVES: Record<string, string> = { string: 'string', number: 'number', boolean: 'boolean', any: 'any', unknown: 'any', object: 'object' };

const program = ts.createProgram(['src/index.ts'], { strict: true, skipLibCheck: true, module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, noEmit: true, types: ['node'] });
const checker = program.getTypeChecker();
const enums = new Map<string, string>();
const structs = new Map<string, string[]>();
const MEMBERS = 4;
const members = new Map<string, string[]>();

const root = checker.getSymbolAtLocation(program.getSourceFile('src/index.ts')!)!;
for (const exported of checker.getExportsOfModule(root)) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (symbol.flags & ts.SymbolFlags.Interface && !isBehavioral(symbol.name)) addStruct(symbol);
}

function addStruct(symbol: ts.Symbol) {
  const props = checker.getDeclaredTypeOfSymbol(symbol).getProperties()
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .map((prop) => `    ${/^\w+$/.test(prop.name) ? prop.name : `'${prop.name}'`}: '${shapeOf(prop)}',`);
  structs.set(symbol.name, props);
}

function shapeOf(prop: ts.Symbol): string {
  const tags = new Set(prop.getJsDocTags().map(({ name }) => name));
  const list = `[${tags.has('allowsEmpty') ? '0' : ''}${tags.has('allowsDuplicates') ? '+' : ''}]`;
  const optional = prop.flags & ts.SymbolFlags.Optional ? '?' : '';
  return typeName(checker.getNonNullableType(checker.getTypeOfSymbol(prop)), list, prop.name) + optional;
}

function typeName(type: ts.Type, list: string, prop: string): string {
  if (checker.isArrayType(type)) return typeName(checker.getTypeArguments(type as ts.TypeReference)[0], list, prop) + list;
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (index && type.getProperties().length === 0) return `${typeName(checker.getNonNullableType(index), list, prop)}{}`;
  const primitive = PRIMITIVES[checker.typeToString(checker.getBaseTypeOfLiteralType(type))] ?? PRIMITIVES[checker.typeToString(type)];
  if (primitive) return primitive;
  const symbol = type.aliasSymbol ?? enumOf(type) ?? type.getSymbol();
  if (!symbol?.declarations) throw new Error(`${prop} must have a type that jsii supports, got ${checker.typeToString(type)}`);
  if (symbol.flags & ts.SymbolFlags.Enum) return enumName(symbol);
  const inLibrary = path.resolve(symbol.declarations[0].getSourceFile().fileName).startsWith(LIBRARY);
  if (symbol.flags & ts.SymbolFlags.Interface && !isBehavioral(symbol.name)) return inLibrary ? symbol.name : 'object';
  members.set(symbol.name, membersOf(symbol));
  return symbol.name;
}

/** Members by which an object of a type is recognized: those of the type itself, or those that it inherits where it has none. */
function membersOf(symbol: ts.Symbol): string[] {
  const inLibrary = path.resolve(symbol.declarations![0].getSourceFile().fileName).startsWith(LIBRARY);
  const isInterface = Boolean(symbol.flags & ts.SymbolFlags.Interface);
  const isUsable = (prop: ts.Symbol) => {
    if (!/^\w+$/.test(prop.name) || prop.flags & ts.SymbolFlags.Optional) return false;
    if (inLibrary) return true;
    const isHidden = ts.getCombinedModifierFlags(prop.declarations![0]) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
    // A property of a class can be unset, and what is internal or deprecated in aws-cdk-lib can be removed.
    return !isHidden && !prop.name.startsWith('_') && !prop.getJsDocTags().some(({ name }) => name === 'deprecated')
      && (isInterface || prop.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor));
  };
  const all = checker.getDeclaredTypeOfSymbol(symbol).getProperties().filter(isUsable);
  const own = all.filter((prop) => (prop as any).parent === symbol);
  return (own.length ? own : all).slice(0, MEMBERS).map(({ name }) => name).sort();
}

function enumOf(type: ts.Type): ts.Symbol | undefined {
  const symbol = type.getSymbol();
  if (symbol?.flags && symbol.flags & ts.SymbolFlags.EnumMember) return (symbol as any).parent;
  return symbol && symbol.flags & ts.SymbolFlags.Enum ? symbol : undefined;
}

function enumName(symbol: ts.Symbol): string {
  const declaration = symbol.declarations![0] as ts.EnumDeclaration;
  const file = declaration.getSourceFile().fileName;
  const module = /node_modules\/(aws-cdk-lib\/aws-[a-z0-9-]+|aws-cdk-lib)\//.exec(file)?.[1];
  enums.set(symbol.name, module
    ? `() => require('${module}').${symbol.name}`
    : `() => ({ ${declaration.members.map((member) => `${member.name.getText()}: ${literal(checker.getConstantValue(member))}`).join(', ')} })`);
  return symbol.name;
}

function literal(value: string | number | undefined): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function isBehavioral(name: string): boolean {
  return /^I[A-Z]/.test(name);
}

const text = `// ~~ Generated by scripts/prop-shapes.ts from the public API. To modify, change a props struct and run \`npx projen\`.
/* eslint-disable @typescript-eslint/no-require-imports */

/** Props of each struct: \`?\` optional, \`[]\` a list (\`0\` that may be empty, \`+\` with duplicates), \`{}\` a map. */
export const STRUCTS: Record<string, Record<string, string>> = {
${[...structs].sort().map(([name, props]) => `  ${name}: {\n${props.join('\n')}\n  },`).join('\n')}
};

/** Members of each enum, which loads the module that it is in. */
export const ENUMS: Record<string, () => Record<string, string | number>> = {
${[...enums].sort().map(([name, values]) => `  ${name}: ${values},`).join('\n')}
};

/** Members by which an object of a type is recognized. */
export const MEMBERS: Record<string, readonly string[]> = {
${[...members].sort().map(([name, names]) => `  ${name}: [${names.map((each) => `'${each}'`).join(', ')}],`).join('\n')}
};
`;
if (!fs.existsSync(TARGET) || fs.readFileSync(TARGET, 'utf-8') !== text) fs.writeFileSync(TARGET, text);
