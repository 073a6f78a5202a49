// Who mentions what in the program: stores to a field, calls of a function, literals of a struct type, found by
// searching the text of packages for a word and checking only the declarations that hold it. Nothing is indexed
// before it is asked for, so the cost follows the question.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { CallExpr, CompositeLit, Expr, Ident, Node } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import { wordsOf } from '#go/syntax/unit-words.js';
import { walk } from '#go/syntax/walk.js';
import type { Checker } from '#go/types/checker.js';
import { type Func, type GoObject, isExportedName, type Package, type Var } from '#go/types/object.js';

import { type Named, type Type, unalias, under } from '#go/types/type.js';
import { type Body, builtinName, type Call, type Source, type Store } from './body.js';
import { summarize } from './body-walk.js';
import type { Fn, Functions } from './function.js';
import { type Mention, Mentions, TextSearch, waysOf } from './mentions.js';
import { OperandTypes } from './operand-types.js';
import type { ProgramSource } from './program-source.js';
import { fieldAt, namedStruct } from './type-shape.js';
import { factsOf } from './unit-facts.js';

/** A value put into a struct field, by assignment or in a composite literal. */
export interface FieldStore {
  readonly fn: Fn;
  /** The operand whose field is set; undefined in a literal. */
  readonly base: Expr | undefined;
  readonly target: Node;
  readonly literal: CompositeLit | undefined;
  readonly source: Source;
  readonly store: Store | undefined;
}

export interface GlobalStore {
  readonly fn: Fn;
  readonly store: Store;
}

/** A use of a function other than a call of it. */
export interface Reference {
  readonly fn: Fn;
  readonly ident: Ident;
}

interface Uses {
  readonly calls: readonly Call[];
  readonly references: readonly Reference[];
}

interface UnitIndex {
  readonly fns: readonly Fn[];
  readonly fieldStores: Map<Var, FieldStore[]>;
  readonly globalStores: Map<Var, GlobalStore[]>;
  readonly calls: Map<Func, Call[]>;
  readonly invokes: Map<string, Call[]>;
  readonly references: Map<GoObject, Reference[]>;
  /** Stores to elements of what a field or package variable holds. */
  readonly mentionedBy: Map<Var, Set<Fn>>;
}

/** More declarations than this are not searched for one liveness question: the answer is then "live". */
const livenessLimit = 121;

/** After so many callers' callers a function counts as called from everywhere. */
const handedLimit = 40;
/** So does one whose name stands in more declarations than this. */
const handedMentionLimit = 64;

/** A function with more calls, or whose name stands in more declarations, is not told apart by its calls. */
const closedCallLimit = 8;
const closedMentionLimit = 24;

export class ProgramIndex {
  readonly #checker: Checker;
  readonly #functions: Functions;
  readonly source: ProgramSource;
  readonly #operands: OperandTypes;
  readonly #search: TextSearch;
  readonly #units = new Map<Unit, UnitIndex>();
  readonly #mentions = new Map<string, Mentions>();
  readonly #live = new Map<Unit, boolean>();
  readonly #seeing = new Map<string, ReadonlySet<string>>();
  readonly #handed = new Map<string, boolean>();
  readonly #made = new Map<GoObject, boolean>();
  readonly #uses = new Map<Func, Uses>();
  readonly #closed = new Map<Fn, { readonly calls: readonly Call[] | undefined }>();
  readonly #stores = new Map<Var, Map<GoObject | undefined, readonly FieldStore[]>>();
  readonly #assignments = new Map<Var, readonly FieldStore[]>();
  readonly #bodies: (fn: Fn) => Body;

