// The other questions on the stream of the example: what CloseResponse and Receive run begins with a response that another
// goroutine fetched, by the client of this program. T is triple_protocol, H is golang.org/x/net/http2.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderMermaid } from '#render/mermaid.js';
import { defaultRenderOptions } from '#render/options.js';
import { renderTree } from '#render/tree.js';
import type { Report } from '#report/report.js';
import { ask, edgeOf, follow, hopText, lineOf, nameOf, onlyChain } from './example.js';

function calleesAt(report: Report, place: string): string[] {
  return [
    ...new Set(report.edges.filter((edge) => lineOf(edge.site) === place).map((edge) => nameOf(report, edge.callee))),
  ].sort();
}

/** What of a trace lies in net/http but its client, which is where the program's own transport is called. */
function ofOtherTransports(report: Report): string[] {
  return onlyChain(report)
    .hops.map((hop) => hopText(report, hop))
    .filter((name) => /net\/http\.(http2|persistConn|Transport|body\b|readWriteCloserBody|cancelTimerBody)/.test(name));
}

describe('CloseResponse', () => {
  const report = ask({ roots: ['BidiStreamForClient.CloseResponse'] });
  const closeRead = [
    '(*T.BidiStreamForClient).CloseResponse',
    '(*T.errorTranslatingClientConn).CloseResponse',
    '(*T.grpcClientConn).CloseResponse',
    '(*T.duplexHTTPCall).CloseRead',
  ];

  test('waits for what makeRequest does, which it does not start', () => {
    const wait = follow(report, undefined, ...closeRead, '(*T.duplexHTTPCall).BlockUntilResponseReady');
    assert.match(wait.stop?.text ?? '', /waits on the channel responseReady, which .*makeRequest closes/);
  });

  test('draws who ends that wait, on a goroutine that nothing here starts', () => {
    const { handoffs, hops } = onlyChain(report);
    const closing = handoffs
      .map((id) => edgeOf(report, id))
      .filter((edge) => nameOf(report, edge.callee) === '(*T.duplexHTTPCall).BlockUntilResponseReady');
    assert.deepEqual(
      closing.map((edge) => [nameOf(report, edge.caller), lineOf(edge.site), lineOf(edge.wait)]),
      [['(*T.duplexHTTPCall).makeRequest', 'duplex_http_call.go:263', 'duplex_http_call.go:251']],
    );
    assert.ok(!hops.some((hop) => hopText(report, hop) === '(*T.duplexHTTPCall).makeRequest'));
    const text = renderTree(report, defaultRenderOptions).replace(/[\s│]+/g, ' ');
    assert.match(text, /woken by \(\*duplexHTTPCall\)\.makeRequest in a goroutine that nothing here starts/);
    assert.match(renderMermaid(report), /goroutines that nothing here starts/);
  });

  test('drains the body first, which waits on the condition of the pipe', () => {
    const read = follow(
      report,
      undefined,
      ...closeRead,
      'T.discard',
      'io.Copy',
      'io.copyBuffer',
      '(io.discard).ReadFrom',
      '(*io.LimitedReader).Read',
      '(H.transportResponseBody).Read',
      '(*H.pipe).Read',
    );
    assert.match(read.stop?.text ?? '', /waits on the condition c/);
  });

  test('closes the body of the transport that the program has, and of no other', () => {
    assert.ok(calleesAt(report, 'duplex_http_call.go:191').includes('(H.transportResponseBody).Close'));
    assert.deepEqual(ofOtherTransports(report), []);
    assert.ok(!onlyChain(report).hops.some((hop) => hopText(report, hop) === '(*net.conn).Close'));
  });
});

describe('Receive', () => {
  const report = ask({ roots: ['BidiStreamForClient.Receive'] });

  test('reads the body of the transport that the program has, and of no other', () => {
    assert.ok(calleesAt(report, 'duplex_http_call.go:175').includes('(H.transportResponseBody).Read'));
    assert.deepEqual(ofOtherTransports(report), []);
  });
});

describe('Send', () => {
  const report = ask({ roots: ['BidiStreamForClient.Send'] });

  test('says that the goroutine that takes what is sent may wait for flow control', () => {
    assert.ok(
      report.answer.some((sentence) => /writeRequestBody.* may be waiting itself.*transport\.go:2018/.test(sentence)),
    );
    assert.deepEqual(calleesAt(report, 'transport.go:2018'), ['(*H.ClientConn).condWait']);
  });
});

describe('CloseRequest', () => {
  const report = ask();

  test('lets the goroutine that reads the pipe go on to end the stream', () => {
    assert.ok(
      report.answer.some((sentence) => /half-close the stream by .*WriteData with endStream true/.test(sentence)),
    );
    assert.deepEqual(calleesAt(report, 'transport.go:1973'), ['(*H.Framer).WriteData']);
  });

  test('names the type of connection that belongs to the network', () => {
    const closes = report.edges.filter((edge) => lineOf(edge.site) === 'transport.go:1086');
    assert.ok(closes.length > 0);
    for (const { reason } of closes) assert.match(reason, /^cc\.tconn holds \*net\.TCPConn, made/);
  });

  test('names the transports that are ruled out, those that have a name first', () => {
    const [edge] = report.edges.filter((one) => nameOf(report, one.callee) === '(*H.Transport).RoundTrip');
    const names = edge?.pruned.map(({ name }) => name) ?? [];
    assert.ok(names.includes('*http.Transport') && names.includes('*http2.ClientConn'), names.join(', '));
  });

  test('shows who wakes the goroutines that it starts', () => {
    const woken = onlyChain(report)
      .handoffs.map((id) => edgeOf(report, id))
      .map((edge) => `${nameOf(report, edge.caller)} ${nameOf(report, edge.callee)}`);
    assert.ok(woken.includes('(*H.clientConnReadLoop).endStream (*H.clientStream).writeRequest'));
    assert.ok(woken.includes('(*H.clientConnReadLoop).processHeaders (*H.ClientConn).roundTrip'));
  });

  test('numbers goroutines alike in any view', () => {
    const lanesOf = (of: Report): string[] => onlyChain(of).lanes.map(({ title }) => title);
    const usual = lanesOf(report);
    assert.deepEqual(lanesOf(ask({ detail: 'full' })).slice(0, usual.length), usual);
  });
});
