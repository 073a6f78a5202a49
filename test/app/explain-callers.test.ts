// Who comes to a release: each way is checked under the calls before it, and by what the objects on it are given.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callersIn, waysOf } from './caller-rows.js';
import { filesOf, traceIn } from './trace-case.js';

/** Two kinds of protocol embed one base with a list of its own, and are registered under constant names. */
const program = filesOf(`-- base.go --
package proto

type Invoker interface{ Destroy() }

type Protocol interface {
	Refer()
	Destroy()
}

type base struct{ invokers []Invoker }

func newBase() base { return base{} }

func (b *base) set(i Invoker) { b.invokers = append(b.invokers, i) }

func (b *base) destroyAll() {
	for _, i := range b.invokers {
		if i != nil {
			i.Destroy()
		}
	}
}

var protocols = make(map[string]func() Protocol)

func register(name string, make func() Protocol) { protocols[name] = make }

func get(name string) Protocol { return protocols[name]() }
-- fast.go --
package proto

type fastInvoker struct{ raw chan int }

func (i *fastInvoker) Destroy() { close(i.raw) }

type fast struct{ base }

func (p *fast) Refer() { p.set(&fastInvoker{raw: make(chan int)}) }

func (p *fast) Destroy() { p.base.destroyAll() }

var theFast = &fast{base: newBase()}

func getFast() Protocol { return theFast }

func init() { register("fast", getFast) }
-- slow.go --
package proto

type slowInvoker struct{ raw chan int }

func (i *slowInvoker) Destroy() { close(i.raw) }

type slow struct{ base }

func (p *slow) Refer() { p.set(&slowInvoker{raw: make(chan int)}) }

func (p *slow) Destroy() { p.base.destroyAll() }

var theSlow = &slow{base: newBase()}

func getSlow() Protocol { return theSlow }

func init() { register("slow", getSlow) }
-- use.go --
package proto

func Connect(name string) { get(name).Refer() }

func EndFast() { get("fast").Destroy() }

func EndSlow() { get("slow").Destroy() }

func EndAny(name string) { get(name).Destroy() }

type directory struct{ held *fastInvoker }

func (d *directory) old(event *int) Invoker { return d.held }

func (d *directory) refresh(event *int) {
	var gone Invoker
	if event != nil {
		gone = d.old(event)
	}
	if gone != nil {
		gone.Destroy()
	}
}

func Reread() { (&directory{held: &fastInvoker{}}).refresh(nil) }

func Notify(event *int) { (&directory{held: &fastInvoker{}}).refresh(event) }
`);

describe('who comes to a release', () => {
  const report = traceIn(program, ['explain', 'fastInvoker.Destroy']);

  it('is not what has its list from the same embedded struct, nor what is registered under another name', () => {
    assert.deepEqual(waysOf(report), [
      'other code may call Notify → (*directory).refresh → (*fastInvoker).Destroy',
      'other code may call EndAny → (*fast).Destroy → (*base).destroyAll → (*fastInvoker).Destroy',
      'other code may call EndFast → (*fast).Destroy → (*base).destroyAll → (*fastInvoker).Destroy',
    ]);
  });

  it('is told where each way begins', () => {
    assert.deepEqual(callersIn(report), [
      '(*fastInvoker).Destroy is reached from Notify, EndAny and EndFast, which other code may call.',
    ]);
  });
});

describe('who comes to a release through a wrapper', () => {
  const wrapped = filesOf(`-- wrap.go --
package proto

type Invoker interface{ Destroy() }

type client struct{ raw chan int }

func (c *client) Destroy() { close(c.raw) }

type server struct{ raw chan int }

func (s *server) Destroy() { close(s.raw) }

type filter struct{ inner Invoker }

func (f *filter) Destroy() { f.inner.Destroy() }

func wrap(i Invoker) Invoker { return &filter{inner: i} }

func Refer() { wrap(&client{raw: make(chan int)}).Destroy() }

func Export() { wrap(&server{raw: make(chan int)}).Destroy() }
`);

  it('is who wraps it, and not who wraps something else with the same function', () => {
    assert.deepEqual(callersIn(traceIn(wrapped, ['explain', 'client.Destroy'])), [
      '(*client).Destroy is reached from Refer, which other code may call.',
    ]);
  });
});

describe('who comes to a release through the standard library', () => {
  const kept = filesOf(`-- src/sync/map.go --
package sync

type node[V any] struct{ value V }

type Map struct{ first *node[any] }

func (m *Map) Store(key, value any) { m.first = &node[any]{value: value} }

func (m *Map) Range(f func(key, value any) bool) { f(nil, m.first.value) }
-- keep.go --
package proto

import "sync"

type Invoker interface{ Destroy() }

type client struct{ raw chan int }

func (c *client) Destroy() { close(c.raw) }

type directory struct{ invokers sync.Map }

func (d *directory) Add() { d.invokers.Store("a", &client{raw: make(chan int)}) }

func (d *directory) end() {
	d.invokers.Range(func(key, value any) bool {
		value.(Invoker).Destroy()
		return true
	})
}

var the directory

func Add() { the.Add() }

func End() { the.end() }
`);
  const files = Object.fromEntries(
    Object.entries(kept).map(([path, code]) => [path === '/src/src/sync/map.go' ? '/go/src/sync/map.go' : path, code]),
  );

  it('is not ruled out, whatever that keeps it in', () => {
    assert.deepEqual(callersIn(traceIn(files, ['explain', 'client.Destroy'])), [
      '(*client).Destroy is reached from End, which other code may call.',
    ]);
  });
});

describe('who comes to a release by a method that the program calls only from itself', () => {
  const chained = filesOf(`-- chain.go --
package proto

type Invoker interface{ Destroy() }

type client struct{ raw chan int }

func (c *client) Destroy() { close(c.raw) }

type Chain struct {
	next *Chain
	end  Invoker
}

func New(next *Chain) *Chain { return &Chain{next: next, end: &client{raw: make(chan int)}} }

func (c *Chain) Destroy() {
	if c.next != nil {
		c.next.Destroy()
	}
	c.end.Destroy()
}
`);

  it('is other code that calls it', () => {
    assert.deepEqual(callersIn(traceIn(chained, ['explain', 'client.Destroy'])), [
      '(*client).Destroy is reached from (*Chain).Destroy, which other code may call.',
    ]);
  });
});
