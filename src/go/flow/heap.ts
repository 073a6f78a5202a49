// What the fields of objects, the elements of containers and package-level variables hold. A field of an object is
// what its literal puts there, what is copied over it as a whole, and what stores to the field put there whose base
// may be the object. Misses: stores by reflection and unsafe, and to a container through a parameter of a function
// that does not mention the field or variable in which it is held.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { CompositeLit, Expr } from '#go/syntax/ast.js';
import type { Package, Var } from '#go/types/object.js';
import { type Named, type Type, under } from '#go/types/type.js';
import { builtinName, type Source, type Store } from './body.js';
import { isDynamicCall } from './call-mode.js';
import { isStaticallyDead } from './conditions.js';
import type { ElementStore } from './element-store.js';
import { type Engine, openFrame } from './engine.js';
import { shortType, source } from './evaluate.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { type FieldStore, withoutParens } from './program-index.js';
import { FlowNode } from './solver.js';
import { canCarryCalls, elementType, fieldAt, isStructLike, namedStruct } from './type-shape.js';
import { type AbstractObject, type AllocatedObject, mayAlias, outOf, type Part, rootOf } from './value.js';

/** A number, string or boolean that more declarations than this set is not looked at for being always the same. */
const constantStoreLimit = 6;

function keyOf(part: Part): Part {
  return typeof part === 'string' ? part : part.origin;
}

function partType(object: AbstractObject, part: Part): Type | undefined {
  if (part === 'pointee') return object.type;
  if (part === 'element') return elementType(object.type);
  if (part === 'key') {
    const map = under(object.type);
    return map.kind === 'Map' ? map.key : undefined;
  }
  return part.type;
}

/** What a part of an object holds. */
export function contentNode(engine: Engine, object: AbstractObject, part: Part): FlowNode {
  const key = keyOf(part);
  let parts = engine.contents.get(object);
  if (parts === undefined) {
    parts = new Map();
    engine.contents.set(object, parts);
  }
  const known = parts.get(key);
  if (known !== undefined) return known;
  const node = new FlowNode();
  parts.set(key, node);
  const type = partType(object, part);
  if (type !== undefined && isStructLike(type) && part !== 'pointee') {
    engine.solver.add(node, engine.values.object('struct', engine.values.sub(object, key, type)), {
      node: undefined,
      value: engine.values.object('struct', object),
      step: undefined,
    });
    return node;
  }
  if (typeof key !== 'string' && assumeField(engine, object, key, node)) return node;
  if ((part === 'element' || part === 'key') && type !== undefined && under(type).kind === 'Basic') {
    // What one of many strings or numbers is decides nothing that a walk could know.
    source(engine, node, engine.values.data(type, type), 'assumption', 0, shortType(type));
    return node;
  }
  const root = rootOf(object);
  if (root.kind === 'any' && root.isEmpty) return node;
  engine.solver.schedule(() => fillContent(engine, object, key, node));
  if (typeof key !== 'string') {
    engine.solver.listen(node, (value) => {
      if (value.kind === 'reference') addHolder(engine, value.object, key);
    });
  }
  return node;
}

function assumeField(engine: Engine, object: AbstractObject, field: Var, node: FlowNode): boolean {
  if (engine.assumed.size === 0) return false;
  const owner = namedStruct(object.type)?.named.obj.name;
  const type = engine.assumed.get(`${owner ?? ''}.${field.name}`) ?? engine.assumed.get(field.name);
  const struct = type === undefined ? undefined : namedStruct(type);
  if (type === undefined) return false;
  const value =
    struct === undefined
      ? engine.values.data(type, type)
      : engine.values.object(struct.isPointer ? 'pointer' : 'struct', engine.values.any(struct.named));
  source(engine, node, value, 'assumption', field.pos, shortType(type));
  return true;
}

