import * as ts from 'typescript';
import { analyzeObjectLiteral, determineJsiiType, goModule, lookupJsiiSymbol, lookupJsiiSymbolFromNode, OTree, resolveJsiiSymbolType } from './internals';
import { packageOf, shownStatements } from './packages';
import { JsiiType, ObjectLiteralStruct } from '../../node_modules/jsii-rosetta/lib/jsii/jsii-types';
import { JsiiSymbol } from '../../node_modules/jsii-rosetta/lib/jsii/jsii-utils';
import { AstRenderer } from '../../node_modules/jsii-rosetta/lib/renderer';
import { SubmoduleReference } from '../../node_modules/jsii-rosetta/lib/submodule-reference';
import { ImportStatement } from '../../node_modules/jsii-rosetta/lib/typescript/imports';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Renderer = AstRenderer<any>;
type Tree = ReturnType<Renderer['convert']>;

const KEYWORDS = new Set(['break', 'case', 'chan', 'continue', 'default', 'defer', 'func', 'go', 'map', 'package', 'range', 'select', 'struct', 'type', 'var']);
const BUILT_IN: Record<string, string> = { string: '*string', number: '*float64', boolean: '*bool' };
const ANY = 'interface{}';
/** Characters of a literal in TypeScript, which is twice as long in Go. */
const LINE = 50;
/** Context of a value: literals are pointers, and names are those of variables. */
const VALUE = { wrapPtr: true, isPtr: false, isStruct: false, isExported: false, inMapLiteral: false };

/**
 * Go as jsii-pacmak writes it. The translation of jsii-rosetta does not compile: packages have no version, structs no package, properties are not called,
 * optional parameters at the end are left out, and collections are no pointers.
 */
export class Go extends goModule.GoVisitor {
  private readonly packages = new Set<string>();
  private paths: string[] = [];
  private imported = false;

  public sourceFile(node: ts.SourceFile, renderer: Renderer): Tree {
    // The first pass finds the packages, which the imports before them list.
    renderer.convertAll(shownStatements(node));
    this.paths = ['github.com/aws/jsii-runtime-go', ...this.packages].sort();
    return super.sourceFile(node, renderer);
  }

  public importStatement(_node: ImportStatement, _renderer: Renderer): Tree {
    if (this.imported) return new OTree([]);
    this.imported = true;
    return new OTree(['import ('], this.paths.map((path) => `\n${JSON.stringify(path)}`), { indent: 1, suffix: '\n)', canBreakLine: true });
  }

  public identifier(node: ts.Identifier, renderer: Renderer): Tree {
    const type = typeSymbolOf(node, renderer);
    return type ? new OTree([this.qualified(type)]) : new OTree([variable(node.text)]);
  }

  public newExpression(node: ts.NewExpression, renderer: Renderer): Tree {
    const type = typeSymbolOf(nameOf(node.expression), renderer);
    if (!type) return super.newExpression(node, renderer);
    return new OTree([this.qualified(type, 'New'), '(', this.arguments(node, renderer), ')'], [], { canBreakLine: true });
  }

  public regularCallExpression(node: ts.CallExpression, renderer: Renderer): Tree {
    return new OTree([renderer.updateContext({ ...VALUE, wrapPtr: false }).convert(node.expression), '(', this.arguments(node, renderer), ')']);
  }

  public propertyAccessExpression(node: ts.PropertyAccessExpression, renderer: Renderer, submodule?: SubmoduleReference): Tree {
    const type = typeSymbolOf(node.name, renderer);
    if (type) return new OTree([this.qualified(type)]);
    const declaration = renderer.typeChecker.getSymbolAtLocation(node.name)?.declarations?.[0];
    const owner = typeSymbolOf(nameOf(node.expression), renderer);
    const name = upper(node.name.text);
    if (!declaration || submodule) return super.propertyAccessExpression(node, renderer, submodule);
    if (ts.isEnumMember(declaration)) return new OTree([this.qualified(owner!), '_', name]);
    const called = ts.isCallExpression(node.parent) && node.parent.expression === node ? '' : '()';
    if (owner) return new OTree([this.qualified(owner), '_', name, called]);
    return new OTree([renderer.updateContext({ ...VALUE, wrapPtr: false }).convert(node.expression), '.', name, called]);
  }

