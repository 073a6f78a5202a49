// Package-level declarations: their objects, made from names alone and filled in when they are asked for, and the
// checking of a whole declaration with its function bodies. Mirrors resolver.go and decl.go.

import type { ConstSpec, Decl, Expr, TypeSpec, VarSpec } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import { initialize, initializeAll, targetSignature } from './assignment.js';
import { type ConstantValue, unknownConstant } from './constant.js';
import { functionHead, variableHead } from './declaration-head.js';
import { declareConstant, namedOrAlias, resolveDeclared } from './declared.js';
import { Environment, type Evaluator } from './environment.js';
import { expr } from './evaluate.js';
import type { FileScope } from './file-scope.js';
import { functionType } from './function-type.js';
import { InfoTables, type Trees } from './info.js';
import { Const, Func, type GoObject, TypeName, Var } from './object.js';
import { Operand } from './operand.js';
import type { SourcePackage } from './package.js';
import type { Scope } from './scope.js';
import { newPointer, newSignature, type Signature, type Type, unknown } from './type.js';

/** A name of a declaration: the index-th of its specification. */
interface SpecName {
  readonly spec: ConstSpec | VarSpec | TypeSpec;
  readonly index: number;
}

const noTrees: Trees = { roots: [] };

const malformed: Type = unknown('the declaration has a syntax error');

/** What is known of one top-level declaration. */
export class Declaration implements Trees {
  readonly unit: Unit;
  readonly pkg: SourcePackage;
  readonly tables: InfoTables;
  readonly #env: Environment;
  readonly #postponed: (() => void)[] = [];
  readonly #objects: (GoObject | undefined)[] = [];
  #varTypes: Map<VarSpec, Type> | undefined;
  #tupleTypes: Map<VarSpec, readonly Type[]> | undefined;
  #initialized: Set<Var> | undefined;
  #specNames: SpecName[] | undefined;
  #scope: Scope | undefined;
  #complete = false;

  constructor(core: Evaluator, unit: Unit, pkg: SourcePackage, file: FileScope) {
    this.unit = unit;
    this.pkg = pkg;
    this.tables = new InfoTables(this);
    this.#env = new Environment(core, this.tables, pkg, file, this.#postponed);
  }

  get roots(): readonly Decl[] {
    return [this.unit.decl];
  }

  /** The object of the index-th name. */
  object(index: number): GoObject {
    return (this.#objects[index] ??= this.#makeObject(index));
  }

