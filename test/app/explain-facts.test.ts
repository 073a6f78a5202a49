// The facts of `explain` on a client whose pool nobody can empty: each statement with its lines, and what would help.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Stated, shortAnswer } from '#explain/stated.js';
import { sayIn } from '#language/say.js';
import { checkReport } from '#report/check-report.js';
import type { Report, Section, Span } from '#report/report.js';
import { filesOf, runIn, traceIn, traceRequest } from './trace-case.js';
import { twoClients } from './two-clients.js';

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
      'The connection opened at pool.go:18 stays open in field raw of pool.Conn: no call from main or from an exported function of the main module leads to closing it. Nothing that the program runs calls (*pool.Pool).CloseAll. pool.go:18 pool.go:5 pool.go:27 pool.go:29',
    );
  });

  it('name the interface that hides it and the method that does nothing', () => {
    assert.deepEqual(of('hidden'), [
      '(*pool.Pool).CloseAll on the pool.Pool made at mail.go:9 would lead to closing it. The interface of pool of mail.Client hides CloseAll: from there only a type assertion gets to it. pool.go:27 mail.go:9 mail.go:7 mail.go:5',
    ]);
    assert.match(of('no-op').join('\n'), /\(\*Client\)\.Close does nothing: return nil\. mail\.go:19/);
  });

  it('say by which key the connection is used again', () => {
    assert.deepEqual(of('pool'), [
      'When nobody uses it any more it stays in Conns[] of pool.Pool under the key addr; it is put in and handed out again by (*pool.Pool).Get to whoever comes with the same key through the same mail.Client: each makes its own (mail.go:9). pool.go:12 pool.go:15 pool.go:23 mail.go:9',
    ]);
  });

  it('say what helps today and what a fix would touch', () => {
    assert.deepEqual(section('remedies')?.paragraphs.map(text), [
      'A fix in the library could call (*pool.Pool).CloseAll (:27) on the pool.Pool made at :9, when nothing uses its connections any more.',
      'A fix in the library would touch (*Client).Close (:19), which does nothing.',
      'A fix in the library would have to get past pool of mail.Client (:7), whose interface has no release.',
    ]);
  });

  it('answer in a sentence on what was asked about, and one on what stays open', () => {
    assert.deepEqual(report.answer, [
      "(*Client).Send opens a connection and writes to it on its caller's goroutine; (*Client).Close does nothing.",
      'The connection stays in a pool (pool.Pool) to be used again, and nothing that the program calls closes it; it is opened at pool.go:18 (in module example.com/m) and held in field raw of pool.Conn; (*pool.Pool).CloseAll on the pool.Pool made at mail.go:9 would close it.',
    ]);
  });

  it('say nothing twice: no fact is what the answer says, nor part of another', () => {
    const texts = (report.facts ?? []).map((fact) => fact.text);
    const sentences = texts.flatMap((one) => one.split(/(?<=\.) /));
    assert.ok(sentences.length > texts.length);
    assert.equal(new Set(sentences).size, sentences.length);
    for (const sentence of sentences) assert.ok(!report.answer.join(' ').includes(sentence), sentence);
  });
});

const factsIn = ({ facts }: Report, kind: string): string[] =>
  (facts ?? []).flatMap((fact) => (fact.kind === kind ? [fact.text] : []));

describe('what explain takes from check', () => {
  const leak = (comment: string): Record<string, string> =>
    filesOf(`-- main.go --
package main

import "net"

func open() net.Conn { return nil }

func ping(addr string) error {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	${comment}
	_, err = raw.Write(nil)
	return err
}

func main() { ping("a:1") }
`);

  it('states a finding of the packages asked about', () => {
    assert.deepEqual(factsIn(traceIn(leak(''), ['explain', 'main.ping']), 'finding'), [
      'In ping: the network connection in raw is never closed: the socket stays open.',
    ]);
  });

  it('leaves out what a comment with a reason hides', () => {
    const files = leak('');
    const hidden = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text.replace(
          '\traw, err := net.Dial',
          '\t//loose-ends:ignore never-released the process ends here\n\traw, err := net.Dial',
        ),
      ]),
    );
    assert.deepEqual(factsIn(traceIn(hidden, ['explain', 'main.ping']), 'finding'), []);
  });

  it("uses the project's own models", () => {
    const files = filesOf(`-- main.go --
package main

type slot struct{}

func (s *slot) Free() {}

func take() *slot { return &slot{} }

func work() { take() }

func main() { work() }
`);
    const models = {
      name: 'loose-ends.json',
      text: JSON.stringify({
        resources: [{ id: 'slot', noun: 'slot', verb: 'released', cost: 'nobody else gets it', releases: ['Free'] }],
        acquire: [{ function: 'example.com/m.take', result: 0, resource: 'slot', because: 'it takes a slot' }],
      }),
    };
    const outcome = runIn(files, { ...traceRequest(['explain', 'main.work']), models });
    assert.ok('report' in outcome);
    const report = checkReport(JSON.parse(JSON.stringify(outcome.report)));
    assert.deepEqual(factsIn(report, 'finding'), [
      'In work: the slot made here is never released: nobody else gets it.',
    ]);
    assert.deepEqual(factsIn(traceIn(files, ['explain', 'main.work']), 'finding'), []);
  });
});

