// Methods that can stand at a call through an interface that its package keeps to itself: those of the types of that
// package. Over-approximates: a type that implements it need not come there. Misses: types of other packages that happen
// to have the methods.

import { implementsInterface } from '#go/types/missing-method.js';
import type { Func, Package } from '#go/types/object.js';
import type { Named } from '#go/types/type.js';
import { newPointer, under } from '#go/types/type.js';

/** More implementers than this say nothing together. */
const maxImplementers = 8;

const typesOf = new WeakMap<Package, readonly Named[]>();
const found = new WeakMap<Func, readonly Func[]>();

/** The named types of a package that are no interfaces and no aliases. */
export function concreteTypes(pkg: Package): readonly Named[] {
  let types = typesOf.get(pkg);
  if (types === undefined) {
    types = pkg.names().flatMap((name) => {
      const object = pkg.lookup(name);
      if (object?.kind !== 'TypeName' || object.type.kind !== 'Named') return [];
      return under(object.type).kind === 'Interface' ? [] : [object.type];
    });
    typesOf.set(pkg, types);
  }
  return types;
}

/** Empty where the interface is exported or of the standard library, or has too many implementers. */
export function privateImplementers(method: Func): readonly Func[] {
  let answer = found.get(method);
  if (answer === undefined) found.set(method, (answer = search(method)));
  return answer;
}

function search(method: Func): readonly Func[] {
  const { pkg } = method;
  if (pkg === undefined || pkg.isStd || !method.isInterfaceMethod) return [];
  const type = method.type.recv?.type;
  const named = type?.kind === 'Named' ? type.origin : undefined;
  if (named === undefined || named.obj.exported || named.typeParams.length > 0) return [];
  const methods = concreteTypes(pkg).flatMap((one) => {
    if (one.typeParams.length > 0) return [];
    const own = one.methods.find(({ name }) => name === method.name);
    if (own === undefined) return [];
    return implementsInterface(newPointer(one), named) === 'yes' ? [own] : [];
  });
  return methods.length > maxImplementers ? [] : methods;
}