  /** Checks all of the declaration, the bodies of its functions included. */
  complete(): InfoTables {
    if (this.#complete) return this.tables;
    this.#complete = true;
    const { unit } = this;
    if (unit.kind === 'func') this.#completeFunction();
    else for (let i = 0; i < unit.names.length; i++) this.#completeName(i);
    if (unit.kind === 'const') this.#recordRepeated();
    for (let work = this.#postponed.pop(); work !== undefined; work = this.#postponed.pop()) work();
    return this.tables;
  }

  #makeObject(index: number): GoObject {
    const { unit, pkg } = this;
    const name = unit.names[index]?.name ?? '_';
    const pos = unit.names[index]?.pos ?? unit.pos;
    switch (unit.kind) {
      case 'func':
      case 'bad':
        return new Func(name, pkg, pos, () => this.#signature(), { unit });
      case 'const':
        return new Const(name, pkg, pos, unit, () => this.#constant(index));
      case 'var':
        return new Var(name, pkg, pos, 'package', () => this.#variableType(index), { unit });
      case 'type': {
        const object: TypeName = new TypeName(name, pkg, pos, unit, () => this.#namedType(object, index));
        return object;
      }
    }
  }

  #specName(index: number): SpecName | undefined {
    if (this.#specNames === undefined) {
      const names: SpecName[] = [];
      const { decl } = this.unit;
      if (decl.kind === 'GenDecl') {
        for (const spec of decl.specs) {
          if (spec.kind === 'TypeSpec') names.push({ spec, index: 0 });
          else if (spec.kind !== 'ImportSpec')
            for (let i = 0; i < spec.names.length; i++) names.push({ spec, index: i });
        }
      }
      this.#specNames = names;
    }
    return this.#specNames[index];
  }

  #signature(): Signature {
    if (!this.#complete) {
      const head = functionHead(this.unit);
      if (head !== undefined) return functionType(this.#scratch(), head.recv, head.type).signature;
    }
    const { decl } = this.unit;
    if (decl.kind !== 'FuncDecl') return newSignature({});
    const { signature, scope } = functionType(this.#env, decl.recv, decl.type);
    this.#scope = scope;
    return signature;
  }

  /** For what is parsed apart from the declaration: what is found out about its nodes is not kept. */
  #scratch(): Environment {
    return new Environment(this.#env.core, new InfoTables(noTrees), this.pkg, this.#env.file, []);
  }

  #constant(index: number): { readonly type: Type; readonly value: ConstantValue } {
    const found = this.#specName(index);
    if (found?.spec.kind !== 'ConstSpec') return { type: malformed, value: unknownConstant };
    return declareConstant(this.#env.fork(false), found.spec, found.index);
  }

  #namedType(object: TypeName, index: number): Type {
    const found = this.#specName(index);
    if (found?.spec.kind !== 'TypeSpec') return malformed;
    return namedOrAlias(this.#env, found.spec, object, (named) => this.pkg.methodsOf(named));
  }

  #variableType(index: number): Type {
    if (!this.#complete) {
      const head = variableHead(this.unit);
      if (head !== undefined) return this.#headType(head);
    }
    const found = this.#specName(index);
    if (found?.spec.kind !== 'VarSpec') return malformed;
    const { spec } = found;
    if (spec.type !== undefined) return this.#specType(spec) ?? malformed;
    return this.#initialType(spec, found.index, undefined, index);
  }

  #headType(head: Expr): Type {
    const isPointer = head.kind === 'UnaryExpr' && head.op === '&';
    const type = this.#env.core.typeOf(this.#scratch(), isPointer ? head.x : head);
    return isPointer && type.kind !== 'Unknown' ? newPointer(type) : type;
  }

  #specType(spec: VarSpec): Type | undefined {
    if (spec.type === undefined) return undefined;
    let type = this.#varTypes?.get(spec);
    if (type === undefined) {
      type = this.#env.core.typeOf(this.#env, spec.type);
      (this.#varTypes ??= new Map()).set(spec, type);
    }
    return type;
  }

  /** Evaluates the initial value of the i-th variable of a specification; the type that the variable gets. */
  #initialType(spec: VarSpec, i: number, type: Type | undefined, index: number): Type {
    const object = this.object(index);
    if (object.kind === 'Var') (this.#initialized ??= new Set()).add(object);
    const env = this.#env.fork(false);
    const value = spec.values[i];
    if (spec.values.length === spec.names.length && value !== undefined) {
      if (spec.values.length === 1) return initializeAll(env, [type], spec.values, false)[0] ?? malformed;
      const x = new Operand();
      expr(env, x, value, targetSignature(type));
      return initialize(env, x, type);
    }
    let types = this.#tupleTypes?.get(spec);
    if (types === undefined) {
      types = initializeAll(
        env,
        spec.names.map(() => type),
        spec.values,
        false,
      );
      (this.#tupleTypes ??= new Map()).set(spec, types);
    }
    return types[i] ?? malformed;
  }

  /**
   * Constants that repeat an earlier expression share its nodes, with other values of iota. What stays recorded are the
   * last one's values, as they do in go/types, whichever was asked for last.
   */
  #recordRepeated(): void {
    const { decl } = this.unit;
    if (decl.kind !== 'GenDecl') return;
    for (const [i, spec] of decl.specs.entries()) {
      const next = decl.specs[i + 1];
      if (spec.kind !== 'ConstSpec' || !spec.inherited || (next?.kind === 'ConstSpec' && next.inherited)) continue;
      for (let k = 0; k < spec.names.length; k++) declareConstant(this.#env.fork(false), spec, k);
    }
  }

  #completeFunction(): void {
    const { decl } = this.unit;
    const object = this.object(0);
    if (decl.kind !== 'FuncDecl' || object.kind !== 'Func') return;
    decl.name.defined = object;
    const signature = object.type;
    this.#scope ??= functionType(this.#env, decl.recv, decl.type, signature).scope;
    if (decl.body !== undefined) this.#env.core.functionBody(this.#env, signature, this.#scope, decl.body);
  }

  #completeName(index: number): void {
    const found = this.#specName(index);
    if (found === undefined) return;
    const { spec } = found;
    const object = this.object(index);
    const id = spec.kind === 'TypeSpec' ? spec.name : spec.names[found.index];
    if (id !== undefined) id.defined = object;
    if (object.kind === 'Const') void object.type;
    else if (object.kind === 'TypeName') {
      const { type } = object;
      if (type.kind === 'Named' || type.kind === 'Alias') resolveDeclared(type);
    } else if (object.kind === 'Var') {
      const { type } = object;
      if (spec.kind === 'VarSpec' && spec.values.length > 0 && this.#initialized?.has(object) !== true)
        this.#initialType(spec, found.index, type, index);
    }
  }
}