describe('a way to a release', () => {
  const program = filesOf(`-- main.go --
package main

import "net"

type tripper interface{ Trip() }

type idler interface{ CloseIdle() }

type transport struct{ raw net.Conn }

func (t *transport) Trip() {
	raw, err := net.Dial("tcp", "a:1")
	if err != nil {
		return
	}
	t.raw = raw
	t.raw.Write(nil)
}

func (t *transport) CloseIdle() { t.raw.Close() }

type printed struct{ next tripper }

func (p printed) Trip() { p.next.Trip() }

func closeIdle(t tripper) {
	if c, ok := t.(idler); ok {
		c.CloseIdle()
	}
}

func fetch() {
	t := printed{&transport{}}
	t.Trip()
	closeIdle(t)
}

func other() {
	t := &transport{}
	t.Trip()
	closeIdle(t)
}

func main() {
	go other()
	fetch()
}
`);
  const of = (root: string): readonly string[] => factsIn(traceIn(program, ['explain', root]), 'release');

  it('is not told where the walk from the question finds that it is not gone', () => {
    const report = traceIn(program, ['explain', 'main.fetch']);
    assert.match(
      factsIn(report, 'hidden').join(' '),
      /c\.CloseIdle\(\) .* is never called: what comes there is main\.printed/,
    );
    assert.match(of('main.fetch').join(' '), /stays open in field raw of main\.transport/);
    // That something else calls it is no reason to say that nothing does.
    assert.doesNotMatch(of('main.fetch').join(' '), /Nothing that the program runs/);
  });

  it('is told where it is gone', () => {
    const direct = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [path, code.replace('go other()', 'other()')]),
    );
    assert.match(
      factsIn(traceIn(direct, ['explain', 'main.other']), 'release').join(' '),
      /may be released: as far as calls are told apart, main can reach that/,
    );
  });
});

describe('callers and waits', () => {
  const files = filesOf(`-- main.go --
package main

import "net"

type client struct{ raw net.Conn }

func open() *client {
	raw, _ := net.Dial("tcp", "a:1")
	c := &client{raw: raw}
	go c.loop()
	return c
}

func (c *client) loop() {
	for {
		if _, err := c.raw.Read(nil); err != nil {
			return
		}
	}
}

func (c *client) Close() { c.raw.Close() }

func stop(c *client) { c.Close() }

func quit(c *client) { c.Close() }

func run() { stop(open()) }

func end() { quit(open()) }

func main() {
	go run()
	end()
}
`);
  const report = traceIn(files, ['explain', 'client.Close', 'main.open']);

  it('name where a call of the release begins, and each way to it', () => {
    assert.deepEqual(factsIn(report, 'caller'), [
      '(*client).Close is reached from the goroutine that is started at main.go:33, and from main.',
    ]);
    const rows = report.sections.find(({ id }) => id.startsWith('callers-'))?.table?.rows ?? [];
    assert.deepEqual(
      rows.map(([way]) => text(way ?? []).replaceAll(/:\d+/g, '')),
      [
        'on the goroutine run, started at  → stop at  → (*client).Close at ',
        'the program’s main → end at  → quit at  → (*client).Close at ',
      ],
    );
  });

  it('name the goroutine that waits for what the other side sends', () => {
    assert.match(
      factsIn(report, 'wait').join('\n'),
      /\(\*client\)\.loop waits in \(\*net\.conn\)\.Read for what the other side sends/,
    );
  });

  it('name the goroutine that keeps what nothing releases', () => {
    const kept = Object.fromEntries(
      Object.entries(files).map(([path, code]) => [path, code.replaceAll('{ c.Close() }', '{}')]),
    );
    assert.deepEqual(factsIn(traceIn(kept, ['explain', 'main.open']), 'holder'), [
      'As long as it runs, the goroutine of (*client).loop keeps it, whoever else lets go of it.',
    ]);
  });
});

