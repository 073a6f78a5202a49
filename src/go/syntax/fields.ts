// Parameters as Go groups them (spec: Function types): in `a, b T` the single names take the type that follows; in `A, B`
// they are types themselves. Which of the two it is shows only at the end of the list.

import type { Pos } from '#base/position.js';
import type { Expr, Field, Ident } from './ast.js';
import { none, trimmed } from './lists.js';

/** An entry between two commas: `name Type`, `Type`, or a single name that may be either (name only). */
export interface FieldEntry {
  readonly name: Ident | undefined;
  readonly type: Expr | undefined;
}

/** The fields of a list. Names left without a type are given to `untyped`, which returns what stands for it. */
export function groupFields(entries: readonly FieldEntry[], untyped: (first: Ident) => Expr): readonly Field[] {
  const fields: Field[] = [];
  if (!entries.some(({ name, type }) => name !== undefined && type !== undefined)) {
    for (const { name, type } of entries) {
      const only = type ?? name;
      if (only !== undefined)
        fields.push({
          kind: 'Field',
          implied: undefined,
          pos: only.pos,
          end: only.end,
          names: none,
          type: only,
          tag: undefined,
        });
    }
    return trimmed(fields);
  }
  let names: Ident[] = [];
  const add = (type: Expr): void => {
    const pos: Pos = names[0]?.pos ?? type.pos;
    fields.push({ kind: 'Field', implied: undefined, pos, end: type.end, names: trimmed(names), type, tag: undefined });
    names = [];
  };
  for (const { name, type } of entries) {
    if (name !== undefined) names.push(name);
    if (type !== undefined) add(type);
  }
  const [first] = names;
  if (first !== undefined) add(untyped(first));
  return trimmed(fields);
}
