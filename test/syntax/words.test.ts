// Names read from tokens are those of the tree; what the index of words says is what a search of the text finds.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { FileWords, toWord } from '#go/syntax/file-words.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import type { Unit } from '#go/syntax/source-file.js';
import { wordsOf } from '#go/syntax/unit-words.js';
import { walk } from '#go/syntax/walk.js';
import { WordIndex } from '#go/syntax/word-index.js';
import { afterDot, assigned, called, literal, set, standingBits } from '#go/syntax/word-standing.js';
import { load } from './read.js';
import { dubboGo, goFiles, readText, standardLibrary } from './real-files.js';

function treeWords(unit: Unit): { names: Set<string>; selectors: Set<string> } {
  const names = new Set<string>();
  const selectors = new Set<string>();
  walk(unit.decl, (node, parent) => {
    if (node.kind !== 'Ident') return true;
    if (parent?.kind === 'SelectorExpr' && parent.sel === node) selectors.add(node.name);
    else if (parent?.kind !== 'KeyValueExpr' || parent.key !== node) names.add(node.name);
    return true;
  });
  return { names, selectors };
}

describe('words of a declaration', () => {
  it('are those of its tree', () => {
    const source = `package p
func f(a ...b) { /* no */ x := T{K: v, L: w, 'c': "no", M: []int{1: one}}
outer: // label
	for i := range y[lo:hi] { inner:
		switch z.(type) { case A, pkg.B: goto end; case C: continue outer; default: break inner }
		select { case d, ok := <-ch: use(d, ok); case e <- 0x1p-2: }
	}
end:
	m.
		Method().Field = 1.e3 + .5
	_ = map[k]V{key: {sub: 1}, other: 2}
}`;
    const [unit] = load(source).units;
    assert.ok(unit !== undefined);
    assert.deepEqual(wordsOf(unit), treeWords(unit));
    assert.ok(wordsOf(unit).names.has('outer') && !wordsOf(unit).names.has('K') && !wordsOf(unit).names.has('no'));
  });

  it('in real code', () => {
    let count = 0;
    for (const path of [...goFiles(join(standardLibrary(), 'net')), ...goFiles(dubboGo())]) {
      const file = loadSourceFile(readText(path), parseDeclaration);
      for (const unit of file.units) {
        count++;
        const words = wordsOf(unit);
        const wanted = treeWords(unit);
        const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
          a.size === b.size && [...a].every((word) => b.has(word));
        if (!isSame(words.names, wanted.names) || !isSame(words.selectors, wanted.selectors))
          assert.deepEqual(words, wanted, `${path} ${unit.names[0]?.name}`);
      }
    }
    assert.ok(count > 10_000);
  });
});

describe('words of a file', () => {
  const source = `package p
func one() { x.F(); x.F = 1; y.F, y.G = 1, 2; use(y.H, 1) }
func two() *T { return nil }
func three() { _ = []*T{{1}}; _ = T{F: 1}; _ = x.F == 1 }
type U map[T]int
func four(t T) []pkg.T { F := 1; return nil }
`;
  const file = load(source);
  const words = new FileWords(file);
  const inWhich = (word: string, ways: number): string[] => {
    const found: Unit[] = [];
    words.collect(toWord(word), ways, found);
    return found.map((unit) => unit.names[0]?.name ?? '');
  };

  it('are in the declarations that hold them', () => {
    assert.deepEqual(inWhich('T', 0), ['two', 'three', 'U', 'four']);
    assert.deepEqual(inWhich('F', 0), ['one', 'three', 'four']);
    assert.deepEqual(inWhich('p', 0), []);
    assert.deepEqual(inWhich('nothing', 0), []);
  });

  it('stand in one way or another', () => {
    assert.deepEqual(inWhich('F', afterDot), ['one', 'three']);
    assert.deepEqual(inWhich('F', called), ['one']);
    assert.deepEqual(inWhich('F', set), ['one', 'three']);
    assert.deepEqual(inWhich('G', set), ['one']);
    assert.deepEqual(inWhich('H', set), []);
    // A result that is no pointer looks like a literal; one that is a pointer does not.
    assert.deepEqual(inWhich('T', literal), ['three', 'U', 'four']);
  });

  it('stand after a dot at the end of a line before', () => {
    const chained = new FileWords(
      load(`package p
func one() { x.
	F() }
func two() { x. // a dot // and this

	// and that
	F(). /* why */ G = 1
}
var x = 1 // no dot.

func F() {
	// Here
	F() /*.*/
	// x.F
}
`),
    );
    const holders = (word: string, ways: number): string[] => {
      const found: Unit[] = [];
      chained.collect(toWord(word), ways, found);
      return found.map((unit) => unit.names[0]?.name ?? '');
    };
    assert.deepEqual(holders('F', called), ['one', 'two']);
    assert.deepEqual(holders('G', assigned), ['two']);
  });

  it('in real code', () => {
    let count = 0;
    for (const path of [...goFiles(join(standardLibrary(), 'net')), ...goFiles(dubboGo())]) {
      const file = loadSourceFile(readText(path), parseDeclaration);
      const words = new FileWords(file);
      const holds = (unit: Unit, word: string, ways: number): boolean => {
        const found: Unit[] = [];
        words.collect(toWord(word), ways, found);
        return found.includes(unit);
      };
      for (const unit of file.units) {
        walk(unit.decl, (node) => {
          if (node.kind === 'SelectorExpr')
            assert.ok(holds(unit, node.sel.name, afterDot), `${path} ${unit.names[0]?.name} .${node.sel.name}`);
          if (node.kind !== 'AssignStmt' || node.op !== '=') return true;
          for (const target of node.lhs) {
            if (target.kind !== 'SelectorExpr') continue;
            count++;
            assert.ok(holds(unit, target.sel.name, assigned), `${path} ${unit.names[0]?.name} .${target.sel.name} =`);
          }
          return true;
        });
      }
    }
    assert.ok(count > 1000);
  });

  it('are found in the texts that hold them', () => {
    const index = new WordIndex();
    const texts = goFiles(join(standardLibrary(), 'net/http')).map((path) => readText(path).bytes);
    for (const bytes of texts) index.add(bytes);
    for (const word of ['Request', 'Body', 'RoundTrip', 'the', 'h2c', 'noSuchNameAnywhere']) {
      const found = new Set(index.textsWith(word).map((text) => text >> standingBits));
      texts.forEach((bytes, text) => {
        if (new RegExp(`\\b${word}\\b`).test(Buffer.from(bytes).toString('latin1'))) assert.ok(found.has(text), word);
      });
      if (word.startsWith('no')) assert.equal(found.size, 0);
    }
    const [bytes = new Uint8Array()] = [Buffer.from('a.F = 1; b.G(')];
    const one = new WordIndex();
    assert.equal(one.add(bytes), 0);
    assert.deepEqual(one.textsWith('F'), [afterDot | set | assigned]);
    assert.deepEqual(one.textsWith('G'), [afterDot | called]);
    assert.deepEqual(one.textsWith('a'), [0]);
  });
});