describe('the short answer', () => {
  const stated = (kind: Stated['kind'], said: string, more: Partial<Stated> = {}): Stated => ({
    kind,
    text: said,
    at: [],
    ...more,
  });

  const open = [
    stated('release', 'Two run.'),
    stated('release', 'It is open.', { verdict: 'leaked', outcome: 'it stays open', brief: 'it is held' }),
    stated('remedy', 'Call it.', { brief: 'C would close it' }),
  ];

  it('tells what each question comes to, what becomes of the connection, and where one waits', () => {
    assert.deepEqual(
      shortAnswer(
        [
          [stated('reach', 'A.', { brief: 'A, and more.' }), stated('wake', 'It wakes.'), stated('limit', 'Stopped.')],
          [stated('reach', 'B.'), stated('wait', 'B may wait.')],
        ],
        [...open, stated('wait', 'What may wake B.', { brief: 'B waits for A' })],
        new Set(['p.F']),
        sayIn('en'),
      ),
      ['A, and more; B.', 'It stays open; it is held; C would close it.', 'B may wait; B waits for A.', 'Stopped.'],
    );
  });

  it('tells what becomes of the connection with the only question, and a finding in it where nothing waits', () => {
    assert.deepEqual(
      shortAnswer(
        [[stated('reach', 'A closes the stream.', { lead: 'A closes it' })]],
        [
          ...open,
          stated('finding', 'Another.', { about: '(*p.T).Other' }),
          stated('finding', 'Nothing is let go of.', { about: '(*p.T).Close' }),
        ],
        new Set(['(*p.T).Close']),
        sayIn('en'),
      ),
      ['A closes it; it stays open.', 'It is held; C would close it.', 'Nothing is let go of.'],
    );
  });

  it('leaves names as they are, and tells a connection that may be released in a sentence of its own', () => {
    assert.deepEqual(
      shortAnswer(
        [[stated('reach', 'fetch opens it.', { lead: 'fetch opens it' })]],
        [stated('release', 'The connection may be released.')],
        new Set(['p.fetch']),
        sayIn('en'),
      ),
      ['fetch opens it.', 'The connection may be released.'],
    );
  });

  it('tells what ends a wait before the connection, where waiting is what was asked about', () => {
    assert.deepEqual(
      shortAnswer(
        [[stated('wait', 'It may wait.', { lead: 'A may wait' })]],
        [...open, stated('wait', 'What may wake A.', { brief: 'A waits for B' })],
        new Set(['p.A']),
        sayIn('en'),
      ),
      ['A may wait.', 'A waits for B.', 'It stays open; it is held; C would close it.'],
    );
  });
});

