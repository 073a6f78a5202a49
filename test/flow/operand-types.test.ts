// What is said of operands without checking bodies is compared with what the checker finds: a declaration that selects an
// object, or a method of an interface, must not have been passed over. On real packages and on shapes that mislead.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { Program } from '#app/program-source.js';
import type { FileSystem } from '#base/file-system.js';
import { SourceSet } from '#base/position.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { OperandTypes } from '#go/flow/operand-types.js';
import { walk } from '#go/syntax/walk.js';
import { type Checker, createChecker } from '#go/types/checker.js';
import type { Func, Var } from '#go/types/object.js';
import { openWorkspace } from '#go/workspace/workspace.js';
import { memoryFileSystem } from '../support/memory-file-system.js';
import { dubboGo, standardLibrary } from '../syntax/real-files.js';

interface Count {
  /** Selectors whose object was said to be possible, as it must be. */
  selected: number;
  /** Objects of the same name elsewhere that were ruled out for a declaration. */
  ruledOut: number;
}

function open(fs: FileSystem, dir: string, goroot: string | undefined, modcache: string | undefined): Checker {
  const workspace = openWorkspace(fs, {
    dir,
    goroot,
    modcache,
    goos: 'linux',
    goarch: 'amd64',
    cgo: false,
    tags: [],
    goVersion: 'go1.26',
  });
  const program = new Program(workspace, new SourceSet(), { main: workspace.mainPackages(), tests: false });
  return createChecker(program, { goos: 'linux', goarch: 'amd64' });
}

/** Asks for every selector of a package, first of checkers that have not looked at its bodies. */
function check(opened: () => Checker, path: string): Count {
  const exact = opened();
  const lazy = opened();
  const operands = new OperandTypes(lazy);
  const count = { selected: 0, ruledOut: 0 };
  const unitsOf = (checker: Checker) => checker.package(path).files.flatMap((file) => file.units);
  const selectedIn = new Map<string, Set<Func | Var>[]>();
  const exactUnits = unitsOf(exact);
  exactUnits.forEach((unit, index) => {
    const info = exact.info(unit);
    walk(unit.decl, (node) => {
      const object = node.kind === 'SelectorExpr' ? info.uses.get(node.sel) : undefined;
      if (object?.kind !== 'Func' && !(object?.kind === 'Var' && object.isField)) return true;
      const all = selectedIn.get(object.name) ?? exactUnits.map(() => new Set<Func | Var>());
      all[index]?.add(object.origin);
      selectedIn.set(object.name, all);
      return true;
    });
  });
  const lazyUnits = unitsOf(lazy);
  for (const [name, byUnit] of selectedIn) {
    const objects = new Set(byUnit.flatMap((one) => [...one]));
    lazyUnits.forEach((unit, index) => {
      const own = byUnit[index] ?? new Set();
      for (const object of objects) {
        const same = twinOf(lazy, object);
        if (same === undefined) continue;
        const may = operands.maySelect(unit, same);
        if (own.has(object)) {
          assert.ok(may, `${name} of ${object.pkg?.path} in ${unit.names[0]?.name} of ${unit.file.text.path}`);
          count.selected++;
        } else if (!may) count.ruledOut++;
      }
      if ([...own].some((object) => object.kind === 'Func' && object.isInterfaceMethod))
        assert.ok(operands.maySelectOfInterface(unit, name), `${name} of an interface in ${unit.file.text.path}`);
    });
  }
  return count;
}

/** The declared function or method of another checker that is the same; undefined for fields and interfaces' methods. */
function twinOf(checker: Checker, object: Func | Var): Func | undefined {
  if (object.kind !== 'Func' || object.unit === undefined || object.pkg === undefined) return undefined;
  const { file, names } = object.unit;
  const twin = checker.package(object.pkg.path).files.find((other) => other.text.path === file.text.path);
  const at = (names[0]?.pos ?? 0) - file.text.base;
  const unit = twin?.units.find((other) => (other.names[0]?.pos ?? 0) - other.file.text.base === at);
  return unit === undefined ? undefined : checker.funcOf(unit);
}

describe('operands', () => {
  const goroot = standardLibrary().slice(0, -'/src'.length);
  const modcache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  const inDubbo = (): Checker => open(diskFileSystem, dubboGo(), goroot, modcache);

  for (const path of ['crypto/tls', 'encoding/json'])
    it(`of ${path}`, () => {
      const { selected, ruledOut } = check(inDubbo, path);
      assert.ok(selected > 300, `${selected}`);
      // Else nothing would be gained.
      assert.ok(ruledOut > selected, `${ruledOut} ruled out`);
    });

  it('of dubbo-go', () => {
    const protocol = 'dubbo.apache.org/dubbo-go/v3/protocol/triple/triple_protocol';
    const { selected, ruledOut } = check(inDubbo, protocol);
    assert.ok(selected > 300, `${selected}`);
    assert.ok(ruledOut > selected, `${ruledOut} ruled out`);
  });

  it('of names that mean two things', () => {
    const source = `package p

type a struct{ next *a; b b }
func (a) M() {}
type b struct{}
func (b) M() {}
type both[T any] struct{ v T }
func (both[T]) M() {}
func (x both[T]) get() T { return x.v }
func make2() (a, b) { return a{}, b{} }

func shadowed(x a) { x.M(); { x := x.b; x.M() } }
func loop(x *a) { for x := x; x != nil; x = x.next { x.b.M() } }
func tuple() { x, y := make2(); x.M(); y.M() }
func asserted(v any) { if x, ok := v.(b); ok { x.M() } }
func switched(v any) { switch x := v.(type) { case a: x.M(); case *b: x.M(); case interface{ M() }: x.M() } }
func ranged(m map[a]b, c chan a, s []b) { for k, v := range m { k.M(); v.M() }; for v := range c { v.M() }; for _, v := range s { v.M() } }
func seq(yield func(a, b) bool) {}
func overFunction() { for v, w := range seq { v.M(); w.M() } }
func generic[T interface{ M() }](x T) { x.M() }
func inferred() { x := both[a]{}; x.M(); x.get().M() }
func expression() { a.M(a{}); (*b).M(&b{}); f := b.M; f(b{}) }
func literal() { f := func(x ...b) { x[0].M() }; f(); func() (x a) { x.M(); return }() }
func local() { type a struct{ b }; var x a; x.M() }
func made() { x := new(a); y := make([]b, 1); x.M(); y[0].M(); (&y[0]).M(); append(y, b{})[0].M() }
`;
    const files = { '/src/go.mod': 'module example.com/m\n\ngo 1.25\n', '/src/p.go': source };
    const { selected } = check(() => open(memoryFileSystem(files), '/src', undefined, undefined), 'example.com/m');
    assert.ok(selected >= 20, `${selected}`);
  });
});
