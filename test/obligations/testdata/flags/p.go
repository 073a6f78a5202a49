// Package flags lets go of things under flags that tell whether somebody else has taken them over.
package flags

import (
	"bufio"
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
)

var errBusy = errors.New("busy")

// A flag that is declared and not set is false when the deferred function asks for it.
func byZeroFlag(addr string, bad bool) (net.Conn, error) {
	var done bool
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if !done {
			conn.Close()
		}
	}()
	if bad {
		return nil, errBusy
	}
	done = true
	return conn, nil
}

// The flag says from the beginning that somebody else closes it, and nobody does.
func byWrongFlag(addr string, bad bool) (net.Conn, error) {
	done := true
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	defer func() {
		if !done {
			conn.Close()
		}
	}()
	if bad {
		return nil, errBusy
	}
	return conn, nil
}

// The flag was set before there was anything to cancel.
func byEarlierFlag(parent context.Context, bad bool) (<-chan int, error) {
	own := true
	ctx, cancel := context.WithCancel(parent)
	defer func() {
		if own {
			cancel()
		}
	}()
	if bad {
		return nil, errBusy
	}
	ch := make(chan int)
	own = false
	go func() {
		defer cancel()
		<-ctx.Done()
		close(ch)
	}()
	return ch, nil
}

// Wrapped holds a connection that it was given.
type Wrapped struct {
	conn net.Conn
	in   *bufio.Reader
}

func newConn(conn net.Conn) *Wrapped { return &Wrapped{conn: conn, in: bufio.NewReader(conn)} }

// Close closes the connection.
func (w *Wrapped) Close() error { return w.conn.Close() }

// What only wraps a connection is closed with it.
func byNil(addr string) (*Wrapped, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if conn != nil {
			conn.Close()
		}
	}()
	wrapped := newConn(conn)
	if _, err := conn.Write([]byte("hello")); err != nil {
		return nil, err
	}
	conn = nil
	return wrapped, nil
}

// Nothing closes it when the greeting fails.
func wrappedAndLost(addr string) (*Wrapped, error) {
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	wrapped := newConn(conn)
	if _, err := conn.Write([]byte("hello")); err != nil {
		return nil, err
	}
	return wrapped, nil
}

// Twice keeps its connection in two fields, and lets go of it by the second.
type Twice struct {
	conn, raw net.Conn
	closed    atomic.Bool
}

func (t *Twice) cleanup() {
	if t.closed.Swap(true) {
		return
	}
	if t.raw != nil {
		t.raw.Close()
	}
}

// Close closes the connection.
func (t *Twice) Close() { t.cleanup() }

func (t *Twice) greet() error {
	_, err := t.conn.Write([]byte("hello"))
	return err
}

func openTwice(addr string) (*Twice, error) {
	var err error
	t := &Twice{}
	t.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	t.raw = t.conn
	if err := t.greet(); err != nil {
		t.cleanup()
		return nil, err
	}
	return t, nil
}

// Server ends by a method with a name of its own.
type Server struct {
	listener net.Listener
	running  sync.WaitGroup
}

func newServer(addr string) (*Server, error) {
	s := &Server{}
	var err error
	s.listener, err = net.Listen("tcp", addr)
	return s, err
}

// Exit closes the listener.
func (s *Server) Exit() {
	if s.listener != nil {
		s.listener.Close()
	}
	s.running.Wait()
}

type service struct {
	once   sync.Once
	server *Server
}

func (s *service) start() (err error) {
	s.server, err = newServer(":0")
	return err
}

// Stop lets the server exit, once.
func (s *service) Stop() { s.once.Do(func() { s.server.Exit() }) }

// Port listens.
type Port struct {
	listener net.Listener
	exits    int
}

func newPort(addr string) (*Port, error) {
	p := &Port{}
	var err error
	p.listener, err = net.Listen("tcp", addr) // want owner-never-releases
	return p, err
}

// Exit counts.
func (p *Port) Exit() { p.exits++ }

type forgetful struct {
	once sync.Once
	port *Port
}

func (f *forgetful) start() (err error) {
	f.port, err = newPort(":0")
	return err
}

// Stop leaves the port taken.
func (f *forgetful) Stop() { f.once.Do(func() { f.port.Exit() }) }

type stream struct{ done chan<- struct{} }

// Close ends the stream.
func (s *stream) Close() { close(s.done) }

func openStream(done chan<- struct{}) *stream { return &stream{done} }

func exchange(s *stream) (*stream, error) { return s, nil }

// Who was given the channel before closes it.
func watched(ctx context.Context) (*stream, error) {
	done := make(chan struct{})
	s := openStream(done)
	go func() {
		select {
		case <-ctx.Done():
		case <-done:
		}
	}()
	answer, err := exchange(s)
	if err != nil {
		close(done)
		return nil, err
	}
	return answer, nil
}

// Session asks whether it was closed before.
type Session struct {
	mu   sync.Mutex
	err  error
	conn net.Conn
}

// Open dials.
func Open(addr string) (*Session, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Session{conn: conn}, nil
}

// Close closes the connection, the first time.
func (s *Session) Close() error {
	s.mu.Lock()
	if s.err != nil {
		s.mu.Unlock()
		return errBusy
	}
	s.err = errBusy
	s.mu.Unlock()
	return s.conn.Close()
}

// Abort says goodbye first, and leaves the connection open where that fails.
func (s *Session) Abort() error {
	if _, err := s.conn.Write([]byte("bye")); err != nil {
		return err // want not-released-on-path
	}
	return s.conn.Close()
}