describe('a way through what all clients share', () => {
  it('is not told of a client with a transport of its own', () => {
    assert.match(
      factsIn(traceIn(twoClients('quiet{}'), ['explain', 'mail.Start']), 'release').join(' '),
      /stays open in field raw of mail\.dialing: no call from main or from an exported function of the main module leads to closing it/,
    );
  });

  it('is told of one with the transport that dials', () => {
    assert.match(
      factsIn(traceIn(twoClients('&dialing{}'), ['explain', 'mail.Start']), 'release').join(' '),
      /may be released: as far as calls are told apart, Fetch can reach that/,
    );
  });

  it('is not taken for one on purpose where only a failure leads to the release', () => {
    const failing = Object.fromEntries(
      Object.entries(twoClients('&dialing{}')).map(([path, code]) => [
        path,
        code.replace('n, _ := d.raw.Write(nil); n == 0', '_, err := d.raw.Write(nil); err != nil'),
      ]),
    );
    const report = traceIn(failing, ['explain', 'mail.Start']);
    assert.deepEqual(factsIn(report, 'release'), [
      'The connection opened at mail.go:18 stays open in field raw of mail.dialing: as long as nothing fails, no call from main or from an exported function of the main module leads to closing it.',
      'Only when something has failed does (*dialing).Trip close it.',
    ]);
    const missing = report.sections.find(({ id }) => id === 'missing');
    assert.match(JSON.stringify(missing?.table?.rows), /an error \(.*err != nil.*Trip.*d\.raw\.Close\(\)/);
    assert.equal(report.facts?.find(({ kind }) => kind === 'release')?.verdict, 'leaked');
  });
});

describe('what does not come to a release', () => {
  const program = filesOf(`-- main.go --
package main

import "net"

type invoker interface{ Destroy() }

type plain struct{ ready bool }

func (p *plain) Destroy() { p.ready = false }

type dialed struct{ raw net.Conn }

func (d *dialed) Destroy() { d.raw.Close() }

func main() {
	raw, _ := net.Dial("tcp", "a:1")
	for _, i := range []invoker{&plain{}, &dialed{raw}} {
		i.Destroy()
	}
}
`);
  const said = (root: string): readonly string[] => factsIn(traceIn(program, ['explain', root]), 'no-op');

  it('is held against what is called in its place', () => {
    assert.deepEqual(said('plain.Destroy'), [
      '(*plain).Destroy comes to no call that lets go of something; called through the same interface, (*dialed).Destroy (main.go:13) does.',
    ]);
  });

  it('is not held against what wraps it and lets go of something of its own', () => {
    const wrapped = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [
        path,
        code
          .replace('&dialed{raw}}', '&dialed{raw}, &retrying{&plain{}, raw}}')
          .replace(
            'func main()',
            'type retrying struct {\n\tinner invoker\n\traw   net.Conn\n}\n\nfunc (r *retrying) Destroy() {\n\tr.raw.Close()\n\tr.inner.Destroy()\n}\n\nfunc main()',
          ),
      ]),
    );
    assert.deepEqual(factsIn(traceIn(wrapped, ['explain', 'plain.Destroy']), 'no-op'), said('plain.Destroy'));
  });

  it('is told in one statement with the release that it calls and that does nothing', () => {
    const idle = filesOf(`-- main.go --
package main

import (
	"net"
	"sync"
)

type invoker interface{ Destroy() }

type manager struct{ name string }

func (m *manager) close() error { return nil }

type plain struct {
	once sync.Once
	m    *manager
}

func (p *plain) Destroy() {
	p.once.Do(func() { p.m.close() })
}

type dialed struct{ raw net.Conn }

func (d *dialed) Destroy() { d.raw.Close() }

func main() {
	raw, _ := net.Dial("tcp", "a:1")
	for _, i := range []invoker{&plain{m: &manager{}}, &dialed{raw}} {
		i.Destroy()
	}
}
`);
    const { facts } = traceIn(idle, ['explain', 'plain.Destroy']);
    assert.deepEqual(
      (facts ?? [])
        .filter(({ kind }) => kind === 'no-op')
        .map(({ text: said, at }) => [said, at.map(({ line }) => line)]),
      [
        [
          '(*plain).Destroy ends in a call of (*manager).close (main.go:20), which does nothing: return nil. It lets go of nothing; called through the same interface, (*dialed).Destroy (main.go:25) does.',
          [12, 20, 25],
        ],
      ],
    );
  });

  it('is told with the release that does nothing where nothing else of its kind releases', () => {
    const alone = filesOf(`-- main.go --
package main

type manager struct{ name string }

func (m *manager) close() error { return nil }

type plain struct{ m *manager }

func (p *plain) Destroy() { p.m.close() }

func main() { (&plain{m: &manager{}}).Destroy() }
`);
    assert.deepEqual(factsIn(traceIn(alone, ['explain', 'plain.Destroy']), 'no-op'), [
      '(*plain).Destroy ends in a call of (*manager).close (main.go:9), which does nothing: return nil. It lets go of nothing.',
    ]);
  });

  it('says what is set to nil all the same', () => {
    const dropping = filesOf(`-- main.go --
package main

import "sync"

type manager struct{ name string }

func (m *manager) close() error { return nil }

type plain struct {
	once sync.Once
	m    *manager
}

func (p *plain) set(m *manager) { p.m = m }

func (p *plain) Destroy() {
	p.once.Do(func() {
		m := p.m
		p.set(nil)
		m.close()
	})
}

func main() { (&plain{m: &manager{}}).Destroy() }
`);
    assert.deepEqual(factsIn(traceIn(dropping, ['explain', 'plain.Destroy']), 'no-op'), [
      '(*plain).Destroy ends in a call of (*manager).close (main.go:20), which does nothing: return nil. It lets go of nothing. It does set to nil: m (main.go:19).',
    ]);
  });

  it('is not said of what releases', () => {
    assert.deepEqual(said('dialed.Destroy'), []);
  });
});