  constructor(checker: Checker, functions: Functions, source: ProgramSource) {
    this.#checker = checker;
    this.#functions = functions;
    this.source = source;
    this.#operands = new OperandTypes(checker);
    this.#search = new TextSearch(source, (path) => checker.package(path));
    const bodies = new Map<Fn, Body>();
    this.#bodies = (fn) => {
      let body = bodies.get(fn);
      if (body === undefined) {
        body = summarize(fn);
        bodies.set(fn, body);
      }
      return body;
    };
  }

  body(fn: Fn): Body {
    return this.#bodies(fn);
  }

  // ---- text search ---------------------------------------------------------------------------------------

  /** The declarations in which `word` stands as an identifier may, in packages that can name what `pkg` declares. */
  unitsMentioning(word: string, pkg: Package, exported: boolean, as: Mention): readonly Unit[] {
    return this.#mentionsOf(word, pkg, exported, as).all();
  }

  #mentionsOf(word: string, pkg: Package, exported: boolean, as: Mention): Mentions {
    const key = `${as} ${exported ? '' : pkg.path} ${word} ${exported ? pkg.path : ''}`;
    let mentions = this.#mentions.get(key);
    if (mentions === undefined) {
      const { source } = this;
      const paths = exported
        ? source.packagesHolding(word, pkg.path, waysOf[as])
        : source.holdsWord(pkg.path, word, waysOf[as])
          ? [pkg.path]
          : [];
      mentions = new Mentions(this.#search, word, pkg.path, as, paths);
      this.#mentions.set(key, mentions);
    }
    return mentions;
  }

  /**
   * Whether a function may be handed what a package makes: it stands in the package or in one that imports it, or the
   * package's functions call it, or call what calls it, by name. Misses: ways through interfaces and function values to
   * a package below.
   */
  mayBeHanded(fn: Fn, maker: Package): boolean {
    if (fn.pkg === maker || this.#seers(maker.path).has(fn.pkg.path)) return true;
    if (!this.#seers(fn.pkg.path).has(maker.path)) return false;
    const key = `${fn.id} ${maker.path}`;
    let answer = this.#handed.get(key);
    if (answer === undefined) this.#handed.set(key, (answer = this.#isCalledFrom(fn, maker)));
    return answer;
  }

  #isCalledFrom(start: Fn, maker: Package): boolean {
    const seen = new Set<Fn>();
    const queue: Fn[] = [start];
    for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
      let declared = fn;
      while (declared.parent !== undefined) declared = declared.parent;
      if (seen.has(declared)) continue;
      seen.add(declared);
      if (declared.pkg === maker || seen.size > handedLimit) return true;
      if (declared.object?.pkg === undefined) continue;
      if (this.#mentionsOfFunc(declared.object, declared.object.pkg).at(handedMentionLimit) !== undefined) return true;
      const { calls, references } = this.usesOf(declared.object);
      if (references.length > 0 && declared.object.type.recv === undefined) return true;
      if (calls.some((call) => call.fn.pkg === maker)) return true;
      for (const call of calls) queue.push(call.fn);
    }
    return false;
  }

  #seers(path: string): ReadonlySet<string> {
    let seers = this.#seeing.get(path);
    if (seers === undefined) this.#seeing.set(path, (seers = new Set(this.source.packagesSeeing(path))));
    return seers;
  }

  // ---- questions -----------------------------------------------------------------------------------------

  /** The functions that store to a field, if nothing in the program calls or mentions any of them. */
  idleSettersOf(field: Var): readonly Fn[] {
    if (field.pkg === undefined) return [];
    const found = new Set<Fn>();
    for (const unit of this.unitsMentioning(field.name, field.pkg, field.exported, 'store'))
      for (const { fn } of this.#index(unit).fieldStores.get(field.origin) ?? []) {
        let declared = fn;
        while (declared.parent !== undefined) declared = declared.parent;
        found.add(declared);
      }
    const isIdle = ({ object }: Fn): boolean => {
      if (object === undefined) return false;
      const { calls, references } = this.usesOf(object);
      return calls.length + references.length === 0;
    };
    return [...found].every(isIdle) ? [...found].sort(by(({ pos }) => pos)) : [];
  }

  /** Every store to a field in a live function of the program. */
  storesOf(field: Var, owner?: Named): readonly FieldStore[] {
    let byOwner = this.#stores.get(field.origin);
    if (byOwner === undefined) {
      byOwner = new Map();
      this.#stores.set(field.origin, byOwner);
    }
    const known = byOwner.get(owner?.origin.obj);
    if (known !== undefined) return known;
    const found: FieldStore[] = [];
    byOwner.set(owner?.origin.obj, found);
    if (field.pkg === undefined) return found;
    const units = new Set<Unit>();
    for (const unit of this.unitsMentioning(field.name, field.pkg, field.exported, 'store'))
      if (maySetInLiteral(unit, field.name, owner) || this.#mayAssign(unit, field)) units.add(unit);
    for (const unit of this.#settersByPlace(field, field.pkg)) units.add(unit);
    for (const unit of units) {
      if (!this.#isUnitLive(unit)) continue;
      for (const store of this.#index(unit).fieldStores.get(field.origin) ?? []) found.push(store);
    }
    return found;
  }

  /** Those of the stores to a field that stand outside of literals; fewer files are read for these alone. */
  assignmentsTo(field: Var): readonly FieldStore[] {
    const known = this.#assignments.get(field.origin);
    if (known !== undefined) return known;
    const found: FieldStore[] = [];
    this.#assignments.set(field.origin, found);
    if (field.pkg === undefined) return found;
    for (const unit of this.unitsMentioning(field.name, field.pkg, field.exported, 'assignment')) {
      if (!this.#mayAssign(unit, field) || !this.#isUnitLive(unit)) continue;
      for (const store of this.#index(unit).fieldStores.get(field.origin) ?? [])
        if (store.literal === undefined) found.push(store);
    }
    return found;
  }

  /** The assignments to fields in one function. */
  assignmentsIn(fn: Fn): Iterable<[Var, FieldStore]> {
    return assignmentsToFields(fn, this.body(fn));
  }

  /** Whether a declaration may assign to a field; what is assigned to a field of that name is looked at. */
  #mayAssign(unit: Unit, field: Var): boolean {
    return factsOf(unit).assigned.has(field.name) && this.#operands.maySelect(unit, field, true);
  }

  /** Whether more than `limit` declarations seem to store to a field; by their syntax alone, whether they are live or not. */
  isStoredOften(field: Var, owner: Named | undefined, limit: number): boolean {
    if (field.pkg === undefined) return false;
    let count = 0;
    for (const unit of this.unitsMentioning(field.name, field.pkg, field.exported, 'store')) {
      if (mayStore(unit, field.name, owner) && ++count > limit) return true;
    }
    return false;
  }

  /** Declarations with a literal without keys that may be of the field's struct, where the field's name need not stand. */
  *#settersByPlace(field: Var, pkg: Package): Iterable<Unit> {
    const declared = unitAt(field.origin.pos, pkg);
    if (declared === undefined) return;
    if (declared.kind !== 'type') {
      yield declared;
      return;
    }
    const queue = [declared];
    for (const type of queue) {
      for (const { name } of type.names) {
        const isExported = field.exported && isExportedName(name);
        for (const unit of this.unitsMentioning(name, pkg, isExported, 'literal'))
          if (factsOf(unit).unkeyed.has(name)) yield unit;
        if (type !== declared) continue;
        // `type routes []route` and `routes{{…}}`.
        for (const unit of this.unitsMentioning(name, pkg, false, 'name'))
          if (unit.kind === 'type' && unit !== declared && !factsOf(unit).unkeyed.has(name)) queue.push(unit);
      }
    }
  }

  /** Every assignment to a package-level variable outside its declaration. */
  storesOfGlobal(variable: Var): readonly GlobalStore[] {
    if (variable.pkg === undefined) return [];
    const found: GlobalStore[] = [];
    for (const unit of this.unitsMentioning(variable.name, variable.pkg, variable.exported, 'store')) {
      if (!factsOf(unit).assigned.has(variable.name) || !this.#isUnitLive(unit)) continue;
      found.push(...(this.#index(unit).globalStores.get(variable) ?? []));
    }
    return found;
  }

  /** Live functions with stores to elements in which a field or package variable is mentioned. */
  functionsMentioning(variable: Var): readonly Fn[] {
    if (variable.pkg === undefined) return [];
    const found: Fn[] = [];
    for (const unit of this.unitsMentioning(
      variable.name,
      variable.pkg,
      variable.exported,
      variable.isField ? 'selector' : 'name',
    )) {
      if (!factsOf(unit).storesElements || !this.#isUnitLive(unit)) continue;
      if (variable.isField && !this.#operands.maySelect(unit, variable)) continue;
      found.push(...(this.#index(unit).mentionedBy.get(variable.origin) ?? []));
    }
    return found;
  }

  /** The static calls of a function in live functions, and its other uses. */
  usesOf(func: Func): Uses {
    const object = func.origin;
    const known = this.#uses.get(object);
    if (known !== undefined) return known;
    const calls: Call[] = [];
    const references: Reference[] = [];
    for (const unit of this.unitsNaming(object)) {
      const index = this.#index(unit);
      calls.push(...(index.calls.get(object) ?? []));
      references.push(...(index.references.get(object) ?? []));
    }
    const uses = { calls, references };
    this.#uses.set(object, uses);
    return uses;
  }

  /** The calls of a function by name, also in what nothing comes to. */
  callsAnywhere(func: Func): readonly Call[] {
    const object = func.origin;
    return this.#mentioningUnits(object)
      .filter((unit) => this.#mayMention(unit, object))
      .flatMap((unit) => this.#index(unit).calls.get(object) ?? []);
  }

  /** The live declarations that may name a function, as far as that can be said without types of their bodies. */
  unitsNaming(object: Func): readonly Unit[] {
    return this.#mentioningUnits(object).filter((unit) => this.#mayMention(unit, object) && this.#isUnitLive(unit));
  }

  #mentioningUnits(object: Func): readonly Unit[] {
    return object.pkg === undefined ? [] : this.#mentionsOfFunc(object, object.pkg).all();
  }

  #mentionsOfFunc(object: Func, pkg: Package): Mentions {
    return this.#mentionsOf(object.name, pkg, object.exported, object.type.recv === undefined ? 'name' : 'selector');
  }

  /** Whether a declaration may name a function; by its words and, behind a dot, by what stands before it. */
  #mayMention(unit: Unit, func: Func): boolean {
    const { names, selectors } = wordsOf(unit);
    const isMethod = func.type.recv !== undefined;
    if (!isMethod && names.has(func.name)) {
      const isHome = this.#checker.packageOfUnit(unit) === func.pkg;
      if (isHome || unit.file.imports.some((spec) => spec.name?.name === '.')) return true;
    }
    return selectors.has(func.name) && this.#operands.maySelect(unit, func);
  }

  /** All calls of a function, if they are static, few, and in view: not used as a value, not called by an interface. */
  closedCallsOf(fn: Fn): readonly Call[] | undefined {
    const { object } = fn;
    if (object?.pkg === undefined) return undefined;
    const known = this.#closed.get(fn);
    if (known !== undefined) return known.calls;
    const calls = this.#findClosedCalls(fn, object);
    this.#closed.set(fn, { calls });
    return calls;
  }

  #findClosedCalls(fn: Fn, object: Func): readonly Call[] | undefined {
    if (
      object.pkg === undefined ||
      (this.source.isLibrary(fn.pkg.path) && object.exported) ||
      object.name === 'init' ||
      object.name === 'main'
    )
      return undefined;
    const mentions = this.#mentioningUnits(object);
    if (mentions.length > closedMentionLimit) return undefined;
    // Those who call from afar have more to find out than it is worth.
    const isNear = (call: Call): boolean => call.fn.kind !== 'initializer' && call.fn.pkg === fn.pkg && call.fn !== fn;
    const isFar = (unit: Unit): boolean => this.#checker.packageOfUnit(unit) !== fn.pkg || unit.kind !== 'func';
    // One call from afar decides, so that those are looked at first.
    let count = 0;
    for (const unit of [...mentions.filter(isFar), ...mentions.filter((one) => !isFar(one))]) {
      if (!this.#mayMention(unit, object) || !this.#isUnitLive(unit)) continue;
      const index = this.#index(unit);
      const calls = index.calls.get(object) ?? [];
      count += calls.length;
      if (index.references.has(object) || count > closedCallLimit || !calls.every(isNear)) return undefined;
    }
    if (object.type.recv !== undefined && this.#isInvoked(object.name, object.pkg, object.exported)) return undefined;
    return this.usesOf(object).calls;
  }

  #isInvoked(name: string, pkg: Package, exported: boolean): boolean {
    for (const unit of this.unitsMentioning(name, pkg, exported, 'call')) {
      if (!this.#operands.maySelectOfInterface(unit, name) || !this.#isUnitLive(unit)) continue;
      if (this.#index(unit).invokes.has(name)) return true;
    }
    return false;
  }

  /** Calls `x.name(…)` in live functions where `x` is an interface, in packages that can see `pkg`. */
  invokesOf(name: string, pkg: Package, exported: boolean): readonly Call[] {
    const found: Call[] = [];
    for (const unit of this.unitsMentioning(name, pkg, exported, 'call')) {
      if (!this.#operands.maySelectOfInterface(unit, name) || !this.#isUnitLive(unit)) continue;
      found.push(...(this.#index(unit).invokes.get(name) ?? []));
    }
    return found;
  }

  /**
   * Whether every value of the field's struct that live functions make has the field set to an expression that
   * `isSet` accepts: literals are looked into, `new` and a variable without a value leave it unset.
   */
  isSetByEveryLiteral(field: Var, isSet: (value: Expr, fn: Fn) => boolean): boolean {
    const first = this.storesOf(field).find((store) => store.literal !== undefined);
    const type = first?.literal === undefined ? undefined : first.fn.info.types.get(first.literal)?.type;
    const struct = type === undefined ? undefined : namedStruct(type)?.named.origin.obj;
    if (struct?.pkg === undefined) return false;
    for (const store of this.storesOf(field)) {
      if (store.source.kind !== 'expr' || (store.literal === undefined && !isSet(store.source.expr, store.fn)))
        return false;
    }
    const makers = this.unitsMentioning(struct.name, struct.pkg, struct.exported, 'name').filter((unit) =>
      factsOf(unit).makes.has(struct.name),
    );
    for (const unit of makers) {
      const { keys, unkeyed } = factsOf(unit);
      // It makes one, and nowhere in it does a literal set the field.
      if (
        unit.kind !== 'type' &&
        !keys.has(`${struct.name} ${field.name}`) &&
        !keys.has(` ${field.name}`) &&
        !unkeyed.has(struct.name) &&
        !unkeyed.has('') &&
        this.#isUnitLive(unit)
      )
        return false;
    }
    for (const unit of makers) {
      if (!this.#isUnitLive(unit)) continue;
      for (const fn of this.#index(unit).fns) {
        if (!madeWith(fn, this.body(fn), struct, field, isSet)) return false;
      }
    }
    return true;
  }

  /**
   * Whether live code makes a value of a struct type: by a literal, `new`, a variable, a conversion, or as part of
   * another type. Where nothing does, every pointer to it is nil.
   */
  isMade(type: Named): boolean {
    const object = type.origin.obj;
    const known = this.#made.get(object);
    if (known !== undefined) return known;
    // A type declared in a function, or one that C or assembly may make, is not looked for.
    let made = object.pkg === undefined || object.unit === undefined || this.source.isOpaque(object.pkg.path);
    if (!made && object.pkg !== undefined) {
      const makers: Unit[] = [];
      const mentions = this.#mentionsOf(object.name, object.pkg, object.exported, 'name');
      for (let at = 0, unit = mentions.at(at); unit !== undefined; unit = mentions.at(++at)) {
        if (unit === object.unit ? !isPartOfAnother(unit, object.name) : !factsOf(unit).makes.has(object.name))
          continue;
        // Of those that are known to run one is enough.
        made = this.#live.get(unit) ?? this.#isRoot(unit);
        if (made) break;
        makers.push(unit);
      }
      made ||= makers.some((unit) => this.#isUnitLive(unit));
    }
    this.#made.set(object, made);
    return made;
  }

  // ---- liveness ------------------------------------------------------------------------------------------

  /**
   * Whether a declaration can run in the program: something live mentions its name or, for a method, its receiver
   * type's. Over-approximates: mentions are found in the text, by name, and a long search counts as live.
   */
  isLive(fn: Fn): boolean {
    return this.#isUnitLive(fn.unit);
  }

  #isUnitLive(start: Unit): boolean {
    const known = this.#live.get(start);
    if (known !== undefined) return known;
    if (this.#isRoot(start)) {
      this.#live.set(start, true);
      return true;
    }
    // In depth, so that the first way up is found without looking at all who mention the name.
    const seen = new Set<Unit>([start]);
    const way: Unit[] = [start];
    const users: Iterator<Unit>[] = [this.#users(start)];
    for (let top = users.at(-1); top !== undefined; top = users.at(-1)) {
      const { value: user, done } = top.next();
      if (done === true) {
        users.pop();
        way.pop();
        continue;
      }
      if (seen.has(user)) continue;
      seen.add(user);
      const answer = this.#live.get(user);
      if (answer === true || seen.size > livenessLimit || this.#isRoot(user)) {
        for (const unit of way) this.#live.set(unit, true);
        this.#live.set(user, true);
        return true;
      }
      if (answer === false) continue;
      way.push(user);
      users.push(this.#users(user));
    }
    for (const unit of seen) this.#live.set(unit, false);
    return false;
  }

  #isRoot(unit: Unit): boolean {
    if (unit.kind !== 'func' && unit.kind !== 'type') return true;
    if (this.source.isMain(this.#checker.packageOfUnit(unit).path)) return true;
    return unit.recvTypeName === undefined && unit.names[0]?.name === 'init';
  }

  /** Declarations that mention `unit`'s name, or the name of the type whose method it is. */
  *#users(unit: Unit): Generator<Unit, undefined> {
    const pkg = this.#checker.packageOfUnit(unit);
    const isMethod = unit.kind === 'func' && unit.recvTypeName !== undefined;
    const names = isMethod ? [unit.recvTypeName ?? ''] : unit.names.map((name) => name.name);
    for (const name of names) {
      const mentions = this.#mentionsOf(name, pkg, isExportedName(name), 'name');
      for (let at = 0; ; at++) {
        const user = mentions.at(at);
        if (user === undefined) break;
        if (
          user === unit ||
          (user.kind === 'func' &&
            user.recvTypeName === name &&
            user.file.packageName.name === unit.file.packageName.name)
        )
          continue;
        if (user.kind === 'type' && user.names.some((declared) => declared.name === name)) continue;
        // The word may stand in a comment, or be a field's.
        const known = wordsOf(user);
        if (!known.selectors.has(name) && !known.names.has(name)) continue;
        if (
          user.file.packageName.name === unit.file.packageName.name &&
          !isMethod &&
          !known.names.has(name) &&
          this.#checker.packageOfUnit(user) === pkg
        )
          continue;
        yield user;
      }
    }
    return undefined;
  }

  // ---- index of one declaration --------------------------------------------------------------------------

  #index(unit: Unit): UnitIndex {
    const known = this.#units.get(unit);
    if (known !== undefined) return known;
    const index: UnitIndex = {
      fns: this.functionsOf(unit),
      fieldStores: new Map(),
      globalStores: new Map(),
      calls: new Map(),
      invokes: new Map(),
      references: new Map(),
      mentionedBy: new Map(),
    };
    this.#units.set(unit, index);
    for (const fn of index.fns) indexFunction(fn, this.body(fn), index);
    return index;
  }

  /** The functions of a declaration: itself or its initializers, and the literals in them. */
  functionsOf(unit: Unit): readonly Fn[] {
    const found: Fn[] = [];
    const add = (fn: Fn): void => {
      found.push(fn);
      for (const literal of this.body(fn).literals) add(this.#functions.ofLiteral(literal, fn));
    };
    if (unit.kind === 'func') {
      const fn = this.#functions.ofUnit(unit);
      if (fn !== undefined) add(fn);
    } else if (unit.kind === 'var' && unit.decl.kind === 'GenDecl') {
      for (const spec of unit.decl.specs) if (spec.kind === 'VarSpec') add(this.#functions.ofInitializer(spec, unit));
    }
    return found;
  }
}

/** Whether, by its syntax, a declaration may set a field; `owner` is the named struct that has it, if there is one. */
function mayStore(unit: Unit, name: string, owner: Named | undefined): boolean {
  return factsOf(unit).assigned.has(name) || maySetInLiteral(unit, name, owner);
}

function maySetInLiteral(unit: Unit, name: string, owner: Named | undefined): boolean {
  const known = factsOf(unit);
  if (known.keys.has(` ${name}`)) return true;
  if (owner === undefined) {
    for (const key of known.keys) if (key.endsWith(` ${name}`)) return true;
    return known.unkeyed.size > 0;
  }
  if (known.keys.has(`${owner.obj.name} ${name}`) || known.unkeyed.has(owner.obj.name)) return true;
  // A literal of another name may be one of an alias.
  for (const key of known.keys)
    if (key.endsWith(` ${name}`) && isAlias(unit, key.slice(0, key.indexOf(' ')))) return true;
  return false;
}

/** Whether the file's package declares an alias of that name, or may import one. */
function isAlias(unit: Unit, name: string): boolean {
  for (const spec of unit.file.units) {
    if (spec.kind !== 'type' || !spec.names.some((declared) => declared.name === name) || spec.decl.kind !== 'GenDecl')
      continue;
    return spec.decl.specs.some((type) => type.kind === 'TypeSpec' && type.name.name === name && type.isAlias);
  }
  return false;
}

function unitAt(pos: Pos, pkg: Package): Unit | undefined {
  for (const file of pkg.files) {
    const { base, bytes } = file.text;
    if (pos >= base && pos <= base + bytes.length) return file.units.find((unit) => pos >= unit.pos && pos < unit.end);
  }
  return undefined;
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The function that a call names, if it names one. */
export function namedCallee(
  call: CallExpr,
  fn: Fn,
): { readonly object: Func; readonly isInvoke: boolean; readonly name: Ident } | undefined {
  let fun: Expr = call.fun;
  for (;;) {
    if (fun.kind === 'ParenExpr') fun = fun.x;
    else if (fun.kind === 'IndexExpr') fun = fun.x;
    else break;
  }
  if (fun.kind === 'Ident') {
    const object = fn.info.uses.get(fun);
    return object?.kind === 'Func' ? { object: object.origin, isInvoke: false, name: fun } : undefined;
  }
  if (fun.kind !== 'SelectorExpr') return undefined;
  const selection = fn.info.selections.get(fun);
  const object = selection === undefined ? fn.info.uses.get(fun.sel) : selection.obj;
  if (object?.kind !== 'Func') return undefined;
  return { object: object.origin, isInvoke: object.isInterfaceMethod, name: fun.sel };
}

/** The assignments to fields in a function, literals in it aside. */
function* assignmentsToFields(fn: Fn, body: Body): Iterable<[Var, FieldStore]> {
  for (const store of body.stores) {
    const target = withoutParens(store.target);
    if (store.form !== 'assign' || target.kind !== 'SelectorExpr') continue;
    const selection = fn.info.selections.get(target);
    if (selection?.obj.kind === 'Var')
      yield [selection.obj.origin, { fn, base: target.x, target, literal: undefined, source: store.source, store }];
  }
}

function indexFunction(fn: Fn, body: Body, index: UnitIndex): void {
  const called = new Set<Ident>();
  for (const call of body.calls) {
    const callee = namedCallee(call.node, fn);
    if (callee === undefined) continue;
    called.add(callee.name);
    if (callee.isInvoke) put(index.invokes, callee.object.name, call);
    else put(index.calls, callee.object, call);
  }
  for (const [field, store] of assignmentsToFields(fn, body)) put(index.fieldStores, field, store);
  for (const store of body.stores) {
    const target = withoutParens(store.target);
    if (store.form !== 'assign') continue;
    const name = target.kind === 'SelectorExpr' ? target.sel : target;
    if (name.kind !== 'Ident' || (target.kind === 'SelectorExpr' && fn.info.selections.has(target))) continue;
    const object = fn.info.uses.get(name);
    if (object?.kind === 'Var' && (target.kind === 'SelectorExpr' || object.role === 'package'))
      put(index.globalStores, object, { fn, store });
  }
  for (const literal of body.composites) indexLiteral(fn, literal, index);
  walk(fn.node, (node) => {
    if (node.kind === 'FuncLit' && node !== fn.node) return false;
    if (node.kind !== 'Ident') return true;
    const object = fn.info.uses.get(node);
    if (object === undefined) return true;
    if ((object.kind === 'Func' && !called.has(node)) || object.kind === 'TypeName')
      put(index.references, object.kind === 'Func' ? object.origin : object, { fn, ident: node });
    if (object.kind === 'Var' && (object.role === 'field' || object.role === 'package')) {
      const set = index.mentionedBy.get(object.origin);
      if (set === undefined) index.mentionedBy.set(object.origin, new Set([fn]));
      else set.add(fn);
    }
    return true;
  });
}

function indexLiteral(fn: Fn, literal: CompositeLit, index: UnitIndex): void {
  let type = fn.info.types.get(literal)?.type;
  if (type === undefined) return;
  if (under(type).kind === 'Pointer') {
    const pointer = under(type);
    if (pointer.kind === 'Pointer') type = pointer.elem;
  }
  if (under(type).kind !== 'Struct') return;
  literal.elts.forEach((elt, position) => {
    let field: Var | undefined;
    let value: Expr = elt;
    if (elt.kind === 'KeyValueExpr') {
      value = elt.value;
      const object = elt.key.kind === 'Ident' ? fn.info.uses.get(elt.key) : undefined;
      field = object?.kind === 'Var' ? object : undefined;
    } else field = type === undefined ? undefined : fieldAt(type, position);
    if (field === undefined) return;
    put(index.fieldStores, field.origin, {
      fn,
      base: undefined,
      target: elt,
      literal,
      source: { kind: 'expr', expr: value },
      store: undefined,
    });
  });
}

/** Whether every value of the struct that the body makes has the field set. */
function madeWith(fn: Fn, body: Body, struct: GoObject, field: Var, isSet: (value: Expr, fn: Fn) => boolean): boolean {
  const isOfStruct = (type: Type | undefined): boolean =>
    type !== undefined && unalias(type).kind === 'Named' && namedStruct(type)?.named.origin.obj === struct;
  for (const literal of body.composites) {
    let type = fn.info.types.get(literal)?.type;
    if (type?.kind === 'Pointer' && literal.type === undefined) type = type.elem;
    if (!isOfStruct(type)) continue;
    const set = literal.elts.some((elt, position) => {
      if (elt.kind !== 'KeyValueExpr')
        return type !== undefined && fieldAt(type, position)?.origin === field && isSet(elt, fn);
      const key = elt.key.kind === 'Ident' ? fn.info.uses.get(elt.key) : undefined;
      return key?.kind === 'Var' && key.origin === field && isSet(elt.value, fn);
    });
    if (!set) return false;
  }
  for (const [variable, defs] of body.defs) {
    if (isOfStruct(variable.type) && variable.role === 'local' && defs.some((def) => def.source.kind === 'zero'))
      return false;
  }
  let isMadeNew = false;
  walk(fn.node, (node) => {
    if (node.kind === 'FuncLit' && node !== fn.node) return false;
    const argument = node.kind === 'CallExpr' && builtinName(node, fn.info) === 'new' ? node.args[0] : undefined;
    if (argument !== undefined && isOfStruct(fn.info.types.get(argument)?.type)) isMadeNew = true;
    return !isMadeNew;
  });
  return !isMadeNew;
}

/** In a group of types: whether one of the others holds the type by value. */
function isPartOfAnother(unit: Unit, name: string): boolean {
  if (unit.decl.kind !== 'GenDecl') return false;
  return unit.decl.specs.some(
    (spec) => spec.kind === 'TypeSpec' && spec.name.name !== name && mentionsName(spec.type, name),
  );
}

function mentionsName(root: Node, name: string): boolean {
  let found = false;
  walk(root, (node) => {
    if (node.kind === 'StarExpr' && (node.x.kind === 'Ident' || node.x.kind === 'SelectorExpr')) return false;
    if (node.kind === 'Ident' && node.name === name) found = true;
    return !found;
  });
  return found;
}

export function withoutParens(expr: Expr): Expr {
  let x = expr;
  while (x.kind === 'ParenExpr') x = x.x;
  return x;
}
