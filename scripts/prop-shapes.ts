import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

/* eslint-disable no-bitwise */

// Generates src/validation/shapes.ts: the types of all props and parameters of the public API, which JavaScript and other languages do not check. Structs of
// aws-cdk-lib that a prop or a method takes are included, by their module and name.

const TARGET = 'src/validation/shapes.ts';
const LIBRARY = path.resolve('src');
const PRIMITIVES: Record<string, string> = { string: 'string', number: 'number', boolean: 'boolean', any: 'any', unknown: 'any', object: 'object' };

const program = ts.createProgram(['src/index.ts'], { strict: true, skipLibCheck: true, module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, noEmit: true, types: ['node'] });
const checker = program.getTypeChecker();
const enums = new Map<string, string>();
const structs = new Map<string, string[]>();
const parameters = new Map<string, string[]>();
const MEMBERS = 4;
const members = new Map<string, string[]>();
const constants = new Map<string, string[]>();

const root = checker.getSymbolAtLocation(program.getSourceFile('src/index.ts')!)!;
for (const exported of checker.getExportsOfModule(root)) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (isStruct(symbol)) addStruct(symbol.name, symbol);
  if (symbol.flags & ts.SymbolFlags.Class) addParameters(symbol);
}

function addStruct(name: string, symbol: ts.Symbol) {
  if (structs.has(name)) return;
  const props: string[] = [];
  // Before its props, which can have the struct itself.
  structs.set(name, props);
  checker.getDeclaredTypeOfSymbol(symbol).getProperties().sort((a, b) => a.name < b.name ? -1 : 1)
    .forEach((prop) => props.push(`    ${/^\w+$/.test(prop.name) ? prop.name : `'${prop.name}'`}: '${shapeOf(prop)}',`));
}

/** Adds the structs and types of the parameters of public methods. */
function addParameters(symbol: ts.Symbol) {
  const methods = [...checker.getDeclaredTypeOfSymbol(symbol).getProperties(), ...checker.getTypeOfSymbol(symbol).getProperties()]
    .flatMap(({ declarations = [] }) => declarations).filter(ts.isMethodDeclaration).filter((method) => isInLibrary(method) && isPublic(method));
  for (const method of methods.filter((each) => each.parameters.length > 0)) {
    parameters.set(`${symbol.name}.${method.name.getText()}`, method.parameters.map((parameter) => `    ${parameter.name.getText()}: '${parameterShape(parameter)}',`));
  }
}

function parameterShape(parameter: ts.ParameterDeclaration): string {
  const name = parameter.name.getText();
  const optional = parameter.questionToken || parameter.initializer || parameter.dotDotDotToken ? '?' : '';
  // The id of a construct.
  if (name === 'id') return `id!${optional}`;
  return typeName(checker.getNonNullableType(checker.getTypeAtLocation(parameter)), parameter.dotDotDotToken ? '[0]' : '[]', name) + optional;
}

function shapeOf(prop: ts.Symbol): string {
  const tags = new Set(prop.getJsDocTags().map(({ name }) => name));
  // aws-cdk-lib does not say which of its lists can have duplicates.
  const isForeign = !isInLibrary(prop.declarations![0]);
  const list = `[${tags.has('allowsEmpty') ? '0' : ''}${tags.has('allowsDuplicates') || isForeign ? '+' : ''}]`;
  const optional = `${tags.has('knownAtSynthesis') ? '!' : ''}${prop.flags & ts.SymbolFlags.Optional ? '?' : ''}`;
  return typeName(checker.getNonNullableType(checker.getTypeOfSymbol(prop)), list, prop.name, isForeign) + optional;
}

function typeName(given: ts.Type, list: string, prop: string, isForeign = false): string {
  const type = withoutTokens(given);
  if (!type) return 'any';
  // JSON schemas have `null` as a value.
  if (isForeign && type.flags & ts.TypeFlags.Any) return 'unknown';
  if (checker.isArrayType(type)) return typeName(checker.getTypeArguments(type as ts.TypeReference)[0], list, prop, isForeign) + list;
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (index && type.getProperties().length === 0) return `${typeName(checker.getNonNullableType(index), list, prop, isForeign)}{}`;
  const primitive = PRIMITIVES[checker.typeToString(checker.getBaseTypeOfLiteralType(type))] ?? PRIMITIVES[checker.typeToString(type)];
  if (primitive) return primitive;
  const symbol = type.aliasSymbol ?? enumOf(type) ?? type.getSymbol();
  if (!symbol?.declarations) throw new Error(`${prop} must have a type that jsii supports, got ${checker.typeToString(type)}`);
  if (symbol.flags & ts.SymbolFlags.Enum) return enumName(symbol);
  if (isStruct(symbol)) {
    const name = isInLibrary(symbol.declarations[0]) ? symbol.name : foreignName(symbol);
    addStruct(name, symbol);
    return name;
  }
  members.set(symbol.name, membersOf(symbol));
  constants.set(symbol.name, constantsOf(symbol));
  return symbol.name;
}

/** A type of an L1 without the tokens that it can be instead. Undefined if several types are left, which a shape cannot express. */
function withoutTokens(type: ts.Type): ts.Type | undefined {
  const isEnumOrBoolean = type.flags & (ts.TypeFlags.EnumLike | ts.TypeFlags.Boolean);
  if (!type.isUnion() || isEnumOrBoolean) return type;
  const left = type.types.filter((each) => each.getSymbol()?.name !== 'IResolvable');
  if (left.every((each) => each.flags & ts.TypeFlags.BooleanLiteral)) return checker.getBooleanType();
  return left.length === 1 ? left[0] : undefined;
}

