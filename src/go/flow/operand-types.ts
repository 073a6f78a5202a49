// What the operand of a selector may be, from declarations alone: parameters, what a variable is declared with, fields
// and results on the way. Tells most declarations that hold a word apart from those that hold the object it is asked
// for, without checking their bodies. Names are not told apart by scope: a name has every type that one of its
// declarations gives it. Where a type would take inference, nothing is said.

import type { CallExpr, Expr, FieldList, SelectorExpr } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import { walk } from '#go/syntax/walk.js';
import type { Checker } from '#go/types/checker.js';
import { lookupFieldOrMethod } from '#go/types/lookup.js';
import type { Func, GoObject, Package, PkgName, Var } from '#go/types/object.js';
import {
  newArray,
  newChan,
  newMap,
  newPointer,
  newSignature,
  newSlice,
  type Signature,
  type Type,
  unalias,
  under,
} from '#go/types/type.js';

/** A type of a value, the type itself, or a package. */
type Candidate = Type | PkgName;

/** What an expression may be; undefined if that is not known. */
type Candidates = readonly Candidate[] | undefined;

/** How a name is declared in a unit. */
type Declared =
  | { readonly kind: 'type'; readonly type: Expr; readonly isVariadic: boolean }
  | { readonly kind: 'value'; readonly expr: Expr; readonly index: number; readonly isTuple: boolean }
  | { readonly kind: 'range'; readonly of: Expr; readonly part: 'key' | 'value' }
  | { readonly kind: 'parameter'; readonly variable: Var }
  | { readonly kind: 'not known' };

interface Outline {
  readonly selectors: ReadonlyMap<string, readonly SelectorExpr[]>;
  /** Of the selectors those that are assigned to. */
  readonly assigned: ReadonlySet<SelectorExpr>;
  readonly declared: ReadonlyMap<string, readonly Declared[]>;
  readonly known: Map<string, { candidates: Candidates }>;
  readonly pkg: Package;
}

/** Expressions are looked into this deep; longer ways are left to the checker. */
const depthLimit = 12;

const notKnown: Declared = { kind: 'not known' };

/** Something without fields and methods: a number, a function. */
const plain: readonly Type[] = [newSignature({})];

export class OperandTypes {
  readonly #checker: Checker;
  readonly #outlines = new Map<Unit, Outline>();

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /** Whether `x.name` in a declaration may select the object: a function, a method, or a field. */
  maySelect(unit: Unit, object: Func | Var, assigned = false): boolean {
    const outline = this.#outline(unit);
    for (const selector of outline.selectors.get(object.name) ?? []) {
      if (assigned && !outline.assigned.has(selector)) continue;
      const found = this.#selected(unit, outline, selector, 0);
      if (found === undefined) return true;
      for (const one of found) if ('origin' in one && one.origin === object.origin) return true;
    }
    return false;
  }

  /** Whether `x.name` in a declaration may select a method of an interface. */
  maySelectOfInterface(unit: Unit, name: string): boolean {
    const outline = this.#outline(unit);
    for (const selector of outline.selectors.get(name) ?? []) {
      const found = this.#selected(unit, outline, selector, 0);
      if (found === undefined) return true;
      for (const one of found) if (one.kind === 'Func' && one.isInterfaceMethod) return true;
    }
    return false;
  }

