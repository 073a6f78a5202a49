// The predeclared objects (spec: Predeclared identifiers) and package unsafe, as go/types' universe.

import { makeBool, makeInt } from './constant.js';
import { Builtin, Const, Func, type GoObject, Nil, type Package, TypeName, Var } from './object.js';
import { Scope } from './scope.js';
import {
  Alias,
  type Basic,
  type BasicKind,
  emptyTuple,
  type Interface,
  Named,
  type NamedResolver,
  newInterface,
  newSignature,
  newTuple,
  type Type,
} from './type.js';

const basicKinds: readonly BasicKind[] = [
  'invalid',
  'bool',
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'uintptr',
  'float32',
  'float64',
  'complex64',
  'complex128',
  'string',
  'unsafe.Pointer',
  'untyped bool',
  'untyped int',
  'untyped rune',
  'untyped float',
  'untyped complex',
  'untyped string',
  'untyped nil',
];

const basics = new Map<BasicKind, Basic>(
  basicKinds.map((kind) => [kind, { kind: 'Basic', basic: kind, name: kind === 'invalid' ? 'invalid type' : kind }]),
);

const invalid: Basic = { kind: 'Basic', basic: 'invalid', name: 'invalid type' };

/** The one object for a basic type. */
export function basicType(kind: BasicKind): Basic {
  return basics.get(kind) ?? invalid;
}

export const byteType: Basic = { kind: 'Basic', basic: 'uint8', name: 'byte' };
export const runeType: Basic = { kind: 'Basic', basic: 'int32', name: 'rune' };

/** The interface that `any` stands for; printed as `any`, so a literal `interface{}` must be another object. */
export const emptyInterface: Interface = newInterface([], []);

/** The interface under `comparable`; its type set is known to type sets by its identity. */
export const comparableInterface: Interface = newInterface([], []);

/** Outside of every block; its objects have no package. */
export const universeScope = new Scope(undefined);

function declareType(name: string, make: (obj: TypeName) => Type): Type {
  let type: Type | undefined;
  const obj: TypeName = new TypeName(name, undefined, 0, undefined, () => (type ??= make(obj)));
  universeScope.insert(obj);
  return obj.type;
}

function fixed(underlying: () => Interface): NamedResolver {
  return { underlying, typeParams: () => [], methods: () => [] };
}

for (const kind of basicKinds) {
  if (kind !== 'invalid' && kind !== 'unsafe.Pointer' && !kind.startsWith('untyped'))
    declareType(kind, () => basicType(kind));
}
declareType('byte', () => byteType);
declareType('rune', () => runeType);

export const anyType: Alias = new Alias(
  typeNameOf('any', () => anyType),
  undefined,
  [],
  {
    rhs: () => emptyInterface,
    typeParams: () => [],
  },
);

export const errorType: Named = new Named(
  typeNameOf('error', () => errorType),
  undefined,
  [],
  fixed(() => errorInterface),
);

const errorInterface: Interface = newInterface(
  [new Func('Error', undefined, 0, () => errorSignature, { isInterfaceMethod: true })],
  [],
);

const errorSignature = newSignature({
  recv: new Var('', undefined, 0, 'recv', () => errorType),
  params: emptyTuple,
  results: newTuple([new Var('', undefined, 0, 'result', () => basicType('string'))]),
});

export const comparableType: Named = new Named(
  typeNameOf('comparable', () => comparableType),
  undefined,
  [],
  fixed(() => comparableInterface),
);

function typeNameOf(name: string, type: () => Type): TypeName {
  const obj = new TypeName(name, undefined, 0, undefined, type);
  universeScope.insert(obj);
  return obj;
}

function declareConst(name: string, kind: BasicKind, value: Const['value']): Const {
  const obj = new Const(name, undefined, 0, undefined, () => ({ type: basicType(kind), value }));
  universeScope.insert(obj);
  return obj;
}

declareConst('true', 'untyped bool', makeBool(true));
declareConst('false', 'untyped bool', makeBool(false));

/** Stands for the index of the spec in its group; its own value is 0. */
export const universeIota: Const = declareConst('iota', 'untyped int', makeInt(0));

export const universeNil: Nil = new Nil('nil', undefined, 0);
universeScope.insert(universeNil);

for (const name of [
  'append',
  'cap',
  'clear',
  'close',
  'complex',
  'copy',
  'delete',
  'imag',
  'len',
  'make',
  'max',
  'min',
  'new',
  'panic',
  'print',
  'println',
  'real',
  'recover',
]) {
  universeScope.insert(new Builtin(name, undefined, 0));
}

/** The predeclared object of this name. */
export function lookupUniverse(name: string): GoObject | undefined {
  return universeScope.lookup(name);
}

const unsafeObjects = new Map<string, GoObject>();

/** Package unsafe, which has no source that means anything: `Pointer`, and functions that are Builtins. */
export const unsafePackage: Package = {
  path: 'unsafe',
  name: 'unsafe',
  isStd: true,
  goVersion: 'go1.21',
  files: [],
  missing: undefined,
  lookup: (name) => unsafeObjects.get(name),
  names: () => [...unsafeObjects.keys()],
};

unsafeObjects.set('Pointer', new TypeName('Pointer', unsafePackage, 0, undefined, () => basicType('unsafe.Pointer')));
for (const name of ['Add', 'Alignof', 'Offsetof', 'Sizeof', 'Slice', 'SliceData', 'String', 'StringData']) {
  unsafeObjects.set(name, new Builtin(name, unsafePackage, 0));
}
