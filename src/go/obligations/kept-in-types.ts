// What the fields of a package's types are given to hold that was made for them, and whether anything may let go of it.

import { identical } from '#go/types/identical.js';
import { methodSet } from '#go/types/method-set.js';
import type { Package, Var } from '#go/types/object.js';
import { deref, type Type, unalias, under } from '#go/types/type.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { Analysis } from './analysis.js';
import { stepsOf } from './channels.js';
import type { LoweredUnit, Value } from './ir.js';
import type { Made } from './origins.js';

/** Something that was made and is kept in a field. */
export interface Kept {
  readonly field: Var;
  readonly made: readonly Made[];
  /** Where the field is given it, and the declaration that does. */
  readonly store: number;
  readonly unit: LoweredUnit;
}

/** What belongs to something else, which ends it. */
const boundElsewhere: ReadonlySet<string> = new Set(['statement', 'rows', 'transaction', 'stream']);

interface Store {
  readonly unit: LoweredUnit;
  readonly value: Value;
  readonly pos: number;
}

export class KeptInTypes {
  readonly #analysis: Analysis;
  readonly #pkg: Package;
  #stores: Map<Var, Store[]> | undefined;
  readonly #kept = new Map<Var, Kept | undefined>();

  constructor(analysis: Analysis, pkg: Package) {
    this.#analysis = analysis;
    this.#pkg = pkg;
  }

  /** What is made for a field, where nothing else is put there that another may own. */
  keptIn(field: Var): Kept | undefined {
    const { origin } = field;
    if (!this.#kept.has(origin)) this.#kept.set(origin, mayHold(origin.type, 0) ? this.#find(origin) : undefined);
    return this.#kept.get(origin);
  }

  #find(field: Var): Kept | undefined {
    this.#stores ??= storesOf(this.#analysis.unitsOf(this.#pkg));
    const stores = this.#stores.get(field) ?? [];
    let kept: Kept | undefined;
    for (const { unit, value, pos } of stores) {
      if (value.kind === 'nil' || value.kind === 'zero') continue;
      const { made, given } = this.#analysis.origins.of(unit, value);
      const own = made.filter(({ acquired }) => !boundElsewhere.has(acquired.resource));
      // What the caller gives may be the caller's to let go of.
      const isGiven = given.some(({ index, fields }) => {
        const root = index === -1 ? unit.body.receiver : unit.body.parameters[index];
        return fields.length === 0 && root !== undefined && mayHold(root.type, 0) && hasRelease(root.type);
      });
      if (isGiven && own.length > 0) return undefined;
      if (own.length > 0) kept ??= { field, made: own, store: pos, unit };
    }
    return kept;
  }

  /** Whether one of the fields that are given the same thing is let go of. */
  isLetGoElsewhere(made: Made, fields: readonly Var[]): boolean {
    return fields.some(
      (field) => this.mayBeLetGo(field) && this.keptIn(field)?.made.some(({ step }) => step === made.step) === true,
    );
  }

  /** Whether anything in the package lets go of what the field holds, or hands it to who may. */
  mayBeLetGo(field: Var): boolean {
    const index = this.#analysis.fields(this.#pkg);
    if (index.isLetGo(field)) return true;
    return index.isTaken(field) && this.#canBeLetGo(elementOf(field.type));
  }

  /** Whether who has a value of the type can let go of what is in it. */
  #canBeLetGo(type: Type): boolean {
    const t = unalias(deref(unalias(type)).type);
    if (t.kind !== 'Named') return true;
    const { underlying } = t;
    if (underlying.kind !== 'Struct') return true;
    const releases = methodSet(type).list.filter(({ obj }) => isRelease(obj.name));
    const isOwn = t.obj.pkg === this.#pkg && !t.obj.exported;
    if (isOwn) {
      const methods = releases.flatMap(({ obj }) => (obj.kind === 'Func' ? [obj] : []));
      return !methods.every((method) => this.#analysis.isNoOp(method)) || this.#isReleasedAnywhere(type);
    }
    return releases.length > 0 || underlying.fields.some(({ exported, type: of }) => exported && hasRelease(of));
  }

  /** Whether the package calls a release that does something on a value of the type. */
  #isReleasedAnywhere(type: Type): boolean {
    return this.#analysis.unitsOf(this.#pkg).some((unit) =>
      [...stepsOf(unit)].some(({ step }) => {
        if (step.op !== 'call' || step.callee.kind !== 'static' || step.receiver?.kind !== 'path') return false;
        const { func } = step.callee;
        return isRelease(func.name) && identical(step.receiver.type, type) && !this.#analysis.isNoOp(func);
      }),
    );
  }

  /** Whether anything in the package tells a pool to close its idle connections. */
  get drainsPools(): boolean {
    return this.#analysis.unitsOf(this.#pkg).some((unit) =>
      [...stepsOf(unit)].some(({ step }) => {
        if (step.op !== 'call') return false;
        const { callee } = step;
        const name =
          callee.kind === 'static' || callee.kind === 'invoke'
            ? callee.func.name
            : callee.kind === 'value'
              ? callee.name
              : '';
        return drains.test(name);
      }),
    );
  }
}

const drains = /^CloseIdleConnections$/i;

function isRelease(name: string): boolean {
  return isReleaseName(name) || drains.test(name);
}

function hasRelease(type: Type): boolean {
  return methodSet(unalias(type)).list.some(({ obj }) => isRelease(obj.name)) || under(type).kind === 'Interface';
}

/** What a container's elements are; the type itself where it is none. */
function elementOf(type: Type): Type {
  const t = under(type);
  return t.kind === 'Map' || t.kind === 'Slice' || t.kind === 'Array' || t.kind === 'Chan' ? elementOf(t.elem) : type;
}

/** Numbers and texts hold nothing, nor do times. */
function mayHold(type: Type, depth: number): boolean {
  const t = under(type);
  if (t.kind === 'Basic' || depth > 4) return false;
  if (t.kind === 'Map' || t.kind === 'Slice' || t.kind === 'Array' || t.kind === 'Chan' || t.kind === 'Pointer')
    return mayHold(t.elem, depth + 1);
  return !(t.kind === 'Interface' && unalias(type).kind === 'Named' && isErrorLike(type));
}

function isErrorLike(type: Type): boolean {
  const t = unalias(type);
  return t.kind === 'Named' && (t.obj.name === 'error' || t.obj.pkg?.path === 'context');
}

/** Everything that is put into fields, by the field: elements of a container count as put into it. */
function storesOf(units: readonly LoweredUnit[]): Map<Var, Store[]> {
  const stores = new Map<Var, Store[]>();
  const add = (field: Var | undefined, store: Store): void => {
    if (field === undefined) return;
    const list = stores.get(field);
    if (list === undefined) stores.set(field, [store]);
    else list.push(store);
  };
  for (const unit of units) {
    const parts = (value: Value): void => {
      if (value.kind !== 'composite') return;
      for (const part of value.parts) {
        add(part.variable, { unit, value: part.value, pos: part.value.pos });
        parts(part.value);
      }
    };
    for (const { step } of stepsOf(unit)) {
      if (step.op !== 'move') continue;
      if (step.isKey !== true) add(step.to.vars.at(-1), { unit, value: step.from, pos: step.pos });
      parts(step.from);
    }
  }
  return stores;
}
