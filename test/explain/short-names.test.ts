import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Naming, shortNames, shortType } from '#explain/short-names.js';
import type { FunctionInfo } from '#program/graph.js';

const naming: Naming = {
  home: 'example.com/m/v2',
  packageName: (path) => (path === 'example.com/m/v2' ? 'm' : path.slice(path.lastIndexOf('/') + 1)),
  lineOf: (fn) => fn.pos,
};

function short(...names: (readonly [string, string])[]): string[] {
  const functions = names.map(
    ([packagePath, name], i): FunctionInfo => ({
      id: i,
      name,
      packagePath,
      pos: i + 1,
      end: i + 1,
      hasBody: true,
      noOp: undefined,
      baseName: '',
    }),
  );
  const found = shortNames(functions, naming);
  return functions.map((fn) => found.get(fn) ?? '?');
}

describe('short names', () => {
  it('leave out the home package', () => {
    assert.deepEqual(
      short(
        ['example.com/m/v2', '(*example.com/m/v2.T).M'],
        ['example.com/m/v2', 'example.com/m/v2.F'],
        ['net/http', '(*net/http.Client).Do'],
        ['sync', '(sync.X).Y'],
      ),
      ['(*T).M', 'F', '(*http.Client).Do', '(sync.X).Y'],
    );
  });

  it('call literals by the function around them, as long as they must', () => {
    assert.deepEqual(short(['p', 'p.F$1']), ['func literal in F']);
    assert.deepEqual(short(['p', '(*p.A).M$1'], ['p', '(*p.B).M$1']), [
      'func literal in (*p.A).M',
      'func literal in (*p.B).M',
    ]);
    assert.deepEqual(short(['p', 'p.F$1'], ['p', 'p.F$2']), ['func literal in F', 'func literal (line 2) in F']);
  });

  it('tell packages of one name apart', () => {
    assert.deepEqual(short(['a/http', 'a/http.F'], ['b/http', 'b/http.F']), ['a/http.F', 'b/http.F']);
  });

  it('leave out the home package in types, and only that', () => {
    assert.equal(shortType('map[m.K]*m.T', naming), 'map[K]*T');
    assert.equal(shortType('*am.T', naming), '*am.T');
    assert.equal(shortType('x.m.T', naming), 'x.m.T');
  });
});
