// What a writeup has said it does not say again: it refers to where it stands. And what helps is said to be there where it is done.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderMarkdown } from '#render/markdown.js';
import { defaultRenderOptions } from '#render/options.js';
import type { Report, Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

const textOf = (spans: readonly Span[]): string =>
  spans.map((one) => (typeof one === 'string' ? one : 'code' in one ? one.code : `:${one.at.line}`)).join('');

const cellsOf = (report: Report, id: string): readonly (readonly string[])[] =>
  report.sections
    .filter((section) => section.id.startsWith(id))
    .flatMap(({ table }) => table?.rows ?? [])
    .map((row) => row.map(textOf));

describe('ways to a release with a common end', () => {
  const report = traceIn(
    filesOf(`-- main.go --
package mail

type Conn struct{ open bool }

func (c *Conn) Destroy() { c.open = false }

func all(c *Conn) { c.Destroy() }

func each(c *Conn) { all(c) }

func every(c *Conn) { each(c) }

func One(c *Conn) { every(c) }

func Two(c *Conn) { every(c) }
`),
    ['explain', 'Conn.Destroy'],
  );

  it('have it written out once', () => {
    assert.deepEqual(cellsOf(report, 'callers-'), [
      ['other code may call One → every at :13 → each at :11 → all at :9 → (*Conn).Destroy at :7'],
      ['other code may call Two → every at :15, and on from every as in a row above'],
    ]);
  });
});

describe('steps with the same candidates and the same way of a value', () => {
  const report = traceIn(
    filesOf(`-- main.go --
package mail

import "net"

type sender interface{ Send(p []byte) }

type wire struct{ raw net.Conn }

func (w *wire) Send(p []byte) { w.raw.Write(p) }

type null struct{}

func (null) Send(p []byte) {}

type client struct{ next sender }

func made() sender { return plain() }

func plain() sender {
	raw, _ := net.Dial("tcp", "a:1")
	return &wire{raw: raw}
}

func newClient() *client { return &client{next: made()} }

func First() { newClient().next.Send(nil) }

func Second() { newClient().next.Send([]byte("b")) }

func Nothing() sender { return null{} }
`),
    ['explain', 'mail.First', 'mail.Second'],
  );
  const text = renderMarkdown(report, defaultRenderOptions);

  it('refer to the step that has told them', () => {
    assert.equal(text.match(/not `null`: (?!as in)/g)?.length, 1);
    assert.match(text, /not `null`: as in step \d+ of `First`/);
    assert.match(text, /the way of the value: as in step \d+ of `First` as far as: /);
  });
});

describe('what was not seen for one reason', () => {
  const report = traceIn(
    filesOf(`-- main.go --
package mail

import "net"

type Hooks interface {
	Before()
	After()
}

func Talk(h Hooks) {
	h.Before()
	raw, _ := net.Dial("tcp", "a:1")
	raw.Write(nil)
	h.After()
}
`),
    ['explain', 'mail.Talk'],
  );

  it('is one item with each call and its place', () => {
    const text = renderMarkdown(report, defaultRenderOptions);
    const [, gaps = ''] = /## What was not seen\n\n([^#]*)/.exec(text) ?? [];
    assert.deepEqual(gaps.trim().split('\n').length, 1, gaps);
    assert.match(gaps, /h\.Before in Talk \(`main\.go:11`\), h\.After in Talk \(`main\.go:14`\)/);
  });
});

describe('what a package gets out of reflect', () => {
  const reflect = `package reflect

type Value struct{ x any }

func ValueOf(x any) Value { return Value{x} }

func (v Value) Interface() any { return v.x }

func (v Value) Elem() Value { return v }
`;
  const report = traceIn(
    {
      ...filesOf(`-- main.go --
package mail

import (
	"net"

	"example.com/m/internal/decode"
)

type settings struct{ Link *link }

type link struct{ raw net.Conn }

func (l *link) Decode() { l.raw.Close() }

func Load() { decode.Into(&settings{}) }

func Talk() {
	raw, _ := net.Dial("tcp", "a:1")
	l := &link{raw: raw}
	l.raw.Write(nil)
	decode.Into(&settings{Link: l})
}
-- internal/decode/decode.go --
package decode

import "reflect"

type decoder interface{ Decode() }

func Into(x any) {
	v := reflect.ValueOf(x)
	if d, ok := v.Elem().Interface().(decoder); ok {
		d.Decode()
	}
}
`),
      '/go/src/reflect/reflect.go': reflect,
    },
    ['explain', 'mail.Talk'],
  );

  it('is no way to a release', () => {
    assert.doesNotMatch((report.facts ?? []).map(({ text }) => text).join(' '), /may be released/);
  });
});
