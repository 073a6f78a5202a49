// Who may call a function, from the program's index: calls by name, calls of an interface's method that the receiver's
// type implements, and places that take the function as a value. Only code that can run counts.
// Over-approximates: whether a value of the type flows to an interface call is not asked; the reason says so.
// Misses: method values that are stored and called elsewhere appear where they are taken, not where they are called.

import { sentence } from '#base/sentence.js';
import { implementsInterface } from '#go/types/missing-method.js';
import type { Func } from '#go/types/object.js';
import { newPointer, type Type, unalias } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { CallSite, FunctionInfo } from '#program/graph.js';
import type { Body, Call } from './body.js';
import { classify } from './call-mode.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import { fnOf, functionInfo } from './function-info.js';
import { guardsOf } from './guards.js';
import { withoutParens } from './program-index.js';
import { isInterface } from './type-shape.js';

export interface Caller {
  readonly caller: FunctionInfo;
  readonly callee: FunctionInfo;
  readonly site: CallSite;
  /** Why the call may come to the callee; empty for a plain call by name. */
  readonly reason: string;
  /** Whether the call can also go elsewhere. */
  readonly isPossible: boolean;
}

export interface Callers {
  info(fn: Fn): FunctionInfo;
  of(fn: FunctionInfo): readonly Caller[];
  /** Calls by name, and what makes a literal, also in code that nothing comes to. */
  anywhere(fn: FunctionInfo): readonly Caller[];
}

/** `packages`: the import paths of the whole program. Who calls an interface's method need not see who implements it. */
export function createCallers(engine: Engine, packages: readonly string[]): Callers {
  return new CallerSearch(engine, packages);
}

class CallerSearch implements Callers {
  readonly engine: Engine;
  readonly #packages: readonly string[];

  constructor(engine: Engine, packages: readonly string[]) {
    this.engine = engine;
    this.#packages = packages;
  }

  info(fn: Fn): FunctionInfo {
    return functionInfo(fn);
  }

  of(info: FunctionInfo): readonly Caller[] {
    const fn = fnOf(info);
    if (fn === undefined) return [];
    if (fn.kind === 'literal') return this.#ofLiteral(fn, info);
    return fn.object === undefined ? [] : this.#ofDeclared(fn.object, info);
  }

  /** Calls of a method of this name through any interface. */
  *#invokesOf(object: Func): Iterable<Call> {
    const { index, checker } = this.engine;
    if (object.pkg === undefined) return;
    for (const path of object.exported ? this.#packages : [object.pkg.path]) {
      if (index.source.holdsWord(path, object.name)) yield* index.invokesOf(object.name, checker.package(path), false);
    }
  }

  anywhere(info: FunctionInfo): readonly Caller[] {
    const fn = fnOf(info);
    if (fn === undefined) return [];
    if (fn.kind === 'literal') return this.#ofLiteral(fn, info);
    if (fn.object === undefined) return [];
    return this.engine.index.callsAnywhere(fn.object).map((call) => ({
      caller: this.info(call.fn),
      callee: info,
      site: siteOf(call),
      reason: '',
      isPossible: false,
    }));
  }

  /** A literal is run by its function, or by whoever that gives it to. */
  #ofLiteral(fn: Fn, callee: FunctionInfo): Caller[] {
    const { parent } = fn;
    if (parent === undefined) return [];
    const direct = this.engine.body(parent).calls.find((call) => withoutParens(call.node.fun) === fn.node);
    if (direct !== undefined)
      return [{ caller: this.info(parent), callee, site: siteOf(direct), reason: '', isPossible: false }];
    const site: CallSite = {
      pos: fn.pos,
      end: fn.node.end,
      lparen: fn.pos,
      mode: 'func',
      kind: 'call',
      guards: [],
      switchedOn: [],
    };
    return [
      {
        caller: this.info(parent),
        callee,
        site,
        reason: sentence`${parent.object?.name ?? 'the function'} makes the literal and hands it on; whoever is given it calls it`,
        isPossible: true,
      },
    ];
  }

  #ofDeclared(object: Func, callee: FunctionInfo): Caller[] {
    const found: Caller[] = [];
    const { calls, references } = this.engine.index.usesOf(object);
    for (const call of calls)
      found.push({ caller: this.info(call.fn), callee, site: siteOf(call), reason: '', isPossible: false });
    for (const { fn, ident } of references) {
      const site: CallSite = {
        pos: ident.pos,
        end: ident.end,
        lparen: ident.pos,
        mode: 'func',
        kind: 'call',
        guards: [],
        switchedOn: [],
      };
      found.push({
        caller: this.info(fn),
        callee,
        site,
        reason: sentence`${object.name} is taken as a value here; whoever is given it calls it`,
        isPossible: true,
      });
    }
    const recv = object.type.recv?.type;
    if (recv !== undefined && object.pkg !== undefined) {
      for (const call of this.#invokesOf(object)) {
        const reason = reasonOfInvoke(call, recv);
        if (reason !== undefined)
          found.push({ caller: this.info(call.fn), callee, site: siteOf(call), reason, isPossible: true });
      }
    }
    return found;
  }
}

/** Why a call of an interface's method may come to the method of `recv`; undefined if it cannot. */
function reasonOfInvoke(call: Call, recv: Type): string | undefined {
  const fun = withoutParens(call.node.fun);
  if (fun.kind !== 'SelectorExpr') return undefined;
  const selection = call.fn.info.selections.get(fun);
  const method = selection?.obj;
  if (method?.kind !== 'Func') return undefined;
  // Through an embedded interface the operand is a struct; then the interface that declares the method says enough.
  const operand = selection?.recv;
  const interfaceType = operand !== undefined && isInterface(operand) ? operand : method.type.recv?.type;
  if (interfaceType === undefined || !isInterface(interfaceType) || unalias(interfaceType).kind === 'TypeParam')
    return undefined;
  const isPointer = unalias(recv).kind === 'Pointer';
  const carries = [recv, ...(isPointer ? [] : [newPointer(recv)])].find(
    (type) => implementsInterface(type, interfaceType) === 'yes',
  );
  if (carries === undefined) return undefined;
  return sentence`the operand is a ${typeString(interfaceType, packageNameQualifier)}, which ${typeString(carries, packageNameQualifier)} implements`;
}

/** With the body that it stands in, what its conditions test is known too. */
export function siteOf(call: Call, body?: Body): CallSite {
  const { node } = call;
  return {
    pos: node.pos,
    end: node.end,
    lparen: node.lparen,
    mode: classify(node, call.fn).mode,
    kind: call.kind,
    guards: guardsOf(call.condition, body),
    switchedOn: [],
  };
}
