// Who comes to a release where ways are told apart by what is known on them: what maps hold, conditions on what does not
// change, what a method value is bound to; and that each call that leads there is on a way.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callersIn, waysOf } from './caller-rows.js';
import { filesOf, traceIn } from './trace-case.js';

describe('who comes to a release, by what a map holds', () => {
  /** Of a url without the key a plain invoker is made; only one with it leads to the new kind. */
  const program = filesOf(`-- url.go --
package proto

type url struct {
	name  string
	about map[string]any
	inner *url
}

type option func(*url)

func withName(name string) option { return func(u *url) { u.name = name } }

func newURL(opts ...option) *url {
	u := &url{}
	for _, opt := range opts {
		opt(u)
	}
	return u
}

func (u *url) set(key string, value any) {
	if u.about == nil {
		u.about = make(map[string]any)
	}
	u.about[key] = value
}

func (u *url) get(key string) (any, bool) {
	v, ok := u.about[key]
	return v, ok
}

func (u *url) label() string { return u.name }
-- invokers.go --
package proto

type Invoker interface{ Destroy() }

type Protocol interface{ Refer(u *url) Invoker }

type plain struct{ raw chan int }

func (p *plain) Destroy() { close(p.raw) }

type fresh struct{ raw chan int }

func (f *fresh) Destroy() { close(f.raw) }

type direct struct{}

func (direct) Refer(u *url) Invoker {
	var made Invoker
	if _, ok := u.get("info"); ok {
		made = &fresh{raw: make(chan int)}
	} else {
		made = &plain{raw: make(chan int)}
	}
	return made
}

type indirect struct{}

func (indirect) Refer(u *url) Invoker {
	inner := u.inner
	name := inner.label()
	if name == "" {
		return nil
	}
	return &fresh{raw: make(chan int)}
}

var protocols = map[string]Protocol{"direct": direct{}, "indirect": indirect{}}
-- use.go --
package proto

func Told(name string) {
	u := newURL(withName(name))
	u.set("info", 1)
	protocols[name].Refer(u).Destroy()
}

func Other(name string) {
	u := newURL(withName(name))
	u.set("rule", 1)
	protocols[name].Refer(u).Destroy()
}

func Bare(name string) { protocols[name].Refer(newURL(withName(name))).Destroy() }

func Within(name string) {
	u := newURL(withName(name))
	u.inner = newURL(withName("x"))
	protocols[name].Refer(u).Destroy()
}
`);

  it('is who sets the key in this object, or the field that is followed', () => {
    assert.deepEqual(callersIn(traceIn(program, ['explain', 'fresh.Destroy'])), [
      '(*fresh).Destroy is reached from Told and Within, which other code may call.',
    ]);
  });

  it('is everyone where the map is handed on, so that others may change it', () => {
    const handedOn = Object.fromEntries(
      Object.entries(program).map(([path, code]) => [
        path,
        path.endsWith('/url.go') ? `${code}\nfunc (u *url) all() map[string]any { return u.about }\n` : code,
      ]),
    );
    assert.deepEqual(callersIn(traceIn(handedOn, ['explain', 'fresh.Destroy'])), [
      '(*fresh).Destroy is reached from Bare, Other, Told and Within, which other code may call.',
    ]);
  });
});

describe('who comes to a release, by conditions on what does not change', () => {
  const program = filesOf(`-- events.go --
package events

type Kind int

const (
	Added Kind = iota
	Changed
	Gone
)

type Event struct {
	Kind Kind
	Name string
}

type conn struct{ raw chan int }

func (c *conn) Destroy() { close(c.raw) }

type listener struct{ c *conn }

func (l *listener) on(e Event) {
	if e.Kind == Changed {
		l.c.Destroy()
	}
}

func (l *listener) kinds(e Event) {
	switch e.Kind {
	case Added, Changed:
	case Gone:
		l.drop(e.Kind)
	}
}

func (l *listener) drop(k Kind) {
	if k != Gone {
		l.c.Destroy()
	}
}

func (l *listener) maybe(all bool) {
	if !all {
		return
	}
	l.one(all)
}

func (l *listener) one(all bool) {
	if !all {
		l.c.Destroy()
	}
}
-- use.go --
package events

func Add(l *listener) { l.on(Event{Kind: Added}) }

func Plain(l *listener) { l.on(Event{Name: "x"}) }

func Change(l *listener) { l.on(Event{Kind: Changed}) }

func Any(l *listener, k Kind) { l.on(Event{Kind: k}) }

func Kinds(l *listener, e Event) { l.kinds(e) }

func Maybe(l *listener, all bool) { l.maybe(all) }

func Watch(l *listener) {
	go func() { l.on(Event{Kind: Gone}) }()
	go func(e Event) { l.on(e) }(Event{Kind: Changed})
}

func Make() *listener { return &listener{c: &conn{raw: make(chan int)}} }
`);
  const report = traceIn(program, ['explain', 'conn.Destroy']);

  it('is not one of a way on which two of them contradict', () => {
    assert.deepEqual(waysOf(report), [
      'on the goroutine func literal (line 17) in Watch → (*listener).on → (*conn).Destroy',
      'other code may call Any → (*listener).on → (*conn).Destroy',
      'other code may call Change → (*listener).on → (*conn).Destroy',
    ]);
  });

  it('is not counted by the fact either', () => {
    assert.deepEqual(callersIn(report), [
      '(*conn).Destroy is reached from the goroutine that is started at use.go:17, and from Any and Change, which other code may call.',
    ]);
  });
});

