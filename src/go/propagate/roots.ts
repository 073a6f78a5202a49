// Where a program begins: main, the initialization of every package that belongs to it, its tests, and of a library the
// functions that others can call.

import type { Unit } from '#go/syntax/source-file.js';
import type { Func, Package } from '#go/types/object.js';
import { isExportedName } from '#go/types/object.js';
import { newPointer, newSlice, unalias } from '#go/types/type.js';
import { hasCall } from './emit.js';
import type { Engine } from './engine.js';
import { contentNode } from './heap.js';
import { paramNode, resultNode } from './parameters.js';
import { silent, step } from './solver.js';
import { elementPart } from './value.js';

/** `main`: the main functions. `exported`: what code outside can call. `tests`: what `go test` runs. */
export type RootKind = 'main' | 'exported' | 'tests';

/** Reaches what a package's initialization runs: its init functions, and initial values that call something. */
export function reachInitialization(engine: Engine, pkg: Package): void {
  for (const file of pkg.files) {
    for (const unit of file.units) {
      if (unit.kind === 'func' && unit.recvTypeName === undefined && unit.names[0]?.name === 'init')
        reachUnit(engine, unit);
      else if (unit.kind === 'var') {
        if (mayCall(unit)) reachInitialValues(engine, unit);
        engine.fields.addInitial(unit);
      }
    }
  }
}

/** A look at the text: most variables are set to something that calls nothing. */
function mayCall(unit: Unit): boolean {
  const { base, bytes } = unit.file.text;
  const end = unit.end - base;
  for (let i = unit.pos - base; i < end; i++) if (bytes[i] === 0x28) return true;
  return false;
}

function reachInitialValues(engine: Engine, unit: Unit): void {
  if (unit.decl.kind !== 'GenDecl') return;
  for (const spec of unit.decl.specs) {
    if (spec.kind === 'VarSpec' && spec.values.some((value) => hasCall(value)))
      engine.reach(engine.frameOf(engine.functions.ofInitializer(spec, unit)));
  }
}

function reachUnit(engine: Engine, unit: Unit): void {
  const fn = engine.functions.ofUnit(unit);
  if (fn?.body !== undefined) engine.reach(engine.frameOf(fn));
}

export function reachMain(engine: Engine, pkg: Package): void {
  for (const unit of unitsOf(pkg))
    if (unit.kind === 'func' && unit.recvTypeName === undefined && unit.names[0]?.name === 'main')
      reachUnit(engine, unit);
}

/** The exported functions, and the exported methods of exported types. */
export function reachExported(engine: Engine, pkg: Package): void {
  for (const unit of unitsOf(pkg)) {
    if (unit.kind !== 'func' || !isExportedName(unit.names[0]?.name ?? '_')) continue;
    if (unit.recvTypeName === undefined || isExportedName(unit.recvTypeName)) reachUnit(engine, unit);
  }
}

function* unitsOf(pkg: Package): Iterable<Unit> {
  for (const file of pkg.files) yield* file.units;
}

const testKinds: readonly {
  readonly prefix: string;
  readonly type: string;
  readonly field: string;
  readonly param: number;
}[] = [
  { prefix: 'Test', type: 'InternalTest', field: 'F', param: 1 },
  { prefix: 'Benchmark', type: 'InternalBenchmark', field: 'F', param: 2 },
  { prefix: 'Fuzz', type: 'InternalFuzzTarget', field: 'Fn', param: 3 },
  { prefix: 'Example', type: 'InternalExample', field: 'F', param: 4 },
];

/**
 * What the generated main of a test binary does (cmd/go/internal/load/test.go): hands the tests to testing.MainStart
 * and runs what it returns, or calls TestMain with it.
 */
export function reachTests(
  engine: Engine,
  packages: readonly Package[],
  testing: Package,
  deps: Package | undefined,
): void {
  const start = functionNamed(engine, testing, 'MainStart');
  const run = methodNamed(engine, testing, 'M', 'Run');
  if (start === undefined || run === undefined) return;
  const { solver, values } = engine;
  const frame = engine.frameOf(start);
  engine.reach(frame);
  const m = newPointer(testing.lookup('M')?.kind === 'TypeName' ? typeNamed(testing, 'M') : typeNamed(testing, 'T'));
  const runner = paramNode(engine, engine.frameOf(run), -1);
  engine.reach(engine.frameOf(run));
  const result = resultNode(engine, frame, 0);
  solver.connect(result, runner, silent, values.retyping(m));
  const testDeps = deps?.lookup('TestDeps');
  if (testDeps?.kind === 'TypeName') solver.add(paramNode(engine, frame, 0), values.data(testDeps.type), silent);
  for (const { prefix, type, field, param } of testKinds) {
    const record = typeNamed(testing, type);
    const slice = values.newObject('alloc', values.canonical(newSlice(record)), 0);
    solver.add(paramNode(engine, frame, param), values.object(slice, newSlice(record)), silent);
    const element = values.newObject('alloc', values.canonical(record), 0);
    solver.add(contentNode(engine, slice, elementPart), values.object(element, record), silent);
    const holder = contentNode(engine, element, field);
    for (const pkg of packages) {
      for (const unit of testUnits(pkg, prefix)) {
        const fn = engine.functions.ofUnit(unit);
        if (fn?.object === undefined || fn.body === undefined) continue;
        solver.add(holder, values.function(fn, fn.object, fn, undefined, fn.object.type), step('function', fn.pos));
      }
    }
  }
  for (const pkg of packages) {
    const main = functionNamed(engine, pkg, 'TestMain');
    if (main === undefined) continue;
    engine.reach(engine.frameOf(main));
    solver.connect(result, paramNode(engine, engine.frameOf(main), 0), silent);
  }
}

function* testUnits(pkg: Package, prefix: string): Iterable<Unit> {
  for (const file of pkg.files) {
    if (!file.text.path.endsWith('_test.go')) continue;
    for (const unit of file.units) {
      const name = unit.names[0]?.name ?? '';
      if (
        unit.kind === 'func' &&
        unit.recvTypeName === undefined &&
        name.startsWith(prefix) &&
        name !== 'TestMain' &&
        !/^\p{Ll}/u.test(name.slice(prefix.length))
      )
        yield unit;
    }
  }
}

function typeNamed(pkg: Package, name: string): ReturnType<typeof unalias> {
  const object = pkg.lookup(name);
  return object?.kind === 'TypeName'
    ? unalias(object.type)
    : { kind: 'Unknown', reason: `package ${pkg.path} has no type ${name}` };
}

function functionNamed(engine: Engine, pkg: Package, name: string): ReturnType<Engine['fnOf']> {
  const object = pkg.lookup(name);
  return object?.kind === 'Func' ? engine.fnOf(object) : undefined;
}

function methodNamed(engine: Engine, pkg: Package, type: string, name: string): ReturnType<Engine['fnOf']> {
  const named = typeNamed(pkg, type);
  const method: Func | undefined =
    named.kind === 'Named' ? named.methods.find((candidate) => candidate.name === name) : undefined;
  return method === undefined ? undefined : engine.fnOf(method);
}
