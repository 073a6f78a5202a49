// Identifiers: what object a name means here, and what it is as an expression.

import type { Ident } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import type { GoObject } from './object.js';
import { fail, failAs, type Operand } from './operand.js';
import { basicType, universeIota } from './universe.js';

export function identifier(env: Environment, x: Operand, e: Ident): void {
  x.expr = e;
  const object = env.lookup(e.name);
  if (object === undefined) {
    const missing = env.file.missingDotImport();
    fail(x, missing ?? (e.name === '_' ? 'the blank identifier has no value' : `nothing declares ${e.name}`));
    return;
  }
  env.recordUse(e, object);
  if (object === universeIota) {
    if (env.iota === undefined) {
      fail(x, 'iota stands outside of a constant declaration');
      return;
    }
    x.mode = 'const';
    x.type = basicType('untyped int');
    x.value = env.iota;
    return;
  }
  objectOperand(x, object);
}

/** Makes `x` what the object is as an expression. */
export function objectOperand(x: Operand, object: GoObject): void {
  x.value = undefined;
  switch (object.kind) {
    case 'Const': {
      const { type } = object;
      if (type.kind === 'Unknown') failAs(x, type);
      else {
        x.mode = 'const';
        x.type = type;
        x.value = object.value;
      }
      return;
    }
    case 'TypeName':
      x.type = object.type;
      x.mode = x.type.kind === 'Unknown' ? 'unknown' : 'type';
      return;
    case 'Var':
      x.type = object.type;
      x.mode = x.type.kind === 'Unknown' ? 'unknown' : 'variable';
      return;
    case 'Func':
      x.mode = 'value';
      x.type = object.type;
      return;
    case 'Builtin':
      x.mode = 'builtin';
      x.type = basicType('invalid');
      x.builtin = object.pkg === undefined ? object.name : `unsafe.${object.name}`;
      return;
    case 'Nil':
      x.mode = 'nil';
      x.type = basicType('untyped nil');
      return;
    case 'PkgName':
      fail(x, `the package name ${object.name} is no value`);
      return;
    case 'Label':
      fail(x, `the label ${object.name} is no value`);
      return;
  }
}
