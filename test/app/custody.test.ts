// `custody`: who acquires a resource, what holds it, every call that can release it, and which of these ever happens.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import { renderMarkdown } from '#render/markdown.js';
import { defaultRenderOptions } from '#render/options.js';
import { checkReport } from '#report/check-report.js';
import type { Report, Span } from '#report/report.js';
import { filesOf, render, runIn, settings } from './trace-case.js';
import { twoClients } from './two-clients.js';

/** A client that keeps its connection: a timer that is never armed, a Close that nothing calls, a loop that ends on an error. */
const program = filesOf(`-- main.go --
package main

import "net"

type settings struct{ idle int }

type conn struct {
	raw net.Conn
	set *settings
}

func (c *conn) close() { c.raw.Close() }

func (c *conn) loop() {
	defer c.close()
	for {
		if _, err := c.raw.Read(nil); err != nil {
			return
		}
	}
}

func (c *conn) onIdle() { c.close() }

func (s *settings) timeout() int { return s.idle }

type pool struct{ conns map[string]*conn }

func (p *pool) get(addr string) *conn {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return nil
	}
	c := &conn{raw: raw, set: &settings{}}
	if d := c.set.timeout(); d != 0 {
		start(c.onIdle)
	}
	start(c.loop)
	p.conns[addr] = c
	return c
}

func start(f func()) { go f() }

func (p *pool) Close() {
	for _, c := range p.conns {
		c.close()
	}
}

func main() {
	p := &pool{conns: map[string]*conn{}}
	p.get("localhost:1")
}
`);

function custody(subject: string, files = program): Report {
  const request = { command: 'custody', subject, patterns: ['./...'], tests: false, main: [], settings } as const;
  const outcome = runIn(files, request);
  if (!('report' in outcome)) throw new Error('custody gives a report');
  return checkReport(JSON.parse(JSON.stringify(outcome.report)));
}

const text = (spans: readonly Span[]): string =>
  spans
    .map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : `main.go:${span.at.line}`))
    .join('');

function rows(report: Report, id: string): string[][] {
  return report.sections.find((section) => section.id === id)?.table?.rows.map((row) => row.map(text)) ?? [];
}

