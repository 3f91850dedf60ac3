import * as ts from 'typescript';
import { analyzeObjectLiteral, javaModule, lookupJsiiSymbol, lookupJsiiSymbolFromNode, OTree, renderTree } from './internals';
import { packageOf, shownStatements } from './packages';
import { AstRenderer } from '../../node_modules/jsii-rosetta/lib/renderer';
import { SubmoduleReference } from '../../node_modules/jsii-rosetta/lib/submodule-reference';
import { ImportStatement } from '../../node_modules/jsii-rosetta/lib/typescript/imports';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Renderer = AstRenderer<any>;
type Tree = ReturnType<Renderer['convert']>;

/** Java that compiles. jsii-rosetta reads the properties before a method call as fields, and imports only what TypeScript does. */
export class Java extends javaModule.JavaVisitor {
  private imports: string[] = [];
  private imported = false;

  public sourceFile(node: ts.SourceFile, renderer: Renderer): Tree {
    // The imports list what is below them. The first pass finds the names of modules, which Java leaves out.
    super.sourceFile(node, renderer);
    const statements = shownStatements(node);
    const text = renderTree(new OTree(renderer.convertAll(statements)));
    this.imports = javaNames(statements, renderer).filter((name) => new RegExp(`\\b${name.split('.').pop()}\\b`).test(text)).sort();
    return super.sourceFile(node, renderer);
  }

  public importStatement(node: ImportStatement): Tree {
    const original = super.importStatement(node);
    if (!this.imports.length) return original;
    if (this.imported) return new OTree([]);
    this.imported = true;
    return new OTree([], this.imports.map((name) => `import ${name};`), { separator: '\n', canBreakLine: true });
  }

  public propertyAccessExpression(node: ts.PropertyAccessExpression, renderer: Renderer, submodule?: SubmoduleReference): Tree {
    const left = renderer.updateContext({ convertPropertyToGetter: true });
    const convert = (child: ts.Node) => (child === node.expression ? left : renderer).convert(child);
    return super.propertyAccessExpression(node, Object.create(renderer, { convert: { value: convert } }), submodule);
  }
}

/** Classes, interfaces and structs of a sample, and the collections of Java. */
function javaNames(statements: readonly ts.Statement[], renderer: Renderer): string[] {
  const names = new Set<string>(['java.util.List', 'java.util.Map']);
  const visit = (node: ts.Node) => {
    const literal = ts.isObjectLiteralExpression(node) ? analyzeObjectLiteral(renderer.typeChecker, node) : undefined;
    const checker = renderer.typeChecker;
    const variable = ts.isVariableDeclaration(node) ? checker.getTypeAtLocation(node).symbol : undefined;
    const symbol = variable ? lookupJsiiSymbol(checker, variable)
      : literal?.kind === 'struct' ? literal.jsiiSym : ts.isIdentifier(node) ? lookupJsiiSymbolFromNode(checker, node) : undefined;
    if (symbol?.symbolType === 'type' && symbol.sourceAssembly) {
      const { submodule, name } = packageOf(symbol);
      const { targets } = submodule ?? symbol.sourceAssembly.assembly;
      names.add(`${targets?.java?.package}.${name}`);
    }
    ts.forEachChild(node, visit);
  };
  statements.forEach(visit);
  return [...names];
}
