// What has happened on a goroutine before a call, and for good: a Once that is used up, a field that is set and never set back.
// Each function of the source either comes to the release or cannot any more.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesOf, traceIn } from './trace-case.js';

const source = `-- main.go --
package main

import (
	"net"
	"sync"
)

type half struct {
	once sync.Once
	conn net.Conn
}

func (h *half) finish()       { h.once.Do(func() {}) }
func (h *half) abort()        { h.once.Do(func() { h.conn.Close() }) }
func (h *half) Finish() error { h.finish(); return nil }

type reader struct{ half }

func (r *reader) Abort() { r.half.abort() }

type writer struct{ r reader }

func (w *writer) Finish() error { w.r.half.finish(); return nil }

func pipe(conn net.Conn) (*reader, *writer) {
	w := &writer{r: reader{half: half{conn: conn}}}
	return &w.r, w
}

type finisher interface{ Finish() error }
type source interface{ Read() }

type call struct {
	in   *reader
	out  *writer
	wrap finisher
	from limited
}

type limited struct{ from *call }

func (l *limited) Read() { l.from.Read() }
func (c *call) Read()    { c.in.Abort() }
func (c *call) Finish() error { return c.out.Finish() }

type outer struct {
	inner *call
	again *call
	conn  finisher
}

func newOuter() *outer {
	conn, _ := net.Dial("tcp", "localhost:1")
	in, out := pipe(conn)
	c := &call{in: in, out: out}
	return &outer{inner: c, again: c, conn: c}
}

func usedUp(h *half)               { h.finish(); h.abort() }
func abortFirst(h *half)           { h.abort(); h.finish() }
func onOneWay(h *half, last bool) {
	if last {
		h.finish()
	}
	h.abort()
}
func onBothWays(h *half, last bool) {
	if last {
		return
	}
	h.finish()
	if !last {
		h.abort()
	}
}
func ofAnother(h, other *half)     { h.finish(); other.abort() }
func inALoop(hs []*half, h *half) {
	for range hs {
		h.finish()
	}
	h.abort()
}
func ofEach(hs []*half) {
	for _, h := range hs {
		h.finish()
	}
	for _, h := range hs {
		h.abort()
	}
}
func (h *half) perhaps(kind int) {
	switch kind {
	case 1:
		return
	}
	h.finish()
}
func (h *half) surely(kind int) error {
	switch kind {
	case 1:
		h.state()
	}
	return h.Finish()
}
func (h *half) state()             {}
func afterPerhaps(h *half)         { h.perhaps(2); h.abort() }
func afterSurely(h *half)          { h.surely(2); h.abort() }
func otherEnd(c *call)             { c.out.Finish(); c.in.Abort() }
func behindInterface(o *outer)     { o.conn.Finish(); o.inner.Read() }
func otherName(o *outer)           { o.inner.Finish(); o.again.Read() }
func copied(src source)            { src.Read() }
func inWrapper(c *call)            { c.out.Finish(); copied(&limited{from: c}) }
func inFreshWrapper(c, d *call)    { c.out.Finish(); copied(&limited{from: d}) }

type swapped struct{ in, out *half }

func (s *swapped) renew()          { s.out = &half{} ; s.in = s.out }
func newSwapped(h *half) *swapped  { return &swapped{in: h, out: h} }
func renewed(s *swapped)           { s.out.finish(); s.renew(); s.out.abort() }

type stream struct {
	body    net.Conn
	closing chan int
	reset   chan int
	gone    bool
	known   bool
}

func newStream(body net.Conn) *stream { return &stream{body: body} }

func (s *stream) closeBody() {
	if s.closing != nil {
		return
	}
	s.closing = make(chan int)
	s.body.Close()
}
func (s *stream) abort() {
	if s.body != nil {
		s.closeBody()
	}
}
func cleanedUp(s *stream) {
	if s.body != nil && s.closing == nil {
		s.closing = make(chan int)
	}
	s.abort()
}
func cleanedUpIfAsked(s *stream, asked bool) {
	if asked && s.closing == nil {
		s.closing = make(chan int)
	}
	s.abort()
}
func closedTwice(s *stream) {
	if s.gone {
		return
	}
	s.gone = true
	again(s)
}
func again(s *stream) {
	if !s.gone {
		s.body.Close()
	}
}
func (s *stream) renew() { s.reset = nil; s.known = false }
func setBack(s *stream) {
	s.reset = make(chan int)
	s.renew()
	if s.reset == nil {
		s.body.Close()
	}
}
func setFalse(s *stream) {
	s.known = true
	s.renew()
	if !s.known {
		s.body.Close()
	}
}

func main() {
	conn, _ := net.Dial("tcp", "localhost:1")
	h := &half{conn: conn}
	usedUp(h); abortFirst(h); onOneWay(h, true); onBothWays(h, false); ofAnother(h, h); inALoop(nil, h); ofEach([]*half{h})
	afterPerhaps(h); afterSurely(h)
	o := newOuter()
	otherEnd(o.inner); behindInterface(o); otherName(o); inWrapper(o.inner); inFreshWrapper(o.inner, o.inner)
	renewed(newSwapped(h))
	s := newStream(conn)
	cleanedUp(s); cleanedUpIfAsked(s, true); closedTwice(s); setBack(s); setFalse(s)
}
`;

