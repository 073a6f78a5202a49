// What a writeup says of waits: the helpers that wait, where a waker may wait first, what cannot be a wait of what was asked.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report, Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

const text = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `${span.at.line}`)).join('');

const waitsIn = (report: Report): string[] =>
  (report.facts ?? []).filter(({ kind }) => kind === 'wait').map(({ text: said }) => said);

/** The last column of the tables of waits. */
const firstWaits = (report: Report): string[] =>
  report.sections
    .filter(({ id }) => id.startsWith('wait-'))
    .flatMap(({ table }) => table?.rows.map((row) => text(row.at(-1) ?? [])) ?? []);

describe('where a waker may wait first', () => {
  const program = filesOf(`-- mail.go --
package mail

import "net"

type slow struct{ ready chan struct{} }

func (s *slow) Error() string {
	<-s.ready
	return ""
}

type body interface{ fill() }

type sent struct{ more chan struct{} }

func (s *sent) fill() { <-s.more }

type none struct{}

func (none) fill() {}

type Call struct {
	body body
	raw  net.Conn
	done chan struct{}
}

func Empty() *Call { return &Call{body: none{}, done: make(chan struct{})} }

func Filled() {
	c := &Call{body: &sent{make(chan struct{})}, done: make(chan struct{})}
	go c.run(&slow{make(chan struct{})})
}

func Run() {
	c := Empty()
	go c.run(nil)
	<-c.done
}

func (c *Call) run(err error) {
	c.raw, _ = net.Dial("tcp", "a:1")
	c.body.fill()
	if err != nil {
		c.note(err)
	}
	close(c.done)
}

func (c *Call) note(err error) { c.raw.Write([]byte(err.Error())) }
`);

  it('is what the walk of the question comes to, and not what makes text', () => {
    assert.deepEqual(firstWaits(traceIn(program, ['explain', 'mail.Run'])), [
      'in what is called by c.raw, _ = net.Dial("tcp", "a:1") 42',
    ]);
  });

  it('is a call through an interface that comes to a wait there', () => {
    const filled = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [
        path,
        code.replace('c := Empty()', 'c := &Call{body: &sent{make(chan struct{})}, done: make(chan struct{})}'),
      ]),
    );
    assert.match(
      firstWaits(traceIn(filled, ['explain', 'mail.Run']))[0] ?? '',
      /in what is called by c\.body\.fill\(\) 43/,
    );
  });
});

describe('a helper that waits', () => {
  const program = filesOf(`-- mail.go --
package mail

import "net"

type conn struct {
	raw  net.Conn
	room chan struct{}
}

func (c *conn) wait() { <-c.room }

func (c *conn) open() {
	c.wait()
	c.raw.Write(nil)
	c.raw.Write(nil)
}

func (c *conn) write() {
	c.wait()
	c.raw.Write(nil)
	c.raw.Write(nil)
}

func (c *conn) loop() {
	for {
		if c.read() != nil {
			return
		}
		c.room <- struct{}{}
	}
}

func (c *conn) read() error {
	_, err := c.raw.Read(nil)
	return err
}

func Send() {
	raw, _ := net.Dial("tcp", "a:1")
	c := &conn{raw: raw, room: make(chan struct{})}
	go c.loop()
	go func() {
		c.open()
		c.write()
	}()
}
`);
  const report = traceIn(program, ['explain', 'mail.Send']);

  it('is told with the calls of it', () => {
    const [said] = waitsIn(report).filter((one) => one.includes('(*conn).wait waits'));
    assert.match(
      said ?? '',
      /\(\*conn\)\.wait is called by \(\*conn\)\.open \(mail\.go:13\) and \(\*conn\)\.write \(mail\.go:19\)\./,
    );
  });

  it('is not told so where it waits for the other side: then the way to the read is shown', () => {
    const [fact] = (report.facts ?? []).filter(({ text: said }) => said.includes('for what the other side sends'));
    assert.deepEqual(
      fact?.at.map(({ line }) => line),
      [26, 34],
    );
  });
});

describe('what is no wait of what was asked about', () => {
  const program = (body: string, more = ''): Record<string, string> =>
    filesOf(`-- mail.go --
package mail

import "net"

type settings struct{ limit int }

type call struct {
	set    *settings
	raw    net.Conn
	closed chan struct{}
	first  bool
}

func Run() {
	raw, _ := net.Dial("tcp", "a:1")
	c := &call{set: &settings{}, raw: raw, closed: make(chan struct{}), first: raw != nil}
	go c.other()
	c.end()
}

func (c *call) other() {
	c.raw.Read(nil)
	close(c.closed)
}
${more}
func (c *call) end() {
	${body.replaceAll('\n', '\n\t')}
}
`);
  const said = (body: string, more = ''): string[] =>
    waitsIn(traceIn(program(body, more), ['explain', 'mail.Run'])).filter((one) => one.includes('(*call).end'));

  it('is one under a setting that nothing makes', () => {
    assert.deepEqual(said('if c.set.limit != 0 {\n\t<-c.closed\n}'), []);
    assert.equal(said('if c.set.limit == 0 {\n\t<-c.closed\n}').length, 1);
  });

  it('is one for a channel that the function has closed itself before', () => {
    const [one] = said('if c.first {\n\tclose(c.closed)\n}\n<-c.closed');
    assert.match(
      one ?? '',
      /^\(\*call\)\.end waits to receive at mail\.go:30 until \(\*call\)\.other unblocks it\. Where it has closed the channel itself before, at mail\.go:28, it does not wait\./,
    );
  });

  it('but is one where the function leaves after it has closed the channel: then another call of it waits', () => {
    const [one] = said('if c.first {\n\tclose(c.closed)\n\treturn\n}\n<-c.closed');
    assert.match(one ?? '', /until \(\*call\)\.end or \(\*call\)\.other unblocks it\./);
  });
});