function fillContent(engine: Engine, object: AbstractObject, part: Part, node: FlowNode): void {
  const { solver } = engine;
  const owner = typeof part === 'string' ? undefined : part.pkg;
  if (owner !== undefined && engine.isOpaquePackage(owner.path)) {
    const pos = typeof part === 'string' ? 0 : part.pos;
    source(
      engine,
      node,
      engine.values.unknown('reflection', sentence`what package ${owner.path} keeps is not followed`, pos),
      'assumption',
      pos,
      '',
    );
    return;
  }
  if (object.kind === 'allocated') fillAllocated(engine, object, part, node);
  if (object.kind === 'variable' && part === 'pointee') fillVariable(engine, object.variable, object.frame, node);
  if (part !== 'pointee' || object.kind !== 'variable') {
    if (object.kind !== 'any' && isStructLike(object.type)) {
      solver.listen(wholeNode(engine, object), (value) => {
        if ((value.kind === 'struct' || value.kind === 'pointer') && value.object !== object)
          solver.connect(contentNode(engine, value.object, part), node, engine.step('copy', 0, ''));
      });
    }
  }
  if (typeof part === 'string') linkElementStores(engine, object, part, node);
  else linkFieldStores(engine, object, part, node);
}

/** What a literal, `append` or the packing of variadic arguments puts there. */
function fillAllocated(engine: Engine, object: AllocatedObject, part: Part, node: FlowNode): void {
  const { site, frame } = object;
  const { solver } = engine;
  if (site.kind === 'CompositeLit') {
    const element = elementOfLiteral(site, object.type, part, frame);
    if (element !== undefined) {
      solver.connect(
        engine.evaluateAs(element, partType(object, part), frame),
        node,
        engine.step(typeof part === 'string' ? 'element' : 'field', element.pos, fieldName(object, part)),
      );
    }
    if (part === 'element' || part === 'key') {
      for (const elt of site.elts) {
        const value =
          elt.kind === 'KeyValueExpr' ? (part === 'key' ? elt.key : elt.value) : part === 'key' ? undefined : elt;
        if (value !== undefined)
          solver.connect(
            engine.evaluateAs(value, partType(object, part), frame),
            node,
            engine.step('element', value.pos, ''),
          );
      }
    }
  } else if (site.kind === 'CallExpr' && part === 'element') {
    const name = builtinName(site, frame.fn.info);
    const type = elementType(object.type);
    if (name === 'append') {
      const first = site.args[0];
      if (first !== undefined) connectElements(engine, first, frame, node);
      site.args.slice(1).forEach((arg, index) => {
        if (site.ellipsis !== 0 && index === site.args.length - 2) connectElements(engine, arg, frame, node);
        else solver.connect(engine.evaluateAs(arg, type, frame), node, engine.step('element', arg.pos, ''));
      });
    } else if (name === undefined) {
      const signature = frame.fn.info.types.get(site.fun)?.type;
      const fixed = signature === undefined ? undefined : under(signature);
      if (fixed?.kind !== 'Signature') return;
      for (const arg of site.args.slice(fixed.params.vars.length - 1))
        solver.connect(engine.evaluateAs(arg, type, frame), node, engine.step('argument', arg.pos, ''));
    }
  } else if (site.kind === 'CallExpr' && part === 'pointee') {
    const first = site.args[0];
    if (first !== undefined && frame.fn.info.types.get(first)?.mode !== 'type')
      solver.connect(engine.evaluate(first, frame), node);
  }
}

function fieldName(object: AbstractObject, part: Part): string {
  return typeof part === 'string' ? shortType(object.type) : sentence`${part.name} of ${shortType(object.type)}`;
}

function connectElements(engine: Engine, container: Expr, frame: Frame, node: FlowNode): void {
  engine.solver.connect(elementNode(engine, container, frame, 'element'), node);
}

function elementOfLiteral(literal: CompositeLit, type: Type, part: Part, frame: Frame): Expr | undefined {
  if (typeof part === 'string') return undefined;
  for (let i = 0; i < literal.elts.length; i++) {
    const elt = literal.elts[i];
    if (elt === undefined) continue;
    if (elt.kind === 'KeyValueExpr') {
      const key = elt.key.kind === 'Ident' ? frame.fn.info.uses.get(elt.key) : undefined;
      if (key?.kind === 'Var' && key.origin === part.origin) return elt.value;
    } else if (fieldAt(type, i)?.origin === part.origin) return elt;
  }
  return undefined;
}

function fillVariable(engine: Engine, variable: Var, frame: Frame | undefined, node: FlowNode): void {
  if (frame === undefined) fillGlobal(engine, variable, node);
  else engine.connectDefinitions(variable, frame, node);
}

