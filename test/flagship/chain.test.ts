// The trace of BidiStreamForClient.CloseRequest on the real dubbo-go v3.2.0-rc2: who is called, with which values, and that
// the report says nothing that the sources do not say. T is triple_protocol, H is golang.org/x/net/http2.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderEdges } from '#render/edges.js';
import { renderJson } from '#render/json.js';
import { renderMarkdown } from '#render/markdown.js';
import { renderMermaid } from '#render/mermaid.js';
import { defaultRenderOptions } from '#render/options.js';
import { renderTree } from '#render/tree.js';
import type { EdgeRecord, Hop, Location, Report } from '#report/report.js';
import { type MermaidPage, openMermaidPage } from '../render/browser.js';
import { ask, edgeOf, follow, hopText, lineOf, nameOf, onlyChain, root, sourcePath, wayTo } from './example.js';

let report: Report;

before(() => {
  report = ask();
});

const closeWrite = [
  '(*T.BidiStreamForClient).CloseRequest',
  '(*T.errorTranslatingClientConn).CloseRequest',
  '(*T.grpcClientConn).CloseRequest',
  '(*T.duplexHTTPCall).CloseWrite',
];
const makeRequest = [
  ...closeWrite,
  '(*T.duplexHTTPCall).ensureRequestMade',
  '(*sync.Once).Do',
  '(*sync.Once).doSlow',
  '(*T.duplexHTTPCall).ensureRequestMade$1',
  'go (*T.duplexHTTPCall).makeRequest',
];
const roundTrip = [
  ...makeRequest,
  '(*net/http.Client).Do',
  '(*net/http.Client).do',
  '(*net/http.Client).send',
  'net/http.send',
  '(*H.Transport).RoundTrip',
  '(*H.Transport).RoundTripOpt',
];
const dial = [
  ...roundTrip,
  '(*H.clientConnPool).GetClientConn',
  '(*H.clientConnPool).getClientConn',
  '(*H.clientConnPool).getStartDialLocked',
  'go (*H.dialCall).dial',
  '(*H.Transport).dialClientConn',
];
const stream = [
  ...roundTrip,
  '(*H.ClientConn).RoundTrip',
  '(*H.ClientConn).roundTrip',
  '(*H.ClientConn).goRun',
  'go (*H.ClientConn).roundTrip$1',
  '(*H.clientStream).doRequest',
];

/** The edges that the chain draws from a line, each callee once. */
function edgesAt(place: string): EdgeRecord[] {
  return report.edges.filter((edge) => lineOf(edge.site) === place);
}

function calleesAt(place: string): string[] {
  return [...new Set(edgesAt(place).map((edge) => nameOf(report, edge.callee)))].sort();
}

/** The edge by which a hop is reached. */
function edgeInto(hop: Hop): EdgeRecord {
  return edgeOf(report, hop.edge);
}

function laneOf(hop: Hop): string {
  const lane = onlyChain(report).lanes.find((one) => one.id === hop.lane);
  assert.ok(lane !== undefined);
  return lane.startedBy === undefined ? 'caller' : nameOf(report, edgeOf(report, lane.startedBy).callee);
}

/** The places that the value came by, as `step file:line`. */
function flowOf(edge: EdgeRecord): string[] {
  return edge.flow.map((step) => `${step.step} ${lineOf(step.at)}`);
}