describe('a wait for what is given back over a channel', () => {
  const program = filesOf(`-- mail.go --
package mail

import "net"

type pipe struct {
	work chan []byte
	back chan int
	done chan struct{}
}

func (p *pipe) write(b []byte) {
	select {
	case p.work <- b:
		<-p.back
	case <-p.done:
	}
}

func (p *pipe) read() {
	select {
	case b := <-p.work:
		p.back <- len(b)
	case <-p.done:
	}
}

func Send(p []byte) {
	raw, _ := net.Dial("tcp", "a:1")
	k := &pipe{work: make(chan []byte), back: make(chan int), done: make(chan struct{})}
	go func() {
		k.read()
		raw.Write(p)
	}()
	k.write(p)
}
`);
  const back = (files: Record<string, string>): string | undefined =>
    waitsIn(traceIn(files, ['explain', 'mail.Send'])).find((one) => one.includes('mail.go:14'));

  it('does not say that whoever has taken something may wait for it first', () => {
    assert.equal(
      back(program)?.replace(/ It runs .*$/, ''),
      '(*pipe).write waits to receive at mail.go:14 until (*pipe).read unblocks it.',
    );
    assert.doesNotMatch(back(program) ?? '', /may wait for something itself/);
  });

  it('says so where the channel has room: then it may not have been taken', () => {
    const roomy = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [path, code.replace('make(chan []byte)', 'make(chan []byte, 1)')]),
    );
    assert.match(back(roomy) ?? '', /may wait for something itself/);
  });
});

describe('a close that reads to the end first', () => {
  const program = filesOf(`-- mail.go --
package mail

import (
	"io"
	"net"
)

type stream struct{ raw net.Conn }

func Open() *stream {
	raw, _ := net.Dial("tcp", "a:1")
	return &stream{raw: raw}
}

func (s *stream) Read(p []byte) (int, error) {
	return s.raw.Read(p)
}

func (s *stream) Close() error {
	if _, err := io.Copy(io.Discard, s.raw); err != nil {
		return err
	}
	return s.raw.Close()
}
`);
  const io = `package io

type Reader interface{ Read(p []byte) (n int, err error) }

type Writer interface{ Write(p []byte) (n int, err error) }

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

var Discard Writer = discard{}

func Copy(dst Writer, src Reader) (int64, error) {
	_, err := src.Read(nil)
	return 0, err
}
`;

  it('is told with when the close is not reached, and rests on no line of another function', () => {
    const report = traceIn({ ...program, '/go/src/io/io.go': io }, ['explain', 'stream.Close']);
    const [fact] = (report.facts ?? []).filter(({ text: said }) => said.includes('first reads'));
    assert.match(fact?.text ?? '', /if that fails or does not end, the close is not reached\./);
    assert.deepEqual(fact?.at.map(({ line }) => line).includes(16), false);
    assert.ok(fact?.at.some(({ line }) => line === 20));
    assert.doesNotMatch(fact?.text ?? '', /at most/);
  });

  it('says how much it reads, where the helper has a limit', () => {
    const limited = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [
        path,
        `${code.replace('_, err := io.Copy(io.Discard, s.raw); err', 'err := drain(s.raw); err')}${
          path.endsWith('mail.go')
            ? `
const most = 1 << 20

func drain(r io.Reader) error {
	limited := &io.LimitedReader{R: r, N: most}
	_, err := io.Copy(io.Discard, limited)
	return err
}
`
            : ''
        }`,
      ]),
    );
    const reader =
      '\ntype LimitedReader struct {\n\tR Reader\n\tN int64\n}\n\nfunc (l *LimitedReader) Read(p []byte) (int, error) { return l.R.Read(p) }\n';
    const report = traceIn({ ...limited, '/go/src/io/io.go': io + reader }, ['explain', 'stream.Close']);
    const [fact] = (report.facts ?? []).filter(({ text: said }) => said.includes('first reads'));
    assert.match(fact?.text ?? '', /from s\.raw, most bytes at most, which waits/);
  });
});

describe('more waits than there is room for', () => {
  const functions = [1, 2, 3, 4, 5].map((n) => `func (c *Call) wait${n}() { <-c.done }`).join('\n\n');
  const program = filesOf(`-- mail.go --
package mail

type Call struct{ done, closed chan struct{} }

func (c *Call) Send() {
	c.wait1()
	c.wait2()
	c.wait3()
	c.wait4()
	c.wait5()
}

${functions}

func (c *Call) Close() { <-c.closed }

func Run() {
	c := &Call{make(chan struct{}), make(chan struct{})}
	go close(c.done)
	go close(c.closed)
	c.Send()
	c.Close()
}
`);

  it('leave room for those of each question', () => {
    const report = traceIn(program, ['explain', 'Call.Send', 'Call.Close']);
    const said = waitsIn(report);
    assert.ok(
      said.some((one) => one.includes('(*Call).Close waits')),
      said.join('\n'),
    );
  });
});
