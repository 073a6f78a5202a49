// Stores to what a container or pointer refers to, as they stand in bodies.

import type { Expr } from '#go/syntax/ast.js';
import type { Store } from './body.js';
import type { Frame } from './frame.js';

/** `x[i] = v`, `ch <- v`, `*p = v`, `copy(x, y)` in a frame. */
export interface ElementStore {
  readonly part: 'element' | 'pointee';
  readonly base: Expr;
  readonly store: Store;
  readonly frame: Frame;
}
