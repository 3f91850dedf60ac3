import { FlowBook } from './flow-book';
import { Routes } from './routes';
import { Components } from '../inventory/inventory';
import { Placement } from '../inventory/placement';
import { References } from '../inventory/references';

/** What every derivation of connections reads and writes. */
export interface Sources {
  readonly references: References;
  readonly placement: Placement;
  readonly components: Components;
  readonly routes: Routes;
  readonly book: FlowBook;
}