/** The structs that are copied as a whole over an object. */
function wholeNode(engine: Engine, object: AbstractObject): FlowNode {
  let parts = engine.contents.get(object);
  if (parts === undefined) {
    parts = new Map();
    engine.contents.set(object, parts);
  }
  const known = parts.get('pointee');
  if (known !== undefined) return known;
  const node = new FlowNode();
  parts.set('pointee', node);
  const { solver } = engine;
  if (object.kind === 'variable') fillVariable(engine, object.variable, object.frame, node);
  else if (object.kind === 'sub') {
    const { parent, part } = object;
    if (parent.kind === 'allocated') fillAllocated(engine, parent, part, node);
    if (parent.kind !== 'any' && isStructLike(parent.type)) {
      solver.listen(wholeNode(engine, parent), (value) => {
        if ((value.kind === 'struct' || value.kind === 'pointer') && value.object !== parent)
          solver.connect(contentNode(engine, value.object, part), node);
      });
    }
    if (typeof part === 'string') linkElementStores(engine, parent, part, node);
    else linkFieldStores(engine, parent, part, node);
  }
  if (object.kind !== 'any') linkElementStores(engine, object, 'pointee', node);
  return node;
}

// ---- stores to fields ------------------------------------------------------------------------------------

function linkFieldStores(engine: Engine, object: AbstractObject, field: Var, node: FlowNode): void {
  const root = rootOf(object);
  const owner = namedStruct(object.type)?.named;
  if (root.kind === 'any' && root.from !== undefined) {
    if (canCarryCalls(field.type))
      engine.solver.add(node, root.from, { node: undefined, value: root.from, step: undefined });
    else
      source(engine, node, engine.values.data(field.type, field.type), 'assumption', field.pos, shortType(field.type));
    return;
  }
  if (
    root.kind === 'any' &&
    under(field.type).kind === 'Basic' &&
    engine.index.isStoredOften(field, owner, constantStoreLimit)
  ) {
    source(engine, node, engine.values.data(field.type, field.type), 'assumption', field.pos, shortType(field.type));
    return;
  }
  const made = root.kind === 'any' ? undefined : root.frame;
  const isHome = owner?.obj.pkg !== undefined && engine.home.has(owner.obj.pkg) && canCarryCalls(field.type);
  if (made === undefined || made.isOutside || isHome) linkStoresAnywhere(engine, object, field, owner, node);
  else linkStoresOfTrace(engine, object, field, owner, node, made);
}

/**
 * What a traced call made is changed by traced calls: nothing else has it before they hand it out. So no search is made
 * for stores elsewhere, unless it shows, when all else is done, that no traced call made it.
 */
function linkStoresOfTrace(
  engine: Engine,
  object: AbstractObject,
  field: Var,
  owner: Named | undefined,
  node: FlowNode,
  made: Frame,
): void {
  const link = (store: FieldStore, frame: Frame): void => {
    if (store.store === undefined || !isStaticallyDead(engine, store.store.condition, store.fn))
      linkStoreIn(engine, store, object, field, frame, node);
  };
  for (const [stored, store] of engine.index.assignmentsIn(made.fn)) if (stored === field.origin) link(store, made);
  engine.eachExploredAssignment(field, (store, frame) => {
    if (store.fn !== made.fn) link(store, frame);
  });
  engine.solver.defer(
    () => {
      if (!made.explored) linkStoresAnywhere(engine, object, field, owner, node);
    },
    () => 2,
  );
}

