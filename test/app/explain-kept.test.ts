// What `explain` says of what is kept: a pool by who puts in, hands out and drops; the connection of a type that lets go of
// nothing; flags behind conditions, times that come; and what nobody calls, so that no value is there.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report, Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

const factsIn = ({ facts }: Report, kind: string): string[] =>
  (facts ?? []).flatMap((fact) => (fact.kind === kind ? [fact.text] : []));

const text = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `${span.at.line}`)).join('');

const pooled = filesOf(`-- mail.go --
package mail

import "net"

type conn struct {
	raw    net.Conn
	closed bool
}

type pool struct{ conns map[string][]*conn }

func (p *pool) put(key string, c *conn) { p.conns[key] = append(p.conns[key], c) }

func (p *pool) get(addr string) *conn {
	for _, c := range p.conns[addr] {
		return c
	}
	return nil
}

func (p *pool) dead(name string, c *conn) {
	all, ok := p.conns[name]
	if !ok {
		return
	}
	left := without(all, c)
	if len(left) > 0 {
		p.conns[name] = left
	} else {
		delete(p.conns, name)
	}
}

func (p *pool) cut(name string, i int) {
	all := p.conns[name]
	p.conns[name] = append(all[:i], all[i+1:]...)
}

func without(all []*conn, c *conn) []*conn {
	left := all[:0]
	for _, one := range all {
		if one != c {
			left = append(left, one)
		}
	}
	return left
}

func (p *pool) CloseIdle() {
	for _, all := range p.conns {
		for _, c := range all {
			c.raw.Close()
		}
	}
}

type manager struct{ pool *pool }

func (m *manager) close() error { return nil }

type Client struct{ manager *manager }

func New() *Client { return &Client{manager: &manager{pool: &pool{conns: map[string][]*conn{}}}} }

func (c *Client) Send(addr string) {
	k := c.manager.pool.get(addr)
	if k == nil {
		raw, _ := net.Dial("tcp", addr)
		k = &conn{raw: raw}
		c.manager.pool.put(addr, k)
	}
	if _, err := k.raw.Write(nil); err != nil {
		c.manager.pool.dead(addr, k)
		c.manager.pool.cut(addr, 0)
	}
}

func (c *Client) Destroy() { c.manager.close() }
`);

describe('a pool', () => {
  it('is told by who puts in and hands out, by the key of who takes, and by who only drops', () => {
    const [pool = ''] = factsIn(traceIn(pooled, ['explain', 'Client.Send']), 'pool');
    assert.match(
      pool,
      /under the key addr; it is put in by \(\*pool\)\.put and handed out again by \(\*pool\)\.get to/,
    );
    assert.match(pool, /By \(\*pool\)\.dead and \(\*pool\)\.cut it is only dropped from there\./);
  });
});

describe('a function that is to let go, and neither opens nor closes anything', () => {
  const report = traceIn(pooled, ['explain', 'Client.Destroy']);

  it('has the table of the connection that its type holds, and what helps', () => {
    assert.match(
      report.answer[0] ?? '',
      /^\(\*Client\)\.Destroy ends in \(\*manager\)\.close .* which does nothing; the connection stays in a pool \(mail\.pool\)/,
    );
    const [row] = report.sections.find(({ id }) => id === 'missing')?.table?.rows ?? [];
    assert.match(text(row?.[1] ?? []), /net\.Dial/);
    assert.match(text(row?.[2] ?? []), /^mail\.Client\.manager → mail\.manager\.pool → /);
    const remedies =
      report.sections
        .find(({ id }) => id === 'remedies')
        ?.paragraphs.map(text)
        .join('\n') ?? '';
    assert.match(remedies, /A fix in the library would touch \(\*manager\)\.close/);
  });

  it('is not told of what another type holds', () => {
    const other = Object.fromEntries(
      Object.entries(pooled).map(([path, code]) => [
        path,
        `${code}\ntype Plain struct{ n int }\n\nfunc (p *Plain) Destroy() { p.n++ }\n`,
      ]),
    );
    assert.equal(
      traceIn(other, ['explain', 'Plain.Destroy']).sections.find(({ id }) => id === 'missing'),
      undefined,
    );
  });
});