  public knownStructObjectLiteralExpression(node: ts.ObjectLiteralExpression, struct: ObjectLiteralStruct, renderer: Renderer): Tree {
    if (struct.kind !== 'struct') return super.knownStructObjectLiteralExpression(node, struct, renderer);
    return braces(this.hasInferredType(node, renderer) ? '' : `&${this.qualified(struct.jsiiSym)}`, node.properties.map((property) => field(property, upper, renderer)), node);
  }

  public token<A extends ts.SyntaxKind>(node: ts.Token<A>, renderer: Renderer): Tree {
    const isBoolean = node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
    return isBoolean && renderer.currentContext.wrapPtr ? new OTree(['jsii.Bool(', node.getText(), ')']) : super.token(node, renderer);
  }

  public keyValueObjectLiteralExpression(node: ts.ObjectLiteralExpression, renderer: Renderer): Tree {
    const type = renderer.typeChecker.getContextualType(node);
    const value = type && elementOf(type, renderer, ts.IndexKind.String);
    return braces(`&map[string]${value ? this.goType(value, renderer) : ANY}`, node.properties.map((property) => field(property, JSON.stringify, renderer)), node);
  }

  public arrayLiteralExpression(node: ts.ArrayLiteralExpression, renderer: Renderer): Tree {
    const contextual = renderer.typeChecker.getContextualType(node);
    const element = contextual && elementOf(contextual, renderer, ts.IndexKind.Number);
    if (node.elements.length && node.elements.every(ts.isStringLiteral)) {
      return new OTree(['jsii.Strings('], renderer.updateContext({ ...VALUE, wrapPtr: false }).convertAll(node.elements), { separator: ', ', suffix: ')' });
    }
    const type = element ? this.goType(element, renderer) : ANY;
    return braces(`&[]${type}`, renderer.updateContext(VALUE).convertAll(node.elements), node);
  }

  public asExpression(node: ts.AsExpression, renderer: Renderer): Tree {
    return new OTree([renderer.convert(node.expression), '.(', this.goType(renderer.typeOfType(node.type), renderer), ')']);
  }

  public parenthesizedExpression(node: ts.ParenthesizedExpression, renderer: Renderer): Tree {
    return ts.isAsExpression(node.expression) ? renderer.convert(node.expression) : super.parenthesizedExpression(node, renderer);
  }

  public variableDeclaration(node: ts.VariableDeclaration, renderer: Renderer): Tree {
    const name = variable(node.name.getText(node.getSourceFile()));
    if (!node.initializer) return new OTree(['var ', name, ' ', node.type ? this.goType(renderer.typeOfType(node.type), renderer) : ANY]);
    return new OTree([name, ' := ', renderer.updateContext(VALUE).convert(node.initializer)]);
  }

  /** Arguments, and nil for optional parameters at the end. */
  private arguments(node: ts.NewExpression | ts.CallExpression, renderer: Renderer): Tree {
    const given = node.arguments ?? [];
    const parameters = renderer.typeChecker.getResolvedSignature(node)?.getParameters() ?? [];
    const isRest = (declaration?: ts.Declaration) => declaration && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
    const missing = parameters.slice(given.length).filter(({ valueDeclaration }) => !isRest(valueDeclaration));
    return new OTree([], [...renderer.updateContext(VALUE).convertAll(given), ...missing.map(() => 'nil')], { separator: ', ' });
  }