describe('a context that the goroutine of a waker watches', () => {
  const contexts = `package context

type Context interface {
	Deadline()
	Done() <-chan struct{}
	Err() error
	Value()
}
`;
  const program = filesOf(`-- mail.go --
package mail

import "context"

type Call struct{ room, body, ready chan struct{} }

func Start(ctx context.Context) *Call {
	c := &Call{make(chan struct{}), make(chan struct{}), make(chan struct{})}
	go c.run(ctx)
	return c
}

func (c *Call) run(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-c.room:
	}
	<-c.body
	close(c.ready)
}

func (c *Call) Receive() { <-c.ready }

func (c *Call) Finish() {
	close(c.room)
	close(c.body)
}
`);
  const said = (files: Record<string, string>): string =>
    factsIn(
      traceIn({ ...files, '/go/src/context/context.go': contexts }, ['explain', 'mail.Start', 'Call.Receive']),
      'wait',
    ).join('\n');

  it('is told with the waits in which it is not watched', () => {
    const apart = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [
        path,
        code.replace('func (c *Call) Finish()', 'func Finish(c *Call)'),
      ]),
    );
    assert.match(
      said(apart),
      /On the way to \(\*Call\)\.run the end of ctx is watched in \(\*Call\)\.run \(mail\.go:14\), but not in \(\*Call\)\.run \(mail\.go:18\)/,
    );
  });

  it('is told as a cycle where only a method of the same object ends such a wait', () => {
    const report = traceIn({ ...program, '/go/src/context/context.go': contexts }, [
      'explain',
      'mail.Start',
      'Call.Receive',
    ]);
    const [cycle, ...others] = factsIn(report, 'wait').filter((text) => text.includes('cycle'));
    assert.deepEqual(others, []);
    assert.equal(
      cycle,
      'The end of a context does not unblock (*Call).Receive at mail.go:22 as long as nobody calls (*Call).Finish: that is a cycle. What would wake it when ctx ends runs on the goroutine of (*Call).run; that waits in (*Call).run (mail.go:18), which watches no context, for (*Call).Finish; and who would call that waits at mail.go:22.',
    );
    const section = report.sections.find(({ title }) => title.startsWith('A cycle of waits'));
    const places = section?.table?.rows.map((row) =>
      row[1]?.flatMap((span) => (typeof span === 'object' && 'at' in span ? span.at.line : [])),
    );
    assert.deepEqual(places, [[22], [18], [22]]);
  });

  it('is no cycle where the other side ends such a wait', () => {
    const reading = `
type frame interface{ kind() int }

type data struct{}

func (*data) kind() int { return 0 }

type ping struct{}

func (*ping) kind() int { return 1 }

func (c *Call) loop() {
	for {
		f := c.read()
		switch f.(type) {
		case *data:
			c.onData()
		case *ping:
			c.onPing()
		}
	}
}

func (c *Call) read() frame {
	b := make([]byte, 1)
	c.raw.Read(b)
	if b[0] == 0 {
		return &data{}
	}
	return &ping{}
}

func (c *Call) onData() { BODY }

func (c *Call) onPing() { c.n++ }
`;
    const withLoop = (body: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(program).map(([path, code]) => [
          path,
          code
            .replace('import "context"', 'import (\n\t"context"\n\t"net"\n)')
            .replace(
              'type Call struct{ room, body, ready chan struct{} }',
              'type Call struct {\n\troom, body, ready chan struct{}\n\traw net.Conn\n\tn int\n}',
            )
            .replace(
              'c := &Call{make(chan struct{}), make(chan struct{}), make(chan struct{})}',
              'raw, _ := net.Dial("tcp", "a:1")\n\tc := &Call{room: make(chan struct{}), body: make(chan struct{}), ready: make(chan struct{}), raw: raw}\n\tgo c.loop()',
            ) + reading.replace('BODY', body),
        ]),
      );
    assert.match(said(withLoop('c.n--')), /that is a cycle/);
    assert.doesNotMatch(said(withLoop('c.body <- struct{}{}')), /that is a cycle/);
  });

  it('is told alone where all waits before the waker watch it', () => {
    const late = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [
        path,
        code.replace('\t<-c.body\n\tclose(c.ready)', '\tclose(c.ready)\n\t<-c.body'),
      ]),
    );
    assert.match(said(late), /the end of ctx is watched in \(\*Call\)\.run \(mail\.go:14\)\./);
  });
});