function linkStoresAnywhere(
  engine: Engine,
  object: AbstractObject,
  field: Var,
  owner: Named | undefined,
  node: FlowNode,
): void {
  const root = rootOf(object);
  const isPlain = root.kind === 'any' && under(field.type).kind === 'Basic';
  // What is stored by a literal is in the object that the literal makes.
  const stores = root.kind === 'any' ? engine.index.storesOf(field, owner) : engine.index.assignmentsTo(field);
  for (const store of stores) {
    if (isPlain && !isConstantStore(store)) {
      source(engine, node, engine.values.data(field.type, field.type), 'assumption', field.pos, shortType(field.type));
      continue;
    }
    if (store.store !== undefined && isStaticallyDead(engine, store.store.condition, store.fn)) continue;
    if (store.literal !== undefined) {
      if (object.kind === 'any') engine.eachFrame(store.fn, (frame) => connectStore(engine, store, field, frame, node));
      else if (object.kind === 'sub' && typeof object.part === 'string' && root.kind === 'any')
        linkNestedLiteral(engine, store, object, field, node);
      continue;
    }
    const visit = (frame: Frame): void => linkStoreIn(engine, store, object, field, frame, node);
    if (root.kind !== 'any' && root.frame !== undefined && root.frame.fn === store.fn) {
      visit(root.frame);
      continue;
    }
    const on = isOnReceiver(store) ? object : undefined;
    if (
      on !== undefined &&
      root.kind !== 'any' &&
      store.fn.kind !== 'literal' &&
      engine.home.has(store.fn.pkg) &&
      canCarryCalls(field.type) &&
      bringsIn(engine, store)
    )
      followSetter(engine, store.fn, on);
    visitFrames(engine, root, store.fn, visit, on);
  }
}

/**
 * What a method puts into its own object is told apart by that object only if all that the method calls is: it is then
 * followed as if it had been called before the trace.
 */
function followSetter(engine: Engine, fn: Fn, object: AbstractObject): void {
  const runsOn = (frame: Frame): boolean =>
    [...engine.parameterNode(frame, -1).values.keys()].some(
      (value) => (value.kind === 'pointer' || value.kind === 'struct') && value.object === object,
    );
  engine.solver.defer(
    () => {
      if (!(engine.explored.get(fn) ?? []).some(runsOn)) engine.follow(engine.frames.openOn(fn, object, false));
    },
    () => 1,
  );
}

/** Whether what is stored is the result of a call of which the receiver decides where it goes. */
function bringsIn(engine: Engine, { source, fn }: FieldStore): boolean {
  const isDynamic = (from: Source): boolean => {
    if (from.kind !== 'expr' && from.kind !== 'tuple') return false;
    const x = withoutParens(from.expr);
    return x.kind === 'CallExpr' && isDynamicCall(x, fn);
  };
  if (isDynamic(source)) return true;
  const x = source.kind === 'expr' ? withoutParens(source.expr) : undefined;
  const variable = x?.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  return (
    variable?.kind === 'Var' &&
    (engine.body(fn).defs.get(variable) ?? []).some((def) => def.kind === 'source' && isDynamic(def.source))
  );
}

function isConstantStore({ source, fn }: FieldStore): boolean {
  return source.kind === 'expr' && fn.info.types.get(source.expr)?.value !== undefined;
}

/** Whether a store is to a field of the method's own receiver. */
function isOnReceiver({ base, target, fn }: FieldStore): boolean {
  if (base?.kind !== 'Ident' || target.kind !== 'SelectorExpr') return false;
  let method = fn;
  while (method.parent !== undefined) method = method.parent;
  return (
    method.recv !== undefined &&
    fn.info.uses.get(base) === method.recv &&
    fn.info.selections.get(target)?.index.length === 1
  );
}

/**
 * The frames of `fn` that can change what belongs to `root`. What a traced call made is changed by traced calls:
 * nothing else has it before they hand it out. Whether it was a traced call shows when all else is done.
 */
function visitFrames(
  engine: Engine,
  root: ReturnType<typeof rootOf>,
  fn: Fn,
  visit: (frame: Frame) => void,
  on: AbstractObject | undefined,
): void {
  const { frame } = root.kind === 'any' ? { frame: undefined } : root;
  if (frame === undefined || frame.isOutside) {
    engine.eachFrame(fn, visit, root.kind === 'any' ? undefined : on);
    return;
  }
  engine.eachExplored(fn, visit);
  engine.solver.defer(
    () => {
      if (!frame.explored) engine.eachFrame(fn, visit, on);
    },
    () => 2,
  );
}

function isMadeInTrace(root: ReturnType<typeof rootOf>): boolean {
  return root.kind !== 'any' && root.frame !== undefined && !root.frame.isOutside;
}

/** A literal of the sub-object's type may be what was put into a container that somebody else made. */
function linkNestedLiteral(
  engine: Engine,
  store: FieldStore,
  object: AbstractObject,
  field: Var,
  node: FlowNode,
): void {
  const { literal } = store;
  if (literal === undefined || object.kind !== 'sub') return;
  const type = store.fn.info.types.get(literal)?.type;
  const struct = namedStruct(object.type);
  if (type === undefined || struct === undefined) return;
  if (namedStruct(type)?.named.origin.obj !== struct.named.origin.obj) return;
  engine.eachFrame(store.fn, (frame) => connectStore(engine, store, field, frame, node));
}

