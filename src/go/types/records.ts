// What the checker finds out about whole packages, as one plain object per identifier, selection, expression and
// instantiation: the form in which it can be compared with what go/types says.

import { workingOn } from '#base/errors.js';
import type { Pos, SourceSet, SourceText } from '#base/position.js';
import { type Expr, isExpr, type Node, type SelectorExpr } from '#go/syntax/ast.js';
import type { SourceFile, Unit } from '#go/syntax/source-file.js';
import { walk } from '#go/syntax/walk.js';
import type { Checker } from './checker.js';
import { constantString } from './constant-string.js';
import type { Info, OperandMode, Selection, TypeAndValue } from './info.js';
import type { Func, GoObject } from './object.js';
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

/** A record with the position by which records are put in order. */
export interface PlacedRecord {
  readonly pos: Pos;
  readonly record: TypeRecord;
}

/** The records of a file: its imports, then declaration by declaration as they stand there. */
export function fileRecords(checker: Checker, file: SourceFile, sources: SourceSet): PlacedRecord[] {
  const writer = new RecordWriter(sources, file.text);
  const imports = checker.fileInfo(file);
  for (const spec of file.imports) writer.tree(spec, imports);
  for (const unit of file.units) {
    workingOn(
      () => sources.positionString(unit.pos),
      () => writer.tree(unit.decl, checker.info(unit)),
    );
  }
  return writer.records;
}

/** The records of one declaration. */
export function unitRecords(checker: Checker, unit: Unit, sources: SourceSet): PlacedRecord[] {
  const writer = new RecordWriter(sources, unit.file.text);
  writer.tree(unit.decl, checker.info(unit));
  return writer.records;
}

class RecordWriter {
  readonly records: PlacedRecord[] = [];
  readonly #sources: SourceSet;
  readonly #text: SourceText;

  constructor(sources: SourceSet, text: SourceText) {
    this.#sources = sources;
    this.#text = text;
  }

  tree(root: Node, info: Info): void {
    walk(root, (node) => {
      this.#node(node, info);
      return true;
    });
  }

  #node(node: Node, info: Info): void {
    switch (node.kind) {
      case 'Ident': {
        const defined = info.defs.get(node);
        if (defined !== undefined) this.#object('def', node.pos, node.name, defined);
        const used = info.uses.get(node);
        if (used !== undefined) this.#object('use', node.pos, node.name, used);
        const instance = info.instances.get(node);
        if (instance !== undefined) {
          const { typeArgs, type } = instance;
          this.#add(node.pos, {
            k: 'inst',
            at: this.#at(node.pos),
            name: node.name,
            targs: typeArgs.map(typeText),
            type: typeText(type),
          });
        }
        break;
      }
      case 'ImportSpec':
      case 'CaseClause': {
        const object = info.implicits.get(node);
        if (object !== undefined) this.#object('implicit', node.pos, object.name, object);
        return;
      }
      case 'SelectorExpr': {
        const selection = info.selections.get(node);
        if (selection !== undefined) this.#selection(node, selection);
      }
    }
    if (isExpr(node)) {
      const recorded = info.types.get(node);
      if (recorded !== undefined) this.#expression(node, recorded);
    }
  }

  #add(pos: Pos, record: TypeRecord): void {
    this.records.push({ pos, record });
  }

  /** As `SourceSet.positionString`, for a place in the file. */
  #at(pos: Pos): string {
    const { file, line, column } = this.#text.positionAt(pos - this.#text.base);
    return `${file}:${line}:${column}`;
  }

  #object(k: ObjectRecord['k'], pos: Pos, name: string, object: GoObject): void {
    const record = {
      k,
      at: this.#at(pos),
      name,
      obj: objectPlace(object, this.#sources),
      objKind: objectKinds[object.kind],
      type: objectType(object),
    };
    this.#add(pos, object.kind === 'PkgName' ? { ...record, pkg: object.imported.path } : record);
  }

  #selection({ sel }: SelectorExpr, { kind, obj, index, indirect, recv, type }: Selection): void {
    this.#add(sel.pos, {
      k: 'sel',
      at: this.#at(sel.pos),
      name: sel.name,
      selKind: kind,
      obj: objectPlace(obj, this.#sources),
      index,
      indirect,
      recv: typeText(recv),
      type: typeText(type),
    });
  }

  #expression(e: Expr, recorded: TypeAndValue): void {
    const value = recorded.value === undefined ? '' : constantString(recorded.value);
    const end = this.#text.positionAt(e.end - this.#text.base);
    const record = {
      k: 'expr',
      at: `${this.#at(e.pos)}-${end.line}:${end.column}`,
      type: typeText(recorded.type),
      mode: modeOf(recorded),
    } as const;
    this.#add(e.pos, value === '' ? record : { ...record, const: value });
  }
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

const places = new WeakMap<GoObject, string>();

/** Where an object is declared; what has no source is named. */
function objectPlace(object: GoObject, sources: SourceSet): string {
  let place = places.get(object);
  if (place === undefined) {
    if (object.pos !== 0) place = sources.positionString(object.pos);
    else {
      const scope = object.pkg?.path ?? 'universe';
      place = `${scope}:${object.kind === 'Func' ? methodName(object) : object.name}`;
    }
    places.set(object, place);
  }
  return place;
}

function methodName(method: Func): string {
  const { recv } = method.type;
  return recv === undefined ? method.name : `${typeString(recv.type, () => '')}.${method.name}`;
}

const texts = new WeakMap<Type, string>();

function typeText(type: Type): string {
  let text = texts.get(type);
  if (text === undefined) texts.set(type, (text = unalias(type).kind === 'Unknown' ? '?' : typeString(type)));
  return text;
}

/** Untyped nil is told from other values, as go/types does when asked; a constant by its value. */
function modeOf({ mode, type, value }: TypeAndValue): OperandMode {
  if (mode === 'value' && isUntyped(type) && type.kind === 'Basic' && type.basic === 'untyped nil') return 'nil';
  return mode === 'const' && value === undefined ? 'value' : mode;
}
