// Interface types. Mirrors interface.go. At declaration level a method's signature is looked at on first use.

import { type Compare, compareStrings } from '#base/order.js';
import type { Expr, InterfaceType } from '#go/syntax/ast.js';
import { unionType } from './constraint.js';
import type { Environment } from './environment.js';
import { functionType } from './function-type.js';
import { Func, Var } from './object.js';
import { type Interface, type Named, newInterface, newSignature, type Signature, type Type, unknown } from './type.js';

export function interfaceType(env: Environment, e: InterfaceType, definition: Named | undefined): Interface {
  const methods: Func[] = [];
  const embeddeds: Type[] = [];
  const seen = new Set<string>();
  let made: Interface | undefined;
  // The receiver's type is the interface itself, which exists only when all of its methods do.
  const receiver = (): Type => definition ?? made ?? unknown('the interface is not complete');
  for (const field of e.methods.list) {
    const [name] = field.names;
    if (name === undefined) {
      embeddeds.push(unionType(env, field.type));
      continue;
    }
    const signature = (): Signature => methodType(env, field.type, new Var('', env.pkg, name.pos, 'recv', receiver));
    const method = new Func(name.name, env.pkg, name.pos, signature, { isInterfaceMethod: true });
    name.defined = method;
    if (env.postponed === undefined) void method.type;
    else env.postponed.push(() => void method.type);
    if (name.name === '_' || seen.has(name.name)) continue;
    seen.add(name.name);
    methods.push(method);
  }
  methods.sort(compareMethods);
  made = newInterface(methods, embeddeds);
  return made;
}

/** Exported names first, then by name: the order in which methods are numbered. */
const compareMethods: Compare<Func> = (a, b) =>
  a.exported === b.exported ? compareStrings(a.name, b.name) : a.exported ? -1 : 1;

function methodType(env: Environment, e: Expr, recv: Var): Signature {
  if (e.kind !== 'FuncType') return newSignature({ recv });
  const { params, results, variadic } = functionType(env, undefined, e).signature;
  const signature = newSignature({ recv, params, results, variadic });
  env.recordType(e, 'type', signature);
  return signature;
}
