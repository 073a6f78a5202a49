// What is taken out of something that others share, and what a local container loses.
package taken

import (
	"container/heap"
	"container/list"
	"errors"
	"net"
	"os"
)

type conn interface {
	close() error
	expired() bool
}

type conns []conn

func (c conns) Len() int           { return len(c) }
func (c conns) Less(i, j int) bool { return i < j }
func (c conns) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }
func (c *conns) Push(x any)        { *c = append(*c, x.(conn)) }
func (c *conns) Pop() any {
	old := *c
	x := old[len(old)-1]
	*c = old[:len(old)-1]
	return x
}

type pool struct {
	idle conns
	list list.List
}

func (p *pool) get() conn {
	for p.idle.Len() > 0 {
		c, ok := heap.Pop(&p.idle).(conn) // want not-released-on-path
		if !ok {
			return nil
		}
		if c.expired() {
			continue
		}
		return c
	}
	return nil
}

func (p *pool) getOK() conn {
	for p.idle.Len() > 0 {
		c, ok := heap.Pop(&p.idle).(conn)
		if !ok {
			return nil
		}
		if c.expired() {
			c.close()
			continue
		}
		return c
	}
	return nil
}

type listener struct {
	incoming chan net.Conn
}

var errClosed = errors.New("closed")

func (l *listener) accept(wrap func(net.Conn) (net.Conn, error), check func() error) (net.Conn, error) {
	c, ok := <-l.incoming // want not-released-on-path
	if !ok {
		return nil, errClosed
	}
	if err := check(); err != nil {
		return nil, err
	}
	return wrap(c)
}

func (l *listener) acceptOK(wrap func(net.Conn) (net.Conn, error), check func() error) (net.Conn, error) {
	c, ok := <-l.incoming
	if !ok {
		return nil, errClosed
	}
	if err := check(); err != nil {
		c.Close()
		return nil, err
	}
	return wrap(c)
}

type peer struct {
	id int
	c  net.Conn
}

func (p *peer) Close() error { return p.c.Close() }

type client struct {
	peers map[int]*peer
	main  int
}

func (c *client) add(id int, conn net.Conn) { c.peers[id] = &peer{id: id, c: conn} }

func (c *client) forget() {
	delete(c.peers, c.main) // want not-released-on-path
}

func (c *client) sweep(old func(int) bool) {
	for id, p := range c.peers {
		if old(p.id) {
			delete(c.peers, id) // want not-released-on-path
		}
	}
}

func (c *client) sweepOK(old func(int) bool) {
	for id, p := range c.peers {
		if old(p.id) {
			p.Close()
			delete(c.peers, id)
		}
	}
}

// Its caller has the peer.
func (c *client) removed(id int) {
	delete(c.peers, id)
}

func (c *client) drop(p *peer) {
	c.removed(p.id)
	p.Close()
}

func (c *client) take(id int) *peer {
	p := c.peers[id]
	delete(c.peers, id)
	return p
}

func (c *client) Close() {
	for id, p := range c.peers {
		p.Close()
		delete(c.peers, id)
	}
}

func inMap(names []string) error {
	seen := map[string]*os.File{}
	for _, name := range names {
		f, err := os.Open(name) // want never-released
		if err != nil {
			return err
		}
		seen[name] = f
	}
	return nil
}

func inMapOK(names []string) error {
	seen := map[string]*os.File{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		seen[name] = f
	}
	for _, f := range seen {
		f.Close()
	}
	return nil
}

func inSlice(name string) (int, error) {
	var all []*os.File
	f, err := os.Open(name) // want never-released
	if err != nil {
		return 0, err
	}
	all = append(all, f)
	return len(all), nil
}

func inChannel(name string) error {
	ch := make(chan *os.File, 1)
	f, err := os.Open(name) // want never-released
	if err != nil {
		return err
	}
	ch <- f
	return nil
}

type options struct {
	name string
	in   *os.File
}

// What is put into a copy goes with it.
func configure(o options, read func(*os.File) error) error {
	f, err := os.Open(o.name) // want never-released
	if err != nil {
		return err
	}
	o.in = f
	return size(o)
}

func size(o options) error {
	_, err := o.in.Stat()
	return err
}

// Each element of a collection holds a file until the function ends.
func each(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want not-released-on-path
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.Stat(); err != nil {
			continue
		}
	}
	return nil
}

type silent struct{ f *os.File }

func (s *silent) Close() error { return nil } // want release-is-no-op

func openSilent(name string) (*silent, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &silent{f: f}, nil
}

func useSilent(name string, isAsked bool) error {
	s, err := openSilent(name) // want release-is-no-op
	if err != nil {
		return err
	}
	if isAsked {
		s.Close()
	}
	return nil
}

type epochs struct {
	Values <-chan int
	Cancel func()
}

type notifier interface {
	RegisterEpochs(from int) (*epochs, error)
}

func follow(n notifier, use func(int)) error {
	e, err := n.RegisterEpochs(0) // want never-released
	if err != nil {
		return err
	}
	for v := range e.Values {
		use(v)
	}
	return nil
}

func followOK(n notifier, use func(int)) error {
	e, err := n.RegisterEpochs(0)
	if err != nil {
		return err
	}
	defer e.Cancel()
	for v := range e.Values {
		use(v)
	}
	return nil
}

// A list that is given up, though its package closes what is in it elsewhere.
type brokers struct {
	seeds []net.Conn
	spare []net.Conn
}

func (b *brokers) add(c, d net.Conn) {
	b.seeds = append(b.seeds, c)
	b.spare = append(b.spare, d)
}

func (b *brokers) reset() {
	b.seeds = nil // want overwritten-before-release
}

func (b *brokers) resetClosed() {
	for _, c := range b.spare {
		c.Close()
	}
	b.spare = nil
}

func (b *brokers) first() { b.seeds[0].Close() }
