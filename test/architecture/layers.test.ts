// The architecture holds: src/ obeys the layer table, and the rules themselves can fail.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { layers } from './layer-table.js';
import { forbiddenImports, importCycles, layerOf, type Sources, untidyFiles, worldlyFiles } from './rules.js';
import { importsOf, worldlyWords } from './source-scan.js';

function readSources(): Sources {
  const names = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.split('\\').join('/'))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join('src', name), 'utf8')]));
}

describe('src', () => {
  const sources = readSources();

  test('is there', () => {
    assert.ok(sources.size > 20, `${sources.size} files`);
  });
  test('imports only what the layer table allows', () => {
    assert.deepEqual(forbiddenImports(sources), []);
  });
  test('has no import cycle at run time', () => {
    assert.deepEqual(importCycles(sources), []);
  });
  test('touches the outside world in cli only', () => {
    assert.deepEqual(worldlyFiles(sources), []);
  });
  test('has files of one concept each, with a comment at the top', () => {
    assert.deepEqual(untidyFiles(sources), []);
  });
  test('has code for every layer but those that ARCHITECTURE.md says are not there yet', () => {
    const inUse = new Set([...sources.keys()].map((file) => layerOf(file)?.name));
    const told = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| `([\w/]+)` \|(.*)$/gm)];
    assert.deepEqual(told.map((row) => row[1]).sort(), layers.map((layer) => layer.name).sort());
    for (const [, name, row = ''] of told) assert.equal(row.includes('not there yet'), !inUse.has(name), name);
  });
});

describe('the layer table', () => {
  test('points down only', () => {
    const seen = new Set<string>();
    for (const layer of layers) {
      for (const name of layer.mayImport) assert.ok(seen.has(name), `${layer.name} imports ${name}`);
      seen.add(layer.name);
    }
  });
  test('gives each line a reason of its own', () => {
    assert.equal(new Set(layers.map((layer) => layer.reason)).size, layers.length);
  });
  test('finds the layer of a file', () => {
    assert.equal(layerOf('go/types/type.ts')?.name, 'go/types');
    assert.equal(layerOf('go/other.ts'), undefined);
  });
});

describe('the rules', () => {
  const one = (file: string, text: string): Sources => new Map([[file, text]]);

  test('see an import against the direction', () => {
    assert.equal(forbiddenImports(one('render/tree.ts', "import { x } from '#chain/chain.js';\n")).length, 1);
    assert.equal(forbiddenImports(one('render/tree.ts', "import type { x } from '#chain/chain.js';\n")).length, 1);
    assert.deepEqual(forbiddenImports(one('render/tree.ts', "import { x } from '#report/report.js';\n")), []);
  });
  test('see a relative import that leaves its layer, and a layer importing itself by name', () => {
    assert.equal(forbiddenImports(one('go/types/x.ts', "import { y } from '../syntax/ast.js';\n")).length, 1);
    assert.equal(forbiddenImports(one('go/types/x.ts', "import { y } from '#go/types/type.js';\n")).length, 1);
    assert.deepEqual(forbiddenImports(one('go/types/x.ts', "import { y } from './type.js';\n")), []);
  });
  test('see the parser outside go/syntax, and Node outside cli', () => {
    const load = "const parser = require('tree-sitter');\n";
    assert.equal(forbiddenImports(one('go/types/x.ts', load)).length, 1);
    assert.deepEqual(forbiddenImports(one('go/syntax/x.ts', load)), []);
    assert.equal(forbiddenImports(one('app/x.ts', "import { readFileSync } from 'node:fs';\n")).length, 1);
    assert.deepEqual(forbiddenImports(one('cli/x.ts', "import { readFileSync } from 'node:fs';\n")), []);
  });
  test('see a file in no layer', () => {
    assert.equal(forbiddenImports(one('helpers/x.ts', '')).length, 1);
  });
  test('see a cycle at run time, and let one of types be', () => {
    const cycle = (kind: string): Sources =>
      new Map([
        ['base/a.ts', "import { b } from './b.js';\n"],
        ['base/b.ts', `import ${kind}{ a } from './a.js';\n`],
      ]);
    assert.equal(importCycles(cycle('')).length, 1);
    assert.deepEqual(importCycles(cycle('type ')), []);
  });
  test('see the outside world, but not its words in text', () => {
    for (const code of ['a.localeCompare(b)', 'process.env.X', 'console.log(1)', 'Date.now()', 'Math.random()']) {
      assert.equal(worldlyWords(`x = ${code};`).length, 1, code);
      assert.deepEqual(worldlyWords(`// ${code}\nconst s = '${code}', t = \`${code}\`;`), [], code);
      assert.equal(worldlyWords(`const t = \`a \${${code}} {\`;`).length, 1, code);
    }
    assert.deepEqual(worldlyWords("const quote = /['\"]/.test(a); b = 'process.env'; c = /[/]'/;"), []);
  });
  test('see long files, bare files and odd names', () => {
    assert.equal(untidyFiles(one('base/x.ts', `// Top.\n${'x\n'.repeat(800)}`)).length, 1);
    assert.equal(untidyFiles(one('base/x.ts', 'const a = 1;\n')).length, 1);
    assert.equal(untidyFiles(one('base/fileSystem.ts', '// Top.\n')).length, 1);
    assert.deepEqual(untidyFiles(one('cli/main.ts', '#!/usr/bin/env node\n// Top.\n')), []);
  });
  test('read every form of import', () => {
    const source = [
      "import a from 'a';",
      "import type { B } from 'b';",
      'import {',
      '  type C,',
      '  d,',
      "} from 'c';",
      "export * as e from 'e';",
      "import 'f';",
      "const g = await import('g');",
      "// import 'h';",
      "export const i = from('i');",
    ].join('\n');
    assert.deepEqual(
      importsOf(source).map((entry) => (entry.typeOnly ? `type ${entry.from}` : entry.from)),
      ['a', 'type b', 'c', 'e', 'f', 'g'],
    );
  });
});