function connectStore(engine: Engine, store: FieldStore, field: Var, frame: Frame, node: FlowNode): void {
  engine.guarded(store.store?.condition, frame, () => {
    const from = engine.sourceNode(store.source, field.type, frame);
    engine.solver.connect(from, node, engine.step('field', store.target.pos, storeName(store, field)));
  });
}

function storeName(store: FieldStore, field: Var): string {
  const type =
    store.literal === undefined
      ? store.base === undefined
        ? undefined
        : store.fn.info.types.get(store.base)?.type
      : store.fn.info.types.get(store.literal)?.type;
  const named = type === undefined ? undefined : namedStruct(type)?.named;
  return named === undefined ? field.name : `${field.name} of ${shortType(named)}`;
}

function linkStoreIn(
  engine: Engine,
  store: FieldStore,
  object: AbstractObject,
  field: Var,
  frame: Frame,
  node: FlowNode,
): void {
  const target = store.target;
  if (target.kind !== 'SelectorExpr') return;
  if (object.kind === 'any') {
    connectStore(engine, store, field, frame, node);
    return;
  }
  const selection = frame.fn.info.selections.get(target);
  if (selection === undefined) return;
  const path = selection.index.slice(0, -1);
  const base =
    path.length === 0
      ? baseNode(engine, target.x, frame)
      : engine.pathNode(target.x, selection.recv, path, frame, target.pos);
  let linked = false;
  engine.solver.listen(base, (value) => {
    if (linked || (value.kind !== 'pointer' && value.kind !== 'struct') || !mayAlias(value.object, object)) return;
    if (isOfStrangers(engine, value.object, object, frame)) {
      if (canCarryCalls(field.type)) engine.strangers.set(target, { field, pos: target.pos });
      return;
    }
    linked = true;
    connectStore(engine, store, field, frame, node);
  });
}

/**
 * Whether a store outside the trace, of whose object only the type is known, is taken to be of another object: what
 * stores cannot be handed it by the package that made it. Misses: an object that some third package hands on; the report
 * says what was taken so.
 */
function isOfStrangers(engine: Engine, stored: AbstractObject, object: AbstractObject, frame: Frame): boolean {
  if (frame.explored || !frame.isOutside || rootOf(stored).kind !== 'any') return false;
  const root = rootOf(object);
  if (root.kind === 'any' || root.frame === undefined) return false;
  return !engine.index.mayBeHanded(frame.fn, makerOf(root.frame));
}

/** The package for which a frame's objects are made: of a function with one caller the caller's, and so on. */
function makerOf(frame: Frame): Package {
  let maker = frame;
  for (let depth = 0; depth < makerDepth; depth++) {
    const [caller, other] = maker.callers;
    if (maker.isOpen || caller === undefined || other !== undefined) break;
    maker = caller.frame;
  }
  return maker.fn.pkg;
}

/** `New` calls `newWith` calls `init`: longer ways to what makes an object are rare. */
const makerDepth = 6;

/** The objects that a store's base denotes: of a struct variable its storage, not its copies. */
function baseNode(engine: Engine, base: Expr, frame: Frame): FlowNode {
  const type = frame.fn.info.types.get(withoutParens(base))?.type;
  return type !== undefined && isStructLike(type) ? engine.addressNode(base, frame) : engine.evaluate(base, frame);
}

/** Loads a field from every object in `base`. */
export function loadField(engine: Engine, base: FlowNode, field: Var, to: FlowNode, pos: Pos, type?: Type): void {
  const { solver, values } = engine;
  solver.listen(base, (value) => {
    if (value.kind === 'pointer' || value.kind === 'struct') {
      solver.connect(contentNode(engine, value.object, field), to, engine.step('field', pos, field.name));
    } else if (value.kind === 'unknown') {
      const struct = type === undefined || value.isForeign ? undefined : namedStruct(type);
      if (struct === undefined) solver.add(to, outOf(values, value), { node: base, value, step: undefined });
      else
        solver.connect(contentNode(engine, values.any(struct.named), field), to, engine.step('field', pos, field.name));
    }
  });
}

