// What `explain` says beyond its chain: where closing is missing, who holds and releases the connection, who wakes a wait.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderMarkdown } from '#render/markdown.js';
import { defaultRenderOptions } from '#render/options.js';
import type { Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

/** A library whose Client keeps connections in a pool that nothing closes. */
const program = filesOf(`-- mail.go --
package mail

import "net"

type pool struct{ conns map[string]net.Conn }

func (p *pool) closeAll() {
	for _, c := range p.conns {
		c.Close()
	}
}

type Client struct{ pool *pool }

func New() *Client { return &Client{pool: &pool{conns: map[string]net.Conn{}}} }

type conn struct{ raw net.Conn }

func (c *conn) close() { c.raw.Close() }

func (c *Client) Send(addr string, p []byte) error {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	k := &conn{raw: raw}
	go k.watch()
	_, err = k.raw.Write(p)
	return err
}

func (c *conn) watch() {
	if _, err := c.raw.Read(nil); err != nil {
		c.close()
	}
}
`);

const text = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `${span.at.line}`)).join('');

describe('explain', () => {
  const report = traceIn(program, ['explain', 'Client.Send']);

  it('says where closing is missing, before the way', () => {
    const section = report.sections.find(({ id }) => id === 'missing');
    const [row] = section?.table?.rows ?? [];
    assert.match(text(row?.[0] ?? []), /^field raw of mail\.conn/);
    assert.match(text(row?.[1] ?? []), /net\.Dial/);
    assert.match(
      text(row?.[6] ?? []),
      /^an error \(err != nil\): \(\*conn\)\.close on the goroutine of \(\*conn\)\.watch/,
    );
    assert.equal(
      report.answer[0],
      "(*Client).Send opens a connection and writes to it on its caller's goroutine; the connection stays open, and nothing that the program calls closes it.",
    );
    const markdown = renderMarkdown(report, defaultRenderOptions);
    assert.ok(markdown.indexOf('## Where closing is missing') < markdown.indexOf('## The way'));
    assert.match(markdown, /## What can release it: field raw of mail\.conn/);
  });

  it('states facts, each with its lines', () => {
    const facts = report.facts ?? [];
    const of = (kind: string): string[] =>
      facts.filter((fact) => fact.kind === kind).map(({ text: said, at }) => `${said} ${at.map(({ line }) => line)}`);
    assert.deepEqual(of('release'), [
      'The connection opened at mail.go:22 stays open in field raw of mail.conn: no call from main or from an exported function of the main module leads to closing it. 22,17,19',
      'Only goroutines of their own reach (*conn).close. 19',
    ]);
    assert.equal(new Set(facts.map(({ id }) => id)).size, facts.length);
    const markdown = renderMarkdown(report, defaultRenderOptions);
    for (const fact of facts.filter(({ at }) => at.length > 0))
      assert.match(markdown, new RegExp(`mail\\.go:${fact.at[0]?.line}`));
  });

  it('says nothing of the sort where the caller closes', () => {
    const closing = Object.fromEntries(
      Object.entries(program).map(([path, source]) => [path, source.replace('go k.watch()', 'defer k.close()')]),
    );
    const closed = traceIn(closing, ['explain', 'Client.Send']);
    assert.doesNotMatch(closed.answer.join(' '), /stays open/);
    const [row] = closed.sections.find(({ id }) => id === 'missing')?.table?.rows ?? [];
    assert.equal(text(row?.[7] ?? []), 'what other code may call can release it');
  });
});

describe('findings of one function', () => {
  it('are told once where the same is said of two places', () => {
    const files = filesOf(`-- main.go --
package main

import "net"

func bad(raw net.Conn) bool { return raw == nil }

func open(a bool) net.Conn {
	var raw net.Conn
	var err error
	if a {
		raw, err = net.Dial("tcp", "a:1")
	} else {
		raw, err = net.Dial("tcp", "b:1")
	}
	if err != nil {
		return nil
	}
	if bad(raw) {
		return nil
	}
	return raw
}

func main() { open(true) }
`);
    const said = (traceIn(files, ['explain', 'main.open']).facts ?? []).filter(({ kind }) => kind === 'finding');
    assert.deepEqual(
      said.map(({ text: one }) => one.match(/is not closed when the function ends at line 19/g)?.length),
      [1],
    );
    assert.ok([11, 13].every((line) => said[0]?.at.some((at) => at.line === line)));
  });
});
