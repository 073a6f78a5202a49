// Roots that a type has without declaring them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import { filesOf, traceIn } from './trace-case.js';

const program = filesOf(`-- main.go --
package main

import "net"

type Closer interface{ Shut() }

type conn struct{ c net.Conn }

func (c *conn) Shut() { c.c.Close() }

type stub struct{ *conn }

func dial() net.Conn { c, _ := net.Dial("tcp", "x"); return c }

func main() {
	s := &stub{&conn{dial()}}
	s.Shut()
}
`);

describe('a root', () => {
  it('may be a method that a type has by embedding', () => {
    const promoted = traceIn(program, ['trace', 'stub.Shut']);
    const declared = traceIn(program, ['trace', 'conn.Shut']);
    const names = (report: typeof promoted): string[] => report.functions.map((fn) => fn.name);
    assert.deepEqual(names(promoted), names(declared));
  });

  it('is no method of an interface, which has no body', () => {
    assert.throws(
      () => traceIn(program, ['trace', 'Closer.Shut']),
      (error: unknown) =>
        error instanceof UsageError && /method of an interface, which has no body/.test(error.message),
    );
  });
});