describe('a transport of which only some settings are made', () => {
  const program = (given: string): Record<string, string> =>
    filesOf(`-- mail.go --
package mail

import (
	"net"

	"example.com/m/internal/transport"
)

type Client struct{ t *transport.Transport }

func New() *Client {
	return &Client{t: &transport.Transport{
		${given}
	}}
}

func dial(addr string) (net.Conn, error) { return net.Dial("tcp", addr) }

func (c *Client) Send(addr string, p []byte) error {
	k, err := c.t.Get(addr)
	if err != nil {
		return err
	}
	return k.Write(p)
}
-- internal/transport/transport.go --
package transport

import "net"

type Transport struct {
	Dial  func(addr string) (net.Conn, error)
	Idle  int
	conns map[string]*Conn
}

type Conn struct {
	raw  net.Conn
	gone bool
}

func (c *Conn) Write(p []byte) error {
	_, err := c.raw.Write(p)
	return err
}

func (t *Transport) Get(addr string) (*Conn, error) {
	if t.conns == nil {
		t.conns = map[string]*Conn{}
	}
	if c := t.conns[addr]; c != nil {
		return c, nil
	}
	raw, err := t.Dial(addr)
	if err != nil {
		return nil, err
	}
	c := &Conn{raw: raw}
	t.conns[addr] = c
	go c.loop()
	if t.Idle != 0 {
		go c.onIdle()
	}
	return c, nil
}

func (c *Conn) loop() {
	for {
		if _, err := c.raw.Read(nil); err != nil {
			c.close()
			return
		}
	}
}

func (c *Conn) onIdle() { c.close() }

func (c *Conn) close() { c.raw.Close() }
`);
  const facts = (given: string, kind: string): string[] =>
    (traceIn(program(given), ['explain', 'Client.Send']).facts ?? [])
      .filter((fact) => fact.kind === kind)
      .map(({ text: said, at }) => `${said} ${at.map(({ line }) => line)}`);

  it('is told in one statement with what closes its connections and what does not', () => {
    assert.deepEqual(facts('Dial: dial,', 'setting'), [
      'The transport.Transport made at mail.go:12 is given Dial only: (*transport.Conn).onIdle is never started, since nothing that the program runs sets Idle of transport.Transport. What can still close it, each on a goroutine of its own: (*transport.Conn).loop if err != nil (transport.go:44). 12,7,36,44',
    ]);
    assert.equal(facts('Dial: dial,', 'release').filter((text) => text.startsWith('Only goroutines')).length, 0);
    assert.deepEqual(facts('Dial: dial, Idle: 3,', 'setting'), []);
    assert.deepEqual(
      facts('Dial: dial, Idle: 3,', 'release').filter((text) => text.startsWith('Only goroutines')),
      ['Only goroutines of their own reach (*transport.Conn).loop and (*transport.Conn).onIdle. 44,50'],
    );
  });

  it('says of a field that is not exported what it takes to set it', () => {
    const hidden = Object.fromEntries(
      Object.entries(program('Dial: dial,')).map(([path, code]) => [path, code.replaceAll(/\bIdle\b/g, 'idle')]),
    );
    assert.match(
      factsIn(traceIn(hidden, ['explain', 'Client.Send']), 'setting').join(' '),
      /onIdle is never started, since nothing that the program runs sets idle of transport\.Transport: the field is not exported, so it takes a call of a function of its package that sets it\./,
    );
  });

  it('is told with its pool, whose it is, and the goroutine that keeps what is in it', () => {
    assert.deepEqual(facts('Dial: dial,', 'pool'), [
      'When nobody uses it any more it stays in conns[] of transport.Transport under the key addr; it is put in and handed out again by (*transport.Transport).Get to whoever comes with the same key through the same mail.Client: each makes its own (mail.go:12). As long as it runs, the goroutine of (*transport.Conn).loop keeps it, whoever else lets go of it: the garbage collector does not free it. 8,25,33,12,34,41',
    ]);
    assert.deepEqual(facts('Dial: dial,', 'holder'), []);
  });
});

