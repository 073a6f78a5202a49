// What is made for a type to hold, and its release.
package owners

import (
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

type wire interface{ send(string) error }

type wires interface{ open(options) wire }

type options struct{ client doer }

type plain struct{ options }

func (p *plain) send(string) error { return nil }

type plainWires struct{}

func (plainWires) open(o options) wire { return &plain{options: o} }

// Client keeps the connections of what it was given, and has no release.
type Client struct {
	wires wires
	wire  wire
	URL   string
}

func newClient(client doer, url string) *Client {
	c := &Client{URL: url}
	c.wires = plainWires{}
	c.wire = c.wires.open(options{client: client})
	return c
}

// ---- A pool behind maps, fields, interfaces and constructors.

type manager struct{ clients map[string]*Client }

func newManager(names []string) *manager {
	var transport http.RoundTripper
	transport = &http.Transport{MaxIdleConns: 4} // want pool-not-drained
	client := &http.Client{Transport: transport}
	clients := make(map[string]*Client)
	for _, name := range names {
		one := newClient(client, name)
		clients[name] = one
	}
	return &manager{clients: clients}
}

func (m *manager) get(name string) *Client { return m.clients[name] }

func (m *manager) close() error { return nil }

type base struct{ gone atomic.Bool }

func (b *base) Destroy() { b.gone.Store(true) }

type pooled struct {
	base
	once    sync.Once
	guard   sync.Mutex
	manager *manager
}

func newPooled(names []string) *pooled { return &pooled{manager: newManager(names)} }

func (p *pooled) setManager(m *manager) {
	p.guard.Lock()
	defer p.guard.Unlock()
	p.manager = m
}

func (p *pooled) Invoke(name string) error { return p.manager.get(name).wire.send(name) }
func (p *pooled) IsAvailable() bool        { return true }
func (p *pooled) Destroy() { // want sibling-releases
	p.once.Do(func() {
		p.base.Destroy()
		if m := p.manager; m != nil {
			p.setManager(nil)
			m.close()
		}
	})
}

type single struct {
	base
	once sync.Once
	conn net.Conn
}

func (s *single) getConn() net.Conn        { return s.conn }
func (s *single) Invoke(name string) error { _, err := s.conn.Write([]byte(name)); return err }
func (s *single) IsAvailable() bool        { return true }
func (s *single) Destroy() {
	s.once.Do(func() {
		s.base.Destroy()
		if conn := s.getConn(); conn != nil {
			conn.Close()
		}
	})
}

// ---- Pools that are looked after.

// A limit in time.
type timed struct{ client *http.Client }

func newTimed() *timed {
	return &timed{client: &http.Client{Transport: &http.Transport{IdleConnTimeout: time.Minute}}}
}

func (t *timed) Close() error { return nil }

// A limit in time that is set afterwards.
type timedLater struct{ client *http.Client }

func newTimedLater() *timedLater {
	transport := &http.Transport{}
	transport.IdleConnTimeout = time.Minute
	return &timedLater{client: &http.Client{Transport: transport}}
}

func (t *timedLater) Close() error { return nil }

// The caller's own.
type given struct{ client *http.Client }

func newGiven(client *http.Client) *given {
	if client == nil {
		client = &http.Client{Transport: &http.Transport{}}
	}
	return &given{client: client}
}

func (g *given) Close() error { return nil }

// Whoever has it can drain it.
type shared struct{ client *http.Client }

func newShared() *shared {
	return &shared{client: &http.Client{Transport: &http.Transport{}}}
}

func (s *shared) HTTP() *http.Client { return s.client }
func (s *shared) Close() error       { return nil }

// Without a release it is meant to stay.
type kept struct{ client *http.Client }

func newKept() *kept { return &kept{client: &http.Client{Transport: &http.Transport{}}} }

// ---- Releases that do nothing.

type log struct{ file *os.File }

func openLog(name string) (*log, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &log{file: file}, nil
}

func (l *log) Close() error { return nil } // want release-is-no-op

// Another method lets go.
type flushed struct{ file *os.File }

func openFlushed(name string) (*flushed, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &flushed{file: file}, nil
}

func (f *flushed) Close() error { return nil }
func (f *flushed) rotate()      { f.file.Close() }

// It was made by somebody else.
type borrowed struct{ file *os.File }

func newBorrowed(file *os.File) *borrowed { return &borrowed{file: file} }

func (b *borrowed) Close() error { return nil }

// Only the name of it is kept.
type named struct{ name string }

func newNamed(name string) (*named, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return &named{name: file.Name()}, nil
}

func (n *named) Close() error { return nil }

// What an owner makes for itself, and its release forgets beside the rest.

type dbSession interface {
	Query(string) error
	Close() error
}

type dbConfig interface{ NewSession() (dbSession, error) }

type backend struct {
	config  dbConfig
	file    *os.File
	session dbSession
	other   dbSession
}

func (b *backend) open() (err error) {
	b.session, err = b.config.NewSession() // want owner-never-releases
	if err != nil {
		return err
	}
	b.other, err = b.config.NewSession()
	return err
}

func (b *backend) query() error { return b.session.Query("a") }

func (b *backend) Close() error {
	if err := b.file.Close(); err != nil {
		return err
	}
	return b.other.Close()
}

// What is given to it is its caller's.
type lentBackend struct {
	file    *os.File
	session dbSession
}

func newLentBackend(file *os.File, session dbSession) *lentBackend {
	return &lentBackend{file: file, session: session}
}

func (b *lentBackend) Close() error { return b.file.Close() }

// Two lists of the same kind, of which a release goes over one.
type hostClient struct{ file *os.File }

func (h *hostClient) Close() error { return h.file.Close() }

type clients struct {
	plain  map[string]*hostClient
	secure map[string]*hostClient
}

func (c *clients) get(name string, isSecure bool) *hostClient {
	m := c.plain
	if isSecure {
		m = c.secure // want owner-never-releases
	}
	h := m[name]
	if h == nil {
		h = &hostClient{}
		m[name] = h
	}
	return h
}

func (c *clients) Close() error {
	for _, h := range c.plain {
		h.Close()
	}
	return nil
}

// The same elements under two names.
type indexed struct {
	byName map[string]*hostClient
	byHost map[string]*hostClient
}

func (c *indexed) add(name, host string, h *hostClient) {
	c.byName[name] = h
	c.byHost[host] = h
}

func (c *indexed) Close() error {
	for _, h := range c.byName {
		h.Close()
	}
	return nil
}
