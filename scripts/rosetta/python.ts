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

/** Python as jsii-pacmak writes it: names that are keywords end with an underscore. */
export class Python extends pythonModule.PythonVisitor {
  public identifier(node: ts.Identifier, renderer: Renderer): Tree {
    return KEYWORDS.has(node.text) ? new OTree([`${node.text}_`]) : super.identifier(node, renderer);
  }
}
