// Interface types, constraints and unions. Mirrors interface.go, union.go and the bound of decl.go.

import { compareStrings, type Compare } from '#base/order.js';
import type { BinaryExpr, Expr, InterfaceType } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import { functionType } from './function-type.js';
import { Func, Var } from './object.js';
import { newInterface, newSignature, newUnion, unknown, type Interface, type Named, type Signature, type Type, type UnionTerm } from './type.js';

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
    env.tables.defs.set(name, method);
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
const compareMethods: Compare<Func> = (a, b) => (a.exported === b.exported ? compareStrings(a.name, b.name) : a.exported ? -1 : 1);

function methodType(env: Environment, e: Expr, recv: Var): Signature {
  if (e.kind !== 'FuncType') return newSignature({ recv });
  const { params, results, variadic } = functionType(env, undefined, e).signature;
  const signature = newSignature({ recv, params, results, variadic });
  env.recordType(e, 'type', signature);
  return signature;
}

/** The constraint of a type parameter: a type, or an interface around `~T` or `A | B`. */
export function constraintType(env: Environment, e: Expr): Type {
  const wrapped = (e.kind === 'UnaryExpr' && e.op === '~') || (e.kind === 'BinaryExpr' && e.op === '|');
  if (wrapped) return newInterface([], [unionType(env, e)], true);
  const type = env.core.typeOf(env, e);
  return type.kind === 'TypeParam' ? unknown('a type parameter stands as a constraint') : type;
}

/** An element of an interface: a type, `~T`, or a union of such. */
function unionType(env: Environment, e: Expr): Type {
  const unions: BinaryExpr[] = [];
  let x = e;
  while (x.kind === 'BinaryExpr' && x.op === '|') {
    unions.push(x);
    x = x.x;
  }
  const first = term(env, x);
  if (unions.length === 0 && !first.tilde) return first.type;
  const terms = [first];
  let type = newUnion([...terms]);
  for (let i = unions.length - 1; i >= 0; i--) {
    const union = unions[i];
    if (union === undefined) break;
    terms.push(term(env, union.y));
    type = newUnion([...terms]);
    env.recordType(union, 'type', type);
  }
  return type;
}

function term(env: Environment, e: Expr): UnionTerm {
  if (e.kind !== 'UnaryExpr' || e.op !== '~') return { tilde: false, type: env.core.typeOf(env, e) };
  const made = { tilde: true, type: env.core.typeOf(env, e.x) };
  env.recordType(e, 'type', newUnion([made]));
  return made;
}