describe('custody', () => {
  const report = custody('conn.raw');

  it('says where the resource is made and what holds it, goroutines too, but not one that never starts', () => {
    assert.deepEqual(
      rows(report, 'held').map(([holder]) => holder),
      ['raw of main.conn', 'the goroutine of (*conn).loop', 'conns[] of main.pool'],
    );
    const [made] = rows(report, 'acquired');
    assert.match(made?.[2] ?? '', /main\.go:30/);
  });

  it('says by what each holder lets go, whether that is called, and what an interface hides', () => {
    const letsGo = new Map(rows(report, 'held').map(([holder, , , by]) => [holder, by]));
    assert.equal(letsGo.get('raw of main.conn'), 'close (main.go:12) reaches the release');
    assert.equal(letsGo.get('conns[] of main.pool'), 'Close (main.go:45) would, but nothing that runs calls it');
    const hiding = filesOf(`-- main.go --
package main

import "net"

type sender interface{ send([]byte) }

type conn struct{ raw net.Conn }

func (c *conn) send(p []byte) { c.raw.Write(p) }

func (c *conn) Close() error { return c.raw.Close() }

type client struct{ s sender }

func (c *client) Close() error { return nil }

func main() {
	raw, _ := net.Dial("tcp", "localhost:1")
	c := &client{s: &conn{raw: raw}}
	c.s.send(nil)
	c.Close()
}
`);
    const hidden = new Map(rows(custody('conn.raw', hiding), 'held').map(([holder, , , by]) => [holder, by]));
    assert.equal(
      hidden.get('s of main.client'),
      'Close (main.go:15) does nothing: return nil; the interface of the field hides Close',
    );
  });

  it('lists who releases it, under which condition, and which of them never happens', () => {
    const closers = new Map(rows(report, 'released').map(([who, , only, , , how]) => [who, `${only}; ${how}`]));
    assert.deepEqual([...closers.keys()].sort(), ['(*conn).loop', '(*conn).onIdle', '(*pool).Close']);
    assert.match(
      closers.get('(*conn).loop') ?? '',
      /^when \(\*conn\)\.loop ends; on the goroutine \(\*conn\)\.loop, started at main\.go:38/,
    );
    assert.match(
      closers.get('(*conn).onIdle') ?? '',
      /started at main\.go:36 only if d != 0, which never holds: nothing that the program runs sets idle of main\.settings \(main\.go:5\)/,
    );
    assert.match(closers.get('(*pool).Close') ?? '', /nothing that the program runs calls it/);
  });

  it('says of each whether it is armed as the program is, and which public function comes to it', () => {
    const columns = (of: Report): ReadonlyMap<string | undefined, string> =>
      new Map(rows(of, 'released').map(([who, , , armed, from]) => [who, `${armed}; ${from}`]));
    const armed = columns(report);
    assert.equal(armed.get('(*conn).loop'), 'yes; none');
    assert.equal(
      armed.get('(*conn).onIdle'),
      'no: nothing that the program runs sets idle of main.settings (main.go:5); none',
    );
    assert.equal(armed.get('(*pool).Close'), 'no: nothing that the program runs calls (*pool).Close; none');
    const called = { ...program };
    for (const [path, source] of Object.entries(program))
      called[path] = source.replace('p.get("localhost:1")', 'p.get("localhost:1"); p.Close()');
    assert.equal(columns(custody('conn.raw', called)).get('(*pool).Close'), 'yes; main');
  });

  it('lists a release of what would be the resource in code that nothing runs', () => {
    const idle = { ...program };
    for (const [path, source] of Object.entries(program))
      idle[path] = source.replace('c := &conn{raw: raw, set: &settings{}}', 'c := newConn(raw)').replace(
        'func start(',
        `func newConn(raw net.Conn) *conn { return &conn{raw: raw, set: &settings{}} }

func (p *pool) Adopt(key string, raw net.Conn, other net.Conn) {
	if !p.adopt(key, raw) {
		go raw.Close()
	}
	other.Close()
}

func (p *pool) adopt(key string, given net.Conn) bool {
	_, ok := p.conns[key]
	if !ok {
		p.conns[key] = newConn(given)
	}
	return !ok
}

func start(`,
      );
    const found = custody('conn.raw', idle);
    assert.deepEqual(
      rows(found, 'released').filter(([who]) => who === '(*pool).Adopt'),
      [
        [
          '(*pool).Adopt',
          'go raw.Close() main.go:47',
          '!p.adopt(key, raw)',
          'no: nothing that the program runs calls (*pool).Adopt',
          'none',
          'nothing that the program runs calls it',
        ],
      ],
    );
    assert.equal(found.answer[0], 'One call releases it, in (*conn).close.');
  });

  it('answers first: nobody who calls releases it', () => {
    assert.deepEqual(report.answer, [
      'One call releases it, in (*conn).close.',
      'No function of the main module that other code may call reaches it on the goroutine that calls.',
      'A goroutine reaches it: (*conn).loop.',
      '(*conn).onIdle and (*pool).Close would too, but nothing that the program runs reaches them under conditions that can hold.',
    ]);
    assert.match(render(report), /What can release it/);
    assert.match(renderMarkdown(report, defaultRenderOptions), /^# Who releases `conn\.raw`/);
  });

  it('finds a release that is called, and the setting that is set', () => {
    const set = Object.fromEntries(
      Object.entries(program).map(([path, source]) => [
        path,
        source
          .replace('&settings{}', '&settings{idle: 30}')
          .replace('p.get("localhost:1")', 'p.get("localhost:1"); p.Close()'),
      ]),
    );
    const changed = custody('conn.raw', set);
    const closers = new Map(rows(changed, 'released').map(([who, , only, , , how]) => [who, `${only}; ${how}`]));
    assert.doesNotMatch(closers.get('(*conn).onIdle') ?? '', /never/);
    assert.match(closers.get('(*pool).Close') ?? '', /main\.main|main → /);
    assert.match(changed.answer.join(' '), /Of what other code may call, main\.main reaches it|main reaches it/);
  });

  it('takes a type or the line that makes it', () => {
    assert.deepEqual(
      rows(custody('main.go:34'), 'held').map(([holder]) => holder),
      ['the goroutine of (*conn).loop', 'conns[] of main.pool'],
    );
    assert.match(rows(custody('main.pool'), 'acquired').flat().join(' '), /&pool\{/);
  });

  it('refuses what is nowhere', () => {
    assert.throws(() => custody('conn.missing'), UsageError);
  });

  it('knows what was read of a field before it was set again, and that this is held there too', () => {
    const wrapping = filesOf(`-- main.go --
package main

import "net"

type secure struct{ under net.Conn }

func (s *secure) Read(b []byte) (int, error)  { return s.under.Read(b) }
func (s *secure) Write(b []byte) (int, error) { return s.under.Write(b) }
func (s *secure) Close() error                { return s.under.Close() }

type client struct{ conn, raw net.Conn }

func (c *client) cleanup() { c.raw.Close() }

func connect() *client {
	c := &client{}
	c.conn, _ = net.Dial("tcp", "localhost:1")
	c.raw = c.conn
	c.conn = &secure{c.conn}
	return c
}

func main() { connect().cleanup() }
`);
    const released = rows(custody('client.conn', wrapping), 'released').flat().join('; ');
    assert.match(released, /\(\*client\)\.cleanup/);

    assert.doesNotMatch(released, /\(\*secure\)\.Close at main\.go:13/);
  });

  it('goes no way that what callers share only seems to have', () => {
    assert.equal(
      custody('dialing.raw', twoClients('quiet{}')).answer[1],
      'No function of the main module that other code may call reaches it on the goroutine that calls.',
    );
    assert.equal(
      custody('dialing.raw', twoClients('&dialing{}')).answer[1],
      'Of what other code may call, Fetch reaches it.',
    );
  });
});
