// Whether CloseRequest closes the TCP connection: not on the goroutine of the caller, and otherwise only under an error, in
// a goroutine that was started for the request.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultRenderOptions } from '#render/options.js';
import { renderTree } from '#render/tree.js';
import { ask, edgeOf, nameOf } from './example.js';

const close = '(*net.conn).Close';

describe('the way to (*net.conn).Close', () => {
  test('is not there on the same goroutine, and the answer says what was searched', () => {
    const report = ask({ to: close, sameGoroutine: true });
    const answer = report.path;
    assert.ok(answer !== undefined);
    assert.equal(answer.found, false);
    assert.deepEqual(answer.paths, []);
    assert.match(
      answer.text,
      /^No path on the same goroutine leads from \(\*BidiStreamForClient\)\.CloseRequest to \(\*net\.conn\)\.Close/,
    );
    // CloseRequest itself, what it calls down to the pipe, and both Once.
    assert.ok(answer.searched.functions >= 12, `${answer.searched.functions} functions`);
    assert.ok(answer.searched.sites >= answer.searched.functions, `${answer.searched.sites} sites`);
    const text = renderTree(report, defaultRenderOptions);
    assert.ok(text.includes(`searched ${answer.searched.functions} functions and ${answer.searched.sites} call sites`));
  });

  test('starts a goroutine on every way that there is, and closes under an error only', () => {
    const report = ask({ to: close });
    const answer = report.path;
    assert.ok(answer !== undefined);
    assert.equal(answer.found, answer.paths.length > 0);
    for (const { hops, conditions } of answer.paths) {
      const edges = hops.map((id) => edgeOf(report, id));
      const names = edges.map((edge) => nameOf(report, edge.callee));
      const start = edges.findIndex((edge) => edge.kind === 'go');
      assert.equal(names[start], '(*T.duplexHTTPCall).makeRequest');
      assert.equal(names.at(-1), close);
      assert.ok(
        conditions.some((text) => /\berr\b[^!]*!= nil|werr != nil/.test(text) && !text.startsWith('if !')),
        conditions.join('; '),
      );
      // What a graph without contexts answers with: another user of sync.Once, another owner of a connection.
      for (const name of names) assert.doesNotMatch(name, /getty|afterFuncCtx|handshakeContext|crypto\/tls/);
    }
  });
});
