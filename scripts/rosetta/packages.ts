import * as ts from 'typescript';
import { JsiiSymbol } from '../../node_modules/jsii-rosetta/lib/jsii/jsii-utils';

interface Submodule {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly targets?: any;
}

/** Statements that a reader of a sample sees: not its imports, and not its fixture, which jsii-rosetta puts between markers. */
export function shownStatements(file: ts.SourceFile): readonly ts.Statement[] {
  const shown: ts.Statement[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStatement(node) && isShown(file.text.slice(0, node.getStart(file)))) shown.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return shown;
}

function isShown(before: string): boolean {
  return before.lastIndexOf('/// !show') >= before.lastIndexOf('/// !hide');
}

/** Where a type is in its library. */
interface Place {
  /** Submodules from the outside in. */
  readonly path: readonly string[];
  /** The innermost of them. */
  readonly submodule?: Submodule;
  /** Name of the type within. */
  readonly name: string;
}

export function packageOf({ fqn, sourceAssembly }: JsiiSymbol): Place {
  const { name, submodules = {} } = sourceAssembly!.assembly;
  const [, ...segments] = fqn.split('.');
  const path = [];
  let scope = name;
  while (submodules[`${scope}.${segments[0]}`]) {
    scope = `${scope}.${segments.shift()}`;
    path.push(scope);
  }
  return { path, submodule: submodules[scope], name: segments.join('.') };
}
