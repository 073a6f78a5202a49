// What an expression can be under the calls that lead to it: asked backwards from the expression, each call with what it hands
// over, each object with the calls under which it is made, and a struct in a field by the object that has the field. So the list
// in a struct that several types embed is told apart by who embeds it, and a map by the constant keys it is filled under.
// Only what is asked for is looked at; where that ends (`any`) all counts that the whole program knows. Values are only added,
// so the order does not matter. Conditions count where they compare with nil: nothing is there until something comes.

import { builtinName, type Condition, type Def, type Source, type Store } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import { mayImplement, sameType } from '#go/flow/dynamic-type.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { elementType, fieldAt, findMethod, isInterface, isStructLike } from '#go/flow/type-shape.js';
import type { CallExpr, Expr, SelectorExpr } from '#go/syntax/ast.js';
import type { Func, Var } from '#go/types/object.js';
import { deref, newPointer, type Type, unalias, under } from '#go/types/type.js';
import { type AskedIndex, askedIndexOf, type Caller } from './asked-index.js';
import { declared, isPlain, isStandard, isText, maySame, neededBy, rootOf, typeOf } from './asked-shapes.js';
import { AskedSolver, type Place } from './asked-solver.js';
import { AskedTruths } from './asked-truths.js';
import { type Calls, type Reached, type Thing, Things } from './asked-values.js';
import type { Engine } from './engine.js';
import { specOf } from './globals.js';
import { mustHave } from './must-have.js';

/** Functions that a call through an interface may reach while the call before it is told apart: filters call one another in every order. */
const invokedLimit = 12;
/** Calls before one that are told apart in what comes back from it. */
const namedLimit = 3;
/** Callers, stores and literals: of more than these nothing is told apart. */
const manyLimit = 48;
/** Functions that an unknown value may be and whose results are asked for all the same. */
const fewLimit = 1;

export class Asked {
  readonly things = new Things();
  readonly index: AskedIndex;
  readonly engine: Engine;
  readonly #solver: AskedSolver;
  readonly #truths: AskedTruths;

