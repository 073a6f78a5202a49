// Whether the program makes an object of a type at all: by a literal, by `new` or by a variable of it.

import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Engine } from '#go/propagate/engine.js';
import { deref, type Type, unalias, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';

/** `type` as go/types prints it. Fields that are structs of the type count as made by whoever makes the struct around them. */
export function isMade(engine: Engine, type: string): boolean {
  const isIt = (one: Type | undefined): boolean => one !== undefined && typeString(unalias(deref(one).type)) === type;
  const holds = (one: Type | undefined): boolean => {
    const struct = one === undefined ? undefined : under(deref(one).type);
    return isIt(one) || (struct?.kind === 'Struct' && struct.fields.some((field) => isIt(field.type)));
  };
  const isMadeIn = (fn: Fn): boolean => {
    const { composites, news, defs } = engine.body(fn);
    return (
      composites.some((literal) => holds(fn.info.types.get(literal)?.type)) ||
      news.some(({ args: [made] }) => made !== undefined && holds(fn.info.types.get(withoutParens(made))?.type)) ||
      [...defs.keys()].some((variable) => unalias(variable.type).kind !== 'Pointer' && holds(variable.type))
    );
  };
  return [...engine.reached].some(isMadeIn);
}