// ---- elements --------------------------------------------------------------------------------------------

/** What the elements (or keys) of the containers that `container` may be hold. */
export function elementNode(engine: Engine, container: Expr, frame: Frame, part: 'element' | 'key'): FlowNode {
  const node = new FlowNode();
  const { solver } = engine;
  const base = engine.evaluate(container, frame);
  solver.listen(base, (value) => {
    if (value.kind === 'reference' || value.kind === 'struct' || value.kind === 'pointer')
      solver.connect(contentNode(engine, value.object, part), node);
    else if (value.kind === 'unknown')
      solver.add(node, outOf(engine.values, value), { node: base, value, step: undefined });
  });
  return node;
}

function addHolder(engine: Engine, object: AbstractObject, holder: Part): void {
  let holders = engine.holders.get(object);
  if (holders === undefined) {
    holders = new Set();
    engine.holders.set(object, holders);
  }
  if (holders.has(holder)) return;
  holders.add(holder);
  for (const demand of engine.holderDemands.get(object) ?? []) demand(holder);
}

function linkElementStores(
  engine: Engine,
  object: AbstractObject,
  part: 'element' | 'key' | 'pointee',
  node: FlowNode,
): void {
  const link = (store: ElementStore): void => linkElementStore(engine, store, object, part, node);
  engine.elementStores.demand(object, part, link);
  const root = rootOf(object);
  if (root.kind !== 'any' && root.frame !== undefined && !root.frame.explored)
    for (const store of elementStoresOf(engine, root.frame)) link(store);
  if (part === 'pointee' || isMadeInTrace(root)) return;
  const visitHolder = (holder: Part): void => {
    if (typeof holder === 'string') return;
    for (const fn of engine.index.functionsMentioning(holder)) {
      if (!engine.body(fn).stores.some((store) => elementBase(store) !== undefined)) continue;
      engine.eachFrame(fn, (frame) => {
        if (!frame.explored) for (const store of elementStoresOf(engine, frame)) link(store);
      });
    }
  };
  for (const holder of engine.holders.get(object) ?? []) visitHolder(holder);
  // An array is held by the field or variable that it is.
  for (let o = object; o.kind === 'sub'; o = o.parent) visitHolder(o.part);
  if (root.kind === 'variable' && root.frame === undefined) visitHolder(root.variable);
  const demands = engine.holderDemands.get(object);
  if (demands === undefined) engine.holderDemands.set(object, [visitHolder]);
  else demands.push(visitHolder);
}

/** The element stores of a frame's body. */
export function elementStoresOf(engine: Engine, frame: Frame): readonly ElementStore[] {
  const found: ElementStore[] = [];
  for (const store of engine.body(frame.fn).stores) {
    const base = elementBase(store);
    if (base !== undefined) found.push({ part: base.part, base: base.expr, store, frame });
  }
  return found;
}

function elementBase(store: Store): { readonly part: 'element' | 'pointee'; readonly expr: Expr } | undefined {
  const target = withoutParens(store.target);
  if (store.form === 'send') return { part: 'element', expr: target };
  if (store.form === 'copy') {
    const into = target.kind === 'CallExpr' ? target.args[0] : undefined;
    return into === undefined ? undefined : { part: 'element', expr: into };
  }
  if (store.form === 'keep')
    return target.kind === 'CallExpr' && target.fun.kind === 'SelectorExpr'
      ? { part: 'element', expr: target.fun }
      : undefined;
  if (target.kind === 'IndexExpr') return { part: 'element', expr: target.x };
  return target.kind === 'StarExpr' ? { part: 'pointee', expr: target.x } : undefined;
}

