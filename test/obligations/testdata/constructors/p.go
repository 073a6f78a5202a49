// Types that own things: what they are given, what their release lets go of.
package constructors

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

type server struct {
	a, b net.Listener
}

func newServer(x, y string) (*server, error) {
	s := &server{}
	var err error
	s.a, err = net.Listen("tcp", x) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	s.b, err = net.Listen("tcp", y)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func newServerOK(x, y string) (*server, error) {
	s := &server{}
	var err error
	s.a, err = net.Listen("tcp", x)
	if err != nil {
		return nil, err
	}
	s.b, err = net.Listen("tcp", y)
	if err != nil {
		s.a.Close()
		return nil, err
	}
	return s, nil
}

func (s *server) Close() error {
	if err := s.a.Close(); err != nil {
		return err // want not-released-on-path
	}
	return s.b.Close()
}

type session struct {
	conn net.Conn
	file *os.File
}

func newSession(conn net.Conn, file *os.File) *session { return &session{conn, file} }

func (s *session) Close() error {
	err := s.conn.Close()
	if err != nil {
		return err // want not-released-on-path
	}
	return s.file.Close()
}

type half struct {
	conn net.Conn
	log  *os.File
}

func newHalf(addr, name string) (*half, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	log, err := os.Create(name) // want owner-never-releases
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &half{conn: conn, log: log}, nil
}

func (h *half) Close() error { return h.conn.Close() }

type srv struct {
	l    net.Listener
	quit chan struct{}
	wg   sync.WaitGroup
}

func (s *srv) Start(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.l = l
	s.wg.Add(1)
	go s.loop()
	return nil
}

func (s *srv) loop() {
	defer s.wg.Done()
	for {
		c, err := s.l.Accept()
		if err != nil {
			return
		}
		go func() { defer c.Close(); io.Copy(io.Discard, c) }()
	}
}

func (s *srv) Stop() {
	close(s.quit)
	s.wg.Wait() // want blocked-before-release
	s.l.Close()
}

type lazy struct {
	mu   sync.Mutex
	conn net.Conn
}

func (l *lazy) get(addr string) (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		return l.conn, nil
	}
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	l.conn = c
	return c, nil
}

func (l *lazy) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = nil
	return nil
}

func (l *lazy) reconnect(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.conn = c
	l.mu.Unlock()
	return nil
}

type conns struct {
	mu sync.Mutex
	m  map[string]net.Conn
}

func (c *conns) add(addr string) error {
	conn, err := net.Dial("tcp", addr) // want owner-never-releases
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.m[addr] = conn
	c.mu.Unlock()
	return nil
}

func (c *conns) remove(addr string) {
	c.mu.Lock()
	delete(c.m, addr)
	c.mu.Unlock()
}

func (c *conns) Close() error {
	c.m = nil
	return nil
}

type dup struct {
	m map[string]net.Conn
}

func (d *dup) get(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if old, ok := d.m[addr]; ok {
		return old, nil
	}
	d.m[addr] = conn
	return conn, nil
}

func (d *dup) Close() {
	for _, c := range d.m {
		c.Close()
	}
}

type wrapper struct {
	inner *session
	stop  context.CancelFunc
}

func newWrapper(addr string) (*wrapper, error) {
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	file, err := os.Create(addr)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done()
	}()
	return &wrapper{inner: newSession(conn, file), stop: cancel}, nil
}

func (w *wrapper) Close() error {
	w.stop()
	return w.inner.Close()
}

func useSession(addr string, conn net.Conn) error {
	w, err := newWrapper(addr) // want not-released-on-path
	if err != nil {
		return err
	}
	if addr == "" {
		return errors.New("x")
	}
	return w.Close()
}

type bg struct {
	events chan int
	done   chan struct{}
}

func newBG() *bg {
	b := &bg{events: make(chan int), done: make(chan struct{})}
	go b.loop()
	return b
}

func (b *bg) loop() {
	for e := range b.events { // want goroutine-outlives-owner
		println(e)
	}
}

func (b *bg) Close() { close(b.done) }

type beat struct {
	stop chan struct{}
}

func newBeat(f func()) *beat {
	b := &beat{stop: make(chan struct{})}
	go func() {
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				f()
			case <-b.stop: // want goroutine-outlives-owner
				return
			}
		}
	}()
	return b
}

func (b *beat) Close() {} // nothing closes stop

type multi struct{ a, b io.Closer }

func (m *multi) Close() error {
	return first(m.a.Close(), m.b.Close())
}

func first(errs ...error) error { return errs[0] }

// What is handed over together with an error is looked at by nobody.

type index struct {
	file  *os.File
	queue *queue
	names []string
}

func (i *index) Close() error {
	i.queue.stop()
	return i.file.Close()
}

func (i *index) load() error {
	names, err := i.file.Readdirnames(0)
	i.names = names
	return err
}

func (i *index) loadOrClose() error {
	names, err := i.file.Readdirnames(0)
	if err != nil {
		i.queue.stop()
		i.file.Close()
		return err
	}
	i.names = names
	return nil
}

type queue struct {
	group sync.WaitGroup
	jobs  chan int
}

// Its goroutine is started by a method, and waited for by its release.
func newQueue() *queue {
	q := &queue{jobs: make(chan int)}
	q.start()
	return q
}

func (q *queue) start() {
	q.group.Add(1)
	go func() {
		defer q.group.Done()
		for range q.jobs {
		}
	}()
}

func (q *queue) stop() {
	close(q.jobs)
	q.group.Wait()
}

func openIndex(name string) (*index, error) {
	file, err := os.Open(name) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	i := &index{file: file}
	i.queue = newQueue() // want not-released-on-path
	return i, i.load()
}

func openIndexOrClose(name string) (*index, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	i := &index{file: file}
	i.queue = newQueue()
	return i, i.loadOrClose()
}

// Its workers are started where they are asked for: what has none has nothing to let go of yet.

type workers struct {
	group sync.WaitGroup
	jobs  chan int
}

func newWorkers(n int) *workers {
	w := &workers{jobs: make(chan int)}
	if n > 0 {
		w.start()
	}
	return w
}

func (w *workers) start() {
	w.group.Add(1)
	go func() {
		defer w.group.Done()
		for range w.jobs {
		}
	}()
}

func (w *workers) stop() {
	close(w.jobs)
	w.group.Wait()
}

func withoutWorkers() int {
	w := newWorkers(0)
	return cap(w.jobs)
}

// What is returned as an interface that says how it ends.

type Service interface {
	Ask() error
	Close() error
}

type service struct{ quit chan struct{} }

func (s *service) loop()        { <-s.quit }
func (s *service) Ask() error   { return nil }
func (s *service) Close() error { close(s.quit); return nil }

func NewService() (Service, error) {
	s := &service{quit: make(chan struct{})}
	go s.loop()
	return s, nil
}

type admin struct{ service Service }

func (a *admin) Close() error { return a.service.Close() }

func adminOf(s Service) (*admin, error) {
	if err := s.Ask(); err != nil {
		return nil, err
	}
	return &admin{service: s}, nil
}

func NewAdmin() (*admin, error) {
	s, err := NewService() // want not-released-on-path
	if err != nil {
		return nil, err
	}
	return adminOf(s)
}

func NewAdminClosed() (*admin, error) {
	s, err := NewService()
	if err != nil {
		return nil, err
	}
	a, err := adminOf(s)
	if err != nil {
		s.Close()
	}
	return a, err
}
