// What the answer of `explain` begins with, and the lines of Go that it offers to copy.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesOf, traceIn } from './trace-case.js';

const closing = (body: string): string => `-- main.go --
package main

import "net"

type closer interface{ Close() error }

type Stream struct {
	next closer
	n    int
}

func (s *Stream) Close() error {
	${body}
}

func (s *Stream) Receive(ready chan int) int { return <-ready }

func main() {
	raw, _ := net.Dial("tcp", "a:1")
	raw.Close()
}
`;

const first = (body: string, root: string): string | undefined =>
  traceIn(filesOf(closing(body)), ['explain', root]).answer[0];

describe('the answer of explain begins', () => {
  it('with what a close comes to where it closes no connection', () => {
    assert.equal(first('s.n++\n\treturn nil', 'Stream.Close'), '(*Stream).Close closes no connection.');
    assert.equal(first('return nil', 'Stream.Close'), '(*Stream).Close does nothing.');
  });

  it('with what a close is up to where nobody knows what runs there', () => {
    assert.equal(
      first('return s.next.Close()', 'Stream.Close'),
      'What (*Stream).Close closes is up to s.next.Close (main.go:13 in module example.com/m), and no value that the program makes is known to come there: what runs there cannot be said.',
    );
  });

  it('with where it waits, of what is no close', () => {
    assert.match(first('return nil', 'Stream.Receive') ?? '', /^\(\*Stream\)\.Receive may wait in its own body \(/);
  });
});

describe('a close on a goroutine that is waited for', () => {
  const program = (wait: string): Record<string, string> =>
    filesOf(`-- main.go --
package main

import "net"

type Client struct{ raw net.Conn }

func (c *Client) Close() {
	done := make(chan struct{})
	go func() {
		c.raw.Close()
		close(done)
	}()
	${wait}
}

func main() {
	raw, _ := net.Dial("tcp", "a:1")
	c := &Client{raw: raw}
	c.Close()
}
`);

  it('is what the answer begins with', () => {
    assert.match(
      traceIn(program('<-done'), ['explain', 'Client.Close']).answer[0] ?? '',
      /^\(\*Client\)\.Close may close a connection on a goroutine that it starts and waits for \(main\.go:10/,
    );
  });

  it('is told as one of another goroutine where nobody waits', () => {
    const look = 'select {\n\tcase <-done:\n\tdefault:\n\t}';
    assert.match(
      traceIn(program(look), ['explain', 'Client.Close']).answer[0] ?? '',
      /does not touch a connection; a goroutine that it starts or wakes may close one/,
    );
  });
});

/** A program that makes a pool and talks through it; `made` is how, `rest` what else it does with it. */
const pooling = (made: string, rest: string, more = ''): Record<string, string> =>
  filesOf(`-- main.go --
package main

import "example.com/m/internal/pool"

type talker struct{ pool *pool.Pool }

func talk(t talker) { t.pool.Get("a:1").Write(nil) }

func newPool() *pool.Pool { return &pool.Pool{Conns: map[string]*pool.Conn{}} }
${more}
func main() {
	${made}
	${rest}
}
-- internal/pool/pool.go --
package pool

import "net"

type Conn struct{ raw net.Conn }

func (c *Conn) Write(p []byte) { c.raw.Write(p) }

type Pool struct{ Conns map[string]*Conn }

func (p *Pool) Get(addr string) *Conn {
	if c := p.Conns[addr]; c != nil {
		return c
	}
	raw, _ := net.Dial("tcp", addr)
	c := &Conn{raw: raw}
	p.Conns[addr] = c
	return c
}

func (p *Pool) CloseAll() {
	for _, c := range p.Conns {
		c.raw.Close()
	}
}
`);

/** The sentence before the lines to copy, and these. */
function toCopy(files: Record<string, string>, root = 'main.main'): readonly string[] {
  const paragraphs = traceIn(files, ['explain', root]).sections.find(({ id }) => id === 'remedies')?.paragraphs ?? [];
  assert.match(JSON.stringify(paragraphs), /CloseAll/);
  return paragraphs.flatMap((spans, at) => {
    const [span] = spans;
    if (spans.length !== 1 || typeof span !== 'object' || !('code' in span)) return [];
    const before = paragraphs[at - 1] ?? [];
    const text = before.map((one) => (typeof one === 'string' ? one : 'code' in one ? one.code : `${one.at.line}`));
    return [text.join(''), ...span.code.split('\n')];
  });
}

describe('lines to copy', () => {
  it('follow the statement that names what is made', () => {
    assert.deepEqual(toCopy(pooling('p := newPool()', 'talk(talker{pool: p})')), [
      'To copy: in main, after the statement at 12:',
      'defer p.CloseAll()',
    ]);
  });

  it('stand in place of the statement that hands it on without a name', () => {
    const more = '\nfunc wrap(p *pool.Pool) talker { return talker{pool: p} }\n';
    assert.deepEqual(toCopy(pooling('t := wrap(newPool())', 'talk(t)', more)), [
      'To copy: in main, in place of the statement at 14:',
      'poolPool := newPool()',
      'defer poolPool.CloseAll()',
      't := wrap(poolPool)',
    ]);
  });

  it('stand where a release is said to belong', () => {
    const { sections } = traceIn(pooling('p := newPool()', 'talk(talker{pool: p})'), ['explain', 'main.main']);
    const cell = sections.find(({ id }) => id === 'missing')?.table?.rows[0]?.at(-1) ?? [];
    assert.equal(
      cell.map((one) => (typeof one === 'string' ? one : 'code' in one ? one.code : `${one.at.line}`)).join(''),
      'in the program: (*pool.Pool).CloseAll in main, at 12',
    );
  });

  it('are not given where what is made outlives the function', () => {
    const kept = '\nvar kept talker\n\nfunc open() {\n\tp := newPool()\n\tkept = talker{pool: p}\n}\n';
    const stored =
      '\nvar keptPool struct{ pool *pool.Pool }\n\nfunc open() {\n\tp := newPool()\n\tkeptPool.pool = p\n}\n';
    const handed = '\nfunc open() talker {\n\tp := newPool()\n\treturn talker{pool: p}\n}\n';
    const going = '\nfunc open() {\n\tp := newPool()\n\tgo talk(talker{pool: p})\n}\n';
    assert.deepEqual(toCopy(pooling('open()', 'talk(kept)', kept)), []);
    assert.deepEqual(toCopy(pooling('open()', 'talk(talker{pool: keptPool.pool})', stored)), []);
    assert.deepEqual(toCopy(pooling('t := open()', 'talk(t)', handed)), []);
    assert.deepEqual(toCopy(pooling('open()', 'talk(talker{pool: newPool()})', going), 'main.open'), []);
  });
});

describe('what a dependency makes', () => {
  const files = {
    ...filesOf(`-- main.go --
package main

import "example.com/lib"

func main() { lib.Talk("a:1") }
`),
    '/src/go.mod':
      'module example.com/m\n\ngo 1.21\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n',
    '/lib/go.mod': 'module example.com/lib\n\ngo 1.21\n',
    '/lib/lib.go': `package lib

import "net"

type conn struct{ raw net.Conn }

type Pool struct {
	Conns map[string]*conn
	Limit int
}

var pool = &Pool{Conns: map[string]*conn{}}

func Talk(addr string) {
	raw, _ := net.Dial("tcp", addr)
	pool.Conns[addr] = &conn{raw: raw}
	if pool.Limit != 0 {
		go pool.watch()
	}
	pool.Conns[addr].raw.Write(nil)
}

func (p *Pool) watch() { p.drain() }

func (p *Pool) CloseAll() { p.all() }

func (p *Pool) all() { p.drain() }

func (p *Pool) drain() {
	for _, c := range p.Conns {
		c.raw.Close()
	}
}
`,
  };
  const report = traceIn(files, ['explain', 'main.main']);
  const said = JSON.stringify(report.sections.find(({ id }) => id === 'remedies')?.paragraphs ?? []);

  it('is a fix in the library, and nothing to do today', () => {
    assert.match(said, /A fix in the library could call /);
    assert.match(said, /A fix in the library could set /);
    assert.doesNotMatch(said, /Today|To copy/);
    assert.match(report.answer.join(' '), /would close it, but the program does not hold that itself/);
  });
});
