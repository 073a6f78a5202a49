// The facts of `explain` on a client whose pool nobody can empty: each statement with its lines, and what would help.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Section, Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

const program = filesOf(`-- mail.go --
package mail

import "example.com/m/internal/pool"

type getter interface{ Get(addr string) (*pool.Conn, error) }

type Client struct{ pool getter }

func New() *Client { return &Client{pool: &pool.Pool{Conns: map[string]*pool.Conn{}}} }

func (c *Client) Send(addr string, p []byte) error {
	k, err := c.pool.Get(addr)
	if err != nil {
		return err
	}
	return k.Write(p)
}

func (c *Client) Close() error { return nil }
-- internal/pool/pool.go --
package pool

import "net"

type Conn struct{ raw net.Conn }

func (c *Conn) Write(p []byte) error {
	_, err := c.raw.Write(p)
	return err
}

type Pool struct{ Conns map[string]*Conn }

func (p *Pool) Get(addr string) (*Conn, error) {
	if c := p.Conns[addr]; c != nil {
		return c, nil
	}
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	c := &Conn{raw: raw}
	p.Conns[addr] = c
	return c, nil
}

func (p *Pool) CloseAll() {
	for _, c := range p.Conns {
		c.raw.Close()
	}
}
`);

const text = (spans: readonly Span[]): string =>
  spans
    .map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `${span.text}:${span.at.line}`))
    .join('');

describe('facts of explain', () => {
  const report = traceIn(program, ['explain', 'Client.Send', 'Client.Close']);
  const of = (kind: string): string[] =>
    (report.facts ?? [])
      .filter((fact) => fact.kind === kind)
      .map(
        ({ text: said, at }) =>
          `${said} ${at.map(({ file, line }) => `${file.replace(/^.*\//, '')}:${line}`).join(' ')}`,
      );
  const section = (id: string): Section | undefined => report.sections.find((one) => one.id === id);

  it('say that nothing releases the connection, and what would', () => {
    assert.equal(
      of('release')[0],
      'The connection opened at pool.go:18 stays open in field raw of pool.Conn: neither main nor a function that the main module exports reaches its release. pool.go:18 pool.go:5 pool.go:29',
    );
    assert.deepEqual(of('uncalled'), ['Nothing that the program runs calls (*pool.Pool).CloseAll. pool.go:27']);
  });

  it('name the interface that hides it and the method that does nothing', () => {
    assert.deepEqual(of('hidden'), [
      'The interface of pool of mail.Client hides CloseAll: from there only a type assertion gets to it. mail.go:7',
    ]);
    assert.match(of('no-op').join('\n'), /\(\*Client\)\.Close does nothing: return nil\. mail\.go:19/);
  });

  it('say by which key the connection is used again', () => {
    assert.deepEqual(of('pool'), [
      'Conns[] of pool.Pool keeps it under the key addr; it is put in by (*pool.Pool).Get and taken out again by (*pool.Pool).Get, for whoever comes with the same key through the same owner. pool.go:12 pool.go:23 pool.go:15',
    ]);
  });

  it('say what helps today and what a fix would touch', () => {
    assert.deepEqual(section('remedies')?.paragraphs.map(text), [
      'Today: call (*pool.Pool).CloseAll (:27) on the pool.Pool made at :9 when nothing uses it any more; that reaches the release, and nothing calls it so far.',
      'A fix in the library would touch (*Client).Close (:19), which does nothing.',
      'A fix in the library would have to get past pool of mail.Client (:7), whose interface has no release.',
    ]);
  });

  it('answer in as many sentences as there are questions, and what stays open', () => {
    assert.deepEqual(report.answer, [
      'The connection opened at pool.go:18 stays open in field raw of pool.Conn: neither main nor a function that the main module exports reaches its release.',
      '(*pool.Pool).CloseAll on the pool.Pool made at mail.go:9 would close it when nothing uses it any more; nothing calls it so far.',
      "On the caller's goroutine (*Client).Send opens a connection and writes to it.",
      '(*Client).Close does nothing: return nil.',
    ]);
  });
});
