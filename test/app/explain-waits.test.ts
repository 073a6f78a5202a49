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
