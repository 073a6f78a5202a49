// A resource that a chain opens.

import type { Pos } from '#base/position.js';
import type { CustodyTable, Pool } from '#program/custody-table.js';

/** A resource with the call that opens it, and the pools that keep it. */
export interface Opened {
  readonly table: CustodyTable;
  readonly openedAt: Pos;
  readonly pools: readonly Pool[];
  /** It is opened before what was asked about begins. */
  readonly isOpenedBefore: boolean;
}
