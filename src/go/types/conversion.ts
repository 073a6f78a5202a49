// Conversions `T(x)`. Mirrors conversions.go; whether the conversion is allowed is not verified.

import { convertConstant, defaultType } from './assignability.js';
import type { Environment } from './environment.js';
import { isNil, type Operand } from './operand.js';
import { allString, isConstType, isInteger, isNonTypeParamInterface, isUntyped } from './predicates.js';
import type { Type } from './type.js';
import { updateExprType } from './untyped.js';

export function conversion(env: Environment, x: Operand, type: Type): void {
  const from = x.type;
  const wasNil = isNil(x);
  const constant = x.mode === 'const' && x.value !== undefined;
  const toConstant = constant && isConstType(type);
  const value =
    toConstant && x.value !== undefined ? convertConstant(x.value, type, env.core.sizes.wordSize * 8) : undefined;
  if (toConstant && value !== undefined) x.value = value;
  else {
    x.mode = 'value';
    x.value = undefined;
  }
  if (from.kind !== 'Unknown' && isUntyped(from)) {
    let final = type;
    if (isNonTypeParamInterface(type) || (constant && !isConstType(type)) || wasNil) final = defaultType(from);
    else if (constant && isInteger(from) && allString(type)) final = from;
    updateExprType(env, x.expr, final, true);
  }
  x.type = type;
}