describe('each call by which a release is come to', () => {
  const program = filesOf(`-- all.go --
package all

type Invoker interface{ Destroy() }

type conn struct{ raw chan int }

func (c *conn) Destroy() { close(c.raw) }

type listener interface{ run(d *directory) }

type zoo struct{}

func (zoo) run(d *directory) { d.Notify() }

type nac struct{}

func (nac) run(d *directory) { d.NotifyAll() }

type directory struct{ held []Invoker }

func (d *directory) Notify() {
	for _, i := range d.held {
		i.Destroy()
	}
}

func (d *directory) NotifyAll() {
	for _, i := range d.held {
		go i.Destroy()
	}
}

func Subscribe(l listener) {
	d := &directory{held: []Invoker{&conn{raw: make(chan int)}}}
	go func() { l.run(d) }()
}

func Zoo() { Subscribe(zoo{}) }

func Nac() { Subscribe(nac{}) }
`);

  it('is on a way, also where one is shorter, and a goroutine for the call alone is no beginning', () => {
    assert.deepEqual(waysOf(traceIn(program, ['explain', 'conn.Destroy'])), [
      'on the goroutine func literal in Subscribe → (nac).run → (*directory).NotifyAll → go (*conn).Destroy',
      'on the goroutine func literal in Subscribe → (zoo).run → (*directory).Notify → (*conn).Destroy',
    ]);
  });
});

describe('who is called back by a method value', () => {
  const program = filesOf(`-- back.go --
package back

type listener interface{ note() }

type conn struct{ raw chan int }

func (c *conn) Destroy() { close(c.raw) }

type closing struct{ c *conn }

func (l *closing) note() { l.c.Destroy() }

type counting struct{ n int }

func (l *counting) note() { l.n++ }

type watcher struct{ l listener }

func (w *watcher) handle() { w.l.note() }

func each(f func()) { f() }

func watch(l listener) {
	w := &watcher{l: l}
	each(w.handle)
}

func Close() { watch(&closing{c: &conn{raw: make(chan int)}}) }

func Count() { watch(&counting{}) }
`);

  it('is told apart by what it is bound to', () => {
    assert.deepEqual(callersIn(traceIn(program, ['explain', 'conn.Destroy'])), [
      '(*conn).Destroy is reached from Close, which other code may call.',
    ]);
  });
});

describe('a method of what has just been made', () => {
  const program = (use: string): Record<string, string> =>
    filesOf(`-- list.go --
package list

type listener interface{ note() }

type conn struct{ raw chan int }

func (c *conn) Destroy() { close(c.raw) }

type closing struct{ c *conn }

func (l *closing) note() { l.c.Destroy() }

type list struct{ all map[string]listener }

func newList() *list { return &list{all: make(map[string]listener)} }

func (l *list) add(name string, one listener) { l.all[name] = one }

func (l *list) tell() {
	for _, one := range l.all {
		one.note()
	}
}

var kept *list

func Close() {
${use}
}
`);
  const one = '&closing{c: &conn{raw: make(chan int)}}';

  it('finds its containers empty', () => {
    assert.deepEqual(
      callersIn(
        traceIn(
          program(
            `\tl := kept\n\tif l == nil {\n\t\tl = newList()\n\t\tl.tell()\n\t}\n\tl.add("a", ${one})\n\tgo func() { kept = l }()`,
          ),
          ['explain', 'conn.Destroy'],
        ),
      ),
      ['Nothing that the program runs comes to (*conn).Destroy.'],
    );
  });

  it('does not where something was done to it before, also in the turn before of a loop', () => {
    const reached = ['(*conn).Destroy is reached from Close, which other code may call.'];
    for (const use of [
      `\tl := newList()\n\tl.add("a", ${one})\n\tl.tell()`,
      `\tl := newList()\n\tfor range []int{1, 2} {\n\t\tl.tell()\n\t\tl.add("a", ${one})\n\t}`,
    ])
      assert.deepEqual(callersIn(traceIn(program(use), ['explain', 'conn.Destroy'])), reached);
  });
});

describe('a release of a type that the program never makes', () => {
  const program = (main: string): Record<string, string> =>
    filesOf(`-- main.go --
package main

type conn struct{ raw chan int }

func (c *conn) Destroy() { close(c.raw) }

${main}
`);

  it('is said to be come to by nothing, and why', () => {
    assert.deepEqual(callersIn(traceIn(program('func main() {}'), ['explain', 'conn.Destroy'])), [
      'The program never makes a conn, so nothing in it comes to (*conn).Destroy.',
    ]);
    assert.deepEqual(callersIn(traceIn(program('func main() { _ = new(conn) }'), ['explain', 'conn.Destroy'])), [
      'Nothing that the program runs comes to (*conn).Destroy.',
    ]);
  });
});
