interface Point {
  readonly x: number;
  readonly y: number;
}

/** The part of a graph of the layout library that the diagrams use. */
interface LayoutGraph {
  setGraph(options: Readonly<Record<string, unknown>>): void;
  setNode(id: string, size: object): void;
  setParent(id: string, parent: string): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  /** Center and size. */
  node(id: string): Point & { readonly width: number; readonly height: number };
  edge(edge: { readonly v: string; readonly w: string; readonly name: string }): Point & { readonly points: readonly Point[] };
}

interface LayoutLibrary {
  readonly Graph: new (options: { readonly compound: boolean; readonly multigraph: boolean }) => LayoutGraph;
  readonly layout: (graph: LayoutGraph) => void;
}

// The build bundles the library into this module, so that the package has no dependencies. `require` selects the file that keeps its own dependency apart, so
// that the bill of materials has both. The types of the library are those of an ES module.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const { Graph, layout } = require('@dagrejs/dagre') as LayoutLibrary;
