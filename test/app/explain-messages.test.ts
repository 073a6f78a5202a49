// What the other side sends and what that wakes: the cases that a reading goroutine tells apart.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report, Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

/** A stream over a connection: what is read ends the stream, or all of them, or is only counted. */
const program = filesOf(`-- stream.go --
package stream

import "net"

type frame interface{ Last() bool }

type data struct{ last bool }

func (d *data) Last() bool { return d.last }

type goAway struct{ last bool }

func (g *goAway) Last() bool { return g.last }

type ping struct{ last bool }

func (p *ping) Last() bool { return p.last }

type Stream struct {
	raw   net.Conn
	seen  int
	done  chan struct{}
	abort chan struct{}
}

func Open(addr string) (*Stream, error) {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &Stream{raw: raw, done: make(chan struct{}), abort: make(chan struct{})}
	go s.loop()
	s.Wait()
	return s, nil
}

func (s *Stream) Wait() {
	select {
	case <-s.done:
	case <-s.abort:
	}
}

func (s *Stream) read() (frame, error) {
	b := make([]byte, 1)
	if _, err := s.raw.Read(b); err != nil {
		return nil, err
	}
	switch b[0] {
	case 0:
		return &data{last: len(b) > 1}, nil
	case 1:
		return &ping{}, nil
	}
	return &goAway{}, nil
}

func (s *Stream) loop() {
	for {
		f, err := s.read()
		if err != nil {
			return
		}
		switch f := f.(type) {
		case *data:
			s.onData(f)
		case *goAway:
			s.onGoAway(f)
		case *ping:
			s.onPing(f)
		}
	}
}

func (s *Stream) onData(d *data) {
	if d.last {
		s.end()
	}
}

func (s *Stream) end() {
	close(s.done)
}

func (s *Stream) onGoAway(g *goAway) {
	close(s.abort)
}

func (s *Stream) onPing(p *ping) { s.seen++ }
`);

const text = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `${span.at.line}`)).join('');

const rowsOf = (report: Report): string[][] =>
  (report.sections.find(({ id }) => id === 'messages')?.table?.rows ?? []).map((row) => row.map(text));

describe('what the other side sends', () => {
  const report = traceIn(program, ['explain', 'stream.Open']);

  it('is told with what it wakes, who takes it in and under which condition', () => {
    assert.deepEqual(rowsOf(report), [
      ['*data', '(*Stream).onData (66)', '(*Stream).Wait (38), by close(s.done) 82', 'd.last'],
      ['*goAway', '(*Stream).onGoAway (68)', '(*Stream).Wait (38), by close(s.abort) 86', 'in any case'],
    ]);
    const facts = (report.facts ?? []).filter(({ text: said }) => /from the other side/.test(said));
    assert.deepEqual(
      facts.map(({ text: said, at }) => `${said} ${at.map(({ line }) => line)}`),
      [
        'When *data comes from the other side, (*Stream).onData takes it in. If d.last, it wakes (*Stream).Wait (stream.go:38). 65,66,82,38',
        'When *goAway comes from the other side, (*Stream).onGoAway wakes (*Stream).Wait (stream.go:38). 67,68,86,38',
      ],
    );
  });

  it('stands in the table of waits, with what wakes others of the goroutine only', () => {
    const rows = report.sections.find(({ id }) => id === 'blocking')?.table?.rows.map((row) => row.map(text)) ?? [];
    assert.deepEqual(rows, [
      [
        '(*Stream).Wait select { 38',
        'Open',
        '(*Stream).end (82); (*Stream).onGoAway (86); from the other side: *data if d.last, *goAway',
        'the end of a context: none is watched there',
      ],
      [
        '(*net.conn).Read if _, err := s.raw.Read(b); err != nil { 46; called at 60',
        'the goroutine of (*Stream).loop',
        'what the other side sends, the end of the connection, or a close of it',
        'the end of a context: none is watched there',
      ],
    ]);
  });

  it('is not told of a switch before anything is read', () => {
    const early = Object.fromEntries(
      Object.entries(program).map(([path, source]) => [
        path,
        source
          .replace('f, err := s.read()', 'var f frame = &data{}\n\t\tvar err error')
          .replace('\tgo s.loop()', '\ts.read()\n\tgo s.loop()'),
      ]),
    );
    assert.deepEqual(rowsOf(traceIn(early, ['explain', 'stream.Open'])), []);
  });
});