function linkElementStore(
  engine: Engine,
  stored: ElementStore,
  object: AbstractObject,
  part: 'element' | 'key' | 'pointee',
  node: FlowNode,
): void {
  const { store, frame, base } = stored;
  if (part === 'pointee' ? stored.part !== 'pointee' : stored.part !== 'element') return;
  if (store.form === 'keep') {
    linkKept(engine, stored, object, node);
    return;
  }
  const type = frame.fn.info.types.get(base)?.type;
  if (type === undefined) return;
  const target = under(type);
  const own = under(object.type);
  if (
    part === 'pointee'
      ? target.kind !== 'Pointer' || under(target.elem).kind !== own.kind
      : target.kind !== own.kind && own.kind !== 'Array'
  )
    return;
  let linked = false;
  engine.solver.listen(engine.evaluate(base, frame), (value) => {
    if (linked || !('object' in value) || value.kind === 'function' || !mayAlias(value.object, object)) return;
    linked = true;
    const step = engine.step(store.form === 'send' ? 'channel' : 'element', store.target.pos, '');
    if (part === 'key') {
      const index = withoutParens(store.target);
      const key = index.kind === 'IndexExpr' ? index.indices[0] : undefined;
      if (key !== undefined) engine.solver.connect(engine.evaluateAs(key, partType(object, 'key'), frame), node, step);
    } else if (store.form === 'copy') {
      const from = withoutParens(store.target);
      const second = from.kind === 'CallExpr' ? from.args[1] : undefined;
      if (second !== undefined) engine.solver.connect(elementNode(engine, second, frame, 'element'), node, step);
    } else engine.solver.connect(engine.sourceNode(store.source, partType(object, part), frame), node, step);
  });
}

function linkKept(engine: Engine, { store, frame, base }: ElementStore, object: AbstractObject, node: FlowNode): void {
  if (base.kind !== 'SelectorExpr' || namedStruct(object.type) === undefined) return;
  let linked = false;
  engine.solver.listen(engine.receiverNode(base, frame), (value) => {
    if (linked || (value.kind !== 'pointer' && value.kind !== 'struct') || !mayAlias(value.object, object)) return;
    linked = true;
    const step = engine.step('element', store.target.pos, '');
    engine.solver.connect(engine.sourceNode(store.source, undefined, frame), node, step);
  });
}

/** What the objects that keep values hold. */
export function keptNode(engine: Engine, keeper: FlowNode): FlowNode {
  const node = new FlowNode();
  engine.solver.listen(keeper, (value) => {
    if (value.kind === 'pointer' || value.kind === 'struct')
      engine.solver.connect(contentNode(engine, value.object, 'element'), node);
    else if (value.kind === 'unknown')
      engine.solver.add(node, outOf(engine.values, value), { node: keeper, value, step: undefined });
  });
  return node;
}

// ---- package-level variables -----------------------------------------------------------------------------

export function globalNode(engine: Engine, variable: Var): FlowNode {
  const known = engine.globals.get(variable);
  if (known !== undefined) return known;
  const node = new FlowNode();
  engine.globals.set(variable, node);
  const object = engine.values.variable(variable, undefined);
  if (isStructLike(variable.type)) {
    source(engine, node, engine.values.object('struct', object), 'allocation', variable.pos, variable.name);
    return node;
  }
  engine.solver.connect(contentNode(engine, object, 'pointee'), node);
  engine.solver.listen(node, (value) => {
    if (value.kind === 'reference') addHolder(engine, value.object, variable);
  });
  return node;
}

function fillGlobal(engine: Engine, variable: Var, node: FlowNode): void {
  const { unit } = variable;
  if (unit !== undefined && unit.decl.kind === 'GenDecl') {
    for (const spec of unit.decl.specs) {
      if (spec.kind !== 'VarSpec') continue;
      const at = spec.names.findIndex((name) => name.pos === variable.pos);
      if (at === -1) continue;
      const frame = openFrame(engine, engine.functions.ofInitializer(spec, unit));
      const value = spec.values.length === spec.names.length ? spec.values[at] : undefined;
      const single = spec.values[0];
      if (value !== undefined)
        engine.solver.connect(
          engine.evaluateAs(value, variable.type, frame),
          node,
          engine.step('assignment', variable.pos, variable.name),
        );
      else if (single !== undefined)
        engine.solver.connect(
          engine.sourceNode({ kind: 'tuple', expr: single, index: at }, variable.type, frame),
          node,
          engine.step('assignment', variable.pos, variable.name),
        );
    }
  }
  for (const { fn, store } of engine.index.storesOfGlobal(variable)) {
    engine.eachFrame(fn, (frame) => {
      engine.solver.connect(
        engine.sourceNode(store.source, variable.type, frame),
        node,
        engine.step('assignment', store.target.pos, variable.name),
      );
    });
  }
}
