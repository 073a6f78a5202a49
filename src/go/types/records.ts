// What the checker finds out about whole packages, as one plain object per identifier, selection, expression and
// instantiation: the form in which it can be compared with what go/types says.

import type { Pos, SourceSet } from '#base/position.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Checker } from './checker.js';
import { constantString } from './constant-string.js';
import type { Info, OperandMode, Selection, TypeAndValue } from './info.js';
import type { Func, GoObject, Package } from './object.js';
import { isUntyped } from './predicates.js';
import { type Type, unalias } from './type.js';
import { typeString } from './type-string.js';

export type ObjectKind = 'func' | 'var' | 'type' | 'const' | 'pkg' | 'label' | 'builtin' | 'nil';

export interface ObjectRecord {
  readonly k: 'def' | 'use' | 'implicit';
  readonly at: string;
  readonly name: string;
  readonly obj: string;
  readonly objKind: ObjectKind;
  readonly type: string;
  /** The imported package, if the object is one. */
  readonly pkg?: string;
}

export interface SelectionRecord {
  readonly k: 'sel';
  readonly at: string;
  readonly name: string;
  readonly selKind: Selection['kind'];
  readonly obj: string;
  readonly index: readonly number[];
  readonly indirect: boolean;
  readonly recv: string;
  readonly type: string;
}

export interface ExpressionRecord {
  readonly k: 'expr';
  readonly at: string;
  readonly type: string;
  readonly mode: OperandMode;
  readonly const?: string;
}

export interface InstanceRecord {
  readonly k: 'inst';
  readonly at: string;
  readonly name: string;
  readonly targs: readonly string[];
  readonly type: string;
}

export type TypeRecord = ObjectRecord | SelectionRecord | ExpressionRecord | InstanceRecord;

const objectKinds = {
  Func: 'func',
  Var: 'var',
  TypeName: 'type',
  Const: 'const',
  PkgName: 'pkg',
  Label: 'label',
  Builtin: 'builtin',
  Nil: 'nil',
} as const;

/** The records of all declarations of a package, file by file. */
export function* typeRecords(checker: Checker, pkg: Package, sources: SourceSet): Generator<TypeRecord> {
  for (const file of pkg.files) {
    yield* infoRecords(checker.fileInfo(file), sources);
    for (const unit of file.units) yield* unitRecords(checker, unit, sources);
  }
}

/** The records of one declaration. */
export function unitRecords(checker: Checker, unit: Unit, sources: SourceSet): Generator<TypeRecord> {
  return infoRecords(checker.info(unit), sources);
}

function* infoRecords(info: Info, sources: SourceSet): Generator<TypeRecord> {
  const at = (pos: Pos): string => sources.positionString(pos);
  for (const [id, object] of info.defs)
    yield objectRecord('def', at(id.pos), id.name, object, sources);
  for (const [id, object] of info.uses) yield objectRecord('use', at(id.pos), id.name, object, sources);
  for (const [node, object] of info.implicits) {
    if (node.kind === 'ImportSpec' || node.kind === 'CaseClause')
      yield objectRecord('implicit', at(node.pos), object.name, object, sources);
  }
  for (const [e, { kind, obj, index, indirect, recv, type }] of info.selections) {
    yield {
      k: 'sel',
      at: at(e.sel.pos),
      name: e.sel.name,
      selKind: kind,
      obj: objectPlace(obj, sources),
      index,
      indirect,
      recv: typeText(recv),
      type: typeText(type),
    };
  }
  for (const [e, recorded] of info.types) {
    const value = recorded.value === undefined ? '' : constantString(recorded.value);
    const end = sources.position(e.end);
    const record = {
      k: 'expr',
      at: `${at(e.pos)}-${end?.line ?? 0}:${end?.column ?? 0}`,
      type: typeText(recorded.type),
      mode: modeOf(recorded),
    } as const;
    yield value === '' ? record : { ...record, const: value };
  }
  for (const [id, { typeArgs, type }] of info.instances) {
    yield { k: 'inst', at: at(id.pos), name: id.name, targs: typeArgs.map(typeText), type: typeText(type) };
  }
}

function objectRecord(
  k: ObjectRecord['k'],
  at: string,
  name: string,
  object: GoObject,
  sources: SourceSet,
): ObjectRecord {
  const record = {
    k,
    at,
    name,
    obj: objectPlace(object, sources),
    objKind: objectKinds[object.kind],
    type: objectType(object),
  };
  return object.kind === 'PkgName' ? { ...record, pkg: object.imported.path } : record;
}

function objectType(object: GoObject): string {
  switch (object.kind) {
    case 'PkgName':
    case 'Label':
    case 'Builtin':
      return '';
    case 'Nil':
      return 'untyped nil';
    default:
      return typeText(object.type);
  }
}

/** Where an object is declared; what has no source is named. */
function objectPlace(object: GoObject, sources: SourceSet): string {
  if (object.pos !== 0) return sources.positionString(object.pos);
  const scope = object.pkg?.path ?? 'universe';
  return `${scope}:${object.kind === 'Func' ? methodName(object) : object.name}`;
}

function methodName(method: Func): string {
  const { recv } = method.type;
  return recv === undefined ? method.name : `${typeString(recv.type, () => '')}.${method.name}`;
}

function typeText(type: Type): string {
  return unalias(type).kind === 'Unknown' ? '?' : typeString(type);
}

/** Untyped nil is told from other values, as go/types does when asked; a constant by its value. */
function modeOf({ mode, type, value }: TypeAndValue): OperandMode {
  if (mode === 'value' && isUntyped(type) && type.kind === 'Basic' && type.basic === 'untyped nil') return 'nil';
  return mode === 'const' && value === undefined ? 'value' : mode;
}
