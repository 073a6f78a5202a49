// What custody is asked of, and the places of the program that hold it.

import type { Pos } from '#base/position.js';
import type { Var } from '#go/types/object.js';
import type { Named } from '#go/types/type.js';
import type { NodeId } from './solver.js';
import type { Value } from './value.js';

export type CustodySubject =
  | { readonly kind: 'field'; readonly type: Named; readonly field: Var }
  | { readonly kind: 'type'; readonly type: Named }
  /** What calls and literals at these positions give. */
  | { readonly kind: 'site'; readonly label: string; readonly pos: Pos; readonly isThere: (pos: Pos) => boolean };

/** A value of the resource at a node. */
export type Start = readonly [NodeId, Value];