/** For example `aws-ec2.SubnetSelection`, `aws-wafv2.CfnWebACL.StatementProperty`. */
function foreignName(symbol: ts.Symbol): string {
  const [, module] = /node_modules\/aws-cdk-lib\/([a-z0-9-]+)\//.exec(symbol.declarations![0].getSourceFile().fileName)!;
  const { parent } = symbol as any;
  return [module, ...parent && !(parent.flags & ts.SymbolFlags.ValueModule) ? [parent.name] : [], symbol.name].join('.');
}

/** Members by which an object of a type is recognized: those of the type itself, or those that it inherits where it has none. */
function membersOf(symbol: ts.Symbol): string[] {
  const inLibrary = isInLibrary(symbol.declarations![0]);
  const isInterface = Boolean(symbol.flags & ts.SymbolFlags.Interface);
  const isUsable = (prop: ts.Symbol) => {
    // Older releases of constructs do not have `with`. Every object has `toString`.
    if (!/^\w+$/.test(prop.name) || prop.name === 'with' || prop.name === 'toString' || prop.flags & ts.SymbolFlags.Optional) return false;
    if (inLibrary) return true;
    const isHidden = ts.getCombinedModifierFlags(prop.declarations![0]) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
    // What is internal or deprecated in aws-cdk-lib can be removed.
    return !isHidden && !prop.name.startsWith('_') && !prop.getJsDocTags().some(({ name }) => name === 'deprecated');
  };
  const usable = checker.getDeclaredTypeOfSymbol(symbol).getProperties().filter(isUsable);
  // A property of a class can be unset.
  const certain = usable.filter((prop) => inLibrary || isInterface || prop.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor));
  const all = certain.length ? certain : usable;
  const own = all.filter((prop) => (prop as any).parent === symbol);
  const isMethod = (each: ts.Symbol) => each.flags & ts.SymbolFlags.Method ? 1 : 0;
  return (own.length ? own : all).sort((a, b) => isInterface ? 0 : isMethod(b) - isMethod(a)).slice(0, MEMBERS).map(({ name }) => name).sort();
}

/** Static members of a class of the library that are instances of it, from which a user chooses where there are several. */
function constantsOf(symbol: ts.Symbol): string[] {
  if (!(symbol.flags & ts.SymbolFlags.Class) || !isInLibrary(symbol.declarations![0])) return [];
  return checker.getTypeOfSymbol(symbol).getProperties()
    .filter((prop) => prop.flags & (ts.SymbolFlags.Property | ts.SymbolFlags.Accessor) && checker.getTypeOfSymbol(prop).getSymbol() === symbol)
    .map(({ name }) => name).filter((name) => !name.startsWith('_') && name !== 'prototype').sort();
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

function isStruct({ flags, name, declarations }: ts.Symbol): boolean {
  // `CfnWebACL.IPSetReferenceStatementProperty` is a struct, `Date` is not.
  return Boolean(flags & ts.SymbolFlags.Interface) && (!/^I[A-Z]/.test(name) || name.endsWith('Property')) && !/\/typescript\/lib\//.test(declarations![0].getSourceFile().fileName);
}

function isInLibrary(declaration: ts.Declaration): boolean {
  return path.resolve(declaration.getSourceFile().fileName).startsWith(LIBRARY);
}

function isPublic(method: ts.MethodDeclaration): boolean {
  return !(ts.getCombinedModifierFlags(method) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) && !ts.getJSDocTags(method).some(({ tagName }) => tagName.text === 'internal');
}

const text = `// ~~ Generated by scripts/prop-shapes.ts from the public API. To modify, change a props struct and run \`npx projen\`.
/* eslint-disable @typescript-eslint/no-require-imports, @stylistic/quote-props */

/** Props of each struct: \`?\` optional, \`!\` known at synthesis, \`[]\` a list (\`0\` that may be empty, \`+\` with duplicates), \`{}\` a map. */
export const STRUCTS: Record<string, Record<string, string>> = {
${[...structs].sort().map(([name, props]) => `  ${/^\w+$/.test(name) ? name : `'${name}'`}: {\n${props.join('\n')}\n  },`).join('\n')}
};

/** Parameters of each public method, in the notation of the props; \`id\` is the id of a construct. */
export const PARAMETERS: Record<string, Record<string, string>> = {
${[...parameters].sort().map(([name, types]) => `  '${name}': {\n${types.join('\n')}\n  },`).join('\n')}
};

/** Members of each enum, which loads the module that it is in. */
export const ENUMS: Record<string, () => Record<string, string | number>> = {
${[...enums].sort().map(([name, values]) => `  ${name}: ${values},`).join('\n')}
};

/** Members by which an object of a type is recognized. */
export const MEMBERS: Record<string, readonly string[]> = {
${[...members].sort().map(([name, names]) => `  ${name}: [${names.map((each) => `'${each}'`).join(', ')}],`).join('\n')}
};

/** Static members of each class of the library that are instances of it. */
export const CONSTANTS: Record<string, readonly string[] | undefined> = {
${[...constants].filter(([, names]) => names.length > 1).sort().map(([name, names]) => `  ${name}: [${names.map((each) => `'${each}'`).join(', ')}],`).join('\n')}
};
`;
if (!fs.existsSync(TARGET) || fs.readFileSync(TARGET, 'utf-8') !== text) fs.writeFileSync(TARGET, text);
