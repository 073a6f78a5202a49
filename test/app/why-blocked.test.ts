// `why-blocked`: everything that can wake a wait, how control comes to it, and who can start its goroutine.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import { checkReport } from '#report/check-report.js';
import type { Report, Span } from '#report/report.js';
import { filesOf, runIn, settings } from './trace-case.js';

/** A call whose answer another goroutine makes: only Send starts it, and it takes what is sent before it answers. */
const program = filesOf(`-- call.go --
package call

type Call struct {
	ready chan struct{}
	out   chan []byte
	other chan struct{}
}

func New() *Call {
	return &Call{ready: make(chan struct{}), out: make(chan []byte), other: make(chan struct{})}
}

func (c *Call) Send(p []byte) {
	go c.run()
	c.out <- p
}

func (c *Call) Receive() {
	<-c.ready
}

func (c *Call) run() {
	<-c.out
	close(c.ready)
}

func (c *Call) Never() {
	<-c.other
}

func (c *Call) Either() {
	select {
	case <-c.ready:
	case <-c.other:
	}
}

func (c *Call) Try() {
	select {
	case <-c.ready:
	default:
	}
}
`);

function whyBlocked(subject: string, files = program): Report {
  const request = { command: 'why-blocked', subject, patterns: ['./...'], tests: false, main: [], settings } as const;
  const outcome = runIn(files, request);
  if (!('report' in outcome)) throw new Error('why-blocked gives a report');
  return checkReport(JSON.parse(JSON.stringify(outcome.report)));
}

/** Of package sync what these cases need. */
const waitGroup = `package sync

type WaitGroup struct{ n int }

func (wg *WaitGroup) Add(delta int) { wg.n += delta }
func (wg *WaitGroup) Done()         { wg.Add(-1) }
func (wg *WaitGroup) Wait()         {}
`;

const condition = `package sync

type Locker interface {
	Lock()
	Unlock()
}

type Cond struct {
	L    Locker
	list int
}

func NewCond(l Locker) *Cond { return &Cond{L: l} }
func (c *Cond) Wait()        { c.list++ }
func (c *Cond) Signal()      { c.list-- }
func (c *Cond) Broadcast()   { c.list = 0 }
`;

const text = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `${span.at.line}`)).join('');

const rows = (report: Report): string[][] =>
  report.sections.flatMap((section) => section.table?.rows.map((row) => row.map(text)) ?? []);