  constructor(engine: Engine, index = askedIndexOf(engine)) {
    this.engine = engine;
    this.index = index;
    this.#solver = new AskedSolver(this.things.any);
    this.#truths = new AskedTruths({
      engine,
      index,
      things: this.things,
      expr: (expr, fn, calls) => this.#expr(expr, fn, calls),
      place: (key, fill) => this.#place(key, undefined, fill),
      add: (place, thing) => this.#add(place, thing),
      listen: (place, listener) => this.#listen(place, listener),
      holderOf: (target, fn, calls) => this.#holderOf(target, fn, calls),
      element: (container, key, fn, calls) => this.#under(container, key, fn, calls),
      callees: (call, fn, calls, reach) => this.#callees(call, fn, calls, reach),
      whenSame: (target, fn, thing, work) => this.#whenSame(target, fn, thing, true, work),
      whenKey: (expr, key, fn, calls, work) => this.#whenKey(expr, key, fn, calls, work),
      when: (store, calls, work) => this.#when(store.condition, store.fn, calls, [], work),
    });
  }

  /** So much was asked that some was not looked at. */
  get isCut(): boolean {
    return this.#solver.isCut;
  }

  /** What the expression can be there. */
  at(expr: Expr, fn: Fn, calls: Calls | undefined): ReadonlySet<Thing> {
    const { things } = this.#expr(expr, fn, calls);
    this.#solver.run();
    return things;
  }

  /** Whether no condition around it is known to fail: those that ask whether something is there, where nothing comes. */
  mayHold(condition: Condition | undefined, fn: Fn, calls: Calls | undefined): boolean {
    let may = false;
    this.#when(condition, fn, calls, [], () => {
      may = true;
    });
    this.#solver.run();
    return may;
  }

  /** What a call of a value reaches; undefined if that is not known. */
  reachedBy(call: CallExpr, fn: Fn, calls: Calls | undefined): readonly Reached[] | undefined {
    const found: Reached[] = [];
    let isKnown = true;
    this.#callees(call, fn, calls, (callee) => {
      if (callee === 'any') isKnown = false;
      else if (callee.receiver === undefined) found.push(callee);
      else found.push({ ...callee, calls: this.things.calls(call, fn, calls, callee.receiver) });
    });
    this.#solver.run();
    return isKnown ? found : undefined;
  }

  // ---- places --------------------------------------------------------------------------------------------

  #add(place: Place, thing: Thing): void {
    this.#solver.add(place, thing);
  }

  #listen(place: Place, listener: (thing: Thing) => void): void {
    this.#solver.listen(place, listener);
  }

  #connect(from: Place, to: Place, change?: (thing: Thing) => Thing | undefined): void {
    this.#solver.connect(from, to, change);
  }

  #place(key: string, type: Type | undefined, fill: (place: Place) => void): Place {
    const isGiven = isPlain(type, key) || this.#solver.isFull;
    return this.#solver.place(key, isGiven ? this.#someOf(type) : fill);
  }

  /** What is not known: of what is no interface at least the type is. */
  #unknown(place: Place, type: Type | undefined): void {
    this.#add(place, this.#someOf(type));
  }

  #someOf(type: Type | undefined): Thing {
    const t = type === undefined ? undefined : unalias(deref(type).type);
    return t?.kind === 'Named' && !isInterface(t) && under(t).kind !== 'Signature'
      ? this.things.typed(this.engine.values.canonical(t.origin))
      : this.things.any;
  }

  #id(object: object | undefined): number {
    return this.things.idOf(object);
  }

  // ---- expressions ---------------------------------------------------------------------------------------

  #expr(expr: Expr, fn: Fn, calls: Calls | undefined): Place {
    const x = withoutParens(expr);
    if (fn.info.types.get(x)?.mode === 'nil') return this.#just(this.things.nil);
    const type = this.index.typeOf(x, fn);
    return this.#place(`${x.kind === 'Ident' ? 'e' : 'x'} ${this.#id(x)} ${calls?.id}`, type, (place) =>
      this.#fill(place, x, fn, calls, type),
    );
  }

  #fill(place: Place, x: Expr, fn: Fn, calls: Calls | undefined, type: Type | undefined): void {
    const recorded = fn.info.types.get(x);
    if (recorded?.value?.kind === 'string') return this.#add(place, this.things.text(recorded.value.value));
    if (recorded?.value !== undefined) return;
    if (type !== undefined && isText(type) && x.kind !== 'Ident') return this.#unknown(place, type);
    switch (x.kind) {
      case 'Ident': {
        const object = fn.info.uses.get(x) ?? fn.info.defs.get(x);
        if (object?.kind === 'Func') this.#function(place, object);
        else if (object?.kind === 'Var') this.#variable(place, object, x, fn, calls);
        else this.#unknown(place, type);
        return;
      }
      case 'SelectorExpr':
        return this.#selector(place, x, fn, calls, type);
      case 'FuncLit':
        return this.#add(place, this.things.function(this.index.literal(x, fn), calls));
      case 'CompositeLit':
        return this.#add(place, this.things.made(x, fn, calls, this.#structOf(type)));
      case 'CallExpr':
        return this.#result(place, x, 0, fn, calls);
      case 'StarExpr':
        if (type !== undefined && isStructLike(type)) this.#connect(this.#expr(x.x, fn, calls), place);
        else this.#unknown(place, type);
        return;
      case 'UnaryExpr':
        if (x.op === '<-') this.#elements(place, this.#expr(x.x, fn, calls), undefined, type);
        else if (x.op === '&' && this.#isStruct(x.x, fn)) this.#connect(this.#expr(x.x, fn, calls), place);
        else this.#unknown(place, type);
        return;
      case 'IndexExpr': {
        const [key] = x.indices;
        if (key === undefined || fn.info.types.get(key)?.mode === 'type') return this.#unknown(place, type);
        return this.#connect(this.#under(x.x, key, fn, calls), place);
      }
      case 'SliceExpr':
        return this.#connect(this.#expr(x.x, fn, calls), place);
      case 'TypeAssertExpr': {
        const target = x.type === undefined ? undefined : fn.info.types.get(x.type)?.type;
        return this.#connect(this.#expr(x.x, fn, calls), place, (thing) => this.#asserted(thing, target));
      }
      default:
        this.#unknown(place, type);
    }
  }

  #isStruct(expr: Expr, fn: Fn): boolean {
    const type = this.index.typeOf(expr, fn);
    return type !== undefined && isStructLike(type);
  }

  #structOf(type: Type | undefined): Type {
    return this.engine.values.canonical(deref(type ?? this.engine.anyInterface).type);
  }

  #asserted(thing: Thing, target: Type | undefined): Thing | undefined {
    if (target === undefined) return thing;
    if (thing.kind === 'any') return isInterface(target) ? thing : this.#someOf(target);
    if (thing.kind === 'nil') return undefined;
    const type = typeOf(thing);
    if (type === undefined) return thing;
    if (isInterface(target))
      return mayImplement(newPointer(type), target) || mayImplement(type, target) ? thing : undefined;
    return sameType(type, deref(target).type) ? thing : undefined;
  }

  #function(place: Place, object: Func): void {
    const fn = this.engine.fnOf(object);
    this.#add(place, fn === undefined ? this.things.any : this.things.function(fn, undefined));
  }

  // ---- variables -----------------------------------------------------------------------------------------

  #variable(place: Place, variable: Var, use: Expr | undefined, fn: Fn, calls: Calls | undefined): void {
    if (variable.role === 'package') return this.#connect(this.#global(variable), place);
    let owner: Fn | undefined = fn;
    while (owner?.parent !== undefined && (variable.pos < owner.node.pos || variable.pos >= owner.node.end))
      owner = owner.parent;
    if (owner === undefined || this.index.addressed.has(variable)) return this.#unknown(place, variable.type);
    const body = this.engine.body(owner);
    const reaching = owner === fn && use?.kind === 'Ident' ? body.reaching.get(use) : undefined;
    if (reaching !== undefined && !body.stored.has(variable)) {
      for (const def of reaching) this.#connect(this.#def(def, owner, calls), place);
      return;
    }
    for (const def of body.defs.get(variable) ?? []) this.#connect(this.#def(def, owner, calls), place);
    for (const store of this.index.stores.get(variable) ?? [])
      this.#when(store.condition, store.fn, calls, [], () =>
        this.#connect(this.#source(store.source, variable.type, store.fn, calls), place),
      );
  }

  #global(variable: Var): Place {
    return this.#place(`g ${this.#id(variable)}`, variable.type, (place) => {
      if (this.index.addressed.has(variable)) return this.#unknown(place, variable.type);
      const found = specOf(variable);
      if (found === undefined) return this.#unknown(place, variable.type);
      const { spec, unit, at } = found;
      const fn = this.engine.functions.ofInitializer(spec, unit);
      const value = spec.values.length === spec.names.length ? spec.values[at] : undefined;
      const [single] = spec.values;
      if (value !== undefined) this.#connect(this.#expr(value, fn, undefined), place);
      else if (single !== undefined) this.#unknown(place, variable.type);
      else this.#zero(place, variable, fn, undefined);
      for (const { source, fn: by } of this.index.stores.get(variable) ?? [])
        this.#connect(this.#source(source, variable.type, by, undefined), place);
    });
  }

  #zero(place: Place, variable: Var, fn: Fn, calls: Calls | undefined): void {
    const thing = isStructLike(variable.type)
      ? this.things.made(variable, fn, calls, this.#structOf(variable.type))
      : isText(variable.type)
        ? this.things.text('')
        : this.things.nil;
    this.#add(place, thing);
  }

  #def(def: Def, fn: Fn, calls: Calls | undefined): Place {
    const { type } = def.variable;
    return this.#place(`d ${this.#id(def)} ${calls?.id}`, type, (place) => {
      if (def.kind === 'param') return this.#connect(this.#param(fn, def.index, calls), place);
      if (def.kind === 'type-switch') {
        const { clause, source } = def;
        if (source.kind !== 'expr') return this.#unknown(place, type);
        const targets = clause === undefined || clause.isDefault ? [] : clause.list;
        const from = this.#expr(source.expr, fn, calls);
        if (targets.length === 0) this.#connect(from, place);
        for (const target of targets)
          this.#connect(from, place, (thing) => this.#asserted(thing, fn.info.types.get(target)?.type));
        return;
      }
      if (def.source.kind === 'zero') return this.#zero(place, def.variable, fn, calls);
      // Of a pointer to plain data it is only of interest whether a nil is handed on.
      if (
        isPlain(type, '') &&
        (def.source.kind !== 'expr' || fn.info.types.get(withoutParens(def.source.expr))?.mode !== 'nil')
      )
        return this.#unknown(place, type);
      this.#when(def.condition, fn, calls, [], () => this.#connect(this.#source(def.source, type, fn, calls), place));
    });
  }

  #source(source: Source, type: Type | undefined, fn: Fn, calls: Calls | undefined): Place {
    switch (source.kind) {
      case 'expr':
        return this.#expr(source.expr, fn, calls);
      case 'tuple': {
        const x = withoutParens(source.expr);
        if (x.kind !== 'CallExpr')
          return source.index === 0 ? this.#expr(x, fn, calls) : this.#place('none', undefined, () => {});
        return this.#place(`r ${this.#id(x)} ${source.index} ${calls?.id}`, type, (place) =>
          this.#result(place, x, source.index, fn, calls),
        );
      }
      case 'range': {
        const { x, rangePos } = source.statement;
        const holder = this.index.typeOf(x, fn);
        return this.#place(`n ${rangePos} ${source.part} ${calls?.id}`, type, (place) => {
          const isElement = source.part === 'value' || (holder !== undefined && under(holder).kind === 'Chan');
          if (!isElement || holder === undefined || under(holder).kind === 'Signature')
            return this.#unknown(place, type);
          this.#elements(place, this.#expr(x, fn, calls), undefined, elementType(holder));
        });
      }
      default:
        return this.#place(`u ${this.#id(type)}`, type, (place) => this.#unknown(place, type));
    }
  }

  // ---- parameters and results ----------------------------------------------------------------------------

  #param(fn: Fn, index: number, calls: Calls | undefined): Place {
    const type = index === -1 ? fn.recv?.type : fn.signature?.params.vars[index]?.type;
    return this.#place(`p ${fn.id} ${index} ${calls?.id}`, type, (place) => {
      if (calls !== undefined && calls.call === undefined) {
        // Other code calls it, on any object of the type.
        const some = this.#someOf(type);
        if (some !== this.things.any) this.#add(place, some);
        return this.#connect(this.#param(fn, index, undefined), place);
      }
      const callers = this.index.callers.get(fn) ?? [];
      // A literal shares the calls of the function around it; who calls it is another question.
      const own =
        fn.kind === 'literal' || calls === undefined ? undefined : callers.find(({ call }) => call.node === calls.call);
      if (index === -1 && calls?.on !== undefined) return this.#add(place, calls.on);
      if (own !== undefined) {
        this.#argument(place, own, fn, index, calls?.before, type);
        if (this.index.mayReenter(own.call.node, own.caller)) this.#argument(place, own, fn, index, calls, type);
        return;
      }
      // Of a pointer to plain data it is only of interest whether a call that is known hands on a nil.
      if (isPlain(type, '')) return this.#unknown(place, type);
      // Of other programs nothing is known; what nothing calls brings nothing.
      if (callers.length === 0 && (type === undefined || !isText(type))) {
        const some = this.#someOf(type);
        if (fn.object?.exported === true && some !== this.things.any) this.#add(place, some);
        return;
      }
      if (callers.length === 0 || callers.length > manyLimit) return this.#unknown(place, type);
      // The function around a literal calls it under the calls that both share.
      for (const one of callers)
        this.#argument(place, one, fn, index, one.caller === fn.parent ? calls : undefined, type);
    });
  }

  #argument(place: Place, by: Caller, fn: Fn, index: number, calls: Calls | undefined, type: Type | undefined): void {
    const { call, caller } = by;
    const { node } = call;
    // What the standard library keeps, often behind unsafe pointers, and hands to a function is not followed into it.
    if (index >= 0 && isStandard(caller)) return this.#unknown(place, type);
    const called = classify(node, caller);
    const isExpression = called.kind === 'method-expression' || called.kind === 'interface-expression';
    if (index === -1) {
      if (isExpression) {
        const [first] = node.args;
        if (first !== undefined) this.#connect(this.#expr(first, caller, calls), place);
        return;
      }
      if (called.kind === 'method')
        return this.#connect(this.#operand(called.fun, caller, calls), place, (thing) =>
          thing.kind === 'any' ? this.#someOf(type) : thing,
        );
      return this.#callees(node, caller, calls, (callee) => {
        if (callee === 'any') this.#unknown(place, type);
        else if (callee.fn === fn) this.#add(place, callee.receiver ?? this.#someOf(type));
      });
    }
    const skip = isExpression ? 1 : 0;
    const signature = fn.signature;
    const last = (signature?.params.vars.length ?? 0) - 1;
    // `reflect` and the runtime call with what is not written there; `f(g())` hands over what g gives.
    if (signature === undefined) return this.#unknown(place, type);
    const [only] = node.args;
    const tuple = only === undefined ? undefined : this.index.typeOf(only, caller);
    if (signature.variadic && index === last && node.ellipsis === 0)
      return this.#add(place, this.things.packed(node, last + skip, caller, calls));
    const arg = node.args[index + skip];
    if (tuple?.kind === 'Tuple' && tuple.vars.length > 1 && only !== undefined) {
      const expr = withoutParens(only);
      if (expr.kind === 'CallExpr') this.#result(place, expr, index + skip, caller, calls);
      return;
    }
    if (arg === undefined) this.#unknown(place, type);
    else this.#connect(this.#expr(arg, caller, calls), place);
  }

  #result(place: Place, call: CallExpr, index: number, fn: Fn, calls: Calls | undefined): void {
    const recorded = this.index.typeOf(call, fn);
    const type = recorded?.kind === 'Tuple' ? recorded.vars[index]?.type : recorded;
    const fun = fn.info.types.get(call.fun);
    const [first] = call.args;
    if (fun?.mode === 'type') {
      if (first === undefined || this.index.typeOf(first, fn) === undefined) return this.#unknown(place, type);
      return this.#connect(this.#expr(first, fn, calls), place, (thing) =>
        thing.kind === 'any' ? this.#someOf(type) : thing,
      );
    }
    if (fun?.mode === 'builtin') {
      const name = builtinName(call, fn.info);
      if (name === 'append' && first !== undefined) this.#connect(this.#expr(first, fn, calls), place);
      if (name === 'append' || name === 'make' || name === 'new')
        this.#add(place, this.things.made(call, fn, calls, this.#structOf(type)));
      else this.#unknown(place, type);
      return;
    }
    this.#callees(call, fn, calls, (callee) => {
      if (callee === 'any') {
        const known = [...(this.index.callees.get(call) ?? [])];
        if (known.length === 0 || known.length > fewLimit) this.#unknown(place, type);
        else for (const one of known) this.#returned(place, one, index, this.things.calls(call, fn, calls), type);
      } else this.#returned(place, callee.fn, index, callee.calls, type);
    });
  }

  #returned(place: Place, fn: Fn, index: number, calls: Calls | undefined, type: Type | undefined): void {
    this.#connect(
      this.#place(`o ${fn.id} ${index} ${calls?.id}`, type, (inner) => {
        const results = fn.signature?.results.vars ?? [];
        if (fn.body === undefined || isStandard(fn)) return this.#unknown(inner, type);
        const body = this.engine.body(fn);
        for (const returned of body.returns) {
          const [only] = returned.results;
          const expr = returned.results[index];
          const had = mustHave(this.engine, fn, returned.pos).map((x) => this.#truths.there(x, fn, calls));
          this.#when(returned.condition, fn, calls, had, () => {
            if (returned.results.length === results.length && expr !== undefined)
              this.#connect(this.#expr(expr, fn, calls), inner);
            else if (only !== undefined)
              this.#connect(this.#source({ kind: 'tuple', expr: only, index }, type, fn, calls), inner);
          });
        }
        const variable = fn.results[index];
        // A named result is what it is set to where a return says nothing, or a deferred function has the last word.
        if (variable !== undefined) this.#variable(inner, variable, undefined, fn, calls);
      }),
      place,
    );
  }

  // ---- calls ---------------------------------------------------------------------------------------------

  /** Every function that a call reaches, with what it is called on and the calls to it then. */
  #callees(call: CallExpr, fn: Fn, calls: Calls | undefined, reach: (callee: Reached | 'any') => void): void {
    const called = classify(call, fn);
    const named = (object: Func, receiver: Thing | undefined): void => {
      const callee = this.engine.fnOf(object);
      const next = receiver === undefined ? this.#named(call, fn, calls) : this.#invoked(call, fn, calls);
      reach(callee === undefined ? 'any' : { fn: callee, receiver, calls: next });
    };
    const invoked = (object: Func, thing: Thing, depth = 0): void => {
      if (thing.kind === 'nil') return;
      const type = typeOf(thing);
      const found = type === undefined || depth > 4 ? undefined : findMethod(newPointer(type), object.pkg, object.name);
      if (type === undefined || found === undefined) {
        if (type === undefined || depth > 4) reach('any');
        return;
      }
      const on = (receiver: Thing): void =>
        found.method.isInterfaceMethod ? invoked(found.method, receiver, depth + 1) : named(found.method, receiver);
      if (found.path.length === 0) on(thing);
      else this.#listen(this.#path(this.#just(thing), type, found.path), on);
    };
    switch (called.kind) {
      case 'function':
        return named(called.object, undefined);
      case 'literal':
        return reach({ fn: this.index.literal(called.fun, fn), receiver: undefined, calls });
      case 'method':
      case 'method-expression':
        return named(called.object, undefined);
      case 'interface':
        return this.#listen(this.#operand(called.fun, fn, calls), (thing) => invoked(called.object, thing));
      case 'interface-expression':
        return reach('any');
      case 'value':
        return this.#listen(this.#expr(called.fun, fn, calls), (thing) => {
          if (thing.kind === 'function')
            reach({
              fn: thing.fn,
              receiver: undefined,
              calls: thing.fn.kind === 'literal' ? thing.calls : this.things.calls(call, fn, calls),
            });
          else if (thing.kind === 'bound') {
            if (thing.method.isInterfaceMethod) invoked(thing.method, thing.receiver);
            else named(thing.method, thing.receiver);
          } else if (thing.kind !== 'nil') reach('any');
        });
    }
  }

  /** The calls to a function by name, for what comes back from it. */
  #named(call: CallExpr, fn: Fn, calls: Calls | undefined): Calls {
    return this.things.calls(call, fn, this.things.nearest(calls, namedLimit));
  }

  /** The calls to a method of an interface. What hands on to others of its kind, and so to itself, is one call, however often. */
  #invoked(call: CallExpr, fn: Fn, calls: Calls | undefined): Calls {
    if (calls?.call === call && this.index.mayReenter(call, fn)) return calls;
    const isOneOfMany = (this.index.callees.get(call)?.size ?? 0) > invokedLimit;
    return this.things.calls(call, fn, isOneOfMany ? undefined : this.things.nearest(calls, 1));
  }

  /** What a method is called on: the operand, or the embedded field that has the method. */
  #operand(x: SelectorExpr, fn: Fn, calls: Calls | undefined): Place {
    const selection = fn.info.selections.get(x);
    const operand = this.#expr(x.x, fn, calls);
    const path = selection?.index.slice(0, -1) ?? [];
    return selection === undefined || path.length === 0 ? operand : this.#path(operand, selection.recv, path);
  }

  #selector(place: Place, x: SelectorExpr, fn: Fn, calls: Calls | undefined, type: Type | undefined): void {
    const selection = fn.info.selections.get(x);
    if (selection === undefined) {
      const object = fn.info.uses.get(x.sel);
      if (object?.kind === 'Func') this.#function(place, object);
      else if (object?.kind === 'Var') this.#connect(this.#global(object), place);
      else this.#unknown(place, type);
      return;
    }
    if (selection.kind === 'FieldVal')
      return this.#connect(this.#path(this.#expr(x.x, fn, calls), selection.recv, selection.index), place);
    const { obj } = selection;
    if (selection.kind !== 'MethodVal' || obj.kind !== 'Func') return this.#unknown(place, type);
    this.#connect(this.#operand(x, fn, calls), place, (thing) =>
      thing.kind === 'nil' ? undefined : this.things.bound(obj, thing),
    );
  }

  // ---- parts ---------------------------------------------------------------------------------------------

  #just(thing: Thing): Place {
    return this.#place(`j ${thing.id}`, undefined, (place) => this.#add(place, thing));
  }

  #path(base: Place, recv: Type, path: readonly number[]): Place {
    let place = base;
    let type = recv;
    for (const at of path) {
      const field = fieldAt(type, at);
      if (field === undefined) return this.#place('u', undefined, (one) => this.#unknown(one, undefined));
      const from = place;
      place = { things: new Set(), listeners: [] };
      const to = place;
      this.#listen(from, (thing) => {
        if (thing.kind === 'nil') return;
        this.#connect(this.#field(thing, field), to);
      });
      type = field.type;
    }
    return place;
  }

  /** With `isCopied` the thing is what a struct was copied from: what is stored to the copy is not stored to it. */
  #field(thing: Thing, field: Var, isCopied = false): Place {
    return this.#place(`f ${thing.id} ${this.#id(field)} ${isCopied}`, field.type, (place) => {
      if (isStructLike(field.type)) {
        // The struct in the field is one of its own; what it was copied from is asked for its fields.
        this.#add(place, thing.kind === 'any' ? this.#someOf(field.type) : this.things.part(thing, field));
        return;
      }
      if (thing.kind === 'any' || this.index.addressed.has(field)) return this.#unknown(place, field.type);
      this.#initial(place, thing, field);
      const stores = this.index.stores.get(field) ?? [];
      if (stores.length > manyLimit) return this.#unknown(place, field.type);
      for (const store of stores) this.#stored(place, store, thing, field.type, isCopied);
      for (const copy of this.index.copies.get(typeOf(thing) ?? this.engine.anyInterface) ?? [])
        this.#whenSame(
          copy.target.kind === 'StarExpr' ? copy.target.x : copy.target,
          copy.fn,
          thing,
          isCopied,
          (calls) =>
            this.#listen(this.#source(copy.source, undefined, copy.fn, calls), (from) => {
              if (from !== thing && from.kind !== 'nil') this.#connect(this.#field(from, field), place);
            }),
        );
    });
  }

  /** What a field is given where its object is made. */
  #initial(place: Place, thing: Thing, field: Var): void {
    switch (thing.kind) {
      case 'made':
        if ('kind' in thing.expr && thing.expr.kind === 'CompositeLit')
          this.#given(place, thing.expr, field, thing.fn, thing.calls);
        else this.#add(place, this.things.nil);
        return;
      case 'typed': {
        const literals = this.index.literals.get(thing.type) ?? [];
        this.#add(place, this.things.nil);
        if (literals.length > manyLimit) return this.#unknown(place, field.type);
        for (const [literal, fn] of literals) this.#given(place, literal, field, fn, undefined);
        return;
      }
      case 'part': {
        // What the whole struct was copied from.
        const from = this.#whole(thing.of, thing.field);
        this.#listen(from, (one) => {
          if (one.kind === 'nil') this.#add(place, one);
          else if (one !== thing) this.#connect(this.#field(one, field, true), place);
        });
        return;
      }
      default:
        this.#unknown(place, field.type);
    }
  }

  /** The structs that a field which is one was set to. */
  #whole(of: Thing, field: Var): Place {
    return this.#place(`w ${of.id} ${this.#id(field)}`, field.type, (place) => {
      this.#initial(place, of, field);
      for (const store of this.index.stores.get(field) ?? []) this.#stored(place, store, of, field.type, false);
    });
  }

  #given(place: Place, literal: Expr & { kind: 'CompositeLit' }, field: Var, fn: Fn, calls: Calls | undefined): void {
    const struct = under(this.#structOf(this.index.typeOf(literal, fn)));
    const at = struct.kind === 'Struct' ? struct.fields.findIndex(({ name }) => name === field.name) : -1;
    for (const [index, element] of literal.elts.entries()) {
      if (element.kind !== 'KeyValueExpr') {
        if (index === at) return this.#connect(this.#expr(element, fn, calls), place);
      } else if (element.key.kind === 'Ident' && element.key.name === field.name)
        return this.#connect(this.#expr(element.value, fn, calls), place);
    }
    this.#add(place, this.things.nil);
  }

  #stored(place: Place, store: Store, thing: Thing, type: Type, isCopied: boolean): void {
    const target = withoutParens(store.target);
    if (target.kind !== 'SelectorExpr') return;
    this.#whenSame(target, store.fn, thing, isCopied, (calls) =>
      this.#when(store.condition, store.fn, calls, [], () =>
        this.#connect(this.#source(store.source, type, store.fn, calls), place),
      ),
    );
  }

  /**
   * Does something, once for each call that comes to it, where a store may be to this thing: what a method of an embedded struct
   * stores to is decided by who calls it.
   */
  #whenSame(target: Expr, fn: Fn, thing: Thing, isTold: boolean, work: (calls: Calls | undefined) => void): void {
    if (thing.kind !== 'part' && !isTold) return work(undefined);
    const root = rootOf(target, fn);
    const outer = declared(fn);
    const callers = root === undefined ? [] : (this.index.callers.get(outer) ?? []);
    const isByCall = callers.length > 0 && callers.length <= manyLimit;
    const contexts = isByCall
      ? callers.map(({ call, caller }) => this.things.calls(call.node, caller, undefined))
      : [undefined];
    for (const calls of contexts) {
      let isDone = false;
      this.#listen(this.#holderOf(target, fn, calls), (one) => {
        if (isDone || !maySame(one, thing)) return;
        isDone = true;
        work(calls);
      });
    }
  }

  #holderOf(target: Expr, fn: Fn, calls: Calls | undefined): Place {
    if (target.kind !== 'SelectorExpr') return this.#expr(target, fn, calls);
    const selection = fn.info.selections.get(target);
    const base = this.#expr(target.x, fn, calls);
    const path = selection?.index.slice(0, -1) ?? [];
    return selection === undefined || path.length === 0 ? base : this.#path(base, selection.recv, path);
  }

  // ---- elements ------------------------------------------------------------------------------------------

  /** What a container holds at a place, or under a key. */
  #under(container: Expr, key: Expr, fn: Fn, calls: Calls | undefined): Place {
    const holder = this.index.typeOf(container, fn);
    const type = holder === undefined ? undefined : elementType(holder);
    return this.#place(`i ${this.#id(container)} ${this.#id(key)} ${calls?.id}`, undefined, (place) => {
      if (holder === undefined) return this.#unknown(place, type);
      const keys = under(holder).kind === 'Map' ? this.#expr(key, fn, calls) : undefined;
      this.#elements(place, this.#expr(container, fn, calls), keys, type);
    });
  }

  #elements(place: Place, holders: Place, keys: Place | undefined, type: Type | undefined): void {
    this.#listen(holders, (holder) => {
      if (holder.kind === 'nil') return;
      if (keys === undefined) this.#connect(this.#element(holder, undefined, type), place);
      else
        this.#listen(keys, (key) =>
          this.#connect(this.#element(holder, key.kind === 'text' ? key.text : undefined, type), place),
        );
    });
  }

  /** What a container holds, of a map under a key if that is known. */
  #element(holder: Thing, key: string | undefined, type: Type | undefined): Place {
    const of = holder.kind === 'made' || holder.kind === 'packed' ? holder.id : `? ${this.#id(type)}`;
    return this.#place(`l ${of} ${key === undefined ? '' : `=${key}`}`, type, (place) => {
      if (holder.kind === 'packed') {
        for (const arg of holder.call.args.slice(holder.skip))
          this.#connect(this.#expr(arg, holder.fn, holder.calls), place);
        return;
      }
      if (holder.kind !== 'made' || !('kind' in holder.expr) || holder.expr.kind === 'Var')
        return this.#unknown(place, type);
      const { expr, fn, calls } = holder;
      if (expr.kind === 'CompositeLit') {
        for (const element of expr.elts) {
          const isPair = element.kind === 'KeyValueExpr';
          const value = isPair ? element.value : element;
          const work = (): void => this.#connect(this.#expr(value, fn, calls), place);
          if (isPair && key !== undefined) this.#whenKey(element.key, key, fn, calls, work);
          else work();
        }
      } else if (expr.kind === 'CallExpr' && builtinName(expr, fn.info) === 'append') {
        const [first, ...rest] = expr.args;
        if (first !== undefined) this.#elements(place, this.#expr(first, fn, calls), undefined, type);
        for (const [index, arg] of rest.entries()) {
          if (expr.ellipsis !== 0 && index === rest.length - 1)
            this.#elements(place, this.#expr(arg, fn, calls), undefined, type);
          else this.#connect(this.#expr(arg, fn, calls), place);
        }
      }
      const stores = this.index.elementStores.get(this.engine.values.canonical(holder.type)) ?? [];
      if (stores.length > manyLimit) return this.#unknown(place, type);
      for (const store of stores) this.#storedElement(place, store, holder, key, type);
    });
  }

  #storedElement(place: Place, store: Store, holder: Thing, key: string | undefined, type: Type | undefined): void {
    const target = withoutParens(store.target);
    if (store.form === 'copy' || store.form === 'keep') return this.#unknown(place, type);
    const base = target.kind === 'IndexExpr' && store.form === 'assign' ? target.x : target;
    const at = target.kind === 'IndexExpr' && store.form === 'assign' ? target.indices[0] : undefined;
    const outer = declared(store.fn);
    const callers = this.index.callers.get(outer) ?? [];
    const contexts =
      key !== undefined && callers.length > 0 && callers.length <= manyLimit
        ? callers.map(({ call, caller }) => this.things.calls(call.node, caller, undefined))
        : [undefined];
    for (const calls of contexts) {
      let isDone = false;
      const work = (): void => this.#connect(this.#source(store.source, type, store.fn, calls), place);
      this.#listen(this.#expr(base, store.fn, calls), (one) => {
        if (isDone || !maySame(one, holder)) return;
        isDone = true;
        if (key === undefined || at === undefined) work();
        else this.#whenKey(at, key, store.fn, calls, work);
      });
    }
  }

  #whenKey(expr: Expr, key: string, fn: Fn, calls: Calls | undefined, work: () => void): void {
    let isDone = false;
    this.#listen(this.#expr(expr, fn, calls), (one) => {
      if (isDone || (one.kind === 'text' && one.text !== key)) return;
      isDone = true;
      work();
    });
  }

  // ---- conditions ----------------------------------------------------------------------------------------

  /** Does something as soon as all conditions around it may hold. */
  #when(
    condition: Condition | undefined,
    fn: Fn,
    calls: Calls | undefined,
    had: readonly Place[],
    work: () => void,
  ): void {
    const needed: (readonly [Place, string | undefined])[] = had.map((place) => [place, undefined]);
    for (let c = condition; c !== undefined; c = c.outer)
      if (c.kind === 'if' && c.expr !== undefined)
        for (const one of neededBy(c.expr, c.negated, fn))
          if (one.kind === 'true') needed.push([this.#truths.of(one.expr, fn, calls), undefined]);
          else needed.push([this.#expr(one.expr, fn, calls), one.kind === 'text' ? one.text : undefined]);
    let at = 0;
    const next = (): void => {
      const [place, text] = needed[at++] ?? [];
      if (place === undefined) return work();
      let isDone = false;
      this.#listen(place, (thing) => {
        if (isDone || thing.kind === 'nil' || (text !== undefined && thing.kind === 'text' && thing.text !== text))
          return;
        isDone = true;
        next();
      });
    };
    next();
  }
}
