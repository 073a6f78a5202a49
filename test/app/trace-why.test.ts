// `trace ROOT --why SITE`: one call of a trace, with all that it reaches from this root and no other.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import { filesOf, render, traceIn } from './trace-case.js';

const program = filesOf(`-- main.go --
package main

import "net"

type store interface{ put(c net.Conn) }

type memory struct{}

func (*memory) put(net.Conn) {}

type disk struct{}

func (*disk) put(c net.Conn) { c.Close() }

type server struct{ s store }

func (v *server) handle(c net.Conn) { v.s.put(c) }

func first(c net.Conn) { (&server{s: &memory{}}).handle(c); c.Close() }

func second(c net.Conn) { (&server{s: &disk{}}).handle(c) }

func main() {
	c, _ := net.Dial("tcp", "localhost:1")
	first(c)
	second(c)
}
`);

const why = (root: string, site: string) => traceIn(program, ['trace', root, '--why', site, '--detail', 'full']);

describe('trace --why', () => {
  it('has the callees of this root only, each step with its place, and what was ruled out', () => {
    const report = why('main.second', 'main.go:17');
    assert.deepEqual(report.answer, [
      'Called from second, the call at main.go:17 in (*server).handle reaches one function.',
    ]);
    const text = render(report, { detail: 'full' });
    assert.match(text, /\(\*disk\)\.put/);
    assert.match(text, /1 disk is made +main\.go:21/);
    assert.match(text, /stored in field s of server +main\.go:21/);
    assert.match(text, /not \*memory: /);
    assert.doesNotMatch(text, /└─ \(\*memory\)/);
  });

  it('has all callees where the root brings several', () => {
    const report = why('main.main', 'main.go:17');
    assert.match(report.answer.join(), /reaches 2 functions/);
    assert.deepEqual(
      report.chains.flatMap(({ hops }) =>
        hops.map((hop) => report.functions.find(({ id }) => id === hop.function)?.shortName),
      ),
      ['(*server).handle', '(*disk).put', '(*memory).put'],
    );
  });

  it('says when the trace comes to no such call', () => {
    assert.throws(() => why('main.first', 'main.go:13'), UsageError);
    assert.throws(() => why('main.first', 'handle'), /file\.go:line/);
  });
});