describe('a flag behind a condition', () => {
  it('is told with what it was set to', () => {
    const files = filesOf(`-- mail.go --
package mail

import "net"

type Conn struct {
	raw  net.Conn
	used int
	gone bool
}

func Dial(addr string) *Conn {
	raw, _ := net.Dial("tcp", addr)
	c := &Conn{raw: raw}
	go c.loop()
	return c
}

func (c *Conn) loop() {
	c.raw.Read(nil)
	closeOnIdle := c.gone || c.used > 3
	if closeOnIdle && c.used == 0 {
		c.raw.Close()
	}
}
`);
    const report = traceIn(files, ['explain', 'mail.Dial']);
    const [row] = report.sections.find(({ id }) => id === 'missing')?.table?.rows ?? [];
    assert.match(
      text(row?.[6] ?? []),
      /^if closeOnIdle && c\.used == 0, where closeOnIdle := c\.gone \|\| c\.used > 3: /,
    );
    const guards = report.edges.flatMap((edge) => edge.guards.flatMap(({ where }) => where ?? []));
    assert.deepEqual([...new Set(guards)], ['closeOnIdle := c.gone || c.used > 3']);
  });
});

describe('a case of a select that waits for a time', () => {
  it('is one that the time unblocks', () => {
    const files = {
      ...filesOf(`-- mail.go --
package mail

import "time"

type Call struct{ ready chan struct{} }

func New() *Call { return &Call{ready: make(chan struct{})} }

func (c *Call) Receive() {
	select {
	case <-c.ready:
	case <-time.After(3):
	}
}

func (c *Call) Finish() { close(c.ready) }
`),
      '/go/src/time/sleep.go': `package time

type Time struct{ n int }

func After(d int) <-chan Time { return make(chan Time) }
`,
    };
    assert.match(
      factsIn(traceIn(files, ['explain', 'Call.Receive']), 'wait').join('\n'),
      /until \(\*Call\)\.Finish or the time of time\.After\(3\) unblocks one of its cases\./,
    );
  });
});

describe('a function whose field nobody sets', () => {
  const program = (more: string): Record<string, string> => ({
    ...filesOf(`-- main.go --
package main

import "example.com/mail"

func main() {
	client := &mail.Client{}
	client.Ping()
	${more}
}
`),
    '/src/go.mod':
      'module example.com/m\n\ngo 1.21\n\nrequire example.com/mail v0.0.0\n\nreplace example.com/mail => ../mail\n',
    '/mail/go.mod': 'module example.com/mail\n\ngo 1.21\n',
    '/mail/mail.go': `package mail

type closer interface{ Close() error }

type wire struct{ n int }

func (w *wire) Close() error { w.n++; return nil }

type Client struct{ n int }

func (c *Client) Ping() {}

func Wire() closer { return &wire{} }

func (c *Client) Open(w closer) *Stream { return &Stream{conn: w} }

type Stream struct{ conn closer }

func (s *Stream) Close() error { return s.conn.Close() }
`,
  });

  it('says what the program does not call', () => {
    const { answer, facts } = traceIn(program(''), ['explain', 'mail.Stream.Close']);
    assert.deepEqual(answer, [
      'What (*Stream).Close closes cannot be said of this program, which never calls (*Client).Open (mail.go:15): ask in one that does.',
    ]);
    assert.equal(
      facts?.[0]?.text,
      'No value comes to s.conn.Close (mail.go:19): only (*Client).Open (mail.go:15) sets conn, and nothing that the program runs calls it.',
    );
  });

  it('says nothing of the sort where it is called', () => {
    const { answer } = traceIn(program('client.Open(mail.Wire()).Close()'), ['explain', 'mail.Stream.Close']);
    assert.doesNotMatch(answer.join(' '), /cannot be said/);
  });
});

describe('what check finds', () => {
  it('is told of what the calls reach and of the types that they go through, not of the whole package', () => {
    const files = filesOf(`-- mail.go --
package mail

import "net"

type Client struct{ conn net.Conn }

func (c *Client) Send(p []byte) error {
	_, err := c.conn.Write(p)
	return err
}

func (c *Client) Redial(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	_, err = conn.Write(nil)
	return err
}

func Probe(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	_, err = conn.Write(nil)
	return err
}
`);
    const found = factsIn(traceIn(files, ['explain', 'Client.Send']), 'finding');
    assert.match(found.join('\n'), /Client\)\.Redial/);
    assert.doesNotMatch(found.join('\n'), /Probe/);
  });
});