describe('what the other side sends, by every way', () => {
  /** A head may be the last thing itself or be followed by a trailer; a reader that ends lets everybody go. */
  const streams = filesOf(`-- stream.go --
package stream

import "net"

type frame interface{ Last() bool }

type head struct{ last, bad bool }

func (h *head) Last() bool { return h.last }

type goAway struct{}

func (g *goAway) Last() bool { return true }

type Stream struct {
	raw   net.Conn
	head  bool
	gone  *goAway
	found chan struct{}
	done  chan struct{}
}

func Open(addr string) (*Stream, error) {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &Stream{raw: raw, found: make(chan struct{}), done: make(chan struct{})}
	go s.loop()
	<-s.found
	<-s.done
	s.forget()
	return s, nil
}

func (s *Stream) forget() {
	if s.gone != nil {
		s.raw.Close()
	}
}

func (s *Stream) read() (frame, error) {
	b := make([]byte, 1)
	if _, err := s.raw.Read(b); err != nil {
		return nil, err
	}
	if b[0] == 0 {
		return &head{last: len(b) > 1}, nil
	}
	return &goAway{}, nil
}

func (s *Stream) loop() {
	defer s.over()
	s.run()
}

func (s *Stream) run() {
	for {
		f, err := s.read()
		if err != nil {
			return
		}
		switch f := f.(type) {
		case *head:
			s.onHead(f)
		case *goAway:
			s.onGoAway(f)
		}
	}
}

func (s *Stream) onHead(h *head) {
	if s.head {
		s.onTrailer(h)
		return
	}
	if h.bad {
		return
	}
	s.head = true
	close(s.found)
	if h.last {
		s.end()
	}
}

func (s *Stream) onTrailer(h *head) {
	if !h.last {
		return
	}
	s.end()
}

func (s *Stream) end() {
	close(s.done)
}

func (s *Stream) over() {
	close(s.done)
}

func (s *Stream) onGoAway(g *goAway) {
	s.gone = g
	s.end()
}
`);
  const report = traceIn(streams, ['explain', 'stream.Open']);

  it('is told with the conditions of each way, and of the signal itself', () => {
    assert.deepEqual(
      rowsOf(report).filter(([what]) => what === '*head'),
      [
        ['*head', '(*Stream).onHead (66)', 'Open (30), by close(s.found) 82', '!s.head && !h.bad'],
        ['*head', '(*Stream).onHead (66)', 'Open (31), by close(s.done) 96', '!s.head && !h.bad && h.last'],
        ['*head', '(*Stream).onHead (66)', 'Open (31), by close(s.done) 96 if h.last', 's.head'],
      ],
    );
    assert.ok(
      report.facts?.some(({ text: said }) =>
        said.startsWith(
          'When *head comes from the other side, (*Stream).onHead takes it in. If !s.head && !h.bad, it wakes Open',
        ),
      ),
    );
    assert.ok(
      report.facts?.some(({ text: said }) =>
        said.includes('h.last (or on another way that the table has), it wakes Open'),
      ),
    );
  });

  it('is also the end of what it sends', () => {
    assert.deepEqual(
      rowsOf(report).filter(([what]) => what?.startsWith('s.read()')),
      [
        [
          's.read() fails, or the loop around it ends otherwise',
          '(*Stream).over (54)',
          'Open (31), by close(s.done) 100',
          'in any case',
        ],
      ],
    );
  });

  it('is told of what lets a release happen later', () => {
    assert.deepEqual(
      rowsOf(report).filter(([what, by]) => what === '*goAway' && by?.startsWith('s.gone')),
      [
        [
          '*goAway',
          's.gone (104)',
          'nobody at once: that is set on which (*Stream).forget (38) releases the connection',
          'see who releases it',
        ],
      ],
    );
    assert.ok(
      report.facts?.some(({ text: said }) =>
        /It sets s\.gone \(stream\.go:104\), on which \(\*Stream\)\.forget releases the connection \(stream\.go:38\)\.$/.test(
          said,
        ),
      ),
    );
  });
});