describe('the chain', () => {
  test('goes from the stream to the pipe on the goroutine of the caller', () => {
    const close = follow(report, undefined, ...closeWrite, '(*io.PipeWriter).Close');
    assert.equal(laneOf(close), 'caller');
  });

  test('goes through the Once and the literal into the goroutine that makes the request', () => {
    const hop = follow(report, undefined, ...makeRequest);
    assert.equal(laneOf(hop), '(*T.duplexHTTPCall).makeRequest');
    assert.equal(lineOf(edgeInto(hop).site), 'duplex_http_call.go:256');
  });

  test('reaches the transport there', () => {
    assert.equal(laneOf(follow(report, undefined, ...roundTrip)), '(*T.duplexHTTPCall).makeRequest');
  });

  test('dials, reads and writes in goroutines of the transport', () => {
    const dialed = follow(
      report,
      undefined,
      ...dial,
      '(*H.Transport).dialTLS',
      'main.newHTTPClient$1',
      '(*net.Dialer).DialContext',
    );
    assert.equal(laneOf(dialed), '(*H.dialCall).dial');
    const reads = follow(
      report,
      undefined,
      ...dial,
      '(*H.Transport).newClientConn',
      '(*H.ClientConn).goRun',
      'go (*H.ClientConn).readLoop',
    );
    assert.equal(laneOf(reads), '(*H.ClientConn).readLoop');
    assert.equal(laneOf(follow(report, undefined, ...stream)), '(*H.ClientConn).roundTrip$1');
  });

  test('ends at the net.Conn that is written to', () => {
    const { hops } = onlyChain(report);
    const writes = hops.filter((hop) => hopText(report, hop) === '(*net.conn).Write');
    assert.ok(writes.length > 0);
    for (const write of writes) {
      const names = wayTo(report, write).map((hop) => hopText(report, hop));
      assert.deepEqual(names.slice(-3, -1), ['(*bufio.Writer).Flush', '(H.stickyErrWriter).Write']);
      assert.match(write.stop?.text ?? '', /writes to the connection/);
    }
    const flush = hops.filter((hop) => hopText(report, hop) === '(*bufio.Writer).Flush');
    assert.ok(
      flush.some((hop) => laneOf(hop) === '(*H.ClientConn).roundTrip$1'),
      'the stream writes',
    );
  });

  test('hands over to the goroutine that reads the pipe', () => {
    const pipes = onlyChain(report)
      .handoffs.map((id) => edgeOf(report, id))
      .filter((edge) => edge.handoff === 'pipe');
    assert.deepEqual(
      pipes.map((edge) => [nameOf(report, edge.caller), nameOf(report, edge.callee)]),
      [['(*io.pipe).closeWrite$1', '(*io.pipe).read']],
    );
    const read = onlyChain(report).hops.filter((hop) => hopText(report, hop) === '(*io.pipe).read');
    assert.deepEqual(read.map(laneOf), ['(*H.ClientConn).roundTrip$1']);
  });
});

describe('the values', () => {
  test('the embedded interface at protocol.go:196 is a *grpcClientConn and nothing else', () => {
    assert.deepEqual(calleesAt('protocol.go:196'), ['(*T.grpcClientConn).CloseRequest']);
    const [edge] = edgesAt('protocol.go:196');
    assert.ok(edge !== undefined);
    assert.deepEqual(flowOf(edge), [
      'allocation protocol_grpc.go:287',
      'assignment protocol_grpc.go:287',
      'argument protocol_grpc.go:321',
      'field protocol.go:218',
      'field protocol.go:196',
    ]);
  });

  test('*tripleUnaryClientConn is ruled out there, since nothing calls WithTriple', () => {
    const [edge] = edgesAt('protocol.go:196');
    const pruned = edge?.pruned.find((one) => one.name === '*tripleUnaryClientConn');
    assert.match(pruned?.reason ?? '', /^nothing in the program calls WithTriple\b/);
    assert.equal(lineOf(pruned?.at), 'option.go:66');
  });

  test('the stream holds an *errorTranslatingClientConn', () => {
    assert.deepEqual(calleesAt('client_stream.go:238'), ['(*T.errorTranslatingClientConn).CloseRequest']);
    const [edge] = edgesAt('client_stream.go:238');
    assert.equal(lineOf(edge?.flow[0]?.at), 'protocol.go:217');
    assert.ok(edge?.flow.some((step) => step.step === 'return'));
    assert.ok(edge?.flow.some((step) => step.step === 'field' && lineOf(step.at) === 'client.go:168'));
  });

  test('each Once runs the function that it was given and no other', () => {
    const { hops } = onlyChain(report);
    const slow = hops.filter((hop) => hopText(report, hop) === '(*sync.Once).doSlow');
    const runs = slow.map((hop) => ({
      owner: hopText(report, wayTo(report, hop).at(-3) ?? hop),
      functions: hops
        .filter((child) => child.parent === hop.id && edgeInto(child).mode === 'func')
        .map((child) => hopText(report, child)),
    }));
    assert.deepEqual(runs.find((one) => one.owner === '(*T.duplexHTTPCall).ensureRequestMade')?.functions, [
      '(*T.duplexHTTPCall).ensureRequestMade$1',
    ]);
    for (const { owner, functions } of runs) assert.deepEqual(functions, [`${owner}$1`], owner);
    const literal = follow(report, undefined, ...makeRequest.slice(0, -1));
    assert.equal(lineOf(edgeInto(literal).flow[0]?.at), 'duplex_http_call.go:255');
  });

  test('httpClient is the *http.Client of the program, with the way it came by', () => {
    assert.deepEqual(calleesAt('duplex_http_call.go:267'), ['(*net/http.Client).Do']);
    const [edge] = edgesAt('duplex_http_call.go:267');
    assert.ok(edge !== undefined);
    assert.deepEqual(flowOf(edge), [
      'allocation main.go:41',
      'return main.go:41',
      'return main.go:46',
      'argument main.go:46',
      'field client.go:61',
      'field protocol_grpc.go:282',
      'argument protocol_grpc.go:282',
      'field duplex_http_call.go:85',
      'field duplex_http_call.go:267',
    ]);
  });

  test('its RoundTripper is the *http2.Transport of the program', () => {
    const hop = follow(report, undefined, ...roundTrip.slice(0, -1));
    const edge = edgeInto(hop);
    assert.deepEqual(edge.alternatives, []);
    assert.equal(lineOf(edge.flow[0]?.at), 'main.go:34');
    assert.ok(edge.flow.some((step) => step.step === 'field' && lineOf(step.at) === 'main.go:41'));
  });

  test('the transport dials with the literal of the program', () => {
    assert.deepEqual(calleesAt('transport.go:758'), ['main.newHTTPClient$1']);
    const [edge] = edgesAt('transport.go:758');
    assert.equal(lineOf(edge?.flow[0]?.at), 'main.go:36');
  });
});

