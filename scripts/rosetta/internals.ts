import * as path from 'path';
import * as jsiiTypes from '../../node_modules/jsii-rosetta/lib/jsii/jsii-types';
import * as jsiiUtils from '../../node_modules/jsii-rosetta/lib/jsii/jsii-utils';
import * as go from '../../node_modules/jsii-rosetta/lib/languages/go';
import * as java from '../../node_modules/jsii-rosetta/lib/languages/java';
import * as python from '../../node_modules/jsii-rosetta/lib/languages/python';
import * as oTree from '../../node_modules/jsii-rosetta/lib/o-tree';

// Modules of jsii-rosetta that its package does not export. They are those of the running command, so that a class can be replaced.

const LIB = path.join(path.dirname(require.resolve('jsii-rosetta/package.json')), 'lib');

// eslint-disable-next-line @typescript-eslint/no-require-imports
const load = (module: string) => require(path.join(LIB, module));

export const { OTree, renderTree }: typeof oTree = load('o-tree');
export const { lookupJsiiSymbol, lookupJsiiSymbolFromNode, resolveJsiiSymbolType }: typeof jsiiUtils = load('jsii/jsii-utils');
export const { analyzeObjectLiteral, determineJsiiType }: typeof jsiiTypes = load('jsii/jsii-types');
/** Modules whose class the command creates for each sample. */
export const goModule: { GoVisitor: typeof go.GoVisitor } = load('languages/go');
export const javaModule: { JavaVisitor: typeof java.JavaVisitor } = load('languages/java');
export const pythonModule: { PythonVisitor: typeof python.PythonVisitor } = load('languages/python');
