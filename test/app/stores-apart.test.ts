// A field that code outside the trace sets through a pointer of which only the type is known: whether it counts depends on
// whether the package that made the trace's object can have handed it there, and the report says what did not count.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesOf, traceIn } from './trace-case.js';

const report = traceIn(
  filesOf(`-- lib/lib.go --
package lib

type Closer interface{ Close() }

type Box struct{ W Closer }

type Handler interface{ Handle(*Box) }
-- maker/maker.go --
package maker

import "example.com/m/lib"

type file struct{}

func (*file) Close() {}

type Conn struct{ b *lib.Box }

func New() *Conn { return &Conn{b: &lib.Box{W: &file{}}} }

func (c *Conn) Box() *lib.Box { return c.b }

func (c *Conn) Close() { c.b.W.Close() }
-- user/user.go --
package user

import (
	"example.com/m/lib"
	"example.com/m/maker"
)

type late struct{}

func (*late) Close() {}

type Handler struct{ C *maker.Conn }

func (Handler) Handle(b *lib.Box) { b.W = &late{} }
-- stranger/stranger.go --
package stranger

import "example.com/m/lib"

type other struct{}

func (*other) Close() {}

type Handler struct{}

func (Handler) Handle(b *lib.Box) { b.W = &other{} }
-- main.go --
package main

import (
	"example.com/m/lib"
	"example.com/m/maker"
	"example.com/m/stranger"
	"example.com/m/user"
)

func main() {
	c := maker.New()
	for _, h := range []lib.Handler{stranger.Handler{}, user.Handler{C: c}} {
		h.Handle(c.Box())
	}
	c.Close()
}
`),
  ['trace', 'Conn.Close'],
);

describe('a store outside the trace', () => {
  const callees = report.edges.map((edge) => report.functions.find((fn) => fn.id === edge.callee)?.name);

  it('counts where its package imports the one that made the object', () => {
    assert.ok(callees.includes('(*example.com/m/user.late).Close'), callees.join(', '));
  });

  it('does not count where the two packages know nothing of each other', () => {
    assert.ok(callees.includes('(*example.com/m/maker.file).Close'), callees.join(', '));
    assert.ok(!callees.includes('(*example.com/m/stranger.other).Close'), callees.join(', '));
  });

  it('that does not count is an assumption of the report', () => {
    const texts = report.assumptions.map(({ text }) => text);
    assert.ok(
      texts.some((text) => text.includes('field W at stranger.go') && text.includes('another object')),
      texts.join('\n'),
    );
  });
});
