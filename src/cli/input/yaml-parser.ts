// The build bundles the parser into this module, so that the package has no dependencies.
export { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
export type { Node, Pair, Scalar, YAMLMap } from 'yaml';