  /** The objects that a selector may mean. */
  #selected(unit: Unit, outline: Outline, { x, sel }: SelectorExpr, depth: number): readonly GoObject[] | undefined {
    const operands = this.#resolve(unit, outline, x, depth + 1);
    if (operands === undefined) return undefined;
    const found: GoObject[] = [];
    for (const operand of operands) {
      if (operand.kind === 'PkgName') {
        const { imported } = operand;
        if (imported.missing !== undefined) return undefined;
        const object = imported.lookup(sel.name);
        if (object !== undefined) found.push(object);
        continue;
      }
      const result = lookupFieldOrMethod(operand, true, outline.pkg, sel.name);
      if (result.found) found.push(result.obj);
      else if (result.reason !== 'not-found') return undefined;
    }
    return found;
  }

  #resolve(unit: Unit, outline: Outline, x: Expr, depth: number): Candidates {
    if (depth > depthLimit) return undefined;
    switch (x.kind) {
      case 'Ident':
        return this.#name(unit, outline, x.name, depth);
      case 'ParenExpr':
        return this.#resolve(unit, outline, x.x, depth + 1);
      case 'SelectorExpr': {
        const found = this.#selected(unit, outline, x, depth);
        return found === undefined ? undefined : each(found, typeOf);
      }
      case 'CallExpr':
        return this.#call(unit, outline, x, 0, false, depth);
      case 'StarExpr':
        return each(this.#resolve(unit, outline, x.x, depth + 1), (operand) => {
          if (operand.kind === 'PkgName') return undefined;
          const u = under(operand);
          // Of a type the pointer to it.
          return u.kind === 'Pointer' ? [u.elem] : [newPointer(operand)];
        });
      case 'UnaryExpr':
        return each(this.#resolve(unit, outline, x.x, depth + 1), (operand) => {
          if (operand.kind === 'PkgName') return undefined;
          if (x.op === '&') return [newPointer(operand)];
          if (x.op !== '<-') return [operand];
          const u = under(operand);
          return u.kind === 'Chan' ? [u.elem] : undefined;
        });
      case 'BinaryExpr': {
        const left = this.#resolve(unit, outline, x.x, depth + 1);
        const right = this.#resolve(unit, outline, x.y, depth + 1);
        return left === undefined || right === undefined ? undefined : [...left, ...right];
      }
      case 'BasicLit':
      case 'FuncLit':
        return plain;
      case 'CompositeLit':
        return x.type === undefined ? undefined : this.#resolve(unit, outline, x.type, depth + 1);
      case 'IndexExpr':
        return each(this.#resolve(unit, outline, x.x, depth + 1), elementOf);
      case 'SliceExpr':
        return each(this.#resolve(unit, outline, x.x, depth + 1), (operand) => {
          if (operand.kind === 'PkgName') return undefined;
          const u = under(operand);
          if (u.kind === 'Array') return [newSlice(u.elem)];
          if (u.kind !== 'Pointer') return [operand];
          const array = under(u.elem);
          return array.kind === 'Array' ? [newSlice(array.elem)] : undefined;
        });
      case 'TypeAssertExpr':
        return x.type === undefined ? undefined : this.#resolve(unit, outline, x.type, depth + 1);
      case 'ArrayType':
        return each(this.#resolve(unit, outline, x.elt, depth + 1), (elem) =>
          elem.kind === 'PkgName' ? undefined : [x.len === undefined ? newSlice(elem) : newArray(undefined, elem)],
        );
      case 'MapType': {
        const keys = this.#resolve(unit, outline, x.key, depth + 1);
        return each(this.#resolve(unit, outline, x.value, depth + 1), (elem) =>
          elem.kind === 'PkgName'
            ? undefined
            : each(keys, (key) => (key.kind === 'PkgName' ? undefined : [newMap(key, elem)])),
        );
      }
      case 'ChanType':
        return each(this.#resolve(unit, outline, x.value, depth + 1), (elem) =>
          elem.kind === 'PkgName' ? undefined : [newChan(x.dir, elem)],
        );
      default:
        return undefined;
    }
  }

  /** The index-th result of a call, a conversion, or what a built-in function makes. */
  #call(unit: Unit, outline: Outline, call: CallExpr, index: number, isTuple: boolean, depth: number): Candidates {
    const { fun, args } = call;
    const [first] = args;
    if (fun.kind === 'Ident' && !outline.declared.has(fun.name)) {
      const object = this.#checker.lookup(unit.file, fun.name);
      if (object?.kind === 'Builtin') {
        if (fun.name === 'len' || fun.name === 'cap' || fun.name === 'copy') return plain;
        if (first === undefined) return undefined;
        const argument = this.#resolve(unit, outline, first, depth + 1);
        if (fun.name === 'make' || fun.name === 'append' || fun.name === 'min' || fun.name === 'max') return argument;
        return fun.name === 'new'
          ? each(argument, (type) => (type.kind === 'PkgName' ? undefined : [newPointer(type)]))
          : undefined;
      }
    }
    const callees = this.#callees(unit, outline, fun, depth + 1);
    if (callees === undefined) return undefined;
    const found: Candidate[] = [];
    for (const callee of callees) {
      if ('conversion' in callee) {
        found.push(callee.conversion);
        continue;
      }
      const { signature } = callee;
      // What a generic function returns takes inference.
      if (signature.typeParams.length > 0) return undefined;
      const { vars } = signature.results;
      const result = vars[index];
      if (result === undefined || vars.length > 1 !== isTuple) return undefined;
      found.push(result.type);
    }
    return found;
  }

  #callees(
    unit: Unit,
    outline: Outline,
    fun: Expr,
    depth: number,
  ): readonly ({ readonly conversion: Type } | { readonly signature: Signature })[] | undefined {
    let objects: readonly GoObject[] | undefined;
    if (fun.kind === 'SelectorExpr') objects = this.#selected(unit, outline, fun, depth);
    else if (fun.kind === 'Ident' && !outline.declared.has(fun.name)) {
      const object = this.#checker.lookup(unit.file, fun.name);
      objects = object === undefined ? undefined : [object];
    }
    if (objects === undefined) {
      // A conversion to a type that is written out, or a call of a variable.
      const types = this.#resolve(unit, outline, fun, depth);
      if (types === undefined) return undefined;
      const found: ({ readonly conversion: Type } | { readonly signature: Signature })[] = [];
      for (const type of types) {
        if (type.kind === 'PkgName') return undefined;
        const u = under(type);
        found.push(u.kind === 'Signature' ? { signature: u } : { conversion: type });
      }
      return found;
    }
    const found: ({ readonly conversion: Type } | { readonly signature: Signature })[] = [];
    for (const object of objects) {
      if (object.kind === 'TypeName') {
        if (isGeneric(object.type)) return undefined;
        found.push({ conversion: object.type });
        continue;
      }
      if (object.kind !== 'Func' && object.kind !== 'Var') return undefined;
      const u = under(object.type);
      if (u.kind !== 'Signature') return undefined;
      found.push({ signature: u });
    }
    return found;
  }

  #name(unit: Unit, outline: Outline, name: string, depth: number): Candidates {
    const known = outline.known.get(name);
    if (known !== undefined) return known.candidates;
    // What is declared by itself is not known.
    const entry: { candidates: Candidates } = { candidates: undefined };
    outline.known.set(name, entry);
    const found: Candidate[] = [];
    for (const declared of outline.declared.get(name) ?? []) {
      const types = this.#declared(unit, outline, declared, depth);
      if (types === undefined) return undefined;
      found.push(...types);
    }
    // Before or beside its declaration in the unit the name may be one of the file's.
    const object = this.#checker.lookup(unit.file, name);
    if (object !== undefined) {
      const types = typeOf(object);
      if (types === undefined) return undefined;
      found.push(...types);
    } else if (found.length === 0) return undefined;
    entry.candidates = found;
    return found;
  }

  #declared(unit: Unit, outline: Outline, declared: Declared, depth: number): Candidates {
    switch (declared.kind) {
      case 'not known':
        return undefined;
      case 'parameter':
        return [declared.variable.type];
      case 'type': {
        const types = this.#resolve(unit, outline, declared.type, depth + 1);
        return declared.isVariadic
          ? each(types, (type) => (type.kind === 'PkgName' ? undefined : [newSlice(type)]))
          : types;
      }
      case 'value': {
        const { expr, index, isTuple } = declared;
        if (!isTuple) return this.#resolve(unit, outline, expr, depth + 1);
        if (expr.kind === 'CallExpr') return this.#call(unit, outline, expr, index, true, depth + 1);
        return index === 0 ? this.#resolve(unit, outline, expr, depth + 1) : plain;
      }
      case 'range':
        return each(this.#resolve(unit, outline, declared.of, depth + 1), (operand) => {
          if (operand.kind === 'PkgName') return undefined;
          const u = under(operand);
          if (u.kind === 'Basic') return [operand];
          if (u.kind === 'Map') return [declared.part === 'key' ? u.key : u.elem];
          if (u.kind === 'Chan') return [u.elem];
          const element = elementOf(operand);
          return element === undefined || declared.part === 'value' ? element : plain;
        });
    }
  }

  #outline(unit: Unit): Outline {
    let outline = this.#outlines.get(unit);
    if (outline === undefined) {
      outline = this.#makeOutline(unit);
      this.#outlines.set(unit, outline);
    }
    return outline;
  }

  #makeOutline(unit: Unit): Outline {
    const selectors = new Map<string, SelectorExpr[]>();
    const assigned = new Set<SelectorExpr>();
    const declared = new Map<string, Declared[]>();
    const add = (name: string, one: Declared): void => {
      if (name === '_') return;
      const list = declared.get(name);
      if (list === undefined) declared.set(name, [one]);
      else list.push(one);
    };
    const addFields = (fields: FieldList | undefined): void => {
      for (const field of fields?.list ?? []) {
        const isVariadic = field.type.kind === 'Ellipsis';
        const type = field.type.kind === 'Ellipsis' ? field.type.elt : field.type;
        for (const { name } of field.names)
          add(name, type === undefined ? notKnown : { kind: 'type', type, isVariadic });
      }
    };
    const assign = (target: Expr | undefined): void => {
      let x = target;
      while (x?.kind === 'ParenExpr') x = x.x;
      if (x?.kind === 'SelectorExpr') assigned.add(x);
    };
    const define = (lhs: readonly Expr[], rhs: readonly Expr[]): void => {
      lhs.forEach((target, i) => {
        if (target.kind !== 'Ident') return;
        const isTuple = rhs.length !== lhs.length;
        const expr = rhs[isTuple ? 0 : i];
        add(target.name, expr === undefined ? notKnown : { kind: 'value', expr: bare(expr), index: i, isTuple });
      });
    };
    const decl = unit.glance();
    if (decl.kind === 'FuncDecl') {
      const func = this.#checker.funcOf(unit);
      const signature = func?.type;
      for (const variable of [signature?.recv, ...(signature?.params.vars ?? []), ...(signature?.results.vars ?? [])])
        if (variable !== undefined && variable.name !== '') add(variable.name, { kind: 'parameter', variable });
      for (const param of [...(signature?.typeParams ?? []), ...(signature?.recvTypeParams ?? [])])
        add(param.obj.name, notKnown);
    }
    walk(decl, (node, parent) => {
      switch (node.kind) {
        case 'SelectorExpr': {
          const list = selectors.get(node.sel.name);
          if (list === undefined) selectors.set(node.sel.name, [node]);
          else list.push(node);
          break;
        }
        case 'AssignStmt':
          if (node.op === ':=') define(node.lhs, node.rhs);
          else for (const target of node.lhs) assign(target);
          break;
        case 'IncDecStmt':
          assign(node.x);
          break;
        case 'RangeStmt':
          for (const [target, part] of [
            [node.key, 'key'],
            [node.value, 'value'],
          ] as const) {
            if (!node.define) assign(target);
            else if (target?.kind === 'Ident') add(target.name, { kind: 'range', of: node.x, part });
          }
          break;
        case 'TypeSwitchStmt': {
          const { assign: guard } = node;
          const name = guard.kind === 'AssignStmt' ? guard.lhs[0] : undefined;
          const of = guard.kind === 'AssignStmt' ? guard.rhs[0] : undefined;
          if (name?.kind !== 'Ident') break;
          const x = of?.kind === 'TypeAssertExpr' ? of.x : undefined;
          add(name.name, x === undefined ? notKnown : { kind: 'value', expr: x, index: 0, isTuple: false });
          for (const clause of node.body)
            for (const type of clause.list)
              if (!(type.kind === 'Ident' && type.name === 'nil'))
                add(name.name, { kind: 'type', type, isVariadic: false });
          break;
        }
        case 'FuncLit':
          addFields(node.type.params);
          addFields(node.type.results);
          break;
        case 'GenDecl':
          if (parent?.kind !== 'DeclStmt') break;
          for (const spec of node.specs) {
            if (spec.kind === 'TypeSpec') add(spec.name.name, notKnown);
            else if (spec.kind === 'ConstSpec') for (const { name } of spec.names) add(name, notKnown);
            else if (spec.kind === 'VarSpec') {
              const { type } = spec;
              if (type === undefined) define(spec.names, spec.values);
              else for (const { name } of spec.names) add(name, { kind: 'type', type, isVariadic: false });
            }
          }
          break;
        default:
      }
      return true;
    });
    return { selectors, assigned, declared, known: new Map(), pkg: this.#checker.packageOfUnit(unit) };
  }
}