describe('a wait whose waker others have to start first', () => {
  const program = filesOf(`-- call.go --
package call

type Call struct {
	isStarted bool
	ready     chan struct{}
}

func New() *Call { return &Call{ready: make(chan struct{})} }

func (c *Call) start() {
	if !c.isStarted {
		c.isStarted = true
		go c.run()
	}
}

func (c *Call) Send() { c.start() }

func (c *Call) run() { close(c.ready) }

func (c *Call) wait() { <-c.ready }

func (c *Call) Receive() { c.wait() }

func (c *Call) Exchange() {
	c.start()
	c.wait()
}
`);

  it('is told in one statement, and those that start it themselves do not wait in vain', () => {
    const { facts, sections } = traceIn(program, ['explain', 'Call.Receive']);
    const cycle = sections.find(({ title }) => title.startsWith('A cycle of waits'))?.table?.rows ?? [];
    assert.deepEqual(
      cycle.map((row) =>
        row.map((spans) => spans.flatMap((span) => (typeof span === 'object' && 'at' in span ? span.at.line : []))),
      ),
      [
        [[], [21], [19]],
        [[], [13], []],
        [[], [21], []],
      ],
    );
    const waits = (facts ?? []).filter(({ kind }) => kind === 'wait');
    assert.deepEqual(
      waits.map(({ text: said, at }) => [said, at.map(({ line }) => line)]),
      [
        [
          '(*Call).wait waits to receive at call.go:21 until (*Call).run unblocks it. (*Call).Exchange and (*Call).Receive may come there, as far as calls are told apart. It runs on another goroutine, which only (*Call).Exchange and (*Call).Send can start. Called before that, (*Call).Receive waits for what was never started, and the end of a context does not help. No context is watched there.',
          [21, 19, 13],
        ],
      ],
    );
  });
});

describe('what calls hand on', () => {
  const program = filesOf(`-- mail.go --
package mail

type reader interface{ Read() }

type writer interface{ Write() }

type compressor interface {
	writer
	Close()
}

type zip struct{}

func (zip) Write() {}
func (zip) Close() {}

type taker interface{ TakeFrom(r reader) }

/* What takes for itself is no compressor. */
type response struct{ body reader }

func (*response) Write()              {}
func (r *response) TakeFrom(_ reader) { r.body.Read() }

type buffer struct{}

func (*buffer) Read() {}

type call struct {
	ready chan struct{}
	out   compressor
}

func (c *call) Read() { <-c.ready }

func pipe(w writer, r reader) {
	if t, ok := w.(taker); ok {
		t.TakeFrom(r)
		return
	}
	r.Read()
	w.Write()
}

func (c *call) compressor() (compressor, error) { return c.out, nil }

func (c *call) compress(b *buffer) {
	out, err := c.compressor()
	if err == nil {
		pipe(out, b)
	}
}

type Stream struct{ c *call }

func New() *Stream { return &Stream{&call{ready: make(chan struct{}), out: zip{}}} }

func (s *Stream) Receive() { s.c.Read() }

func (s *Stream) Serve() { pipe(&response{body: s.c}, s.c) }

func (s *Stream) Done() { close(s.c.ready) }

func (s *Stream) Send(b *buffer) { s.c.compress(b) }
`);

  it('is told apart by the type that it is written with, also where it has become an interface', () => {
    const [wait = ''] = factsIn(traceIn(program, ['explain', 'Stream.Receive']), 'wait');
    assert.match(wait, /unblocks it\. \(\*Stream\)\.Receive and \(\*Stream\)\.Serve may come there/);
  });
});

describe('a goroutine that the walk does not start', () => {
  const program = filesOf(`-- main.go --
package main

type request struct{ cancel, ready chan struct{} }

type moment struct{ at int }

func (m moment) isZero() bool { return m.at == 0 }

type client struct{ timeout int }

func (c *client) deadline() moment {
	if c.timeout > 0 {
		return moment{at: c.timeout}
	}
	return moment{}
}

func (c *client) do() *request {
	r := &request{ready: make(chan struct{})}
	watch(r, c.deadline())
	go func() { close(r.ready) }()
	return r
}

func watch(r *request, deadline moment) {
	if deadline.isZero() {
		return
	}
	cancel := make(chan struct{})
	r.cancel = cancel
	stop := func() { close(cancel) }
	go func() { stop() }()
}

func fetch() {
	c := &client{}
	r := c.do()
	select {
	case <-r.ready:
	case <-r.cancel:
	}
}

func other() { (&client{timeout: 3}).do() }

func main() {
	fetch()
	other()
}
`);

  it('is no waker of what it waits for', () => {
    const [wait = ''] = factsIn(traceIn(program, ['explain', 'fetch']), 'wait');
    assert.match(
      wait,
      /until func literal in do unblocks one of its cases\. For what was asked about, nothing unblocks the case/,
    );
  });
});