describe('the report', () => {
  const lines = new Map<string, readonly string[]>();

  function sourceLine(at: { readonly file: string; readonly line: number }): string | undefined {
    let text = lines.get(at.file);
    if (text === undefined) {
      text = readFileSync(sourcePath(at.file), 'utf8').split('\n');
      lines.set(at.file, text);
    }
    return text[at.line - 1];
  }

  /** Every place in the report, with the line of code that it claims, if any. */
  function places(value: unknown, found: (Location & { readonly code?: string })[] = []): typeof found {
    if (typeof value !== 'object' || value === null) return found;
    if ('file' in value && 'line' in value && 'column' in value) found.push(value as Location);
    for (const inner of Object.values(value)) places(inner, found);
    return found;
  }

  test('is by the schema', () => {
    const schema: unknown = JSON.parse(readFileSync(`${root}schema/report.schema.json`, 'utf8'));
    const validate = new Ajv2020({ strict: true }).compile(schema as object);
    const written: unknown = JSON.parse(renderJson(report));
    assert.ok(validate(written), JSON.stringify(validate.errors?.slice(0, 5)));
  });

  test('says of every line what the source has there', () => {
    const all = places(report);
    assert.ok(all.length > 300, `${all.length} places`);
    for (const { file, line, column, code } of all) {
      const text = sourceLine({ file, line });
      assert.ok(text !== undefined, `${file}:${line} is not there`);
      assert.ok(column >= 1 && column <= Buffer.byteLength(text) + 1, `${file}:${line} has no column ${column}`);
      if (code !== undefined) assert.equal(code, text.trim(), `${file}:${line}`);
    }
  });

  test('places each function at its keyword and each call at its parenthesis', () => {
    for (const { name, at } of report.functions) {
      if (at === undefined) continue;
      const text = Buffer.from(sourceLine(at) ?? '')
        .subarray(at.column - 1)
        .toString();
      assert.match(text, /^func\b/, name);
    }
    for (const { id, lparen } of report.edges) {
      if (lparen === undefined) continue;
      assert.equal(
        Buffer.from(sourceLine(lparen) ?? '')
          .subarray(lparen.column - 1)
          .toString()[0],
        '(',
        `edge ${id}`,
      );
    }
  });

  test('links to lines that hold what the text beside the link says', () => {
    const markdown = renderMarkdown(report, defaultRenderOptions);
    const rules = report.links.map(({ prefix, url }) => {
      const [before = '', after = ''] = url.split('{path}');
      assert.equal(after, '#L{line}', url);
      assert.match(before, /\/blob\/[^/]+\//, url);
      return { prefix, before };
    });
    const links = [...markdown.matchAll(/\[`([^`\]]+)`\]\((https:[^)\s]+)\)/g)];
    assert.ok(links.length > 50, `${links.length} links`);
    for (const [, label = '', address = ''] of links) {
      const rule = rules.find(({ before }) => address.startsWith(before));
      assert.ok(rule !== undefined, address);
      const [path = '', anchor = ''] = address.slice(rule.before.length).split('#L');
      const at = { file: rule.prefix + decodeURI(path), line: Number(anchor), column: 1 };
      assert.ok(sourceLine(at) !== undefined, address);
      // What is no place is a function, linked to its first line.
      if (/\.go:\d+$/.test(label)) assert.equal(label.slice(label.lastIndexOf('/') + 1), lineOf(at), address);
      else {
        const named = report.functions.filter((one) => one.shortName === label).map((one) => lineOf(one.at));
        assert.ok(named.includes(lineOf(at)), `${label} is not at ${address}`);
      }
    }
    assert.equal(
      [...markdown.matchAll(/https:\/\/[^)\s]+/g)].length,
      links.length,
      'every address is one of those links',
    );
  });

  test('draws each edge once as JSON lines, with positions that the report has', () => {
    const [meta = '', ...edges] = renderEdges(report).trimEnd().split('\n');
    assert.equal((JSON.parse(meta) as { k?: string }).k, 'meta');
    assert.equal(new Set(edges).size, edges.length);
    const known = new Set(places(report).map((at) => `${at.file}:${at.line}:${at.column}`));
    for (const line of edges) {
      const edge = JSON.parse(line) as Record<string, string>;
      for (const key of ['caller', 'site', 'callee']) assert.ok(known.has(edge[key] ?? ''), `${key} of ${line}`);
    }
  });
});

describe('what is not drawn', () => {
  test('is listed where both functions are drawn', () => {
    const records = renderEdges(report)
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const drawn = new Set(records.flatMap(({ drawn, site, callee }) => (drawn === false ? [] : [`${site} ${callee}`])));
    const left = records.filter((record) => record['drawn'] === false);
    assert.ok(
      left.some(
        ({ callerName, calleeName }) =>
          callerName === '(*golang.org/x/net/http2.Transport).newClientConn' && calleeName === '(*bufio.Writer).Write',
      ),
    );
    assert.deepEqual(
      left.filter(({ site, callee }) => drawn.has(`${site} ${callee}`)),
      [],
    );
  });
});

describe('the README', () => {
  test('shows hops of this very trace, in its order', () => {
    const readme = readFileSync(`${root}README.md`, 'utf8');
    const picture = /```\n\$ (loose-ends [^\n]*)\n([\s\S]*?)```/.exec(readme);
    assert.equal(picture?.[1], 'loose-ends -C examples/dubbo-go-bidi trace BidiStreamForClient.CloseRequest');
    // The lines with a place; the words of reasons and what is counted may change.
    const hopsOf = (tree: string): string[] =>
      tree
        .split('\n')
        .filter((line) => /\S {2,}[\w./]+\.go:\d+$/.test(line))
        .map((line) => line.replace(/[│├└─\s]+/g, ' ').trim());
    const shown = hopsOf(picture?.[2] ?? '');
    assert.ok(shown.length > 20, `${shown.length} hops`);
    const all = hopsOf(renderTree(report, defaultRenderOptions));
    let at = 0;
    for (const hop of shown) {
      at = all.indexOf(hop, at) + 1;
      assert.ok(at > 0, `not there, or not in this order: ${hop}`);
    }
  });
});

describe('the diagram', () => {
  let page: MermaidPage | undefined;
  before(async () => {
    page = await openMermaidPage();
  });
  after(async () => {
    await page?.close();
  });

  test('is drawn by the real Mermaid, with a lane for each goroutine', async () => {
    const text = renderMermaid(report);
    assert.ok(text.length <= 50_000, 'GitHub refuses longer ones');
    const drawn = await page?.draw(text);
    assert.equal(drawn?.error, undefined);
    assert.equal(drawn?.clusters, onlyChain(report).lanes.length);
    assert.ok((drawn?.edges ?? 0) <= 500, 'GitHub refuses more');
    assert.deepEqual(drawn?.overlaps, []);
    const { functions } = report;
    const names = onlyChain(report).hops.map(
      (hop) => functions.find((one) => one.id === hop.function)?.shortName ?? '?',
    );
    // Spaces and line breaks are the browser's to choose.
    const pack = (label: string): string => label.replace(/[\s\u200b]+/g, '');
    const labels = drawn?.labels.map(pack) ?? [];
    for (const name of names)
      assert.ok(
        labels.some((label) => label.includes(pack(name))),
        name,
      );
  });

  test('is the one in the Markdown', async () => {
    const fences = [...renderMarkdown(report, defaultRenderOptions).matchAll(/```mermaid\n([\s\S]*?)```/g)];
    assert.ok(fences.length > 0);
    for (const [, text = ''] of fences) assert.equal((await page?.draw(text))?.error, undefined);
  });
});