/** The guard of a type switch is defined for each clause. */
function bare(expr: Expr): Expr {
  let x = expr;
  while (x.kind === 'ParenExpr') x = x.x;
  return x.kind === 'TypeAssertExpr' && x.type === undefined ? x.x : x;
}

function each<T>(from: readonly T[] | undefined, map: (one: T) => Candidates): Candidates {
  if (from === undefined) return undefined;
  const found: Candidate[] = [];
  for (const one of from) {
    const mapped = map(one);
    if (mapped === undefined) return undefined;
    found.push(...mapped);
  }
  return found;
}

/** What a name that means an object may be as an operand. */
function typeOf(object: GoObject): Candidates {
  switch (object.kind) {
    case 'PkgName':
      return [object];
    case 'TypeName':
      return isGeneric(object.type) ? undefined : known(object.type);
    case 'Var':
    case 'Func':
      return known(object.type);
    case 'Const':
      return known(object.type);
    default:
      return undefined;
  }
}

function known(type: Type): Candidates {
  const t = unalias(type);
  return t.kind === 'Unknown' || t.kind === 'TypeParam' ? undefined : [type];
}

function isGeneric(type: Type): boolean {
  const t = unalias(type);
  return t.kind === 'Named' && t.typeArgs.length === 0 && t.typeParams.length > 0;
}

function elementOf(operand: Candidate): Candidates {
  if (operand.kind === 'PkgName') return undefined;
  const u = under(operand);
  switch (u.kind) {
    case 'Slice':
    case 'Array':
    case 'Map':
      return [u.elem];
    case 'Pointer': {
      const array = under(u.elem);
      return array.kind === 'Array' ? [array.elem] : undefined;
    }
    case 'Basic':
      return plain;
    default:
      // An instance of a function, a type parameter.
      return undefined;
  }
}