  /** Whether Go infers the type of a struct from that of its collection, which is not a collection of any type. */
  private hasInferredType({ parent }: ts.ObjectLiteralExpression, renderer: Renderer): boolean {
    const isList = ts.isArrayLiteralExpression(parent);
    if (!isList && !(ts.isPropertyAssignment(parent) && analyzeObjectLiteral(renderer.typeChecker, parent.parent).kind === 'map')) return false;
    const collection = renderer.typeChecker.getContextualType(isList ? parent : parent.parent);
    const element = collection && elementOf(collection, renderer, isList ? ts.IndexKind.Number : ts.IndexKind.String);
    return element !== undefined && this.goType(element, renderer) !== ANY;
  }

  private goType(type: ts.Type, renderer: Renderer): string {
    const checker = renderer.typeChecker;
    const render = (of: JsiiType, symbol: ts.Symbol | undefined): string => {
      if (of.kind === 'list') return `*[]${render(of.elementType, of.elementTypeSymbol)}`;
      if (of.kind === 'map') return `*map[string]${render(of.elementType, of.elementTypeSymbol)}`;
      if (of.kind === 'builtIn') return BUILT_IN[of.builtIn] ?? ANY;
      const named = symbol && lookupJsiiSymbol(checker, symbol);
      if (!named) return ANY;
      const spec = resolveJsiiSymbolType(named);
      return `${'datatype' in spec && spec.datatype ? '*' : ''}${this.qualified(named)}`;
    };
    return render(determineJsiiType(checker, type), checker.getNonNullableType(type).symbol);
  }

  /** Name of a type with its package. */
  private qualified(symbol: JsiiSymbol, prefix = ''): string {
    const { packageJson, assembly } = symbol.sourceAssembly!;
    const { moduleName, packageName = tidy(assembly.name) } = packageJson.jsii.targets.go;
    const { path, name } = packageOf(symbol);
    const names = path.map((scope) => assembly.submodules![scope].targets?.go?.packageName ?? tidy(scope.split('.').pop()!));
    const version = Number(packageJson.version.split('.')[0]);
    const root = [moduleName, packageName, ...version > 1 ? [`v${version}`] : []];
    const owner = names.at(-1) ?? packageName;
    this.packages.add([...root, ...names].join('/'));
    return `${owner}.${prefix}${name.replaceAll('.', '_')}`;
  }
}

/** The class, interface or enumeration that a name refers to. */
function typeSymbolOf(node: ts.Node, renderer: Renderer): JsiiSymbol | undefined {
  const symbol = lookupJsiiSymbolFromNode(renderer.typeChecker, node);
  return symbol?.symbolType === 'type' && symbol.sourceAssembly ? symbol : undefined;
}

function nameOf(node: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node;
}

function elementOf(type: ts.Type, renderer: Renderer, kind: ts.IndexKind): ts.Type | undefined {
  return renderer.typeChecker.getIndexTypeOfType(renderer.typeChecker.getNonNullableType(type), kind);
}

function field(property: ts.ObjectLiteralElementLike, nameFor: (name: string) => string, renderer: Renderer): Tree {
  const name = nameFor(ts.isStringLiteralLike(property.name!) || ts.isIdentifier(property.name!) ? property.name.text : '');
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name!;
  return new OTree([name, ': ', ts.isShorthandPropertyAssignment(property) ? variable(property.name.text) : renderer.updateContext(VALUE).convert(value)], [], { canBreakLine: true });
}

/** A composite literal, in one line where the sample has a short one in one. */
function braces(type: string, members: readonly Tree[], node: ts.Node): Tree {
  const text = node.getText(node.getSourceFile());
  if (text.length <= LINE && !text.includes('\n')) return new OTree([type, '{'], [...members], { separator: ', ', suffix: '}' });
  return new OTree([type, '{'], members.map((member) => new OTree(['\n', member, ','])), { indent: 1, suffix: '\n}' });
}

/** Name of a Go package for one of npm, as jsii-pacmak writes it. */
function tidy(name: string): string {
  return name.replace(/[^a-z0-9.]/gi, '').toLowerCase();
}

function variable(name: string): string {
  return KEYWORDS.has(name) ? `${name}_` : name;
}

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
