// Which types can carry behavior: values that decide where a call goes. The flow of all others (numbers, strings, a
// struct of them) is not followed. Interfaces, functions and type parameters do, and whatever may hold one; channels too,
// since they decide which goroutine wakes which.

import { type Type, unalias, under } from '#go/types/type.js';

const answers = new Map<Type, boolean>();

/** Whether a value of the type can carry behavior. Recursive types carry what their other parts carry. */
export function carries(type: Type): boolean {
  const known = answers.get(type);
  if (known !== undefined) return known;
  const open = new Set<Type>();
  const answer = search(type, open);
  // Nothing met on the way to "no" carries either; on the way to "yes" only those on the path do, which ask again.
  if (!answer) for (const t of open) answers.set(t, false);
  answers.set(type, answer);
  return answer;
}

function search(type: Type, open: Set<Type>): boolean {
  const t = unalias(type);
  if (t.kind === 'TypeParam' || t.kind === 'Interface' || t.kind === 'Signature' || t.kind === 'Chan') return true;
  if (t.kind === 'Basic' || t.kind === 'Unknown') return false;
  const known = answers.get(t);
  if (known !== undefined) return known;
  if (open.has(t)) return false;
  open.add(t);
  switch (t.kind) {
    case 'Named': {
      const u = under(t);
      return u.kind === 'Interface' || u.kind === 'Signature' || u.kind === 'Chan' || search(u, open);
    }
    case 'Pointer':
    case 'Slice':
    case 'Array':
      return search(t.elem, open);
    case 'Map':
      return search(t.key, open) || search(t.elem, open);
    case 'Struct':
      return t.fields.some((field) => search(field.type, open));
    case 'Tuple':
      return t.vars.some((variable) => search(variable.type, open));
    default:
      return false;
  }
}