describe('why-blocked', () => {
  it('takes a place with the import path before the file', () => {
    assert.deepEqual(rows(whyBlocked('example.com/m/call.go:19')), rows(whyBlocked('call.go:19')));
    assert.throws(() => whyBlocked('example.com/other/call.go:19'), UsageError);
  });

  it('names the waker, the goroutine it runs on, who starts that, and where it waits first', () => {
    const report = whyBlocked('call.go:19');
    assert.deepEqual(report.answer, [
      '(*Call).Receive waits to receive at call.go:19 until (*Call).run unblocks it.',
      'It runs on another goroutine, which only (*Call).Send can start: before that nothing wakes it.',
      'It may wait for something itself before it gets there; while it does, nothing wakes it.',
      'No context is watched there.',
    ]);
    assert.deepEqual(rows(report), [
      [
        '(*Call).run',
        'close(c.ready) 24',
        'in any case',
        'on the goroutine (*Call).run, started at 14',
        '(*Call).Send',
        '<-c.out 23',
      ],
    ]);
  });

  it('finds the receiver that a send waits for', () => {
    assert.match(
      whyBlocked('call.go:15').answer[0] ?? '',
      /waits to send at call\.go:15 until \(\*Call\)\.run unblocks it/,
    );
  });

  it('says that nothing wakes it, that a select has another way, and that one with a default does not wait', () => {
    assert.match(
      whyBlocked('call.go:28').answer[0] ?? '',
      /nothing in the program sends to the channel or closes it: it waits for ever/,
    );
    const either = whyBlocked('call.go:32').answer;
    assert.deepEqual(either.slice(0, 2), [
      '(*Call).Either waits in the select at call.go:32 until (*Call).run unblocks one of its cases.',
      'Nothing that the program runs unblocks the case at call.go:34.',
    ]);
    assert.match(whyBlocked('call.go:40').answer[0] ?? '', /only if that is possible at once/);
  });

  it('finds what a deferred waker waits for in what is called before, and who starts it by way of other goroutines', () => {
    const deferred = filesOf(`-- call.go --
package call

type Call struct {
	done   chan struct{}
	answer chan int
}

func New() *Call { return &Call{done: make(chan struct{}), answer: make(chan int)} }

func (c *Call) Start() { go c.open() }

func (c *Call) open() { go c.run() }

func (c *Call) run() {
	defer close(c.done)
	c.ask()
}

func (c *Call) ask() { <-c.answer }

func (c *Call) Wait() { <-c.done }
`);
    const report = whyBlocked('call.go:21', deferred);
    assert.deepEqual(report.answer, [
      '(*Call).Wait waits to receive at call.go:21 until (*Call).run unblocks it.',
      'It runs on another goroutine, which only (*Call).Start can start: before that nothing wakes it.',
      'It may wait for something itself before it gets there; while it does, nothing wakes it.',
      'No context is watched there.',
    ]);
    assert.deepEqual(rows(report)[0]?.slice(-2), ['(*Call).Start', 'in what is called by c.ask() 16']);
  });

  it('counts no waker whose start never comes, and no channel that is never made', () => {
    const timed = (initial: string): typeof program =>
      filesOf(`-- main.go --
package main

type settings struct{ limit int }

var usual = &settings{${initial}}

func main() {
	ready := make(chan int)
	var timeout chan int
	if usual.limit != 0 {
		timeout = make(chan int)
		start(func() { close(timeout) })
		start(func() { close(ready) })
	}
	select {
	case <-ready:
	case <-timeout:
	}
}

func start(f func()) { go f() }
`);
    const never = whyBlocked('main.go:15', timed(''));
    assert.match(never.answer[0] ?? '', /nothing that the program runs unblocks one of its cases/);
    assert.match(
      never.sections[0]?.paragraphs.map(text).join(' ') ?? '',
      /case <-timeout: 17 is always nil, since nothing that the program runs sets limit of main\.settings/,
    );
    assert.match(whyBlocked('main.go:15', timed('limit: 3')).answer[0] ?? '', /until .* unblocks one of its cases/);
  });

  it('keeps the channels of two objects apart', () => {
    const two = filesOf(`-- main.go --
package main

type job struct{ done chan struct{} }

func main() {
	a := &job{done: make(chan struct{})}
	b := &job{done: make(chan struct{})}
	go func() { close(a.done) }()
	go func() { close(b.done) }()
	<-a.done
	<-b.done
}
`);
    assert.deepEqual(
      rows(whyBlocked('main.go:10', two)).map(([, by]) => by),
      ['go func() { close(a.done) }() 8'],
    );
  });

  it('knows the waits of package sync', () => {
    const group = filesOf(`-- main.go --
package main

import "sync"

func main() {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
	}()
	group.Wait()
}
`);
    const report = whyBlocked('main.go:11', { ...group, '/go/src/sync/waitgroup.go': waitGroup });
    // What adds to the group ends no wait for it; what takes from it does, by either name.
    assert.deepEqual(
      rows(report).map(([, by]) => by),
      ['defer group.Done() 9'],
    );
    const counted = Object.fromEntries(
      Object.entries(group).map(([name, source]) => [name, source.replace('group.Done()', 'group.Add(-1)')]),
    );
    const byAdd = whyBlocked('main.go:11', { ...counted, '/go/src/sync/waitgroup.go': waitGroup });
    assert.deepEqual(
      rows(byAdd).map(([, by]) => by),
      ['defer group.Add(-1) 9'],
    );
    assert.match(text(report.sections[0]?.paragraphs[0] ?? []), /Wait blocks until the counter is zero/);
  });

  it('keeps the conditions of two types apart, that one constructor makes', () => {
    const two = filesOf(`-- main.go --
package main

import "sync"

type pool struct {
	mu   sync.Mutex
	cond *sync.Cond
}

type server struct {
	mu sync.Mutex
	cv *sync.Cond
}

type logger interface{ log() }

type none struct{}

func (none) log() {}

// What a factory makes is told apart by the factory, and no deeper.
type factory struct{ l logger }

func (f *factory) newPool() *pool {
	f.l.log()
	p := &pool{}
	p.cond = sync.NewCond(&p.mu)
	return p
}

func (f *factory) newServer() *server {
	f.l.log()
	s := &server{}
	s.cv = sync.NewCond(&s.mu)
	return s
}

func (p *pool) add()    { p.cond.Broadcast() }
func (s *server) stop() { s.cv.Broadcast() }

func main() {
	f := &factory{l: none{}}
	p, s := f.newPool(), f.newServer()
	go p.add()
	go s.stop()
	go s.wait()
	go f.local()
	p.cond.Wait()
}

func (f *factory) local() {
	f.l.log()
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	go func() { c.Signal() }()
	c.Wait()
}

func (s *server) wait() { s.cv.Wait() }
`);
    const report = whyBlocked('main.go:48', { ...two, '/go/src/sync/cond.go': condition });
    assert.deepEqual(
      rows(report).map(([who]) => who),
      ['(*pool).add'],
    );
  });

  it('counts no waker behind a hook for which only nil is passed', () => {
    const hooked = (passed: string): typeof program =>
      filesOf(`-- main.go --
package main

type hooks struct{ ready chan int }

func (h *hooks) wake() { close(h.ready) }

type conn struct {
	ready chan int
	hooks *hooks
}

func newConn(h *hooks) *conn {
	c := &conn{ready: make(chan int), hooks: h}
	if h != nil {
		h.ready = c.ready
	}
	return c
}

func (c *conn) done() {
	if c.hooks != nil {
		c.hooks.wake()
		return
	}
	close(c.ready)
}

func main() {
	c := newConn(${passed})
	go c.done()
	<-c.ready
}
`);
    const live = (report: Report): string => report.answer[0] ?? '';
    assert.match(live(whyBlocked('main.go:31', hooked('nil'))), /until \(\*conn\)\.done unblocks it/);
    assert.match(
      live(whyBlocked('main.go:31', hooked('&hooks{}'))),
      /until \(\*conn\)\.done or \(\*hooks\)\.wake unblocks it/,
    );
  });

  it('knows that what a function has put into a channel with room it takes out again without waiting', () => {
    const slots = (room: string): typeof program =>
      filesOf(`-- main.go --
package main

type conn struct {
	slot  chan int
	ready chan int
}

func (c *conn) send() {
	c.slot <- 1
	<-c.slot
	close(c.ready)
}

func main() {
	c := &conn{slot: make(chan int${room}), ready: make(chan int)}
	go c.send()
	<-c.ready
}
`);
    assert.throws(() => whyBlocked('main.go:10', slots(', 1')), /Nothing that the program runs waits at main\.go:10/);
    assert.match(whyBlocked('main.go:10', slots('')).answer[0] ?? '', /waits to receive at main\.go:10/);
    const before = (room: string): string => rows(whyBlocked('main.go:17', slots(room)))[0]?.at(-1) ?? '';
    assert.equal(before(', 1'), 'c.slot <- 1 9');
    assert.equal(before(''), 'c.slot <- 1 9; <-c.slot 10');
  });

  it('refuses a line on which nothing waits', () => {
    assert.throws(() => whyBlocked('call.go:14'), /Nothing that the program runs waits at call\.go:14/);
    assert.throws(() => whyBlocked('Receive'), UsageError);
  });
});
