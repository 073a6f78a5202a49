// Values to read from or to write to: what opens one, and what only works on one that it is given.

import { methodSet } from '#go/types/method-set.js';
import { type Type, under } from '#go/types/type.js';
import type { CallStep } from './ir.js';

/**
 * Something to read from or to write to, which has to be closed, and no connection: one that comes with an error has been
 * opened for its caller, whatever the method is called.
 */
export function isByteStream(type: Type): boolean {
  if (under(type).kind !== 'Interface') return false;
  const { byId } = methodSet(type);
  return (
    byId.has('Close') && (byId.has('Read') || byId.has('Write')) && !byId.has('LocalAddr') && !byId.has('RemoteAddr')
  );
}

/** Whether a call is given something to read from or to write to: what it returns works on that, and holds no more. */
export function wrapsStream({ callee }: CallStep): boolean {
  if (callee.kind !== 'static' && callee.kind !== 'invoke') return false;
  return callee.func.type.params.vars.some(({ type }) => {
    const { byId } = methodSet(type);
    return byId.has('Read') || byId.has('Write');
  });
}
