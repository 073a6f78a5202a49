// What lies in a variable itself, and what in something that it only points to.

import { under } from '#go/types/type.js';
import type { Path } from './ir.js';

/** Whether a field lies in the variable itself: that of a struct that is held by value, as a parameter may be, is a copy. */
export function isInVariable({ root, fields, vars }: Path): boolean {
  if (vars.length !== fields.length) return false;
  return [root.type, ...vars.slice(0, -1).map(({ type }) => type)].every((type) => under(type).kind === 'Struct');
}
