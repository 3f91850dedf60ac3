import { Json } from '../../compliance/worlds/intrinsics';

/** A place in a text; both numbers start with 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Keys and indices that lead to a value. */
export type Route = ReadonlyArray<string | number>;

/** A parsed JSON or YAML text. */
export interface Document {
  readonly body: Json;
  /** Position of the key of a value, or of the item of a list; undefined if the text has no such value. */
  positionOf(route: Route): Position | undefined;
}
