// What a specification declares, at package level and in functions alike: constants and types. Mirrors constDecl and
// typeDecl of decl.go.

import type { ConstSpec, TypeSpec } from '#go/syntax/ast.js';
import { type ConstantValue, makeInt, unknownConstant } from './constant.js';
import { type Environment, maxDepth, tooDeep } from './environment.js';
import { expr } from './evaluate.js';
import { declareTypeParams } from './function-type.js';
import { type Func, TypeName } from './object.js';
import { Operand } from './operand.js';
import {
  Alias,
  type AliasResolver,
  Named,
  type NamedResolver,
  type Type,
  type TypeParam,
  under,
  unknown,
} from './type.js';
import { typeExpr } from './type-expr.js';
import { assignment } from './untyped.js';

/** Evaluates the index-th constant of a specification. */
export function declareConstant(
  env: Environment,
  spec: ConstSpec,
  index: number,
): { readonly type: Type; readonly value: ConstantValue } {
  const outer = env.iota;
  env.iota = makeInt(spec.iota);
  const type = spec.type === undefined ? undefined : env.core.typeOf(env, spec.type);
  const init = spec.values[index];
  const x = new Operand();
  if (init !== undefined) {
    expr(env, x, init);
    if (type !== undefined || x.mode === 'const') assignment(env, x, type ?? x.type);
  }
  env.iota = outer;
  const known =
    type ??
    (x.mode === 'const' ? x.type : x.type.kind === 'Unknown' ? x.type : unknown('the constant has no constant value'));
  return { type: known, value: x.mode === 'const' && x.value !== undefined ? x.value : unknownConstant };
}

/** Resolves what a type declaration says, step by step, each on first use. */
class Declaration implements NamedResolver, AliasResolver {
  readonly #env: Environment;
  readonly #spec: TypeSpec;
  readonly #methodsOf: ((named: Named) => readonly Func[]) | undefined;
  #inner: Environment | undefined;
  #typeParams: readonly TypeParam[] = [];

  constructor(env: Environment, spec: TypeSpec, methodsOf: ((named: Named) => readonly Func[]) | undefined) {
    this.#env = env;
    this.#spec = spec;
    this.#methodsOf = methodsOf;
  }

  underlying(named: Named): Type {
    const type = this.#resolve(named);
    if (type.kind === 'TypeParam') return unknown('a type parameter stands as the type of a declaration');
    return under(type);
  }

  typeParams(): readonly TypeParam[] {
    this.#open();
    return this.#typeParams;
  }

  methods(named: Named): readonly Func[] {
    return this.#methodsOf?.(named) ?? [];
  }

  rhs(): Type {
    return this.#resolve(undefined);
  }

  /** What the right-hand side denotes, resolved to its end: a chain of declarations is as deep as it is long. */
  #resolve(named: Named | undefined): Type {
    const { core } = this.#env;
    if (core.depth >= maxDepth) return tooDeep;
    core.depth++;
    const type = typeExpr(this.#open(), this.#spec.type, named);
    if (named !== undefined) under(type);
    core.depth--;
    return type;
  }

  /** The environment in which the type parameters are declared. */
  #open(): Environment {
    if (this.#inner !== undefined) return this.#inner;
    const { typeParams } = this.#spec;
    this.#inner = this.#env;
    if (typeParams !== undefined) {
      this.#inner = this.#env.fork(this.#env.postponed === undefined);
      this.#inner.openScope();
      this.#typeParams = declareTypeParams(this.#inner, typeParams);
    }
    return this.#inner;
  }
}

/** The named type or alias that a specification declares for `object`. */
export function namedOrAlias(
  env: Environment,
  spec: TypeSpec,
  object: TypeName,
  methodsOf: ((named: Named) => readonly Func[]) | undefined,
): Named | Alias {
  const declaration = new Declaration(env, spec, methodsOf);
  return spec.isAlias ? new Alias(object, undefined, [], declaration) : new Named(object, undefined, [], declaration);
}

/** Looks at everything that the declaration of a type says. */
export function resolveDeclared(type: Named | Alias): void {
  for (const typeParam of type.typeParams) void typeParam.constraint;
  if (type.kind === 'Named') void type.underlying;
  else void type.rhs;
}

/** Declares a type in a function. */
export function declaredType(env: Environment, spec: TypeSpec): void {
  const own = env.fork(true);
  const object: TypeName = new TypeName(spec.name.name, env.pkg, spec.name.pos, undefined, () => type);
  const type = namedOrAlias(own, spec, object, undefined);
  env.declare(spec.name, object);
  resolveDeclared(type);
}
