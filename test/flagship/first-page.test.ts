// What the first page of the flagship's site tells a reader who knows nothing else: the answer to "why is my connection still
// open", what the program can do about it, and nothing that it cannot.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ruleDocuments } from '#app/rule-documents.js';
import type { Report } from '#report/report.js';
import { buildSite } from '#site/site.js';
import { assets } from '../site/made-site.js';
import { ask } from './example.js';

let reports: readonly Report[] = [];
let html = '';
/** The page as one line of text. */
let text = '';

before(() => {
  const roots = ['BidiStreamForClient.CloseRequest', 'BidiStreamForClient.CloseResponse'];
  reports = roots.map((one) => ask({ command: 'explain', roots: [one] }));
  const files = buildSite({
    title: 'Why is my connection still open?',
    reports: reports.map((report) => ({ report })),
    documents: [],
    ruleDocuments,
    generator: 'loose-ends 0.0.0',
    assets,
  });
  html = files.find(({ path }) => path === 'index.html')?.text ?? '';
  text = html
    .replaceAll('<wbr>', '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');
});

const kept =
  'he connection stays in a pool (http2.clientConnPool) to be used again, and nothing that the program calls closes it.';

test('each question has a line of its own that says what the call ends, and what becomes of the connection is said once', () => {
  const ends = [
    '(*BidiStreamForClient).CloseRequest only half-closes the stream (http2/transport.go:1973)',
    '(*BidiStreamForClient).CloseResponse only closes the response body of the stream (duplex_http_call.go:191)',
  ];
  assert.deepEqual(
    reports.map(({ answer }) => answer[0]),
    ends.map((end) => `${end}; t${kept}`),
  );
  for (const end of ends) assert.ok(text.includes(`${end}.`), end);
  assert.equal(text.split(kept).length, 2);
});

test('an answer has three sentences, and says nothing that a fact says too', () => {
  for (const { answer, facts } of reports) {
    assert.ok(answer.length <= 3, answer.join('\n'));
    const sentences = (facts ?? []).flatMap((fact) => fact.text.split(/(?<=[^.]\.) /));
    for (const sentence of sentences) assert.ok(!answer.join(' ').includes(sentence), sentence);
    assert.equal(new Set((facts ?? []).map((fact) => fact.text)).size, facts?.length);
  }
});

test('what ends an idle connection is told from what ends a broken one, and flags are explained', () => {
  assert.match(text, /closes it when cc\.Ping\(ctx\) fails: one that works and that nobody uses stays open/);
  assert.match(text, /closeOnIdle := cc\.singleUse/);
});

test('the pool is told by who puts in and hands out, and not by who drops', () => {
  const pools = reports.flatMap(({ facts }) => (facts ?? []).filter(({ kind }) => kind === 'pool'));
  assert.ok(pools.length > 0);
  for (const pool of pools)
    assert.match(
      pool.text,
      /under the key addr; it is put in by \(\*http2\.clientConnPool\)\.addConnLocked and handed out again by \(\*http2\.clientConnPool\)\.getClientConn .* By \(\*http2\.clientConnPool\)\.MarkDead it is only dropped/,
    );
});

test('main.go is said to be of the program that was asked about, the first time', () => {
  const [first, second] = [text.indexOf('main.go'), text.indexOf('main.go:38 (in module')];
  assert.ok(first !== -1 && first === second, `${first} ${second}`);
});

test('the versions that were read stand there, and that nothing was run', () => {
  for (const name of ['dubbo.apache.org/dubbo-go/v3@v3.2.0-rc2', 'golang.org/x/net@v0.23.0', 'standard library of go'])
    assert.ok(text.includes(name), name);
  assert.doesNotMatch(text, /lumberjack/);
  assert.match(text, /: nothing was built and nothing was run\./);
});

test('what to call stands there with lines to copy, and when', () => {
  assert.match(
    text,
    /call \(\*http\.Client\)\.CloseIdleConnections .* on the http\.Client made at main\.go:41 , when nothing uses its connections any more, so after \(\*BidiStreamForClient\)\.CloseRequest and \(\*BidiStreamForClient\)\.CloseResponse/,
  );
  const block = /<pre class="copy" tabindex="0"><code>([\s\S]*?)<\/code>/.exec(html)?.[1] ?? '';
  assert.deepEqual(
    block
      .replace(/<[^>]*>/g, '')
      .replaceAll('&quot;', '"')
      .split('\n'),
    [
      'httpClient := newHTTPClient()',
      'defer httpClient.CloseIdleConnections()',
      'client := triple.NewClient(httpClient, "http://"+address+procedure)',
    ],
  );
});

test('what closes it on purpose is told from what else can, and nothing stands there that the program cannot reach', () => {
  assert.match(
    text,
    /What would release it \(\*http\.Client\)\.CloseIdleConnections .*? Why that never runs nothing calls it What else/,
  );
  assert.match(
    text,
    /the other side closes it, or reading fails: then the goroutine of \(\*http2\.ClientConn\)\.readLoop ends/,
  );
  assert.doesNotMatch(text, /\bt1\b|Shutdown|\(\*http\.Transport\)/);
});

test('the answers are the first that one reads, and no list of functions or rules is in their way', () => {
  const main = text.slice(text.lastIndexOf('◐') + 1);
  const last = main.indexOf('What helps today');
  assert.ok(last !== -1 && main.slice(0, last).split(' ').length < 120, main.slice(0, 900));
  assert.ok(last < main.indexOf('Where closing is missing') && last < main.indexOf('Read:'));
  assert.doesNotMatch(html, /never-released|href="functions\/(?!index|.*#L)/);
});

test('lines to copy, which may be wider than a phone, are scrolled by keyboard too', () => {
  const blocks = [...html.matchAll(/<pre class="copy"[^>]*>/g)].map(([tag]) => tag);
  assert.ok(blocks.length > 0);
  assert.deepEqual(
    blocks.filter((tag) => !tag.includes('tabindex="0"')),
    [],
  );
});
