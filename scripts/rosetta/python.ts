import * as ts from 'typescript';
import { OTree, pythonModule } from './internals';
import { AstRenderer } from '../../node_modules/jsii-rosetta/lib/renderer';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Renderer = AstRenderer<any>;
type Tree = ReturnType<Renderer['convert']>;

/** Keywords of Python that are names in TypeScript. jsii-rosetta knows `lambda` only. */
const KEYWORDS = new Set([
  'and', 'as', 'assert', 'async', 'await', 'def', 'del', 'elif', 'except', 'from', 'global', 'is', 'nonlocal', 'not', 'or', 'pass', 'raise', 'with', 'yield',
]);

/** Python as jsii-pacmak writes it: names that are keywords end with an underscore, and the keys of a map are those of the user. */
export class Python extends pythonModule.PythonVisitor {
  public identifier(node: ts.Identifier, renderer: Renderer): Tree {
    return KEYWORDS.has(node.text) ? new OTree([`${node.text}_`]) : super.identifier(node, renderer);
  }

  public propertyAssignment(node: ts.PropertyAssignment, renderer: Renderer): Tree {
    if (!renderer.currentContext.inMap || !ts.isIdentifier(node.name)) return super.propertyAssignment(node, renderer);
    return this.entry(node.name, node.initializer, renderer);
  }

  public shorthandPropertyAssignment(node: ts.ShorthandPropertyAssignment, renderer: Renderer): Tree {
    return renderer.currentContext.inMap ? this.entry(node.name, node.name, renderer) : super.shorthandPropertyAssignment(node, renderer);
  }

  // jsii-rosetta writes a key without quotes in snake case, as it does the name of a prop.
  private entry(key: ts.Identifier, value: ts.Expression, renderer: Renderer): Tree {
    const within = renderer.updateContext({ inMap: false, tailPositionArgument: false });
    return new OTree([JSON.stringify(key.text), ': ', within.convert(value)], [], { canBreakLine: true });
  }
}