const comes = [
  'abortFirst',
  'onOneWay',
  'ofAnother',
  'inALoop',
  'ofEach',
  'afterPerhaps',
  'inFreshWrapper',
  'renewed',
  'cleanedUpIfAsked',
  'setBack',
  'setFalse',
];
const cannot = [
  'usedUp',
  'onBothWays',
  'afterSurely',
  'otherEnd',
  'behindInterface',
  'otherName',
  'inWrapper',
  'cleanedUp',
  'closedTwice',
];

describe('what was done before', () => {
  const files = filesOf(source);
  for (const root of [...comes, ...cannot]) {
    it(`${root} ${comes.includes(root) ? 'comes to' : 'cannot come to'} the release`, () => {
      const { path } = traceIn(files, ['trace', root, '--to', '(*net.conn).Close']);
      assert.equal(path?.found, comes.includes(root));
    });
  }
});

const gate = `-- main.go --
package main

import (
	"net"
	"sync"
)

type gate struct {
	once sync.Once
	done chan int
	conn net.Conn
}

func (g *gate) finish() { g.once.Do(func() { close(g.done) }) }
func (g *gate) abort()  { g.once.Do(func() { close(g.done) }) }
func (g *gate) serve() {
	<-g.done
	g.conn.Write(nil)
}

func open() *gate {
	conn, _ := net.Dial("tcp", "localhost:1")
	g := &gate{done: make(chan int), conn: conn}
	go g.serve()
	return g
}

func inTurn() {
	g := open()
	g.finish()
	g.abort()
}

func either(last bool) {
	g := open()
	if last {
		g.finish()
	} else {
		g.abort()
	}
}

func main() { inTurn(); either(true) }
`;

describe('who wakes a goroutine', () => {
  const files = filesOf(gate);
  const wakers = (root: string): string[] => {
    const { chains, edges, functions } = traceIn(files, ['trace', root]);
    const name = new Map(functions.map((fn) => [fn.id, fn.name]));
    const drawn = new Set(chains.flatMap(({ handoffs }) => handoffs));
    return edges.flatMap(({ id, caller }) => (drawn.has(id) ? [name.get(caller) ?? ''] : [])).sort();
  };

  it('is not who comes after the Once is used up', () => {
    assert.deepEqual(wakers('inTurn'), ['(*example.com/m.gate).finish$1']);
  });

  it('is each of two of which only one comes', () => {
    assert.deepEqual(wakers('either'), ['(*example.com/m.gate).abort$1', '(*example.com/m.gate).finish$1']);
  });
});
