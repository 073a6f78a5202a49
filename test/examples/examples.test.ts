// The Go programs of examples/ are real ones: they compile as they stand, with the module versions their go.sum names.
// Needs Go and the modules in Go's cache; fails without, since the examples are what the demo traces.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const folders = ['examples/dubbo-go-bidi', 'examples/dubbo-go-app'];

for (const folder of folders) {
  test(`${folder} compiles`, () => {
    // Without cgo: the answer must not depend on a C compiler.
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    const vet = spawnSync('go', ['vet', './...'], { cwd: folder, encoding: 'utf8', env });
    assert.equal(vet.error, undefined, 'Go is needed to compile the examples: see https://go.dev/dl/');
    assert.equal(vet.status, 0, vet.stderr);
  });

  test(`${folder} requires the dubbo-go that the README speaks of`, () => {
    assert.match(readFileSync(`${folder}/go.mod`, 'utf8'), /\n\tdubbo\.apache\.org\/dubbo-go\/v3 v3\.2\.0-rc2\n/);
  });
}
