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

  test('starts a goroutine on every way that there is, and is decided by the transport in four places', () => {
    const report = ask({ to: close });
    const answer = report.path;
    assert.ok(answer !== undefined);
    const decided = answer.paths.map(({ hops, conditions, decidedBy }) => {
      const edges = hops.map((id) => edgeOf(report, id));
      const names = edges.map((edge) => nameOf(report, edge.callee));
      const start = edges.findIndex((edge) => edge.kind === 'go');
      assert.equal(names[start], '(*T.duplexHTTPCall).makeRequest');
      assert.equal(names.at(-1), close);
      // What a graph without contexts answers with: another user of sync.Once, another owner of a connection.
      for (const name of names) assert.doesNotMatch(name, /getty|afterFuncCtx|handshakeContext|crypto\/tls/);
      // No request here asks for its connection to be closed.
      for (const text of conditions) assert.doesNotMatch(text, /^isConnectionCloseRequest/);
      assert.ok(decidedBy !== undefined);
      const edge = edgeOf(report, decidedBy);
      const own = new Set(edge.guards.map(({ text }) => text));
      return `${nameOf(report, edge.caller)} ${edge.kind} ${nameOf(report, edge.callee)} ${[...own].join(' && ')}`;
    });
    assert.deepEqual(decided.sort(), [
      '(*H.ClientConn).forgetStreamID defer (*H.ClientConn).closeConn len(cc.streams) == slen-1 && closeOnIdle && cc.streamsReserved == 0 && len(cc.streams) == 0',
      '(*H.ClientConn).goRun go (*H.ClientConn).readLoop cc.syncHooks == nil',
      '(*H.Transport).newClientConn call (*H.ClientConn).Close cc.werr != nil',
      '(*H.clientStream).cleanupWriteRequest call (*H.ClientConn).Close werr != nil',
    ]);
    const text = renderTree(report, defaultRenderOptions);
    assert.match(text, /^ {2}each of them$/m);
    assert.match(text, /^ {2}through go \(\*http2\.ClientConn\)\.readLoop/m);
  });
});
