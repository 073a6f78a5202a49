// Whether what a project's own models name is there: a model of a function that does not exist is silently without effect.

import type { Diagnostic } from '#base/diagnostic.js';
import { methodSet } from '#go/types/method-set.js';
import type { Func, GoObject } from '#go/types/object.js';
import { deref } from '#go/types/type.js';
import type { OpenProgram } from './open-program.js';
import type { NamedModel } from './user-models.js';

/** A diagnostic at its line for each name that the program has not. */
export function unknownNames(names: readonly NamedModel[], open: OpenProgram): Diagnostic[] {
  return names.flatMap((model) => {
    const problem = problemOf(model, open);
    if (problem === undefined) return [];
    return [{ code: 'model-unknown', message: `${problem.message} The model has no effect.`, position: problem.at }];
  });
}

interface Problem {
  readonly message: string;
  readonly at: NamedModel['at'];
}

function problemOf(model: NamedModel, open: OpenProgram): Problem | undefined {
  const { name, at } = model;
  const parts = partsOf(name);
  if (parts === undefined) return { at, message: `${name} is no name of a function or type.` };
  const ref = open.workspace.package(parts.path);
  if (ref.missing === true) {
    // What the program imports and is not here is known by the names that are called.
    const isImported = open.program.missing.has(parts.path);
    return isImported ? undefined : { at, message: `There is no package ${parts.path}, which ${name} is to be of.` };
  }
  const pkg = open.checker.package(parts.path);
  const object = pkg.lookup(parts.name);
  if (model.kind === 'type') {
    return object?.kind === 'TypeName'
      ? undefined
      : { at, message: `The package ${parts.path} has no type ${parts.name}.` };
  }
  const func = parts.method === undefined ? functionIn(object) : methodOf(object, parts.method, parts.isPointer);
  if (func === undefined) {
    const what =
      parts.method === undefined
        ? `function ${parts.name}`
        : `method ${parts.method} of ${parts.isPointer ? '*' : ''}${parts.name}`;
    return { at, message: `The package ${parts.path} has no ${what}.` };
  }
  return indexProblem(model, func);
}

function indexProblem({ name, result, argument }: NamedModel, { type }: Func): Problem | undefined {
  const results = type.results.vars.length;
  if (result !== undefined && result.index >= results)
    return { at: result.at, message: `${name} has no result ${result.index}: ${countOf(results, 'result')}.` };
  const params = type.params.vars.length;
  if (argument !== undefined && argument.index >= params && !type.variadic)
    return { at: argument.at, message: `${name} has no argument ${argument.index}: ${countOf(params, 'argument')}.` };
  const isMethod = type.recv !== undefined;
  const receiver = result?.index === -1 ? result : argument?.index === -1 ? argument : undefined;
  return receiver === undefined || isMethod ? undefined : { at: receiver.at, message: `${name} has no receiver.` };
}

function countOf(n: number, noun: string): string {
  return n === 0 ? `it has no ${noun}s` : n === 1 ? `it has one ${noun}, 0` : `it has ${n}, from 0 to ${n - 1}`;
}

interface Parts {
  readonly path: string;
  /** A function, or a type. */
  readonly name: string;
  readonly method: string | undefined;
  readonly isPointer: boolean;
}

/** `(*path.T).M`, `(path.T).M`, `path.F`. */
function partsOf(name: string): Parts | undefined {
  const method = /^\((\*?)([^()]+)\.([^().[]+)(?:\[[^\]]*\])?\)\.([^().]+)$/.exec(name);
  if (method !== null) {
    const [, star, path = '', type = '', of] = method;
    return { path, name: type, method: of, isPointer: star === '*' };
  }
  const plain = /^([^()]+)\.([^().[/]+)$/.exec(name);
  return plain === null
    ? undefined
    : { path: plain[1] ?? '', name: plain[2] ?? '', method: undefined, isPointer: false };
}

function functionIn(object: GoObject | undefined): Func | undefined {
  return object?.kind === 'Func' ? object : undefined;
}

function methodOf(object: GoObject | undefined, name: string, isPointer: boolean): Func | undefined {
  if (object?.kind !== 'TypeName') return undefined;
  const { type } = object;
  const named = deref(type).type;
  const found = methodSet(isPointer ? { kind: 'Pointer', elem: named } : named).list.find(
    ({ obj }) => obj.name === name,
  );
  return found?.obj;
}
