// A whole program followed: from what starts it to everything that it can reach.

import { createEngine } from '#go/propagate/create-engine.js';
import type { Engine } from '#go/propagate/engine.js';
import { Gates } from '#go/propagate/gates.js';
import { propagate } from '#go/propagate/propagate.js';
import { type RootKind, reachExported, reachInitialization, reachMain, reachTests } from '#go/propagate/roots.js';
import type { Package } from '#go/types/object.js';
import type { PackageRef } from '#go/workspace/package.js';
import type { OpenProgram } from './open-program.js';
import type { Host } from './request.js';

/** What starts the named packages: their tests, their main functions, or whoever uses them. */
export function rootKindOf(packages: readonly PackageRef[], tests: boolean): RootKind {
  if (tests) return 'tests';
  return packages.every((ref) => ref.name !== 'main') ? 'exported' : 'main';
}

export interface FollowOptions {
  /** Leave out what stands under conditions that cannot hold. */
  readonly prune: boolean;
  /** Keep how each value came to where it is. */
  readonly reasons: boolean;
  /** Follow what packages get out of reflect of what they handed in. */
  readonly reflected: boolean;
}

/** Follows everything that the named packages' functions, and what starts with them, can reach. */
export function followProgram(
  open: OpenProgram,
  named: readonly Package[],
  kind: RootKind,
  host: Host,
  options: FollowOptions,
): Engine {
  const { checker, program, sources } = open;
  const engine = createEngine(checker, options.reasons);
  engine.followsReflected = options.reflected;
  if (options.prune) engine.gates = new Gates(engine);
  const harness =
    kind === 'tests' ? [open.workspace.package('testing/internal/testdeps')].filter((ref) => ref.missing !== true) : [];
  for (const ref of [
    ...program.closure(),
    ...open.workspace.importClosure(harness, { tests: false, onMissing: () => {} }),
  ]) {
    reachInitialization(engine, checker.packageOf(program.load(ref)));
  }
  for (const pkg of named) {
    reachInitialization(engine, pkg);
    if (kind === 'main') reachMain(engine, pkg);
    else if (kind === 'exported') reachExported(engine, pkg);
  }
  if (kind === 'tests') {
    const testing = checker.package('testing');
    const deps = checker.package('testing/internal/testdeps');
    if (testing.missing === undefined)
      reachTests(engine, named, testing, deps.missing === undefined ? deps : undefined);
  }
  const follow = (): void =>
    propagate(
      engine,
      (pos) => sources.positionString(pos),
      (functions) => host.progress(`Following calls: ${functions} functions so far, in ${program.filesRead} files`),
    );
  follow();
  // Functions of the named packages that nothing calls are looked at too. What they would do with what the program has is
  // no part of what the program does.
  engine.settle();
  engine.gates?.open(named);
  for (const pkg of named) {
    for (const file of pkg.files) {
      for (const unit of file.units) {
        const fn = engine.functions.ofUnit(unit);
        if (fn?.body !== undefined) engine.reach(engine.frameOf(fn));
      }
    }
  }
  follow();
  return engine;
}