describe('a release by goroutines that are waited for', () => {
  const waitGroup = `package sync

type WaitGroup struct{ n int }

func (wg *WaitGroup) Add(delta int) { wg.n += delta }
func (wg *WaitGroup) Done()         { wg.Add(-1) }
func (wg *WaitGroup) Wait()         {}
`;
  const program = (wait: string): Record<string, string> => ({
    ...filesOf(`-- mail.go --
package mail

import (
	"net"
	"sync"
)

type conn struct{ raw net.Conn }

type Client struct{ conns []*conn }

func Dial(addr string) (*Client, error) {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Client{conns: []*conn{{raw: raw}}}, nil
}

func (c *Client) Close() {
	var group sync.WaitGroup
	for _, k := range c.conns {
		group.Add(1)
		go func() {
			defer group.Done()
			k.tearDown()
		}()
	}
	${wait}
}

func (k *conn) tearDown() { k.raw.Close() }
`),
    '/go/src/sync/waitgroup.go': waitGroup,
  });

  it('is one of who waits, and of a function that opens nothing', () => {
    const report = traceIn(program('group.Wait()'), ['explain', 'Client.Close']);
    assert.equal(
      factsIn(report, 'release')[0],
      'The connection in field raw of mail.conn may be released: as far as calls are told apart, (*Client).Close can reach that.',
    );
    const released = report.sections.find(({ id }) => id.startsWith('released-'));
    assert.equal(text(released?.table?.rows[0]?.[0] ?? []), '(*conn).tearDown');
  });

  it('is one of what was asked about, also where only main begins', () => {
    const inMain = Object.fromEntries(
      Object.entries(program('group.Wait()')).map(([path, code]) => [
        path,
        path.endsWith('/mail.go')
          ? `${code.replace('package mail', 'package main')}\nfunc main() {\n\tif c, err := Dial("a:1"); err == nil {\n\t\tc.Close()\n\t}\n}\n`
          : code,
      ]),
    );
    assert.equal(
      factsIn(traceIn(inMain, ['explain', 'Client.Close']), 'release')[0],
      'The connection in field raw of main.conn may be released: as far as calls are told apart, (*Client).Close and main can reach that.',
    );
  });

  it('is none of who goes on', () => {
    assert.deepEqual(factsIn(traceIn(program(''), ['explain', 'Client.Close']), 'release'), []);
  });
});

describe('who comes to a release', () => {
  const program = filesOf(`-- mail.go --
package mail

type Invoker struct{ done chan int }

func New(events chan int) *Invoker {
	i := &Invoker{done: make(chan int)}
	go i.listen(events)
	return i
}

func (i *Invoker) Destroy() { close(i.done) }

func (i *Invoker) listen(events chan int) {
	for e := range events {
		if e > 0 {
			i.Notify()
		}
	}
}

func (i *Invoker) Notify() { i.Destroy() }
`);

  it('is told of what other code calls, and of the goroutines of the program that call it', () => {
    const report = traceIn(program, ['explain', 'Invoker.Destroy']);
    assert.deepEqual(factsIn(report, 'caller'), [
      '(*Invoker).Destroy is reached from the goroutine that is started at mail.go:7, and from (*Invoker).Notify, which other code may call.',
    ]);
    assert.deepEqual(
      report.sections.find(({ id }) => id.startsWith('callers-'))?.table?.rows.map(([way]) => text(way ?? [])),
      [
        'on the goroutine (*Invoker).listen, started at :7 → (*Invoker).Notify at :16 if e > 0 → (*Invoker).Destroy at :21',
        'other code may call (*Invoker).Notify → (*Invoker).Destroy at :21',
      ],
    );
  });
});

describe('a wait of a program whose main starts its waker', () => {
  const program = filesOf(`-- main.go --
package main

type call struct{ ready chan struct{} }

func (c *call) send() { go c.run() }

func (c *call) run() { close(c.ready) }

func (c *call) receive() { <-c.ready }

func main() {
	c := &call{ready: make(chan struct{})}
	c.send()
	c.receive()
}
`);

  it('is not told of what main alone starts', () => {
    const alone = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [path, code.replace('\tc.send()', '\tgo c.run()')]),
    );
    assert.doesNotMatch(factsIn(traceIn(alone, ['explain', 'call.receive']), 'wait').join(), /Called before that/);
  });

  it('is told with the functions that were asked about', () => {
    const { facts } = traceIn(program, ['explain', 'call.send', 'call.receive']);
    assert.deepEqual(
      (facts ?? []).filter(({ kind }) => kind === 'wait').map(({ text: said }) => said),
      [
        '(*call).receive waits to receive at main.go:9 until (*call).run unblocks it. (*call).receive may come there, as far as calls are told apart. It runs on another goroutine, which only (*call).send and main can start. Called before that, (*call).receive waits for what was never started, and the end of a context does not help. No context is watched there.',
      ],
    );
  });
});
