// Places in the code as people name them.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { codePlace } from '#app/code-place.js';
import { SourceSet } from '#base/position.js';

it('a place is named by its file with any folders before it, with the version of its module or without', () => {
  const sources = new SourceSet();
  const name = 'golang.org/x/net@v0.23.0/http2/pipe.go';
  const { base } = sources.add(name, `/mod/${name}`, Buffer.from('package http2\n\nvar x int\n'));
  const at = base + 'package http2\n\n'.length;
  for (const spec of [
    'pipe.go:3',
    'http2/pipe.go:3',
    'http2/pipe.go:3:1',
    'golang.org/x/net/http2/pipe.go:3',
    'golang.org/x/net@v0.23.0/http2/pipe.go:3',
  ])
    assert.equal(codePlace(spec, sources)?.is(at), true, spec);
  for (const spec of ['pipe.go:2', 'ipe.go:3', 'golang.org/x/net@v0.24.0/http2/pipe.go:3', 'http2/pipe.go:3:2'])
    assert.equal(codePlace(spec, sources)?.is(at), false, spec);
});
