// `why`: each callee with the way of its value, each implementer that is not reached with the reason.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import { filesOf, runIn, settings } from './trace-case.js';

const program = filesOf(`-- main.go --
package main

type store interface{ put(string) }

type memory struct{}

func (*memory) put(string) {}

type disk struct{}

func (*disk) put(string) {}

type tape struct{}

func (*tape) put(string) {}

type server struct{ s store }

func (v *server) handle() {
	v.s.put("x")
}

func open() store { return &memory{} }

func main() {
	v := &server{s: open()}
	v.handle()
	var other store = &disk{}
	_ = other
}
`);

function why(site: string): string {
  const outcome = runIn(program, { command: 'why', site, patterns: ['./...'], tests: false, main: [], settings });
  if (!('text' in outcome)) throw new Error('text');
  return outcome.text;
}

describe('why', () => {
  const lines = why('main.go:20').split('\n');

  it('names what a call reaches, with every step of the way there', () => {
    assert.deepEqual(
      lines.slice(0, 9).map((line) => line.trimEnd().replace(/ {2,}/g, '  ')),
      [
        'example.com/m/main.go:20:2  v.s.put("x")',
        '  interface call in (*example.com/m.server).handle; reaches one function',
        '',
        '  (*example.com/m.memory).put',
        '  conversion  m/main.go:23  func open() store { return &memory{} }',
        '  return  m/main.go:23  func open() store { return &memory{} }',
        '  return  m/main.go:26  v := &server{s: open()}',
        '  field  m/main.go:26  v := &server{s: open()}',
        '  field  m/main.go:20  v.s.put("x")',
      ],
    );
  });

  it('says of each other implementer why it is not reached', () => {
    assert.deepEqual(lines.slice(10, 13), [
      '  not reached',
      '    *main.disk: values of it are made, but none comes to this call',
      '    *main.tape: no literal and no new of it in what the program runs',
    ]);
  });

  it('refuses a place where no call stands', () => {
    assert.throws(
      () => why('main.go:3'),
      (error: unknown) => error instanceof UsageError && /No call that the program can reach/.test(error.message),
    );
  });
});
