// Which calls a trace follows. A package that does not import the transport can come back to it only through what it
// is handed; handed nothing that carries calls, it is left out. Values passed as `any` or `error` count as nothing:
// only methods found by type assertion could come back, and the report says that they were not followed.

import type { Entry, Policy } from '#go/flow/explore.js';
import type { Fn } from '#go/flow/function.js';
import { isPlainInterface, namedStruct } from '#go/flow/type-shape.js';
import { type Type, unalias, under } from '#go/types/type.js';
import { opaquePackages, socketPackage, transportOperations, transportPackages } from '#models/transport.js';
import type { Program } from './program-source.js';

/** Struct fields are looked into this deep for interfaces and functions; deeper nesting counts as carrying. */
const nestingLimit = 6;

/** `target` is the function that a way is looked for to; code that reaches its package is followed too. */
export function createTracePolicy(program: Program, isTarget: (fn: Fn) => boolean, target?: Fn): Policy {
  const boundaries = new Set(transportPackages.map((item) => item.path));
  const targets = [socketPackage];
  if (target !== undefined && !transportOperations.has(target.name)) {
    boundaries.delete(target.pkg.path);
    if (target.pkg.path !== socketPackage) targets.push(target.pkg.path);
  }
  const answers = new Map<Fn, Entry | 'ask'>();
  const carries = new Map<Type, boolean>();

  const holdsChannel = (type: Type, depth: number): boolean => {
    if (depth > nestingLimit) return false;
    const u = under(type);
    if (u.kind === 'Chan') return true;
    if (u.kind === 'Pointer') return depth === 0 && holdsChannel(u.elem, depth + 1);
    return u.kind === 'Struct' && u.fields.some((field) => holdsChannel(field.type, depth + 1));
  };

  const carriesBehavior = (type: Type, depth: number): boolean => {
    const t = unalias(type);
    const known = carries.get(t);
    if (known !== undefined) return known;
    carries.set(t, false);
    const answer = computeCarries(t, depth);
    carries.set(t, answer);
    return answer;
  };
  const computeCarries = (t: Type, depth: number): boolean => {
    if (depth > nestingLimit) return true;
    if (t.kind === 'TypeParam') return false;
    const u = under(t);
    switch (u.kind) {
      case 'Signature':
        return true;
      case 'Interface':
        return !isPlainInterface(t);
      case 'Chan':
        return true;
      case 'Pointer':
      case 'Slice':
      case 'Array':
        return carriesBehavior(u.elem, depth + 1);
      case 'Map':
        return carriesBehavior(u.elem, depth + 1) || carriesBehavior(u.key, depth + 1);
      case 'Struct': {
        const named = namedStruct(t);
        if (named?.named.obj.pkg !== undefined && opaquePackages.has(named.named.obj.pkg.path)) return false;
        if (named?.named.obj.pkg !== undefined && program.reaches(named.named.obj.pkg.path, targets)) return true;
        return u.fields.some((field) => carriesBehavior(field.type, depth + 1));
      }
      default:
        return false;
    }
  };

  const decide = (fn: Fn): Entry | 'ask' => {
    if (isTarget(fn) && !boundaries.has(fn.pkg.path)) return 'enter';
    if (boundaries.has(fn.pkg.path)) return 'boundary';
    // What the question is about is followed whatever it reaches.
    if (program.isMain(fn.pkg.path) || program.reaches(fn.pkg.path, targets)) return 'enter';
    const { signature } = fn;
    if (signature === undefined) return 'fold';
    const recv = fn.object?.type.recv;
    // What shares a channel with somebody may wake him.
    if (recv !== undefined && holdsChannel(recv.type, 0)) return 'enter';
    if (signature.params.vars.some((param) => carriesBehavior(param.type, 0))) return 'ask';
    return recv !== undefined && carriesBehavior(recv.type, 0) ? 'ask' : 'fold';
  };

  return {
    isOfInterest: (path) => program.isMain(path) || program.reaches(path, targets),
    entry(reached): Entry | 'ask' {
      const { fn } = reached;
      if (fn === undefined || reached.frame === undefined)
        return fn !== undefined && boundaries.has(fn.pkg.path) ? 'boundary' : 'fold';
      // A literal belongs to the code that made it: it is followed wherever it is called.
      if (fn.kind === 'literal') return boundaries.has(fn.pkg.path) ? 'boundary' : 'enter';
      let answer = answers.get(fn);
      if (answer === undefined) {
        answer = decide(fn);
        answers.set(fn, answer);
      }
      return answer;
    },
  };
}
